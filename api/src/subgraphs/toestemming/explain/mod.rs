//! Explaining: who can see what, now and on any past date, by the same decision that decides.

mod wie_kan;

pub(super) use wie_kan::{Kring, Weg, WieKan, wie_kan};

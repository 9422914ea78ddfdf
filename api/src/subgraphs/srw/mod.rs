//! Sociaal raadslieden: their dossiers and referrals.

pub mod store;

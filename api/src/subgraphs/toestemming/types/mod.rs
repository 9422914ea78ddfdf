//! What the register tells and is told.

mod input;
mod output;

pub use input::{BewijsSoort, GegevenDoor, IntrekkingInvoer, KoppelingInvoer, ToestemmingInvoer};
pub use output::{
    GegevensgroepInfo, Ik, Koppelcode, Toegang, Toestemming, ToestemmingIngetrokken, ToestemmingStatus,
    ToestemmingVerleend,
};

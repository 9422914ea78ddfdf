//! What the register tells and is told.

mod input;
mod output;

pub use input::{
    BewijsInvoer, BewijsSoort, GegevenDoor, IntrekkingDeel, IntrekkingInvoer, KoppelingInvoer,
    ToestemmingDeelInvoer, ToestemmingInvoer,
};
pub use output::{
    GegevensgroepInfo, Ik, Koppelcode, Toegang, Toestemming, ToestemmingIngetrokken, ToestemmingStatus,
    ToestemmingVerleend,
};

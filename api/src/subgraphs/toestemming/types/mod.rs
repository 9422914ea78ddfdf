//! What the register tells and is told.

mod input;
mod output;

pub use input::{IntrekkingDeel, 
    BewijsInvoer, BewijsSoort, GegevenDoor, IntrekkingInvoer, KoppelingInvoer, ToestemmingDeelInvoer,
    ToestemmingInvoer,
};
pub use output::{
    GegevensgroepInfo, Ik, Koppelcode, Toegang, Toestemming, ToestemmingIngetrokken, ToestemmingStatus,
    ToestemmingVerleend,
};

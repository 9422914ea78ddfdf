//! What the register tells and is told.

mod input;
mod output;
mod verleenbaar;

#[cfg(test)]
pub use input::{BewijsInvoer, IntrekkingDeel, ToestemmingDeelInvoer};
pub use input::{BewijsSoort, GegevenDoor, IntrekkingInvoer, KoppelingInvoer, ToestemmingInvoer};
pub use output::{
    GegevensgroepInfo, Ik, Koppelcode, Toegang, Toestemming, ToestemmingIngetrokken, ToestemmingStatus,
    ToestemmingVerleend,
};
pub use verleenbaar::{
    Verleenbaar, VerleenbaarDeel, VerleenbaarDoel, VerleenbaarPakket, VerleenbareGroepen,
};

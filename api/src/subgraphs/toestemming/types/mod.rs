//! What the register tells and is told.

mod explain;
mod input;
mod openingen;
mod output;

pub use explain::WieKan;
#[cfg(test)]
pub use input::{BewijsInvoer, IntrekkingDeel, ToestemmingDeelInvoer};
pub use input::{BewijsSoort, GegevenDoor, IntrekkingInvoer, KoppelingInvoer, ToestemmingInvoer};
pub use openingen::{
    InwonerGeopend, Opening, OpeningBeoordeeld, OpeningBeoordelingInvoer, OpeningConnection, OpeningEdge,
    OpeningInvoer, OpeningOordeel, OpeningStatus,
};
pub use output::{
    GegevensgroepInfo, Ik, Koppelcode, Toegang, Toestemming, ToestemmingIngetrokken, ToestemmingStatus,
    ToestemmingVerleend,
};

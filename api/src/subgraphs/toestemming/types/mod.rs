//! What the register tells and is told.

mod explain;
mod input;
mod openingen;
mod output;
mod verleenbaar;

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
pub use verleenbaar::{Verleenbaar, VerleenbaarDeel, VerleenbaarDoel, VerleenbaarPakket, VerleenbareGroepen};

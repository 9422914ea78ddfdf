//! What the register tells and is told.

mod aflopend;
mod explain;
mod input;
mod openingen;
mod output;
mod verleenbaar;
mod verzoek;
mod wachtend;

pub use aflopend::{AflopendeToestemming, AflopendeToestemmingConnection, AflopendeToestemmingEdge};
pub use explain::WieKan;
#[cfg(test)]
pub use input::OngeldigReden;
pub use input::{
    BewijsInvoer, BewijsSoort, BezwaarInvoer, BindingInvoer, GegevenDoor, HerbevestigingInvoer,
    IntrekkingDeel, IntrekkingInvoer, KoppelingInvoer, OngeldigInvoer, ToestemmingDeelInvoer,
    ToestemmingInvoer, WeigeringInvoer,
};
pub use openingen::{
    InwonerGeopend, Opening, OpeningBeoordeeld, OpeningBeoordelingInvoer, OpeningConnection, OpeningEdge,
    OpeningInvoer, OpeningOordeel, OpeningReden, OpeningStatus,
};
pub use output::{
    Bezwaar, GegevensgroepInfo, Ik, Koppelcode, Toegang, Toestemming, ToestemmingBijgewerkt,
    ToestemmingIngetrokken, ToestemmingStatus, ToestemmingVerleend, Vastgelegd, Weigering,
};
pub use verleenbaar::{Verleenbaar, VerleenbaarDeel, VerleenbaarDoel, VerleenbaarPakket, VerleenbareGroepen};
#[cfg(test)]
pub use verzoek::VerzoekDeelInvoer;
pub use verzoek::{
    MijnToestemmingsverzoek, MijnToestemmingsverzoekConnection, MijnToestemmingsverzoekEdge,
    Toestemmingsverzoek, ToestemmingsverzoekConnection, ToestemmingsverzoekDeel, ToestemmingsverzoekEdge,
    VerzoekInvoer, VerzoekStatus,
};
pub use wachtend::{WachtendeToestemming, WachtendeToestemmingConnection, WachtendeToestemmingEdge};

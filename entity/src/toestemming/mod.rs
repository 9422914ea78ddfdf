//! The consent register: who may see what of whom, since when and on which evidence.

pub mod aanvraag;
pub mod betrokkenheid;
pub mod gebeurtenis;
pub mod inrichting;
pub mod inwoner_alias;
pub mod inwoner_sleutel;
pub mod koppelcode;
pub mod koppeling;
pub mod ontvangstbewijs;
pub mod registerstand;
pub mod testinwoner;
pub mod trajectbericht;
pub mod trajectstand;
pub mod trajectversheid;
pub mod verzoekgebeurtenis;

pub use crate::logboek::{controlepunt, logknoop, logstand, verstrekking};
pub use crate::outbox::{signaalgebeurtenis, signaalstand};

//! Debt trajecten, as their source systems publish them.

pub mod actie;
pub mod begeleiding;
pub mod beschikking;
pub mod betrokkene;
pub mod client;
pub mod crisis;
pub mod fase;
pub mod gesprek;
pub mod melding;
pub mod moratorium;
pub mod nazorgproduct;
pub mod opschorting;
pub mod regisseur;
pub mod schuld;
pub mod termijn;
pub mod termijnstand;
pub mod traject;
pub mod voorziening;
pub mod vroegsignaal;
pub mod vroegsignaalontvangst;

pub use crate::logboek::{controlepunt, logknoop, logstand, verstrekking};
pub use crate::outbox::{signaalgebeurtenis, signaalstand};
pub use crate::rectificatie::{grafsteen, herroeping, recordzicht, rectificatie, rectificatiestand};

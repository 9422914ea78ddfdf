//! Reading the disclosure log: who saw what of a resident (AVG 15), what a party saw (after a breach), and an old
//! decision replayed. Each subgraph reads its own log, decides itself who may, and logs the reading before it answers.
//!
//! Who may: at toestemmingsbeheer a privacy officer, and for a resident's request a consent manager, read all lines of
//! their samenwerking; the privacy officer of a party reads the lines about its own records, and those about what its
//! own people saw elsewhere. Everybody else reads none.

mod entities;
mod lines;
mod place;
mod proven;
mod reader;
mod told;
mod types;
mod waarom;

pub(crate) use entities::inzage_entities;
pub use place::Vraagstuk;
pub use reader::{Keeps, LogReader, keeper};
pub use types::{Herspeling, LogPartij, VerstrekkingConnection};

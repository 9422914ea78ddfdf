//! Reports without persons: numbers of which nothing about a single resident can be derived.
//!
//! Three rules, each kept by a type:
//! 1. **A count leaves as a [`Telling`] only**, which nothing but a [`Drempel`] makes: from 1 up to the threshold it is
//!    withheld, whether it counts records or the residents behind them. Zero is
//!    told, since that nobody is there tells of nobody; in the breakdown of a total it is withheld beside small numbers.
//! 2. **What is withheld can't be computed from what is shown beside it** ([`Drempel::uitsplitsing`]).
//! 3. **A period is a calendar quarter that has ended** ([`Kwartaal`]): the quarters don't overlap and no other period can
//!    be asked, so that no two reports differ by a few days or a month. A quarter that runs would differ from one day to the next.

mod drempel;
mod kwartaal;
mod uitsplitsing;

pub use drempel::{Drempel, Geteld, Mediaan, Telling, TellingStaat};
pub use kwartaal::{Kwartaal, KwartaalError};
pub use uitsplitsing::{Onderdeel, Uitgesplitst};

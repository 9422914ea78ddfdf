//! The tables of every subgraph: one module per subgraph, one table per file. The words of an enumeration
//! stand in them as text; no type of the API is made here, so that a new column is never public by itself.

pub mod buurtteam;
pub mod console;
pub mod logboek;
pub mod outbox;
pub mod rectificatie;
pub mod signalen;
pub mod srw;
pub mod toestemming;
pub mod trajectbegeleiding;

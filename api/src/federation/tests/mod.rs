//! The join over three toy subgraphs.

mod conditions;
mod failures;
mod garbage;
mod joins;
mod last_question;
mod limits;
mod shapes;
mod withheld;

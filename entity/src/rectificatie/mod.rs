//! What holds no longer of what others saw, in the database of whoever told it.

pub mod grafsteen;
pub mod herroeping;
pub mod recordzicht;
#[expect(clippy::module_inception, reason = "a table is named as what it holds")]
pub mod rectificatie;
pub mod rectificatiestand;

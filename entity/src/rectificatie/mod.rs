//! What holds no longer of what others saw, in the database of whoever told it.

pub mod grafsteen;
pub mod herroeping;
pub mod recordzicht;
pub mod rectificatie;
pub mod rectificatiestand;

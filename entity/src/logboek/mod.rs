//! The tables of the log of disclosures, which every subgraph keeps in the same shape.

pub mod controlepunt;
pub mod logknoop;
pub mod logstand;
pub mod verstrekking;

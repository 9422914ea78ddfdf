//! Trajectbegeleiding: the debt trajecten.

pub mod store;

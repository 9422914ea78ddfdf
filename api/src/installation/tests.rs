//! The register and SRW each in a process of their own, the hub with the rest in a third.

mod caseload;
mod examples;
mod kit;
mod register;
mod set_ups;
mod signals;
mod speaking;

mod afleiding;
mod gevallen;
mod invoer;
mod oracle;
mod properties;
mod read;
mod rows;
mod standen;

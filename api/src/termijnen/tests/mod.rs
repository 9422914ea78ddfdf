mod gevallen;
mod oracle;
mod properties;
mod read;
mod rows;

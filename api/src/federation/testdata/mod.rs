pub(super) const SUPERGRAPH: &str = "";

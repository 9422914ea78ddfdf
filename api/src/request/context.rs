use super::authenticate::Caller;

/// What travels with one request through hub and subgraphs.
#[derive(Clone, Debug)]
pub struct RequestContext {
    /// Who asks, and for what.
    pub caller: Caller,
    /// The trace that all log records of this request carry.
    pub trace_id: TraceId,
    /// The oldest version of the register that the caller accepts (`Minimale-Registerversie`).
    pub minimale_registerversie: Option<i64>,
    /// How withheld fields are told (`Niet-Gedeeld`).
    pub niet_gedeeld: NietGedeeld,
}

/// A W3C trace id (Trace Context, §3.2.2.3): 32 lower case hexadecimal digits, not all zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceId(String);

impl TraceId {
    /// Takes over the trace id of a `traceparent` header (version 00).
    pub fn from_traceparent(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let (version, trace_id) = (parts.next()?, parts.next()?);
        let is_hex = trace_id
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let is_valid =
            version == "00" && trace_id.len() == 32 && is_hex && trace_id.bytes().any(|b| b != b'0');
        is_valid.then(|| Self(trace_id.to_owned()))
    }

    /// Begins a trace of our own.
    pub fn begin() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string())
    }

    /// The 32 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How withheld fields are told: some clients drop all data when `errors` is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NietGedeeld {
    /// As GraphQL errors with a path.
    #[default]
    Fouten,
    /// In `extensions.nietGedeeld`, so that `errors` is for failures.
    Extensies,
}

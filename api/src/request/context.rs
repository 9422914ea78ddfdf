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

/// A W3C trace id (Trace Context, §3.2.2.3): 32 lower case hexadecimal digits, not all zero. With it goes the
/// span of whoever called, where there was one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceId {
    trace: String,
    parent: Option<String>,
}

impl TraceId {
    /// Takes over the trace of a `traceparent` header (version 00), and the span that it comes from.
    pub fn from_traceparent(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let (version, trace, parent) = (parts.next()?, parts.next()?, parts.next()?);
        let is_valid = version == "00" && is_id(trace, 32) && is_id(parent, 16);
        is_valid.then(|| Self {
            trace: trace.to_owned(),
            parent: Some(parent.to_owned()),
        })
    }

    /// Begins a trace of our own.
    pub fn begin() -> Self {
        Self {
            trace: uuid::Uuid::new_v4().simple().to_string(),
            parent: None,
        }
    }

    /// The 32 digits.
    pub fn as_str(&self) -> &str {
        &self.trace
    }

    /// The span of whoever called (`parent-id`): 16 digits; `None` where the trace begins here.
    pub fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }
}

tokio::task_local! {
    /// The trace on behalf of which the register is asked.
    static ASKED_FOR: TraceId;
}

impl TraceId {
    /// Has what is asked of another process in this future go on in this trace.
    pub async fn carry<F: Future>(&self, asking: F) -> F::Output {
        ASKED_FOR.scope(self.clone(), asking).await
    }

    /// The trace that is carried here, if any.
    pub fn carried() -> Option<Self> {
        ASKED_FOR.try_with(Self::clone).ok()
    }

    /// The header by which a call goes on in this trace, with a span of its own (W3C Trace Context).
    pub fn to_traceparent(&self) -> String {
        let span = uuid::Uuid::new_v4().simple().to_string();
        let span: String = span.chars().take(16).collect();
        format!("00-{}-{span}-01", self.trace)
    }
}

/// Lower case hexadecimal digits, as many as these, not all zero.
fn is_id(text: &str, digits: usize) -> bool {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == digits && text.bytes().all(is_hex) && text.bytes().any(|b| b != b'0')
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

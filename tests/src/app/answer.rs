use reqwest::{RequestBuilder, header::HeaderMap};
use serde_json::Value;

/// What was withheld, in one line: code, gegevensgroep, bronhouder.
pub type NotShared = (String, String, String);

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, byte for byte.
    pub text: String,
    /// The body as JSON; null where it is none.
    pub body: Value,
}

impl Answer {
    /// Sends a request and waits for what comes back.
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("the server answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("an answer is text");
        let body = serde_json::from_str(&text).unwrap_or_default();
        Self {
            status,
            headers,
            text,
            body,
        }
    }

    /// What came over a stream.
    pub fn told(body: Value) -> Self {
        Self {
            status: 200,
            headers: HeaderMap::new(),
            text: body.to_string(),
            body,
        }
    }

    /// A place in the data, as a JSON pointer: `/inwoner/trajecten/0/loopt`. Fails where there is no such place.
    pub fn data(&self, pointer: &str) -> &Value {
        self.body
            .pointer(&format!("/data{pointer}"))
            .unwrap_or_else(|| panic!("there is no `{pointer}` in {}", self.shown()))
    }

    /// The text at a place in the data.
    pub fn text_at(&self, pointer: &str) -> &str {
        self.data(pointer)
            .as_str()
            .unwrap_or_else(|| panic!("`{pointer}` is no text in {}", self.shown()))
    }

    /// All errors, withheld groups among them.
    pub fn errors(&self) -> &[Value] {
        list(&self.body["errors"])
    }

    /// The codes of all errors, in their order.
    pub fn codes(&self) -> Vec<&str> {
        self.errors().iter().map(code).collect()
    }

    /// What was withheld, sorted, wherever it was asked to be told.
    pub fn not_shared(&self) -> Vec<NotShared> {
        let told = self
            .errors()
            .iter()
            .chain(list(&self.body["extensions"]["nietGedeeld"]));
        let mut told: Vec<NotShared> = told
            .filter(|error| error["extensions"]["groep"].is_string())
            .map(|error| {
                (
                    code(error).to_owned(),
                    extension(error, "groep").to_owned(),
                    extension(error, "bronhouder").to_owned(),
                )
            })
            .collect();
        told.sort();
        told
    }

    /// The reason for which a group of a party was withheld; `None` when it wasn't.
    pub fn reden(&self, groep: &str, bronhouder: &str) -> Option<String> {
        let told = self.not_shared();
        told.into_iter()
            .find(|(_, withheld, owner)| withheld == groep && owner == bronhouder)
            .map(|(code, ..)| code)
    }

    /// The register's version that the answer is proven on.
    pub fn registerversie(&self) -> Option<i64> {
        self.body["extensions"]["registerversie"].as_i64()
    }

    /// The same answer; fails when there are errors, but for what was withheld.
    #[track_caller]
    pub fn expect_ok(self) -> Self {
        let failed = self
            .errors()
            .iter()
            .any(|error| !error["extensions"]["groep"].is_string());
        assert!(
            self.status == 200 && !failed && self.body["data"].is_object(),
            "{}",
            self.shown()
        );
        self
    }

    /// The same answer; fails unless this is the code of its only error.
    #[track_caller]
    pub fn expect_code(self, code: &str) -> Self {
        assert_eq!(self.codes(), [code], "{}", self.shown());
        self
    }

    /// The same answer; fails unless it is a problem with this status and code.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        let told = (self.status, self.body["code"].as_str());
        assert_eq!(told, (status, Some(code)), "{}", self.shown());
        assert_eq!(self.headers["content-type"], "application/problem+json");
        self
    }

    /// Status, headers and body, byte for byte, but for what the server makes apart for each answer: the date, the
    /// ids of decisions and the register's version.
    pub fn comparable(&self) -> String {
        let mut headers: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("not text")))
            .collect();
        headers.sort();
        let body = blank(&self.text, "\"besluit\":\"", |c| c != '"');
        let body = blank(&body, "\"registerversie\":", |c| c.is_ascii_digit());
        format!("{}\n{}\n\n{body}", self.status, headers.join("\n"))
    }

    /// Status and body, for the message of a test that fails.
    pub fn shown(&self) -> String {
        format!("{} {}", self.status, self.text)
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn code(error: &Value) -> &str {
    extension(error, "code")
}

fn extension<'a>(error: &'a Value, name: &str) -> &'a str {
    error["extensions"][name].as_str().unwrap_or_default()
}

/// Leaves out what stands behind each mark, as far as it is of a kind.
fn blank(text: &str, mark: &str, of_kind: impl Fn(char) -> bool + Copy) -> String {
    let mut parts = text.split(mark);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + mark + part.trim_start_matches(of_kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_behind_the_mark_is_left_out() {
        let told = r#"{"v":12,"besluit":"a-1","x":["besluit"],"besluit":"b"}"#;
        let blanked = blank(told, "\"besluit\":\"", |c| c != '"');
        assert_eq!(blanked, r#"{"v":12,"besluit":"","x":["besluit"],"besluit":""}"#);
    }
}

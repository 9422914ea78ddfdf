use axum::http::Uri;
use serde::Deserialize;

/// Where somebody goes on afterwards, as an address says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    pub(super) terug: Option<String>,
}

impl Wanted {
    /// A page of the console; anything else is the first one, so that nobody is sent elsewhere.
    pub(super) fn page(&self) -> &str {
        self.terug
            .as_deref()
            .filter(|path| is_own_page(path))
            .unwrap_or("/console")
    }
}

/// The address of a page, to come back to.
pub(super) fn address_of(uri: &Uri) -> String {
    let address = uri.path_and_query();
    address.map_or_else(|| "/console".to_owned(), ToString::to_string)
}

/// Where somebody signs in who then goes on to this page.
pub(super) fn sign_in_before(page: &str) -> String {
    let asked = reqwest::Url::parse_with_params("http://x.invalid/", [("terug", page)]);
    let asked = asked
        .ok()
        .and_then(|url| url.query().map(|query| format!("?{query}")));
    format!("/console/aanmelden{}", asked.unwrap_or_default())
}

fn is_own_page(path: &str) -> bool {
    let rest = path.strip_prefix("/console");
    let is_ours = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_ours && is_plain && !path.contains("//") && path.len() <= 500
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for own in ["/console", "/console?a=b", "/console/inwoners/abc"] {
            assert!(is_own_page(own), "{own}");
        }
        for other in [
            "https://kwaad.example",
            "//kwaad.example",
            "/console//kwaad.example",
            "/consolekwaad",
            "/console/\\kwaad",
            "/graphql",
            "",
            "/console/\r\nLocation: x",
            "javascript:alert(1)",
            "/console@kwaad.example",
        ] {
            assert!(!is_own_page(other), "{other}");
        }
    }
}

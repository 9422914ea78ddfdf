use axum::http::{HeaderMap, HeaderValue, header};
use reqwest::Url;

/// The cookies of the console. Over `https` their names begin with `__Host-`, so that no other host and no page without
/// TLS can set them; scripts can't read any.
#[derive(Clone, Debug)]
pub(super) struct Cookies {
    is_secure: bool,
}

/// A cookie of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cookie {
    /// The session.
    Session,
    /// The sign-in that is under way.
    SignIn,
    /// The language that was chosen.
    Language,
}

impl Cookie {
    fn name(self) -> &'static str {
        match self {
            Self::Session => "schakel-sessie",
            Self::SignIn => "schakel-aanmelding",
            Self::Language => "schakel-taal",
        }
    }

    /// How long the browser keeps it, in seconds; a session ends with the browser.
    fn max_age(self) -> Option<u32> {
        match self {
            Self::Session => None,
            Self::SignIn => Some(600),
            Self::Language => Some(31_536_000),
        }
    }
}

impl Cookies {
    /// The cookies of a server at this address.
    pub(super) fn at(address: &Url) -> Self {
        Self {
            is_secure: address.scheme() == "https",
        }
    }

    fn name(&self, cookie: Cookie) -> String {
        let prefix = if self.is_secure { "__Host-" } else { "" };
        format!("{prefix}{}", cookie.name())
    }

    /// What the browser sent.
    pub(super) fn find<'a>(&self, headers: &'a HeaderMap, cookie: Cookie) -> Option<&'a str> {
        let name = self.name(cookie);
        let sent = headers.get_all(header::COOKIE).iter();
        sent.filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// The header that sets it.
    pub(super) fn set(&self, cookie: Cookie, value: &str) -> Option<HeaderValue> {
        self.write(cookie, value, cookie.max_age())
    }

    /// The header that takes it away.
    pub(super) fn clear(&self, cookie: Cookie) -> Option<HeaderValue> {
        self.write(cookie, "", Some(0))
    }

    fn write(&self, cookie: Cookie, value: &str, max_age: Option<u32>) -> Option<HeaderValue> {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let max_age = max_age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        let name = self.name(cookie);
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{max_age}"
        ))
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(address: &str) -> Cookies {
        Cookies::at(&Url::parse(address).unwrap())
    }

    #[test]
    fn over_https_a_cookie_belongs_to_this_host_alone() {
        let set = cookies("https://console.example")
            .set(Cookie::Session, "abc")
            .unwrap();
        assert_eq!(
            set,
            "__Host-schakel-sessie=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let cookies = cookies("https://console.example");
        let mut headers = HeaderMap::new();
        let sent = "schakel-sessie=x; a__Host-schakel-sessie=y; __Host-schakel-sessie=z";
        headers.insert(header::COOKIE, HeaderValue::from_static(sent));
        assert_eq!(cookies.find(&headers, Cookie::Session), Some("z"));
        assert_eq!(cookies.find(&headers, Cookie::SignIn), None);
    }
}

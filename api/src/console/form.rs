/// The fields of a form, as they were typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body (`application/x-www-form-urlencoded`).
    pub(super) fn parse(body: &[u8]) -> Self {
        let Ok(text) = std::str::from_utf8(body) else {
            return Self::default();
        };
        // Any address parses its query as a form is written.
        let Ok(mut url) = reqwest::Url::parse("http://form.invalid/") else {
            return Self::default();
        };
        url.set_query(Some(text));
        Self(
            url.query_pairs()
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    /// One field.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// One field without the space around it; empty when it isn't there.
    pub(super) fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default().trim()
    }

    /// All of them, in their order.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Every value of a field.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What is wrong with a form: all of it at once, each at its field.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    /// The id of the field.
    pub(super) field: String,
    /// What to do about it, in the visitor's language.
    pub(super) text: String,
}

impl Faults {
    pub(super) fn add(&mut self, field: &str, text: impl Into<String>) {
        self.0.push(Fault {
            field: field.to_owned(),
            text: text.into(),
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, for the summary.
    pub(super) fn all(&self) -> &[Fault] {
        &self.0
    }

    /// What is wrong with this field.
    pub(super) fn at(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|fault| fault.field == field)
            .map(|fault| fault.text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_they_were_typed() {
        let fields = Fields::parse(b"a=x%26y+z&groep=1&groep=2&leeg=&%C3%A9=%E2%82%AC");
        assert_eq!(fields.find("a"), Some("x&y z"));
        assert_eq!(fields.all("groep").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.find("leeg"), fields.find("weg")), (Some(""), None));
        assert_eq!(fields.find("é"), Some("€"));
        assert_eq!(Fields::parse(&[0xff, b'=']).find("a"), None);
        assert_eq!(Fields::parse(b"a=b#c").find("a"), Some("b#c"));
    }
}

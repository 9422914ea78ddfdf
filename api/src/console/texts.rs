use std::{collections::BTreeMap, sync::Arc};

use axum::http::{HeaderMap, header};
use figment::{
    Figment,
    providers::{Format, Toml},
};

use super::cookies::{Cookie, Cookies};

/// The languages that are shipped; the first is spoken where nobody asks for another. One more is one more file.
const SHIPPED: [(&str, &str); 2] = [
    ("nl", include_str!("../../texts/console/nl.toml")),
    ("en", include_str!("../../texts/console/en.toml")),
];

/// Everything that the console says, per language.
#[derive(Clone, Debug)]
pub(super) struct Catalogue(Vec<Texts>);

/// Everything that the console says in one language.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    language: &'static str,
    sections: Arc<Sections>,
}

type Sections = BTreeMap<String, BTreeMap<String, String>>;

/// A catalogue that can't be read: a fault of the build.
#[derive(Debug, thiserror::Error)]
#[error("the texts of the console in `{language}` cannot be read")]
pub(crate) struct TextsError {
    language: &'static str,
    #[source]
    source: Box<figment::Error>,
}

impl Catalogue {
    /// The languages that are shipped.
    pub(super) fn shipped() -> Result<Self, TextsError> {
        let read = |(language, text): (&'static str, &str)| {
            let sections: Sections =
                Figment::from(Toml::string(text))
                    .extract()
                    .map_err(|source| TextsError {
                        language,
                        source: Box::new(source),
                    })?;
            Ok(Texts {
                language,
                sections: Arc::new(sections),
            })
        };
        SHIPPED.into_iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there is such a language.
    pub(super) fn speaks(&self, language: &str) -> bool {
        self.find(language).is_some()
    }

    /// The texts in this language.
    pub(super) fn find(&self, language: &str) -> Option<&Texts> {
        self.0.iter().find(|texts| texts.language == language)
    }

    /// Every language.
    pub(super) fn all(&self) -> impl Iterator<Item = &Texts> {
        self.0.iter()
    }

    /// The language that was chosen, else the first that the browser asks for, else Dutch.
    pub(super) fn of_request(&self, cookies: &Cookies, headers: &HeaderMap) -> Texts {
        let chosen = cookies.find(headers, Cookie::Language);
        let asked = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let asked = asked.split([',', ';', '-']).map(str::trim);
        let found = chosen
            .into_iter()
            .chain(asked)
            .find_map(|language| self.find(language));
        found.or(self.0.first()).cloned().unwrap_or_else(Texts::none)
    }
}

impl Texts {
    fn none() -> Self {
        Self {
            language: "nl",
            sections: Arc::default(),
        }
    }

    /// The language (BCP 47).
    pub(super) fn language(&self) -> &'static str {
        self.language
    }

    /// What stands at `section.name`. A text that is missing shows its key: ugly, never wrong; a test looks for it.
    pub(super) fn say<'a>(&'a self, key: &'a str) -> &'a str {
        key.split_once('.')
            .and_then(|(section, name)| self.find(section, name))
            .unwrap_or(key)
    }

    /// What this section calls this word.
    pub(super) fn say_of<'a>(&'a self, section: &str, name: &'a str) -> &'a str {
        self.find(section, name).unwrap_or(name)
    }

    /// The same as [`say`](Self::say), with `{}` filled in.
    pub(super) fn say_with(&self, key: &str, value: impl std::fmt::Display) -> String {
        self.say(key).replacen("{}", &value.to_string(), 1)
    }

    fn find(&self, section: &str, name: &str) -> Option<&str> {
        self.sections.get(section)?.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        domain::{Doel, Fase, Gegevensgroep, Handeling, Reden, Rol, TermijnCode},
        federation::SubgraphName,
        subgraphs::toestemming::{OpeningOordeel, OpeningReden},
    };

    fn keys(texts: &Texts) -> BTreeSet<String> {
        let sections = texts.sections.iter();
        sections
            .flat_map(|(section, names)| names.keys().map(move |name| format!("{section}.{name}")))
            .collect()
    }

    #[test]
    fn every_language_says_the_same_things() {
        let catalogue = Catalogue::shipped().unwrap();
        let first = keys(&catalogue.0[0]);
        for texts in &catalogue.0 {
            assert_eq!(keys(texts), first, "{}", texts.language);
            for (section, names) in texts.sections.iter() {
                for (name, text) in names {
                    let gaps = |texts: &Texts| texts.say_of(section, name).matches("{}").count();
                    assert!(!text.trim().is_empty(), "{section}.{name}");
                    assert_eq!(gaps(texts), gaps(&catalogue.0[0]), "{section}.{name}");
                }
            }
        }
    }

    #[test]
    fn every_word_of_the_domain_that_a_page_shows_has_its_text() {
        for texts in &Catalogue::shipped().unwrap().0 {
            let has =
                |section: &str, name: &str| assert!(texts.find(section, name).is_some(), "{section}.{name}");
            for groep in Gegevensgroep::ALL {
                has("groep", groep.word());
                has("voorbeeld", groep.word());
            }
            for doel in Doel::ALL {
                has("doel", doel.word());
            }
            for reden in Reden::ALL {
                has("reden", reden.word());
            }
            for handeling in Handeling::ALL {
                has("handeling", handeling.word());
            }
            for rol in Rol::ALL {
                has("rol", rol.word());
            }
            for fase in Fase::ALL {
                has("fase", fase.word());
            }
            for code in TermijnCode::ALL {
                has("termijn", code.word());
            }
            for name in SubgraphName::ALL {
                has("logboek", name.word());
            }
            for reden in OpeningReden::ALL {
                has("opening_reden", reden.word());
            }
            for oordeel in OpeningOordeel::ALL {
                has("oordeel", oordeel.word());
            }
        }
    }

    #[test]
    fn every_text_that_a_template_or_page_names_is_there() {
        let known = keys(&Catalogue::shipped().unwrap().0[0]);
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/console");
        let mut named = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for call in [".say(\"", ".say_with(\""] {
                for rest in text.split(call).skip(1) {
                    let key = rest.split('"').next().unwrap();
                    assert!(known.contains(key), "{key}");
                    named += 1;
                }
            }
        }
        assert!(named > 50, "{named}");
    }
}

mod register;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use aws_lc_rs::digest;
use axum::http::{HeaderMap, header};
use figment::{
    Figment,
    providers::{Format, Toml},
};

use self::register::REGISTER;
use super::cookies::{Cookie, Cookies};
use crate::hex::hex;

/// The languages that are shipped; the first is spoken where nobody asks for another. One more is one more file, here
/// or in the folder of `console.talen`.
const SHIPPED: [(&str, &str); 2] = [
    ("nl", include_str!("../../texts/console/nl.toml")),
    ("en", include_str!("../../texts/console/en.toml")),
];

/// The sections with which a resident is asked for consent.
const READ_ALOUD: [&str; 6] = ["doel", "groep", "pakket", "verleend", "verlenen", "voorbeeld"];

/// Everything that the console says, per language.
#[derive(Clone, Debug)]
pub(super) struct Catalogue(Vec<Texts>);

/// Everything that the console says in one language.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    language: Arc<str>,
    sections: Arc<Sections>,
    /// How the register says what is wrong, by the name of it.
    register: Arc<BTreeMap<String, String>>,
}

type Sections = BTreeMap<String, BTreeMap<String, String>>;

/// A catalogue that can't be used: a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TextsError {
    #[error("the texts of the console in `{0}` cannot be read")]
    Unreadable(String, #[source] Box<figment::Error>),
    #[error("the folder of `console.talen` cannot be read")]
    Folder(#[from] std::io::Error),
    #[error(
        "the texts of the console in `{0}` say otherwise than the Dutch ones at `{1}`: it is missing, or has another number of gaps"
    )]
    Otherwise(String, String),
    #[error("the texts of the console in `{0}` have a `richting` that is neither `ltr` nor `rtl`")]
    Direction(String),
}

impl Catalogue {
    /// The languages that are shipped, and those in a folder (`ar.toml` is Arabic).
    pub(super) fn read(folder: Option<&Path>) -> Result<Self, TextsError> {
        let mut all = Vec::new();
        for (language, text) in SHIPPED {
            all.push(Texts::read(language, text)?);
        }
        // The register says it as the shipped Dutch has it, whatever a folder makes of that.
        let dutch = all.first().and_then(|dutch| dutch.sections.get(REGISTER));
        let register = Arc::new(dutch.cloned().unwrap_or_default());
        for (language, text) in folder.map(files_in).transpose()?.unwrap_or_default() {
            let texts = Texts::read(&language, &text)?;
            // In its place: the first is what all are checked against, and what is told to who asks for no other.
            match all
                .iter_mut()
                .find(|one: &&mut Texts| &*one.language == language.as_str())
            {
                Some(shipped) => *shipped = texts,
                None => all.push(texts),
            }
        }
        if let Some((first, others)) = all.split_first() {
            for texts in others {
                texts.check_against(first)?;
            }
        }
        for texts in &mut all {
            texts.register = Arc::clone(&register);
        }
        Ok(Self(all))
    }

    /// Whether there is such a language.
    pub(super) fn speaks(&self, language: &str) -> bool {
        self.find(language).is_some()
    }

    /// The texts in this language.
    pub(super) fn find(&self, language: &str) -> Option<&Texts> {
        self.0.iter().find(|texts| &*texts.language == language)
    }

    /// Dutch, for tests.
    #[cfg(test)]
    pub(super) fn dutch(&self) -> Texts {
        self.0.first().cloned().unwrap_or_else(Texts::none)
    }

    /// Every language with its own name.
    pub(super) fn languages(&self) -> Vec<(String, String)> {
        let named = self.0.iter();
        named
            .map(|texts| {
                (
                    texts.language().to_owned(),
                    texts.say("algemeen.taal_naam").to_owned(),
                )
            })
            .collect()
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

/// The files `LANGUAGE.toml` of a folder, in the order of their names.
fn files_in(folder: &Path) -> Result<Vec<(String, String)>, TextsError> {
    let mut files = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        let language = path.file_stem().and_then(|name| name.to_str());
        if let Some(language) = language.filter(|_| path.extension().is_some_and(|kind| kind == "toml")) {
            files.push((language.to_owned(), std::fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

impl Texts {
    fn none() -> Self {
        Self {
            language: Arc::from("nl"),
            sections: Arc::default(),
            register: Arc::default(),
        }
    }

    fn read(language: &str, text: &str) -> Result<Self, TextsError> {
        let sections: Sections = Figment::from(Toml::string(text))
            .extract()
            .map_err(|error| TextsError::Unreadable(language.to_owned(), Box::new(error)))?;
        let texts = Self {
            language: Arc::from(language),
            sections: Arc::new(sections),
            register: Arc::default(),
        };
        match texts.direction() {
            "ltr" | "rtl" => Ok(texts),
            _ => Err(TextsError::Direction(language.to_owned())),
        }
    }

    /// A page half in another language, or with a gap that nobody fills, is worse than none.
    fn check_against(&self, dutch: &Self) -> Result<(), TextsError> {
        for (section, names) in dutch.sections.iter() {
            for (name, text) in names {
                let gaps = |text: &str| text.matches("{}").count();
                let same = self
                    .find(section, name)
                    .is_some_and(|here| gaps(here) == gaps(text));
                if !same {
                    let key = format!("{section}.{name}");
                    return Err(TextsError::Otherwise(self.language.to_string(), key));
                }
            }
        }
        Ok(())
    }

    /// The language (BCP 47).
    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// The SHA-256, in hexadecimal, of the words with which a resident is asked: that they stay the same can be shown
    /// later.
    pub(super) fn hash_of_what_is_read_aloud(&self) -> String {
        let mut hash = digest::Context::new(&digest::SHA256);
        for section in READ_ALOUD {
            for (name, text) in self.sections.get(section).into_iter().flatten() {
                hash.update(format!("{section}.{name} = {text}\n").as_bytes());
            }
        }
        hex(hash.finish().as_ref())
    }

    /// In which direction it is written: `ltr` or `rtl`.
    pub(super) fn direction(&self) -> &str {
        self.say("algemeen.richting")
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

    /// What this section calls this word, where it does.
    pub(super) fn find(&self, section: &str, name: &str) -> Option<&str> {
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
    fn whatever_a_resident_was_asked_can_be_told_from_what_is_asked_later() {
        let hash = |text: &str| {
            let texts = Texts::read("nl", text).unwrap();
            texts.hash_of_what_is_read_aloud()
        };
        let (_, shipped) = SHIPPED[0];
        for section in READ_ALOUD {
            let (before, after) = shipped.split_once(&format!("\n[{section}]\n")).unwrap();
            let more = format!("{before}\n[{section}]\nnieuw = \"iets anders\"\n{after}");
            assert_ne!(hash(&more), hash(shipped), "{section}");
        }
        assert_eq!(
            hash(&format!("{shipped}\n[iets]\nnieuw = \"iets\"\n")),
            hash(shipped)
        );
        assert_eq!(hash(shipped).len(), 64);
    }

    #[test]
    fn every_language_says_the_same_things() {
        let catalogue = Catalogue::read(None).unwrap();
        let first = keys(&catalogue.0[0]);
        for texts in &catalogue.0 {
            assert_eq!(keys(texts), first, "{}", texts.language);
            for (section, names) in texts.sections.iter() {
                for (name, text) in names {
                    assert!(!text.trim().is_empty(), "{section}.{name}");
                }
            }
        }
    }

    #[test]
    fn a_language_that_misses_something_is_named_and_not_taken() {
        let folder = std::env::temp_dir().join(format!("schakel-talen-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&folder).unwrap();
        let whole = SHIPPED[0].1.replacen("ltr", "rtl", 1);
        std::fs::write(folder.join("ar.toml"), &whole).unwrap();
        let catalogue = Catalogue::read(Some(&folder)).unwrap();
        assert!(catalogue.speaks("ar") && catalogue.speaks("en"));
        assert_eq!(catalogue.0.last().unwrap().direction(), "rtl");
        for (was, is) in [
            ("menu = \"Menu\"", ""),
            ("menu = \"Menu\"", "menu = \"{}\""),
            ("rtl", "sideways"),
        ] {
            std::fs::write(folder.join("ar.toml"), whole.replacen(was, is, 1)).unwrap();
            let error = Catalogue::read(Some(&folder)).unwrap_err();
            assert!(error.to_string().contains("`ar`"), "{error}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn words_of_their_own_in_dutch_leave_dutch_the_first() {
        let folder = std::env::temp_dir().join(format!("schakel-talen-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&folder).unwrap();
        let own = SHIPPED[0].1.replacen("menu = \"Menu\"", "menu = \"Keuzes\"", 1);
        std::fs::write(folder.join("nl.toml"), own).unwrap();
        let catalogue = Catalogue::read(Some(&folder)).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        assert_eq!(&*catalogue.0[0].language, "nl");
        assert_eq!(catalogue.0[0].say("algemeen.menu"), "Keuzes");
        assert_eq!(catalogue.0.len(), SHIPPED.len());
    }

    #[test]
    fn every_word_of_the_domain_that_a_page_shows_has_its_text() {
        for texts in &Catalogue::read(None).unwrap().0 {
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
            for fase in Fase::ALL {
                has("fase_naam", fase.word());
            }
            for code in TermijnCode::ALL {
                has("termijn", code.word());
                has("wat_dan", code.word());
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
        let known = keys(&Catalogue::read(None).unwrap().0[0]);
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

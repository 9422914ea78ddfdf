//! What the register finds wrong, in the language of the page: it speaks Dutch itself.

use super::Texts;

/// The section of what the register finds wrong: in Dutch as it says it, with `{}` for what differs.
pub(super) const REGISTER: &str = "register";

impl Texts {
    /// What the register said in Dutch, in this language; as it was said where the catalogue doesn't have it.
    pub(in crate::console) fn say_register(&self, said: &str) -> String {
        let patterns = self.register.iter();
        let mut found = patterns.filter_map(|(name, pattern)| Some((name, gaps_of(pattern, said)?)));
        let Some((text, gaps)) = found.find_map(|(name, gaps)| Some((self.find(REGISTER, name)?, gaps)))
        else {
            return said.to_owned();
        };
        gaps.into_iter()
            .fold(text.to_owned(), |text, gap| text.replacen("{}", gap, 1))
    }
}

/// What stands in the gaps (`{}`) of a pattern where this is said; `None` where it says something else.
fn gaps_of<'a>(pattern: &str, said: &'a str) -> Option<Vec<&'a str>> {
    let (first, others) = pattern
        .split_once("{}")
        .map_or((pattern, None), |(first, rest)| (first, Some(rest)));
    let rest = said.strip_prefix(first)?;
    let Some(others) = others else {
        return rest.is_empty().then(Vec::new);
    };
    // A gap ends where what follows it begins first; the last one where all of the rest does.
    let end = match others.split_once("{}") {
        Some((next, _)) => rest.find(next)?,
        None => rest.len().checked_sub(others.len())?,
    };
    let (gap, rest) = rest.split_at_checked(end)?;
    let mut gaps = vec![gap];
    gaps.extend(gaps_of(others, rest)?);
    Some(gaps)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Catalogue;

    #[test]
    fn what_the_register_says_is_said_in_the_language_of_the_page() {
        let catalogue = Catalogue::read(None).unwrap();
        let english = catalogue.find("en").unwrap();
        for (said, expected) in [
            ("ligt in het verleden", "lies in the past"),
            ("is langer dan 200 tekens", "is longer than 200 characters"),
            (
                "noemt SRW_STATUS, waarvan `lokalis` niets bijhoudt",
                "names SRW_STATUS, of which `lokalis` keeps nothing",
            ),
            ("is langer dan 200", "is langer dan 200"),
            ("iets nieuws", "iets nieuws"),
            ("é", "é"),
        ] {
            assert_eq!(english.say_register(said), expected);
            assert_eq!(catalogue.dutch().say_register(said), said);
        }
    }

    /// Else it is found no more, and an English page falls back to Dutch.
    #[test]
    fn the_register_still_says_what_is_looked_for() {
        fn read(folder: &Path, into: &mut String) {
            for file in std::fs::read_dir(folder).unwrap() {
                let path = file.unwrap().path();
                if path.is_dir() {
                    read(&path, into);
                } else {
                    into.push_str(&std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut code = String::new();
        for folder in ["src/subgraphs/toestemming", "src/publication"] {
            read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut code);
        }
        for (name, pattern) in Catalogue::read(None).unwrap().dutch().register.iter() {
            for part in pattern.split("{}").filter(|part| part.len() > 3) {
                assert!(code.contains(part), "{name}: nobody says `{part}`");
            }
        }
    }
}

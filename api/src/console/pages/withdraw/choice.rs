use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{super::failure::Failure, grants::Toestemming, opened::value_of};
use crate::domain::{Gegevensgroep, InwonerId};

/// So many grants one question can name (`hub.limits.document.list_items`, as it is shipped).
const MOST_GRANTS: usize = 100;

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// Everything of the resident.
    All,
    /// All of one conversation.
    Gesprek(Uuid),
    /// One grant.
    Toestemming(Uuid),
}

impl Named {
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        let id = |text: &str| text.parse().map_err(|_| Failure::NotFound);
        match text.split_once('-') {
            None if text == "alles" => Ok(Self::All),
            Some(("gesprek", rest)) => Ok(Self::Gesprek(id(rest)?)),
            Some(("toestemming", rest)) => Ok(Self::Toestemming(id(rest)?)),
            _ => Err(Failure::NotFound),
        }
    }

    pub(super) fn names(self, grant: &Toestemming) -> bool {
        match self {
            Self::All => true,
            Self::Gesprek(id) => grant.gesprek == id,
            Self::Toestemming(id) => grant.id == id,
        }
    }

    /// All of it, as the register takes it.
    fn whole(self, inwoner: &InwonerId) -> Value {
        match self {
            Self::All => json!({"inwoner": inwoner}),
            Self::Gesprek(id) => json!({"gesprek": id}),
            Self::Toestemming(id) => json!({"toestemming": id}),
        }
    }
}

/// What an address names, and what of it was chosen to stop.
pub(super) struct Choice<'a> {
    pub(super) grants: Vec<&'a Toestemming>,
    /// As a form sends them, of these grants only.
    pub(super) chosen: Vec<String>,
}

impl<'a> Choice<'a> {
    pub(super) fn of(grants: Vec<&'a Toestemming>, mut chosen: Vec<String>) -> Self {
        let is_of = |value: &String| grants.iter().any(|grant| group_in(grant, value).is_some());
        chosen.retain(is_of);
        Self { grants, chosen }
    }

    /// With everything chosen that still stands.
    pub(super) fn with_all(mut self) -> Self {
        let all = self.standing().flat_map(|grant| {
            let groepen = grant.groepen.iter();
            groepen.map(|groep| value_of(Some(grant), *groep))
        });
        self.chosen = all.collect();
        self
    }

    /// The grants of which something stands.
    pub(super) fn standing(&self) -> impl Iterator<Item = &'a Toestemming> {
        self.grants.iter().copied().filter(|grant| grant.can_end())
    }

    pub(super) fn has(&self, value: &str) -> bool {
        self.chosen.iter().any(|chosen| chosen == value)
    }

    /// Whether nothing was chosen, although there is something to choose.
    pub(super) fn is_empty(&self) -> bool {
        self.chosen.is_empty() && self.standing().next().is_some()
    }

    /// What was chosen and still stands.
    pub(super) fn groups(&self) -> Vec<(&'a Toestemming, Vec<Gegevensgroep>)> {
        let chosen = self.standing().map(|grant| {
            let is_chosen = |groep: &Gegevensgroep| self.has(&value_of(Some(grant), *groep));
            (
                grant,
                grant
                    .groepen
                    .iter()
                    .copied()
                    .filter(is_chosen)
                    .collect::<Vec<_>>(),
            )
        });
        chosen.filter(|(_, groepen)| !groepen.is_empty()).collect()
    }

    /// Whether all that was chosen still stands.
    pub(super) fn is_whole(&self) -> bool {
        let standing: usize = self.groups().iter().map(|(_, groepen)| groepen.len()).sum();
        standing == self.chosen.len()
    }

    /// Whether everything that stands was chosen.
    fn is_all(&self) -> bool {
        let mut standing = self.standing().flat_map(|grant| {
            let groepen = grant.groepen.iter();
            groepen.map(move |groep| value_of(Some(grant), *groep))
        });
        standing.all(|value| self.has(&value))
    }

    /// What was chosen, as the register takes it; `None` for more than can be named at once, unless it is all of what
    /// the address names.
    pub(super) fn invoer(&self, named: Named, inwoner: &InwonerId) -> Option<Value> {
        let delen = self.delen();
        if delen.len() <= MOST_GRANTS {
            return Some(json!({"delen": delen}));
        }
        self.is_all().then(|| named.whole(inwoner))
    }

    /// What was chosen of each grant, whether it still stands or not.
    fn delen(&self) -> Vec<Value> {
        let delen = self.grants.iter().filter_map(|grant| {
            let groepen: Vec<Gegevensgroep> = self
                .chosen
                .iter()
                .filter_map(|value| group_in(grant, value))
                .collect();
            (!groepen.is_empty()).then(|| json!({"toestemming": grant.id, "groepen": groepen}))
        });
        delen.collect()
    }
}

/// The group of this grant that a form names.
fn group_in(grant: &Toestemming, value: &str) -> Option<Gegevensgroep> {
    let word = value.strip_prefix(&grant.id.to_string())?.strip_prefix('_')?;
    Gegevensgroep::from_word(word)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{
        console::pages::grants::Partij,
        domain::{Doel, PartijSoort},
    };

    fn grant(id: u128, groepen: &[Gegevensgroep]) -> Toestemming {
        let partij = |id: &str| Partij {
            id: id.to_owned(),
            naam: id.to_owned(),
            soort: PartijSoort::Buurtteam,
        };
        Toestemming {
            id: Uuid::from_u128(id),
            bronhouder: partij("a"),
            ontvanger: partij("b"),
            groepen: groepen.to_vec(),
            doel: Doel::AfstemmingTraject,
            geldig_van: DateTime::UNIX_EPOCH,
            geldig_tot: DateTime::UNIX_EPOCH,
            status: if groepen.is_empty() {
                "INGETROKKEN"
            } else {
                "ACTIEF"
            }
            .to_owned(),
            pakket: None,
            gesprek: Uuid::from_u128(9),
            verleend_op: DateTime::UNIX_EPOCH,
            verloop: None,
        }
    }

    #[test]
    fn what_a_form_names_of_other_grants_is_not_taken() {
        let one = grant(1, &[Gegevensgroep::TrajectLoopt, Gegevensgroep::TrajectFase]);
        let other = grant(2, &[Gegevensgroep::TrajectLoopt]);
        let sent = vec![
            value_of(Some(&one), Gegevensgroep::TrajectFase),
            value_of(Some(&other), Gegevensgroep::TrajectLoopt),
            format!("{}_GEEN_GROEP", one.id),
            "onzin".to_owned(),
        ];
        let choice = Choice::of(vec![&one], sent);
        let expected = vec![json!({"toestemming": one.id, "groepen": ["TRAJECT_FASE"]})];
        assert_eq!((choice.delen(), choice.is_whole()), (expected, true));
    }

    #[test]
    fn what_ended_meanwhile_is_sent_all_the_same_and_known_not_to_be_whole() {
        let gone = grant(1, &[]);
        let stands = grant(2, &[Gegevensgroep::TrajectLoopt]);
        let sent = vec![
            value_of(Some(&gone), Gegevensgroep::TrajectLoopt),
            value_of(Some(&stands), Gegevensgroep::TrajectLoopt),
        ];
        let choice = Choice::of(vec![&gone, &stands], sent);
        assert_eq!(choice.delen().len(), 2);
        assert_eq!(
            (choice.groups().len(), choice.is_whole(), choice.is_empty()),
            (1, false, false)
        );
    }

    #[test]
    fn everything_that_stands_is_chosen_at_first() {
        let (gone, stands) = (grant(1, &[]), grant(2, &[Gegevensgroep::TrajectLoopt]));
        let choice = Choice::of(vec![&gone, &stands], Vec::new());
        assert!(choice.is_empty());
        let all = choice.with_all();
        assert_eq!(all.chosen, [value_of(Some(&stands), Gegevensgroep::TrajectLoopt)]);
        assert!(
            !Choice::of(vec![&gone], Vec::new()).is_empty(),
            "there is nothing to choose"
        );
    }

    #[test]
    fn more_than_can_be_named_ends_as_a_whole_or_not_at_once() {
        let inwoner = InwonerId::new("z".repeat(26)).unwrap();
        let grants: Vec<Toestemming> = (0..=MOST_GRANTS as u128)
            .map(|id| grant(id, &[Gegevensgroep::TrajectLoopt]))
            .collect();
        let invoer = |choice: &Choice<'_>| choice.invoer(Named::All, &inwoner);
        let mut choice = Choice::of(grants.iter().collect(), Vec::new()).with_all();
        assert_eq!(invoer(&choice), Some(json!({"inwoner": inwoner})));
        let all = choice.chosen.clone();
        choice.chosen.pop();
        assert_eq!(
            invoer(&choice).unwrap()["delen"].as_array().unwrap().len(),
            MOST_GRANTS
        );
        // What was granted since the form was shown is no part of what was chosen.
        let new = grant(1000, &[Gegevensgroep::TrajectFase]);
        let choice = Choice::of(grants.iter().chain([&new]).collect(), all);
        assert_eq!(invoer(&choice), None);
    }

    #[test]
    fn an_address_names_all_a_conversation_or_a_grant() {
        let id = Uuid::from_u128(7);
        assert_eq!(Named::read("alles"), Ok(Named::All));
        assert_eq!(Named::read(&format!("gesprek-{id}")), Ok(Named::Gesprek(id)));
        assert_eq!(
            Named::read(&format!("toestemming-{id}")),
            Ok(Named::Toestemming(id))
        );
        for text in ["", "alles-", "gesprek-", "gesprek-x", "iets-0"] {
            assert_eq!(Named::read(text), Err(Failure::NotFound), "{text}");
        }
    }
}

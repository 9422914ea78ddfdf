use chrono::{DateTime, Utc};

use super::super::{super::form::Fields, how::How, requests::Verzoek};
use crate::domain::Gegevensgroep;

/// What was filled in, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) ontvanger: String,
    pub(super) groepen: Vec<String>,
    pub(super) doel: String,
    pub(super) how: How,
}

impl Draft {
    /// What most often is right.
    pub(super) fn new(now: DateTime<Utc>, longest: Option<u32>) -> Self {
        Self {
            how: How::new(now, longest),
            ..Self::default()
        }
    }

    /// What a party asks.
    pub(super) fn answering(verzoek: &Verzoek, now: DateTime<Utc>, longest: Option<u32>) -> Self {
        let groepen = verzoek.delen.iter().flat_map(|deel| {
            let all = deel.groepen.iter();
            all.map(|groep| group_value(&deel.bronhouder.id, *groep))
        });
        Self {
            ontvanger: verzoek.vrager.id.clone(),
            groepen: groepen.collect(),
            doel: verzoek.doel.word().to_owned(),
            how: How::new(now, longest),
        }
    }

    /// Reads what was sent.
    pub(super) fn read(fields: &Fields) -> Self {
        Self {
            ontvanger: fields.text("ontvanger").to_owned(),
            groepen: fields.all("groep").map(str::to_owned).collect(),
            doel: fields.text("doel").to_owned(),
            how: How::read(fields),
        }
    }

    /// All of it, to travel along with the page that asks for confirmation.
    pub(super) fn hidden(&self) -> Vec<(&'static str, &str)> {
        let mut fields = self.how.hidden();
        fields.extend([("ontvanger", self.ontvanger.as_str()), ("doel", &self.doel)]);
        fields.extend(self.groepen.iter().map(|groep| ("groep", groep.as_str())));
        fields
    }
}

/// The name of one group of one owner in a form.
pub(super) fn group_value(bronhouder: &str, groep: Gegevensgroep) -> String {
    format!("{bronhouder}_{groep}")
}

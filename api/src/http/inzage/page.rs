use askama::Template;
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Amsterdam;
use serde::Deserialize;

use super::gather::Gathered;
use crate::domain::{Doel, Gegevensgroep, Handeling, Reden, Rol, uitleg::datum, woorden};

const STYLE: &str = include_str!("../../../assets/inzage/inzage.css");

/// Who saw what of a resident, as a page to print on A4, in plain Dutch (B1) and without scripts.
#[derive(Template)]
#[template(path = "inzage.html")]
pub(super) struct Page {
    style: &'static str,
    gemaakt_op: String,
    kenmerk: String,
    volledig: bool,
    regels: Vec<Regel>,
}

/// One line, in words.
struct Regel {
    wanneer: String,
    wie: String,
    rollen: String,
    wat: &'static str,
    bronhouder: String,
    waarvoor: Option<&'static str>,
    gezien: Vec<Gezien>,
    niet_gedeeld: Vec<&'static str>,
}

/// A group that might be seen, in words.
struct Gezien {
    wat: &'static str,
    waarom: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    op: DateTime<Utc>,
    handeling: Handeling,
    bronhouder: Named,
    partij: Named,
    rollen: Vec<Rol>,
    doel: Option<Doel>,
    groepen: Vec<Group>,
    niet_gedeeld: Vec<Gegevensgroep>,
}

#[derive(Deserialize)]
struct Named {
    naam: String,
}

#[derive(Deserialize)]
struct Group {
    groep: Gegevensgroep,
    reden: Reden,
    wet: Option<String>,
}

impl Page {
    /// The page; `None` when a line is not as the API tells it.
    pub(super) fn of(gathered: &Gathered) -> Option<Self> {
        let regels = gathered.regels.iter().map(|line| {
            let line: Line = serde_json::from_value(line.clone()).ok()?;
            Some(Regel::of(line))
        });
        Some(Self {
            style: STYLE,
            gemaakt_op: moment(gathered.gemaakt_op),
            kenmerk: gathered.inwoner.to_string(),
            volledig: gathered.ontbreekt.is_empty(),
            regels: regels.collect::<Option<_>>()?,
        })
    }
}

impl Regel {
    fn of(line: Line) -> Self {
        let rollen: Vec<String> = line.rollen.into_iter().map(woorden::rol).collect();
        Self {
            wanneer: moment(line.op),
            wie: line.partij.naam,
            rollen: rollen.join(", "),
            wat: woorden::handeling(line.handeling),
            bronhouder: line.bronhouder.naam,
            waarvoor: line.doel.map(woorden::doel),
            gezien: line.groepen.into_iter().map(Gezien::of).collect(),
            niet_gedeeld: line.niet_gedeeld.into_iter().map(woorden::groep).collect(),
        }
    }
}

impl Gezien {
    fn of(group: Group) -> Self {
        let waarom = match (group.reden, group.wet) {
            (Reden::ToegestaanEigen, _) => "het zijn gegevens van deze organisatie zelf".to_owned(),
            (Reden::ToegestaanGrond, Some(wet)) => format!("een wet staat dit toe ({wet})"),
            (Reden::ToegestaanGrond, None) => "een wet staat dit toe".to_owned(),
            _ => "u gaf daarvoor toestemming".to_owned(),
        };
        Self {
            wat: woorden::groep(group.groep),
            waarom,
        }
    }
}

/// What a Content-Security-Policy names to allow the page's own style and no other (CSP level 3).
pub(super) fn style_hash() -> String {
    let hash = digest::digest(&digest::SHA256, STYLE.as_bytes());
    format!("'sha256-{}'", STANDARD.encode(hash))
}

/// A moment as people in the Netherlands say it: `15 juni 2026 om 12.00 uur`.
fn moment(op: DateTime<Utc>) -> String {
    format!(
        "{} om {} uur",
        datum(op),
        op.with_timezone(&Amsterdam).format("%H.%M")
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::gather::Ontbreekt, *};
    use crate::domain::InwonerId;

    fn gathered(ontbreekt: Vec<Ontbreekt>) -> Gathered {
        let line = json!({
            "id": "0", "op": "2026-06-15T10:00:00+00:00", "handeling": "VERSTREKKEN", "logboek": "traject",
            "bronhouder": {"id": "gemeente-utrecht", "naam": "Gemeente <Utrecht>"},
            "partij": {"id": "incluzio", "naam": "Incluzio"}, "rollen": ["BUURTTEAMMEDEWERKER"],
            "doel": "AFSTEMMING_TRAJECT", "registerversie": 7, "nietGedeeld": ["TRAJECT_FINANCIEEL"],
            "groepen": [{"groep": "TRAJECT_LOOPT", "reden": "TOEGESTAAN_GROND", "wet": "Wgs art. 3", "besluit": "0"}]
        });
        Gathered {
            soort: "schakel-inzage",
            versie: 3,
            inwoner: InwonerId::from_hash(&[7; 32]),
            gemaakt_op: "2026-12-15T23:30:00Z".parse().unwrap(),
            ontbreekt,
            controlepunten: Vec::new(),
            regels: vec![line],
        }
    }

    #[test]
    fn the_page_says_in_plain_words_who_might_see_what() {
        let html = Page::of(&gathered(Vec::new())).unwrap().render().unwrap();
        for words in [
            "15 juni 2026 om 12.00 uur",
            "16 december 2026 om 00.30 uur",
            "Incluzio",
            "buurtteammedewerker",
            "of er een traject voor uw schulden loopt",
            "een wet staat dit toe (Wgs art. 3)",
            "om de hulp aan u op elkaar af te stemmen",
        ] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains("<Utrecht>"), "what is filled in is escaped");
        assert!(!html.contains("TRAJECT_"), "no codes: {html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("niet volledig"), "{html}");
    }

    #[test]
    fn what_is_missing_is_said() {
        let missing = Ontbreekt {
            logboek: "srw",
            code: "SUBGRAPH_NIET_BEREIKBAAR".to_owned(),
        };
        let html = Page::of(&gathered(vec![missing])).unwrap().render().unwrap();
        assert!(html.contains("niet volledig"), "{html}");
    }
}

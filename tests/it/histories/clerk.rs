use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

/// Owner and receiver.
pub type Pair<'a> = (&'a str, &'a str);

/// The groups that are asked for, each with an owner.
pub const GROEPEN: [(&str, &str); 15] = [
    ("gemeente-utrecht", "TRAJECT_LOOPT"),
    ("gemeente-utrecht", "TRAJECT_CONTACT"),
    ("gemeente-utrecht", "TRAJECT_FASE"),
    ("gemeente-utrecht", "TRAJECT_FINANCIEEL"),
    ("gemeente-utrecht", "TRAJECT_NAZORG"),
    ("u-centraal", "SRW_STATUS"),
    ("u-centraal", "SRW_CONTACT"),
    ("u-centraal", "SRW_TERUGKOPPELING"),
    ("u-centraal", "SRW_INHOUD"),
    ("incluzio", "BUURTTEAM_STATUS"),
    ("incluzio", "BUURTTEAM_CONTACT"),
    ("incluzio", "BUURTTEAM_DOELEN"),
    ("lokalis", "BUURTTEAM_STATUS"),
    ("lokalis", "BUURTTEAM_CONTACT"),
    ("lokalis", "BUURTTEAM_LEEFGEBIEDEN"),
];

/// What each purpose carries of these.
pub const CARRIED: [(&str, &[&str]); 3] = [
    (
        "AFSTEMMING_TRAJECT",
        &[
            "TRAJECT_LOOPT",
            "TRAJECT_CONTACT",
            "TRAJECT_FASE",
            "TRAJECT_FINANCIEEL",
            "TRAJECT_NAZORG",
            "SRW_STATUS",
            "SRW_CONTACT",
            "SRW_TERUGKOPPELING",
            "BUURTTEAM_STATUS",
            "BUURTTEAM_CONTACT",
            "BUURTTEAM_DOELEN",
            "BUURTTEAM_LEEFGEBIEDEN",
        ],
    ),
    (
        "UITVOEREN_VERWIJZING",
        &[
            "TRAJECT_LOOPT",
            "TRAJECT_CONTACT",
            "TRAJECT_FASE",
            "TRAJECT_FINANCIEEL",
            "SRW_STATUS",
            "SRW_CONTACT",
            "SRW_TERUGKOPPELING",
            "SRW_INHOUD",
            "BUURTTEAM_CONTACT",
        ],
    ),
    (
        "NAZORG",
        &[
            "TRAJECT_LOOPT",
            "TRAJECT_CONTACT",
            "TRAJECT_FASE",
            "TRAJECT_NAZORG",
            "BUURTTEAM_STATUS",
            "BUURTTEAM_CONTACT",
        ],
    ),
];

/// The one legal ground of the city: it opens this, under one purpose, without consent.
pub const GROND: &str = "wgs-verwijzing-srw";
const GROND_OPENS: (Pair<'_>, &str, &str) = (
    ("u-centraal", "gemeente-utrecht"),
    "SRW_STATUS",
    "UITVOEREN_VERWIJZING",
);

/// What the clerk says of what may be seen.
pub const ALLOWED: &str = "TOEGESTAAN";

/// What is written on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A grant begins, for a period.
    Given,
    /// A grant goes on until another end.
    Confirmed,
    /// Some groups of a grant, or an objection, end.
    Ended,
    /// The resident doesn't want it.
    Refused,
    /// The resident objects to the ground.
    Objected,
}

/// One sheet: what was said, when, of whom and what.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub op: DateTime<Utc>,
    pub what: What,
    /// The grant or objection that it is about.
    pub nummer: String,
    pub gesprek: String,
    pub bronhouder: String,
    pub ontvanger: String,
    pub groepen: BTreeSet<String>,
    pub doel: String,
    pub van: DateTime<Utc>,
    pub tot: DateTime<Utc>,
}

/// All that was said of one resident, the oldest first; nothing is ever struck out.
#[derive(Debug, Default)]
pub struct Clerk {
    pub sheets: Vec<Sheet>,
}

impl Clerk {
    /// Whether a party may see a group of an owner for a purpose, or why not.
    pub fn decide(&self, pair: Pair<'_>, groep: &str, doel: &str, op: DateTime<Utc>) -> &'static str {
        let carries = CARRIED
            .iter()
            .any(|(name, carried)| *name == doel && carried.contains(&groep));
        if !carries {
            return "DOEL_NIET_GEDEKT";
        }
        if self.rests_on_the_ground(pair, groep, doel, op) || self.is_granted(pair, groep, Some(doel), op) {
            return ALLOWED;
        }
        let Some(latest) = self.about(pair, groep, op).next_back() else {
            return "GEEN_TOESTEMMING";
        };
        match latest.what {
            What::Refused => "GEWEIGERD",
            What::Objected => "BEZWAAR",
            What::Ended => "INGETROKKEN",
            What::Given | What::Confirmed if latest.doel != doel => "DOEL_NIET_GEDEKT",
            What::Given | What::Confirmed if op < latest.van => "NOG_NIET_INGEGAAN",
            What::Given | What::Confirmed => "VERLOPEN",
        }
    }

    /// Whether a party could see it for any purpose.
    pub fn could_see(&self, pair: Pair<'_>, groep: &str, op: DateTime<Utc>) -> bool {
        let (_, _, doel) = GROND_OPENS;
        self.rests_on_the_ground(pair, groep, doel, op) || self.is_granted(pair, groep, None, op)
    }

    fn rests_on_the_ground(&self, pair: Pair<'_>, groep: &str, doel: &str, op: DateTime<Utc>) -> bool {
        let objected = self
            .about(pair, groep, op)
            .any(|sheet| sheet.what == What::Objected && !self.is_ended(sheet, groep, op));
        (pair, groep, doel) == GROND_OPENS && !objected
    }

    fn is_granted(&self, pair: Pair<'_>, groep: &str, doel: Option<&str>, op: DateTime<Utc>) -> bool {
        self.about(pair, groep, op)
            .filter(|sheet| sheet.what == What::Given && doel.is_none_or(|doel| sheet.doel == doel))
            .filter(|sheet| !self.is_ended(sheet, groep, op))
            .any(|sheet| sheet.van <= op && op < self.end_of(sheet, op))
    }

    /// The sheets on a group between two parties, as they lay there at a moment.
    fn about<'a>(
        &'a self,
        (bronhouder, ontvanger): Pair<'a>,
        groep: &'a str,
        op: DateTime<Utc>,
    ) -> impl DoubleEndedIterator<Item = &'a Sheet> {
        self.sheets.iter().filter(move |sheet| {
            sheet.op <= op
                && sheet.bronhouder == bronhouder
                && sheet.ontvanger == ontvanger
                && sheet.groepen.contains(groep)
        })
    }

    fn is_ended(&self, sheet: &Sheet, groep: &str, op: DateTime<Utc>) -> bool {
        self.sheets.iter().any(|later| {
            later.op <= op
                && later.what == What::Ended
                && later.nummer == sheet.nummer
                && later.groepen.contains(groep)
        })
    }

    /// The end of a grant, as it was last confirmed.
    fn end_of(&self, grant: &Sheet, op: DateTime<Utc>) -> DateTime<Utc> {
        let confirms =
            |sheet: &&Sheet| sheet.op <= op && sheet.what == What::Confirmed && sheet.nummer == grant.nummer;
        self.sheets
            .iter()
            .rfind(confirms)
            .map_or(grant.tot, |sheet| sheet.tot)
    }

    /// What of each grant still stands and hasn't ended, be it that it has yet to begin; with its present end.
    pub fn standing(&self, op: DateTime<Utc>) -> Vec<Sheet> {
        let given = self.sheets.iter().filter(|sheet| sheet.what == What::Given);
        given
            .map(|sheet| {
                let mut left = sheet.clone();
                left.groepen.retain(|groep| !self.is_ended(sheet, groep, op));
                left.tot = self.end_of(sheet, op);
                left
            })
            .filter(|left| !left.groepen.is_empty() && op < left.tot)
            .collect()
    }

    /// The objections that stand.
    pub fn objections(&self, op: DateTime<Utc>) -> Vec<Sheet> {
        let made = self.sheets.iter().filter(|sheet| sheet.what == What::Objected);
        made.filter(|sheet| sheet.groepen.iter().any(|groep| !self.is_ended(sheet, groep, op)))
            .cloned()
            .collect()
    }

    /// When something begins or ends from now on.
    pub fn edges(&self, from: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let standing = self.standing(from);
        let edges = standing.iter().flat_map(|sheet| [sheet.van, sheet.tot]);
        edges.filter(|edge| *edge > from).collect()
    }

    /// When the first thing was said.
    pub fn first(&self) -> Option<DateTime<Utc>> {
        self.sheets.first().map(|sheet| sheet.op)
    }
}

use super::{
    CONSENT_WITHDRAWN, GEMEENTE, INCLUZIO, LOKALIS, SAMIRA, U_CENTRAAL,
    draw::{Draw, Part},
    residents::{Residents, TOUR},
    time::Origin,
};
use crate::domain::{Doel, Gegevensgroep};

/// A consent as a consent manager records it in the demo, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoGrant {
    /// Who consents.
    pub bsn: String,
    /// To what.
    pub content: DemoGrantContent,
    /// The purpose; that of the bundle where it is one.
    pub doel: Doel,
    /// In how many days it starts: 0 is at once.
    pub geldig_van_dagen: u32,
    /// For how many days from then.
    pub looptijd_dagen: u32,
    /// What the resident withdrew afterwards.
    pub withdrawal: Option<DemoWithdrawal>,
}

/// What a consent names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DemoGrantContent {
    /// A bundle by its id.
    Pakket(&'static str),
    /// Single grants.
    Single(Vec<DemoGrantPart>),
}

/// One owner, one receiver, some groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoGrantPart {
    /// The owning party.
    pub bronhouder: &'static str,
    /// The receiving party.
    pub ontvanger: &'static str,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

/// What a resident withdrew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DemoWithdrawal {
    /// All of it.
    Whole,
    /// These groups of the grant of this owner to this receiver.
    Part(DemoGrantPart),
}

/// The bundle of the lamp and the contact.
const LAMPJE: &str = "LAMPJE";
/// The bundle of status and contact of all parties.
const SAMENWERKEN: &str = "SAMENWERKEN";

/// The consents, those of the tour first, in the order of the residents.
pub(super) fn grants(origin: Origin, residents: &Residents) -> Vec<DemoGrant> {
    let mut grants = vec![
        bundle(SAMIRA, SAMENWERKEN, 365),
        DemoGrant {
            withdrawal: Some(DemoWithdrawal::Whole),
            ..bundle(CONSENT_WITHDRAWN, SAMENWERKEN, 365)
        },
    ];
    let pairs = of_pairs(residents);
    let placed: Vec<&str> = pairs
        .iter()
        .flat_map(|(clients, _)| *clients)
        .map(String::as_str)
        .collect();
    for (index, bsn) in residents.bsns.iter().enumerate().skip(TOUR) {
        if !placed.contains(&bsn.as_str()) {
            grants.extend(drawn(bsn, &mut origin.draw(Part::Grants, index)));
        }
    }
    grants.extend(pairs.into_iter().flat_map(|(_, grants)| grants));
    grants
}

type PairGrants<'r> = (&'r [String], Vec<DemoGrant>);

/// Two clients in one traject: both consented to the joint groups, or only one of them, which opens none.
fn of_pairs(residents: &Residents) -> Vec<PairGrants<'_>> {
    let pairs = residents
        .published()
        .into_iter()
        .filter(|clients| clients.len() == 2);
    [2, 1]
        .into_iter()
        .zip(pairs)
        .map(|(consenting, clients)| {
            let both = |bsn: &String| [bundle(bsn, SAMENWERKEN, 365), single(bsn, everything(), 365)];
            (clients, clients.iter().take(consenting).flat_map(both).collect())
        })
        .collect()
}

/// What a resident consented to: about half of them to nothing.
fn drawn(bsn: &str, draw: &mut Draw) -> Option<DemoGrant> {
    let days = [180, 365, 365, 730];
    let days = draw.pick(&days).copied().unwrap_or(365);
    let mut grant = match draw.between(1, 100) {
        1..=24 => bundle(bsn, LAMPJE, days),
        25..=42 => bundle(bsn, SAMENWERKEN, days),
        43..=52 => drawn_single(bsn, draw),
        _ => return None,
    };
    if draw.percent(5) {
        grant.geldig_van_dagen = 14;
    }
    grant.withdrawal = withdrawal(&grant, draw);
    Some(grant)
}

fn drawn_single(bsn: &str, draw: &mut Draw) -> DemoGrant {
    let choices = [
        (Doel::AfstemmingTraject, everything()),
        (Doel::AfstemmingTraject, of_the_dossiers()),
        (Doel::UitvoerenVerwijzing, for_the_referral()),
        (Doel::Nazorg, for_aftercare()),
    ];
    let (doel, parts) = draw
        .pick(&choices)
        .cloned()
        .unwrap_or((Doel::AfstemmingTraject, everything()));
    // No purpose allows less than a year.
    DemoGrant {
        doel,
        ..single(bsn, parts, 365)
    }
}

/// Some withdraw all of it, some the part that Incluzio gets, or what they first named.
fn withdrawal(grant: &DemoGrant, draw: &mut Draw) -> Option<DemoWithdrawal> {
    if draw.percent(14) {
        return Some(DemoWithdrawal::Whole);
    }
    if !draw.percent(12) {
        return None;
    }
    let part = match &grant.content {
        DemoGrantContent::Pakket(_) => part(GEMEENTE, INCLUZIO, &[Gegevensgroep::TrajectContact]),
        DemoGrantContent::Single(parts) => {
            let first = parts.first()?;
            part(first.bronhouder, first.ontvanger, first.groepen.get(..1)?)
        }
    };
    Some(DemoWithdrawal::Part(part))
}

/// All of the traject that coordination can need, for the buurtteam.
fn everything() -> Vec<DemoGrantPart> {
    let groepen: Vec<Gegevensgroep> = Gegevensgroep::of_soort(crate::domain::RecordSoort::Traject).collect();
    vec![part(GEMEENTE, INCLUZIO, &groepen)]
}

fn of_the_dossiers() -> Vec<DemoGrantPart> {
    vec![
        part(
            INCLUZIO,
            GEMEENTE,
            &[Gegevensgroep::BuurtteamStatus, Gegevensgroep::BuurtteamDoelen],
        ),
        part(
            LOKALIS,
            GEMEENTE,
            &[
                Gegevensgroep::BuurtteamStatus,
                Gegevensgroep::BuurtteamLeefgebieden,
            ],
        ),
        part(
            U_CENTRAAL,
            GEMEENTE,
            &[Gegevensgroep::SrwStatus, Gegevensgroep::SrwTerugkoppeling],
        ),
    ]
}

fn for_the_referral() -> Vec<DemoGrantPart> {
    vec![part(
        GEMEENTE,
        U_CENTRAAL,
        &[
            Gegevensgroep::TrajectLoopt,
            Gegevensgroep::TrajectContact,
            Gegevensgroep::TrajectFinancieel,
        ],
    )]
}

fn for_aftercare() -> Vec<DemoGrantPart> {
    vec![part(
        GEMEENTE,
        INCLUZIO,
        &[
            Gegevensgroep::TrajectLoopt,
            Gegevensgroep::TrajectFase,
            Gegevensgroep::TrajectNazorg,
        ],
    )]
}

fn part(bronhouder: &'static str, ontvanger: &'static str, groepen: &[Gegevensgroep]) -> DemoGrantPart {
    DemoGrantPart {
        bronhouder,
        ontvanger,
        groepen: groepen.to_vec(),
    }
}

fn bundle(bsn: &str, pakket: &'static str, looptijd_dagen: u32) -> DemoGrant {
    DemoGrant {
        content: DemoGrantContent::Pakket(pakket),
        ..single(bsn, Vec::new(), looptijd_dagen)
    }
}

fn single(bsn: &str, parts: Vec<DemoGrantPart>, looptijd_dagen: u32) -> DemoGrant {
    DemoGrant {
        bsn: bsn.to_owned(),
        content: DemoGrantContent::Single(parts),
        doel: Doel::AfstemmingTraject,
        geldig_van_dagen: 0,
        looptijd_dagen,
        withdrawal: None,
    }
}

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    super::types::{
        BewijsInvoer, BewijsSoort, BindingInvoer, GegevenDoor, ToestemmingDeelInvoer, ToestemmingInvoer,
    },
    manages,
};
use crate::{
    domain::{Doel, Inrichting, PakketDeel, Partij, PartijId, RecordSoort},
    publication::Faults,
    request::{authenticate::Caller, decide::Binding},
    subgraphs::common::ClientError,
};

/// A grant that passed every check.
#[derive(Clone, Debug)]
pub struct CheckedGrant {
    pub(super) invoer: ToestemmingInvoer,
    pub(super) delen: Vec<PakketDeel>,
    pub(super) doel: Doel,
    pub(super) van: DateTime<Utc>,
    pub(super) herkomst: Herkomst,
    pub(super) binding: Option<Binding>,
}

/// Where a grant comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Herkomst {
    /// The resident gives it now.
    Nieuw,
    /// It was given at this moment (UTC) and recorded in an earlier system: it starts now, and the moment is evidence.
    Gemigreerd(DateTime<Utc>),
}

/// A clock of a caller may run ahead or behind by so much; more is back-dating.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// What a resident says now is about what they can oversee: the maximum of a purpose counts from the start.
const LATEST_START: TimeDelta = TimeDelta::days(366);

/// The most grants that one conversation makes.
const MOST_DELEN: usize = 50;

/// The longest key against double submits.
pub(super) const LONGEST_KEY: usize = 100;

/// Checks a grant on all rules at once.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault; `PARTIJ_NIET_BEVOEGD` when the caller manages none of it.
pub fn checked_grant(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: ToestemmingInvoer,
    herkomst: Herkomst,
    now: DateTime<Utc>,
) -> Result<CheckedGrant, ClientError> {
    let mut faults = Faults::default();
    let (doel, delen) = parts(caller, inrichting, &invoer, &mut faults);
    check_parts(inrichting, doel, &delen, &mut faults);
    let van = invoer.geldig_van.unwrap_or(now).max(now);
    if let Some(asked) = invoer.geldig_van {
        faults.require(asked >= now - CLOCK_SKEW, "geldigVan", "ligt in het verleden");
        let last = now.checked_add_signed(LATEST_START).unwrap_or(asked);
        faults.require(asked <= last, "geldigVan", "ligt meer dan een jaar vooruit");
    }
    faults.require(van < invoer.geldig_tot, "geldigTot", "ligt niet na het begin");
    // What was given years ago gets no second life by being taken over.
    let counted_from = match herkomst {
        Herkomst::Nieuw => van,
        Herkomst::Gemigreerd(given) => given,
    };
    check_longest(inrichting, doel, counted_from, invoer.geldig_tot, &mut faults);
    check_giver(
        invoer.gegeven_door,
        invoer.gegeven_door_kenmerk.as_deref(),
        &mut faults,
    );
    check_evidence(&invoer.bewijs, herkomst, &mut faults);
    if let Herkomst::Gemigreerd(given) = herkomst {
        faults.require(given <= now + CLOCK_SKEW, "verleendOp", "ligt in de toekomst");
    }
    let binding = invoer
        .traject
        .as_ref()
        .and_then(|traject| read_binding(inrichting, traject, &mut faults));
    faults.check_count("vervangt", invoer.vervangt.len(), MOST_DELEN);
    faults.check_optional_key("aanvraagId", invoer.aanvraag_id.as_deref(), LONGEST_KEY);
    faults.into_result().map_err(ClientError::Input)?;
    let mut managed = delen
        .iter()
        .map(|deel| manages(caller, inrichting, [&deel.bronhouder, &deel.ontvanger]));
    // A bundle is one conversation: who takes part in it may record the whole.
    let may = if invoer.pakket.is_some() {
        managed.any(|part| part)
    } else {
        managed.all(|part| part)
    };
    let Some(doel) = doel.filter(|_| may) else {
        return Err(ClientError::PartijNietBevoegd);
    };
    Ok(CheckedGrant {
        invoer,
        delen,
        doel,
        van,
        herkomst,
        binding,
    })
}

fn parts(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &ToestemmingInvoer,
    faults: &mut Faults,
) -> (Option<Doel>, Vec<PakketDeel>) {
    if let Some(id) = &invoer.pakket {
        faults.require(invoer.delen.is_empty(), "delen", "gaat niet samen met een pakket");
        let samenwerking = inrichting
            .samenwerking_of(caller.partij())
            .map(|samenwerking| samenwerking.id.as_str());
        let pakket = samenwerking.and_then(|samenwerking| inrichting.find_pakket(samenwerking, id.as_str()));
        faults.require(pakket.is_some(), "pakket", "is niet bekend");
        return pakket.map_or((None, Vec::new()), |pakket| {
            (Some(pakket.doel), pakket.delen.clone())
        });
    }
    faults.require(
        !invoer.delen.is_empty(),
        "delen",
        "noem een pakket of minstens één deel",
    );
    faults.require(invoer.doel.is_some(), "doel", "is verplicht zonder pakket");
    (invoer.doel, read_parts(inrichting, &invoer.delen, faults))
}

/// Whether there is such a traject isn't asked: a grant that is bound to none opens nothing.
fn read_binding(inrichting: &Inrichting, invoer: &BindingInvoer, faults: &mut Faults) -> Option<Binding> {
    let bronhouder = read_partij(inrichting, &invoer.bronhouder);
    let houder = bronhouder
        .as_ref()
        .and_then(|partij| inrichting.find_partij(partij))
        .filter(|partij| partij.houdt(RecordSoort::Traject));
    faults.require(houder.is_some(), "traject.bronhouder", "houdt geen trajecten bij");
    bronhouder.map(|bronhouder| Binding {
        bronhouder,
        traject: invoer.traject,
    })
}

/// Reads single parts: who shares what with whom.
pub(super) fn read_parts(
    inrichting: &Inrichting,
    invoer: &[ToestemmingDeelInvoer],
    faults: &mut Faults,
) -> Vec<PakketDeel> {
    faults.check_count("delen", invoer.len(), MOST_DELEN);
    let mut delen = Vec::new();
    for (index, deel) in invoer.iter().enumerate() {
        let mut read = |field: &str, id: &str| {
            let partij = read_partij(inrichting, id);
            let field = format!("delen.{index}.{field}");
            faults.require(partij.is_some(), field, "is geen bekende partij");
            partij
        };
        let (bronhouder, ontvanger) = (
            read("bronhouder", &deel.bronhouder),
            read("ontvanger", &deel.ontvanger),
        );
        if let (Some(bronhouder), Some(ontvanger)) = (bronhouder, ontvanger) {
            delen.push(PakketDeel {
                bronhouder,
                ontvanger,
                groepen: deel.groepen.iter().copied().collect(),
            });
        }
    }
    delen
}

/// A party that is configured.
pub(super) fn read_partij(inrichting: &Inrichting, id: &str) -> Option<PartijId> {
    PartijId::new(id)
        .ok()
        .filter(|partij| inrichting.find_partij(partij).is_some())
}

/// Checks that each part shares something that its owner holds and the purpose carries.
pub(super) fn check_parts(
    inrichting: &Inrichting,
    doel: Option<Doel>,
    delen: &[PakketDeel],
    faults: &mut Faults,
) {
    for (index, deel) in delen.iter().enumerate() {
        let field = format!("delen.{index}.groepen");
        faults.require(
            !deel.groepen.is_empty(),
            field.clone(),
            "noemt geen gegevensgroep",
        );
        let shares = deel.bronhouder != deel.ontvanger;
        faults.require(
            shares,
            format!("delen.{index}.ontvanger"),
            "is dezelfde partij als de bronhouder",
        );
        let reads = inrichting.find_partij(&deel.ontvanger).is_none_or(Partij::leest);
        faults.require(
            reads,
            format!("delen.{index}.ontvanger"),
            "is een signaalpartner, die niets leest",
        );
        let Some(bron) = inrichting.find_partij(&deel.bronhouder) else {
            continue;
        };
        for groep in &deel.groepen {
            if !bron.houdt(groep.record_soort()) {
                faults.add(
                    field.clone(),
                    format!("noemt {groep}, waarvan `{}` niets bijhoudt", bron.id),
                );
            }
            if doel.is_some_and(|doel| !inrichting.doel_draagt(doel, *groep)) {
                faults.add(
                    field.clone(),
                    format!("noemt {groep}, die dit doel niet kan dragen"),
                );
            }
        }
    }
}

/// Checks that a grant doesn't last longer than its purpose allows.
pub(super) fn check_longest(
    inrichting: &Inrichting,
    doel: Option<Doel>,
    van: DateTime<Utc>,
    tot: DateTime<Utc>,
    faults: &mut Faults,
) {
    // Without a configured maximum nothing may be granted for the purpose.
    let longest = doel.map(|doel| {
        inrichting
            .langste_toestemming_dagen
            .get(&doel)
            .copied()
            .unwrap_or(0)
    });
    let is_longer = |days: &u32| {
        let last = van.checked_add_signed(TimeDelta::days(i64::from(*days)));
        last.is_some_and(|last| tot > last)
    };
    if let Some(days) = longest.filter(is_longer) {
        faults.add("geldigTot", format!("ligt meer dan {days} dagen na het begin"));
    }
}

/// Checks that who speaks for a resident is named.
pub(super) fn check_giver(gegeven_door: GegevenDoor, kenmerk: Option<&str>, faults: &mut Faults) {
    let represented = gegeven_door != GegevenDoor::Inwoner;
    let named = kenmerk.is_some_and(|kenmerk| !kenmerk.trim().is_empty());
    faults.require(
        !represented || named,
        "gegevenDoorKenmerk",
        "is verplicht bij een vertegenwoordiger of ouder",
    );
    faults.check_optional("gegevenDoorKenmerk", kenmerk, 200);
}

/// Checks the evidence. What was signed, on paper or digitally, lies somewhere; what was said is told by the words that were
/// read aloud (`tekstversie`, and their hash).
pub(super) fn check_evidence(bewijs: &BewijsInvoer, herkomst: Herkomst, faults: &mut Faults) {
    faults.check_text("bewijs.tekstversie", &bewijs.tekstversie, 100);
    faults.check_text("bewijs.taal", &bewijs.taal, 35);
    faults.check_optional("bewijs.plaats", bewijs.plaats.as_deref(), 500);
    let fits = (bewijs.soort == BewijsSoort::Gemigreerd) == (herkomst != Herkomst::Nieuw);
    faults.require(fits, "bewijs.soort", "GEMIGREERD kan alleen bij een import");
    let is_kept = matches!(bewijs.soort, BewijsSoort::Handtekening | BewijsSoort::Digitaal);
    let place = bewijs.plaats.as_deref().map(str::trim);
    faults.require(
        !is_kept || place.is_some_and(|place| !place.is_empty()),
        "bewijs.plaats",
        "is verplicht bij wat getekend of digitaal gegeven is",
    );
    let is_sha256 = |hash: &str| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hash_fits = bewijs.hash.as_deref().is_none_or(is_sha256);
    faults.require(
        hash_fits,
        "bewijs.hash",
        "is geen SHA-256 in 64 hexadecimale cijfers",
    );
}

/// A word of the domain, as it stands in the rules.
pub(super) type Word = &'static str;

/// A moment, in seconds.
pub(super) type Moment = i64;

/// All that is known, as a clerk would keep it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    /// Samenwerking, partij, betrokkenheid.
    pub partijen: Vec<(Word, Word, Word)>,
    /// Partij, kind of record.
    pub houdt: Vec<(Word, Word)>,
    /// Rol, doel.
    pub rol_doelen: Vec<(Word, Word)>,
    /// Doel, groep.
    pub doel_groepen: Vec<(Word, Word)>,
    /// The legal grounds, in the order in which they are configured.
    pub gronden: Vec<Grond>,
    /// Who works with whom, and who opened whom: the oldest first.
    pub betrokkenheid: Vec<Wie>,
    /// The events, the oldest first.
    pub events: Vec<Event>,
    /// What came after it isn't known yet.
    pub versie: i64,
    /// Where on the calendar all of it happens: a moment is counted from here.
    pub begin: Moment,
}

#[derive(Clone, Debug)]
pub(super) struct Grond {
    pub id: Word,
    pub bronhouder: Word,
    pub ontvanger: Word,
    pub groepen: Vec<Word>,
    pub doel: Word,
    pub van: Moment,
    pub tot: Option<Moment>,
}

#[derive(Clone, Debug)]
pub(super) struct Event {
    pub versie: i64,
    pub soort: Word,
    /// The grant, refusal or objection that it is about.
    pub nummer: u128,
    pub inwoner: Word,
    pub bronhouder: Word,
    pub ontvanger: Word,
    pub groepen: Vec<Word>,
    pub doel: Word,
    pub van: Option<Moment>,
    pub tot: Option<Moment>,
    pub grond: Option<Word>,
}

#[derive(Clone, Debug)]
pub(super) struct Wie {
    pub versie: i64,
    pub soort: Word,
    /// The binding or the opening that it is about.
    pub nummer: u128,
    pub inwoner: Word,
    pub partij: Word,
    pub team: Option<Word>,
    pub medewerker: Option<Word>,
    pub tot: Option<Moment>,
}

/// Who asks for what, and when.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub partij: Word,
    pub rollen: Vec<Word>,
    pub doel: Word,
    pub team: Option<Word>,
    pub gebruiker: Word,
    pub inwoner: Word,
    pub bronhouder: Word,
    pub groep: Word,
    pub op: Moment,
}

/// The reason, and until when what is allowed holds.
pub(super) fn decide(lists: &Lists, q: &Question) -> (Word, Option<Moment>) {
    if q.partij == q.bronhouder {
        return ("TOEGESTAAN_EIGEN", None);
    }
    let together = lists.partijen.iter().any(|(here, asks, _)| {
        let owns = |(there, owns, _): &(Word, Word, Word)| here == there && *owns == q.bronhouder;
        *asks == q.partij && lists.partijen.iter().any(owns)
    });
    let holds = |(partij, kind): &(Word, Word)| *partij == q.bronhouder && is_about(q.groep, kind);
    if !together || !lists.houdt.iter().any(holds) {
        return ("GROEP_BUITEN_BEREIK", None);
    }
    if !q
        .rollen
        .iter()
        .any(|rol| lists.rol_doelen.contains(&(*rol, q.doel)))
    {
        return ("ROL_NIET_BEVOEGD", None);
    }
    if !lists.doel_groepen.contains(&(q.doel, q.groep)) {
        return ("DOEL_NIET_GEDEKT", None);
    }
    let opened = opened_until(lists, q);
    if !involved(lists, q) && opened.is_none() {
        return ("NIET_BETROKKEN", None);
    }
    // What somebody opened is closed again when the opening ends.
    let close = |tot: Option<Moment>| match (involved(lists, q), opened, tot) {
        (false, Some(opened), Some(tot)) => Some(opened.min(tot)),
        (false, Some(opened), None) => Some(opened),
        _ => tot,
    };
    let history: Vec<&Event> = lists
        .events
        .iter()
        .filter(|event| event.versie <= lists.versie)
        .filter(|event| event.inwoner == q.inwoner && event.bronhouder == q.bronhouder)
        .filter(|event| event.ontvanger == q.partij && event.groepen.contains(&q.groep))
        .collect();
    if let Some(grond) = lists.gronden.iter().find(|grond| rests_on(grond, &history, q)) {
        return ("TOEGESTAAN_GROND", close(grond.tot));
    }
    let in_force = history
        .iter()
        .filter(|event| stands(event, &history) && event.doel == q.doel)
        .filter_map(|event| period(event, &history))
        .filter(|(van, tot)| *van <= q.op && q.op < *tot);
    match in_force.map(|(_, tot)| tot).max() {
        Some(tot) => ("TOEGESTAAN_TOESTEMMING", close(Some(tot))),
        None => (reason(&history, q), None),
    }
}

/// `TRAJECT_FASE` is about a TRAJECT, `SRW_STATUS` about an SRW_DOSSIER.
fn is_about(groep: Word, kind: Word) -> bool {
    groep.split('_').next() == kind.split('_').next()
}

fn involved(lists: &Lists, q: &Question) -> bool {
    lists.partijen.iter().any(|(_, partij, betrokkenheid)| {
        let works = |wie: &Wie| match *betrokkenheid {
            "TEAM" => q.team.is_some() && wie.team == q.team,
            _ => wie.medewerker == Some(q.gebruiker),
        };
        let mut bound = about_whom(lists, q, "GEKOPPELD", "ONTKOPPELD");
        *partij == q.partij && (*betrokkenheid == "PARTIJ" || bound.any(works))
    })
}

/// Until when this person has opened the resident, if they have.
fn opened_until(lists: &Lists, q: &Question) -> Option<Moment> {
    let known = lists.partijen.iter().any(|(_, partij, _)| *partij == q.partij);
    about_whom(lists, q, "GEOPEND", "ONTERECHT")
        .filter(|wie| known && wie.medewerker == Some(q.gebruiker))
        .filter_map(|wie| wie.tot)
        .filter(|tot| q.op < *tot)
        .max()
}

/// What began at this party for this resident, and was not ended since.
fn about_whom<'a>(
    lists: &'a Lists,
    q: &'a Question,
    begins: Word,
    ends: Word,
) -> impl Iterator<Item = &'a Wie> {
    let here = |wie: &&Wie| wie.versie <= lists.versie && wie.inwoner == q.inwoner && wie.partij == q.partij;
    lists
        .betrokkenheid
        .iter()
        .filter(here)
        .filter(move |wie| wie.soort == begins)
        .filter(move |wie| {
            let ended = |later: &Wie| {
                later.versie <= lists.versie && later.versie > wie.versie && later.nummer == wie.nummer
            };
            !lists
                .betrokkenheid
                .iter()
                .any(|later| later.soort == ends && ended(later))
        })
}

fn rests_on(grond: &Grond, history: &[&Event], q: &Question) -> bool {
    let is_it = grond.bronhouder == q.bronhouder && grond.ontvanger == q.partij && grond.doel == q.doel;
    let in_force = grond.van <= q.op && grond.tot.is_none_or(|tot| q.op < tot);
    // Who objects without naming a ground objects to all of them.
    let objects =
        |event: &&Event| event.soort == "BEZWAAR" && event.grond.is_none_or(|named| named == grond.id);
    let objected = history
        .iter()
        .any(|event| objects(event) && stands(event, history));
    is_it && grond.groepen.contains(&q.groep) && in_force && !objected
}

/// Nothing later takes it away.
fn stands(event: &Event, history: &[&Event]) -> bool {
    let ends = ["INGETROKKEN", "VERVANGEN", "ONGELDIG_VERKLAARD", "VERLOPEN"];
    !history.iter().any(|later| {
        later.versie > event.versie && later.nummer == event.nummer && ends.contains(&later.soort)
    })
}

/// The period of a grant, with the end to which it was last confirmed.
fn period(event: &Event, history: &[&Event]) -> Option<(Moment, Moment)> {
    let confirms = |later: &Event| {
        later.versie > event.versie && later.nummer == event.nummer && later.soort == "HERBEVESTIGD"
    };
    let mut ends = history
        .iter()
        .filter(|later| confirms(later))
        .filter_map(|later| later.tot);
    let confirmed = ends.next_back();
    (event.soort == "VERLEEND").then_some((event.van?, confirmed.unwrap_or(event.tot?)))
}

/// Whether it is a grant, a refusal or an objection, and not something that became of one.
fn is_made_by(event: &Event) -> bool {
    ["VERLEEND", "WEIGERING", "BEZWAAR"].contains(&event.soort)
}

/// What the latest event says; one that is without effect says nothing.
fn reason(history: &[&Event], q: &Question) -> Word {
    let said = history.iter().rev().find_map(|latest| match latest.soort {
        "VOORGESTELD" => None,
        "WEIGERING" => Some("GEWEIGERD"),
        "BEZWAAR" => Some("BEZWAAR"),
        // What was never more than a proposal is nobody's business.
        _ if !history
            .iter()
            .any(|event| event.nummer == latest.nummer && is_made_by(event)) =>
        {
            None
        }
        "VERLOPEN" => Some("VERLOPEN"),
        "INGETROKKEN" | "VERVANGEN" | "ONGELDIG_VERKLAARD" => Some("INGETROKKEN"),
        _ => history
            .iter()
            .filter(|event| event.nummer == latest.nummer && stands(event, history))
            .find_map(|event| Some((event, period(event, history)?)))
            .map(|(grant, (van, _))| match () {
                () if grant.doel != q.doel => "DOEL_NIET_GEDEKT",
                () if q.op < van => "NOG_NIET_INGEGAAN",
                () => "VERLOPEN",
            }),
    });
    said.unwrap_or("GEEN_TOESTEMMING")
}

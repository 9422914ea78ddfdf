/// A word of the domain, as it stands in the rules.
pub(in crate::request) type Word = &'static str;

/// A moment, in seconds.
pub(in crate::request) type Moment = i64;

/// All that is known, as a clerk would keep it.
#[derive(Clone, Debug, Default)]
pub(in crate::request) struct Lists {
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
    /// What owners told of trajecten, the oldest first.
    pub berichten: Vec<Bericht>,
    /// The groups that in a traject with two clients take the word of both.
    pub gezamenlijk: Vec<Word>,
    /// What came after it isn't known yet.
    pub versie: i64,
    /// Where on the calendar all of it happens: a moment is counted from here.
    pub begin: Moment,
}

#[derive(Clone, Debug)]
pub(in crate::request) struct Grond {
    pub id: Word,
    pub bronhouder: Word,
    pub ontvanger: Word,
    pub groepen: Vec<Word>,
    pub doel: Word,
    pub van: Moment,
    pub tot: Option<Moment>,
}

#[derive(Clone, Debug)]
pub(in crate::request) struct Event {
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
    /// The owner of the traject with which it ends, and that traject.
    pub traject: Option<(Word, u128)>,
}

/// An owner told that a resident's traject runs, or (of no resident) that all it ever told holds until a moment.
#[derive(Clone, Debug)]
pub(in crate::request) struct Bericht {
    pub versie: i64,
    pub bronhouder: Word,
    pub loopt: Option<(Word, u128)>,
    pub tot: Option<Moment>,
}

#[derive(Clone, Debug)]
pub(in crate::request) struct Wie {
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
pub(in crate::request) struct Question {
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
pub(in crate::request) fn decide(lists: &Lists, q: &Question) -> (Word, Option<Moment>) {
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
        // Who may not see a traject run hears nothing that would tell of its end.
        .filter(|event| {
            event
                .traject
                .is_none_or(|traject| heard(lists, q, traject) > q.op)
        })
        .collect();
    if let Some(grond) = lists.gronden.iter().find(|grond| rests_on(grond, &history, q)) {
        return ("TOEGESTAAN_GROND", close(grond.tot));
    }
    let in_force = history
        .iter()
        .filter(|event| stands(event, &history) && event.doel == q.doel)
        .filter_map(|event| {
            let (van, tot) = period(event, &history)?;
            let runs = event.traject.map_or(FOREVER, |traject| {
                known_to_run(lists, q.inwoner, traject).min(heard(lists, q, traject))
            });
            Some((van, tot.min(runs)))
        })
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
            .map(|(grant, (van, tot))| match () {
                () if grant.doel != q.doel => "DOEL_NIET_GEDEKT",
                () if q.op < van => "NOG_NIET_INGEGAAN",
                // It would hold, if only its traject were known to run.
                () if q.op < tot => "BRON_NIET_BEREIKBAAR",
                () => "VERLOPEN",
            }),
    });
    said.unwrap_or("GEEN_TOESTEMMING")
}

const FOREVER: Moment = Moment::MAX;
const NEVER: Moment = Moment::MIN;

/// Until when it is known that this traject runs.
fn known_to_run(lists: &Lists, inwoner: Word, (owner, traject): (Word, u128)) -> Moment {
    let told: Vec<&Bericht> = lists
        .berichten
        .iter()
        .filter(|bericht| bericht.versie <= lists.versie && bericht.bronhouder == owner)
        .collect();
    if !told
        .iter()
        .any(|bericht| bericht.loopt == Some((inwoner, traject)))
    {
        return NEVER;
    }
    told.iter()
        .filter_map(|bericht| bericht.tot)
        .next_back()
        .unwrap_or(NEVER)
}

/// Until when the asker may hear that this traject ended: the owner always; who asks for the lamp of that owner hears it by
/// that; all others for as long as they may see the lamp, be it that it burns or not.
fn heard(lists: &Lists, q: &Question, (owner, traject): (Word, u128)) -> Moment {
    if q.partij == owner || (q.bronhouder == owner && q.groep == "TRAJECT_LOOPT") {
        return FOREVER;
    }
    // The same register, but that no traject has ended and every one is known to run; and lamps of other trajecten away.
    let mut still = lists.clone();
    still.events.retain(|event| match event.traject {
        None => true,
        Some(bound) => bound == (owner, traject) && event.soort != "VERLOPEN",
    });
    for event in &mut still.events {
        event.traject = None;
    }
    let lamp = Question {
        bronhouder: owner,
        groep: "TRAJECT_LOOPT",
        ..q.clone()
    };
    // Not by the opening that is open now, but by what it rests on: the longest of both.
    let by = |lists: &Lists| match decide_involved(lists, &lamp) {
        ("TOEGESTAAN_GROND" | "TOEGESTAAN_TOESTEMMING", tot) => tot.unwrap_or(FOREVER),
        _ => NEVER,
    };
    let mut without_grounds = still.clone();
    without_grounds.gronden.clear();
    by(&still).max(by(&without_grounds))
}

/// The same for somebody who works with the resident, where the asker is involved in any way.
fn decide_involved(lists: &Lists, q: &Question) -> (Word, Option<Moment>) {
    let (reden, tot) = decide(lists, q);
    let opened_only = !involved(lists, q) && opened_until(lists, q).is_some();
    if !opened_only {
        return (reden, tot);
    }
    let mut known = lists.clone();
    for partij in known.partijen.iter_mut().filter(|row| row.1 == q.partij) {
        partij.2 = "PARTIJ";
    }
    decide(&known, q)
}

/// The second decision on a group that was opened: in a traject with two clients the joint ones take the word of both. Only
/// logs and the owner know why it says nothing.
pub(in crate::request) fn decide_for_both(lists: &Lists, q: &Question, mede: Word) -> (Word, Option<Moment>) {
    let (reden, tot) = decide(lists, q);
    if !reden.starts_with("TOEGESTAAN") || !lists.gezamenlijk.contains(&q.groep) {
        return (reden, tot);
    }
    let other = Question {
        inwoner: mede,
        ..q.clone()
    };
    match decide(lists, &other) {
        (agreed, other_tot) if agreed.starts_with("TOEGESTAAN") => {
            (reden, [tot, other_tot].into_iter().flatten().min())
        }
        _ => ("TWEEDE_CLIENT_NIET_AKKOORD", None),
    }
}

//! Agreeing, or not, as the second consent manager.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    super::{
        super::{
            dates,
            failure::Failure,
            page::{Frame, redirect, render},
            texts::Texts,
            visitor::{Submitted, Visitor},
        },
        grants::{Partij, Toestemming},
        mark_of,
        opened::{Opened, Part, opened},
        path_of,
        preview::{Preview, touched},
        read_inwoner,
    },
    PATH, path_to,
};
use crate::console::extract::Path;
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/second_decide.html")]
struct DecidePage {
    frame: Frame,
    action: String,
    path: String,
    mark: String,
    gesprek: Uuid,
    /// Whether a colleague must look, and not the visitor.
    is_own: bool,
    /// What agreeing opens.
    geopend: Vec<Opened>,
    /// What can be seen already.
    al_open: Vec<Opened>,
    /// What runs at the parties that it is about.
    loopt: Vec<String>,
    facts: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Told {
    toestemmingen: Option<Vec<Recorded>>,
}

/// A grant, and how it was recorded.
#[derive(Deserialize)]
struct Recorded {
    #[serde(flatten)]
    grant: Toestemming,
    vastlegging: Option<Vastlegging>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vastlegging {
    door: Partij,
    door_mij: bool,
    gegeven_door: Option<String>,
    gegeven_door_kenmerk: Option<String>,
    bewijs: Option<String>,
    plaats: Option<String>,
}

const RECORDED: &str = "query ConsoleAkkoord($inwoner: ID!) {
  toestemmingen(inwoner: $inwoner) {
    id bronhouder { id naam soort } ontvanger { id naam soort } groepen doel geldigVan geldigTot status pakket gesprek
    verleendOp vastlegging { door { id naam soort } doorMij gegevenDoor gegevenDoorKenmerk bewijs plaats }
  }
}";

/// What of a conversation waits; where nothing does any more, what came of it.
enum Waits {
    /// This.
    These(Vec<Recorded>),
    /// Somebody confirmed it.
    Confirmed,
}

impl Waits {
    async fn of(visitor: &Visitor, inwoner: &InwonerId, gesprek: Uuid) -> Result<Self, Failure> {
        let variables = Map::from_iter([("inwoner".to_owned(), Value::from(inwoner.as_str()))]);
        let told: Told = visitor.ask(RECORDED, variables).await?;
        let mut all = told.toestemmingen.unwrap_or_default();
        all.retain(|one| one.grant.gesprek == gesprek);
        if all.is_empty() {
            return Err(Failure::NotFound);
        }
        let holds = all.iter().any(|one| one.grant.holds());
        all.retain(|one| one.grant.waits());
        match (all.is_empty(), holds) {
            (false, _) => Ok(Self::These(all)),
            (true, true) => Ok(Self::Confirmed),
            (true, false) => Err(Failure::Refused("TOESTEMMING_GEEINDIGD".to_owned())),
        }
    }
}

/// Shows what would hold.
pub(in super::super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let Waits::These(waiting) = Waits::of(&visitor, &inwoner, gesprek).await? else {
        return Ok(redirect(&receipt(&inwoner, gesprek), []));
    };
    let t = visitor.texts();
    let parts: Vec<Part<'_>> = waiting.iter().map(|one| Part::from(&one.grant)).collect();
    let mut recorded = waiting.iter().filter_map(|one| one.vastlegging.as_ref());
    let is_own = recorded.any(|recorded| recorded.door_mij);
    // Who recorded it can't agree, and so can't look at what agreeing would do.
    let [geopend, al_open] = if is_own {
        [opened(t, parts.iter().copied(), |_| false), Vec::new()]
    } else {
        let preview = Preview::of_confirmation(&visitor, gesprek).await?;
        preview.told(t, &parts, |_| false)
    };
    let page = DecidePage {
        frame: Frame::of(&visitor, "tweede.kop"),
        action: path_to(&inwoner, gesprek),
        path: path_of(&inwoner),
        mark: mark_of(&inwoner),
        gesprek,
        is_own,
        geopend,
        al_open,
        loopt: touched(&visitor, &inwoner, &parts).await,
        facts: waiting.first().map_or_else(Vec::new, |first| facts(t, first)),
    };
    render(StatusCode::OK, &page)
}

/// All of it in words, to be held against the evidence.
fn facts(t: &Texts, recorded: &Recorded) -> Vec<(String, String)> {
    let Recorded { grant, vastlegging } = recorded;
    let fact = |key: &str, value: String| (t.say(key).to_owned(), value);
    let mut facts = vec![
        fact("verlenen.feit_op", dates::day_and_time(t, grant.verleend_op)),
        fact("verlenen.feit_tot", dates::last_day(t, grant.geldig_tot)),
        fact(
            "verlenen.feit_doel",
            t.say_of("doel", grant.doel.word()).to_owned(),
        ),
    ];
    let Some(how) = vastlegging else { return facts };
    facts.insert(0, fact("tweede.door", how.door.naam.clone()));
    let told = [
        ("verlenen.feit_door", "gegeven_door", &how.gegeven_door),
        ("verlenen.feit_bewijs", "bewijs", &how.bewijs),
    ];
    for (key, section, word) in told {
        facts.extend(
            word.iter()
                .map(|word| fact(key, t.say_of(section, word).to_owned())),
        );
    }
    let typed = [
        ("verlenen.feit_kenmerk", &how.gegeven_door_kenmerk),
        ("verlenen.feit_plaats", &how.plaats),
    ];
    for (key, text) in typed {
        facts.extend(text.iter().map(|text| fact(key, text.clone())));
    }
    facts
}

const CONFIRM: &str = "mutation ConsoleBevestigen($gesprek: UUID!) {
  toestemmingBevestigen(gesprek: $gesprek) { registerversie }
}";

const STOP: &str = "mutation ConsoleNietBevestigen($invoer: IntrekkingInvoer!) {
  toestemmingIntrekken(invoer: $invoer) { registerversie }
}";

/// Nobody needs to read again what was recorded.
#[derive(Deserialize)]
struct Done {}

/// Lets it hold, or end. What a colleague decided meanwhile stands: it is never ended from here.
pub(in super::super::super) async fn submit(
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let inwoner = read_inwoner(&inwoner)?;
    let Waits::These(waiting) = Waits::of(&visitor, &inwoner, gesprek).await? else {
        return Ok(redirect(&receipt(&inwoner, gesprek), []));
    };
    match fields.find("stap") {
        Some("bevestigen") => {
            let variables = Map::from_iter([("gesprek".to_owned(), json!(gesprek))]);
            visitor.ask::<Done>(CONFIRM, variables).await?;
            Ok(redirect(
                &format!("{}?klaar=bevestigd", receipt(&inwoner, gesprek)),
                [],
            ))
        }
        Some("stoppen") => {
            let delen: Vec<Value> = waiting
                .iter()
                .map(|one| json!({"toestemming": one.grant.id, "groepen": one.grant.groepen}))
                .collect();
            let variables = Map::from_iter([("invoer".to_owned(), json!({"delen": delen}))]);
            visitor.ask::<Done>(STOP, variables).await?;
            Ok(redirect(&format!("{PATH}?klaar=gestopt"), []))
        }
        _ => Err(Failure::NotFound),
    }
}

fn receipt(inwoner: &InwonerId, gesprek: Uuid) -> String {
    format!("{}/verleend/{gesprek}", path_of(inwoner))
}

//! The residents of the benchmark, with their records and grants; and who asks what.

use rand::{RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use schakel_tests::{
    Engine, OnEngine, TestApp,
    app::{bsn, buurtteamdossier, srw_dossier, traject},
};
use serde_json::{Value, json};

/// The same residents in every run.
const SEED: u64 = 2026;

/// How many residents stand on a worklist.
const WORKLIST: usize = 50;

/// The program, filled.
pub struct Scene {
    /// The program.
    pub app: TestApp,
    /// On which engine.
    pub engine: Engine,
    residents: Vec<String>,
}

/// A query with all the variables that it is asked with in turn.
pub struct Question {
    /// What it is called in the report.
    pub name: &'static str,
    /// On which engine it is asked.
    pub engine: Engine,
    /// The bodies to send.
    pub bodies: Vec<Value>,
}

impl Question {
    /// The engine and what is asked.
    pub fn title(&self) -> String {
        format!("{}: {}", self.engine, self.name)
    }
}

const FIELDS: &str = "{
  id
  trajecten  { partij { naam } loopt { loopt sinds } fase { fase sinds } contact { naam telefoon } financieel { totaleSchuld } }
  srw        { partij { naam } status { verwijzingen { soort status ingediendOp } } }
  buurtteams { partij { naam } status { betrokken sinds } contact { team } }
}";

const FASEN: [&str; 6] = [
    "AANMELDING",
    "INTAKE",
    "STABILISATIE",
    "SCHULDREGELING",
    "OPLOSSING",
    "AFGESLOTEN",
];

const SOORTEN: [&str; 3] = ["INKOMENSCHECK", "JURIDISCHE_VRAAG", "VOORZIENINGENCHECK"];

const TEAMS: [&str; 4] = ["Overvecht", "Kanaleneiland", "Zuilen", "Lombok"];

impl Scene {
    /// Publishes everything of so many residents, who all consented to working together.
    pub async fn set(engine: Engine, residents: u32) -> Self {
        let app = TestApp::on(engine).await;
        let mut draw = ChaCha8Rng::seed_from_u64(SEED);
        let mut ids = Vec::new();
        for number in 0..residents {
            let resident = publish(&app, number, &mut draw).await;
            app.grant(&resident, "SAMENWERKEN").await;
            ids.push(resident);
        }
        Self {
            app,
            engine,
            residents: ids,
        }
    }

    /// The two questions, by a buurtteam worker: one resident, and a page of a caseload.
    pub fn questions(&self) -> [Question; 2] {
        let one = format!("query Overzicht($id: ID!) {{ inwoner(id: $id) {FIELDS} }}");
        let many = format!("query Werklijst($ids: [ID!]!) {{ inwoners(ids: $ids) {FIELDS} }}");
        let overviews = self.residents.iter().map(|id| json!({"id": id}));
        let worklists = self.worklists().map(|ids| json!({"ids": ids}));
        [
            self.question("overview of 1 resident", &one, overviews),
            self.question("worklist of 50 residents", &many, worklists),
        ]
    }

    /// A buurtteam worker of Incluzio, with one token for all requests: signing them is the clients' work.
    pub fn headers(&self) -> HeaderMap {
        let text = |value: String| HeaderValue::try_from(value).expect("a header");
        HeaderMap::from_iter([
            (
                HeaderName::from_static("authorization"),
                text(format!("Bearer {}", self.app.ahmed().token())),
            ),
            (
                HeaderName::from_static("doel"),
                text("AFSTEMMING_TRAJECT".to_owned()),
            ),
            (
                HeaderName::from_static("content-type"),
                text("application/json".to_owned()),
            ),
        ])
    }

    /// Stops the program and throws its databases away.
    pub async fn clear(mut self) {
        self.app.stop().await;
    }

    fn question(&self, name: &'static str, query: &str, variables: impl Iterator<Item = Value>) -> Question {
        Question {
            name,
            engine: self.engine,
            bodies: variables
                .map(|variables| json!({"query": query, "variables": variables}))
                .collect(),
        }
    }

    /// Pages of residents in any order, as many as there are residents on one.
    fn worklists(&self) -> impl Iterator<Item = Vec<String>> {
        let mut draw = ChaCha8Rng::seed_from_u64(SEED);
        (0..WORKLIST).map(move |_| {
            let mut shuffled = self.residents.clone();
            shuffled.shuffle(&mut draw);
            shuffled.truncate(WORKLIST);
            shuffled
        })
    }
}

/// Nine in ten have records with the sociaal raadslieden, one in three with a second buurtteam.
async fn publish(app: &TestApp, number: u32, draw: &mut ChaCha8Rng) -> String {
    let bsn = bsn(number);
    let resident = app
        .publish_traject(a_traject(number, draw).client_bsn(&bsn))
        .await;
    if draw.random_bool(0.9) {
        let dossier = srw_dossier(&format!("S-{number}")).with("verwijzingen", verwijzingen(draw));
        app.publish_srw(dossier.client_id(&resident)).await;
    }
    app.publish_buurtteam(a_dossier("B", number, draw).client_bsn(&bsn))
        .await;
    if draw.random_bool(0.33) {
        let dossier = a_dossier("L", number, draw).client_bsn(&bsn);
        app.lokalis_systeem().published(&dossier).await;
    }
    resident
}

fn a_traject(number: u32, draw: &mut ChaCha8Rng) -> schakel_tests::app::Record {
    let sinds = format!("2026-05-{:02}", draw.random_range(1..=28));
    let regisseur = draw.random_range(1..=40);
    let contact =
        json!({"naam": format!("Regisseur {regisseur}"), "telefoon": format!("030 11100{regisseur:02}")});
    let earlier = json!({"contact": {"naam": "Regisseur 0"}, "sinds": "2026-03-02", "tot": "2026-04-01"});
    traject(&format!("T-{number}"))
        .fase(FASEN[draw.random_range(0..FASEN.len())], &sinds)
        .with(
            "regisseurs",
            json!([earlier, {"contact": contact, "sinds": "2026-04-01"}]),
        )
}

fn verwijzingen(draw: &mut ChaCha8Rng) -> Value {
    let count = draw.random_range(1..=4);
    let one = |number: usize| {
        json!({
            "bronId": format!("V-{number}"),
            "soort": SOORTEN[number % SOORTEN.len()],
            "route": "VIA_TRAJECT",
            "status": "INGEDIEND",
            "ingediendOp": format!("2026-04-{:02}", 10 + number),
        })
    };
    (0..count).map(one).collect()
}

fn a_dossier(kind: &str, number: u32, draw: &mut ChaCha8Rng) -> schakel_tests::app::Record {
    let team = TEAMS[draw.random_range(0..TEAMS.len())];
    let dossier = buurtteamdossier(&format!("{kind}-{number}")).with("team", json!(team));
    if draw.random_bool(0.2) {
        dossier.gesloten("2026-06-03")
    } else {
        dossier
    }
}

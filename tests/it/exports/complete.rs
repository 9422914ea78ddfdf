//! What is published through the API goes out by DDAS and comes in at another installation: of every field that doesn't say
//! the same there, the export has told so.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel::{
    domain::{Fase, NazorgProduct},
    publication::{
        BegeleidingSoort, BeschikkingSoort, GesprekSoort, Hulpvraag, Ingang, OplossingSoort, SchuldSoort,
        UitstroomReden,
    },
};
use schakel_tests::{
    Engine, OnEngine, TestApp,
    app::{Record, bsn, traject},
    on_both_engines, root,
};
use serde_json::{Value, json};

use super::kit::{counts, differences, export, held, validate};
use crate::imports::import_ddas;

/// How many trajecten.
const MANY: u32 = 120;

/// Draws what a source may say.
struct Draw(ChaCha8Rng);

impl Draw {
    fn chance(&mut self, of: f64) -> bool {
        self.0.random_bool(of)
    }

    /// A day of two years; now and then one that lies after the delivery.
    fn day(&mut self) -> NaiveDate {
        let first: NaiveDate = "2024-09-01".parse().unwrap();
        first + Days::new(self.0.random_range(0..690))
    }

    fn maybe<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(0.5).then(|| draw(self))
    }

    fn amount(&mut self) -> i64 {
        self.0.random_range(0..30_000)
    }

    fn word<T: Copy + serde::Serialize>(&mut self, words: &[T]) -> Value {
        json!(words[self.0.random_range(0..words.len())])
    }

    fn end(&mut self, start: NaiveDate) -> Option<NaiveDate> {
        self.maybe(|draw| start + Days::new(draw.0.random_range(0..200)))
    }

    fn list(&mut self, one: impl Fn(&mut Self) -> Value) -> Value {
        let count = self.0.random_range(0..3);
        (0..count).map(|_| one(self)).collect()
    }

    fn period(&mut self) -> Value {
        let start = self.day();
        json!({"start": start, "einde": self.end(start)})
    }

    fn crisis(&mut self) -> Value {
        let mut crisis = self.period();
        if self.chance(0.3) {
            crisis["bekendOp"] = json!("2025-03-04T09:30:00Z");
        }
        crisis
    }

    /// A period of which both ends may be unknown.
    fn loose_period(&mut self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let start = self.maybe(Self::day);
        let einde = match start {
            Some(start) => self.end(start),
            None => self.maybe(Self::day),
        };
        (start, einde)
    }

    fn fasen(&mut self) -> Vec<(Value, NaiveDate)> {
        let count = self.0.random_range(1..6);
        // A phase that is only planned is none yet.
        let today: NaiveDate = "2026-06-15".parse().unwrap();
        let mut days: Vec<NaiveDate> = (0..count).map(|_| self.day().min(today)).collect();
        days.sort_unstable();
        let usual = self.chance(0.5);
        let mut fasen: Vec<Value> = days.iter().map(|_| self.word(Fase::ALL)).collect();
        if usual {
            fasen[0] = json!(Fase::Aanmelding);
        }
        fasen.into_iter().zip(days).collect()
    }

    /// A traject of the resident with this number.
    fn traject(&mut self, n: u32) -> Record {
        let fasen = self.fasen();
        let applied = if self.chance(0.7) { fasen[0].1 } else { self.day() };
        let is_closed = fasen
            .last()
            .is_some_and(|(fase, _)| *fase == json!(Fase::Afgesloten));
        let fasen: Vec<Value> = fasen
            .into_iter()
            .map(|(fase, sinds)| json!({"fase": fase, "sinds": sinds, "tot": self.end(sinds)}))
            .collect();
        let contact = json!({"naam": "F. Regisseur"});
        let one = traject(&format!("T-{n}")).client_bsn(&bsn(2 * n));
        let one = if self.chance(0.2) {
            one.and_bsn(&bsn(2 * n + 1))
        } else {
            one
        };
        let uitstroom = (is_closed || self.chance(0.1))
            .then(|| json!({"datum": self.day(), "reden": self.word(UitstroomReden::ALL)}));
        one.with("fasen", json!(fasen))
            .with("aanmelddatum", json!(applied))
            .with("ingang", self.word(Ingang::ALL))
            .with("hulpvraag", self.word(Hulpvraag::ALL))
            .with("regisseurs", self.list(|draw| json!({"contact": contact, "sinds": draw.day()})))
            .with("betrokkenen", self.list(|_| json!({"contact": contact, "rol": "BUDGETCOACH", "organisatie": "Gemeente"})))
            .with("gesprekken", self.list(|draw| json!({"soort": draw.word(GesprekSoort::ALL), "datum": draw.day()})))
            .with("acties", self.list(|_| json!({"onderwerp": "post", "eigenaar": "inwoner", "zichtbaarVoorInwoner": true})))
            .with("termijnen", self.list(|draw| json!({"code": "PLAN_VAN_AANPAK", "start": "2026-01-01", "einde": "2026-03-01", "gehaaldOp": draw.maybe(Self::day)})))
            .with("opschortingen", self.list(|_| json!({"termijn": "BESCHIKKING", "van": "2026-01-01", "tot": "2026-02-01", "reden": "OVERMACHT"})))
            .with("beschikkingen", self.list(|draw| json!({"soort": draw.word(BeschikkingSoort::ALL), "datum": draw.day()})))
            .with("planVanAanpakOp", json!(self.maybe(Self::day)))
            .with("crises", self.list(Self::crisis))
            .with("schuldregeling", self.schuldregeling())
            .with("oplossing", self.oplossing())
            .with("begeleiding", self.list(Self::begeleiding))
            .with("moratoria", self.list(Self::moratorium))
            .with("financieel", self.financieel())
            .with("nazorg", self.nazorg())
            .with("voorlopigeVoorzieningen", self.list(Self::period))
            .with("administratie", self.administratie())
            .with("vorigTraject", json!(self.maybe(|_| "T-eerder")))
            .with("uitstroom", json!(uitstroom))
    }

    fn schuldregeling(&mut self) -> Value {
        let said = self.maybe(|draw| {
            json!({
                "datum": draw.maybe(Self::day), "toegekendOp": draw.maybe(Self::day), "afgewezenOp": draw.maybe(Self::day),
                "ingetrokkenOp": draw.maybe(Self::day), "dwangakkoord": draw.maybe(|draw| draw.chance(0.5)),
                "dwangakkoordVerzochtOp": draw.maybe(Self::day),
            })
        });
        json!(said)
    }

    fn oplossing(&mut self) -> Value {
        let said = self.maybe(|draw| {
            let (start, einde) = draw.loose_period();
            let soort = draw.maybe(|draw| draw.word(OplossingSoort::ALL));
            json!({"soort": soort, "start": start, "einde": einde, "vtlb": draw.maybe(Self::amount)})
        });
        json!(said)
    }

    fn begeleiding(&mut self) -> Value {
        let (start, einde) = self.loose_period();
        json!({"soort": self.maybe(|draw| draw.word(BegeleidingSoort::ALL)), "start": start, "einde": einde})
    }

    fn moratorium(&mut self) -> Value {
        let (start, einde) = self.loose_period();
        json!({"aangevraagdOp": self.maybe(Self::day), "toegekendOp": self.maybe(Self::day), "start": start, "einde": einde})
    }

    fn financieel(&mut self) -> Value {
        let said = self.maybe(|draw| {
            let schulden = draw.list(|draw| {
                json!({
                    "bedrag": draw.maybe(Self::amount), "peildatum": draw.maybe(Self::day),
                    "soort": draw.maybe(|draw| draw.word(SchuldSoort::ALL)), "zakelijk": draw.maybe(|draw| draw.chance(0.5)),
                })
            });
            json!({
                "totaleSchuld": draw.maybe(Self::amount), "aantalSchuldeisers": draw.maybe(|_| 7), "peildatum": draw.maybe(Self::day),
                "schuldBijAanvang": draw.maybe(Self::amount), "schulden": schulden,
            })
        });
        json!(said)
    }

    fn nazorg(&mut self) -> Value {
        let said = self.maybe(|draw| {
            let mut period = draw.period();
            period["producten"] = draw.list(|draw| draw.word(&NazorgProduct::ALL[..1]));
            let chosen = period["producten"].as_array_mut().unwrap();
            chosen.truncate(1);
            period
        });
        json!(said)
    }

    fn administratie(&mut self) -> Value {
        let said = self.maybe(|draw| {
            let (start, einde) = draw.loose_period();
            json!({
                "gemeentecode": draw.maybe(|_| "GM0355"), "startdatum": start, "einddatum": einde,
                "toegekendOp": draw.maybe(Self::day),
            })
        });
        json!(said)
    }
}

/// The fields that docs/import.md lists as having no place, or not always one.
fn documented() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs/import.md")).unwrap();
    let list = text.split("no place for").nth(1).expect("the list");
    let lines = list.lines().skip_while(|line| !line.starts_with("- `"));
    let lines = lines.take_while(|line| !line.is_empty());
    let named = lines.filter_map(|line| line.strip_prefix("- `")?.split('`').next());
    named.map(str::to_owned).collect()
}

on_both_engines! {
    async fn what_a_delivery_loses_is_listed(app: TestApp) {
        let mut draw = Draw(ChaCha8Rng::seed_from_u64(7));
        for n in 1..=MANY {
            let published = app.gemeente_systeem().publish(&draw.traject(n)).await.expect_ok();
            assert_eq!(published.data("/trajectPubliceren/uitkomst"), "NIEUW");
        }
        let numbers: Vec<String> = (2..=2 * MANY + 1).map(bsn).collect();
        let (exported, written) = export(&app, &numbers).await;
        assert_eq!((written.trajecten, written.without_clients), (u64::from(MANY), 0));
        validate(&exported);
        let elsewhere = TestApp::on(Engine::Sqlite).await;
        import_ddas(&elsewhere, &exported, true).await;
        let found = differences(&held(&app).await, &held(&elsewhere).await);
        assert_eq!(found, counts(&written), "each difference is listed for as many trajecten as have it, and nothing else");
        let listed: BTreeSet<String> = found.keys().filter(|field| !field.starts_with("het hele")).cloned().collect();
        assert_eq!(listed, documented(), "docs/import.md lists what can be lost");
    }
}

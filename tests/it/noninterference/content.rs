use rand::{RngExt, seq::IteratorRandom};
use rand_chacha::ChaCha8Rng;
use schakel_tests::app::{Record, buurtteamdossier, srw_dossier, traject};
use serde_json::{Value, json};

use super::{chance, ground::Groep, world::World};

/// A record as its owner holds it.
#[derive(Clone, Debug)]
pub struct Held {
    pub owner: &'static str,
    pub bron_id: String,
    /// One resident, or two in a traject; by place in the world.
    pub clients: Vec<usize>,
    pub open: bool,
    /// Grows with every publication, of whichever record.
    pub versie: u32,
    fields: Vec<(&'static str, Value)>,
}

impl Held {
    pub fn new(owner: &'static str, serial: u32, clients: Vec<usize>, rng: &mut ChaCha8Rng) -> Self {
        let mut held = Self {
            owner,
            bron_id: format!("R-{serial}"),
            clients,
            open: true,
            versie: serial,
            fields: Vec::new(),
        };
        // Few dates, so that records start on the same day.
        let start = json!(format!("2026-0{}-01", rng.random_range(1..3)));
        match owner {
            "gemeente-utrecht" => held.set("aanmelddatum", start),
            "u-centraal" => held.set("verwijzingen", json!([])),
            _ => held.set("geopendOp", start),
        }
        if owner == "u-centraal" {
            for _ in 0..rng.random_range(0..3) {
                held.add_referral(rng);
            }
        }
        if chance(rng, 25) {
            held.turn();
        }
        held
    }

    /// What its owner publishes.
    pub fn record(&self, world: &World<'_>) -> Record {
        let record = match self.owner {
            "gemeente-utrecht" => traject(&self.bron_id),
            "u-centraal" => srw_dossier(&self.bron_id),
            _ => buurtteamdossier(&self.bron_id),
        };
        let clients: Vec<Value> = self
            .clients
            .iter()
            .map(|client| json!({"id": world.residents[*client].id}))
            .collect();
        let record = match self.owner {
            "gemeente-utrecht" => record.with("clienten", json!(clients)),
            _ => record.with("inwoner", clients[0].clone()),
        };
        self.fields
            .iter()
            .fold(record, |record, (field, value)| record.with(field, value.clone()))
    }

    /// Closes it, or opens it again.
    pub fn turn(&mut self) {
        self.open = !self.open;
        match (self.owner, self.open) {
            ("gemeente-utrecht", true) => {
                self.set("fasen", json!([{"fase": "STABILISATIE", "sinds": "2026-05-11"}]));
                self.set("uitstroom", Value::Null);
            }
            ("gemeente-utrecht", false) => {
                self.set("fasen", json!([{"fase": "AFGESLOTEN", "sinds": "2026-06-01"}]));
                self.set("uitstroom", json!({"datum": "2026-06-01", "reden": "AFGEROND"}));
            }
            ("u-centraal", _) => {}
            (_, true) => {
                self.set("status", json!("OPEN"));
                self.set("geslotenOp", Value::Null);
            }
            (_, false) => {
                self.set("status", json!("GESLOTEN"));
                self.set("geslotenOp", json!("2026-06-01"));
            }
        }
    }

    /// One more referral to the sociaal raadslieden.
    pub fn add_referral(&mut self, rng: &mut ChaCha8Rng) {
        let mut all = self.referrals();
        let n = all.len();
        // Half of them is finished: only to those belongs a terugkoppeling.
        let is_open = chance(rng, 50);
        all.push(json!({
            "bronId": format!("V-{n}"), "soort": "INKOMENSCHECK", "route": "DIRECT",
            "status": if is_open { "IN_BEHANDELING" } else { "AFGEROND" }, "afgerondOp": (!is_open).then_some("2026-05-04"),
            "ingediendOp": format!("2026-04-{:02}", rng.random_range(1..5)),
            "vraag": chance(rng, 70).then(|| format!("vraag {n}")),
            "behandelaar": chance(rng, 70).then(|| json!({"naam": format!("Raadslid {n}"), "telefoon": "030 2220001"})),
            "terugkoppeling": (!is_open && chance(rng, 70)).then(|| json!({"uitkomst": "OPGELOST", "datum": "2026-05-04"})),
        }));
        self.set("verwijzingen", json!(all));
    }

    /// Changes what it says in one group, and in no other; `false` where there is nothing to change.
    pub fn change_group(&mut self, groep: Groep, serial: u32, rng: &mut ChaCha8Rng) -> bool {
        let word = format!("tekst {serial}");
        let day = format!(
            "20{:02}-{:02}-{:02}",
            10 + serial / 336 % 15,
            1 + serial / 28 % 12,
            1 + serial % 28
        );
        let gone = chance(rng, 20);
        let list = |item: Value| if gone { json!([]) } else { json!([item]) };
        let (field, value) = match groep {
            "TRAJECT_FASE" => ("crises", list(json!({"start": day}))),
            "TRAJECT_CONTACT" => (
                "regisseurs",
                list(json!({"contact": {"naam": word, "telefoon": "030 1"}, "sinds": "2026-03-02"})),
            ),
            "TRAJECT_TERMIJNEN" => (
                "termijnen",
                list(json!({"code": "BESCHIKKING", "start": day, "einde": day})),
            ),
            "TRAJECT_BETROKKENEN" => (
                "betrokkenen",
                list(
                    json!({"contact": {"naam": word}, "rol": "SCHULDREGELAAR", "organisatie": word, "taak": word}),
                ),
            ),
            "TRAJECT_AFSPRAKEN" => ("gesprekken", list(json!({"soort": "TWEEGESPREK", "datum": day}))),
            "TRAJECT_BESLUITEN" => ("beschikkingen", list(json!({"soort": "AFWIJZING", "datum": day}))),
            "TRAJECT_FINANCIEEL" => (
                "financieel",
                json!((!gone).then(|| json!({"totaleSchuld": serial, "aantalSchuldeisers": 1}))),
            ),
            "TRAJECT_NAZORG" => (
                "nazorg",
                json!((!gone).then(|| json!({"start": day, "producten": ["BUDGETCOACHING"]}))),
            ),
            "BUURTTEAM_CONTACT" => ("medewerker", json!((!gone).then(|| json!({"naam": word})))),
            "BUURTTEAM_DOELEN" => (
                "doelen",
                list(json!({"onderwerp": word, "sinds": day, "status": "BEZIG"})),
            ),
            "BUURTTEAM_LEEFGEBIEDEN" => (
                "leefgebieden",
                list(json!({"gebied": "FINANCIEN", "niveau": 1 + serial % 5, "peildatum": day})),
            ),
            "SRW_STATUS" | "SRW_CONTACT" | "SRW_TERUGKOPPELING" | "SRW_INHOUD" => {
                return self.change_referral(groep, &word, gone, rng);
            }
            _ => return false,
        };
        self.set(field, value);
        true
    }

    fn change_referral(&mut self, groep: Groep, word: &str, gone: bool, rng: &mut ChaCha8Rng) -> bool {
        let mut all = self.referrals();
        let is_fit = |one: &&mut Value| match groep {
            "SRW_STATUS" => one["afgerondOp"].is_null(),
            "SRW_TERUGKOPPELING" => one["status"] == "AFGEROND",
            _ => true,
        };
        let Some(one) = all.iter_mut().filter(is_fit).choose(rng) else {
            return false;
        };
        let unless_gone = |value: Value| if gone { Value::Null } else { value };
        match groep {
            "SRW_CONTACT" => one["behandelaar"] = unless_gone(json!({"naam": word})),
            "SRW_TERUGKOPPELING" => {
                let told = json!({"uitkomst": "DOORVERWEZEN", "datum": "2026-05-05", "toelichting": word});
                one["terugkoppeling"] = unless_gone(told);
            }
            "SRW_INHOUD" => one["vraag"] = unless_gone(json!(word)),
            _ => {
                let waits = one["status"] == "WACHT_OP_INWONER";
                one["status"] = json!(if waits {
                    "IN_BEHANDELING"
                } else {
                    "WACHT_OP_INWONER"
                });
            }
        }
        self.set("verwijzingen", json!(all));
        true
    }

    fn referrals(&self) -> Vec<Value> {
        let stored = self.fields.iter().find(|(field, _)| *field == "verwijzingen");
        let list = stored.and_then(|(_, value)| value.as_array());
        list.cloned().unwrap_or_default()
    }

    fn set(&mut self, field: &'static str, value: Value) {
        self.fields.retain(|(other, _)| *other != field);
        self.fields.push((field, value));
    }
}

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;
use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use schakel::domain::{Doel, Rol};
use schakel_tests::{
    TestApp,
    app::{Granted, Person, bsn, deel},
};

use super::{
    ask::Question,
    chance,
    change::{Act, Plan},
    content::Held,
    ground::{ASKERS, Groep, OWNERS, Shared, carried, groepen},
    same::Trace,
};

const RESIDENTS: usize = 14;
/// Enough of them that residents have several at one owner.
const RECORDS: usize = 42;

/// What the test has arranged, and so knows.
pub struct World<'a> {
    pub app: &'a TestApp,
    pub residents: Vec<Resident>,
    pub records: Vec<Held>,
    /// What may be seen now by whom.
    pub shared: BTreeSet<Shared>,
    /// Grants that stand, by which they can be withdrawn.
    pub grants: Vec<(Granted, Vec<Shared>)>,
    /// How many changes were thought of.
    pub turns: u32,
    /// The place of the last signal to each party, from which on it is asked what is new.
    pub places: BTreeMap<&'static str, String>,
    /// How many signals were told on the way there.
    pub told: usize,
    serial: u32,
}

pub struct Resident {
    pub bsn: String,
    pub id: String,
}

impl<'a> World<'a> {
    /// Residents with random records and random grants: some standing, some withdrawn, ended or not yet begun.
    pub async fn random(app: &'a TestApp, rng: &mut ChaCha8Rng) -> Self {
        let mut residents = Vec::new();
        for n in 0..RESIDENTS {
            let bsn = bsn(u32::try_from(n).expect("few residents"));
            let id = app.inwoner(&bsn).await;
            residents.push(Resident { bsn, id });
        }
        let mut world = World {
            app,
            residents,
            records: Vec::new(),
            shared: BTreeSet::new(),
            grants: Vec::new(),
            turns: 0,
            places: BTreeMap::new(),
            told: 0,
            serial: 0,
        };
        for _ in 0..RECORDS {
            let held = world.new_record(rng);
            world.publish(&held).await;
            world.records.push(held);
        }
        for inwoner in 0..RESIDENTS {
            for owner in OWNERS {
                for receiver in OWNERS {
                    if owner != receiver && chance(rng, 40) {
                        world.grant_somehow(rng, (inwoner, owner, receiver)).await;
                    }
                }
            }
        }
        // What was to end within the hour has ended.
        app.clock().advance(chrono::TimeDelta::hours(2));
        world
    }

    async fn grant_somehow(&mut self, rng: &mut ChaCha8Rng, pair: (usize, &'static str, &'static str)) {
        let groepen = some_groups(rng, pair.1);
        let doel = some_doel(rng);
        match rng.random_range(0..10) {
            0 => drop(
                self.grant(pair, &groepen, doel, Some("2026-06-15T11:00:00Z"), None)
                    .await,
            ),
            1 => drop(
                self.grant(pair, &groepen, doel, None, Some("2026-07-01T00:00:00Z"))
                    .await,
            ),
            2 => {
                if let Some((granted, _)) = self.grant(pair, &groepen, doel, None, None).await {
                    self.app.revoke(&granted).await;
                }
            }
            _ => self.share(pair, &groepen, doel).await,
        }
    }

    /// Gives a grant that stands from now on.
    pub async fn share(&mut self, pair: (usize, &'static str, &'static str), groepen: &[Groep], doel: Doel) {
        if let Some((granted, lines)) = self.grant(pair, groepen, doel, None, None).await {
            self.shared.extend(lines.iter().copied());
            self.grants.push((granted, lines));
        }
    }

    /// Withdraws a grant; what another one carries as well stays.
    pub async fn unshare(&mut self, place: usize) {
        let (granted, _) = self.grants.swap_remove(place);
        self.app.revoke(&granted).await;
        self.shared = self
            .grants
            .iter()
            .flat_map(|(_, lines)| lines.iter().copied())
            .collect();
    }

    async fn grant(
        &self,
        (inwoner, owner, receiver): (usize, &'static str, &'static str),
        groepen: &[Groep],
        doel: Doel,
        until: Option<&str>,
        from: Option<&str>,
    ) -> Option<(Granted, Vec<Shared>)> {
        let groepen: Vec<Groep> = groepen
            .iter()
            .copied()
            .filter(|groep| carried(doel, groep))
            .collect();
        if groepen.is_empty() {
            return None;
        }
        let mut grant = deel(owner, receiver, &groepen)
            .doel(doel.word())
            .until("2027-01-01T00:00:00Z");
        if let Some(moment) = until {
            grant = grant.until(moment);
        }
        if let Some(moment) = from {
            grant = grant.from(moment);
        }
        let granted = self.app.grant(&self.residents[inwoner].id, grant).await;
        let lines = groepen
            .iter()
            .map(|groep| (inwoner, owner, receiver, *groep, doel));
        Some((granted, lines.collect()))
    }

    /// Takes note of the signals that were told until now, so that a question asks for the next.
    pub async fn catch_up(&mut self) {
        self.app.settle_signals().await;
        for asker in ASKERS
            .into_iter()
            .filter(|asker| OWNERS.contains(&asker.partij) && asker.competent)
        {
            loop {
                let na = self.places.get(asker.partij).map(String::as_str);
                let page = asker.person(self.app).signals(na, 100).await.expect_ok();
                let edges = page.data("/signalen/edges").as_array().expect("a list");
                let Some(last) = edges.last() else {
                    break;
                };
                self.told += edges.len();
                let place = last["cursor"].as_str().expect("a place").to_owned();
                self.places.insert(asker.partij, place);
            }
        }
    }

    /// Every answer, in the order of the questions, when every signal is there.
    pub async fn ask_all(&self, questions: &[Question], plan: &Plan) -> Vec<Trace> {
        self.app.settle_signals().await;
        let asked = questions.iter().map(async |question| {
            let answer = question.ask(self).await;
            assert!(
                answer.status == 200 && answer.body["data"].is_object(),
                "{question:?}: {}",
                answer.shown()
            );
            let mut trace = Trace::of(&answer);
            if let Some(message) = question.follow(self).await {
                trace = trace.followed_by(&message);
            }
            if plan.changes_register() {
                trace.without_version()
            } else {
                trace
            }
        });
        join_all(asked).await
    }

    /// Makes the change, as the owner of the record or the resident does.
    pub async fn carry_out(&mut self, plan: &Plan) {
        match &plan.act {
            Act::Publish(held) => {
                self.publish(held).await;
                self.records.retain(|other| other.bron_id != held.bron_id);
                self.records.push((**held).clone());
            }
            Act::Withdraw(bron_id) => {
                let place = self.records.iter().position(|held| held.bron_id == *bron_id);
                let held = self.records.swap_remove(place.expect("it is there"));
                self.system(held.owner).withdraw(bron_id).await.expect_ok();
            }
            Act::Share { pair, groepen, doel } => self.share(*pair, groepen, *doel).await,
            Act::Unshare(place) => self.unshare(*place).await,
        }
    }

    async fn publish(&self, held: &Held) {
        let versie = format!(
            "2026-06-{:02}T{:02}:{:02}:00Z",
            1 + held.versie / 1440,
            held.versie / 60 % 24,
            held.versie % 60
        );
        let published = self
            .system(held.owner)
            .published(&held.record(self).versie(&versie))
            .await;
        assert!(
            ["NIEUW", "BIJGEWERKT"].contains(&published.uitkomst.as_str()),
            "{published:?}"
        );
    }

    fn system(&self, owner: &str) -> Person<'a> {
        self.app.person(owner, Rol::Bronsysteem)
    }

    /// A number that was never given.
    pub fn next(&mut self) -> u32 {
        self.serial += 1;
        self.serial
    }
}

/// Some groups of an owner, more often few than many.
pub fn some_groups(rng: &mut ChaCha8Rng, owner: &str) -> Vec<Groep> {
    let percent = *[25, 50, 80].choose(rng).expect("some");
    groepen(owner)
        .iter()
        .copied()
        .filter(|_| chance(rng, percent))
        .collect()
}

pub fn some_doel(rng: &mut ChaCha8Rng) -> Doel {
    if chance(rng, 75) {
        Doel::AfstemmingTraject
    } else {
        Doel::UitvoerenVerwijzing
    }
}

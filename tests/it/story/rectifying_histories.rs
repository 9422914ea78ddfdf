//! Whatever happens to a traject in whatever order: every party hears of exactly what it saw, once, and of nothing else.

use std::collections::{BTreeMap, BTreeSet};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel::domain::Rol;
use schakel_tests::{
    TestApp,
    app::{Rectified, bsn, traject},
    in_both_cities,
};

use super::{
    queries::ask_all,
    rectifying::{granted, later, told, uitkomst, withdraw},
};

const GROEPEN: [&str; 2] = ["TRAJECT_LOOPT", "TRAJECT_FASE"];

in_both_cities! {
    async fn everybody_hears_exactly_what_they_saw(app: TestApp) {
        for seed in 0..3 {
            History::new(&app, seed).run(40).await;
        }
    }
}

/// A traject that comes, changes, moves between two residents and goes; a naive account of who saw what of it.
struct History<'a> {
    app: &'a TestApp,
    rng: ChaCha8Rng,
    viewers: [&'static str; 2],
    bron_id: String,
    residents: [String; 2],
    numbers: [String; 2],
    /// Of whom it is, while it is in sight.
    about: Option<usize>,
    erased: bool,
    version: i64,
    /// Since it came in sight: who saw which groups, of a version that stood then.
    seen: BTreeMap<&'static str, BTreeSet<(&'static str, i64)>>,
    /// Groups of versions of which a party heard that they were wrong.
    corrected: BTreeMap<&'static str, BTreeSet<(&'static str, i64)>>,
    grants: Vec<(&'static str, &'static str, usize)>,
    expected: BTreeMap<&'static str, Vec<Rectified>>,
}

impl<'a> History<'a> {
    fn new(app: &'a TestApp, seed: u64) -> Self {
        let first = 1 + 2 * u32::try_from(seed).unwrap();
        Self {
            app,
            rng: ChaCha8Rng::seed_from_u64(seed),
            viewers: [app.city().buurtteam.partij, app.city().ander_buurtteam.partij],
            bron_id: format!("H-{seed}"),
            residents: Default::default(),
            numbers: [bsn(first), bsn(first + 1)],
            about: None,
            erased: false,
            version: 0,
            seen: BTreeMap::new(),
            corrected: BTreeMap::new(),
            grants: Vec::new(),
            expected: BTreeMap::new(),
        }
    }

    async fn run(mut self, steps: usize) {
        for n in 0..2 {
            self.residents[n] = self.app.inwoner(&self.numbers[n]).await;
        }
        for viewer in self.viewers {
            let before = self
                .app
                .professional(viewer)
                .rollen([Rol::Bronsysteem])
                .heard_of_trajecten()
                .await;
            self.expected.insert(viewer, before);
        }
        for _ in 0..steps {
            later(self.app);
            match self.rng.random_range(0..10) {
                0 | 1 => self.publish().await,
                2 => self.grant().await,
                3 => self.correct().await,
                4 if self.rng.random_range(0..2) == 0 => self.withdraw().await,
                5 if self.rng.random_range(0..8) == 0 => self.erase().await,
                _ => self.look().await,
            }
            if self.rng.random_range(0..4) == 0 {
                self.app.look_again().await;
            }
        }
        for viewer in self.viewers {
            let heard = self
                .app
                .professional(viewer)
                .rollen([Rol::Bronsysteem])
                .heard_of_trajecten()
                .await;
            assert_eq!(heard, self.expected[viewer], "{viewer} of {}", self.bron_id);
        }
    }

    async fn publish(&mut self) {
        let about = self.rng.random_range(0..2);
        self.version += 1;
        let versie = format!("2026-06-02T08:{:02}:00Z", self.version);
        let record = traject(&self.bron_id)
            .client_bsn(&self.numbers[about])
            .versie(&versie);
        self.app.gemeente_systeem().published(&record).await;
        if self.erased {
            return;
        }
        if self.about.is_some_and(|before| before != about) {
            self.revoke("TERUGTREKKING");
        }
        self.about = Some(about);
    }

    async fn grant(&mut self) {
        let viewer = self.viewers[self.rng.random_range(0..2)];
        let groep = GROEPEN[self.rng.random_range(0..2)];
        let about = self.rng.random_range(0..2);
        if !self.grants.contains(&(viewer, groep, about)) {
            granted(self.app, &self.residents[about], viewer, &[groep]).await;
            self.grants.push((viewer, groep, about));
        }
    }

    async fn look(&mut self) {
        let viewer = self.viewers[self.rng.random_range(0..2)];
        let about = self.rng.random_range(0..2);
        ask_all(&self.app.professional(viewer), &self.residents[about]).await;
        if self.about != Some(about) {
            return;
        }
        for (_, groep, _) in self
            .grants
            .iter()
            .filter(|grant| grant.0 == viewer && grant.2 == about)
        {
            self.seen.entry(viewer).or_default().insert((groep, self.version));
        }
    }

    async fn correct(&mut self) {
        let groep = GROEPEN[self.rng.random_range(0..2)];
        self.app
            .gemeente_systeem()
            .rectify_traject(&self.bron_id, &[groep])
            .await
            .expect_ok();
        let Some(about) = self.about else { return };
        for (viewer, seen) in &self.seen {
            let wrong: BTreeSet<_> = seen
                .iter()
                .filter(|(what, version)| *what == groep && *version < self.version)
                .copied()
                .collect();
            let heard = self.corrected.entry(viewer).or_default();
            if !wrong.is_subset(heard) {
                heard.extend(wrong);
                let told = told("CORRECTIE", &self.residents[about], &[groep]);
                self.expected.get_mut(viewer).unwrap().push(told);
            }
        }
    }

    async fn withdraw(&mut self) {
        withdraw(self.app, &self.bron_id).await;
        self.revoke("TERUGTREKKING");
    }

    async fn erase(&mut self) {
        let answer = self
            .app
            .gemeente_systeem()
            .erase_traject(&self.bron_id)
            .await
            .expect_ok();
        self.erased |= uitkomst(&answer) == "GEWIST";
        self.revoke("VERWIJDERING");
    }

    fn revoke(&mut self, soort: &str) {
        let Some(about) = self.about.take() else { return };
        for (viewer, seen) in std::mem::take(&mut self.seen) {
            let groepen: Vec<&str> = seen.iter().map(|(groep, _)| *groep).collect();
            let told = told(soort, &self.residents[about], &groepen);
            self.expected.get_mut(viewer).unwrap().push(told);
        }
        self.corrected.clear();
    }
}

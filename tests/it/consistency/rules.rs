use std::sync::atomic::{AtomicBool, Ordering};

use schakel::domain::Gegevensgroep;
use schakel_tests::{
    TestApp,
    app::{bsn, deel},
    on_both_engines,
};

/// How often the rule is switched.
const TURNS: usize = 40;

/// Switches the rule of four eyes on and off: from which version it was which.
async fn switch(app: &TestApp, is_over: &AtomicBool) -> Vec<(i64, bool)> {
    let mut applied = vec![(0, false)];
    for turn in 0..TURNS {
        let takes_two = turn % 2 == 0;
        let change = |utrecht: &mut schakel::domain::Inrichting| {
            if takes_two {
                utrecht.vier_ogen_groepen.insert(Gegevensgroep::TrajectFase);
            }
        };
        applied.push((app.change_inrichting(change).await, takes_two));
    }
    is_over.store(true, Ordering::Relaxed);
    applied
}

/// Grants as long as the rule is switched: in which version each, and whether it waits for a second person.
async fn grant(app: &TestApp, inwoner: &str, is_over: &AtomicBool) -> Vec<(i64, bool)> {
    let mut granted = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let given = deel("gemeente-utrecht", "incluzio", &["TRAJECT_FASE"]);
        let answer = app.tessa().grant(inwoner, given).await.expect_ok();
        let version = answer
            .data("/toestemmingVerlenen/registerversie")
            .as_i64()
            .expect("a version");
        let status = answer.text_at("/toestemmingVerlenen/toestemmingen/0/status");
        granted.push((version, status == "WACHT_OP_TWEEDE"));
    }
    granted
}

on_both_engines! {
    /// The rules that were read before the lock may not be those that hold behind it.
    async fn what_is_recorded_keeps_to_the_rules_of_its_version(app: TestApp) {
        let is_over = AtomicBool::new(false);
        let people = [app.inwoner(&bsn(1)).await, app.inwoner(&bsn(2)).await, app.inwoner(&bsn(3)).await];
        let (applied, first, second, third) = tokio::join!(
            switch(&app, &is_over),
            grant(&app, &people[0], &is_over),
            grant(&app, &people[1], &is_over),
            grant(&app, &people[2], &is_over),
        );
        let granted: Vec<(i64, bool)> = [first, second, third].concat();
        println!("{} grants between {TURNS} changes of the rules", granted.len());
        assert!(!granted.is_empty());
        for (version, waits) in granted {
            let rule = applied.iter().rfind(|(from, _)| *from < version).expect("a rule");
            assert_eq!(waits, rule.1, "version {version} under the rules of {}", rule.0);
        }
    }
}

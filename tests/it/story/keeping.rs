//! What is kept no longer than its term after its end (AVG art. 5 lid 1 onder e), and what is never touched.

use chrono::Days;
use rand::RngExt;
use schakel::{domain::RecordSoort, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{Person, Record, bsn, buurtteamdossier, deel, srw_dossier, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_all, ask_lamp, lamp};

const NEWER: &str = "2026-06-02T08:00:00Z";
const NEWEST: &str = "2026-06-03T08:00:00Z";

/// A traject that began long ago, and was closed on this day.
fn closed(bron_id: &str, op: &str) -> Record {
    traject(bron_id)
        .fase("AFGESLOTEN", op)
        .with("aanmelddatum", json!("2010-01-04"))
        .with("nazorg", Value::Null)
        .with("administratie", Value::Null)
}

fn done(bron_id: &str, inwoner: &str, op: &str) -> Record {
    let verwijzing = json!([{"bronId": "V-1", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "AFGEROND",
        "ingediendOp": "2010-04-02", "afgerondOp": op}]);
    srw_dossier(bron_id)
        .client_id(inwoner)
        .with("verwijzingen", verwijzing)
}

async fn outcome(system: &Person<'_>, record: &Record) -> String {
    let answer = system.publish(record).await.expect_ok();
    let data = answer.body["data"].as_object().expect("data");
    let told = data.values().next().expect("one mutation");
    told["uitkomst"].as_str().expect("an outcome").to_owned()
}

async fn acts(app: &TestApp, room: SubgraphName) -> Vec<String> {
    let lines = app.log_lines(room).await;
    let about_nobody = lines.into_iter().filter(|line| line.inwoner.is_empty());
    about_nobody.map(|line| line.handeling).collect()
}

/// By the term of the municipality's trajecten, in years.
async fn set_term(app: &TestApp, soort: RecordSoort, years: u16) {
    app.change_inrichting(|inrichting| {
        let rows = inrichting.bewaartermijnen.iter_mut();
        rows.filter(|row| row.soort == soort)
            .for_each(|row| row.duur.aantal = years);
    })
    .await;
}

in_both_cities! {
    async fn a_closed_traject_goes_when_its_term_is_over_and_nobody_is_told(app: TestApp) {
        let system = app.gemeente_systeem();
        let inwoner = app.publish_traject(closed("T-zwaluw", "2021-06-15")).await;
        app.publish_traject(closed("T-2", "2021-06-16").client_bsn(&bsn(2))).await;
        app.publish_traject(traject("T-3").client_bsn(&bsn(3))).await;
        let (owner, viewer) = (system.partij().to_owned(), app.ahmed().partij().to_owned());
        app.grant(&inwoner, deel(&owner, &viewer, &["TRAJECT_FASE"])).await;
        ask_all(&app.ahmed(), &inwoner).await;
        assert!(!app.tables_with("T-zwaluw").await.is_empty(), "the mark is seen");

        let ahead = app.installation().retention.look_ahead().await.unwrap();
        let told = ahead.iter().find(|one| one.bronhouder.as_str() == owner && one.naam == "TRAJECT").unwrap();
        assert_eq!((told.beeindigd, told.nu, told.later.get(&(2026, 6))), (2, 1, Some(&1)));

        assert_eq!(app.expire().await, 1);
        assert_eq!(app.tables_with("T-zwaluw").await, std::collections::BTreeSet::new());
        assert_eq!(app.look_again().await, 0);
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, []);
        let about_nobody = acts(&app, SubgraphName::Trajectbegeleiding).await;
        assert_eq!(about_nobody.first().map(String::as_str), Some("BEWAARTERMIJN_TOEPASSEN"));
        assert_eq!(lamp(&ask_lamp(&app.fatima(), &inwoner).await), Ok(None), "for its owner too");

        for again in [closed("T-zwaluw", "2021-06-15"), closed("T-zwaluw", "2021-06-14").versie(NEWER)] {
            assert_eq!(outcome(&system, &again).await, "BEWAARTERMIJN_VERSTREKEN");
        }
        assert_eq!(app.expire().await, 0, "the others are within their term");
        assert_eq!(outcome(&system, &closed("T-2", "2021-06-16").client_bsn(&bsn(2))).await, "ONGEWIJZIGD");
        let running = traject("T-zwaluw").versie(NEWEST);
        assert_eq!(outcome(&system, &running).await, "NIEUW", "what runs again is kept again");
        assert_eq!(app.expire().await, 0);
    }

    async fn aftercare_and_what_runs_keep_a_traject(app: TestApp) {
        let aftercare = |einde: Value| json!({"start": "2015-01-05", "einde": einde, "producten": ["BUDGETCOACHING"]});
        let system = app.gemeente_systeem();
        let kept = [
            closed("T-1", "2015-01-05").with("nazorg", aftercare(Value::Null)),
            closed("T-2", "2015-01-05").with("nazorg", aftercare(json!("2025-01-05"))).client_bsn(&bsn(2)),
            traject("T-3").fase("NAZORG", "2015-01-05").with("nazorg", aftercare(json!("2015-02-05"))).client_bsn(&bsn(3)),
        ];
        for record in &kept {
            system.published(record).await;
        }
        let gone = closed("T-4", "2015-01-05").with("nazorg", aftercare(json!("2016-01-05"))).client_bsn(&bsn(4));
        system.published(&gone).await;
        assert_eq!(app.expire().await, 1);
        for record in &kept {
            assert_eq!(outcome(&system, record).await, "ONGEWIJZIGD");
        }
        assert_eq!(outcome(&system, &gone).await, "BEWAARTERMIJN_VERSTREKEN");
    }

    async fn without_a_row_nothing_goes_and_a_shorter_one_takes_more(app: TestApp) {
        let system = app.gemeente_systeem();
        system.published(&closed("T-1", "2000-01-03")).await;
        system.published(&closed("T-2", "2024-01-03").client_bsn(&bsn(2))).await;
        let rows = app.city().inrichting().bewaartermijnen;
        app.change_inrichting(|inrichting| inrichting.bewaartermijnen.clear()).await;
        assert_eq!(app.expire().await, 0);
        let ahead = app.installation().retention.look_ahead().await.unwrap();
        assert!(ahead.iter().all(|one| one.termijn.is_none() && one.nu == 0));
        app.change_inrichting(|inrichting| inrichting.bewaartermijnen = rows).await;
        assert_eq!(app.expire().await, 1);
        set_term(&app, RecordSoort::Traject, 2).await;
        assert_eq!(app.expire().await, 1);
    }

    async fn replicas_that_look_at_once_erase_each_record_once(app: TestApp) {
        let system = app.gemeente_systeem();
        for number in 1..9_u32 {
            system.published(&closed(&format!("T-{number}"), "2015-01-05").client_bsn(&bsn(number))).await;
        }
        let counts = tokio::join!(app.expire(), app.expire(), app.expire());
        assert_eq!(counts.0 + counts.1 + counts.2, 8);
    }

    /// Nothing that runs or is within its term is ever erased, whatever there is and whenever is looked.
    async fn exactly_what_is_past_its_term_goes(app: TestApp) {
        let mut rng = schakel_tests::random_numbers();
        let begin = app.now();
        let day = |back: u64| begin.date_naive() - Days::new(back);
        let mut records = Vec::new();
        for number in 0..24_u32 {
            let einde = day(rng.random_range(0..4000));
            let text = einde.to_string();
            let (is_traject, ends, is_withdrawn) = (rng.random_bool(0.6), rng.random_bool(0.7), rng.random_bool(0.2));
            let name = format!("R-{number}");
            let (record, years) = match (is_traject, ends) {
                (true, true) => (closed(&name, &text), 5),
                (true, false) => (traject(&name), 5),
                (false, true) => (buurtteamdossier(&name).with("geopendOp", json!("2010-01-04")).gesloten(&text), 2),
                (false, false) => (buurtteamdossier(&name), 2),
            };
            let record = record.client_bsn(&bsn(number + 1));
            let system = if is_traject { app.gemeente_systeem() } else { app.incluzio_systeem() };
            system.published(&record).await;
            let withdrawn = is_withdrawn.then_some(begin.date_naive());
            if is_withdrawn {
                let field = if is_traject { "trajectTerugtrekken" } else { "buurtteamdossierTerugtrekken" };
                let mutation = format!("mutation {{ {field}(bronId: \"{name}\", reden: \"dubbel\") {{ uitkomst }} }}");
                system.ask(&mutation, json!({})).await.expect_ok();
            }
            records.push((record, is_traject, withdrawn.or(ends.then_some(einde)), years));
        }
        let mut gone = vec![false; records.len()];
        for _ in 0..6 {
            app.clock().advance(chrono::TimeDelta::days(rng.random_range(0..500)));
            let today = schakel::clock::day_in_amsterdam(app.now());
            let mut new = 0;
            for (index, (_, _, einde, years)) in records.iter().enumerate() {
                let over = einde.and_then(|day| day.checked_add_months(chrono::Months::new(12 * years)));
                if over.is_some_and(|over| over <= today) && !gone[index] {
                    gone[index] = true;
                    new += 1;
                }
            }
            assert_eq!(app.expire().await, new, "on {today}");
            for ((record, is_traject, _, _), gone) in records.iter().zip(&gone) {
                let system = if *is_traject { app.gemeente_systeem() } else { app.incluzio_systeem() };
                let outcome = outcome(&system, record).await;
                assert_eq!(outcome == "BEWAARTERMIJN_VERSTREKEN", *gone, "{outcome} on {today}: {}", record.invoer());
            }
        }
    }

    async fn without_a_log_nothing_is_erased(app: TestApp) {
        let system = app.gemeente_systeem();
        let record = closed("T-1", "2015-01-05");
        system.published(&record).await;
        super::failing::drop_table(&app, SubgraphName::Trajectbegeleiding, "verstrekking").await;
        assert!(app.installation().retention.expire().await.is_err());
        assert!(!app.tables_with("T-1").await.is_empty());
    }

    async fn what_was_erased_at_request_stays_away_after_its_term_too(app: TestApp) {
        let system = app.gemeente_systeem();
        system.published(&closed("T-1", "2015-01-05")).await;
        assert_eq!(app.expire().await, 1);
        let erased = system.erase_traject("T-1").await.expect_ok();
        assert_eq!(erased.text_at("/trajectWissen/uitkomst"), "WAS_AL_GEWIST");
        assert_eq!(outcome(&system, &traject("T-1").versie(NEWEST)).await, "GEWIST");
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn a_dossier_goes_with_its_referrals_when_the_last_of_them_is_old(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let system = app.ucentraal_systeem();
        let old = done("S-1", &inwoner, "2024-06-15");
        let mut with_open = done("S-2", &inwoner, "2020-06-15").invoer()["verwijzingen"].clone();
        let open = json!({"bronId": "V-2", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "ONTVANGEN", "ingediendOp": "2020-04-02"});
        with_open.as_array_mut().unwrap().push(open);
        let open = done("S-2", &inwoner, "2020-06-15").with("verwijzingen", with_open);
        let young = done("S-3", &inwoner, "2024-06-16");
        for record in [&old, &open, &young] {
            system.published(record).await;
        }
        assert_eq!(app.expire().await, 1);
        assert_eq!(outcome(&system, &old).await, "BEWAARTERMIJN_VERSTREKEN");
        assert_eq!(outcome(&system, &open).await, "ONGEWIJZIGD");
        assert_eq!(outcome(&system, &young).await, "ONGEWIJZIGD");
        let new_question = done("S-1", &inwoner, "2026-06-01").versie(NEWER);
        assert_eq!(outcome(&system, &new_question).await, "NIEUW", "a dossier that lives on comes back");
        assert_eq!(acts(&app, SubgraphName::Srw).await, ["BEWAARTERMIJN_TOEPASSEN"]);
    }
}

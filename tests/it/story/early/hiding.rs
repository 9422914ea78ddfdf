//! A signaalpartner learns nothing of anybody: whatever is known of a resident, and whatever becomes of a signal, it gets the
//! same answers, byte for byte but for the numbers of receipts.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use schakel::domain::Doel;
use schakel_tests::{
    Engine, TestApp,
    app::{Answer, Person, bsn, traject},
};
use serde_json::{Value, json};

use super::{Signaal, give, huurder, in_both_cities, of_inwoner, signaal, step, take_back};

/// The answer without the number of the receipt, which is made apart for each signal.
fn without_number(answer: &Answer) -> String {
    let text = answer.comparable();
    let Some((before, rest)) = text.split_once("\"ontvangstnummer\":\"") else {
        return text;
    };
    let (_, after) = rest.split_once('"').expect("a number ends");
    format!("{before}{after}")
}

/// One thing that the corporation does about one of its tenants.
#[derive(Clone, Copy, Debug)]
enum Act {
    Give { maanden: i32, hour: u32 },
    TakeBack,
}

impl Act {
    fn random(rng: &mut ChaCha8Rng) -> Self {
        match rng.random_range(0..5) {
            0 => Self::TakeBack,
            _ => Self::Give {
                maanden: rng.random_range(1..5),
                hour: rng.random_range(0..6),
            },
        }
    }

    async fn act(self, app: &TestApp, (bron_id, number): (&str, &str)) -> Answer {
        let corporation = app.corporatie_systeem();
        match self {
            Self::Give { maanden, hour } => {
                let versie = format!("2026-06-15T0{hour}:00:00Z");
                let signal: Signaal = signaal(app, bron_id, number)
                    .versie(&versie)
                    .with("maanden", json!(maanden));
                give(&corporation, &signal).await
            }
            Self::TakeBack => take_back(&corporation, bron_id).await,
        }
    }
}

/// Something that others do about a resident, and the corporation must never feel.
async fn others_act(app: &TestApp, rng: &mut ChaCha8Rng, n: u32, inwoner: &str) {
    let owner = app.fatima();
    let open: Vec<String> = of_inwoner(&owner, inwoner)
        .await
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    let ids: Vec<&str> = open.iter().map(String::as_str).collect();
    match rng.random_range(0..6) {
        0 => drop(step(&owner, &ids, "OPPAKKEN", json!({})).await),
        1 => drop(step(&owner, &ids, "AFSLUITEN", json!({"resultaat": "HULP_AFGEWEZEN"})).await),
        2 => {
            let record = traject(&format!("T-{n}"))
                .client_bsn(&bsn(n))
                .with("ingang", json!("SIGNAAL"));
            app.publish_traject(record).await;
            step(&owner, &ids, "KOPPELEN", json!({"traject": format!("T-{n}")})).await;
        }
        3 => drop(app.publish_everything(&bsn(n)).await),
        4 => drop(app.grant(inwoner, "SAMENWERKEN").await),
        _ => drop(app.gemeente_systeem().withdraw(&format!("T-{n}")).await),
    }
}

/// Every root that a signaalpartner could try, about one resident.
async fn everything(person: &Person<'_>, inwoner: &str) -> Vec<String> {
    let id = json!({"id": inwoner});
    let page = "pageInfo { hasNextPage }";
    let queries: Vec<(String, Value)> = vec![
        ("query($id: ID!) { inwoner(id: $id) { id trajecten { loopt { loopt } financieel { totaleSchuld } } buurtteams { status { betrokken } } toegang { groep toegestaan reden } } }".to_owned(), id.clone()),
        (format!("query($id: ID!) {{ vroegsignalen(filter: {{inwoner: $id}}) {{ edges {{ node {{ inwoner {{ id }} vroegsignalen {{ id status }} }} }} {page} }} }}"), id.clone()),
        (format!("query($id: ID!) {{ verstrekkingen(inwoner: $id) {{ traject {{ edges {{ node {{ handeling }} }} {page} }} }} }}"), id.clone()),
        ("query($id: ID!) { toestemmingen(inwoner: $id) { id } }".to_owned(), id.clone()),
        ("query($id: ID!) { wieKan(inwoner: $id, groep: TRAJECT_LOOPT) { partij { id } } }".to_owned(), id.clone()),
        (format!("{{ werklijst {{ edges {{ node {{ bronId }} }} {page} }} }}"), json!({})),
        (format!("{{ mijnVerwijzingen {{ edges {{ node {{ id }} }} {page} }} }}"), json!({})),
        (format!("{{ signalen {{ edges {{ node {{ soort }} }} {page} }} }}"), json!({})),
        (format!("{{ inzagenDoor(partij: \"{}\", van: \"2026-01-01T00:00:00Z\", tot: \"2027-01-01T00:00:00Z\") {{ traject {{ edges {{ node {{ inwoner }} }} {page} }} }} }}", person.partij()), json!({})),
    ];
    let mut told = Vec::new();
    for (query, variables) in queries {
        let answer = person.ask(&query, variables).await;
        assert!(
            answer.status == 200 && !answer.codes().contains(&"DOCUMENT_ONGELDIG"),
            "{query}: {}",
            answer.shown()
        );
        told.push(answer.comparable().replace(inwoner, "INWONER"));
    }
    told
}

in_both_cities! {
    /// Two tenants: about both the corporation does the same. Of one everybody else knows nothing; with the other much happens.
    async fn whatever_becomes_of_a_signal_its_giver_cannot_feel_it(app: TestApp) {
        let rounds = if app.databases().engine() == Engine::Sqlite { 6 } else { 2 };
        let mut rng = schakel_tests::random_numbers();
        let mut taken = 0;
        for round in 0..rounds {
            let (busy, quiet) = (10 + 2 * round, 11 + 2 * round);
            let ((busy_number, busy_id), (quiet_number, quiet_id)) = (huurder(&app, busy).await, huurder(&app, quiet).await);
            let names = [(format!("V-{busy}"), busy_number), (format!("V-{quiet}"), quiet_number)];
            for _ in 0..10 {
                for _ in 0..rng.random_range(0..3) {
                    others_act(&app, &mut rng, busy, &busy_id).await;
                }
                let act = Act::random(&mut rng);
                let mut told = Vec::new();
                for (bron_id, number) in &names {
                    let answer = act.act(&app, (bron_id, number)).await;
                    taken += usize::from(answer.errors().is_empty());
                    told.push(without_number(&answer));
                }
                assert_eq!(told[0], told[1], "{act:?}");
            }
            let corporation = app.corporatie_systeem();
            assert_eq!(everything(&corporation, &busy_id).await, everything(&corporation, &quiet_id).await);
        }
        assert!(taken > 4 * usize::try_from(rounds).unwrap(), "only {taken} were taken");
    }

    async fn in_no_role_and_for_no_purpose_a_signaalpartner_is_told_of_a_signal(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        app.publish_everything(&bsn(1)).await;
        give(&app.corporatie_systeem(), &signaal(&app, "V-1", &number)).await.expect_ok();
        let id = of_inwoner(&app.fatima(), &inwoner).await[0]["id"].as_str().unwrap().to_owned();
        step(&app.fatima(), &[&id], "OPPAKKEN", json!({})).await.expect_ok();
        let (_, nobody) = huurder(&app, 2).await;
        let everybody = app.corporatie_systeem().rollen(schakel::domain::Rol::ALL.iter().copied());
        for doel in Doel::ALL {
            let person = everybody.clone().doel(*doel);
            let (one, other) = (everything(&person, &inwoner).await, everything(&person, &nobody).await);
            assert_eq!(one, other, "{doel}");
            assert!(one.iter().all(|text| !text.contains("VROEGSIGNAAL_") && !text.contains("IN_ONDERZOEK")), "{doel}");
            step(&person, &[&id], "AFSLUITEN", json!({"resultaat": "NIET_BEREIKT"})).await.expect_code("PARTIJ_NIET_BEVOEGD");
        }
    }

    async fn a_refusal_is_the_same_for_known_and_unknown_residents(app: TestApp) {
        let ((known, _), (unknown, _)) = (huurder(&app, 1).await, huurder(&app, 2).await);
        app.publish_everything(&bsn(1)).await;
        for (field, value) in [("maanden", json!(1)), ("peildatum", json!("2019-01-01")), ("soort", json!("WARMTE")), ("inspanningVerricht", json!(false))] {
            let ask = async |number: &str| {
                let refused = give(&app.corporatie_systeem(), &signaal(&app, "V-1", number).with(field, value.clone())).await;
                refused.expect_code("INVOER_ONGELDIG").comparable()
            };
            assert_eq!(ask(&known).await, ask(&unknown).await, "{field}");
        }
    }
}

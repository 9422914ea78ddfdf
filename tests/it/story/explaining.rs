//! Why, or why not, in words; and who could see something on any past date, by the same decision that decides.

use chrono::TimeDelta;
use schakel::{
    domain::{Betrokkenheid, Doel, Rol},
    federation::SubgraphName,
};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn, met_buurtteam, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::toegang;

async fn wie_kan(person: &Person<'_>, inwoner: &str, groep: &str, op: Option<&str>) -> Answer {
    let query = "query WieKan($id: ID!, $groep: Gegevensgroep!, $op: DateTime) {
        wieKan(inwoner: $id, groep: $groep, op: $op) {
            bronhouder { id } partij { id } toegestaan reden uitleg
            wegen { doel rollen reden toestemming grond wet tot teams medewerkers }
        }
    }";
    person
        .ask(query, json!({"id": inwoner, "groep": groep, "op": op}))
        .await
}

/// The reason per party, at the one owner of the group.
fn redenen(answer: &Answer) -> Vec<(String, String)> {
    let told = answer.data("/wieKan").as_array().expect("a list");
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    told.iter()
        .map(|one| {
            assert_eq!(one["toegestaan"], word(&one["reden"]).starts_with("TOEGESTAAN_"));
            (word(&one["partij"]["id"]), word(&one["reden"]))
        })
        .collect()
}

fn reden_of(answer: &Answer, partij: &str) -> String {
    let told = redenen(answer);
    let found = told.into_iter().find(|(id, _)| id == partij);
    found.unwrap_or_else(|| panic!("nothing is said of {partij}")).1
}

fn ways_of<'a>(answer: &'a Answer, partij: &str) -> &'a Value {
    let told = answer.data("/wieKan").as_array().expect("a list");
    let one = told
        .iter()
        .find(|one| one["partij"]["id"] == partij)
        .expect("the party");
    &one["wegen"]
}

in_both_cities! {
    async fn access_is_told_in_words(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.grant(&inwoner, "LAMPJE").await;
        let query = "query($id: ID!) { inwoner(id: $id) { toegang { groep bronhouder { id } reden uitleg watNu tot } } }";
        let answer = app.meekijker().ask(query, json!({"id": inwoner})).await.expect_ok();
        let told = answer.data("/inwoner/toegang").as_array().unwrap();
        let of = |groep: &str| told.iter().find(|one| one["groep"] == groep).unwrap();
        assert_eq!(of("TRAJECT_LOOPT")["uitleg"], "U mag dit zien, omdat de inwoner daarvoor toestemming gaf. Dit geldt tot 15 juni 2027.");
        assert_eq!(of("TRAJECT_LOOPT")["watNu"], Value::Null);
        assert_eq!(of("TRAJECT_FASE")["uitleg"], "De inwoner gaf uw organisatie hiervoor geen toestemming.");
        assert!(of("TRAJECT_FASE")["watNu"].as_str().unwrap().contains("Bespreek met de inwoner"));
    }

    async fn who_could_is_decided_on_the_register_of_then(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let at = |app: &TestApp| app.now().to_rfc3339();
        let before = at(&app);
        app.clock().advance(TimeDelta::days(1));
        let granted = app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_LOOPT"]).until("2026-07-15T00:00:00Z")).await;
        let granted_at = at(&app);
        app.clock().advance(TimeDelta::days(1));
        app.revoke(&granted).await;
        let revoked_at = at(&app);
        app.clock().advance(TimeDelta::days(60));
        app.change_inrichting(|utrecht| {
            utrecht.pakketten.clear();
            utrecht.doel_groepen.values_mut().for_each(|groepen| groepen.clear());
        }).await;
        app.clock().advance(TimeDelta::days(1));
        for (op, expected) in [
            (Some(before.as_str()), "GEEN_TOESTEMMING"),
            (Some(granted_at.as_str()), "TOEGESTAAN_TOESTEMMING"),
            (Some(revoked_at.as_str()), "INGETROKKEN"),
            (None, "DOEL_NIET_GEDEKT"),
        ] {
            let answer = wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", op).await.expect_ok();
            assert_eq!(reden_of(&answer, app.city().buurtteam.partij), expected, "{op:?}");
        }
        wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", Some("2040-01-01T00:00:00Z")).await.expect_code("INVOER_ONGELDIG");
        wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", Some("2001-01-01T00:00:00Z")).await.expect_code("INVOER_ONGELDIG");
    }

    async fn people_who_can_are_teams_and_numbers_never_names(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_LOOPT"])).await;
        app.change_inrichting(|utrecht| {
            let mut partijen = utrecht.samenwerkingen.iter_mut().flat_map(|one| &mut one.partijen);
            partijen.find(|partij| partij.id.as_str() == app.city().buurtteam.partij).unwrap().betrokkenheid = Betrokkenheid::Team;
        }).await;
        let nobody = wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", None).await.expect_ok();
        assert_eq!(reden_of(&nobody, app.city().buurtteam.partij), "NIET_BETROKKEN");
        let couple = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
        let invoer = json!({"eigenNummer": "I-1", "inwoner": {"id": inwoner}, "team": "Zuilen"});
        app.incluzio_systeem().ask(couple, json!({"invoer": invoer})).await.expect_ok();
        let open = "mutation($invoer: OpeningInvoer!) { inwonerOpenen(invoer: $invoer) { tot } }";
        let invoer = json!({"inwoner": inwoner, "reden": "OVERLEG", "toelichting": "een collega vroeg het"});
        app.ahmed().ask(open, json!({"invoer": invoer})).await.expect_ok();
        let answer = wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", None).await.expect_ok();
        assert!(!answer.text.contains("ahmed"), "{}", answer.shown());
        let ways = ways_of(&answer, app.city().buurtteam.partij).as_array().unwrap();
        let teams: Vec<_> = ways.iter().map(|way| (way["teams"].clone(), way["medewerkers"].clone(), way["tot"].clone())).collect();
        assert_eq!(teams, [
            (json!(["Zuilen"]), Value::Null, json!("2027-06-15T00:00:00+00:00")),
            (Value::Null, json!(1), json!("2026-06-16T10:00:00+00:00")),
        ]);
    }

    async fn nothing_is_told_about_one_client_through_the_other(app: TestApp) {
        let two = app.gemeente_systeem().published(&traject("T-1").client_bsn(&bsn(1)).and_bsn(&bsn(2))).await.clienten;
        let alone = app.publish_traject(traject("T-2").client_bsn(&bsn(3))).await;
        for inwoner in [&two[0], &alone] {
            app.grant(inwoner, met_buurtteam(&app, &["TRAJECT_LOOPT", "TRAJECT_FINANCIEEL"])).await;
        }
        let (one, other) = (
            wie_kan(&app.tessa(), &two[0], "TRAJECT_FINANCIEEL", None).await.expect_ok(),
            wie_kan(&app.tessa(), &alone, "TRAJECT_FINANCIEEL", None).await.expect_ok(),
        );
        assert_eq!(redenen(&one), redenen(&other));
        assert_eq!(reden_of(&one, app.city().buurtteam.partij), "TOEGESTAAN_TOESTEMMING", "of this client's grant only");
        assert!(!one.text.contains(&two[1]));
    }

    async fn every_look_at_the_register_is_logged(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let toestemmingen = "query($id: ID!) { toestemmingen(inwoner: $id) { id } }";
        app.ahmed().ask(toestemmingen, json!({"id": inwoner})).await.expect_ok();
        toegang(&app.ahmed(), &inwoner, "TRAJECT_LOOPT", app.city().traject.partij).await;
        wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", None).await.expect_ok();
        let lines = app.log_lines(SubgraphName::Toestemming).await;
        let told: Vec<_> = lines.iter().map(|line| (line.handeling.as_str(), line.partij.as_str())).collect();
        assert_eq!(told, [
            ("TOESTEMMINGEN_BEKIJKEN", app.city().buurtteam.partij),
            ("TOEGANG_BEKIJKEN", app.city().buurtteam.partij),
            ("WIE_KAN_BEKIJKEN", "toestemmingsbeheer"),
        ]);
        assert!(lines.iter().all(|line| line.inwoner == inwoner && line.bronhouder == "toestemmingsbeheer"));
    }

    async fn without_a_log_the_register_tells_nothing(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.grant(&inwoner, "LAMPJE").await;
        super::failing::drop_table(&app, SubgraphName::Toestemming, "verstrekking").await;
        let query = "query($id: ID!) { toestemmingen(inwoner: $id) { id } inwoner(id: $id) { id toegang { reden } } }";
        let answer = app.ahmed().ask(query, json!({"id": inwoner})).await;
        assert_eq!(answer.codes(), ["LOG_NIET_BEREIKBAAR"; 2], "{}", answer.shown());
        assert_eq!(answer.data("/toestemmingen"), &Value::Null);
        assert_eq!(answer.data("/inwoner"), &json!({"id": inwoner, "toegang": null}));
        wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", None).await.expect_code("LOG_NIET_BEREIKBAAR");
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn who_can_is_decided_as_a_question_would_be(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let answer = wie_kan(&app.tessa(), &inwoner, "TRAJECT_LOOPT", None).await.expect_ok();
        for partij in ["u-centraal", "incluzio", "lokalis"] {
            let (reden, tot) = toegang(&app.professional(partij), &inwoner, "TRAJECT_LOOPT", "gemeente-utrecht").await;
            assert_eq!(reden_of(&answer, partij), reden);
            let ways = ways_of(&answer, partij).as_array().unwrap();
            assert_eq!(ways.len(), 1, "{ways:?}");
            assert_eq!((&ways[0]["doel"], &ways[0]["tot"]), (&json!("AFSTEMMING_TRAJECT"), &tot));
            assert!(granted.ids.iter().any(|id| ways[0]["toestemming"] == json!(id)));
        }
        assert_eq!(reden_of(&answer, "gemeente-utrecht"), "TOEGESTAAN_EIGEN");
        assert_eq!(reden_of(&answer, "toestemmingsbeheer"), "GEEN_TOESTEMMING");
        let by_law = wie_kan(&app.farid(), &inwoner, "SRW_STATUS", None).await.expect_ok();
        let way = &ways_of(&by_law, "gemeente-utrecht")[0];
        assert_eq!((&way["doel"], &way["grond"], &way["toestemming"]), (&json!("UITVOEREN_VERWIJZING"), &json!("wgs-verwijzing-srw"), &Value::Null));
        assert!(way["wet"].as_str().unwrap().starts_with("Wgs"), "{way}");
    }

    async fn managers_of_a_party_are_told_about_their_party(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.grant(&inwoner, "LAMPJE").await;
        let manager = app.person("incluzio", Rol::Toestemmingsbeheerder).doel(Doel::InzageInwoner);
        let answer = wie_kan(&manager, &inwoner, "TRAJECT_LOOPT", None).await.expect_ok();
        assert_eq!(redenen(&answer), [("incluzio".to_owned(), "TOEGESTAAN_TOESTEMMING".to_owned())]);
        let owner = app.person("gemeente-utrecht", Rol::FunctionarisGegevensbescherming).doel(Doel::Verantwoording);
        assert_eq!(redenen(&wie_kan(&owner, &inwoner, "TRAJECT_LOOPT", None).await).len(), 5, "an owner is told about all who receive");
        for person in [app.ahmed(), app.fatima()] {
            wie_kan(&person, &inwoner, "TRAJECT_LOOPT", None).await.expect_code("ROL_NIET_BEVOEGD");
        }
    }
}

//! What the parties' own systems publish: versions, withdrawals, and what an answer to a publication tells.

use schakel_tests::{
    TestApp,
    app::{Answer, bron_id, bsn, buurtteamdossier, met_buurtteam, srw_dossier, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_all, ask_lamp, lamp, of_owner};

const NEWER: &str = "2026-06-02T08:00:00Z";

fn outcome(answer: &Answer) -> &Value {
    let data = answer.body["data"].as_object().expect("data");
    &data.values().next().expect("one mutation")["uitkomst"]
}

fn phase(answer: &Answer) -> &Value {
    answer.data("/inwoner/trajecten/0/fase/fase")
}

const CLOSE_AND_READ_ON: &str = "mutation($invoer: BuurtteamdossierInvoer!) {
    buurtteamdossierPubliceren(invoer: $invoer) {
        uitkomst
        inwoner { trajecten { partij { id } loopt { loopt } contact { naam telefoon } } }
    }
}";

in_both_cities! {
    /// A client has at most one traject at a time (DDAS). An owner hears so of its own, and of nobody else's.
    async fn overlapping_trajecten_are_reported_to_their_owner(app: TestApp) {
        let warned = async |record: &schakel_tests::app::Record, system: &schakel_tests::app::Person<'_>| {
            let mutation = "mutation($invoer: TrajectInvoer!) { trajectPubliceren(invoer: $invoer) {
                uitkomst waarschuwingen { soort veld uitleg } } }";
            let answer = system.ask(mutation, json!({"invoer": record.invoer()})).await.expect_ok();
            let all = answer.data("/trajectPubliceren/waarschuwingen").as_array().unwrap().clone();
            let overlaps = all.into_iter().filter(|one| one["soort"] == "OVERLAPPEND_TRAJECT");
            overlaps.map(|one| (one["veld"].as_str().unwrap().to_owned(), one["uitleg"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
        };
        let system = app.gemeente_systeem();
        let past = traject("T-0").fase("AFGESLOTEN", "2026-03-02").with("aanmelddatum", json!("2025-03-02"));
        assert_eq!(warned(&past, &system).await, []);
        assert_eq!(warned(&traject("T-1"), &system).await, [], "it begins when the other ended");
        let couple = traject("T-2").client_bsn(&bsn(2)).and_bsn(&bsn(1)).with("aanmelddatum", json!("2026-05-01"));
        let with = |client: u8, other: &str| (format!("clienten.{client}"), format!("traject {other} van uw partij loopt voor deze cliënt in dezelfde periode"));
        assert_eq!(warned(&couple, &system).await, [with(1, "T-1")]);
        assert_eq!(warned(&traject("T-1").versie(NEWER), &system).await, [with(0, "T-2")]);
        system.withdraw("T-2").await.expect_ok();
        assert_eq!(warned(&traject("T-1").versie("2026-06-03T08:00:00Z"), &system).await, []);
        app.change_inrichting(|inrichting| {
            let other = app.meekijker().partij().to_owned();
            let partijen = inrichting.samenwerkingen.iter_mut().flat_map(|one| &mut one.partijen);
            partijen.filter(|partij| partij.id.as_str() == other).for_each(|partij| {
                partij.houdt.push(schakel::domain::RecordSoort::Traject);
                partij.bsn_gerechtigd.get_or_insert("Wgs art. 8 lid 1".to_owned());
            });
        })
        .await;
        let other = app.person(app.meekijker().partij(), schakel::domain::Rol::Bronsysteem);
        assert_eq!(warned(&traject("T-9"), &other).await, [], "who else has one is not told");
    }

    /// Whoever looks for the resident sees of the actions what is meant for them; who works on it sees all.
    async fn a_resident_is_shown_the_actions_that_are_meant_for_them(app: TestApp) {
        let acties = json!([
            {"onderwerp": "toeslagen aanvragen", "eigenaar": "inwoner", "zichtbaarVoorInwoner": true},
            {"onderwerp": "intern overleg", "eigenaar": "team", "zichtbaarVoorInwoner": false},
        ]);
        let inwoner = app.publish_traject(traject("T-1").with("acties", acties)).await;
        let consent = app.tessa();
        let grant = schakel_tests::app::deel(app.fatima().partij(), consent.partij(), &["TRAJECT_AFSPRAKEN"]);
        app.grant(&inwoner, grant.doel("INZAGE_INWONER").until("2027-06-14T00:00:00Z")).await;
        let shown = async |person: &schakel_tests::app::Person<'_>| {
            let query = "query($id: ID!) { inwoner(id: $id) { trajecten { partij { id } afspraken { acties { onderwerp } } } } }";
            let answer = person.ask(query, json!({"id": inwoner})).await.expect_ok();
            let acties = answer.data("/inwoner/trajecten/0/afspraken/acties").as_array().unwrap().clone();
            acties.iter().map(|actie| actie["onderwerp"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&consent).await, ["toeslagen aanvragen"]);
        assert_eq!(shown(&app.fatima()).await, ["toeslagen aanvragen", "intern overleg"]);
        let looks_for_them = app.fatima().doel(schakel::domain::Doel::InzageInwoner);
        assert_eq!(shown(&looks_for_them).await, ["toeslagen aanvragen"]);
    }

    async fn a_repetition_changes_nothing_and_a_newer_version_replaces(app: TestApp) {
        let system = app.gemeente_systeem();
        let first = traject("T-1");
        assert_eq!(system.published(&first).await.uitkomst, "NIEUW");
        let again = system.published(&first).await;
        assert_eq!(again.uitkomst, "ONGEWIJZIGD");
        let newer = traject("T-1").versie(NEWER).fase("AANBOD", "2026-06-02");
        assert_eq!(system.published(&newer).await.uitkomst, "BIJGEWERKT");
        let answer = ask_all(&app.fatima(), &again.clienten[0]).await;
        assert_eq!(phase(&answer), "AANBOD");
        assert_eq!(answer.data("/inwoner/trajecten/0/fase/geschiedenis").as_array().unwrap().len(), 1, "replaced as a whole");
    }

    async fn an_older_version_is_ignored_and_said_so(app: TestApp) {
        let system = app.gemeente_systeem();
        let inwoner = app.publish_traject(traject("T-1").versie(NEWER)).await;
        let older = traject("T-1").fase("INTAKE", "2026-03-03");
        assert_eq!(system.published(&older).await.uitkomst, "VEROUDERD");
        assert_eq!(phase(&ask_all(&app.fatima(), &inwoner).await), "STABILISATIE");
    }

    async fn the_same_version_with_another_content_is_a_conflict(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let other = traject("T-1").fase("INTAKE", "2026-03-03");
        app.gemeente_systeem().publish(&other).await.expect_code("VERSIE_CONFLICT");
        assert_eq!(phase(&ask_all(&app.fatima(), &inwoner).await), "STABILISATIE");
    }

    async fn a_withdrawn_record_is_hidden_at_once(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.grant(&inwoner, "LAMPJE").await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
        let system = app.gemeente_systeem();
        assert_eq!(outcome(&system.withdraw("T-1").await.expect_ok()), "TERUGGETROKKEN");
        for person in [app.meekijker(), app.fatima()] {
            assert_eq!(lamp(&ask_lamp(&person, &inwoner).await), Ok(None));
        }
        assert_eq!(outcome(&system.withdraw("T-1").await.expect_ok()), "WAS_AL_TERUGGETROKKEN");
        assert_eq!(outcome(&system.withdraw("T-9").await.expect_ok()), "ONBEKEND");
        assert_eq!(system.published(&traject("T-1")).await.uitkomst, "TERUGGETROKKEN", "the same version stays hidden");
        assert_eq!(lamp(&ask_lamp(&app.fatima(), &inwoner).await), Ok(None));
        assert_eq!(system.published(&traject("T-1").versie(NEWER)).await.uitkomst, "BIJGEWERKT");
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
    }

    async fn a_record_moves_to_the_resident_whom_it_is_about(app: TestApp) {
        let wrong = app.publish_traject(traject("T-1").client_bsn(&bsn(1))).await;
        let right = app.publish_traject(traject("T-1").client_bsn(&bsn(2)).versie(NEWER)).await;
        assert_ne!(wrong, right);
        for inwoner in [&wrong, &right] {
            app.grant(inwoner, "LAMPJE").await;
        }
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &wrong).await), Ok(None));
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &right).await), Ok(Some(true)));
    }

    async fn what_does_not_fit_is_refused_with_every_field(app: TestApp) {
        let bad = traject("")
            .fase("AFGESLOTEN", "2026-06-02")
            .with("uitstroom", Value::Null)
            .with("crises", json!([{"start": "2026-03-05", "einde": "2026-03-01"}]))
            .client_bsn("123456789");
        let answer = app.gemeente_systeem().publish(&bad).await.expect_code("INVOER_ONGELDIG");
        let fields = &answer.errors()[0]["extensions"]["velden"];
        assert_eq!(fields, &json!(["bronId", "uitstroom", "crises.0.einde", "clienten.0.bsn"]));
        assert!(!answer.text.contains("123456789"), "{}", answer.shown());
        let planned = traject("T-1").fase("AFGESLOTEN", "2026-12-31").with("uitstroom", json!({"datum": "2026-12-31", "reden": "AFGEROND"}));
        let answer = app.gemeente_systeem().publish(&planned).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(&answer.errors()[0]["extensions"]["velden"], &json!(["fasen.0.sinds"]), "it would put the lamp out today");
        let dossier = buurtteamdossier("B-1").with("status", json!("GESLOTEN"));
        app.incluzio_systeem().publish(&dossier).await.expect_code("INVOER_ONGELDIG");
    }

    async fn closing_a_dossier_tells_whether_a_traject_runs_and_whom_to_call(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_LOOPT", "TRAJECT_CONTACT"])).await;
        let closed = buurtteamdossier(&bron_id("B", &bsn(1))).versie(NEWER).gesloten("2026-06-02");
        let answer = app.incluzio_systeem().ask(CLOSE_AND_READ_ON, json!({"invoer": closed.invoer()})).await.expect_ok();
        assert_eq!(outcome(&answer), "BIJGEWERKT");
        let told = of_owner(answer.data("/buurtteamdossierPubliceren/inwoner/trajecten"), app.city().traject.partij);
        assert_eq!(told["loopt"], json!({"loopt": true}));
        assert_eq!(told["contact"], json!({"naam": "F. Regisseur", "telefoon": "030 1110001"}));
    }

    async fn closing_a_dossier_tells_nothing_where_it_may_not_be_told(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let closed = buurtteamdossier(&bron_id("B", &bsn(1))).versie(NEWER).gesloten("2026-06-02");
        let answer = app.incluzio_systeem().ask(CLOSE_AND_READ_ON, json!({"invoer": closed.invoer()})).await.expect_ok();
        assert_eq!(outcome(&answer), "BIJGEWERKT");
        let trajecten = answer.data("/buurtteamdossierPubliceren/inwoner/trajecten").as_array().unwrap();
        assert!(trajecten.iter().all(|of_one| of_one["loopt"].is_null() && of_one["contact"].is_null()));
        let of_others = trajecten.iter().filter(|of_one| of_one["partij"]["id"] != app.city().buurtteam.partij);
        assert_eq!(answer.not_shared().len(), 2 * of_others.count());
        assert!(answer.not_shared().iter().all(|(code, ..)| code == "GEEN_TOESTEMMING"));
        let alone = app.inwoner(&bsn(2)).await;
        let of_nobody = buurtteamdossier("B-2").client_bsn(&bsn(2)).gesloten("2026-06-02");
        let other = app.incluzio_systeem().ask(CLOSE_AND_READ_ON, json!({"invoer": of_nobody.invoer()})).await;
        let alike = answer.comparable().replace("BIJGEWERKT", "NIEUW").replace(&inwoner, &alone);
        let length = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
        assert_eq!(length(&alike), length(&other.comparable()), "with and without a traject alike");
    }

    async fn no_column_keeps_a_bsn(app: TestApp) {
        let system = app.gemeente_systeem();
        let action = json!([{"onderwerp": format!("bel over {}", bsn(1)), "eigenaar": bsn(1), "zichtbaarVoorInwoner": true}]);
        let bad = traject(&format!("T-{}", bsn(1))).client_bsn(&bsn(1)).with("acties", action);
        let answer = system.publish(&bad).await.expect_code("INVOER_ONGELDIG");
        let fields = &answer.errors()[0]["extensions"]["velden"];
        assert_eq!(fields, &json!(["bronId", "acties.0.onderwerp", "acties.0.eigenaar"]));
        assert!(!answer.text.contains(&bsn(1)), "{}", answer.shown());
        // One in eleven numbers of nine digits passes the elfproef: a source may number its records so.
        system.publish(&traject(&bsn(2)).client_bsn(&bsn(1))).await.expect_ok();
    }

    async fn a_second_traject_leaves_the_running_one_in_sight(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1").fase("AFGESLOTEN", "2025-12-01")).await;
        let answer = ask_all(&app.fatima(), &inwoner).await;
        assert_eq!(lamp(&answer), Ok(Some(false)));
        app.publish_traject(traject("T-2")).await;
        let answer = ask_all(&app.fatima(), &inwoner).await;
        assert_eq!(lamp(&answer), Ok(Some(true)));
        assert_eq!(phase(&answer), "STABILISATIE");
        assert_eq!(answer.data("/inwoner/trajecten/0/fase/eerdere"), &json!([{"fase": "AFGESLOTEN"}]));
    }

    async fn the_longest_record_that_is_taken_in_can_be_published(app: TestApp) {
        let days = |count: usize| -> Vec<String> {
            let first = chrono::NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
            first.iter_days().take(count).map(|day| day.to_string()).collect()
        };
        let dossier = |count| buurtteamdossier("B-1").with("geopendOp", json!("2023-01-01")).with("contactmomenten", json!(days(count)));
        app.incluzio_systeem().published(&dossier(1000)).await;
        app.incluzio_systeem().publish(&dossier(1001).versie("2026-06-14T08:00:00Z")).await.expect_code("LIJST_TE_LANG");
    }
}

// Told of Utrecht only, where a party keeps one kind of records.
on_both_engines! {
    async fn every_kind_of_record_is_taken_once(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let srw = srw_dossier(&bron_id("S", &bsn(1))).client_id(&inwoner);
        assert_eq!(app.ucentraal_systeem().published(&srw).await.uitkomst, "ONGEWIJZIGD");
        let dossier = buurtteamdossier(&bron_id("B", &bsn(1)));
        assert_eq!(app.incluzio_systeem().published(&dossier).await.uitkomst, "ONGEWIJZIGD");
        assert_eq!(app.lokalis_systeem().published(&dossier).await.uitkomst, "NIEUW", "another party, another record");
    }

    async fn nobody_withdraws_anothers_record(app: TestApp) {
        let inwoner = app.publish_buurtteam(buurtteamdossier("B-1")).await;
        assert_eq!(outcome(&app.lokalis_systeem().withdraw("B-1").await), "ONBEKEND");
        let answer = ask_all(&app.ahmed(), &inwoner).await;
        assert_eq!(answer.data("/inwoner/buurtteams/0/status/betrokken"), true);
    }

    async fn only_the_owners_system_publishes(app: TestApp) {
        for person in [app.fatima(), app.tessa()] {
            person.publish(&traject("T-1")).await.expect_code("ROL_NIET_BEVOEGD");
        }
        app.incluzio_systeem().publish(&traject("T-1")).await.expect_code("PARTIJ_NIET_BEVOEGD");
        app.gemeente_systeem().publish(&buurtteamdossier("B-1")).await.expect_code("PARTIJ_NIET_BEVOEGD");
        app.lokalis_systeem().publish(&srw_dossier("S-1")).await.expect_code("PARTIJ_NIET_BEVOEGD");
        let withdraw = "mutation { trajectTerugtrekken(bronId: \"T-1\", reden: \"zo maar\") { uitkomst } }";
        app.incluzio_systeem().ask(withdraw, json!({})).await.expect_code("PARTIJ_NIET_BEVOEGD");
        app.fatima().ask(withdraw, json!({})).await.expect_code("ROL_NIET_BEVOEGD");
        let inwoner = app.inwoner(&bsn(1)).await;
        assert_eq!(lamp(&ask_lamp(&app.fatima(), &inwoner).await), Ok(None), "nothing was taken");
    }
}

//! The referral form is gone: who refers sees how far it is and what came of it, and so does whoever the resident lets,
//! and nobody else.

use schakel::{domain::Doel, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn, deel, srw_dossier},
    on_both_engines,
};
use serde_json::{Value, json};

/// What both sides see of it.
const EIGEN: &str = "fragment Eigen on EigenVerwijzing {
    id indiener { id } ontvanger { id } inwoner { id }
    status { soort route status ingediendOp geaccepteerdOp afgerondOp reden stappen { status op } bronHoudtBij }
    inhoud { vraag afzender { naam telefoon email } }
    terugkoppeling { uitkomst datum toelichting }
}";

fn refers(person: Person<'_>) -> Person<'_> {
    person.doel(Doel::UitvoerenVerwijzing)
}

async fn submit_as(person: &Person<'_>, inwoner: &str, change: impl FnOnce(&mut Value)) -> Answer {
    let mut invoer = json!({
        "aanvraagId": "A-1", "inwoner": inwoner, "ontvanger": "u-centraal", "soort": "INKOMENSCHECK",
        "route": "VIA_TRAJECT", "vraag": "Klopt de voorlopige aanslag?",
        "afzender": {"naam": "F. Regisseur", "telefoon": "030 1110001"},
    });
    change(&mut invoer);
    let mutation = format!(
        "mutation Indienen($invoer: VerwijzingIndienenInvoer!) {{ verwijzingIndienen(invoer: $invoer) {{ ...Eigen }} }} {EIGEN}"
    );
    person.ask(&mutation, json!({"invoer": invoer})).await
}

async fn step(person: &Person<'_>, id: &str, stap: &str, with: Value) -> Answer {
    let mut invoer = json!({"verwijzing": id, "stap": stap});
    for (name, value) in with.as_object().unwrap() {
        invoer[name] = value.clone();
    }
    let mutation = format!(
        "mutation Bijwerken($invoer: VerwijzingBijwerkenInvoer!) {{ verwijzingBijwerken(invoer: $invoer) {{ ...Eigen }} }} {EIGEN}"
    );
    person.ask(&mutation, json!({"invoer": invoer})).await
}

async fn mine(person: &Person<'_>) -> Answer {
    let query = format!(
        "{{ mijnVerwijzingen {{ edges {{ node {{ ...Eigen }} }} pageInfo {{ hasNextPage }} }} }} {EIGEN}"
    );
    person.ask(&query, json!({})).await
}

/// What somebody sees of the referrals of a resident at U Centraal, as of any dossier.
async fn seen(person: &Person<'_>, inwoner: &str) -> Answer {
    let query = "query Gezien($id: ID!) { inwoner(id: $id) { srw { partij { id }
        status { verwijzingen { soort status } } terugkoppeling { uitkomst toelichting } inhoud { vraag } } } }";
    person.ask(query, json!({"id": inwoner})).await.expect_ok()
}

/// The resident lets the municipality refer to U Centraal.
async fn may_refer(app: &TestApp, inwoner: &str) -> schakel_tests::app::Granted {
    let grant = deel("gemeente-utrecht", "u-centraal", &["TRAJECT_CONTACT"]).doel("UITVOEREN_VERWIJZING");
    app.grant(inwoner, grant.until("2027-06-14T00:00:00Z")).await
}

async fn submitted(app: &TestApp, inwoner: &str) -> String {
    may_refer(app, inwoner).await;
    let answer = submit_as(&refers(app.fatima()), inwoner, |_| {})
        .await
        .expect_ok();
    answer.text_at("/verwijzingIndienen/id").to_owned()
}

async fn take(app: &TestApp, id: &str, stappen: &[&str]) {
    for stap in stappen {
        step(&app.joris(), id, stap, json!({})).await.expect_ok();
    }
}

const UITKOMST: &str = "OPGELOST";

on_both_engines! {
    async fn the_feedback_of_srw_reaches_who_may_have_it_and_nobody_else(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        app.grant(&inwoner, deel("u-centraal", "incluzio", &["SRW_TERUGKOPPELING"])).await;
        take(&app, &id, &["ONTVANGEN", "ACCEPTEREN", "STARTEN"]).await;
        let terugkoppeling = json!({"terugkoppeling": {"uitkomst": UITKOMST, "toelichting": "aanslag herzien"}});
        step(&app.joris(), &id, "AFRONDEN", terugkoppeling).await.expect_ok();
        let own = mine(&app.fatima()).await.expect_ok();
        assert_eq!(own.data("/mijnVerwijzingen/edges/0/node/terugkoppeling"),
            &json!({"uitkomst": UITKOMST, "datum": "2026-06-15", "toelichting": "aanslag herzien"}));
        let consented = seen(&app.ahmed(), &inwoner).await;
        assert_eq!(consented.data("/inwoner/srw/0/terugkoppeling"), &json!([{"uitkomst": UITKOMST, "toelichting": "aanslag herzien"}]));
        assert!(consented.data("/inwoner/srw/0/inhoud").is_null() && consented.data("/inwoner/srw/0/status").is_null());
        let other = seen(&app.sanne(), &inwoner).await;
        assert!(other.data("/inwoner/srw/0/terugkoppeling").is_null(), "{}", other.shown());
        for person in [app.ahmed(), app.sanne()] {
            assert_eq!(mine(&person).await.data("/mijnVerwijzingen/edges"), &json!([]));
            step(&person, &id, "INTREKKEN", json!({})).await.expect_code("ONBEKEND");
        }
    }

    async fn a_referral_through_the_hub_is_heard_of_and_its_silent_end_too(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        app.settle_signals().await;
        let received = app.joris().signal_kinds().await;
        assert!(received.contains(&"VERWIJZING_ONTVANGEN".to_owned()), "{received:?}");
        take(&app, &id, &["ONTVANGEN", "ACCEPTEREN", "STARTEN", "AFRONDEN"]).await;
        app.settle_signals().await;
        let own = ["VERWIJZING_AFGEROND", "TERUGKOPPELING_ONTBREEKT"];
        assert_eq!(refers(app.fatima()).signal_kinds().await, ["VERWIJZING_ONTVANGEN", own[0], own[1]]);
        assert_eq!(app.fatima().signal_kinds().await, own, "who submitted it needs no ground, nor this purpose");
        assert_eq!(app.joris().signal_kinds().await.last().map(String::as_str), Some("TERUGKOPPELING_ONTBREEKT"));
        assert_eq!(app.sanne().signal_kinds().await, Vec::<String>::new());
    }

    async fn a_simple_question_needs_no_traject(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let grant = deel("incluzio", "u-centraal", &["BUURTTEAM_CONTACT"]).doel("UITVOEREN_VERWIJZING");
        app.grant(&inwoner, grant.until("2027-06-14T00:00:00Z")).await;
        let ahmed = refers(app.ahmed());
        let direct = |invoer: &mut Value| {
            invoer["route"] = json!("DIRECT");
            invoer["soort"] = json!("JURIDISCHE_VRAAG");
        };
        submit_as(&ahmed, &inwoner, |_| {}).await.expect_code("ROL_NIET_BEVOEGD");
        let answer = submit_as(&ahmed, &inwoner, direct).await.expect_ok();
        let told = answer.data("/verwijzingIndienen/status");
        assert_eq!((&told["route"], &told["status"]), (&json!("DIRECT"), &json!("INGEDIEND")));
        let received = mine(&app.joris()).await.expect_ok();
        assert_eq!(received.data("/mijnVerwijzingen/edges/0/node/inhoud/vraag"), "Klopt de voorlopige aanslag?");
        assert_eq!(mine(&app.fatima()).await.data("/mijnVerwijzingen/edges"), &json!([]), "the municipality has nothing to do with it");
        let id = answer.text_at("/verwijzingIndienen/id");
        take(&app, id, &["ONTVANGEN", "ACCEPTEREN"]).await;
        app.clock().advance(chrono::TimeDelta::days(70));
        app.look_at_the_clock().await;
        take(&app, id, &["STARTEN", "AFRONDEN"]).await;
        app.settle_signals().await;
        let heard = ["TERMIJN_OVERSCHREDEN", "VERWIJZING_AFGEROND", "TERUGKOPPELING_ONTBREEKT"];
        assert_eq!(app.ahmed().signal_kinds().await, heard, "with no ground at all for the receiver's records");
        let lines = app.log_lines(SubgraphName::Signalen).await;
        let line = lines.last().expect("a line");
        assert_eq!((line.bronhouder.as_str(), line.reden("SRW_STATUS")), ("incluzio", Some("TOEGESTAAN_EIGEN")));
    }

    async fn without_consent_nobody_is_referred(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let fatima = refers(app.fatima());
        submit_as(&fatima, &inwoner, |_| {}).await.expect_code("GEEN_TOESTEMMING");
        app.grant(&inwoner, deel("gemeente-utrecht", "u-centraal", &["TRAJECT_CONTACT"])).await;
        submit_as(&fatima, &inwoner, |_| {}).await.expect_code("GEEN_TOESTEMMING");
        let granted = may_refer(&app, &inwoner).await;
        submit_as(&app.fatima(), &inwoner, |_| {}).await.expect_code("DOEL_NIET_GEDEKT");
        let first = submit_as(&fatima, &inwoner, |_| {}).await.expect_ok();
        app.revoke(&granted).await;
        submit_as(&fatima, &inwoner, |invoer| invoer["aanvraagId"] = json!("A-2")).await.expect_code("GEEN_TOESTEMMING");
        let again = submit_as(&fatima, &inwoner, |_| {}).await.expect_ok();
        assert_eq!(again.data("/verwijzingIndienen"), first.data("/verwijzingIndienen"), "what was submitted stays");
        assert_eq!(mine(&app.joris()).await.data("/mijnVerwijzingen/edges").as_array().unwrap().len(), 1);
    }

    async fn a_ground_is_as_good_as_consent(app: TestApp) {
        app.change_inrichting(|utrecht| {
            let mut grond = utrecht.verwerkingsgronden[0].clone();
            grond.id = "wgs-verwijzen".to_owned();
            std::mem::swap(&mut grond.bronhouder, &mut grond.ontvanger);
            grond.groepen = [schakel::domain::Gegevensgroep::TrajectContact].into();
            utrecht.verwerkingsgronden.push(grond);
        }).await;
        let inwoner = app.inwoner(&bsn(1)).await;
        submit_as(&refers(app.fatima()), &inwoner, |_| {}).await.expect_ok();
    }

    async fn a_referral_is_submitted_once(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        let fatima = refers(app.fatima());
        let again = submit_as(&fatima, &inwoner, |_| {}).await.expect_ok();
        assert_eq!(again.text_at("/verwijzingIndienen/id"), id);
        submit_as(&fatima, &inwoner, |invoer| invoer["vraag"] = json!("Iets anders")).await.expect_code("AANVRAAG_CONFLICT");
        assert_eq!(mine(&fatima).await.data("/mijnVerwijzingen/edges").as_array().unwrap().len(), 1);
    }

    /// Also of what nobody accepted yet: since it was submitted somebody waits.
    async fn who_refers_sees_every_open_referral_of_its_own_against_the_8_weeks(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let first = submitted(&app, &inwoner).await;
        let fatima = refers(app.fatima());
        app.clock().advance(chrono::TimeDelta::days(7));
        let mut others = Vec::new();
        for key in ["A-2", "A-3"] {
            let answer = submit_as(&fatima, &inwoner, |invoer| invoer["aanvraagId"] = json!(key)).await.expect_ok();
            others.push(answer.text_at("/verwijzingIndienen/id").to_owned());
        }
        app.clock().advance(chrono::TimeDelta::days(7));
        take(&app, &first, &["ONTVANGEN", "ACCEPTEREN"]).await;
        take(&app, &others[1], &["ONTVANGEN", "ACCEPTEREN", "STARTEN", "AFRONDEN"]).await;
        let query = "query($na: String) { mijnVerwijzingen(volgorde: TERMIJN, na: $na, eerste: 1, filter: {kant: INDIENER}) {
            edges { node { id status { status termijn { code start einde toestand } } } } pageInfo { endCursor hasNextPage } } }";
        let urgent = app.fatima().ask(query, json!({})).await.expect_ok();
        let page = urgent.data("/mijnVerwijzingen");
        assert_eq!(page["edges"], json!([{"node": {"id": others[0], "status": {"status": "INGEDIEND", "termijn":
            {"code": "TERUGKOPPELING_SRW", "start": "2026-06-22", "einde": "2026-08-17", "toestand": "LOPEND"}}}}]));
        assert_eq!(page["pageInfo"]["hasNextPage"], json!(true));
        let rest = app.fatima().ask(query, json!({"na": page["pageInfo"]["endCursor"]})).await.expect_ok();
        let page = rest.data("/mijnVerwijzingen");
        assert_eq!(page["edges"], json!([{"node": {"id": first, "status": {"status": "GEACCEPTEERD", "termijn":
            {"code": "TERUGKOPPELING_SRW", "start": "2026-06-29", "einde": "2026-08-24", "toestand": "LOPEND"}}}}]));
        assert_eq!(page["pageInfo"]["hasNextPage"], json!(false));
        app.clock().advance(chrono::TimeDelta::days(60));
        let over = app.fatima().ask(query, json!({})).await.expect_ok();
        assert_eq!(over.data("/mijnVerwijzingen/edges/0/node/status/termijn/toestand"), "OVERSCHREDEN");
        let nobody = app.sanne().ask(query, json!({})).await.expect_ok();
        assert_eq!(nobody.data("/mijnVerwijzingen/edges"), &json!([]));
    }

    async fn a_step_whose_answer_was_lost_is_taken_once(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        let key = |key: &str| json!({"aanvraagId": key});
        for _ in 0..3 {
            let told = step(&app.joris(), &id, "ONTVANGEN", key("K-1")).await.expect_ok();
            assert_eq!(told.text_at("/verwijzingBijwerken/status/status"), "ONTVANGEN");
        }
        step(&app.joris(), &id, "ACCEPTEREN", key("K-1")).await.expect_code("AANVRAAG_CONFLICT");
        step(&app.joris(), &id, "ACCEPTEREN", key("K-2")).await.expect_ok();
        // The same key later: as it stands by now, and nothing is done.
        let late = step(&app.joris(), &id, "ONTVANGEN", key("K-1")).await.expect_ok();
        assert_eq!(late.text_at("/verwijzingBijwerken/status/status"), "GEACCEPTEERD");
        let steps = late.data("/verwijzingBijwerken/status/stappen").as_array().unwrap().len();
        assert_eq!(steps, 3, "submitted, received, accepted");
        // Another side's keys are its own.
        step(&refers(app.fatima()), &id, "INTREKKEN", key("K-1")).await.expect_ok();
        step(&app.joris(), &id, "STARTEN", json!({})).await.expect_code("STAP_NIET_MOGELIJK");
        step(&app.joris(), &id, "STARTEN", key(&"K".repeat(101))).await.expect_code("INVOER_ONGELDIG");
    }

    /// A source that takes it over, withdraws and publishes again tells nothing twice.
    async fn a_referral_that_is_taken_over_is_heard_of_once(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        take(&app, &id, &["ONTVANGEN", "ACCEPTEREN"]).await;
        let done = json!([{"bronId": "V-1", "verwijzing": id, "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "status": "AFGEROND",
            "ingediendOp": "2026-06-15", "geaccepteerdOp": "2026-06-15", "afgerondOp": "2026-06-15"}]);
        let record = srw_dossier("S-1").client_id(&inwoner).with("verwijzingen", done.clone());
        app.publish_srw(record.clone().versie("2026-06-15T08:00:00Z")).await;
        app.ucentraal_systeem().withdraw("S-1").await.expect_ok();
        app.publish_srw(record.versie("2026-06-15T09:00:00Z")).await;
        app.publish_srw(srw_dossier("S-1").client_id(&inwoner).versie("2026-06-15T09:10:00Z").with("verwijzingen", json!([]))).await;
        let elsewhere = srw_dossier("S-2").client_id(&inwoner).with("verwijzingen", done);
        app.publish_srw(elsewhere.versie("2026-06-15T09:20:00Z")).await;
        app.settle_signals().await;
        let finished = app.fatima().signal_kinds().await;
        assert_eq!(finished, ["VERWIJZING_AFGEROND", "TERUGKOPPELING_ONTBREEKT"]);
    }

    async fn a_wrong_step_is_refused_and_says_which_are_right(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        let refused = step(&app.joris(), &id, "AFRONDEN", json!({})).await.expect_code("STAP_NIET_MOGELIJK");
        let message = refused.errors()[0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains("INGEDIEND") && message.ends_with("uw partij kan wel: ONTVANGEN"), "{message}");
        step(&app.fatima(), &id, "ONTVANGEN", json!({})).await.expect_code("STAP_NIET_MOGELIJK");
        step(&app.ucentraal_systeem(), &id, "ONTVANGEN", json!({})).await.expect_code("ROL_NIET_BEVOEGD");
        take(&app, &id, &["ONTVANGEN"]).await;
        step(&app.joris(), &id, "WEIGEREN", json!({})).await.expect_code("INVOER_ONGELDIG");
        let answer = step(&app.joris(), &id, "WEIGEREN", json!({"reden": "woont elders"})).await.expect_ok();
        let told = answer.data("/verwijzingBijwerken/status");
        assert_eq!((&told["status"], &told["reden"], &told["afgerondOp"]), (&json!("GEWEIGERD"), &json!("woont elders"), &json!("2026-06-15")));
        let steps: Vec<_> = told["stappen"].as_array().unwrap().iter().map(|stap| stap["status"].clone()).collect();
        assert_eq!(steps, ["INGEDIEND", "ONTVANGEN", "GEWEIGERD"]);
        step(&app.fatima(), &id, "INTREKKEN", json!({})).await.expect_code("STAP_NIET_MOGELIJK");
    }

    async fn feedback_that_was_forgotten_is_given_once(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        take(&app, &id, &["ONTVANGEN", "ACCEPTEREN", "STARTEN", "WACHTEN", "HERVATTEN", "AFRONDEN"]).await;
        let own = mine(&app.fatima()).await;
        assert!(own.data("/mijnVerwijzingen/edges/0/node/terugkoppeling").is_null());
        let terugkoppeling = json!({"terugkoppeling": {"uitkomst": UITKOMST}});
        step(&app.joris(), &id, "TERUGKOPPELEN", json!({})).await.expect_code("INVOER_ONGELDIG");
        step(&app.joris(), &id, "TERUGKOPPELEN", terugkoppeling.clone()).await.expect_ok();
        step(&app.joris(), &id, "TERUGKOPPELEN", terugkoppeling).await.expect_code("STAP_NIET_MOGELIJK");
        let own = mine(&app.fatima()).await;
        assert_eq!(own.data("/mijnVerwijzingen/edges/0/node/terugkoppeling/uitkomst"), UITKOMST);
        app.settle_signals().await;
        let heard = ["VERWIJZING_AFGEROND", "TERUGKOPPELING_ONTBREEKT", "VERWIJZING_AFGEROND"];
        assert_eq!(app.fatima().signal_kinds().await, heard, "who heard that it is missing hears that it came");
    }

    async fn the_id_that_a_referral_brings_makes_a_koppeling(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let id = submitted(&app, &inwoner).await;
        let received = mine(&app.joris()).await.expect_ok();
        let brought = received.text_at("/mijnVerwijzingen/edges/0/node/inwoner/id").to_owned();
        let couple = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
        let invoer = json!({"eigenNummer": "UC-77", "inwoner": {"id": brought}});
        app.ucentraal_systeem().ask(couple, json!({"invoer": invoer})).await.expect_ok();
        let taken = srw_dossier("S-77").client_nummer("UC-77").with("verwijzingen", json!([{
            "bronId": "V-77", "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "status": "IN_BEHANDELING",
            "ingediendOp": "2026-06-15", "geaccepteerdOp": "2026-06-15", "verwijzing": id,
        }]));
        app.ucentraal_systeem().published(&taken).await;
        let own = mine(&app.fatima()).await;
        let told = own.data("/mijnVerwijzingen/edges/0/node/status");
        assert_eq!((&told["status"], &told["bronHoudtBij"]), (&json!("IN_BEHANDELING"), &json!(true)));
        step(&app.joris(), &id, "WACHTEN", json!({})).await.expect_code("BRON_HOUDT_BIJ");
        let at_u_centraal = seen(&app.joris(), &inwoner).await;
        assert_eq!(at_u_centraal.data("/inwoner/srw/0/status/verwijzingen").as_array().unwrap().len(), 1, "it is told once");
        let foreign = srw_dossier("S-78").client_id(&app.inwoner(&bsn(2)).await).with("verwijzingen", taken.invoer()["verwijzingen"].clone());
        app.ucentraal_systeem().publish(&foreign).await.expect_code("ONBEKEND");
    }

    async fn seeing_ones_own_is_logged_like_everything(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        submitted(&app, &inwoner).await;
        mine(&app.joris()).await.expect_ok();
        let lines = app.log_lines(SubgraphName::Srw).await;
        let read: Vec<_> = lines.iter().filter(|line| line.partij == "u-centraal").collect();
        assert_eq!(read.len(), 1, "{lines:?}");
        assert_eq!((read[0].bronhouder.as_str(), read[0].reden("SRW_INHOUD")), ("u-centraal", Some("TOEGESTAAN_EIGEN")));
    }
}

//! Aftercare: what can be chosen is known, and choosing what can't be had is told at once.

use schakel_tests::{
    TestApp,
    app::{Answer, Record, bsn, traject},
    in_both_cities,
};
use serde_json::{Value, json};

const PUBLISH: &str = "mutation Publiceer($invoer: TrajectInvoer!) {
    trajectPubliceren(invoer: $invoer) {
        uitkomst waarschuwingen { soort veld uitleg }
        clienten { id trajecten { nazorg { producten nietBeschikbaar } fase { geschiedenis { fase onverwacht } } } }
    }
}";

async fn publish(app: &TestApp, record: &Record) -> Answer {
    app.gemeente_systeem()
        .ask(PUBLISH, json!({"invoer": record.invoer()}))
        .await
        .expect_ok()
}

fn with_products(producten: &[&str]) -> Record {
    traject("T-1").with("nazorg", json!({"start": "2026-06-01", "producten": producten}))
}

fn kinds(answer: &Answer) -> Vec<Value> {
    let told = answer
        .data("/trajectPubliceren/waarschuwingen")
        .as_array()
        .unwrap();
    told.iter()
        .map(|one| json!([one["soort"], one["veld"]]))
        .collect()
}

in_both_cities! {
    async fn an_unavailable_product_warns_and_is_stored_all_the_same(app: TestApp) {
        app.change_inrichting(|utrecht| utrecht.nazorgaanbod.retain(|row| row.product.word() != "BUDGETCOACHING")).await;
        let usual = |record: Record| record.with("fasen", json!([{"fase": "OPLOSSING", "sinds": "2026-05-01"}, {"fase": "NAZORG", "sinds": "2026-06-01"}]));
        let record = usual(with_products(&["BASISBUDGETBEHEER", "BUDGETCOACHING"]));
        let answer = publish(&app, &record).await;
        assert_eq!(kinds(&answer), [json!(["NAZORGPRODUCT_NIET_BESCHIKBAAR", "nazorg.producten.1"])]);
        assert_eq!(answer.data("/trajectPubliceren/uitkomst"), "NIEUW");
        assert_eq!(answer.data("/trajectPubliceren/clienten/0/trajecten/0/nazorg"),
            &json!({"producten": ["BASISBUDGETBEHEER", "BUDGETCOACHING"], "nietBeschikbaar": ["BUDGETCOACHING"]}));
        let offered = "{ nazorgaanbod { product beschikbaar } }";
        for person in [app.fatima(), app.meekijker()] {
            let answer = person.ask(offered, json!({})).await.expect_ok();
            let rows = answer.data("/nazorgaanbod").as_array().unwrap();
            assert!(rows.iter().all(|row| row["product"] != "BUDGETCOACHING") && !rows.is_empty(), "{}", answer.shown());
        }
        app.change_inrichting(|utrecht| utrecht.nazorgaanbod.clear()).await;
        let newer = record.versie("2026-06-02T08:00:00Z");
        assert_eq!(kinds(&publish(&app, &newer).await), [] as [Value; 0], "without a catalogue nothing is known");
    }

    async fn an_unusual_phase_is_stored_and_marked(app: TestApp) {
        let record = with_products(&[]).with("fasen", json!([
            {"fase": "AANMELDING", "sinds": "2026-03-02"}, {"fase": "INTAKE", "sinds": "2026-03-20"},
            {"fase": "WSNP", "sinds": "2026-04-01"}, {"fase": "AANMELDING", "sinds": "2026-05-01"},
        ]));
        let answer = publish(&app, &record).await;
        assert_eq!(kinds(&answer), [json!(["ONVERWACHTE_FASE", "fasen.2"]), json!(["ONVERWACHTE_FASE", "fasen.3"])]);
        let told = answer.data("/trajectPubliceren/clienten/0/trajecten/0/fase/geschiedenis").as_array().unwrap();
        let marks: Vec<_> = told.iter().map(|one| one["onverwacht"].as_bool().unwrap()).collect();
        assert_eq!(marks, [false, false, true, true]);
    }

    async fn a_relapse_is_linked_to_the_traject_before_it(app: TestApp) {
        let earlier = traject("T-0").fase("AFGESLOTEN", "2025-12-01").with("aanmelddatum", json!("2024-01-08"));
        app.publish_traject(earlier).await;
        app.publish_traject(traject("T-9").fase("AFGESLOTEN", "2023-12-01").with("aanmelddatum", json!("2023-01-08"))).await;
        let inwoner = app.publish_traject(traject("T-1").with("vorigTraject", json!("T-0"))).await;
        let query = "query($id: ID!) { inwoner(id: $id) { trajecten {
            fase { terugvalVan { aanmelddatum uitstroom { reden } } eerdere { aanmelddatum } }
            contact { naam sinds geschiedenis { naam tot } }
        } } }";
        let answer = app.fatima().ask(query, json!({"id": inwoner})).await.expect_ok();
        let fase = answer.data("/inwoner/trajecten/0/fase");
        assert_eq!(fase["terugvalVan"], json!({"aanmelddatum": "2024-01-08", "uitstroom": {"reden": "AFGEROND"}}));
        assert_eq!(fase["eerdere"].as_array().unwrap().len(), 2);
        let contact = answer.data("/inwoner/trajecten/0/contact");
        assert_eq!(contact, &json!({"naam": "F. Regisseur", "sinds": "2026-03-02", "geschiedenis": [
            {"naam": "E. Eerder", "tot": "2026-03-02"}, {"naam": "F. Regisseur", "tot": null},
        ]}));
        let itself = traject("T-1").client_bsn(&bsn(2)).with("vorigTraject", json!("T-1"));
        app.gemeente_systeem().publish(&itself).await.expect_code("INVOER_ONGELDIG");
    }
}

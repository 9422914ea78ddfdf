//! Deliveries: what comes in by DDAS goes out by DDAS, and comes in again as the same; what DDAS has no place for is listed.

mod commands;
mod complete;
mod generated;
pub(crate) mod kit;
mod published;

use kit::{counts, export, there_and_back, validate};
use schakel_tests::{
    TestApp,
    app::{bsn, traject},
    on_both_engines,
};
use serde_json::{Value, json};

use crate::imports::{delivery, import_ddas};

fn full(bsns: &[&str]) -> Value {
    json!({
        "gemeentecode": "GM0355", "startdatum": "2025-02-03", "einddatum": "2026-05-20", "toekenningsdatum": "2025-03-01",
        "omschrijving": "blijft buiten de hub", "totaalSchuldbedragBijAanvangSchuld": 20000,
        "aanmelding": {"startdatum": "2025-01-20", "einddatum": "2025-01-30", "crisisinterventie": true},
        "informatieEnAdvies": {"startdatum": "2025-01-25", "einddatum": "2025-02-01"},
        "intake": {"startdatum": "2025-02-01", "einddatum": "2025-02-20", "beschikkingsdatum": "2025-02-20", "beschikkingssoort": "Toelatingsbeschikking"},
        "planVanAanpak": {"datumAfronding": "2025-03-10"},
        "stabilisatie": {"startdatum": "2025-03-01", "einddatum": "2025-06-01"},
        "crisisinterventies": [{"startdatum": "2025-01-21", "einddatum": "2025-01-28"}, {"startdatum": "2025-05-01"}],
        "moratoria": [{"datumAanvraag": "2025-02-02", "datumGoedkeuring": "2025-02-05", "startdatum": "2025-02-05", "einddatum": "2025-08-05"}],
        "voorlopigeVoorzieningen": [{"startdatum": "2025-02-06", "einddatum": "2025-04-06"}],
        "begeleiding": [{"soort": "Budgetbeheer", "startdatum": "2025-03-02"}, {"soort": "Lange Termijn Begeleiding (DFD)", "startdatum": "2025-09-01", "einddatum": "2025-10-01"}],
        "schuldregeling": {"datum": "2025-07-01", "toegekend": "2025-08-01", "dwangakkoord": false},
        "oplossing": {"soort": "0%-aanbod", "startdatum": "2025-08-15", "einddatum": "2026-02-15", "vtlb": 1417},
        "schulden": [
            {"bedrag": 15000, "peildatum": "2025-02-01", "schuldsoort": "Publiek", "zakelijkeSchuld": false, "schuldeiser": {"naam": "Voorbeeld BV"}},
            {"bedrag": 5000, "peildatum": "2025-02-01", "schuldsoort": "Zorg", "schuldeiser": {"naam": "Nog een BV"}},
        ],
        "nazorg": {"startdatum": "2026-02-16", "einddatum": "2026-05-16"},
        "uitstroom": {"datum": "2026-05-20", "datumBeeindigingsbeschikking": "2026-05-18", "reden": "Afgerond", "omschrijving": "blijft ook buiten"},
        "client": bsns.iter().map(|bsn| json!({"Burgerservicenummer": bsn})).collect::<Vec<_>>(),
    })
}

on_both_engines! {
    async fn what_came_in_goes_out_and_comes_in_again_as_the_same(app: TestApp) {
        let numbers: Vec<String> = (1..=4).map(bsn).collect();
        let sparse = json!({"gemeentecode": "GM0344", "startdatum": "2026-02-01", "client": [{"Burgerservicenummer": numbers[1]}]});
        let text = delivery(json!([full(&[&numbers[0]]), sparse, full(&[&numbers[2], &numbers[3]])]));
        let there = there_and_back(&app, &text, &numbers).await;
        assert_eq!(there.lost(), [("financieel.aantalSchuldeisers".to_owned(), 2)].into());
        for left_out in ["blijft", "Voorbeeld BV", "schuldeiser"] {
            assert!(!there.exported.contains(left_out), "{left_out}");
        }
        assert!(there.exported.contains("GM0355") && there.exported.contains("0%-aanbod"));
    }

    async fn without_the_owners_file_nobody_is_named(app: TestApp) {
        let text = delivery(json!([full(&[&bsn(1)]), full(&[&bsn(2), &bsn(3)])]));
        import_ddas(&app, &text, true).await;
        let (exported, written) = export(&app, &[]).await;
        assert_eq!((written.trajecten, written.without_clients), (2, 2));
        assert!(!exported.contains("Burgerservicenummer") && !exported.contains("\"client\""));
        validate(&exported);
        let (exported, written) = export(&app, &[bsn(1), bsn(2)]).await;
        assert_eq!(written.without_clients, 1, "one of two would be another traject");
        assert!(!exported.contains(&bsn(2)));
    }

    async fn only_ones_own_goes_out_and_what_has_no_place_is_listed(app: TestApp) {
        app.publish_everything(&bsn(1)).await;
        app.publish_traject(traject("weg").client_bsn(&bsn(2))).await;
        app.gemeente_systeem().withdraw("weg").await.expect_ok();
        let (exported, written) = export(&app, &[bsn(1)]).await;
        validate(&exported);
        assert_eq!(written.trajecten, 1);
        let lost = counts(&written);
        for field in ["hulpvraag", "ingang", "regisseurs", "betrokkenen", "acties", "nazorg.producten", "termijnen"] {
            assert!(lost.contains_key(field), "{field} is not listed: {lost:?}");
        }
        let told: Value = serde_json::from_str(&exported).unwrap();
        let one = &told["leveringen"][0]["schuldhulptrajecten"][0];
        assert_eq!((&one["stabilisatie"]["startdatum"], &one["client"][0]["Postcode"]), (&json!("2026-05-11"), &json!("3562AA")));
        assert!(!exported.contains("Regisseur") && !exported.contains("toeslagen"));
    }

    async fn a_phase_that_begins_after_the_end_is_kept_and_signalled(app: TestApp) {
        let ended = |oplossing: Value| delivery(json!([{
            "gemeentecode": "GM0344", "startdatum": "2026-02-01", "oplossing": oplossing,
            "uitstroom": {"datum": "2026-03-02", "reden": "Zelf"}, "client": [{"Burgerservicenummer": bsn(1)}],
        }]));
        let running = delivery(json!([{"gemeentecode": "GM0344", "startdatum": "2026-02-01", "client": [{"Burgerservicenummer": bsn(1)}]}]));
        import_ddas(&app, &running.replace("2026-06-01T08", "2026-05-01T08"), false).await;
        let there = there_and_back(&app, &ended(json!({"startdatum": "2026-04-01"})), &[bsn(1)]).await;
        assert!(there.heard.iter().any(|one| one.ends_with("fase OPLOSSING begint na het einde van het traject")), "{:?}", there.heard);
        assert!(there.lost().is_empty(), "{:?}", there.lost());
        let told: Value = serde_json::from_str(&there.exported).unwrap();
        assert_eq!(told["leveringen"][0]["schuldhulptrajecten"][0]["oplossing"]["startdatum"], "2026-04-01");
        app.settle_signals().await;
        let kinds = app.fatima().signal_kinds().await;
        assert_eq!(kinds, ["ONVERWACHTE_FASE"], "stored, and told to its owner");
    }
}

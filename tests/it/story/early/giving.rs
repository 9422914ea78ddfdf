//! What a signaalpartner may give, and what it is told.

use schakel::{domain::Rol, federation::SubgraphName};
use schakel_tests::app::{bsn, traject};
use serde_json::json;

use super::{
    faults, fields, give, huurder, in_both_cities, in_utrecht, list, listed, of_inwoner, premie, signaal,
    take_back, uitkomst,
};
use crate::story::failing::drop_table;

const INSURER: &str = "zorgverzekeraar-midden";

in_both_cities! {
    async fn a_signal_reaches_who_offers_help_and_nobody_else(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        let receipt = give(&app.corporatie_systeem(), &signaal(&app, "V-1", &number)).await.expect_ok();
        let told = receipt.data("/vroegsignaalIndienen").as_object().unwrap();
        assert_eq!(told.keys().collect::<Vec<_>>(), ["ontvangstnummer", "op", "uitkomst"]);
        assert_eq!((&told["op"], &told["uitkomst"]), (&json!("2026-06-15T10:00:00+00:00"), &json!("NIEUW")));
        assert!(!receipt.text.contains(&inwoner), "{}", receipt.shown());

        let own = list(&app.fatima(), json!({})).await.expect_ok();
        let node = own.data("/vroegsignalen/edges/0/node");
        assert_eq!(node["inwoner"]["id"], json!(inwoner));
        let signal = &node["vroegsignalen"][0];
        assert_eq!(signal["signaalpartner"]["id"], json!(app.corporatie_systeem().partij()));
        assert_eq!([&signal["soort"], &signal["maanden"], &signal["bedrag"]], [&json!("HUUR"), &json!(2), &json!(1480)]);
        assert_eq!([&signal["status"], &signal["peildatum"]], [&json!("ONTVANGEN"), &json!("2026-06-01")]);
        assert!(signal["grondslag"].as_str().unwrap().contains("Wgs art. 3 lid 1 onder b"));

        let inrichting = app.city().inrichting();
        let owner = app.fatima().partij().to_owned();
        for partij in inrichting.samenwerkingen.iter().flat_map(|one| &one.partijen) {
            if partij.id.as_str() == owner {
                continue;
            }
            let anybody = app.person(partij.id.as_str(), Rol::Trajectbegeleider).rollen(Rol::ALL.iter().copied());
            let answer = list(&anybody, json!({"filter": {"inwoner": inwoner}})).await;
            if partij.ontvangt_vroegsignalen() {
                assert_eq!(listed(answer), Vec::<String>::new(), "{}", partij.id);
            } else {
                answer.expect_code("PARTIJ_NIET_BEVOEGD");
            }
        }
    }

    async fn giving_and_looking_are_logged_before_the_answer(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        give(&app.corporatie_systeem(), &signaal(&app, "V-1", &number)).await.expect_ok();
        of_inwoner(&app.fatima(), &inwoner).await;
        list(&app.fatima(), json!({})).await.expect_ok();
        take_back(&app.corporatie_systeem(), "V-1").await.expect_ok();
        of_inwoner(&app.fatima(), &inwoner).await;
        let owner = app.fatima().partij().to_owned();
        let partner = app.corporatie_systeem().partij().to_owned();
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let acts: Vec<_> = lines.iter().map(|line| (line.handeling.as_str(), line.partij.as_str())).collect();
        assert_eq!(acts, [
            ("VROEGSIGNAAL_INDIENEN", partner.as_str()), ("VROEGSIGNALEN_BEKIJKEN", &owner), ("VROEGSIGNALEN_BEKIJKEN", &owner),
            ("VROEGSIGNAAL_INTREKKEN", &partner), ("VROEGSIGNALEN_BEKIJKEN", &owner),
        ]);
        assert!(lines.iter().all(|line| line.inwoner == inwoner && line.bronhouder == owner), "{lines:?}");
    }

    async fn without_a_log_nothing_is_taken_in_and_nothing_told(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        give(&app.corporatie_systeem(), &signaal(&app, "V-1", &number)).await.expect_ok();
        drop_table(&app, SubgraphName::Trajectbegeleiding, "verstrekking").await;
        give(&app.corporatie_systeem(), &signaal(&app, "V-2", &number)).await.expect_code("LOG_NIET_BEREIKBAAR");
        take_back(&app.corporatie_systeem(), "V-1").await.expect_code("LOG_NIET_BEREIKBAAR");
        list(&app.fatima(), json!({"filter": {"inwoner": inwoner}})).await.expect_code("LOG_NIET_BEREIKBAAR");
    }

    async fn the_same_signal_again_is_received_once(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        let corporation = app.corporatie_systeem();
        let first = signaal(&app, "V-1", &number);
        let receipt = give(&corporation, &first).await.expect_ok();
        let again = give(&corporation, &first).await.expect_ok();
        assert_eq!(again.text_at("/vroegsignaalIndienen/uitkomst"), "ONGEWIJZIGD");
        let nummer = "/vroegsignaalIndienen/ontvangstnummer";
        assert_eq!(receipt.data(nummer), again.data(nummer));
        give(&corporation, &first.clone().with("maanden", json!(4))).await.expect_code("VERSIE_CONFLICT");
        let newer = first.clone().versie("2026-06-15T08:00:00Z").with("maanden", json!(4));
        assert_eq!(uitkomst(give(&corporation, &newer).await), "BIJGEWERKT");
        assert_eq!(uitkomst(give(&corporation, &first).await), "VEROUDERD");
        let stored = of_inwoner(&app.fatima(), &inwoner).await;
        assert_eq!(stored.len(), 1);
        assert_eq!(stored[0]["maanden"], 4);
    }

    async fn what_is_taken_back_is_hidden_until_a_newer_version_comes(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        let corporation = app.corporatie_systeem();
        let first = signaal(&app, "V-1", &number);
        let receipt = give(&corporation, &first).await.expect_ok();
        let back = take_back(&corporation, "V-1").await.expect_ok();
        assert_eq!(back.data("/vroegsignaalIntrekken/ontvangstnummer"), receipt.data("/vroegsignaalIndienen/ontvangstnummer"));
        assert_eq!(uitkomst(take_back(&corporation, "V-1").await), "TERUGGETROKKEN");
        assert_eq!(of_inwoner(&app.fatima(), &inwoner).await, Vec::<serde_json::Value>::new());
        assert_eq!(uitkomst(give(&corporation, &first).await), "TERUGGETROKKEN");
        assert_eq!(uitkomst(give(&corporation, &first.versie("2026-06-15T08:00:00Z")).await), "BIJGEWERKT");
        assert_eq!(of_inwoner(&app.fatima(), &inwoner).await.len(), 1);
        take_back(&corporation, "V-2").await.expect_code("ONBEKEND");
    }

    async fn a_signal_about_the_wrong_tenant_leaves_nothing_with_them(app: TestApp) {
        let ((wrong, wronged), (right, meant)) = (huurder(&app, 1).await, huurder(&app, 2).await);
        let corporation = app.corporatie_systeem();
        give(&corporation, &signaal(&app, "V-1", &wrong)).await.expect_ok();
        let mended = signaal(&app, "V-1", &right).versie("2026-06-15T08:00:00Z");
        assert_eq!(uitkomst(give(&corporation, &mended).await), "BIJGEWERKT");
        assert_eq!(of_inwoner(&app.fatima(), &wronged).await.len(), 0);
        assert_eq!(of_inwoner(&app.fatima(), &meant).await.len(), 1);
    }

    async fn below_the_threshold_and_without_a_ground_it_is_refused(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        let corporation = app.corporatie_systeem();
        let rent = signaal(&app, "V-1", &number);
        let below = faults(give(&corporation, &rent.clone().with("maanden", json!(1))).await);
        assert_eq!(below, [("maanden".to_owned(), "ligt onder de drempel van 2 maanden".to_owned())]);
        let early = rent.clone().with("peildatum", json!("2020-12-31"));
        assert_eq!(fields(give(&corporation, &early).await), ["peildatum"]);
        let gas = rent.clone().with("soort", json!("GAS"));
        assert_eq!(fields(give(&corporation, &gas).await), ["soort"]);
        let elsewhere = rent.clone().with("ontvanger", json!("toestemmingsbeheer"));
        assert_eq!(fields(give(&corporation, &elsewhere).await), ["ontvanger"]);
        assert_eq!(of_inwoner(&app.fatima(), &inwoner).await.len(), 0);
        assert_eq!(uitkomst(give(&corporation, &rent).await), "NIEUW");

        app.change_inrichting(|city| city.vroegsignalen[0].geldig_tot = "2026-06-01".parse().ok()).await;
        let other = signaal(&app, "V-2", &number);
        assert_eq!(fields(give(&corporation, &other).await), ["peildatum"]);
        let before = other.with("peildatum", json!("2026-05-31"));
        assert_eq!(uitkomst(give(&corporation, &before).await), "NIEUW");
        assert_eq!(of_inwoner(&app.fatima(), &inwoner).await.len(), 2, "what came in stays with its owner");
    }

    async fn all_that_is_wrong_is_told_at_once(app: TestApp) {
        let wrong = signaal(&app, "", "HUUR-geheimzinnig").with("maanden", json!(0)).with("bedrag", json!(-1))
            .with("peildatum", json!("2026-06-16")).with("inspanningVerricht", json!(false)).with("ontvanger", json!("geheimzinnig"));
        let answer = give(&app.corporatie_systeem(), &wrong).await;
        assert!(!answer.text.contains("geheimzinnig"), "{}", answer.shown());
        assert_eq!(fields(answer), [
            "bronId", "maanden", "bedrag", "peildatum", "inspanningVerricht", "ontvanger", "inwoner.eigenNummer",
        ]);
        let by_id = signaal(&app, "V-1", "").with("inwoner", json!({"id": schakel_tests::app::unknown_id(9)}));
        assert_eq!(fields(give(&app.corporatie_systeem(), &by_id).await), ["inwoner.id"]);
        let by_bsn = signaal(&app, "V-1", "").with("inwoner", json!({"bsn": bsn(1)}));
        give(&app.corporatie_systeem(), &by_bsn).await.expect_code("BSN_NIET_GERECHTIGD");
        assert_eq!(app.log_lines(SubgraphName::Trajectbegeleiding).await, [], "nothing was given");
    }

    async fn only_the_system_of_a_signaalpartner_gives(app: TestApp) {
        let (number, _) = huurder(&app, 1).await;
        let rent = signaal(&app, "V-1", &number);
        let corporation = app.corporatie_systeem().partij().to_owned();
        for rol in Rol::ALL.iter().filter(|rol| **rol != Rol::Bronsysteem) {
            let worker = app.person(&corporation, *rol);
            give(&worker, &rent).await.expect_code("ROL_NIET_BEVOEGD");
            take_back(&worker, "V-1").await.expect_code("ROL_NIET_BEVOEGD");
        }
        for system in [app.gemeente_systeem(), app.incluzio_systeem()] {
            give(&system, &rent).await.expect_code("PARTIJ_NIET_BEVOEGD");
            take_back(&system, "V-1").await.expect_code("PARTIJ_NIET_BEVOEGD");
        }
        app.corporatie_systeem().publish(&traject("T-1")).await.expect_code("PARTIJ_NIET_BEVOEGD");
        app.change_inrichting(|city| {
            let partijen = city.samenwerkingen.iter_mut().flat_map(|one| &mut one.partijen);
            partijen.filter(|partij| partij.id.as_str() == corporation).for_each(|partij| partij.houdt.clear());
            city.vroegsignalen.retain(|regel| regel.signaalpartner.as_str() != corporation);
        }).await;
        give(&app.corporatie_systeem(), &rent).await.expect_code("PARTIJ_NIET_BEVOEGD");
    }
}

in_utrecht! {
    async fn an_insurer_gives_from_three_to_five_months_by_bsn(app: TestApp) {
        let insurer = app.person(INSURER, Rol::Bronsysteem);
        for (maanden, is_taken) in [(2, false), (3, true), (5, true), (6, false)] {
            let premium = premie(&app, &format!("P-{maanden}"), &bsn(1)).with("maanden", json!(maanden));
            let answer = give(&insurer, &premium).await;
            if is_taken {
                assert_eq!(uitkomst(answer), "NIEUW", "{maanden}");
            } else {
                assert_eq!(fields(answer), ["maanden"], "{maanden}");
            }
        }
        let without_addressee = premie(&app, "P-9", &bsn(1)).with("ontvanger", json!(null));
        assert_eq!(uitkomst(give(&insurer, &without_addressee).await), "NIEUW", "only one is configured");
    }

    async fn what_one_partner_gave_is_nothing_to_another(app: TestApp) {
        let (number, inwoner) = huurder(&app, 1).await;
        let insurer = app.person(INSURER, Rol::Bronsysteem);
        give(&app.corporatie_systeem(), &signaal(&app, "X-1", &number)).await.expect_ok();
        take_back(&insurer, "X-1").await.expect_code("ONBEKEND");
        assert_eq!(uitkomst(give(&insurer, &premie(&app, "X-1", &bsn(1))).await), "NIEUW", "each has ids of its own");
        take_back(&insurer, "X-1").await.expect_ok();
        assert_eq!(of_inwoner(&app.fatima(), &inwoner).await.len(), 1);
        assert_eq!(listed(list(&app.fatima(), json!({})).await), [inwoner]);
    }

    async fn a_bsn_that_fails_the_elfproef_is_refused(app: TestApp) {
        let insurer = app.person(INSURER, Rol::Bronsysteem);
        let answer = give(&insurer, &premie(&app, "P-1", "123456789")).await;
        assert_eq!(fields(answer), ["inwoner.bsn"]);
    }
}

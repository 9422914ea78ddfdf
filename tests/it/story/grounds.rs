//! On which ground something is shown, and each reason for which it isn't.

use chrono::TimeDelta;
use schakel::{
    domain::{Betrokkenheid, Doel, Rol},
    federation::SubgraphName,
};
use schakel_tests::{
    TestApp,
    app::{Person, bsn, deel, meekijken, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_all, ask_lamp, lamp, toegang};

fn lamp_for_meekijker(app: &TestApp) -> schakel_tests::app::Grant {
    meekijken(app, &["TRAJECT_LOOPT"])
}

async fn resident(app: &TestApp) -> String {
    app.publish_traject(traject("T-1")).await
}

fn refused(reden: &str) -> Result<Option<bool>, String> {
    Err(reden.to_owned())
}

in_both_cities! {
    async fn without_a_grant_there_is_none(app: TestApp) {
        let inwoner = resident(&app).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), refused("GEEN_TOESTEMMING"));
        app.grant(&inwoner, deel(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_LOOPT"])).await;
        let answer = ask_lamp(&app.meekijker(), &inwoner).await;
        assert_eq!(lamp(&answer), refused("GEEN_TOESTEMMING"), "consent for another party is none for this one");
        assert_eq!(lamp(&ask_lamp(&app.sanne(), &inwoner).await), Ok(Some(true)));
    }

    async fn a_grant_that_was_withdrawn_is_no_longer_one(app: TestApp) {
        let inwoner = resident(&app).await;
        let granted = app.grant(&inwoner, lamp_for_meekijker(&app)).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
        app.revoke(&granted).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), refused("INGETROKKEN"));
        assert_eq!(toegang(&app.meekijker(), &inwoner, "TRAJECT_LOOPT", app.city().traject.partij).await.0, "INGETROKKEN");
        assert_eq!(lamp(&ask_lamp(&app.sanne(), &inwoner).await), refused("GEEN_TOESTEMMING"), "a history with others");
        app.grant(&inwoner, lamp_for_meekijker(&app)).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)), "given again");
    }

    async fn a_grant_ends_by_the_clock_without_a_write(app: TestApp) {
        let inwoner = resident(&app).await;
        let granted = app.grant(&inwoner, lamp_for_meekijker(&app).until("2026-06-15T10:05:00Z")).await;
        app.clock().advance(TimeDelta::seconds(299));
        let answer = ask_lamp(&app.meekijker(), &inwoner).await;
        assert_eq!(lamp(&answer), Ok(Some(true)));
        app.clock().advance(TimeDelta::seconds(1));
        let answer = ask_lamp(&app.meekijker(), &inwoner).await;
        assert_eq!(lamp(&answer), refused("VERLOPEN"));
        assert_eq!(toegang(&app.meekijker(), &inwoner, "TRAJECT_LOOPT", app.city().traject.partij).await, ("VERLOPEN".to_owned(), Value::Null));
        let stand = app.register_store().await.stand().await.unwrap();
        assert_eq!(stand.versie, granted.registerversie, "nothing was written");
    }

    async fn a_grant_that_starts_later_does_not_hold_yet(app: TestApp) {
        let inwoner = resident(&app).await;
        app.grant(&inwoner, lamp_for_meekijker(&app).from("2026-06-16T00:00:00Z")).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), refused("NOG_NIET_INGEGAAN"));
        app.clock().set("2026-06-16T00:00:00Z".parse().unwrap());
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
    }

    async fn a_purpose_carries_its_own_groups_and_grants_only(app: TestApp) {
        let inwoner = resident(&app).await;
        app.grant(&inwoner, lamp_for_meekijker(&app)).await;
        let for_care = app.meekijker().doel(Doel::Nazorg);
        assert_eq!(lamp(&ask_lamp(&for_care, &inwoner).await), refused("DOEL_NIET_GEDEKT"), "granted for another purpose");
        let answer = ask_all(&app.sanne().doel(Doel::Nazorg), &inwoner).await;
        let financial = answer.reden("TRAJECT_FINANCIEEL", app.city().traject.partij);
        assert_eq!(financial.as_deref(), Some("DOEL_NIET_GEDEKT"), "a group that the purpose cannot carry");
        assert_eq!(lamp(&answer), refused("GEEN_TOESTEMMING"), "a group that it can carry");
    }

    async fn a_role_acts_for_its_own_purposes_only(app: TestApp) {
        let inwoner = resident(&app).await;
        app.grant(&inwoner, lamp_for_meekijker(&app)).await;
        let volunteer = app.person(app.city().meekijker.partij, Rol::Vrijwilliger);
        assert_eq!(lamp(&ask_lamp(&volunteer, &inwoner).await), refused("ROL_NIET_BEVOEGD"));
        let with_two_roles = volunteer.rollen([Rol::Vrijwilliger, Rol::Budgetcoach]);
        assert_eq!(lamp(&ask_lamp(&with_two_roles, &inwoner).await), Ok(Some(true)), "one role that may is enough");
        assert_eq!(lamp(&ask_lamp(&app.farid(), &inwoner).await), refused("DOEL_NIET_GEDEKT"));
    }

    async fn where_only_the_team_is_involved_others_see_nothing(app: TestApp) {
        let inwoner = resident(&app).await;
        app.grant(&inwoner, lamp_for_meekijker(&app)).await;
        let partij = app.city().meekijker.partij;
        app.change_inrichting(|inrichting| {
            let partijen = &mut inrichting.samenwerkingen[0].partijen;
            let looks_along = partijen.iter_mut().find(|other| other.id.as_str() == partij).unwrap();
            looks_along.betrokkenheid = Betrokkenheid::Team;
        }).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), refused("NIET_BETROKKEN"));
        let koppelen = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
        let invoer = json!({"eigenNummer": "K-1", "inwoner": {"id": inwoner}, "team": "Overvecht"});
        app.system_of(app.city().meekijker).ask(koppelen, json!({"invoer": invoer})).await.expect_ok();
        let of_the_team = app.meekijker().team("Overvecht");
        assert_eq!(lamp(&ask_lamp(&of_the_team, &inwoner).await), Ok(Some(true)));
        let of_another_team = app.meekijker().team("Lombok");
        assert_eq!(lamp(&ask_lamp(&of_another_team, &inwoner).await), refused("NIET_BETROKKEN"));
    }
}

// Told of Utrecht only: they turn on the sociaal raadslieden.
on_both_engines! {
    async fn an_owner_sees_its_own_records_and_that_is_logged(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        for (partij, subgraph, field) in [
            (app.city().traject.partij, SubgraphName::Trajectbegeleiding, "trajecten"),
            ("u-centraal", SubgraphName::Srw, "srw"),
            ("incluzio", SubgraphName::Buurtteam, "buurtteams"),
            ("lokalis", SubgraphName::Buurtteam, "buurtteams"),
        ] {
            let answer = ask_all(&app.professional(partij), &inwoner).await.expect_ok();
            assert!(answer.not_shared().iter().all(|(_, _, bronhouder)| bronhouder != partij), "{partij}");
            let items = answer.data(&format!("/inwoner/{field}")).as_array().unwrap();
            let own = items.iter().find(|item| item["partij"]["id"] == partij).unwrap();
            let empty: Vec<_> = own.as_object().unwrap().iter().filter(|(_, value)| value.is_null()).collect();
            assert!(empty.is_empty(), "{partij} sees nothing of {empty:?}");
            let logged = app.log_lines(subgraph).await;
            let line = logged.iter().find(|line| line.partij == partij && line.bronhouder == partij).unwrap();
            assert!(line.redenen.values().all(|reden| reden == "TOEGESTAAN_EIGEN"), "{line:?}");
        }
    }

    async fn a_legal_ground_opens_its_groups_for_its_purpose_only(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let for_referral = app.fatima().doel(Doel::UitvoerenVerwijzing);
        let answer = ask_all(&for_referral, &inwoner).await.expect_ok();
        assert_eq!(answer.data("/inwoner/srw/0/status/verwijzingen/0/soort"), &json!("INKOMENSCHECK"));
        assert_eq!(answer.reden("SRW_CONTACT", "u-centraal").as_deref(), Some("GEEN_TOESTEMMING"));
        let logged = app.log_lines(SubgraphName::Srw).await.pop().unwrap();
        assert_eq!(logged.reden("SRW_STATUS"), Some("TOEGESTAAN_GROND"));
        let grounds: Vec<&Value> = logged.uitkomsten.as_array().unwrap().iter().filter_map(|one| one.get("grond")).collect();
        assert_eq!(grounds, ["wgs-verwijzing-srw"]);
        let otherwise = ask_all(&app.fatima(), &inwoner).await;
        assert_eq!(otherwise.reden("SRW_STATUS", "u-centraal").as_deref(), Some("GEEN_TOESTEMMING"));
        for other in [app.meekijker(), app.sanne()] {
            let answer = ask_all(&other.doel(Doel::UitvoerenVerwijzing), &inwoner).await;
            assert_eq!(answer.reden("SRW_STATUS", "u-centraal").as_deref(), Some("GEEN_TOESTEMMING"));
        }
    }

    async fn toegang_gives_the_reasons_that_the_fields_give(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "SAMENWERKEN").await;
        let told = async |person: Person<'_>| toegang(&person, &inwoner, "SRW_STATUS", "u-centraal").await;
        let end = json!("2027-06-15T00:00:00+00:00");
        assert_eq!(told(app.joris()).await, ("TOEGESTAAN_EIGEN".to_owned(), Value::Null));
        assert_eq!(told(app.meekijker()).await, ("TOEGESTAAN_TOESTEMMING".to_owned(), end));
        let for_referral = app.fatima().doel(Doel::UitvoerenVerwijzing);
        assert_eq!(told(for_referral).await, ("TOEGESTAAN_GROND".to_owned(), Value::Null));
        assert_eq!(told(app.meekijker().doel(Doel::Signalering)).await.0, "ROL_NIET_BEVOEGD");
    }
}

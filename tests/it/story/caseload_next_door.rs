//! What a caseload asks of the rooms next door: whose dossiers the party keeps there, and whose are closed while a traject
//! runs, as far as that may be known.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use schakel::{domain::Betrokkenheid, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{Part, Person, bsn, buurtteamdossier, deel, srw_dossier},
    in_both_cities, on_both_engines,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::caseload::{ask, couple, everything, found, in_phase, listed};

const VERSIE: &str = "2026-06-01T08:00:00Z";

/// A buurtteam publishes a dossier by BSN; the id of the resident.
async fn dossier(app: &TestApp, of: Part, n: u32, closed: bool, versie: &str) -> String {
    let record = buurtteamdossier(&format!("B-{n}"))
        .client_bsn(&bsn(n))
        .versie(versie);
    let record = if closed {
        record.gesloten("2026-06-10")
    } else {
        record
    };
    app.system_of(of).published(&record).await.clienten.swap_remove(0)
}

/// The lamp to the buurtteam, and how its dossier stands to the owner of the traject.
async fn grant_both_ways(app: &TestApp, inwoner: &str) {
    let [owner, buurtteam] = [app.city().traject.partij, app.city().buurtteam.partij];
    let grant = deel(owner, buurtteam, &["TRAJECT_LOOPT"]).and(buurtteam, owner, &["BUURTTEAM_STATUS"]);
    app.grant(inwoner, grant).await;
}

fn set(inwoners: &[&String]) -> BTreeSet<String> {
    inwoners.iter().map(|inwoner| (*inwoner).clone()).collect()
}

/// Whoever of this party is involved with a resident, is involved so from now on.
async fn involve(app: &TestApp, partij: &str, betrokkenheid: Betrokkenheid) {
    app.change_inrichting(|inrichting| {
        let partijen = &mut inrichting.samenwerkingen[0].partijen;
        let partij = partijen
            .iter_mut()
            .find(|other| other.id.as_str() == partij)
            .unwrap();
        partij.betrokkenheid = betrokkenheid;
    })
    .await;
}

/// Everybody whom the pages of one question list, and how many pages there were.
async fn walk(person: &Person<'_>, filter: Value) -> (BTreeSet<String>, usize) {
    let (mut all, mut pages, mut na) = (BTreeSet::new(), 0, Value::Null);
    loop {
        let variables = json!({"eerste": 3, "na": na, "filter": filter});
        let page = ask(person, variables).await.expect_ok();
        pages += 1;
        for inwoner in listed(&page) {
            assert!(all.insert(inwoner), "nobody is on two pages");
        }
        if page.data("/mijnInwoners/pageInfo/hasNextPage") == &json!(false) {
            return (all, pages);
        }
        na = page.data("/mijnInwoners/pageInfo/endCursor").clone();
    }
}

in_both_cities! {
    async fn a_buurtteam_that_publishes_by_bsn_has_a_list_of_its_own(app: TestApp) {
        let buurtteam = app.city().buurtteam;
        let who = app.plays(buurtteam);
        let mut published = Vec::new();
        for n in 1..4 {
            published.push(dossier(&app, buurtteam, n, false, VERSIE).await);
            app.clock().advance(TimeDelta::minutes(1));
        }
        let latest = ask(&who, json!({"volgorde": "LAATST_BIJGEWERKT"})).await.expect_ok();
        let expected: Vec<String> = published.iter().rev().cloned().collect();
        assert_eq!((listed(&latest), latest.data("/mijnInwoners/aantal")), (expected, &json!(3)));
        let stale = json!({"nietBijgewerktSinds": "2026-06-15T10:01:00Z"});
        assert_eq!(found(&who, stale).await, set(&[&published[0]]));
        app.system_of(buurtteam).withdraw("B-1").await.expect_ok();
        assert_eq!(ask(&who, json!({})).await.data("/mijnInwoners/aantal"), &json!(2));
        let other = app.plays(app.city().ander_buurtteam);
        assert_eq!(found(&other, Value::Null).await, BTreeSet::new(), "a list is of one party");
    }

    async fn a_closed_dossier_while_a_traject_runs_is_found_from_both_sides(app: TestApp) {
        let city = app.city();
        let (owner, buurtteam) = (app.plays(city.traject), app.plays(city.buurtteam));
        let mut inwoners = Vec::new();
        for (n, fase, closed) in [(1, "STABILISATIE", true), (2, "STABILISATIE", false), (3, "AFGESLOTEN", true), (4, "STABILISATIE", true)] {
            inwoners.push(in_phase(&app, n, fase, VERSIE).await);
            dossier(&app, city.buurtteam, n, closed, VERSIE).await;
        }
        for inwoner in &inwoners[..3] {
            grant_both_ways(&app, inwoner).await;
        }
        for who in [&owner, &buurtteam] {
            assert_eq!(found(who, Value::Null).await.len(), 4);
            assert_eq!(found(who, json!({"dossierGesloten": true})).await, set(&[&inwoners[0]]));
            assert_eq!(found(who, json!({"dossierGesloten": false})).await, set(&[&inwoners[1]]));
            assert_eq!(found(who, json!({"dossierGesloten": true, "loopt": false})).await, set(&[]), "it says that one runs");
        }
        let lines = app.log_lines(SubgraphName::Buurtteam).await;
        let looks = |partij: &str| -> Vec<String> {
            let of = lines.iter().filter(|line| line.partij == partij && line.bronhouder == city.buurtteam.partij);
            of.filter(|line| line.handeling != "PUBLICEREN").filter_map(|line| line.redenen.get("BUURTTEAM_STATUS").cloned()).collect()
        };
        let (of_owner, own) = (looks(city.traject.partij), looks(city.buurtteam.partij));
        assert_eq!((of_owner.len(), own.len()), (3 * 4, 3 * 4), "each look is a line with the owner, found or not");
        assert_eq!(of_owner.iter().filter(|reden| *reden == "TOEGESTAAN_TOESTEMMING").count(), 3 * 3);
        assert!(own.iter().all(|reden| reden == "TOEGESTAAN_EIGEN"), "{own:?}");
    }

    async fn a_withdrawal_next_door_holds_for_the_next_page(app: TestApp) {
        let city = app.city();
        let inwoner = in_phase(&app, 1, "STABILISATIE", VERSIE).await;
        dossier(&app, city.buurtteam, 1, true, VERSIE).await;
        let owner = app.plays(city.traject);
        let filter = json!({"dossierGesloten": true});
        let status = deel(city.buurtteam.partij, city.traject.partij, &["BUURTTEAM_STATUS"]);
        let granted = app.grant(&inwoner, status).await;
        assert_eq!(found(&owner, filter.clone()).await, set(&[&inwoner]));
        app.revoke(&granted).await;
        assert_eq!(found(&owner, filter).await, set(&[]));
    }

    /// Two worlds that differ only in dossiers and trajecten that are withheld, page by page, across the window.
    async fn what_is_withheld_next_door_changes_no_page(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.caseload.window = 4).await;
        let city = app.city();
        for n in 0..10 {
            let inwoner = in_phase(&app, n, "STABILISATIE", VERSIE).await;
            couple(&app, &inwoner, None).await;
            dossier(&app, city.ander_buurtteam, n, n % 4 == 0, VERSIE).await;
            let looker = city.meekijker.partij;
            let lamp = deel(city.traject.partij, looker, &["TRAJECT_LOOPT"]);
            let status = deel(city.ander_buurtteam.partij, looker, &["BUURTTEAM_STATUS"]);
            match n % 3 {
                0 => { app.grant(&inwoner, lamp.and(city.ander_buurtteam.partij, looker, &["BUURTTEAM_STATUS"])).await; }
                1 => { app.grant(&inwoner, lamp).await; }
                _ => { app.grant(&inwoner, status).await; }
            }
        }
        let who = app.meekijker();
        for (closed, count) in [(true, 1), (false, 3)] {
            assert_eq!(walk(&who, json!({"dossierGesloten": closed})).await.0.len(), count, "something is told");
        }
        let before = everything(&who).await;
        for (versie, closed) in [("2026-06-02T08:00:00Z", true), ("2026-06-03T08:00:00Z", false)] {
            for n in (0..10).filter(|n| n % 3 == 1) {
                dossier(&app, city.ander_buurtteam, n, closed, versie).await;
            }
            for n in (0..10).filter(|n| n % 3 == 2) {
                let fase = if closed { "AFGESLOTEN" } else { "STABILISATIE" };
                in_phase(&app, n, fase, versie).await;
            }
            assert_eq!(everything(&who).await, before, "{versie}");
        }
    }

    async fn all_pages_of_a_filter_hold_everybody_once_across_the_window(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.caseload.window = 5).await;
        let city = app.city();
        let (mut closed, mut running) = (BTreeSet::new(), BTreeSet::new());
        for n in 0..13 {
            let inwoner = in_phase(&app, n, if n % 4 == 3 { "AFGESLOTEN" } else { "INTAKE" }, VERSIE).await;
            dossier(&app, city.buurtteam, n, n % 2 == 0, VERSIE).await;
            grant_both_ways(&app, &inwoner).await;
            if n % 4 != 3 {
                running.insert(inwoner.clone());
                if n % 2 == 0 {
                    closed.insert(inwoner);
                }
            }
        }
        for who in [app.plays(city.traject), app.plays(city.buurtteam)] {
            let (all, pages) = walk(&who, Value::Null).await;
            assert_eq!((all.len(), pages), (13, 5), "without a filter no window is needed");
            for (filter, expected) in [(json!({"dossierGesloten": true}), &closed), (json!({"loopt": true}), &running)] {
                let (all, pages) = walk(&who, filter.clone()).await;
                assert_eq!(&all, expected, "{filter}");
                assert!(pages >= 3, "thirteen take three windows of five: {pages}");
            }
        }
    }

    async fn who_is_involved_says_who_is_in_the_list(app: TestApp) {
        for part in [app.city().traject, app.city().buurtteam] {
            let system = app.system_of(part);
            let mut inwoners = Vec::new();
            for n in 1..4 {
                let is_owner = part.partij == app.city().traject.partij;
                let inwoner = if is_owner {
                    in_phase(&app, n, "STABILISATIE", VERSIE).await
                } else {
                    dossier(&app, part, n, false, VERSIE).await
                };
                inwoners.push(inwoner);
            }
            let koppelen = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
            for (n, (team, medewerker)) in [("Noord", "nel"), ("Zuid", "zed")].into_iter().enumerate() {
                let invoer = json!({"eigenNummer": format!("K-{n}"), "inwoner": {"id": inwoners[n]}, "team": team, "medewerker": medewerker});
                system.ask(koppelen, json!({"invoer": invoer})).await.expect_ok();
            }
            let who = || app.plays(part);
            assert_eq!(found(&who(), Value::Null).await.len(), 3);
            involve(&app, part.partij, Betrokkenheid::Team).await;
            for (team, of) in [("Noord", &inwoners[..1]), ("Zuid", &inwoners[1..2]), ("West", &inwoners[..0])] {
                let page = ask(&who().team(team), json!({"volgorde": "LAATST_BIJGEWERKT"})).await.expect_ok();
                assert_eq!((listed(&page).as_slice(), page.data("/mijnInwoners/aantal")), (of, &json!(of.len())), "{team}");
            }
            involve(&app, part.partij, Betrokkenheid::Medewerker).await;
            for (name, of) in [("nel", &inwoners[..1]), ("zed", &inwoners[1..2]), ("iemand", &inwoners[..0])] {
                let page = ask(&who().named(name), json!({})).await.expect_ok();
                assert_eq!(listed(&page), of, "{name}");
                let stale = json!({"nietBijgewerktSinds": "2030-01-01T00:00:00Z"});
                assert_eq!(found(&who().named(name), stale).await.len(), of.len(), "its own publication counts");
            }
            involve(&app, part.partij, Betrokkenheid::Partij).await;
        }
    }

    async fn a_room_that_gives_no_answer_ends_the_page(app: TestApp) {
        let city = app.city();
        let inwoner = in_phase(&app, 1, "STABILISATIE", VERSIE).await;
        dossier(&app, city.buurtteam, 1, true, VERSIE).await;
        grant_both_ways(&app, &inwoner).await;
        let db = app.databases().connect(SubgraphName::Buurtteam).await;
        db.execute_unprepared("ALTER TABLE buurtteamdossier RENAME TO weg").await.unwrap();
        let (owner, buurtteam) = (app.plays(city.traject), app.plays(city.buurtteam));
        let answer = ask(&buurtteam, json!({})).await.expect_code("BRON_NIET_BEREIKBAAR");
        assert!(answer.data("/mijnInwoners").is_null(), "{}", answer.shown());
        for who in [&owner, &buurtteam] {
            ask(who, json!({"filter": {"dossierGesloten": true}})).await.expect_code("BRON_NIET_BEREIKBAAR");
        }
        if city.naam == "Utrecht" {
            // The owner of the trajecten there keeps no dossiers next door, and asks for none.
            ask(&owner, json!({})).await.expect_ok();
        }
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn the_sociaal_raadslieden_list_those_of_their_dossiers(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.publish_srw(srw_dossier("S-1").client_id(&inwoner)).await;
        assert_eq!(found(&app.joris(), Value::Null).await, set(&[&inwoner]));
        app.ucentraal_systeem().withdraw("S-1").await.expect_ok();
        assert_eq!(found(&app.joris(), Value::Null).await, set(&[]));
    }
}

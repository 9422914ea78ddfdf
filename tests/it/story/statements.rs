//! Many residents cost no more statements than one.

use schakel_tests::{
    Statements, TestApp,
    app::{Person, Watched, bsn, buurtteamdossier, deel, srw_dossier, traject},
    on_both_engines,
};
use serde_json::{Value, json};

use super::queries::ALL_GROUPS;

const OF_TRAJECTEN: [&str; 8] = [
    "TRAJECT_LOOPT",
    "TRAJECT_CONTACT",
    "TRAJECT_FASE",
    "TRAJECT_TERMIJNEN",
    "TRAJECT_BETROKKENEN",
    "TRAJECT_AFSPRAKEN",
    "TRAJECT_BESLUITEN",
    "TRAJECT_NAZORG",
];

const OF_SRW: [&str; 3] = ["SRW_STATUS", "SRW_CONTACT", "SRW_TERUGKOPPELING"];

async fn ask(person: &Person<'_>, watched: &Watched, ids: &[String]) -> (Value, Vec<String>) {
    let query = format!(
        "query($ids: [ID!]!) {{ inwoners(ids: $ids) {{ ...AlleGroepen toegang {{ groep reden }} }} }} {ALL_GROUPS}"
    );
    watched.ask(person, &query, json!({"ids": ids})).await
}

on_both_engines! {
    async fn fifty_residents_cost_as_many_statements_as_one(app: TestApp) {
        let mut ids = Vec::new();
        for n in 0..50 {
            let inwoner = app.publish_everything(&bsn(n)).await;
            app.grant(&inwoner, "SAMENWERKEN").await;
            ids.push(inwoner);
        }
        let watched = app.watched().await;
        ask(&app.ahmed(), &watched, &ids[..1]).await;
        let (one, few) = ask(&app.ahmed(), &watched, &ids[..1]).await;
        let (fifty, many) = ask(&app.ahmed(), &watched, &ids).await;
        Statements::assert_as_many(&few, &many);
        assert!(few.len() < 60, "{} statements:\n{}", few.len(), few.join("\n"));
        let told = fifty["data"]["inwoners"].as_array().expect("fifty residents");
        assert_eq!(told.len(), 50);
        assert_eq!(told[0], one["data"]["inwoners"][0]);
        for (id, told) in ids.iter().zip(told) {
            assert_eq!(told["id"], json!(id));
            assert_eq!(told["trajecten"][0]["loopt"]["loopt"], true);
            assert_eq!(told["srw"][0]["status"]["verwijzingen"][0]["soort"], "INKOMENSCHECK");
            assert_eq!(told["buurtteams"][1]["status"]["betrokken"], true);
        }
    }

    /// The owners, who see all of their own, and who is shown nearly all of both; of couples, where two clients decide.
    async fn couples_cost_no_more_whoever_asks(app: TestApp) {
        let mut ids = Vec::new();
        for n in (0..50).step_by(2) {
            let together = traject(&format!("T-{n}")).client_bsn(&bsn(n)).and_bsn(&bsn(n + 1));
            let clienten = app.gemeente_systeem().published(&together).await.clienten;
            for inwoner in &clienten {
                app.publish_srw(srw_dossier(&format!("S-{inwoner}")).client_id(inwoner)).await;
                app.publish_buurtteam(buurtteamdossier(&format!("B-{inwoner}")).client_id(inwoner)).await;
                app.grant(inwoner, deel("gemeente-utrecht", "incluzio", &OF_TRAJECTEN).and("u-centraal", "incluzio", &OF_SRW)).await;
            }
            ids.extend(clienten);
        }
        let watched = app.watched().await;
        for person in [app.fatima(), app.joris(), app.ahmed()] {
            ask(&person, &watched, &ids[..2]).await;
            let (_, few) = ask(&person, &watched, &ids[..2]).await;
            let (told, many) = ask(&person, &watched, &ids).await;
            Statements::assert_as_many(&few, &many);
            let told = told["data"]["inwoners"].as_array().expect("fifty residents");
            let open = told.iter().filter(|one| one["trajecten"][0]["loopt"]["loopt"] == true || one["srw"][0]["inhoud"].is_array());
            assert_eq!(open.count(), 50, "{}", person.partij());
        }
        let (told, _) = ask(&app.ahmed(), &watched, &ids).await;
        let first = &told["data"]["inwoners"][0];
        for place in ["trajecten/0/betrokkenen", "trajecten/0/afspraken", "trajecten/0/besluiten", "trajecten/0/nazorg", "srw/0/terugkoppeling"] {
            assert!(first.pointer(&format!("/{place}")).is_some_and(|value| !value.is_null()), "{place} is loaded: {first}");
        }
    }
}

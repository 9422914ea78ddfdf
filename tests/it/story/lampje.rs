//! "Die zitten niet gekoppeld, dus daar branden bij mij geen lampjes": the lamp, followed over a stream. It lights when
//! a traject starts, goes out at a withdrawal on every stream that is open, and tells nobody else anything.

use chrono::TimeDelta;
use schakel::{domain::RecordSoort, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, Socket, bron_id, bsn, deel, meekijken, traject, unknown_id},
    in_both_cities, on_both_engines,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

pub(crate) const LAMPJE: &str = "subscription Lampje($id: ID!) {
    lampje(inwoner: $id) { inwoner { id } partij { id } loopt { loopt sinds } }
}";

async fn follow(person: &Person<'_>, inwoner: &str) -> Socket {
    person.subscribe(LAMPJE, json!({"id": inwoner})).await
}

/// The lamp of the owner whom the story is about, who stands first: on, off, nothing to tell, or why not.
fn lamp(answer: &Answer) -> Result<Option<bool>, String> {
    let told = answer.data("/lampje/0");
    let owner = told["partij"]["id"].as_str().expect("a party");
    match answer.reden("TRAJECT_LOOPT", owner) {
        Some(reden) => {
            assert_eq!(told["loopt"], Value::Null, "{}", answer.shown());
            Err(reden)
        }
        None => Ok(told["loopt"]["loopt"].as_bool()),
    }
}

async fn next(socket: &mut Socket) -> Result<Option<bool>, String> {
    lamp(&socket.next("1").await.expect("a message"))
}

async fn completes(mut socket: Socket) {
    assert!(socket.next("1").await.is_none(), "the stream completes");
}

in_both_cities! {
    async fn the_lamp_lights_when_a_traject_starts_and_goes_out_at_a_withdrawal(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let mut socket = follow(&app.meekijker(), &inwoner).await;
        let first = socket.next("1").await.unwrap();
        assert_eq!(lamp(&first), Ok(None));
        assert_eq!(first.text_at("/lampje/0/inwoner/id"), inwoner);
        assert_eq!(first.registerversie(), Some(granted.registerversie));

        app.gemeente_systeem().publish(&traject("T-1")).await.expect_ok();
        assert_eq!(next(&mut socket).await, Ok(Some(true)));
        let closed = traject("T-1").versie("2026-06-15T09:00:00Z").fase("AFGESLOTEN", "2026-06-12");
        app.gemeente_systeem().publish(&closed).await.expect_ok();
        assert_eq!(next(&mut socket).await, Ok(Some(false)), "off: it has ended, which is not withheld");

        let revoked = app.revoke(&granted).await;
        let last = socket.next("1").await.unwrap();
        assert_eq!(lamp(&last), Err("INGETROKKEN".to_owned()));
        assert_eq!(last.registerversie(), revoked.data("/toestemmingIntrekken/registerversie").as_i64());
        completes(socket).await;

        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let told: Vec<_> = lines.iter().filter(|line| line.bronhouder == app.city().traject.partij)
            .filter_map(|line| line.reden("TRAJECT_LOOPT")).collect();
        assert_eq!(told.first(), Some(&"TOEGESTAAN_TOESTEMMING"));
        assert_eq!(told.iter().filter(|reden| **reden == "INGETROKKEN").count(), 1);
        assert!(told.len() >= 4, "each message is a disclosure of its own: {told:?}");
    }

    async fn a_stream_without_a_ground_looks_alike_whether_a_traject_runs_or_not(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        for id in [inwoner, unknown_id(1)] {
            let mut socket = follow(&app.meekijker(), &id).await;
            assert_eq!(next(&mut socket).await, Err("GEEN_TOESTEMMING".to_owned()));
            completes(socket).await;
        }
    }

    async fn an_end_by_the_clock_needs_no_write(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let grant = meekijken(&app, &["TRAJECT_LOOPT"]).until("2026-06-15T10:05:00Z");
        app.grant(&inwoner, grant).await;
        let mut socket = follow(&app.meekijker(), &inwoner).await;
        assert_eq!(next(&mut socket).await, Ok(Some(true)));
        app.clock().advance(TimeDelta::minutes(5));
        assert_eq!(next(&mut socket).await, Err("VERLOPEN".to_owned()));
        completes(socket).await;
    }

    async fn nobody_hears_that_something_happened_between_others(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, meekijken(&app, &["TRAJECT_LOOPT"])).await;
        let mut socket = follow(&app.meekijker(), &inwoner).await;
        assert_eq!(next(&mut socket).await, Ok(Some(true)));
        let other = app.grant(&inwoner, deel(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_LOOPT"])).await;
        app.revoke(&other).await;
        app.grant(&inwoner, meekijken(&app, &["TRAJECT_FASE"])).await;
        let same_lamp = traject(&bron_id("T", &bsn(1))).versie("2026-06-15T09:00:00Z");
        app.gemeente_systeem().publish(&same_lamp).await.expect_ok();
        app.revoke(&granted).await;
        assert_eq!(next(&mut socket).await, Err("INGETROKKEN".to_owned()), "the very next message");
        completes(socket).await;
    }

    async fn the_owner_follows_its_own_lamp(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let mut socket = follow(&app.fatima(), &inwoner).await;
        assert_eq!(next(&mut socket).await, Ok(None));
        app.gemeente_systeem().publish(&traject("T-1")).await.expect_ok();
        assert_eq!(next(&mut socket).await, Ok(Some(true)));
        let withdraw = "mutation { trajectTerugtrekken(bronId: \"T-1\", reden: \"verkeerd bsn\") { uitkomst } }";
        app.gemeente_systeem().ask(withdraw, json!({})).await.expect_ok();
        assert_eq!(next(&mut socket).await, Ok(None));
    }

    async fn when_the_register_is_lost_streams_end_with_the_reason(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        let mut socket = follow(&app.meekijker(), &inwoner).await;
        assert_eq!(next(&mut socket).await, Ok(Some(true)));
        let register = app.databases().connect(SubgraphName::Toestemming).await;
        register.execute_unprepared("ALTER TABLE registerstand RENAME TO weg").await.unwrap();
        // With the register in this process not even the parties may be known any more.
        let last = socket.next("1").await.expect("a message");
        assert_eq!(last.codes().first(), Some(&"REGISTER_NIET_BEREIKBAAR"), "{}", last.shown());
        assert!(!last.text.contains("sinds"), "{}", last.shown());
        completes(socket).await;
    }
}

// Told of Utrecht only: the one who looks along there keeps no record of the kinds that are joined.
on_both_engines! {
    async fn two_owners_of_trajecten_are_two_lamps_that_go_out_by_themselves(app: TestApp) {
        app.change_inrichting(|utrecht| {
            let mut partijen = utrecht.samenwerkingen.iter_mut().flat_map(|one| &mut one.partijen);
            let incluzio = partijen.find(|partij| partij.id.as_str() == "incluzio").expect("incluzio");
            incluzio.houdt.push(RecordSoort::Traject);
        })
        .await;
        let inwoner = app.inwoner(&bsn(1)).await;
        let mut granted = Vec::new();
        for owner in ["gemeente-utrecht", "incluzio"] {
            granted.push(app.grant(&inwoner, deel(owner, "lokalis", &["TRAJECT_LOOPT"])).await);
        }
        let mut socket = follow(&app.sanne(), &inwoner).await;
        let both = |answer: &Answer| -> Vec<(String, Value, Option<String>)> {
            let lamps = answer.data("/lampje").as_array().unwrap().iter();
            let told = lamps.map(|lamp| {
                let partij = lamp["partij"]["id"].as_str().unwrap().to_owned();
                let reden = answer.reden("TRAJECT_LOOPT", &partij);
                (partij, lamp["loopt"]["loopt"].clone(), reden)
            });
            told.collect()
        };
        let of = |gemeente: (Value, Option<&str>), incluzio: (Value, Option<&str>)| {
            let lamp = |partij: &str, (on, reden): (Value, Option<&str>)| (partij.to_owned(), on, reden.map(str::to_owned));
            vec![lamp("gemeente-utrecht", gemeente), lamp("incluzio", incluzio)]
        };
        let next = async |socket: &mut Socket| both(&socket.next("1").await.expect("a message"));
        assert_eq!(next(&mut socket).await, of((Value::Null, None), (Value::Null, None)));
        app.gemeente_systeem().publish(&traject("T-1")).await.expect_ok();
        assert_eq!(next(&mut socket).await, of((json!(true), None), (Value::Null, None)));
        app.incluzio_systeem().publish(&traject("T-2").client_id(&inwoner)).await.expect_ok();
        assert_eq!(next(&mut socket).await, of((json!(true), None), (json!(true), None)));
        app.revoke(&granted[0]).await;
        let told = of((Value::Null, Some("INGETROKKEN")), (json!(true), None));
        assert_eq!(next(&mut socket).await, told, "the other goes on burning");
        app.revoke(&granted[1]).await;
        assert_eq!(next(&mut socket).await, of((Value::Null, Some("INGETROKKEN")), (Value::Null, Some("INGETROKKEN"))));
        completes(socket).await;
    }

    async fn a_message_is_joined_with_what_others_share(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "SAMENWERKEN").await;
        let joined = "subscription Lampje($id: ID!) {
            lamp: lampje(inwoner: $id) { loopt { loopt } inwoner { buurtteams { partij { id } status { betrokken } } } }
        }";
        let mut socket = app.joris().subscribe(joined, json!({"id": inwoner})).await;
        let first = socket.next("1").await.unwrap().expect_ok();
        assert_eq!(first.data("/lamp/0/loopt"), &json!({"loopt": true}));
        assert_eq!(first.data("/lamp/0/inwoner/buurtteams/0/status"), &json!({"betrokken": true}));
        app.revoke(&granted).await;
        let last = socket.next("1").await.unwrap();
        assert!(last.data("/lamp/0/inwoner/buurtteams/0/status").is_null(), "{}", last.shown());
        assert!(last.data("/lamp/0/loopt").is_null());
        completes(socket).await;
    }
}

//! GraphQL over WebSocket, frame by frame: graphql-transport-ws by the letter, every close code among it.

use chrono::TimeDelta;
use schakel_tests::{
    TestApp,
    app::{Heard, Message, Socket, bsn},
    in_both_cities,
};
use serde_json::{Value, json};

use super::LAMPJE;

const PROTOCOL: &str = "graphql-transport-ws";
const IK: &str = "{ ik { partij { id } } }";

fn subscribe(id: &str, query: &str, variables: Value) -> Value {
    json!({"type": "subscribe", "id": id, "payload": {"query": query, "variables": variables}})
}

/// How the program closes a WebSocket on which this is said.
async fn closed_by(mut socket: Socket, says: &Value) -> (u16, String) {
    socket.say(says).await;
    socket.closed().await
}

fn close(code: u16, reason: &str) -> (u16, String) {
    (code, reason.to_owned())
}

/// A resident with a lamp that Ahmed may follow.
async fn resident(app: &TestApp) -> String {
    let inwoner = app.publish_everything(&bsn(1)).await;
    app.grant(&inwoner, "LAMPJE").await;
    inwoner
}

in_both_cities! {
    async fn without_the_subprotocol_it_is_closed_with_4406(app: TestApp) {
        for protocols in ["", "graphql-ws", "mqtt, graphql-ws"] {
            let mut socket = Socket::connect(&app, protocols).await;
            assert_eq!(socket.closed().await, close(4406, "Subprotocol not acceptable"), "{protocols}");
        }
        let mut socket = Socket::connect(&app, "mqtt, graphql-transport-ws").await;
        socket.say(&app.ahmed().init()).await;
        assert_eq!(socket.message().await, json!({"type": "connection_ack"}));
    }

    async fn a_message_that_is_none_closes_with_4400(app: TestApp) {
        let bad = [
            json!("nietszeggend"),
            json!({"type": "onbekend"}),
            json!({"id": "1"}),
            json!({"type": "next", "id": "1", "payload": {}}),
            json!({"type": "subscribe", "payload": {"query": IK}}),
            json!({"type": "subscribe", "id": "", "payload": {"query": IK}}),
            json!({"type": "subscribe", "id": 1, "payload": {"query": IK}}),
            json!({"type": "subscribe", "id": "1"}),
            json!({"type": "subscribe", "id": "1", "payload": {"query": 1}}),
            json!({"type": "subscribe", "id": "1", "payload": {"query": IK, "variables": []}}),
            json!({"type": "subscribe", "id": "x".repeat(1000), "payload": {"query": IK}}),
            json!({"type": "complete"}),
            json!({"type": "ping", "payload": "tekst"}),
        ];
        for message in bad {
            let socket = app.ahmed().socket().await;
            assert_eq!(closed_by(socket, &message).await, close(4400, "Invalid message"), "{message}");
        }
        for frame in [Message::text("{geen json"), Message::binary(vec![1_u8, 2, 3])] {
            let mut socket = app.ahmed().socket().await;
            socket.send(frame).await;
            assert_eq!(socket.closed().await, close(4400, "Invalid message"));
        }
    }

    async fn a_question_before_the_ack_closes_with_4401(app: TestApp) {
        let socket = Socket::connect(&app, PROTOCOL).await;
        assert_eq!(closed_by(socket, &subscribe("1", IK, json!({}))).await, close(4401, "Unauthorized"));
    }

    async fn whoever_is_not_let_in_is_closed_with_4403(app: TestApp) {
        let without = json!({"type": "connection_init"});
        let wrong = json!({"type": "connection_init", "payload": {"Authorization": "Bearer geen.token.dus"}});
        let mut expired = app.ahmed().init();
        app.clock().advance(TimeDelta::minutes(20));
        let mut strange = app.ahmed().init();
        strange["payload"]["Authorization"] = json!({"geen": "tekst"});
        let mut double = app.ahmed().init();
        double["payload"]["authorization"] = expired["payload"]["Authorization"].take();
        expired["payload"] = json!({"Authorization": double["payload"]["authorization"], "Doel": "AFSTEMMING_TRAJECT"});
        for init in [without, wrong, expired, strange, double] {
            let socket = Socket::connect(&app, PROTOCOL).await;
            assert_eq!(closed_by(socket, &init).await, close(4403, "Forbidden"), "{init}");
        }
    }

    async fn an_init_that_cannot_be_read_closes_with_4400(app: TestApp) {
        for (field, value, code) in [
            ("Doel", json!("NIETS"), "DOEL_ONBEKEND"),
            ("Minimale-Registerversie", json!("veel"), "HEADER_ONGELDIG"),
            ("Niet-Gedeeld", json!(true), "HEADER_ONGELDIG"),
        ] {
            let mut init = app.ahmed().init();
            init["payload"][field] = value;
            let socket = Socket::connect(&app, PROTOCOL).await;
            let (closed, reason) = closed_by(socket, &init).await;
            assert_eq!((closed, reason.as_str()), (4400, code), "{field}");
        }
    }

    async fn a_second_init_closes_with_4429(app: TestApp) {
        let told = close(4429, "Too many initialisation requests");
        let socket = app.ahmed().socket().await;
        assert_eq!(closed_by(socket, &app.ahmed().init()).await, told);
    }

    async fn without_init_it_is_closed_with_4408(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.http.streams.init_milliseconds = 1).await;
        let mut socket = Socket::connect(&app, PROTOCOL).await;
        assert_eq!(socket.closed().await, close(4408, "Connection initialisation timeout"));
    }

    async fn a_name_that_is_taken_closes_with_4409(app: TestApp) {
        let inwoner = resident(&app).await;
        let mut socket = app.ahmed().subscribe(LAMPJE, json!({"id": inwoner})).await;
        assert!(socket.next("1").await.is_some());
        let again = subscribe("1", IK, json!({}));
        assert_eq!(closed_by(socket, &again).await, close(4409, "Subscriber for 1 already exists"));
    }

    async fn a_name_is_free_again_when_its_operation_is_complete(app: TestApp) {
        let inwoner = resident(&app).await;
        let mut socket = app.ahmed().subscribe(LAMPJE, json!({"id": inwoner})).await;
        assert!(socket.next("1").await.is_some());
        socket.say(&json!({"type": "complete", "id": "1"})).await;
        for _ in 0..2 {
            socket.say(&subscribe("1", IK, json!({}))).await;
            let answer = socket.next("1").await.unwrap().expect_ok();
            assert_eq!(answer.text_at("/ik/partij/id"), app.city().buurtteam.partij);
            assert!(socket.next("1").await.is_none(), "a query is answered once");
        }
        socket.say(&json!({"type": "complete", "id": "onbekend"})).await;
        socket.say(&json!({"type": "ping", "payload": {"n": 1}})).await;
        assert_eq!(socket.message().await, json!({"type": "pong", "payload": {"n": 1}}));
        socket.say(&json!({"type": "pong"})).await;
        socket.say(&json!({"type": "ping"})).await;
        assert_eq!(socket.message().await, json!({"type": "pong"}));
    }

    async fn an_invalid_operation_is_an_error_and_the_socket_stays(app: TestApp) {
        let mut socket = app.ahmed().socket().await;
        for (query, code) in [
            ("{ nietBestaand }", "DOCUMENT_ONGELDIG"),
            ("subscription { nietBestaand }", "DOCUMENT_ONGELDIG"),
            ("subscription Q($id: ID!) { lampje(inwoner: $id) { loopt { loopt } } }", "VARIABELE_ONGELDIG"),
        ] {
            socket.say(&subscribe("1", query, json!({}))).await;
            let message = socket.message().await;
            assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("1")));
            assert_eq!(message["payload"][0]["extensions"]["code"], code, "{message}");
        }
        socket.say(&subscribe("1", IK, json!({}))).await;
        assert!(socket.next("1").await.is_some() && socket.next("1").await.is_none());
    }

    async fn a_stream_ends_with_its_token(app: TestApp) {
        let inwoner = resident(&app).await;
        let mut socket = app.ahmed().subscribe(LAMPJE, json!({"id": inwoner})).await;
        assert!(socket.next("1").await.is_some());
        app.clock().advance(TimeDelta::minutes(20));
        assert_eq!(socket.closed().await, close(4403, "Forbidden"));
    }

    async fn what_the_register_cannot_prove_is_refused(app: TestApp) {
        let inwoner = resident(&app).await;
        let demanding = app.ahmed().header("Minimale-Registerversie", 1_000_000);
        let mut socket = demanding.subscribe(LAMPJE, json!({"id": inwoner})).await;
        let message = socket.message().await;
        assert_eq!(message["type"], "error");
        assert_eq!(message["payload"][0]["extensions"]["code"], "REGISTERVERSIE_TE_OUD");
        let granted = app.grant(&inwoner, "SAMENWERKEN").await;
        let proven = app.ahmed().header("Minimale-Registerversie", granted.registerversie);
        let mut socket = proven.subscribe(LAMPJE, json!({"id": inwoner})).await;
        let first = socket.next("1").await.unwrap().expect_ok();
        assert_eq!(first.registerversie(), Some(granted.registerversie));
    }

    async fn what_is_withheld_can_stand_in_the_extensions(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let person = app.ahmed().header("Niet-Gedeeld", "extensies");
        let mut socket = person.subscribe(LAMPJE, json!({"id": inwoner})).await;
        let first = socket.next("1").await.unwrap();
        assert!(first.errors().is_empty());
        assert_eq!(first.body["extensions"]["nietGedeeld"][0]["extensions"]["code"], "GEEN_TOESTEMMING");
    }

    async fn nobody_keeps_more_open_than_allowed(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.http.streams.per_caller = 1).await;
        let inwoner = resident(&app).await;
        let mut first = app.ahmed().subscribe(LAMPJE, json!({"id": inwoner})).await;
        assert!(first.next("1").await.is_some());
        let mut second = app.ahmed().subscribe(LAMPJE, json!({"id": inwoner})).await;
        let refused = second.message().await;
        assert_eq!((&refused["type"], &refused["payload"][0]["extensions"]["code"]), (&json!("error"), &json!("TE_VEEL_STROMEN")));
        let mut other = app.sanne().subscribe(LAMPJE, json!({"id": inwoner})).await;
        assert!(other.next("1").await.is_some(), "another caller has a place of their own");
    }

    async fn a_server_that_stops_says_so(app: TestApp) {
        let mut app = app;
        let inwoner = resident(&app).await;
        let mut socket = app.ahmed().subscribe(LAMPJE, json!({"id": inwoner})).await;
        assert!(socket.next("1").await.is_some());
        let (heard, ()) = tokio::join!(socket.hear(), app.stop());
        assert_eq!(heard, Heard::Closed(1001, "Going away".to_owned()));
    }
}

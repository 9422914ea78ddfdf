//! Streams where each subgraph is a process of its own: the owner tells, the hub joins and asks the last question.

use schakel::{
    domain::{Doel, PartijId, Rol},
    federation::{SubgraphName, http_client},
};
use schakel_tests::{Apart, Asker, Records};
use serde_json::{Value, json};

use super::{
    ask::{Door, Question},
    names::Names,
};

pub(super) const LAMPJE: &str = "subscription($id: ID!) {
    lampje(inwoner: $id) { partij { id } loopt { loopt } inwoner { buurtteams { partij { id } status { betrokken } } srw { partij { id } status { verwijzingen { soort } } } trajecten { partij { id } loopt { loopt } } } }
}";

/// A stream of the hub.
struct Followed {
    response: reqwest::Response,
    unread: String,
}

impl Followed {
    async fn open(apart: &Apart, records: &Records, inwoner: &str) -> Self {
        let client = http_client(std::time::Duration::from_secs(60)).unwrap();
        let request = client
            .post(format!("{}/stream", apart.graphql()))
            .bearer_auth(records.token(&asker(
                "incluzio",
                Rol::Buurtteammedewerker,
                Doel::AfstemmingTraject,
            )))
            .header("Accept", "text/event-stream")
            .json(&json!({"query": LAMPJE, "variables": {"id": inwoner}}));
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        let unread = String::new();
        Self { response, unread }
    }

    /// The next message; `None` when it is complete.
    async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some(end) = self.unread.find("\n\n") {
                let event: String = self.unread.drain(..end + 2).collect();
                if event.starts_with("event: complete") {
                    return None;
                }
                if let Some((_, data)) = event.split_once("data: ") {
                    return Some(serde_json::from_str(data).expect("json"));
                }
            }
            let chunk = self
                .response
                .chunk()
                .await
                .unwrap()
                .expect("it is complete before it ends");
            self.unread.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The last message, which gives this reason for the lamp.
    async fn ends_with(mut self, code: &str) {
        let last = self.next().await.expect("a message");
        let codes: Vec<_> = last["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| &error["extensions"]["code"])
            .collect();
        assert!(codes.contains(&&json!(code)), "{last:#}");
        assert!(
            last.pointer("/data/lampje/0/loopt").is_none_or(Value::is_null),
            "{last:#}"
        );
        assert_eq!(self.next().await, None);
    }
}

fn asker(partij: &str, rol: Rol, doel: Doel) -> Asker {
    Asker {
        partij: PartijId::new(partij).expect("this is an id"),
        rollen: vec![rol],
        doelen: vec![doel],
    }
}

async fn revoke(records: &Records, door: &Door, inwoner: &str) {
    let desk = asker(
        "toestemmingsbeheer",
        Rol::Toestemmingsbeheerder,
        Doel::InzageInwoner,
    );
    let question = Question {
        token: records.token(&desk),
        headers: Vec::new(),
        query: "mutation($i: IntrekkingInvoer!) { toestemmingIntrekken(invoer: $i) { registerversie } }"
            .to_owned(),
        operation_name: None,
        variables: json!({"i": {"inwoner": inwoner}}),
    };
    let answer = door.ask(&question).await;
    assert!(
        answer.data()["toestemmingIntrekken"]["registerversie"].is_i64(),
        "{answer}"
    );
}

#[tokio::test]
async fn a_lamp_elsewhere_is_followed_and_ends_with_its_reason() {
    let records = Records::of_the_demo().await;
    let mut apart = Apart::start(&records).await;
    let door = Door::new(apart.graphql());
    let names = Names::learn(&records, &door).await;
    let id = |name: &str| {
        names
            .fill(&json!(format!("${{{name}}}")))
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let [samira, alles] = ["samira", "alles"].map(id);

    let mut followed = Followed::open(&apart, &records, &samira).await;
    let first = followed.next().await.expect("a message");
    assert_eq!(first["data"]["lampje"][0]["loopt"]["loopt"], true, "{first:#}");
    assert_eq!(
        first["data"]["lampje"][0]["inwoner"]["buurtteams"][0]["status"]["betrokken"], true,
        "{first:#}"
    );
    revoke(&records, &door, &samira).await;
    followed.ends_with("INGETROKKEN").await;

    let mut register_lost = Followed::open(&apart, &records, &alles).await;
    let first = register_lost.next().await.expect("a message");
    assert!(
        first["data"]["lampje"][0]["loopt"]["loopt"].is_boolean(),
        "{first:#}"
    );
    apart.end(SubgraphName::Toestemming);
    register_lost.ends_with("REGISTER_NIET_BEREIKBAAR").await;
    drop(apart);

    let mut apart = Apart::start(&records).await;
    let mut owner_lost = Followed::open(&apart, &records, &alles).await;
    owner_lost.next().await.expect("a message");
    apart.end(SubgraphName::Trajectbegeleiding);
    owner_lost.ends_with("BRON_NIET_BEREIKBAAR").await;
}

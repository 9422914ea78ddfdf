use serde_json::json;
use uuid::Uuid;

use crate::{
    domain::Reden,
    federation::{
        HubAnswer, StillAllowed, Withdrawn,
        testdata::{Kit, codes, context, id, json as text},
    },
    request::RequestContext,
};

const QUERY: &str = "query($ids: [ID!]!) { inwoners(ids: $ids) { trajecten { loopt contact { naam } } partner { trajecten { contact { naam } } } } }";

async fn ask(kit: &Kit, context: RequestContext) -> HubAnswer {
    kit.ask_as(QUERY, None, json!({"ids": [id('a'), id('b')]}), context)
        .await
}

fn says(kit: &Kit, answer: Option<StillAllowed>) {
    *kit.world.last.lock().unwrap() = answer;
}

fn withdrawn(index: usize, reden: Reden) -> StillAllowed {
    StillAllowed {
        registerversie: 13,
        withdrawn: vec![Withdrawn {
            index,
            reden,
            besluit: Some(Uuid::nil()),
        }],
    }
}

#[tokio::test]
async fn what_was_withdrawn_since_is_withheld_at_its_place() {
    let kit = Kit::new();
    ask(&kit, context("incluzio")).await;
    let (since, asked) = kit.world.questions.lock().unwrap()[0].clone();
    assert_eq!(since, 10);
    let index = asked
        .iter()
        .position(|item| item.inwoner.as_str() == id('b'))
        .unwrap();
    says(&kit, Some(withdrawn(index, Reden::Ingetrokken)));
    let answer = ask(&kit, context("incluzio")).await;
    assert_eq!(answer.registerversie, Some(13));
    let body = text(answer);
    assert_eq!(body.matches("R. Egisseur").count(), 3, "{body}");
    let error = format!(
        r#""errors":[{{"message":"niet gedeeld","path":["inwoners",1,"trajecten",0,"contact"],"extensions":{{"code":"INGETROKKEN","groep":"TRAJECT_CONTACT","bronhouder":"gemeente-utrecht","inwoner":"{}","besluit":"00000000-0000-0000-0000-000000000000"}}}}]"#,
        id('b')
    );
    assert!(body.contains(&error), "{body}");
}

#[tokio::test]
async fn that_a_second_client_has_not_agreed_is_not_told() {
    let kit = Kit::new();
    says(&kit, Some(withdrawn(0, Reden::TweedeClientNietAkkoord)));
    let answer = ask(&kit, context("incluzio")).await;
    assert_eq!(codes(&answer), Vec::<&str>::new());
    assert_eq!(text(answer).matches("R. Egisseur").count(), 3);
}

#[tokio::test]
async fn without_the_register_nothing_of_others_is_shown() {
    let kit = Kit::new();
    says(&kit, None);
    let answer = ask(&kit, context("incluzio")).await;
    assert_eq!(codes(&answer), ["REGISTER_NIET_BEREIKBAAR"; 4]);
    assert_eq!((answer.errors.len(), answer.registerversie), (0, None));
    let body = text(answer);
    assert!(
        !body.contains("R. Egisseur") && body.contains(r#""loopt":true"#),
        "{body}"
    );
    // What the caller's own party owns stays.
    let own = ask(&kit, context("gemeente-utrecht")).await;
    assert_eq!(text(own).matches("R. Egisseur").count(), 4);
}

#[tokio::test]
async fn an_answer_about_something_else_is_not_trusted() {
    let kit = Kit::new();
    says(&kit, Some(withdrawn(99, Reden::Ingetrokken)));
    assert_eq!(
        codes(&ask(&kit, context("incluzio")).await),
        ["REGISTER_NIET_BEREIKBAAR"; 4]
    );
}

#[tokio::test]
async fn a_register_that_is_too_old_gives_no_data() {
    let kit = Kit::new();
    let mut newer = context("incluzio");
    newer.minimale_registerversie = Some(13);
    let answer = ask(&kit, newer.clone()).await;
    assert_eq!(codes(&answer), ["REGISTERVERSIE_TE_OUD"]);
    assert!(
        text(answer).starts_with(r#"{"errors":"#),
        "nothing is carried out"
    );
    newer.minimale_registerversie = Some(12);
    assert_eq!(ask(&kit, newer.clone()).await.registerversie, Some(12));
    says(&kit, None);
    let answer = ask(&kit, newer).await;
    assert_eq!(codes(&answer), ["REGISTER_NIET_BEREIKBAAR"]);
    assert!(text(answer).starts_with(r#"{"errors":"#));
}

#[tokio::test]
async fn where_nothing_was_disclosed_nothing_is_asked() {
    let kit = Kit::new();
    assert_eq!(kit.body("{ srwNaam }").await, r#"{"data":{"srwNaam":"srw"}}"#);
    assert!(kit.world.questions.lock().unwrap().is_empty());
}

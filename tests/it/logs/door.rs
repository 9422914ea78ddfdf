//! What others fetch: checkpoints, keys and proofs.

use reqwest::StatusCode;
use schakel::logbook::{
    merkle::{Hash, verify_consistency, verify_inclusion},
    note::{Checkpoint, Verifier},
};
use schakel_tests::{TestApp, app::Person, on_both_engines};
use serde_json::Value;

use super::{ask_all, audit, resident, sign};

async fn fetch(person: &Person<'_>, app: &TestApp, path: &str) -> (StatusCode, String) {
    let request = app.http().get(app.url(path)).bearer_auth(person.token());
    let response = request.header("Doel", "AFSTEMMING_TRAJECT").send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn json(person: &Person<'_>, app: &TestApp, path: &str) -> Value {
    let (status, text) = fetch(person, app, path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

fn hashes(value: &Value) -> Vec<Hash> {
    let texts = value["bewijs"].as_array().unwrap().iter();
    texts
        .map(|text| Hash::from_base64(text.as_str().unwrap()).unwrap())
        .collect()
}

on_both_engines! {
    async fn another_party_fetches_what_proves_the_log(app: TestApp) {
        let inwoner = resident(&app).await;
        let ahmed = app.ahmed();
        let (status, text) = fetch(&ahmed, &app, "/log/v1/srw/checkpoint").await;
        assert_eq!((status, text.contains("CONTROLEPUNT_ONBEKEND")), (StatusCode::NOT_FOUND, true), "not signed yet");
        sign(&app).await;
        let keys = json(&ahmed, &app, "/log/v1/srw/sleutels").await;
        assert_eq!(keys["oorsprong"], "utrecht.example/srw");
        let key: Verifier = keys["sleutels"][0].as_str().unwrap().parse().unwrap();
        let keys = [key];
        let (status, first) = fetch(&ahmed, &app, "/log/v1/srw/checkpoint").await;
        assert_eq!(status, StatusCode::OK);
        let old = Checkpoint::open(&first, &keys).unwrap();
        for _ in 0..4 {
            ask_all(&ahmed, &inwoner).await;
        }
        sign(&app).await;
        let (_, second) = fetch(&ahmed, &app, "/log/v1/srw/checkpoint").await;
        let new = Checkpoint::open(&second, &keys).unwrap();
        assert!(new.size > old.size);
        let (status, again) = fetch(&ahmed, &app, &format!("/log/v1/srw/checkpoint/{}", old.size)).await;
        assert_eq!((status, &again), (StatusCode::OK, &first), "older ones stay");

        let proof = json(&ahmed, &app, &format!("/log/v1/srw/proof/consistency?from={}&to={}", old.size, new.size)).await;
        verify_consistency((old.size, &old.root), (new.size, &new.root), &hashes(&proof)).unwrap();
        for index in 0..new.size {
            let proof = json(&ahmed, &app, &format!("/log/v1/srw/proof/inclusion?index={index}&size={}", new.size)).await;
            let leaf = Hash::from_base64(proof["blad"].as_str().unwrap()).unwrap();
            verify_inclusion(&leaf, index, new.size, &new.root, &hashes(&proof)).unwrap();
        }
        let report = audit(&app, &[first, second]).await;
        assert_eq!((report.faults, report.held.map(|held| held.size)), (vec![], Some(new.size)));
    }

    async fn what_is_not_there_is_a_problem_with_a_code(app: TestApp) {
        resident(&app).await;
        let signed = sign(&app).await;
        let ahmed = app.ahmed();
        let beyond = signed.size + 1;
        for (path, status, code) in [
            ("/log/v1/nergens/checkpoint".to_owned(), 404, "LOGBOEK_NIET_HIER"),
            (format!("/log/v1/srw/checkpoint/{beyond}"), 404, "CONTROLEPUNT_ONBEKEND"),
            ("/log/v1/srw/checkpoint/-1".to_owned(), 400, "VERZOEK_ONGELDIG"),
            ("/log/v1/srw/proof/inclusion".to_owned(), 400, "VERZOEK_ONGELDIG"),
            ("/log/v1/srw/proof/inclusion?index=a&size=1".to_owned(), 400, "VERZOEK_ONGELDIG"),
            (format!("/log/v1/srw/proof/inclusion?index=0&size={beyond}"), 404, "OMVANG_ONBEKEND"),
            (format!("/log/v1/srw/proof/inclusion?index={0}&size={0}", signed.size), 404, "OMVANG_ONBEKEND"),
            (format!("/log/v1/srw/proof/consistency?from={beyond}&to={}", signed.size), 404, "OMVANG_ONBEKEND"),
            ("/log/v1/srw/proof/consistency?from=1&to=18446744073709551615".to_owned(), 404, "OMVANG_ONBEKEND"),
        ] {
            let (told, text) = fetch(&ahmed, &app, &path).await;
            assert_eq!((told.as_u16(), text.contains(code)), (status, true), "{path}: {text}");
        }
        let stranger = app.http().get(app.url("/log/v1/srw/checkpoint")).send().await.unwrap();
        assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
        let post = app.http().post(app.url("/log/v1/srw/checkpoint")).bearer_auth(ahmed.token()).header("Doel", "AFSTEMMING_TRAJECT");
        assert_eq!(post.send().await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}

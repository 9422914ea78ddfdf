use schakel_tests::{
    TestApp,
    app::{bsn, deel},
    on_both_engines,
};
use serde_json::json;

on_both_engines! {
    async fn smoke(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"])).await;
        let query = "query($id: ID!) { inwoner(id: $id) { id trajecten { loopt { loopt } contact { naam } } } }";
        let answer = app.ahmed().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(answer.data("/inwoner/trajecten/0/loopt/loopt"), &json!(true));
    }
}

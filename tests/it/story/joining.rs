//! The join through the front door: whatever GraphQL can say is answered as the specification has it.

use schakel_tests::{
    TestApp,
    app::{bsn, met_buurtteam, unknown_id},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ALL_GROUPS, ask_all};

async fn resident(app: &TestApp) -> String {
    let inwoner = app.publish_everything(&bsn(1)).await;
    app.grant(&inwoner, met_buurtteam(app, &["TRAJECT_LOOPT", "TRAJECT_FASE"]))
        .await;
    inwoner
}

in_both_cities! {
    async fn the_schema_is_told_where_that_is_switched_on(app: TestApp) {
        let mut app = app;
        let query = "{ __schema { queryType { name } } __type(name: \"Inwoner\") { fields { name } } }";
        app.ahmed().ask(query, json!({})).await.expect_code("INTROSPECTIE_UIT");
        app.restart_with(|config| config.hub.limits.document.introspection = true).await;
        let answer = app.ahmed().ask(query, json!({})).await.expect_ok();
        assert_eq!(answer.data("/__schema/queryType/name"), "Query");
        let fields = answer.data("/__type/fields").as_array().unwrap();
        let mut names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["buurtteams", "id", "srw", "toegang", "trajecten"]);
        let entities = app.ahmed().ask("{ _service { sdl } }", json!({})).await;
        assert_eq!(entities.codes(), ["DOCUMENT_ONGELDIG"], "the subgraphs' own doors are not the hub's");
    }

    async fn several_residents_are_answered_each_for_themselves(app: TestApp) {
        let mut ids = Vec::new();
        for n in 0..3 {
            ids.push(app.publish_everything(&bsn(n)).await);
        }
        app.grant(&ids[1], "SAMENWERKEN").await;
        let asked = [&ids[2], &ids[1], &ids[0], &ids[1]];
        let query = format!("query($ids: [ID!]!) {{ inwoners(ids: $ids) {{ ...AlleGroepen }} }} {ALL_GROUPS}");
        let together = app.meekijker().ask(&query, json!({"ids": asked})).await.expect_ok();
        for (index, id) in asked.into_iter().enumerate() {
            let alone = ask_all(&app.meekijker(), id).await;
            let told = together.data(&format!("/inwoners/{index}"));
            assert_eq!(told, alone.data("/inwoner"), "{index}");
        }
        let granted = together.data("/inwoners/1/trajecten/0/loopt");
        assert!(granted.is_object() && together.data("/inwoners/0/trajecten/0/loopt").is_null());
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn aliases_name_the_same_field_twice(app: TestApp) {
        let inwoner = resident(&app).await;
        let query = "query($een: ID!, $twee: ID!) {
            wel: inwoner(id: $een) { t: trajecten { lamp: loopt { brandt: loopt } weer: loopt { sinds } wie: contact { naam } } }
            niet: inwoner(id: $twee) { t: trajecten { lamp: loopt { brandt: loopt } } }
        }";
        let answer = app.ahmed().ask(query, json!({"een": inwoner, "twee": unknown_id(1)})).await.expect_ok();
        assert_eq!(answer.data("/wel/t/0"), &json!({"lamp": {"brandt": true}, "weer": {"sinds": "2026-03-02"}, "wie": null}));
        assert_eq!(answer.data("/niet/t/0"), &json!({"lamp": null}));
        let paths: Vec<&Value> = answer.errors().iter().map(|error| &error["path"]).collect();
        assert_eq!(paths, [&json!(["wel", "t", 0, "wie"]), &json!(["niet", "t", 0, "lamp"])], "the client's own names");
    }

    async fn fragments_are_written_out(app: TestApp) {
        let inwoner = resident(&app).await;
        let query = "query($id: ID!) { inwoner(id: $id) { ...Een ... on Inwoner { trajecten { ...Twee } } } }
            fragment Een on Inwoner { id trajecten { loopt { loopt } } }
            fragment Twee on Traject { partij { id } loopt { sinds } }";
        let answer = app.ahmed().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(answer.data("/inwoner"), &json!({
            "id": inwoner,
            "trajecten": [{"loopt": {"loopt": true, "sinds": "2026-03-02"}, "partij": {"id": "gemeente-utrecht"}}],
        }));
    }

    async fn what_is_skipped_is_not_asked(app: TestApp) {
        let inwoner = resident(&app).await;
        let query = "query($id: ID!, $met: Boolean!) { inwoner(id: $id) {
            trajecten {
                loopt @skip(if: $met) { loopt }
                contact @include(if: $met) { naam }
                ... @include(if: $met) { financieel { totaleSchuld } }
            }
            srw @include(if: $met) { status { verwijzingen { soort } } }
        } }";
        let answer = app.ahmed().ask(query, json!({"id": inwoner, "met": false})).await.expect_ok();
        assert_eq!(answer.data("/inwoner"), &json!({"trajecten": [{"loopt": {"loopt": true}}]}));
        assert_eq!(answer.not_shared(), []);
        let subgraph = schakel::federation::SubgraphName::Trajectbegeleiding;
        let logged = app.log_lines(subgraph).await.pop().unwrap();
        assert_eq!(logged.redenen.len(), 1, "only what was asked is decided: {logged:?}");
        let answer = app.ahmed().ask(query, json!({"id": inwoner, "met": true})).await.expect_ok();
        assert_eq!(answer.data("/inwoner"), &json!({"trajecten": [{"contact": null, "financieel": null}], "srw": [{"status": null}]}));
        assert_eq!(answer.not_shared().len(), 3);
    }

    async fn the_named_operation_is_answered(app: TestApp) {
        let document = "query Wie { ik { partij { id } } } query Partijen { partijen { id } }";
        let ask = async |name: Value| {
            app.ahmed().send(&json!({"query": document, "operationName": name})).await
        };
        assert_eq!(ask(json!("Wie")).await.data("/ik/partij/id"), "incluzio");
        let partijen = ask(json!("Partijen")).await;
        assert_eq!(partijen.data("").as_object().unwrap().len(), 1);
        assert_eq!(partijen.data("/partijen").as_array().unwrap().len(), 5);
        for name in [Value::Null, json!("Niemand")] {
            ask(name).await.expect_code("OPERATIE_ONBEKEND");
        }
    }

    async fn typename_is_told_everywhere(app: TestApp) {
        let inwoner = resident(&app).await;
        let query = "query($id: ID!) { __typename inwoner(id: $id) {
            __typename trajecten { __typename loopt { __typename } contact { __typename } }
            buurtteams { soort: __typename }
        } }";
        let answer = app.ahmed().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(answer.data(""), &json!({"__typename": "Query", "inwoner": {
            "__typename": "Inwoner",
            "trajecten": [{"__typename": "Traject", "loopt": {"__typename": "TrajectLoopt"}, "contact": null}],
            "buurtteams": [{"soort": "Buurtteamdossier"}, {"soort": "Buurtteamdossier"}],
        }}));
    }

    async fn fields_come_in_the_order_of_the_query(app: TestApp) {
        let inwoner = resident(&app).await;
        let query = "query($id: ID!) { inwoner(id: $id) { srw { partij { id } } trajecten { fase { sinds fase } loopt { sinds loopt } } id } }";
        let answer = app.ahmed().ask(query, json!({"id": inwoner})).await.expect_ok();
        let expected = format!(
            r#"{{"data":{{"inwoner":{{"srw":[{{"partij":{{"id":"u-centraal"}}}}],"trajecten":[{{"fase":{{"sinds":"2026-05-11","fase":"STABILISATIE"}},"loopt":{{"sinds":"2026-03-02","loopt":true}}}}],"id":"{inwoner}"}}}}"#
        );
        assert!(answer.text.starts_with(&expected), "{}", answer.shown());
    }

    async fn a_mutation_is_carried_out_in_the_order_of_the_document(app: TestApp) {
        let invoer = |sinds: &str, versie: &str| {
            let record = schakel_tests::app::traject("T-1").fase("INTAKE", sinds).versie(versie);
            record.invoer().clone()
        };
        let mutation = "mutation($een: TrajectInvoer!, $twee: TrajectInvoer!) {
            een: trajectPubliceren(invoer: $een) { uitkomst }
            twee: trajectPubliceren(invoer: $twee) { uitkomst clienten { trajecten { fase { sinds } } } }
        }";
        let variables = json!({
            "een": invoer("2026-03-03", "2026-06-01T08:00:00Z"),
            "twee": invoer("2026-03-04", "2026-06-02T08:00:00Z"),
        });
        let answer = app.gemeente_systeem().ask(mutation, variables).await.expect_ok();
        assert_eq!(answer.data("/een/uitkomst"), "NIEUW");
        assert_eq!(answer.data("/twee"), &json!({
            "uitkomst": "BIJGEWERKT",
            "clienten": [{"trajecten": [{"fase": {"sinds": "2026-03-04"}}]}],
        }));
    }
}

use std::sync::Arc;

use async_graphql::{Context, EmptySubscription, ID, Object, PathSegment, Schema, ServerError, SimpleObject};

use super::World;

pub(super) fn schema(world: &Arc<World>) -> Schema<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation, EmptySubscription)
        .data(world.clone())
        .enable_federation()
        .finish()
}

pub(super) struct Query;
pub(super) struct Mutation;

struct Inwoner {
    id: String,
    naam: Option<String>,
}

#[derive(SimpleObject)]
#[graphql(complex)]
struct Dossier {
    partij: ID,
    status: Option<String>,
    #[graphql(skip)]
    inwoner: String,
}

#[async_graphql::ComplexObject]
impl Dossier {
    /// Withheld; under `_entities` with or without the index, as the test asks.
    async fn vraag(&self, ctx: &Context<'_>) -> Option<String> {
        let world = ctx.data_unchecked::<Arc<World>>();
        if !world.withheld.lock().unwrap().contains(&self.inwoner) {
            return Some("vraag".to_owned());
        }
        let mut error = ctx.set_error_path(ServerError::new("niet gedeeld", None));
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("code", "GEEN_TOESTEMMING");
        extensions.set("groep", "SRW_INHOUD");
        extensions.set("bronhouder", "u-centraal");
        if *world.foreign_paths.lock().unwrap() {
            // Foreign servers count: the toys have at most one entity in this test.
            error.path.insert(1, PathSegment::Index(0));
        } else {
            extensions.set("inwoner", self.inwoner.as_str());
        }
        ctx.add_error(error);
        None
    }
}

#[Object]
impl Query {
    async fn srw_naam(&self) -> &str {
        "srw"
    }

    #[graphql(entity)]
    async fn find_inwoner(&self, id: ID) -> Inwoner {
        Inwoner {
            id: id.to_string(),
            naam: None,
        }
    }

    #[graphql(entity)]
    async fn find_inwoner_met_naam(&self, id: ID, naam: Option<String>) -> Inwoner {
        Inwoner {
            id: id.to_string(),
            naam,
        }
    }
}

#[Object]
impl Mutation {
    async fn tel(&self, ctx: &Context<'_>, bij: i32) -> i32 {
        tokio::task::yield_now().await;
        ctx.data_unchecked::<Arc<World>>()
            .mutations
            .lock()
            .unwrap()
            .push(format!("tel {bij}"));
        bij
    }
}

#[Object]
impl Inwoner {
    async fn id(&self) -> ID {
        self.id.clone().into()
    }

    #[graphql(external)]
    async fn naam(&self) -> Option<&str> {
        self.naam.as_deref()
    }

    #[graphql(requires = "naam")]
    async fn groet(&self) -> Option<String> {
        self.naam.as_ref().map(|naam| format!("dag {naam}"))
    }

    async fn srw(&self) -> Vec<Dossier> {
        let status = Some("OPEN".to_owned());
        vec![Dossier {
            partij: "u-centraal".into(),
            status,
            inwoner: self.id.clone(),
        }]
    }
}

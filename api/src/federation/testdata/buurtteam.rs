use async_graphql::{EmptyMutation, EmptySubscription, ID, Object, Schema, SimpleObject};

pub(super) fn schema() -> Schema<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query, EmptyMutation, EmptySubscription)
        .enable_federation()
        .finish()
}

pub(super) struct Query;

struct Inwoner(ID);

#[derive(SimpleObject)]
struct Buurt {
    team: String,
}

#[Object]
impl Query {
    async fn buurt_naam(&self) -> &str {
        "buurt"
    }

    #[graphql(entity)]
    async fn find_inwoner(&self, id: ID) -> Inwoner {
        Inwoner(id)
    }
}

#[Object]
impl Inwoner {
    async fn id(&self) -> &ID {
        &self.0
    }

    async fn buurt(&self) -> Buurt {
        Buurt { team: "noord".into() }
    }

    async fn wijk(&self) -> Option<&str> {
        Some("wijk")
    }
}

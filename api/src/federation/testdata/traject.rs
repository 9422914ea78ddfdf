use std::sync::Arc;

use async_graphql::{
    Context, EmptySubscription, Enum, ID, InputObject, Interface, Object, PathSegment, Schema, ServerError,
    SimpleObject, Union,
};

use super::{Log, World};
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId},
    federation::Gedeelde,
};

pub(super) fn schema(world: &Arc<World>) -> Schema<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation, EmptySubscription)
        .data(world.clone())
        .enable_federation()
        .finish()
}

pub(super) struct Query;
pub(super) struct Mutation;
struct Inwoner(String);
struct Traject(String);

#[derive(SimpleObject)]
struct Contact {
    naam: String,
    telefoon: Option<String>,
}

#[derive(SimpleObject)]
struct Gemeente {
    id: ID,
    naam: String,
    code: String,
}

#[derive(SimpleObject)]
struct Stichting {
    id: ID,
    naam: String,
    leden: i32,
}

#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID"), field(name = "naam", ty = "&String"))]
enum Partij {
    Gemeente(Gemeente),
    Stichting(Stichting),
}

#[derive(Union)]
enum Zaak {
    Gemeente(Gemeente),
    Stichting(Stichting),
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Soort {
    Telefoon,
    Post,
}

#[derive(InputObject)]
struct Zoek {
    bsn: Option<String>,
    ids: Option<Vec<ID>>,
    #[graphql(default_with = "Some(\"x\".to_owned())")]
    naam: Option<String>,
}

fn gemeente() -> Gemeente {
    Gemeente {
        id: "g".into(),
        naam: "Gemeente".into(),
        code: "GM0344".into(),
    }
}

fn stichting() -> Stichting {
    Stichting {
        id: "s".into(),
        naam: "Stichting".into(),
        leden: 3,
    }
}

#[Object]
impl Query {
    async fn inwoner(&self, id: Option<ID>, bsn: Option<String>, filter: Option<Zoek>) -> Option<Inwoner> {
        let first = |ids: Vec<ID>| ids.into_iter().next().map(|id| id.to_string());
        let by_filter = filter.and_then(|zoek| zoek.bsn.or(zoek.ids.and_then(first)).or(zoek.naam));
        id.map(|id| id.to_string()).or(bsn).or(by_filter).map(Inwoner)
    }

    async fn inwoners(&self, ids: Vec<ID>) -> Vec<Inwoner> {
        ids.into_iter().map(|id| Inwoner(id.to_string())).collect()
    }

    async fn partijen(&self) -> Vec<Partij> {
        vec![Partij::Gemeente(gemeente()), Partij::Stichting(stichting())]
    }

    async fn zaken(&self) -> Vec<Zaak> {
        vec![Zaak::Stichting(stichting()), Zaak::Gemeente(gemeente())]
    }

    async fn echo(&self, tekst: Option<String>) -> Option<String> {
        tekst
    }

    #[graphql(entity)]
    async fn find_inwoner(&self, id: ID) -> Inwoner {
        Inwoner(id.to_string())
    }
}

#[Object]
impl Mutation {
    async fn zet(&self, ctx: &Context<'_>, waarde: i32) -> i32 {
        ctx.data_unchecked::<Arc<World>>()
            .mutations
            .lock()
            .unwrap()
            .push(format!("zet {waarde}"));
        waarde
    }
}

#[Object]
impl Inwoner {
    async fn id(&self) -> ID {
        self.0.clone().into()
    }

    async fn naam(&self) -> Option<String> {
        self.0.chars().next().map(|c| format!("naam {c}"))
    }

    /// Everybody's partner is the resident of the letter `p`.
    async fn partner(&self) -> Option<Inwoner> {
        (!self.0.starts_with('p')).then(|| Inwoner(super::id('p')))
    }

    async fn trajecten(&self) -> Vec<Traject> {
        vec![Traject(self.0.clone())]
    }
}

#[Object]
impl Traject {
    async fn partij(&self) -> Partij {
        Partij::Gemeente(gemeente())
    }

    async fn loopt(&self) -> Option<bool> {
        Some(true)
    }

    async fn contact(&self, ctx: &Context<'_>, soort: Option<Soort>) -> Option<Contact> {
        let path = ctx.set_error_path(ServerError::new("", None)).path;
        let world = ctx.data_unchecked::<Arc<World>>();
        if world.withheld.lock().unwrap().contains(&self.0) {
            ctx.add_error(withheld(&self.0, path, *world.foreign_paths.lock().unwrap()));
            return None;
        }
        if let Ok(inwoner) = InwonerId::new(self.0.clone()) {
            ctx.data_unchecked::<Arc<Log>>()
                .0
                .lock()
                .unwrap()
                .push(disclosed(inwoner, path));
        }
        let telefoon = (soort != Some(Soort::Post)).then(|| "030".to_owned());
        Some(Contact {
            naam: "R. Egisseur".into(),
            telefoon,
        })
    }
}

fn withheld(inwoner: &str, path: Vec<PathSegment>, is_foreign: bool) -> ServerError {
    let mut error = ServerError::new("niet gedeeld", None).with_path(path);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", "GEEN_TOESTEMMING");
    extensions.set("groep", "TRAJECT_CONTACT");
    extensions.set("bronhouder", "gemeente-utrecht");
    if !is_foreign {
        extensions.set("inwoner", inwoner);
    }
    error
}

fn disclosed(inwoner: InwonerId, pad: Vec<PathSegment>) -> Gedeelde {
    Gedeelde {
        inwoner,
        bronhouder: PartijId::new("gemeente-utrecht").unwrap(),
        groep: Gegevensgroep::TrajectContact,
        tot: None,
        mede_client: None,
        pad,
        geheel: 0,
    }
}

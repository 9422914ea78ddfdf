use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;

use crate::{
    clock::day_in_amsterdam,
    domain::{NazorgProduct, Nazorgaanbod},
    subgraphs::common::{ClientError, context_of, publish::Publisher},
};

/// The catalogue of aftercare.
#[derive(Default)]
pub struct NazorgQuery;

/// A product of aftercare that the municipality of the caller's party offers, or did.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct NazorgaanbodRegel {
    /// The product.
    pub product: NazorgProduct,
    /// Whether it can be chosen today.
    pub beschikbaar: bool,
    /// The first day on which it can be chosen.
    pub beschikbaar_van: NaiveDate,
    /// The first day on which it can't any more.
    pub beschikbaar_tot: Option<NaiveDate>,
}

#[Object]
impl NazorgQuery {
    /// The products of aftercare in the municipality of the caller's party, in the order of its catalogue; empty where it
    /// keeps none.
    async fn nazorgaanbod(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<NazorgaanbodRegel>> {
        let publisher = ctx.data::<Publisher>()?;
        let ingericht = publisher.inrichting().await.map_err(ClientError::into_graphql)?;
        let partij = context_of(ctx)?.caller.partij();
        let today = day_in_amsterdam(publisher.now());
        let rows = ingericht.inrichting.nazorgaanbod_of(partij);
        Ok(rows.map(|row| NazorgaanbodRegel::of(row, today)).collect())
    }
}

impl NazorgaanbodRegel {
    fn of(row: &Nazorgaanbod, today: NaiveDate) -> Self {
        Self {
            product: row.product,
            beschikbaar: row.is_available(today),
            beschikbaar_van: row.beschikbaar_van,
            beschikbaar_tot: row.beschikbaar_tot,
        }
    }
}

use std::fmt::Write;

use async_graphql::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schakel_entity::rectificatie::rectificatie::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use uuid::Uuid;

use super::{
    RectificatieBevestigd, RectificatieConnection,
    seen::read_json,
    types::{Rectificatie, RectificatieBevestiging, RectificatieEdge},
};
use crate::{
    domain::{Inrichting, Rol},
    logbook::READING_RECTIFICATIONS,
    publication::Faults,
    register::Ingericht,
    request::{RequestContext, log::DisclosureLog},
    subgraphs::{
        common::{
            ClientError, Parts, context_of,
            cursor::PageInfo,
            require_rol,
            words::{inwoner_id, partij_id, word},
        },
        inzage::LogPartij,
    },
};

/// Tells each party what holds no longer of what it saw in this room.
pub struct Rectificaties {
    parts: Parts,
    log: DisclosureLog,
}

/// Who throws away what a party keeps: its systems, and its privacy officer.
const READERS: [Rol; 2] = [Rol::Bronsysteem, Rol::FunctionarisGegevensbescherming];

impl Rectificaties {
    /// What is told in a room of these parts.
    pub fn new(parts: Parts) -> Self {
        let log = DisclosureLog::new(parts.db.clone());
        Self { parts, log }
    }

    /// Those of the room that answers, and who asks.
    ///
    /// # Errors
    /// Without a context nothing is answered.
    pub fn of<'a>(ctx: &Context<'a>) -> async_graphql::Result<(&'a Self, &'a RequestContext)> {
        Ok((ctx.data::<Self>()?, context_of(ctx)?))
    }

    /// The rectifications of the caller's party, in the order in which they were written, after a place.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `DOEL_NIET_GEDEKT`, `INVOER_ONGELDIG`; the register or the log out of reach.
    pub async fn list(
        &self,
        context: &RequestContext,
        na: Option<&str>,
        eerste: i32,
    ) -> Result<RectificatieConnection, ClientError> {
        let ingericht = self.require_reader(context).await?;
        let (after, count) = check_page(na, eerste)?;
        let own = context.caller.partij().as_str();
        let mut query = Entity::find().filter(Column::Ontvanger.eq(own));
        if let Some(id) = after {
            let place = Entity::find_by_id(id).filter(Column::Ontvanger.eq(own));
            // One that was kept long enough is gone: then all is told again, and nothing missed.
            if let Some(place) = place.one(&self.parts.db).await? {
                query = query.filter(Column::Volgnummer.gt(place.volgnummer));
            }
        }
        let mut rows = query
            .order_by_asc(Column::Volgnummer)
            .limit(count as u64 + 1)
            .all(&self.parts.db)
            .await?;
        let has_next_page = rows.len() > count;
        rows.truncate(count);
        self.note(context, &rows).await?;
        let edges: Vec<_> = rows
            .into_iter()
            .map(|row| tell(row, &ingericht.inrichting))
            .collect::<Result<_, DbErr>>()?;
        Ok(RectificatieConnection {
            page_info: PageInfo {
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
                has_next_page,
            },
            edges,
        })
    }

    /// Notes that the caller's party has heard of a rectification.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `DOEL_NIET_GEDEKT`; the register out of reach.
    pub async fn confirm(
        &self,
        context: &RequestContext,
        id: Uuid,
    ) -> Result<RectificatieBevestigd, ClientError> {
        self.require_reader(context).await?;
        let own = context.caller.partij().as_str();
        let db = &self.parts.db;
        let found = Entity::find_by_id(id)
            .filter(Column::Ontvanger.eq(own))
            .one(db)
            .await?;
        let Some(row) = found else {
            return Ok(RectificatieBevestigd {
                uitkomst: RectificatieBevestiging::Onbekend,
            });
        };
        self.note(context, &[row]).await?;
        let confirmed = Entity::update_many()
            .col_expr(Column::BevestigdOp, Expr::value(self.parts.clock.now()))
            .filter(Column::Id.eq(id))
            .filter(Column::BevestigdOp.is_null())
            .exec(db)
            .await?;
        let uitkomst = match confirmed.rows_affected {
            0 => RectificatieBevestiging::WasAlBevestigd,
            _ => RectificatieBevestiging::Bevestigd,
        };
        Ok(RectificatieBevestigd { uitkomst })
    }

    async fn require_reader(&self, context: &RequestContext) -> Result<Ingericht, ClientError> {
        require_rol(context, &READERS)?;
        let ingericht = self.parts.register.inrichting().await?;
        let caller = &context.caller;
        if ingericht.inrichting.rol_mag(caller.rollen(), caller.doel()) {
            Ok((*ingericht).clone())
        } else {
            Err(ClientError::DoelNietGedekt)
        }
    }

    /// The reading is logged before it is answered: by the ids of what is told, since a line about the resident would tell
    /// its readers that there was a record.
    async fn note(&self, context: &RequestContext, rows: &[Model]) -> Result<(), ClientError> {
        if rows.is_empty() {
            return Ok(());
        }
        let what = rows.iter().fold("rectificaties".to_owned(), |mut what, row| {
            // Writing to a String cannot fail.
            let _written = write!(what, " {}", row.id);
            what
        });
        let now = self.parts.clock.now();
        Ok(self
            .log
            .note_act(context, READING_RECTIFICATIONS, now, &what)
            .await?)
    }
}

fn tell(row: Model, inrichting: &Inrichting) -> Result<RectificatieEdge, DbErr> {
    Ok(RectificatieEdge {
        cursor: encode(row.id),
        node: Rectificatie {
            id: row.id,
            soort: word(&row.soort)?,
            inwoner: inwoner_id(&row.inwoner)?,
            bronhouder: LogPartij::of(&partij_id(&row.bronhouder)?, inrichting),
            groepen: read_json(&row.groepen)?,
            op: row.op,
            bevestigd_op: row.bevestigd_op,
        },
    })
}

/// After which rectification a page begins, and how many it has.
fn check_page(na: Option<&str>, eerste: i32) -> Result<(Option<Uuid>, usize), ClientError> {
    let after = na.map(decode);
    let count = usize::try_from(eerste)
        .ok()
        .filter(|count| (1..=100).contains(count));
    let mut faults = Faults::default();
    faults.require(after != Some(None), "na", "is geen plaats in de lijst");
    faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
    faults.into_result().map_err(ClientError::Input)?;
    Ok((after.flatten(), count.unwrap_or(1)))
}

/// A place is the id of what stands there, so that it tells nothing of what others hear.
fn encode(id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(id.as_bytes())
}

fn decode(place: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(place).ok()?;
    let id = Uuid::from_slice(&bytes).ok()?;
    (encode(id) == place).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_another_text_is_none() {
        let id = Uuid::new_v4();
        assert_eq!(decode(&encode(id)), Some(id));
        for text in ["", "MQ", "é", &id.to_string()] {
            assert_eq!(decode(text), None, "{text}");
        }
        assert!(check_page(Some("x"), 0).is_err());
    }
}

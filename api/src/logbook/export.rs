//! Writes a log out: in the form of a standard, or as it is, for checking.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use schakel_entity::logboek::{controlepunt, verstrekking};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;

use super::{
    Notary,
    render::{Form, Unrendered},
    verify::{FORM, Head, Row},
};

/// Between which moments (UTC): from the first on, before the second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Period {
    /// From when on.
    pub from: Option<DateTime<Utc>>,
    /// Until before when.
    pub to: Option<DateTime<Utc>>,
}

/// Why a log is not written out, or not whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailed {
    /// The database.
    #[error("the log cannot be read")]
    Database(#[from] DbErr),
    /// The file.
    #[error("the export cannot be written")]
    Io(#[from] io::Error),
    /// A line.
    #[error(transparent)]
    Line(#[from] Unrendered),
}

const PAGE: u64 = 1_000;

/// The lines of a log, page by page, in order of their numbers.
pub struct Pages<'a> {
    db: &'a DatabaseConnection,
    period: Period,
    after: i64,
}

impl<'a> Pages<'a> {
    /// Those of a period.
    pub fn of(db: &'a DatabaseConnection, period: Period) -> Self {
        Self {
            db,
            period,
            after: -1,
        }
    }

    /// The next page; empty at the end.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next(&mut self) -> Result<Vec<verstrekking::Model>, DbErr> {
        use verstrekking::Column::{Op, Volgnummer};
        let within = Condition::all()
            .add(Volgnummer.gt(self.after))
            .add_option(self.period.from.map(|from| Op.gte(from)))
            .add_option(self.period.to.map(|to| Op.lt(to)));
        let rows = verstrekking::Entity::find()
            .filter(within)
            .order_by_asc(Volgnummer)
            .limit(PAGE)
            .all(self.db)
            .await?;
        self.after = rows.last().and_then(|row| row.volgnummer).unwrap_or(self.after);
        Ok(rows)
    }

    /// The next page in a form, without the lines that the form has no place for; `None` at the end.
    ///
    /// # Errors
    /// [`ExportFailed`].
    pub async fn next_in(&mut self, form: Form, origin: &str) -> Result<Option<Vec<Value>>, ExportFailed> {
        let rows = self.next().await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let rendered = rows.iter().filter_map(|row| {
            let rendered = form.render(row, origin).transpose()?;
            Some(rendered.map_err(|error| error.at(row.volgnummer.unwrap_or(-1))))
        });
        Ok(Some(rendered.collect::<Result<_, _>>()?))
    }
}

/// Writes a whole log for checking: its name and keys, its checkpoints, its lines; the number of lines.
///
/// # Errors
/// [`ExportFailed`].
pub async fn write_proof(notary: &Notary, to: &mut impl Write) -> Result<u64, ExportFailed> {
    let db = notary.tree().database();
    let head = Head {
        vorm: FORM.to_owned(),
        oorsprong: notary.origin().to_owned(),
        sleutels: notary.verifiers().iter().map(ToString::to_string).collect(),
    };
    write_row(to, &Row::Log(head))?;
    let checkpoints = controlepunt::Entity::find()
        .order_by_asc(controlepunt::Column::Grootte)
        .all(db)
        .await?;
    for checkpoint in checkpoints {
        write_row(to, &Row::Controlepunt(checkpoint.nota))?;
    }
    let (mut pages, mut count) = (Pages::of(db, Period::default()), 0);
    loop {
        let rows = pages.next().await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            write_row(to, &Row::Regel(Box::new(row.into())))?;
            count += 1;
        }
    }
    to.flush()?;
    Ok(count)
}

/// Writes one JSON object and a new line.
///
/// # Errors
/// What the file says.
pub fn write_row(to: &mut impl Write, row: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, row)?;
    to.write_all(b"\n")
}

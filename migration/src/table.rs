//! How all tables are made alike.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, uuid},
};

/// A new table.
pub(crate) fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).take()
}

/// A new table for a list within a record: its rows are numbered and go when the record goes.
pub(crate) fn part(
    name: &'static str,
    owner: &'static str,
    owner_table: &'static str,
) -> TableCreateStatement {
    let mut foreign_key = ForeignKey::create()
        .name(format!("fk_{name}"))
        .from(name, owner)
        .to(owner_table, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .take();
    table(name)
        .col(uuid(owner))
        .col(integer("volgnummer"))
        .primary_key(Index::create().col(owner).col("volgnummer"))
        .foreign_key(&mut foreign_key)
        .take()
}

/// An index on these columns, named after them.
pub(crate) fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(format!("ix_{table}_{}", columns.join("_")))
        .table(table);
    for column in columns {
        index.col(*column);
    }
    index.take()
}

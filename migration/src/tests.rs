use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait,
};

use super::Room;

async fn migrated(room: Room) -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1);
    let db = Database::connect(options).await.unwrap();
    room.migrate(&db).await.unwrap();
    db
}

/// Reads every column of the entity, so that one that the migrations don't make fails here; and counts the
/// columns of the table, so that one that the entity lacks fails too.
async fn check<E: EntityTrait>(db: &DatabaseConnection, entity: E) {
    let table = entity.table_name();
    E::find()
        .all(db)
        .await
        .unwrap_or_else(|error| panic!("{table}: {error}"));
    let columns = db
        .query_all_raw(sea_orm_migration::sea_orm::Statement::from_string(
            db.get_database_backend(),
            format!("SELECT name FROM pragma_table_info('{table}')"),
        ))
        .await
        .unwrap();
    let expected = <E::Column as sea_orm_migration::sea_orm::Iterable>::iter().count();
    assert_eq!(columns.len(), expected, "{table}");
}

macro_rules! check_tables {
    ($room:ident, $module:ident: $($table:ident),+ $(,)?) => {{
        let db = migrated(Room::$room).await;
        $(check(&db, schakel_entity::$module::$table::Entity).await;)+
    }};
}

#[tokio::test]
async fn every_entity_is_the_table_that_the_migrations_make() {
    check_tables!(Toestemming, toestemming: registerstand, inrichting, gebeurtenis, betrokkenheid, koppeling, koppelcode, inwoner_alias, inwoner_sleutel, testinwoner, verzoekgebeurtenis, aanvraag, ontvangstbewijs, signaalgebeurtenis, signaalstand, trajectbericht, trajectstand, trajectversheid, verstrekking, logstand, logknoop, controlepunt);
    check_tables!(Trajectbegeleiding, trajectbegeleiding: traject, client, fase, regisseur, betrokkene, gesprek, actie, termijn, beschikking, crisis, begeleiding, moratorium, nazorgproduct, opschorting, termijnstand, signaalgebeurtenis, signaalstand, melding, voorziening, schuld, vroegsignaal, vroegsignaalontvangst, verstrekking, recordzicht, herroeping, rectificatie, rectificatiestand, grafsteen, logstand, logknoop, controlepunt);
    check_tables!(Srw, srw: dossier, verwijzing, indiening, stap, signaalgebeurtenis, signaalstand, verstrekking, recordzicht, herroeping, rectificatie, rectificatiestand, grafsteen, logstand, logknoop, controlepunt);
    check_tables!(Buurtteam, buurtteam: dossier, leefgebied, doel, contactmoment, signaalgebeurtenis, signaalstand, verstrekking, recordzicht, herroeping, rectificatie, rectificatiestand, grafsteen, logstand, logknoop, controlepunt);
    check_tables!(Signalen, signalen: signaal, volgstand, ontvangerstand, verstrekking, logstand, logknoop, controlepunt);
}

#[tokio::test]
async fn the_register_starts_with_one_row_of_counters() {
    let db = migrated(Room::Toestemming).await;
    let rows = schakel_entity::toestemming::registerstand::Entity::find()
        .all(&db)
        .await
        .unwrap();
    let counters: Vec<_> = rows
        .iter()
        .map(|row| (row.id, row.versie, row.inrichting, row.logstand))
        .collect();
    assert_eq!(counters, [(1, 0, 0, 0)]);
}

#[tokio::test]
async fn a_second_migration_changes_nothing() {
    for room in Room::ALL {
        let db = migrated(room).await;
        assert!(!room.is_behind(&db).await.unwrap());
        room.migrate(&db).await.unwrap();
    }
}

#[tokio::test]
async fn an_empty_database_is_behind() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    assert!(Room::Srw.is_behind(&db).await.unwrap());
}

//! Couplings from before there were events of who works with whom get theirs, so that they can be replaced and ended.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// Couplings from before there were events of who works with whom get theirs.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let (id, now) = match db.get_database_backend() {
            DbBackend::Postgres => ("gen_random_uuid()", "now()"),
            _ => ("randomblob(16)", "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')"),
        };
        // The register knows of them from now on: what it decided before stays as it was.
        let events = format!(
            "INSERT INTO betrokkenheid
                (versie, soort, onderwerp, inwoner, partij, team, medewerker, door_partij, door_gebruiker, op)
            SELECT (SELECT versie FROM registerstand WHERE id = 1)
                    + ROW_NUMBER() OVER (ORDER BY gemaakt_op, partij, eigen_nummer),
                'GEKOPPELD', onderwerp, inwoner, partij, team, medewerker, partij, 'migratie', {now}
            FROM koppeling
            WHERE onderwerp NOT IN (SELECT onderwerp FROM betrokkenheid)"
        );
        db.execute_unprepared(&format!(
            "UPDATE koppeling SET onderwerp = {id} WHERE onderwerp IS NULL"
        ))
        .await?;
        db.execute_unprepared(&events).await?;
        db.execute_unprepared(
            "UPDATE registerstand SET versie = (SELECT max(versie) FROM betrokkenheid)
            WHERE id = 1 AND versie < (SELECT max(versie) FROM betrokkenheid)",
        )
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use schakel_entity::toestemming::{betrokkenheid, koppeling, registerstand};
    use sea_orm_migration::sea_orm::{ConnectOptions, Database, EntityTrait};

    use super::*;
    use crate::Room;

    #[tokio::test]
    async fn an_old_coupling_gets_its_event_once() {
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.max_connections(1).min_connections(1);
        let db = Database::connect(options).await.unwrap();
        Room::Toestemming.migrate(&db).await.unwrap();
        for number in ["1", "2"] {
            db.execute_unprepared(&format!(
                "INSERT INTO koppeling (partij, eigen_nummer, inwoner, team, grondslag, gemaakt_op)
                VALUES ('incluzio', '{number}', 'aaaaaaaaaaaaaaaaaaaaaaaaaa', 'Overvecht', 'BSN', '2026-01-01T00:00:00+00:00')"
            ))
            .await
            .unwrap();
        }
        for _ in 0..2 {
            Migration.up(&SchemaManager::new(&db)).await.unwrap();
        }
        let events = betrokkenheid::Entity::find().all(&db).await.unwrap();
        let couplings = koppeling::Entity::find().all(&db).await.unwrap();
        assert_eq!(
            events.iter().map(|event| event.versie).collect::<Vec<_>>(),
            [1, 2]
        );
        for (event, coupling) in events.iter().zip(&couplings) {
            assert_eq!(Some(event.onderwerp), coupling.onderwerp);
            assert_eq!(
                (event.soort.as_str(), event.team.as_deref()),
                ("GEKOPPELD", Some("Overvecht"))
            );
        }
        let stand = registerstand::Entity::find().one(&db).await.unwrap().unwrap();
        assert_eq!(stand.versie, 2);
    }
}

use std::{collections::HashMap, io::BufReader, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    DemoError, DemoFolder,
    ask::Asker,
    data::{
        self, DemoGrant, DemoGrantContent, DemoGrantPart, DemoSet, DemoWithdrawal, GEMEENTE, INCLUZIO,
        LOKALIS, TOESTEMMINGSBEHEER, U_CENTRAAL,
    },
    folder::write_private,
};
use crate::{
    clock::{Clock, today_in_amsterdam},
    config::{Config, UTRECHT, read_inrichting},
    domain::{Doel, PartijId, Rol},
    federation::SubgraphName,
    import::{Ddas, ImportOptions, PartijTarget, Progress, Target, ddas::DdasReader, run},
    installation::{Installation, migrate, open_database},
    publication::InwonerInvoer,
    register::{Register, TestNumbers},
    request::authenticate::Caller,
    subgraphs::toestemming::RegisterStore,
};

/// The demo's records are the same on every machine, but for the day.
const SEED: u64 = 20_240_301;
const DELIVERY: &str = "ddas-levering.json";

impl DemoFolder {
    /// Brings in the demo's records: by the DDAS import, the publications and the grants that any party uses.
    ///
    /// # Errors
    /// [`DemoError`]; the next start begins anew, in the folder. Databases elsewhere are emptied by whoever has them.
    pub async fn fill(&self, config: &Config, clock: Arc<dyn Clock>) -> Result<String, DemoError> {
        self.remove_databases()?;
        migrate(config).await?;
        let inrichting = read_inrichting(UTRECHT)?;
        let store = RegisterStore::new(open_database(config, SubgraphName::Toestemming).await?);
        // Settings may name databases elsewhere: nobody's register is filled with invented residents.
        if store.stand().await.map_err(failed)?.versie != 0 {
            return Err(DemoError::NotEmpty);
        }
        store
            .apply_inrichting(&inrichting, clock.now())
            .await
            .map_err(failed)?;
        let installation = Installation::open(config, Arc::clone(&clock)).await?;
        let set = data::generate(SEED, today_in_amsterdam(&*clock));
        let filling = Filling {
            folder: self,
            installation: &installation,
            set: &set,
            now: clock.now(),
        };
        let report = filling.fill(clock).await?;
        self.note_filled()?;
        Ok(report)
    }

    fn remove_databases(&self) -> Result<(), DemoError> {
        for name in SubgraphName::ALL {
            for part in ["", "-wal", "-shm"] {
                let path = self.file(&format!("{name}.db{part}"));
                if path.exists() {
                    std::fs::remove_file(&path).map_err(|source| DemoError::File { path, source })?;
                }
            }
        }
        Ok(())
    }
}

struct Filling<'a> {
    folder: &'a DemoFolder,
    installation: &'a Installation,
    set: &'a DemoSet,
    now: DateTime<Utc>,
}

impl Filling<'_> {
    async fn fill(&self, clock: Arc<dyn Clock>) -> Result<String, DemoError> {
        let imported = self.import_delivery(clock).await?;
        let ids = self.ids().await?;
        self.publish(
            GEMEENTE,
            "mutation($invoer: TrajectInvoer!) { trajectPubliceren(invoer: $invoer) { uitkomst } }",
            &self.set.trajecten,
        )
        .await?;
        self.couple(&ids).await?;
        let srw =
            "mutation($invoer: SrwDossierInvoer!) { srwDossierPubliceren(invoer: $invoer) { uitkomst } }";
        self.publish(U_CENTRAAL, srw, &self.set.srw).await?;
        let buurtteam = "mutation($invoer: BuurtteamdossierInvoer!) { buurtteamdossierPubliceren(invoer: $invoer) { uitkomst } }";
        self.publish(INCLUZIO, buurtteam, &self.set.incluzio).await?;
        self.publish(LOKALIS, buurtteam, &self.set.lokalis).await?;
        self.grant(&ids).await?;
        // Who may hear of all this is decided on the grants that stand by now.
        self.installation.signals.settle().await.map_err(failed)?;
        Ok(format!(
            "{} residents: {imported} trajecten by DDAS delivery and {} published, {} SRW-dossiers, {} buurtteamdossiers, {} consents",
            self.set.residents.len(),
            self.set.trajecten.len(),
            self.set.srw.len(),
            self.set.incluzio.len() + self.set.lokalis.len(),
            self.set.grants.len(),
        ))
    }

    /// The municipality's DDAS delivery goes through the same import as a real one.
    async fn import_delivery(&self, clock: Arc<dyn Clock>) -> Result<u64, DemoError> {
        let path = self.folder.file(DELIVERY);
        let text = serde_json::to_string_pretty(&self.set.ddas).map_err(failed)?;
        write_private(&path, text.as_bytes())?;
        let file = std::fs::File::open(&path).map_err(|source| DemoError::File { path, source })?;
        let reader = DdasReader::open(BufReader::new(file), ImportOptions::default()).map_err(failed)?;
        let target = PartijTarget {
            caller: Caller::operator(partij(GEMEENTE)?),
            register: Arc::clone(&self.installation.register) as Arc<dyn Register>,
            db: self.db(SubgraphName::Trajectbegeleiding)?,
            clock,
            test: TestNumbers::Known,
        };
        let mut progress = Progress::new(u64::try_from(text.len()).unwrap_or(u64::MAX), std::io::stderr());
        let result = run(reader, &Target::<Ddas>::new(target), &mut progress).await;
        progress.finish();
        if result.exit_code() == 0 {
            Ok(result.report.nieuw)
        } else {
            Err(failed("the DDAS delivery did not get in whole"))
        }
    }

    fn db(&self, name: SubgraphName) -> Result<sea_orm::DatabaseConnection, DemoError> {
        let parts = self.installation.parts.get(&name);
        parts
            .map(|parts| parts.db.clone())
            .ok_or_else(|| failed("a subgraph is missing"))
    }

    async fn ids(&self) -> Result<HashMap<&str, String>, DemoError> {
        let named = self
            .set
            .residents
            .iter()
            .map(|bsn| InwonerInvoer::Bsn(bsn.clone()))
            .collect();
        let caller = Caller::operator(partij(TOESTEMMINGSBEHEER)?);
        let resolved = self
            .installation
            .register
            .resolve(&caller, named, TestNumbers::Known)
            .await
            .map_err(failed)?;
        let ids = self.set.residents.iter().zip(resolved);
        Ok(ids
            .map(|(bsn, resolved)| (bsn.as_str(), resolved.asked.to_string()))
            .collect())
    }

    async fn publish<T: Serialize>(
        &self,
        partij: &str,
        mutation: &str,
        records: &[T],
    ) -> Result<(), DemoError> {
        let system = self
            .asker(partij, Rol::Bronsysteem, Doel::AfstemmingTraject)
            .await?;
        for record in records {
            system.ask(mutation, invoer(json!(record))).await?;
        }
        Ok(())
    }

    /// U Centraal may not use the BSN: it couples by the id, as a referral brings it.
    async fn couple(&self, ids: &HashMap<&str, String>) -> Result<(), DemoError> {
        let system = self
            .asker(U_CENTRAAL, Rol::Bronsysteem, Doel::AfstemmingTraject)
            .await?;
        for (eigen_nummer, bsn) in &self.set.koppelingen {
            let id = ids
                .get(bsn.as_str())
                .ok_or_else(|| failed("a resident is missing"))?;
            let invoer = invoer(json!({"eigenNummer": eigen_nummer, "inwoner": {"id": id}}));
            system
                .ask(
                    "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }",
                    invoer,
                )
                .await?;
        }
        Ok(())
    }

    async fn grant(&self, ids: &HashMap<&str, String>) -> Result<(), DemoError> {
        let manager = self
            .asker(
                TOESTEMMINGSBEHEER,
                Rol::Toestemmingsbeheerder,
                Doel::InzageInwoner,
            )
            .await?;
        for grant in &self.set.grants {
            let id = ids
                .get(grant.bsn.as_str())
                .ok_or_else(|| failed("a resident is missing"))?;
            let given = manager.ask(GRANT, invoer(self.grant_input(grant, id))).await?;
            if let Some(withdrawal) = &grant.withdrawal {
                manager
                    .ask(WITHDRAW, invoer(withdrawal_input(withdrawal, &given)))
                    .await?;
            }
        }
        Ok(())
    }

    fn grant_input(&self, grant: &DemoGrant, id: &str) -> Value {
        let start = self.now + TimeDelta::days(i64::from(grant.geldig_van_dagen));
        let end = start + TimeDelta::days(i64::from(grant.looptijd_dagen));
        let mut input = json!({
            "inwoner": id, "geldigTot": end, "gegevenDoor": "INWONER",
            "bewijs": {"soort": "GESPREK", "tekstversie": "2026-1", "taal": "nl"},
        });
        if let Value::Object(fields) = &mut input {
            if grant.geldig_van_dagen > 0 {
                fields.insert("geldigVan".to_owned(), json!(start));
            }
            match &grant.content {
                DemoGrantContent::Pakket(pakket) => fields.insert("pakket".to_owned(), json!(pakket)),
                DemoGrantContent::Single(parts) => {
                    fields.insert("doel".to_owned(), json!(grant.doel));
                    fields.insert("delen".to_owned(), parts.iter().map(part_input).collect())
                }
            };
        }
        input
    }

    async fn asker(&self, partij: &str, rol: Rol, doel: Doel) -> Result<Asker<'_>, DemoError> {
        Asker::of(self.folder, self.installation, partij, rol, doel).await
    }
}

const GRANT: &str = "mutation($invoer: ToestemmingInvoer!) { toestemmingVerlenen(invoer: $invoer) {
    gesprek toestemmingen { id bronhouder { id } ontvanger { id } } } }";
const WITHDRAW: &str =
    "mutation($invoer: IntrekkingInvoer!) { toestemmingIntrekken(invoer: $invoer) { registerversie } }";

fn part_input(part: &DemoGrantPart) -> Value {
    json!({"bronhouder": part.bronhouder, "ontvanger": part.ontvanger, "groepen": part.groepen})
}

fn withdrawal_input(withdrawal: &DemoWithdrawal, given: &Value) -> Value {
    let given = given.get("toestemmingVerlenen").unwrap_or(&Value::Null);
    match withdrawal {
        DemoWithdrawal::Whole => json!({"gesprek": given.get("gesprek")}),
        DemoWithdrawal::Part(part) => {
            let is_meant = |grant: &&Value| {
                grant.pointer("/bronhouder/id") == Some(&json!(part.bronhouder))
                    && grant.pointer("/ontvanger/id") == Some(&json!(part.ontvanger))
            };
            let grants = given
                .get("toestemmingen")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            let id = grants.filter(is_meant).find_map(|grant| grant.get("id"));
            json!({"deel": {"toestemming": id, "groepen": part.groepen}})
        }
    }
}

fn invoer(value: Value) -> Map<String, Value> {
    Map::from_iter([("invoer".to_owned(), value)])
}

fn partij(id: &str) -> Result<PartijId, DemoError> {
    PartijId::new(id).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> DemoError {
    DemoError::Records(error.to_string())
}

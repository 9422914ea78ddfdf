use std::{net::SocketAddr, sync::Arc};

use chrono::TimeDelta;
use schakel_migration::Room;

use super::{
    DemoError, DemoFolder,
    config::{CONSOLE_CLIENT, CONSOLE_DOELEN, CONSOLE_PARTIJEN, CONSOLE_ROL},
};
use crate::{
    clock::Clock,
    console::{Console, DemoPerson, DemoSignIn, Door},
    installation::{DatabaseError, open_console_database},
};

/// Who can be chosen on the page, in the order of the parties.
const PEOPLE: [(&str, &str); 2] = [
    (
        "noor-demo",
        "Noor de Wit, toestemmingsbeheerder voor alle organisaties",
    ),
    (
        "bram-demo",
        "Bram Yilmaz, toestemmingsbeheerder bij het buurtteam",
    ),
];

/// A working day.
const LASTING: [TimeDelta; 2] = [TimeDelta::hours(1), TimeDelta::hours(9)];

impl DemoFolder {
    /// The demo's console, where anybody signs in as somebody of the demo. Nothing else can make such a one: no
    /// configuration names it.
    ///
    /// # Errors
    /// When its database can't be opened.
    pub(crate) async fn console(
        &self,
        address: SocketAddr,
        clock: Arc<dyn Clock>,
    ) -> Result<Console, DemoError> {
        let database =
            open_console_database(&format!("sqlite:{}", self.file("console.db").display())).await?;
        let migrated = Room::Console.migrate(&database).await;
        migrated.map_err(DatabaseError::OpenConsole)?;
        let issuer = self.issuer()?;
        let people = CONSOLE_PARTIJEN.into_iter().zip(PEOPLE);
        let door = Door::Demo(DemoSignIn {
            issuer: issuer.issuer,
            client: CONSOLE_CLIENT.to_owned(),
            key: issuer.key,
            people: people
                .map(|(partij, (gebruiker, naam))| DemoPerson {
                    gebruiker,
                    naam,
                    partij,
                    rollen: vec![CONSOLE_ROL],
                    doelen: CONSOLE_DOELEN.to_vec(),
                })
                .collect(),
            clock: Arc::clone(&clock),
        });
        let url = format!("http://{address}");
        let url = url
            .parse()
            .map_err(|_| DemoError::Records("the address is none".to_owned()))?;
        Ok(Console::new(url, database, LASTING, door, None, clock)?)
    }
}

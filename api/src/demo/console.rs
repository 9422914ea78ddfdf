use std::{net::SocketAddr, sync::Arc};

use chrono::TimeDelta;

use super::{DemoError, DemoFolder, config::CONSOLE_CLIENT};
use crate::{
    clock::Clock,
    config::DEFAULT_LINES,
    console::{Console, DemoPerson, DemoSignIn, Door},
    domain::{Doel, Rol},
    installation::{migrate_console, open_console_database},
};

/// Who can be chosen on the page: user id, name, party, roles, purposes.
const PEOPLE: [(&str, &str, &str, Rol, &[Doel]); 5] = [
    (
        "noor-demo",
        "Noor de Wit, toestemmingsbeheerder voor alle organisaties",
        "toestemmingsbeheer",
        Rol::Toestemmingsbeheerder,
        &LOOKS,
    ),
    (
        "bram-demo",
        "Bram Yilmaz, toestemmingsbeheerder bij het buurtteam",
        "incluzio",
        Rol::Toestemmingsbeheerder,
        &LOOKS,
    ),
    (
        "tim-demo",
        "Tim Bakker, medewerker van het buurtteam",
        "incluzio",
        Rol::Buurtteammedewerker,
        &HELP,
    ),
    (
        "anna-demo",
        "Anna Jansen, trajectbegeleider bij de gemeente",
        "gemeente-utrecht",
        Rol::Trajectbegeleider,
        &HELP,
    ),
    (
        "fatima-demo",
        "Fatima Aydin, functionaris gegevensbescherming",
        "toestemmingsbeheer",
        Rol::FunctionarisGegevensbescherming,
        &LOOKS,
    ),
];
const LOOKS: [Doel; 2] = [Doel::InzageInwoner, Doel::Verantwoording];
const HELP: [Doel; 1] = [Doel::AfstemmingTraject];

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
        let address_of_database = format!("sqlite:{}", self.file("console.db").display());
        migrate_console(&address_of_database).await?;
        let database = open_console_database(&address_of_database).await?;
        let issuer = self.issuer()?;
        let door = Door::Demo(DemoSignIn {
            issuer: issuer.issuer,
            client: CONSOLE_CLIENT.to_owned(),
            key: issuer.key,
            people: PEOPLE
                .into_iter()
                .map(|(gebruiker, naam, partij, rol, doelen)| DemoPerson {
                    gebruiker,
                    naam,
                    partij,
                    rollen: vec![rol],
                    doelen: doelen.to_vec(),
                })
                .collect(),
            clock: Arc::clone(&clock),
        });
        let url = format!("http://{address}");
        let url = url
            .parse()
            .map_err(|_| DemoError::Records("the address is none".to_owned()))?;
        Ok(Console::new(
            url,
            database,
            LASTING,
            door,
            None,
            DEFAULT_LINES,
            clock,
        )?)
    }
}

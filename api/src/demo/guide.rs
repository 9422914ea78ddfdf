use std::{fmt::Write, net::SocketAddr};

use chrono::TimeDelta;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    DemoError, DemoFolder,
    data::{self, GEMEENTE, INCLUZIO, LOKALIS, SAMIRA, TOESTEMMINGSBEHEER, U_CENTRAAL},
    folder::write_private,
};
use crate::domain::{Doel, PartijId, Rol};

/// What programs read to use the demo (`demo.json`).
#[derive(Debug, Serialize)]
struct Guide {
    url: String,
    graphql: String,
    tokens: Vec<GuideToken>,
    voorbeelden: Vec<Example>,
}

#[derive(Debug, Serialize)]
struct GuideToken {
    partij: &'static str,
    rol: Rol,
    doel: Doel,
    token: String,
}

#[derive(Debug, Serialize)]
struct Example {
    naam: &'static str,
    partij: &'static str,
    query: &'static str,
    variables: Value,
}

/// One person a party, by the role and purpose in which they mostly ask.
const PEOPLE: [(&str, Rol, Doel); 5] = [
    (GEMEENTE, Rol::Trajectbegeleider, Doel::AfstemmingTraject),
    (U_CENTRAAL, Rol::SociaalRaadslid, Doel::AfstemmingTraject),
    (INCLUZIO, Rol::Buurtteammedewerker, Doel::AfstemmingTraject),
    (LOKALIS, Rol::Gezinswerker, Doel::AfstemmingTraject),
    (
        TOESTEMMINGSBEHEER,
        Rol::Toestemmingsbeheerder,
        Doel::InzageInwoner,
    ),
];

const OVERVIEW: &str = "query Overzicht($bsn: String!) {
  inwoner(bsn: $bsn) {
    id
    trajecten  { partij { naam } loopt { loopt sinds } fase { fase sinds } contact { naam telefoon } financieel { totaleSchuld } }
    srw        { partij { naam } status { verwijzingen { soort status ingediendOp } } }
    buurtteams { partij { naam } status { betrokken sinds } contact { team } }
  }
}";

const BY_OWN_NUMBER: &str = "query Lampje($nummer: String!) {
  inwoner(eigenNummer: $nummer) {
    id
    trajecten { partij { naam } loopt { loopt sinds } contact { naam telefoon } }
    srw { status { verwijzingen { soort status } } inhoud { vraag } }
  }
}";

const ACCESS: &str = "query Toegang($bsn: String!) {
  inwoner(bsn: $bsn) { id toegang { groep bronhouder { id } toegestaan reden tot } }
}";

/// Tokens of the demo last for a working day.
const LIFETIME: TimeDelta = TimeDelta::hours(12);

impl DemoFolder {
    /// Writes `demo.json`, and tells a person how to begin.
    ///
    /// # Errors
    /// When a token can't be signed or the file can't be written.
    pub fn write_guide(&self, address: SocketAddr) -> Result<String, DemoError> {
        let guide = self.guide(address)?;
        let text =
            serde_json::to_string_pretty(&guide).map_err(|error| DemoError::Records(error.to_string()))?;
        write_private(&self.file("demo.json"), text.as_bytes())?;
        Ok(self.tell(&guide))
    }

    fn guide(&self, address: SocketAddr) -> Result<Guide, DemoError> {
        let mut tokens = Vec::new();
        for (partij, rol, doel) in PEOPLE {
            let id = PartijId::new(partij).map_err(|error| DemoError::Records(error.to_string()))?;
            let token = self.token(id, [rol], [doel], format!("{partij}-demo"), None, LIFETIME)?;
            tokens.push(GuideToken {
                partij,
                rol,
                doel,
                token,
            });
        }
        let url = format!("http://{address}");
        Ok(Guide {
            graphql: format!("{url}/graphql"),
            url,
            tokens,
            voorbeelden: examples(),
        })
    }

    fn tell(&self, guide: &Guide) -> String {
        let mut text = format!("\nSchakel listens at {}\n", guide.url);
        let mut line = |line: std::fmt::Arguments<'_>| {
            // Writing to a String cannot fail.
            let _written = text.write_fmt(line);
        };
        line(format_args!("  GraphQL   {}\n", guide.graphql));
        line(format_args!("  GraphiQL  {}/graphiql\n", guide.url));
        line(format_args!("  Console   {}/console\n", guide.url));
        line(format_args!("  Programs  {}\n", self.file("demo.json").display()));
        for token in &guide.tokens {
            line(format_args!(
                "\n{} — {} for {}\n",
                token.partij, token.rol, token.doel
            ));
            line(format_args!("  token {}\n", token.token));
            if let Some(example) = guide
                .voorbeelden
                .iter()
                .find(|example| example.partij == token.partij)
            {
                let body = json!({"query": example.query.split_whitespace().collect::<Vec<_>>().join(" "), "variables": example.variables});
                line(format_args!(
                    "  {}:\n  curl -s {} -H 'Content-Type: application/json' -H 'Authorization: Bearer {}' -d '{body}'\n",
                    example.naam, guide.graphql, token.token,
                ));
            }
        }
        line(format_args!("\nCtrl-C stops; the data stay.\n"));
        text
    }
}

fn examples() -> Vec<Example> {
    let bsn = json!({"bsn": SAMIRA});
    vec![
        Example {
            naam: "Overzicht van een inwoner met toestemming",
            partij: INCLUZIO,
            query: OVERVIEW,
            variables: bsn.clone(),
        },
        Example {
            naam: "Overzicht van het eigen traject",
            partij: GEMEENTE,
            query: OVERVIEW,
            variables: bsn.clone(),
        },
        Example {
            naam: "Het lampje, met het eigen nummer",
            partij: U_CENTRAAL,
            query: BY_OWN_NUMBER,
            variables: json!({"nummer": data::SAMIRA_EIGEN_NUMMER}),
        },
        Example {
            naam: "Overzicht van een inwoner met toestemming",
            partij: LOKALIS,
            query: OVERVIEW,
            variables: bsn.clone(),
        },
        Example {
            naam: "Overzicht van een inwoner die niets heeft gedeeld",
            partij: INCLUZIO,
            query: OVERVIEW,
            variables: json!({"bsn": data::WITHOUT_CONSENT}),
        },
        Example {
            naam: "Overzicht van een inwoner die de toestemming introk",
            partij: INCLUZIO,
            query: OVERVIEW,
            variables: json!({"bsn": data::CONSENT_WITHDRAWN}),
        },
        Example {
            naam: "Wat mag ik zien, en waarom niet",
            partij: TOESTEMMINGSBEHEER,
            query: ACCESS,
            variables: bsn,
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::{super::config, *};

    #[test]
    fn everybody_in_the_guide_is_in_the_configuration() {
        for (partij, rol, doel) in PEOPLE {
            let (_, rollen, doelen) = config::PARTIJEN.iter().find(|(id, ..)| *id == partij).unwrap();
            assert!(rollen.contains(&rol) && doelen.contains(&doel), "{partij}");
        }
    }
}

use super::InstallationError;
use crate::{
    config::ConfigError,
    domain::{Inrichting, Partij, PartijId, RecordSoort},
    federation::SubgraphName,
    request::authenticate::{IssuerConfig, IssuerKind},
    subgraphs::toestemming::{LocalRegister, LocalRegisterError},
};

/// Refuses processes that are bound to parties whose records they can't keep. Before there is an inrichting no party is
/// known, and no process is told anything.
///
/// # Errors
/// [`InstallationError`] naming every such issuer and party.
pub(super) async fn check(
    issuers: &[IssuerConfig],
    register: &LocalRegister,
) -> Result<(), InstallationError> {
    let unread = LocalRegisterError::Database;
    let stand = register.store().stand().await.map_err(unread)?;
    if stand.inrichting == 0 {
        return Ok(());
    }
    let inrichting = register.store().get_inrichting(stand.inrichting).await;
    let faults = faults(issuers, &inrichting.map_err(unread)?);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ConfigError::Setting(faults.join("; ")).into())
    }
}

fn faults(issuers: &[IssuerConfig], inrichting: &Inrichting) -> Vec<String> {
    let mut faults = Vec::new();
    for issuer in issuers {
        let IssuerKind::Subgraph(subgraph) = issuer.kind else {
            continue;
        };
        let mut fault = |partij: &PartijId, what: &str| {
            faults.push(format!(
                "issuer `{}` names party `{partij}`, {what}",
                issuer.issuer
            ));
        };
        for id in issuer.partijen.iter().chain(&issuer.caseloads) {
            match inrichting.find_partij(id) {
                None => fault(id, "which the inrichting doesn't have"),
                Some(partij) if issuer.partijen.contains(id) && !keeps(subgraph, partij) => {
                    fault(id, &format!("which owns no records that `{subgraph}` keeps"));
                }
                Some(_) => {}
            }
        }
    }
    faults
}

/// Whether records of this party lie in such a subgraph. Early signals lie with the trajecten, and who reads anything
/// can be sent signals.
fn keeps(subgraph: SubgraphName, partij: &Partij) -> bool {
    match subgraph {
        SubgraphName::Trajectbegeleiding => partij.houdt(RecordSoort::Traject) || partij.is_signaalpartner(),
        SubgraphName::Srw => partij.houdt(RecordSoort::SrwDossier),
        SubgraphName::Buurtteam => partij.houdt(RecordSoort::BuurtteamDossier),
        SubgraphName::Signalen => partij.leest(),
        SubgraphName::Toestemming => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{UTRECHT, read_inrichting},
        request::authenticate::{ClaimMapping, JwksSource},
    };

    fn issuer(subgraph: SubgraphName, partijen: &[&str]) -> IssuerConfig {
        IssuerConfig {
            issuer: format!("https://{subgraph}.example"),
            kind: IssuerKind::Subgraph(subgraph),
            jwks: JwksSource::File("sleutels.json".into()),
            claims: ClaimMapping::default(),
            clients: Vec::new(),
            partijen: partijen.iter().map(|id| PartijId::new(*id).unwrap()).collect(),
            caseloads: Default::default(),
        }
    }

    #[test]
    fn a_process_speaks_for_owners_of_its_own_kind_of_record() {
        let inrichting = read_inrichting(UTRECHT).unwrap();
        let good = [
            issuer(SubgraphName::Srw, &["u-centraal"]),
            issuer(SubgraphName::Buurtteam, &["incluzio", "lokalis"]),
            issuer(SubgraphName::Signalen, &["incluzio", "gemeente-utrecht"]),
        ];
        assert_eq!(faults(&good, &inrichting), Vec::<String>::new());
        let bad = [
            issuer(SubgraphName::Srw, &["incluzio"]),
            issuer(SubgraphName::Trajectbegeleiding, &["nergens"]),
        ];
        let told = [
            "issuer `https://srw.example` names party `incluzio`, which owns no records that `srw` keeps",
            "issuer `https://trajectbegeleiding.example` names party `nergens`, which the inrichting doesn't have",
        ];
        assert_eq!(faults(&bad, &inrichting), told);
    }
}

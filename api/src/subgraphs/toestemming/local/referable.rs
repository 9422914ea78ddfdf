use sea_orm::DbErr;

use super::{LocalRegister, resolve::resolve};
use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, PartijId},
    publication::InwonerInvoer,
    register::{RegisterError, Resolved, TestNumbers},
    request::{
        authenticate::Caller,
        decide::{Registerbeeld, Vraag, Vrager, judge},
    },
};

/// What every referral tells at least: that its submitter works with the resident, and who.
const LEAST: [Gegevensgroep; 2] = [Gegevensgroep::TrajectContact, Gegevensgroep::BuurtteamContact];

/// Under which id the receiver gets the resident; `None` where it would not be told of them.
pub(super) async fn referable(
    register: &LocalRegister,
    caller: &Caller,
    inwoner: &InwonerId,
    ontvanger: &PartijId,
) -> Result<Option<Resolved>, RegisterError> {
    let told = would_be_told(register, caller, inwoner, ontvanger)
        .await
        .map_err(RegisterError::unreachable)?;
    if !told {
        return Ok(None);
    }
    let named = vec![InwonerInvoer::Id(inwoner.clone())];
    Ok(resolve(register, caller, named, TestNumbers::Known).await?.pop())
}

async fn would_be_told(
    register: &LocalRegister,
    caller: &Caller,
    inwoner: &InwonerId,
    ontvanger: &PartijId,
) -> Result<bool, DbErr> {
    let canonical = register.store.canonical(std::slice::from_ref(inwoner)).await?;
    // The version first: events are only added and become visible in order, so all up to it are there.
    let stand = register.store.stand().await?;
    let ingericht = register.ingericht(stand.inrichting).await?;
    let op = register.clock.now();
    let partij = std::slice::from_ref(ontvanger);
    let beeld = register.snapshot(stand, &ingericht, &canonical, partij).await?;
    let vrager = receiver(&beeld, ontvanger);
    Ok(LEAST.into_iter().any(|groep| {
        let vraag = Vraag {
            inwoner: inwoner.clone(),
            bronhouder: caller.partij().clone(),
            groep,
        };
        judge(&vrager, &vraag, &beeld, op).reden.is_toegestaan()
    }))
}

/// The receiver, in all roles that may act for a referral: who of it will work on it isn't known before it has it.
fn receiver(beeld: &Registerbeeld, ontvanger: &PartijId) -> Vrager {
    let doel = Doel::UitvoerenVerwijzing;
    let acts = beeld
        .inrichting
        .rol_doelen
        .iter()
        .filter(|(_, doelen)| doelen.contains(&doel));
    Vrager {
        partij: ontvanger.clone(),
        rollen: acts.map(|(rol, _)| *rol).collect(),
        team: None,
        gebruiker: String::new(),
        doel,
        anybody: true,
    }
}

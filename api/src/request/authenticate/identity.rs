use std::collections::BTreeSet;

use super::{
    caller::Caller,
    claims::Claims,
    config::{ClaimMapping, ClientCap, IssuerConfig},
    doel,
    refusal::Refusal,
};
use crate::domain::{Doel, PartijId, Rol};

/// Who acts for the caller (RFC 8693, §4.1): an object with `sub`.
const ACTOR: &str = "act";
/// The one purpose of the request, out of `doelen`.
const DOEL: &str = "doel";
/// The issuer of the caller's own token.
const ORIGINAL_ISSUER: &str = "orig_iss";

/// Makes a caller of the claims of an identity provider.
pub(super) fn caller(
    claims: &Claims,
    issuer: &IssuerConfig,
    named_doel: Option<&str>,
) -> Result<Caller, Refusal> {
    let client = claims.text("azp")?;
    let cap = find_cap(&issuer.clients, client).ok_or(Refusal::ClientUnknown)?;
    let person = Person::read(claims, &issuer.claims, cap)?;
    let doel = doel::choose(named_doel, &person.doelen)?;
    Ok(person.into_caller(client, &issuer.issuer, doel))
}

/// Makes of a hub's token the same caller that the hub made of the original one. The token carries the
/// purpose of the request; a header may repeat it, not change it.
pub(super) fn caller_via_hub(
    claims: &Claims,
    hub: &IssuerConfig,
    named_doel: Option<&str>,
) -> Result<Caller, Refusal> {
    if claims.member(ACTOR, "sub") != Some(hub.issuer.as_str()) {
        return Err(Refusal::ActorOther);
    }
    let client = claims.text("azp")?;
    let cap = find_cap(&hub.clients, client).ok_or(Refusal::ClientUnknown)?;
    let person = Person::read(claims, &hub.claims, cap)?;
    let carried = Doel::from_word(claims.text(DOEL)?).filter(|doel| person.doelen.contains(doel));
    let carried = carried.ok_or_else(|| Refusal::ClaimOutOfReach(DOEL.to_owned()))?;
    let doel = doel::choose(named_doel, &BTreeSet::from([carried]))?;
    Ok(person.into_caller(client, claims.text(ORIGINAL_ISSUER)?, doel))
}

/// Reads who the person is that the ID token of this client speaks of.
pub(super) fn person(claims: &Claims, issuer: &IssuerConfig, client: &str) -> Result<Person, Refusal> {
    let cap = find_cap(&issuer.clients, client).ok_or(Refusal::ClientUnknown)?;
    Person::read(claims, &issuer.claims, cap)
}

/// What a token says of a person, all of it within the cap.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) partij: PartijId,
    pub(super) rollen: BTreeSet<Rol>,
    team: Option<String>,
    pub(super) gebruiker: String,
    pub(super) doelen: BTreeSet<Doel>,
}

impl Person {
    fn read(claims: &Claims, mapping: &ClaimMapping, cap: &ClientCap) -> Result<Self, Refusal> {
        let out_of_reach = |claim: &str| Refusal::ClaimOutOfReach(claim.to_owned());
        let partij = PartijId::new(claims.text(&mapping.partij)?)
            .ok()
            .filter(|partij| cap.partijen.contains(partij));
        let rollen = all_within(&claims.words(&mapping.rollen)?, Rol::from_word, &cap.rollen);
        let doelen = all_within(&claims.words(&mapping.doelen)?, Doel::from_word, &cap.doelen);
        Ok(Self {
            partij: partij.ok_or_else(|| out_of_reach(&mapping.partij))?,
            rollen: rollen.ok_or_else(|| out_of_reach(&mapping.rollen))?,
            team: claims.find_text(&mapping.team)?.map(str::to_owned),
            gebruiker: claims.text(&mapping.gebruiker)?.to_owned(),
            doelen: doelen.ok_or_else(|| out_of_reach(&mapping.doelen))?,
        })
    }

    pub(super) fn into_caller(self, client: &str, issuer: &str, doel: Doel) -> Caller {
        let Self {
            partij,
            rollen,
            team,
            gebruiker,
            doelen,
        } = self;
        Caller {
            partij,
            rollen,
            team,
            gebruiker,
            client: client.to_owned(),
            issuer: issuer.to_owned(),
            doelen,
            doel,
        }
    }
}

fn find_cap<'a>(caps: &'a [ClientCap], client: &str) -> Option<&'a ClientCap> {
    let named = |azp: &str| caps.iter().find(|cap| cap.azp == azp);
    named(client).or_else(|| named(ClientCap::ANY_CLIENT))
}

/// A word that we do not know lies outside every cap.
fn all_within<T: Ord>(words: &[&str], read: fn(&str) -> Option<T>, cap: &BTreeSet<T>) -> Option<BTreeSet<T>> {
    words
        .iter()
        .map(|word| read(word).filter(|word| cap.contains(word)))
        .collect()
}

use async_graphql::{Context, Object};
use aws_lc_rs::{digest, rand};
use chrono::TimeDelta;

use super::{
    super::{
        LocalRegister,
        grant::{checked_grant, events_of_grant, events_of_withdrawal, standing},
        store::{Koppelcode as IssuedCode, Koppeling, RedeemError},
        types::{
            IntrekkingInvoer, Koppelcode, KoppelingInvoer, Toestemming, ToestemmingIngetrokken,
            ToestemmingInvoer, ToestemmingVerleend,
        },
    },
    Inwoner,
    query::register,
};
use crate::{
    domain::{InwonerId, Rol},
    publication::{Faults, InwonerInvoer},
    register::{Register, Resolved},
    request::{RequestContext, plan::Plan},
    subgraphs::common::{ClientError, context_of, internal, publish::resolve, require_rol},
};

/// What can be recorded of grants and couplings.
#[derive(Default)]
pub struct RegisterMutation;

/// Who sits at the table with a resident, and so may issue a koppelcode.
const ISSUERS: [Rol; 6] = [
    Rol::Trajectbegeleider,
    Rol::PraktischOndersteuner,
    Rol::SociaalRaadslid,
    Rol::Buurtteammedewerker,
    Rol::Gezinswerker,
    Rol::Toestemmingsbeheerder,
];

/// How long a koppelcode can be used: the resident is present.
const KOPPELCODE_MINUTES: i64 = 15;

#[Object]
impl RegisterMutation {
    /// Records that a resident consents: a bundle, or single grants, in one conversation.
    async fn toestemming_verlenen(
        &self,
        ctx: &Context<'_>,
        invoer: ToestemmingInvoer,
    ) -> async_graphql::Result<ToestemmingVerleend> {
        verlenen(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Records that a resident withdraws consent, whole or in part; it holds from `registerversie` on.
    async fn toestemming_intrekken(
        &self,
        ctx: &Context<'_>,
        invoer: IntrekkingInvoer,
    ) -> async_graphql::Result<ToestemmingIngetrokken> {
        intrekken(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)
    }

    /// Binds the own client number of the caller's party to a resident.
    async fn koppelen(&self, ctx: &Context<'_>, invoer: KoppelingInvoer) -> async_graphql::Result<Inwoner> {
        let id = koppelen(register(ctx)?, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)?;
        ctx.data::<Plan>()?.add([id.clone()]);
        Ok(Inwoner { id })
    }

    /// Issues a one-time code, with the resident present, by which another party binds its client number.
    async fn koppelcode_uitgeven(
        &self,
        ctx: &Context<'_>,
        inwoner: InwonerId,
    ) -> async_graphql::Result<Koppelcode> {
        uitgeven(register(ctx)?, context_of(ctx)?, &inwoner)
            .await
            .map_err(ClientError::into_graphql)
    }
}

async fn verlenen(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: ToestemmingInvoer,
) -> Result<ToestemmingVerleend, ClientError> {
    require_rol(context, &[Rol::Toestemmingsbeheerder])?;
    let ingericht = register.inrichting().await?;
    let now = register.clock().now();
    let asked = invoer.inwoner.clone();
    let grant = checked_grant(&context.caller, &ingericht.inrichting, invoer, now)?;
    let kept = keep(register, &asked).await?;
    let events = events_of_grant(&context.caller, grant, &kept, now);
    let Some(gesprek) = events.first().map(|event| event.gesprek) else {
        return Err(ClientError::input("delen", "noemt niets"));
    };
    let (registerversie, _) = register
        .store()
        .append::<ClientError>(&kept, |_| Ok(events))
        .await?;
    let standing = standing(&register.store().events_of(&kept, None).await?);
    let toestemmingen = standing
        .iter()
        .filter(|grant| grant.gesprek == gesprek)
        .filter_map(|grant| Toestemming::of(grant, &ingericht.inrichting, now))
        .collect();
    Ok(ToestemmingVerleend {
        gesprek,
        toestemmingen,
        registerversie,
    })
}

async fn intrekken(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: IntrekkingInvoer,
) -> Result<ToestemmingIngetrokken, ClientError> {
    let unknown = || ClientError::Unknown("deze toestemming");
    let ingericht = register.inrichting().await?;
    let asked = match &invoer {
        IntrekkingInvoer::Inwoner(id) => Some(id.clone()),
        IntrekkingInvoer::Toestemming(id) | IntrekkingInvoer::Gesprek(id) => {
            register.store().find_inwoner_of(*id).await?
        }
        IntrekkingInvoer::Deel(deel) => register.store().find_inwoner_of(deel.toestemming).await?,
    };
    let kept = kept_under(register, &asked.ok_or_else(unknown)?).await?;
    let now = register.clock().now();
    let (registerversie, added) = register
        .store()
        .append(&kept, |events| {
            events_of_withdrawal(
                &context.caller,
                &ingericht.inrichting,
                &kept,
                &invoer,
                events,
                now,
            )
        })
        .await?;
    let standing = standing(&register.store().events_of(&kept, None).await?);
    let is_touched = |id| added.iter().any(|event| event.event.toestemming == id);
    let toestemmingen = standing
        .iter()
        .filter(|grant| is_touched(grant.toestemming))
        .filter_map(|grant| Toestemming::of(grant, &ingericht.inrichting, now))
        .collect();
    Ok(ToestemmingIngetrokken {
        toestemmingen,
        registerversie,
    })
}

/// The id under which the records of a resident are kept.
async fn kept_under(register: &LocalRegister, asked: &InwonerId) -> Result<InwonerId, ClientError> {
    let canonical = register.store().canonical(std::slice::from_ref(asked)).await?;
    Ok(canonical.get(asked).unwrap_or(asked).clone())
}

/// The same, for an id that is now written: it must survive a change of key.
pub(super) async fn keep(register: &LocalRegister, asked: &InwonerId) -> Result<InwonerId, ClientError> {
    let kept = kept_under(register, asked).await?;
    let name = [(kept.clone(), kept.clone())];
    register
        .store()
        .keep_aliases(&name, &register.fingerprint())
        .await?;
    Ok(kept)
}

async fn koppelen(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: KoppelingInvoer,
) -> Result<InwonerId, ClientError> {
    let mut faults = Faults::default();
    faults.check_text("eigenNummer", &invoer.eigen_nummer, 100);
    faults.check_optional("team", invoer.team.as_deref(), 200);
    faults.check_optional("medewerker", invoer.medewerker.as_deref(), 200);
    let one = invoer.inwoner.is_some() != invoer.koppelcode.is_some();
    faults.require(one, "inwoner", "noem precies één van `inwoner` en `koppelcode`");
    faults.into_result().map_err(ClientError::Input)?;
    let caller = &context.caller;
    let now = register.clock().now();
    let (inwoner, grondslag) = match (invoer.inwoner, invoer.koppelcode) {
        (Some(inwoner), None) => {
            let grondslag = match &inwoner {
                InwonerInvoer::Bsn(_) => "BSN",
                InwonerInvoer::EigenNummer(_) => "EIGEN_NUMMER",
                InwonerInvoer::Id(_) => "VERWIJZING",
            };
            let at = |_| "inwoner".to_owned();
            let resolved = resolve(register, context, vec![inwoner], at, Ok(())).await?.pop();
            (resolved.ok_or(ClientError::Unknown("deze inwoner"))?, grondslag)
        }
        (None, Some(code)) => {
            let redeemed = register
                .store()
                .redeem(&hash_of(&code), caller.partij(), now)
                .await;
            let kept = redeemed.map_err(|error| match error {
                RedeemError::Invalid => ClientError::Unknown("deze koppelcode"),
                RedeemError::Database(error) => error.into(),
            })?;
            (
                Resolved {
                    asked: kept.clone(),
                    kept,
                    is_test: false,
                },
                "KOPPELCODE",
            )
        }
        _ => {
            return Err(ClientError::input(
                "inwoner",
                "noem precies één van `inwoner` en `koppelcode`",
            ));
        }
    };
    let koppeling = Koppeling {
        partij: caller.partij().clone(),
        eigen_nummer: invoer.eigen_nummer,
        inwoner: inwoner.kept,
        team: invoer.team,
        medewerker: invoer.medewerker,
        grondslag,
    };
    register.store().bind(&koppeling, caller.gebruiker(), now).await?;
    Ok(inwoner.asked)
}

async fn uitgeven(
    register: &LocalRegister,
    context: &RequestContext,
    inwoner: &InwonerId,
) -> Result<Koppelcode, ClientError> {
    require_rol(context, &ISSUERS)?;
    let kept = keep(register, inwoner).await?;
    let code = random_code().ok_or_else(|| internal("no random bytes"))?;
    let geldig_tot = register.clock().now() + TimeDelta::minutes(KOPPELCODE_MINUTES);
    let caller = &context.caller;
    let issued = IssuedCode {
        hash: hash_of(&code),
        inwoner: kept,
        door: (caller.partij().clone(), caller.gebruiker().to_owned()),
        geldig_tot,
    };
    register.store().issue(&issued).await?;
    Ok(Koppelcode { code, geldig_tot })
}

/// Fifty random bits in ten characters that read well aloud.
fn random_code() -> Option<String> {
    let mut hash = [0; 32];
    rand::fill(&mut hash).ok()?;
    Some(InwonerId::from_hash(&hash).as_str().chars().take(10).collect())
}

fn hash_of(code: &str) -> String {
    let code = code.trim().to_ascii_lowercase();
    digest::digest(&digest::SHA256, code.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

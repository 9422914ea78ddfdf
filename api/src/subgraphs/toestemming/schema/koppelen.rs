use async_graphql::{Context, Object};
use chrono::TimeDelta;

use super::{
    super::{
        LocalRegister,
        codes::{hash_of_code, random_code},
        store::{Alias, Koppelcode as IssuedCode, Koppeling, RedeemError},
        types::{Koppelcode, KoppelingInvoer},
    },
    Inwoner,
    query::register,
    recording::kept_under,
};
use crate::{
    domain::{Bsn, InwonerId, Rol, bare_digits},
    publication::{Faults, InwonerInvoer},
    register::Resolved,
    request::{RequestContext, plan::Plan},
    subgraphs::common::{ClientError, context_of, internal, publish::resolve, require_rol},
};

/// Binding client numbers to residents.
#[derive(Default)]
pub struct KoppelMutation;

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

/// Fifty random bits.
const KOPPELCODE_CHARACTERS: usize = 10;

#[Object]
impl KoppelMutation {
    /// Binds the own client number of the caller's party to a resident. For the party's system (BRONSYSTEEM): a binding says
    /// who is involved with the resident, so nobody makes themselves involved by it.
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

/// The id under which the records of a resident are kept, itself kept so that it survives a change of key.
pub(super) async fn keep(register: &LocalRegister, asked: &InwonerId) -> Result<InwonerId, ClientError> {
    let kept = kept_under(register, asked).await?;
    let fingerprint = register.fingerprint();
    let name = [Alias::itself(&kept, &fingerprint)];
    register.store().keep_aliases(&name, &fingerprint).await?;
    Ok(kept)
}

async fn koppelen(
    register: &LocalRegister,
    context: &RequestContext,
    invoer: KoppelingInvoer,
) -> Result<InwonerId, ClientError> {
    require_rol(context, &[Rol::Bronsysteem])?;
    let mut faults = Faults::default();
    faults.check_key("eigenNummer", &invoer.eigen_nummer, 100);
    // The likeliest column for a BSN. Whose it is isn't asked: the answer would tell who tries whether it guessed right.
    faults.require(
        Bsn::new(&bare_digits(&invoer.eigen_nummer)).is_err(),
        "eigenNummer",
        "kan een bsn zijn: zet er een letter voor",
    );
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
                InwonerInvoer::Bsn(_) => {
                    register.take_lookup(caller)?;
                    "BSN"
                }
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
                .redeem(&hash_of_code(&code), caller.partij(), now)
                .await;
            let kept = redeemed.map_err(|error| match error {
                RedeemError::Invalid => ClientError::Unknown("deze koppelcode"),
                RedeemError::Database(error) => error.into(),
            })?;
            (
                Resolved {
                    asked: register.present(&kept).await?,
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
    let code = random_code(KOPPELCODE_CHARACTERS).ok_or_else(|| internal("no random bytes"))?;
    let geldig_tot = register.clock().now() + TimeDelta::minutes(KOPPELCODE_MINUTES);
    let caller = &context.caller;
    let issued = IssuedCode {
        hash: hash_of_code(&code),
        inwoner: kept,
        door: (caller.partij().clone(), caller.gebruiker().to_owned()),
        geldig_tot,
    };
    register.store().issue(&issued).await?;
    Ok(Koppelcode { code, geldig_tot })
}

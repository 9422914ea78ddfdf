use async_graphql::{Context, InputObject, Object, SimpleObject};
use uuid::Uuid;

use super::{
    Inwoner,
    eigen::{Eigen, Gevonden},
};
use crate::{
    domain::{Doel, Partij, PartijId, RecordSoort, Rol, words},
    publication::{VerwijzingBijwerkenInvoer, VerwijzingIndienenInvoer, VerwijzingRoute, VerwijzingStap},
    register::{Register, Resolved},
    request::{RequestContext, withhold::Gedeeld},
    subgraphs::{
        common::{
            ClientError, PartijInfo, context_of, cursor::PageInfo, gegevensgroep, internal, require_rol,
            werklijst::asked_page,
        },
        srw::{
            stappen::Kant,
            store::{self, Indiening, Stap, StapError, Submitted},
            types::{EigenInhoud, EigenStatus, EigenTerugkoppeling},
        },
    },
};

/// Referrals that are submitted through the hub, and taken further in it.
#[derive(Default)]
pub struct VerwijzingMutation;

/// The referrals of the caller's party.
#[derive(Default)]
pub struct VerwijzingQuery;

/// Who refers from a traject.
const FROM_TRAJECT: [Rol; 1] = [Rol::Trajectbegeleider];
/// Who asks a simple question, without a traject.
const DIRECT: [Rol; 3] = [
    Rol::Trajectbegeleider,
    Rol::Buurtteammedewerker,
    Rol::Gezinswerker,
];
/// Who takes the steps of the receiver.
const RECEIVERS: [Rol; 1] = [Rol::SociaalRaadslid];

/// Which referrals of one's own.
#[derive(Clone, Debug, Default, InputObject)]
pub struct VerwijzingFilter {
    /// Only those of which the caller's party is this side.
    pub kant: Option<Kant>,
}

words! {
    /// In which order referrals are listed.
    VerwijzingVolgorde {
        /// The latest first.
        Nieuwste = "NIEUWSTE",
        /// Only the open ones: that whose terugkoppeling is due first comes first. It is the worklist of who waits.
        Termijn = "TERMIJN",
    }
}

/// A page of one's own referrals.
#[derive(SimpleObject)]
pub struct VerwijzingConnection {
    /// The referrals with their places.
    edges: Vec<VerwijzingEdge>,
    /// Where this page ends.
    page_info: PageInfo,
}

/// A referral and its place in the list.
#[derive(SimpleObject)]
pub struct VerwijzingEdge {
    /// Its place: pass it as `na` to go on after it.
    cursor: String,
    /// The referral.
    node: EigenVerwijzing,
}

/// A referral that was submitted through the hub, as its two sides see it: their own record, whatever the consent and the
/// purpose.
#[derive(SimpleObject)]
pub struct EigenVerwijzing {
    /// The hub's id of it.
    id: Uuid,
    /// Who submitted it.
    indiener: PartijInfo,
    /// Who is asked.
    ontvanger: PartijInfo,
    /// Whom it is about. By this id the receiver binds its own client number.
    inwoner: Inwoner,
    /// How far it is.
    #[graphql(directive = gegevensgroep::apply(crate::domain::Gegevensgroep::SrwStatus))]
    status: Gedeeld<EigenStatus>,
    /// What the submitter wrote.
    #[graphql(directive = gegevensgroep::apply(crate::domain::Gegevensgroep::SrwInhoud))]
    inhoud: Gedeeld<EigenInhoud>,
    /// What came of it.
    #[graphql(directive = gegevensgroep::apply(crate::domain::Gegevensgroep::SrwTerugkoppeling))]
    terugkoppeling: Gedeeld<EigenTerugkoppeling>,
}

#[Object]
impl VerwijzingQuery {
    /// The referrals of which the caller's party is a side, in this order, after the place `na`; `eerste` is at least 1 and at
    /// most 100.
    async fn mijn_verwijzingen(
        &self,
        ctx: &Context<'_>,
        na: Option<String>,
        #[graphql(default = 50)] eerste: i32,
        filter: Option<VerwijzingFilter>,
        #[graphql(default_with = "VerwijzingVolgorde::Nieuwste")] volgorde: VerwijzingVolgorde,
    ) -> async_graphql::Result<Option<VerwijzingConnection>> {
        let (after, count) = asked_page(na.as_deref(), eerste).map_err(ClientError::into_graphql)?;
        let kant = filter.unwrap_or_default().kant;
        let found = Eigen::of(ctx)?.page(ctx, (kant, volgorde), after, count).await?;
        let page_info = found.page_info();
        let edges = found.edges();
        Ok(Some(VerwijzingConnection { edges, page_info }))
    }
}

#[Object]
impl VerwijzingMutation {
    /// Submits a referral to a party of sociaal raadslieden, for purpose `UITVOEREN_VERWIJZING`; the same `aanvraagId`
    /// again submits nothing twice.
    async fn verwijzing_indienen(
        &self,
        ctx: &Context<'_>,
        invoer: VerwijzingIndienenInvoer,
    ) -> async_graphql::Result<EigenVerwijzing> {
        let eigen = Eigen::of(ctx)?;
        let id = indienen(eigen, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)?;
        eigen.one(ctx, id).await
    }

    /// Takes one step with a referral of which the caller's party is a side; the same `aanvraagId` again takes it once.
    async fn verwijzing_bijwerken(
        &self,
        ctx: &Context<'_>,
        invoer: VerwijzingBijwerkenInvoer,
    ) -> async_graphql::Result<EigenVerwijzing> {
        let eigen = Eigen::of(ctx)?;
        let id = invoer.verwijzing;
        bijwerken(eigen, context_of(ctx)?, invoer)
            .await
            .map_err(ClientError::into_graphql)?;
        eigen.one(ctx, id).await
    }
}

async fn indienen(
    eigen: &Eigen,
    context: &RequestContext,
    invoer: VerwijzingIndienenInvoer,
) -> Result<Uuid, ClientError> {
    let caller = &context.caller;
    let rollen: &[Rol] = match invoer.route {
        VerwijzingRoute::ViaTraject => &FROM_TRAJECT,
        VerwijzingRoute::Direct => &DIRECT,
    };
    require_rol(context, rollen)?;
    let register = eigen.register();
    let ingericht = register.inrichting().await?;
    let inrichting = &ingericht.inrichting;
    if caller.doel() != Doel::UitvoerenVerwijzing || !inrichting.rol_mag(caller.rollen(), caller.doel()) {
        return Err(ClientError::DoelNietGedekt);
    }
    invoer.check().map_err(ClientError::Input)?;
    let receivers = inrichting.houders(caller.partij(), RecordSoort::SrwDossier);
    let is_asked = |partij: &&Partij| partij.id.as_str() == invoer.ontvanger && &partij.id != caller.partij();
    let ontvanger = receivers
        .into_iter()
        .find(is_asked)
        .map(|partij| partij.id.clone());
    let ontvanger = ontvanger
        .ok_or_else(|| ClientError::input("ontvanger", "is geen andere partij met sociaal raadslieden"))?;
    // What was submitted stands, whatever became of the consent since.
    if let Some(before) = store::find_submitted(eigen.db(), caller.partij(), &invoer).await? {
        return told_before(before);
    }
    let inwoner = require_referable(register, context, &invoer, &ontvanger).await?;
    let indiening = Indiening {
        indiener: caller.partij().clone(),
        gebruiker: caller.gebruiker().to_owned(),
        ontvanger: ontvanger.clone(),
        inwoner: inwoner.kept,
        is_test: inwoner.is_test,
        invoer: invoer.clone(),
    };
    let pending = match store::submit(eigen.db(), indiening, eigen.now()).await? {
        Ok(pending) => pending,
        Err(before) => return told_before(before),
    };
    // Consent that was withdrawn meanwhile is obeyed: dropped, it was never there.
    require_referable(register, context, &invoer, &ontvanger).await?;
    Ok(pending.commit().await?)
}

fn told_before(before: Submitted) -> Result<Uuid, ClientError> {
    match before {
        Submitted::Same(id) => Ok(id),
        Submitted::Other => Err(ClientError::AanvraagConflict),
    }
}

async fn require_referable(
    register: &dyn Register,
    context: &RequestContext,
    invoer: &VerwijzingIndienenInvoer,
    ontvanger: &PartijId,
) -> Result<Resolved, ClientError> {
    let referable = register
        .referable(&context.caller, &invoer.inwoner, ontvanger)
        .await?;
    referable.ok_or(ClientError::GeenToestemming)
}

async fn bijwerken(
    eigen: &Eigen,
    context: &RequestContext,
    invoer: VerwijzingBijwerkenInvoer,
) -> Result<(), ClientError> {
    let caller = &context.caller;
    invoer.check().map_err(ClientError::Input)?;
    let kant = store::find_kant(eigen.db(), invoer.verwijzing, caller.partij()).await?;
    let rollen: &[Rol] = match kant.ok_or(ClientError::Unknown("deze verwijzing"))? {
        Kant::Indiener => &DIRECT,
        Kant::Ontvanger => &RECEIVERS,
    };
    require_rol(context, rollen)?;
    let stap = Stap {
        partij: caller.partij().clone(),
        gebruiker: caller.gebruiker().to_owned(),
        invoer,
    };
    let taken = store::advance(eigen.db(), stap, eigen.now()).await;
    taken.map_err(|error| match error {
        StapError::Unknown => ClientError::Unknown("deze verwijzing"),
        StapError::Conflict => ClientError::AanvraagConflict,
        StapError::Content(error) => internal(error),
        StapError::BronHoudtBij => ClientError::BronHoudtBij,
        StapError::NotPossible { van, wel } => ClientError::StapNietMogelijk {
            van,
            wel: possible(&wel),
        },
        StapError::Database(error) => internal(error),
    })
}

fn possible(wel: &[VerwijzingStap]) -> String {
    let words: Vec<&str> = wel.iter().map(|stap| stap.word()).collect();
    if words.is_empty() {
        "uw partij kan er nu niets mee".to_owned()
    } else {
        format!("uw partij kan wel: {}", words.join(", "))
    }
}

impl Gevonden {
    fn edges(&self) -> Vec<VerwijzingEdge> {
        let edges = self.each(|plaats, verwijzing| VerwijzingEdge {
            cursor: plaats.encode(),
            node: verwijzing,
        });
        edges.collect()
    }
}

impl EigenVerwijzing {
    /// One referral, as far as it may be told.
    pub(super) fn new(
        (id, inwoner): (Uuid, Inwoner),
        (indiener, ontvanger): (PartijInfo, PartijInfo),
        status: Gedeeld<EigenStatus>,
        inhoud: Gedeeld<EigenInhoud>,
        terugkoppeling: Gedeeld<EigenTerugkoppeling>,
    ) -> Self {
        Self {
            id,
            indiener,
            ontvanger,
            inwoner,
            status,
            inhoud,
            terugkoppeling,
        }
    }
}

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Signaalpartner;
use crate::{
    clock::day_in_amsterdam,
    domain::{Handeling, InwonerId, PartijId},
    publication::{InwonerInvoer, VroegsignaalInvoer, check_withdrawal},
    request::{
        RequestContext,
        log::{DisclosureLog, LogRecord},
    },
    subgraphs::{
        common::{ClientError, Parts, internal, publish::resolve},
        publishing::{PublicatieUitkomst, TerugtrekUitkomst},
        trajectbegeleiding::store::{self, ReadyVroegsignaal},
    },
};

/// Where signaalpartners give their early signals. All that they are told rests on what they sent themselves, on their own
/// receipts and on the configuration; nothing that anybody has or does can change it.
pub struct Gever {
    parts: Parts,
    log: DisclosureLog,
}

/// What the giver is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ontvangst {
    /// The number of the receipt: the same for all versions of one signal.
    pub nummer: Uuid,
    /// When it was answered (UTC).
    pub op: DateTime<Utc>,
    /// What became of this version.
    pub uitkomst: PublicatieUitkomst,
}

impl Gever {
    /// The giver in a room of these parts.
    pub fn new(parts: Parts, log: DisclosureLog) -> Self {
        Self { parts, log }
    }

    /// Takes an early signal in, or a newer version of it.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `PARTIJ_NIET_BEVOEGD`, `INVOER_ONGELDIG` with every fault, `BSN_NIET_GERECHTIGD`,
    /// `VERSIE_CONFLICT`; the register or the log out of reach.
    pub async fn indienen(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        invoer: VroegsignaalInvoer,
    ) -> Result<Ontvangst, ClientError> {
        let ingericht = self.parts.register.inrichting().await?;
        let partner = Signaalpartner::of(context, &ingericht.inrichting)?;
        let op = self.parts.clock.now();
        let checked = invoer.check(partner.partij(), &ingericht.inrichting, day_in_amsterdam(op));
        // Of a number that was refused the register is asked nothing: its answer rests on more than what was sent.
        let names_own_number = matches!(invoer.inwoner, InwonerInvoer::EigenNummer(_));
        let (toelating, refused) = match checked {
            Ok(toelating) => (Some(toelating), Ok(())),
            Err(faults) if names_own_number => (None, Err(faults)),
            Err(faults) => return Err(ClientError::Input(faults)),
        };
        let inwoners = vec![invoer.inwoner.clone()];
        let place = |_| "inwoner".to_owned();
        let resolved = resolve(self.parts.register.as_ref(), context, inwoners, place, refused).await?;
        let (Some(inwoner), Some(toelating)) = (resolved.into_iter().next(), toelating) else {
            return Err(internal("an early signal without a resident or a ground"));
        };
        let about = (&inwoner.kept, &toelating.ontvanger);
        self.note(context, operatie, Handeling::VroegsignaalIndienen, about)
            .await?;
        let ready = ReadyVroegsignaal {
            signaalpartner: partner.partij().clone(),
            inwoner: [inwoner.kept],
            toelating,
            invoer,
        };
        let published = store::receive(&self.parts.db, ready, op).await?;
        Ok(Ontvangst {
            nummer: published.id,
            op,
            uitkomst: published.uitkomst,
        })
    }

    /// Takes an early signal of the caller's party back: it is hidden from its receiver at once.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `PARTIJ_NIET_BEVOEGD`, `INVOER_ONGELDIG` with every fault, `ONBEKEND` for one that the party
    /// didn't give; the register or the log out of reach.
    pub async fn intrekken(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        bron_id: &str,
        reden: &str,
    ) -> Result<Ontvangst, ClientError> {
        let ingericht = self.parts.register.inrichting().await?;
        let partner = Signaalpartner::of(context, &ingericht.inrichting)?;
        check_withdrawal(bron_id, reden).map_err(ClientError::Input)?;
        let unknown = || ClientError::Unknown("dit vroegsignaal");
        let (db, op) = (&self.parts.db, self.parts.clock.now());
        let given = store::find_given(db, &partner, bron_id)
            .await?
            .ok_or_else(unknown)?;
        let about = (&given.inwoner, &given.ontvanger);
        self.note(context, operatie, Handeling::VroegsignaalIntrekken, about)
            .await?;
        match store::take_back(db, &partner, bron_id, reden, op).await? {
            TerugtrekUitkomst::Onbekend => Err(unknown()),
            TerugtrekUitkomst::Teruggetrokken | TerugtrekUitkomst::WasAlTeruggetrokken => Ok(Ontvangst {
                nummer: given.nummer,
                op,
                uitkomst: PublicatieUitkomst::Teruggetrokken,
            }),
        }
    }

    /// Notes who gave what about whom to whom, before anything is written: a resident can be shown it.
    async fn note(
        &self,
        context: &RequestContext,
        operatie: Uuid,
        handeling: Handeling,
        (inwoner, ontvanger): (&InwonerId, &PartijId),
    ) -> Result<(), ClientError> {
        let record = LogRecord {
            operatie,
            op: self.parts.clock.now(),
            inwoner: inwoner.clone(),
            bronhouder: ontvanger.clone(),
            registerversie: None,
            inrichting: None,
            handeling,
            uitkomsten: Vec::new(),
        };
        Ok(self.log.write(context, &[record]).await?)
    }
}

use schakel_entity::srw::verstrekking::Model;
use uuid::Uuid;

use super::{
    lines,
    reader::{Asked, LogReader, OFFICER},
    told::Line,
    types::{Herspeling, LogPartij},
};
use crate::{
    domain::{Handeling, Reden, uitleg::uitleg_over},
    register::{Herspeelvraag, Ingericht},
    request::{
        decide::{Grondslag, Uitslag, Vraag, Vrager},
        log::Uitkomst,
    },
    subgraphs::common::{ClientError, Reach},
};

impl LogReader {
    /// Replays an old decision on the register as it stood then; `None` when it isn't in this log, or not within the
    /// caller's reach: both look alike. Only the owner of the record hears that a second client had not agreed.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD`, `DOEL_NIET_GEDEKT`; the register or the log out of reach.
    pub async fn waarom(&self, asked: Asked<'_>, besluit: Uuid) -> Result<Option<Herspeling>, ClientError> {
        let ingericht = self.register.inrichting().await?;
        let caller = &asked.context.caller;
        let reach = Reach::of(asked.context, &ingericht.inrichting, &OFFICER, &OFFICER)?;
        let within = lines::within(&reach, &ingericht.inrichting, caller.partij());
        let row = lines::find_of_besluit(&self.db, besluit, within).await?;
        let line = row.map(Line::read).transpose()?;
        let found = line
            .as_ref()
            .and_then(|line| Some((line, line.uitkomst(besluit)?)));
        let Some((line, uitkomst)) = found else {
            let what = "niets gevonden bij dit besluit";
            self.note_nothing(asked, Handeling::BesluitHerspelen, what)
                .await?;
            return Ok(None);
        };
        let is_owner = caller.partij() == &line.bronhouder;
        let replayed = self.replay(asked, line, uitkomst, is_owner).await?;
        let whom = std::slice::from_ref(&line.inwoner);
        self.note(asked, &ingericht, Handeling::BesluitHerspelen, whom)
            .await?;
        Ok(Some(tell(line, uitkomst, is_owner, replayed, &ingericht)))
    }

    /// What comes of it now; `None` where nothing was decided then.
    async fn replay(
        &self,
        asked: Asked<'_>,
        line: &Line,
        uitkomst: &Uitkomst,
        is_owner: bool,
    ) -> Result<Option<Uitslag>, ClientError> {
        let Some(first) = question(line, uitkomst) else {
            return Ok(None);
        };
        let second = uitkomst.mede_client.as_ref().filter(|_| is_owner);
        let second = second.map(|mede_client| Herspeelvraag {
            vraag: Vraag {
                inwoner: mede_client.clone(),
                ..first.vraag.clone()
            },
            ..first.clone()
        });
        let vragen: Vec<Herspeelvraag> = std::iter::once(first).chain(second).collect();
        let decided = self.register.replay(&asked.context.caller, vragen).await?;
        let mut decided = decided.into_iter();
        let Some(first) = decided.next().flatten() else {
            return Ok(None);
        };
        // The register says so of a grant whose traject nothing fresh is known of; otherwise it was the owner's failure.
        let by_owner = uitkomst.reden == Reden::BronNietBereikbaar && first.reden != uitkomst.reden;
        if by_owner {
            return Ok(None);
        }
        // In a traject with two clients the joint groups need the grant of both.
        Ok(Some(match decided.next().flatten() {
            Some(second) if first.reden.is_toegestaan() && !second.reden.is_toegestaan() => Uitslag {
                reden: Reden::TweedeClientNietAkkoord,
                ..first
            },
            Some(second) => Uitslag {
                tot: [first.tot, second.tot].into_iter().flatten().min(),
                ..first
            },
            None => first,
        }))
    }
}

/// The question as it was asked then, if anything was decided on it.
fn question(line: &Line, uitkomst: &Uitkomst) -> Option<Herspeelvraag> {
    let out_of_reach = matches!(
        uitkomst.reden,
        Reden::RegisterNietBereikbaar | Reden::LogNietBereikbaar
    );
    // Signals withhold joint groups whoever agreed: that was not decided.
    let unasked = uitkomst.reden == Reden::TweedeClientNietAkkoord && uitkomst.grond.is_none();
    if out_of_reach || unasked {
        return None;
    }
    let Model {
        team,
        gebruiker,
        registerversie,
        inrichting,
        op,
        ..
    } = &line.row;
    let own = line.partij == line.bronhouder;
    Some(Herspeelvraag {
        vrager: Vrager {
            partij: line.partij.clone(),
            rollen: line.rollen().into_iter().collect(),
            team: team.clone(),
            gebruiker: gebruiker.clone(),
            doel: line.doel()?,
            anybody: false,
        },
        vraag: Vraag {
            inwoner: line.inwoner.clone(),
            bronhouder: line.bronhouder.clone(),
            groep: uitkomst.groep,
        },
        // Own records are decided without the register.
        registerversie: registerversie.or(own.then_some(0))?,
        inrichting: inrichting.or(own.then_some(0))?,
        op: *op,
    })
}

fn tell(
    line: &Line,
    uitkomst: &Uitkomst,
    is_owner: bool,
    replayed: Option<Uitslag>,
    ingericht: &Ingericht,
) -> Herspeling {
    let reden = if is_owner {
        uitkomst.reden
    } else {
        uitkomst.reden_as_told()
    };
    let same = |again: &Uitslag| again.reden == reden && grond(again) == uitkomst.grond;
    Herspeling {
        verstrekking: line.row.id,
        op: line.row.op,
        inwoner: line.inwoner.clone(),
        bronhouder: LogPartij::of(&line.bronhouder, &ingericht.inrichting),
        groep: uitkomst.groep,
        partij: LogPartij::of(&line.partij, &ingericht.inrichting),
        rollen: line.rollen(),
        team: line.row.team.clone(),
        doel: line.doel(),
        registerversie: line.row.registerversie,
        inrichting: line.row.inrichting,
        reden,
        uitleg: uitleg_over(reden).to_owned(),
        gelijk: replayed.as_ref().map(same),
        tot: replayed.as_ref().and_then(|again| again.tot),
        herspeeld: replayed.map(|again| again.reden),
    }
}

/// The ground as a line of the log writes it.
fn grond(uitslag: &Uitslag) -> Option<String> {
    match uitslag.grondslag.as_ref()? {
        Grondslag::Eigen => None,
        Grondslag::Verwerkingsgrond(id) => Some(id.clone()),
        Grondslag::Toestemming(id) => Some(id.to_string()),
    }
}

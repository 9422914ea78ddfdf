use async_graphql::InputObject;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Fault, Faults, InwonerInvoer};
use crate::domain::{Bsn, BsnError, Inrichting, PartijId, VroegsignaalSoort, Vroegsignaalregel, words};

words! {
    /// What its owner does with an early signal.
    VroegsignaalStatus {
        /// It came in.
        Ontvangen = "ONTVANGEN",
        /// Somebody works on it.
        InOnderzoek = "IN_ONDERZOEK",
        /// It became a traject.
        Traject = "TRAJECT",
        /// It ended with its result.
        Afgesloten = "AFGESLOTEN",
    }
}

words! {
    /// What came of an early signal that didn't become a traject: was the resident reached, and did they want the help that was
    /// offered (the outcomes of the Divosa Monitor Vroegsignalering Schulden)?
    VroegsignaalResultaat {
        /// Reached, and wanted help that takes no traject.
        HulpAanvaard = "HULP_AANVAARD",
        /// Reached, and wanted no help.
        HulpAfgewezen = "HULP_AFGEWEZEN",
        /// Not reached.
        NietBereikt = "NIET_BEREIKT",
    }
}

words! {
    /// What somebody does with an early signal.
    VroegsignaalStap {
        /// Begins to work on it.
        Oppakken = "OPPAKKEN",
        /// Links it to the traject that it became.
        Koppelen = "KOPPELEN",
        /// Ends it with its result.
        Afsluiten = "AFSLUITEN",
    }
}

/// An early signal as the creditor's system gives it (Wgs art. 3 lid 1 onder b).
#[derive(Clone, Debug, InputObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VroegsignaalInvoer {
    /// The source's own id of the signal.
    pub bron_id: String,
    /// When the source made this version (UTC); an older version is ignored.
    pub versie: DateTime<Utc>,
    /// Whom it is about: by BSN from a party that is `bsnGerechtigd`, else by its own client number; never by the hub's id.
    pub inwoner: InwonerInvoer,
    /// What isn't paid.
    pub soort: VroegsignaalSoort,
    /// How many months of it aren't paid.
    pub maanden: i32,
    /// How much isn't paid, whole euros.
    #[serde(default)]
    pub bedrag: Option<i32>,
    /// The day on which so much wasn't paid.
    pub peildatum: NaiveDate,
    /// Whether the creditor did what must come first: sought personal contact, pointed at debt relief, reminded in
    /// writing at least once, and offered therein to pass on how to reach the resident, who didn't object (Besluit
    /// gemeentelijke schuldhulpverlening art. 2). Else the signal is refused.
    pub inspanning_verricht: bool,
    /// The id of the party that it goes to; only needed where several are configured.
    #[serde(default)]
    pub ontvanger: Option<String>,
}

/// What may be taken in: where it goes, and on which legal ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toelating {
    /// The party that receives it.
    pub ontvanger: PartijId,
    /// The law and article, as configured.
    pub grondslag: String,
}

/// A step that the owner of early signals takes, with one or with several of them at once: all or none.
#[derive(Clone, Debug, InputObject)]
pub struct VroegsignaalBijwerkenInvoer {
    /// The hub's ids of the signals, at most 50.
    pub vroegsignalen: Vec<Uuid>,
    /// What is done.
    pub stap: VroegsignaalStap,
    /// The source's own id of the traject that they became: required to link. It is the party's own, it came in by
    /// `SIGNAAL`, and whom the signals are about is its client.
    pub traject: Option<String>,
    /// What came of them: required to close.
    pub resultaat: Option<VroegsignaalResultaat>,
}

impl VroegsignaalInvoer {
    /// Checks what the types can't, and whether the configuration takes in such a signal of this party. It looks at what was
    /// sent and at the configuration, and at nothing else: so a refusal tells nothing of any resident.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check(
        &self,
        signaalpartner: &PartijId,
        inrichting: &Inrichting,
        today: NaiveDate,
    ) -> Result<Toelating, Vec<Fault>> {
        let mut faults = Faults::default();
        faults.check_bron_id("bronId", &self.bron_id, [&self.inwoner]);
        self.check_inwoner(&mut faults);
        faults.require(self.maanden >= 1, "maanden", "is minder dan 1");
        faults.require(
            self.bedrag.is_none_or(|euros| euros >= 1),
            "bedrag",
            "is minder dan 1",
        );
        faults.require(self.peildatum <= today, "peildatum", "ligt in de toekomst");
        faults.require(
            self.inspanning_verricht,
            "inspanningVerricht",
            "is vereist: zonder eigen inspanning vooraf mag een signaal niet worden gegeven (Besluit gemeentelijke \
             schuldhulpverlening art. 2)",
        );
        let regels: Vec<_> = inrichting
            .vroegsignaalregels(signaalpartner, self.soort)
            .collect();
        let holding = regels.iter().find(|regel| regel.holds_on(self.peildatum));
        let toelating = match holding {
            Some(regel) => self.check_rule(regel, &mut faults),
            None if regels.is_empty() => {
                faults.add("soort", "heeft bij deze partij geen ingestelde wettelijke grond");
                None
            }
            None => {
                faults.add(
                    "peildatum",
                    "valt buiten de tijd van de ingestelde wettelijke grond",
                );
                None
            }
        };
        faults.into_result()?;
        toelating.ok_or_else(Vec::new)
    }

    fn check_inwoner(&self, faults: &mut Faults) {
        match &self.inwoner {
            InwonerInvoer::Bsn(text) => match Bsn::new(text) {
                Ok(_) => {}
                Err(BsnError::Form) => faults.add("inwoner.bsn", "heeft geen negen cijfers"),
                // Also where the number is known as test data: whether it is tells of what others hold.
                Err(BsnError::Elfproef) => faults.add("inwoner.bsn", "voldoet niet aan de elfproef"),
            },
            InwonerInvoer::EigenNummer(_) => {}
            InwonerInvoer::Id(_) => faults.add("inwoner.id", "kan niet: noem het bsn of het eigen nummer"),
        }
    }

    fn check_rule(&self, regel: &Vroegsignaalregel, faults: &mut Faults) -> Option<Toelating> {
        let least = i32::from(regel.vanaf_maanden);
        if (1..least).contains(&self.maanden) {
            faults.add("maanden", format!("ligt onder de drempel van {least} maanden"));
        }
        if let Some(most) = regel
            .tot_en_met_maanden
            .map(i32::from)
            .filter(|most| self.maanden > *most)
        {
            faults.add("maanden", format!("ligt boven de grens van {most} maanden"));
        }
        let named = self.ontvanger.as_deref();
        let mut ontvangers = regel
            .ontvangers
            .iter()
            .filter(|one| named.is_none_or(|named| named == one.as_str()));
        match (ontvangers.next(), ontvangers.next(), named) {
            (Some(ontvanger), None, _) => Some(Toelating {
                ontvanger: ontvanger.clone(),
                grondslag: regel.grondslag.clone(),
            }),
            (_, _, None) => {
                faults.add("ontvanger", "is verplicht: er zijn er meer ingesteld");
                None
            }
            (_, _, Some(_)) => {
                faults.add("ontvanger", "is geen ingestelde ontvanger van dit signaal");
                None
            }
        }
    }
}

impl VroegsignaalBijwerkenInvoer {
    /// Checks what the types can't.
    ///
    /// # Errors
    /// Every fault, with its field.
    pub fn check(&self) -> Result<(), Vec<Fault>> {
        use VroegsignaalStap::{Afsluiten, Koppelen};
        let mut faults = Faults::default();
        faults.require(!self.vroegsignalen.is_empty(), "vroegsignalen", "noemt er geen");
        faults.check_count("vroegsignalen", self.vroegsignalen.len(), 50);
        match (self.stap, &self.traject) {
            (Koppelen, Some(bron_id)) => faults.check_key("traject", bron_id, 200),
            (Koppelen, None) => faults.add("traject", "is verplicht bij deze stap"),
            (_, Some(_)) => faults.add("traject", "hoort niet bij deze stap"),
            (_, None) => {}
        }
        match (self.stap, self.resultaat) {
            (Afsluiten, None) => faults.add("resultaat", "is verplicht bij deze stap"),
            (Afsluiten, Some(_)) | (_, None) => {}
            (_, Some(_)) => faults.add("resultaat", "hoort niet bij deze stap"),
        }
        faults.into_result()
    }
}

#[cfg(test)]
mod tests;

use async_graphql::SimpleObject;
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    domain::{Rol, TermijnCode},
    publication::OpschortingReden,
    termijnen::{self, TermijnHerkomst, TermijnToestand},
};

/// A deadline.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct Termijn {
    /// Which.
    pub code: TermijnCode,
    /// Who counted it.
    pub herkomst: TermijnHerkomst,
    /// When it began.
    pub start: NaiveDate,
    /// The last day (in Amsterdam); null while it is suspended and nobody knows until when.
    pub einde: Option<NaiveDate>,
    /// The moment at which it has passed (UTC): the end of the last day in Amsterdam, or the exact one of a deadline in hours.
    pub einde_op: Option<DateTime<Utc>>,
    /// How it stands now.
    pub toestand: TermijnToestand,
    /// Who is warned when it comes near, at whichever party they have this role: as the row of the inrichting says.
    pub waarschuw: Vec<Rol>,
    /// When it didn't run, in order.
    pub opschortingen: Vec<TermijnOpschorting>,
}

/// A period in which a deadline doesn't run.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct TermijnOpschorting {
    /// The first day on which it doesn't run.
    pub van: NaiveDate,
    /// The first day on which it runs again; null while no end is known.
    pub tot: Option<NaiveDate>,
    /// Why; null when the source doesn't say.
    pub reden: Option<OpschortingReden>,
}

impl Termijn {
    /// What is told of a deadline, as it stands at a moment.
    pub fn at(now: DateTime<Utc>, termijn: &termijnen::Termijn) -> Self {
        let einde = termijn.looptijd.einde;
        let told =
            |(period, reden): &(termijnen::Opschorting, Option<OpschortingReden>)| TermijnOpschorting {
                van: period.van,
                tot: period.tot,
                reden: *reden,
            };
        Self {
            code: termijn.code,
            herkomst: termijn.herkomst,
            start: termijn.looptijd.start,
            einde: einde.map(|einde| einde.dag),
            einde_op: einde.map(|einde| einde.op),
            toestand: termijn.toestand(now),
            waarschuw: termijn.waarschuw.iter().copied().collect(),
            opschortingen: termijn.opschortingen.iter().map(told).collect(),
        }
    }
}

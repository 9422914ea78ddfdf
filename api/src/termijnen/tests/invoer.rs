//! What happened in a traject, read from what its source publishes: beside the reading from the database.

use crate::{
    publication::TrajectInvoer,
    termijnen::{Aanvang, Afloop, Gepubliceerd, OplossingVerloop, Opschorting, Telling, Termijn, Verloop},
};

impl Telling<'_> {
    /// All deadlines of a traject as it is published.
    pub(crate) fn of_invoer(&self, invoer: &TrajectInvoer) -> Vec<Termijn> {
        let gepubliceerd: Vec<_> = invoer
            .termijnen
            .iter()
            .map(|one| Gepubliceerd {
                code: one.code,
                start: one.start,
                einde: one.einde,
                opgeschort_op: one.opgeschort_op,
                afloop: Afloop {
                    gehaald_op: one.gehaald_op,
                    vervallen_op: one.vervallen_op,
                },
            })
            .collect();
        let opschortingen: Vec<_> = invoer
            .opschortingen
            .iter()
            .map(|one| {
                let period = Opschorting {
                    van: one.van,
                    tot: one.tot,
                };
                (one.termijn, period, one.reden)
            })
            .collect();
        self.termijnen(&verloop(invoer), &gepubliceerd, &opschortingen)
    }
}

fn verloop(invoer: &TrajectInvoer) -> Verloop {
    let schuldregeling = invoer.schuldregeling.as_ref();
    Verloop {
        aanmelding: invoer.aanmelddatum,
        fasen: invoer.fasen.iter().map(|one| (one.fase, one.sinds)).collect(),
        gesprekken: invoer.gesprekken.iter().map(|one| one.datum).collect(),
        crises: invoer
            .crises
            .iter()
            .map(|one| one.bekend_op.map_or(Aanvang::Dag(one.start), Aanvang::Moment))
            .collect(),
        beschikkingen: invoer
            .beschikkingen
            .iter()
            .map(|one| (one.soort, one.datum))
            .collect(),
        plan_van_aanpak_op: invoer.plan_van_aanpak_op,
        schuldregeling_besloten: schuldregeling.map_or_else(Vec::new, |one| {
            let ends = [one.toegekend_op, one.afgewezen_op, one.ingetrokken_op];
            ends.into_iter().flatten().collect()
        }),
        oplossing: invoer.oplossing.as_ref().map(|one| OplossingVerloop {
            soort: one.soort,
            start: one.start,
            einde: one.einde,
        }),
        moratoria: invoer
            .moratoria
            .iter()
            .filter_map(|one| Some((one.toegekend_op.or(one.start)?, one.einde)))
            .collect(),
        uitstroom: invoer.uitstroom.as_ref().map(|one| (one.datum, one.reden)),
    }
}

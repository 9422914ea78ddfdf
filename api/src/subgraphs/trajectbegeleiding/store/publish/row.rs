use schakel_entity::trajectbegeleiding::traject;

use super::ReadyTraject;
use crate::{
    publication::{OplossingSoort, UitstroomReden},
    subgraphs::{StoreError, publishing::Head},
};

/// The row of the traject itself. Its present phase is the last one published; it runs since the resident applied.
pub(super) fn traject(ready: &ReadyTraject, head: Head) -> Result<traject::Model, StoreError> {
    let invoer = &ready.invoer;
    let fase = invoer.fasen.last().ok_or(StoreError::Incomplete("fasen"))?;
    let uitstroom = invoer.uitstroom.as_ref();
    let oplossing = invoer.oplossing.as_ref();
    let schuldregeling = invoer.schuldregeling.as_ref();
    let financieel = invoer.financieel.as_ref();
    let nazorg = invoer.nazorg.as_ref();
    let administratie = invoer.administratie.as_ref();
    Ok(traject::Model {
        id: head.id,
        bronhouder: ready.bronhouder.as_str().to_owned(),
        bron_id: invoer.bron_id.clone(),
        versie: head.versie,
        inhoud_hash: head.inhoud_hash,
        ingang: invoer.ingang.word().to_owned(),
        aanmelddatum: invoer.aanmelddatum,
        hulpvraag: invoer.hulpvraag.word().to_owned(),
        plan_van_aanpak_op: invoer.plan_van_aanpak_op,
        uitstroom_datum: uitstroom.map(|it| it.datum),
        uitstroom_reden: uitstroom
            .map(|it| it.reden)
            .map(UitstroomReden::word)
            .map(str::to_owned),
        heeft_oplossing: oplossing.is_some(),
        oplossing_soort: oplossing
            .and_then(|it| it.soort)
            .map(OplossingSoort::word)
            .map(str::to_owned),
        oplossing_start: oplossing.and_then(|it| it.start),
        oplossing_einde: oplossing.and_then(|it| it.einde),
        oplossing_vtlb: oplossing.and_then(|it| it.vtlb),
        heeft_schuldregeling: schuldregeling.is_some(),
        schuldregeling_datum: schuldregeling.and_then(|it| it.datum),
        schuldregeling_toegekend_op: schuldregeling.and_then(|it| it.toegekend_op),
        schuldregeling_afgewezen_op: schuldregeling.and_then(|it| it.afgewezen_op),
        schuldregeling_ingetrokken_op: schuldregeling.and_then(|it| it.ingetrokken_op),
        schuldregeling_dwangakkoord: schuldregeling.and_then(|it| it.dwangakkoord),
        schuldregeling_dwangakkoord_verzocht_op: schuldregeling.and_then(|it| it.dwangakkoord_verzocht_op),
        totale_schuld: financieel.and_then(|it| it.totale_schuld),
        aantal_schuldeisers: financieel.and_then(|it| it.aantal_schuldeisers),
        schuld_peildatum: financieel.and_then(|it| it.peildatum),
        nazorg_start: nazorg.map(|it| it.start),
        nazorg_einde: nazorg.and_then(|it| it.einde),
        fase: fase.fase.word().to_owned(),
        fase_sinds: fase.sinds,
        loopt_sinds: invoer.aanmelddatum,
        test: ready.is_test,
        gepubliceerd_op: head.op,
        gehoord_op: Some(head.op),
        teruggetrokken_op: None,
        terugtrek_reden: None,
        termijnstanden_versie: None,
        gemeentecode: administratie.and_then(|it| it.gemeentecode.clone()),
        startdatum: administratie.and_then(|it| it.startdatum),
        einddatum: administratie.and_then(|it| it.einddatum),
        toegekend_op: administratie.and_then(|it| it.toegekend_op),
        vorig_traject: invoer.vorig_traject.clone(),
        schuld_bij_aanvang: financieel.and_then(|it| it.schuld_bij_aanvang),
    })
}

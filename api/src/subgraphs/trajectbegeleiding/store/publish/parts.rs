use schakel_entity::trajectbegeleiding::{
    actie, begeleiding, beschikking, betrokkene, client, crisis, fase, gesprek, moratorium, nazorgproduct,
    opschorting, regisseur, schuld, termijn, voorziening,
};
use sea_orm::{DatabaseTransaction, DbErr};
use uuid::Uuid;

use super::ReadyTraject;
use crate::{
    domain::{InwonerId, NazorgProduct, PartijId},
    publication::{
        ActieInvoer, BegeleidingInvoer, BegeleidingSoort, BeschikkingInvoer, BetrokkeneInvoer, CrisisInvoer,
        FaseInvoer, GesprekInvoer, MoratoriumInvoer, OpschortingInvoer, PeriodeInvoer, RegisseurInvoer,
        SchuldInvoer, SchuldSoort, TermijnInvoer,
    },
    subgraphs::publishing::{delete_rows, insert_rows, numbered, to_stored_precision},
};

/// Inserts every list within the traject.
pub(super) async fn insert(tx: &DatabaseTransaction, id: Uuid, ready: &ReadyTraject) -> Result<(), DbErr> {
    let invoer = &ready.invoer;
    let schulden = invoer
        .financieel
        .as_ref()
        .map_or(&[][..], |financieel| &financieel.schulden);
    insert_rows(
        tx,
        numbered(&ready.clienten, |n, it| client(id, n, it, &ready.bronhouder)),
    )
    .await?;
    insert_rows(tx, numbered(&invoer.fasen, |n, it| fase(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.regisseurs, |n, it| regisseur(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.betrokkenen, |n, it| betrokkene(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.gesprekken, |n, it| gesprek(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.acties, |n, it| actie(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.termijnen, |n, it| termijn(id, n, it))).await?;
    insert_rows(
        tx,
        numbered(&invoer.opschortingen, |n, it| opschorting(id, n, it)),
    )
    .await?;
    insert_rows(
        tx,
        numbered(&invoer.beschikkingen, |n, it| beschikking(id, n, it)),
    )
    .await?;
    insert_rows(tx, numbered(&invoer.crises, |n, it| crisis(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.begeleiding, |n, it| begeleiding(id, n, it))).await?;
    insert_rows(tx, numbered(&invoer.moratoria, |n, it| moratorium(id, n, it))).await?;
    insert_rows(
        tx,
        numbered(&invoer.voorlopige_voorzieningen, |n, it| voorziening(id, n, it)),
    )
    .await?;
    insert_rows(tx, numbered(schulden, |n, it| schuld(id, n, it))).await?;
    insert_rows(
        tx,
        numbered(invoer.nazorgproducten(), |n, it| nazorgproduct(id, n, *it)),
    )
    .await
}

/// Deletes every list within the traject.
pub(super) async fn delete(tx: &DatabaseTransaction, id: Uuid) -> Result<(), DbErr> {
    delete_rows(tx, client::Column::Traject, id).await?;
    delete_rows(tx, fase::Column::Traject, id).await?;
    delete_rows(tx, regisseur::Column::Traject, id).await?;
    delete_rows(tx, betrokkene::Column::Traject, id).await?;
    delete_rows(tx, gesprek::Column::Traject, id).await?;
    delete_rows(tx, actie::Column::Traject, id).await?;
    delete_rows(tx, termijn::Column::Traject, id).await?;
    delete_rows(tx, opschorting::Column::Traject, id).await?;
    delete_rows(tx, beschikking::Column::Traject, id).await?;
    delete_rows(tx, crisis::Column::Traject, id).await?;
    delete_rows(tx, begeleiding::Column::Traject, id).await?;
    delete_rows(tx, moratorium::Column::Traject, id).await?;
    delete_rows(tx, voorziening::Column::Traject, id).await?;
    delete_rows(tx, schuld::Column::Traject, id).await?;
    delete_rows(tx, nazorgproduct::Column::Traject, id).await
}

fn client(traject: Uuid, volgnummer: i32, inwoner: &InwonerId, bronhouder: &PartijId) -> client::Model {
    client::Model {
        traject,
        volgnummer,
        inwoner: inwoner.as_str().to_owned(),
        bronhouder: bronhouder.as_str().to_owned(),
    }
}

fn fase(traject: Uuid, volgnummer: i32, invoer: &FaseInvoer) -> fase::Model {
    fase::Model {
        traject,
        volgnummer,
        fase: invoer.fase.word().to_owned(),
        sinds: invoer.sinds,
        tot: invoer.tot,
    }
}

fn regisseur(traject: Uuid, volgnummer: i32, invoer: &RegisseurInvoer) -> regisseur::Model {
    let contact = invoer.contact.clone();
    regisseur::Model {
        traject,
        volgnummer,
        naam: contact.naam,
        telefoon: contact.telefoon,
        email: contact.email,
        sinds: invoer.sinds,
        tot: invoer.tot,
    }
}

fn betrokkene(traject: Uuid, volgnummer: i32, invoer: &BetrokkeneInvoer) -> betrokkene::Model {
    let contact = invoer.contact.clone();
    betrokkene::Model {
        traject,
        volgnummer,
        naam: contact.naam,
        telefoon: contact.telefoon,
        email: contact.email,
        rol: invoer.rol.word().to_owned(),
        organisatie: invoer.organisatie.clone(),
        taak: invoer.taak.clone(),
    }
}

fn gesprek(traject: Uuid, volgnummer: i32, invoer: &GesprekInvoer) -> gesprek::Model {
    gesprek::Model {
        traject,
        volgnummer,
        soort: invoer.soort.word().to_owned(),
        datum: invoer.datum,
    }
}

fn actie(traject: Uuid, volgnummer: i32, invoer: &ActieInvoer) -> actie::Model {
    actie::Model {
        traject,
        volgnummer,
        onderwerp: invoer.onderwerp.clone(),
        eigenaar: invoer.eigenaar.clone(),
        uiterlijk: invoer.uiterlijk,
        gedaan_op: invoer.gedaan_op,
        zichtbaar_voor_inwoner: invoer.zichtbaar_voor_inwoner,
    }
}

fn termijn(traject: Uuid, volgnummer: i32, invoer: &TermijnInvoer) -> termijn::Model {
    termijn::Model {
        traject,
        volgnummer,
        code: invoer.code.word().to_owned(),
        start: invoer.start,
        einde: invoer.einde,
        gehaald_op: invoer.gehaald_op,
        opgeschort_op: invoer.opgeschort_op,
        vervallen_op: invoer.vervallen_op,
    }
}

fn opschorting(traject: Uuid, volgnummer: i32, invoer: &OpschortingInvoer) -> opschorting::Model {
    opschorting::Model {
        traject,
        volgnummer,
        termijn: invoer.termijn.word().to_owned(),
        van: invoer.van,
        tot: invoer.tot,
        reden: invoer.reden.word().to_owned(),
    }
}

fn beschikking(traject: Uuid, volgnummer: i32, invoer: &BeschikkingInvoer) -> beschikking::Model {
    beschikking::Model {
        traject,
        volgnummer,
        soort: invoer.soort.word().to_owned(),
        datum: invoer.datum,
    }
}

fn crisis(traject: Uuid, volgnummer: i32, invoer: &CrisisInvoer) -> crisis::Model {
    crisis::Model {
        traject,
        volgnummer,
        start: invoer.start,
        einde: invoer.einde,
        bekend_op: invoer.bekend_op.map(to_stored_precision),
    }
}

fn begeleiding(traject: Uuid, volgnummer: i32, invoer: &BegeleidingInvoer) -> begeleiding::Model {
    begeleiding::Model {
        traject,
        volgnummer,
        soort: invoer.soort.map(BegeleidingSoort::word).map(str::to_owned),
        start: invoer.start,
        einde: invoer.einde,
    }
}

fn moratorium(traject: Uuid, volgnummer: i32, invoer: &MoratoriumInvoer) -> moratorium::Model {
    moratorium::Model {
        traject,
        volgnummer,
        aangevraagd_op: invoer.aangevraagd_op,
        toegekend_op: invoer.toegekend_op,
        start: invoer.start,
        einde: invoer.einde,
    }
}

fn nazorgproduct(traject: Uuid, volgnummer: i32, product: NazorgProduct) -> nazorgproduct::Model {
    nazorgproduct::Model {
        traject,
        volgnummer,
        product: product.word().to_owned(),
    }
}

fn voorziening(traject: Uuid, volgnummer: i32, invoer: &PeriodeInvoer) -> voorziening::Model {
    voorziening::Model {
        traject,
        volgnummer,
        start: invoer.start,
        einde: invoer.einde,
    }
}

fn schuld(traject: Uuid, volgnummer: i32, invoer: &SchuldInvoer) -> schuld::Model {
    schuld::Model {
        traject,
        volgnummer,
        bedrag: invoer.bedrag,
        peildatum: invoer.peildatum,
        soort: invoer.soort.map(SchuldSoort::word).map(str::to_owned),
        zakelijk: invoer.zakelijk,
    }
}

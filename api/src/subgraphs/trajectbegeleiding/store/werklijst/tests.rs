//! The worklist against a naive one: everything counted anew and sorted in memory.

use std::sync::Arc;

use rand::RngExt;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use schakel_migration::Room;
use serde_json::{Value, json};

use super::*;
use crate::{
    clock::day_in_amsterdam,
    domain::TermijnCode,
    publication::TrajectInvoer,
    subgraphs::{
        common::werklijst::rang,
        publishing::{
            self,
            test_kit::{database, inwoner, noon, partij, time, utrecht},
        },
        trajectbegeleiding::store::{ReadyTraject, publish},
    },
    termijnen::TermijnToestand,
};

fn ingericht(versie: i64, inrichting: Inrichting) -> Ingericht {
    Ingericht {
        versie,
        inrichting: Arc::new(inrichting),
    }
}

fn invoer(bron_id: &str, versie: &str, parts: Value) -> TrajectInvoer {
    let mut invoer = json!({
        "bronId": bron_id, "versie": versie, "clienten": [], "ingang": "GEMEENTE", "aanmelddatum": "2026-06-15",
        "hulpvraag": "SCHULDEN", "fasen": [{"fase": "AANMELDING", "sinds": "2026-06-15"}],
    });
    for (name, part) in parts.as_object().unwrap() {
        invoer[name] = part.clone();
    }
    serde_json::from_value(invoer).unwrap()
}

async fn store(db: &DatabaseConnection, clienten: &[u8], invoer: TrajectInvoer) {
    let ready = ReadyTraject {
        bronhouder: partij(),
        clienten: clienten.iter().map(|number| inwoner(*number)).collect(),
        invoer,
        niet_beschikbaar: Vec::new(),
        is_test: true,
    };
    publish(db, ready, noon()).await.unwrap();
}

/// The whole list, by pages of this size: by what it is ordered, and the sources' ids.
async fn list(
    db: &DatabaseConnection,
    ingericht: &Ingericht,
    now: DateTime<Utc>,
    size: usize,
    filter: &WerklijstFilter,
) -> Vec<(DateTime<Utc>, String)> {
    let owner = partij();
    let mut after = None;
    let mut found = Vec::new();
    loop {
        let vraag = Vraag {
            partij: &owner,
            now,
            after,
            count: size,
            filter: filter.clone(),
            rollen: &std::collections::BTreeSet::new(),
        };
        let page = Werklijst::new(db.clone()).page(vraag, ingericht).await.unwrap();
        assert!(page.plekken.len() <= size);
        after = page.plekken.last().map(|plek| plek.plaats);
        found.extend(
            page.plekken
                .into_iter()
                .map(|plek| (plek.plaats.rang, plek.bron_id)),
        );
        if !page.has_next {
            return found;
        }
    }
}

async fn all(db: &DatabaseConnection, ingericht: &Ingericht, now: &str) -> Vec<String> {
    let found = list(db, ingericht, time(now), 10, &WerklijstFilter::default()).await;
    found.into_iter().map(|(_, bron_id)| bron_id).collect()
}

#[tokio::test]
async fn a_publication_a_withdrawal_and_a_new_inrichting_change_the_list() {
    let db = database(Room::Trajectbegeleiding).await;
    let first = ingericht(1, utrecht());
    store(&db, &[1], invoer("A", "2026-06-01T10:00:00Z", json!({}))).await;
    store(
        &db,
        &[2, 3],
        invoer("B", "2026-06-01T10:00:00Z", json!({"aanmelddatum": "2026-06-08"})),
    )
    .await;
    assert_eq!(all(&db, &first, "2026-07-01T12:00:00Z").await, ["B", "A"]);
    let met = json!({"gesprekken": [{"soort": "DRIEGESPREK", "datum": "2026-06-18"}]});
    store(&db, &[2, 3], invoer("B", "2026-06-02T10:00:00Z", met)).await;
    assert_eq!(all(&db, &first, "2026-07-01T12:00:00Z").await, ["A", "B", "B"]);
    let mut slower = utrecht();
    slower
        .termijnen
        .retain(|regel| regel.code == TermijnCode::PlanVanAanpak);
    assert_eq!(
        all(&db, &ingericht(2, slower), "2026-07-01T12:00:00Z").await,
        ["B"]
    );
    assert_eq!(
        all(&db, &ingericht(3, utrecht()), "2026-07-01T12:00:00Z").await,
        ["A", "B", "B"]
    );
    publishing::withdraw::<ReadyTraject>(&db, &partij(), "B", "verkeerde inwoner", noon())
        .await
        .unwrap();
    assert_eq!(
        all(&db, &ingericht(3, utrecht()), "2026-07-01T12:00:00Z").await,
        ["A"]
    );
}

#[tokio::test]
async fn the_filter_asks_how_a_deadline_stands_now() {
    let db = database(Room::Trajectbegeleiding).await;
    let ingericht = ingericht(1, utrecht());
    store(&db, &[1], invoer("A", "2026-06-01T10:00:00Z", json!({}))).await;
    let is_listed = async |now: &str, toestand| {
        let filter = WerklijstFilter {
            codes: Some(vec![TermijnCode::EersteGesprek]),
            toestanden: Some(vec![toestand]),
            ..WerklijstFilter::default()
        };
        !list(&db, &ingericht, time(now), 10, &filter).await.is_empty()
    };
    // Monday 15 June to Monday 13 July, near from five working days before: Monday 6 July, in Amsterdam.
    assert!(is_listed("2026-07-05T21:59:59Z", TermijnToestand::Lopend).await);
    assert!(is_listed("2026-07-05T22:00:00Z", TermijnToestand::Nadert).await);
    assert!(is_listed("2026-07-13T21:59:59Z", TermijnToestand::Nadert).await);
    assert!(is_listed("2026-07-13T22:00:00Z", TermijnToestand::Overschreden).await);
    assert!(!is_listed("2026-07-13T22:00:00Z", TermijnToestand::Nadert).await);
}

fn random_traject(random: &mut ChaCha8Rng, number: usize) -> TrajectInvoer {
    let day = |random: &mut ChaCha8Rng, about: i64| {
        let first: chrono::NaiveDate = "2026-05-01".parse().unwrap();
        json!(first + chrono::TimeDelta::days(about + random.random_range(0..40)))
    };
    let some = |random: &mut ChaCha8Rng, value: Value| {
        if random.random_range(0..2) == 0 {
            json!([value])
        } else {
            json!([])
        }
    };
    let (applied, met) = (day(random, 0), day(random, 20));
    let suspended = json!({"termijn": "BESCHIKKING", "van": day(random, 40), "reden": "OVERMACHT",
        "tot": if random.random_range(0..2) == 0 { json!(null) } else { day(random, 80) }});
    let decided = json!({"soort": "TOELATING", "datum": day(random, 60)});
    let crisis = json!({"start": applied});
    let (gesprek, own) = (
        json!({"soort": "DRIEGESPREK", "datum": met}),
        json!({"code": "MORATORIUM", "start": applied, "einde": day(random, 80)}),
    );
    let parts = json!({
        "aanmelddatum": applied, "gesprekken": some(random, gesprek), "beschikkingen": some(random, decided),
        "opschortingen": some(random, suspended), "crises": some(random, crisis), "termijnen": some(random, own),
    });
    invoer(&format!("T-{number}"), "2026-06-01T10:00:00Z", parts)
}

#[tokio::test]
async fn the_list_is_the_naive_one_whatever_the_moment_filter_and_page() {
    let mut random = ChaCha8Rng::seed_from_u64(8);
    let db = database(Room::Trajectbegeleiding).await;
    let ingericht = ingericht(1, utrecht());
    let telling = Telling::of(&ingericht.inrichting, &partij());
    let trajecten: Vec<_> = (0..60)
        .map(|number| random_traject(&mut random, number))
        .collect();
    for (number, traject) in trajecten.iter().enumerate() {
        store(&db, &[u8::try_from(number).unwrap()], traject.clone()).await;
    }
    let mut listed = 0;
    for days in 0..40 {
        let now = time("2026-05-20T00:00:00Z") + chrono::TimeDelta::minutes(days * 4_000);
        let filter = WerklijstFilter {
            codes: (random.random_range(0..3) == 0)
                .then(|| vec![TermijnCode::Beschikking, TermijnCode::Moratorium]),
            toestanden: (random.random_range(0..2) == 0)
                .then(|| vec![TermijnToestand::ALL[random.random_range(0..TermijnToestand::ALL.len())]]),
            ..WerklijstFilter::default()
        };
        let size = random.random_range(1..30);
        let found = list(&db, &ingericht, now, size, &filter).await;
        let mut naive = Vec::new();
        for traject in &trajecten {
            let termijnen = telling.of_invoer(traject);
            let open = termijnen
                .iter()
                .filter(|one| one.is_open(day_in_amsterdam(now)) && filter.fits(one, now));
            naive.extend(open.map(|one| (rang(one), traject.bron_id.clone())));
        }
        naive.sort_unstable();
        assert!(found.is_sorted_by_key(|(rang, _)| *rang), "{found:?}");
        let mut found_by_name = found.clone();
        found_by_name.sort_unstable();
        assert_eq!(found_by_name, naive, "{now} {filter:?}");
        listed += found.len();
    }
    assert!(listed > 500, "{listed}");
}

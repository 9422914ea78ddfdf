use std::collections::BTreeSet;

use rand::{Rng, RngExt, seq::IteratorRandom};

use super::{
    naive::{Event, Lists, Question},
    random_numbers,
    real::Real,
    world::{UNKNOWN, World},
};
use crate::{domain::Reden, request::decide::Besluit};

const WORLDS: usize = 600;
const QUESTIONS: usize = 20;

/// A random world with some questions about it.
fn for_many(mut check: impl FnMut(&mut dyn Rng, &World, &[Question])) {
    let mut rng = random_numbers();
    for _ in 0..WORLDS {
        let world = World::random(&mut rng);
        let questions: Vec<_> = (0..QUESTIONS).map(|_| world.question(&mut rng)).collect();
        check(&mut rng, &world, &questions);
    }
}

/// The decision in a world that is different in one thing.
fn decided_with(world: &World, change: impl FnOnce(&mut Lists)) -> Real {
    let mut lists = world.lists.clone();
    change(&mut lists);
    Real::of(&lists)
}

fn told(besluit: &Besluit) -> (Reden, Option<chrono::DateTime<chrono::Utc>>) {
    (besluit.reden(), besluit.tot())
}

#[test]
fn no_grant_closes_anything() {
    let mut opened = 0;
    for_many(|rng, world, questions| {
        let grants = |event: &(usize, &Event)| event.1.soort == "VERLEEND";
        let events = world.lists.events.iter().enumerate();
        let Some((place, _)) = events.filter(grants).choose(rng) else {
            return;
        };
        let with = Real::of(&world.lists);
        let without = decided_with(world, |lists| {
            lists.events.remove(place);
        });
        for question in questions {
            let (before, after) = (with.decide(question), without.decide(question));
            assert!(
                before.is_toegestaan() || !after.is_toegestaan(),
                "{question:?}\n{:?}",
                world.lists
            );
            opened += usize::from(before.is_toegestaan() && !after.is_toegestaan());
        }
    });
    assert!(opened > 0, "no grant was the only ground of anything");
}

#[test]
fn nothing_that_ends_a_grant_opens_anything() {
    for_many(|rng, world, questions| {
        let grants: BTreeSet<u128> = world
            .lists
            .events
            .iter()
            .filter(|event| event.soort == "VERLEEND")
            .map(|event| event.nummer)
            .collect();
        let ends = |event: &(usize, &Event)| {
            let soorten = ["INGETROKKEN", "VERVANGEN", "ONGELDIG_VERKLAARD", "VERLOPEN"];
            soorten.contains(&event.1.soort) && grants.contains(&event.1.nummer)
        };
        let events = world.lists.events.iter().enumerate();
        let Some((place, _)) = events.filter(ends).choose(rng) else {
            return;
        };
        let with = Real::of(&world.lists);
        let without = decided_with(world, |lists| {
            lists.events.remove(place);
        });
        for question in questions {
            let (after, before) = (with.decide(question), without.decide(question));
            assert!(
                before.is_toegestaan() || !after.is_toegestaan(),
                "{question:?}\n{:?}",
                world.lists
            );
        }
    });
}

#[test]
fn nobody_learns_of_a_history_with_others() {
    for_many(|_, world, questions| {
        let real = Real::of(&world.lists);
        for question in questions {
            let alone = decided_with(world, |lists| {
                lists.events.retain(|event| {
                    // Whether it may see a traject run is no history with others.
                    let is_lamp = event.groepen.contains(&"TRAJECT_LOOPT");
                    let with_owner = event.bronhouder == question.bronhouder;
                    event.ontvanger == question.partij && (with_owner || is_lamp)
                });
            });
            assert_eq!(
                told(&real.decide(question)),
                told(&alone.decide(question)),
                "{question:?}"
            );
        }
    });
}

#[test]
fn the_order_of_what_has_nothing_to_do_with_each_other_opens_and_closes_nothing() {
    for_many(|rng, world, questions| {
        let is_free = |pair: &[Event]| {
            let apart = pair[0]
                .groepen
                .iter()
                .all(|groep| !pair[1].groepen.contains(groep));
            pair[0].nummer != pair[1].nummer || apart
        };
        let pairs = world.lists.events.windows(2).enumerate();
        let Some((place, _)) = pairs.filter(|(_, pair)| is_free(pair)).choose(rng) else {
            return;
        };
        let swapped = decided_with(world, |lists| {
            lists.versie = i64::MAX;
            lists.events.swap(place, place + 1);
            let (first, second) = (lists.events[place].versie, lists.events[place + 1].versie);
            lists.events[place].versie = second;
            lists.events[place + 1].versie = first;
        });
        let straight = decided_with(world, |lists| lists.versie = i64::MAX);
        for question in questions {
            let (one, other) = (straight.decide(question), swapped.decide(question));
            assert_eq!(
                one.is_toegestaan(),
                other.is_toegestaan(),
                "{question:?}\n{:?}",
                world.lists
            );
            if one.is_toegestaan() {
                assert_eq!(told(&one), told(&other), "{question:?}");
            }
        }
    });
}

#[test]
fn a_proposal_opens_nothing_and_tells_nothing() {
    for_many(|_, world, questions| {
        let is_proposal = |event: &Event| event.soort == "VOORGESTELD";
        let with = Real::of(&world.lists);
        let without = decided_with(world, |lists| lists.events.retain(|event| !is_proposal(event)));
        for question in questions {
            let (one, other) = (with.decide(question), without.decide(question));
            assert_eq!(told(&one), told(&other), "{question:?}\n{:?}", world.lists);
        }
    });
}

#[test]
fn own_records_are_always_open() {
    for_many(|rng, world, questions| {
        let real = Real::of(&world.lists);
        let nothing = Real::of(&Lists::default());
        for question in questions {
            let mut own = question.clone();
            own.bronhouder = own.partij;
            own.rollen.truncate(rng.random_range(0..2));
            for besluit in [real.decide(&own), nothing.decide(&own)] {
                assert_eq!(told(&besluit), (Reden::ToegestaanEigen, None));
            }
        }
    });
}

#[test]
fn who_or_what_is_not_configured_sees_nothing_of_others() {
    for_many(|_, world, questions| {
        let real = Real::of(&world.lists);
        let nothing = decided_with(world, |lists| {
            let events = std::mem::take(&mut lists.events);
            *lists = Lists {
                events,
                versie: lists.versie,
                ..Lists::default()
            };
        });
        for question in questions
            .iter()
            .filter(|question| question.partij != question.bronhouder)
        {
            let stranger = Question {
                partij: UNKNOWN,
                ..question.clone()
            };
            let nowhere = Question {
                bronhouder: UNKNOWN,
                ..question.clone()
            };
            let aimless = Question {
                doel: "SIGNALERING",
                ..question.clone()
            };
            let nobody = Question {
                rollen: Vec::new(),
                ..question.clone()
            };
            for refused in [stranger, nowhere, aimless, nobody] {
                if refused.partij != refused.bronhouder {
                    assert!(!real.decide(&refused).is_toegestaan(), "{refused:?}");
                }
            }
            assert!(!nothing.decide(question).is_toegestaan(), "{question:?}");
        }
    });
}

#[test]
fn no_party_of_another_samenwerking_sees_anything() {
    let mut asked = 0;
    for_many(|_, world, questions| {
        let real = Real::of(&world.lists);
        let home = |partij: &str| {
            let mut rows = world.lists.partijen.iter();
            rows.find(|(_, id, _)| *id == partij).map(|(home, ..)| *home)
        };
        for question in questions {
            let (asks, owns) = (home(question.partij), home(question.bronhouder));
            if asks.is_some() && owns.is_some() && asks != owns {
                asked += 1;
                assert_eq!(real.decide(question).reden(), Reden::GroepBuitenBereik);
            }
        }
    });
    assert!(asked > 0, "no question crossed from one samenwerking to another");
}

#[test]
fn what_is_allowed_holds_until_the_end_that_was_told_and_no_longer() {
    let (mut ended, mut endless) = (0, 0);
    for_many(|rng, world, questions| {
        let real = Real::of(&world.lists);
        let edges = world.edges();
        for question in questions {
            let besluit = real.decide(question);
            if !besluit.is_toegestaan() {
                continue;
            }
            let later = |op| {
                real.decide(&Question {
                    op,
                    ..question.clone()
                })
            };
            let until = edges
                .iter()
                .copied()
                .find(|edge| Some(real.time(*edge)) == besluit.tot());
            let last = until.map_or(1_000_000, |tot| tot - 1);
            let between = edges
                .iter()
                .copied()
                .filter(|edge| (question.op..last).contains(edge));
            let drawn = rng.random_range(question.op..=last);
            for op in between.chain([drawn, last]) {
                assert!(
                    later(op).is_toegestaan(),
                    "at {op}: {question:?}\n{:?}",
                    world.lists
                );
            }
            match (until, besluit.tot()) {
                (Some(tot), _) => {
                    ended += 1;
                    assert!(besluit.has_ended(real.time(tot)) && !besluit.has_ended(real.time(tot - 1)));
                    // A grant that is bound to a traject may be heard of for longer by another lamp.
                    let bound = world.lists.events.iter().any(|event| event.traject.is_some());
                    assert!(
                        bound || later(tot).grondslag() != besluit.grondslag(),
                        "{question:?}"
                    );
                }
                (None, None) => endless += 1,
                (None, Some(_)) => panic!("nothing ends when the decision says: {question:?}"),
            }
        }
    });
    assert!(ended > 100 && endless > 100, "{ended} ended, {endless} endless");
}

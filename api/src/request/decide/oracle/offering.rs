use super::{random_numbers, real::Real, world::World};
use crate::domain::{PartijId, Reden};

const WORLDS: usize = 600;
const QUESTIONS: usize = 20;

/// What somebody may see can reach them, but for joint groups: of these the register doesn't know what the second client
/// agreed to, so nothing goes out. And what reaches a party, some ground or grant of its own opens.
#[test]
fn what_may_be_seen_may_be_offered_and_without_any_ground_nothing_is() {
    let mut rng = random_numbers();
    let (mut seen, mut withheld) = (0, 0);
    for _ in 0..WORLDS {
        let world = World::random(&mut rng);
        let real = Real::of(&world.lists);
        for _ in 0..QUESTIONS {
            let question = world.question(&mut rng);
            let offered = real.offer(&question);
            let partij = PartijId::new(question.partij).unwrap();
            let besluit = real.decide(&question);
            if besluit.reden() == Reden::ToegestaanEigen {
                assert!(!offered.contains(&partij), "its own is not offered");
            } else if world.lists.gezamenlijk.contains(&question.groep) {
                assert_eq!(offered, []);
            } else if besluit.is_toegestaan() {
                assert!(offered.contains(&partij), "{question:?}\n{:?}", world.lists);
                seen += 1;
            }
            let has_ground = |list: &super::naive::Lists| {
                let grants = list.events.iter();
                let of_grant = grants.filter(|event| {
                    event.ontvanger == question.partij && event.bronhouder == question.bronhouder
                });
                let gronden = list.gronden.iter();
                let of_grond = gronden.filter(|grond| {
                    grond.ontvanger == question.partij && grond.bronhouder == question.bronhouder
                });
                of_grant.count() + of_grond.count() > 0
            };
            if !has_ground(&world.lists) {
                assert!(!offered.contains(&partij), "{question:?}\n{:?}", world.lists);
                withheld += 1;
            }
        }
    }
    assert!(seen > 0 && withheld > 0, "{seen} {withheld}");
}

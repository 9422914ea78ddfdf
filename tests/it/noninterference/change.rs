use std::collections::BTreeSet;

use rand::{
    RngExt,
    seq::{IndexedRandom, SliceRandom},
};
use rand_chacha::ChaCha8Rng;
use schakel::domain::Doel;

use super::{
    chance,
    content::Held,
    ground::{Groep, JOINT, OWNERS, Seen, groepen},
    world::{World, some_doel, some_groups},
};

/// Every kind of change, and all must come up.
pub const KINDS: [&str; 9] = [
    "a new record",
    "a withdrawn record",
    "a record that closes or opens",
    "one group of a record",
    "one more referral",
    "a record of another resident",
    "a second client",
    "a second client less",
    "a grant between others",
];

/// By what these groups tell, deadlines are counted: it shows in them too.
const COUNTED_BY: [Groep; 3] = ["TRAJECT_FASE", "TRAJECT_AFSPRAKEN", "TRAJECT_BESLUITEN"];

/// One change, before it is made.
pub struct Plan {
    pub kind: &'static str,
    /// All that it may show in: who may see none of it, sees no difference.
    pub touched: BTreeSet<Seen>,
    /// And what it shows in to who may see both.
    pub touched_together: BTreeSet<[Seen; 2]>,
    pub act: Act,
}

pub enum Act {
    Publish(Box<Held>),
    Withdraw(String),
    Share {
        pair: (usize, &'static str, &'static str),
        groepen: Vec<Groep>,
        doel: Doel,
    },
    Unshare(usize),
}

impl Plan {
    /// Whether the register gets another version by it.
    pub fn changes_register(&self) -> bool {
        matches!(self.act, Act::Share { .. } | Act::Unshare(_))
    }

    /// The owner of what changes.
    pub fn owner(&self) -> &'static str {
        self.touched
            .iter()
            .map(|(_, owner, _)| *owner)
            .next()
            .expect("something changes")
    }

    /// The receiver whose grant changes.
    pub fn receiver(&self, world: &World<'_>) -> Option<&'static str> {
        match &self.act {
            Act::Share { pair, .. } => Some(pair.2),
            Act::Unshare(place) => world.grants[*place].1.first().map(|line| line.2),
            _ => None,
        }
    }

    fn publish(kind: &'static str, touched: BTreeSet<Seen>, held: Held) -> Self {
        Self {
            kind,
            touched,
            touched_together: BTreeSet::new(),
            act: Act::Publish(Box::new(held)),
        }
    }
}

impl World<'_> {
    /// The next kind of change in turn, of any record with which it makes sense.
    pub fn plan(&mut self, rng: &mut ChaCha8Rng) -> Plan {
        loop {
            self.turns += 1;
            let mut records = self.records.clone();
            records.shuffle(rng);
            if let Some(plan) = records.into_iter().find_map(|held| self.change(held, rng)) {
                return plan;
            }
        }
    }

    /// The kind of change whose turn it is, of this record.
    fn change(&mut self, held: Held, rng: &mut ChaCha8Rng) -> Option<Plan> {
        match self.turns % 12 {
            0 => self.add(rng),
            1 => self.withdraw(held),
            2 => self.turn(held),
            3 => self.add_referral(held, rng),
            4 => self.move_over(held, rng),
            5 | 6 => self.change_clients(held, rng),
            7 => self.change_grants(rng),
            _ => self.change_group(held, rng),
        }
    }

    pub fn new_record(&mut self, rng: &mut ChaCha8Rng) -> Held {
        let owner = *OWNERS.choose(rng).expect("there are owners");
        // Of the last residents nobody knows anything at first.
        let known = self.residents.len() - if self.shared.is_empty() { 3 } else { 0 };
        let mut clients = vec![rng.random_range(0..known)];
        let second = rng.random_range(0..known);
        if owner == "gemeente-utrecht" && second != clients[0] && chance(rng, 40) {
            clients.push(second);
        }
        let serial = self.next();
        Held::new(owner, serial, clients, rng)
    }

    fn add(&mut self, rng: &mut ChaCha8Rng) -> Option<Plan> {
        let room = self.records.len() < 5 * self.residents.len();
        let held = self.new_record(rng);
        room.then(|| Plan::publish("a new record", all_of(&held), held))
    }

    fn withdraw(&self, held: Held) -> Option<Plan> {
        let enough = self.records.len() > 2 * self.residents.len();
        enough.then(|| Plan {
            kind: "a withdrawn record",
            touched: all_of(&held),
            touched_together: BTreeSet::new(),
            act: Act::Withdraw(held.bron_id),
        })
    }

    fn turn(&mut self, mut held: Held) -> Option<Plan> {
        held.versie = self.next();
        held.turn();
        (held.owner != "u-centraal")
            .then(|| Plan::publish("a record that closes or opens", all_of(&held), held))
    }

    fn change_group(&mut self, mut held: Held, rng: &mut ChaCha8Rng) -> Option<Plan> {
        let groep = *groepen(held.owner).choose(rng)?;
        held.versie = self.next();
        let serial = held.versie;
        let shows_in = |groep| {
            held.clients
                .iter()
                .map(move |client| (*client, held.owner, groep))
        };
        let mut touched: BTreeSet<Seen> = shows_in(groep).collect();
        let mut touched_together = BTreeSet::new();
        if COUNTED_BY.contains(&groep) {
            let termijnen: Vec<Seen> = shows_in("TRAJECT_TERMIJNEN").collect();
            match *termijnen {
                [one, other] if JOINT.contains(&groep) => touched_together.extend([[one, other]]),
                _ => touched.extend(termijnen),
            }
        }
        held.change_group(groep, serial, rng).then(|| Plan {
            touched_together,
            ..Plan::publish("one group of a record", touched, held)
        })
    }

    fn add_referral(&mut self, mut held: Held, rng: &mut ChaCha8Rng) -> Option<Plan> {
        if held.owner != "u-centraal" {
            return None;
        }
        held.versie = self.next();
        held.add_referral(rng);
        Some(Plan::publish("one more referral", all_of(&held), held))
    }

    /// A wrong resident, put right.
    fn move_over(&mut self, mut held: Held, rng: &mut ChaCha8Rng) -> Option<Plan> {
        let mut touched = all_of(&held);
        held.versie = self.next();
        held.clients = vec![rng.random_range(0..self.residents.len())];
        touched.extend(all_of(&held));
        Some(Plan::publish("a record of another resident", touched, held))
    }

    /// For the first client only the joint groups can change, and the deadlines that are counted by them.
    fn change_clients(&mut self, mut held: Held, rng: &mut ChaCha8Rng) -> Option<Plan> {
        if held.owner != "gemeente-utrecht" {
            return None;
        }
        let first = held.clients[0];
        let (kind, second) = match held.clients.get(1) {
            Some(second) => ("a second client less", *second),
            None => ("a second client", rng.random_range(0..self.residents.len())),
        };
        if first == second {
            return None;
        }
        held.clients = if held.clients.len() == 1 {
            vec![first, second]
        } else {
            vec![first]
        };
        held.versie = self.next();
        let joint = JOINT.iter().chain(&["TRAJECT_TERMIJNEN"]);
        let mut touched: BTreeSet<Seen> = joint.map(|groep| (first, held.owner, *groep)).collect();
        touched.extend(
            groepen(held.owner)
                .iter()
                .map(|groep| (second, held.owner, *groep)),
        );
        Some(Plan::publish(kind, touched, held))
    }

    fn change_grants(&mut self, rng: &mut ChaCha8Rng) -> Option<Plan> {
        let kind = "a grant between others";
        let seen = |lines: &[(usize, &'static str, Groep)]| lines.iter().copied().collect();
        if chance(rng, 50) && !self.grants.is_empty() {
            let place = rng.random_range(0..self.grants.len());
            let lines = &self.grants[place].1;
            let touched: Vec<Seen> = lines.iter().map(|line| (line.0, line.1, line.3)).collect();
            return Some(Plan {
                kind,
                touched: seen(&touched),
                touched_together: BTreeSet::new(),
                act: Act::Unshare(place),
            });
        }
        let [owner, receiver]: [&'static str; 2] = OWNERS.sample_array(rng)?;
        let inwoner = rng.random_range(0..self.residents.len());
        let (groepen, doel) = (some_groups(rng, owner), some_doel(rng));
        let touched: Vec<Seen> = groepen.iter().map(|groep| (inwoner, owner, *groep)).collect();
        let pair = (inwoner, owner, receiver);
        (!groepen.is_empty()).then(|| Plan {
            kind,
            touched: seen(&touched),
            touched_together: BTreeSet::new(),
            act: Act::Share { pair, groepen, doel },
        })
    }
}

fn all_of(held: &Held) -> BTreeSet<Seen> {
    let per_client = |client: &usize| {
        let client = *client;
        groepen(held.owner)
            .iter()
            .map(move |groep| (client, held.owner, *groep))
    };
    held.clients.iter().flat_map(per_client).collect()
}

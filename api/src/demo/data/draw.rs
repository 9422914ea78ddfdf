use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Draws what differs from record to record: the same seed, part and index give the same draws, whatever is
/// drawn elsewhere, so that a change to one part leaves the others as they were.
pub(super) struct Draw(ChaCha8Rng);

/// The part of the set for which something is drawn.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(super) enum Part {
    /// The trajecten that are published one by one.
    Trajecten = 1,
    /// Earlier trajecten of the same residents.
    Earlier = 2,
    /// The trajecten of the DDAS delivery.
    Ddas = 3,
    /// Earlier trajecten in the DDAS delivery.
    DdasEarlier = 4,
    /// What only the delivery tells of a client.
    DdasClients = 5,
    /// The debts of one traject of the delivery.
    DdasDebts = 11,
    /// The dossiers of the sociaal raadslieden.
    Srw = 6,
    /// The dossiers of Incluzio.
    Incluzio = 7,
    /// The dossiers of Lokalis.
    Lokalis = 8,
    /// The grants.
    Grants = 9,
    /// Who has what.
    Choice = 10,
}

impl Draw {
    /// The draws of one record.
    pub(super) fn new(seed: u64, part: Part, index: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let index = u64::try_from(index).unwrap_or(u64::MAX);
        rng.set_stream(u64::from(part as u8) << 32 | (index & u64::from(u32::MAX)));
        Self(rng)
    }

    /// A number from low to high, both included; low when the two cross.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        if low < high {
            self.0.random_range(low..=high)
        } else {
            low
        }
    }

    /// A count from low to high, both included.
    pub(super) fn count(&mut self, low: u8, high: u8) -> usize {
        usize::try_from(self.between(i64::from(low), i64::from(high))).unwrap_or_default()
    }

    /// Whether it is one of so many cases in a hundred.
    pub(super) fn percent(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of the items; `None` of none.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(items.len().checked_sub(1)?).ok()?;
        let index = usize::try_from(self.between(0, last)).ok()?;
        items.get(index)
    }

    /// Some of the items, each at most once, in the order in which they stand.
    pub(super) fn some<T: Clone>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut chosen = self.order(items.len());
        chosen.truncate(count);
        chosen.sort_unstable();
        chosen
            .into_iter()
            .filter_map(|index| items.get(index).cloned())
            .collect()
    }

    /// The numbers below the count, in a drawn order.
    pub(super) fn order(&mut self, count: usize) -> Vec<usize> {
        let mut keyed: Vec<(u64, usize)> = (0..count).map(|index| (self.0.random(), index)).collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, index)| index).collect()
    }
}

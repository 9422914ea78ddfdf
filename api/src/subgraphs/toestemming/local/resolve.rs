use std::collections::HashMap;

use sea_orm::DbErr;

use super::{super::store::Alias, LocalRegister};
use crate::{
    domain::{Bsn, BsnError, InwonerId},
    publication::InwonerInvoer,
    register::{InwonerFault, Register, RegisterError, Resolved, TestNumbers},
    request::authenticate::Caller,
};

/// A resident as named, on the way to an id.
enum Named {
    Number(Bsn),
    /// As the caller names it.
    Known(InwonerId),
    /// As the records are kept, behind a client number.
    Coupled(InwonerId),
}

/// Finds under which ids the records of these residents are kept, and keeps the ids.
pub(super) async fn resolve(
    register: &LocalRegister,
    caller: &Caller,
    inwoners: Vec<InwonerInvoer>,
    test: TestNumbers,
) -> Result<Vec<Resolved>, RegisterError> {
    if inwoners
        .iter()
        .any(|inwoner| matches!(inwoner, InwonerInvoer::Bsn(_)))
    {
        register.require_bsn_gerechtigd(caller).await?;
    }
    let named = name_all(register, caller, inwoners).await?;
    if test == TestNumbers::Known {
        require_known_test(register, &named).await?;
    }
    keep(register, named).await
}

async fn name_all(
    register: &LocalRegister,
    caller: &Caller,
    inwoners: Vec<InwonerInvoer>,
) -> Result<Vec<Named>, RegisterError> {
    let numbers: Vec<String> = inwoners
        .iter()
        .filter_map(|inwoner| match inwoner {
            InwonerInvoer::EigenNummer(number) => Some(number.clone()),
            _ => None,
        })
        .collect();
    let coupled = if numbers.is_empty() {
        Default::default()
    } else {
        let found = register.store().by_eigen_nummer(caller.partij(), &numbers).await;
        found.map_err(RegisterError::unreachable)?
    };
    let mut faults = Vec::new();
    let mut named = Vec::with_capacity(inwoners.len());
    for (index, inwoner) in inwoners.into_iter().enumerate() {
        let one = match inwoner {
            InwonerInvoer::Bsn(text) => {
                Bsn::new_or_test(&text)
                    .map(Named::Number)
                    .map_err(|error| match error {
                        BsnError::Form => InwonerFault::Form,
                        BsnError::Elfproef => InwonerFault::Elfproef,
                    })
            }
            InwonerInvoer::EigenNummer(number) => coupled
                .get(&number)
                .cloned()
                .map(Named::Coupled)
                .ok_or(InwonerFault::EigenNummer),
            InwonerInvoer::Id(id) => Ok(Named::Known(id)),
        };
        match one {
            Ok(one) => named.push(one),
            Err(fault) => faults.push((index, fault)),
        }
    }
    if faults.is_empty() {
        Ok(named)
    } else {
        Err(RegisterError::Inwoners(faults))
    }
}

/// A number that fails the elfproef belongs to nobody, unless it was imported as test data.
async fn require_known_test(register: &LocalRegister, named: &[Named]) -> Result<(), RegisterError> {
    let mut faults = Vec::new();
    for (index, one) in named.iter().enumerate() {
        if let Named::Number(bsn) = one
            && !register.is_taken(bsn).await?
        {
            faults.push((index, InwonerFault::Elfproef));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(RegisterError::Inwoners(faults))
    }
}

/// Leaves every id behind as a name for the resident: those under earlier keys too, for who still holds one.
///
/// Whoever is new is kept under the id of the earliest key, as who was known before a rotation is: else whoever names them by
/// number would see who was new.
async fn keep(register: &LocalRegister, named: Vec<Named>) -> Result<Vec<Resolved>, RegisterError> {
    let names: Vec<Vec<InwonerId>> = named
        .iter()
        .map(|one| match one {
            Named::Number(bsn) => register.sleutels.ids_of(bsn),
            Named::Known(id) | Named::Coupled(id) => vec![id.clone()],
        })
        .collect();
    let all: Vec<InwonerId> = names.iter().flatten().cloned().collect();
    let store = register.store();
    let known = store
        .find_aliases(&all)
        .await
        .map_err(RegisterError::unreachable)?;
    let present = present_of_coupled(register, &named).await?;
    let sleutels = register.sleutels.fingerprints();
    let mut aliases = Vec::new();
    let mut test = Vec::new();
    let mut resolved = Vec::with_capacity(names.len());
    for (one, ids) in named.iter().zip(names) {
        let (Some(first), Some(earliest)) = (ids.first(), ids.last()) else {
            continue;
        };
        let asked = present.get(first).unwrap_or(first).clone();
        let kept = ids
            .iter()
            .find_map(|id| known.get(id))
            .unwrap_or(earliest)
            .clone();
        let unknown = ids
            .iter()
            .zip(&sleutels)
            .filter(|(id, _)| !known.contains_key(id));
        aliases.extend(unknown.map(|(id, sleutel)| Alias {
            id: id.clone(),
            kept: kept.clone(),
            sleutel: sleutel.clone(),
        }));
        let is_test = matches!(one, Named::Number(bsn) if bsn.is_test());
        if is_test {
            test.push(kept.clone());
        }
        resolved.push(Resolved { asked, kept, is_test });
    }
    store
        .keep_aliases(&aliases, &register.fingerprint())
        .await
        .map_err(RegisterError::unreachable)?;
    store.keep_test(&test).await.map_err(RegisterError::unreachable)?;
    Ok(resolved)
}

async fn present_of_coupled(
    register: &LocalRegister,
    named: &[Named],
) -> Result<HashMap<InwonerId, InwonerId>, RegisterError> {
    let coupled = named.iter().filter_map(|one| match one {
        Named::Coupled(id) => Some(id.clone()),
        _ => None,
    });
    let coupled: Vec<InwonerId> = coupled.collect();
    let present = register.store().present(&coupled, &register.fingerprint()).await;
    present.map_err(RegisterError::unreachable)
}

impl LocalRegister {
    /// The id of a resident by BSN, for a question: alike for known and unknown, and nothing is written.
    ///
    /// # Errors
    /// When the party may not, has asked too often, or the number belongs to nobody.
    pub async fn look_up(&self, caller: &Caller, bsn: &Bsn) -> Result<InwonerId, RegisterError> {
        self.require_bsn_gerechtigd(caller).await?;
        self.take_lookup(caller)?;
        if self.is_taken(bsn).await? {
            Ok(self.sleutels.id_of(bsn))
        } else {
            Err(RegisterError::Inwoners(vec![(0, InwonerFault::Elfproef)]))
        }
    }

    /// Under which id to tell of a resident, by the id under which the records are kept.
    ///
    /// # Errors
    /// What the database says.
    pub async fn present(&self, kept: &InwonerId) -> Result<InwonerId, DbErr> {
        let present = self
            .store
            .present(std::slice::from_ref(kept), &self.fingerprint())
            .await?;
        Ok(present.get(kept).unwrap_or(kept).clone())
    }

    /// Counts a question by BSN, whatever its answer.
    ///
    /// # Errors
    /// [`RegisterError::TooManyLookups`] for who has asked too often.
    pub fn take_lookup(&self, caller: &Caller) -> Result<(), RegisterError> {
        let may = self.lookups.take(caller, 1, self.clock.now());
        may.then_some(()).ok_or(RegisterError::TooManyLookups)
    }

    /// Only a party with a law for it may use the BSN (Wabb 10).
    async fn require_bsn_gerechtigd(&self, caller: &Caller) -> Result<(), RegisterError> {
        let ingericht = self.inrichting().await?;
        let partij = ingericht.inrichting.find_partij(caller.partij());
        let may = partij.is_some_and(|partij| partij.bsn_gerechtigd.is_some());
        if may {
            Ok(())
        } else {
            Err(RegisterError::NotBsnGerechtigd)
        }
    }

    /// Whether the number can belong to anybody: it passes the elfproef, or was imported as test data.
    async fn is_taken(&self, bsn: &Bsn) -> Result<bool, RegisterError> {
        if !bsn.is_test() {
            return Ok(true);
        }
        let id = self.sleutels.id_of(bsn);
        let canonical = self
            .store
            .canonical(std::slice::from_ref(&id))
            .await
            .map_err(RegisterError::unreachable)?;
        self.store
            .is_test(canonical.get(&id).unwrap_or(&id))
            .await
            .map_err(RegisterError::unreachable)
    }
}

use crate::domain::Bsn;

/// The resident of the tour (`Samira` there; no record holds the name of a resident).
pub const SAMIRA: &str = "999990342";

/// A resident with a running traject who never consented to anything.
pub const WITHOUT_CONSENT: &str = "999990354";

/// A resident with a running traject who consented and withdrew it.
pub const CONSENT_WITHDRAWN: &str = "999990366";

/// The first number of the demo: Samira's, so that she is the first resident.
const FIRST: u32 = 999_990_342;

/// The numbers from 9999 on are for tests: no resident has one.
const LAST: u32 = 999_999_999;

/// The n-th valid BSN of the demo, from 0; `None` when the test numbers run out.
pub fn nth_bsn(n: usize) -> Option<String> {
    valid_bsns().nth(n)
}

/// The valid BSNs of the demo, in order.
pub(super) fn valid_bsns() -> impl Iterator<Item = String> {
    (FIRST..=LAST)
        .map(|number| number.to_string())
        .filter(|text| Bsn::new(text).is_ok())
}

/// The nth BSN of the tests: it passes the elfproef, and no resident of the Netherlands has one of this kind.
pub fn bsn(n: u32) -> String {
    all().nth(n as usize).expect("there are enough numbers")
}

/// The first so many BSNs of the tests.
pub fn bsns(count: usize) -> Vec<String> {
    all().take(count).collect()
}

fn all() -> impl Iterator<Item = String> {
    (0_u32..).filter_map(|start| with_check_digit(99_900_000 + start))
}

fn with_check_digit(first_eight: u32) -> Option<String> {
    let digits = format!("{first_eight:08}");
    let sum: u32 = digits
        .bytes()
        .zip((2..=9).rev())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = sum % 11;
    (check < 10).then(|| format!("{digits}{check}"))
}

/// An id of the right form that belongs to nobody; another one for each `n`.
pub fn unknown_id(n: u8) -> String {
    schakel::domain::InwonerId::from_hash(&[n; 32])
        .as_str()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bsns_in;

    #[test]
    fn they_pass_the_elfproef_and_differ() {
        let numbers: Vec<String> = (0..20).map(bsn).collect();
        assert_eq!(bsns_in(&numbers.join(" ")), numbers);
        assert!(numbers.is_sorted_by(|a, b| a < b));
    }
}

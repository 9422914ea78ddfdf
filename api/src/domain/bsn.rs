use secrecy::{ExposeSecret, SecretString};

/// A burgerservicenummer on its way to the register. It is never stored, printed or put in an error:
/// `Debug` shows nothing of it.
#[derive(Clone, Debug)]
pub struct Bsn {
    digits: SecretString,
    is_test: bool,
}

/// Why a text is no BSN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BsnError {
    /// Not nine digits.
    #[error("a bsn has nine digits")]
    Form,
    /// Fails the elfproef.
    #[error("this bsn fails the elfproef")]
    Elfproef,
}

impl Bsn {
    /// Reads nine digits that pass the elfproef (Besluit bsn, bijlage).
    ///
    /// # Errors
    /// [`BsnError`] says which of the two rules it breaks, never the number.
    pub fn new(text: &str) -> Result<Self, BsnError> {
        let digits = nine_digits(text)?;
        if passes_elfproef(&digits) {
            Ok(Self::keep(text, false))
        } else {
            Err(BsnError::Elfproef)
        }
    }

    /// Reads nine digits and accepts a number that fails the elfproef as labelled test data: no
    /// resident can have it, so the published examples of DDAS can be read.
    ///
    /// # Errors
    /// [`BsnError::Form`] when it isn't nine digits.
    pub fn new_or_test(text: &str) -> Result<Self, BsnError> {
        let digits = nine_digits(text)?;
        Ok(Self::keep(text, !passes_elfproef(&digits)))
    }

    fn keep(text: &str, is_test: bool) -> Self {
        Self {
            digits: text.into(),
            is_test,
        }
    }

    /// Whether it fails the elfproef and so can only be test data.
    pub fn is_test(&self) -> bool {
        self.is_test
    }

    /// The nine digits, for hashing and for the register's wire only.
    pub fn expose(&self) -> &str {
        self.digits.expose_secret()
    }
}

/// Whether nine digits in a row could be a BSN, be they written with points, hyphens, slashes or spaces of any kind.
pub fn names_a_bsn(text: &str) -> bool {
    let closed = bare_digits(text);
    [text, &closed].into_iter().any(|text| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|digits| Bsn::new(digits).is_ok())
    })
}

/// A text without what people write between the digits of a number.
pub fn bare_digits(text: &str) -> String {
    let separates = |c: &char| c.is_whitespace() || matches!(c, '.' | '-' | '/');
    text.chars().filter(|c| !separates(c)).collect()
}

fn nine_digits(text: &str) -> Result<[u32; 9], BsnError> {
    let mut digits = [0; 9];
    if text.len() != digits.len() {
        return Err(BsnError::Form);
    }
    for (digit, c) in digits.iter_mut().zip(text.chars()) {
        *digit = c.to_digit(10).ok_or(BsnError::Form)?;
    }
    Ok(digits)
}

fn passes_elfproef(digits: &[u32; 9]) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i64 = digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| i64::from(*digit) * weight)
        .sum();
    sum % 11 == 0 && digits.iter().any(|digit| *digit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elfproef() {
        for good in ["999990342", "123456782", "111222333"] {
            assert!(Bsn::new(good).is_ok(), "{good}");
        }
        assert_eq!(Bsn::new("123456789").unwrap_err(), BsnError::Elfproef);
        assert_eq!(Bsn::new("000000000").unwrap_err(), BsnError::Elfproef);
        for malformed in ["", "12345678", "1234567820", "12345678x", "１２３"] {
            assert_eq!(Bsn::new(malformed).unwrap_err(), BsnError::Form, "{malformed}");
        }
    }

    #[test]
    fn test_numbers_are_labelled() {
        assert!(Bsn::new_or_test("123456789").unwrap().is_test());
        assert!(!Bsn::new_or_test("999990342").unwrap().is_test());
    }

    #[test]
    fn a_bsn_is_seen_however_it_is_written() {
        for text in [
            "999990342",
            "bsn 9999.90.342",
            "het is 999 990 342, toch",
            "x999-990-342x",
            "9999\u{a0}90\t342",
            "9999/90/342",
        ] {
            assert!(names_a_bsn(text), "{text}");
        }
        for text in ["", "bel 030-1234567", "999990343", "dossier 12345", "9999903421"] {
            assert!(!names_a_bsn(text), "{text}");
        }
    }

    #[test]
    fn debug_hides_the_number() {
        assert!(!format!("{:?}", Bsn::new("999990342").unwrap()).contains("999990342"));
    }
}

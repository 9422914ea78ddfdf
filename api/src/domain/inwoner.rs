use std::sync::Arc;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use serde::{Deserialize, Serialize};

/// The hub's id of a resident: the keyed hash of a BSN (or, for a party without a BSN, a random value
/// of the same form), 26 characters of Crockford base32. It tells nothing of the person, and every well-formed
/// id is answered alike, whether anything is known or not. A copy costs no memory: a request makes hundreds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InwonerId(Arc<str>);

/// A text that has not the form of a resident's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an inwoner id has 26 characters of 0-9 and a-z without i, l, o and u")]
pub struct InwonerIdError;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

impl InwonerId {
    /// Reads an id.
    ///
    /// # Errors
    /// [`InwonerIdError`] when it has another form; never whether it is known.
    pub fn new(text: impl Into<String>) -> Result<Self, InwonerIdError> {
        let text = text.into();
        if text.len() == LENGTH && text.bytes().all(|b| ALPHABET.contains(&b)) {
            Ok(Self(text.into()))
        } else {
            Err(InwonerIdError)
        }
    }

    /// Writes the first 130 bits of a keyed hash as an id.
    pub fn from_hash(hash: &[u8; 32]) -> Self {
        let mut bits: u32 = 0;
        let mut count = 0;
        let mut bytes = hash.iter();
        let mut text = String::with_capacity(LENGTH);
        while text.len() < LENGTH {
            if count < 5 {
                bits = (bits << 8) | u32::from(bytes.next().copied().unwrap_or(0));
                count += 8;
            }
            count -= 5;
            let index = (bits >> count) & 31;
            text.push(char::from(ALPHABET.get(index as usize).copied().unwrap_or(b'0')));
        }
        Self(text.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for InwonerId {
    type Error = InwonerIdError;
    fn try_from(text: String) -> Result<Self, InwonerIdError> {
        Self::new(text)
    }
}

impl From<InwonerId> for String {
    fn from(id: InwonerId) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl std::fmt::Display for InwonerId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// In GraphQL an `InwonerId` is an `ID`.
#[Scalar(name = "ID")]
impl ScalarType for InwonerId {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Self::new(text).map_err(InputValueError::custom),
            _ => Err(InputValueError::custom(InwonerIdError)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.as_ref().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back() {
        let id = InwonerId::from_hash(&[0xff; 32]);
        assert_eq!(id.as_str(), "z".repeat(26));
        let mut counting = [0; 32];
        counting.iter_mut().zip(0..).for_each(|(byte, n)| *byte = n);
        let id = InwonerId::from_hash(&counting);
        assert_eq!(InwonerId::new(id.as_str()).unwrap(), id);
    }

    #[test]
    fn another_form_is_refused() {
        for text in [
            "",
            "999990342",
            "I2345678901234567890123456",
            "0123456789012345678901234é",
        ] {
            assert!(InwonerId::new(text).is_err(), "{text}");
        }
    }
}

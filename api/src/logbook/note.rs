//! Checkpoints as signed notes: what is signed of a log, in the form that others' tools read.
//!
//! A checkpoint is the body of C2SP `tlog-checkpoint` (v1.0.0): origin, size, root; a signed note is C2SP `signed-note`
//! (v1.0.0) with Ed25519 (RFC 8032): the body, an empty line, and a line `— name base64(key id ‖ signature)`.
//! The name of a key is the origin of its log.

use std::{fmt, str::FromStr};

use aws_lc_rs::{
    digest::{SHA256, digest},
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::merkle::Hash;

/// What a log was at one moment: its first `size` lines have this root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many lines.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// A public key under the name of a log, by which its notes are checked. As text it is a C2SP `vkey`:
/// `name+key id in hexadecimal+base64(algorithm ‖ key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: [u8; 4],
    key: [u8; 32],
}

/// A private key under the name of a log.
pub struct Signer<'a> {
    key: &'a Ed25519KeyPair,
    verifier: Verifier,
}

/// Why a note is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is no signed note, or holds no checkpoint.
    #[error("this is no signed checkpoint")]
    Malformed,
    /// Nobody that is known signed it.
    #[error("no known key signed this checkpoint")]
    UnknownKey,
    /// A known key's signature is none.
    #[error("the signature under this checkpoint is false")]
    Forged,
}

/// What was given is no key for checking notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no key for checking checkpoints (`name+id+key`)")]
pub struct NoVerifier;

/// The signature type of Ed25519 in key ids and keys.
const ED25519_TYPE: u8 = 1;
const SIGNATURE_PREFIX: &str = "\u{2014} ";

impl Checkpoint {
    /// The text that is signed.
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// Signs it.
    pub fn sign(&self, signer: &Signer<'_>) -> String {
        let body = self.body();
        let signature = signer.key.sign(body.as_bytes());
        let mut signed = signer.verifier.id.to_vec();
        signed.extend_from_slice(signature.as_ref());
        let name = &signer.verifier.name;
        format!("{body}\n{SIGNATURE_PREFIX}{name} {}\n", STANDARD.encode(signed))
    }

    /// Reads a note that one of these keys signed. Lines of keys that are not among them are passed over.
    ///
    /// # Errors
    /// [`NoteError`].
    pub fn open(note: &str, verifiers: &[Verifier]) -> Result<Self, NoteError> {
        let at = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
        let (body, signatures) = note.split_at(at + 1);
        let checkpoint = Self::parse(body)?;
        let lines = signatures
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'))
            .ok_or(NoteError::Malformed)?;
        let mut known = false;
        for line in lines.split('\n') {
            let (name, id, signature) = parse_signature(line)?;
            let by = |verifier: &&Verifier| verifier.name == name && verifier.id == id;
            if let Some(verifier) = verifiers.iter().find(by) {
                verifier.check(body.as_bytes(), &signature)?;
                known = true;
            }
        }
        if known {
            Ok(checkpoint)
        } else {
            Err(NoteError::UnknownKey)
        }
    }

    /// Reads what a note says, without asking who says it.
    ///
    /// # Errors
    /// [`NoteError::Malformed`].
    pub fn parse(body: &str) -> Result<Self, NoteError> {
        let mut lines = body.split('\n');
        let (Some(origin), Some(size), Some(root), Some("")) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(NoteError::Malformed);
        };
        let is_number = size == "0" || !size.starts_with('0') && size.bytes().all(|b| b.is_ascii_digit());
        let has_more = lines.next().is_some();
        if origin.is_empty() || !is_number || has_more {
            return Err(NoteError::Malformed);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size: size.parse().map_err(|_| NoteError::Malformed)?,
            root: Hash::from_base64(root).map_err(|_| NoteError::Malformed)?,
        })
    }
}

fn parse_signature(line: &str) -> Result<(&str, [u8; 4], Vec<u8>), NoteError> {
    let malformed = || NoteError::Malformed;
    let (name, text) = line
        .strip_prefix(SIGNATURE_PREFIX)
        .and_then(|rest| rest.split_once(' '))
        .ok_or_else(malformed)?;
    let bytes = STANDARD.decode(text).map_err(|_| malformed())?;
    let (id, signature) = bytes.split_first_chunk::<4>().ok_or_else(malformed)?;
    Ok((name, *id, signature.to_vec()))
}

impl<'a> Signer<'a> {
    /// A key that signs for the log of this name; `None` when a key cannot have that name.
    pub fn new(name: &str, key: &'a Ed25519KeyPair) -> Option<Self> {
        let verifier = Verifier::new(name, key.public_key().as_ref().try_into().ok()?)?;
        Some(Self { key, verifier })
    }

    /// Its public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }
}

impl Verifier {
    /// A public key under the name of a log; `None` when a key cannot have that name: one that is empty or
    /// has white space or `+` in it.
    pub fn new(name: &str, key: [u8; 32]) -> Option<Self> {
        let is_name =
            !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+');
        is_name.then(|| Self {
            name: name.to_owned(),
            id: key_id(name, &key),
            key,
        })
    }

    /// The log whose notes it checks.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn check(&self, text: &[u8], signature: &[u8]) -> Result<(), NoteError> {
        UnparsedPublicKey::new(&ED25519, &self.key)
            .verify(text, signature)
            .map_err(|_| NoteError::Forged)
    }
}

fn key_id(name: &str, key: &[u8; 32]) -> [u8; 4] {
    let hash = digest(&SHA256, &[name.as_bytes(), b"\n", &[ED25519_TYPE], key].concat());
    hash.as_ref().first_chunk().copied().unwrap_or_default()
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[ED25519_TYPE], self.key.as_slice()].concat());
        write!(f, "{}+{:08x}+{key}", self.name, u32::from_be_bytes(self.id))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({self})")
    }
}

impl FromStr for Verifier {
    type Err = NoVerifier;

    fn from_str(text: &str) -> Result<Self, NoVerifier> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoVerifier);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoVerifier)?;
        let (ED25519_TYPE, key) = bytes
            .split_first()
            .map(|(kind, key)| (*kind, key))
            .ok_or(NoVerifier)?
        else {
            return Err(NoVerifier);
        };
        let verifier = Self::new(name, key.try_into().map_err(|_| NoVerifier)?).ok_or(NoVerifier)?;
        let is_its_id = format!("{:08x}", u32::from_be_bytes(verifier.id)) == id;
        is_its_id.then_some(verifier).ok_or(NoVerifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logbook::merkle::leaf_hash;

    /// The example of C2SP `signed-note`.
    const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const SIGNATURE: &str =
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";

    fn key() -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "utrecht.example/srw".to_owned(),
            size: 41,
            root: leaf_hash(b"root"),
        }
    }

    #[test]
    fn a_key_of_the_specification_is_read_and_written() {
        let verifier: Verifier = VKEY.parse().unwrap();
        assert_eq!(verifier.to_string(), VKEY);
        assert_eq!(verifier.name(), "example.com/foo");
        let (_, id, signature) = parse_signature(&format!("\u{2014} example.com/foo {SIGNATURE}")).unwrap();
        assert_eq!(id, verifier.id);
        assert_eq!(
            verifier.check(b"This is an example message.\n", &signature),
            Ok(())
        );
        assert_eq!(
            verifier.check(b"This is another message.\n", &signature),
            Err(NoteError::Forged)
        );
    }

    #[test]
    fn a_signed_checkpoint_is_believed_and_no_other() {
        let (key, checkpoint) = (key(), checkpoint());
        let signer = Signer::new(&checkpoint.origin, &key).unwrap();
        let (note, verifier) = (checkpoint.sign(&signer), signer.verifier().clone());
        assert_eq!(
            Checkpoint::open(&note, std::slice::from_ref(&verifier)),
            Ok(checkpoint.clone())
        );
        assert_eq!(Checkpoint::open(&note, &[]), Err(NoteError::UnknownKey));
        let other = Ed25519KeyPair::from_seed_unchecked(&[8; 32]).unwrap();
        let forged = checkpoint.sign(&Signer::new(&checkpoint.origin, &other).unwrap());
        assert_eq!(
            Checkpoint::open(&forged, std::slice::from_ref(&verifier)),
            Err(NoteError::UnknownKey)
        );
        for (from, to) in [("41", "42"), ("srw", "srx"), ("utrecht", "Utrecht")] {
            let touched = note.replacen(from, to, 1);
            assert_eq!(
                Checkpoint::open(&touched, std::slice::from_ref(&verifier)),
                Err(NoteError::Forged)
            );
        }
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(touched) = String::from_utf8(bytes) else {
                continue;
            };
            assert!(
                Checkpoint::open(&touched, std::slice::from_ref(&verifier)).is_err(),
                "byte {at} of {note}"
            );
        }
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let body = checkpoint().body();
        for text in [
            "",
            "\n",
            &body[1..body.len() - 1],
            &format!("{body}more\n"),
            &body.replace("41", "041"),
            &body.replace("41", "+41"),
            &body.replace("41", ""),
            &body.replace("utrecht.example/srw", ""),
        ] {
            assert!(Checkpoint::parse(text).is_err(), "{text}");
        }
        for name in ["", "two words", "a+b", "new\nline"] {
            assert!(Verifier::new(name, [0; 32]).is_none(), "{name}");
        }
        for text in [
            "",
            VKEY.trim_end_matches('k'),
            &VKEY.replace("530d903a", "530d903b"),
            &VKEY.replace("foo", "bar"),
        ] {
            assert!(text.parse::<Verifier>().is_err(), "{text}");
        }
    }
}

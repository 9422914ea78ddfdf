use std::path::Path;

use jsonwebtoken::jwk::JwkSet;

use super::{KeyError, SigningKey};

/// The public halves of these keys, as a key set that others can check signatures with (RFC 7517, §5).
pub fn jwk_set<'a>(keys: impl IntoIterator<Item = &'a SigningKey>) -> JwkSet {
    JwkSet {
        keys: keys.into_iter().map(|key| key.jwk().clone()).collect(),
    }
}

/// Writes the public halves of these keys to a file, whole or not at all.
///
/// # Errors
/// [`KeyError::Unwritable`] when the file cannot be written.
pub fn write_jwks<'a>(path: &Path, keys: impl IntoIterator<Item = &'a SigningKey>) -> Result<(), KeyError> {
    let unwritable = |source| KeyError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let text = serde_json::to_string_pretty(&jwk_set(keys)).map_err(|error| unwritable(error.into()))?;
    let draft = path.with_extension(format!("{}.tmp", uuid::Uuid::new_v4().simple()));
    std::fs::write(&draft, text).map_err(unwritable)?;
    std::fs::rename(&draft, path).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_set_holds_public_halves_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("jwks.json");
        let (first, second) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
        write_jwks(&path, [&first, &second]).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let set: JwkSet = serde_json::from_str(&text).unwrap();
        assert!(set.find(first.kid()).is_some() && set.find(second.kid()).is_some());
        assert!(!text.contains("\"d\""), "{text}");
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no draft is left behind"
        );
    }
}

//! Where keys come from.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::TokensError;
use super::jwks;
use super::keys::{Key, Keys};
use super::pem::public_key;

/// The largest file of keys that is read, in bytes: 1 MiB.
pub const LARGEST_FILE: usize = 1 << 20;

/// Where the keys come from that tokens are verified with.
///
/// Files are read anew while the service runs; what is given as bytes stays.
///
/// ```
/// use sociogram::http::token::{KeySource, Tokens, TokensError};
///
/// let error = Tokens::builder(KeySource::jwks(r#"{"keys":[]}"#)).build().unwrap_err();
/// assert!(matches!(error, TokensError::NoKey { skipped: 0 }));
/// ```
#[derive(Clone)]
pub struct KeySource {
    form: Form,
    place: Place,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Secret,
    PublicKey,
    Jwks,
}

#[derive(Clone)]
enum Place {
    Given(Vec<u8>),
    File(PathBuf),
}

impl KeySource {
    /// A secret for HS256, at least [`SHORTEST_SECRET`](super::SHORTEST_SECRET) bytes, as it is.
    #[must_use]
    pub fn secret(bytes: impl AsRef<[u8]>) -> Self {
        Self::given(Form::Secret, bytes.as_ref())
    }

    /// A file with a secret for HS256. One line break at its end is not part of it.
    #[must_use]
    pub fn secret_file(path: impl Into<PathBuf>) -> Self {
        Self { form: Form::Secret, place: Place::File(path.into()) }
    }

    /// A public key in PEM: RSA for RS256, P-256 for ES256, Ed25519 for `EdDSA`.
    #[must_use]
    pub fn public_key(pem: impl AsRef<[u8]>) -> Self {
        Self::given(Form::PublicKey, pem.as_ref())
    }

    /// A file with a public key in PEM, as [`public_key`](Self::public_key) takes it.
    #[must_use]
    pub fn public_key_file(path: impl Into<PathBuf>) -> Self {
        Self { form: Form::PublicKey, place: Place::File(path.into()) }
    }

    /// A JWK Set: any number of keys, which tokens name by their `kid`.
    ///
    /// Keys that are not for verifying with RS256, ES256, `EdDSA` (Ed25519) or HS256 are passed
    /// over. A token without a `kid` needs a set of one key; a key without a `kid` must be the only one.
    #[must_use]
    pub fn jwks(json: impl AsRef<[u8]>) -> Self {
        Self::given(Form::Jwks, json.as_ref())
    }

    /// A file with a JWK Set, as [`jwks`](Self::jwks) takes it.
    #[must_use]
    pub fn jwks_file(path: impl Into<PathBuf>) -> Self {
        Self { form: Form::Jwks, place: Place::File(path.into()) }
    }

    fn given(form: Form, bytes: &[u8]) -> Self {
        Self { form, place: Place::Given(bytes.to_vec()) }
    }

    /// The file that may change, if it is one. A pipe is read once: what was in it is gone.
    pub(super) fn changing(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) if path.is_file() => Some(path),
            Place::File(_) | Place::Given(_) => None,
        }
    }

    /// What is told of a file that is none any more.
    pub(super) fn gone(&self) -> Result<Vec<u8>, TokensError> {
        let path = match &self.place {
            Place::File(path) => path.clone(),
            Place::Given(_) => PathBuf::new(),
        };
        Err(TokensError::Read { path, error: io::Error::other("it is not a file any more") })
    }

    /// The bytes that it has now.
    pub(super) fn read(&self) -> Result<Vec<u8>, TokensError> {
        match &self.place {
            Place::Given(bytes) if bytes.len() > LARGEST_FILE => {
                Err(TokensError::TooLarge { most: LARGEST_FILE })
            }
            Place::Given(bytes) => Ok(bytes.clone()),
            Place::File(path) => {
                let failed = |error| TokensError::Read { path: path.clone(), error };
                let mut bytes = Vec::new();
                let most = u64::try_from(LARGEST_FILE).unwrap_or(u64::MAX);
                File::open(path)
                    .and_then(|file| file.take(most.saturating_add(1)).read_to_end(&mut bytes))
                    .map_err(failed)?;
                if bytes.len() > LARGEST_FILE {
                    let error = io::Error::other(TokensError::TooLarge { most: LARGEST_FILE });
                    return Err(failed(error));
                }
                Ok(bytes)
            }
        }
    }

    /// The keys in such bytes.
    pub(super) fn keys(&self, bytes: &[u8]) -> Result<Keys, TokensError> {
        match (self.form, &self.place) {
            (Form::Secret, Place::Given(_)) => Key::secret(bytes).map(Keys::one),
            (Form::Secret, Place::File(_)) => Key::secret(without_line_break(bytes)).map(Keys::one),
            (Form::PublicKey, _) => public_key(bytes).map(Keys::one),
            (Form::Jwks, _) => jwks::keys(bytes),
        }
    }
}

/// Prints no key.
impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = match &self.place {
            Place::Given(_) => None,
            Place::File(path) => Some(path),
        };
        f.debug_struct("KeySource").field("form", &self.form).field("file", &path).finish()
    }
}

/// Editors and `echo` end a file with one.
fn without_line_break(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

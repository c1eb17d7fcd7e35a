//! Keys, and the algorithm that each is for.

use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, DecodingKey};

use super::error::TokensError;

/// The shortest secret that is taken, in bytes: as long as what HMAC with SHA-256 makes.
pub const SHORTEST_SECRET: usize = 32;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Hs256,
    Rs256,
    Es256,
    Ed25519,
}

impl Kind {
    const fn algorithm(self) -> Algorithm {
        match self {
            Self::Hs256 => Algorithm::HS256,
            Self::Rs256 => Algorithm::RS256,
            Self::Es256 => Algorithm::ES256,
            Self::Ed25519 => Algorithm::EdDSA,
        }
    }

    /// Whether a name of an algorithm is the one of such keys.
    pub(super) fn is_named(self, name: &str) -> bool {
        match self {
            Self::Hs256 => name == "HS256",
            Self::Rs256 => name == "RS256",
            Self::Es256 => name == "ES256",
            // RFC 9864 has a new name for the one kind of EdDSA that is in use.
            Self::Ed25519 => name == "EdDSA" || name == "Ed25519",
        }
    }
}

/// A key to verify with.
#[derive(Debug)]
pub(super) struct Key {
    kind: Kind,
    id: Option<String>,
    key: DecodingKey,
}

impl Key {
    pub(super) const fn new(kind: Kind, key: DecodingKey) -> Self {
        Self { kind, id: None, key }
    }

    /// The same key by a name, if it has one.
    pub(super) fn named(self, id: Option<String>) -> Self {
        Self { id, ..self }
    }

    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn secret(bytes: &[u8]) -> Result<Self, TokensError> {
        if bytes.len() < SHORTEST_SECRET {
            let found = bytes.len();
            return Err(TokensError::ShortSecret { found, least: SHORTEST_SECRET });
        }
        Ok(Self::new(Kind::Hs256, DecodingKey::from_secret(bytes)))
    }

    /// Whether a token may be one of this key, by the algorithm that it says it has.
    pub(super) fn is_for(&self, algorithm: &str) -> bool {
        self.kind.is_named(algorithm)
    }

    /// Whether a signature of a message is one of this key.
    ///
    /// The backend is named, and not left to the features of the crate: where another crate turns
    /// on a second one, there would be none.
    pub(super) fn verifies(&self, message: &str, signature: &Vec<u8>) -> bool {
        (DEFAULT_PROVIDER.verifier_factory)(&self.kind.algorithm(), &self.key)
            .is_ok_and(|verifier| verifier.verify(message.as_bytes(), signature).is_ok())
    }
}

/// The keys of one source, at least one.
#[derive(Debug)]
pub(super) struct Keys {
    keys: Vec<Key>,
    skipped: usize,
}

impl Keys {
    pub(super) fn new(keys: Vec<Key>, skipped: usize) -> Result<Self, TokensError> {
        if keys.is_empty() {
            Err(TokensError::NoKey { skipped })
        } else {
            Ok(Self { keys, skipped })
        }
    }

    pub(super) fn one(key: Key) -> Self {
        Self { keys: vec![key], skipped: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// How many keys were passed over.
    pub(super) const fn skipped(&self) -> usize {
        self.skipped
    }

    /// The keys that a token may be of. One that names a key is of that one; one key without a
    /// name, or a token without one beside a single key, needs none.
    pub(super) fn named(&self, id: Option<&str>) -> impl Iterator<Item = &Key> {
        let is_single = self.keys.len() == 1;
        self.keys.iter().filter(move |key| match (id, key.id.as_deref()) {
            (Some(asked), Some(known)) => asked == known,
            (Some(_), None) | (None, _) => is_single,
        })
    }
}

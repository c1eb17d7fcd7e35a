//! Why tokens cannot be checked at all.

use std::io;
use std::path::PathBuf;

/// Keys or rules by which no token could be checked.
///
/// Nothing of a key is in the message.
///
/// ```
/// use sociogram::http::token::{KeySource, Tokens};
///
/// let error = Tokens::builder(KeySource::secret(b"hunter2")).build().unwrap_err();
/// assert_eq!(error.to_string(), "expected a secret of at least 32 bytes, found 7");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokensError {
    /// A file cannot be read.
    #[error("{path}: {error}", path = path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// A file, or what was given in its place, is larger than keys are.
    #[error("expected at most {most} bytes of keys, found more")]
    TooLarge {
        /// The most that is read.
        most: usize,
    },
    /// A secret is shorter than what it makes: RFC 7518, 3.2 forbids it, since it could be guessed.
    #[error("expected a secret of at least {least} bytes, found {found}")]
    ShortSecret {
        /// How long it is, in bytes.
        found: usize,
        /// How long it must be.
        least: usize,
    },
    /// It is not PEM, or not of one block.
    #[error("expected one public key in PEM (-----BEGIN PUBLIC KEY-----), found {blocks} blocks")]
    NotOneBlock {
        /// How many blocks begin in it.
        blocks: usize,
    },
    /// It is a private key, which belongs to whoever makes tokens and to nobody else.
    #[error(
        "expected a public key, found a private one; `openssl pkey -pubout` makes the public one of it"
    )]
    PrivateKey,
    /// It is a certificate.
    #[error(
        "expected a public key, found a certificate; `openssl x509 -pubkey -noout` takes the key out"
    )]
    Certificate,
    /// It is a key of another kind, or is damaged.
    #[error("expected a public key of RSA, of the curve P-256, or Ed25519")]
    UnknownKey,
    /// An RSA key is smaller or larger than can be verified with.
    #[error("expected an RSA key of 2048 to 8192 bits, found one of {bits}")]
    RsaSize {
        /// Its length in bits, in whole bytes.
        bits: usize,
    },
    /// It is not a JWK Set.
    #[error(
        "expected a JWK Set, {{\"keys\":[…]}}: line {line}, column {column} is not as it should be"
    )]
    NotJwks {
        /// Where, from 1.
        line: usize,
        /// Where in the line, from 1.
        column: usize,
    },
    /// A JWK Set has no key of a kind that can be verified with.
    #[error(
        "expected a key of RS256, ES256, EdDSA (Ed25519) or HS256 in the JWK Set, found {skipped} others"
    )]
    NoKey {
        /// How many keys were passed over.
        skipped: usize,
    },
    /// The leeway is longer than a difference of clocks.
    #[error("expected a leeway of at most {most} s, found {found} s")]
    Leeway {
        /// How long it is, in seconds.
        found: u64,
        /// How long it may be.
        most: u64,
    },
    /// Something that must have a name has the empty one.
    #[error("expected {of} that is not empty")]
    Empty {
        /// What.
        of: &'static str,
    },
    /// A claim is to hold what it cannot, or two things.
    #[error(
        "expected a claim of its own for {of}, found {found:?}, which is read as something else"
    )]
    ClaimTaken {
        /// What the claim is to hold.
        of: &'static str,
        /// Its name.
        found: String,
    },
}

//! The parts of a token, and its header.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

/// The three parts of a token, none of them empty.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    header: &'a str,
    claims: &'a str,
    signature: &'a str,
    /// Header and claims with the dot between, which the signature is of.
    signed: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(token: &'a str) -> Result<Self, &'static str> {
        const NOT_THREE: &str = "a token that does not have three parts";
        let (signed, signature) = token.rsplit_once('.').ok_or(NOT_THREE)?;
        let (header, claims) = signed.split_once('.').ok_or(NOT_THREE)?;
        if header.is_empty() || claims.is_empty() || claims.contains('.') {
            return Err(NOT_THREE);
        }
        if signature.is_empty() {
            return Err("a token without a signature");
        }
        Ok(Self { header, claims, signature, signed })
    }

    pub(super) fn claims(&self) -> Result<String, &'static str> {
        text(self.claims)
    }

    /// What is looked at to verify the token.
    pub(super) fn sealed(&self) -> Result<Sealed, &'static str> {
        let header = text(self.header)?;
        let Header { alg, kid, .. } = Header::read(&header)?;
        let (algorithm, key) = (alg.into_owned(), kid);
        Ok(Sealed {
            algorithm,
            key,
            signed: self.signed.len(),
            signature: decoded(self.signature)?,
        })
    }
}

/// What a token says of its signature.
#[derive(Debug)]
pub(super) struct Sealed {
    pub(super) algorithm: String,
    /// The name of the key.
    pub(super) key: Option<String>,
    /// How many bytes of the token, from its beginning, the signature is of.
    pub(super) signed: usize,
    pub(super) signature: Vec<u8>,
}

/// What of a token's header is looked at.
#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    alg: Cow<'a, str>,
    kid: Option<String>,
    #[serde(default)]
    crit: Present,
}

impl<'a> Header<'a> {
    /// Reads it; what stands in it twice is refused.
    fn read(json: &'a str) -> Result<Self, &'static str> {
        const NO_HEADER: &str = "a token whose header is not an object with an `alg`";
        // serde would take the fields from an array too.
        if !json.trim_start().starts_with('{') {
            return Err(NO_HEADER);
        }
        let header: Self = serde_json::from_str(json).map_err(|_| NO_HEADER)?;
        if header.crit.0 {
            return Err("a token with an extension that must be understood");
        }
        Ok(header)
    }
}

/// Whether something is there, null too.
#[derive(Default)]
struct Present(bool);

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self(true))
    }
}

/// Text in base64 of the kind for URLs, which has one way to write each.
fn text(part: &str) -> Result<String, &'static str> {
    String::from_utf8(decoded(part)?).map_err(|_| "a part of a token that is not UTF-8")
}

fn decoded(part: &str) -> Result<Vec<u8>, &'static str> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| "a part of a token that is not base64url")
}

//! JWK Sets (RFC 7517).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::error::TokensError;
use super::keys::{Key, Keys};
use super::pem::{ed25519, p256, rsa};

#[derive(Deserialize)]
struct Set<'a> {
    #[serde(borrow)]
    keys: Vec<&'a RawValue>,
}

/// What of a key is looked at; each is text in every kind of key that is served.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    k: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// The keys of a set that can be verified with. Others are passed over and counted, as RFC 7517, 5
/// says: of another kind, for another use or algorithm, damaged, or too short.
pub(super) fn keys(json: &[u8]) -> Result<Keys, TokensError> {
    let wrong = |line, column| TokensError::NotJwks { line, column };
    if is_array(json) {
        return Err(wrong(1, 1));
    }
    let set: Set<'_> =
        serde_json::from_slice(json).map_err(|error| wrong(error.line(), error.column()))?;
    let all = set.keys.len();
    let keys: Vec<Key> = set
        .keys
        .into_iter()
        .filter(|key| !is_array(key.get().as_bytes()))
        .filter_map(|key| serde_json::from_str(key.get()).ok().and_then(key_of))
        .collect();
    let skipped = all - keys.len();
    Keys::new(keys, skipped)
}

/// serde would take the fields of an object from an array too.
fn is_array(json: &[u8]) -> bool {
    json.trim_ascii_start().starts_with(b"[")
}

fn key_of(jwk: Jwk) -> Option<Key> {
    if jwk.purpose.as_deref().is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    if jwk.key_ops.is_some_and(|all| !all.iter().any(|one| one == "verify")) {
        return None;
    }
    let key = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("RSA", _) => rsa(DecodingKey::from_rsa_components(&jwk.n?, &jwk.e?).ok()?),
        ("EC", Some("P-256")) => p256(DecodingKey::from_ec_components(&jwk.x?, &jwk.y?).ok()?),
        ("OKP", Some("Ed25519")) => ed25519(DecodingKey::from_ed_components(&jwk.x?).ok()?),
        ("oct", _) => Key::secret(&URL_SAFE_NO_PAD.decode(jwk.k?).ok()?),
        _ => return None,
    };
    let key = key.ok()?;
    if jwk.alg.is_some_and(|name| !key.kind().is_named(&name)) {
        return None;
    }
    Some(key.named(jwk.kid))
}

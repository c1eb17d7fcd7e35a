//! A public key in PEM.

use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::{DecodingKey, DecodingKeyKind};

use super::error::TokensError;
use super::keys::{Key, Kind};

/// How an uncompressed point of P-256 begins, and how long it is.
const UNCOMPRESSED: u8 = 4;
const P256_POINT: usize = 65;
/// What is verified with, in bytes of the modulus.
const RSA_SIZES: std::ops::RangeInclusive<usize> = 256..=1024;

/// The public key of a PEM file. What kind of key it is decides what it is for.
pub(super) fn public_key(pem: &[u8]) -> Result<Key, TokensError> {
    let text = std::str::from_utf8(pem).unwrap_or_default();
    let mut labels = text.lines().filter_map(|line| {
        line.trim().strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----"))
    });
    let (Some(label), 0) = (labels.next(), labels.by_ref().count()) else {
        let blocks = text.matches("-----BEGIN ").count();
        return Err(TokensError::NotOneBlock { blocks });
    };
    if label.ends_with("PRIVATE KEY") {
        return Err(TokensError::PrivateKey);
    }
    if label.ends_with("CERTIFICATE") {
        return Err(TokensError::Certificate);
    }
    if let Ok(key) = DecodingKey::from_rsa_pem(pem) {
        return rsa(key);
    }
    if let Ok(key) = DecodingKey::from_ec_pem(pem) {
        return p256(key);
    }
    let key = DecodingKey::from_ed_pem(pem).map_err(|_| TokensError::UnknownKey)?;
    ed25519(key)
}

/// A key of RSA, of a size that is verified with.
pub(super) fn rsa(key: DecodingKey) -> Result<Key, TokensError> {
    let modulus = match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, .. } => n.clone(),
        DecodingKeyKind::SecretOrDer(der) => {
            let parts = DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key;
            parts(der).map_err(|_| TokensError::UnknownKey)?.0
        }
    };
    let size = modulus.iter().skip_while(|byte| **byte == 0).count();
    if !RSA_SIZES.contains(&size) {
        return Err(TokensError::RsaSize { bits: size * 8 });
    }
    Ok(Key::new(Kind::Rs256, key))
}

/// A point of P-256.
pub(super) fn p256(key: DecodingKey) -> Result<Key, TokensError> {
    match key.try_get_as_bytes() {
        Ok([UNCOMPRESSED, rest @ ..]) if rest.len() + 1 == P256_POINT => {
            Ok(Key::new(Kind::Es256, key))
        }
        _ => Err(TokensError::UnknownKey),
    }
}

/// A key of Ed25519.
pub(super) fn ed25519(key: DecodingKey) -> Result<Key, TokensError> {
    match key.try_get_as_bytes() {
        Ok(bytes) if bytes.len() == 32 => Ok(Key::new(Kind::Ed25519, key)),
        _ => Err(TokensError::UnknownKey),
    }
}

//! What a request is called in the log and to whoever sent it.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// The header that carries it both ways.
pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest that is taken from outside, in bytes; a token is longer.
const LONGEST: usize = 64;

/// The name that a request brings along, if it is a plain one, or a new one.
pub(super) fn request_id(headers: &HeaderMap) -> HeaderValue {
    let mut brought = headers.get_all(&X_REQUEST_ID).iter();
    match (brought.next(), brought.next()) {
        (Some(one), None) if is_plain(one.as_bytes()) => one.clone(),
        _ => new(),
    }
}

fn is_plain(name: &[u8]) -> bool {
    (1..=LONGEST).contains(&name.len())
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
}

/// Sixteen digits that no other request has, of this process or, most likely, of others.
fn new() -> HeaderValue {
    static BEGINNING: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("request"));
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = BEGINNING.wrapping_add(COUNT.fetch_add(1, Ordering::Relaxed));
    let mut digits = [b'0'; 16];
    for (place, digit) in digits.iter_mut().rev().enumerate() {
        let four = (number >> (4 * place)) & 0xF;
        *digit = b"0123456789abcdef".get(four as usize).copied().unwrap_or(b'0');
    }
    // Digits are always a header.
    HeaderValue::from_bytes(&digits).unwrap_or(HeaderValue::from_static("unknown"))
}

//! The token in the headers of a request.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The longest token that is looked at, in bytes: 8 KiB.
pub const LONGEST_TOKEN: usize = 8 << 10;

/// The token of the only `Authorization` header, of the scheme `Bearer` (RFC 9110, 11.4).
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str, &'static str> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = all.next() else { return Err("no Authorization header") };
    if all.next().is_some() {
        return Err("several Authorization headers");
    }
    let value = value.to_str().map_err(|_| "an Authorization header that is not ASCII")?;
    let (scheme, rest) = value.split_once(' ').ok_or("an Authorization header without a token")?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err("an Authorization header of another scheme");
    }
    let token = rest.trim_start_matches(' ');
    if token.is_empty() {
        return Err("an empty token");
    }
    if token.len() > LONGEST_TOKEN {
        return Err("a token that is too long");
    }
    Ok(token)
}

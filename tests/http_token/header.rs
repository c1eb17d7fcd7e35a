//! The `Authorization` header.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use sociogram::http::Access;
use sociogram::http::token::LONGEST_TOKEN;

use crate::maker::{PLAIN, ask, headers, of_secret, plain, refused, token};

fn says(value: impl AsRef<[u8]>) -> Result<sociogram::http::Caller, String> {
    plain().caller(&headers(value)).map_err(|denied| denied.reason().to_owned())
}

#[test]
fn the_scheme_is_in_any_case_and_any_number_of_spaces_follow() {
    let token = token(PLAIN);
    for scheme in ["Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer     "] {
        says(format!("{scheme}{token}")).unwrap();
    }
}

#[test]
fn other_headers_are_refused() {
    let token = token(PLAIN);
    refused(says(""), "without a token");
    refused(says("Bearer"), "without a token");
    refused(says("Bearer "), "empty token");
    refused(says("Bearer    "), "empty token");
    refused(says(&token), "without a token");
    for other in ["Basic", "Bearer:", "Bearerx", "\"Bearer\"", "Token", ""] {
        refused(says(format!("{other} {token}")), "another scheme");
    }
    refused(says(format!("Bearer\t{token}")), "");
    for one in [
        format!("Bearer \t{token}"),
        format!("Bearer {token} "),
        format!("Bearer {token} {token}"),
        format!("Bearer {token}, Bearer {token}"),
        format!("Bearer \"{token}\""),
        format!("Bearer token={token}"),
    ] {
        refused(says(one), "");
    }
    refused(says([b"Bearer ", token.as_bytes(), b"\xff"].concat()), "not ASCII");
    refused(says(format!("Bearer {token}é")), "not ASCII");
    let none = plain().caller(&HeaderMap::new()).unwrap_err();
    assert_eq!(none.reason(), "no Authorization header");
}

#[test]
fn two_headers_are_refused_even_the_same() {
    let right = HeaderValue::try_from(format!("Bearer {}", token(PLAIN))).unwrap();
    for other in [right.clone(), HeaderValue::from_static("Basic x"), HeaderValue::from_static("")]
    {
        for two in [[right.clone(), other.clone()], [other, right.clone()]] {
            let headers: HeaderMap = two.into_iter().map(|value| (AUTHORIZATION, value)).collect();
            let denied = plain().caller(&headers).unwrap_err();
            assert_eq!(denied.reason(), "several Authorization headers");
        }
    }
}

#[test]
fn a_token_is_at_most_so_long() {
    // One that is right but for its length: the signature is looked at in the first, and holds.
    let of_length = |length: usize| {
        let fits = |padding: usize| {
            let claims = format!(r#"{{"exp":1800000600,"x":"{}"}}"#, "x".repeat(padding));
            let token = token(&claims);
            (token.len() == length).then_some(token)
        };
        (length * 3 / 4 - 200..length * 3 / 4).find_map(fits)
    };
    let longest = of_length(LONGEST_TOKEN).unwrap();
    ask(&plain(), &longest).unwrap();
    let longer = of_length(LONGEST_TOKEN + 1).or_else(|| of_length(LONGEST_TOKEN + 2)).unwrap();
    refused(ask(&plain(), &longer), "too long");
    refused(ask(&plain(), &"x".repeat(10 << 20)), "too long");
    refused(ask(&plain(), &".".repeat(LONGEST_TOKEN)), "three parts");
    // As deep as it can be.
    let deep = "[".repeat(5000);
    refused(ask(&plain(), &of_secret(&format!(r#"{{"alg":{deep}"#), "{}", b"x")), "object");
}

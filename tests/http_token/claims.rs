//! The times of a token, by a clock that stands.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;

use crate::maker::{NOW, SECRET, ask, at, builder, claims, of_secret, plain, refused, token};

fn expiring(exp: u64) -> String {
    format!(r#"{{"exp":{exp}}}"#)
}

#[test]
fn a_token_holds_up_to_its_expiry_and_the_leeway() {
    let tokens = plain();
    claims(&tokens, &expiring(NOW + 1)).unwrap();
    claims(&tokens, &expiring(NOW)).unwrap();
    claims(&tokens, &expiring(NOW - 29)).unwrap();
    refused(claims(&tokens, &expiring(NOW - 30)), "expired");
    refused(claims(&tokens, &expiring(0)), "expired");
    let strict = builder().leeway(Duration::ZERO).build().unwrap();
    claims(&strict, &expiring(NOW + 1)).unwrap();
    refused(claims(&strict, &expiring(NOW)), "expired");
    let lax = builder().leeway(Duration::from_secs(300)).build().unwrap();
    claims(&lax, &expiring(NOW - 299)).unwrap();
    refused(claims(&lax, &expiring(NOW - 300)), "expired");
}

#[test]
fn a_token_holds_from_its_start_less_the_leeway() {
    let from = |nbf: &str| format!(r#"{{"exp":{},"nbf":{nbf}}}"#, NOW + 600);
    let tokens = plain();
    claims(&tokens, &from(&NOW.to_string())).unwrap();
    claims(&tokens, &from(&(NOW + 30).to_string())).unwrap();
    refused(claims(&tokens, &from(&(NOW + 31).to_string())), "not valid yet");
    refused(claims(&tokens, &from(&format!("{}.5", NOW + 30))), "not valid yet");
    refused(claims(&tokens, &from("1e300")), "not valid yet");
    claims(&tokens, &from("0")).unwrap();
    claims(&tokens, &from("-1")).unwrap();
    for wrong in ["null", "\"0\"", "true", "[]", "{}", "1e999"] {
        refused(claims(&tokens, &from(wrong)), "`nbf` is not a number");
    }
}

#[test]
fn an_expiry_is_a_number_of_seconds() {
    let with = |exp: &str| format!(r#"{{"sub":"ana","exp":{exp}}}"#);
    let tokens = plain();
    for right in ["1800000600", "1800000600.0", "1.8000006e9", "253402300799", "1799999970.5"] {
        claims(&tokens, &with(right)).unwrap();
    }
    for wrong in ["null", "\"1800000600\"", "true", "[1800000600]", "{\"a\":1}", "1e999", "\"\""] {
        refused(claims(&tokens, &with(wrong)), "`exp` is not a number");
    }
    for past in
        ["0", "-0", "-1", "-1800000600", "-9223372036854775808", "-1e300", "0.5", "1799999969.9"]
    {
        refused(claims(&tokens, &with(past)), "expired");
    }
    let milliseconds = "1800000600000";
    for huge in
        [milliseconds, "253402300800", "9223372036854775807", "18446744073709551616", "1e300"]
    {
        refused(claims(&tokens, &with(huge)), "year 9999");
    }
    refused(claims(&tokens, "{}"), "without `exp`");
    refused(claims(&tokens, r#"{"EXP":1800000600,"Exp":1800000600}"#), "without `exp`");
}

#[test]
fn claims_are_one_object_without_a_name_twice() {
    let tokens = plain();
    for wrong in ["null", "[]", "1", "\"x\"", "{", "{]", "[{\"exp\":1800000600}]"] {
        refused(claims(&tokens, wrong), "JSON object");
    }
    for after in ["x", "{}", ",", "}"] {
        refused(claims(&tokens, &format!("{}{after}", expiring(NOW + 600))), "JSON object");
    }
    refused(claims(&tokens, r#"{"exp":1800000600,"exp":1800000600}"#), "twice");
    refused(claims(&tokens, r#"{"exp":1800000600,"e\u0078p":1}"#), "twice");
    refused(claims(&tokens, r#"{"exp":1800000600,"nbf":0,"nbf":0}"#), "twice");
    refused(claims(&tokens, r#"{"exp":1800000600,"scope":"","scope":"meetings:write"}"#), "twice");
    claims(&tokens, r#"{"e\u0078p":1800000600,"other":{"exp":"x"},"x":1,"x":2}"#).unwrap();
    let deep = format!(r#"{{"exp":1800000600,"x":{}{}}}"#, "[".repeat(2500), "]".repeat(2500));
    claims(&tokens, &deep).unwrap();
}

#[test]
fn a_wrong_key_is_refused_before_claims_are_read() {
    let other = b"another secret of thirty-two byte";
    let header = r#"{"alg":"HS256"}"#;
    for json in [&expiring(NOW + 600), "{}", "not JSON", &expiring(0)] {
        refused(ask(&plain(), &of_secret(header, json, other)), "wrong signature");
        refused(ask(&plain(), &of_secret(header, json, &SECRET[1..])), "wrong signature");
        refused(ask(&plain(), &of_secret(header, json, b"")), "wrong signature");
    }
    // Zeros after a short secret are the same secret to HMAC; before it they are not.
    refused(ask(&plain(), &of_secret(header, &expiring(NOW), &[b"\0", SECRET].concat())), "wrong");
}

#[test]
fn no_clock_is_too_strange() {
    let by = |time: SystemTime| builder().clock(move || time).build().unwrap();
    let before = UNIX_EPOCH - Duration::from_secs(1);
    for clock in [before, UNIX_EPOCH.checked_sub(Duration::from_secs(1 << 40)).unwrap()] {
        refused(claims(&by(clock), &expiring(NOW)), "clock");
    }
    claims(&by(UNIX_EPOCH), &expiring(NOW)).unwrap();
    let last = UNIX_EPOCH.checked_add(Duration::from_secs(i64::MAX.cast_unsigned())).unwrap();
    refused(claims(&by(last), &expiring(NOW)), "expired");
    refused(claims(&by(last), &expiring(253_402_300_799)), "expired");
    // And the system's own.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let keys = sociogram::http::token::KeySource::secret(SECRET);
    let tokens = sociogram::http::token::Tokens::builder(keys).build().unwrap();
    claims(&tokens, &expiring(now + 60)).unwrap();
    refused(claims(&tokens, &expiring(now - 60)), "expired");
}

proptest! {
    #[test]
    fn times_are_as_integers_say(
        now in 0_u64..4_000_000_000, leeway in 0_u64..=300,
        exp in -400_i64..400, nbf in -400_i64..400,
    ) {
        let tokens = builder().clock(move || at(now)).leeway(Duration::from_secs(leeway)).build().unwrap();
        let shifted = |by: i64| i64::try_from(now).unwrap() + by;
        let json = format!(r#"{{"exp":{},"nbf":{}}}"#, shifted(exp), shifted(nbf));
        let leeway = i64::try_from(leeway).unwrap();
        let holds = 0 < exp + leeway && nbf <= leeway;
        prop_assert_eq!(ask(&tokens, &token(&json)).is_ok(), holds, "{} at {}", json, now);
    }
}

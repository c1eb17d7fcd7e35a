//! The parts of a token, its header and its signature; and garbage.

use proptest::prelude::*;
use sociogram::http::Access;

use crate::maker::{PLAIN, SECRET, ask, base64, headers, of_secret, plain, refused, token};

#[test]
fn only_three_whole_parts_are_a_token() {
    let right = token(PLAIN);
    let [header, claims, signature] = right.split('.').collect::<Vec<_>>()[..] else { panic!() };
    ask(&plain(), &right).unwrap();
    for (wrong, why) in [
        (String::from("."), "three parts"),
        (String::from(".."), "three parts"),
        (String::from("..."), "three parts"),
        (String::from("x"), "three parts"),
        (format!("{header}.{claims}"), "three parts"),
        (format!("{header}.{claims}."), "without a signature"),
        (format!("{header}..{signature}"), "three parts"),
        (format!(".{claims}.{signature}"), "three parts"),
        (format!("{right}."), "three parts"),
        (format!(".{right}"), "three parts"),
        (format!("{right}.{signature}"), "three parts"),
        (format!("{header}.{claims}.x.y.{signature}"), "three parts"),
        (format!("{header}=.{claims}.{signature}"), "base64url"),
        (format!("{header}.{claims}.{signature}="), "base64url"),
        (
            format!("{header}.{claims}.{}", signature.replace('_', "/").replace('-', "+") + "+"),
            "base64url",
        ),
        (format!("{header}.{claims}.{}", &signature[..signature.len() - 1]), ""),
        (format!("{header}.{claims}.{signature}A"), ""),
        (format!("{header}.{claims}.{signature}AAAA"), "wrong signature"),
        (format!("{header}.{claims}.AAAA"), "wrong signature"),
        (format!("{claims}.{header}.{signature}"), "an object with an `alg`"),
    ] {
        refused(ask(&plain(), &wrong), why);
    }
}

#[test]
fn every_byte_of_a_signature_counts() {
    let right = token(PLAIN);
    let (message, signature) = right.rsplit_once('.').unwrap();
    for (place, letter) in signature.char_indices() {
        for other in ['A', 'B', '0', '_'] {
            if other == letter {
                continue;
            }
            let mut wrong = signature.to_owned();
            wrong.replace_range(place..=place, &other.to_string());
            ask(&plain(), &format!("{message}.{wrong}")).unwrap_err();
        }
    }
    for length in 1..signature.len() {
        ask(&plain(), &format!("{message}.{}", &signature[..length])).unwrap_err();
    }
}

#[test]
fn none_is_no_algorithm_however_it_is_written() {
    for name in ["none", "None", "NONE", "nOnE", "none ", " none", "", "null", "n\\u006fne"] {
        let header = format!(r#"{{"alg":"{name}","typ":"JWT"}}"#);
        for end in ["", "AAAA", &base64("none")] {
            let token = format!("{}.{}.{end}", base64(&header), base64(PLAIN));
            ask(&plain(), &token).unwrap_err();
        }
        // Even one that the secret has signed.
        refused(ask(&plain(), &of_secret(&header, PLAIN, SECRET)), "another algorithm");
    }
}

#[test]
fn the_algorithm_is_the_one_of_the_key() {
    for name in
        ["HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256", "Hs256", "HS256\\u0000", "HS256 "]
    {
        let header = format!(r#"{{"alg":"{name}"}}"#);
        refused(ask(&plain(), &of_secret(&header, PLAIN, SECRET)), "another algorithm");
    }
    ask(&plain(), &of_secret(r#"{"al\u0067":"HS25\u0036"}"#, PLAIN, SECRET)).unwrap();
}

#[test]
fn headers_of_the_wrong_shape_are_refused() {
    for header in [
        "",
        " ",
        "null",
        "[]",
        "\"HS256\"",
        "{}",
        "{",
        r#"{"typ":"JWT"}"#,
        r#"{"alg":null}"#,
        r#"{"alg":["HS256"]}"#,
        r#"{"alg":256}"#,
        r#"{"alg":"HS256"}x"#,
        r#"{"alg":"HS256"}{}"#,
        r#"{"alg":"HS256","alg":"HS256"}"#,
        r#"{"alg":"HS256","al\u0067":"none"}"#,
        r#"{"alg":"HS256","kid":1}"#,
        r#"{"alg":"HS256","kid":"a","kid":"a"}"#,
        r#"{"alg":"HS256","kid":{"x":1}}"#,
        r#"{"alg":"HS256",}"#,
        r#"["HS256",null]"#,
        r#" ["HS256",null,[]]"#,
    ] {
        let answer = ask(&plain(), &of_secret(header, PLAIN, SECRET));
        let reason = answer.expect_err(header);
        assert!(reason.contains("object with an `alg`") || header.is_empty(), "{header}: {reason}");
    }
    for crit in ["[\"exp\"]", "[]", "null", "\"b64\"", "[\"b64\"]", "{}"] {
        let header = format!(r#"{{"alg":"HS256","crit":{crit},"b64":false}}"#);
        refused(ask(&plain(), &of_secret(&header, PLAIN, SECRET)), "must be understood");
    }
    let invalid = format!("{}.{}.AAAA", base64(b"{\"alg\":\"\xff\"}"), base64(PLAIN));
    refused(ask(&plain(), &invalid), "UTF-8");
}

#[test]
fn keys_in_a_token_are_not_looked_at() {
    let own = base64(b"a secret of the one who asks, 32 byte");
    let header = format!(
        r#"{{"alg":"HS256","jwk":{{"kty":"oct","k":"{own}"}},"jku":"https://evil.example","x5c":["x"]}}"#
    );
    let secret = b"a secret of the one who asks, 32 byte";
    refused(ask(&plain(), &of_secret(&header, PLAIN, secret)), "wrong signature");
    ask(&plain(), &of_secret(&header, PLAIN, SECRET)).unwrap();
}

#[test]
fn nothing_of_a_token_is_in_a_reason() {
    let sentinel = "SENTINEL";
    let claims = format!(r#"{{"exp":"{sentinel}","iss":"{sentinel}"}}"#);
    let of_claims = ask(&plain(), &token(&claims)).unwrap_err();
    let of_header =
        ask(&plain(), &of_secret(&format!(r#"{{"alg":{{"{sentinel}":1}}}}"#), PLAIN, SECRET));
    for reason in [of_claims, of_header.unwrap_err()] {
        assert!(!reason.contains(sentinel) && !reason.contains(&base64(sentinel)), "{reason}");
    }
    let printed = format!("{:?}", plain());
    assert!(!printed.contains("thirty-two"), "{printed}");
    assert!(!printed.contains("116, 104, 105"), "{printed}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_let_in(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let tokens = plain();
        // Not all bytes may stand in a header.
        let value = [b"Bearer ", &bytes[..]].concat();
        if http::HeaderValue::from_bytes(&value).is_ok() {
            prop_assert!(tokens.caller(&headers(&value)).is_err());
        }
        if http::HeaderValue::from_bytes(&bytes).is_ok() {
            prop_assert!(tokens.caller(&headers(&bytes)).is_err());
        }
        let part = base64(&bytes);
        let right = token(PLAIN);
        let [header, claims, signature] = right.split('.').collect::<Vec<_>>()[..] else { panic!() };
        let wrong = [
            format!("{part}.{claims}.{signature}"),
            format!("{header}.{part}.{signature}"),
            format!("{header}.{claims}.{part}"),
        ];
        for one in wrong {
            prop_assert!(ask(&tokens, &one).is_err());
        }
    }

    #[test]
    fn no_signed_garbage_lets_in(
        header in ".{0,40}",
        json in prop_oneof![".{0,60}", "[{}\\[\\],:\"exp0-9eE.+-]{0,60}"],
    ) {
        let tokens = plain();
        prop_assert!(ask(&tokens, &of_secret(&header, PLAIN, SECRET)).is_err());
        prop_assert!(ask(&tokens, &token(&json)).is_err());
    }
}

//! JWK Sets.

use proptest::prelude::*;
use serde_json::{Value, json};
use sociogram::http::token::{KeySource, Tokens, TokensError};

use crate::maker::{PLAIN, SECRET, ask, base64, fixture, of, of_key, of_secret, refused};

/// The public keys of the fixtures as JWKs.
fn jwk(name: &str, kid: &str) -> Value {
    use jsonwebtoken::{DecodingKey, jwk::Jwk};
    let pem = fixture(&name.replace(".pem", ".pub.pem"));
    let key = match name {
        "rsa.pem" => DecodingKey::from_rsa_pem(&pem),
        "p256.pem" => DecodingKey::from_ec_pem(&pem),
        _ => DecodingKey::from_ed_pem(&pem),
    };
    let mut jwk =
        serde_json::to_value(Jwk::from_decoding_key(&key.unwrap(), None).unwrap()).unwrap();
    jwk["kid"] = kid.into();
    jwk
}

fn oct(kid: &str) -> Value {
    json!({"kty": "oct", "k": base64(SECRET), "kid": kid})
}

fn set(keys: &[Value]) -> Tokens {
    build(keys).unwrap()
}

fn build(keys: &[Value]) -> Result<Tokens, TokensError> {
    of(KeySource::jwks(json!({"keys": keys}).to_string())).build()
}

fn header(algorithm: &str, kid: &str) -> String {
    json!({"alg": algorithm, "kid": kid}).to_string()
}

#[test]
fn a_token_names_its_key() {
    let tokens =
        set(&[jwk("rsa.pem", "r"), jwk("p256.pem", "p"), jwk("ed25519.pem", "e"), oct("o")]);
    assert_eq!((tokens.keys(), tokens.skipped_keys()), (4, 0));
    let right = [
        of_key("rsa.pem", &header("RS256", "r"), PLAIN),
        of_key("p256.pem", &header("ES256", "p"), PLAIN),
        of_key("ed25519.pem", &header("EdDSA", "e"), PLAIN),
        of_secret(&header("HS256", "o"), PLAIN, SECRET),
    ];
    for token in right {
        ask(&tokens, &token).unwrap();
    }
    for unknown in ["", "R", "x", "r ", "../r"] {
        refused(ask(&tokens, &of_key("rsa.pem", &header("RS256", unknown), PLAIN)), "unknown key");
    }
    refused(ask(&tokens, &of_key("rsa.pem", r#"{"alg":"RS256"}"#, PLAIN)), "unknown key");
    refused(
        ask(&tokens, &of_key("rsa.pem", r#"{"alg":"RS256","kid":null}"#, PLAIN)),
        "unknown key",
    );
    refused(ask(&tokens, &of_key("rsa.pem", &header("RS256", "p"), PLAIN)), "another algorithm");
    refused(ask(&tokens, &of_key("rsa.pem", &header("ES256", "p"), PLAIN)), "wrong signature");
    // A secret in the set makes no public key one.
    let pem = fixture("rsa.pub.pem");
    refused(ask(&tokens, &of_secret(&header("HS256", "r"), PLAIN, &pem)), "another algorithm");
    refused(ask(&tokens, &of_secret(&header("HS256", "o"), PLAIN, &pem)), "wrong signature");
}

#[test]
fn a_single_key_needs_no_name() {
    let tokens = set(&[jwk("p256.pem", "p")]);
    ask(&tokens, &of_key("p256.pem", r#"{"alg":"ES256"}"#, PLAIN)).unwrap();
    ask(&tokens, &of_key("p256.pem", &header("ES256", "p"), PLAIN)).unwrap();
    refused(ask(&tokens, &of_key("p256.pem", &header("ES256", "q"), PLAIN)), "unknown key");
    let mut nameless = jwk("p256.pem", "");
    nameless.as_object_mut().unwrap().remove("kid");
    let tokens = set(&[nameless.clone()]);
    ask(&tokens, &of_key("p256.pem", r#"{"alg":"ES256"}"#, PLAIN)).unwrap();
    ask(&tokens, &of_key("p256.pem", &header("ES256", "any"), PLAIN)).unwrap();
    let tokens = set(&[nameless, jwk("rsa.pem", "r")]);
    for header in [r#"{"alg":"ES256"}"#, &header("ES256", "any")] {
        refused(ask(&tokens, &of_key("p256.pem", header, PLAIN)), "unknown key");
    }
}

#[test]
fn keys_of_one_name_are_told_apart_by_what_they_are() {
    let tokens = set(&[jwk("rsa.pem", "k"), jwk("p256.pem", "k"), oct("k")]);
    ask(&tokens, &of_key("rsa.pem", &header("RS256", "k"), PLAIN)).unwrap();
    ask(&tokens, &of_key("p256.pem", &header("ES256", "k"), PLAIN)).unwrap();
    ask(&tokens, &of_secret(&header("HS256", "k"), PLAIN, SECRET)).unwrap();
    ask(&tokens, &of_key("ed25519.pem", &header("EdDSA", "k"), PLAIN)).unwrap_err();
}

#[test]
fn keys_that_are_not_to_verify_with_are_passed_over() {
    let with = |mut key: Value, name: &str, value: Value| {
        key[name] = value;
        key
    };
    let rsa = || jwk("rsa.pem", "r");
    let p256 = || jwk("p256.pem", "p");
    for passed_over in [
        with(rsa(), "use", json!("enc")),
        with(rsa(), "use", json!(1)),
        with(rsa(), "alg", json!("RS512")),
        with(rsa(), "alg", json!("PS256")),
        with(rsa(), "alg", json!("RSA-OAEP")),
        with(rsa(), "alg", json!("HS256")),
        with(rsa(), "key_ops", json!(["encrypt"])),
        with(rsa(), "n", json!("not base64!")),
        with(rsa(), "n", json!(base64([0xff; 128]))),
        with(rsa(), "n", json!(null)),
        with(rsa(), "kid", json!(7)),
        with(rsa(), "kty", json!("rsa")),
        with(p256(), "crv", json!("P-384")),
        with(p256(), "crv", json!("secp256k1")),
        with(p256(), "x", json!("AA")),
        with(p256(), "alg", json!("ES384")),
        with(jwk("ed25519.pem", "e"), "crv", json!("X25519")),
        with(jwk("ed25519.pem", "e"), "x", json!("AA")),
        with(oct("o"), "k", json!(base64(&SECRET[1..]))),
        with(oct("o"), "alg", json!("HS512")),
        with(oct("o"), "alg", json!("none")),
        json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"}),
        json!({}),
        json!(null),
        json!([]),
        json!(["oct", null, null, null, null, null, base64(SECRET), null, null, null, null]),
        json!("key"),
    ] {
        let tokens = set(&[passed_over.clone(), oct("good")]);
        assert_eq!((tokens.keys(), tokens.skipped_keys()), (1, 1), "{passed_over}");
        let error = build(&[passed_over]).unwrap_err();
        assert!(matches!(error, TokensError::NoKey { skipped: 1 }), "{error}");
    }
    for taken in [
        with(rsa(), "use", json!("sig")),
        with(rsa(), "alg", json!("RS256")),
        with(rsa(), "key_ops", json!(["sign", "verify"])),
        with(rsa(), "x5c", json!([1])),
        with(jwk("ed25519.pem", "e"), "alg", json!("Ed25519")),
    ] {
        assert_eq!(set(&[taken]).keys(), 1);
    }
}

#[test]
fn what_is_no_set_is_refused_with_its_place() {
    for (text, place) in
        [("", (1, 0)), ("{}", (1, 2)), ("\n [[]]", (1, 1)), ("{\"keys\":\n 1}", (2, 2))]
    {
        match of(KeySource::jwks(text)).build().unwrap_err() {
            TokensError::NotJwks { line, column } => assert_eq!((line, column), place, "{text}"),
            other => panic!("{text}: {other}"),
        }
    }
    let error = of(KeySource::jwks("{\"keys\":[]}")).build().unwrap_err();
    assert!(matches!(error, TokensError::NoKey { skipped: 0 }));
    let deep = format!("{{\"keys\":[{}]}}", "[".repeat(100_000));
    of(KeySource::jwks(deep)).build().unwrap_err();
}

proptest! {
    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..100), text in ".{0,40}") {
        let wrapped = json!({"keys": [{"kty": "RSA", "n": text, "e": text}, {"kty": "oct", "k": text},
            {"kty": "EC", "crv": "P-256", "x": text, "y": text}, {"kty": "OKP", "crv": "Ed25519", "x": text}]});
        for source in [KeySource::jwks(&bytes), KeySource::public_key(&bytes), KeySource::jwks(wrapped.to_string())] {
            prop_assert!(of(source).build().is_err());
        }
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", base64(&bytes));
        prop_assert!(of(KeySource::public_key(pem)).build().is_err());
    }
}

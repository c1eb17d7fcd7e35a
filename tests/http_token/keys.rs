//! Keys in PEM: their kind decides the algorithm.

use sociogram::http::token::{KeySource, TokensError};

use crate::maker::{PLAIN, ask, fixture, of, of_key, of_secret, refused};

const KINDS: [(&str, &str, &str); 3] = [
    ("rsa.pem", "rsa.pub.pem", "RS256"),
    ("p256.pem", "p256.pub.pem", "ES256"),
    ("ed25519.pem", "ed25519.pub.pem", "EdDSA"),
];

fn header(algorithm: &str) -> String {
    format!(r#"{{"alg":"{algorithm}","typ":"JWT"}}"#)
}

#[test]
fn each_kind_of_key_verifies_its_own_tokens_only() {
    for (private, public, algorithm) in KINDS {
        let tokens = of(KeySource::public_key(fixture(public))).build().unwrap();
        let right = of_key(private, &header(algorithm), PLAIN);
        ask(&tokens, &right).unwrap();
        // A key that is the only one has no name to be mistaken.
        ask(&tokens, &of_key(private, &format!(r#"{{"alg":"{algorithm}","kid":"any"}}"#), PLAIN))
            .unwrap();
        for (other, _, name) in KINDS.into_iter().filter(|kind| kind.0 != private) {
            refused(ask(&tokens, &of_key(other, &header(name), PLAIN)), "another algorithm");
            refused(ask(&tokens, &of_key(other, &header(algorithm), PLAIN)), "wrong signature");
        }
        let mut changed = right.clone();
        changed.replace_range(changed.len() - 8..changed.len() - 4, "AAAA");
        refused(ask(&tokens, &changed), "wrong signature");
        let (start, end) = right.rsplit_once('.').unwrap();
        ask(&tokens, &format!("{start}.{}", &end[..end.len() - 4])).unwrap_err();
        refused(
            ask(&tokens, &format!("{start}.{}", "A".repeat(end.len() / 4 * 4))),
            "wrong signature",
        );
    }
}

#[test]
fn a_public_key_is_no_secret() {
    for (_, public, algorithm) in KINDS {
        let pem = fixture(public);
        let tokens = of(KeySource::public_key(&pem)).build().unwrap();
        for secret in [&pem[..], pem.strip_suffix(b"\n").unwrap()] {
            refused(ask(&tokens, &of_secret(&header("HS256"), PLAIN, secret)), "another algorithm");
            refused(ask(&tokens, &of_secret(&header(algorithm), PLAIN, secret)), "wrong signature");
        }
        refused(ask(&tokens, &of_secret(&header("none"), PLAIN, &pem)), "another algorithm");
    }
}

#[test]
fn other_algorithms_of_the_same_key_are_refused() {
    let tokens = of(KeySource::public_key(fixture("rsa.pub.pem"))).build().unwrap();
    for name in ["RS384", "RS512", "PS256", "PS384", "rs256"] {
        refused(ask(&tokens, &of_key("rsa.pem", &header(name), PLAIN)), "another algorithm");
    }
    let key = jsonwebtoken::EncodingKey::from_rsa_pem(&fixture("rsa.pem")).unwrap();
    let other = crate::maker::signed(&header("RS256"), PLAIN, jsonwebtoken::Algorithm::PS256, &key);
    refused(ask(&tokens, &other), "wrong signature");
}

#[test]
fn ed25519_goes_by_both_of_its_names() {
    let tokens = of(KeySource::public_key(fixture("ed25519.pub.pem"))).build().unwrap();
    ask(&tokens, &of_key("ed25519.pem", &header("Ed25519"), PLAIN)).unwrap();
    refused(ask(&tokens, &of_key("ed25519.pem", &header("Ed448"), PLAIN)), "another algorithm");
}

#[test]
fn rsa_keys_may_be_in_pkcs1_and_text_may_stand_around() {
    let right = of_key("rsa.pem", &header("RS256"), PLAIN);
    let tokens = of(KeySource::public_key(fixture("rsa.pkcs1.pem"))).build().unwrap();
    ask(&tokens, &right).unwrap();
    let pem = String::from_utf8(fixture("rsa.pub.pem")).unwrap();
    let windows = format!("of the issuer\r\n{}", pem.replace('\n', "\r\n"));
    ask(&of(KeySource::public_key(windows)).build().unwrap(), &right).unwrap();
}

#[test]
fn what_is_no_public_key_is_refused_by_name() {
    let error = |pem: &[u8]| of(KeySource::public_key(pem)).build().unwrap_err();
    for (private, public, _) in KINDS {
        assert!(matches!(error(&fixture(private)), TokensError::PrivateKey));
        let twice = [fixture(public), fixture(public)].concat();
        assert!(matches!(error(&twice), TokensError::NotOneBlock { blocks: 2 }));
        let cut = &fixture(public)[..60];
        assert!(matches!(error(cut), TokensError::UnknownKey));
    }
    assert!(matches!(error(&fixture("certificate.pem")), TokensError::Certificate));
    assert!(matches!(
        error(&fixture("rsa1024.pub.pem")),
        TokensError::RsaSize { bits: 1024 } | TokensError::UnknownKey
    ));
    assert!(matches!(error(&fixture("p384.pub.pem")), TokensError::UnknownKey));
    assert!(matches!(error(&fixture("x25519.pub.pem")), TokensError::UnknownKey));
    for none in [&b""[..], b"secret", b"\xff\xfe", b"-----BEGIN PUBLIC KEY----", &[b' '; 1000]] {
        assert!(matches!(error(none), TokensError::NotOneBlock { .. }));
    }
    for wrong in [
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
        "-----BEGIN X-----\nAAAA\n-----END X-----\n",
    ] {
        assert!(matches!(error(wrong.as_bytes()), TokensError::UnknownKey));
    }
    assert!(matches!(error(&vec![b'x'; (1 << 20) + 1]), TokensError::TooLarge { .. }));
}

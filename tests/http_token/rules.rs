//! Issuer, audience, scopes and tenants.

use std::time::Duration;

use sociogram::http::token::{KeySource, TokensError};

use crate::maker::{SECRET, builder, claims, of, plain, refused};

fn with(more: &str) -> String {
    format!(r#"{{"exp":1800000600,{more}}}"#)
}

#[test]
fn an_issuer_is_required_where_one_is_configured() {
    let tokens = builder().issuer("https://id.example").build().unwrap();
    claims(&tokens, &with(r#""iss":"https://id.example""#)).unwrap();
    claims(&tokens, &with(r#""iss":"https:\/\/id.example""#)).unwrap();
    refused(claims(&tokens, r#"{"exp":1800000600}"#), "without `iss`");
    for other in [
        "\"\"",
        "\"https://id.example/\"",
        "\"HTTPS://id.example\"",
        "null",
        "1",
        "[\"https://id.example\"]",
        "\"https://id.example \"",
    ] {
        refused(claims(&tokens, &with(&format!("\"iss\":{other}"))), "another issuer");
    }
    let same = r#""iss":"https://id.example""#;
    refused(claims(&tokens, &with(&format!("{same},{same}"))), "twice");
    claims(&plain(), &with(r#""iss":"anyone","aud":["any"]"#)).unwrap();
}

#[test]
fn an_audience_is_required_where_one_is_configured() {
    let tokens = builder().audience("sociogram").build().unwrap();
    for right in [r#""sociogram""#, r#"["sociogram"]"#, r#"["other","sociogram"]"#] {
        claims(&tokens, &with(&format!("\"aud\":{right}"))).unwrap();
    }
    refused(claims(&tokens, r#"{"exp":1800000600}"#), "without `aud`");
    for other in [r#""""#, "[]", r#""Sociogram""#, r#"["other"]"#, r#""other sociogram""#] {
        refused(claims(&tokens, &with(&format!("\"aud\":{other}"))), "another audience");
    }
    for wrong in ["null", "1", "{}", r#"["sociogram",1]"#, r#"[["sociogram"]]"#] {
        refused(claims(&tokens, &with(&format!("\"aud\":{wrong}"))), "neither text");
    }
}

#[test]
fn reading_and_writing_are_apart() {
    let may = |more: &str| {
        let caller = claims(&plain(), &with(more)).unwrap();
        (caller.may_read(), caller.may_write())
    };
    assert_eq!(may(r#""sub":"ana""#), (true, false), "without a scope claim");
    assert_eq!(may(r#""scope":"""#), (false, false));
    assert_eq!(may(r#""scope":[]"#), (false, false));
    assert_eq!(may(r#""scope":"meetings:read""#), (true, false));
    assert_eq!(may(r#""scope":"meetings:write""#), (false, true));
    assert_eq!(may(r#""scope":"openid meetings:write meetings:read""#), (true, true));
    assert_eq!(may(r#""scope":"  meetings:read  ""#), (true, false));
    assert_eq!(may(r#""scope":["meetings:write","x"]"#), (false, true));
    assert_eq!(may(r#""scope":["meetings:read","meetings:write"]"#), (true, true));
    for other in ["Meetings:read", "meetings:reads", "meetings", "meetings:read,meetings:write"] {
        assert_eq!(may(&format!(r#""scope":"{other}""#)), (false, false), "{other}");
    }
    // Each of an array is one scope.
    assert_eq!(may(r#""scope":["meetings:read meetings:write"]"#), (false, false));
    assert_eq!(may(r#""scope":"meetings:read\tmeetings:write""#), (false, false));
    for wrong in ["null", "1", "true", "{}", "[1]", "[null]"] {
        refused(claims(&plain(), &with(&format!("\"scope\":{wrong}"))), "scopes are neither");
    }
}

#[test]
fn scopes_have_any_names() {
    let builder = builder().read_scope("get").write_scope("put").scope_claim("scp");
    let tokens = builder.build().unwrap();
    let caller = claims(&tokens, &with(r#""scp":["put"],"scope":"get""#)).unwrap();
    assert_eq!((caller.may_read(), caller.may_write()), (false, true));
    let caller = claims(&tokens, &with(r#""scp":"get meetings:write""#)).unwrap();
    assert_eq!((caller.may_read(), caller.may_write()), (true, false));
}

#[test]
fn a_tenant_is_required_where_its_claim_is_configured() {
    let tokens = builder().tenant_claim("org").build().unwrap();
    let tenant =
        |json: &str| claims(&tokens, json).map(|caller| caller.tenant().map(str::to_owned));
    assert_eq!(tenant(&with(r#""org":"acme""#)), Ok(Some("acme".into())));
    assert_eq!(tenant(&with(r#""org":"\u00fcber \/..""#)), Ok(Some("über /..".into())));
    let longest = "ü".repeat(128);
    assert_eq!(tenant(&with(&format!(r#""org":"{longest}""#))), Ok(Some(longest.clone())));
    refused(claims(&tokens, &with(&format!(r#""org":"{longest}x""#))), "too long");
    refused(claims(&tokens, &with(r#""org":"""#)), "no name");
    refused(claims(&tokens, r#"{"exp":1800000600}"#), "without a tenant");
    refused(claims(&tokens, &with(r#""org":"a","org":"b""#)), "twice");
    for wrong in ["null", "1", "[\"acme\"]", "{}", "true"] {
        refused(claims(&tokens, &with(&format!("\"org\":{wrong}"))), "not text");
    }
    let caller = claims(&plain(), &with(r#""org":"acme""#)).unwrap();
    assert_eq!(caller.tenant(), None, "where none is configured");
    // What scopes are missing is for the service to say.
    let caller = claims(&tokens, &with(r#""org":"acme","scope":"""#)).unwrap();
    assert!(!caller.may_read() && !caller.may_write());
}

#[test]
fn rules_that_cannot_be_are_refused() {
    let error = builder().leeway(Duration::from_secs(301)).build().unwrap_err();
    assert!(matches!(error, TokensError::Leeway { found: 301, most: 300 }), "{error}");
    for name in ["exp", "nbf", "iss", "aud", "scope"] {
        let error = builder().tenant_claim(name).build().unwrap_err();
        assert!(
            matches!(&error, TokensError::ClaimTaken { found, .. } if found == name),
            "{error}"
        );
    }
    let error = builder().scope_claim("exp").build().unwrap_err();
    assert!(matches!(error, TokensError::ClaimTaken { .. }), "{error}");
    builder().tenant_claim("scope").scope_claim("scp").build().unwrap();
    for empty in [
        builder().issuer(""),
        builder().audience(""),
        builder().tenant_claim(""),
        builder().scope_claim(""),
        builder().read_scope(""),
        builder().write_scope(""),
    ] {
        assert!(matches!(empty.build().unwrap_err(), TokensError::Empty { .. }));
    }
    let error = of(KeySource::secret(&SECRET[1..])).build().unwrap_err();
    assert!(matches!(error, TokensError::ShortSecret { found: 31, least: 32 }), "{error}");
}

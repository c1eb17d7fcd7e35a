//! What can be typed about tokens, and what checks them then.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use sociogram::http::token::{KeySource, Reload, Tokens, TokensError};

use crate::seconds::talk_time;
use crate::telling::say;

/// Where the secret is looked for if no option names a key.
const SECRET: &str = "SOCIOGRAM_JWT_SECRET";

#[derive(Debug, Args)]
#[command(
    next_help_heading = "Tokens (one source of keys; SOCIOGRAM_JWT_SECRET holds a secret too)"
)]
pub(crate) struct TokenArguments {
    /// A file with the secret of HS256, at least 32 bytes; a line break at its end is not part of it.
    #[arg(long, value_name = "FILE", group = "keys")]
    jwt_secret_file: Option<PathBuf>,

    /// A public key in PEM: RSA for RS256, P-256 for ES256, Ed25519 for `EdDSA`.
    #[arg(long, value_name = "FILE", group = "keys")]
    jwt_key_file: Option<PathBuf>,

    /// A JWK Set: several keys, which tokens name.
    #[arg(long, value_name = "FILE", group = "keys")]
    jwks_file: Option<PathBuf>,

    /// Who must have made a token [default: anyone who has the key].
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    jwt_issuer: Option<String>,

    /// Whom a token must be for [default: anyone].
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    jwt_audience: Option<String>,

    /// How much clocks may differ, 300 at most.
    #[arg(long, value_name = "SECONDS", value_parser = talk_time, default_value = "30")]
    jwt_leeway: Duration,

    /// The claim that names the tenant, then required: a token sees its tenant's meetings only.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    tenant_claim: Option<String>,

    /// The scope that lets read.
    #[arg(long, value_name = "NAME", default_value = "meetings:read",
          value_parser = NonEmptyStringValueParser::new())]
    read_scope: String,

    /// The scope that lets put and delete.
    #[arg(long, value_name = "NAME", default_value = "meetings:write",
          value_parser = NonEmptyStringValueParser::new())]
    write_scope: String,
}

impl TokenArguments {
    /// What checks tokens, or nothing where there is no key; an error names the option.
    pub(crate) fn tokens(&self) -> Result<Option<Tokens>, String> {
        let Some((option, source)) = self.source() else {
            let rules = [
                ("--jwt-issuer", self.jwt_issuer.is_some()),
                ("--jwt-audience", self.jwt_audience.is_some()),
                ("--tenant-claim", self.tenant_claim.is_some()),
            ];
            return match rules.iter().find(|(_, is_there)| *is_there) {
                Some((option, _)) => Err(format!(
                    "{option} is for tokens, and nothing says how to check them: --jwt-secret-file, \
                     --jwt-key-file, --jwks-file or {SECRET} does"
                )),
                None => Ok(None),
            };
        };
        let mut builder = Tokens::builder(source)
            .leeway(self.jwt_leeway)
            .read_scope(&self.read_scope)
            .write_scope(&self.write_scope)
            .on_reload(move |reload| told(option, reload));
        if let Some(issuer) = &self.jwt_issuer {
            builder = builder.issuer(issuer);
        }
        if let Some(audience) = &self.jwt_audience {
            builder = builder.audience(audience);
        }
        if let Some(claim) = &self.tenant_claim {
            builder = builder.tenant_claim(claim);
        }
        let tokens = builder.build().map_err(|error| {
            let option = match error {
                TokensError::Leeway { .. } => "--jwt-leeway",
                TokensError::ClaimTaken { .. } => "--tenant-claim",
                _ => option,
            };
            format!("{option}: {error}")
        })?;
        if tokens.skipped_keys() > 0 {
            say(&format!(
                "sociogram: {option}: {} keys, and {} that cannot be verified with",
                tokens.keys(),
                tokens.skipped_keys(),
            ));
        }
        Ok(Some(tokens))
    }

    /// The source of keys, and what names it. Options come before the environment.
    fn source(&self) -> Option<(&'static str, KeySource)> {
        if let Some(path) = &self.jwt_secret_file {
            return Some(("--jwt-secret-file", KeySource::secret_file(path)));
        }
        if let Some(path) = &self.jwt_key_file {
            return Some(("--jwt-key-file", KeySource::public_key_file(path)));
        }
        if let Some(path) = &self.jwks_file {
            return Some(("--jwks-file", KeySource::jwks_file(path)));
        }
        let secret = std::env::var_os(SECRET)?;
        Some((SECRET, KeySource::secret(secret.as_encoded_bytes())))
    }
}

/// Tells of a file of keys that has changed.
fn told(option: &str, reload: &Reload<'_>) {
    match reload {
        Reload::Taken { keys, skipped: 0 } => say(&format!("sociogram: {option}: {keys} keys now")),
        Reload::Taken { keys, skipped } => say(&format!(
            "sociogram: {option}: {keys} keys now, and {skipped} that cannot be verified with"
        )),
        Reload::Kept { error } => {
            say(&format!("sociogram: {option}: the keys from before stay in force: {error}"))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Typed {
        #[command(flatten)]
        tokens: TokenArguments,
    }

    fn typed(arguments: &[&str]) -> Typed {
        Typed::try_parse_from([&["serve"], arguments].concat()).unwrap()
    }

    fn fixture(name: &str) -> String {
        format!("{}/fixtures/keys/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    #[test]
    fn a_source_of_keys_makes_tokens() {
        let key = fixture("p256.pub.pem");
        let rules = [
            "--jwt-issuer",
            "a",
            "--jwt-audience",
            "b",
            "--jwt-leeway",
            "0",
            "--tenant-claim",
            "org",
        ];
        let tokens = typed(&[&["--jwt-key-file", &key], &rules[..]].concat()).tokens.tokens();
        assert_eq!(tokens.unwrap().unwrap().keys(), 1);
    }

    #[test]
    fn errors_name_the_option() {
        let key = fixture("p256.pub.pem");
        for (arguments, start) in [
            (
                &["--jwt-key-file", &fixture("p256.pem")][..],
                "--jwt-key-file: expected a public key",
            ),
            (&["--jwt-key-file", "/nowhere/key"], "--jwt-key-file: /nowhere/key: "),
            (&["--jwt-secret-file", "/nowhere/key"], "--jwt-secret-file: /nowhere/key: "),
            (&["--jwks-file", &key], "--jwks-file: expected a JWK Set"),
            (&["--jwt-key-file", &key, "--jwt-leeway", "301"], "--jwt-leeway: expected"),
            (&["--jwt-key-file", &key, "--tenant-claim", "exp"], "--tenant-claim: expected"),
        ] {
            let message = typed(arguments).tokens.tokens().unwrap_err();
            assert!(message.starts_with(start), "{message}");
        }
    }

    #[test]
    fn there_is_one_source_and_no_empty_name() {
        for wrong in [
            &["--jwt-key-file", "a", "--jwks-file", "b"][..],
            &["--jwt-secret-file", "a", "--jwks-file", "b"],
            &["--jwt-issuer", ""],
            &["--read-scope", ""],
            &["--jwt-leeway", "-1"],
        ] {
            Typed::try_parse_from([&["serve"], wrong].concat()).unwrap_err();
        }
    }
}

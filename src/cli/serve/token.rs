//! What checks tokens, as it was told.

use sociogram::http::token::{KeySource, Reload, Tokens, TokensError};

use super::log::Log;
use super::settings::Settings;

/// What checks tokens, or nothing where there is no key; an error names the option.
pub(super) fn tokens(settings: &Settings, log: &Log) -> Result<Option<Tokens>, String> {
    let Some((option, source)) = source(settings) else {
        let rules = [
            ("--jwt-issuer", settings.jwt_issuer.is_some()),
            ("--jwt-audience", settings.jwt_audience.is_some()),
            ("--tenant-claim", settings.tenant_claim.is_some()),
        ];
        return match rules.iter().find(|(_, is_there)| *is_there) {
            Some((option, _)) => Err(format!(
                "{option} is for tokens, and nothing says how to check them: --jwt-secret-file, \
                 --jwt-key-file, --jwks-file or SOCIOGRAM_JWT_SECRET does"
            )),
            None => Ok(None),
        };
    };
    let teller = log.clone();
    let mut builder = Tokens::builder(source)
        .leeway(settings.jwt_leeway.0)
        .read_scope(&settings.read_scope)
        .write_scope(&settings.write_scope)
        .on_reload(move |reload| told(&teller, option, reload));
    if let Some(issuer) = &settings.jwt_issuer {
        builder = builder.issuer(issuer);
    }
    if let Some(audience) = &settings.jwt_audience {
        builder = builder.audience(audience);
    }
    if let Some(claim) = &settings.tenant_claim {
        builder = builder.tenant_claim(claim);
    }
    let tokens = builder.build().map_err(|error| {
        let option = match error {
            TokensError::Leeway { .. } => "--jwt-leeway",
            TokensError::ClaimTaken { .. } => "--tenant-claim",
            TokensError::Empty { .. } => "tokens",
            _ => option,
        };
        format!("{option}: {error}")
    })?;
    if tokens.skipped_keys() > 0 {
        let (keys, skipped) = (tokens.keys(), tokens.skipped_keys());
        let message = format!("{option}: {keys} keys, and {skipped} that cannot be verified with");
        log.warn(&message);
    }
    Ok(Some(tokens))
}

/// The source of keys, and what names it.
fn source(settings: &Settings) -> Option<(&'static str, KeySource)> {
    let Settings { jwt_secret, jwt_secret_file, jwt_key_file, jwks_file, .. } = settings;
    if let Some(path) = jwt_secret_file {
        return Some(("--jwt-secret-file", KeySource::secret_file(path)));
    }
    if let Some(path) = jwt_key_file {
        return Some(("--jwt-key-file", KeySource::public_key_file(path)));
    }
    if let Some(path) = jwks_file {
        return Some(("--jwks-file", KeySource::jwks_file(path)));
    }
    jwt_secret.as_ref().map(|secret| ("jwt-secret", KeySource::secret(secret)))
}

/// Tells of a file of keys that has changed.
fn told(log: &Log, option: &str, reload: &Reload<'_>) {
    match reload {
        Reload::Taken { keys, skipped: 0 } => log.note(&format!("{option}: {keys} keys now")),
        Reload::Taken { keys, skipped } => {
            let others = format!("{skipped} that cannot be verified with");
            log.note(&format!("{option}: {keys} keys now, and {others}"));
        }
        Reload::Kept { error } => {
            log.warn(&format!("{option}: the keys from before stay in force: {error}"));
        }
        _ => {}
    }
}

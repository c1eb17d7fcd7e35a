//! Who may ask, as it was told.

use std::net::SocketAddr;
use std::sync::Arc;

use sociogram::http::{Access, Open};

use super::log::Log;
use super::settings::Settings;
use super::token::tokens;

/// Who may ask at these addresses, or why that is not clear.
pub(super) fn chosen(
    settings: &Settings,
    insecure_no_auth: bool,
    addresses: &[SocketAddr],
    log: &Log,
) -> Result<Arc<dyn Access>, String> {
    match (tokens(settings, log)?, insecure_no_auth) {
        (Some(_), true) => {
            let message =
                "--insecure-no-auth lets everyone in, and there is a key to check tokens with";
            return Err(message.to_owned());
        }
        (Some(tokens), false) => return Ok(Arc::new(tokens)),
        (None, true) => {}
        (None, false) => {
            return Err(
                "nothing says who may ask: --jwt-secret-file, --jwt-key-file, --jwks-file \
                        or SOCIOGRAM_JWT_SECRET does"
                    .to_owned(),
            );
        }
    }
    if let Some(public) = addresses.iter().find(|address| !address.ip().is_loopback()) {
        return Err(format!(
            "--insecure-no-auth is for loopback addresses such as 127.0.0.1, and --listen says \
             {public}"
        ));
    }
    let message = "--insecure-no-auth: everyone on this machine may read, put and delete meetings";
    log.warn(message);
    Ok(Arc::new(Open))
}

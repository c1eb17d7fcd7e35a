//! Who may ask, as it was told.

use std::net::SocketAddr;
use std::sync::Arc;

use sociogram::http::{Access, Open};

use super::arguments::Arguments;
use crate::telling::{refuse_usage, say};

/// Who may ask at these addresses; where nothing says so, the command ends.
pub(super) fn chosen(arguments: &Arguments, addresses: &[SocketAddr]) -> Arc<dyn Access> {
    match (arguments.tokens.tokens(), arguments.insecure_no_auth) {
        (Err(problem), _) => refuse_usage("serve", problem),
        (Ok(Some(_)), true) => refuse_usage(
            "serve",
            "--insecure-no-auth lets everyone in, and there is a key to check tokens with",
        ),
        (Ok(Some(tokens)), false) => return Arc::new(tokens),
        (Ok(None), true) => {}
        (Ok(None), false) => refuse_usage(
            "serve",
            "nothing says who may ask: --jwt-secret-file, --jwt-key-file, --jwks-file or \
             SOCIOGRAM_JWT_SECRET does",
        ),
    }
    if let Some(public) = addresses.iter().find(|address| !address.ip().is_loopback()) {
        let message = format!(
            "--insecure-no-auth is for loopback addresses such as 127.0.0.1, and --listen says \
             {public}"
        );
        refuse_usage("serve", message);
    }
    say(
        "sociogram: warning: --insecure-no-auth: everyone on this machine may read, put and delete \
         meetings",
    );
    Arc::new(Open)
}

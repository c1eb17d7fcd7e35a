//! JSON Web Tokens in the `Authorization` header: [`Tokens`] is an [`Access`](super::Access).
//!
//! ```
//! use http::{HeaderMap, header::AUTHORIZATION};
//! use sociogram::http::Access;
//! use sociogram::http::token::{KeySource, Tokens};
//!
//! let secret = b"for this example only, as it is public";
//! let tokens = Tokens::builder(KeySource::secret(secret)).build()?;
//!
//! // {"alg":"HS256"} and {"exp":4102444800}, signed with the secret.
//! let token = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.\
//!              irmhDoIIR_kkbjFbHWhaPJlLvsJlNLFCFJp2O53CY6E";
//! let mut headers = HeaderMap::new();
//! headers.insert(AUTHORIZATION, format!("Bearer {token}").parse()?);
//!
//! let caller = tokens.caller(&headers)?;
//! assert!(caller.may_read() && !caller.may_write(), "there is no scope in it");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is checked, in this order
//!
//! 1. There is one `Authorization` header, of the scheme `Bearer` in any case, and its token is at
//!    most [`LONGEST_TOKEN`] bytes long. Nothing longer is parsed.
//! 2. The token has three parts, and its header names no extension that must be understood (`crit`).
//! 3. A key fits: the one that the token's `kid` names, or the only one there is. The key alone
//!    decides the algorithm, and a token that names another one, or `none`, is refused.
//! 4. The signature holds. Nothing of the claims is read before.
//! 5. `exp` is there and has not passed, `nbf` has passed if it is there, both with a leeway; issuer and
//!    audience are there and as configured; no claim of these is there twice.
//! 6. The tenant's claim, if configured, names one.
//!
//! # What a token may do
//!
//! The claim `scope`, text with spaces between or an array, holds `meetings:read` to read and
//! `meetings:write` to put and delete; neither holds the other. A token **without** the claim may
//! read and not write: the service that this one replaces issues tokens without scopes, and its
//! clients only read. A token whose scopes are other ones may do neither.
//!
//! # Constant time
//!
//! Signatures are verified by [`jsonwebtoken`] with [`aws-lc-rs`] beneath it. Codes of HMAC are
//! compared by its `hmac::verify`, which looks at every byte whatever it finds (`CRYPTO_memcmp` of
//! AWS-LC). Nothing in sociogram compares a secret or a signature.
//!
//! [`jsonwebtoken`]: https://docs.rs/jsonwebtoken
//! [`aws-lc-rs`]: https://docs.rs/aws-lc-rs

mod bearer;
mod claims;
mod error;
mod held;
mod jose;
mod jwks;
mod keys;
mod pem;
mod source;
mod tokens;

pub use bearer::LONGEST_TOKEN;
pub use claims::LONGEST_TENANT;
pub use error::TokensError;
pub use held::Reload;
pub use keys::SHORTEST_SECRET;
pub use source::{KeySource, LARGEST_FILE};
pub use tokens::{LONGEST_LEEWAY, Tokens, TokensBuilder};

//! The check of a request's token.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::bearer::bearer;
use super::claims::{Judged, Rules};
use super::error::TokensError;
use super::held::{Held, Hook, Reload};
use super::jose::{Parts, Sealed};
use super::source::KeySource;
use crate::http::access::{Access, Caller, Denied};

/// The longest leeway for clocks that differ: five minutes.
pub const LONGEST_LEEWAY: Duration = Duration::from_secs(300);

type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// Lets in whoever has a token that holds; [the module](super) says what is checked.
///
/// ```
/// use http::HeaderMap;
/// use sociogram::http::Access;
/// use sociogram::http::token::{KeySource, Tokens};
///
/// let tokens = Tokens::builder(KeySource::secret([7; 32])).issuer("https://id.example").build()?;
/// assert_eq!(tokens.keys(), 1);
/// let denied = tokens.caller(&HeaderMap::new()).unwrap_err();
/// assert_eq!(denied.reason(), "no Authorization header");
/// # Ok::<(), sociogram::http::token::TokensError>(())
/// ```
///
/// The signature and the times of a token are checked on every request, with the keys that are in
/// force then. What a token says is the same every time, and is kept for those that were let in.
pub struct Tokens {
    held: Held,
    rules: Rules,
    clock: Clock,
    said: Cache<Box<str>, Arc<Said>, Weights>,
}

/// What a token says.
#[derive(Debug)]
struct Said {
    sealed: Sealed,
    claims: Judged,
}

/// How many bytes of tokens are kept, about, and for how many that is laid out.
const KEPT_BYTES: u64 = 4 << 20;
const KEPT: usize = 4_096;

#[derive(Clone)]
struct Weights;

impl Weighter<Box<str>, Arc<Said>> for Weights {
    fn weight(&self, token: &Box<str>, _: &Arc<Said>) -> u64 {
        // What it says is about as long as itself.
        u64::try_from(2 * token.len() + 256).unwrap_or(u64::MAX)
    }
}

impl Tokens {
    /// Tokens of the keys of a source, by rules that can be changed.
    pub fn builder(keys: KeySource) -> TokensBuilder {
        TokensBuilder {
            keys,
            leeway: Duration::from_secs(30),
            rules: Rules {
                leeway: 0.0,
                issuer: None,
                audience: None,
                tenant_claim: None,
                scope_claim: "scope".to_owned(),
                read: "meetings:read".to_owned(),
                write: "meetings:write".to_owned(),
            },
            clock: Box::new(SystemTime::now),
            pace: Duration::from_secs(1),
            hook: Box::new(|_| {}),
        }
    }

    /// How many keys are in force, at least one.
    #[must_use]
    pub fn keys(&self) -> usize {
        self.held.keys().len()
    }

    /// How many keys of a JWK Set were passed over; 0 for other sources.
    #[must_use]
    pub fn skipped_keys(&self) -> usize {
        self.held.keys().skipped()
    }

    /// Who sends a token, or why nobody.
    fn known(&self, headers: &HeaderMap) -> Result<Caller, &'static str> {
        let token = bearer(headers)?;
        if let Some(said) = self.said.get(token) {
            self.verify(token, &said.sealed)?;
            return self.caller_of(&said.claims);
        }
        let parts = Parts::of(token)?;
        let sealed = parts.sealed()?;
        self.verify(token, &sealed)?;
        let claims = self.rules.judge(&parts.claims()?)?;
        let caller = self.caller_of(&claims)?;
        self.said.insert(token.into(), Arc::new(Said { sealed, claims }));
        Ok(caller)
    }

    /// That a token is signed by a key that is in force.
    fn verify(&self, token: &str, sealed: &Sealed) -> Result<(), &'static str> {
        let signed = token.get(..sealed.signed).unwrap_or(token);
        let keys = self.held.keys();
        let mut denied = "a token of an unknown key";
        for key in keys.named(sealed.key.as_deref()) {
            if !key.is_for(&sealed.algorithm) {
                denied = "a token of another algorithm than its key's";
            } else if key.verifies(signed, &sealed.signature) {
                return Ok(());
            } else {
                denied = "a token with a wrong signature";
            }
        }
        Err(denied)
    }

    fn caller_of(&self, claims: &Judged) -> Result<Caller, &'static str> {
        let grant = self.rules.grant(claims, self.now()?)?;
        let caller = Caller::new(grant.may_read, grant.may_write);
        Ok(match &grant.tenant {
            Some(tenant) => caller.of_tenant(tenant),
            None => caller,
        })
    }

    /// Seconds since 1970. A clock from before was never set, and by it no token would be late.
    fn now(&self) -> Result<f64, &'static str> {
        let now = (self.clock)().duration_since(UNIX_EPOCH);
        now.map(|now| now.as_secs_f64()).map_err(|_| "the clock of this machine is not set")
    }
}

impl Access for Tokens {
    fn caller(&self, headers: &HeaderMap) -> Result<Caller, Denied> {
        self.known(headers).map_err(Denied::new)
    }
}

/// Prints no key.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { held, rules, .. } = self;
        f.debug_struct("Tokens").field("held", held).field("rules", rules).finish_non_exhaustive()
    }
}

/// Rules for [`Tokens`], checked by [`build`](Self::build).
#[must_use = "rules do nothing until `build` checks them"]
pub struct TokensBuilder {
    keys: KeySource,
    leeway: Duration,
    rules: Rules,
    clock: Clock,
    pace: Duration,
    hook: Hook,
}

impl TokensBuilder {
    /// How much clocks may differ: for so long a token holds before `nbf` and after `exp`. 30 s by
    /// default, [`LONGEST_LEEWAY`] at most.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Who must have made a token (`iss`), to the byte. Not looked at by default.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.rules.issuer = Some(issuer.into());
        self
    }

    /// Whom a token must be for (`aud`, or one of its array), to the byte. Not looked at by default:
    /// where an issuer makes tokens for other services too, it should be.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.rules.audience = Some(audience.into());
        self
    }

    /// The claim that names the tenant whose meetings a token is for: text of 1 to
    /// [`LONGEST_TENANT`](super::LONGEST_TENANT) characters, and required. No tenants by default.
    pub fn tenant_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.tenant_claim = Some(name.into());
        self
    }

    /// The claim that holds the scopes: `scope` by default.
    pub fn scope_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.scope_claim = name.into();
        self
    }

    /// The scope that lets read: `meetings:read` by default.
    pub fn read_scope(mut self, name: impl Into<String>) -> Self {
        self.rules.read = name.into();
        self
    }

    /// The scope that lets put and delete: `meetings:write` by default.
    pub fn write_scope(mut self, name: impl Into<String>) -> Self {
        self.rules.write = name.into();
        self
    }

    /// What the time is: the system's clock by default.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// How long a file of keys is relied on before a request makes sure of it: 1 s by default.
    pub fn reload_after(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// Who is told of a file of keys that has changed; nobody by default.
    pub fn on_reload(mut self, hook: impl Fn(&Reload<'_>) + Send + Sync + 'static) -> Self {
        self.hook = Box::new(hook);
        self
    }

    /// Reads the keys and checks the rules.
    ///
    /// # Errors
    /// [`TokensError`] says what is wrong with the keys, the leeway or a name.
    pub fn build(self) -> Result<Tokens, TokensError> {
        let Self { keys, leeway, mut rules, clock, pace, hook } = self;
        if leeway > LONGEST_LEEWAY {
            let (found, most) = (leeway.as_secs(), LONGEST_LEEWAY.as_secs());
            return Err(TokensError::Leeway { found, most });
        }
        rules.leeway = leeway.as_secs_f64();
        check_names(&rules)?;
        let said = Cache::with_weighter(KEPT, KEPT_BYTES, Weights);
        Ok(Tokens { held: Held::new(keys, pace, hook)?, rules, clock, said })
    }
}

/// Prints no key.
impl fmt::Debug for TokensBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { keys, leeway, rules, .. } = self;
        f.debug_struct("TokensBuilder")
            .field("keys", keys)
            .field("leeway", leeway)
            .field("rules", rules)
            .finish_non_exhaustive()
    }
}

fn check_names(rules: &Rules) -> Result<(), TokensError> {
    let Rules { issuer, audience, tenant_claim, scope_claim, read, write, .. } = rules;
    let names = [
        ("an issuer", issuer.as_deref()),
        ("an audience", audience.as_deref()),
        ("a tenant's claim", tenant_claim.as_deref()),
        ("a claim of scopes", Some(scope_claim.as_str())),
        ("a scope for reading", Some(read.as_str())),
        ("a scope for writing", Some(write.as_str())),
    ];
    for (of, name) in names {
        if name == Some("") {
            return Err(TokensError::Empty { of });
        }
    }
    let mut taken = vec!["exp", "nbf", "iss", "aud"];
    let claims = [("scopes", Some(scope_claim)), ("the tenant", tenant_claim.as_ref())];
    for (of, name) in claims {
        let Some(name) = name else { continue };
        if taken.contains(&name.as_str()) {
            return Err(TokensError::ClaimTaken { of, found: name.clone() });
        }
        taken.push(name);
    }
    Ok(())
}

//! Who may ask: the trait that decides, and the one that lets everyone in.

use std::borrow::Cow;
use std::fmt;

use http::HeaderMap;

/// Decides who asks, from the headers of a request, before anything else is looked at.
///
/// [`Open`] lets everyone in. One's own implementation, here with one key for reading:
///
/// ```
/// use http::HeaderMap;
/// use sociogram::http::{Access, Caller, Denied};
///
/// struct OneKey(String);
///
/// impl Access for OneKey {
///     fn caller(&self, headers: &HeaderMap) -> Result<Caller, Denied> {
///         match headers.get("x-key").and_then(|key| key.to_str().ok()) {
///             // A real one compares in constant time.
///             Some(key) if key == self.0 => Ok(Caller::new(true, false)),
///             Some(_) => Err(Denied::new("another key")),
///             None => Err(Denied::new("no key")),
///         }
///     }
/// }
///
/// let access = OneKey("open sesame".into());
/// assert_eq!(access.caller(&HeaderMap::new()).unwrap_err().reason(), "no key");
/// ```
pub trait Access: Send + Sync + 'static {
    /// Who sends a request with these headers.
    ///
    /// It is asked on the threads that answer all requests, so it should not block.
    ///
    /// # Errors
    /// [`Denied`] if nothing in the headers says so, or it does not hold: the answer is 401.
    fn caller(&self, headers: &HeaderMap) -> Result<Caller, Denied>;
}

/// Who asks, and what they may do.
///
/// A caller of a tenant sees the meetings of that tenant and no others; one without a tenant sees
/// those that belong to none.
///
/// ```
/// use sociogram::http::Caller;
///
/// let caller = Caller::new(true, false).of_tenant("acme");
/// assert_eq!(caller.tenant(), Some("acme"));
/// assert!(caller.may_read() && !caller.may_write());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Caller {
    tenant: Option<String>,
    may_read: bool,
    may_write: bool,
}

impl Caller {
    /// A caller without a tenant.
    #[must_use]
    pub const fn new(may_read: bool, may_write: bool) -> Self {
        Self { tenant: None, may_read, may_write }
    }

    /// The same caller, of a tenant. Any text names one, the empty text too.
    #[must_use]
    pub fn of_tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Whose meetings the caller sees; absent for those that belong to no tenant.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        self.tenant.as_deref()
    }

    /// Whether the caller may ask for meetings; else the answer is 403.
    #[must_use]
    pub const fn may_read(&self) -> bool {
        self.may_read
    }

    /// Whether the caller may put and delete meetings; else the answer is 403.
    #[must_use]
    pub const fn may_write(&self) -> bool {
        self.may_write
    }
}

/// Nobody who may ask: the answer is 401 with `{"message":"Unauthorized"}`, whatever the reason.
///
/// The reason is for the log, and must hold nothing of a token.
///
/// ```
/// use sociogram::http::Denied;
///
/// let denied = Denied::new("the token has expired");
/// assert_eq!(denied.to_string(), "Unauthorized");
/// assert_eq!(denied.reason(), "the token has expired");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    reason: Cow<'static, str>,
}

impl Denied {
    /// Denied for a reason.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.into() }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Prints what the caller is told, which is not the reason.
impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Unauthorized")
    }
}

impl std::error::Error for Denied {}

/// No authentication: everyone may read and write the meetings that belong to no tenant.
///
/// For tests, and for a service that only programs of the same machine can reach.
///
/// ```
/// use http::HeaderMap;
/// use sociogram::http::{Access, Open};
///
/// assert!(Open.caller(&HeaderMap::new()).is_ok_and(|caller| caller.may_write()));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open;

impl Access for Open {
    fn caller(&self, _: &HeaderMap) -> Result<Caller, Denied> {
        Ok(Caller::new(true, true))
    }
}

//! What a token says, and whether that holds.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The longest name of a tenant, in characters.
pub const LONGEST_TENANT: usize = 128;

/// The end of the year 9999. Whoever writes milliseconds, a common slip, is beyond it, and their
/// tokens would hold for 50,000 years.
const LATEST: f64 = 253_402_300_799.0;

/// By what names and values claims are judged.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// In seconds.
    pub(super) leeway: f64,
    pub(super) issuer: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) tenant_claim: Option<String>,
    pub(super) scope_claim: String,
    pub(super) read: String,
    pub(super) write: String,
}

/// Claims that hold but for the time.
#[derive(Debug)]
pub(super) struct Judged {
    /// In seconds since 1970, as `not_before`.
    expiry: f64,
    not_before: Option<f64>,
    grant: Grant,
}

/// What a token gives to whoever has it.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub(super) tenant: Option<String>,
    pub(super) may_read: bool,
    pub(super) may_write: bool,
}

impl Rules {
    /// Judges claims by everything but the time.
    pub(super) fn judge(&self, json: &str) -> Result<Judged, &'static str> {
        let mut json = serde_json::Deserializer::from_str(json);
        let claims = Names(self).deserialize(&mut json).map_err(|_| NOT_AN_OBJECT)?;
        json.end().map_err(|_| NOT_AN_OBJECT)?;
        if claims.is_ambiguous {
            return Err("a token with a claim that is there twice");
        }
        let expiry = claims.expiry.ok_or("a token without `exp`")?;
        let expiry = seconds(expiry).ok_or("a token whose `exp` is not a number")?;
        if expiry > LATEST {
            return Err("a token whose `exp` is after the year 9999; it counts seconds");
        }
        let not_before = claims
            .not_before
            .map(|start| seconds(start).ok_or("a token whose `nbf` is not a number"));
        let not_before = not_before.transpose()?;
        self.check_parties(&claims)?;
        let (may_read, may_write) = self.scopes(&claims)?;
        let grant = Grant { tenant: self.tenant(&claims)?, may_read, may_write };
        Ok(Judged { expiry, not_before, grant })
    }

    /// What claims give at a time, in seconds since 1970.
    pub(super) fn grant<'c>(
        &self,
        claims: &'c Judged,
        now: f64,
    ) -> Result<&'c Grant, &'static str> {
        if now >= claims.expiry + self.leeway {
            return Err("a token that has expired");
        }
        if claims.not_before.is_some_and(|start| now + self.leeway < start) {
            return Err("a token that is not valid yet");
        }
        Ok(&claims.grant)
    }

    fn check_parties(&self, claims: &Claims<'_>) -> Result<(), &'static str> {
        if let Some(expected) = &self.issuer {
            let found = claims.issuer.ok_or("a token without `iss`")?;
            if text(found).is_none_or(|found| found != expected.as_str()) {
                return Err("a token of another issuer");
            }
        }
        if let Some(expected) = &self.audience {
            let found = claims.audience.ok_or("a token without `aud`")?;
            let mut is_meant = false;
            each(found, |one| is_meant |= one == expected)
                .ok_or("a token whose `aud` is neither text nor an array of it")?;
            if !is_meant {
                return Err("a token for another audience");
            }
        }
        Ok(())
    }

    /// Whether it may read, and write.
    fn scopes(&self, claims: &Claims<'_>) -> Result<(bool, bool), &'static str> {
        // Tokens of the service that this one replaces have no scopes, and its clients read.
        let Some(found) = claims.scopes else { return Ok((true, false)) };
        let (mut may_read, mut may_write) = (false, false);
        let mut note = |one: &str| {
            may_read |= one == self.read;
            may_write |= one == self.write;
        };
        let is_text = match text(found) {
            Some(all) => {
                all.split(' ').for_each(&mut note);
                Some(())
            }
            None => each(found, note),
        };
        is_text.ok_or("a token whose scopes are neither text nor an array of it")?;
        Ok((may_read, may_write))
    }

    fn tenant(&self, claims: &Claims<'_>) -> Result<Option<String>, &'static str> {
        if self.tenant_claim.is_none() {
            return Ok(None);
        }
        let found = claims.tenant.ok_or("a token without a tenant")?;
        let tenant = text(found).ok_or("a token whose tenant is not text")?;
        if tenant.is_empty() {
            return Err("a token whose tenant has no name");
        }
        if tenant.chars().count() > LONGEST_TENANT {
            return Err("a token whose tenant has too long a name");
        }
        Ok(Some(tenant.into_owned()))
    }
}

const NOT_AN_OBJECT: &str = "a token whose claims are not a JSON object";

/// The claims that are looked at, as they are written.
#[derive(Default)]
struct Claims<'a> {
    expiry: Option<&'a RawValue>,
    not_before: Option<&'a RawValue>,
    issuer: Option<&'a RawValue>,
    audience: Option<&'a RawValue>,
    scopes: Option<&'a RawValue>,
    tenant: Option<&'a RawValue>,
    is_ambiguous: bool,
}

/// Which claim a name is of.
#[derive(Clone, Copy)]
enum Claim {
    Expiry,
    NotBefore,
    Issuer,
    Audience,
    Scopes,
    Tenant,
    Other,
}

/// Reads claims by the names that the rules have for them.
#[derive(Clone, Copy)]
struct Names<'r>(&'r Rules);

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = Claims<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = Claims<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut claims = Claims::default();
        while let Some(claim) = map.next_key_seed(Name(self.0))? {
            let place = match claim {
                Claim::Expiry => &mut claims.expiry,
                Claim::NotBefore => &mut claims.not_before,
                Claim::Issuer => &mut claims.issuer,
                Claim::Audience => &mut claims.audience,
                Claim::Scopes => &mut claims.scopes,
                Claim::Tenant => &mut claims.tenant,
                Claim::Other => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            // Others may go by the first of two, or by the last.
            if place.replace(map.next_value()?).is_some() {
                claims.is_ambiguous = true;
            }
        }
        Ok(claims)
    }
}

struct Name<'r>(&'r Rules);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Claim;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Claim, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Claim;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Claim, E> {
        Ok(match name {
            "exp" => Claim::Expiry,
            "nbf" => Claim::NotBefore,
            "iss" => Claim::Issuer,
            "aud" => Claim::Audience,
            name if name == self.0.scope_claim => Claim::Scopes,
            name if self.0.tenant_claim.as_deref() == Some(name) => Claim::Tenant,
            _ => Claim::Other,
        })
    }
}

/// Text, without a copy where nothing in it is escaped.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A time in seconds since 1970, a fraction of one too (RFC 7519, 2).
fn seconds(raw: &RawValue) -> Option<f64> {
    serde_json::from_str(raw.get()).ok()
}

fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str::<Text<'_>>(raw.get()).ok().map(|text| text.0)
}

/// Each text of an array, or the one that stands in its place.
fn each(raw: &RawValue, mut note: impl FnMut(&str)) -> Option<()> {
    match text(raw) {
        Some(one) => note(&one),
        None => {
            let all: Vec<Text<'_>> = serde_json::from_str(raw.get()).ok()?;
            all.iter().for_each(|one| note(&one.0));
        }
    }
    Some(())
}

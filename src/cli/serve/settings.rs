//! The settings of a service, each with a value.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use sociogram::Parameters;

use crate::model::Model;
use crate::scale::ScaleName;
use crate::seconds::talk_time;

/// A number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub(crate) struct Seconds(pub(super) Duration);

impl FromStr for Seconds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        talk_time(text).map(Self)
    }
}

impl TryFrom<f64> for Seconds {
    type Error = &'static str;

    fn try_from(seconds: f64) -> Result<Self, &'static str> {
        let refused = |_| "expected a finite number of seconds, 0 or more";
        Duration::try_from_secs_f64(seconds).map(Self).map_err(refused)
    }
}

impl From<Seconds> for f64 {
    fn from(seconds: Seconds) -> Self {
        seconds.0.as_secs_f64()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// All that can be set, as in a file of settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Settings {
    pub(super) store: Option<String>,
    pub(super) listen: String,
    pub(super) scale: ScaleName,
    pub(super) jwt_secret: Option<String>,
    pub(super) jwt_secret_file: Option<PathBuf>,
    pub(super) jwt_key_file: Option<PathBuf>,
    pub(super) jwks_file: Option<PathBuf>,
    pub(super) jwt_issuer: Option<String>,
    pub(super) jwt_audience: Option<String>,
    pub(super) jwt_leeway: Seconds,
    pub(super) tenant_claim: Option<String>,
    pub(super) read_scope: String,
    pub(super) write_scope: String,
    pub(super) body_limit: u64,
    pub(super) body_time: Seconds,
    pub(super) header_time: Seconds,
    pub(super) response_time: Seconds,
    pub(super) concurrency: u32,
    pub(super) connections: u32,
    pub(super) cache_bytes: u64,
    pub(super) log_level: LogLevel,
    pub(super) log_format: LogFormat,
    pub(super) rise: f64,
    pub(super) decay: f64,
    pub(super) unaddressed: f64,
    pub(super) half_rate: f64,
}

impl Default for Settings {
    fn default() -> Self {
        let seconds = |seconds| Seconds(Duration::from_secs(seconds));
        let model = Parameters::default();
        Self {
            store: None,
            listen: "127.0.0.1:8080".to_owned(),
            scale: ScaleName::Absolute,
            jwt_secret: None,
            jwt_secret_file: None,
            jwt_key_file: None,
            jwks_file: None,
            jwt_issuer: None,
            jwt_audience: None,
            jwt_leeway: seconds(30),
            tenant_claim: None,
            read_scope: "meetings:read".to_owned(),
            write_scope: "meetings:write".to_owned(),
            body_limit: 64 << 20,
            body_time: seconds(30),
            header_time: seconds(10),
            response_time: seconds(60),
            concurrency: 1024,
            connections: 8192,
            cache_bytes: 64 << 20,
            log_level: LogLevel::Info,
            log_format: LogFormat::Text,
            rise: model.rise,
            decay: model.decay,
            unaddressed: model.unaddressed,
            half_rate: model.half_rate,
        }
    }
}

impl Settings {
    pub(super) const fn model(&self) -> Model {
        let Self { rise, decay, unaddressed, half_rate, .. } = *self;
        Model { rise, decay, unaddressed, half_rate }
    }

    /// As a file of settings, in which nothing is that must not be seen.
    pub(super) fn shown(&self) -> Result<String, toml::ser::Error> {
        let mut shown = self.clone();
        // What stands in its place is no secret that would be taken.
        shown.jwt_secret = shown.jwt_secret.map(|_| MASK.to_owned());
        shown.store = shown.store.map(|store| without_password(&store));
        toml::to_string(&shown)
    }
}

/// What stands in the place of a secret.
const MASK: &str = "***";

/// A store's name, without what a URL may bring to let one in.
fn without_password(store: &str) -> String {
    let Some((scheme, rest)) = store.split_once("://") else { return store.to_owned() };
    let (place, query) = rest.split_once('?').map_or((rest, false), |(place, _)| (place, true));
    let (host, path) =
        place.split_once('/').map_or((place, None), |(host, path)| (host, Some(path)));
    let mut shown = format!("{scheme}://");
    match host.rsplit_once('@') {
        Some((_, host)) => shown.extend([MASK, "@", host]),
        None => shown += host,
    }
    if let Some(path) = path {
        shown.extend(["/", path]);
    }
    if query {
        shown.extend(["?", MASK]);
    }
    shown
}

//! What a request asks, read once and checked.

use std::borrow::Cow;
use std::time::Duration;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::Uri;

use super::failure::Failure;
use super::file_hash::FileHash;
use crate::formats::Format;

/// The most seconds that a period can have: a day.
const LONGEST_PERIOD: u32 = 86_400;
/// The most hashes on a page.
const LONGEST_PAGE: usize = 1_000;

/// The parameters of a query, percent-decoded once.
///
/// What no endpoint asks for is ignored, however often it stands there.
pub(super) struct Query<'u>(Vec<(Cow<'u, str>, Cow<'u, str>)>);

impl<'u> Query<'u> {
    pub(super) fn of(uri: &'u Uri) -> Self {
        let query = uri.query().unwrap_or_default();
        Self(form_urlencoded::parse(query.as_bytes()).collect())
    }

    /// The only value of a parameter; absent if it is not given.
    fn one(&self, name: &str) -> Result<Option<&str>, Failure> {
        let mut values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value);
        let value = values.next();
        if values.next().is_some() {
            return Err(Failure::parameter(name, "given more than once"));
        }
        Ok(value.map(AsRef::as_ref))
    }

    /// The value of a parameter as something else; absent if it is not given.
    fn parsed<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        expected: &str,
    ) -> Result<Option<T>, Failure> {
        let Some(text) = self.one(name)? else { return Ok(None) };
        parse(text).map(Some).ok_or_else(|| Failure::parameter(name, expected))
    }

    /// `file-hash`, which must be there.
    pub(super) fn file_hash(&self) -> Result<FileHash, Failure> {
        let name = "file-hash";
        let text = self.one(name)?.ok_or_else(|| Failure::parameter(name, "missing"))?;
        text.parse().map_err(|error| Failure::parameter(name, error))
    }

    /// `period_seconds`, 300 unless given.
    pub(super) fn period_seconds(&self) -> Result<u32, Failure> {
        let parse =
            |text: &str| whole(text).filter(|seconds: &u32| (1..=LONGEST_PERIOD).contains(seconds));
        let expected = format!("expected an integer from 1 to {LONGEST_PERIOD}");
        Ok(self.parsed("period_seconds", parse, &expected)?.unwrap_or(300))
    }

    /// `limit`, 100 unless given.
    pub(super) fn limit(&self) -> Result<usize, Failure> {
        let parse =
            |text: &str| whole(text).filter(|limit: &usize| (1..=LONGEST_PAGE).contains(limit));
        let expected = format!("expected an integer from 1 to {LONGEST_PAGE}");
        Ok(self.parsed("limit", parse, &expected)?.unwrap_or(100))
    }

    /// `after`, a hash.
    pub(super) fn after(&self) -> Result<Option<FileHash>, Failure> {
        let text = self.one("after")?;
        let parse = |text: &str| text.parse().map_err(|error| Failure::parameter("after", error));
        text.map(parse).transpose()
    }

    /// `format`, the name of one.
    pub(super) fn format(&self) -> Result<Option<Format>, Failure> {
        let known: Vec<&str> = Format::ALL.map(Format::id).to_vec();
        let expected = format!("expected one of {}", known.join(", "));
        self.parsed("format", |text| text.parse().ok(), &expected)
    }

    /// `recording`, the name of one.
    pub(super) fn recording(&self) -> Result<Option<&str>, Failure> {
        self.one("recording")
    }

    /// `roster`, labels apart by commas.
    pub(super) fn roster(&self) -> Result<Vec<String>, Failure> {
        let labels = self.one("roster")?.unwrap_or_default().split(',');
        Ok(labels.filter(|label| !label.is_empty()).map(str::to_owned).collect())
    }

    /// `duration`, in seconds.
    pub(super) fn duration(&self) -> Result<Option<f64>, Failure> {
        self.parsed("duration", seconds, "expected a finite number of seconds, 0 or more")
    }

    /// `min_talk`, in seconds; 0 unless given.
    pub(super) fn min_talk(&self) -> Result<Duration, Failure> {
        let parse = |text: &str| Duration::try_from_secs_f64(seconds(text)?).ok();
        let expected = "expected a finite number of seconds, 0 or more";
        Ok(self.parsed("min_talk", parse, expected)?.unwrap_or_default())
    }
}

/// The hash in a path, percent-decoded once.
pub(super) fn hash_in(path: Result<Path<String>, PathRejection>) -> Result<FileHash, Failure> {
    // What is no text after decoding is no hash either.
    let text = path.map_or_else(|_| String::new(), |Path(text)| text);
    text.parse().map_err(|error| Failure::parameter("file-hash", error))
}

/// A whole number of digits alone.
fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|one| one.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn seconds(text: &str) -> Option<f64> {
    text.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0)
}

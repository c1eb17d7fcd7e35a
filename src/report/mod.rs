//! A meeting as one page of HTML that takes nothing from elsewhere.
//!
//! [`Report::html`] gives a page for people who would rather look than read JSON: the score with
//! its interval and what it means, the sociogram, who responds to whom, the timeline, the course of
//! the score, everyone's part in it, and what was repaired in the input. It is one file: its
//! scripts and styles are in it, its content security policy lets it load nothing, and it works
//! from a mail attachment.
//!
//! Every number in it is one of [`FullResult`] or of [`Dynamics`]; the page itself only draws.
//! Labels are shown as text whatever they hold: [`shown_label`] says how. The same meeting gives
//! the same bytes.
//!
//! What grows faster than a meeting is bounded: of more than 60 participants the page shows those
//! who speak the most, and of the responses those above 0.01, in long meetings the heaviest. It
//! says so where it does.

mod data;
mod names;
mod page;
mod responses;
mod words;

use crate::analysis::Analyzer;
use crate::conversation::Conversation;
use crate::dynamics::{Dynamics, Windows};
use crate::formats::Recording;
use crate::schema::{FullResult, Provenance};
use data::Data;

pub use names::shown_label;
pub use page::content_security_policy;

/// A meeting, as a page of HTML.
///
/// ```
/// use sociogram::report::Report;
/// use sociogram::{Analyzer, Conversation, Turn};
///
/// let conversation = Conversation::new([
///     Turn::from_seconds("ana", 0.0, 2.0)?,
///     Turn::from_seconds("ben", 2.2, 4.0)?,
/// ])?;
/// let report = Report::of(&conversation, &Analyzer::default(), 0).titled("Monday");
/// let page = report.html();
/// assert!(page.starts_with("<!doctype html>") && page.contains("<title>Monday"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Report<'a> {
    conversation: &'a Conversation,
    analyzer: Analyzer,
    result: FullResult,
    title: Option<String>,
    windows: Windows,
}

impl<'a> Report<'a> {
    /// The report of a conversation, with intervals drawn from a seed.
    ///
    /// Time: what [`FullResult::of`] takes.
    #[must_use]
    pub fn of(conversation: &'a Conversation, analyzer: &Analyzer, seed: u64) -> Self {
        Self {
            conversation,
            analyzer: *analyzer,
            result: FullResult::of(conversation, analyzer, seed),
            title: None,
            windows: Windows::default(),
        }
    }

    /// The same report with the recording's name, and what reading it took.
    #[must_use]
    pub fn of_recording(self, recording: &Recording) -> Self {
        self.with_provenance(Provenance::of(recording))
    }

    /// The same report with what reading the recording took, where the recording itself is gone.
    ///
    /// ```
    /// use sociogram::formats::rttm;
    /// use sociogram::report::Report;
    /// use sociogram::schema::Provenance;
    /// use sociogram::{Analyzer, Conversation};
    ///
    /// let text = b"SPEAKER standup 1 0.0 2.0 <NA> <NA> ana <NA> <NA>";
    /// for recording in rttm::read(text)? {
    ///     let provenance = Provenance::of(&recording);
    ///     let conversation = Conversation::new(recording.into_turns())?;
    ///     let report = Report::of(&conversation, &Analyzer::default(), 0);
    ///     assert!(report.with_provenance(provenance).html().contains("<title>standup"));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_provenance(mut self, provenance: Provenance) -> Self {
        self.result = self.result.with_provenance(provenance);
        self
    }

    /// The same report under a title of one's own, in place of the recording's name.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The same report with the score over windows of one's own; five minutes each unless told.
    ///
    /// Where the meeting cannot be divided so, the page has the reason in their place.
    ///
    /// ```
    /// use sociogram::dynamics::Windows;
    /// use sociogram::report::Report;
    /// # use sociogram::{Analyzer, Conversation, Turn};
    ///
    /// # let conversation = Conversation::new([
    /// #     Turn::from_seconds("ana", 0.0, 2.0)?,
    /// #     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// # ])?;
    /// let report = Report::of(&conversation, &Analyzer::default(), 0);
    /// let report = report.windows(Windows::from_seconds(60.0, 60.0)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn windows(mut self, windows: Windows) -> Self {
        self.windows = windows;
        self
    }

    /// All that is known of the meeting, which is where the page has its numbers from.
    #[must_use]
    pub const fn result(&self) -> &FullResult {
        &self.result
    }

    /// The page, whole.
    ///
    /// Below 300 kB for an hour of meeting; about 20 bytes for each further spurt.
    #[must_use]
    pub fn html(&self) -> String {
        let course = Dynamics::of(self.conversation, &self.analyzer, self.windows);
        let title = self.title.as_deref().or(self.result.recording.as_deref()).unwrap_or_default();
        let title =
            if names::is_blank(title) { "Meeting".to_owned() } else { names::visible(title) };
        let data = Data::of(&title, self.conversation, &self.result, course);
        page::of(data, self.conversation, &self.analyzer, &words::of(&self.result))
    }
}

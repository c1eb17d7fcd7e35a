//! Pictures of a meeting for papers and slides (feature `plot`; as PNG: feature `png`).
//!
//! Four kinds: the [sociogram](Picture::sociogram), the [matrix](Picture::matrix) of responses, the
//! [timeline](Picture::timeline) and the score [over time](Picture::dynamics). All are 240 points
//! (8.5 cm, a column of a paper) wide, a matrix of more than 28 participants twice that, on white ground, with letters of 5.5 points or more, and use a
//! palette that people who see few colours, and printers without any, tell apart by lightness.
//!
//! The same input gives the same bytes: of an SVG on any machine, of a PNG in every run of a build, whatever
//! fonts the machine has. Labels are shown as text whatever they
//! hold: control characters, and those that turn the direction of what follows, become escapes such
//! as `\u{1b}`, and long labels lose their middle. Of more than 50 participants, the 50 who speak
//! most are drawn, and the picture says so; what there is nothing to draw of is a plain sentence.
//!
//! ```
//! use sociogram::plot::Picture;
//! use sociogram::{Analyzer, Conversation, Turn};
//!
//! let conversation = Conversation::new([
//!     Turn::from_seconds("ana", 0.0, 2.0)?,
//!     Turn::from_seconds("ben", 2.2, 4.0)?,
//! ])?;
//! let analysis = Analyzer::default().analyze(&conversation);
//! let svg = Picture::sociogram(&analysis, Some("standup")).into_svg();
//! assert!(svg.starts_with("<svg ") && svg.contains("ana"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod axis;
mod canvas;
mod colour;
mod course;
mod letters;
mod matrix;
#[cfg(feature = "png")]
mod png;
mod round;
mod shown;
mod timeline;

use crate::analysis::Analysis;
use crate::conversation::Conversation;
use crate::dynamics::Dynamics;

#[cfg(feature = "png")]
pub use png::PngError;

/// A picture, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    svg: String,
}

impl Picture {
    /// Who responds to whom, around a table.
    ///
    /// Everyone sits in order of labels, so that meetings of the same people can be laid side by
    /// side. A circle's area is the talk time; the half of a line that is next to somebody is as
    /// wide as what they respond to the other, and lines of stronger pairs are darker. Time:
    /// O(participants + edges).
    #[must_use]
    pub fn sociogram(analysis: &Analysis, recording: Option<&str>) -> Self {
        Self { svg: round::draw(analysis, recording) }
    }

    /// Responses from each participant (row) to each other one (column), in numbers where there are
    /// at most 15 participants, and in colour.
    #[must_use]
    pub fn matrix(analysis: &Analysis, recording: Option<&str>) -> Self {
        Self { svg: matrix::draw(analysis, recording) }
    }

    /// Everyone's speech over time, and where it overlaps with that of others.
    ///
    /// Columns of a quarter of a point are full where speech fills them and paler where it does not,
    /// and orange where most of it is overlap: so 100,000 turns make a small file too, and hours of
    /// short turns look no fuller than they are. The axis has the recording's clock; where that began long before the first
    /// speech, time since then.
    ///
    /// ```
    /// use sociogram::plot::Picture;
    /// use sociogram::{Conversation, Turns};
    ///
    /// let silent = Conversation::new(Turns::new())?;
    /// assert!(Picture::timeline(&silent, None).svg().contains("Nobody speaks"));
    /// # Ok::<(), sociogram::ConversationError>(())
    /// ```
    #[must_use]
    pub fn timeline(conversation: &Conversation, recording: Option<&str>) -> Self {
        Self { svg: timeline::draw(conversation, recording) }
    }

    /// The score of each window of a meeting, 0 to 100, over time.
    ///
    /// Windows that tile are drawn from their start to their end, others at their middle. Time:
    /// that of [`Dynamics::windows`].
    ///
    /// ```
    /// use sociogram::dynamics::{Dynamics, Windows};
    /// use sociogram::plot::Picture;
    /// use sociogram::{Analyzer, Conversation, Turn};
    ///
    /// let conversation = Conversation::new([
    ///     Turn::from_seconds("ana", 0.0, 2.0)?,
    ///     Turn::from_seconds("ben", 2.2, 4.0)?,
    /// ])?;
    /// let seconds = Windows::from_seconds(1.0, 1.0)?;
    /// let course = Dynamics::of(&conversation, &Analyzer::default(), seconds)?;
    /// assert!(Picture::dynamics(&course, None).svg().contains("windows of 1 s"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dynamics(course: &Dynamics<'_>, recording: Option<&str>) -> Self {
        Self { svg: course::draw(course, recording) }
    }

    /// The picture as an SVG document.
    ///
    /// Text stays text, in `DejaVu` Sans or whatever sans-serif font the viewer has.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The picture as an SVG document, given away.
    #[must_use]
    pub fn into_svg(self) -> String {
        self.svg
    }

    /// The picture as a PNG, so many pixels wide (feature `png`).
    ///
    /// 1,200 pixels are 360 to the inch at a width of 8.5 cm. The font is the crate's own, which has
    /// Latin, Greek, Cyrillic, Hebrew, Arabic, Armenian and Georgian letters and common symbols;
    /// what it lacks is looked for in `fonts`, each the bytes of a font file, and is an empty box if
    /// none has it. Fonts of the system are never looked at.
    ///
    /// # Errors
    /// [`PngError`]: no width, or one beyond 20,000 pixels, or a picture that does not fit into memory.
    ///
    /// ```
    /// use sociogram::plot::Picture;
    /// use sociogram::{Conversation, Turn};
    ///
    /// let conversation = Conversation::new([Turn::from_seconds("ana", 0.0, 2.0)?])?;
    /// let png = Picture::timeline(&conversation, None).png(480, &[])?;
    /// assert!(png.starts_with(b"\x89PNG"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "png")]
    pub fn png(&self, width: u32, fonts: &[Vec<u8>]) -> Result<Vec<u8>, PngError> {
        png::draw(&self.svg, width, fonts)
    }
}

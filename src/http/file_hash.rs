//! What a meeting is called.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a meeting is called: 1 to 128 of the letters and digits of ASCII, `.`, `_` and `-`, not
/// beginning with a dot.
///
/// So it can name a file, and nothing outside of its folder. Upper and lower case are told apart.
///
/// ```
/// use sociogram::http::FileHash;
///
/// let hash: FileHash = "8b3c1e7b-64da.rttm".parse()?;
/// assert_eq!(hash.as_str(), "8b3c1e7b-64da.rttm");
/// assert!("../secrets".parse::<FileHash>().is_err());
/// # Ok::<(), sociogram::http::NotAFileHash>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileHash(String);

impl FileHash {
    /// How many characters it can have.
    pub const MOST_CHARACTERS: usize = 128;

    /// The SHA-256 of a file's bytes, in hexadecimal: what a meeting is called unless it has a name
    /// of its own.
    ///
    /// ```
    /// use sociogram::http::FileHash;
    ///
    /// assert!(FileHash::of(b"").as_str().starts_with("e3b0c44298fc1c14"));
    /// ```
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A SHA-256 in hexadecimal: 64 characters.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl FromStr for FileHash {
    type Err = NotAFileHash;

    fn from_str(text: &str) -> Result<Self, NotAFileHash> {
        let fits = (1..=Self::MOST_CHARACTERS).contains(&text.len())
            && !text.starts_with('.')
            && text.bytes().all(|one| one.is_ascii_alphanumeric() || b"._-".contains(&one));
        if fits { Ok(Self(text.to_owned())) } else { Err(NotAFileHash) }
    }
}

impl TryFrom<String> for FileHash {
    type Error = NotAFileHash;

    fn try_from(text: String) -> Result<Self, NotAFileHash> {
        text.parse()
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> Self {
        hash.0
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text that cannot name a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected 1 to {} letters, digits, `.`, `_` or `-`, not beginning with a dot",
    FileHash::MOST_CHARACTERS
)]
pub struct NotAFileHash;

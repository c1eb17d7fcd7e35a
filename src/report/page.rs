//! The page: its text, styles, scripts and data in one file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::data::Data;
use super::responses;
use super::words::Words;
use crate::analysis::Analyzer;
use crate::conversation::Conversation;

/// How large a page of an hour may be, with some room to spare; longer ones have more to show,
const MOST_BYTES: usize = 285_000;
/// but so many bytes of responses are enough for any.
const MOST_OF_RESPONSES: usize = 1_000_000;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/style.css");
/// One script: its files share a scope.
const SCRIPT: &str = concat!(
    "'use strict';\n(() => {\n",
    include_str!("page/dom.js"),
    include_str!("page/model.js"),
    include_str!("page/summary.js"),
    include_str!("page/sociogram.js"),
    include_str!("page/matrix.js"),
    include_str!("page/pair.js"),
    include_str!("page/lanes.js"),
    include_str!("page/timeline.js"),
    include_str!("page/course.js"),
    include_str!("page/people.js"),
    include_str!("page/main.js"),
    "})();\n",
);

/// The content security policy of every report: nothing is loaded, and nothing runs but the page's
/// own script.
///
/// It stands in the page itself; who serves pages may send it as a header too.
///
/// ```
/// let policy = sociogram::report::content_security_policy();
/// assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"));
/// ```
#[must_use]
pub fn content_security_policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(SCRIPT),
        hash(STYLE),
    )
}

pub(super) fn of(
    mut data: Data,
    conversation: &Conversation,
    analyzer: &Analyzer,
    words: &Words,
) -> String {
    let taken = TEMPLATE.len() + STYLE.len() + SCRIPT.len() + json(&data).len();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast stays in range whatever it is"
    )]
    let most = (MOST_BYTES as f64 * (conversation.minutes() / 60.0).max(1.0)) as usize;
    let room = most.saturating_sub(taken).min(MOST_OF_RESPONSES);
    responses::add(&mut data, conversation, analyzer, room);
    fill(TEMPLATE, |name| match name {
        "policy" => escaped(&content_security_policy()),
        "style" => STYLE.to_owned(),
        "script" => SCRIPT.to_owned(),
        "data" => json(&data),
        "title" => escaped(data.title()),
        "score" => escaped(&words.score),
        "interval" => escaped(&words.interval),
        "means" => escaped(&words.means),
        "not" => escaped(&words.not),
        _ => String::new(),
    })
}

/// The template with what belongs at each `{{name}}`; what is put there is not looked at again.
fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut pieces = template.split("{{");
    let mut page = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        page.push_str(&value(name));
        page.push_str(rest);
    }
    page
}

/// Text of HTML, in an element or in an attribute.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, one| {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(one),
        }
        escaped
    })
}

/// JSON that no parser of HTML or of scripts takes for anything else: none of these characters
/// stands outside of a text in JSON.
fn json(data: &Data) -> String {
    // A struct of texts and numbers can always be written.
    let plain = serde_json::to_string(data).unwrap_or_default();
    plain.chars().fold(String::with_capacity(plain.len()), |mut json, one| {
        match one {
            '<' => json.push_str("\\u003c"),
            '>' => json.push_str("\\u003e"),
            '&' => json.push_str("\\u0026"),
            '\u{2028}' => json.push_str("\\u2028"),
            '\u{2029}' => json.push_str("\\u2029"),
            _ => json.push(one),
        }
        json
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let filled = fill("a {{x}} b {{y}}", |name| format!("[{name} {{{{x}}}}]"));
        assert_eq!(filled, "a [x {{x}}] b [y {{x}}]");
    }

    #[test]
    fn the_page_has_a_place_for_everything_and_nothing_that_its_policy_forbids() {
        for name in ["policy", "style", "script", "data", "title", "score", "interval", "means"] {
            assert_eq!(
                TEMPLATE.matches(&format!("{{{{{name}}}}}")).count(),
                1.max(usize::from(name == "title") * 2),
                "{name}"
            );
        }
        assert!(!TEMPLATE.contains("style="), "the policy has no word for attributes");
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains('\r'));
        }
        for word in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}

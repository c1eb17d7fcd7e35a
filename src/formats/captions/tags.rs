//! Tags in the text of captions.

use std::borrow::Cow;

/// The names in the voice tags of a line; a tag that does not end in it is none.
pub(super) fn voices(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = line;
    std::iter::from_fn(move || {
        loop {
            let (_, behind) = rest.split_once("<v")?;
            rest = behind;
            if !behind.starts_with(['.', ' ', '\t', '>']) {
                continue;
            }
            let (tag, text) = behind.split_once('>')?;
            rest = text;
            let name = tag.split_once([' ', '\t']).map_or("", |(_classes, name)| name.trim());
            return Some(decoded(name));
        }
    })
}

/// A line without tags.
pub(super) fn plain(line: &str) -> Cow<'_, str> {
    let is_tag =
        |behind: &str| behind.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '/');
    if !line.contains('<') {
        return decoded(line);
    }
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((text, behind)) = rest.split_once('<') {
        plain.push_str(text);
        if !is_tag(behind) {
            plain.push('<');
            rest = behind;
            continue;
        }
        rest = match behind.split_once('>') {
            Some((_, text)) => text,
            // Without an end there is no tag here nor further on.
            None => {
                plain.push('<');
                plain.push_str(behind);
                ""
            }
        };
    }
    plain.push_str(rest);
    Cow::Owned(decoded(&plain).into_owned())
}

/// A text with the characters that are written as `&amp;` and the like: in `WebVTT` always, in
/// `SubRip` by those who convert it from there.
fn decoded(text: &str) -> Cow<'_, str> {
    /// None of the references that are read is longer, `&` and `;` aside.
    const LONGEST: usize = 8;
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        decoded.push_str(before);
        let end = behind.bytes().take(LONGEST + 1).position(|byte| byte == b';');
        let reference = end.and_then(|end| Some((behind.get(..end)?, behind.get(end + 1..)?)));
        match reference.and_then(|(name, text)| Some((character(name)?, text))) {
            Some((character, text)) => {
                decoded.push(character);
                rest = text;
            }
            None => {
                decoded.push('&');
                rest = behind;
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The character that a reference names.
fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "lrm" => '\u{200E}',
        "rlm" => '\u{200F}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_are_found_wherever_they_stand() {
        let found = |line| voices(line).collect::<Vec<_>>();
        assert_eq!(found("<v Ann>hi</v> <v.loud.far  Ben B >yes<v>no"), ["Ann", "Ben B", ""]);
        assert_eq!(found("<v\tAnn &amp; Ben>hi"), ["Ann & Ben"]);
        assert!(found("<video>hi <b>v</b> <v Ann hi").is_empty());
    }

    #[test]
    fn tags_go_and_what_is_none_stays() {
        let found = |line| plain(line).into_owned();
        assert_eq!(found("<i><b>Ann</b></i>: <00:01.000>hi"), "Ann: hi");
        assert_eq!(found("1 < 2 > 0 <b>a</b> <c"), "1 < 2 > 0 a <c");
        assert_eq!(found("<b &amp; <b> x"), " x");
    }

    #[test]
    fn references_are_characters() {
        let found = |text| decoded(text).into_owned();
        assert_eq!(found("a &amp; b &lt;&gt;&quot;&apos; &#233;&#xe9;"), "a & b <>\"' éé");
        assert_eq!(
            found("&amp;amp; & &; &é; &#x110000; &ampersand; &"),
            "&amp; & &; &é; &#x110000; &ampersand; &"
        );
    }
}

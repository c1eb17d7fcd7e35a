//! Names in front of the text of captions.
//!
//! A line names who speaks as `Ann: hi`, `[Ann]: hi`, `[Ann] hi` or `(speaker 0) hi`. What stands
//! there may as well be the beginning of a sentence, the time of day or a sound, so:
//!
//! - Before a colon that a space or the end of the line follows stands a name, if it begins with a
//!   letter, has at most 80 characters and 8 words, and none of `? ! ; : …` in it. If it is more
//!   than one word, none of them begins with a small letter, but for those that are small in names
//!   (`van`, `de`, `and`) and for a small word and a number (`speaker 1`). A point may end an
//!   abbreviation only: a letter (`J.`), a title (`Dr.`), or what has more points (`Ph.D.`). What
//!   follows a bracket, a `|` or a dash between spaces is free: `Ann (she/her)`, `Ben | Sales`.
//!   So `https:`, `10:30 Meeting:` and `The point is:` are no names, and of
//!   `Dr. Smith: point: two` the name is `Dr. Smith`. `NOTE` is never a name.
//! - In square brackets before a colon stands a name, whatever it is, unless it is a sound
//!   (`[Music]`) or has a colon in it.
//! - In square brackets without a colon stands a name, if it is one as before a colon, does not
//!   begin with a small letter unless it has a digit in it, and text follows.
//! - In parentheses stands a name only if it is `speaker` and a number or a letter;
//!   `(speaker ?)`, which whisper.cpp writes if it cannot tell, is nobody.

/// Who speaks, according to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Somebody(&'a str),
    /// The line says that it is not known.
    Nobody,
}

/// No name is longer.
const LONGEST: usize = 80;
const MOST_WORDS: usize = 8;

/// Words that begin with a small letter in names.
const SMALL: [&str; 38] = [
    "a", "al", "and", "bin", "bint", "da", "das", "de", "degli", "dei", "del", "della", "den",
    "der", "di", "do", "dos", "du", "e", "el", "et", "ibn", "la", "le", "lo", "o", "of", "te",
    "ten", "ter", "the", "und", "van", "vom", "von", "y", "zu", "zur",
];

/// Abbreviations of more than a letter that end in a point.
const TITLES: [&str; 30] = [
    "adm", "capt", "cmdr", "col", "dipl", "dr", "dra", "drs", "fr", "gen", "gov", "hon", "inc",
    "ing", "jr", "lt", "ltd", "mag", "maj", "mr", "mrs", "ms", "prof", "rep", "rev", "sen", "sgt",
    "sr", "sra", "st",
];

/// What brackets hold that is heard but is not a person.
const SOUNDS: [&str; 36] = [
    "applause",
    "audio",
    "background",
    "beep",
    "bleep",
    "blank_audio",
    "cheering",
    "cheers",
    "chuckles",
    "clapping",
    "cough",
    "coughing",
    "coughs",
    "crosstalk",
    "crying",
    "foreign",
    "gasps",
    "inaudible",
    "indistinct",
    "laugh",
    "laughing",
    "laughs",
    "laughter",
    "music",
    "noise",
    "pause",
    "ringing",
    "sigh",
    "sighing",
    "sighs",
    "silence",
    "singing",
    "sound",
    "sounds",
    "speaker_turn",
    "unintelligible",
];

/// Words with a colon behind them that introduce something else than speech.
const NO_NAMES: [&str; 5] = ["ftp", "http", "https", "mailto", "note"];

/// Who speaks, if a line of text begins with it.
pub(super) fn named(text: &str) -> Option<Named<'_>> {
    let text = text.trim_start();
    if let Some((inside, behind)) = within(text, '[', ']') {
        let is_fitting = if behind.starts_with([':', '：']) {
            !inside.is_empty() && !inside.contains(':')
        } else {
            let is_label = !inside.starts_with(char::is_lowercase)
                || inside.contains(|character: char| character.is_ascii_digit());
            !behind.is_empty() && is_label && is_name(inside)
        };
        return (is_fitting && !is_sound(inside)).then_some(Named::Somebody(inside));
    }
    if let Some((inside, _)) = within(text, '(', ')') {
        let (speaker, behind) = inside.split_at_checked("speaker".len())?;
        let number = behind.trim_start_matches([' ', '_', '-']);
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let is_letter = number.len() == 1 && number.len() < behind.len();
        if !speaker.eq_ignore_ascii_case("speaker") || !(is_number || is_letter) {
            return None;
        }
        return Some(if number == "?" { Named::Nobody } else { Named::Somebody(inside) });
    }
    before_colon(text).filter(|name| is_name(name)).map(Named::Somebody)
}

/// What stands in brackets at the beginning, and what behind them.
fn within(text: &str, opening: char, closing: char) -> Option<(&str, &str)> {
    let (inside, behind) = text.strip_prefix(opening)?.split_once(closing)?;
    Some((inside.trim(), behind.trim_start()))
}

/// What stands before the first colon that ends something.
fn before_colon(text: &str) -> Option<&str> {
    for (at, character) in text.char_indices().take(LONGEST + 2) {
        let ends = match character {
            ':' => text.get(at + 1..)?.chars().next().is_none_or(char::is_whitespace),
            '：' => true,
            _ => false,
        };
        if ends {
            return text.get(..at).map(str::trim_end);
        }
    }
    None
}

fn is_name(text: &str) -> bool {
    let is_of_sentences = |character: char| {
        matches!(character, '?' | '!' | ';' | ':' | '…' | '¿' | '¡' | '？' | '！' | '。')
            || character.is_control()
    };
    if !text.starts_with(char::is_alphabetic)
        || text.contains(is_of_sentences)
        || text.chars().nth(LONGEST).is_some()
        || NO_NAMES.iter().any(|word| word.eq_ignore_ascii_case(text))
    {
        return false;
    }
    let free = ["(", "[", "|", " - ", " – ", " — "].iter().filter_map(|mark| text.find(mark)).min();
    let strict = text.get(..free.unwrap_or(text.len())).unwrap_or(text).trim_end();
    if strict.ends_with(',') || !strict.split_whitespace().all(has_points_of_names) {
        return false;
    }
    let mut words = strict.split_whitespace();
    match [words.next(), words.next(), words.next()] {
        [Some(_), None, _] => true,
        [Some(_), Some(number), None] if number.bytes().all(|it| it.is_ascii_digit()) => true,
        _ => {
            strict.split_whitespace().nth(MOST_WORDS).is_none()
                && strict.split_whitespace().all(is_word_of_names)
        }
    }
}

/// Whether a word may stand in a name of several.
fn is_word_of_names(word: &str) -> bool {
    let first = word.chars().find(|character| character.is_alphanumeric());
    first.is_none_or(|first| !first.is_lowercase()) || SMALL.contains(&word)
}

/// Whether a word ends in no point, or in one that ends no sentence.
fn has_points_of_names(word: &str) -> bool {
    word.trim_end_matches(',').strip_suffix('.').is_none_or(|short| {
        short.contains('.')
            || short.chars().nth(1).is_none()
            || TITLES.iter().any(|title| title.eq_ignore_ascii_case(short))
    })
}

fn is_sound(text: &str) -> bool {
    text.split([' ', ',', '-']).any(|word| SOUNDS.iter().any(|it| it.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_sentences() {
        for (text, name) in [
            ("Ann: hi", "Ann"),
            ("ann: hi", "ann"),
            ("Ann B:", "Ann B"),
            ("SPEAKER_00: hi", "SPEAKER_00"),
            ("speaker 1: hi", "speaker 1"),
            ("Dr. Smith: point: two", "Dr. Smith"),
            ("J. R. Lee Jr.: so", "J. R. Lee Jr."),
            ("Smith, Ann: so", "Smith, Ann"),
            ("Ann Lee, Ph.D.: so", "Ann Lee, Ph.D."),
            ("Ludwig van der Berg: so", "Ludwig van der Berg"),
            ("Ann | Org | the whole team: so", "Ann | Org | the whole team"),
            ("Ann (SL): so", "Ann (SL)"),
            ("ann (she/her): so", "ann (she/her)"),
            ("Ben Lee - in the garden: so", "Ben Lee - in the garden"),
            ("ann.lee@example.org: so", "ann.lee@example.org"),
            ("O'Neil & Ben: 10:30 it is", "O'Neil & Ben"),
            ("山田太郎：はい", "山田太郎"),
            ("[SPEAKER_00]: hi", "SPEAKER_00"),
            ("[the one in the back]: hi", "the one in the back"),
            ("[0]: hi", "0"),
            ("[Ann B] hi", "Ann B"),
            ("[speaker_0] hi", "speaker_0"),
            ("(speaker 0) hi", "speaker 0"),
            ("(SPEAKER_01): hi", "SPEAKER_01"),
        ] {
            assert_eq!(named(text), Some(Named::Somebody(name)), "{text}");
        }
        for text in [
            "",
            ":",
            ": hi",
            "hi",
            "10:30 Meeting: x",
            "3PO: hi",
            "https://example.org: it is there",
            "https:",
            "See https://example.org: there",
            "Ann:hi",
            "NOTE: this",
            "The point is: we go",
            "so there: x",
            "Really? Ann: hi",
            "I agree. Ann: hi",
            "Yes. Ann: hi",
            "One Two Three Four Five Six Seven Eight Nine: x",
            "[Music] hi",
            "[LOUD MUSIC]: la",
            "[Ann]",
            "[laughs] hi",
            "[door slams] hi",
            "[10:30]: hi",
            "[]: hi",
            "(laughs) hi",
            "(Ann) hi",
            "(speaker) hi",
            "(speakers) hi",
            "(speaker laughs) hi",
            "[Ann",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
        let longest = "A".repeat(80);
        assert_eq!(named(&format!("{longest}: hi")), Some(Named::Somebody(&longest)));
        assert_eq!(named(&format!("{longest}A: hi")), None);
        assert_eq!(named("(speaker ?) hi"), Some(Named::Nobody));
    }
}

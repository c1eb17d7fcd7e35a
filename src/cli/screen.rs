//! The terminal that a result is shown on.

use std::env;
use std::io::{self, IsTerminal};

use clap::ValueEnum;
use terminal_size::{Width, terminal_size};

/// How wide a terminal is that does not say.
const USUAL: usize = 80;
/// Lines are not longer than this on the widest terminal, and not shorter on the narrowest.
const LONGEST: usize = 100;
const SHORTEST: usize = 40;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` sets them elsewhere too.
    #[default]
    Auto,
    /// Wherever it goes.
    Always,
    /// Nowhere.
    Never,
}

/// A terminal, or what is to look like one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    /// In columns.
    pub(crate) width: usize,
    pub(crate) has_color: bool,
    /// Whether it shows more than ASCII.
    pub(crate) is_unicode: bool,
}

impl Screen {
    /// What standard output is shown on: absent for a file or a pipe, unless colours are asked for.
    pub(crate) fn of_output(color: Color) -> Option<Self> {
        let is_terminal = io::stdout().is_terminal();
        let has_color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if is_set("NO_COLOR") => false,
            Color::Auto => {
                let forced = is_set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0");
                forced || (is_terminal && !is("TERM", "dumb"))
            }
        };
        if !is_terminal && !has_color {
            return None;
        }
        let told = terminal_size().filter(|_| is_terminal).map(|(Width(width), _)| width.into());
        // A terminal that says 0 does not know.
        let width = told.filter(|width| *width > 0).unwrap_or(USUAL);
        let width = width.clamp(SHORTEST, LONGEST);
        Some(Self { width, has_color, is_unicode: is_unicode() })
    }
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn is(name: &str, expected: &str) -> bool {
    env::var_os(name).is_some_and(|value| value == expected)
}

/// Whether the locale has UTF-8, by the first of the variables that says anything.
fn is_unicode() -> bool {
    if cfg!(windows) {
        return true;
    }
    let said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find(|name| is_set(name));
    said.and_then(env::var_os).is_some_and(|locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

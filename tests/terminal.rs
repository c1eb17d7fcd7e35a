//! `sociogram score` on a terminal: a real one, made by Python's `pty`.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails should fail loudly"
)]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use unicode_width::UnicodeWidthChar;

/// Runs a command on a terminal of so many columns, and prints what it printed.
const ON_TERMINAL: &str = r#"
import fcntl, os, pty, struct, sys, termios
columns, command = int(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.execv(command[0], command)
out = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    out += piece
os.waitpid(child, 0)
sys.stdout.buffer.write(out.replace(b"\r\n", b"\n"))
"#;

const PLAIN: [(&str, &str); 2] = [("LANG", "C.UTF-8"), ("TERM", "xterm-256color")];

/// What a terminal of so many columns gets; absent where there is no Python, which is said.
fn shown(columns: usize, environment: &[(&str, &str)], arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("python3");
    command.args(["-c", ON_TERMINAL, &columns.to_string(), env!("CARGO_BIN_EXE_sociogram")]);
    command.current_dir(support::root()).arg("score").args(arguments);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE", "LANG", "TERM"] {
        command.env_remove(name);
    }
    // Python would otherwise make a locale of UTF-8 out of one without.
    command.env("PYTHONCOERCECLOCALE", "0").envs(environment.iter().copied());
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            let said = format!("\nSKIPPED: a terminal: no python3: {error}\n");
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            None
        }
    }
}

/// The lines without colours.
fn bare(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut kept = String::new();
        for (at, piece) in line.split('\u{1b}').enumerate() {
            let piece = if at == 0 { piece } else { piece.split_once('m').unwrap().1 };
            kept.push_str(piece);
        }
        lines.push(kept);
    }
    lines
}

fn columns(line: &str) -> usize {
    line.chars().map(|it| it.width().unwrap_or(0)).sum()
}

const STANDUP: &str = "fixtures/meetings/standup.rttm";

/// A meeting of people with names that are hard to put into columns.
fn hostile() -> PathBuf {
    let long = "L".repeat(500);
    let labels = [
        "李雷",
        "山田太郎山田太郎山田太郎",
        "משה כהן",
        "محمد",
        "\u{202e}evil\u{1b}[31m",
        "👩‍👩‍👧",
        &long,
    ];
    let lines = (0..70).map(|at| {
        let (start, speaker) = (at * 3, serde_json::to_string(labels[at * 5 % 7]).unwrap());
        format!("{{\"speaker\":{speaker},\"start\":{start},\"end\":{}}}\n", start + 3)
    });
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-terminal.jsonl");
    std::fs::write(&file, lines.collect::<String>()).unwrap();
    file
}

#[test]
fn tables_fit_and_have_bars() {
    let hostile = hostile();
    let hostile = hostile.to_str().unwrap();
    let several = [STANDUP, "fixtures/meetings/two-rooms.rttm", hostile];
    for width in [80, 64, 63, 40] {
        for arguments in [&[STANDUP][..], &[hostile], &several, &[hostile, "--scale", "relative"]] {
            let Some(text) = shown(width, &PLAIN, arguments) else { return };
            let lines = bare(&text);
            for line in lines.iter().filter(|line| !line.starts_with("fixtures/")) {
                assert!(columns(line) <= width, "{width}: {line}");
                // Whatever tells a terminal anything is the command's own.
                assert!(!line.contains(|it: char| it.is_control() || it == '\u{202e}'), "{line}");
            }
            assert!(text.contains('█') && text.contains("\u{1b}["), "{text}");
            // Columns stand under each other: what follows the bars begins at the same place.
            let head = lines.iter().position(|line| line.contains("value  0")).unwrap_or(0);
            let ends: Vec<usize> = lines
                .iter()
                .skip(head)
                .take(7)
                .take_while(|line| !line.is_empty())
                .map(|line| columns(line))
                .collect();
            assert!(head == 0 || ends.windows(2).all(|two| two[0] == two[1]), "{text}");
        }
    }
    let all = bare(&shown(80, &PLAIN, &[STANDUP]).unwrap()).join("\n");
    for told in ["interaction score 88.6 of 100 (90 %: 80–94)", "58–99", "+0.35 s", "at 103.90 s"]
    {
        assert!(all.contains(told), "{all}");
    }
}

#[test]
fn colours_where_they_are_wanted() {
    let has_color = |environment: &[(&str, &str)], arguments: &[&str]| {
        let environment = [&PLAIN[..], environment].concat();
        let arguments = [&[STANDUP], arguments].concat();
        shown(80, &environment, &arguments).map(|text| text.contains('\u{1b}'))
    };
    for (environment, arguments, expected) in [
        (&[][..], &[][..], true),
        (&[("NO_COLOR", "1")], &[], false),
        (&[("NO_COLOR", "")], &[], true),
        (&[("NO_COLOR", "1")], &["--color", "always"], true),
        (&[], &["--color", "never"], false),
        (&[("TERM", "dumb")], &[], false),
        (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], &[], false),
    ] {
        let Some(found) = has_color(environment, arguments) else { return };
        assert_eq!(found, expected, "{environment:?} {arguments:?}");
    }
}

#[test]
fn a_terminal_of_ascii_gets_ascii() {
    let hostile = hostile();
    for file in [STANDUP, hostile.to_str().unwrap()] {
        for environment in [&[("LANG", "C")][..], &[("LC_ALL", "POSIX"), ("LANG", "de_DE.UTF-8")]] {
            let Some(text) = shown(80, environment, &[file, "--chance"]) else { return };
            assert!(text.is_ascii() && text.contains("####"), "{text}");
        }
    }
}

#[test]
fn elsewhere_nothing_changes_unless_colours_are_asked_for() {
    let piped = |environment: &[(&str, &str)], arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sociogram"));
        command.current_dir(support::root()).args(["score", STANDUP]).args(arguments);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env("LANG", "C.UTF-8");
        String::from_utf8(command.envs(environment.iter().copied()).output().unwrap().stdout)
            .unwrap()
    };
    let plain = piped(&[], &[]);
    assert!(plain.contains("per minute") && !plain.contains('\u{1b}') && !plain.contains('█'));
    assert_eq!(plain, piped(&[("LANG", "C")], &["--color", "never"]));
    assert_eq!(plain, piped(&[("CLICOLOR_FORCE", "0")], &[]));
    for asked in [piped(&[], &["--color", "always"]), piped(&[("CLICOLOR_FORCE", "1")], &[])] {
        assert!(asked.contains('\u{1b}') && asked.contains('█'));
    }
    // Formats for machines have none in any case.
    assert!(!piped(&[], &["--color", "always", "--format", "json"]).contains('\u{1b}'));
}

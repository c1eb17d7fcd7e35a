//! Settings from where they may stand: typed, in the environment, in a file.

use std::ffi::OsString;
use std::path::Path;

use clap::{CommandFactory, Parser};
use toml::Table;

use super::arguments::{Arguments, Typed};
use super::settings::Settings;

/// The beginning of the names of variables.
const PREFIX: &str = "SOCIOGRAM_";
/// The settings that name keys, of which there is one.
const KEYS: [&str; 4] = ["jwt-secret-file", "jwt-key-file", "jwks-file", "jwt-secret"];

/// A command of nothing but settings, by which the values of variables are read as if typed.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct Lone {
    #[command(flatten)]
    typed: Typed,
}

/// The settings, and what is wrong with them if something is.
pub(super) fn settings(arguments: &Arguments) -> Result<Settings, String> {
    let variables = environment()?;
    let named = arguments.config.clone();
    let file = named.or_else(|| std::env::var_os(format!("{PREFIX}CONFIG")).map(Into::into));
    let mut all = Table::new();
    if let Some(file) = file {
        lay(&mut all, self::file(&file)?, &format!("{}: ", file.display()))?;
    }
    lay(&mut all, variables, "in the environment, ")?;
    lay(&mut all, table(&arguments.typed)?, "")?;
    all.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
}

/// Lays settings over others.
fn lay(all: &mut Table, upper: Table, place: &str) -> Result<(), String> {
    let mut keys = KEYS.iter().filter(|key| upper.contains_key(**key));
    if let Some(key) = keys.next() {
        if let Some(other) = keys.next() {
            return Err(format!("{place}{key} and {other} both name keys, and one of them may"));
        }
        // Whoever names a key here does not mean those named below too.
        for key in KEYS {
            all.remove(key);
        }
    }
    all.extend(upper);
    Ok(())
}

fn table(typed: &Typed) -> Result<Table, String> {
    Table::try_from(typed).map_err(|error| error.to_string())
}

/// The settings of a file, which must all be ones that there are.
fn file(path: &Path) -> Result<Table, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let told = |error: toml::de::Error| {
        // Not the line itself, which may hold a secret.
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map(|before| before.matches('\n').count() + 1);
        let line = line.map_or(String::new(), |line| format!("line {line}: "));
        format!("{shown}: {line}{}", error.message())
    };
    toml::from_str::<Settings>(&text).map_err(told)?;
    toml::from_str(&text).map_err(told)
}

/// The settings of the environment. Other variables of such names are none of ours: who runs a
/// service called sociogram in Kubernetes has them.
fn environment() -> Result<Table, String> {
    let mut all = Table::new();
    let known = Lone::command();
    for argument in known.get_arguments() {
        let Some(long) = argument.get_long() else { continue };
        let name = format!("{PREFIX}{}", long.replace('-', "_").to_uppercase());
        let Some(value) = std::env::var_os(&name) else { continue };
        let mut typed = OsString::from(format!("--{long}="));
        typed.push(value);
        let told = |error: clap::Error| {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            format!("{name}: {}", first.strip_prefix("error: ").unwrap_or(first))
        };
        let lone = Lone::try_parse_from([typed]).map_err(told)?;
        all.extend(table(&lone.typed)?);
    }
    // It can be seen by everyone what is typed, so this is no option.
    if let Some(secret) = std::env::var_os(format!("{PREFIX}JWT_SECRET")) {
        let secret = secret.into_string();
        let secret = secret.map_err(|_| format!("{PREFIX}JWT_SECRET: expected UTF-8"))?;
        all.insert("jwt-secret".to_owned(), secret.into());
    }
    Ok(all)
}

//! `sociogram plot`: pictures for papers and slides.

pub(crate) mod arguments;

use std::io::{self, Write};
use std::path::Path;

use sociogram::dynamics::{Dynamics, Windows};
use sociogram::formats::Recording;
use sociogram::plot::Picture;
use sociogram::{Analyzer, Conversation};

use crate::files::{Problem, Problems, analyzer, destination, shown};
use crate::one::only;
use crate::source::begin;
use crate::telling::{BAD_INPUT, refuse_usage};
use arguments::{Arguments, Kind};

pub(crate) fn run(arguments: &Arguments) -> io::Result<u8> {
    let analyzer = analyzer("plot", &arguments.model);
    let step = arguments.step.unwrap_or(arguments.period);
    let windows = Windows::from_seconds(arguments.period, step)
        .unwrap_or_else(|error| refuse_usage("plot", error));
    let output = arguments.output.as_deref();
    let in_pixels = is_png(output);
    let mut problems = Problems::none();
    let fonts = if in_pixels { fonts(arguments) } else { Ok(Vec::new()) };
    let fonts = match fonts {
        Ok(fonts) => fonts,
        Err(problem) => {
            problems.tell(&problem);
            return Ok(problems.code());
        }
    };
    let file = &arguments.single.file;
    let files = std::slice::from_ref(file);
    let begun = begin("plot", files, &arguments.input, None, &mut problems);
    let Some((source, _)) = begun else { return Ok(problems.code()) };
    let drawn = only(&source, &arguments.single).and_then(|(recording, conversation)| {
        let name = recording.as_ref().map(Recording::name);
        let name = name.map(|name| name.as_str());
        let picture = draw(arguments, name, &conversation, &analyzer, windows)
            .map_err(|message| bad(file, &message))?;
        if in_pixels {
            pixels(&picture, file, arguments.width, &fonts)
        } else {
            Ok(picture.into_svg().into())
        }
    });
    match drawn {
        Ok(bytes) => {
            // Only once there is a picture, so that the one before is not lost for nothing.
            if let Some(mut out) = destination(output, &mut problems) {
                out.write_all(&bytes)?;
                out.flush()?;
            }
        }
        Err(problem) => problems.tell(&problem),
    }
    Ok(problems.code())
}

fn draw(
    arguments: &Arguments,
    name: Option<&str>,
    conversation: &Conversation,
    analyzer: &Analyzer,
    windows: Windows,
) -> Result<Picture, String> {
    Ok(match arguments.kind {
        Kind::Sociogram => Picture::sociogram(&analyzer.analyze(conversation), name),
        Kind::Matrix => Picture::matrix(&analyzer.analyze(conversation), name),
        Kind::Timeline => Picture::timeline(conversation, name),
        Kind::Dynamics => {
            let course = Dynamics::of(conversation, analyzer, windows);
            Picture::dynamics(&course.map_err(|error| error.to_string())?, name)
        }
    })
}

fn bad(file: &Path, message: &str) -> Problem {
    Problem { code: BAD_INPUT, message: format!("{}: error: {message}", shown(file)) }
}

/// Whether a picture is wanted in pixels; a name that does not say ends the command.
fn is_png(output: Option<&Path>) -> bool {
    let Some(path) = output else { return false };
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ending == "svg" {
        return false;
    }
    if ending != "png" {
        refuse_usage("plot", "--output takes a name that ends in .svg or .png");
    }
    if cfg!(not(feature = "png")) {
        refuse_usage("plot", "this sociogram was built without the feature `png`: it draws .svg");
    }
    true
}

/// The fonts to draw with beside the one that is always there.
#[cfg(feature = "png")]
fn fonts(arguments: &Arguments) -> Result<Vec<Vec<u8>>, Problem> {
    arguments.font.iter().map(|file| crate::source::contents(file)).collect()
}

#[cfg(feature = "png")]
fn pixels(
    picture: &Picture,
    file: &Path,
    width: u32,
    fonts: &[Vec<u8>],
) -> Result<Vec<u8>, Problem> {
    picture.png(width, fonts).map_err(|error| bad(file, &error.to_string()))
}

/// Never asked for: the name of such an output is refused.
#[cfg(not(feature = "png"))]
fn fonts(_: &Arguments) -> Result<Vec<Vec<u8>>, Problem> {
    Ok(Vec::new())
}

#[cfg(not(feature = "png"))]
fn pixels(_: &Picture, file: &Path, _: u32, _: &[Vec<u8>]) -> Result<Vec<u8>, Problem> {
    Err(bad(file, "built without the feature `png`"))
}

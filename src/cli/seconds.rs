//! Seconds, as they are typed.

use std::time::Duration;

pub(crate) fn duration(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => Ok(seconds),
        _ => Err("expected a finite number of seconds, 0 or more".into()),
    }
}

pub(crate) fn talk_time(text: &str) -> Result<Duration, String> {
    let too_long = |_| "expected fewer seconds".to_owned();
    Duration::try_from_secs_f64(duration(text)?).map_err(too_long)
}

//! Whether the store can be used now.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::time::timeout;

use super::meetings::Meetings;

/// For how long what the store said is told again.
const PACE: Duration = Duration::from_secs(1);
/// How long the store may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the store said when it was last asked; whoever asks meanwhile waits for that.
#[derive(Default)]
pub(super) struct Ready(Mutex<Option<(Instant, Result<(), String>)>>);

impl Ready {
    /// What is wrong with a store, if anything is.
    pub(super) async fn now(&self, meetings: &dyn Meetings) -> Result<(), String> {
        let mut last = self.0.lock().await;
        if let Some((when, said)) = &*last
            && when.elapsed() < PACE
        {
            return said.clone();
        }
        let said = match timeout(PATIENCE, meetings.check()).await {
            Ok(said) => said.map_err(|error| error.to_string()),
            Err(_) => Err(format!("the store does not answer within {} s", PATIENCE.as_secs())),
        };
        *last = Some((Instant::now(), said.clone()));
        said
    }
}

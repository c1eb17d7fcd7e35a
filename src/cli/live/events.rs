//! What may come next: a line, a pause, an interrupt, the end.

use std::io::{self, BufRead, Read, StdinLock};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// No line is longer, as in every format.
const LONGEST_LINE: u64 = 1 << 20;
/// How long nothing may come before that is an event itself: a view may want to be drawn anew.
const PAUSE: Duration = Duration::from_millis(100);
/// How many lines may wait.
const WAITING: usize = 1024;
/// What a second interrupt ends the process with, as the shell would.
const KILLED: i32 = 130;

/// One of them.
#[derive(Debug)]
pub(super) enum Event {
    Line(Vec<u8>),
    LineTooLong,
    Pause,
    Interrupt,
    End,
    Failed(io::Error),
}

/// The events of this process.
#[derive(Debug)]
pub(super) struct Events(Receiver<Event>);

impl Events {
    /// Waits for the next one.
    pub(super) fn next(&self) -> Event {
        match self.0.recv_timeout(PAUSE) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => Event::Pause,
            Err(RecvTimeoutError::Disconnected) => Event::End,
        }
    }
}

/// Begins to read lines, and to listen for interrupts.
pub(super) fn start() -> io::Result<Events> {
    let (sender, receiver) = sync_channel(WAITING);
    let interrupts = sender.clone();
    let interrupted = AtomicBool::new(false);
    ctrlc::set_handler(move || {
        // What was read before still counts; whoever cannot wait for it interrupts again.
        if interrupted.swap(true, Ordering::Relaxed) {
            std::process::exit(KILLED);
        }
        let interrupts = interrupts.clone();
        thread::spawn(move || interrupts.send(Event::Interrupt));
    })
    .map_err(io::Error::other)?;
    thread::spawn(move || read_lines(&sender));
    Ok(Events(receiver))
}

/// Sends the lines of standard input, until it ends or nobody listens any more.
fn read_lines(sender: &SyncSender<Event>) {
    let mut input = io::stdin().lock();
    loop {
        let event = match next_line(&mut input) {
            Ok(Some(event)) => event,
            Ok(None) => Event::End,
            Err(error) => Event::Failed(error),
        };
        let is_last = matches!(event, Event::End | Event::Failed(_));
        if sender.send(event).is_err() || is_last {
            return;
        }
    }
}

fn next_line(input: &mut StdinLock<'_>) -> io::Result<Option<Event>> {
    let mut line = Vec::new();
    input.by_ref().take(LONGEST_LINE + 1).read_until(b'\n', &mut line)?;
    match line.last() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(Event::Line(line))),
        // The last line of all may have no end.
        Some(_) if line.len() as u64 <= LONGEST_LINE => Ok(Some(Event::Line(line))),
        Some(_) => {
            input.skip_until(b'\n')?;
            Ok(Some(Event::LineTooLong))
        }
    }
}

//! Work on many inputs in several threads; the answers come in the order of the inputs, however many threads there are.

use crate::project::files::Input;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Inputs a thread takes at a time: enough that handing out work costs nothing, few enough that no thread ends late.
const BATCH: usize = 16;
/// Answers that may wait to be written, in batches; what writes them may be slow.
const WAITING: usize = 256;
/// How long a command may take before it shows how far it has come.
const PATIENCE: Duration = Duration::from_millis(500);

/// How many threads to use.
pub(super) fn threads(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(2, NonZeroUsize::get).min(256)
}

/// Works on each input, with a state for each thread, and hands the answers to `take` in order. Stops where `take` fails.
pub(super) fn each<S, T: Send>(
    inputs: &[Input],
    threads: usize,
    quiet: bool,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Input) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let mut progress = Progress::new(inputs.len(), quiet);
    let threads = threads.min(inputs.len().div_ceil(BATCH));
    if threads <= 1 {
        let mut state = state();
        for input in inputs {
            let answer = work(&mut state, input);
            progress.step(1);
            progress.aside(|| take(answer))?;
        }
        return Ok(());
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<(usize, Vec<T>)>(WAITING);
        for _ in 0..threads {
            let (sender, next, state, work) = (sender.clone(), &next, &state, &work);
            scope.spawn(move || {
                let mut state = state();
                loop {
                    let batch = next.fetch_add(1, Ordering::Relaxed);
                    let Some(inputs) = inputs.chunks(BATCH).nth(batch) else { return };
                    let answers = inputs.iter().map(|input| work(&mut state, input)).collect();
                    if sender.send((batch, answers)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut due) = (BTreeMap::new(), 0);
        for (batch, answers) in receiver {
            progress.step(answers.len());
            early.insert(batch, answers);
            while let Some(answers) = early.remove(&due) {
                due += 1;
                progress.aside(|| answers.into_iter().try_for_each(&mut take))?;
            }
        }
        Ok(())
    })
}

/// A progress bar on standard error, once it is worth one.
struct Progress {
    start: Instant,
    total: usize,
    done: usize,
    wanted: bool,
    /// Whether standard output goes to a terminal too.
    shared: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    fn new(total: usize, quiet: bool) -> Self {
        let wanted = !quiet && io::stderr().is_terminal();
        Self { start: Instant::now(), total, done: 0, wanted, shared: io::stdout().is_terminal(), bar: None }
    }

    fn step(&mut self, by: usize) {
        self.done += by;
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
        } else if self.wanted && self.start.elapsed() > PATIENCE {
            let bar = ProgressBar::with_draw_target(Some(self.total as u64), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} files") {
                bar.set_style(style);
            }
            bar.set_position(self.done as u64);
            self.bar = Some(bar);
        }
    }

    /// Writes something to standard output, with the bar out of the way where both are on one terminal.
    fn aside<R>(&self, write: impl FnOnce() -> R) -> R {
        match &self.bar {
            Some(bar) if self.shared => bar.suspend(write),
            _ => write(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

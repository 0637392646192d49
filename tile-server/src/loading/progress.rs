//! Progress of a load: a bar with rate on a terminal, a line a step elsewhere, nothing for the quiet.

use indicatif::{ProgressBar, ProgressStyle};
use std::cell::RefCell;
use std::io::IsTerminal;
use std::time::Instant;

/// Shows how far a load is.
pub struct Progress {
    shown: bool,
    current: RefCell<Option<(String, Instant, ProgressBar)>>,
}

impl Progress {
    /// Progress on standard error.
    #[must_use]
    pub fn shown() -> Self {
        Self { shown: true, current: RefCell::new(None) }
    }

    /// No progress.
    #[must_use]
    pub fn quiet() -> Self {
        Self { shown: false, current: RefCell::new(None) }
    }

    /// Begins a step; `total` records when known.
    pub fn step(&self, name: &str, total: Option<u64>) {
        if !self.shown {
            return;
        }
        let bar = match (std::io::stderr().is_terminal(), total) {
            (false, _) => ProgressBar::hidden(),
            (true, Some(total)) => {
                ProgressBar::new(total).with_style(style("{prefix:>10} {bar:30} {pos}/{len} {per_sec} {eta}"))
            }
            (true, None) => ProgressBar::no_length().with_style(style("{prefix:>10} {spinner} {pos} {per_sec}")),
        };
        bar.set_prefix(name.to_owned());
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        *self.current.borrow_mut() = Some((name.to_owned(), Instant::now(), bar));
    }

    /// Counts records of the current step.
    pub fn advance(&self, records: u64) {
        if let Some((_, _, bar)) = &*self.current.borrow() {
            bar.inc(records);
        }
    }

    /// Ends the current step.
    #[expect(clippy::cast_precision_loss, reason = "a rate to be read by a person")]
    pub fn done(&self) {
        if let Some((name, since, bar)) = self.current.borrow_mut().take() {
            bar.finish_and_clear();
            let (records, seconds) = (bar.position(), since.elapsed().as_secs_f64());
            if records > 0 {
                eprintln!(
                    "{name:>12}: {records} records in {seconds:.2} s ({:.0}/s)",
                    records as f64 / seconds.max(1e-3)
                );
            } else {
                eprintln!("{name:>12}: {seconds:.2} s");
            }
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

//! From the database into a file: a task reads portions, a thread writes them, with a bounded queue between.

use importers::export::{self, ExportError, Format, Layout, Row};
use std::io::Write;
use std::vec::IntoIter;
use store::StoreError;
use store::read::Feature;
use store::whole::Whole;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Portions that wait for the writer; with them full the reader pauses.
const QUEUE: usize = 2;

/// Features on their way; the last portion is empty, so that an end that came too early is known.
type Portion = Result<Vec<Feature>, StoreError>;

/// The two ends of the way.
#[must_use]
pub fn way() -> (Reading, Features) {
    let (sender, receiver) = channel(QUEUE);
    (
        Reading { sender },
        Features { receiver, portion: Vec::new().into_iter(), is_done: false, is_wanted: Box::new(|| true) },
    )
}

/// The end that the database fills.
pub struct Reading {
    sender: Sender<Portion>,
}

impl Reading {
    /// Reads to the end, or until nobody takes the features any more.
    pub async fn run(self, mut whole: Whole<'_>) {
        loop {
            let portion = whole.next().await;
            let is_last = !matches!(&portion, Ok(features) if !features.is_empty());
            if self.sender.send(portion).await.is_err() || is_last {
                return;
            }
        }
    }
}

/// The end that a writer empties; for a thread that may block.
pub struct Features {
    receiver: Receiver<Portion>,
    portion: IntoIter<Feature>,
    is_done: bool,
    is_wanted: Box<dyn Fn() -> bool + Send>,
}

impl Features {
    /// Asks before each portion whether anybody still wants the file.
    #[must_use]
    pub fn while_wanted(self, is_wanted: impl Fn() -> bool + Send + 'static) -> Self {
        Self { is_wanted: Box::new(is_wanted), ..self }
    }

    /// Writes them; the answer is how many there were.
    ///
    /// # Errors
    /// See [`ExportError`].
    pub fn write(mut self, format: Format, layout: &Layout, out: &mut (dyn Write + Send)) -> Result<u64, ExportError> {
        export::write(format, layout, &mut self, out)
    }
}

impl Iterator for Features {
    type Item = Result<Row, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.portion.len() == 0 && !self.is_done {
            if !(self.is_wanted)() {
                return Some(Err(ExportError::Source("nobody waits for the file any more".to_owned())));
            }
            let portion = match self.receiver.blocking_recv() {
                Some(Ok(portion)) => portion,
                Some(Err(error)) => return Some(Err(ExportError::Source(format!("{error:?}")))),
                None => return Some(Err(ExportError::Source("the reading ended too early".to_owned()))),
            };
            self.is_done = portion.is_empty();
            self.portion = portion.into_iter();
        }
        self.portion
            .next()
            .map(|feature| Ok(Row { fid: feature.fid, values: feature.values, geometry: feature.geometry }))
    }
}

//! The program's side: starts the worker on one file and iterates over what it sends.

use crate::{fault, limits, options::OpenOptions, wire::Frames};
use gis_core::record::{Fault, Message, Note, Record, SourceInfo};
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

/// The longest the program waits for the next bytes of the worker. It is a wait, not a total: a slow database behind
/// the records does not count, and the worker's own CPU limit bounds what it can spend.
const SILENCE: Duration = Duration::from_secs(120);

/// Chunks of the pipe that wait for the program; with them full, the worker pauses.
const QUEUE: usize = 8;

/// Bytes asked of the pipe at once.
const CHUNK: usize = 256 << 10;

/// An open file: what is known of it, and an iterator over its records. The worker is killed when this is dropped.
pub struct Source {
    /// What the worker learnt when it opened the file.
    pub info: SourceInfo,
    worker: Worker,
    notes: Vec<Note>,
    noted: usize,
    done: bool,
}

/// Opens `file` in a worker process of its own, the program `worker`.
///
/// # Errors
/// The fault the worker found, or `worker_missing`, `worker_killed`, `worker_silent`, `worker_protocol`.
pub fn open(worker: &Path, file: &Path, options: &OpenOptions) -> Result<Source, Fault> {
    let file = file.canonicalize().map_err(|error| fault::unreadable(file, &error))?;
    let mut worker = Worker::start(worker, &file, options)?;
    match worker.message()? {
        Message::Info(info) => Ok(Source { info, worker, notes: Vec::new(), noted: 0, done: false }),
        Message::Fault(fault) => Err(fault),
        Message::Record(_) | Message::Note(_) | Message::End { .. } => Err(out_of_order()),
    }
}

impl Source {
    /// What the reader noted since the last call; the rest of it is there once the iterator has ended.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    fn step(&mut self) -> Result<Option<Record>, Fault> {
        loop {
            match self.worker.message()? {
                Message::Record(record) => return self.sound(record).map(Some),
                Message::Note(note) => self.keep(note)?,
                Message::End { .. } => return Ok(None),
                Message::Fault(fault) => return Err(fault),
                Message::Info(_) => return Err(out_of_order()),
            }
        }
    }

    /// The bounds that readers keep to by themselves hold for a worker that somebody broke, too.
    fn keep(&mut self, note: Note) -> Result<(), Fault> {
        self.noted += 1;
        if self.noted > limits::NOTES || note.code.len() + note.uk.len() + note.en.len() > limits::NOTE {
            return Err(out_of_order());
        }
        self.notes.push(note);
        Ok(())
    }

    /// What came out of the sandbox is checked again: whoever broke the worker speaks through it.
    fn sound(&self, record: Record) -> Result<Record, Fault> {
        let finite = record.geometry.as_ref().is_none_or(|geometry| {
            geometry.positions().all(|p| p.x.is_finite() && p.y.is_finite() && p.z.is_nan() != geometry.has_z)
        });
        if finite && record.values.len() == self.info.columns.len() { Ok(record) } else { Err(out_of_order()) }
    }
}

impl Iterator for Source {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step();
        self.done = !matches!(step, Ok(Some(_)));
        step.transpose()
    }
}

/// The child process and the thread that empties its pipe.
struct Worker {
    child: Child,
    chunks: Receiver<Vec<u8>>,
    frames: Frames,
}

impl Worker {
    fn start(program: &Path, file: &Path, options: &OpenOptions) -> Result<Self, Fault> {
        let options = serde_json::to_string(options).map_err(|error| missing(program, &error.to_string()))?;
        let mut child = Command::new(program)
            .args(["read".as_ref(), file.as_os_str(), options.as_ref()])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| missing(program, &error.to_string()))?;
        let (sender, chunks) = sync_channel(QUEUE);
        if let Some(pipe) = child.stdout.take() {
            std::thread::spawn(move || drain(pipe, &sender));
        }
        Ok(Self { child, chunks, frames: Frames::default() })
    }

    fn message(&mut self) -> Result<Message, Fault> {
        loop {
            if let Some(message) = self.frames.next_message()? {
                return Ok(message);
            }
            match self.chunks.recv_timeout(SILENCE) {
                Ok(chunk) => self.frames.feed(chunk),
                Err(RecvTimeoutError::Timeout) => return Err(silent()),
                Err(RecvTimeoutError::Disconnected) => return Err(self.obituary()),
            }
        }
    }

    /// Why the pipe closed before the last message.
    fn obituary(&mut self) -> Fault {
        let status = match self.child.wait() {
            Ok(status) => status,
            Err(error) => return killed(&error.to_string(), &error.to_string()),
        };
        match (status.signal(), status.code()) {
            (Some(SIGXCPU | SIGKILL), _) => {
                killed("вичерпано час процесора або пам’ять", "out of processor time or memory")
            }
            (Some(SIGABRT), _) => {
                killed("вичерпано пам’ять або внутрішня помилка", "out of memory or an internal error")
            }
            (Some(signal), _) => killed(&format!("сигнал {signal}"), &format!("signal {signal}")),
            (None, code) => killed(&format!("код {code:?}"), &format!("exit code {code:?}")),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A worker that ended by itself answers with an error here, and that is well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Numbers of `signal(7)` that are the same on every Linux.
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

fn drain(mut pipe: ChildStdout, chunks: &SyncSender<Vec<u8>>) {
    loop {
        let mut chunk = vec![0; CHUNK];
        let Ok(size) = pipe.read(&mut chunk) else { return };
        chunk.truncate(size);
        if size == 0 || chunks.send(chunk).is_err() {
            return;
        }
    }
}

fn missing(program: &Path, why: &str) -> Fault {
    let program = program.display();
    Fault::new(
        "worker_missing",
        format!("Не вдається запустити {program}: {why}. Файл misto-worker має лежати поруч із misto."),
        format!("{program} cannot be started: {why}. The file misto-worker belongs beside misto."),
    )
}

fn killed(uk: &str, en: &str) -> Fault {
    Fault::new(
        "worker_killed",
        format!(
            "Процес читання файлу загинув: {uk}. Файл завеликий, пошкоджений або зловмисний; поділіть чи вивантажте його ще раз."
        ),
        format!(
            "The process that read the file died: {en}. The file is too large, damaged or hostile; split it or export it again."
        ),
    )
}

fn silent() -> Fault {
    let seconds = SILENCE.as_secs();
    Fault::new(
        "worker_silent",
        format!("Процес читання мовчить {seconds} с; його зупинено. Файл завеликий, пошкоджений або зловмисний."),
        format!(
            "The reading process was silent for {seconds} s and was stopped. The file is too large, damaged or hostile."
        ),
    )
}

fn out_of_order() -> Fault {
    Fault::new(
        "worker_protocol",
        "Процес читання надіслав неможливий запис; файл, імовірно, зловмисний. Його не прийнято.",
        "The reading process sent an impossible record; the file is probably hostile. It is refused.",
    )
}

//! Who uses the cluster: two lock files that the kernel releases when a process dies, however it dies.
//!
//! * `gate.lock`, exclusive, is held while somebody starts or stops PostgreSQL: one at a time.
//! * `users.lock`, shared, is held by every program that uses the cluster. Whoever leaves and can then take it
//!   exclusively was the last. Both steps happen behind the gate, so nobody can enter between them.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::error::ClusterError;
use super::place::{Place, failed};

/// How long to wait for another `misto` that starts (crash recovery) or stops the cluster.
const GATE_WAIT: Duration = Duration::from_secs(330);

/// Time between two looks at the gate.
const POLL: Duration = Duration::from_millis(20);

/// The gate, held: dropping it opens it.
#[derive(Debug)]
pub struct Gate {
    _held: File,
}

/// One user of the cluster.
#[derive(Debug)]
pub struct Membership {
    users: File,
    gate: PathBuf,
}

/// Takes the gate and becomes a user. The caller starts PostgreSQL and then drops the gate.
pub fn enter(place: &Place) -> Result<(Gate, Membership), ClusterError> {
    let gate_path = place.base.join("gate.lock");
    let gate = pass(&gate_path)?;
    let users_path = place.base.join("users.lock");
    let users = open(&users_path)?;
    users.lock_shared().map_err(failed("lock", &users_path))?;
    Ok((gate, Membership { users, gate: gate_path }))
}

impl Membership {
    /// Takes the gate to look after a PostgreSQL in use.
    pub fn gate(&self) -> Result<Gate, ClusterError> {
        pass(&self.gate)
    }

    /// Stops being a user. `Some` gate: nobody else is left, and nobody enters until the gate is dropped.
    pub fn leave(self) -> Result<Option<Gate>, ClusterError> {
        let gate = pass(&self.gate)?;
        match self.users.unlock().map_err(TryLockError::Error).and_then(|()| self.users.try_lock()) {
            Ok(()) => Ok(Some(gate)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(failed("lock", &self.gate)(source)),
        }
    }
}

/// Takes the gate, waiting while another `misto` starts or stops the cluster.
fn pass(path: &Path) -> Result<Gate, ClusterError> {
    let file = open(path)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Gate { _held: file }),
            Err(TryLockError::Error(source)) => return Err(failed("lock", path)(source)),
            Err(TryLockError::WouldBlock) if begun.elapsed() > GATE_WAIT => {
                return Err(ClusterError::Busy { path: path.to_owned(), waited_s: GATE_WAIT.as_secs() });
            }
            Err(TryLockError::WouldBlock) => sleep(POLL),
        }
    }
}

fn open(path: &Path) -> Result<File, ClusterError> {
    let opened = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path);
    opened.map_err(failed("open", path))
}

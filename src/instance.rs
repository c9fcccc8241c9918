//! Process-wide state: run mode, the registry of instances, their parameters.
//!
//! One lock guards it all and is only held for moments: a recovery runs outside it, its instance marked busy, and calls
//! into a running instance hold that one's own lock.

pub mod database_parameters;
pub mod directory_backup;
pub mod lifecycle;
pub mod mode;
pub mod parameters;
pub mod registry;
pub mod restore;
pub mod sessions;
pub mod settings;

use parking_lot::{Mutex, MutexGuard};

use registry::Process;

static PROCESS: Mutex<Process> = Mutex::new(Process::new());

/// The state of this process.
pub fn process() -> MutexGuard<'static, Process> {
    PROCESS.lock()
}

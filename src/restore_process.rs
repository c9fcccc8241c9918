//! The whole restore: what backup software drives around the one call that replays logs.
//!
//! 1. [`begin`](RestoreFolder::begin): a full or copy backup is brought in. Its databases go to their places, its logs
//!    to a folder of the restore's own, and `Restore.env` is written there.
//! 2. [`add`](RestoreFolder::add): incremental or differential backups bring their logs and bring `Restore.env` up to
//!    date.
//! 3. [`complete`](RestoreFolder::complete): a hard recovery plays the logs of the range, then those of the storage
//!    group itself if asked, and removes what the restore made.
//! 4. [`mount`](Environment::mount): the databases are attached to a running instance.
//!
//! ```text
//! environment  what Restore.env says
//! text         its text form
//! env_file     reading and writing it
//! contents     what a backup brings, checked
//! logs         which logs a set may bring
//! folder       begin, add, status
//! streaming    the .stm file beside a database
//! complete     the end of the restore
//! mount        the restored databases in a running instance
//! ```
//!
//! The process is that of the engine's backup interface (`dev/ese/src/eseutil/eseutil.cxx`, dump and run of a
//! Restore.env); the text form of the file is this project's own.

pub mod complete;
pub mod contents;
mod env_file;
pub mod environment;
pub mod folder;
mod logs;
pub mod mount;
pub mod streaming;
mod text;

pub use complete::{Completed, Completion, RollForward};
pub use contents::{Contents, DatabaseCopy};
pub use env_file::FILE_NAME;
pub use environment::{Database, Environment, Set, SetKind, Stage};
pub use folder::RestoreFolder;
pub use mount::Mounted;

//! Microsoft's ESE database recovery on any system. The map of the house:
//!
//! * [`error`]: one typed error below everything; gives the JET error number.
//! * [`format`]: what is on disk. Bytes in, values out; no I/O.
//! * [`storage`]: files and the page cache.
//! * [`btree`]: search and edit by key over cached pages.
//! * [`recovery`]: plan, redo, undo, finish; hard and soft recovery.
//! * [`dump`]: what files say, in Windows' words: headers, logs, checksums.
//! * [`instance`]: run mode, instances, parameters.
//! * [`restore_process`]: the whole restore: backup sets, `Restore.env`, its completion.
//! * [`api`]: the Rust face: [`Restore`] and [`Recovery`].
//! * [`abi`]: the C face.

/// What the tests share knows the library by its name.
#[cfg(test)]
extern crate self as esent;

pub mod abi;
pub mod api;
pub mod btree;
pub mod dump;
pub mod error;
pub mod format;
pub mod instance;
pub mod recovery;
pub mod restore_process;
pub mod storage;

pub use api::{Recovery, Restore};

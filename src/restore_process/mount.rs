//! Mounting: the restored databases are attached to a running instance.

use std::path::PathBuf;

use super::environment::Environment;
use crate::error::Result;
use crate::instance::registry::Handle;
use crate::instance::sessions::with_live;
use crate::recovery::live::attach::Attached;

/// What became of one database.
#[derive(Debug)]
pub struct Mounted {
    pub path: PathBuf,
    /// Attached now or before, or why not.
    pub result: Result<Attached>,
}

impl Environment {
    /// Attaches each restored database to a running instance. One that cannot be attached does not keep the others from
    /// it.
    ///
    /// # Errors
    /// Those of the instance: `InvalidInstance`, `NotInitialized`, `LoggingDisabled` and their like. Those of a database
    /// are in its own result.
    pub fn mount(&self, instance: Handle) -> Result<Vec<Mounted>> {
        with_live(instance, |mut live| {
            let mut mount = |path: &PathBuf| Mounted { path: path.clone(), result: live.attach(path) };
            Ok(self.databases.iter().map(|d| mount(&d.path)).collect())
        })
    }
}

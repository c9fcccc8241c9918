//! Where the engine works: a new directory with copies, or the originals.
//!
//! ```text
//! NAME/                  NAME.unfinished/ while it is being made
//!   SRUDB.dat            the databases
//!   logs/                the logs, the checkpoint, and what the engine adds
//!   backup/              of a restore: the logs of the backup
//!   report.json  report.txt
//! ```

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use esent::storage::page_guard;

use super::pages::Prints;
use super::report::{FileFact, Report};
use crate::copy;
use crate::discover::parent;
use crate::failure::{Exit, Failure};
use crate::files;
use crate::plan::{Action, Plan};
use crate::text;

/// One database and what it was before.
pub struct WorkDatabase {
    pub original: PathBuf,
    /// What the engine works on.
    pub path: PathBuf,
    before: Prints,
}

pub struct Workspace {
    /// `None` in place.
    made: Option<Made>,
    pub databases: Vec<WorkDatabase>,
    /// Databases that the logs create anew: the name they know, and where it will be.
    pub created: Vec<(String, PathBuf)>,
    /// Where the logs to be replayed (in a restore: those behind the backup) lie, and new ones are written.
    pub logs: PathBuf,
    /// In a restore: where the backup's logs lie.
    pub backup: PathBuf,
    /// The checkpoint's directory.
    pub system: PathBuf,
    /// Files as they were: path, SHA-256.
    before: Vec<(PathBuf, String)>,
}

/// A directory that has not got its name yet. It is removed when it is dropped before that.
struct Made {
    unfinished: PathBuf,
    name: PathBuf,
    done: bool,
}

impl Drop for Made {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_dir_all(&self.unfinished);
        }
    }
}

impl Workspace {
    /// Makes the directory; nothing is in it yet.
    pub fn create(plan: &Plan, output: Option<&Path>) -> Result<Self, Failure> {
        let name = match output {
            Some(path) => path.to_path_buf(),
            None => default_name(plan)?,
        };
        let is_empty = |p: &Path| std::fs::read_dir(p).is_ok_and(|mut entries| entries.next().is_none());
        if name.symlink_metadata().is_ok() && !is_empty(&name) {
            let message = format!("{} exists already", text::path(&name));
            return Err(Failure::new(Exit::CannotWrite, message).hint("--output names another directory"));
        }
        let unfinished = copy::unfinished_name(&name);
        if unfinished.symlink_metadata().is_ok() {
            let message =
                format!("{} is left from an interrupted run, or another one is at work", text::path(&unfinished));
            return Err(Failure::new(Exit::CannotWrite, message).hint("remove it when no other run is at work"));
        }
        let needed = plan.replay.iter().map(|l| l.length).sum::<u64>()
            + plan.set.databases.iter().map(|d| d.facts.length).sum::<u64>();
        copy::enough_space(&unfinished, needed)?;
        let logs = if plan.action == Action::Nothing { unfinished.clone() } else { unfinished.join("logs") };
        std::fs::create_dir_all(&logs).map_err(|e| Failure::writing(&e, &logs))?;
        let made = Made { unfinished: unfinished.clone(), name, done: false };
        let backup = if plan.action == Action::Restore { unfinished.join("backup") } else { logs.clone() };
        std::fs::create_dir_all(&backup).map_err(|e| Failure::writing(&e, &backup))?;
        let (databases, created, before) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { made: Some(made), databases, created, system: logs.clone(), logs, backup, before })
    }

    /// The originals themselves.
    pub fn in_place(plan: &Plan) -> Result<Self, Failure> {
        let Some(stream) = &plan.set.stream else {
            return Err(Failure::new(Exit::NotFound, "no logs were found"));
        };
        let logs = absolute(&stream.directory)?;
        let system = match &plan.checkpoint {
            Some(path) => absolute(&parent(path))?,
            None => logs.clone(),
        };
        let (databases, created, before) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { made: None, databases, created, backup: logs.clone(), system, logs, before })
    }

    /// Bytes that [`fill`](Self::fill) will tell of.
    pub fn work_ahead(&self, plan: &Plan) -> u64 {
        let databases: u64 = plan.set.databases.iter().map(|d| d.facts.length).sum();
        let logs: u64 = plan.replay.iter().map(|l| l.length).sum();
        if self.made.is_some() { 3 * databases + 2 * logs } else { 2 * databases + logs }
    }

    /// Copies everything that is needed, or takes note of it.
    pub fn fill(&mut self, plan: &Plan, report: &mut Report, step: &mut dyn FnMut(u64)) -> Result<(), Failure> {
        let root = self.made.as_ref().map(|m| m.unfinished.clone());
        let mut taken: HashSet<OsString> = ["logs", "backup", "report.json", "report.txt"].map(OsString::from).into();
        for database in &plan.set.databases {
            let path = match &root {
                Some(root) => root.join(free_name(&database.path, &mut taken)),
                None => absolute(&database.path)?,
            };
            self.take(&database.path, &path, report, step)?;
            // Pages that an earlier run of ours had not written whole when it died.
            let guard = page_guard::path_of(&database.path);
            if guard.is_file() {
                self.take(&guard, &page_guard::path_of(&path), report, step)?;
            }
            let before = Prints::take(&database.path, step)?;
            self.databases.push(WorkDatabase { original: database.path.clone(), path, before });
        }
        let home = root.clone().unwrap_or_else(|| self.logs.clone());
        for old in plan.creates() {
            let name = old.rsplit(['\\', '/']).next().unwrap_or(old);
            self.created.push((old.clone(), home.join(free_name(Path::new(name), &mut taken))));
        }
        for log in &plan.replay {
            let in_backup = plan.backup.is_some_and(|(low, high)| (low..=high).contains(&log.generation));
            let directory = if in_backup { &self.backup } else { &self.logs };
            let path = match &root {
                Some(_) => directory.join(log.path.file_name().unwrap_or_default()),
                None => absolute(&log.path)?,
            };
            self.take(&log.path, &path, report, step)?;
        }
        if let Some(checkpoint) = &plan.checkpoint {
            let path = match &root {
                Some(_) => self.system.join(checkpoint.file_name().unwrap_or_default()),
                None => absolute(checkpoint)?,
            };
            self.take(checkpoint, &path, report, step)?;
        }
        Ok(())
    }

    /// Copies one file, or takes note of it.
    fn take(
        &mut self,
        original: &Path,
        path: &Path,
        report: &mut Report,
        step: &mut dyn FnMut(u64),
    ) -> Result<(), Failure> {
        let sha256 = if self.made.is_some() {
            let options = copy::Options { overwrite: false, ignore_read_errors: false, reflink: true };
            copy::copy(original, path, options, &mut *step)?.sha256
        } else {
            files::sha256(original, &mut *step)?
        };
        report.read.push(FileFact::new(original, sha256.clone(), "read")?);
        self.before.push((path.to_path_buf(), sha256));
        Ok(())
    }

    /// Bytes that [`compare`](Self::compare) will tell of.
    pub fn work_behind(&self) -> Result<u64, Failure> {
        let length = |p: &Path| std::fs::metadata(p).map_or(0, |m| m.len());
        let databases: u64 = self.databases.iter().map(|d| length(&d.path)).sum();
        Ok(databases + self.files()?.iter().map(|p| length(p)).sum::<u64>())
    }

    /// Finds out what the engine has changed.
    pub fn compare(&self, report: &mut Report, step: &mut dyn FnMut(u64)) -> Result<(), Failure> {
        for database in &self.databases {
            let after = Prints::take(&database.path, step)?;
            report.database(
                &database.original,
                &self.shown(&database.path),
                &database.path,
                &database.before,
                &after,
            )?;
        }
        for (old, path) in self.created.iter().filter(|(_, p)| p.is_file()) {
            let after = Prints::take(path, step)?;
            report.database(Path::new(old), &self.shown(path), path, &Prints::default(), &after)?;
        }
        let mut written = self.files()?;
        for (path, before) in &self.before {
            if !path.exists() {
                report.written.push(FileFact::gone(&self.shown(path), before));
            }
        }
        written.sort();
        for path in written {
            let sha256 = files::sha256(&path, &mut *step)?;
            let what = match self.before.iter().find(|(p, _)| *p == path) {
                None => "new",
                Some((_, before)) if *before == sha256 => "unchanged",
                Some(_) => "changed",
            };
            let mut fact = FileFact::new(&path, sha256, what)?;
            fact.file = self.shown(&path);
            report.written.push(fact);
        }
        Ok(())
    }

    /// Every file that the engine may have written.
    fn files(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut all: Vec<PathBuf> = self.databases.iter().map(|d| d.path.clone()).collect();
        all.extend(self.created.iter().map(|(_, p)| p.clone()).filter(|p| p.is_file()));
        let mut directories = vec![&self.logs];
        if self.made.is_some() {
            directories.extend(self.made.as_ref().map(|m| &m.unfinished));
            if self.backup != self.logs {
                directories.push(&self.backup);
            }
        }
        for directory in directories {
            let entries = std::fs::read_dir(directory).map_err(|e| Failure::reading(&e, directory))?;
            let found = entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.is_file());
            // In place, only what was there before or belongs to the stream is ours to speak of.
            all.extend(found.filter(|p| self.made.is_some() || self.before.iter().any(|(b, _)| b == p)));
        }
        all.sort();
        all.dedup();
        Ok(all)
    }

    /// The path that a file will have in the end.
    pub fn shown(&self, path: &Path) -> PathBuf {
        let inside = self.made.as_ref().and_then(|m| Some(m.name.join(path.strip_prefix(&m.unfinished).ok()?)));
        let shown = inside.unwrap_or_else(|| path.to_path_buf());
        std::path::absolute(&shown).unwrap_or(shown)
    }

    /// Puts the report beside the result.
    pub fn write_report(&self, report: &Report) -> Result<(), Failure> {
        let Some(made) = &self.made else { return Ok(()) };
        report.save(&made.unfinished.join("report.json"))?;
        report.save(&made.unfinished.join("report.txt"))
    }

    /// Gives the directory its name; where the result is.
    pub fn finish(mut self) -> Result<PathBuf, Failure> {
        let Some(made) = &mut self.made else { return Ok(self.logs.clone()) };
        // An empty directory of that name was allowed.
        if made.name.is_dir() {
            std::fs::remove_dir(&made.name).map_err(|e| Failure::writing(&e, &made.name))?;
        }
        std::fs::rename(&made.unfinished, &made.name).map_err(|e| Failure::writing(&e, &made.name))?;
        made.done = true;
        Ok(made.name.clone())
    }
}

/// `sru-recovered`, after the directory that the databases (or the logs) are in.
fn default_name(plan: &Plan) -> Result<PathBuf, Failure> {
    let first = plan.set.databases.first().map(|d| parent(&d.path));
    let directory = first.or_else(|| plan.set.stream.as_ref().map(|s| s.directory.clone())).unwrap_or_default();
    let full = absolute(&directory)?;
    let mut name = full.file_name().unwrap_or("databases".as_ref()).to_os_string();
    name.push(if plan.action == Action::Restore { "-restored" } else { "-recovered" });
    Ok(PathBuf::from(name))
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|e| Failure::reading(&e, path))
}

/// The file's name, with a number when another one has it.
fn free_name(path: &Path, taken: &mut HashSet<OsString>) -> OsString {
    let name = path.file_name().unwrap_or_default().to_os_string();
    let mut free = name.clone();
    let mut number = 2;
    while taken.contains(&free) {
        free = OsString::from(format!("{number}-"));
        free.push(&name);
        number += 1;
    }
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_clash() {
        let mut taken = HashSet::from([OsString::from("logs")]);
        let mut name = |p: &str| free_name(Path::new(p), &mut taken).into_string().unwrap();
        assert_eq!(name("a/x.edb"), "x.edb");
        assert_eq!(name("b/x.edb"), "2-x.edb");
        assert_eq!(name("c/x.edb"), "3-x.edb");
        assert_eq!(name("c/logs"), "2-logs");
    }

    #[test]
    fn what_is_dropped_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let unfinished = dir.path().join("x.unfinished");
        std::fs::create_dir_all(unfinished.join("logs")).unwrap();
        drop(Made { unfinished: unfinished.clone(), name: dir.path().join("x"), done: false });
        assert!(!unfinished.exists());
    }
}

//! What a hard restore would do, decided from names and headers alone. Nothing is touched.
//!
//! The order of the checks is that of the reference, so that of several troubles the same one is reported
//! (`docs/answers.md` explains each):
//!
//! 1. the directories can exist
//! 2. the backup's logs, generation by generation ([`backup_set`], [`log_file`])
//! 3. logs that already lie where replay will go on ([`log_path`])
//! 4. the restore map, then its databases one by one ([`database_files`])
//! 5. what the reference would notice only after it has told its callback that it begins: whether the range covers
//!    what the databases need, their format, the databases attached when the first log began ([`attach`]), and the
//!    logs behind the backup ([`later_logs`])
//!
//! A [`Refusal`] says whether the reference had begun by then: its callback gets the same calls from us.

pub mod attach;
pub mod backup_set;
pub mod database_files;
pub mod database_name;
pub mod later_logs;
pub mod log_directory;
pub mod log_file;
pub mod log_path;

use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result};
use crate::format::attachments::Attachment;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::format::shadowed_header::PAGE_SIZES;
use crate::recovery::request::{RestoreRequest, Settings};
use crate::recovery::restore_map::{Match, RestoreMap};
use crate::storage::fs::FileSystem;
use crate::storage::log_files::LogNames;
use crate::{error, fail};
use attach::{Attach, Circumstances, Logged, Occasion};
use backup_set::BackupSet;
pub use database_files::PlannedDatabase;
use log_directory::{LogDirectory, Wanted};
use log_file::HeaderReader;
pub use log_file::PlannedLog;

/// Fewer generations than this, and progress is told by sectors of a log.
const GENERATIONS_WORTH_COUNTING: u32 = 60;

/// What a restore will do.
#[derive(Debug)]
pub struct RestorePlan {
    /// First and last generation of the backup.
    pub range: (u32, u32),
    /// The backup's logs in order.
    pub logs: Vec<PlannedLog>,
    /// What is played after them, in order; the last one may be the current log.
    pub later_logs: Vec<PlannedLog>,
    /// Replay begins here.
    pub start: Lgpos,
    pub log_signature: Signature,
    /// Bytes of every log.
    pub log_length: u64,
    /// How new files are to be called: as the backup's logs are.
    pub names: LogNames,
    /// In the order of the map.
    pub databases: Vec<PlannedDatabase>,
    /// With the names that the first log knows them by.
    pub map: RestoreMap,
    /// What was attached when the first log began.
    pub attachments: Vec<PlannedAttachment>,
    /// Directories that are made when they are not there.
    pub directories: Vec<PathBuf>,
    /// Logs in the backup's directory that are of no use: outside the range, and the current log.
    pub logs_to_delete: Vec<PathBuf>,
    /// A checkpoint that does not belong to this replay; it may not be there.
    pub checkpoint_to_delete: PathBuf,
    /// A current log older than what is replayed: made anew, as the caller allowed.
    pub stale_current_log: Option<PathBuf>,
    pub progress: ProgressScale,
    /// The databases will be clean, but the restore ends with this error.
    pub error_at_end: Option<Error>,
    /// Sentences for people.
    pub warnings: Vec<String>,
}

/// A database that was attached when the first log began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAttachment {
    pub attachment: Attachment,
    /// Index in the map; `None`: not in the map, skipped.
    pub entry: Option<usize>,
    /// `None` when skipped.
    pub answer: Option<Attach>,
}

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgressScale {
    /// Generations that make 100 %. More may come.
    pub generations: u32,
    /// Progress moves within a generation, by sectors.
    pub by_sector: bool,
}

impl ProgressScale {
    /// The reference's scale: from `low` to the last log that exists, or the backup's last. A hard restore keeps a
    /// tenth for copying databases, so that it counts sectors for fewer generations.
    pub fn new(low: u32, high: u32, hard: bool) -> Self {
        let generations = high.saturating_sub(low).saturating_add(1);
        let limit = if hard { GENERATIONS_WORTH_COUNTING } else { 66 };
        Self { generations, by_sector: generations < limit }
    }

    /// Percent done when `done` generations lie behind and `sector` of the `sectors` of the next is reached.
    pub fn percent(&self, done: u32, sector: u32, sectors: u32) -> u32 {
        let all = u64::from(self.generations.max(1));
        let mut percent = u64::from(done) * 100 / all;
        if self.by_sector {
            percent += u64::from(sector) * 100 / (u64::from(sectors.max(1)) * all);
        }
        percent.min(100) as u32
    }
}

/// Why there is no plan.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub error: Error,
    /// The reference notices this after `Begin`.
    pub begun: bool,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { error, begun: false }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Plans a hard restore. The callback of the request is not called.
pub fn restore(fs: &dyn FileSystem, request: &RestoreRequest<'_>) -> Result<RestorePlan, Refusal> {
    let known = read_files(fs, request)?;
    decide(fs, request, known).map_err(|error| Refusal { error, begun: true })
}

/// What is known when the reference begins.
struct Known<'a> {
    reader: HeaderReader<'a>,
    set: BackupSet,
    log_directory: LogDirectory,
    logs_to_delete: Vec<PathBuf>,
    map: RestoreMap,
    databases: Vec<PlannedDatabase>,
    directories: Vec<PathBuf>,
}

fn read_files<'a>(fs: &'a dyn FileSystem, request: &RestoreRequest<'_>) -> Result<Known<'a>> {
    let settings = &request.settings;
    if !PAGE_SIZES.contains(&settings.page_size) {
        fail!(InvalidParameter, "{} bytes is no page size; take one of {PAGE_SIZES:?}", settings.page_size);
    }
    let mut directories = Vec::new();
    let paths = [
        (&settings.temp_path, "the path for temporary files"),
        (&settings.system_path, "the checkpoint path"),
        (&settings.log_path, "the log path"),
    ];
    for (path, what) in paths {
        if !is_directory(fs, path, what)? && !directories.contains(path) {
            directories.push(path.clone());
        }
    }
    let wanted = Wanted { base: settings.base_name.clone(), legacy: settings.legacy_file_names };
    let mut reader = HeaderReader::new(fs, settings.page_size);
    let backup = request.backup_log_path.as_deref().unwrap_or(Path::new("."));
    let range = (request.generation_low, request.generation_high);
    let set = backup_set::read(fs, &mut reader, backup, &wanted, range)?;

    let target = request.target.as_ref();
    let checked = target.map_or(&settings.log_path, |(path, _)| path);
    let same_directory = same_place(backup, checked);
    let logs_to_delete = if same_directory { Vec::new() } else { useless_logs(&set) };
    let checked = LogDirectory::list(fs, checked, &set.names)?;
    log_path::check(&mut reader, &checked, same_directory, &set, target.map(|t| t.1))?;
    let (log_directory, of_target) = match target {
        None => (checked, None),
        Some(_) => (LogDirectory::list(fs, &settings.log_path, &set.names)?, Some(checked)),
    };

    let mut map = RestoreMap::new(request.map.iter().flatten().cloned())?;
    let log_signature = set.first.log_signature();
    let log_created =
        |generation| created(fs, settings.page_size, &set, of_target.as_ref(), &log_directory, generation);
    let mut databases = Vec::new();
    for entry in 0..map.entries().len() {
        let path = &map.entries()[entry].destination;
        let database =
            database_files::read(fs, entry, path, settings.page_size, &log_signature, set.range.1, &log_created)?;
        map.set_signature(entry, database.header.signature());
        databases.push(database);
    }
    Ok(Known { reader, set, log_directory, logs_to_delete, map, databases, directories })
}

/// When the log of a generation was made: one of the backup, of a running target, or one that lies in the log path.
pub fn created(
    fs: &dyn FileSystem,
    page_size: u32,
    set: &BackupSet,
    target: Option<&LogDirectory>,
    logs: &LogDirectory,
    generation: u32,
) -> Option<Logtime> {
    if let Some(log) = set.logs.iter().find(|l| l.generation == generation) {
        return Some(log.created);
    }
    let of_target = target.and_then(|t| t.archived(generation));
    let path = logs.archived(generation).or(of_target).or(logs.current())?;
    let header = HeaderReader::new(fs, page_size).read_any_stream(path).ok()?;
    (header.generation() == generation).then(|| header.created())
}

fn decide(fs: &dyn FileSystem, request: &RestoreRequest<'_>, known: Known<'_>) -> Result<RestorePlan> {
    let Known { mut reader, set, log_directory, logs_to_delete, .. } = known;
    let Known { mut map, databases, directories, .. } = known;
    let (low, high) = set.range;
    for database in &databases {
        database.check_range(low, high)?;
    }
    check_number(set.logs.get(..1).unwrap_or_default(), low)?;
    let mut warnings = Vec::new();
    let attachments = attached_at_start(&set, &mut map, &databases, &mut warnings)?;
    // Those that are attached by a record further on.
    for database in &databases {
        attach::check_version(&database.header).map_err(|e| e.file(&database.path))?;
    }
    check_number(&set.logs, low)?;
    let (later, stale_current_log) = later_logs::find(fs, &mut reader, &set, request, &log_directory, &databases)?;
    if !logs_to_delete.is_empty() {
        warnings.push(format!(
            "{} logs that lie beside the backup's and are not part of it will be deleted from {}",
            logs_to_delete.len(),
            set.directory.path().display()
        ));
    }

    let log_length = set.first.file_length();
    let last_there = log_directory.range().map_or(0, |r| r.1) + u32::from(log_directory.current().is_some());
    Ok(RestorePlan {
        range: set.range,
        later_logs: later,
        start: set.first.first_lgpos(),
        log_signature: set.first.log_signature(),
        log_length,
        checkpoint_to_delete: request.settings.system_path.join(set.names.checkpoint()),
        names: set.names,
        databases,
        map,
        attachments,
        directories,
        logs_to_delete,
        stale_current_log,
        progress: ProgressScale::new(low, high.max(last_there), true),
        error_at_end: size_conflict(&request.settings, log_length),
        warnings,
        logs: set.logs,
    })
}

/// The databases in the first log's attachment list, and whether replay begins on them there.
fn attached_at_start(
    set: &BackupSet,
    map: &mut RestoreMap,
    databases: &[PlannedDatabase],
    warnings: &mut Vec<String>,
) -> Result<Vec<PlannedAttachment>> {
    let first = &set.logs.first().map_or(Path::new(""), |l| &l.path);
    let mut planned: Vec<PlannedAttachment> = Vec::new();
    let circumstances = Circumstances {
        log_signature: set.first.log_signature(),
        generation: set.first.generation(),
        hard: true,
        ignore: false,
        overwrite: false,
        pending_redo_map: false,
    };
    for attachment in set.first.attachments().map_err(|e| e.file(first))? {
        let entry = map.find(&attachment.name, &attachment.signature).map(Match::index);
        let Some(entry) = entry else {
            warnings.push(format!("the database {} is not in the restore map and is skipped", attachment.name));
            planned.push(PlannedAttachment { attachment, entry: None, answer: None });
            continue;
        };
        if let Some(other) = planned.iter().find(|p| p.entry == Some(entry)) {
            let (a, b) = (&other.attachment.name, &attachment.name);
            fail!(DatabaseDuplicate, "both {a} and {b} would be restored to entry {entry} of the restore map");
        }
        let logged = Logged {
            signature: attachment.signature,
            lgpos_attach: attachment.lgpos_attach,
            lgpos_consistent: attachment.lgpos_consistent,
            log_signature: circumstances.log_signature,
        };
        let Some(database) = databases.iter().find(|d| d.entry == entry) else {
            fail!(InternalError, "entry {entry} of the restore map has no database");
        };
        let answer = attach::check_attach(Ok(&database.header_to_write), &logged, Occasion::List, &circumstances)
            .map_err(|e| e.file(&database.path).generation(circumstances.generation))?;
        if matches!(answer, Attach::Now(_)) {
            attach::check_version(&database.header).map_err(|e| e.file(&database.path))?;
        }
        planned.push(PlannedAttachment { attachment, entry: Some(entry), answer: Some(answer) });
    }
    Ok(planned)
}

/// The numbers in the headers are those in the names, as replay will find; the first of these logs is to be `low`.
fn check_number(logs: &[PlannedLog], low: u32) -> Result<()> {
    for (log, expected) in logs.iter().zip(low..) {
        if log.generation != expected {
            let message = format!("its header says generation {:#x}, its name {expected:#x}", log.generation);
            let error = if expected == low {
                error!(MissingPreviousLogFile, "{message}; restore the log from its backup again")
            } else {
                error!(InvalidLogSequence, "{message}; restore the log from its backup again")
            };
            return Err(error.file(&log.path).generation(expected));
        }
    }
    Ok(())
}

/// Logs in the backup's directory outside its range, and the current log there.
fn useless_logs(set: &BackupSet) -> Vec<PathBuf> {
    let (low, high) = set.range;
    let outside = set.directory.archived_in(0..=u32::MAX).filter(|(g, _)| *g < low || *g > high);
    outside.map(|(_, path)| path).chain(set.directory.current()).map(Path::to_path_buf).collect()
}

/// The caller chose a log size that the logs do not have: known only to matter once everything is recovered.
fn size_conflict(settings: &Settings, log_length: u64) -> Option<Error> {
    let differs = |kb: &u32| u64::from(*kb) * 1024 != log_length;
    let chosen = settings.log_file_size.filter(differs).filter(|_| !settings.cleanup_mismatched_logs)?;
    let found = log_length / 1024;
    let message =
        format!("the logs have {found} KiB each, the log size parameter says {chosen}; the databases are clean");
    Some(error!(LogFileSizeMismatchDatabasesConsistent, "{message}"))
}

/// Whether a directory is there; if not, it can be made. Error: `InvalidPath`.
fn is_directory(fs: &dyn FileSystem, path: &Path, what: &str) -> Result<bool> {
    for ancestor in path.ancestors().filter(|p| !p.as_os_str().is_empty()) {
        match fs.metadata(ancestor) {
            Ok(m) if m.is_directory => return Ok(ancestor == path),
            Ok(_) => return Err(error!(InvalidPath, "{what} leads through a file; name a directory").file(ancestor)),
            Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                return Err(Error::from_io(&e, &format!("looking at {what}"), ancestor));
            }
            Err(_) => {}
        }
    }
    Ok(false)
}

/// Two paths name the same directory, as far as their text says.
pub fn same_place(a: &Path, b: &Path) -> bool {
    let plain = |p: &Path| {
        let mut out = PathBuf::new();
        for part in std::path::absolute(p).unwrap_or_else(|_| p.to_path_buf()).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    out.pop();
                }
                other => out.push(other),
            }
        }
        if cfg!(windows) { PathBuf::from(out.to_string_lossy().to_lowercase()) } else { out }
    };
    plain(a) == plain(b)
}

#[cfg(test)]
#[path = "plan/tests.rs"]
mod tests;

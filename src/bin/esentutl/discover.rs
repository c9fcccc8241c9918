//! Finds what belongs together: the databases that a person means, and the log stream that each of them needs.
//!
//! | given       | databases                       | logs                                                  |
//! |-------------|---------------------------------|-------------------------------------------------------|
//! | a directory | every one in it                 | in it; else in its subdirectories; else above it, or  |
//! |             |                                 | beside it in a directory whose name has "log" in it   |
//! | a database  | this one                        | likewise, from its directory                          |
//! | a log       | in its directory; else above it | in its directory, with its base name                  |
//!
//! What belongs together is told by the signature of the log stream, which databases, logs and checkpoints carry.

use std::path::{Path, PathBuf};

use esent::dump::log_header::base_name;
use esent::format::database_header::file_type;
use esent::format::log_header::LogHeader;
use esent::format::primitives::Signature;
use esent::storage::fs::RealFileSystem;

use crate::failure::{Exit, Failure};
use crate::files::{self, Kind};
use crate::info::database::{self, Facts};
use crate::streams::{self, LogFile, Stream};
use crate::text;

/// Where to look, as far as the person says so.
#[derive(Debug, Clone, Default)]
pub struct Where {
    /// Nowhere else when there are any.
    pub logs: Vec<PathBuf>,
    pub base: Option<String>,
    pub databases: Option<PathBuf>,
    /// Where checkpoints are, when not beside their logs.
    pub system: Option<PathBuf>,
}

/// A database whose header is good.
pub struct Database {
    pub path: PathBuf,
    pub facts: Facts,
}

/// Databases and the stream that they belong to.
pub struct Set {
    /// `None` when no log of the databases' stream was found.
    pub stream: Option<Stream>,
    pub signature: Signature,
    pub databases: Vec<Database>,
}

impl Set {
    /// The stream's logs that are of this set's signature, with their headers.
    pub fn logs(&self) -> impl Iterator<Item = (&LogFile, &LogHeader)> {
        let signature = self.signature;
        self.stream.iter().flat_map(|s| &s.files).filter_map(move |f| match &f.header {
            Ok(h) if h.log_signature() == signature => Some((f, h)),
            _ => None,
        })
    }
}

/// Everything that was found.
pub struct Found {
    /// Those with databases first.
    pub sets: Vec<Set>,
    /// Files that look like databases and cannot be read as such.
    pub broken: Vec<(PathBuf, Failure)>,
}

/// Looks around.
pub fn look(paths: &[PathBuf], place: &Where) -> Result<Found, Failure> {
    let mut databases = Vec::new();
    let mut broken = Vec::new();
    let mut directories: Vec<PathBuf> = Vec::new();
    let mut base = place.base.clone();
    for path in paths {
        if path.is_dir() {
            scan(path, &mut databases, &mut broken)?;
            push(&mut directories, path);
            continue;
        }
        let directory = parent(path);
        match files::identify_or_fail(path)? {
            Kind::Database => add(path, &mut databases, &mut broken, true)?,
            Kind::Log | Kind::Checkpoint => {
                base.get_or_insert_with(|| base_name(path));
                scan(&directory, &mut databases, &mut broken)?;
            }
            Kind::FlushMap => return Err(Failure::usage(format!("{}: a flush map is no database", text::path(path)))),
        }
        push(&mut directories, &directory);
    }
    if let Some(directory) = &place.databases {
        scan(directory, &mut databases, &mut broken)?;
    }
    let mut streams = Vec::new();
    for directory in &place.logs {
        streams.extend(streams::find(&RealFileSystem, directory, base.as_deref())?);
    }
    if place.logs.is_empty() {
        streams = find_streams(&directories, base.as_deref(), &databases)?;
    }
    if let Some(directory) = &place.system {
        for stream in &mut streams {
            stream.checkpoint = streams::checkpoint_in(&RealFileSystem, directory, &stream.base)?;
        }
    }
    if databases.is_empty() && broken.is_empty() {
        // The logs may lie below their databases.
        for stream in &streams {
            scan(&parent(&stream.directory), &mut databases, &mut broken)?;
        }
        databases.retain(|d| streams.iter().any(|s| has(s, &d.facts.header.log_signature())));
        broken.clear();
    }
    if databases.is_empty() && streams.is_empty() && broken.is_empty() {
        let places: Vec<_> = directories.iter().map(|d| text::path(d)).collect();
        return Err(Failure::new(Exit::NotFound, format!("no database and no log in {}", places.join(", ")))
            .hint("name the directory or the database; --logs says where its logs are"));
    }
    Ok(Found { sets: sets(databases, streams), broken })
}

fn push(list: &mut Vec<PathBuf>, directory: &Path) {
    if !list.iter().any(|d| d == directory) {
        list.push(directory.to_path_buf());
    }
}

/// The directory of a file, never empty.
pub fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_path_buf(),
        Some(_) => PathBuf::from("."),
        None => path.to_path_buf(),
    }
}

/// Adds every database of a directory.
fn scan(directory: &Path, databases: &mut Vec<Database>, broken: &mut Vec<(PathBuf, Failure)>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(directory).map_err(|e| Failure::reading(&e, directory))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.is_file()).collect();
    paths.sort();
    for path in paths {
        // A file that cannot even be opened is no news unless it was asked for.
        if let Ok(Some(Kind::Database)) = files::identify(&path) {
            add(&path, databases, broken, false)?;
        }
    }
    Ok(())
}

fn add(
    path: &Path,
    databases: &mut Vec<Database>,
    broken: &mut Vec<(PathBuf, Failure)>,
    asked_for: bool,
) -> Result<(), Failure> {
    let same = |p: &Path| p == path || matches!((p.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if databases.iter().any(|d| same(&d.path)) || broken.iter().any(|(p, _)| same(p)) {
        return Ok(());
    }
    match database::read(path) {
        Ok(facts) if facts.header.file_type() == file_type::TEMPORARY_DATABASE && !asked_for => {}
        Ok(facts) => databases.push(Database { path: path.to_path_buf(), facts }),
        Err(e) if asked_for => return Err(e),
        Err(e) => broken.push((path.to_path_buf(), e)),
    }
    Ok(())
}

fn has(stream: &Stream, signature: &Signature) -> bool {
    stream.files.iter().any(|f| matches!(&f.header, Ok(h) if h.log_signature() == *signature))
}

/// In the directories; else below them; else beside them, as long as the databases know a stream there.
fn find_streams(directories: &[PathBuf], base: Option<&str>, databases: &[Database]) -> Result<Vec<Stream>, Failure> {
    let find_all = |places: &[PathBuf]| -> Vec<Stream> {
        places.iter().flat_map(|d| streams::find(&RealFileSystem, d, base).unwrap_or_default()).collect()
    };
    let known =
        |list: &[Stream]| list.iter().any(|s| databases.iter().any(|d| has(s, &d.facts.header.log_signature())));
    let mut here = Vec::new();
    for directory in directories {
        here.extend(streams::find(&RealFileSystem, directory, base)?);
    }
    if known(&here) || databases.is_empty() && !here.is_empty() {
        return Ok(here);
    }
    let below: Vec<PathBuf> = directories.iter().flat_map(|d| subdirectories(d)).collect();
    let found = find_all(&below);
    if known(&found) || databases.is_empty() && !found.is_empty() {
        here.extend(found);
        return Ok(here);
    }
    let beside: Vec<PathBuf> = directories
        .iter()
        .filter_map(|d| d.canonicalize().ok())
        .flat_map(|d| {
            let above = parent(&d);
            let mut places = subdirectories(&above);
            // Other copies of the same case often lie side by side: only a directory for logs is meant.
            places.retain(|p| *p != d && is_for_logs(p));
            places.insert(0, above);
            places
        })
        .collect();
    here.extend(find_all(&beside).into_iter().filter(|s| known(std::slice::from_ref(s))));
    Ok(here)
}

fn is_for_logs(directory: &Path) -> bool {
    directory.file_name().is_some_and(|n| n.to_string_lossy().to_ascii_lowercase().contains("log"))
}

fn subdirectories(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten();
    let mut all: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| p.is_dir()).collect();
    all.sort();
    all
}

/// Puts databases and streams together.
fn sets(databases: Vec<Database>, mut streams: Vec<Stream>) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for database in databases {
        let signature = database.facts.header.log_signature();
        match sets.iter_mut().find(|s| s.signature == signature) {
            Some(set) => set.databases.push(database),
            None => sets.push(Set { stream: None, signature, databases: vec![database] }),
        }
    }
    let mut alone: Vec<Set> = Vec::new();
    // Of copies of a stream under several base names, that with the latest log goes with the databases.
    let newest = |s: &Stream| s.files.iter().filter_map(|f| f.header.as_ref().ok()).map(LogHeader::generation).max();
    streams.sort_by_key(|s| std::cmp::Reverse(newest(s)));
    for stream in streams {
        let same_base = |other: &Stream| other.base.eq_ignore_ascii_case(&stream.base);
        let wanted = |s: &&mut Set| {
            s.signature.is_set() && has(&stream, &s.signature) && s.stream.as_ref().is_none_or(same_base)
        };
        match sets.iter_mut().chain(&mut alone).find(wanted) {
            Some(Set { stream: Some(first), .. }) => first.join(stream),
            Some(set) => set.stream = Some(stream),
            None => {
                let newest = stream.files.iter().rev().find_map(|f| f.header.as_ref().ok());
                let signature = newest.map(LogHeader::log_signature).unwrap_or_default();
                alone.push(Set { stream: Some(stream), signature, databases: Vec::new() });
            }
        }
    }
    sets.extend(alone);
    sets
}

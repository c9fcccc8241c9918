//! Log streams of a directory: which base names there are, and which file is which generation.
//!
//! A stream is found by its content: at least one file must be a log. Files that are only named like one of its
//! generations belong to it too, and are reported as damaged later.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::kind::{self, Kind};
use super::log_header;
use crate::error::{Error, ErrorCode, Result};
use crate::format::log_header::LogHeader;
use crate::storage::fs::FileSystem;

/// One file of a stream.
pub struct LogFile {
    pub path: PathBuf,
    /// From its name; `None` for the current log.
    pub named: Option<u32>,
    pub length: u64,
    /// Its header, or why there is none.
    pub header: Result<LogHeader>,
}

impl LogFile {
    /// The generation that it says it is, else the one it is named after.
    pub fn generation(&self) -> Option<u32> {
        self.header.as_ref().ok().map(LogHeader::generation).or(self.named)
    }
}

/// The logs with one base name in one directory.
pub struct Stream {
    pub directory: PathBuf,
    /// Three characters, as the files are spelled.
    pub base: String,
    /// By generation as named, the current log last.
    pub files: Vec<LogFile>,
    pub checkpoint: Option<PathBuf>,
    /// Reserves and the log in making: nothing that recovery needs.
    pub spare: Vec<PathBuf>,
}

impl Stream {
    /// Adds the logs of the same stream in another directory, as far as their generations are not here: the logs of a
    /// backup, and those behind it.
    pub fn join(&mut self, other: Stream) {
        for file in other.files {
            if file.generation().is_none_or(|g| self.files.iter().all(|f| f.generation() != Some(g))) {
                self.files.push(file);
            }
        }
        self.files.sort_by_key(|f| f.named.unwrap_or(u32::MAX));
        if self.checkpoint.is_none() {
            self.checkpoint = other.checkpoint;
        }
        self.spare.extend(other.spare);
    }
}

/// What a file name says.
enum Named {
    Log(Option<u32>),
    Checkpoint,
    Spare,
}

/// Base name and role, from the name alone.
fn parse(name: &str) -> Option<(String, Named)> {
    let (stem, extension) = name.rsplit_once('.')?;
    let base = stem.get(..3)?;
    let rest = stem.get(3..)?;
    let named = match (&*extension.to_ascii_lowercase(), rest) {
        ("log" | "jtx", "") => Named::Log(None),
        ("log" | "jtx", digits) if matches!(digits.len(), 5 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Named::Log(Some(u32::from_str_radix(digits, 16).ok()?))
        }
        ("log" | "jtx", tmp) if tmp.eq_ignore_ascii_case("tmp") => Named::Spare,
        ("jrs", _) => Named::Spare,
        ("chk" | "jcp", "") => Named::Checkpoint,
        _ => return None,
    };
    Some((base.to_owned(), named))
}

/// The generation that a log's name says; `None` for the current log.
pub fn generation_of_name(path: &Path) -> Option<u32> {
    match path.file_name().and_then(|n| n.to_str()).and_then(parse) {
        Some((_, Named::Log(generation))) => generation,
        _ => None,
    }
}

/// The streams of a directory, by base name; only the one called `base` when that is given.
///
/// Errors: the directory cannot be listed.
pub fn find(fs: &dyn FileSystem, directory: &Path, base: Option<&str>) -> Result<Vec<Stream>> {
    let mut streams: BTreeMap<String, Stream> = BTreeMap::new();
    for name in list(fs, directory)? {
        let Some((spelled, named)) = name.to_str().and_then(parse) else { continue };
        let path = directory.join(&name);
        let length = match fs.metadata(&path) {
            Ok(m) if !m.is_directory => m.length,
            _ => continue,
        };
        if base.is_some_and(|b| !b.eq_ignore_ascii_case(&spelled)) {
            continue;
        }
        let stream = streams.entry(spelled.to_ascii_lowercase()).or_insert_with(|| Stream {
            directory: directory.to_path_buf(),
            base: spelled,
            files: Vec::new(),
            checkpoint: None,
            spare: Vec::new(),
        });
        match named {
            Named::Checkpoint => stream.checkpoint = Some(path),
            Named::Spare => stream.spare.push(path),
            Named::Log(named) => {
                stream.files.push(LogFile { named, length, header: log_header::read(fs, &path), path });
            }
        }
    }
    let mut streams: Vec<Stream> = streams.into_values().filter(|s| has_logs(fs, s)).collect();
    for stream in &mut streams {
        stream.files.sort_by_key(|f| f.named.unwrap_or(u32::MAX));
        stream.spare.sort();
    }
    Ok(streams)
}

/// The checkpoint of a stream in a directory of its own.
///
/// Errors: the directory cannot be listed.
pub fn checkpoint_in(fs: &dyn FileSystem, directory: &Path, base: &str) -> Result<Option<PathBuf>> {
    let is_it = |name: &PathBuf| match name.to_str().and_then(parse) {
        Some((spelled, Named::Checkpoint)) => spelled.eq_ignore_ascii_case(base),
        _ => false,
    };
    Ok(list(fs, directory)?.into_iter().find(is_it).map(|name| directory.join(name)))
}

fn list(fs: &dyn FileSystem, directory: &Path) -> Result<Vec<PathBuf>> {
    fs.list(directory).map_err(|e| Error::from_io(&e, "listing", directory))
}

/// A text file called `abc.log` makes no stream.
fn has_logs(fs: &dyn FileSystem, stream: &Stream) -> bool {
    let is_log = |f: &LogFile| {
        f.header.is_ok() || matches!(kind::identify(fs, &f.path), Ok(Some(Kind::Log)) if f.length >= 4096)
    };
    stream.files.iter().any(is_log)
}

/// Something that is not as it should be in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `missing`, `damaged`, `foreign`, `misnamed`, `sequence`.
    pub kind: &'static str,
    /// What JetDBUtilities returns for it.
    pub code: ErrorCode,
    pub file: Option<PathBuf>,
    /// First and last generation concerned.
    pub generations: Option<(u32, u32)>,
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::fs::RealFileSystem;

    #[test]
    fn names_say_base_and_generation() {
        let log = |name: &str| match parse(name) {
            Some((base, Named::Log(generation))) => Some((base, generation)),
            _ => None,
        };
        assert_eq!(log("SRU00051.log"), Some(("SRU".into(), Some(0x51))));
        assert_eq!(log("edb0000000C.jtx"), Some(("edb".into(), Some(12))));
        assert_eq!(log("edb.LOG"), Some(("edb".into(), None)));
        for other in ["edbtmp.log", "edb.chk", "setup.log", "ab.log", "edb0051.log", "log", "édb.txt", "ééé.log"] {
            assert_eq!(log(other).filter(|l| l.0 != "ééé"), None, "{other}");
        }
    }

    #[test]
    fn text_files_make_no_stream() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("foo.log"), "hello").unwrap();
        assert!(find(&RealFileSystem, dir.path(), None).unwrap().is_empty());
    }
}

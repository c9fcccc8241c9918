//! The log files in one directory, by name only, listed once.
//!
//! A generation may be named with five digits or with eight. The reference reads only the form that
//! JET_paramLegacyFileNames asks for (five is the default on Windows, eight in other builds); here that parameter only
//! says which of two files with the same number is meant, and replay goes on with the form that it found.
//!
//! Names are compared without case. Everything that is no log of the stream is ignored.
//!
//! Source of the facts: `ese/_log/logstream.cxx` (LGSzLogIdAppend, ErrLGGetGenerationRangeExt).

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::fail;
use crate::storage::fs::FileSystem;
use crate::storage::log_files::{Extensions, GENERATION_MAX, LogNames, OLD_EXTENSIONS, SHORT_NAMES, same};

/// How a stream's files are to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Three characters: "edb".
    pub base: String,
    /// JET_paramLegacyFileNames.
    pub legacy: u32,
}

impl Wanted {
    /// The names to look for first, and those with the other extensions.
    pub fn in_order(&self) -> [LogNames; 2] {
        let first = LogNames::new(&self.base, self.legacy);
        let other = first.clone().with_extensions(first.extensions().other());
        [first, other]
    }

    /// The names that go with a log that was found: its extensions, its number of digits.
    pub fn as_found(&self, extensions: Extensions, digits: usize) -> LogNames {
        let legacy = match digits {
            5 => self.legacy | SHORT_NAMES,
            _ => self.legacy & !SHORT_NAMES,
        };
        LogNames::new(&self.base, legacy | OLD_EXTENSIONS).with_extensions(extensions)
    }
}

/// The logs of one stream in one directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogDirectory {
    path: PathBuf,
    names: LogNames,
    /// Path and digits by generation; where a number is there twice, the one named as asked for.
    archived: BTreeMap<u32, (PathBuf, usize)>,
    current: Option<PathBuf>,
}

impl LogDirectory {
    /// Lists a directory. One that is not there has no logs.
    pub fn list(fs: &dyn FileSystem, path: &Path, names: &LogNames) -> Result<Self> {
        let mut this =
            Self { path: path.to_path_buf(), names: names.clone(), archived: BTreeMap::new(), current: None };
        let listed = match fs.list(path) {
            Ok(listed) => listed,
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(this),
            Err(e) => return Err(Error::from_io(&e, "listing the logs", path)),
        };
        let current = names.current();
        for name in listed {
            let Some(text) = name.to_str() else { continue };
            // Of names that differ in case only, the exact one is meant, else the first.
            if same(text, &current) {
                let known = this.current.as_ref().and_then(|p| p.file_name()).and_then(|n| n.to_str());
                if known.is_none_or(|known| rank(text, &current) < rank(known, &current)) {
                    this.current = Some(path.join(&name));
                }
                continue;
            }
            let Some((generation, digits)) = names.parse(text) else { continue };
            if !(1..=GENERATION_MAX).contains(&generation) {
                continue;
            }
            let asked = names.generation(generation);
            let known = this.archived.get(&generation).and_then(|(p, _)| p.file_name()?.to_str());
            if known.is_none_or(|known| rank(text, &asked) < rank(known, &asked)) {
                this.archived.insert(generation, (path.join(&name), digits));
            }
        }
        Ok(this)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn names(&self) -> &LogNames {
        &self.names
    }

    /// Digits in the name of a closed generation.
    pub fn digits(&self, generation: u32) -> Option<usize> {
        self.archived.get(&generation).map(|(_, digits)| *digits)
    }

    /// The closed generation's file.
    pub fn archived(&self, generation: u32) -> Option<&Path> {
        self.archived.get(&generation).map(|(p, _)| p.as_path())
    }

    /// Closed generations within a range.
    pub fn archived_in(&self, range: RangeInclusive<u32>) -> impl Iterator<Item = (u32, &Path)> {
        // An empty range is no error here, as it is for the map.
        let known = (!range.is_empty()).then(|| self.archived.range(range));
        known.into_iter().flatten().map(|(&g, (p, _))| (g, p.as_path()))
    }

    /// First and last closed generation; there may be gaps between.
    pub fn range(&self) -> Option<(u32, u32)> {
        Some((*self.archived.first_key_value()?.0, *self.archived.last_key_value()?.0))
    }

    /// The current log's file.
    pub fn current(&self) -> Option<&Path> {
        self.current.as_deref()
    }

    /// The path that a closed generation has or would have.
    pub fn expected(&self, generation: u32) -> PathBuf {
        self.archived(generation).map_or_else(|| self.path.join(self.names.generation(generation)), Path::to_path_buf)
    }

    /// The path that the next current log has while it is made.
    pub fn temporary(&self) -> PathBuf {
        self.path.join(self.names.temporary())
    }

    /// The path that the current log has or would have.
    pub fn expected_current(&self) -> PathBuf {
        self.current.clone().unwrap_or_else(|| self.path.join(self.names.current()))
    }
}

/// The better name comes first: exactly as asked for, then with another case, then with other digits.
fn rank<'a>(name: &'a str, asked: &str) -> (bool, bool, &'a str) {
    (!same(name, asked), name != asked, name)
}

/// The path names a directory, and it is there. Errors as Windows gives them: `InvalidPath` when it is not.
pub fn check_directory(fs: &dyn FileSystem, path: &Path, what: &str) -> Result<()> {
    if path.as_os_str().is_empty() {
        fail!(InvalidPath, "{what} has an empty path; name a directory");
    }
    match fs.metadata(path) {
        Ok(m) if m.is_directory => Ok(()),
        Ok(_) => Err(crate::error!(InvalidPath, "{what} is a file, not a directory").file(path)),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(crate::error!(InvalidPath, "{what} does not exist").file(path))
        }
        Err(e) => Err(Error::from_io(&e, &format!("looking at {what}"), path)),
    }
}

/// The error for a file that could not be opened, as Windows gives it: `InvalidPath` when its directory is not there.
pub fn open_error(fs: &dyn FileSystem, error: &std::io::Error, doing: &str, path: &Path) -> Error {
    if error.kind() == ErrorKind::NotFound {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if path.file_name().is_none() || !fs.metadata(parent).is_ok_and(|m| m.is_directory) {
            return crate::error!(InvalidPath, "{doing}: the directory of the file does not exist").file(path);
        }
    }
    Error::from_io(error, doing, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::storage::fs::RealFileSystem;

    fn directory(file_names: &[&str], names: &LogNames) -> (tempfile::TempDir, LogDirectory) {
        let dir = tempfile::tempdir().unwrap();
        for name in file_names {
            std::fs::write(dir.path().join(name), b"").unwrap();
        }
        let logs = LogDirectory::list(&RealFileSystem, dir.path(), names).unwrap();
        (dir, logs)
    }

    fn names(legacy: u32) -> LogNames {
        LogNames::new("edb", legacy)
    }

    #[test]
    fn finds_what_is_a_log_and_nothing_else() {
        let there = [
            "edb00000002.log",
            "EDB0000000a.LOG",
            "edb00003.log",
            "edb.log",
            "edb0000ZZZZ.log",
            "edbtmp.log",
            "edbres00001.jrs",
            "edb00000000.log",
            "edbFFFFFFFF.log",
            "abc00000001.log",
            "edb00000009.jtx",
            "edb.chk",
            "edb0000004.log",
        ];
        let (dir, logs) = directory(&there, &names(1));
        assert_eq!(logs.range(), Some((2, 10)));
        assert_eq!(logs.archived_in(0..=u32::MAX).map(|(g, _)| g).collect::<Vec<_>>(), [2, 3, 10]);
        let (first, last) = (11, 4);
        assert_eq!(logs.archived_in(first..=last).count(), 0);
        assert_eq!(logs.archived(10), Some(dir.path().join("EDB0000000a.LOG").as_path()));
        assert_eq!(logs.current(), Some(dir.path().join("edb.log").as_path()));
        assert_eq!(logs.expected(11), dir.path().join("edb0000000B.log"));
        assert_eq!((logs.digits(2), logs.digits(3), logs.digits(4)), (Some(8), Some(5), None));
        let (_dir, other) = directory(&there, &names(0));
        assert_eq!((other.range(), other.current()), (Some((9, 9)), None));
    }

    #[test]
    fn the_parameter_chooses_between_five_and_eight_digits() {
        let there = ["edb00007.log", "edb00000007.log"];
        let (dir, logs) = directory(&there, &names(1));
        assert_eq!(logs.archived(7), Some(dir.path().join(there[1]).as_path()));
        let (dir, logs) = directory(&there, &names(3));
        assert_eq!(logs.archived(7), Some(dir.path().join(there[0]).as_path()));
        assert_eq!(logs.expected(8), dir.path().join("edb00008.log"));
        let wanted = Wanted { base: "edb".into(), legacy: 3 };
        assert_eq!(wanted.as_found(Extensions::New, 8).generation(8), "edb00000008.jtx");
        assert_eq!(wanted.as_found(Extensions::Old, 5).generation(8), "edb00008.log");
    }

    #[cfg(unix)]
    #[test]
    fn the_exact_name_wins_over_another_case() {
        let (dir, logs) =
            directory(&["EDB.LOG", "edb.log", "Edb.log", "EDB00000001.log", "edb00000001.LOG"], &names(1));
        assert_eq!(logs.current(), Some(dir.path().join("edb.log").as_path()));
        assert_eq!(logs.archived(1), Some(dir.path().join("EDB00000001.log").as_path()));
    }

    #[test]
    fn a_missing_directory_has_no_logs() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().join("gone");
        let logs = LogDirectory::list(&RealFileSystem, &gone, &names(1)).unwrap();
        assert_eq!(logs.range(), None);
        let code = |path: &Path| check_directory(&RealFileSystem, path, "the log path").unwrap_err().code();
        assert_eq!(code(&gone), ErrorCode::InvalidPath);
        assert_eq!(code(Path::new("")), ErrorCode::InvalidPath);
        let not_found = std::io::Error::from(ErrorKind::NotFound);
        let code = |path: &Path| open_error(&RealFileSystem, &not_found, "opening", path).code();
        assert_eq!(code(&gone), ErrorCode::FileNotFound);
        assert_eq!(code(&gone.join("x")), ErrorCode::InvalidPath);
        assert_eq!(code(Path::new("")), ErrorCode::InvalidPath);
    }
}

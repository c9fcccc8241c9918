//! The restore map: which file is the database that the logs speak of.
//!
//! A log knows a database by its signature and by the path it had on the machine that wrote it. An entry of the map
//! says where a file lies now and, for people and for files that do not exist yet, what its old path was. So:
//!
//! 1. The entry whose file carries the signature wins, whatever old path the caller wrote down. From then on the
//!    entry goes by the path in the log.
//! 2. Otherwise the entry with that path, compared as Windows compares paths: without case, `/` as `\`.
//! 3. When a log *creates* a database whose file does not exist yet, the entry whose old path is the longest tail of
//!    the path in the log ("db1.edb" fits "C:\live\db1.edb").
//! 4. Otherwise the database is not ours and is skipped.
//!
//! Source of the facts: `ese/_log/rstmap.cxx` (ErrReplaceRstMapEntryBySignature, ErrReplaceRstMapEntryByName,
//! IrstmapGetRstMapEntry). There the second step may pick an entry that belongs to another database when old paths
//! were exchanged in the map; here a signature, once found, is final.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::fail;
use crate::format::primitives::Signature;
use crate::recovery::request::MapEntry;

/// Most entries of a map: a database and a streaming file for each of seven attachments.
pub const MOST_ENTRIES: usize = 14;

/// One entry of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path in the logs, as the caller gave it or as a log corrected it.
    pub source: String,
    /// Where the file lies, or will lie when the logs create it.
    pub destination: PathBuf,
    /// What the file's header says; `None` while there is no file.
    pub signature: Option<Signature>,
    /// JET_bitRestoreMap… of the entry.
    pub grbit: u32,
}

/// How an entry was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The file at this entry is the database.
    Signature(usize),
    /// The path fits, but the file is another database, or is not there.
    Path(usize),
}

impl Match {
    pub fn index(self) -> usize {
        match self {
            Self::Signature(i) | Self::Path(i) => i,
        }
    }
}

/// The map in the order in which the caller gave it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestoreMap {
    entries: Vec<Entry>,
}

impl RestoreMap {
    /// Builds the map; signatures come later, with [`set_signature`](Self::set_signature). An entry without an old
    /// path goes by its new one.
    ///
    /// Errors: `InvalidParameter` for more than [`MOST_ENTRIES`] entries or one without a new path.
    pub fn new(lines: impl IntoIterator<Item = MapEntry>) -> Result<Self> {
        let mut entries = Vec::new();
        for MapEntry { old_name, new_path, grbit } in lines {
            if entries.len() == MOST_ENTRIES {
                fail!(InvalidParameter, "the restore map has more than {MOST_ENTRIES} entries; no log stream has more");
            }
            let Some(destination) = new_path else {
                fail!(InvalidParameter, "entry {} of the restore map has no new path; give one", entries.len());
            };
            let source = old_name.filter(|s| !s.is_empty());
            let source = source.unwrap_or_else(|| destination.to_string_lossy().into_owned());
            entries.push(Entry { source, destination, signature: None, grbit });
        }
        Ok(Self { entries })
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Notes what the header of an entry's file says.
    pub fn set_signature(&mut self, index: usize, signature: Signature) {
        if let Some(entry) = self.entries.get_mut(index) {
            entry.signature = Some(signature);
        }
    }

    /// Finds the entry of a database that a log names (attach record, attachment list, or creation of a database
    /// whose file exists). `None`: the database is not in the map.
    pub fn find(&mut self, logged_name: &str, signature: &Signature) -> Option<Match> {
        if let Some(i) = self.entries.iter().position(|e| e.signature.as_ref() == Some(signature)) {
            if !same_path(&self.entries[i].source, logged_name) {
                self.entries[i].source = logged_name.to_owned();
            }
            return Some(Match::Signature(i));
        }
        self.entries.iter().position(|e| same_path(&e.source, logged_name)).map(Match::Path)
    }

    /// Finds the entry for a database that the log is about to create and whose file is not there yet, and gives it the
    /// signature.
    pub fn find_for_creation(&mut self, logged_name: &str, signature: &Signature) -> Option<usize> {
        let logged = folded(logged_name);
        let length = |e: &Entry| e.source.chars().count();
        let mut best: Option<usize> = None;
        for (i, entry) in self.entries.iter().enumerate().filter(|(_, e)| e.signature.is_none()) {
            let longer = best.is_none_or(|b| length(entry) > length(&self.entries[b]));
            if longer && logged.ends_with(&folded(&entry.source)) {
                best = Some(i);
            }
        }
        let entry = &mut self.entries[best?];
        entry.source = logged_name.to_owned();
        entry.signature = Some(*signature);
        best
    }

    /// The entry whose file this is, named as the entry names it.
    pub fn of_destination(&self, path: &Path) -> Option<usize> {
        self.entries.iter().position(|e| e.destination == path)
    }
}

/// Two paths of a log or a map name the same file on the machine that wrote them.
pub fn same_path(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

fn folded(path: &str) -> String {
    path.chars().flat_map(char::to_lowercase).map(|c| if c == '/' { '\\' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::format::primitives::Logtime;

    fn signature(n: u32) -> Signature {
        Signature::new(n, Logtime::default())
    }

    fn line(old_name: Option<&str>, new_path: Option<&str>) -> MapEntry {
        MapEntry { old_name: old_name.map(str::to_owned), new_path: new_path.map(PathBuf::from), grbit: 0 }
    }

    fn map(lines: &[(&str, &str, Option<u32>)]) -> RestoreMap {
        let given = lines.iter().map(|(s, d, _)| line(Some(s), Some(d)));
        let mut map = RestoreMap::new(given).unwrap();
        for (i, (_, _, n)) in lines.iter().enumerate() {
            if let Some(n) = n {
                map.set_signature(i, signature(*n));
            }
        }
        map
    }

    #[test]
    fn the_signature_beats_the_path() {
        // Old names exchanged by the caller.
        let mut m = map(&[("C:\\db1.edb", "/r/0", Some(10)), ("C:\\db0.edb", "/r/1", Some(11))]);
        assert_eq!(m.find("C:\\db1.edb", &signature(11)), Some(Match::Signature(1)));
        assert_eq!(m.find("C:\\db0.edb", &signature(10)), Some(Match::Signature(0)));
        assert_eq!(m.entries()[0].source, "C:\\db0.edb");
        assert_eq!(m.entries()[1].source, "C:\\db1.edb");
    }

    #[test]
    fn paths_are_compared_as_windows_does() {
        let mut m = map(&[("C:\\Live\\Ünit.EDB", "/r/0", Some(1))]);
        assert_eq!(m.find("c:/live/üNIT.edb", &signature(2)), Some(Match::Path(0)));
        assert_eq!(m.find("c:\\other\\ünit.edb", &signature(2)), None);
        // The entry keeps its name: it was not the database that was asked for.
        assert_eq!(m.entries()[0].source, "C:\\Live\\Ünit.EDB");
    }

    #[test]
    fn a_creation_takes_the_longest_tail_without_a_file() {
        let mut m =
            map(&[("db.edb", "/r/0", None), ("live\\db.edb", "/r/1", None), ("C:\\live\\db.edb", "/r/2", Some(1))]);
        assert_eq!(m.find_for_creation("C:\\LIVE\\DB.edb", &signature(5)), Some(1));
        assert_eq!(m.entries()[1].source, "C:\\LIVE\\DB.edb");
        assert_eq!(m.find("C:\\live\\db.edb", &signature(5)), Some(Match::Signature(1)));
        assert_eq!(m.find_for_creation("D:\\x.edb", &signature(6)), None);
    }

    #[test]
    fn refuses_maps_that_cannot_be() {
        let ab = line(Some("a"), Some("b"));
        let code = |r: Result<RestoreMap>| r.unwrap_err().code();
        assert!(RestoreMap::new(vec![ab.clone(); 14]).is_ok());
        assert_eq!(code(RestoreMap::new(vec![ab; 15])), ErrorCode::InvalidParameter);
        assert_eq!(code(RestoreMap::new([line(Some("a"), None)])), ErrorCode::InvalidParameter);
        // Without an old path the new one stands in.
        let m = RestoreMap::new([line(None, Some("/r/a.edb"))]).unwrap();
        assert_eq!(m.entries()[0].source, "/r/a.edb");
        assert_eq!(m.of_destination(Path::new("/r/a.edb")), Some(0));
        assert_eq!(m.of_destination(Path::new("/R/a.edb")), None, "another file on most systems");
    }
}

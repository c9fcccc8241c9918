//! Which pages of a database an act has changed: fingerprints before, comparison after.

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

use esent::format::page::Page;
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::{OpenMode, RealFileSystem};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::interrupt;

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// What is kept of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Print {
    hash: u64,
    dbtime: u64,
    objid: u32,
    zero: bool,
}

/// All pages of a database at one moment.
#[derive(Debug, Clone, Default)]
pub struct Prints {
    pages: Vec<Print>,
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It has another content.
    Changed,
    /// It was zero or not there.
    New,
    /// It is zero now.
    Zeroed,
    /// The file ends before it.
    Cut,
}

impl What {
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::New => "new",
            Self::Zeroed => "zeroed",
            Self::Cut => "cut",
        }
    }
}

/// One page that is not as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageChange {
    pub page: u32,
    pub what: What,
    /// The tree it belongs to now, or did.
    pub objid: u32,
    /// Dbtime before and after; `None` when there was or is no page.
    pub dbtime: (Option<u64>, Option<u64>),
}

impl PageChange {
    pub fn to_json(self) -> Value {
        json!({
            "page": self.page,
            "what": self.what.word(),
            "objid": self.objid,
            "dbtime_before": self.dbtime.0,
            "dbtime_after": self.dbtime.1,
        })
    }
}

impl Prints {
    /// Reads a whole database. `step` hears of the bytes.
    pub fn take(path: &Path, step: &mut dyn FnMut(u64)) -> Result<Self, Failure> {
        let mut pages = Vec::new();
        each_page(path, step, |page| pages.push(Print::of(page)))?;
        Ok(Self { pages })
    }

    pub fn len(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }

    /// The changes between this moment and `after`.
    pub fn changes(&self, after: &Self) -> Vec<PageChange> {
        let count = self.pages.len().max(after.pages.len());
        let mut changes = Vec::new();
        for (i, page) in (0..count).zip(1u32..) {
            let (before, now) = (self.pages.get(i).copied(), after.pages.get(i).copied());
            let there = |p: Option<Print>| p.filter(|p| !p.zero);
            let what = match (there(before), there(now)) {
                (Some(a), Some(b)) if a.hash == b.hash => continue,
                (Some(_), Some(_)) => What::Changed,
                (None, Some(_)) => What::New,
                (Some(_), None) if now.is_some() => What::Zeroed,
                (Some(_), None) => What::Cut,
                (None, None) => continue,
            };
            let objid = there(now).or(before).map_or(0, |p| p.objid);
            let dbtime = (there(before).map(|p| p.dbtime), there(now).map(|p| p.dbtime));
            changes.push(PageChange { page, what, objid, dbtime });
        }
        changes
    }
}

impl Print {
    fn of(page: &Page) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(page.bytes());
        Self { hash: hasher.finish(), dbtime: page.dbtime(), objid: page.objid(), zero: page.is_uninitialized() }
    }
}

fn each_page(path: &Path, step: &mut dyn FnMut(u64), mut act: impl FnMut(&Page)) -> Result<(), Failure> {
    let (file, header) = DatabaseFile::open(&RealFileSystem, path, OpenMode::Read, None)?;
    let size = header.page_size() as usize;
    let mut page = Page::zeroed(size);
    let mut buffer = vec![0; CHUNK.max(size)];
    let per_read = (buffer.len() / size) as u32;
    let last = file.page_count();
    let mut first = 1u32;
    while first <= last {
        interrupt::check()?;
        let count = per_read.min(last - first + 1);
        let bytes = &mut buffer[..count as usize * size];
        file.read_pages(first, bytes)?;
        for one in bytes.chunks_exact(size) {
            page.bytes_mut().copy_from_slice(one);
            act(&page);
        }
        first += count;
        step(bytes.len() as u64);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(hash: u64, dbtime: u64) -> Print {
        Print { hash, dbtime, objid: 7, zero: dbtime == 0 }
    }

    #[test]
    fn tells_what_became_of_pages() {
        let before = Prints { pages: vec![print(1, 1), print(2, 2), print(0, 0), print(3, 3), print(4, 4)] };
        let after = Prints { pages: vec![print(1, 1), print(9, 9), print(8, 8), print(0, 0)] };
        let changes = before.changes(&after);
        let told: Vec<_> = changes.iter().map(|c| (c.page, c.what, c.dbtime)).collect();
        assert_eq!(
            told,
            [
                (2, What::Changed, (Some(2), Some(9))),
                (3, What::New, (None, Some(8))),
                (4, What::Zeroed, (Some(3), None)),
                (5, What::Cut, (Some(4), None)),
            ]
        );
        assert_eq!(after.changes(&before).len(), 4);
        assert!(before.changes(&before).is_empty());
    }
}

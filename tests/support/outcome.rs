//! What a restore leaves, as far as it must be the same whatever happened on the way.

use std::path::Path;

use esent::error::Error;
use esent::format::database_header::{DatabaseHeader, DatabaseState, START_OF_FILE};
use esent::format::node::node_flags;
use esent::format::page::{Page, PageCondition};

use super::restore_sets::RestoreSet;
use super::simulated_disk::SimulatedDisk;

/// What must be the same whatever happened on the way.
pub struct Outcome {
    /// Per database: what its header says, and what its pages say.
    databases: Vec<(String, Vec<Vec<u8>>)>,
}

/// Bits of a page's flags that count how often it was written.
const FLUSH_COUNT: u32 = 0x18000;

/// What a page says, whatever lies in its gaps and wherever its nodes lie. Fails for a page that is not sound.
///
/// The mark that versions of a node may be in memory says nothing when nobody has the database open. Redo of a merge or
/// split leaves it as it is on the page that nodes come from, or, when that page is ahead, as it was in the picture of it
/// that the engine put into the log; by then the engine may have taken it off.
fn meaning(pgno: u32, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let fail = |e: Error| format!("page {pgno}: {e}");
    let mut page = Page::from_bytes(bytes.to_vec()).map_err(fail)?;
    if page.check(pgno).map_err(fail)? == PageCondition::Uninitialized {
        return Ok(Vec::new());
    }
    let mut meaning = Vec::new();
    meaning.extend_from_slice(&page.dbtime().to_le_bytes());
    let flags = page.flags() & !FLUSH_COUNT;
    for number in
        [page.previous(), page.next(), page.objid(), flags, page.free_bytes() as u32, page.uncommitted_free() as u32]
    {
        meaning.extend_from_slice(&number.to_le_bytes());
    }
    if page.is_pre_init() || page.is_shrunk() {
        return Ok(meaning);
    }
    let mut add = |bytes: &[u8]| {
        meaning.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        meaning.extend_from_slice(bytes);
    };
    add(page.external_header().map_err(fail)?);
    for line in 0..page.node_count() {
        let flags = page.node_flags(line).map_err(fail)? & !node_flags::VERSION;
        page.set_node_flags(line, flags).map_err(fail)?;
        add(page.node_bytes(line).map_err(fail)?);
        add(&[flags]);
    }
    Ok(meaning)
}

impl Outcome {
    /// Runs the restore, and says what it leaves.
    pub fn of(set: &RestoreSet, disk: &SimulatedDisk) -> Result<Self, String> {
        set.restore(disk).map_err(|e| e.to_string())?;
        Self::found(set, disk)
    }

    /// What an earlier run has left.
    pub fn found(set: &RestoreSet, disk: &SimulatedDisk) -> Result<Self, String> {
        let databases = set.databases().map(|path| Self::database(path, disk)).collect::<Result<_, _>>()?;
        Ok(Self { databases })
    }

    fn database(path: &Path, disk: &SimulatedDisk) -> Result<(String, Vec<Vec<u8>>), String> {
        let content = disk.content(path).ok_or("the database is gone")?;
        let start = &content[..content.len().min(START_OF_FILE)];
        let (h, _) = DatabaseHeader::from_start_of_file(start, None).map_err(|e| e.to_string())?;
        let size = h.page_size() as usize;
        if h.state() != Some(DatabaseState::Clean) || content.len() % size != 0 {
            return Err(format!("{}: {:?}, {} bytes", path.display(), h.state(), content.len()));
        }
        let facts = format!(
            "dbtime {:#x}, objid {}, attach {:?}, signature {:?}, log {:?}, required {:?}, backup {:?}, version {}, {} bytes",
            h.dbtime(),
            h.last_objid(),
            h.lgpos_attach(),
            h.signature(),
            h.log_signature(),
            (h.min_required(), h.max_required(), h.max_committed()),
            (h.backup_full_current(), h.backup_full_previous(), h.backup_snapshot()),
            h.version(),
            content.len()
        );
        let pages = content.chunks(size).skip(2).enumerate();
        let pages = pages.map(|(i, bytes)| meaning(i as u32 + 1, bytes)).collect::<Result<_, _>>()?;
        Ok((facts, pages))
    }

    /// The differences, if any, in words.
    pub fn compare(&self, expected: &Self) -> Result<(), String> {
        for (n, (mine, theirs)) in self.databases.iter().zip(&expected.databases).enumerate() {
            if mine.0 != theirs.0 {
                return Err(format!("database {n}: {}\nexpected: {}", mine.0, theirs.0));
            }
            if let Some(i) = mine.1.iter().zip(&theirs.1).position(|(a, b)| a != b) {
                return Err(format!("database {n}: page {} is another", i + 1));
            }
        }
        Ok(())
    }
}

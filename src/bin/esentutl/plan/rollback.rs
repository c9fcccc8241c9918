//! Transactions that are open where the logs end: recovery rolls them back. Found by reading the logs as redo will,
//! without touching a page.

use std::collections::BTreeMap;
use std::path::Path;

use esent::error::Error;
use esent::format::log_record::LogRecord;
use esent::format::primitives::{Lgpos, Signature};
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::interrupt;
use crate::text;

/// A transaction that never committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTransaction {
    pub session: u16,
    /// Where its first level began.
    pub began: Lgpos,
    /// Names the transaction.
    pub begin: u32,
    pub level: u8,
    /// Versioned changes that will be undone.
    pub changes: u64,
    /// Object ids of the trees concerned, with how many changes.
    pub trees: BTreeMap<u32, u64>,
}

impl OpenTransaction {
    pub fn to_json(&self) -> Value {
        json!({
            "session": self.session,
            "began": self.began.to_string(),
            "transaction": self.begin,
            "level": self.level,
            "changes": self.changes,
            "trees": self.trees.iter().map(|(t, n)| json!({ "objid": t, "changes": n })).collect::<Vec<_>>(),
        })
    }

    pub fn sentence(&self) -> String {
        let trees = text::count(self.trees.len() as u64, "tree");
        let changes = text::count(self.changes, "change");
        format!("session 0x{:x}, begun at {}: {changes} in {trees}", self.session, text::lgpos(self.began))
    }
}

/// What a reading of the logs says.
#[derive(Debug, Default)]
pub struct Reading {
    /// Those with changes, by session.
    pub open: Vec<OpenTransaction>,
    pub records: u64,
    /// Every database that the logs attach or create: its signature and the path it had.
    pub names: Vec<(Signature, String)>,
    /// The databases that are attached where the logs end, by number.
    pub attached: BTreeMap<u8, (Signature, String)>,
    /// Databases that the logs create.
    pub created: Vec<String>,
    /// Where the logs cannot be read further, and why.
    pub broken: Option<Error>,
}

/// Reads the logs in order. `step` hears of the bytes of every file that is done.
pub fn read(logs: &[&Path], mut step: impl FnMut(u64)) -> Result<Reading, Failure> {
    let mut reading = Reading::default();
    let mut open = BTreeMap::new();
    for path in logs {
        interrupt::check()?;
        if let Err(e) = read_one(path, &mut reading, &mut open) {
            reading.broken = Some(e.file(path));
            break;
        }
        step(std::fs::metadata(path).map_or(0, |m| m.len()));
    }
    reading.open = open.into_values().filter(|t: &OpenTransaction| t.changes > 0).collect();
    Ok(reading)
}

fn read_one(path: &Path, reading: &mut Reading, open: &mut BTreeMap<u16, OpenTransaction>) -> Result<(), Error> {
    let file = RealFileSystem.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening a log", path))?;
    let mut reader = AnyLogReader::open(file)?;
    reader.check()?;
    // A log's header says what was attached when it began.
    reading.attached.clear();
    for a in reader.header().attachments()? {
        reading.names.push((a.signature, a.name.clone()));
        reading.attached.insert(a.dbid, (a.signature, a.name));
    }
    reader.start_at(reader.header().first_lgpos())?;
    while let Some((place, record)) = reader.next()? {
        reading.records += 1;
        note(place, &record, reading, open);
    }
    Ok(())
}

fn note(place: Lgpos, record: &LogRecord, reading: &mut Reading, open: &mut BTreeMap<u16, OpenTransaction>) {
    use LogRecord as R;
    match record {
        R::Begin(b) | R::Begin0(b) | R::BeginDt(b) => {
            if b.level_from == 0 {
                let begin = b.trx_begin0.unwrap_or(0);
                let (session, level, trees) = (b.procid, b.levels, BTreeMap::new());
                open.insert(session, OpenTransaction { session, began: place, begin, level, changes: 0, trees });
            } else if let Some(t) = open.get_mut(&b.procid) {
                t.level = b.level_from.saturating_add(b.levels);
            }
        }
        R::Commit(c) | R::Commit0(c) => set_level(open, c.procid, |_| c.level_to),
        R::Rollback(r) => set_level(open, r.procid, |level| level.saturating_sub(r.levels)),
        // Whoever wrote these had no open transaction left.
        R::Init(_) | R::Init2(_) | R::Term(_) | R::Term2(_) | R::RecoveryQuit(_) | R::RecoveryQuit2(_) => {
            open.clear();
            reading.attached.clear();
        }
        R::RecoveryQuitKeepAttachments(_) => open.clear(),
        R::Undo(u) => {
            if let Some(t) = open.get_mut(&u.node.page.procid) {
                t.changes = t.changes.saturating_sub(1);
            }
        }
        R::AttachDb(a) => attach(reading, a.head.dbid, a.head.signature, a.path.to_string()),
        R::CreateDb(c) => {
            reading.created.push(c.path.to_string());
            attach(reading, c.head.dbid, c.head.signature, c.path.to_string());
        }
        R::DetachDb(d) => drop(reading.attached.remove(&d.head.dbid)),
        _ => {
            let Some(n) = record.node_operation().filter(|n| n.page.flags.versioned() && is_change(record)) else {
                return;
            };
            if let Some(t) = open.get_mut(&n.page.procid) {
                t.changes += 1;
                *t.trees.entry(n.objid_fdp).or_default() += 1;
            }
        }
    }
}

fn attach(reading: &mut Reading, dbid: u8, signature: Signature, path: String) {
    reading.names.push((signature, path.clone()));
    reading.attached.insert(dbid, (signature, path));
}

fn is_change(record: &LogRecord) -> bool {
    use LogRecord as R;
    matches!(
        record,
        R::Insert(_)
            | R::FlagInsert(_)
            | R::FlagInsertAndReplaceData(_)
            | R::FlagDelete(_)
            | R::Replace(_)
            | R::ReplaceDiff(_)
            | R::Delta(_)
            | R::Delta64(_)
    )
}

fn set_level(open: &mut BTreeMap<u16, OpenTransaction>, session: u16, to: impl Fn(u8) -> u8) {
    let Some(t) = open.get_mut(&session) else { return };
    t.level = to(t.level);
    if t.level == 0 {
        open.remove(&session);
    }
}

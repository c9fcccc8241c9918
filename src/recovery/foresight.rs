//! What can be known of transactions before they are replayed: that they commit.
//!
//! Versions are kept for those who take changes back: the Undo records of a rollback, and undo behind the last log. A
//! transaction that commits in the log in which a change of it stands, and takes nothing back until then, needs none of
//! that change, and its page need not wait for a before image. Whoever looks through a log before it is replayed
//! [marks](LogReader::mark) such changes. It holds only where the log is replayed to its end: not before a stop.

use std::collections::HashMap;

use crate::format::log_record::{LogRecord, TransactionStep};
use crate::recovery::transactions::Procid;
use crate::storage::fs::File;
use crate::storage::log_reader::LogReader;

/// Looks through one log after the other; keeps its memory.
#[derive(Debug, Default)]
pub struct Foresight {
    sessions: HashMap<Procid, Session>,
    /// Changes that the last record has settled.
    known: Vec<usize>,
}

/// The present transaction of a session, as far as this log shows it.
#[derive(Debug, Default)]
struct Session {
    /// Records that change pages, by their number in the log.
    changes: Vec<usize>,
    takes_back: bool,
}

/// What a record means to its session's transaction.
enum Step {
    Begin,
    Change,
    TakeBack,
    Commit,
}

impl Foresight {
    /// Marks the changes, among the records that were [found](LogReader::find_ahead), whose transactions are known to commit.
    pub fn look_through<F: File>(&mut self, reader: &mut LogReader<F>) {
        self.sessions.clear();
        for n in 0..reader.found_count() {
            for &change in self.see(n, reader.found(n)) {
                reader.mark(change);
            }
        }
    }

    /// The `n`th record comes; gives the changes that are known to commit now.
    fn see(&mut self, n: usize, record: &[u8]) -> &[usize] {
        self.known.clear();
        if ends_run(record) {
            self.sessions.clear();
        } else if let Some((procid, step)) = step_of(record) {
            let session = self.sessions.entry(procid).or_default();
            match step {
                Step::Begin => session.begin(),
                Step::Change => session.changes.push(n),
                Step::TakeBack => session.takes_back = true,
                Step::Commit => {
                    if !session.takes_back {
                        self.known.append(&mut session.changes);
                    }
                    session.begin();
                }
            }
        }
        &self.known
    }
}

impl Session {
    fn begin(&mut self) {
        self.changes.clear();
        self.takes_back = false;
    }
}

/// Behind such a record no session is what it was.
fn ends_run(record: &[u8]) -> bool {
    matches!(record.first(), Some(1 | 2 | 18 | 49 | 50 | 52 | 80))
}

/// Whose record it is, and what it means; `None` when it has no part in this.
fn step_of(record: &[u8]) -> Option<(Procid, Step)> {
    const UNDO: u8 = 39;
    if let Some(node) = LogRecord::node_head(record) {
        return Some((node.procid, if record.first() == Some(&UNDO) { Step::TakeBack } else { Step::Change }));
    }
    match LogRecord::transaction_step(record) {
        Some(TransactionStep::Begin(r)) => return (r.level_from == 0).then_some((r.procid, Step::Begin)),
        Some(TransactionStep::Commit(r)) => return (r.level_to == 0).then_some((r.procid, Step::Commit)),
        None => {}
    }
    // Only what is about transactions is worth a closer look.
    if !matches!(record.first(), Some(7 | 12)) {
        return None;
    }
    Some(match LogRecord::parse_exact(record).ok()? {
        LogRecord::Rollback(r) => (r.procid, Step::TakeBack),
        // What the macro changes is changed now.
        LogRecord::MacroCommit(r) => (r.procid, Step::Change),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::log_record::{Begin, Commit, Macro, NodeOnly, NodeOperation, Rollback, Term};
    use crate::format::log_record::{OperationFlags, PageOperation, TermHead};
    use crate::format::primitives::Lgpos;

    /// What is known of the changes among these records when all have been seen.
    fn known(records: &[LogRecord<'_>]) -> Vec<usize> {
        let mut foresight = Foresight::default();
        let mut all = Vec::new();
        for (n, record) in records.iter().enumerate() {
            let mut bytes = Vec::new();
            record.encode(&mut bytes).unwrap();
            all.extend_from_slice(foresight.see(n, &bytes));
        }
        all.sort_unstable();
        all
    }

    fn begin(procid: Procid) -> LogRecord<'static> {
        LogRecord::Begin0(Begin { procid, level_from: 0, levels: 1, trx_begin0: Some(1) })
    }

    fn commit(procid: Procid) -> LogRecord<'static> {
        LogRecord::Commit0(Commit { procid, level_to: 0, trx_commit0: Some(2) })
    }

    fn change(procid: Procid) -> LogRecord<'static> {
        let page = PageOperation {
            procid,
            dbid: 1,
            pgno: 9,
            dbtime: 2,
            dbtime_before: 1,
            trx_begin0: 1,
            level: 1,
            line: 0,
            flags: OperationFlags(OperationFlags::VERSIONED),
        };
        LogRecord::FlagDelete(NodeOnly { node: NodeOperation { page, rceid: 7, pgno_fdp: 4, objid_fdp: 5 } })
    }

    fn rollback(procid: Procid) -> LogRecord<'static> {
        LogRecord::Rollback(Rollback { procid, levels: 1 })
    }

    #[test]
    fn a_commit_settles_the_changes_of_its_session() {
        assert_eq!(known(&[begin(1), change(1), begin(2), change(2), change(1), commit(1)]), [1, 4]);
        assert_eq!(known(&[begin(1), change(1)]), [], "it commits in another log, or never");
        assert_eq!(known(&[change(1), commit(1)]), [0], "it began in another log");
    }

    #[test]
    fn an_inner_commit_settles_nothing() {
        let deeper = LogRecord::Begin(Begin { procid: 1, level_from: 1, levels: 1, trx_begin0: None });
        let inner = LogRecord::Commit(Commit { procid: 1, level_to: 1, trx_commit0: None });
        assert_eq!(known(&[begin(1), deeper, change(1), inner]), []);
        assert_eq!(known(&[begin(1), deeper, change(1), inner, commit(1)]), [2]);
    }

    #[test]
    fn whoever_takes_anything_back_needs_versions() {
        assert_eq!(known(&[begin(1), change(1), rollback(1), commit(1)]), []);
        assert_eq!(
            known(&[begin(1), rollback(1), begin(1), change(1), commit(1)]),
            [3],
            "that was another transaction"
        );
    }

    #[test]
    fn a_macro_is_a_change_when_it_commits() {
        let whole = Macro { procid: 1, dbtime: 8 };
        let records = [begin(1), LogRecord::MacroBegin(whole), LogRecord::MacroCommit(whole), commit(1)];
        assert_eq!(known(&records), [2]);
    }

    #[test]
    fn nothing_outlives_a_run() {
        let end = LogRecord::Term(Term {
            head: TermHead { lgpos: Lgpos::MIN, lgpos_redo_from: Lgpos::MIN, hard: 0 },
            logtime: None,
        });
        assert_eq!(known(&[begin(1), change(1), end, commit(1)]), []);
    }
}

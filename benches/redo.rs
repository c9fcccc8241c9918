//! Redo per type of record, and undo, in memory: no page is written.
//!
//! ```sh
//! ESENT_BENCH_SET=backup.tar.xz cargo bench --bench redo
//! ```
//!
//! Each record is timed on its own; the clock's own cost is measured and taken off.

mod support;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use esent::error::Result;
use esent::format::log_record::LogRecord;
use esent::recovery::database::Databases;
use esent::recovery::redo::Redo;
use esent::recovery::transactions::Transactions;
use esent::recovery::undo;
use esent::storage::page_store::PageStore;
use support::{Set, attached, rounds};

/// Throws away what undo logs.
struct NoLog;

impl undo::UndoLog for NoLog {
    fn append(&mut self, _: &LogRecord<'_>) -> Result<()> {
        Ok(())
    }
}

struct Attached(Databases);

impl undo::Databases for Attached {
    fn database(&mut self, dbid: u8) -> Result<Option<&mut dyn PageStore>> {
        Ok(self.0.get_mut(dbid).map(|db| db as &mut dyn PageStore))
    }
}

fn main() {
    let set = Set::unpack();
    let clock = (0..10_000).map(|_| Instant::now().elapsed()).sum::<Duration>() / 10_000;
    let mut types: BTreeMap<&str, (u64, Duration)> = BTreeMap::new();
    let (mut undone, mut undo_time) = (0, Duration::MAX);
    for _ in 0..rounds() {
        let folder = tempfile::tempdir().unwrap();
        let set = set.copy(folder.path(), set.logs.len());
        let (mut databases, mut transactions, mut redo) = (attached(&set), Transactions::new(), Redo::new());
        let mut of_round: BTreeMap<&str, (u64, Duration)> = BTreeMap::new();
        set.records(|lgpos, record| {
            let start = Instant::now();
            redo.apply(&mut databases, &mut transactions, lgpos, record).unwrap();
            let time = start.elapsed();
            let entry = of_round.entry(record.name()).or_default();
            entry.0 += 1;
            entry.1 += time.saturating_sub(clock);
        });
        for (name, (count, time)) in of_round {
            let best = types.entry(name).or_insert((count, time));
            best.1 = best.1.min(time);
        }
        let mut attached = Attached(databases);
        let start = Instant::now();
        undone = undo::undo_all(&mut transactions, &mut attached, &mut NoLog).unwrap().operations;
        undo_time = undo_time.min(start.elapsed());
    }
    let whole: Duration = types.values().map(|(_, time)| *time).sum();
    let mut types: Vec<_> = types.into_iter().collect();
    types.sort_by_key(|(_, (_, time))| std::cmp::Reverse(*time));
    println!("\n| record | count | ns each | share |\n|-|-|-|-|");
    for (name, (count, time)) in types {
        let share = time.as_secs_f64() / whole.as_secs_f64();
        println!("| {name} | {count} | {} | {:.1} % |", time.as_nanos() / u128::from(count), share * 100.0);
    }
    let each = undo_time.as_nanos().checked_div(undone as u128).unwrap_or_default();
    println!("\nundo: {undone} changes, {each} ns each");
}

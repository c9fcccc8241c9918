//! What more threads could gain, by calculation: the windows of a set as the crew collects them, the weights of their
//! components, and how long each window takes when its parts are shared out to so many threads.
//!
//! ```sh
//! ESENT_BENCH_SET=backup.tar.xz cargo bench --bench schedule
//! ```
//!
//! Costs are relative to that of one record about one node, as its thread sees it (2300 instructions). [`CONDUCTOR`] and the
//! other constants come from a profile (callgrind) of restores of a set of 592,000 records by two and by eight threads. No
//! page is touched. The conductor collects a window while the one before it is worked on, and works with the others when
//! it has nothing to collect.

mod support;

use std::collections::BTreeMap;

use esent::format::log_record::LogRecord;
use esent::recovery::crew::components::{Division, weight_of};
use esent::recovery::crew::window::{Taken, Window};
use esent::recovery::database::Databases;
use esent::recovery::redo::Redo;
use esent::recovery::transactions::Transactions;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::LogReader;
use support::{Set, attached};

const THREADS: [usize; 5] = [1, 2, 4, 8, 16];
/// The conductor's work for one record, and for one page of a window: sharing out, lending, taking back.
const CONDUCTOR: f64 = 0.24;
const LENDING: f64 = 0.79;
/// What a record costs without a crew beside the change of its page.
const ALONE: f64 = 0.11;

/// One window: the conductor's work, and the weights of the components.
struct Load {
    collect: f64,
    lend: f64,
    groups: Vec<f64>,
}

/// The longest of the parts when the heaviest component goes to the thread that has least, and the conductor comes
/// `late` to it.
fn makespan(groups: &[f64], threads: usize, late: f64) -> f64 {
    let mut loads = vec![0.0; threads];
    loads[0] = late;
    for weight in groups {
        let least = loads.iter_mut().min_by(|a, b| a.total_cmp(b)).unwrap();
        *least += weight;
    }
    loads.into_iter().fold(0.0, f64::max)
}

/// All windows between two records that everything has to wait for.
fn stretch(loads: &[Load], threads: usize) -> f64 {
    let mut whole = loads.first().map_or(0.0, |load| load.collect);
    for (i, load) in loads.iter().enumerate() {
        let next = loads.get(i + 1).map_or(0.0, |next| next.collect);
        whole += load.lend + makespan(&load.groups, threads, next);
    }
    whole
}

struct Tally {
    division: Division,
    loads: Vec<Load>,
    records: usize,
    windows: usize,
    tasks: usize,
    heaviest: f64,
    pages: usize,
    groups: usize,
    alone: f64,
    with: [f64; THREADS.len()],
}

impl Tally {
    fn close(&mut self, window: &mut Window) {
        if window.tasks.is_empty() {
            window.clear();
            return;
        }
        let groups: Vec<f64> = self.division.weigh(window).iter().map(|(weight, _)| f64::from(*weight)).collect();
        let work: f64 = window.tasks.iter().map(|task| f64::from(weight_of(task))).sum();
        self.windows += 1;
        self.tasks += window.tasks.len();
        self.groups += groups.len();
        self.heaviest += groups[0] / work;
        let records = std::mem::take(&mut self.records) as f64;
        self.alone += work + records * ALONE;
        self.pages += window.groups.pages().len();
        let lend = window.groups.pages().len() as f64 * LENDING;
        self.loads.push(Load { collect: records * CONDUCTOR, lend, groups });
        window.clear();
    }

    fn wait(&mut self, window: &mut Window) {
        self.close(window);
        for (threads, whole) in THREADS.iter().zip(&mut self.with) {
            *whole += stretch(&self.loads, *threads);
        }
        self.loads.clear();
    }
}

fn main() {
    let set = Set::unpack();
    let folder = tempfile::tempdir().unwrap();
    let set = set.copy(folder.path(), set.logs.len());
    let mut databases: Databases = attached(&set);
    let (mut transactions, mut window) = (Transactions::new(), Window::default());
    let mut tally = Tally {
        division: Division::default(),
        loads: Vec::new(),
        records: 0,
        windows: 0,
        tasks: 0,
        heaviest: 0.0,
        pages: 0,
        groups: 0,
        alone: 0.0,
        with: [0.0; THREADS.len()],
    };
    let mut stops = BTreeMap::<&str, usize>::new();
    for path in &set.logs {
        let mut reader = LogReader::open(RealFileSystem.open(path, OpenMode::Read).unwrap()).unwrap();
        reader.check().unwrap();
        while let Some((lgpos, bytes)) = reader.next_bytes().unwrap() {
            tally.records += 1;
            let taken = window.take(&mut databases, &mut transactions, lgpos, bytes);
            match taken.unwrap_or_else(|failure| panic!("{}", failure.error)) {
                Taken::Yes if window.is_full() => tally.close(&mut window),
                Taken::Yes => {}
                Taken::No => match LogRecord::parse_exact(bytes).unwrap() {
                    LogRecord::Nop | LogRecord::Nop2(_) | LogRecord::Checksum(_) => {}
                    record => {
                        *stops.entry(record.name()).or_default() += 1;
                        tally.wait(&mut window);
                        if let LogRecord::Rollback(_) = record {
                            Redo::new().apply(&mut databases, &mut transactions, lgpos, &record).unwrap();
                        }
                    }
                },
            }
        }
        tally.wait(&mut window);
    }
    let windows = tally.windows as f64;
    println!(
        "{} windows; per window {:.0} tasks on {:.0} pages in {:.0} components, the heaviest {:.0} %",
        tally.windows,
        tally.tasks as f64 / windows,
        tally.pages as f64 / windows,
        tally.groups as f64 / windows,
        tally.heaviest / windows * 100.0
    );
    println!("records that everything waits for: {stops:?}");
    println!("\n| threads | speedup of redo |\n|-|-|");
    for (threads, whole) in THREADS.iter().zip(tally.with) {
        println!("| {threads} | {:.2} |", tally.alone / whole);
    }
}

//! A set of so many copies of a backup, one after the other, as one backup of one database.
//!
//! The logs of copy `k` change region `k` of the database as those of the original change the whole of it. At the end of
//! each copy, all transactions that the original leaves open are committed: what they did would be undone at the very
//! end only, far from its copy.

use std::path::Path;

use esent::format::log_record::LogRecord;
use esent::format::page::flags;
use esent::format::primitives::Pgno;

use crate::logs::{BegunSessions, Log, OpenSessions, Previous};
use crate::numbers::{Highest, Shift, Steps};
use crate::pages::Database;
use crate::records::rewrite;
use crate::support::Set;

/// The original, and what has to be known of it.
pub struct Original {
    pub database: Database,
    logs: Vec<Log>,
    pub steps: Steps,
    /// Records that commit what is open at the end.
    commits: Vec<LogRecord<'static>>,
    /// The last page of the finished database.
    pub last_page: Pgno,
    /// How many pages have numbers of pages that records carry as content: three for each record that makes space trees,
    /// and one for each split above the leaves that has a picture.
    pub pages_with_logged_numbers: u64,
}

impl Original {
    pub fn read(set: &Set) -> Self {
        let database = Database::read(&set.database);
        let logs: Vec<Log> = set.logs.iter().map(|path| Log::read(path)).collect();
        let mut highest = Highest::default();
        database.survey(&mut highest);
        let (mut sessions, mut last_page, mut pages_with_logged_numbers) = (OpenSessions::default(), 0, 0);
        for log in &logs {
            log.each_record(|bytes| {
                assert_eq!(rewrite(bytes, &mut highest), bytes, "a record is not written as it was read");
                let record = LogRecord::parse_exact(bytes).unwrap();
                sessions.see(&record);
                match record {
                    LogRecord::ExtendDb(r) => last_page = last_page.max(r.pgno_last),
                    LogRecord::ConvertFdp2(_) => pages_with_logged_numbers += 3,
                    LogRecord::Split2(r) if r.head.new_page_flags & flags::LEAF == 0 => {
                        let picture = r.before_image.is_some_and(|image| !image.bytes.is_empty());
                        pages_with_logged_numbers += u64::from(picture);
                    }
                    _ => {}
                }
            });
        }
        assert!(last_page >= database.last(), "the file does not grow to its final length by its logs");
        let steps = Steps::new(logs.len() as u32, &highest);
        Self { database, logs, steps, commits: sessions.commits(), last_page, pages_with_logged_numbers }
    }

    pub fn last_page_of(&self, copies: u32) -> Pgno {
        self.last_page + (copies - 1) * self.steps.pages
    }

    /// Writes the set into a folder.
    pub fn repeat(&self, folder: &Path, copies: u32) -> Set {
        let directory = folder.join("logs");
        std::fs::create_dir_all(&directory).unwrap();
        let database = folder.join("base.edb");
        self.database.repeat(&database, copies, |copy| self.steps.of_copy(copy), self.last_page_of(copies));
        let first = &self.logs[0].header;
        let mut previous = Previous { created: first.previous_created(), checksum: first.previous_checksum() };
        let mut logs = Vec::new();
        for copy in 0..copies {
            let mut begun = BegunSessions::default();
            for (i, log) in self.logs.iter().enumerate() {
                let shift = self.steps.of_copy(copy);
                let tail = if i + 1 == self.logs.len() { self.tail(shift) } else { Vec::new() };
                let (bytes, next) = log.moved(shift, &mut begun, previous, &tail);
                let path = directory.join(format!("edb{:08X}.log", shift.generation(log.header.generation())));
                write(&path, &bytes);
                logs.push(path);
                previous = next;
            }
        }
        Set::of(database, logs)
    }

    fn tail(&self, mut shift: Shift) -> Vec<Vec<u8>> {
        let moved = |record: &LogRecord<'_>| {
            let mut bytes = Vec::new();
            record.encode(&mut bytes).unwrap();
            rewrite(&bytes, &mut shift)
        };
        self.commits.iter().map(moved).collect()
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
    std::fs::File::open(path).unwrap().sync_all().unwrap();
}

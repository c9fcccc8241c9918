//! What the benchmarks share: the set they run on, and clocks.
//!
//! `ESENT_BENCH_SET` names a backup: an archive that `tar` can unpack, or a folder, with one database (`*.edb`) and the
//! logs of its backup somewhere in it. Without it the small sample of `examples/` is taken, which is quickly restored
//! and says little. `ESENT_BENCH_ROUNDS` says how often each thing is done (5).
//!
//! Times depend on the machine and on what else it does: only ratios of times from one run mean something.

#![allow(dead_code)] // Each benchmark uses a part.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use esent::format::log_record::LogRecord;
use esent::format::primitives::Lgpos;
use esent::recovery::database::{Database, DatabaseParts, Databases};
use esent::recovery::request::{MapEntry, RestoreRequest, Settings};
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::{File, FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::{LogReader, read_header};
use esent::storage::page_cache::PageCache;

pub fn rounds() -> usize {
    std::env::var("ESENT_BENCH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(5)
}

/// A backup on disk.
pub struct Set {
    // Deleted with everything in it at the end.
    _unpacked: Option<tempfile::TempDir>,
    pub database: PathBuf,
    /// In the order of their generations.
    pub logs: Vec<PathBuf>,
}

impl Set {
    pub fn unpack() -> Self {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample-backup/sample-backup.tar.gz");
        let source = std::env::var_os("ESENT_BENCH_SET").map_or(sample, PathBuf::from);
        println!("set: {}", source.file_name().unwrap_or_default().display());
        if source.is_dir() {
            return Self::find(&source, None);
        }
        let target = tempfile::tempdir().unwrap();
        let tar = Command::new("tar").arg("-xf").arg(&source).arg("-C").arg(target.path()).status();
        assert!(tar.unwrap().success(), "tar cannot unpack {}", source.display());
        let root = target.path().to_path_buf();
        Self::find(&root, Some(target))
    }

    /// A set whose files are known.
    pub fn of(database: PathBuf, logs: Vec<PathBuf>) -> Self {
        Self { _unpacked: None, database, logs }
    }

    fn find(root: &Path, unpacked: Option<tempfile::TempDir>) -> Self {
        let mut files = Vec::new();
        below(root, &mut files);
        let with = |extension: &str| {
            let mut found: Vec<PathBuf> =
                files.iter().filter(|f| f.extension().is_some_and(|e| e == extension)).cloned().collect();
            found.sort();
            found
        };
        let (mut databases, logs) = (with("edb"), with("log"));
        assert!(databases.len() == 1 && !logs.is_empty(), "one database and its logs are wanted");
        Self { _unpacked: unpacked, database: databases.remove(0), logs }
    }

    pub fn log_bytes(&self) -> u64 {
        self.logs.iter().map(|l| std::fs::metadata(l).unwrap().len()).sum()
    }

    /// Another set of the same content in `target`; with the first `logs` logs only.
    pub fn copy(&self, target: &Path, logs: usize) -> Self {
        let backup = target.join("logs");
        std::fs::create_dir_all(&backup).unwrap();
        let copy = |from: &Path, folder: &Path| {
            let to = folder.join(from.file_name().unwrap());
            std::fs::copy(from, &to).unwrap();
            std::fs::File::open(&to).unwrap().sync_all().unwrap();
            to
        };
        Self {
            _unpacked: None,
            database: copy(&self.database, target),
            logs: self.logs.iter().take(logs).map(|l| copy(l, &backup)).collect(),
        }
    }

    /// The restore of this set in place, with a cache of so many bytes.
    pub fn request(&self, cache: usize) -> RestoreRequest<'static> {
        let first = RealFileSystem.open(&self.logs[0], OpenMode::Read).unwrap();
        let length = first.len().unwrap();
        let header = read_header(&*first).unwrap();
        let last =
            read_header(&*RealFileSystem.open(&self.logs[self.logs.len() - 1], OpenMode::Read).unwrap()).unwrap();
        let name = header.attachments().unwrap().first().map(|a| a.name.clone());
        let beside = self.database.parent().unwrap().join("");
        let page_size = header.page_size();
        RestoreRequest {
            settings: Settings {
                base_name: self.logs[0].file_name().unwrap().to_string_lossy()[..3].to_owned(),
                page_size,
                page_size_set: true,
                log_file_size: Some((length / 1024) as u32),
                legacy_file_names: 1,
                cache_size_max: cache / page_size as usize,
                create_path_if_not_exist: true,
                ..Settings::of_logs(&beside)
            },
            map: Some(vec![MapEntry { old_name: name, new_path: Some(self.database.clone()), grbit: 0 }]),
            backup_log_path: self.logs[0].parent().map(|p| p.join("")),
            generation_low: header.generation() as i32,
            generation_high: last.generation() as i32,
            target: None,
            status: None,
        }
    }

    /// Every record of every log.
    pub fn records(&self, mut each: impl FnMut(Lgpos, &LogRecord<'_>)) {
        for path in &self.logs {
            let mut reader = LogReader::open(RealFileSystem.open(path, OpenMode::Read).unwrap()).unwrap();
            reader.check().unwrap();
            while let Some((lgpos, record)) = reader.next().unwrap() {
                each(lgpos, &record);
            }
        }
    }
}

/// The set's database, attached for all of its records.
pub fn attached(set: &Set) -> Databases {
    let (file, header) = DatabaseFile::open(&RealFileSystem, &set.database, OpenMode::ReadWrite, None).unwrap();
    let mut databases = Databases::default();
    databases.insert(Database::new(DatabaseParts {
        dbid: header.dbid() as u8,
        cache: PageCache::new(file, 1 << 30),
        dbtime: header.dbtime(),
        objid_last: header.last_objid(),
        attached: Lgpos::MIN,
        required_until: u32::MAX,
        committed_until: 0,
        created_of_required: None,
        may_be_ahead: true,
        patched: false,
        grows_on_demand: true,
        header,
    }));
    databases
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { below(&path, files) } else { files.push(path) }
    }
}

pub fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// The shortest of several runs: what others do on the machine only makes it longer.
pub fn best<T>(mut work: impl FnMut() -> T) -> Duration {
    (0..rounds()).map(|_| time(|| std::hint::black_box(work())).0).min().unwrap_or_default()
}

pub fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-9)
}

pub fn gigabytes_per_second(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e9 / time.as_secs_f64().max(1e-9)
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

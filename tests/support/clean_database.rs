//! A clean database to take backups of, the restore of backups, and what tells whether they are right.

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::format::database_header::DatabaseHeader;
use esent::restore_process::{Completion, Contents, DatabaseCopy, RestoreFolder, SetKind};
use esent::storage::database_file::{DatabaseFile, read_header};
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use tempfile::TempDir;

/// A directory with a clean database, `live/db0.edb`; `None` without tar.
pub fn clean_database() -> Option<TempDir> {
    let directory = tempfile::tempdir().unwrap();
    let at = |p: &str| directory.path().join(p);
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let recorded = project.join("../shared/data/reference/incremental/hard/input.tar.xz");
    let (archive, database, logs, generations) = if recorded.exists() {
        (recorded, at("restore/db0.edb"), at("restore/logs"), (3, 31))
    } else {
        let sample = project.join("examples/sample-backup/sample-backup.tar.gz");
        (sample, at("sample-backup/db0.edb"), at("sample-backup/logs"), (1, 2))
    };
    let tar = Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(directory.path()).status();
    if !tar.is_ok_and(|s| s.success()) {
        eprintln!("SKIPPED: tar cannot unpack the sample");
        return None;
    }
    let target = at("live/db0.edb");
    let copy = DatabaseCopy { name: String::new(), copy: Some(database), target };
    restore(&at("first"), "group", &[(SetKind::Full, logs, generations)], vec![copy]);
    Some(directory)
}

/// A full backup and those behind it, brought in and completed.
pub fn restore(folder: &Path, group: &str, sets: &[(SetKind, PathBuf, (u32, u32))], databases: Vec<DatabaseCopy>) {
    let folder = RestoreFolder::new(&RealFileSystem, folder);
    let mut databases = Some(databases);
    for (kind, log_path, generations) in sets {
        let contents = Contents {
            kind: *kind,
            storage_group: group.into(),
            base_name: "edb".into(),
            log_path: log_path.clone(),
            generations: *generations,
            databases: databases.take().unwrap_or_default(),
        };
        if kind.has_databases() { folder.begin(&contents, false) } else { folder.add(&contents) }.unwrap();
    }
    folder.complete(Completion::default()).unwrap();
}

pub fn page_size(database: &Path) -> u32 {
    header(database).page_size()
}

pub fn header(database: &Path) -> DatabaseHeader {
    let file = RealFileSystem.open(database, OpenMode::Read).unwrap();
    read_header(&*file, database, None).unwrap().0
}

/// All pages but the headers are the same.
pub fn same_pages(a: &Path, b: &Path) {
    let pages = |path: &Path| {
        let (file, header) = DatabaseFile::open(&RealFileSystem, path, OpenMode::Read, None).unwrap();
        let mut pages = vec![0; file.page_count() as usize * header.page_size() as usize];
        file.read_pages(1, &mut pages).unwrap();
        pages
    };
    let (one, other) = (pages(a), pages(b));
    let common = one.len().min(other.len());
    assert!(common > 100_000);
    assert!(one[..common] == other[..common], "the pages differ");
    // A copy may have a page more: where the trailer was.
    assert!(one[common..].iter().chain(&other[common..]).all(|b| *b == 0));
}

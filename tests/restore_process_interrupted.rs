//! GUARANTEE: a restore that loses its power at any change of a file can be repeated to the same end.

#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::restore_process::{Completion, Contents, DatabaseCopy, RestoreFolder, SetKind, Stage};
use simulated_disk::{SimulatedDisk, Unsynced};

/// The power goes at so many places of each step.
const PLACES: usize = 24;

fn begin(disk: &SimulatedDisk, root: &Path) -> esent::error::Result<()> {
    let contents = Contents {
        kind: SetKind::Full,
        storage_group: "group".into(),
        base_name: "edb".into(),
        log_path: root.join("sample-backup/logs"),
        generations: (1, 2),
        databases: vec![DatabaseCopy {
            name: String::new(),
            copy: Some(root.join("sample-backup/db0.edb")),
            target: root.join("back/db0.edb"),
        }],
    };
    RestoreFolder::new(disk, root.join("work")).begin(&contents, false).map(drop)
}

fn complete(disk: &SimulatedDisk, root: &Path) -> esent::error::Result<()> {
    RestoreFolder::new(disk, root.join("work")).complete(Completion::default()).map(drop)
}

/// The pages, without the headers.
fn pages(disk: &SimulatedDisk, root: &Path) -> Vec<u8> {
    disk.content(&root.join("back/db0.edb")).expect("the database")[2 * 8192..].to_vec()
}

#[test]
fn power_lost_while_a_restore_begins_or_completes() {
    let unpacked = tempfile::tempdir().unwrap();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample-backup/sample-backup.tar.gz");
    let tar = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(unpacked.path()).status();
    if !tar.is_ok_and(|s| s.success()) {
        eprintln!("SKIPPED: no tar");
        return;
    }
    let root = std::path::absolute(PathBuf::from("/restore")).unwrap();
    let disk = SimulatedDisk::copy_of(unpacked.path(), &root).unwrap();
    begin(&disk, &root).unwrap();
    let begun = disk.changes();
    complete(&disk, &root).unwrap();
    let expected = pages(&disk, &root);
    let all = disk.changes();
    assert!(begun > 10 && all > begun + 20, "{begun}, {all}");

    let spread = |from: usize, to: usize| (0..PLACES).map(move |i| from + (to - from) * i / PLACES);
    for after in spread(0, begun).chain(spread(begun, all)) {
        for unsynced in [Unsynced::Kept, Unsynced::Dropped, Unsynced::Reordered] {
            let found = disk.crash(after, unsynced, after as u64);
            let context = || format!("after {after} of {all}: {}; {unsynced:?}", disk.describe(after));
            let folder = RestoreFolder::new(&found, root.join("work"));
            let stage = folder.status().unwrap_or_else(|e| panic!("{}: {e}", context())).map(|e| e.stage);
            if after <= begun && stage.is_none_or(|s| s == Stage::Copying) {
                begin(&found, &root).unwrap_or_else(|e| panic!("{}: {e}", context()));
            }
            // Only when everything is done, nothing is left to complete.
            if folder.status().unwrap().is_some() {
                complete(&found, &root).unwrap_or_else(|e| panic!("{}: {e}", context()));
            }
            assert!(pages(&found, &root) == expected, "{}: other pages", context());
        }
    }
}

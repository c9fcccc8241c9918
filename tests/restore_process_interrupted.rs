//! GUARANTEE: a restore that loses its power at any change of a file can be repeated to the same end.

#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::error::ErrorCode;
use esent::restore_process::{Completion, Contents, DatabaseCopy, RestoreFolder, SetKind, Stage};
use simulated_disk::{SimulatedDisk, Unsynced};

/// Where the backup's copy of the database lies, and where the restored one shall be.
#[derive(Clone, Copy, Debug)]
enum Place {
    Copied,
    InPlace,
}

impl Place {
    fn target(self, root: &Path) -> PathBuf {
        match self {
            Self::Copied => root.join("back/db0.edb"),
            Self::InPlace => root.join("sample-backup/db0.edb"),
        }
    }
}

fn contents(root: &Path, place: Place) -> Contents {
    let copy = match place {
        Place::Copied => Some(root.join("sample-backup/db0.edb")),
        Place::InPlace => None,
    };
    Contents {
        kind: SetKind::Full,
        storage_group: "group".into(),
        base_name: "edb".into(),
        log_path: root.join("sample-backup/logs"),
        generations: (1, 2),
        databases: vec![DatabaseCopy { name: String::new(), copy, target: place.target(root) }],
    }
}

fn begin(disk: &SimulatedDisk, root: &Path, place: Place) -> esent::error::Result<()> {
    RestoreFolder::new(disk, root.join("work")).begin(&contents(root, place), false).map(drop)
}

fn complete(disk: &SimulatedDisk, root: &Path) -> esent::error::Result<()> {
    RestoreFolder::new(disk, root.join("work")).complete(Completion::default()).map(drop)
}

/// The pages, without the headers.
fn pages(disk: &SimulatedDisk, root: &Path, place: Place) -> Vec<u8> {
    disk.content(&place.target(root)).expect("the database")[2 * 8192..].to_vec()
}

/// The sample backup, unpacked on a simulated disk; `None` where there is no `tar`.
fn unpacked(root: &Path) -> Option<SimulatedDisk> {
    let directory = tempfile::tempdir().unwrap();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample-backup/sample-backup.tar.gz");
    let tar = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(directory.path()).status();
    if !tar.is_ok_and(|s| s.success()) {
        eprintln!("SKIPPED: no tar");
        return None;
    }
    Some(SimulatedDisk::copy_of(directory.path(), root).unwrap())
}

fn root() -> PathBuf {
    std::path::absolute(PathBuf::from("/restore")).unwrap()
}

/// The power goes at so many moments of each step.
fn lose_power(place: Place, moments: usize) {
    let root = root();
    let Some(disk) = unpacked(&root) else { return };
    begin(&disk, &root, place).unwrap();
    let begun = disk.changes();
    complete(&disk, &root).unwrap();
    let expected = pages(&disk, &root, place);
    let all = disk.changes();
    assert!(begun > 10 && all > begun + 20, "{begun}, {all}");

    let spread = |from: usize, to: usize| (0..moments).map(move |i| from + (to - from) * i / moments);
    for after in spread(0, begun).chain(spread(begun, all)) {
        for unsynced in [Unsynced::Kept, Unsynced::Dropped, Unsynced::Reordered] {
            let found = disk.crash(after, unsynced, after as u64);
            let context = || format!("{place:?}, after {after} of {all}: {}; {unsynced:?}", disk.describe(after));
            let folder = RestoreFolder::new(&found, root.join("work"));
            let stage = folder.status().unwrap_or_else(|e| panic!("{}: {e}", context())).map(|e| e.stage);
            if after <= begun && stage.is_none_or(|s| s == Stage::Copying) {
                begin(&found, &root, place).unwrap_or_else(|e| panic!("{}: {e}", context()));
            }
            // Only when everything is done, nothing is left to complete.
            if folder.status().unwrap().is_some() {
                complete(&found, &root).unwrap_or_else(|e| panic!("{}: {e}", context()));
            }
            assert!(pages(&found, &root, place) == expected, "{}: other pages", context());
        }
    }
}

#[test]
fn power_lost_while_a_restore_begins_or_completes() {
    lose_power(Place::Copied, 24);
}

#[test]
fn power_lost_while_databases_are_restored_in_their_places() {
    lose_power(Place::InPlace, 8);
}

/// Where the database lies in its place there is no other copy to begin with again. As long as the folder has the log
/// that it became clean in, it is known for one that this restore has finished.
#[test]
fn a_restore_in_place_is_begun_again_when_it_was_done() {
    let root = root();
    let Some(disk) = unpacked(&root) else { return };
    begin(&disk, &root, Place::InPlace).unwrap();
    let folder = RestoreFolder::new(&disk, root.join("work"));
    folder.complete(Completion { keep: true, ..Completion::default() }).unwrap();
    let expected = pages(&disk, &root, Place::InPlace);
    assert_eq!(folder.begin(&contents(&root, Place::InPlace), true).unwrap().stage, Stage::Completing);
    complete(&disk, &root).unwrap();
    assert!(pages(&disk, &root, Place::InPlace) == expected);
    // Now the log is gone, and the database is like any other clean one.
    assert_eq!(begin(&disk, &root, Place::InPlace).unwrap_err().code(), ErrorCode::RestoreOfNonBackupDatabase);
}

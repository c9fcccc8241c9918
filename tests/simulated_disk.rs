//! GUARANTEE: the simulated disk that crash tests stand on loses what a disk may lose, and nothing else.

#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::io::ErrorKind;
use std::path::Path;

use esent::storage::fs::{FileSystem, OpenMode};
use simulated_disk::{SimulatedDisk, Unsynced};

fn disk() -> SimulatedDisk {
    SimulatedDisk::with_files([("/d/a", vec![1u8; 8192]), ("/d/b", vec![2u8; 100])])
}

fn path(name: &str) -> &Path {
    Path::new(name)
}

#[test]
fn behaves_as_a_file_system() {
    let disk = disk();
    let file = disk.open(path("/d/./a"), OpenMode::ReadWrite).unwrap();
    file.write_at(&[7; 10], 8190).unwrap();
    let mut end = [0; 20];
    assert_eq!(file.read_at(&mut end, 8185).unwrap(), 15);
    assert_eq!(end[..15], [1, 1, 1, 1, 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
    assert_eq!(file.read_at(&mut end, 9000).unwrap(), 0);
    file.set_len(5).unwrap();
    assert_eq!((file.len().unwrap(), disk.metadata(path("/d/a")).unwrap().length), (5, 5));
    let kind = |name, mode| disk.open(path(name), mode).err().unwrap().kind();
    assert_eq!(kind("/d/a", OpenMode::ReadWrite), ErrorKind::ResourceBusy);
    assert_eq!(kind("/d/a", OpenMode::CreateNew), ErrorKind::AlreadyExists);
    assert_eq!(kind("/d/x", OpenMode::ReadWrite), ErrorKind::NotFound);
    assert_eq!(kind("/x/a", OpenMode::CreateNew), ErrorKind::NotFound);
    assert_eq!(kind("/d", OpenMode::Read), ErrorKind::IsADirectory);
    assert!(disk.open(path("/d/a"), OpenMode::Read).unwrap().write_at(&[1], 0).is_err());
    drop(file);
    assert_eq!(disk.open(path("/d/a"), OpenMode::Replace).unwrap().len().unwrap(), 0);

    disk.create_directories(path("/e/f")).unwrap();
    disk.rename(path("/d/b"), path("/e/f/a")).unwrap();
    let mut names = disk.list(path("/e")).unwrap();
    names.extend(disk.list(path("/e/f")).unwrap());
    names.extend(disk.list(path("/d")).unwrap());
    assert_eq!(names, [path("f"), path("a"), path("a")]);
    disk.remove(path("/e/f/a")).unwrap();
    assert!(!disk.exists(path("/e/f/a")) && disk.exists(path("/e/f")));
    assert_eq!(disk.list(path("/nowhere")).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn what_is_synced_survives_and_nothing_else_has_to() {
    let disk = disk();
    let file = disk.open(path("/d/a"), OpenMode::ReadWrite).unwrap();
    file.write_at(&[5; 4], 0).unwrap();
    file.sync().unwrap();
    file.write_at(&[6; 4], 2).unwrap();
    let new = disk.open(path("/d/new"), OpenMode::CreateNew).unwrap();
    new.write_at(b"new", 0).unwrap();
    new.sync().unwrap();
    disk.remove(path("/d/b")).unwrap();
    assert_eq!(disk.changes(), 7);

    let dropped = disk.crash(7, Unsynced::Dropped, 0);
    assert_eq!(dropped.content(path("/d/a")).unwrap()[..7], [5, 5, 5, 5, 1, 1, 1]);
    // Its bytes are safe, its name is not.
    assert_eq!(dropped.content(path("/d/new")), None);
    assert_eq!(dropped.content(path("/d/b")).unwrap(), [2; 100]);
    let kept = disk.crash(7, Unsynced::Kept, 0);
    assert_eq!(kept.files(), disk.files());
    // Before the first sync nothing had to be there.
    assert_eq!(disk.crash(1, Unsynced::Dropped, 0).content(path("/d/a")).unwrap(), [1; 8192]);
    assert_eq!(disk.crash(1, Unsynced::Kept, 0).content(path("/d/a")).unwrap()[..5], [5, 5, 5, 5, 1]);

    disk.sync_directory(path("/d")).unwrap();
    let dropped = disk.crash(8, Unsynced::Dropped, 0);
    assert_eq!(dropped.content(path("/d/new")).unwrap(), b"new");
    assert_eq!(dropped.content(path("/d/b")), None);
}

#[test]
fn chance_reaches_every_outcome() {
    let disk = disk();
    let file = disk.open(path("/d/b"), OpenMode::ReadWrite).unwrap();
    file.write_at(&[3], 0).unwrap();
    file.write_at(&[4], 1).unwrap();
    let outcome = |seed| disk.crash(2, Unsynced::Reordered, seed).content(path("/d/b")).unwrap()[..2].to_vec();
    let mut outcomes: Vec<_> = (0..50).map(outcome).collect();
    assert_eq!(outcomes, (0..50).map(outcome).collect::<Vec<_>>(), "the same seed gives the same disk");
    outcomes.sort();
    outcomes.dedup();
    assert_eq!(outcomes, [[2, 2], [2, 4], [3, 2], [3, 4]]);
    // The second write was under way after the first.
    assert!((0..50).any(|seed| disk.crash(1, Unsynced::Reordered, seed).content(path("/d/b")).unwrap()[1] == 4));
}

#[test]
fn writes_tear_at_the_units_of_the_disk() {
    let disk = disk();
    disk.open(path("/d/a"), OpenMode::ReadWrite).unwrap().write_at(&[9; 2000], 300).unwrap();
    let mut torn = 0;
    for seed in 0..50 {
        let content = disk.crash(1, Unsynced::Torn(512), seed).content(path("/d/a")).unwrap();
        assert_eq!(content.len(), 8192);
        assert!(content[..300].iter().chain(&content[2300..]).all(|&b| b == 1));
        for unit in content.chunks(512) {
            let written = unit.iter().filter(|&&b| b == 9).count();
            // 300..512, three whole units, 2048..2300
            assert!([0, 212, 512, 252].contains(&written), "{written}");
        }
        let all = content.iter().filter(|&&b| b == 9).count();
        torn += usize::from(all != 0 && all != 2000);
        let whole = disk.crash(1, Unsynced::Torn(4096), seed).content(path("/d/a")).unwrap();
        assert!([0, 2000].contains(&whole.iter().filter(|&&b| b == 9).count()));
    }
    assert!(torn > 30, "{torn}");
}

#[test]
fn ends_at_the_change_asked_for() {
    let disk = disk();
    disk.end_at(1);
    let file = disk.open(path("/d/b"), OpenMode::ReadWrite).unwrap();
    file.write_at(&[3], 0).unwrap();
    file.write_at(&[4], 1).unwrap_err();
    assert!(disk.has_ended());
    file.read_at(&mut [0], 0).unwrap_err();
    file.sync().unwrap_err();
    disk.open(path("/d/a"), OpenMode::Read).err().unwrap();
    // The journal has what was under way, so that it may have arrived.
    assert_eq!(disk.changes(), 2);
    assert!(disk.describe(1).starts_with("write 1 bytes at 0x1 of"));
    assert_eq!(disk.crash(1, Unsynced::Kept, 0).content(path("/d/b")).unwrap()[..2], [3, 2]);
    assert!((0..20).any(|seed| disk.crash(1, Unsynced::Reordered, seed).content(path("/d/b")).unwrap()[1] == 4));
}

#[test]
fn misbehaves_as_told() {
    let disk = disk();
    let file = disk.open(path("/d/b"), OpenMode::ReadWrite).unwrap();
    disk.refuse(1..2, ErrorKind::PermissionDenied);
    file.write_at(&[3], 0).unwrap();
    assert_eq!(file.write_at(&[3], 1).unwrap_err().kind(), ErrorKind::PermissionDenied);
    file.write_at(&[3], 2).unwrap();
    assert_eq!(disk.content(path("/d/b")).unwrap()[..4], [3, 2, 3, 2]);
    disk.set_capacity(8192 + 200);
    file.write_at(&[0; 100], 100).unwrap();
    assert_eq!(file.write_at(&[0; 100], 101).unwrap_err().kind(), ErrorKind::StorageFull);
    assert_eq!(file.set_len(201).unwrap_err().kind(), ErrorKind::StorageFull);
    disk.spoil(path("/d/b"), 50..60);
    file.read_at(&mut [0; 10], 55).unwrap_err();
    file.read_at(&mut [0; 10], 40).unwrap();
    disk.heal();
    file.read_at(&mut [0; 10], 55).unwrap();
    file.set_len(1000).unwrap();
}

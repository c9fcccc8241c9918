//! GUARANTEE: a process that dies in a restore, by a signal, loses nothing: the next one ends what it began. And a process
//! that restores a thousand times is as small at the end as at the beginning.

#[path = "support/outcome.rs"]
mod outcome;
#[path = "support/restore_sets.rs"]
mod restore_sets;
#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use esent::error::ErrorCode;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use outcome::Outcome;
use restore_sets::{ROOT, RestoreSet};
use simulated_disk::{SimulatedDisk, Unsynced};

/// Tells this program that it is the child, and where the files are.
const CHILD: &str = "ESENT_KILLED_CHILD";

fn all() -> bool {
    std::env::var("ESENT_CRASH").is_ok_and(|v| v == "all")
}

/// The set with its paths in a real directory.
fn moved_to(mut set: RestoreSet, root: &Path) -> RestoreSet {
    let moved = |path: &Path| root.join(path.strip_prefix(ROOT).unwrap());
    set.log_path = moved(&set.log_path);
    set.backup_log_path = moved(&set.backup_log_path);
    set.system_path = moved(&set.system_path);
    for entry in &mut set.map {
        entry.new_path = entry.new_path.as_deref().map(moved);
    }
    set
}

/// Puts the set's files into a real directory.
fn lay_out(set: &RestoreSet, root: &Path) {
    for (path, content) in set.disk.files() {
        let path = root.join(path.strip_prefix(ROOT).unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}

fn undisturbed(set: &RestoreSet) -> Outcome {
    Outcome::of(set, &set.disk.crash(0, Unsynced::Kept, 0)).unwrap()
}

/// What lies in a real directory, where the set has it on the simulated disk.
fn found_in(root: &Path) -> SimulatedDisk {
    SimulatedDisk::copy_of(root, Path::new(ROOT)).unwrap()
}

/// Not a test of its own: what the child does.
#[test]
fn child() {
    let Some(root) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    moved_to(RestoreSet::sample(), &root).restore(&RealFileSystem).unwrap();
}

fn start_child(root: &Path) -> std::process::Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child"]).env(CHILD, root).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn a_killed_restore_can_be_run_again() {
    let set = RestoreSet::sample();
    let expected = undisturbed(&set);
    // How long a whole run takes here.
    let directory = tempfile::tempdir().unwrap();
    lay_out(&set, directory.path());
    let begin = Instant::now();
    assert!(start_child(directory.path()).wait().unwrap().success());
    let whole = begin.elapsed();
    let mut seed = 5_u64;
    let mut killed = 0;
    for _ in 0..if all() { 200 } else { 8 } {
        let directory = tempfile::tempdir().unwrap();
        lay_out(&set, directory.path());
        for _ in 0..3 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut child = start_child(directory.path());
            std::thread::sleep(Duration::from_nanos((whole.as_nanos() as u64).saturating_mul(seed >> 32) >> 32));
            child.kill().unwrap();
            killed += usize::from(!child.wait().unwrap().success());
        }
        assert!(start_child(directory.path()).wait().unwrap().success());
        Outcome::found(&set, &found_in(directory.path())).unwrap().compare(&expected).unwrap();
    }
    assert!(killed > 0, "every child had ended before it was killed");
    println!("{killed} runs were killed");
}

#[test]
fn a_database_that_another_one_writes_is_left_alone() {
    let set = RestoreSet::sample();
    let directory = tempfile::tempdir().unwrap();
    lay_out(&set, directory.path());
    let here = moved_to(RestoreSet::sample(), directory.path());
    let database = here.databases().next().unwrap().to_path_buf();
    let before = std::fs::read(&database).unwrap();
    let other = RealFileSystem.open(&database, OpenMode::ReadWrite).unwrap();
    let e = here.restore(&RealFileSystem).unwrap_err();
    assert_eq!(e.code(), ErrorCode::FileAccessDenied, "{e}");
    assert!(std::fs::read(&database).unwrap() == before);
    drop(other);
    here.restore(&RealFileSystem).unwrap();
    Outcome::found(&set, &found_in(directory.path())).unwrap().compare(&undisturbed(&set)).unwrap();
}

/// Bytes of memory and number of open files of this process.
#[cfg(target_os = "linux")]
fn size() -> (usize, usize) {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = statm.split(' ').nth(1).unwrap().parse().unwrap();
    (pages * 4096, std::fs::read_dir("/proc/self/fd").unwrap().count())
}

#[cfg(target_os = "linux")]
#[test]
fn many_restores_leak_nothing() {
    let set = RestoreSet::sample();
    let directory = tempfile::tempdir().unwrap();
    let here = moved_to(RestoreSet::sample(), directory.path());
    let run = |times: usize| {
        for _ in 0..times {
            lay_out(&set, directory.path());
            for leftover in ["edb.log", "edb.chk"] {
                let _ = std::fs::remove_file(here.log_path.join(leftover));
            }
            here.restore(&RealFileSystem).unwrap();
        }
    };
    run(10);
    let before = size();
    println!("after 10 restores: {} KiB, {} files", before.0 >> 10, before.1);
    if all() {
        run(90);
        println!("after 100 restores: {} KiB", size().0 >> 10);
        run(900);
    } else {
        run(20);
    }
    let after = size();
    println!("in the end: {} KiB, {} files", after.0 >> 10, after.1);
    assert!(after.0 < before.0 + (24 << 20), "{before:?} {after:?}");
    // Other tests of this program open files, too.
    assert!(after.1 < before.1 + 16, "{before:?} {after:?}");
}

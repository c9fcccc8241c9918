//! GUARANTEE: a disk that misbehaves gives its own error, damages nothing, and the restore can be run again once the
//! cause is gone.

#[path = "support/outcome.rs"]
mod outcome;
#[path = "support/restore_sets.rs"]
mod restore_sets;
#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use esent::error::ErrorCode;
use esent::storage::fs::{File, FileSystem, Metadata, OpenMode};
use outcome::Outcome;
use restore_sets::RestoreSet;
use simulated_disk::{SimulatedDisk, Unsynced};

fn copy(disk: &SimulatedDisk) -> SimulatedDisk {
    disk.crash(disk.changes(), Unsynced::Kept, 0)
}

/// What an undisturbed run leaves, and how many changes it makes.
fn undisturbed(set: &RestoreSet) -> (Outcome, usize) {
    let disk = copy(&set.disk);
    (Outcome::of(set, &disk).unwrap(), disk.changes())
}

/// Runs it against the trouble, then without.
fn fails_then_succeeds(set: &RestoreSet, disk: &SimulatedDisk, expected: &Outcome, when: &str) -> Option<ErrorCode> {
    let code = set.restore(disk).err().map(|e| e.code());
    disk.heal();
    // The same disk, as another process finds it.
    let again = Outcome::of(set, disk).and_then(|outcome| outcome.compare(expected));
    again.unwrap_or_else(|e| panic!("{when}, after {code:?}: {e}"));
    code
}

#[test]
fn any_change_may_be_refused() {
    let set = RestoreSet::sample();
    let (expected, changes) = undisturbed(&set);
    let troubles = [
        (ErrorKind::StorageFull, [ErrorCode::DiskFull, ErrorCode::LogDiskFull]),
        (ErrorKind::PermissionDenied, [ErrorCode::FileAccessDenied; 2]),
        (ErrorKind::ReadOnlyFilesystem, [ErrorCode::FileAccessDenied; 2]),
        (ErrorKind::Other, [ErrorCode::DiskIO; 2]),
    ];
    for (n, at) in (0..changes).step_by(5).enumerate() {
        let (kind, codes) = troubles[n % troubles.len()];
        let disk = copy(&set.disk);
        disk.refuse(at..usize::MAX, kind);
        let when = format!("{kind:?} from change {at} of {changes} on");
        let code = fails_then_succeeds(&set, &disk, &expected, &when);
        assert!(code.is_some_and(|c| codes.contains(&c)), "{when}: {code:?}");
    }
}

#[test]
fn the_disk_may_be_full() {
    let set = RestoreSet::sample();
    let (expected, _) = undisturbed(&set);
    let used: usize = set.disk.files().values().map(Vec::len).sum();
    for more in [0, 8192, 100_000, 200_000] {
        let disk = copy(&set.disk);
        disk.set_capacity((used + more) as u64);
        let code = fails_then_succeeds(&set, &disk, &expected, &format!("{more} bytes left"));
        assert!(matches!(code, Some(ErrorCode::DiskFull | ErrorCode::LogDiskFull)), "{more}: {code:?}");
    }
}

#[test]
fn a_place_may_be_unreadable() {
    let set = RestoreSet::sample();
    let (expected, _) = undisturbed(&set);
    let database = set.databases().next().unwrap().to_path_buf();
    let first_log = set.backup_log_path.join("edb00000001.log");
    let places = [
        (&database, 0..512, ErrorCode::DiskIO),
        (&database, 8192 * 3..8192 * 3 + 512, ErrorCode::DiskIO),
        (&first_log, 0..4096, ErrorCode::DiskIO),
        (&first_log, 40960..41000, ErrorCode::LogCorruptDuringHardRestore),
    ];
    for (path, bytes, wanted) in places {
        let disk = copy(&set.disk);
        disk.spoil(path, bytes.clone());
        let when = format!("{bytes:?} of {} unreadable", path.display());
        let code = fails_then_succeeds(&set, &disk, &expected, &when);
        assert!(code.is_none_or(|c| c == wanted), "{when}: {code:?}");
        assert!(code.is_some() || path == &database, "{when}: not noticed");
    }
}

/// A file system with one peculiarity.
struct Peculiar {
    disk: SimulatedDisk,
    database: PathBuf,
    open: fn(Box<dyn File>) -> Box<dyn File>,
}

impl FileSystem for Peculiar {
    fn open(&self, path: &Path, mode: OpenMode) -> std::io::Result<Box<dyn File>> {
        let file = self.disk.open(path, mode)?;
        Ok(if path == self.database { (self.open)(file) } else { file })
    }
    fn metadata(&self, path: &Path) -> std::io::Result<Metadata> {
        self.disk.metadata(path)
    }
    fn list(&self, directory: &Path) -> std::io::Result<Vec<PathBuf>> {
        self.disk.list(directory)
    }
    fn remove(&self, path: &Path) -> std::io::Result<()> {
        self.disk.remove(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> std::io::Result<()> {
        self.disk.rename(from, to)
    }
    fn create_directories(&self, path: &Path) -> std::io::Result<()> {
        self.disk.create_directories(path)
    }
    fn sync_directory(&self, path: &Path) -> std::io::Result<()> {
        self.disk.sync_directory(path)
    }
}

/// Reads nothing behind the first pages, as when somebody has cut the file meanwhile.
struct Shrunk(Box<dyn File>);

impl File for Shrunk {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let left = 65536_u64.saturating_sub(offset).min(buffer.len() as u64) as usize;
        self.0.read_at(&mut buffer[..left], offset)
    }
    fn write_at(&self, data: &[u8], offset: u64) -> std::io::Result<()> {
        self.0.write_at(data, offset)
    }
    fn len(&self) -> std::io::Result<u64> {
        self.0.len()
    }
    fn set_len(&self, length: u64) -> std::io::Result<()> {
        self.0.set_len(length)
    }
    fn sync(&self) -> std::io::Result<()> {
        self.0.sync()
    }
}

#[test]
fn a_file_may_shrink_meanwhile() {
    let mut set = RestoreSet::sample();
    let (expected, _) = undisturbed(&set);
    let database = set.databases().next().unwrap().to_path_buf();
    let disk = copy(&set.disk);
    // The trailer is read at the end of the file: let the plan be made, and what comes then fail.
    let peculiar = Peculiar { disk: disk.clone(), database, open: |file| Box::new(Shrunk(file)) };
    let e = set.restore(&peculiar).unwrap_err();
    assert!(matches!(e.code(), ErrorCode::FileIOBeyondEOF | ErrorCode::BadPatchPage), "{e}");
    set.name.clear();
    Outcome::of(&set, &disk).unwrap().compare(&expected).unwrap();
}

#[test]
fn of_two_restores_of_the_same_files_one_is_refused() {
    let set = RestoreSet::sample();
    let (expected, _) = undisturbed(&set);
    let database = set.databases().next().unwrap().to_path_buf();
    let disk = copy(&set.disk);
    let other = disk.open(&database, OpenMode::ReadWrite).unwrap();
    let e = set.restore(&disk).unwrap_err();
    assert_eq!(e.code(), ErrorCode::FileAccessDenied, "{e}");
    drop(other);
    Outcome::of(&set, &disk).unwrap().compare(&expected).unwrap();
}

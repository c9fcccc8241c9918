use std::path::PathBuf;

use super::*;
use crate::error::ErrorCode;
use crate::format::primitives::Lgpos;
use crate::storage::fs::RealFileSystem;

const PAGE: u32 = 4096;

fn time() -> Logtime {
    Logtime::from_unix(1_700_000_000, 1)
}

fn stream() -> Signature {
    Signature::new(2, time())
}

struct Case {
    directory: tempfile::TempDir,
    header: DatabaseHeader,
}

impl Case {
    /// A dirty database that needs generations 3 to 5 and has committed work up to 7.
    fn new() -> Self {
        let mut header = DatabaseHeader::new(PAGE).unwrap();
        header.set_version(crate::format::version::NEWEST.database);
        header.set_signature(Signature::new(1, time()));
        header.set_log_signature(stream());
        header.set_state_number(DatabaseState::Dirty as u32);
        header.set_min_required(3);
        header.set_max_required(5);
        header.set_max_committed(7);
        header.set_max_committed_created(time());
        header.set_recovering_generation(6);
        Self { directory: tempfile::tempdir().unwrap(), header }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("a.edb")
    }

    /// Writes the database; with a trailer as its last page if there is one.
    fn write(&mut self, trailer: Option<&PatchPage>) {
        let file = DatabaseFile::create(&RealFileSystem, &self.path(), &mut self.header, 2).unwrap();
        if let Some(trailer) = trailer {
            file.write_page(2, &trailer.to_page(PAGE)).unwrap();
        }
    }

    fn read(&self) -> (DatabaseHeader, bool) {
        let (file, header) = DatabaseFile::open(&RealFileSystem, &self.path(), OpenMode::Read, None).unwrap();
        (header, file.read_trailer().is_ok())
    }

    /// A log of a generation of `stream`.
    fn log(&self, generation: u32, stream: Signature) -> PathBuf {
        let mut header = LogHeader::new(32);
        header.set_generation(generation);
        header.set_log_signature(stream);
        header.seal();
        let path = self.directory.path().join(format!("edb{generation:08X}.log"));
        std::fs::write(&path, header.bytes()).unwrap();
        path
    }

    fn remove(&self, generation: u32) -> Result<()> {
        remove_log(&RealFileSystem, &self.path(), &self.log(generation, stream()))
    }
}

fn code(result: Result<()>) -> ErrorCode {
    result.unwrap_err().code()
}

#[test]
fn the_last_committed_log_can_go_until_logs_are_required() {
    let mut case = Case::new();
    let mark = |generation| BackupInfo { mark: Lgpos::new(generation, 8, 0), time: time(), ..BackupInfo::default() };
    case.header.set_backup_full_previous(mark(6));
    case.header.set_backup_full_previous_kind(1);
    case.header.set_backup_incremental_previous(mark(7));
    case.header.set_backup_incremental_previous_kind(1);
    case.write(None);
    case.remove(8).unwrap();
    assert_eq!(case.read().0.max_committed(), 7);
    assert_eq!(code(case.remove(6)), ErrorCode::InvalidParameter);

    case.remove(7).unwrap();
    let (header, _) = case.read();
    assert_eq!((header.max_required(), header.max_committed(), header.recovering_generation()), (5, 6, 0));
    assert!(!header.max_committed_created().is_set());
    assert_eq!(header.backup_full_previous(), mark(6));
    assert_eq!(header.backup_incremental_previous(), BackupInfo::default());
    assert_eq!((header.backup_full_previous_kind(), header.backup_incremental_previous_kind()), (1, 0));
    assert!(case.directory.path().join("edb00000007.log").exists());

    case.remove(6).unwrap();
    assert_eq!(code(case.remove(5)), ErrorCode::InvalidParameter);
    assert_eq!(case.read().0.max_committed(), 5);
}

#[test]
fn no_other_log_can_go() {
    let mut case = Case::new();
    case.write(None);
    let foreign = case.log(7, Signature::new(9, time()));
    assert_eq!(code(remove_log(&RealFileSystem, &case.path(), &foreign)), ErrorCode::InvalidParameter);
    let none = case.directory.path().join("none.log");
    assert_eq!(code(remove_log(&RealFileSystem, &case.path(), &none)), ErrorCode::FileNotFound);
    case.header.set_state_number(DatabaseState::Clean as u32);
    case.write(None);
    assert_eq!(code(case.remove(7)), ErrorCode::InvalidParameter);
}

/// A backup of generations 3 to 9, and its trailer.
fn backup(case: &mut Case) -> PatchPage {
    let info = BackupInfo { mark: Lgpos::new(4, 8, 99), time: time(), first_generation: 3, last_generation: 9 };
    case.header.set_backup_full_current(BackupInfo { last_generation: 0, ..info });
    PatchPage {
        backup: info,
        database_signature: case.header.signature(),
        log_signature: stream(),
        min_required: 3,
        max_required: 8,
        max_committed: 9,
        max_required_created: time(),
        max_committed_created: time(),
    }
}

#[test]
fn the_trailer_moves_into_the_header_once() {
    let mut case = Case::new();
    let trailer = backup(&mut case);
    case.write(Some(&trailer));
    take_trailer(&RealFileSystem, &case.path(), false).unwrap();
    let (header, has_trailer) = case.read();
    assert!(!has_trailer && !header.needs_trailer());
    assert_eq!((header.min_required(), header.max_required(), header.max_committed()), (3, 8, 9));
    assert_eq!((header.min_consistent(), header.backup_full_current().last_generation), (3, 9));
    assert_eq!(header.state(), Some(DatabaseState::Dirty));
    take_trailer(&RealFileSystem, &case.path(), false).unwrap();
    assert_eq!(case.read().0.bytes(), header.bytes());
}

#[test]
fn an_old_trailer_knows_the_last_generation_only() {
    let mut case = Case::new();
    let trailer = PatchPage { min_required: 0, max_required: 0, max_committed: 0, ..backup(&mut case) };
    case.write(Some(&trailer));
    take_trailer(&RealFileSystem, &case.path(), false).unwrap();
    let (header, _) = case.read();
    assert_eq!((header.min_required(), header.max_required(), header.max_committed()), (3, 9, 9));
}

#[test]
fn a_trailer_must_match() {
    let mut case = Case::new();
    let trailer = backup(&mut case);
    case.write(None);
    assert_eq!(code(take_trailer(&RealFileSystem, &case.path(), false)), ErrorCode::BadPatchPage);
    let of =
        |mark: u32, last_generation| BackupInfo { mark: Lgpos::new(mark, 8, 99), last_generation, ..trailer.backup };
    for backup in [of(5, 9), of(4, 0)] {
        case.write(Some(&PatchPage { backup, ..trailer }));
        assert_eq!(code(take_trailer(&RealFileSystem, &case.path(), false)), ErrorCode::DatabasePatchFileMismatch);
        assert!(case.read().0.needs_trailer(), "nothing was changed");
    }
    // A copy that was interrupted and begun again may have another mark.
    case.write(Some(&PatchPage { backup: of(5, 9), ..trailer }));
    take_trailer(&RealFileSystem, &case.path(), true).unwrap();
    assert_eq!(case.read().0.state(), Some(DatabaseState::DirtyAndPatched));
    case.header.set_state_number(DatabaseState::Clean as u32);
    case.write(Some(&trailer));
    assert_eq!(code(take_trailer(&RealFileSystem, &case.path(), true)), ErrorCode::InvalidParameter);
}

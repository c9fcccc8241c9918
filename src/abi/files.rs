//! JetGetDatabaseFileInfo and JetGetLogFileInfo: what files say about themselves.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference.

use std::ffi::{OsString, c_void};
use std::path::Path;

use super::constants::others::*;
use super::guard::guard;
use super::status::{database_info, lgpos, logtime, signature};
use super::text::{Character, read};
use super::types::*;
use crate::error::{Error, Result};
use crate::fail;
use crate::format::database_header::{DatabaseHeader, DatabaseState};
use crate::format::log_header::{LOG_HEADER_BYTES, LogHeader};
use crate::format::version::NEWEST;
use crate::instance::lifecycle;
use crate::recovery::request::DatabaseView;
use crate::storage::database_file;
use crate::storage::fs::{File, FileSystem, OpenMode, RealFileSystem};

/// Versions of JET_DBINFOMISC, by their sizes. Each is the beginning of the next.
const DATABASE_INFO_SIZES: [usize; 7] = [
    size_of::<JET_DBINFOMISC>(),
    size_of::<JET_DBINFOMISC2>(),
    size_of::<JET_DBINFOMISC3>(),
    size_of::<JET_DBINFOMISC4>(),
    size_of::<JET_DBINFOMISC5>(),
    size_of::<JET_DBINFOMISC6>(),
    size_of::<JET_DBINFOMISC7>(),
];

/// Memory of the caller for an answer.
struct Answer {
    at: *mut c_void,
    bytes: usize,
}

impl Answer {
    /// Errors: InvalidBufferSize when the memory has not the size of the answer; InvalidParameter for no memory.
    fn require(&self, sizes: &[usize]) -> Result<()> {
        if !sizes.contains(&self.bytes) {
            fail!(InvalidBufferSize, "the buffer has {} bytes, not one of {sizes:?}", self.bytes);
        }
        if self.at.is_null() {
            fail!(InvalidParameter, "there is no place for the answer");
        }
        Ok(())
    }

    /// Writes as much of a structure as the caller's version of it has.
    ///
    /// # Safety
    /// The memory is there in full.
    unsafe fn put<T: Copy>(&self, value: T) -> Result<()> {
        let bytes = self.bytes.min(size_of::<T>());
        // SAFETY: not more is written than the caller has, and not more read than there is.
        unsafe { std::ptr::copy_nonoverlapping((&raw const value).cast::<u8>(), self.at.cast::<u8>(), bytes) };
        Ok(())
    }
}

fn path_of(path: Option<OsString>) -> Result<OsString> {
    match path {
        Some(p) if !p.is_empty() => Ok(p),
        _ => fail!(InvalidParameter, "no file is named"),
    }
}

fn open(path: &Path) -> Result<Box<dyn File>> {
    RealFileSystem.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening the file", path))
}

fn database_header(path: &Path) -> Result<DatabaseHeader> {
    database_file::read_header(&*open(path)?, path, None).map(|(header, _)| header)
}

/// Bytes that the file takes on the disk, which are fewer than its length where it has holes.
fn size_on_disk(metadata: &std::fs::Metadata) -> u64 {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::blocks(metadata) * 512;
    #[cfg(not(unix))]
    return metadata.len();
}

/// Whether an engine would have to convert the database, and what the reference says that this would take: one hour and
/// 160 MiB for each GiB.
///
/// Errors: InvalidParameter for another version of the structure; DatabaseIncompleteUpgrade.
///
/// # Safety
/// `answer` may be read and written.
unsafe fn upgrade(path: &Path, length: u64, answer: *mut JET_DBINFOUPGRADE) -> Result<()> {
    // SAFETY: see above; a program's memory need not be aligned.
    let size = unsafe { (&raw const (*answer).cbStruct).read_unaligned() };
    if size as usize != size_of::<JET_DBINFOUPGRADE>() {
        fail!(InvalidParameter, "cbStruct is {size}, not {}", size_of::<JET_DBINFOUPGRADE>());
    }
    let (low, high) = (|n: u64| n as u32, |n: u64| (n >> 32) as u32);
    let room = length.saturating_mul(10) >> 6;
    let mut info = JET_DBINFOUPGRADE {
        cbStruct: size,
        cbFilesizeLow: low(length),
        cbFilesizeHigh: high(length),
        cbFreeSpaceRequiredLow: low(room),
        cbFreeSpaceRequiredHigh: high(room),
        csecToUpgrade: low(length.saturating_mul(3600) >> 30),
        ulFlags: 0,
    };
    let mut broken_off = false;
    // A header that cannot be read is that of no database that could be upgraded.
    if let Ok(header) = database_header(path) {
        match header.version_major() {
            v if v == NEWEST.database.major => {
                info.ulFlags = JET_DBINFOUPGRADE::ALREADY_UPGRADED;
                broken_off = header.state() == Some(DatabaseState::BeingConverted);
            }
            0x500 | 0x550 => info.ulFlags = JET_DBINFOUPGRADE::UPGRADABLE,
            _ => {}
        }
    }
    // SAFETY: see above.
    unsafe { answer.write_unaligned(info) };
    if broken_off {
        fail!(DatabaseIncompleteUpgrade, "the database is being converted");
    }
    Ok(())
}

/// # Safety
/// The path is null or ends with 0; `answer` is as it says.
unsafe fn database<C: Character>(path: *const C, answer: &Answer, level: u32) -> Result<JET_ERR> {
    // SAFETY: see above.
    let path = path_of(unsafe { read(path) })?;
    let path = Path::new(&path);
    let metadata = std::fs::metadata(path).map_err(|e| Error::from_io(&e, "looking for the database", path))?;
    match level {
        JET_DbInfoFilesize | JET_DbInfoFilesizeOnDisk => {
            answer.require(&[8])?;
            let size = if level == JET_DbInfoFilesize { metadata.len() } else { size_on_disk(&metadata) };
            // SAFETY: the size has been checked.
            unsafe { answer.put(size) }?;
        }
        JET_DbInfoUpgrade => {
            answer.require(&[size_of::<JET_DBINFOUPGRADE>()])?;
            // SAFETY: the size has been checked.
            unsafe { upgrade(path, metadata.len(), answer.at.cast()) }?;
        }
        JET_DbInfoMisc => {
            answer.require(&DATABASE_INFO_SIZES)?;
            let header = database_header(path)?;
            if header.file_type() != JET_filetypeDatabase {
                fail!(FileInvalidType, "the file says that it is of type {}", header.file_type());
            }
            // SAFETY: the size has been checked.
            unsafe { answer.put(database_info(&DatabaseView::from(&header))) }?;
        }
        JET_DbInfoPageSize => {
            answer.require(&[4])?;
            // SAFETY: the size has been checked.
            unsafe { answer.put(database_header(path)?.page_size()) }?;
        }
        JET_DbInfoFileType => {
            answer.require(&[4])?;
            let kind = database_header(path)?.file_type();
            // SAFETY: the size has been checked.
            unsafe { answer.put(if kind < JET_filetypeMax { kind } else { JET_filetypeUnknown }) }?;
        }
        JET_DbInfoDBInUse => {
            answer.require(&[4])?;
            let same = |p: &std::path::PathBuf| lifecycle::same_file(p.as_os_str(), path.as_os_str());
            let in_use = lifecycle::instances().iter().any(|i| i.databases.iter().any(same));
            // SAFETY: the size has been checked.
            unsafe { answer.put(i32::from(in_use)) }?;
        }
        _ => fail!(InvalidParameter, "level {level} is not known of database files"),
    }
    Ok(0)
}

/// What a database file says about itself: its size (JET_DbInfoFilesize), its header (JET_DbInfoMisc), its page size,
/// its type, whether an instance of this process has it, whether its format is the newest (JET_DbInfoUpgrade).
///
/// # Safety
/// The name is null or ends with 0; `pvResult` is null or has `cbMax` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetDatabaseFileInfoA(
    szDatabaseName: JET_PCSTR,
    pvResult: *mut c_void,
    cbMax: u32,
    InfoLevel: u32,
) -> JET_ERR {
    let answer = Answer { at: pvResult, bytes: cbMax as usize };
    // SAFETY: the program vouches for its pointers.
    guard("JetGetDatabaseFileInfoA", || unsafe { database(szDatabaseName, &answer, InfoLevel) })
}

/// What a database file says about itself. See JetGetDatabaseFileInfoA.
///
/// # Safety
/// The name is null or ends with 0; `pvResult` is null or has `cbMax` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetDatabaseFileInfoW(
    szDatabaseName: JET_PCWSTR,
    pvResult: *mut c_void,
    cbMax: u32,
    InfoLevel: u32,
) -> JET_ERR {
    let answer = Answer { at: pvResult, bytes: cbMax as usize };
    // SAFETY: the program vouches for its pointers.
    guard("JetGetDatabaseFileInfoW", || unsafe { database(szDatabaseName, &answer, InfoLevel) })
}

/// # Safety
/// The path is null or ends with 0; `answer` is as it says.
unsafe fn log<C: Character>(path: *const C, answer: &Answer, level: u32) -> Result<JET_ERR> {
    // SAFETY: see above.
    let path = path_of(unsafe { read(path) })?;
    let path = Path::new(&path);
    let file = open(path)?;
    let size = match level {
        JET_LogInfoMisc => size_of::<JET_LOGINFOMISC>(),
        JET_LogInfoMisc2 => size_of::<JET_LOGINFOMISC2>(),
        JET_LogInfoMisc3 => size_of::<JET_LOGINFOMISC3>(),
        _ => fail!(InvalidParameter, "level {level} is not known of log files"),
    };
    let mut bytes = [0; LOG_HEADER_BYTES];
    file.read_exact_at(&mut bytes, 0).map_err(|e| Error::from_io(&e, "reading the log header", path))?;
    let h = LogHeader::parse(&bytes).map_err(|e| e.file(path))?;
    answer.require(&[size])?;
    let first = JET_LOGINFOMISC {
        ulGeneration: h.generation(),
        signLog: signature(h.log_signature()),
        logtimeCreate: logtime(h.created()),
        logtimePreviousGeneration: logtime(h.previous_created()),
        ulFlags: u32::from(h.flags()),
        ulVersionMajor: h.version_major(),
        ulVersionMinor: h.version_minor(),
        ulVersionUpdate: h.version_update_major(),
        cbSectorSize: u32::from(h.sector_size()),
        cbHeader: u32::from(h.header_sectors()),
        cbFile: u32::from(h.file_sectors()),
        cbDatabasePageSize: u32::from(h.stored_page_size()),
    };
    // SAFETY: the size has been checked. The first version is the beginning of the second; the third has numbers of
    // the version in other places.
    unsafe {
        match level {
            JET_LogInfoMisc => answer.put(first)?,
            JET_LogInfoMisc2 => answer.put(JET_LOGINFOMISC2 {
                ulGeneration: first.ulGeneration,
                signLog: first.signLog,
                logtimeCreate: first.logtimeCreate,
                logtimePreviousGeneration: first.logtimePreviousGeneration,
                ulFlags: first.ulFlags,
                ulVersionMajor: first.ulVersionMajor,
                ulVersionMinor: first.ulVersionMinor,
                ulVersionUpdate: first.ulVersionUpdate,
                cbSectorSize: first.cbSectorSize,
                cbHeader: first.cbHeader,
                cbFile: first.cbFile,
                cbDatabasePageSize: first.cbDatabasePageSize,
                lgposCheckpoint: lgpos(h.checkpoint()),
            })?,
            _ => answer.put(JET_LOGINFOMISC3 {
                ulGeneration: first.ulGeneration,
                signLog: first.signLog,
                logtimeCreate: first.logtimeCreate,
                logtimePreviousGeneration: first.logtimePreviousGeneration,
                ulFlags: first.ulFlags,
                ulVersionMajor: first.ulVersionMajor,
                ulVersionUpdateMajor: h.version_update_major(),
                ulVersionUpdateMinor: h.version_update_minor(),
                cbSectorSize: first.cbSectorSize,
                cbHeader: first.cbHeader,
                cbFile: first.cbFile,
                cbDatabasePageSize: first.cbDatabasePageSize,
                lgposCheckpoint: lgpos(h.checkpoint()),
                ulVersionMinorDeprecated: h.version_minor(),
                checksumPrevLogAllSegments: h.previous_checksum(),
            })?,
        }
    }
    Ok(0)
}

/// What a log file says about itself: generation, signature, times, versions, sizes. `InfoLevel` is JET_LogInfoMisc,
/// JET_LogInfoMisc2 or JET_LogInfoMisc3, `pvResult` the structure of that name.
///
/// # Safety
/// The name is null or ends with 0; `pvResult` is null or has `cbMax` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogFileInfoA(
    szLog: JET_PCSTR,
    pvResult: *mut c_void,
    cbMax: u32,
    InfoLevel: u32,
) -> JET_ERR {
    let answer = Answer { at: pvResult, bytes: cbMax as usize };
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogFileInfoA", || unsafe { log(szLog, &answer, InfoLevel) })
}

/// What a log file says about itself. See JetGetLogFileInfoA.
///
/// # Safety
/// The name is null or ends with 0; `pvResult` is null or has `cbMax` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogFileInfoW(
    wszLog: JET_PCWSTR,
    pvResult: *mut c_void,
    cbMax: u32,
    InfoLevel: u32,
) -> JET_ERR {
    let answer = Answer { at: pvResult, bytes: cbMax as usize };
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogFileInfoW", || unsafe { log(wszLog, &answer, InfoLevel) })
}

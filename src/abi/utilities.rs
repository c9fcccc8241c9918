//! JetDBUtilities: what files say, printed to standard output; and JetRemoveLogfile.
//!
//! | operation                             | what it does here                                                     |
//! |---------------------------------------|-----------------------------------------------------------------------|
//! | opDBUTILDumpHeader                    | prints a database's header                                            |
//! | opDBUTILDumpLogfile                   | prints a log, or verifies all logs of a base name                     |
//! | opDBUTILDumpCheckpoint                | prints a checkpoint                                                   |
//! | opDBUTILDumpPage, opDBUTILDumpNode    | prints a page with its checksums, or one node of it                   |
//! | opDBUTILChecksumLogFromMemory         | verifies a log that lies in memory                                    |
//! | opDBUTILUpdateDBHeaderFromTrailer     | completes the copy out of a streaming backup                          |
//! | opDBUTILConsistency                   | verifies every page of a database; no release of the engine has it    |
//! | everything else                       | JET_errFeatureNotAvailable                                            |
//!
//! No instance is needed, and none is made; a session that is given must be one.
//!
//! Source of the facts: `ese/jetapi.cxx`, `ese/dbutil.cxx`, `ese/_log/logdump.cxx`, `ese/io.cxx` of the reference.

use std::ffi::OsString;
use std::path::Path;

use super::console::Console;
use super::constants::bits::*;
use super::guard::guard;
use super::options;
use super::text::{Character, read};
use super::types::*;
use crate::dump::logs::{Detail, single, verify_bytes, whole};
use crate::dump::{check, checkpoint, database, page, streams};
use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::instance::sessions;
use crate::recovery::header_edit;
use crate::storage::checkpoint_file;
use crate::storage::fs::bytes::Bytes;
use crate::storage::fs::{FileSystem, RealFileSystem, directory_of};

/// An operation in our own terms.
struct Operation {
    session: JET_SESID,
    number: DBUTIL_OP,
    grbit: JET_GRBIT,
    file: Option<OsString>,
    page: i32,
    line: i32,
    first_generation: i32,
    last_generation: i32,
    /// The log for opDBUTILChecksumLogFromMemory.
    log: Vec<u8>,
}

macro_rules! operation {
    ($name:ident, $type:ty) => {
        /// # Safety
        /// `given` is null or points to a structure, as long as it says, whose members are what the operation wants.
        unsafe fn $name(given: *const $type) -> Result<Operation> {
            // SAFETY: see above. The size stands first in every version of the structure.
            if given.is_null() || unsafe { (*given).cbStruct } as usize != size_of::<$type>() {
                fail!(InvalidParameter, "there is no operation, or its cbStruct is not {}", size_of::<$type>());
            }
            // SAFETY: it is there in full.
            let given = unsafe { &*given };
            let mut operation = Operation {
                session: given.sesid,
                number: given.op,
                grbit: given.grbitOptions,
                file: None,
                page: 0,
                line: 0,
                first_generation: 0,
                last_generation: 0,
                log: Vec::new(),
            };
            if given.op == opDBUTILChecksumLogFromMemory {
                // SAFETY: with this operation it is this member.
                let memory = unsafe { given.anonymous.checksumlogfrommemory };
                let size = usize::try_from(memory.cbBuffer).unwrap_or_default();
                if memory.pvBuffer.is_null() || size == 0 {
                    fail!(InvalidParameter, "there is no log in memory");
                }
                // SAFETY: the program vouches for its buffer.
                operation.log = unsafe { std::slice::from_raw_parts(memory.pvBuffer.cast::<u8>(), size) }.to_vec();
            } else if ![opDBUTILDumpSpaceCategory, opDBUTILDumpRBSPages].contains(&given.op) {
                // SAFETY: with these operations it is this member.
                let legacy = unsafe { given.anonymous.anonymous };
                // SAFETY: the program vouches for its texts.
                operation.file = unsafe { read(legacy.szDatabase.cast_const()) };
                operation.page = legacy.pgno;
                operation.line = legacy.iline;
                operation.first_generation = legacy.lGeneration;
                operation.last_generation = legacy.isec;
            }
            Ok(operation)
        }
    };
}
operation!(operation_a, JET_DBUTIL_A);
operation!(operation_w, JET_DBUTIL_W);

/// What is available.
const AVAILABLE: [DBUTIL_OP; 8] = [
    opDBUTILDumpHeader,
    opDBUTILDumpLogfile,
    opDBUTILDumpCheckpoint,
    opDBUTILDumpPage,
    opDBUTILDumpNode,
    opDBUTILConsistency,
    opDBUTILUpdateDBHeaderFromTrailer,
    opDBUTILChecksumLogFromMemory,
];

impl Operation {
    fn has(&self, grbit: JET_GRBIT) -> bool {
        self.grbit & grbit != 0
    }

    fn run(&self) -> Result<JET_ERR> {
        if !AVAILABLE.contains(&self.number) {
            let why = "it needs tables, repair, or another kind of file";
            fail!(FeatureNotAvailable, "operation {} of JetDBUtilities is not available: {why}", self.number);
        }
        options::UTILITIES.check(self.grbit)?;
        let needs_session = self.number != opDBUTILUpdateDBHeaderFromTrailer;
        if needs_session && self.session != 0 && self.session != JET_sesidNil {
            sessions::require(self.session)?;
        }
        if self.number == opDBUTILChecksumLogFromMemory {
            return self.checksum_log().map(|()| 0);
        }
        let Some(file) = self.file.as_deref().filter(|f| !f.is_empty()) else {
            fail!(DatabaseInvalidName, "no file is named");
        };
        let path = Path::new(file);
        let mut console = Console::new(self.has(JET_bitDBUtilOptionSuppressConsoleOutput));
        let done = self.work(path, &mut console);
        // What was found is printed, whatever there is to say about it.
        let printed = console.finish();
        done?;
        printed.map(|()| 0)
    }

    fn work(&self, path: &Path, console: &mut Console) -> Result<()> {
        let fs = &RealFileSystem;
        match self.number {
            opDBUTILDumpHeader => {
                let facts = database::read(fs, path).map_err(|e| match e.code() {
                    ErrorCode::ReadVerifyFailure => e.with_code(ErrorCode::DatabaseCorrupted),
                    _ => e,
                })?;
                console.lines(&[String::new()])?;
                console.lines(&database::lines(&facts, self.has(JET_bitDBUtilOptionDumpVerbose)))
            }
            opDBUTILDumpCheckpoint => console.lines(&checkpoint::lines(&checkpoint_file::read(fs, path)?)?),
            opDBUTILDumpLogfile => self.dump_logs(path, console),
            opDBUTILDumpPage => {
                let verbose = self.has(JET_bitDBUtilOptionDumpVerbose);
                let (lines, condition) = page::lines(fs, path, number(self.page)?, verbose)?;
                console.lines(&lines)?;
                condition
            }
            opDBUTILDumpNode => console.lines(&page::node(fs, path, number(self.page)?, number(self.line)? as usize)?),
            opDBUTILConsistency => check::database(fs, path, console)?.verdict().map_err(|e| e.file(path)),
            _ => header_edit::take_trailer(fs, path, self.has(JET_bitDBUtilOptionSkipMinLogChecksUpdateHeader)),
        }
    }

    fn checksum_log(&self) -> Result<()> {
        let has_log = self.session != 0
            && self.session != JET_sesidNil
            && sessions::with_live(sessions::require(self.session)?, |_| Ok(())).is_ok();
        if has_log {
            fail!(InvalidParameter, "the session's instance has a log of its own");
        }
        verify_bytes(Box::new(Bytes(self.log.clone())))
    }

    fn dump_logs(&self, path: &Path, console: &mut Console) -> Result<()> {
        let fs = &RealFileSystem;
        let records = self.has(JET_bitDBUtilOptionDumpVerboseLevel1 | JET_bitDBUtilOptionDumpVerboseLevel2);
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let findings = if name.len() == 3 && !name.contains('.') && !fs.exists(path) {
            let Some(stream) = streams::find(fs, directory_of(path), Some(name))?.pop() else {
                let e = crate::error!(FileNotFound, "there are no logs with the base name {name}");
                return Err(e.file(path));
            };
            let generation = |n: i32| u32::try_from(n).ok().filter(|n| *n > 0);
            let low = generation(self.first_generation).unwrap_or(1);
            let high = generation(self.last_generation).map_or(u32::MAX, |high| high.max(low));
            whole(fs, &stream, (low, high), records, console, |_, _| {})?
        } else {
            let detail = match (self.has(JET_bitDBUtilOptionVerify), records) {
                (true, _) => Detail::Verdict,
                (false, true) => Detail::Records,
                (false, false) => Detail::Header,
            };
            single(fs, path, detail, console)?.1.findings
        };
        match findings.into_iter().next() {
            None => Ok(()),
            Some(f) => {
                let e = Error::new(f.code, f.message).file(f.file.as_deref().unwrap_or(path));
                Err(f.generations.into_iter().fold(e, |e, (first, _)| e.generation(first)))
            }
        }
    }
}

/// Errors: InvalidParameter for a number below 0.
fn number(n: i32) -> Result<u32> {
    u32::try_from(n).map_err(|_| crate::error!(InvalidParameter, "{n} is no page and no line"))
}

/// Prints what a file says to standard output, or checks it, as `op` says: the header of a database, a log, a checkpoint,
/// a page, every page of a database. What is not available returns JET_errFeatureNotAvailable.
///
/// # Safety
/// The structure has the size it says, and its members are what the operation wants.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetDBUtilitiesA(pdbutil: *mut JET_DBUTIL_A) -> JET_ERR {
    // SAFETY: the program vouches for its structure.
    guard("JetDBUtilitiesA", || unsafe { operation_a(pdbutil) }?.run())
}

/// Prints what a file says, or checks it. See JetDBUtilitiesA.
///
/// # Safety
/// The structure has the size it says, and its members are what the operation wants.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetDBUtilitiesW(pdbutil: *mut JET_DBUTIL_W) -> JET_ERR {
    // SAFETY: the program vouches for its structure.
    guard("JetDBUtilitiesW", || unsafe { operation_w(pdbutil) }?.run())
}

/// # Safety
/// Both names are null or end with 0.
unsafe fn remove_log<C: Character>(database: *const C, log: *const C, grbit: JET_GRBIT) -> Result<JET_ERR> {
    options::REMOVE_LOG.check(grbit)?;
    // SAFETY: see above.
    let (database, log) = unsafe { (read(database), read(log)) };
    match (database.filter(|n| !n.is_empty()), log.filter(|n| !n.is_empty())) {
        (Some(database), Some(log)) => {
            header_edit::remove_log(&RealFileSystem, Path::new(&database), Path::new(&log)).map(|()| 0)
        }
        _ => fail!(InvalidParameter, "database and log must both be named"),
    }
}

/// Makes a dirty database do without its last committed log, which must not be required. The log file stays; the program
/// deletes it.
///
/// # Safety
/// Both names are null or end with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRemoveLogfileA(
    szDatabase: JET_PCSTR,
    szLogfile: JET_PCSTR,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRemoveLogfileA", || unsafe { remove_log(szDatabase, szLogfile, grbit) })
}

/// Makes a dirty database do without its last committed log. See JetRemoveLogfileA.
///
/// # Safety
/// Both names are null or end with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRemoveLogfileW(
    wszDatabase: JET_PCWSTR,
    wszLogfile: JET_PCWSTR,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRemoveLogfileW", || unsafe { remove_log(wszDatabase, wszLogfile, grbit) })
}

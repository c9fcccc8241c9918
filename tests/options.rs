//! GUARANTEE: every bit of every grbit is honoured, accepted or refused as the tables of `src/abi/options.rs` (and so
//! `docs/options.md`) say.

#![allow(unsafe_code)] // The functions of the C face.

use std::ptr::null;

use esent::Recovery;
use esent::abi::backups::*;
use esent::abi::directory_backups::JetBackupInstanceA;
use esent::abi::information::JetGetErrorInfoW;
use esent::abi::instances::*;
use esent::abi::options::{Answer, TABLES, Table};
use esent::abi::restore_process::*;
use esent::abi::sessions::*;
use esent::abi::types::*;
use esent::abi::utilities::*;
use esent::error::ErrorCode;
use esent::format::primitives::Logtime;
use esent::recovery::request::{MapEntry, SoftRequest};
use esent::recovery::soft_recovery;
use esent::storage::fs::RealFileSystem;

/// A handle that nothing has.
const NONE: usize = 0x7777;

fn instance() -> JET_INSTANCE {
    let mut instance = 0;
    // SAFETY: the handle may be written, and there are no names.
    assert_eq!(unsafe { JetCreateInstance2A(&raw mut instance, null(), null(), 0) }, 0);
    instance
}

/// The answer of a function to a grbit. Nothing else about the call is right, so it fails in one way or another.
fn call(functions: &str, grbit: JET_GRBIT) -> i32 {
    let directory = tempfile::tempdir().unwrap();
    let none = c"/nowhere/at/all".as_ptr();
    let number = |result: esent::error::Result<i32>| result.unwrap_or_else(|e| e.number());
    let mut utility: JET_DBUTIL_A = unsafe { std::mem::zeroed() };
    utility.cbStruct = size_of::<JET_DBUTIL_A>() as u32;
    utility.op = opDBUTILDumpHeader;
    utility.grbitOptions = grbit;
    let function = functions.rsplit(", ").next().unwrap();
    // SAFETY: all texts end with 0, and null pointers are allowed.
    unsafe {
        match function {
            "JetInit4" => number(Recovery::new(directory.path().join("none")).grbit(grbit).run()),
            "an entry of a restore map (JET_RSTMAP2)" => {
                let path = directory.path().to_path_buf();
                let mut settings = esent::recovery::request::Settings::of_logs(&path);
                settings.create_path_if_not_exist = true;
                let map = Some(vec![MapEntry { old_name: None, new_path: Some(path.join("a.edb")), grbit }]);
                let request =
                    SoftRequest { settings, map, stop: None, stop_time: Logtime::default(), grbit: 0, status: None };
                number(soft_recovery::run_on(&RealFileSystem, request).map(|(warning, mut running)| {
                    use esent::recovery::request::Running;
                    running.terminate(0).unwrap();
                    warning
                }))
            }
            "JetCreateInstance2" => {
                let mut instance = 0;
                let result = JetCreateInstance2A(&raw mut instance, null(), null(), grbit);
                if result == 0 {
                    assert_eq!(JetTerm2(instance, 0), 0);
                }
                result
            }
            "JetTerm2" => {
                let instance = instance();
                let result = JetTerm2(instance, grbit);
                JetTerm2(instance, 0);
                result
            }
            "JetEndSession" => JetEndSession(NONE, grbit),
            "JetAttachDatabase3" => JetAttachDatabase3A(NONE, none, std::ptr::null_mut(), 0, grbit),
            "JetDetachDatabase2" => JetDetachDatabase2A(NONE, none, grbit),
            "JetBeginExternalBackupInstance" => JetBeginExternalBackupInstance(NONE, grbit),
            "JetEndExternalBackupInstance2" => JetEndExternalBackupInstance2(NONE, grbit),
            "JetBeginSurrogateBackup" => JetBeginSurrogateBackup(NONE, 1, 1, grbit),
            "JetEndSurrogateBackup" => JetEndSurrogateBackup(NONE, grbit),
            "JetBackupInstance" => JetBackupInstanceA(NONE, none, grbit, None),
            "for the operations that are available)" => JetDBUtilitiesA(&raw mut utility),
            "JetRemoveLogfile" => JetRemoveLogfileA(none, none, grbit),
            "JetGetErrorInfo" => {
                let (mut error, mut info) = (-1003i32, [0u8; 256]);
                JetGetErrorInfoW((&raw mut error).cast(), info.as_mut_ptr().cast(), 256, 1, grbit)
            }
            "EsentRestoreBegin" => EsentRestoreBeginA(null(), null(), null(), 0, null(), null(), grbit),
            "EsentRestoreAdd" => EsentRestoreAddA(null(), null(), null(), null(), grbit),
            "EsentRestoreComplete" => EsentRestoreCompleteA(null(), null(), null(), 0, None, grbit),
            other => panic!("no call for {other}"),
        }
    }
}

fn expect(table: &Table, grbit: JET_GRBIT, refusal: Option<ErrorCode>) {
    let answer = call(table.functions, grbit);
    let all = [ErrorCode::InvalidGrbit as i32, ErrorCode::FeatureNotAvailable as i32];
    match refusal {
        Some(code) => assert_eq!(answer, code as i32, "{} with {grbit:#x}", table.functions),
        None => assert!(!all.contains(&answer), "{} with {grbit:#x} is refused: {answer}", table.functions),
    }
}

#[test]
fn every_bit_does_what_the_table_says() {
    for table in TABLES {
        expect(table, 0, None);
        for bit in (0..32).map(|n| 1 << n) {
            let refusal = match table.rows.iter().find(|row| row.bit == bit) {
                Some(row) => (row.answer == Answer::Refused).then_some(ErrorCode::FeatureNotAvailable),
                None => Some(table.unknown),
            };
            expect(table, bit, refusal);
        }
    }
}

#[test]
fn every_option_is_one_bit_of_its_function() {
    for table in TABLES {
        let mut seen = 0;
        for row in table.rows {
            assert!(row.bit.is_power_of_two() && seen & row.bit == 0, "{} of {}", row.name, table.functions);
            seen |= row.bit;
        }
    }
}

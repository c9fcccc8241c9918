//! Parameters with rules of their own.
//!
//! What needs an instance that runs (JET_paramRecoveryCurrentLogfile), a session (JET_paramTransactionLevel) or
//! memory of the caller (JET_paramErrorToString, JET_paramUnicodeIndexDefault) is answered above this file.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference.

use std::ffi::OsStr;

use super::definition::{Definition, Kind};
use super::{Circumstances, Parameters, Value, check_frozen, id, table};
use crate::error::Result;
use crate::fail;

/// JET_bitCommitLazyFlush, WaitLastLevel0Commit, WaitAllLevel0Commit, ForceNewLog, CommitRedoCallback.
const COMMIT_BITS: usize = 0x1 | 0x2 | 0x8 | 0x10 | 0x20;
/// JET_bitShrinkDatabaseOn, Realtime, Periodically.
const SHRINK_BITS: usize = 0x1 | 0x2 | 0x8000;
const SHRINK_ON: usize = 0x1;

/// Format versions that a program may ask for: JET_efvExtHdrRootFieldAutoIncStorageStagedToDebug to
/// JET_efvOptionallyUniqueIndices.
const OLDEST_FORMAT: usize = 7060;
const NEWEST_FORMAT: usize = 9600;
pub const FORMAT_OF_ENGINE: usize = 0x4000_0001;
pub const FORMAT_AS_PERSISTED: usize = 0x4000_0002;
pub const FORMAT_ALLOW_HIGHER: usize = 0x4100_0000;

/// JET_configDefault.
const CONFIGURATION_DEFAULT: usize = 1;
/// JET_configLowMemory.
const CONFIGURATION_LOW_MEMORY: usize = 16;

/// Bytes of a page that are no data: the header, and one slot of the tag array.
fn page_overhead(page_size: usize) -> usize {
    (if page_size <= 8192 { 40 } else { 80 }) + 4
}

pub(super) fn get(parameters: &Parameters, definition: &Definition) -> Result<Value> {
    let page_size = parameters.number(id::DATABASE_PAGE_SIZE);
    let number = match definition.id {
        id::KEY_MOST => match page_size {
            4096 => 1000,
            8192 => 2000,
            16384 | 32768 => 2000,
            _ => 255,
        },
        id::RECORD_SIZE_MOST => page_size.saturating_sub(page_overhead(page_size)),
        id::ENGINE_FORMAT_VERSION => match parameters.number(definition.id) {
            FORMAT_OF_ENGINE => NEWEST_FORMAT,
            version => version,
        },
        id::TRANSACTION_LEVEL => fail!(InvalidParameter, "JET_paramTransactionLevel needs a session"),
        id::RECOVERY_CURRENT_LOGFILE => {
            fail!(InvalidParameter, "JET_paramRecoveryCurrentLogfile needs an instance with logs")
        }
        id::CONFIG_STORE_SPEC => return Ok(Value::Text(parameters.text(definition.id))),
        _ => parameters.number(definition.id),
    };
    Ok(Value::Number(number))
}

pub(super) fn set(
    parameters: &mut Parameters,
    definition: &Definition,
    circumstances: Circumstances,
    number: usize,
    text: Option<&OsStr>,
) -> Result<()> {
    match definition.id {
        id::KEY_MOST
        | id::RECORD_SIZE_MOST
        | id::TRANSACTION_LEVEL
        | id::ERROR_TO_STRING
        | id::RECOVERY_CURRENT_LOGFILE => fail!(InvalidParameter, "{} cannot be set", definition.full_name()),
        id::COMMIT_DEFAULT if number & !COMMIT_BITS != 0 => {
            fail!(InvalidParameter, "JET_paramCommitDefault is {number:#x}, of which only {COMMIT_BITS:#x} is known")
        }
        id::ENABLE_SHRINK_DATABASE if number & !SHRINK_BITS != 0 || (number & SHRINK_ON == 0 && number != 0) => {
            fail!(InvalidGrbit, "JET_paramEnableShrinkDatabase is {number:#x}")
        }
        // Without an instance the reference takes any number and forgets it.
        id::CACHED_CLOSED_TABLES if !circumstances.of_instance => Ok(()),
        id::ENGINE_FORMAT_VERSION => set_format_version(parameters, definition, circumstances, number),
        id::CONFIGURATION => set_configuration(parameters, definition, circumstances, number),
        id::CONFIG_STORE_SPEC => match text {
            // The store is the Windows registry, which no other system has.
            Some(t) if !t.is_empty() => fail!(FeatureNotAvailable, "there is no configuration store here"),
            _ => Ok(()),
        },
        id::DATABASE_PAGE_SIZE => {
            parameters.set_plain(definition, circumstances, number, text)?;
            let overhead = page_overhead(number) - 4 + 42;
            let chunk = match number {
                32768 => 8150,
                16384 => 4050,
                small => small - overhead,
            };
            parameters.reset(id::LV_CHUNK_SIZE_MOST, Some(Value::Number(chunk)));
            Ok(())
        }
        id::COMMIT_DEFAULT | id::CACHE_SIZE => {
            parameters.store(definition.id, Value::Number(number));
            Ok(())
        }
        // JET_paramDBA…: accepted and forgotten.
        121..=123 => Ok(()),
        // The caller reads the structure; what it says concerns indexes, which recovery never orders anew.
        id::UNICODE_INDEX_DEFAULT => check_frozen(definition, circumstances),
        _ => parameters.set_plain(definition, circumstances, number, text),
    }
}

fn set_format_version(
    parameters: &mut Parameters,
    definition: &Definition,
    circumstances: Circumstances,
    number: usize,
) -> Result<()> {
    if number < OLDEST_FORMAT {
        fail!(EngineFormatVersionNoLongerSupportedTooLow, "format version {number} is older than {OLDEST_FORMAT}");
    }
    let allow_higher = number & FORMAT_ALLOW_HIGHER == FORMAT_ALLOW_HIGHER;
    let version = if allow_higher { number & !FORMAT_ALLOW_HIGHER } else { number };
    if number != FORMAT_OF_ENGINE && number != FORMAT_AS_PERSISTED {
        if version > NEWEST_FORMAT {
            fail!(
                EngineFormatVersionNotYetImplementedTooHigh,
                "format version {version} is newer than {NEWEST_FORMAT}"
            );
        }
        if allow_higher && version < 5 {
            fail!(InvalidParameter, "format version {number:#x} joins bits that exclude each other");
        }
    }
    parameters.set_plain(definition, circumstances, number, None)
}

/// JET_paramConfiguration puts whole sets of defaults in place. Only the sets that change what recovery looks at
/// are carried out: the defaults themselves and the small configuration.
fn set_configuration(
    parameters: &mut Parameters,
    definition: &Definition,
    circumstances: Circumstances,
    number: usize,
) -> Result<()> {
    if circumstances.initialised || (circumstances.mode_is_set && !circumstances.of_instance) {
        fail!(AlreadyInitialized, "JET_paramConfiguration must be set before its instance is initialised");
    }
    if number < definition.low || number > definition.high {
        fail!(InvalidParameter, "JET_paramConfiguration is {number:#x}, which has unknown bits");
    }
    let small = number == 0;
    let stored = match number {
        0 | CONFIGURATION_DEFAULT => number,
        n if n & CONFIGURATION_DEFAULT != 0 => n,
        n => parameters.number(definition.id) | n,
    };
    parameters.store(definition.id, Value::Number(stored));
    let touches = |d: &&Definition| d.id != definition.id && !(circumstances.of_instance && d.is_global());
    if small || number & CONFIGURATION_DEFAULT != 0 {
        for d in table::DEFINITIONS.iter().filter(touches) {
            parameters.reset(d.id, (small && is_number(d)).then_some(Value::Number(d.small_default)));
        }
    }
    if number & CONFIGURATION_LOW_MEMORY != 0 {
        for d in table::DEFINITIONS.iter().filter(touches).filter(|d| is_number(d) && d.small_default != d.default) {
            parameters.reset(d.id, Some(Value::Number(d.small_default)));
        }
    }
    Ok(())
}

fn is_number(definition: &Definition) -> bool {
    !definition.kind.is_text() && !matches!(definition.kind, Kind::Blob | Kind::Nothing)
}

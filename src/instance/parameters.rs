//! System parameters: their table, the values of the process and of each instance, and the rules for setting
//! them.
//!
//! Source of the facts: `ese/jetapi.cxx` (CJetParam) and `ese/sysparamtable.g.cxx` of the reference.

pub mod definition;
pub mod special;
pub mod table;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use crate::error::Result;
use crate::fail;
use crate::storage::fs::without_backslash;
use definition::{Access, Definition, Kind};

/// Numbers of the parameters that this house itself looks at.
pub mod id {
    pub const SYSTEM_PATH: u32 = 0;
    pub const TEMP_PATH: u32 = 1;
    pub const LOG_FILE_PATH: u32 = 2;
    pub const BASE_NAME: u32 = 3;
    pub const EVENT_SOURCE: u32 = 4;
    pub const MAX_TEMPORARY_TABLES: u32 = 10;
    pub const LOG_FILE_SIZE: u32 = 11;
    pub const COMMIT_DEFAULT: u32 = 16;
    pub const CIRCULAR_LOG: u32 = 17;
    pub const CACHE_SIZE_MAX: u32 = 23;
    pub const CHECKPOINT_DEPTH_MAX: u32 = 24;
    pub const RECOVERY: u32 = 34;
    pub const TRANSACTION_LEVEL: u32 = 38;
    pub const CACHE_SIZE: u32 = 41;
    pub const DELETE_OUT_OF_RANGE_LOGS: u32 = 52;
    pub const CACHE_SIZE_MIN: u32 = 60;
    pub const DATABASE_PAGE_SIZE: u32 = 64;
    pub const ERROR_TO_STRING: u32 = 70;
    pub const UNICODE_INDEX_DEFAULT: u32 = 72;
    pub const CLEANUP_MISMATCHED_LOG_FILES: u32 = 77;
    pub const RECOVERY_CURRENT_LOGFILE: u32 = 79;
    pub const CREATE_PATH_IF_NOT_EXIST: u32 = 100;
    pub const MAX_INSTANCES: u32 = 104;
    pub const ALTERNATE_DATABASE_RECOVERY_PATH: u32 = 113;
    pub const CACHED_CLOSED_TABLES: u32 = 125;
    pub const CONFIGURATION: u32 = 129;
    pub const ENABLE_ADVANCED: u32 = 130;
    pub const KEY_MOST: u32 = 134;
    pub const LEGACY_FILE_NAMES: u32 = 136;
    pub const LV_CHUNK_SIZE_MOST: u32 = 163;
    pub const ENABLE_SHRINK_DATABASE: u32 = 184;
    pub const CONFIG_STORE_SPEC: u32 = 189;
    pub const ENGINE_FORMAT_VERSION: u32 = 194;
    pub const RECORD_SIZE_MOST: u32 = 213;
}

/// The row of a parameter.
pub fn definition(id: u32) -> Option<&'static Definition> {
    table::DEFINITIONS.get(usize::try_from(id).ok()?)
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Number(usize),
    Text(OsString),
}

/// What the rules for setting a parameter look at besides its row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances {
    /// The process runs in one-instance or multi-instance mode.
    pub mode_is_set: bool,
    /// The set belongs to an instance.
    pub of_instance: bool,
    /// That instance is initialised.
    pub initialised: bool,
}

/// A set of values: the process's own, or those of an instance, which begins with a copy of them.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    /// Only what differs from the defaults, or was set to them.
    values: BTreeMap<u32, Stored>,
}

#[derive(Debug, Clone)]
struct Stored {
    value: Value,
    /// The program set it, as opposed to a configuration.
    written: bool,
}

impl Parameters {
    /// The number of a parameter; 0 for texts and for numbers that are no parameter.
    pub fn number(&self, id: u32) -> usize {
        match self.values.get(&id) {
            Some(Stored { value: Value::Number(n), .. }) => *n,
            Some(_) => 0,
            None => definition(id).map_or(0, |d| d.default),
        }
    }

    /// The text of a parameter; "" for numbers.
    pub fn text(&self, id: u32) -> OsString {
        match self.values.get(&id) {
            Some(Stored { value: Value::Text(t), .. }) => t.clone(),
            Some(_) => OsString::new(),
            None => definition(id).map_or_else(OsString::new, |d| match d.kind {
                Kind::Folder if !d.default_text.is_empty() => close_folder(d.default_text.into()),
                _ => d.default_text.into(),
            }),
        }
    }

    pub fn flag(&self, id: u32) -> bool {
        self.number(id) != 0
    }

    /// Whether the program set it.
    pub fn is_written(&self, id: u32) -> bool {
        self.values.get(&id).is_some_and(|s| s.written)
    }

    /// The value as JetGetSystemParameter gives it, without the parameters that are asked elsewhere.
    pub fn get(&self, definition: &Definition) -> Result<Value> {
        match (definition.access, definition.kind) {
            (Access::Illegal, _) => fail!(InvalidParameter, "parameter {} is not in use", definition.id),
            (Access::Special, _) => special::get(self, definition),
            (_, kind) if kind.is_text() => Ok(Value::Text(self.text(definition.id))),
            _ => Ok(Value::Number(self.number(definition.id))),
        }
    }

    /// Sets a parameter as JetSetSystemParameter does. `text` is `None` for a null pointer.
    ///
    /// Errors: InvalidParameter for a value out of range or a parameter that cannot be set;
    /// AlreadyInitialized when it is too late; InvalidPath.
    pub fn set(
        &mut self,
        definition: &Definition,
        circumstances: Circumstances,
        number: usize,
        text: Option<&OsStr>,
    ) -> Result<()> {
        match definition.access {
            Access::ReadOnly | Access::Illegal => {
                fail!(InvalidParameter, "{} cannot be set", definition.full_name())
            }
            Access::Special => special::set(self, definition, circumstances, number, text),
            Access::Plain | Access::Unused => self.set_plain(definition, circumstances, number, text),
        }
    }

    pub(super) fn set_plain(
        &mut self,
        definition: &Definition,
        circumstances: Circumstances,
        number: usize,
        text: Option<&OsStr>,
    ) -> Result<()> {
        let text = text.unwrap_or_default();
        if definition.kind.is_text() {
            check_frozen(definition, circumstances)?;
            check_length(definition, text)?;
            if definition.id == id::BASE_NAME && text.to_str().is_none() {
                fail!(InvalidParameter, "the base name {} is not Unicode; logs cannot be named so", text.display());
            }
        } else if number != self.number(definition.id) {
            // A number that does not change anything is always welcome.
            check_frozen(definition, circumstances)?;
            if number < definition.low || number > definition.high {
                fail!(
                    InvalidParameter,
                    "{} is {number}, which is not within {} to {}",
                    definition.full_name(),
                    definition.low,
                    definition.high
                );
            }
        }
        let value = match definition.kind {
            Kind::Boolean => Value::Number(usize::from(number != 0)),
            Kind::BlockSize if !number.is_power_of_two() => {
                fail!(InvalidParameter, "{} is {number}, which is no power of two", definition.full_name())
            }
            Kind::Text => Value::Text(text.to_os_string()),
            Kind::Folder => {
                let folder = close_folder(complete_path(text)?);
                check_length(definition, &folder)?;
                Value::Text(folder)
            }
            Kind::Path => {
                let path = complete_path(text)?;
                check_length(definition, &path)?;
                Value::Text(if is_bare_name(text) { text.to_os_string() } else { path })
            }
            Kind::Blob | Kind::Nothing => fail!(InvalidParameter, "{} cannot be set", definition.full_name()),
            Kind::BitSet | Kind::Integer | Kind::BlockSize | Kind::Pointer => Value::Number(number),
        };
        self.store(definition.id, value);
        Ok(())
    }

    /// Puts a value in place without asking any rule.
    pub(super) fn store(&mut self, id: u32, value: Value) {
        self.values.insert(id, Stored { value, written: true });
    }

    /// Puts the default of a configuration in place.
    pub(super) fn reset(&mut self, id: u32, value: Option<Value>) {
        match value {
            Some(value) => self.values.insert(id, Stored { value, written: false }),
            None => self.values.remove(&id),
        };
    }
}

/// Errors: AlreadyInitialized when it is too late to set the parameter.
pub(super) fn check_frozen(definition: &Definition, circumstances: Circumstances) -> Result<()> {
    if definition.is_frozen_by_mode() && circumstances.mode_is_set {
        fail!(AlreadyInitialized, "{} must be set before the first instance", definition.full_name());
    }
    if definition.is_frozen_by_init() && circumstances.initialised {
        fail!(AlreadyInitialized, "{} must be set before its instance is initialised", definition.full_name());
    }
    Ok(())
}

fn check_length(definition: &Definition, text: &OsStr) -> Result<()> {
    let length = units(text);
    // Windows has a limit to the length of a path that other systems do not know.
    let limit = match definition.kind {
        Kind::Folder | Kind::Path if !cfg!(windows) && definition.high > 0 => 4095,
        _ => definition.high,
    };
    if length < definition.low || length > limit {
        fail!(
            InvalidParameter,
            "{} is {length} characters long, which is not within {} to {limit}",
            definition.full_name(),
            definition.low
        );
    }
    Ok(())
}

/// The length in UTF-16 units, or in bytes where the text is not Unicode.
pub fn units(text: &OsStr) -> usize {
    text.to_str().map_or_else(|| text.len(), |t| t.encode_utf16().count())
}

/// A path from the root; an empty one is the current directory. Links and ".." stay as they are.
pub fn complete_path(path: &OsStr) -> Result<OsString> {
    let complete = if path.is_empty() { std::env::current_dir() } else { std::path::absolute(path) };
    match complete {
        Ok(p) => Ok(p.into_os_string()),
        Err(e) => fail!(InvalidPath, "{} cannot be completed: {e}", path.to_string_lossy()),
    }
}

/// The folder with a separator at its end.
pub fn close_folder(folder: OsString) -> OsString {
    let mut folder = without_backslash(&folder).to_os_string();
    if !ends_with_separator(&folder) {
        folder.push(std::path::MAIN_SEPARATOR_STR);
    }
    folder
}

pub fn ends_with_separator(path: &OsStr) -> bool {
    path.as_encoded_bytes().last().is_some_and(|b| std::path::is_separator(char::from(*b)))
}

fn is_bare_name(path: &OsStr) -> bool {
    let bytes = path.as_encoded_bytes();
    let drive = cfg!(windows) && bytes.contains(&b':');
    !(drive || bytes.iter().any(|b| std::path::is_separator(char::from(*b))) || bytes == b"." || bytes == b"..")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::error::ErrorCode;

    fn set(p: &mut Parameters, id: u32, c: Circumstances, number: usize, text: Option<&str>) -> Result<(), ErrorCode> {
        p.set(definition(id).expect("a parameter"), c, number, text.map(OsStr::new)).map_err(|e| e.code())
    }

    #[test]
    fn every_row_stands_at_its_number() {
        assert_eq!(table::DEFINITIONS.len(), 222);
        let names = include_str!("../abi/constants/params.rs");
        for (index, row) in table::DEFINITIONS.iter().enumerate() {
            assert_eq!(row.id as usize, index);
            let line = format!("pub const {}: u32 = {};", row.full_name(), row.id);
            assert!(names.contains(&line) || row.id == 185, "{line}");
            assert!(row.is_global() || !row.is_frozen_by_mode(), "{} cannot be both", row.name);
            if !row.kind.is_text() {
                assert!((row.low..=row.high).contains(&row.default), "{}", row.name);
            }
        }
        assert!(definition(222).is_none());
    }

    #[test]
    fn the_numbers_used_here_are_the_right_ones() {
        for (id, name) in [
            (id::CLEANUP_MISMATCHED_LOG_FILES, "CleanupMismatchedLogFiles"),
            (id::CREATE_PATH_IF_NOT_EXIST, "CreatePathIfNotExist"),
            (id::ALTERNATE_DATABASE_RECOVERY_PATH, "AlternateDatabaseRecoveryPath"),
            (id::LEGACY_FILE_NAMES, "LegacyFileNames"),
            (id::DELETE_OUT_OF_RANGE_LOGS, "DeleteOutOfRangeLogs"),
            (id::RECOVERY_CURRENT_LOGFILE, "RecoveryCurrentLogfile"),
            (id::ENABLE_SHRINK_DATABASE, "EnableShrinkDatabase"),
            (id::RECORD_SIZE_MOST, "RecordSizeMost"),
            (id::MAX_TEMPORARY_TABLES, "MaxTemporaryTables"),
            (id::CHECKPOINT_DEPTH_MAX, "CheckpointDepthMax"),
        ] {
            assert_eq!(definition(id).map(|d| d.name), Some(name));
        }
    }

    #[test]
    fn ranges_and_times_are_kept() {
        let mut p = Parameters::default();
        let early = Circumstances::default();
        let mode = Circumstances { mode_is_set: true, ..early };
        let late = Circumstances { mode_is_set: true, of_instance: true, initialised: true };
        assert_eq!(set(&mut p, id::LOG_FILE_SIZE, early, 63, None), Err(ErrorCode::InvalidParameter));
        assert_eq!(set(&mut p, id::LOG_FILE_SIZE, early, 32769, None), Err(ErrorCode::InvalidParameter));
        assert_eq!(set(&mut p, id::LOG_FILE_SIZE, late, 64, None), Err(ErrorCode::AlreadyInitialized));
        assert_eq!(set(&mut p, id::LOG_FILE_SIZE, late, 5120, None), Ok(()), "no change is no offence");
        assert_eq!(set(&mut p, id::DATABASE_PAGE_SIZE, mode, 8192, None), Err(ErrorCode::AlreadyInitialized));
        assert_eq!(set(&mut p, id::DATABASE_PAGE_SIZE, early, 12288, None), Err(ErrorCode::InvalidParameter));
        assert_eq!(set(&mut p, id::DATABASE_PAGE_SIZE, early, 32768, None), Ok(()));
        assert_eq!(p.number(id::LV_CHUNK_SIZE_MOST), 8150);
        assert_eq!(set(&mut p, id::CIRCULAR_LOG, early, 7, None), Ok(()));
        assert_eq!(p.number(id::CIRCULAR_LOG), 1);
        assert_eq!(set(&mut p, id::BASE_NAME, late, 0, Some("abc")), Err(ErrorCode::AlreadyInitialized));
        assert_eq!(set(&mut p, id::BASE_NAME, early, 0, Some("abcd")), Err(ErrorCode::InvalidParameter));
        assert_eq!(set(&mut p, id::ENGINE_FORMAT_VERSION, early, 1, None).unwrap_err() as i32, -619);
        assert_eq!(set(&mut p, id::ENGINE_FORMAT_VERSION, early, 99_999, None).unwrap_err() as i32, -620);
        assert_eq!(set(&mut p, id::ENABLE_SHRINK_DATABASE, early, 2, None), Err(ErrorCode::InvalidGrbit));
        assert_eq!(set(&mut p, id::COMMIT_DEFAULT, early, 0x100, None), Err(ErrorCode::InvalidParameter));
    }

    #[test]
    fn folders_become_complete_and_files_may_stay_bare() {
        let mut p = Parameters::default();
        let c = Circumstances::default();
        assert_eq!(set(&mut p, id::SYSTEM_PATH, c, 0, Some("a/b")), Ok(()));
        let folder = p.text(id::SYSTEM_PATH);
        assert!(std::path::Path::new(&folder).is_absolute() && ends_with_separator(&folder));
        assert_eq!(set(&mut p, id::SYSTEM_PATH, c, 0, Some("a/b\\")), Ok(()));
        assert_eq!(Path::new(&p.text(id::SYSTEM_PATH)), Path::new(&folder), "Windows' separator, wherever we are");
        assert_eq!(set(&mut p, id::TEMP_PATH, c, 0, Some("t.edb")), Ok(()));
        assert_eq!(p.text(id::TEMP_PATH), "t.edb");
        assert_eq!(set(&mut p, id::TEMP_PATH, c, 0, Some("x/t.edb")), Ok(()));
        assert!(std::path::Path::new(&p.text(id::TEMP_PATH)).is_absolute());
        assert_eq!(set(&mut p, id::LOG_FILE_PATH, c, 0, Some("")), Ok(()), "the current directory");
        let long = format!("/{}", "x/".repeat(200));
        let answer = set(&mut p, id::LOG_FILE_PATH, c, 0, Some(&long));
        assert_eq!(answer, if cfg!(windows) { Err(ErrorCode::InvalidParameter) } else { Ok(()) });
    }

    #[test]
    fn the_small_configuration_brings_its_defaults() {
        let mut p = Parameters::default();
        let c = Circumstances::default();
        assert_eq!(set(&mut p, id::LOG_FILE_SIZE, c, 1024, None), Ok(()));
        assert_eq!(set(&mut p, id::CONFIGURATION, c, 0, None), Ok(()));
        assert_eq!(p.number(id::LOG_FILE_SIZE), 64);
        assert!(!p.is_written(id::LOG_FILE_SIZE));
        assert_eq!(set(&mut p, id::CONFIGURATION, c, 1, None), Ok(()));
        assert_eq!(p.number(id::LOG_FILE_SIZE), 5120);
        assert_eq!(set(&mut p, id::CONFIGURATION, c, 0x1000, None), Err(ErrorCode::InvalidParameter));
    }
}

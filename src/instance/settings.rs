//! From parameters to what recovery wants to know.

use std::ffi::OsString;
use std::path::PathBuf;

use super::parameters::{Circumstances, Parameters, complete_path, definition, ends_with_separator, id};
use super::registry::Process;
use crate::error::Result;
use crate::fail;
use crate::recovery::request::{MapEntry, Settings};

const DEFAULT_TEMPORARY_DATABASE: &str = "tmp.edb";

/// Makes an instance's paths complete, as its initialisation does: relative ones count from the current directory,
/// a temporary database without a folder goes to the system path.
///
/// Errors: InvalidParameter for a temporary path that becomes too long.
pub fn resolve_paths(parameters: &mut Parameters) -> Result<()> {
    // A path that cannot be completed stays relative.
    for parameter in [id::SYSTEM_PATH, id::LOG_FILE_PATH] {
        let path = parameters.text(parameter);
        let _ = set_text(parameters, parameter, path);
    }
    let mut temporary = PathBuf::from(parameters.text(id::TEMP_PATH));
    if temporary.is_relative() {
        temporary = PathBuf::from(parameters.text(id::SYSTEM_PATH)).join(temporary);
    }
    if ends_with_separator(temporary.as_os_str()) {
        temporary.push(DEFAULT_TEMPORARY_DATABASE);
    }
    set_text(parameters, id::TEMP_PATH, temporary.into_os_string())
}

/// Sets one of an instance's texts.
pub fn set_text(parameters: &mut Parameters, parameter: u32, text: OsString) -> Result<()> {
    let Some(row) = definition(parameter) else { fail!(InternalError, "there is no parameter {parameter}") };
    let circumstances = Circumstances { mode_is_set: true, of_instance: true, initialised: false };
    parameters.set(row, circumstances, 0, Some(&text))
}

/// The parameters that change what this library does. All others are kept and given back, and change nothing.
pub const HEEDED: &[u32] = &[
    id::SYSTEM_PATH,
    id::TEMP_PATH,
    id::LOG_FILE_PATH,
    id::BASE_NAME,
    id::EVENT_SOURCE,
    id::MAX_TEMPORARY_TABLES,
    id::LOG_FILE_SIZE,
    id::CIRCULAR_LOG,
    id::CACHE_SIZE_MAX,
    id::CHECKPOINT_DEPTH_MAX,
    id::RECOVERY,
    id::DELETE_OUT_OF_RANGE_LOGS,
    id::DATABASE_PAGE_SIZE,
    id::ERROR_TO_STRING,
    id::CLEANUP_MISMATCHED_LOG_FILES,
    id::RECOVERY_CURRENT_LOGFILE,
    id::CREATE_PATH_IF_NOT_EXIST,
    id::MAX_INSTANCES,
    id::ALTERNATE_DATABASE_RECOVERY_PATH,
    id::CONFIGURATION,
    id::ENABLE_ADVANCED,
    id::KEY_MOST,
    id::LEGACY_FILE_NAMES,
    id::ENGINE_FORMAT_VERSION,
    id::RECORD_SIZE_MOST,
];

/// What the parameters of an instance and of the process say.
pub fn settings(process: &mut Process, parameters: &Parameters, name: Option<OsString>) -> Settings {
    let globals = process.globals();
    let path = |id| PathBuf::from(parameters.text(id));
    let alternate = parameters.text(id::ALTERNATE_DATABASE_RECOVERY_PATH);
    Settings {
        instance_name: name,
        base_name: parameters.text(id::BASE_NAME).to_string_lossy().into_owned(),
        log_path: path(id::LOG_FILE_PATH),
        system_path: path(id::SYSTEM_PATH),
        temp_path: folder_of(path(id::TEMP_PATH)),
        page_size: narrow(globals.number(id::DATABASE_PAGE_SIZE)),
        page_size_set: globals.is_written(id::DATABASE_PAGE_SIZE),
        log_file_size: parameters.is_written(id::LOG_FILE_SIZE).then(|| narrow(parameters.number(id::LOG_FILE_SIZE))),
        legacy_file_names: narrow(parameters.number(id::LEGACY_FILE_NAMES)),
        circular: parameters.flag(id::CIRCULAR_LOG),
        recovery: is_recovery_on(parameters),
        cache_size_max: globals.number(id::CACHE_SIZE_MAX),
        threads: 0,
        checkpoint_depth_max: parameters.number(id::CHECKPOINT_DEPTH_MAX),
        delete_out_of_range_logs: parameters.flag(id::DELETE_OUT_OF_RANGE_LOGS),
        cleanup_mismatched_logs: parameters.flag(id::CLEANUP_MISMATCHED_LOG_FILES),
        create_path_if_not_exist: parameters.flag(id::CREATE_PATH_IF_NOT_EXIST),
        alternate_database_path: (!alternate.is_empty()).then(|| PathBuf::from(alternate)),
        engine_format_version: narrow(parameters.number(id::ENGINE_FORMAT_VERSION)),
        event_source: parameters.text(id::EVENT_SOURCE).to_string_lossy().into_owned(),
    }
}

/// The folder that a file lies in; a folder stays itself.
fn folder_of(path: PathBuf) -> PathBuf {
    match path.parent() {
        Some(parent) if !ends_with_separator(path.as_os_str()) => parent.join(""),
        _ => path,
    }
}

/// The map with its new paths complete, so that the logs that recovery writes know where the databases are.
pub fn complete_map(map: Vec<MapEntry>) -> Result<Vec<MapEntry>> {
    let complete = |entry: MapEntry| {
        let new_path = match entry.new_path {
            Some(path) if !path.as_os_str().is_empty() => Some(complete_path(path.as_os_str())?.into()),
            other => other,
        };
        Ok(MapEntry { new_path, ..entry })
    };
    map.into_iter().map(complete).collect()
}

/// JET_paramRecovery is "on" or "repair", in any case; everything else means a life without logs.
pub fn is_recovery_on(parameters: &Parameters) -> bool {
    let text = parameters.text(id::RECOVERY);
    text.eq_ignore_ascii_case("on") || text.eq_ignore_ascii_case("repair")
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

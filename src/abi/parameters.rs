//! JetSetSystemParameter and JetGetSystemParameter.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference.

use std::ffi::OsString;

use super::guard::guard;
use super::status::in_callback;
use super::text::{Character, read, write};
use super::types::*;
use crate::error::Result;
use crate::error::codes::{ERRORS, WARNINGS};
use crate::fail;
use crate::instance::lifecycle::get_parameter;
use crate::instance::parameters::{Value, id};
use crate::instance::process;

/// JET_UNICODEINDEX of a database that was never told otherwise: en-US; ignore case, kana type and width.
const UNICODE_INDEX_DEFAULT: JET_UNICODEINDEX = JET_UNICODEINDEX { lcid: 0x409, dwMapFlags: 0x3_0401 };

/// # Safety
/// `instance` is null or points to a handle; `text` is null or ends with 0.
unsafe fn set<C: Character>(
    instance: *mut JET_INSTANCE,
    session: JET_SESID,
    parameter: u32,
    number: JET_API_PTR,
    text: *const C,
) -> Result<JET_ERR> {
    // SAFETY: see above.
    let (text, handle) = unsafe { (read(text), instance.as_ref().copied()) };
    process().set_parameter(handle, session, parameter, number, text.as_deref(), in_callback())?;
    Ok(0)
}

/// # Safety
/// `number` is null or points to a JET_API_PTR (for JET_paramUnicodeIndexDefault, to `bytes` bytes); `text` is null
/// or has room for `bytes` bytes.
unsafe fn get<C: Character>(
    instance: JET_INSTANCE,
    session: JET_SESID,
    parameter: u32,
    number: *mut JET_API_PTR,
    text: *mut C,
    bytes: u32,
) -> Result<JET_ERR> {
    let value = match parameter {
        id::ERROR_TO_STRING => {
            if number.is_null() {
                fail!(InvalidParameter, "JET_paramErrorToString needs a place with the error");
            }
            // SAFETY: an error is 32 bits wide, whatever the place is.
            Value::Text(error_to_string(unsafe { number.cast::<JET_ERR>().read_unaligned() }))
        }
        id::UNICODE_INDEX_DEFAULT => {
            if number.is_null() {
                fail!(InvalidParameter, "JET_paramUnicodeIndexDefault needs a place for the structure");
            }
            if (bytes as usize) < size_of::<JET_UNICODEINDEX>() {
                fail!(BufferTooSmall, "JET_UNICODEINDEX has {} bytes", size_of::<JET_UNICODEINDEX>());
            }
            // SAFETY: there is room for it, says the caller.
            unsafe { number.cast::<JET_UNICODEINDEX>().write_unaligned(UNICODE_INDEX_DEFAULT) };
            return Ok(0);
        }
        // JET_paramDBA...: nothing is given.
        121..=123 => return Ok(0),
        _ => get_parameter(instance, session, parameter, in_callback())?,
    };
    match value {
        // SAFETY: the buffer is as the caller says.
        Value::Text(t) => unsafe { write(&t, text, bytes) }?,
        Value::Number(_) if number.is_null() => fail!(InvalidParameter, "there is no place for the value"),
        // SAFETY: grbits are 32 bits wide here.
        Value::Number(n) if parameter == id::COMMIT_DEFAULT => unsafe {
            number.cast::<JET_GRBIT>().write_unaligned(u32::try_from(n).unwrap_or(0));
        },
        // SAFETY: the place is as the caller says.
        Value::Number(n) => unsafe { number.write_unaligned(n) },
    }
    Ok(0)
}

/// "JET_errOutOfMemory, There is not enough memory."
fn error_to_string(number: JET_ERR) -> OsString {
    // JET_wrnNyi is below zero, so both lists are asked.
    let error = ERRORS.iter().find(|e| e.0 as i32 == number).map(|e| (e.1, e.2));
    let warning = || WARNINGS.iter().find(|w| w.0 == number).map(|w| (w.1, w.2));
    let (name, text) = match number {
        0 => ("JET_errSuccess", "The call did what it was asked to do."),
        _ => error.or_else(warning).unwrap_or(("Unknown Error", "Unknown Error")),
    };
    format!("{name}, {text}").into()
}

/// Sets a system parameter of the process (`pinstance` null or pointing to no instance) or of an instance.
///
/// # Safety
/// `pinstance` is null or points to a handle; `szParam` is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetSetSystemParameterA(
    pinstance: *mut JET_INSTANCE,
    sesid: JET_SESID,
    paramid: u32,
    lParam: JET_API_PTR,
    szParam: JET_PCSTR,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetSetSystemParameterA", || unsafe { set(pinstance, sesid, paramid, lParam, szParam) })
}

/// Sets a system parameter of the process (`pinstance` null or pointing to no instance) or of an instance.
///
/// # Safety
/// `pinstance` is null or points to a handle; `szParam` is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetSetSystemParameterW(
    pinstance: *mut JET_INSTANCE,
    sesid: JET_SESID,
    paramid: u32,
    lParam: JET_API_PTR,
    szParam: JET_PCWSTR,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetSetSystemParameterW", || unsafe { set(pinstance, sesid, paramid, lParam, szParam) })
}

/// Reads a system parameter: numbers into `plParam`, texts into `szParam`, which has `cbMax` bytes.
///
/// # Safety
/// `plParam` and `szParam` are null or point to memory that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetSystemParameterA(
    instance: JET_INSTANCE,
    sesid: JET_SESID,
    paramid: u32,
    plParam: *mut JET_API_PTR,
    szParam: JET_PSTR,
    cbMax: u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetSystemParameterA", || unsafe { get(instance, sesid, paramid, plParam, szParam, cbMax) })
}

/// Reads a system parameter: numbers into `plParam`, texts into `szParam`, which has `cbMax` bytes.
///
/// # Safety
/// `plParam` and `szParam` are null or point to memory that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetSystemParameterW(
    instance: JET_INSTANCE,
    sesid: JET_SESID,
    paramid: u32,
    plParam: *mut JET_API_PTR,
    szParam: JET_PWSTR,
    cbMax: u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetSystemParameterW", || unsafe { get(instance, sesid, paramid, plParam, szParam, cbMax) })
}

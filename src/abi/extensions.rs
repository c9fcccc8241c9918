//! What this library adds to the API of the engine. Every name begins with `Esent`, so that none can be mistaken for
//! one of the engine's own.

use std::ffi::OsStr;

use super::guard::last_message;
use super::text::write;
use super::types::*;
use crate::error::Error;

/// EXTENSION, not part of the engine's API: the sentence that says why the last failing call on this thread failed:
/// which file, which generation, what was expected and what was found. "" when no call has failed.
///
/// Returns JET_errBufferTooSmall, with as much of the sentence as has room, and JET_errInvalidParameter for no
/// buffer. The sentence stays what it was.
///
/// # Safety
/// `szMessage` is null or has room for `cbMax` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentGetLastErrorMessageA(szMessage: JET_PSTR, cbMax: u32) -> JET_ERR {
    // SAFETY: the program vouches for its buffer.
    unsafe { write(OsStr::new(&last_message()), szMessage, cbMax) }.map_or_else(|e: Error| e.number(), |()| 0)
}

/// EXTENSION, not part of the engine's API: as EsentGetLastErrorMessageA, in UTF-16. `cbMax` counts bytes.
///
/// # Safety
/// `szMessage` is null or has room for `cbMax` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentGetLastErrorMessageW(szMessage: JET_PWSTR, cbMax: u32) -> JET_ERR {
    // SAFETY: the program vouches for its buffer.
    unsafe { write(OsStr::new(&last_message()), szMessage, cbMax) }.map_or_else(|e: Error| e.number(), |()| 0)
}

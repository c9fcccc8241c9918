//! Strings of C in and out. `A` strings are bytes and pass through unchanged where the system's paths are bytes;
//! `W` strings are UTF-16.

use std::ffi::{OsStr, OsString, c_char};

use super::types::JET_WCHAR;
use crate::error::Result;
use crate::fail;

/// A character of the `A` or of the `W` functions.
pub(super) trait Character: Copy + Default + PartialEq {
    /// Errors: InvalidParameter for UTF-16 with a surrogate that stands alone, where paths are bytes.
    fn decode(units: &[Self]) -> Result<OsString>;
    /// Errors: UnicodeTranslationFail for a text that is not Unicode.
    fn encode(text: &OsStr) -> Result<Vec<Self>>;
}

impl Character for c_char {
    fn decode(units: &[Self]) -> Result<OsString> {
        #[allow(clippy::unnecessary_cast)]
        let bytes: Vec<u8> = units.iter().map(|c| *c as u8).collect();
        #[cfg(unix)]
        return Ok(std::os::unix::ffi::OsStringExt::from_vec(bytes));
        #[cfg(not(unix))]
        return Ok(String::from_utf8(bytes)
            .unwrap_or_else(|e| e.into_bytes().iter().map(|b| char::from(*b)).collect())
            .into());
    }

    fn encode(text: &OsStr) -> Result<Vec<Self>> {
        #[allow(clippy::unnecessary_cast)]
        Ok(text.as_encoded_bytes().iter().map(|b| *b as Self).collect())
    }
}

impl Character for JET_WCHAR {
    fn decode(units: &[Self]) -> Result<OsString> {
        #[cfg(windows)]
        return Ok(std::os::windows::ffi::OsStringExt::from_wide(units));
        #[cfg(not(windows))]
        match String::from_utf16(units) {
            Ok(s) => Ok(s.into()),
            Err(_) => fail!(
                InvalidParameter,
                "\"{}\" has a surrogate that stands alone, which no path of this system can have",
                String::from_utf16_lossy(units)
            ),
        }
    }

    fn encode(text: &OsStr) -> Result<Vec<Self>> {
        #[cfg(windows)]
        return Ok(std::os::windows::ffi::OsStrExt::encode_wide(text).collect());
        #[cfg(not(windows))]
        match text.to_str() {
            Some(s) => Ok(s.encode_utf16().collect()),
            None => fail!(UnicodeTranslationFail, "\"{}\" is not Unicode", text.to_string_lossy()),
        }
    }
}

/// Reads a text of the caller; `None` for a null pointer.
///
/// # Safety
/// `text` is null or points to characters that end with 0.
pub(super) unsafe fn read<C: Character>(text: *const C) -> Result<Option<OsString>> {
    if text.is_null() {
        return Ok(None);
    }
    let mut length = 0;
    // SAFETY: the caller vouches for a 0 at the end, and this stops there.
    while unsafe { *text.add(length) } != C::default() {
        length += 1;
    }
    // SAFETY: as many characters have just been read.
    C::decode(unsafe { std::slice::from_raw_parts(text, length) }).map(Some)
}

/// Reads a text that stands in an array, up to its first 0 or its end.
pub(super) fn read_array<C: Character>(units: &[C]) -> Result<OsString> {
    C::decode(units.split(|c| *c == C::default()).next().unwrap_or_default())
}

/// Writes a text and its 0 into memory of the caller.
///
/// Errors: InvalidParameter for no memory; BufferTooSmall, with as much of the text as has room.
///
/// # Safety
/// `buffer` is null or points to `bytes` bytes that may be written.
pub(super) unsafe fn write<C: Character>(text: &OsStr, buffer: *mut C, bytes: u32) -> Result<()> {
    let room = bytes as usize / size_of::<C>();
    if buffer.is_null() || bytes == 0 {
        fail!(InvalidParameter, "there is no buffer for the text");
    }
    let units = C::encode(text)?;
    let fits = units.len().min(room.saturating_sub(1));
    if room > 0 {
        // SAFETY: `fits` + 1 characters have room in the buffer, which the caller vouches for.
        unsafe {
            std::ptr::copy_nonoverlapping(units.as_ptr(), buffer, fits);
            buffer.add(fits).write(C::default());
        }
    }
    if fits < units.len() || room == 0 {
        fail!(BufferTooSmall, "the text has {} characters, the buffer room for {room}", units.len() + 1);
    }
    Ok(())
}

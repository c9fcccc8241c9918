//! Strings of C in and out. `A` strings are bytes and pass through unchanged where the system's paths are bytes;
//! `W` strings are UTF-16.
//!
//! Where paths are bytes, every name has a form in UTF-16 and every text of UTF-16 names a file, so that no file is out
//! of reach of the `W` functions:
//!
//! | bytes                                                       | UTF-16                                     |
//! |-------------------------------------------------------------|--------------------------------------------|
//! | UTF-8                                                       | the same text                              |
//! | ED A0..BF xx, a surrogate written as UTF-8 would write it   | that surrogate, standing alone             |
//! | any other byte XX that is no UTF-8                          | U+DCXX, standing alone (as Python does it) |
//!
//! Bytes come back as they were. So does UTF-16, unless surrogates of U+DC80 to U+DCFF stand in it such that their bytes
//! together are UTF-8.

use std::ffi::{OsStr, OsString, c_char};

use super::types::JET_WCHAR;
use crate::error::Result;
use crate::fail;

/// A character of the `A` or of the `W` functions.
pub(super) trait Character: Copy + Default + PartialEq {
    fn decode(units: &[Self]) -> OsString;
    fn encode(text: &OsStr) -> Vec<Self>;
    /// A text that is compared with the names in logs: what is not Unicode shows as it does there.
    fn decode_logged(units: &[Self]) -> String;
}

impl Character for c_char {
    fn decode(units: &[Self]) -> OsString {
        #[allow(clippy::unnecessary_cast)]
        let bytes: Vec<u8> = units.iter().map(|c| *c as u8).collect();
        #[cfg(unix)]
        return std::os::unix::ffi::OsStringExt::from_vec(bytes);
        #[cfg(not(unix))]
        return String::from_utf8(bytes)
            .unwrap_or_else(|e| e.into_bytes().iter().map(|b| char::from(*b)).collect())
            .into();
    }

    fn encode(text: &OsStr) -> Vec<Self> {
        #[allow(clippy::unnecessary_cast)]
        text.as_encoded_bytes().iter().map(|b| *b as Self).collect()
    }

    fn decode_logged(units: &[Self]) -> String {
        Self::decode(units).to_string_lossy().into_owned()
    }
}

impl Character for JET_WCHAR {
    fn decode(units: &[Self]) -> OsString {
        #[cfg(windows)]
        return std::os::windows::ffi::OsStringExt::from_wide(units);
        #[cfg(not(windows))]
        return std::os::unix::ffi::OsStringExt::from_vec(bytes_of(units));
    }

    fn encode(text: &OsStr) -> Vec<Self> {
        #[cfg(windows)]
        return std::os::windows::ffi::OsStrExt::encode_wide(text).collect();
        #[cfg(not(windows))]
        return units_of(text.as_encoded_bytes());
    }

    fn decode_logged(units: &[Self]) -> String {
        String::from_utf16_lossy(units)
    }
}

/// Lone surrogates that stand for a byte.
#[cfg(not(windows))]
const BYTES: std::ops::RangeInclusive<u16> = 0xdc80..=0xdcff;

/// The bytes of a text in UTF-16; see the table above.
#[cfg(not(windows))]
fn bytes_of(units: &[u16]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(units.len());
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit.map_err(|lone| lone.unpaired_surrogate()) {
            Ok(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(lone) if BYTES.contains(&lone) => bytes.push((lone & 0xff) as u8),
            Err(lone) => bytes.extend(surrogate_bytes(lone)),
        }
    }
    bytes
}

/// A surrogate as UTF-8 would write it.
#[cfg(not(windows))]
fn surrogate_bytes(unit: u16) -> [u8; 3] {
    [0xed, 0x80 | (unit >> 6 & 0x3f) as u8, 0x80 | (unit & 0x3f) as u8]
}

/// The UTF-16 of a name in bytes; see the table above.
#[cfg(not(windows))]
fn units_of(bytes: &[u8]) -> Vec<u16> {
    fn escape(byte: u8) -> u16 {
        0xdc00 | u16::from(byte)
    }
    // Behind a high surrogate, a low one would make a pair with it, which is another text. So the high ones are written
    // byte by byte then: all of them, as their bytes are low ones, too.
    fn push_low(units: &mut Vec<u16>, low: u16) {
        let highs = units.iter().rev().take_while(|u| (0xd800..0xdc00).contains(*u)).count();
        let highs = units.split_off(units.len() - highs);
        units.extend(highs.into_iter().flat_map(surrogate_bytes).map(escape));
        units.push(low);
    }
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(e) => std::str::from_utf8(&rest[..e.valid_up_to()]).unwrap_or_default(),
        };
        units.extend(valid.encode_utf16());
        rest = &rest[valid.len()..];
        let surrogate = match *rest {
            [0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..] => {
                Some(0xd000 | u16::from(b & 0x3f) << 6 | u16::from(c & 0x3f)).filter(|u| !BYTES.contains(u))
            }
            _ => None,
        };
        match (surrogate, rest) {
            (Some(high @ ..0xdc00), _) => units.push(high),
            (Some(low), _) => push_low(&mut units, low),
            (None, [byte, ..]) => push_low(&mut units, escape(*byte)),
            (None, []) => {}
        }
        rest = rest.get(if surrogate.is_some() { 3 } else { 1 }..).unwrap_or_default();
    }
    units
}

/// Reads a text of the caller; `None` for a null pointer.
///
/// # Safety
/// `text` is null or points to characters that end with 0.
pub(super) unsafe fn read<C: Character>(text: *const C) -> Option<OsString> {
    // SAFETY: see above.
    unsafe { characters(text) }.map(C::decode)
}

/// Reads a text that is to be compared with the names in logs.
///
/// # Safety
/// As for [`read`].
pub(super) unsafe fn read_logged<C: Character>(text: *const C) -> Option<String> {
    // SAFETY: see above.
    unsafe { characters(text) }.map(C::decode_logged)
}

/// The characters before the 0.
///
/// # Safety
/// `text` is null or points to characters that end with 0, which stay as they are while the result is used.
unsafe fn characters<'a, C: Character>(text: *const C) -> Option<&'a [C]> {
    if text.is_null() {
        return None;
    }
    let mut length = 0;
    // SAFETY: the caller vouches for a 0 at the end, and this stops there.
    while unsafe { *text.add(length) } != C::default() {
        length += 1;
    }
    // SAFETY: as many characters have just been read.
    Some(unsafe { std::slice::from_raw_parts(text, length) })
}

/// Reads a text that stands in an array, up to its first 0 or its end.
pub(super) fn read_array<C: Character>(units: &[C]) -> OsString {
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
    let units = C::encode(text);
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

#[cfg(all(test, not(windows)))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_are_no_unicode_have_a_form_of_their_own() {
        for (bytes, units) in [
            (&b"a\xc3\xbc\xf0\x9f\x98\x80"[..], &[0x61, 0xfc, 0xd83d, 0xde00][..]),
            (b"\xff\xfe", &[0xdcff, 0xdcfe]),
            (b"a\xfc.edb", &[0x61, 0xdcfc, 0x2e, 0x65, 0x64, 0x62]),
            // A high surrogate, a low one, and both where they would be a pair.
            (b"\xed\xa0\x80x", &[0xd800, 0x78]),
            (b"\xed\xb0\x81", &[0xdc01]),
            (b"\xed\xa0\x80\xed\xb0\x81", &[0xdced, 0xdca0, 0xdc80, 0xdc01]),
            (b"\xed\xa0\x80\xff", &[0xdced, 0xdca0, 0xdc80, 0xdcff]),
            (b"\xed\xa0\x80\xed\xa0\x81\xff", &[0xdced, 0xdca0, 0xdc80, 0xdced, 0xdca0, 0xdc81, 0xdcff]),
            // A surrogate that stands for a byte is no name for itself.
            (b"\xed\xb2\x80", &[0xdced, 0xdcb2, 0xdc80]),
            // Cut off.
            (b"\xed\xa0", &[0xdced, 0xdca0]),
            (b"\xf0\x9f", &[0xdcf0, 0xdc9f]),
        ] {
            assert_eq!(units_of(bytes), units, "{bytes:x?}");
            assert_eq!(bytes_of(units), bytes, "{units:x?}");
        }
        // What only stands for bytes becomes what the bytes are.
        assert_eq!(bytes_of(&[0xdcc3, 0xdcbc]), "ü".as_bytes());
    }

    proptest! {
        #[test]
        fn every_name_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..12)) {
            prop_assert_eq!(bytes_of(&units_of(&bytes)), bytes);
        }

        #[test]
        fn every_name_of_surrogates_comes_back(
            parts in proptest::collection::vec(prop_oneof![
                Just(&b"\xed\xa0\x80"[..]), Just(&b"\xed\xb0\x80"[..]), Just(&b"\xed\xb2\x80"[..]),
                Just(&b"\xed\xa0"[..]), Just(&b"\xff"[..]), Just("😀".as_bytes()), Just(&b"a"[..]),
            ], 0..6),
        ) {
            let bytes = parts.concat();
            prop_assert_eq!(bytes_of(&units_of(&bytes)), bytes);
        }

        #[test]
        fn every_text_without_stand_ins_comes_back(
            units in proptest::collection::vec(prop_oneof![0xd7f0u16..0xdc80, 0xdd00u16..0xe010, 0x20u16..0x100], 0..12),
        ) {
            prop_assert_eq!(units_of(&bytes_of(&units)), units);
        }
    }
}

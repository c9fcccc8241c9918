//! JET_LOGINFO_A and JET_LOGINFO_W, which differ in the kind of character only.

use std::ffi::{OsStr, OsString, c_char};

use super::restore::check_size;
use super::text::{Character, read_array};
use super::types::{JET_LOGINFO_A, JET_LOGINFO_W, JET_WCHAR};
use crate::error::Result;

/// A range of generations and the base name of their logs.
#[repr(C)]
pub(super) struct LogInfo<C> {
    size: u32,
    low: u32,
    high: u32,
    base: [C; 4],
}

const _: () = assert!(size_of::<LogInfo<c_char>>() == size_of::<JET_LOGINFO_A>());
const _: () = assert!(size_of::<LogInfo<JET_WCHAR>>() == size_of::<JET_LOGINFO_W>());

impl<C: Character> LogInfo<C> {
    /// Errors: InvalidParameter for one that says another size.
    ///
    /// # Safety
    /// `info` is null or points to as many bytes as it says, and at least to those four that say it.
    pub(super) unsafe fn check(info: *const Self) -> Result<()> {
        if info.is_null() {
            return Ok(());
        }
        // SAFETY: only the size is looked at before it is known to be right.
        check_size::<Self>(unsafe { (&raw const (*info).size).read() })
    }

    /// Errors: InvalidParameter for none, and for one that says another size.
    ///
    /// # Safety
    /// As for [`check`](Self::check).
    pub(super) unsafe fn require<'a>(info: *const Self) -> Result<&'a Self> {
        // SAFETY: see above.
        unsafe { Self::check(info)? };
        // SAFETY: it has the size that it has to have.
        match unsafe { info.as_ref() } {
            Some(info) => Ok(info),
            None => crate::fail!(InvalidParameter, "the range of logs is not given"),
        }
    }

    pub(super) fn generations(&self) -> (u32, u32) {
        (self.low, self.high)
    }

    pub(super) fn base_name(&self) -> OsString {
        read_array(&self.base)
    }

    pub(super) fn set(&mut self, generations: (u32, u32), base_name: &OsStr) {
        (self.low, self.high) = generations;
        let units = C::encode(base_name);
        self.base = [C::default(); 4];
        for (to, from) in self.base.iter_mut().zip(units.iter().take(3)) {
            *to = *from;
        }
    }
}

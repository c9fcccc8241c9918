//! The files of an external backup: JetOpenFile, JetReadFile, JetCloseFile, for an instance or for the one instance.
//!
//! Source of the facts: `ese/jetapi.cxx`, `ese/backup.cxx` of the reference.

use std::ffi::c_void;
use std::path::{Path, PathBuf};

use super::constants::errors::JET_wrnNyi;
use super::guard::guard;
use super::text::{Character, read};
use super::types::*;
use crate::error::Result;
use crate::fail;
use crate::instance::registry::Handle;
use crate::instance::sessions::{one_instance, with_live};

/// The memory that a program reads a file into begins at a page of memory.
const ALIGNMENT: usize = 4096;

/// # Safety
/// The texts are null or end with 0; the pointers are null or may be written.
unsafe fn open<C: Character>(
    instance: Handle,
    name: *const C,
    offset: u64,
    handle: *mut JET_HANDLE,
    size: (*mut u32, *mut u32),
) -> Result<JET_ERR> {
    // SAFETY: see above.
    let (name, handle, low, high) =
        unsafe { (read(name).unwrap_or_default(), handle.as_mut(), size.0.as_mut(), size.1.as_mut()) };
    let (Some(handle), Some(low), Some(high)) = (handle, low, high) else {
        fail!(InvalidParameter, "there is no place for the handle or the size")
    };
    let path = if name.is_empty() { PathBuf::new() } else { std::path::absolute(Path::new(&name)).unwrap_or_default() };
    let opened = with_live(instance, |mut live| live.open_backup_file(&path, offset))?;
    *handle = opened.handle;
    *low = opened.length as u32;
    *high = (opened.length >> 32) as u32;
    Ok(0)
}

/// # Safety
/// `buffer` is null or has room for `bytes` bytes; `actual` is null or may be written.
unsafe fn read_file(
    instance: Handle,
    file: JET_HANDLE,
    buffer: *mut c_void,
    bytes: u32,
    actual: *mut u32,
) -> Result<JET_ERR> {
    let read = with_live(instance, |mut live| {
        if buffer.is_null() || !buffer.addr().is_multiple_of(ALIGNMENT) {
            // A call without a backup is told so first.
            live.read_backup_file(file, &mut [])?;
            fail!(InvalidParameter, "the buffer has to begin at a multiple of {ALIGNMENT}");
        }
        // SAFETY: the caller vouches for the buffer, which nobody else uses meanwhile.
        let buffer = unsafe { std::slice::from_raw_parts_mut(buffer.cast::<u8>(), bytes as usize) };
        live.read_backup_file(file, buffer)
    })?;
    // SAFETY: see above.
    if let Some(actual) = unsafe { actual.as_mut() } {
        *actual = read as u32;
    }
    Ok(0)
}

/// Opens a database or a log of the backup.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileInstanceA(
    instance: JET_INSTANCE,
    szFileName: JET_PCSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileInstanceA", || unsafe {
        open(instance, szFileName, 0, phfFile, (pulFileSizeLow, pulFileSizeHigh))
    })
}

/// Opens a database or a log of the backup, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileA(
    szFileName: JET_PCSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileA", || unsafe {
        open(one_instance()?, szFileName, 0, phfFile, (pulFileSizeLow, pulFileSizeHigh))
    })
}

/// Opens a database or a log of the backup.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileInstanceW(
    instance: JET_INSTANCE,
    szFileName: JET_PCWSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileInstanceW", || unsafe {
        open(instance, szFileName, 0, phfFile, (pulFileSizeLow, pulFileSizeHigh))
    })
}

/// Opens a database or a log of the backup, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileW(
    szFileName: JET_PCWSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileW", || unsafe {
        open(one_instance()?, szFileName, 0, phfFile, (pulFileSizeLow, pulFileSizeHigh))
    })
}

/// Reads on in a file of the backup; 0 bytes at its end. The buffer begins at a multiple of 4096 and has whole pages.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetReadFileInstance(
    instance: JET_INSTANCE,
    hfFile: JET_HANDLE,
    pv: *mut c_void,
    cb: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetReadFileInstance", || unsafe { read_file(instance, hfFile, pv, cb, pcbActual) })
}

/// Reads on in a file of the backup; 0 bytes at its end. The buffer begins at a multiple of 4096 and has whole pages, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetReadFile(
    hfFile: JET_HANDLE,
    pv: *mut c_void,
    cb: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetReadFile", || unsafe { read_file(one_instance()?, hfFile, pv, cb, pcbActual) })
}

/// Closes a file of the backup.
#[unsafe(no_mangle)]
pub extern "system" fn JetCloseFileInstance(instance: JET_INSTANCE, hfFile: JET_HANDLE) -> JET_ERR {
    guard("JetCloseFileInstance", || with_live(instance, |mut live| live.close_backup_file(hfFile)).map(|()| 0))
}

/// Closes a file of the backup, for the one instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetCloseFile(hfFile: JET_HANDLE) -> JET_ERR {
    guard("JetCloseFile", || with_live(one_instance()?, |mut live| live.close_backup_file(hfFile)).map(|()| 0))
}

/// Opens a database or a log of the backup, to be read from an offset on. For more than one section there is
/// JET_wrnNyi, as in the reference.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileSectionInstanceA(
    instance: JET_INSTANCE,
    szFile: JET_PSTR,
    phFile: *mut JET_HANDLE,
    iSection: i32,
    cSections: i32,
    ibRead: u64,
    pulSectionSizeLow: *mut u32,
    plSectionSizeHigh: *mut i32,
) -> JET_ERR {
    let _ = iSection;
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileSectionInstanceA", || unsafe {
        if cSections > 1 {
            return Ok(JET_wrnNyi);
        }
        open(instance, szFile, ibRead, phFile, (pulSectionSizeLow, plSectionSizeHigh.cast()))
    })
}

/// Opens a database or a log of the backup, to be read from an offset on. For more than one section there is
/// JET_wrnNyi, as in the reference.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileSectionInstanceW(
    instance: JET_INSTANCE,
    szFile: JET_PWSTR,
    phFile: *mut JET_HANDLE,
    iSection: i32,
    cSections: i32,
    ibRead: u64,
    pulSectionSizeLow: *mut u32,
    plSectionSizeHigh: *mut i32,
) -> JET_ERR {
    let _ = iSection;
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileSectionInstanceW", || unsafe {
        if cSections > 1 {
            return Ok(JET_wrnNyi);
        }
        open(instance, szFile, ibRead, phFile, (pulSectionSizeLow, plSectionSizeHigh.cast()))
    })
}

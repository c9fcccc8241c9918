//! JetGetInstanceInfo, JetFreeBuffer and JetGetErrorInfo: what the process and an error number are.
//!
//! Source of the facts: `ese/io.cxx` (ErrIsamGetInstanceInfo), `ese/jetapi.cxx` of the reference.

use std::ffi::{c_char, c_void};
use std::path::Path;

use super::guard::guard;
use super::options;
use super::text::Character;
use super::types::*;
use crate::error::Result;
use crate::error::category::{self, Category};
use crate::fail;
use crate::instance::lifecycle::{self, InstanceView};

/// JET_ErrorInfoSpecificErr.
const SPECIFIC_ERROR: u32 = 1;

/// JET_INSTANCE_INFO_A and JET_INSTANCE_INFO_W, which differ in the kind of character only.
#[repr(C)]
struct InstanceInfo<C> {
    handle: JET_INSTANCE,
    name: *mut C,
    database_count: JET_API_PTR,
    file_names: *mut *mut C,
    display_names: *mut *mut C,
    streaming_names: *mut *mut C,
}

/// Lays everything out in one piece of memory, so that JetFreeBuffer gives all of it back: the structures, the
/// arrays of pointers, the texts.
struct Layout<C> {
    infos: usize,
    pointers: usize,
    texts: Vec<C>,
}

/// The texts of an instance.
struct Texts<C> {
    name: Option<Vec<C>>,
    files: Vec<Vec<C>>,
}

/// A buffer of the program: allocated with malloc, freed with JetFreeBuffer.
fn allocate(bytes: usize) -> Result<*mut c_void> {
    // SAFETY: calloc may be called with any size.
    let memory = unsafe { libc::calloc(bytes.max(1), 1) };
    if memory.is_null() {
        fail!(OutOfMemory, "{bytes} bytes are not to be had");
    }
    Ok(memory)
}

/// # Safety
/// Both pointers are null or may be written.
unsafe fn instance_info<C: Character>(count: *mut u32, infos: *mut *mut InstanceInfo<C>) -> Result<JET_ERR> {
    if count.is_null() || infos.is_null() {
        fail!(InvalidParameter, "there is no place for the instances");
    }
    let instances = lifecycle::instances();
    if instances.is_empty() {
        // SAFETY: see above.
        unsafe {
            count.write(0);
            infos.write(std::ptr::null_mut());
        }
        return Ok(0);
    }
    let mut layout = Layout { infos: instances.len(), pointers: 0, texts: Vec::new() };
    let texts = |i: &InstanceView| {
        let name = i.name.as_ref().map(|n| C::encode(n));
        let files = i.databases.iter().map(|d: &std::path::PathBuf| C::encode(Path::as_os_str(d)));
        Texts { name, files: files.collect() }
    };
    let texts: Vec<_> = instances.iter().map(texts).collect();
    for Texts { name, files } in &texts {
        layout.pointers += 3 * files.len();
        for text in name.iter().chain(files) {
            layout.texts.extend_from_slice(text);
            layout.texts.push(C::default());
        }
    }
    let info_bytes = layout.infos * size_of::<InstanceInfo<C>>();
    let pointer_bytes = layout.pointers * size_of::<*mut C>();
    let memory = allocate(info_bytes + pointer_bytes + size_of_val(layout.texts.as_slice()))?;
    let info = memory.cast::<InstanceInfo<C>>();
    // SAFETY: the three parts lie one behind the other in the memory just allocated, in the order of their
    // alignment, and the loops below count what was counted for the size.
    unsafe {
        let mut pointer = memory.cast::<u8>().add(info_bytes).cast::<*mut C>();
        let mut text = memory.cast::<u8>().add(info_bytes + pointer_bytes).cast::<C>();
        std::ptr::copy_nonoverlapping(layout.texts.as_ptr(), text, layout.texts.len());
        for (index, (instance, Texts { name, files })) in instances.iter().zip(&texts).enumerate() {
            let mut next = |length: usize| {
                let start = text;
                text = text.add(length + 1);
                start
            };
            let name = name.as_ref().map_or(std::ptr::null_mut(), |n| next(n.len()));
            let none = files.is_empty();
            info.add(index).write(InstanceInfo {
                handle: instance.handle,
                name,
                database_count: files.len(),
                file_names: if none { std::ptr::null_mut() } else { pointer },
                display_names: if none { std::ptr::null_mut() } else { pointer.add(files.len()) },
                streaming_names: std::ptr::null_mut(),
            });
            for (i, file) in files.iter().enumerate() {
                pointer.add(i).write(next(file.len()));
            }
            pointer = pointer.add(3 * files.len());
        }
        count.write(u32::try_from(layout.infos).unwrap_or(u32::MAX));
        infos.write(info);
    }
    Ok(0)
}

/// The instances of the process and their databases. The memory goes back through JetFreeBuffer.
///
/// # Safety
/// Both pointers are null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetInstanceInfoA(
    pcInstanceInfo: *mut u32,
    paInstanceInfo: *mut *mut JET_INSTANCE_INFO_A,
) -> JET_ERR {
    let infos = paInstanceInfo.cast::<*mut InstanceInfo<c_char>>();
    // SAFETY: the program vouches for its pointers.
    guard("JetGetInstanceInfoA", || unsafe { instance_info(pcInstanceInfo, infos) })
}

/// The instances of the process and their databases. The memory goes back through JetFreeBuffer.
///
/// # Safety
/// Both pointers are null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetInstanceInfoW(
    pcInstanceInfo: *mut u32,
    paInstanceInfo: *mut *mut JET_INSTANCE_INFO_W,
) -> JET_ERR {
    let infos = paInstanceInfo.cast::<*mut InstanceInfo<JET_WCHAR>>();
    // SAFETY: the program vouches for its pointers.
    guard("JetGetInstanceInfoW", || unsafe { instance_info(pcInstanceInfo, infos) })
}

/// Gives back memory that this library allocated for the program. Null is allowed.
///
/// # Safety
/// `pbBuf` is null or came from JetGetInstanceInfo and was not given back before.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetFreeBuffer(pbBuf: *mut c_char) -> JET_ERR {
    // SAFETY: the memory came from `allocate`, says the program.
    guard("JetFreeBuffer", || unsafe {
        libc::free(pbBuf.cast());
        Ok(0)
    })
}

/// What kind of error a number is: `InfoLevel` JET_ErrorInfoSpecificErr, `pvContext` the JET_ERR, `pvResult` a
/// JET_ERRINFOBASIC_W.
///
/// # Safety
/// `pvContext` is null or points to a JET_ERR; `pvResult` is null or has room for `cbMax` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetErrorInfoW(
    pvContext: *mut c_void,
    pvResult: *mut c_void,
    cbMax: u32,
    InfoLevel: u32,
    grbit: JET_GRBIT,
) -> JET_ERR {
    guard("JetGetErrorInfoW", || {
        options::ERROR_INFO.check(grbit)?;
        if InfoLevel != SPECIFIC_ERROR || pvContext.is_null() {
            fail!(InvalidParameter, "level {InfoLevel} is not known, or no error is given");
        }
        if (cbMax as usize) < size_of::<JET_ERRINFOBASIC_W>() {
            fail!(InvalidBufferSize, "JET_ERRINFOBASIC_W has {} bytes", size_of::<JET_ERRINFOBASIC_W>());
        }
        if pvResult.is_null() {
            fail!(InvalidParameter, "there is no place for the answer");
        }
        // SAFETY: it points to an error, says the program.
        let number = unsafe { pvContext.cast::<JET_ERR>().read_unaligned() };
        let Some(category) = category::of(number) else {
            fail!(InvalidParameter, "{number} belongs to no category of errors")
        };
        // SAFETY: there is room for the structure; all of it is plain numbers, for which 0 is a value.
        unsafe {
            let info = pvResult.cast::<JET_ERRINFOBASIC_W>();
            info.write_unaligned(JET_ERRINFOBASIC_W {
                cbStruct: u32::try_from(size_of::<JET_ERRINFOBASIC_W>()).unwrap_or(0),
                errValue: number,
                errcatMostSpecific: category as JET_ERRCAT,
                rgCategoricalHierarchy: Category::hierarchy(category),
                lSourceLine: 0,
                rgszSourceFile: [0; 64],
            });
        }
        Ok(0)
    })
}

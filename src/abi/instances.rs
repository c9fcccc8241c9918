//! JetCreateInstance, JetInit, JetTerm, JetEnableMultiInstance: the life of an instance.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference.

use super::guard::guard;
use super::options;
use super::restore::{MapLine, check_size, read_entry, read_map};
use super::status::Callback;
use super::text::{Character, read};
use super::types::*;
use crate::error::Result;
use crate::fail;
use crate::format::primitives::{Lgpos, Logtime};
use crate::instance::lifecycle::{self, InitRequest, Setting};
use crate::instance::registry::{HANDLE_NIL, Handle};
use crate::recovery::request::{MapEntry, StatusEvent};

/// JET_bitReplayMissingMapEntryDB, which JetInit2 adds.
const REPLAY_MISSING_MAP_ENTRY: JET_GRBIT = 0x20;
/// JET_bitTermAbrupt, which JetTerm means.
const TERM_ABRUPT: JET_GRBIT = 0x2;

/// # Safety
/// `instance` is null or may be written; the names are null or end with 0.
unsafe fn create<C: Character>(instance: *mut JET_INSTANCE, name: *const C, display: *const C) -> Result<JET_ERR> {
    // SAFETY: see above.
    let (name, display) = unsafe { (read(name), read(display)) };
    // SAFETY: see above.
    let Some(instance) = (unsafe { instance.as_mut() }) else {
        fail!(InvalidParameter, "there is no place for the instance")
    };
    *instance = HANDLE_NIL;
    *instance = lifecycle::create(name.as_deref(), display.as_deref())?;
    Ok(0)
}

/// Makes an instance, whose parameters can then be set.
///
/// # Safety
/// `pinstance` is null or may be written; the name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetCreateInstanceA(pinstance: *mut JET_INSTANCE, szInstanceName: JET_PCSTR) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetCreateInstanceA", || unsafe { create(pinstance, szInstanceName, std::ptr::null()) })
}

/// Makes an instance, whose parameters can then be set.
///
/// # Safety
/// `pinstance` is null or may be written; the name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetCreateInstanceW(pinstance: *mut JET_INSTANCE, szInstanceName: JET_PCWSTR) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetCreateInstanceW", || unsafe { create(pinstance, szInstanceName, std::ptr::null()) })
}

/// Makes an instance with a name to show. There are no options.
///
/// # Safety
/// `pinstance` is null or may be written; the names are null or end with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetCreateInstance2A(
    pinstance: *mut JET_INSTANCE,
    szInstanceName: JET_PCSTR,
    szDisplayName: JET_PCSTR,
    grbit: JET_GRBIT,
) -> JET_ERR {
    guard("JetCreateInstance2A", || {
        options::CREATE.check(grbit)?;
        // SAFETY: the program vouches for its pointers.
        unsafe { create(pinstance, szInstanceName, szDisplayName) }
    })
}

/// Makes an instance with a name to show. There are no options.
///
/// # Safety
/// `pinstance` is null or may be written; the names are null or end with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetCreateInstance2W(
    pinstance: *mut JET_INSTANCE,
    szInstanceName: JET_PCWSTR,
    szDisplayName: JET_PCWSTR,
    grbit: JET_GRBIT,
) -> JET_ERR {
    guard("JetCreateInstance2W", || {
        options::CREATE.check(grbit)?;
        // SAFETY: the program vouches for its pointers.
        unsafe { create(pinstance, szInstanceName, szDisplayName) }
    })
}

/// What a JET_RSTINFO says, in Rust.
#[derive(Default)]
struct Info {
    map: Option<Vec<MapEntry>>,
    stop: Option<Lgpos>,
    stop_time: Logtime,
    callback: Option<Callback>,
}

impl Info {
    fn stop_at(mut self, position: JET_LGPOS, time: JET_LOGTIME) -> Self {
        let position = Lgpos::new(position.lGeneration as u32, position.isec, position.ib);
        self.stop = position.is_set().then_some(position);
        let t = time;
        self.stop_time = Logtime([t.bSeconds, t.bMinutes, t.bHours, t.bDay, t.bMonth, t.bYear, t.bFiller1, t.bFiller2]);
        self
    }
}

/// JET_RSTMAP2_A and JET_RSTMAP2_W, which differ in the kind of character only.
#[repr(C)]
struct MapLine2<C> {
    size: u32,
    old_name: *const C,
    new_path: *const C,
    parameters: *const JET_SETDBPARAM,
    parameter_count: u32,
    grbit: JET_GRBIT,
}

/// # Safety
/// `map` is null or points to `count` lines with texts that are null or end with 0.
unsafe fn read_map2<C: Character>(map: *const MapLine2<C>, count: i32) -> Result<Option<Vec<MapEntry>>> {
    if map.is_null() != (count == 0) {
        fail!(InvalidParameter, "the map and its count ({count}) do not belong together");
    }
    let Ok(count) = usize::try_from(count) else { fail!(InvalidParameter, "the map has {count} lines") };
    if map.is_null() {
        return Ok(None);
    }
    // SAFETY: see above.
    let lines = unsafe { std::slice::from_raw_parts(map, count) };
    let entry = |line: &MapLine2<C>| {
        check_size::<MapLine2<C>>(line.size)?;
        // SAFETY: see above.
        Ok(unsafe { read_entry(line.old_name, line.new_path, line.grbit) })
    };
    lines.iter().map(entry).collect::<Result<_>>().map(Some)
}

/// # Safety
/// `info` is null or points to the structure, whose map is as it says.
unsafe fn info_a(info: *const JET_RSTINFO_A) -> Result<Info> {
    if info.is_null() {
        return Ok(Info::default());
    }
    // SAFETY: only the size is looked at before it is known to be right.
    unsafe {
        check_size::<JET_RSTINFO_A>((*info).cbStruct)?;
        let info = &*info;
        let map = read_map::<std::ffi::c_char>(info.rgrstmap.cast_const().cast::<MapLine<_>>(), info.crstmap)?;
        let callback = Some(Callback::Status(info.pfnStatus));
        Ok(Info { map, callback, ..Info::default() }.stop_at(info.lgposStop, info.logtimeStop))
    }
}

/// # Safety
/// `info` is null or points to the structure, whose map is as it says.
unsafe fn info_w(info: *const JET_RSTINFO_W) -> Result<Info> {
    if info.is_null() {
        return Ok(Info::default());
    }
    // SAFETY: only the size is looked at before it is known to be right.
    unsafe {
        check_size::<JET_RSTINFO_W>((*info).cbStruct)?;
        let info = &*info;
        let map = read_map::<JET_WCHAR>(info.rgrstmap.cast_const().cast::<MapLine<_>>(), info.crstmap)?;
        let callback = Some(Callback::Status(info.pfnStatus));
        Ok(Info { map, callback, ..Info::default() }.stop_at(info.lgposStop, info.logtimeStop))
    }
}

/// # Safety
/// `info` is null or points to the structure, whose map is as it says.
unsafe fn info2_a(info: *const JET_RSTINFO2_A) -> Result<Info> {
    if info.is_null() {
        return Ok(Info::default());
    }
    // SAFETY: only the size is looked at before it is known to be right.
    unsafe {
        check_size::<JET_RSTINFO2_A>((*info).cbStruct)?;
        let info = &*info;
        let map = read_map2::<std::ffi::c_char>(info.rgrstmap.cast_const().cast::<MapLine2<_>>(), info.crstmap)?;
        let callback = info.pfnCallback.map(|_| Callback::Init(info.pfnCallback, info.pvCallbackContext));
        Ok(Info { map, callback, ..Info::default() }.stop_at(info.lgposStop, info.logtimeStop))
    }
}

/// # Safety
/// `info` is null or points to the structure, whose map is as it says.
unsafe fn info2_w(info: *const JET_RSTINFO2_W) -> Result<Info> {
    if info.is_null() {
        return Ok(Info::default());
    }
    // SAFETY: only the size is looked at before it is known to be right.
    unsafe {
        check_size::<JET_RSTINFO2_W>((*info).cbStruct)?;
        let info = &*info;
        let map = read_map2::<JET_WCHAR>(info.rgrstmap.cast_const().cast::<MapLine2<_>>(), info.crstmap)?;
        let callback = info.pfnCallback.map(|_| Callback::Init(info.pfnCallback, info.pvCallbackContext));
        Ok(Info { map, callback, ..Info::default() }.stop_at(info.lgposStop, info.logtimeStop))
    }
}

/// # Safety
/// `instance` is null or points to a handle that may be written.
unsafe fn initialise(instance: *mut JET_INSTANCE, info: Info, grbit: JET_GRBIT) -> Result<JET_ERR> {
    // SAFETY: see above.
    let place = unsafe { instance.as_mut() };
    let callback = info.callback;
    let mut tell = callback.map(|c| move |handle: Handle, event: StatusEvent<'_>| c.tell(handle, &event));
    let request = InitRequest {
        map: info.map,
        stop: info.stop,
        stop_time: info.stop_time,
        grbit,
        status: tell.as_mut().map(|t| t as _),
    };
    let (handle, result) = lifecycle::initialise(place.as_deref().copied(), request);
    if let (Some(place), Some(handle)) = (place, handle) {
        *place = handle;
    }
    result
}

/// Recovers the databases of the logs and starts the instance.
///
/// # Safety
/// `pinstance` is null or points to a handle that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetInit(pinstance: *mut JET_INSTANCE) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetInit", || unsafe { initialise(pinstance, Info::default(), REPLAY_MISSING_MAP_ENTRY) })
}

/// As JetInit, with options.
///
/// # Safety
/// `pinstance` is null or points to a handle that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetInit2(pinstance: *mut JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR {
    let grbit = grbit | REPLAY_MISSING_MAP_ENTRY;
    // SAFETY: the program vouches for its pointers.
    guard("JetInit2", || unsafe { initialise(pinstance, Info::default(), grbit) })
}

/// As JetInit, with options, a map and a callback.
///
/// # Safety
/// `pinstance` is null or points to a handle that may be written; `prstInfo` is null or points to the structure.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetInit3A(
    pinstance: *mut JET_INSTANCE,
    prstInfo: *mut JET_RSTINFO_A,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetInit3A", || unsafe { initialise(pinstance, info_a(prstInfo)?, grbit) })
}

/// As JetInit, with options, a map and a callback.
///
/// # Safety
/// `pinstance` is null or points to a handle that may be written; `prstInfo` is null or points to the structure.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetInit3W(
    pinstance: *mut JET_INSTANCE,
    prstInfo: *mut JET_RSTINFO_W,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetInit3W", || unsafe { initialise(pinstance, info_w(prstInfo)?, grbit) })
}

/// As JetInit3, with options per database and a context for the callback.
///
/// # Safety
/// `pinstance` is null or points to a handle that may be written; `prstInfo` is null or points to the structure.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetInit4A(
    pinstance: *mut JET_INSTANCE,
    prstInfo: *mut JET_RSTINFO2_A,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetInit4A", || unsafe { initialise(pinstance, info2_a(prstInfo)?, grbit) })
}

/// As JetInit3, with options per database and a context for the callback.
///
/// # Safety
/// `pinstance` is null or points to a handle that may be written; `prstInfo` is null or points to the structure.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetInit4W(
    pinstance: *mut JET_INSTANCE,
    prstInfo: *mut JET_RSTINFO2_W,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetInit4W", || unsafe { initialise(pinstance, info2_w(prstInfo)?, grbit) })
}

/// Ends an instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetTerm(instance: JET_INSTANCE) -> JET_ERR {
    guard("JetTerm", || lifecycle::terminate(instance, TERM_ABRUPT).map(|()| 0))
}

/// Ends an instance as `grbit` says.
#[unsafe(no_mangle)]
pub extern "system" fn JetTerm2(instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR {
    guard("JetTerm2", || {
        options::TERM.check(grbit)?;
        lifecycle::terminate(instance, grbit).map(|()| 0)
    })
}

/// JET_SETSYSPARAM_A and JET_SETSYSPARAM_W, which differ in the kind of character only.
#[repr(C)]
struct ParameterLine<C> {
    parameter: u32,
    number: JET_API_PTR,
    text: *const C,
    error: JET_ERR,
}

/// # Safety
/// `list` is null or points to `count` lines with texts that are null or end with 0; `succeeded` is null or may be
/// written.
unsafe fn enable_multi_instance<C: Character>(
    list: *mut ParameterLine<C>,
    count: u32,
    succeeded: *mut u32,
) -> Result<JET_ERR> {
    if list.is_null() != (count == 0) {
        fail!(InvalidParameter, "the list of parameters and its count ({count}) do not belong together");
    }
    let lines: &mut [ParameterLine<C>] =
        // SAFETY: see above.
        if list.is_null() { &mut [] } else { unsafe { std::slice::from_raw_parts_mut(list, count as usize) } };
    let setting = |line: &ParameterLine<C>| -> Result<Setting> {
        // SAFETY: see above.
        let text = unsafe { read(line.text) };
        Ok(Setting { parameter: line.parameter, number: line.number, text, outcome: line.error })
    };
    let mut settings: Vec<Setting> = lines.iter().map(setting).collect::<Result<_>>()?;
    let (done, result) = lifecycle::enable_multi_instance(&mut settings);
    for (line, setting) in lines.iter_mut().zip(&settings) {
        line.error = setting.outcome;
    }
    // SAFETY: see above.
    if let Some(succeeded) = unsafe { succeeded.as_mut() } {
        *succeeded = u32::try_from(done).unwrap_or(u32::MAX);
    }
    result.map(|()| 0)
}

/// Sets parameters of the process and enters multi-instance mode.
///
/// # Safety
/// `psetsysparam` is null or points to `csetsysparam` lines; `pcsetsucceed` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetEnableMultiInstanceA(
    psetsysparam: *mut JET_SETSYSPARAM_A,
    csetsysparam: u32,
    pcsetsucceed: *mut u32,
) -> JET_ERR {
    let list = psetsysparam.cast::<ParameterLine<std::ffi::c_char>>();
    // SAFETY: the program vouches for its pointers.
    guard("JetEnableMultiInstanceA", || unsafe { enable_multi_instance(list, csetsysparam, pcsetsucceed) })
}

/// Sets parameters of the process and enters multi-instance mode.
///
/// # Safety
/// `psetsysparam` is null or points to `csetsysparam` lines; `pcsetsucceed` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetEnableMultiInstanceW(
    psetsysparam: *mut JET_SETSYSPARAM_W,
    csetsysparam: u32,
    pcsetsucceed: *mut u32,
) -> JET_ERR {
    let list = psetsysparam.cast::<ParameterLine<JET_WCHAR>>();
    // SAFETY: the program vouches for its pointers.
    guard("JetEnableMultiInstanceW", || unsafe { enable_multi_instance(list, csetsysparam, pcsetsucceed) })
}

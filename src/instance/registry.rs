//! The instances of the process: their handles, names, states, and who is meant by a handle.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference (ErrNewInst, FreePinst, ErrFindPinst,
//! JetSetSystemParameter, JetGetSystemParameter).

use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use parking_lot::Mutex;

use super::mode::RunMode;
use super::parameters::{Circumstances, Parameters, Value, definition, id};
use crate::error::Result;
use crate::fail;
use crate::recovery::request::Running;

/// What a program holds an instance by. Never 0, never reused.
pub type Handle = usize;

/// JET_instanceNil.
pub const HANDLE_NIL: Handle = usize::MAX;

/// Whether the handle stands for "no instance".
pub fn is_null(handle: Handle) -> bool {
    handle == 0 || handle == HANDLE_NIL
}

/// A running instance. Its lock is held while a call is at work in it, and never asked for by one who holds that of the
/// process: other instances go on meanwhile.
pub type Shared = Arc<Mutex<Box<dyn Running>>>;

/// Where an instance is in its life.
pub enum State {
    /// Created, not initialised.
    Created,
    Initialising,
    Running(Shared),
    Restoring,
    Terminating,
    /// Initialised once, and failed to end.
    Broken,
}

impl State {
    /// What a call gets that needs the instance for itself.
    ///
    /// Errors: TermInProgress, RestoreInProgress, InitInProgress.
    pub fn require_idle(&self) -> Result<()> {
        match self {
            Self::Terminating => fail!(TermInProgress, "the instance is being ended"),
            Self::Restoring => fail!(RestoreInProgress, "the instance is restoring"),
            Self::Initialising => fail!(InitInProgress, "the instance is being initialised"),
            Self::Created | Self::Running(_) | Self::Broken => Ok(()),
        }
    }

    /// What a call gets that needs an initialised instance.
    ///
    /// Errors: TermInProgress, RestoreInProgress, NotInitialized.
    pub fn require_running(&self) -> Result<Shared> {
        match self {
            Self::Running(running) => Ok(Arc::clone(running)),
            Self::Terminating => fail!(TermInProgress, "the instance is being ended"),
            Self::Restoring => fail!(RestoreInProgress, "the instance is restoring"),
            Self::Created | Self::Initialising | Self::Broken => {
                fail!(NotInitialized, "the instance is not initialised")
            }
        }
    }

    /// Its paths belong to it.
    pub fn holds_paths(&self) -> bool {
        !matches!(self, Self::Created | Self::Broken)
    }
}

/// An instance.
pub struct Instance {
    pub handle: Handle,
    pub name: Option<OsString>,
    pub display_name: Option<OsString>,
    pub parameters: Parameters,
    pub state: State,
    /// Handles of its sessions.
    pub sessions: Vec<usize>,
}

/// See [`super::process`].
pub struct Process {
    pub mode: RunMode,
    pub globals: Option<Parameters>,
    pub instances: Vec<Instance>,
    /// How many instances the mode allows.
    most_instances: usize,
    next_handle: Handle,
    /// Restores so far; part of the name of their instances.
    pub restores: u32,
}

impl Process {
    pub(super) const fn new() -> Self {
        Self {
            mode: RunMode::Unset,
            globals: None,
            instances: Vec::new(),
            most_instances: 0,
            next_handle: 0x1_0000,
            restores: 0,
        }
    }

    /// The process's own parameters.
    pub fn globals(&mut self) -> &mut Parameters {
        self.globals.get_or_insert_default()
    }

    pub fn set_mode(&mut self, mode: RunMode) {
        self.mode = mode;
        self.most_instances = match mode {
            RunMode::Unset => 0,
            RunMode::OneInstance => 1,
            RunMode::MultiInstance => self.globals().number(id::MAX_INSTANCES),
        };
    }

    /// A new instance with a copy of the process's parameters.
    ///
    /// Errors: TooManyInstances; InstanceNameInUse, also for a second instance without a name. The mode is unset
    /// again when there is no instance at all then.
    pub fn create(&mut self, name: Option<&OsStr>, display_name: Option<&OsStr>) -> Result<&mut Instance> {
        let refused = if self.instances.len() >= self.most_instances {
            Some(crate::error!(TooManyInstances, "{} instances exist, which is the limit", self.instances.len()))
        } else if self.instances.iter().any(|i| i.name.as_deref() == name) {
            let shown = name.map_or_else(|| "without a name".into(), |n| format!("named {}", n.to_string_lossy()));
            Some(crate::error!(InstanceNameInUse, "there is already an instance {shown}"))
        } else {
            None
        };
        if let Some(error) = refused {
            if self.instances.is_empty() {
                self.set_mode(RunMode::Unset);
            }
            return Err(error);
        }
        let handle = self.new_handle();
        let parameters = self.globals().clone();
        self.instances.push(Instance {
            handle,
            name: name.map(OsStr::to_os_string),
            display_name: display_name.map(OsStr::to_os_string),
            parameters,
            state: State::Created,
            sessions: Vec::new(),
        });
        let last = self.instances.len() - 1;
        Ok(&mut self.instances[last])
    }

    /// A handle that nothing had before.
    pub fn new_handle(&mut self) -> Handle {
        let handle = self.next_handle;
        self.next_handle += 0x10;
        handle
    }

    /// Forgets an instance; the last one takes the mode with it.
    pub fn free(&mut self, handle: Handle) {
        self.instances.retain(|i| i.handle != handle);
        if self.instances.is_empty() {
            self.set_mode(RunMode::Unset);
        }
    }

    /// The instance with exactly this handle.
    pub fn by_handle(&mut self, handle: Handle) -> Option<&mut Instance> {
        self.instances.iter_mut().find(|i| i.handle == handle)
    }

    /// The instance that a call means. In one-instance mode that is the only one, whatever the handle.
    ///
    /// Errors: InvalidInstance for a handle that is none; InvalidParameter for a null handle in multi-instance
    /// mode, and when nothing runs.
    pub fn find(&mut self, handle: Handle) -> Result<&mut Instance> {
        self.validate(handle)?;
        let found = match self.mode {
            RunMode::Unset => None,
            RunMode::OneInstance => self.instances.first_mut(),
            RunMode::MultiInstance => self.instances.iter_mut().find(|i| i.handle == handle),
        };
        found.ok_or_else(|| crate::error!(InvalidParameter, "{handle:#x} is no instance of this process"))
    }

    /// Errors: InvalidInstance for a handle that is neither null nor an instance.
    pub fn validate(&self, handle: Handle) -> Result<()> {
        if is_null(handle) || self.instances.iter().any(|i| i.handle == handle) {
            return Ok(());
        }
        fail!(InvalidInstance, "{handle:#x} is no instance of this process")
    }

    /// Whose parameters a call means: `Some` for an instance's, `None` for the process's.
    ///
    /// Errors: InvalidSesid, InvalidInstance.
    fn addressee(&self, handle: Option<Handle>, session: usize, global: bool) -> Result<Option<Handle>> {
        match self.mode {
            RunMode::Unset => Ok(None),
            RunMode::OneInstance if global => Ok(None),
            RunMode::OneInstance => Ok(self.instances.first().map(|i| i.handle)),
            RunMode::MultiInstance => {
                if session != 0 && session != usize::MAX {
                    let Some(instance) = self.instances.iter().find(|i| i.sessions.contains(&session)) else {
                        fail!(InvalidSesid, "{session:#x} is no session of this process");
                    };
                    return Ok(Some(instance.handle));
                }
                let Some(handle) = handle.filter(|h| !is_null(*h)) else { return Ok(None) };
                self.validate(handle)?;
                Ok(Some(handle))
            }
        }
    }

    /// JetSetSystemParameter. `handle` is `None` for a null pointer, `text` for a null text. `in_callback` is the
    /// instance whose status callback is making the call.
    pub fn set_parameter(
        &mut self,
        handle: Option<Handle>,
        session: usize,
        parameter: u32,
        number: usize,
        text: Option<&OsStr>,
        in_callback: Option<Handle>,
    ) -> Result<()> {
        let row = definition(parameter);
        let addressee = self.addressee(handle, session, row.is_some_and(|d| d.is_global()))?;
        let initialised = match addressee {
            Some(handle) => self.enter(handle, in_callback)?,
            None => false,
        };
        let Some(row) = row else { fail!(InvalidParameter, "there is no parameter {parameter}") };
        let circumstances =
            Circumstances { mode_is_set: self.mode.is_set(), of_instance: addressee.is_some(), initialised };
        let store = match addressee {
            Some(handle) if !row.is_global() => match self.by_handle(handle) {
                Some(instance) => &mut instance.parameters,
                None => fail!(InvalidInstance, "{handle:#x} is no instance of this process"),
            },
            _ => self.globals(),
        };
        if row.is_advanced() && !store.flag(id::ENABLE_ADVANCED) {
            return Ok(());
        }
        store.set(row, circumstances, number, text)
    }

    /// JetGetSystemParameter, as far as neither memory of the caller nor a running instance is involved.
    pub fn get_parameter(
        &mut self,
        handle: Handle,
        session: usize,
        parameter: u32,
        in_callback: Option<Handle>,
    ) -> Result<Value> {
        let row = definition(parameter);
        let addressee = self.addressee(Some(handle), session, row.is_some_and(|d| d.is_global()))?;
        if let Some(handle) = addressee {
            self.enter(handle, in_callback)?;
        }
        let Some(row) = row else { fail!(InvalidParameter, "there is no parameter {parameter}") };
        match addressee.filter(|_| !row.is_global()).and_then(|h| self.by_handle(h)) {
            Some(instance) => instance.parameters.get(row),
            None => self.globals().get(row),
        }
    }

    /// The running instance whose parameters a call means.
    pub fn running(&self, handle: Handle, session: usize) -> Option<Shared> {
        let addressee = self.addressee(Some(handle), session, false).ok()??;
        self.instances.iter().find(|i| i.handle == addressee)?.state.require_running().ok()
    }

    /// Whether the instance is initialised; refuses one that is busy, but for its own callback.
    fn enter(&mut self, handle: Handle, in_callback: Option<Handle>) -> Result<bool> {
        let Some(instance) = self.by_handle(handle) else { return Ok(false) };
        if !(matches!(instance.state, State::Initialising) && in_callback == Some(handle)) {
            instance.state.require_idle()?;
        }
        Ok(matches!(instance.state, State::Running(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    fn multi() -> Process {
        let mut process = Process::new();
        process.set_mode(RunMode::MultiInstance);
        process
    }

    fn name(s: &str) -> Option<&OsStr> {
        Some(OsStr::new(s))
    }

    #[test]
    fn names_are_unique_and_handles_never_come_back() {
        let mut p = multi();
        let a = p.create(name("a"), None).expect("an instance").handle;
        assert_eq!(p.create(name("a"), None).err().map(|e| e.code()), Some(ErrorCode::InstanceNameInUse));
        let none = p.create(None, None).expect("one without a name").handle;
        assert_eq!(p.create(None, None).err().map(|e| e.code()), Some(ErrorCode::InstanceNameInUse));
        p.free(a);
        let again = p.create(name("a"), None).expect("the name is free again").handle;
        assert_ne!(a, again);
        assert_eq!(p.find(a).err().map(|e| e.code()), Some(ErrorCode::InvalidInstance));
        p.free(none);
        assert_eq!(p.mode, RunMode::MultiInstance);
        p.free(again);
        assert_eq!(p.mode, RunMode::Unset, "the last one takes the mode with it");
    }

    #[test]
    fn the_mode_limits_how_many_there_are() {
        let mut p = Process::new();
        p.set_mode(RunMode::OneInstance);
        p.create(None, None).expect("the one");
        assert_eq!(p.create(name("two"), None).err().map(|e| e.code()), Some(ErrorCode::TooManyInstances));
        // In one-instance mode every null handle means the one there is.
        assert!(p.find(0).is_ok() && p.find(HANDLE_NIL).is_ok());
        let mut p = multi();
        for i in 0..16 {
            p.create(name(&i.to_string()), None).expect("as many as JET_paramMaxInstances says");
        }
        assert_eq!(p.create(None, None).err().map(|e| e.code()), Some(ErrorCode::TooManyInstances));
        assert_eq!(p.find(0).err().map(|e| e.code()), Some(ErrorCode::InvalidParameter));
    }

    #[test]
    fn parameters_go_to_whom_they_are_meant_for() {
        let mut p = multi();
        p.globals()
            .set(definition(id::LOG_FILE_SIZE).expect("a row"), Circumstances::default(), 128, None)
            .expect("set");
        let a = p.create(name("a"), None).expect("an instance").handle;
        let set = |p: &mut Process, handle, parameter, number| {
            p.set_parameter(handle, 0, parameter, number, None, None).map_err(|e| e.code())
        };
        let get = |p: &mut Process, handle, parameter| p.get_parameter(handle, 0, parameter, None).ok();
        assert_eq!(get(&mut p, a, id::LOG_FILE_SIZE), Some(Value::Number(128)), "copied from the process");
        assert_eq!(set(&mut p, Some(a), id::LOG_FILE_SIZE, 256), Ok(()));
        assert_eq!(get(&mut p, a, id::LOG_FILE_SIZE), Some(Value::Number(256)));
        assert_eq!(get(&mut p, 0, id::LOG_FILE_SIZE), Some(Value::Number(128)));
        assert_eq!(set(&mut p, Some(a), id::DATABASE_PAGE_SIZE, 8192), Err(ErrorCode::AlreadyInitialized));
        assert_eq!(set(&mut p, Some(a), 222, 0), Err(ErrorCode::InvalidParameter));
        assert_eq!(set(&mut p, Some(a), id::CACHE_SIZE_MAX, 500), Ok(()));
        assert_eq!(get(&mut p, 0, id::CACHE_SIZE_MAX), Some(Value::Number(500)), "one value for the process");
        // While an instance is being initialised only its own callback may ask.
        p.by_handle(a).expect("it").state = State::Initialising;
        assert_eq!(set(&mut p, Some(a), id::LOG_FILE_SIZE, 512), Err(ErrorCode::InitInProgress));
        assert!(p.set_parameter(Some(a), 0, id::LOG_FILE_SIZE, 512, None, Some(a)).is_ok());
    }
}

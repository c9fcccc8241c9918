//! The instances of the process: their handles, names, states, and who is meant by a handle.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference (ErrNewInst, FreePinst, ErrFindPinst,
//! JetSetSystemParameter, JetGetSystemParameter).

use std::ffi::{OsStr, OsString};

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

/// Where an instance is in its life.
pub enum State {
    /// Created, not initialised.
    Created,
    Initialising,
    Running(Box<dyn Running>),
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
    pub fn require_running(&mut self) -> Result<&mut Box<dyn Running>> {
        match self {
            Self::Running(running) => Ok(running),
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
        let handle = self.next_handle;
        self.next_handle += 0x10;
        let parameters = self.globals().clone();
        self.instances.push(Instance {
            handle,
            name: name.map(OsStr::to_os_string),
            display_name: display_name.map(OsStr::to_os_string),
            parameters,
            state: State::Created,
        });
        let last = self.instances.len() - 1;
        Ok(&mut self.instances[last])
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
                // There are no sessions here, so none can be right.
                if session != 0 && session != usize::MAX {
                    fail!(InvalidSesid, "{session:#x} is no session of this process");
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

    /// JetGetSystemParameter, as far as no memory of the caller is involved.
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
            Some(instance) => {
                if parameter == id::RECOVERY_CURRENT_LOGFILE {
                    if let State::Running(running) = &instance.state {
                        let generation = running.current_generation();
                        if generation != 0 {
                            return Ok(Value::Number(generation as usize));
                        }
                    }
                }
                instance.parameters.get(row)
            }
            None => self.globals().get(row),
        }
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

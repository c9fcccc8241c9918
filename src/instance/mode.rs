//! The mode the process runs in, and what each mode allows.
//!
//! | mode           | entered by                                        | instances                  |
//! |----------------|---------------------------------------------------|----------------------------|
//! | unset          | the start, and the end of the last instance       | none                       |
//! | one instance   | JetInit without an instance                       | one, without a handle      |
//! | multi-instance | JetCreateInstance, JetEnableMultiInstance,        | JET_paramMaxInstances,     |
//! |                | JetExternalRestore                                | each with its handle       |
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference.

use crate::error::Result;
use crate::fail;

/// See the table above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunMode {
    #[default]
    Unset,
    OneInstance,
    MultiInstance,
}

impl RunMode {
    pub fn is_set(self) -> bool {
        self != Self::Unset
    }

    /// For the calls that work on the one instance that has no handle.
    ///
    /// Errors: InvalidParameter when nothing runs, RunningInMultiInstanceMode.
    pub fn require_one_instance(self) -> Result<()> {
        match self {
            Self::OneInstance => Ok(()),
            Self::Unset => fail!(InvalidParameter, "no instance has been initialised"),
            Self::MultiInstance => {
                fail!(RunningInMultiInstanceMode, "this call names no instance, which multi-instance mode needs")
            }
        }
    }

    /// For the calls that make instances of their own.
    ///
    /// Errors: RunningInOneInstanceMode.
    pub fn refuse_one_instance(self) -> Result<()> {
        if self == Self::OneInstance {
            fail!(RunningInOneInstanceMode, "JetInit without an instance has put the process in one-instance mode");
        }
        Ok(())
    }
}

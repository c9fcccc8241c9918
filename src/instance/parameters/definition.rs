//! What is known of a parameter before anyone sets it. The table itself is [`super::table`].

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 0 or 1; any other number set becomes 1.
    Boolean,
    BitSet,
    Integer,
    /// A power of two, in bytes.
    BlockSize,
    Text,
    /// A directory; made complete and closed with a separator when it is set.
    Folder,
    /// A file; made complete when it is set, unless it is a bare name.
    Path,
    Pointer,
    /// Read and set through memory of the caller.
    Blob,
    /// The number is not in use.
    Nothing,
}

impl Kind {
    /// Whether the value is a text rather than a number.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Folder | Self::Path)
    }
}

/// How a parameter may be read and set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Plain,
    /// As [`Plain`](Self::Plain), but not even the reference looks at the value.
    Unused,
    ReadOnly,
    /// Has rules of its own, see [`super::special`].
    Special,
    Illegal,
}

/// Setting it is silently ignored while JET_paramEnableAdvanced is 0.
pub const ADVANCED: u8 = 1;
/// One value for the process, not one per instance.
pub const GLOBAL: u8 = 2;
/// Can no longer be set once the process runs in a mode.
pub const BEFORE_FIRST_INSTANCE: u8 = 4;
/// Can no longer be set once its instance is initialised.
pub const BEFORE_INIT: u8 = 8;
/// A value for the process that must be set before anything else.
pub const PROCESS: u8 = GLOBAL | BEFORE_FIRST_INSTANCE | BEFORE_INIT;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    pub id: u32,
    /// Without "JET_param".
    pub name: &'static str,
    pub kind: Kind,
    pub access: Access,
    flags: u8,
    pub low: usize,
    pub high: usize,
    pub default: usize,
    /// The default in the small configuration.
    pub small_default: usize,
    pub default_text: &'static str,
}

impl Definition {
    pub const fn is_advanced(&self) -> bool {
        self.flags & ADVANCED != 0
    }

    pub const fn is_global(&self) -> bool {
        self.flags & GLOBAL != 0
    }

    pub const fn is_frozen_by_mode(&self) -> bool {
        self.flags & BEFORE_FIRST_INSTANCE != 0
    }

    pub const fn is_frozen_by_init(&self) -> bool {
        self.flags & BEFORE_INIT != 0
    }

    /// "JET_paramLogFileSize".
    pub fn full_name(&self) -> String {
        format!("JET_param{}", self.name)
    }
}

#[allow(clippy::too_many_arguments)]
pub(super) const fn number(
    id: u32,
    name: &'static str,
    kind: Kind,
    access: Access,
    flags: u8,
    low: usize,
    high: usize,
    default: usize,
    small_default: usize,
) -> Definition {
    Definition { id, name, kind, access, flags, low, high, default, small_default, default_text: "" }
}

#[allow(clippy::too_many_arguments)]
pub(super) const fn text(
    id: u32,
    name: &'static str,
    kind: Kind,
    access: Access,
    flags: u8,
    low: usize,
    high: usize,
    default_text: &'static str,
) -> Definition {
    Definition { id, name, kind, access, flags, low, high, default: 0, small_default: 0, default_text }
}

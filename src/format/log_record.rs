//! One record of the log: bytes to value and back.
//!
//! A record is a type byte, fixed fields, and parts of variable length whose sizes stand in the
//! fixed fields. Its size follows from those alone ([`record_size`]), so that a reader can step over
//! what it does not want. Types 67–75 and 82–91 are *ignorable*: behind the type byte stands a u32
//! with the size of the rest, and a version that does not know such a type skips it.
//!
//! The table in `records!` below is the only place that says which types there are, how long their
//! fixed part is (type byte included) and where their length fields stand. The layouts of the fixed
//! parts are in the submodules, one per family.
//!
//! Source: `inc/logapi.hxx` (types and structures), `ese/_log/logread.cxx` (sizes).

pub mod database;
pub mod instance;
pub mod layout;
pub mod node;
pub mod operation;
pub mod space;
pub mod transaction;
pub mod tree;

pub use database::*;
pub use instance::*;
pub use node::*;
pub use operation::*;
pub use space::*;
pub use transaction::*;
pub use tree::*;

use std::fmt;

use crate::error::Result;
use crate::fail;
use crate::format::primitives::{Dbtime, Objid, Pgno};
use layout::{Body, Cursor};

/// Where a record says how long one of its variable parts is.
#[derive(Debug, Clone, Copy)]
enum Part {
    U16(usize),
    /// The top bit means something else.
    U15(usize),
    U32(usize),
    /// Four more bytes when bit 2 of the flags here is set (version in CreateDb).
    VersionFlag(usize),
}

/// The size of a record of one type.
#[derive(Debug, Clone, Copy)]
struct Shape {
    fixed: usize,
    parts: &'static [Part],
}

macro_rules! records {
    ($( $(#[$meta:meta])* $number:literal $variant:ident $(($bind:ident: $body:ty))?, $fixed:literal, [$($part:expr),*]; )*) => {
        /// A log record, borrowed from the bytes it was read from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum LogRecord<'a> {
            $( $(#[$meta])* $variant $(($body))?, )*
            /// An ignorable record of a type that is not known, or too short for its type.
            Ignored(Ignored<'a>),
        }

        impl<'a> LogRecord<'a> {
            /// The type byte.
            pub fn kind(&self) -> u8 {
                match self {
                    $( Self::$variant { .. } => $number, )*
                    Self::Ignored(ignored) => ignored.kind,
                }
            }

            /// The type's name.
            pub fn name(&self) -> &'static str {
                match self {
                    $( Self::$variant { .. } => stringify!($variant), )*
                    Self::Ignored(_) => "Ignored",
                }
            }

            #[allow(unused_variables)]
            #[inline]
            fn read_body(kind: u8, cursor: &mut Cursor<'a>) -> Result<Self> {
                Ok(match kind {
                    $( $number => Self::$variant $((<$body>::read(cursor, kind)?))?, )*
                    _ => Self::Ignored(Ignored { kind, data: cursor.remainder() }),
                })
            }

            fn write_body(&self, out: &mut Vec<u8>) -> Result<()> {
                match self {
                    $( Self::$variant $(($bind))? => { $( $bind.write(out, $number)?; )? } )*
                    Self::Ignored(ignored) => out.extend_from_slice(ignored.data),
                }
                Ok(())
            }
        }

        fn shape(kind: u8) -> Option<Shape> {
            use Part::*;
            match kind {
                $( $number => Some(Shape { fixed: $fixed, parts: &[$($part),*] }), )*
                75 | 82..=91 => Some(Shape { fixed: 5, parts: &[U32(1)] }),
                _ => None,
            }
        }
    };
}

records! {
    /// One byte of room.
    0 Nop, 1, [];
    1 Init(b: Init<'a>), 568, [];
    2 Term(b: Term), 18, [];
    3 MultisectorFlush(b: MultisectorFlush), 9, [];
    /// The generation ends here.
    4 End, 1, [];
    5 Begin(b: Begin), 4, [];
    6 Commit(b: Commit), 4, [];
    7 Rollback(b: Rollback), 4, [];
    8 Begin0(b: Begin), 8, [];
    9 Commit0(b: Commit), 8, [];
    10 Refresh(b: Refresh), 7, [];
    11 MacroBegin(b: Macro), 11, [];
    12 MacroCommit(b: Macro), 11, [];
    13 MacroAbort(b: Macro), 11, [];
    14 CreateDb(b: CreateDb<'a>), 43, [VersionFlag(42), U16(40)];
    15 AttachDb(b: AttachDb<'a>), 75, [U16(72)];
    16 DetachDb(b: DetachDb<'a>), 7, [U16(4)];
    17 RecoveryUndo(b: RecoveryUndo), 1, [];
    18 RecoveryQuit(b: Term), 18, [];
    19 FullBackup(b: OldestBackup<'a>), 3, [U16(1)];
    20 IncBackup(b: OldestBackup<'a>), 3, [U16(1)];
    21 JetOp(b: JetOp), 4, [];
    22 Trace(b: Trace<'a>), 5, [U16(3)];
    /// The instance went down in good order; nothing but Init may follow.
    23 ShutDownMark, 1, [];
    24 CreateMultipleExtentFdp(b: CreateMultipleExtentFdp), 56, [];
    25 CreateSingleExtentFdp(b: CreateSingleExtentFdp), 48, [];
    26 ConvertFdp(b: ConvertFdp), 60, [];
    27 Split(b: Split<'a>), 102, [U16(96), U16(98), U16(100)];
    28 Merge(b: Merge<'a>), 88, [U16(86)];
    29 Insert(b: Insert<'a>), 50, [U16(44), U16(46), U16(48)];
    30 FlagInsert(b: FlagInsert<'a>), 48, [U16(44), U16(46)];
    31 FlagInsertAndReplaceData(b: FlagInsertAndReplaceData<'a>), 52, [U16(44), U16(46)];
    /// A node is marked deleted; it leaves the page later.
    32 FlagDelete(b: NodeOnly), 44, [];
    /// The whole after image.
    33 Replace(b: Replace<'a>), 50, [U15(44)];
    /// Only the differences.
    34 ReplaceDiff(b: Replace<'a>), 50, [U15(44)];
    /// A node leaves the page.
    35 Delete(b: NodeOnly), 44, [];
    36 UndoInfo(b: UndoInfo<'a>), 56, [U16(44), U16(46), U16(54)];
    37 Delta(b: Delta<'a>), 54, [U16(44), U16(46)];
    38 SetExternalHeader(b: SetExternalHeader<'a>), 46, [U16(44)];
    39 Undo(b: Undo<'a>), 51, [U16(44), U16(46)];
    42 Checksum(b: ChecksumRecord), 22, [];
    45 ExtRestore(b: ExtRestore<'a>), 3, [U16(1)];
    46 Backup(b: OldBackup<'a>), 5, [U16(3)];
    48 EmptyTree(b: EmptyTree<'a>), 46, [U16(44)];
    49 Init2(b: Init<'a>), 576, [];
    50 Term2(b: Term), 26, [];
    51 RecoveryUndo2(b: RecoveryUndo), 9, [];
    52 RecoveryQuit2(b: Term), 26, [];
    53 BeginDt(b: Begin), 8, [];
    54 PrepCommit(b: PrepCommit<'a>), 7, [U32(3)];
    55 PrepRollback(b: SessionOnly), 3, [];
    57 ForceWriteLog(b: SessionOnly), 3, [];
    58 ConvertFdp2(b: ConvertFdp), 68, [];
    59 ExtRestore2(b: ExtRestore<'a>), 3, [U16(1)];
    60 Backup2(b: Backup<'a>), 35, [U16(33)];
    61 ForceLogRollover(b: Trace<'a>), 5, [U16(3)];
    62 Split2(b: Split<'a>), 110, [U16(96), U16(98), U16(100), U32(106)];
    63 Merge2(b: Merge<'a>), 96, [U16(86), U32(92)];
    64 Scrub(b: Scrub<'a>), 54, [U16(52)];
    65 PageMove(b: PageMove<'a>), 96, [U32(88), U32(92)];
    66 PagePatchRequest(b: PagePatchRequest), 46, [];
    67 MacroInfo(b: MacroInfo<'a>), 5, [U32(1)];
    68 ExtendDb(b: ExtendDb), 5, [U32(1)];
    69 CommitContext(b: CommitContext<'a>), 5, [U32(1)];
    70 ScanCheck(b: ScanCheck), 5, [U32(1)];
    71 Nop2(b: Filler<'a>), 5, [U32(1)];
    72 ReAttach(b: ReAttach), 5, [U32(1)];
    73 MacroInfo2(b: MacroInfo<'a>), 5, [U32(1)];
    74 FreeFdp(b: FreeFdp), 5, [U32(1)];
    76 FragmentBegin(b: FragmentBegin<'a>), 7, [U16(5)];
    77 Fragment(b: Fragment<'a>), 3, [U16(1)];
    78 ShrinkDb(b: ShrinkDb), 10, [];
    79 CreateDbFinish(b: CreateDbFinish), 4, [];
    /// Recovery ended, with the databases left attached and dirty.
    80 RecoveryQuitKeepAttachments(b: Term), 26, [];
    81 TrimDb(b: TrimDb), 10, [];
    92 SetDbVersion(b: SetDbVersion), 14, [];
    93 Delta64(b: Delta<'a>), 58, [U16(44), U16(46)];
    94 ShrinkDb2(b: ShrinkDb), 10, [];
    95 NewPage(b: NewPage), 20, [];
    96 RootPageMove(b: RootPageMove), 16, [];
    97 SignalAttachDb(b: SignalAttachDb), 2, [];
    98 ScanCheck2(b: ScanCheck2), 27, [];
    99 ShrinkDb3(b: ShrinkDb), 18, [];
    100 ExtentFreed(b: ExtentFreed), 11, [];
    101 ExtentFreed2(b: ExtentFreed), 19, [];
}

/// The type byte of a record that starts another, larger than its segment.
pub const KIND_FRAGMENT_BEGIN: u8 = 76;
/// The type byte of a further piece.
pub const KIND_FRAGMENT: u8 = 77;

/// Whether records of this type open with their length and may be skipped unknown.
pub fn is_ignorable(kind: u8) -> bool {
    matches!(kind, 67..=75 | 82..=91)
}

/// The size of the fixed part of a record of this type, type byte included; `None` for a type that
/// does not occur (47 and 56 were never used; 40, 41, 43 and 44 went with streaming files).
pub fn fixed_size(kind: u8) -> Option<usize> {
    shape(kind).map(|s| s.fixed)
}

/// The size in bytes of the record that `bytes` opens with, type byte included. Only the fixed part
/// needs to be there.
///
/// # Errors
/// `LogFileCorrupt` when the type does not occur or the fixed part is cut short.
pub fn record_size(bytes: &[u8]) -> Result<usize> {
    let Some(&kind) = bytes.first() else { fail!(LogFileCorrupt, "a log record of no bytes") };
    let Some(shape) = shape(kind) else { fail!(LogFileCorrupt, "no log record has type {kind}") };
    if bytes.len() < shape.fixed {
        fail!(LogFileCorrupt, "a log record of type {kind} is cut after {} of {} bytes", bytes.len(), shape.fixed);
    }
    let word = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let mut size = shape.fixed;
    for part in shape.parts {
        let more = match *part {
            Part::U16(at) => word(at),
            Part::U15(at) => word(at) & 0x7fff,
            Part::U32(at) => word(at) | (word(at + 2) << 16),
            Part::VersionFlag(at) => usize::from(bytes[at] & CreateDbFlags::VERSION_INFO),
        };
        size = match size.checked_add(more) {
            Some(sum) => sum,
            None => fail!(LogFileCorrupt, "a log record of type {kind} is too large to be one"),
        };
    }
    Ok(size)
}

impl<'a> LogRecord<'a> {
    /// Reads the record that `bytes` opens with; also gives its size.
    ///
    /// # Errors
    /// `LogFileCorrupt` when the type does not occur, the record is longer than `bytes`, or a field
    /// holds what it cannot.
    pub fn parse(bytes: &'a [u8]) -> Result<(Self, usize)> {
        let size = record_size(bytes)?;
        let Some(record) = bytes.get(..size) else {
            fail!(LogFileCorrupt, "a log record of type {} and {size} bytes is cut after {}", bytes[0], bytes.len());
        };
        Ok((Self::parse_exact(record)?, size))
    }

    /// Reads the record that `record` is: its bytes are as many as [`record_size`] says.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    #[inline]
    pub fn parse_exact(record: &'a [u8]) -> Result<Self> {
        let Some((&kind, body)) = record.split_first() else { fail!(LogFileCorrupt, "a log record of no bytes") };
        if !is_ignorable(kind) {
            return Self::read_body(kind, &mut Cursor::new(body));
        }
        let data = body.get(4..).unwrap_or_default();
        let parsed = Self::read_body(kind, &mut Cursor::new(data));
        Ok(parsed.unwrap_or(Self::Ignored(Ignored { kind, data })))
    }

    /// What a record about one node says of whom it concerns, without a look at the rest of it; `None` for another one.
    #[inline]
    pub fn node_head(record: &'a [u8]) -> Option<NodeOperation> {
        let (&kind, body) = record.split_first()?;
        let about_node = matches!(kind, 29..=35 | 37..=39 | 64 | 93);
        if about_node { Cursor::new(body).take().ok() } else { None }
    }

    /// A begin or a commit, as more than a third of all records are, read by a short way; `None` for another one.
    #[inline]
    pub fn transaction_step(record: &'a [u8]) -> Option<TransactionStep> {
        let (&kind, body) = record.split_first()?;
        let mut cursor = Cursor::new(body);
        match kind {
            5 | 8 => Begin::read(&mut cursor, kind).ok().map(TransactionStep::Begin),
            6 | 9 => Commit::read(&mut cursor, kind).ok().map(TransactionStep::Commit),
            _ => None,
        }
    }

    /// Appends the record's bytes.
    ///
    /// # Errors
    /// `InvalidParameter` when a part is too long for its length field; `out` is then as before.
    pub fn encode(&self, out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        let kind = self.kind();
        out.push(kind);
        if is_ignorable(kind) {
            out.extend([0; 4]);
        }
        if let Err(error) = self.write_body(out) {
            out.truncate(start);
            return Err(error);
        }
        if is_ignorable(kind) {
            let Ok(length) = u32::try_from(out.len() - start - 5) else {
                out.truncate(start);
                fail!(InvalidParameter, "an ignorable record is larger than its length field can say");
            };
            out[start + 1..start + 5].copy_from_slice(&length.to_le_bytes());
        }
        Ok(())
    }

    /// The head that all records about a node have.
    pub fn node_operation(&self) -> Option<&NodeOperation> {
        Some(match self {
            Self::Insert(r) => &r.node,
            Self::FlagInsert(r) => &r.node,
            Self::FlagInsertAndReplaceData(r) => &r.node,
            Self::FlagDelete(r) | Self::Delete(r) => &r.node,
            Self::Replace(r) | Self::ReplaceDiff(r) => &r.node,
            Self::UndoInfo(r) => &r.node,
            Self::Delta(r) | Self::Delta64(r) => &r.node,
            Self::SetExternalHeader(r) => &r.node,
            Self::Undo(r) => &r.node,
            Self::EmptyTree(r) => &r.node,
            Self::Scrub(r) => &r.node,
            _ => return None,
        })
    }

    /// The head that all records about one main page have.
    pub fn page_operation(&self) -> Option<&PageOperation> {
        Some(match self {
            Self::Split(r) | Self::Split2(r) => &r.head.page,
            Self::Merge(r) | Self::Merge2(r) => &r.head.page,
            Self::PageMove(r) => &r.head.page,
            Self::CreateMultipleExtentFdp(r) => &r.page,
            Self::CreateSingleExtentFdp(r) => &r.page,
            Self::ConvertFdp(r) | Self::ConvertFdp2(r) => &r.head.page,
            _ => return self.node_operation().map(|n| &n.page),
        })
    }

    /// The database concerned, when the record says one.
    pub fn dbid(&self) -> Option<u8> {
        Some(match self {
            Self::CreateDb(r) => r.head.dbid,
            Self::AttachDb(r) => r.head.dbid,
            Self::DetachDb(r) => r.head.dbid,
            Self::CreateDbFinish(r) => r.dbid,
            Self::ReAttach(r) => r.dbid,
            Self::SignalAttachDb(r) => r.dbid,
            Self::SetDbVersion(r) => r.dbid,
            Self::ExtendDb(r) => r.dbid,
            Self::ShrinkDb(r) | Self::ShrinkDb2(r) | Self::ShrinkDb3(r) => r.head.dbid,
            Self::TrimDb(r) => r.dbid,
            Self::ExtentFreed(r) | Self::ExtentFreed2(r) => r.head.dbid,
            Self::FreeFdp(r) => r.dbid,
            Self::NewPage(r) => r.dbid,
            Self::RootPageMove(r) => r.dbid,
            Self::ScanCheck(r) => r.dbid,
            Self::ScanCheck2(r) => r.dbid,
            Self::PagePatchRequest(r) => r.dbid,
            Self::MacroInfo2(r) => return r.dbid,
            Self::Backup2(r) => r.head.dbid,
            _ => return self.page_operation().map(|p| p.dbid),
        })
    }

    /// The main page concerned, when the record says one.
    pub fn pgno(&self) -> Option<Pgno> {
        Some(match self {
            Self::NewPage(r) => r.pgno,
            Self::ScanCheck(r) => r.pgno,
            Self::ScanCheck2(r) => r.pgno,
            Self::PagePatchRequest(r) => r.pgno,
            Self::FreeFdp(r) => r.pgno_fdp,
            Self::ExtentFreed(r) | Self::ExtentFreed2(r) => r.head.pgno_first,
            Self::TrimDb(r) => r.pgno_start,
            _ => return self.page_operation().map(|p| p.pgno),
        })
    }

    /// The tree concerned, when the record says one.
    pub fn objid(&self) -> Option<Objid> {
        Some(match self {
            Self::Split(r) | Self::Split2(r) => r.head.objid_fdp,
            Self::Merge(r) | Self::Merge2(r) => r.head.objid_fdp,
            Self::PageMove(r) => r.head.objid_fdp,
            Self::CreateMultipleExtentFdp(r) => r.objid_fdp,
            Self::CreateSingleExtentFdp(r) => r.objid_fdp,
            Self::ConvertFdp(r) | Self::ConvertFdp2(r) => r.head.objid_fdp,
            Self::NewPage(r) => r.objid,
            Self::RootPageMove(r) => r.objid,
            _ => return self.node_operation().map(|n| n.objid_fdp),
        })
    }

    /// The dbtime that the changed pages get, when the record says one.
    pub fn dbtime(&self) -> Option<Dbtime> {
        Some(match self {
            Self::NewPage(r) => r.dbtime_after,
            Self::RootPageMove(r) => r.dbtime_after,
            Self::MacroBegin(r) | Self::MacroCommit(r) | Self::MacroAbort(r) => r.dbtime,
            Self::ScanCheck(r) => r.dbtime_current,
            Self::ScanCheck2(r) => r.dbtime_current,
            Self::PagePatchRequest(r) => r.dbtime,
            Self::ShrinkDb3(r) => return r.dbtime,
            Self::ExtentFreed2(r) => return r.dbtime,
            _ => return self.page_operation().map(|p| p.dbtime),
        })
    }

    /// The session, when the record says one.
    pub fn procid(&self) -> Option<u16> {
        Some(match self {
            Self::Begin(r) | Self::Begin0(r) | Self::BeginDt(r) => r.procid,
            Self::Commit(r) | Self::Commit0(r) => r.procid,
            Self::Rollback(r) => r.procid,
            Self::Refresh(r) => r.procid,
            Self::MacroBegin(r) | Self::MacroCommit(r) | Self::MacroAbort(r) => r.procid,
            Self::PrepCommit(r) => r.procid,
            Self::PrepRollback(r) | Self::ForceWriteLog(r) => r.procid,
            Self::CommitContext(r) => r.procid,
            Self::CreateDb(r) => r.head.procid,
            Self::AttachDb(r) => r.head.procid,
            Self::DetachDb(r) => r.head.procid,
            Self::CreateDbFinish(r) => r.procid,
            Self::NewPage(r) => r.procid,
            Self::RootPageMove(r) => r.procid,
            Self::Trace(r) | Self::ForceLogRollover(r) => r.procid,
            Self::JetOp(r) => r.procid,
            _ => return self.page_operation().map(|p| p.procid),
        })
    }
}

/// The name and what most records have in common, for messages.
impl fmt::Display for LogRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if let Some(procid) = self.procid() {
            write!(f, " session {procid:#x}")?;
        }
        if let Some(dbid) = self.dbid() {
            write!(f, " database {dbid}")?;
        }
        if let Some(pgno) = self.pgno() {
            write!(f, " page {pgno}")?;
        }
        if let Some(objid) = self.objid() {
            write!(f, " tree {objid}")?;
        }
        match (self.dbtime(), self.page_operation()) {
            (Some(after), Some(page)) => write!(f, " dbtime {:#x} to {after:#x}", page.dbtime_before),
            (Some(dbtime), None) => write!(f, " dbtime {dbtime:#x}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;

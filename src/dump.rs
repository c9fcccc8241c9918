//! What files say, in the words and the order that people know from Windows' esentutl: headers (`/mh`), checkpoints
//! (`/mk`), logs and their records (`/ml`), checksums (`/k`).
//!
//! The words stand here once. Who shows them brings a [`Sink`]: the program prints in colour or keeps an object for
//! JSON, JetDBUtilities prints to standard output.
//!
//! Names and order of the lines: `ese/dbdump.cxx`, `ese/_log/logdump.cxx`, `_esefile/checksum.cxx` of the reference and
//! dumps made by it.

pub mod attachments;
pub mod check;
pub mod checkpoint;
pub mod database;
pub mod kind;
pub mod log_header;
pub mod logs;
pub mod page;
pub mod records;
pub mod streams;
pub mod text;

use crate::error::Error;
use crate::format::log_record::LogRecord;
use crate::format::primitives::Lgpos;

/// How a piece of text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Warning,
    Bad,
    Heading,
    Quiet,
}

/// Where a dump goes.
pub trait Sink {
    type Error: From<Error>;

    /// One line, without its end.
    fn line(&mut self, text: &str) -> Result<(), Self::Error>;

    /// The text as the sink shows what is meant so.
    fn mark(&self, tone: Tone, text: &str) -> String {
        let _ = tone;
        text.to_owned()
    }

    /// One record of `size` bytes.
    fn record(&mut self, place: Lgpos, record: &LogRecord<'_>, size: usize) -> Result<(), Self::Error> {
        let _ = size;
        self.line(&records::line(place, record))
    }

    /// Asked between the steps of long work, which has read `bytes` more; an error ends it.
    fn step(&mut self, bytes: u64) -> Result<(), Self::Error> {
        let _ = bytes;
        Ok(())
    }
}

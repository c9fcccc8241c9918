//! Standard output, in the order in which the program and this library write to it.

use std::io::{BufWriter, StdoutLock, Write};
use std::path::Path;

use crate::dump::Sink;
use crate::error::{Error, Result};

/// Where JetDBUtilities prints.
pub(super) enum Console {
    Stdout(BufWriter<StdoutLock<'static>>),
    Nowhere,
}

impl Console {
    /// Standard output, behind everything that the program has printed so far; or nothing at all.
    pub fn new(silent: bool) -> Self {
        if silent {
            return Self::Nowhere;
        }
        // SAFETY: null means all streams that are open for writing, which is what is wanted.
        unsafe { libc::fflush(std::ptr::null_mut()) };
        Self::Stdout(BufWriter::new(std::io::stdout().lock()))
    }

    /// What was printed is the system's; the program's own words come behind it.
    pub fn finish(mut self) -> Result<()> {
        match &mut self {
            Self::Stdout(out) => out.flush().map_err(|e| printing(&e)),
            Self::Nowhere => Ok(()),
        }
    }

    pub fn lines(&mut self, lines: &[String]) -> Result<()> {
        lines.iter().try_for_each(|line| self.line(line))
    }
}

fn printing(e: &std::io::Error) -> Error {
    Error::from_io(e, "printing", Path::new("standard output"))
}

impl Sink for Console {
    type Error = Error;

    fn line(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Stdout(out) => writeln!(out, "{text}").map_err(|e| printing(&e)),
            Self::Nowhere => Ok(()),
        }
    }
}

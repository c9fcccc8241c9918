//! What can go wrong, and the exit codes that say so to scripts.

use std::io;
use std::path::Path;

use esent::error::{Error, ErrorCode};
use serde_json::{Value, json};

/// The program's exit codes. [`EXIT_CODES`] says the same in words for `--help` and the man page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    Done = 0,
    Findings = 1,
    Usage = 2,
    NotFound = 3,
    Ambiguous = 4,
    Engine = 5,
    CannotWrite = 6,
    NotAvailable = 7,
    Refused = 8,
    Interrupted = 130,
}

/// One line for each exit code.
pub const EXIT_CODES: &str = "\
Exit codes:
  0    done; nothing is wrong
  1    done, and something was found: damage (check), a missing or foreign log (plan, logs)
  2    the command line is wrong
  3    there is no such file, or no database and no log in that place
  4    several databases or log streams are there: say which one is meant
  5    the engine refused: its error (name and JET_err number) is in the message
  6    the result cannot be written: no space, it exists already, no permission
  7    not available in this version
  8    recovery was not begun: the plan found something in the way (--anyway lets the engine try)
  130  interrupted; what was half written is removed, or named *.unfinished";

/// The end of a run that did not do what it should.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    pub message: String,
    /// What the person can do about it.
    pub hint: Option<String>,
    engine: Option<Box<Error>>,
    broken_pipe: bool,
}

impl Failure {
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), hint: None, engine: None, broken_pipe: false }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub fn interrupted() -> Self {
        Self::new(Exit::Interrupted, "interrupted")
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Reading `path` failed.
    pub fn reading(e: &io::Error, path: &Path) -> Self {
        let exit = if e.kind() == io::ErrorKind::NotFound { Exit::NotFound } else { Exit::Engine };
        Self { engine: Some(Box::new(Error::from_io(e, "reading", path))), ..Self::new(exit, io_words(e, path)) }
    }

    /// Writing `path` failed.
    pub fn writing(e: &io::Error, path: &Path) -> Self {
        let engine = Some(Box::new(Error::from_io(e, "writing", path)));
        Self { engine, ..Self::new(Exit::CannotWrite, io_words(e, path)) }
    }

    /// Standard output is closed.
    pub fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    /// Writing to standard output failed.
    pub fn printing(e: &io::Error) -> Self {
        Self {
            broken_pipe: e.kind() == io::ErrorKind::BrokenPipe,
            ..Self::new(Exit::CannotWrite, format!("standard output: {e}"))
        }
    }

    pub fn to_json(&self) -> Value {
        let engine = self.engine.as_deref();
        json!({
            "exit_code": self.exit as u8,
            "message": self.message,
            "hint": self.hint,
            "name": engine.map(|e| e.code().name()),
            "number": engine.map(Error::number),
            "file": engine.and_then(Error::file_name).map(|p| p.display().to_string()),
            "generation": engine.and_then(Error::log_generation),
            "page": engine.and_then(Error::page_number),
        })
    }
}

fn io_words(e: &io::Error, path: &Path) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => format!("{}: there is no such file", path.display()),
        io::ErrorKind::PermissionDenied => format!("{}: permission denied", path.display()),
        io::ErrorKind::StorageFull => format!("{}: no space left", path.display()),
        _ => format!("{}: {e}", path.display()),
    }
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        use ErrorCode as C;
        let exit = match e.code() {
            C::FileNotFound | C::DatabaseNotFound | C::CheckpointFileNotFound => Exit::NotFound,
            C::DiskFull | C::FileAlreadyExists => Exit::CannotWrite,
            C::FeatureNotAvailable => Exit::NotAvailable,
            _ => Exit::Engine,
        };
        Self { engine: Some(Box::new(e.clone())), ..Self::new(exit, e.to_string()) }
    }
}

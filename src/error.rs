//! One error type for the whole house: what failed, in which file, generation and page, and the
//! JET error number that a C caller gets for it.

pub mod advice;
pub mod category;
pub mod codes;

pub use codes::ErrorCode;

use std::path::{Path, PathBuf};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure, with everything a person needs to act on it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct Error {
    code: ErrorCode,
    message: String,
    file: Option<PathBuf>,
    generation: Option<u32>,
    page: Option<u32>,
    /// A number that is none of the named ones: what a status callback returned.
    foreign: Option<i32>,
}

impl Error {
    /// `message` says what was expected and what was found, without a full stop.
    #[cold]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), file: None, generation: None, page: None, foreign: None }
    }

    /// An error number that a callback of the program chose.
    pub fn from_callback(number: i32) -> Self {
        let code = ErrorCode::from_number(number).unwrap_or(ErrorCode::CallbackFailed);
        let mut error = Self::new(code, format!("the status callback answered {number}"));
        error.foreign = Some(number);
        error
    }

    /// Names the file, unless one deeper down already did.
    pub fn file(mut self, path: impl AsRef<Path>) -> Self {
        self.file.get_or_insert_with(|| path.as_ref().to_path_buf());
        self
    }

    /// Names the log generation, unless one deeper down already did.
    pub fn generation(mut self, generation: u32) -> Self {
        self.generation.get_or_insert(generation);
        self
    }

    /// Names the page, unless one deeper down already did.
    pub fn page(mut self, page: u32) -> Self {
        self.page.get_or_insert(page);
        self
    }

    /// The same trouble under another number, as the reference reports it one floor up.
    pub fn with_code(mut self, code: ErrorCode) -> Self {
        self.code = code;
        self.foreign = None;
        self
    }

    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The JET_ERR for C callers; always negative.
    pub fn number(&self) -> i32 {
        self.foreign.unwrap_or(self.code as i32)
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    pub fn file_name(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    pub fn log_generation(&self) -> Option<u32> {
        self.generation
    }

    pub fn page_number(&self) -> Option<u32> {
        self.page
    }

    fn sentence(&self) -> String {
        let mut s = format!("{} ({}): {}", self.code.name(), self.number(), self.message);
        if let Some(f) = &self.file {
            s += &format!("; file {}", f.display());
        }
        if let Some(g) = self.generation {
            s += &format!("; generation {g:#x}");
        }
        if let Some(p) = self.page {
            s += &format!("; page {p}");
        }
        s
    }

    /// The JET error for a failed file operation, named as the reference's OS layer names it.
    pub fn from_io(error: &std::io::Error, doing: &str, path: &Path) -> Self {
        use std::io::ErrorKind as K;
        let code = match error.kind() {
            K::NotFound => ErrorCode::FileNotFound,
            K::PermissionDenied | K::ReadOnlyFilesystem | K::IsADirectory | K::WouldBlock | K::ResourceBusy => {
                ErrorCode::FileAccessDenied
            }
            K::AlreadyExists => ErrorCode::FileAlreadyExists,
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => ErrorCode::DiskFull,
            K::NotADirectory | K::InvalidFilename => ErrorCode::InvalidPath,
            K::UnexpectedEof => ErrorCode::FileIOBeyondEOF,
            K::OutOfMemory => ErrorCode::OutOfMemory,
            _ => ErrorCode::DiskIO,
        };
        Self::new(code, format!("{doing}: {error}")).file(path)
    }
}

/// `error!(LogFileCorrupt, "segment {} …", n)`: a new [`Error`].
#[macro_export]
macro_rules! error {
    ($code:ident, $($arg:tt)+) => {
        $crate::error::Error::new($crate::error::ErrorCode::$code, format!($($arg)+))
    };
}

/// `fail!(LogFileCorrupt, "…")`: returns it.
#[macro_export]
macro_rules! fail {
    ($code:ident, $($arg:tt)+) => { return Err($crate::error!($code, $($arg)+)) };
}

//! What a file is, and its SHA-256.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use esent::dump::kind;
pub use esent::dump::kind::Kind;
use esent::error::Error;
use esent::storage::fs::RealFileSystem;
use sha2::{Digest, Sha256};

use crate::cli::FileKind;
use crate::failure::{Exit, Failure};
use crate::interrupt;
use crate::text;

impl From<FileKind> for Kind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Database => Self::Database,
            FileKind::Log => Self::Log,
            FileKind::Checkpoint => Self::Checkpoint,
        }
    }
}

/// Tells what a file is; `None` for anything that no engine writes.
pub fn identify(path: &Path) -> Result<Option<Kind>, Failure> {
    open(path)?;
    Ok(kind::identify(&RealFileSystem, path)?)
}

/// As [`identify`], for who needs an answer.
pub fn identify_or_fail(path: &Path) -> Result<Kind, Failure> {
    identify(path)?
        .ok_or_else(|| Failure::new(Exit::NotFound, format!("{}: no database, log or checkpoint", text::path(path))))
}

/// The first bytes of a file, at most `limit`.
pub fn read_start(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let file = open(path)?;
    let mut start = Vec::new();
    file.take(limit).read_to_end(&mut start).map_err(|e| Failure::reading(&e, path))?;
    Ok(start)
}

/// Opens a file for reading; a directory is none.
pub fn open(path: &Path) -> Result<File, Failure> {
    let file = File::open(path).map_err(|e| Failure::reading(&e, path))?;
    let metadata = file.metadata().map_err(|e| Failure::reading(&e, path))?;
    if metadata.is_dir() {
        return Err(Failure::usage(format!("{} is a directory", text::path(path))));
    }
    Ok(file)
}

/// The SHA-256 of a whole file, in hexadecimal digits; `step` hears of every piece that was read.
pub fn sha256(path: &Path, mut step: impl FnMut(u64)) -> Result<String, Failure> {
    let mut file = open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        interrupt::check()?;
        let n = match file.read(&mut buffer) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(n) => n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(Failure::from(Error::from_io(&e, "reading", path))),
        };
        hash.update(&buffer[..n]);
        step(n as u64);
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_it_does_not_know() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, b"hello").unwrap();
        assert_eq!(identify(&path).unwrap(), None);
        assert_eq!(sha256(&path, |_| {}).unwrap(), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assert_eq!(identify_or_fail(&path).unwrap_err().exit, Exit::NotFound);
        assert_eq!(identify(&dir.path().join("b")).unwrap_err().exit, Exit::NotFound);
        assert_eq!(identify(dir.path()).unwrap_err().exit, Exit::Usage);
    }
}

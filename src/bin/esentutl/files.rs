//! What a file is, and its SHA-256.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use esent::error::Error;
use esent::format::checksum::header_is_good;
use esent::format::database_header::{START_OF_FILE, file_type};
use esent::format::shadowed_header::MAGIC;
use sha2::{Digest, Sha256};

use crate::cli::FileKind;
use crate::failure::{Exit, Failure};
use crate::interrupt;
use crate::text;

/// A kind of file that an engine writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Database,
    Log,
    Checkpoint,
    /// `.jfm`, which recovery neither needs nor keeps.
    FlushMap,
}

impl From<FileKind> for Kind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Database => Self::Database,
            FileKind::Log => Self::Log,
            FileKind::Checkpoint => Self::Checkpoint,
        }
    }
}

/// File type of flush maps, in the same place as that of the others.
const FLUSH_MAP: u32 = 6;

/// Tells from its content what a file is; its name decides only when the content is damaged. `None` for anything else.
pub fn identify(path: &Path) -> Result<Option<Kind>, Failure> {
    let start = read_start(path, START_OF_FILE as u64)?;
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let named = match &*extension {
        "log" | "jtx" | "jrs" => Some(Kind::Log),
        "chk" | "jcp" => Some(Kind::Checkpoint),
        "jfm" => Some(Kind::FlushMap),
        "edb" | "dit" | "sdb" | "ide" => Some(Kind::Database),
        _ => None,
    };
    let word = |at: usize| start.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    let has_magic = word(4) == Some(MAGIC);
    let sound = [2048, 4096, 8192, 16384, 32768].iter().any(|&n| start.get(..n).is_some_and(header_is_good));
    if sound || has_magic {
        match word(667) {
            Some(file_type::LOG) => return Ok(Some(Kind::Log)),
            Some(file_type::CHECKPOINT) => return Ok(Some(Kind::Checkpoint)),
            Some(FLUSH_MAP) => return Ok(Some(Kind::FlushMap)),
            Some(file_type::DATABASE | file_type::TEMPORARY_DATABASE) => return Ok(Some(Kind::Database)),
            // Written before there were file types.
            _ if has_magic => return Ok(Some(Kind::Database)),
            _ => {}
        }
    }
    Ok(named)
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

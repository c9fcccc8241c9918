//! Reading and writing checkpoint files.
//!
//! Source: `ese/_log/log.cxx` (ErrLGReadCheckpoint, ErrLGIWriteCheckpoint), `ese/_osu/fileu.cxx`.

use std::path::Path;

use super::fs::{FileSystem, OpenMode, directory_of};
use crate::error::{Error, ErrorCode, Result};
use crate::format::attachments::Attachment;
use crate::format::checkpoint::{CHECKPOINT_BYTES, Checkpoint};
use crate::format::environment::Environment;
use crate::format::primitives::{Lgpos, Signature};

/// Reads a checkpoint.
///
/// Errors: `CheckpointFileNotFound`, those of [`Checkpoint::from_start_of_file`]; file errors.
pub fn read(fs: &dyn FileSystem, path: &Path) -> Result<Checkpoint> {
    let file = fs.open(path, OpenMode::Read).map_err(|e| {
        let error = Error::from_io(&e, "opening the checkpoint", path);
        if error.code() == ErrorCode::FileNotFound { error.with_code(ErrorCode::CheckpointFileNotFound) } else { error }
    })?;
    let mut start = vec![0; 2 * CHECKPOINT_BYTES];
    let read = file.read_at(&mut start, 0).map_err(|e| Error::from_io(&e, "reading the checkpoint", path))?;
    Ok(Checkpoint::from_start_of_file(&start[..read]).map_err(|e| e.file(path))?.0)
}

/// Seals and writes a checkpoint, one copy safely after the other: a crash leaves the old one or the new one. A file
/// that is not there yet is created; a crash during that may leave one that nobody takes for a checkpoint.
pub fn write(fs: &dyn FileSystem, path: &Path, checkpoint: &mut Checkpoint) -> Result<()> {
    checkpoint.seal();
    let fail = |e: std::io::Error| Error::from_io(&e, "writing the checkpoint", path);
    let (file, is_new) = match fs.open(path, OpenMode::ReadWrite) {
        Ok(file) => (file, false),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => (fs.open(path, OpenMode::CreateNew).map_err(fail)?, true),
        Err(e) => return Err(fail(e)),
    };
    if !is_new {
        // A process that was killed may have written either copy, and not synced it.
        file.sync().map_err(fail)?;
    }
    file.write_at(checkpoint.bytes(), 0).map_err(fail)?;
    if !is_new {
        file.sync().map_err(fail)?;
    }
    file.write_at(checkpoint.bytes(), CHECKPOINT_BYTES as u64).map_err(fail)?;
    file.sync().map_err(fail)?;
    if is_new { fs.sync_directory(directory_of(path)).map_err(fail) } else { Ok(()) }
}

/// What a log stream's checkpoint says.
pub struct Mark<'a> {
    pub log_signature: Signature,
    /// `None`: what the file says already.
    pub environment: Option<Environment>,
    /// Nothing before it is needed.
    pub lgpos: Lgpos,
    pub attachments: &'a [Attachment],
}

/// Moves the checkpoint of a log stream. What the file knows beside that stays, when it belongs to the stream.
pub fn advance(fs: &dyn FileSystem, path: &Path, mark: &Mark<'_>) -> Result<()> {
    let mut checkpoint = match read(fs, path) {
        Ok(checkpoint) if checkpoint.log_signature() == mark.log_signature => checkpoint,
        _ => Checkpoint::default(),
    };
    checkpoint.set_log_signature(mark.log_signature);
    if let Some(environment) = mark.environment {
        checkpoint.set_environment(environment);
    }
    checkpoint.set_lgpos(mark.lgpos);
    checkpoint.set_database_consistency(mark.lgpos);
    checkpoint.set_attachments(Some(mark.attachments))?;
    write(fs, path, &mut checkpoint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::fs::RealFileSystem;

    #[test]
    fn survives_the_loss_of_either_copy() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("edb.chk");
        assert_eq!(read(&RealFileSystem, &path).unwrap_err().code(), ErrorCode::CheckpointFileNotFound);
        for generation in [3, 4] {
            let mut c = Checkpoint::default();
            c.set_lgpos(Lgpos::new(generation, 8, 16));
            c.set_database_consistency(c.lgpos());
            write(&RealFileSystem, &path, &mut c).unwrap();
            assert!(read(&RealFileSystem, &path).unwrap() == c);
        }
        let good = std::fs::read(&path).unwrap();
        assert_eq!(good.len(), 2 * CHECKPOINT_BYTES);
        for damaged in [5, CHECKPOINT_BYTES + 5] {
            let mut bad = good.clone();
            bad[damaged] ^= 0x80;
            std::fs::write(&path, bad).unwrap();
            assert_eq!(read(&RealFileSystem, &path).unwrap().lgpos(), Lgpos::new(4, 8, 16));
        }
        std::fs::write(&path, b"").unwrap();
        let e = read(&RealFileSystem, &path).unwrap_err();
        assert_eq!((e.code(), e.file_name()), (ErrorCode::CheckpointCorrupt, Some(&*path)));
    }
}

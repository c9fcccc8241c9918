//! `copy`: a verified copy of one file. Windows' `/y`.
//!
//! | way       | when                                                                     |
//! |-----------|--------------------------------------------------------------------------|
//! | reflink   | the file system shares blocks (btrfs, XFS, …): done at once, no space    |
//! | bytes     | otherwise; runs of zeros become holes                                    |
//!
//! The copy is written to `NAME.unfinished`, read back, compared by SHA-256 and only then given its name: what has
//! the name is whole. It keeps the time of the source.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::cli::CopyArgs;
use crate::failure::{Exit, Failure};
use crate::files;
use crate::output::Output;
use crate::{disk, interrupt, progress, text};

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;
/// A run of so many zeros becomes a hole.
const HOLE: usize = 64 << 10;
/// After a read error the file is read in pieces of this size.
const SECTOR: usize = 4096;

pub fn run(arguments: &CopyArgs, output: &mut Output) -> Result<Exit, Failure> {
    let CopyArgs { source, destination, .. } = arguments;
    if output.windows {
        output.line("Initiating COPY FILE mode...")?;
        output.line(format!("     Source File: {}", text::path(source)))?;
        output.line(format!("Destination File: {}", text::path(destination)))?;
        output.line("")?;
    }
    let target = match source.file_name() {
        Some(name) if destination.is_dir() => destination.join(name),
        _ => destination.clone(),
    };
    let length = files::open(source)?.metadata().map_err(|e| Failure::reading(&e, source))?.len();
    let options = Options {
        overwrite: arguments.overwrite,
        ignore_read_errors: arguments.ignore_read_errors,
        reflink: !arguments.no_reflink,
    };
    let bar = progress::bytes(output, "copying", 2 * length);
    let copied = copy(source, &target, options, |n| bar.inc(n))?;
    bar.finish_and_clear();
    let way = if copied.reflinked { "blocks shared" } else { "byte by byte" };
    output.line(format!("{} -> {}", text::path(source), text::path(&target)))?;
    output.line(format!("{}, {way}, SHA-256 {}", text::bytes(copied.bytes), copied.sha256))?;
    if copied.unreadable > 0 {
        let n = text::count(copied.unreadable, "piece");
        output.line(format!("WARNING: {n} of {SECTOR} bytes could not be read and are zero in the copy"))?;
    }
    output.json(|| {
        json!({
            "source": text::path(source),
            "destination": text::path(&target),
            "bytes": copied.bytes,
            "sha256": copied.sha256,
            "reflinked": copied.reflinked,
            "unreadable_pieces": copied.unreadable,
        })
    });
    Ok(if copied.unreadable > 0 { Exit::Findings } else { Exit::Done })
}

/// How to copy.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub overwrite: bool,
    pub ignore_read_errors: bool,
    pub reflink: bool,
}

/// A copy that is there and verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub bytes: u64,
    pub sha256: String,
    pub reflinked: bool,
    /// Pieces that the device refused.
    pub unreadable: u64,
}

/// Removes what was begun, unless it is finished.
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Copies and verifies. `step` hears of every byte twice: copied, and read back.
pub fn copy(source: &Path, target: &Path, options: Options, mut step: impl FnMut(u64)) -> Result<Copied, Failure> {
    let mut from = files::open(source)?;
    let metadata = from.metadata().map_err(|e| Failure::reading(&e, source))?;
    if !options.overwrite && target.symlink_metadata().is_ok() {
        return Err(Failure::new(Exit::CannotWrite, format!("{} exists already", text::path(target)))
            .hint("--overwrite replaces it"));
    }
    if let (Ok(a), Ok(b)) = (source.canonicalize(), target.canonicalize())
        && a == b
    {
        return Err(Failure::usage(format!("{} cannot be copied onto itself", text::path(source))));
    }
    let name = unfinished_name(target);
    let mut to = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&name)
        .map_err(|e| Failure::writing(&e, &name))?;
    let mut guard = Unfinished(Some(name.clone()));
    let reflinked = options.reflink && disk::reflink(&from, &to);
    let mut unreadable = 0;
    let sha256 = if reflinked {
        hash(&mut from, source, &mut step)?
    } else {
        enough_space(target, metadata.len())?;
        let lenient = options.ignore_read_errors;
        bytes(&mut from, &mut to, (source, &name), lenient, &mut unreadable, &mut step)?
    };
    to.sync_all().map_err(|e| Failure::writing(&e, &name))?;
    to.rewind().map_err(|e| Failure::writing(&e, &name))?;
    let written = hash(&mut to, &name, &mut step)?;
    if written != sha256 {
        let message = format!("{} reads back otherwise than it was written", text::path(target));
        return Err(
            Failure::new(Exit::CannotWrite, message).hint("was the source changed meanwhile? is the disk sound?")
        );
    }
    if let Ok(time) = metadata.modified() {
        let _ = to.set_modified(time);
    }
    drop(to);
    std::fs::rename(&name, target).map_err(|e| Failure::writing(&e, target))?;
    guard.0 = None;
    Ok(Copied { bytes: metadata.len(), sha256, reflinked, unreadable })
}

/// `NAME.unfinished`.
pub fn unfinished_name(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push(".unfinished");
    target.with_file_name(name)
}

fn hash(file: &mut File, path: &Path, step: &mut impl FnMut(u64)) -> Result<String, Failure> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; CHUNK];
    loop {
        interrupt::check()?;
        match file.read(&mut buffer) {
            Ok(0) => return Ok(files::hex(&hash.finalize())),
            Ok(n) => {
                hash.update(&buffer[..n]);
                step(n as u64);
            }
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(Failure::reading(&e, path)),
        }
    }
}

/// Copies byte by byte and gives the hash of what was written.
fn bytes(
    from: &mut File,
    to: &mut File,
    (source, target): (&Path, &Path),
    lenient: bool,
    unreadable: &mut u64,
    step: &mut impl FnMut(u64),
) -> Result<String, Failure> {
    let length = from.metadata().map_err(|e| Failure::reading(&e, source))?.len();
    let mut hash = Sha256::new();
    let mut buffer = vec![0; CHUNK];
    let mut offset = 0;
    while offset < length {
        interrupt::check()?;
        let wanted = CHUNK.min(usize::try_from(length - offset).unwrap_or(CHUNK));
        let piece = &mut buffer[..wanted];
        if let Err(e) = read_piece(from, piece, offset) {
            if !lenient {
                return Err(Failure::reading(&e, source).hint("--ignore-read-errors copies what can be read"));
            }
            for (i, sector) in piece.chunks_mut(SECTOR).enumerate() {
                if read_piece(from, sector, offset + (i * SECTOR) as u64).is_err() {
                    sector.fill(0);
                    *unreadable += 1;
                }
            }
        }
        hash.update(&*piece);
        for (i, run) in piece.chunks(HOLE).enumerate() {
            if run.iter().any(|&b| b != 0) {
                to.seek(SeekFrom::Start(offset + (i * HOLE) as u64))
                    .and_then(|_| to.write_all(run))
                    .map_err(|e| Failure::writing(&e, target))?;
            }
        }
        offset += wanted as u64;
        step(wanted as u64);
    }
    to.set_len(length).map_err(|e| Failure::writing(&e, target))?;
    Ok(files::hex(&hash.finalize()))
}

fn read_piece(from: &mut File, piece: &mut [u8], offset: u64) -> std::io::Result<()> {
    from.seek(SeekFrom::Start(offset))?;
    from.read_exact(piece)
}

/// Fails before anything is written when the disk is known to be too full.
pub fn enough_space(target: &Path, needed: u64) -> Result<(), Failure> {
    match disk::free_space(target) {
        Some(free) if free < needed => Err(Failure::new(
            Exit::CannotWrite,
            format!("{} are needed for {}, {} are free", text::bytes(needed), text::path(target), text::bytes(free)),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Options = Options { overwrite: false, ignore_read_errors: false, reflink: true };

    #[test]
    fn copies_whole_files_and_holes() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        let mut data = vec![7; 100_000];
        data.resize(3 << 20, 0);
        data.extend([1, 2, 3]);
        data.resize((4 << 20) + 17, 0);
        std::fs::write(&a, &data).unwrap();
        let mut heard = 0;
        let copied = copy(&a, &b, Options { reflink: false, ..PLAIN }, |n| heard += n).unwrap();
        assert!(std::fs::read(&b).unwrap() == data);
        assert_eq!((copied.bytes, heard), (data.len() as u64, 2 * data.len() as u64));
        assert_eq!(copied.sha256, files::sha256(&a, |_| {}).unwrap());
        assert!(!unfinished_name(&b).exists());
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert!(b.metadata().unwrap().blocks() * 512 < data.len() as u64 / 2, "the zeros are a hole");
        }
    }

    #[test]
    fn never_writes_over_anything_unasked() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(&a, "new").unwrap();
        std::fs::write(&b, "old").unwrap();
        assert_eq!(copy(&a, &b, PLAIN, |_| {}).unwrap_err().exit, Exit::CannotWrite);
        assert_eq!(std::fs::read(&b).unwrap(), b"old");
        let overwrite = Options { overwrite: true, ..PLAIN };
        assert_eq!(copy(&a, &a, overwrite, |_| {}).unwrap_err().exit, Exit::Usage);
        copy(&a, &b, overwrite, |_| {}).unwrap();
        assert_eq!(std::fs::read(&b).unwrap(), b"new");
        assert_eq!(copy(&dir.path().join("c"), &b, overwrite, |_| {}).unwrap_err().exit, Exit::NotFound);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn too_little_space_is_said_beforehand() {
        if cfg!(unix) {
            let e = enough_space(Path::new("x"), u64::MAX).unwrap_err();
            assert_eq!(e.exit, Exit::CannotWrite);
            assert!(e.message.contains("are free"));
        }
    }
}

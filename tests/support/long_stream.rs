//! A log stream of any length behind a backup: headers are made when they are read, and who reads further is noted.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use esent::format::log_header::{LOG_HEADER_BYTES, LogHeader};
use esent::format::primitives::Logtime;
use esent::storage::fs::{File, FileSystem, Metadata, OpenMode};

use super::disk::Disk;

#[derive(Default)]
struct Reads {
    opened: AtomicU64,
    bytes: AtomicU64,
    bodies: AtomicU64,
}

/// A disk with a backup, and behind it generations up to any number in the log path.
pub struct LongStream {
    disk: Disk,
    /// The header of the backup's last log.
    last: LogHeader,
    log_path: PathBuf,
    generations: u32,
    reads: Arc<Reads>,
}

impl LongStream {
    pub fn new(disk: Disk, backup: &[PathBuf], log_path: &Path, generations: u32) -> Self {
        let last = backup.last().expect("a log");
        let bytes = disk.files()[last][..LOG_HEADER_BYTES].to_vec();
        let last = LogHeader::parse(&bytes).expect("a sound log");
        disk.create_directories(log_path).expect("a directory");
        Self { disk, last, log_path: log_path.components().collect(), generations, reads: Arc::default() }
    }

    /// Files opened, bytes read from them, and how often anything behind a header.
    pub fn reads(&self) -> (u64, u64, u64) {
        (self.reads.opened.load(Relaxed), self.reads.bytes.load(Relaxed), self.reads.bodies.load(Relaxed))
    }

    fn generation(&self, path: &Path) -> Option<u32> {
        if path.parent().is_none_or(|d| !d.components().eq(self.log_path.components())) {
            return None;
        }
        let digits = path.file_name()?.to_str()?.strip_prefix("edb")?.strip_suffix(".log")?;
        let generation = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 8)?;
        (self.last.generation() < generation && generation <= self.generations).then_some(generation)
    }

    fn created(&self, generation: u32) -> Logtime {
        match generation {
            g if g == self.last.generation() => self.last.created(),
            g => Logtime::from_unix(1_800_000_000 + u64::from(g), 0),
        }
    }

    /// The header of a generation; its sum is kept right word by word, which is quicker than to make it anew.
    fn header(&self, generation: u32) -> Box<[u8; LOG_HEADER_BYTES]> {
        let mut bytes = Box::new(*self.last.bytes());
        let mut put = |at: usize, field: &[u8]| {
            for (i, new) in field.iter().enumerate() {
                let at = at + i;
                bytes[at % 4] ^= bytes[at] ^ new;
                bytes[at] = *new;
            }
        };
        put(4, &generation.to_le_bytes());
        put(16, &self.created(generation).0);
        put(24, &self.created(generation - 1).0);
        bytes
    }
}

struct Log {
    header: Box<[u8; LOG_HEADER_BYTES]>,
    length: u64,
    reads: Arc<Reads>,
}

impl File for Log {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.reads.bytes.fetch_add(buffer.len() as u64, Relaxed);
        let end = offset as usize + buffer.len();
        if end > LOG_HEADER_BYTES {
            self.reads.bodies.fetch_add(1, Relaxed);
            buffer.fill(0);
        } else {
            buffer.copy_from_slice(&self.header[offset as usize..end]);
        }
        Ok(buffer.len())
    }
    fn write_at(&self, _: &[u8], _: u64) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn len(&self) -> io::Result<u64> {
        Ok(self.length)
    }
    fn set_len(&self, _: u64) -> io::Result<()> {
        Err(io::ErrorKind::PermissionDenied.into())
    }
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

impl FileSystem for LongStream {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Box<dyn File>> {
        let Some(generation) = self.generation(path) else { return self.disk.open(path, mode) };
        self.reads.opened.fetch_add(1, Relaxed);
        Ok(Box::new(Log {
            header: self.header(generation),
            length: self.last.file_length(),
            reads: self.reads.clone(),
        }))
    }
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        match self.generation(path) {
            Some(_) => Ok(Metadata { length: self.last.file_length(), is_directory: false }),
            None => self.disk.metadata(path),
        }
    }
    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let mut names = self.disk.list(directory)?;
        if directory.components().eq(self.log_path.components()) {
            names.extend((self.last.generation() + 1..=self.generations).map(|g| format!("edb{g:08X}.log").into()));
        }
        Ok(names)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(from, to)
    }
    fn create_directories(&self, path: &Path) -> io::Result<()> {
        self.disk.create_directories(path)
    }
    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        self.disk.sync_directory(path)
    }
}

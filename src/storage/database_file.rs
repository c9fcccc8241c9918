//! A database file: two header copies, then pages. The only place that turns page numbers into offsets.
//!
//! | offset            | what                                            |
//! |-------------------|-------------------------------------------------|
//! | 0                 | header                                          |
//! | page size         | header again                                    |
//! | (n + 1) × size    | page n, from 1                                  |
//!
//! A streaming backup leaves one page more at the end, the trailer ([`crate::format::patch_page`]).
//!
//! Source: `inc/io.hxx` (OffsetOfPgno), `ese/db.cxx` (trailer), `ese/_osu/fileu.cxx` (header copies).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use parking_lot::Mutex;

use super::fs::{File, FileSystem, OpenMode, directory_of};
use super::page_guard::{self, BATCH_PAGES, PageGuard};
use crate::error::{Error, Result};
use crate::fail;
use crate::format::database_header::{self, DatabaseHeader};
use crate::format::page::Page;
use crate::format::patch_page::PatchPage;
use crate::format::primitives::{Pgno, Signature};
use crate::format::shadowed_header::Copies;

/// Pages taken by the header copies.
const HEADER_PAGES: u64 = 2;
/// Neighbouring pages are gathered into writes of at most this many bytes.
const LARGEST_WRITE: usize = 1 << 20;

/// An open database file. Reads and writes may come from several threads.
pub struct DatabaseFile {
    file: Box<dyn File>,
    path: PathBuf,
    page_size: u32,
    /// Whole pages in the file, headers not counted.
    pages: AtomicU32,
    /// Something was written since the last sync; by a process that was killed, perhaps, before this one opened the file.
    unsynced: AtomicBool,
    guard: Mutex<Guard>,
}

/// What keeps pages from being torn.
#[derive(Default)]
struct Guard {
    file: Option<PageGuard>,
    /// The flush signature of the header on disk.
    owner: Signature,
    /// The last page that the file had when it was opened: those behind it come out of the logs alone.
    old_pages: Pgno,
}

impl DatabaseFile {
    /// Opens a database and reads its header. When it is opened for writing and one header copy is damaged or old, the
    /// good one is written over it; and pages that a crash may have torn are written again.
    ///
    /// Errors: those of [`DatabaseHeader::from_start_of_file`]; file errors.
    pub fn open(
        fs: &dyn FileSystem,
        path: &Path,
        mode: OpenMode,
        expected_page_size: Option<u32>,
    ) -> Result<(Self, DatabaseHeader)> {
        let file = fs.open(path, mode).map_err(|e| Error::from_io(&e, "opening the database", path))?;
        let (header, copies) = read_header(&*file, path, expected_page_size)?;
        let this = Self::new(file, path, header.page_size());
        this.measure()?;
        this.unsynced.store(mode != OpenMode::Read, Ordering::Release);
        if mode != OpenMode::Read && copies != Copies::Equal {
            this.sync_if_written()?;
            let offset = if copies == Copies::FirstDamaged { 0 } else { u64::from(this.page_size) };
            this.write_at(header.bytes(), offset, "mending a header copy")?;
            this.sync()?;
        }
        let owner = header.header_flush_signature();
        if mode != OpenMode::Read {
            this.repeat_batches(fs, owner)?;
        }
        *this.guard.lock() = Guard { file: None, owner, old_pages: this.page_count() };
        Ok((this, header))
    }

    fn new(file: Box<dyn File>, path: &Path, page_size: u32) -> Self {
        Self {
            file,
            path: path.to_path_buf(),
            page_size,
            pages: AtomicU32::new(0),
            unsynced: AtomicBool::new(false),
            guard: Mutex::default(),
        }
    }

    /// Writes the pages that were on their way when an earlier run ended, and makes those empty that it had begun to add.
    fn repeat_batches(&self, fs: &dyn FileSystem, owner: Signature) -> Result<()> {
        let mut there = vec![0; self.page_size as usize];
        let mut write = |pgno, page: &[u8]| {
            if pgno > self.page_count() {
                self.set_page_count(pgno)?;
            }
            self.read_page(pgno, &mut there)?;
            if there == page { Ok(()) } else { self.write_page(pgno, page) }
        };
        let Some(old_pages) = page_guard::repeat(fs, &self.path, owner, self.page_size, &mut write)? else {
            return Ok(());
        };
        let mut page = Page::zeroed(self.page_size as usize);
        for pgno in old_pages.saturating_add(1)..=self.page_count() {
            self.read_page(pgno, page.bytes_mut())?;
            if page.check(pgno).is_err() {
                self.write_page(pgno, &vec![0; self.page_size as usize])?;
            }
        }
        // The pages may be in their places without being safe there, and the guard file goes.
        self.sync()
    }

    /// From now on pages can be written with [`write_safely`](Self::write_safely).
    pub fn protect(&self, fs: &dyn FileSystem) -> Result<()> {
        self.guard.lock().file = Some(PageGuard::create(fs, &self.path)?);
        Ok(())
    }

    /// Makes everything safe and removes the guard file: nothing is to be written any more.
    pub fn end_protection(&self, fs: &dyn FileSystem) -> Result<()> {
        self.sync_if_written()?;
        let guard = self.guard.lock().file.take();
        guard.map_or(Ok(()), |guard| guard.remove(fs))
    }

    /// Writes pages, in ascending order, so that a crash leaves each as it was or as it is to be; or, of those that the
    /// file has got since it was opened, empty ([`page_guard`](super::page_guard)). They are safe when the file is synced,
    /// at the next header at the latest.
    ///
    /// # Errors
    /// As for [`write_page`](Self::write_page), and those of the guard file.
    pub fn write_safely(&self, pages: &[(Pgno, &[u8])]) -> Result<()> {
        let mut guard = self.guard.lock();
        let Guard { file, owner, old_pages } = &mut *guard;
        for batch in pages.chunks(BATCH_PAGES) {
            if let Some(guard) = file {
                if guard.is_full() {
                    self.sync()?;
                    guard.restart();
                }
                let old: Vec<_> = batch.iter().copied().filter(|(pgno, _)| pgno <= old_pages).collect();
                if !old.is_empty() || !guard.knows(*owner) {
                    guard.write(*owner, self.page_size, *old_pages, &old)?;
                }
            }
            self.write_runs(batch)?;
        }
        if file.is_none() { self.sync() } else { Ok(()) }
    }

    /// Writes pages in ascending order, neighbours together.
    fn write_runs(&self, pages: &[(Pgno, &[u8])]) -> Result<()> {
        for run in pages.chunk_by(|a, b| a.0.checked_add(1) == Some(b.0)) {
            let Some(&(first, _)) = run.first() else { continue };
            let run: Vec<&[u8]> = run.iter().map(|(_, page)| *page).collect();
            self.write_pages(first, &run)?;
        }
        Ok(())
    }

    /// Creates a database file of `header` and `pages` zeroed pages; any file that was there is replaced.
    pub fn create(fs: &dyn FileSystem, path: &Path, header: &mut DatabaseHeader, pages: u32) -> Result<Self> {
        let file = fs.open(path, OpenMode::Replace).map_err(|e| Error::from_io(&e, "creating the database", path))?;
        let this = Self::new(file, path, header.page_size());
        this.set_page_count(pages)?;
        this.write_header(header)?;
        fs.sync_directory(directory_of(path)).map_err(|e| Error::from_io(&e, "creating the database", path))?;
        Ok(this)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of a page.
    pub fn page_size(&self) -> u32 {
        self.page_size
    }

    /// Number of the last page.
    pub fn page_count(&self) -> u32 {
        self.pages.load(Ordering::Acquire)
    }

    /// Cuts or grows the file so that `pages` is its last page; new pages are zero.
    pub fn set_page_count(&self, pages: u32) -> Result<()> {
        let length = (u64::from(pages) + HEADER_PAGES) * u64::from(self.page_size);
        self.unsynced.store(true, Ordering::Release);
        self.file.set_len(length).map_err(|e| Error::from_io(&e, "changing the size of the database", &self.path))?;
        self.pages.store(pages, Ordering::Release);
        Ok(())
    }

    /// Reads the page into `page`, which is one page long. The content is not checked.
    ///
    /// Errors: `FileIOBeyondEOF` for a page behind the end, `DatabaseCorrupted` for page 0; file errors.
    pub fn read_page(&self, pgno: Pgno, page: &mut [u8]) -> Result<()> {
        self.read_pages(pgno, page)
    }

    /// Reads neighbouring pages; `pages` is a number of whole pages long. Errors as for [`read_page`](Self::read_page).
    pub fn read_pages(&self, first: Pgno, pages: &mut [u8]) -> Result<()> {
        let offset = self.offset(first, pages.len())?;
        self.file.read_exact_at(pages, offset).map_err(|e| Error::from_io(&e, "reading a page", &self.path).page(first))
    }

    /// Writes one page. It is safe only after [`sync`](Self::sync). Errors as for [`read_page`](Self::read_page).
    pub fn write_page(&self, pgno: Pgno, page: &[u8]) -> Result<()> {
        let offset = self.offset(pgno, page.len())?;
        self.write_at(page, offset, "writing a page").map_err(|e| e.page(pgno))
    }

    /// Writes neighbouring pages, beginning with `first`, in as few writes as possible.
    pub fn write_pages(&self, first: Pgno, pages: &[&[u8]]) -> Result<()> {
        if let [page] = pages {
            return self.write_page(first, page);
        }
        let per_write = (LARGEST_WRITE / self.page_size as usize).max(1);
        let mut pgno = first;
        let mut buffer = Vec::new();
        for run in pages.chunks(per_write) {
            buffer.clear();
            for page in run {
                if page.len() != self.page_size as usize {
                    fail!(InvalidParameter, "a page to be written is {} bytes long", page.len());
                }
                buffer.extend_from_slice(page);
            }
            self.write_page(pgno, &buffer)?;
            pgno = pgno.saturating_add(run.len() as u32);
        }
        Ok(())
    }

    /// Returns when everything written so far is safe.
    pub fn sync(&self) -> Result<()> {
        self.unsynced.store(false, Ordering::Release);
        self.file.sync().map_err(|e| Error::from_io(&e, "syncing the database", &self.path))
    }

    /// The same, if anything was written since.
    pub fn sync_if_written(&self) -> Result<()> {
        if self.unsynced.load(Ordering::Acquire) { self.sync() } else { Ok(()) }
    }

    /// Reads the header anew.
    pub fn read_header(&self) -> Result<DatabaseHeader> {
        Ok(read_header(&*self.file, &self.path, Some(self.page_size))?.0)
    }

    /// Seals the header and writes both copies, one safely after the other: a crash at any moment leaves the old header
    /// or the new one; when this returns, the new one. The second copy is safe with the next sync. What was written to the
    /// file is made safe before, so that the header says nothing of pages that is not so yet.
    pub fn write_header(&self, header: &mut DatabaseHeader) -> Result<()> {
        if header.page_size() != self.page_size {
            fail!(PageSizeMismatch, "a header for pages of {} bytes", header.page_size());
        }
        self.sync_if_written()?;
        header.seal();
        self.write_at(header.bytes(), 0, "writing the database header")?;
        self.sync()?;
        self.write_at(header.bytes(), u64::from(self.page_size), "writing the database header")?;
        self.guard.lock().owner = header.header_flush_signature();
        Ok(())
    }

    /// Reads the trailer: the last page of the file, when it is one.
    ///
    /// Errors: `BadPatchPage` when it is not; `DatabaseCorrupted` when the file has no page at all.
    pub fn read_trailer(&self) -> Result<PatchPage> {
        let last = self.page_count();
        if last == 0 {
            return Err(crate::error!(DatabaseCorrupted, "the database has no pages").file(&self.path));
        }
        let mut page = vec![0; self.page_size as usize];
        let offset = self.end()?.saturating_sub(page.len() as u64);
        self.file
            .read_exact_at(&mut page, offset)
            .map_err(|e| Error::from_io(&e, "reading the trailer", &self.path))?;
        PatchPage::parse(&page).map_err(|e| e.file(&self.path).page(last))
    }

    /// Zeroes the last page of the file when it is a trailer, and makes that safe.
    pub fn zero_trailer(&self) -> Result<()> {
        if self.read_trailer().is_err() {
            return Ok(());
        }
        let zeros = vec![0; self.page_size as usize];
        if self.end()? == (u64::from(self.page_count()) + HEADER_PAGES) * u64::from(self.page_size) {
            return self.write_safely(&[(self.page_count(), &zeros)]);
        }
        // The file does not end with a whole page: the trailer has no number.
        self.write_at(&zeros, self.end()?.saturating_sub(zeros.len() as u64), "zeroing the trailer")?;
        self.sync()
    }

    /// Takes the number of pages from the length of the file.
    fn measure(&self) -> Result<()> {
        let pages = (self.end()? / u64::from(self.page_size)).saturating_sub(HEADER_PAGES);
        self.pages.store(u32::try_from(pages).unwrap_or(u32::MAX - 2), Ordering::Release);
        Ok(())
    }

    fn end(&self) -> Result<u64> {
        self.file.len().map_err(|e| Error::from_io(&e, "measuring the database", &self.path))
    }

    fn write_at(&self, data: &[u8], offset: u64, doing: &str) -> Result<()> {
        self.unsynced.store(true, Ordering::Release);
        self.file.write_at(data, offset).map_err(|e| Error::from_io(&e, doing, &self.path))
    }

    /// Where `bytes` bytes of whole pages from `first` on lie, if they lie in the file.
    fn offset(&self, first: Pgno, bytes: usize) -> Result<u64> {
        let size = self.page_size as usize;
        if bytes == 0 || !bytes.is_multiple_of(size) {
            fail!(InvalidParameter, "{bytes} bytes are no whole pages");
        }
        if first == 0 {
            return Err(crate::error!(DatabaseCorrupted, "there is no page 0").file(&self.path));
        }
        let last = u64::from(first) + (bytes / size) as u64 - 1;
        if last > u64::from(self.page_count()) {
            let e = crate::error!(FileIOBeyondEOF, "page {last} lies behind the last, {}", self.page_count());
            return Err(e.file(&self.path).page(first));
        }
        Ok((u64::from(first) + 1) * u64::from(self.page_size))
    }
}

/// Reads the header out of an open file; see [`DatabaseHeader::from_start_of_file`].
pub fn read_header(file: &dyn File, path: &Path, expected_page_size: Option<u32>) -> Result<(DatabaseHeader, Copies)> {
    let mut start = vec![0; database_header::START_OF_FILE];
    let read = file.read_at(&mut start, 0).map_err(|e| Error::from_io(&e, "reading the database header", path))?;
    DatabaseHeader::from_start_of_file(&start[..read], expected_page_size).map_err(|e| e.file(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::format::version;
    use crate::storage::fs::RealFileSystem;
    use parking_lot::Mutex;
    use std::io;
    use std::sync::Arc;

    fn header() -> DatabaseHeader {
        let mut h = DatabaseHeader::new(4096).unwrap();
        h.set_version(version::NEWEST.database);
        h
    }

    #[test]
    fn pages_lie_behind_the_headers() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.edb");
        let db = DatabaseFile::create(&RealFileSystem, &path, &mut header(), 3).unwrap();
        let (one, two, three) = ([1; 4096], [2; 4096], [3; 4096]);
        db.write_page(1, &one).unwrap();
        db.write_pages(2, &[&two, &three]).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes.len(), 5 * 4096);
        assert!(bytes[..4096] == bytes[4096..8192] && bytes[8192..12288] == one && bytes[16384..] == three);
        let mut page = [0; 4096];
        db.read_page(2, &mut page).unwrap();
        assert_eq!(page, two);
        for (pgno, code) in [(0, ErrorCode::DatabaseCorrupted), (4, ErrorCode::FileIOBeyondEOF)] {
            assert_eq!(db.read_page(pgno, &mut page).unwrap_err().code(), code);
            assert_eq!(db.write_page(pgno, &page).unwrap_err().code(), code);
        }
        assert_eq!(db.write_pages(3, &[&one, &one]).unwrap_err().code(), ErrorCode::FileIOBeyondEOF);
        db.set_page_count(5).unwrap();
        db.read_page(5, &mut page).unwrap();
        assert_eq!(page, [0; 4096]);
        assert_eq!(db.read_trailer().unwrap_err().code(), ErrorCode::BadPatchPage);
    }

    #[test]
    fn mends_a_damaged_copy_when_it_may_write() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.edb");
        drop(DatabaseFile::create(&RealFileSystem, &path, &mut header(), 1).unwrap());
        let good = std::fs::read(&path).unwrap();
        for damaged in [100, 4096 + 100] {
            let mut bad = good.clone();
            bad[damaged] ^= 1;
            std::fs::write(&path, &bad).unwrap();
            drop(DatabaseFile::open(&RealFileSystem, &path, OpenMode::Read, None).unwrap());
            assert!(std::fs::read(&path).unwrap() == bad, "reading changes nothing");
            drop(DatabaseFile::open(&RealFileSystem, &path, OpenMode::ReadWrite, Some(4096)).unwrap());
            assert!(std::fs::read(&path).unwrap() == good);
        }
        std::fs::write(&path, b"").unwrap();
        let e = DatabaseFile::open(&RealFileSystem, &path, OpenMode::Read, None).err().unwrap();
        assert_eq!((e.code(), e.file_name()), (ErrorCode::ReadVerifyFailure, Some(&*path)));
    }

    /// Writes go to `lines` and nowhere else.
    struct Recorder(Arc<Mutex<Vec<String>>>);
    impl File for Recorder {
        fn read_at(&self, _: &mut [u8], _: u64) -> io::Result<usize> {
            Ok(0)
        }
        fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
            self.0.lock().push(format!("write {}+{}", offset, data.len()));
            Ok(())
        }
        fn len(&self) -> io::Result<u64> {
            Ok(0)
        }
        fn set_len(&self, _: u64) -> io::Result<()> {
            Ok(())
        }
        fn sync(&self) -> io::Result<()> {
            self.0.lock().push("sync".into());
            Ok(())
        }
    }

    #[test]
    fn one_header_copy_is_safe_before_the_other_is_touched() {
        let log = Arc::new(Mutex::new(Vec::new()));
        let file = Box::new(Recorder(log.clone()));
        let db = DatabaseFile { pages: AtomicU32::new(600), ..DatabaseFile::new(file, Path::new("a.edb"), 4096) };
        db.write_header(&mut header()).unwrap();
        assert_eq!(*log.lock(), ["write 0+4096", "sync", "write 4096+4096"]);
        db.write_header(&mut header()).unwrap();
        assert_eq!(log.lock()[3..], ["sync", "write 0+4096", "sync", "write 4096+4096"]);
        log.lock().clear();
        let page = [0; 4096];
        db.write_pages(1, &vec![&page[..]; 300]).unwrap();
        assert_eq!(*log.lock(), ["write 8192+1048576", "write 1056768+180224"]);
    }
}

//! Verifies every page of a database and both copies of its header: Windows' `/k`.

use std::path::Path;

use super::{Sink, Tone, database, text};
use crate::error::{Error, ErrorCode, Result};
use crate::format::page::{Page, PageCondition};
use crate::format::patch_page::PatchPage;
use crate::format::shadowed_header::Copies;
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::{FileSystem, OpenMode};

/// So many damaged pages are listed; the rest is only counted.
const LISTED_MAX: usize = 1000;
/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// What was found in a database.
#[derive(Debug, Default)]
pub struct Report {
    pub page_size: usize,
    pub seen: u64,
    pub bad_checksums: u64,
    pub correctable: u64,
    pub uninitialized: u64,
    pub wrong_numbers: u64,
    pub bad_structure: u64,
    pub highest_dbtime: u64,
    pub highest_dbtime_page: u32,
    pub damaged: Vec<(u32, Error)>,
    pub reads: u64,
    /// A copy of the header is damaged or old.
    pub header: Option<&'static str>,
    /// The file does not end with a whole page.
    pub end_of_file: Option<String>,
}

impl Report {
    pub fn is_sound(&self) -> bool {
        self.damage() == 0 && self.header.is_none() && self.end_of_file.is_none()
    }

    fn damage(&self) -> u64 {
        self.bad_checksums + self.correctable + self.wrong_numbers + self.bad_structure
    }

    /// `Ok` for a sound database.
    ///
    /// # Errors
    /// That of the first damaged page; `ReadVerifyFailure` for a header, `DatabaseCorrupted` for a file that was cut.
    pub fn verdict(&self) -> Result<()> {
        if let Some((pgno, e)) = self.damaged.first() {
            return Err(e.clone().page(*pgno));
        }
        if let Some(note) = self.header {
            return Err(Error::new(ErrorCode::ReadVerifyFailure, note));
        }
        match &self.end_of_file {
            Some(note) => Err(Error::new(ErrorCode::DatabaseCorrupted, note.clone())),
            None => Ok(()),
        }
    }

    fn take(&mut self, pgno: u32, page: &mut Page) {
        self.seen += 1;
        match page.check(pgno) {
            Ok(PageCondition::Good) => {}
            Ok(PageCondition::Uninitialized) => {
                self.uninitialized += 1;
                return;
            }
            Ok(PageCondition::Corrected { bit }) => {
                self.correctable += 1;
                self.list(pgno, crate::error!(ReadVerifyFailure, "bit {bit} is wrong and can be corrected"));
            }
            Err(e) => {
                match e.code() {
                    ErrorCode::ReadVerifyFailure => self.bad_checksums += 1,
                    ErrorCode::ReadPgnoVerifyFailure => self.wrong_numbers += 1,
                    _ => self.bad_structure += 1,
                }
                return self.list(pgno, e);
            }
        }
        // Above are the marks of pages that were shrunk away, reverted or never dated.
        if page.dbtime() > self.highest_dbtime && page.dbtime() < u64::MAX - 16 {
            (self.highest_dbtime, self.highest_dbtime_page) = (page.dbtime(), pgno);
        }
    }

    fn list(&mut self, pgno: u32, e: Error) {
        if self.damaged.len() < LISTED_MAX {
            self.damaged.push((pgno, e));
        }
    }

    fn print<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        let mark = |sink: &S, n: u64, line: String| if n > 0 { sink.mark(Tone::Bad, &line) } else { line };
        let counts = [
            (self.bad_checksums, format!("{} bad checksums", self.bad_checksums)),
            (self.correctable, format!("{} correctable checksums", self.correctable)),
            (0, format!("{} uninitialized pages", self.uninitialized)),
            (self.wrong_numbers, format!("{} wrong page numbers", self.wrong_numbers)),
            (self.bad_structure, format!("{} pages with a damaged structure", self.bad_structure)),
        ];
        sink.line("")?;
        sink.line(&format!("{} pages seen", self.seen))?;
        for (n, line) in counts {
            let line = mark(sink, n, line);
            sink.line(&line)?;
        }
        sink.line(&format!("0x{:x} highest dbtime (pgno 0x{:x})", self.highest_dbtime, self.highest_dbtime_page))?;
        sink.line("")?;
        sink.line(&format!("{} reads performed", self.reads))?;
        sink.line(&format!("{} read", text::bytes(self.seen * self.page_size as u64)))?;
        if !self.damaged.is_empty() {
            sink.line("")?;
        }
        for (pgno, e) in &self.damaged {
            sink.line(&format!("page {pgno} (0x{pgno:x}): {} ({}): {}", e.code().name(), e.number(), e.message()))?;
        }
        if self.damage() > self.damaged.len() as u64 {
            sink.line(&format!("… and {} more", self.damage() - self.damaged.len() as u64))?;
        }
        for note in self.header.iter().copied().chain(self.end_of_file.as_deref()) {
            let what = sink.mark(Tone::Bad, "ERROR:");
            sink.line(&format!("{what} {note}"))?;
        }
        Ok(())
    }
}

/// Verifies a database and says what was found.
///
/// # Errors
/// The file cannot be read, or has no good header. Damage is no error but in the report.
pub fn database<S: Sink>(fs: &dyn FileSystem, path: &Path, sink: &mut S) -> Result<Report, S::Error> {
    let facts = database::read(fs, path)?;
    let (file, header) = DatabaseFile::open(fs, path, OpenMode::Read, None)?;
    let size = header.page_size() as usize;
    sink.line(&format!("     File: {}", text::path(path)))?;
    let mut report = Report { page_size: size, ..Report::default() };
    let mut buffer = vec![0; CHUNK.max(size)];
    let mut page = Page::zeroed(size);
    let per_read = (buffer.len() / size) as u32;
    let last = file.page_count();
    let mut first = 1u32;
    while first <= last {
        let count = per_read.min(last - first + 1);
        let bytes = &mut buffer[..count as usize * size];
        sink.step(bytes.len() as u64)?;
        file.read_pages(first, bytes)?;
        report.reads += 1;
        for (pgno, bytes) in (first..).zip(bytes.chunks_exact(size)) {
            if pgno == last && facts.trailer.is_some() && PatchPage::parse(bytes).is_ok() {
                continue;
            }
            page.bytes_mut().copy_from_slice(bytes);
            report.take(pgno, &mut page);
        }
        first += count;
    }
    report.header = match facts.copies {
        Copies::Equal => None,
        Copies::FirstDamaged => Some("the first copy of the header is damaged; the second is good"),
        Copies::SecondDamaged => Some("the second copy of the header is damaged or older; the first is good"),
    };
    let beyond = facts.length % size as u64;
    if beyond > 0 {
        report.end_of_file = Some(format!("{beyond} bytes behind the last whole page: the file was cut"));
    }
    report.print(sink)?;
    Ok(report)
}

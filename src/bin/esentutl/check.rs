//! `check`: every checksum and the structure of every page of databases, every segment of logs, both copies of
//! headers and checkpoints. Windows' `/k`.
//!
//! Words and order of the lines about a database: `_esefile/checksum.cxx` of the reference.

use std::path::Path;

use esent::error::{Error, ErrorCode};
use esent::format::checkpoint::{CHECKPOINT_BYTES, Checkpoint};
use esent::format::page::{Page, PageCondition};
use esent::format::patch_page::PatchPage;
use esent::format::shadowed_header::Copies;
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::{OpenMode, RealFileSystem};
use serde_json::{Value, json};

use crate::cli::CheckArgs;
use crate::failure::{Exit, Failure};
use crate::files::{self, Kind};
use crate::output::{Output, Tone};
use crate::streams::{self, Finding, LogFile};
use crate::{info, interrupt, logs, progress, text};

/// So many damaged pages are listed; the rest is only counted.
const LISTED_MAX: usize = 1000;
/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

pub fn run(arguments: &CheckArgs, output: &mut Output) -> Result<Exit, Failure> {
    if output.windows {
        output.line("Initiating CHECKSUM mode...")?;
    }
    let mut sound = true;
    for (i, path) in arguments.files.iter().enumerate() {
        if i > 0 {
            output.line("")?;
        }
        if path.is_file() {
            sound &= one(path, output)?;
        } else {
            for stream in streams::named(path)? {
                for file in &stream.files {
                    sound &= one(&file.path, output)?;
                }
            }
        }
    }
    Ok(if sound { Exit::Done } else { Exit::Findings })
}

/// Whether the file is sound.
fn one(path: &Path, output: &mut Output) -> Result<bool, Failure> {
    match files::identify_or_fail(path)? {
        Kind::Database => database(path, output),
        Kind::Log => log(path, output),
        Kind::Checkpoint => checkpoint(path, output),
        Kind::FlushMap => {
            output.line(format!("{}: a flush map; not checked, recovery does without it", text::path(path)))?;
            Ok(true)
        }
    }
}

/// What was found in a database.
#[derive(Default)]
struct Pages {
    seen: u64,
    bad_checksums: u64,
    correctable: u64,
    uninitialized: u64,
    wrong_numbers: u64,
    bad_structure: u64,
    highest_dbtime: u64,
    highest_dbtime_page: u32,
    damaged: Vec<(u32, Error)>,
    reads: u64,
}

impl Pages {
    fn damage(&self) -> u64 {
        self.bad_checksums + self.correctable + self.wrong_numbers + self.bad_structure
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
                self.list(pgno, esent::error!(ReadVerifyFailure, "bit {bit} is wrong and can be corrected"));
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
}

fn database(path: &Path, output: &mut Output) -> Result<bool, Failure> {
    let facts = info::database::read(path)?;
    let (file, header) = DatabaseFile::open(&RealFileSystem, path, OpenMode::Read, None)?;
    let size = header.page_size() as usize;
    output.line(format!("     File: {}", text::path(path)))?;
    let bar = progress::bytes(output, "checking", facts.length);
    let mut pages = Pages::default();
    let mut buffer = vec![0; CHUNK.max(size)];
    let mut page = Page::zeroed(size);
    let per_read = (buffer.len() / size) as u32;
    let last = file.page_count();
    let mut first = 1u32;
    while first <= last {
        interrupt::check()?;
        let count = per_read.min(last - first + 1);
        let bytes = &mut buffer[..count as usize * size];
        file.read_pages(first, bytes)?;
        pages.reads += 1;
        for (pgno, bytes) in (first..).zip(bytes.chunks_exact(size)) {
            if pgno == last && facts.trailer.is_some() && PatchPage::parse(bytes).is_ok() {
                continue;
            }
            page.bytes_mut().copy_from_slice(bytes);
            pages.take(pgno, &mut page);
        }
        first += count;
        bar.inc(bytes.len() as u64);
    }
    bar.finish_and_clear();
    let header_note = match facts.copies {
        Copies::Equal => None,
        Copies::FirstDamaged => Some("the first copy of the header is damaged; the second is good"),
        Copies::SecondDamaged => Some("the second copy of the header is damaged or older; the first is good"),
    };
    let beyond = facts.length % size as u64;
    let tail_note = (beyond > 0).then(|| format!("{beyond} bytes behind the last whole page: the file was cut"));
    for line in database_lines(&pages, size, output) {
        output.line(line)?;
    }
    for note in header_note.map(str::to_owned).iter().chain(&tail_note) {
        output.line(format!("{} {note}", output.paint(Tone::Bad, "ERROR:")))?;
    }
    let sound = pages.damage() == 0 && header_note.is_none() && tail_note.is_none();
    output.json(|| {
        json!({
            "file": text::path(path),
            "kind": "database",
            "sound": sound,
            "page_size": size,
            "pages_seen": pages.seen,
            "bad_checksums": pages.bad_checksums,
            "correctable_checksums": pages.correctable,
            "uninitialized_pages": pages.uninitialized,
            "wrong_page_numbers": pages.wrong_numbers,
            "damaged_structure": pages.bad_structure,
            "highest_dbtime": { "dbtime": pages.highest_dbtime, "page": pages.highest_dbtime_page },
            "damaged": pages.damaged.iter().map(|(pgno, e)| page_json(*pgno, e)).collect::<Vec<_>>(),
            "header": header_note,
            "end_of_file": tail_note,
        })
    });
    Ok(sound)
}

fn page_json(pgno: u32, e: &Error) -> Value {
    json!({ "page": pgno, "name": e.code().name(), "number": e.number(), "message": e.message() })
}

fn database_lines(p: &Pages, size: usize, output: &Output) -> Vec<String> {
    let mark = |n: u64, line: String| if n > 0 { output.paint(Tone::Bad, line) } else { line };
    let mut l = vec![
        String::new(),
        format!("{} pages seen", p.seen),
        mark(p.bad_checksums, format!("{} bad checksums", p.bad_checksums)),
        mark(p.correctable, format!("{} correctable checksums", p.correctable)),
        format!("{} uninitialized pages", p.uninitialized),
        mark(p.wrong_numbers, format!("{} wrong page numbers", p.wrong_numbers)),
        mark(p.bad_structure, format!("{} pages with a damaged structure", p.bad_structure)),
        format!("0x{:x} highest dbtime (pgno 0x{:x})", p.highest_dbtime, p.highest_dbtime_page),
        String::new(),
        format!("{} reads performed", p.reads),
        format!("{} read", text::bytes(p.seen * size as u64)),
    ];
    if !p.damaged.is_empty() {
        l.push(String::new());
    }
    for (pgno, e) in &p.damaged {
        l.push(format!("page {pgno} (0x{pgno:x}): {} ({}): {}", e.code().name(), e.number(), e.message()));
    }
    if p.damage() > p.damaged.len() as u64 {
        l.push(format!("… and {} more", p.damage() - p.damaged.len() as u64));
    }
    l
}

fn log(path: &Path, output: &mut Output) -> Result<bool, Failure> {
    let header = match info::log::read(path) {
        Ok(header) => header,
        Err(e) if e.exit == Exit::Engine => {
            output.line(format!("Log file: {} - {}", text::path(path), output.paint(Tone::Bad, "ERROR")))?;
            output.line(format!("          {}", e.message))?;
            output.json(|| json!({ "file": text::path(path), "kind": "log", "sound": false, "error": e.to_json() }));
            return Ok(false);
        }
        Err(e) => return Err(e),
    };
    let length = std::fs::metadata(path).map_err(|e| Failure::reading(&e, path))?.len();
    let named = streams::generation_of_name(path);
    let file = LogFile { path: path.to_path_buf(), named, length, header: Ok(header.clone()) };
    let mut v = logs::verify(&file, &header);
    v.findings.extend(logs::place_in_stream(&file, &header, None));
    let sound = v.findings.is_empty();
    let verdict = if sound { output.paint(Tone::Good, "OK") } else { output.paint(Tone::Bad, "ERROR") };
    let remark = v.remark.as_ref().map_or(String::new(), |r| format!(" ({r})"));
    output.line(format!("Log file: {} - {verdict}{remark}", text::path(path)))?;
    for finding in &v.findings {
        output.line(format!("          {}", finding.message))?;
    }
    output.json(|| {
        json!({
            "file": text::path(path),
            "kind": "log",
            "sound": sound,
            "generation": header.generation(),
            "segments": header.file_sectors(),
            "end": v.check.as_ref().map(|c| c.end.to_string()),
            "remark": v.remark,
            "findings": v.findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
        })
    });
    Ok(sound)
}

fn checkpoint(path: &Path, output: &mut Output) -> Result<bool, Failure> {
    let start = files::read_start(path, 2 * CHECKPOINT_BYTES as u64)?;
    let (sound, message) = match Checkpoint::from_start_of_file(&start) {
        Ok((_, Copies::Equal)) => (true, None),
        Ok((_, Copies::FirstDamaged)) => (false, Some("the first copy is damaged; the second is good".to_owned())),
        Ok((_, Copies::SecondDamaged)) => (false, Some("the second copy is damaged or older".to_owned())),
        Err(e) => (false, Some(e.message().to_owned())),
    };
    let verdict = if sound { output.paint(Tone::Good, "OK") } else { output.paint(Tone::Bad, "ERROR") };
    output.line(format!("Checkpoint: {} - {verdict}", text::path(path)))?;
    if let Some(message) = &message {
        output.line(format!("          {message}"))?;
    }
    output.json(|| json!({ "file": text::path(path), "kind": "checkpoint", "sound": sound, "message": message }));
    Ok(sound)
}

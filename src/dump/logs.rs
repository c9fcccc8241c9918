//! Verifies log files, one or a whole stream, and shows their records: Windows' `/ml`.

use std::path::Path;

use super::streams::{Finding, LogFile, Stream, generation_of_name};
use super::{Sink, Tone, log_header, text};
use crate::error::{Error, ErrorCode, Result};
use crate::format::log_header::LogHeader;
use crate::format::log_record::LogRecord;
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::fs::{File, FileSystem, OpenMode};
use crate::storage::log_reader::{FileCheck, LogRole, TailCondition};

/// What a look over one log file says.
pub struct Verified {
    pub check: Option<FileCheck>,
    pub findings: Vec<Finding>,
    /// Nothing is wrong, but a person may want to know.
    pub remark: Option<String>,
}

/// How a log is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Whether it is sound, and nothing else.
    Verdict,
    Header,
    Records,
}

/// Looks over all segments of a log whose header is good; its records are not read.
pub fn verify(fs: &dyn FileSystem, file: &LogFile, header: &LogHeader) -> Verified {
    let current = file.named.is_none();
    let check = open(fs, &file.path).and_then(|mut reader| reader.check());
    let mut v = judge(check, current);
    for finding in &mut v.findings {
        finding.file = Some(file.path.clone());
        finding.generations = Some((header.generation(), header.generation()));
    }
    v
}

fn judge(check: Result<FileCheck>, current: bool) -> Verified {
    let mut v = Verified { check: None, findings: Vec::new(), remark: None };
    let mut find = |e: &Error| v.findings.push(damaged(e));
    match check {
        Err(e) => find(&e),
        Ok(check) => {
            if let Err(e) = check.verdict(LogRole::PlayedForward { current }) {
                find(&e);
            } else if let TailCondition::Torn { segment } = check.tail {
                v.remark = Some(format!("segment {segment} was torn by a crash; its copy is good"));
            }
            if check.corrected > 0 {
                let n = text::count(check.corrected.into(), "segment");
                v.remark = Some(format!("{n} with one wrong bit, which can be corrected"));
            }
            v.check = Some(check);
        }
    }
    v
}

/// A log that lies in memory: header and all segments. There is no file to name, so it may end as a current log does.
///
/// # Errors
/// Those of [`AnyLogReader::open`]; `LogFileCorrupt` for damage.
pub fn verify_bytes(file: Box<dyn File>) -> Result<()> {
    let check = AnyLogReader::open(file)?.check();
    match judge(check, true).findings.first() {
        Some(finding) => Err(Error::new(finding.code, finding.message.clone())),
        None => Ok(()),
    }
}

fn damaged(e: &Error) -> Finding {
    // Which recovery would stumble over it does not matter here.
    use ErrorCode as C;
    let code = match e.code() {
        C::LogCorruptDuringHardRestore
        | C::LogCorruptDuringHardRecovery
        | C::LogTornWriteDuringHardRestore
        | C::LogTornWriteDuringHardRecovery => C::LogFileCorrupt,
        other => other,
    };
    Finding { kind: "damaged", code, file: None, generations: None, message: e.message().to_owned() }
}

fn open(fs: &dyn FileSystem, path: &Path) -> Result<AnyLogReader<Box<dyn File>>> {
    let file = fs.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening", path))?;
    AnyLogReader::open(file).map_err(|e| e.file(path))
}

/// One log: header, result of the check, records when they are wanted.
///
/// # Errors
/// There is no such file, or no header in it. Damage behind the header is no error but a finding.
pub fn single<S: Sink>(
    fs: &dyn FileSystem,
    path: &Path,
    detail: Detail,
    sink: &mut S,
) -> Result<(LogFile, Verified), S::Error> {
    let header = log_header::read(fs, path)?;
    let length = fs.metadata(path).map_err(|e| Error::from_io(&e, "reading", path))?.length;
    let file =
        LogFile { path: path.to_path_buf(), named: generation_of_name(path), length, header: Ok(header.clone()) };
    let mut verified = verify(fs, &file, &header);
    match detail {
        Detail::Verdict => {}
        Detail::Header => facts(fs, &file, &header, &verified, sink)?,
        Detail::Records => dump(fs, &file, &header, &mut verified, sink)?,
    }
    if detail != Detail::Verdict {
        if let Some(remark) = &verified.remark {
            sink.line(&format!("      Note: {remark}"))?;
        }
        sink.line("")?;
    }
    for finding in &verified.findings {
        let what = sink.mark(Tone::Bad, "ERROR: Log damaged (unusable).");
        sink.line(&format!("      {what} {}", finding.message))?;
    }
    if verified.findings.is_empty() && verified.check.is_some() {
        sink.line(&format!("Integrity check passed for log file: {}", text::path(path)))?;
    }
    Ok((file, verified))
}

/// What header and segments say.
fn facts<S: Sink>(
    fs: &dyn FileSystem,
    file: &LogFile,
    header: &LogHeader,
    verified: &Verified,
    sink: &mut S,
) -> Result<(), S::Error> {
    for line in log_header::lines(fs, &file.path, header)? {
        sink.line(&line)?;
    }
    if let Some(check) = &verified.check {
        let end = check.end;
        sink.line(&format!("      Last Lgpos: (0x{:x},{:X},{:X})", end.generation, end.sector, end.offset))?;
        sink.line(&format!("      Accumulated segment checksum: 0x{:016x}", check.checksum))?;
    }
    Ok(())
}

/// Header and records of a log as they are read. A corrupt record becomes a finding.
fn dump<S: Sink>(
    fs: &dyn FileSystem,
    file: &LogFile,
    header: &LogHeader,
    verified: &mut Verified,
    sink: &mut S,
) -> Result<(), S::Error> {
    facts(fs, file, header, verified, sink)?;
    if verified.check.is_none() {
        return Ok(());
    }
    let mut reader = open(fs, &file.path)?;
    reader.check()?;
    reader.start_at(header.first_lgpos())?;
    let ended = loop {
        sink.step(0)?;
        let next = reader.next_bytes().and_then(|next| match next {
            Some((place, bytes)) => LogRecord::parse(bytes).map(|(record, size)| Some((place, record, size))),
            None => Ok(None),
        });
        match next {
            Ok(None) => break None,
            Err(e) => break Some(e),
            Ok(Some((place, record, size))) => sink.record(place, &record, size)?,
        }
    };
    if let Some(e) = ended {
        let generation = header.generation();
        let place = (Some(file.path.clone()), Some((generation, generation)));
        verified.findings.push(Finding { file: place.0, generations: place.1, ..damaged(&e) });
    }
    sink.line("")
}

/// All logs of a stream from generation `low` to `high`, in order. `seen` hears of each with its findings; all findings
/// are given back.
///
/// # Errors
/// The sink's.
pub fn whole<S: Sink>(
    fs: &dyn FileSystem,
    stream: &Stream,
    (low, high): (u32, u32),
    records: bool,
    sink: &mut S,
    mut seen: impl FnMut(&LogFile, &Verified),
) -> Result<Vec<Finding>, S::Error> {
    sink.line("Verifying log files...")?;
    sink.line(&format!("     Base name: {}", text::safe(&stream.base)))?;
    sink.line("")?;
    let mut findings = Vec::new();
    let mut before: Option<(&LogHeader, Option<u64>)> = None;
    for file in &stream.files {
        let generation = file.generation();
        if generation.is_some_and(|g| g < low || g > high) {
            continue;
        }
        sink.step(0)?;
        let mut verified = match &file.header {
            Ok(header) => verify(fs, file, header),
            Err(e) => {
                let generations = file.named.map(|g| (g, g));
                let finding = Finding { file: Some(file.path.clone()), generations, ..damaged(e) };
                let finding = Finding { message: e.to_string(), ..finding };
                Verified { check: None, findings: vec![finding], remark: None }
            }
        };
        if let Ok(header) = &file.header {
            verified.findings.extend(place_in_stream(file, header, before));
            before = Some((header, verified.check.as_ref().map(|c| c.checksum)));
        }
        for missing in verified.findings.iter().filter(|f| f.kind == "missing") {
            let what = sink.mark(Tone::Bad, &missing.message);
            sink.line(&format!("      {what}"))?;
        }
        if records && let Ok(header) = &file.header {
            dump(fs, file, header, &mut verified, sink)?;
        }
        one_line(file, &verified, sink)?;
        seen(file, &verified);
        findings.append(&mut verified.findings);
    }
    sink.line("")?;
    sink.line(&match findings.len() {
        0 => "No damaged log files were found.".to_owned(),
        n => text::count(n as u64, "finding") + ".",
    })?;
    Ok(findings)
}

/// `Log file: edb00000001.log - OK`, and what is wrong with it.
fn one_line<S: Sink>(file: &LogFile, verified: &Verified, sink: &mut S) -> Result<(), S::Error> {
    let bad: Vec<_> = verified.findings.iter().filter(|f| f.kind != "missing").collect();
    let verdict = if bad.is_empty() { sink.mark(Tone::Good, "OK") } else { sink.mark(Tone::Bad, "ERROR") };
    let remark = verified.remark.as_ref().map_or(String::new(), |r| format!(" ({r})"));
    sink.line(&format!("      Log file: {} - {verdict}{remark}", text::path(&file.path)))?;
    for finding in bad {
        sink.line(&format!("                {}", finding.message))?;
    }
    Ok(())
}

/// Whether a log continues the one before it, and is what its name says.
pub fn place_in_stream(file: &LogFile, header: &LogHeader, before: Option<(&LogHeader, Option<u64>)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let generation = header.generation();
    let mut find = |kind, code, generations, message: String| {
        findings.push(Finding { kind, code, file: Some(file.path.clone()), generations: Some(generations), message });
    };
    if let Some(named) = file.named.filter(|&n| n != generation) {
        let message = format!("the name says generation 0x{named:X}, the header 0x{generation:X}");
        find("misnamed", ErrorCode::LogGenerationMismatch, (generation, generation), message);
    }
    let Some((previous, checksum)) = before else { return findings };
    if header.log_signature() != previous.log_signature() {
        let message = format!(
            "another log stream: {}, expected {}",
            text::signature(header.log_signature()),
            text::signature(previous.log_signature())
        );
        find("foreign", ErrorCode::InvalidLogSequence, (generation, generation), message);
        return findings;
    }
    let last = previous.generation();
    if generation > last.saturating_add(1) {
        let gap = (last + 1, generation - 1);
        let message = match gap {
            (a, b) if a == b => format!("Missing log file: generation 0x{a:X}"),
            (a, b) => format!("Missing log files: generations 0x{a:X} - 0x{b:X}"),
        };
        find("missing", ErrorCode::MissingLogFile, gap, message);
        return findings;
    }
    let follows = match checksum {
        Some(checksum) => header.check_follows(previous, checksum),
        None => header.check_follows(previous, header.previous_checksum()),
    };
    if let Err(e) = follows {
        find("sequence", e.code(), (generation, generation), e.message().to_owned());
    }
    findings
}

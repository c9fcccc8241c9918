//! `logs`: verifies log files, one or a whole stream, and shows their records. Windows' `/ml`.
//!
//! Words and order of the lines: `ese/_log/logdump.cxx` of the reference and dumps made by it.

mod records;

use std::path::Path;

use esent::error::Error;
use esent::format::log_header::LogHeader;
use esent::format::log_record::LogRecord;
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::fs::{File, FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::{FileCheck, LogRole, TailCondition};
use serde_json::{Value, json};

use crate::cli::LogsArgs;
use crate::failure::{Exit, Failure};
use crate::info;
use crate::interrupt;
use crate::output::{Output, Tone};
use crate::streams::{self, Finding, LogFile, Stream};
use crate::text;

pub fn run(arguments: &LogsArgs, output: &mut Output) -> Result<Exit, Failure> {
    if output.windows {
        output.line("Initiating FILE DUMP mode...")?;
        output.line("")?;
    }
    let mut found = 0;
    for (i, word) in arguments.logs.iter().enumerate() {
        if i > 0 {
            output.line("")?;
        }
        if word.is_file() {
            found += single(word, arguments, output)?;
        } else {
            for (i, stream) in streams::named(word)?.iter().enumerate() {
                if i > 0 {
                    output.line("")?;
                }
                found += whole(stream, arguments, output)?;
            }
        }
    }
    Ok(if found == 0 { Exit::Done } else { Exit::Findings })
}

/// What a look over one log file says.
pub struct Verified {
    pub check: Option<FileCheck>,
    pub findings: Vec<Finding>,
    /// Nothing is wrong, but a person may want to know.
    pub remark: Option<String>,
}

/// Looks over all segments of a log whose header is good; its records are not read.
pub fn verify(file: &LogFile, header: &LogHeader) -> Verified {
    let mut v = Verified { check: None, findings: Vec::new(), remark: None };
    let mut find = |kind, message: String| {
        let generation = header.generation();
        let finding =
            Finding { kind, file: Some(file.path.clone()), generations: Some((generation, generation)), message };
        v.findings.push(finding);
    };
    let check = open(&file.path).and_then(|mut reader| reader.check());
    match check {
        Err(e) => find("damaged", e.message().to_owned()),
        Ok(check) => {
            let current = file.named.is_none();
            if let Err(e) = check.verdict(LogRole::PlayedForward { current }) {
                find("damaged", e.message().to_owned());
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

fn open(path: &Path) -> Result<AnyLogReader<Box<dyn File>>, Error> {
    let file = RealFileSystem.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening", path))?;
    AnyLogReader::open(file).map_err(|e| e.file(path))
}

/// One log: header, result of the check, records when they are wanted. Gives the number of findings.
fn single(path: &Path, arguments: &LogsArgs, output: &mut Output) -> Result<u64, Failure> {
    let header = info::log::read(path)?;
    let length = std::fs::metadata(path).map_err(|e| Failure::reading(&e, path))?.len();
    let named = streams::generation_of_name(path);
    let file = LogFile { path: path.to_path_buf(), named, length, header: Ok(header.clone()) };
    let mut verified = verify(&file, &header);
    let records = if arguments.records { Some(dump(&file, &header, &mut verified, output)?) } else { None };
    if records.is_none() {
        for line in info::log::lines(path, &header)? {
            output.line(line)?;
        }
    }
    if let Some(check) = &verified.check
        && records.is_none()
    {
        output.line(end_of(check))?;
        output.line(format!("      Accumulated segment checksum: 0x{:016x}", check.checksum))?;
    }
    if let Some(remark) = &verified.remark {
        output.line(format!("      Note: {remark}"))?;
    }
    output.line("")?;
    for finding in &verified.findings {
        output.line(format!(
            "      {} {}",
            output.paint(Tone::Bad, "ERROR: Log damaged (unusable)."),
            finding.message
        ))?;
    }
    if verified.findings.is_empty() && verified.check.is_some() {
        output.line(format!("Integrity check passed for log file: {}", text::path(path)))?;
    }
    if records.is_none() {
        let json = file_json(&file, &header, &verified)?;
        output.json(|| json);
    }
    Ok(verified.findings.len() as u64)
}

fn end_of(check: &FileCheck) -> String {
    format!("      Last Lgpos: (0x{:x},{:X},{:X})", check.end.generation, check.end.sector, check.end.offset)
}

fn file_json(file: &LogFile, header: &LogHeader, v: &Verified) -> Result<Value, Failure> {
    let mut json = info::log::to_json(&file.path, header)?;
    if let Value::Object(map) = &mut json {
        map.insert("end".into(), json!(v.check.as_ref().map(|c| c.end.to_string())));
        map.insert("quit".into(), json!(v.check.as_ref().and_then(|c| c.quit).map(|p| p.to_string())));
        map.insert("checksum".into(), json!(v.check.as_ref().map(|c| format!("{:#018x}", c.checksum))));
        map.insert("remark".into(), json!(v.remark));
        map.insert("findings".into(), v.findings.iter().map(Finding::to_json).collect());
    }
    Ok(json)
}

/// Prints header and records of a log as they are read. A corrupt record becomes a finding. Gives their number.
fn dump(file: &LogFile, header: &LogHeader, verified: &mut Verified, output: &mut Output) -> Result<u64, Failure> {
    for line in info::log::lines(&file.path, header)? {
        output.line(line)?;
    }
    if verified.check.is_none() {
        return Ok(0);
    }
    let mut reader = open(&file.path)?;
    let check = reader.check()?;
    output.line(end_of(&check))?;
    output.line(format!("      Accumulated segment checksum: 0x{:016x}", check.checksum))?;
    reader.start_at(header.first_lgpos())?;
    let mut count = 0;
    let ended = loop {
        interrupt::check()?;
        let next = reader.next_bytes().and_then(|next| match next {
            Some((place, bytes)) => LogRecord::parse(bytes).map(|(record, size)| Some((place, record, size))),
            None => Ok(None),
        });
        match next {
            Ok(None) => break None,
            Err(e) => break Some(e),
            Ok(Some((place, record, size))) => {
                count += 1;
                if output.is_json() {
                    output.json_line(&records::to_json(place, &record, size))?;
                } else {
                    output.line(records::line(place, &record))?;
                }
            }
        }
    };
    if let Some(e) = ended {
        let generation = header.generation();
        verified.findings.push(Finding {
            kind: "damaged",
            file: Some(file.path.clone()),
            generations: Some((generation, generation)),
            message: e.message().to_owned(),
        });
    }
    output.line("")?;
    Ok(count)
}

/// All logs of a stream, in order. Gives the number of findings.
fn whole(stream: &Stream, arguments: &LogsArgs, output: &mut Output) -> Result<u64, Failure> {
    output.line("Verifying log files...")?;
    output.line(format!("     Base name: {}", stream.base))?;
    output.line("")?;
    let (low, high) = arguments.generations.unwrap_or((1, u32::MAX));
    let mut findings = Vec::new();
    let mut entries = Vec::new();
    let mut before: Option<(&LogHeader, Option<u64>)> = None;
    for file in &stream.files {
        let generation = file.generation();
        if generation.is_some_and(|g| g < low || g > high) {
            continue;
        }
        interrupt::check()?;
        let mut verified = match &file.header {
            Ok(header) => verify(file, header),
            Err(e) => {
                let message = e.message.clone();
                let generations = file.named.map(|g| (g, g));
                let finding = Finding { kind: "damaged", file: Some(file.path.clone()), generations, message };
                Verified { check: None, findings: vec![finding], remark: None }
            }
        };
        if let Ok(header) = &file.header {
            verified.findings.extend(place_in_stream(file, header, before));
            before = Some((header, verified.check.as_ref().map(|c| c.checksum)));
        }
        for missing in verified.findings.iter().filter(|f| f.kind == "missing") {
            output.line(format!("      {}", output.paint(Tone::Bad, &missing.message)))?;
        }
        if arguments.records
            && let Ok(header) = &file.header
        {
            dump(file, header, &mut verified, output)?;
        }
        let bad: Vec<_> = verified.findings.iter().filter(|f| f.kind != "missing").collect();
        let verdict = if bad.is_empty() { output.paint(Tone::Good, "OK") } else { output.paint(Tone::Bad, "ERROR") };
        let remark = verified.remark.as_ref().map_or(String::new(), |r| format!(" ({r})"));
        output.line(format!("      Log file: {} - {verdict}{remark}", text::path(&file.path)))?;
        for finding in bad {
            output.line(format!("                {}", finding.message))?;
        }
        entries.push(match &file.header {
            Ok(header) => file_json(file, header, &verified)?,
            Err(e) => json!({ "file": text::path(&file.path), "kind": "log", "error": e.to_json() }),
        });
        findings.append(&mut verified.findings);
    }
    output.line("")?;
    output.line(match findings.len() {
        0 => "No damaged log files were found.".to_owned(),
        n => text::count(n as u64, "finding") + ".",
    })?;
    if !arguments.records {
        output.json(|| {
            json!({
                "base_name": stream.base,
                "directory": text::path(&stream.directory),
                "checkpoint": stream.checkpoint.as_deref().map(text::path),
                "logs": entries,
                "findings": findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
            })
        });
    }
    Ok(findings.len() as u64)
}

/// Whether a log continues the one before it, and is what its name says.
pub fn place_in_stream(file: &LogFile, header: &LogHeader, before: Option<(&LogHeader, Option<u64>)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let generation = header.generation();
    let mut find = |kind, generations, message: String| {
        findings.push(Finding { kind, file: Some(file.path.clone()), generations: Some(generations), message });
    };
    if let Some(named) = file.named.filter(|&n| n != generation) {
        let message = format!("the name says generation 0x{named:X}, the header 0x{generation:X}");
        find("misnamed", (generation, generation), message);
    }
    let Some((previous, checksum)) = before else { return findings };
    if header.log_signature() != previous.log_signature() {
        let message = format!(
            "another log stream: {}, expected {}",
            text::signature(header.log_signature()),
            text::signature(previous.log_signature())
        );
        find("foreign", (generation, generation), message);
        return findings;
    }
    let last = previous.generation();
    if generation > last + 1 {
        let gap = (last + 1, generation - 1);
        let message = match gap {
            (a, b) if a == b => format!("Missing log file: generation 0x{a:X}"),
            (a, b) => format!("Missing log files: generations 0x{a:X} - 0x{b:X}"),
        };
        find("missing", gap, message);
        return findings;
    }
    let follows = match checksum {
        Some(checksum) => header.check_follows(previous, checksum),
        None => header.check_follows(previous, header.previous_checksum()),
    };
    if let Err(e) = follows {
        find("sequence", (generation, generation), e.message().to_owned());
    }
    findings
}

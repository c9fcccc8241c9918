//! `logs`: verifies log files, one or a whole stream, and shows their records. Windows' `/ml`.
//!
//! The words are the library's ([`esent::dump::logs`]); here it is told what to look at, and JSON is made.

mod records;

use std::path::Path;

use esent::dump::Sink;
use esent::dump::logs::{self, Detail, Verified};
use esent::dump::streams::{LogFile, Stream};
use esent::format::log_header::LogHeader;
use esent::format::log_record::LogRecord;
use esent::format::primitives::Lgpos;
use esent::storage::fs::RealFileSystem;
use serde_json::{Value, json};

use crate::cli::LogsArgs;
use crate::failure::{Exit, Failure};
use crate::output::{Output, Tone};
use crate::{files, info, interrupt, streams, text};

/// The program's output as the library sees it.
impl Sink for Output {
    type Error = Failure;

    fn line(&mut self, text: &str) -> Result<(), Failure> {
        Output::line(self, text)
    }

    fn mark(&self, tone: Tone, text: &str) -> String {
        self.paint(tone, text)
    }

    fn record(&mut self, place: Lgpos, record: &LogRecord<'_>, size: usize) -> Result<(), Failure> {
        if self.is_json() {
            self.json_line(&records::to_json(place, record, size))
        } else {
            Output::line(self, esent::dump::records::line(place, record))
        }
    }

    fn step(&mut self, _bytes: u64) -> Result<(), Failure> {
        interrupt::check()
    }
}

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

/// One log. Gives the number of findings.
fn single(path: &Path, arguments: &LogsArgs, output: &mut Output) -> Result<u64, Failure> {
    files::open(path)?;
    let detail = if arguments.records { Detail::Records } else { Detail::Header };
    let (file, verified) = logs::single(&RealFileSystem, path, detail, output)?;
    if let (false, Ok(header)) = (arguments.records, &file.header) {
        let json = file_json(&file, header, &verified)?;
        output.json(|| json);
    }
    Ok(verified.findings.len() as u64)
}

fn file_json(file: &LogFile, header: &LogHeader, v: &Verified) -> Result<Value, Failure> {
    let mut json = info::log::to_json(&file.path, header)?;
    if let Value::Object(map) = &mut json {
        map.insert("end".into(), json!(v.check.as_ref().map(|c| c.end.to_string())));
        map.insert("quit".into(), json!(v.check.as_ref().and_then(|c| c.quit).map(|p| p.to_string())));
        map.insert("checksum".into(), json!(v.check.as_ref().map(|c| format!("{:#018x}", c.checksum))));
        map.insert("remark".into(), json!(v.remark));
        map.insert("findings".into(), v.findings.iter().map(streams::finding_json).collect());
    }
    Ok(json)
}

/// All logs of a stream, in order. Gives the number of findings.
fn whole(stream: &Stream, arguments: &LogsArgs, output: &mut Output) -> Result<u64, Failure> {
    let range = arguments.generations.unwrap_or((1, u32::MAX));
    let mut entries = Vec::new();
    let findings = logs::whole(&RealFileSystem, stream, range, arguments.records, output, |file, verified| {
        entries.push(match &file.header {
            Ok(header) => file_json(file, header, verified),
            Err(e) => {
                let error = Failure::from(e.clone()).to_json();
                Ok(json!({ "file": text::path(&file.path), "kind": "log", "error": error }))
            }
        });
    })?;
    let entries = entries.into_iter().collect::<Result<Vec<_>, _>>()?;
    if !arguments.records {
        output.json(|| {
            json!({
                "base_name": stream.base,
                "directory": text::path(&stream.directory),
                "checkpoint": stream.checkpoint.as_deref().map(text::path),
                "logs": entries,
                "findings": findings.iter().map(streams::finding_json).collect::<Vec<_>>(),
            })
        });
    }
    Ok(findings.len() as u64)
}

//! `check`: every checksum and the structure of every page of databases, every segment of logs, both copies of
//! headers and checkpoints. Windows' `/k`.

use std::path::Path;

use esent::dump::{Sink, check, logs};
use esent::error::Error;
use esent::format::checkpoint::{CHECKPOINT_BYTES, Checkpoint};
use esent::format::shadowed_header::Copies;
use esent::storage::fs::RealFileSystem;
use indicatif::ProgressBar;
use serde_json::{Value, json};

use crate::cli::CheckArgs;
use crate::failure::{Exit, Failure};
use crate::files::{self, Kind};
use crate::output::{Output, Tone};
use crate::streams::{self, LogFile};
use crate::{info, interrupt, progress, text};

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

/// The program's output beside a bar that shows how far the work is.
struct WithBar<'a> {
    output: &'a mut Output,
    bar: ProgressBar,
}

impl Sink for WithBar<'_> {
    type Error = Failure;

    fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.output.line(text)
    }

    fn mark(&self, tone: Tone, text: &str) -> String {
        self.output.paint(tone, text)
    }

    fn step(&mut self, bytes: u64) -> Result<(), Failure> {
        self.bar.inc(bytes);
        interrupt::check()
    }
}

fn database(path: &Path, output: &mut Output) -> Result<bool, Failure> {
    let length = info::database::read(path)?.length;
    let bar = progress::bytes(output, "checking", length);
    let mut sink = WithBar { output, bar };
    let report = check::database(&RealFileSystem, path, &mut sink)?;
    sink.bar.finish_and_clear();
    output.json(|| {
        json!({
            "file": text::path(path),
            "kind": "database",
            "sound": report.is_sound(),
            "page_size": report.page_size,
            "pages_seen": report.seen,
            "bad_checksums": report.bad_checksums,
            "correctable_checksums": report.correctable,
            "uninitialized_pages": report.uninitialized,
            "wrong_page_numbers": report.wrong_numbers,
            "damaged_structure": report.bad_structure,
            "highest_dbtime": { "dbtime": report.highest_dbtime, "page": report.highest_dbtime_page },
            "damaged": report.damaged.iter().map(|(pgno, e)| page_json(*pgno, e)).collect::<Vec<_>>(),
            "header": report.header,
            "end_of_file": report.end_of_file,
        })
    });
    Ok(report.is_sound())
}

fn page_json(pgno: u32, e: &Error) -> Value {
    json!({ "page": pgno, "name": e.code().name(), "number": e.number(), "message": e.message() })
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
    let mut v = logs::verify(&RealFileSystem, &file, &header);
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
            "findings": v.findings.iter().map(streams::finding_json).collect::<Vec<_>>(),
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

//! The generations of a stream in a row: which are there, which follow each other, which are damaged or foreign.

use std::collections::BTreeMap;

use esent::dump::logs;
use esent::error::ErrorCode;
use esent::format::log_header::LogHeader;
use esent::storage::fs::RealFileSystem;

use super::{Plan, ReplayLog};
use crate::discover::Set;
use crate::failure::Failure;
use crate::interrupt;
use crate::streams::{Finding, LogFile};
use crate::text;

/// The logs of one stream by the generation in their headers.
pub struct Line<'a> {
    logs: BTreeMap<u32, (&'a LogFile, &'a LogHeader)>,
}

impl<'a> Line<'a> {
    /// Of two files with the same generation the closed one counts: the other is a copy that was made before a crash.
    pub fn of(set: &'a Set) -> Self {
        let mut logs: BTreeMap<u32, (&LogFile, &LogHeader)> = BTreeMap::new();
        for (file, header) in set.logs() {
            let entry = logs.entry(header.generation()).or_insert((file, header));
            if entry.0.named.is_none() {
                *entry = (file, header);
            }
        }
        Self { logs }
    }

    pub fn has(&self, generation: u32) -> bool {
        self.logs.contains_key(&generation)
    }

    pub fn lowest(&self) -> Option<u32> {
        self.logs.keys().next().copied()
    }

    pub fn highest(&self) -> Option<u32> {
        self.logs.keys().next_back().copied()
    }

    /// The generation in the current log, when that is of this stream.
    pub fn current(&self) -> Option<u32> {
        self.logs.iter().find(|(_, (f, _))| f.named.is_none()).map(|(&g, _)| g)
    }

    /// Runs without a gap.
    pub fn runs(&self) -> Vec<(u32, u32)> {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for &g in self.logs.keys() {
            match runs.last_mut() {
                Some(run) if run.1 + 1 == g => run.1 = g,
                _ => runs.push((g, g)),
            }
        }
        runs
    }

    /// The logs from `first` on up to the first gap, `last`, or log that does not continue the one before it. Each is
    /// looked over; what is wrong goes to `findings`.
    pub fn walk(&self, first: u32, last: u32, findings: &mut Vec<Finding>) -> Result<Vec<ReplayLog>, Failure> {
        let mut walked = Vec::new();
        let mut before: Option<(&LogHeader, Option<u64>)> = None;
        for generation in first..=last {
            interrupt::check()?;
            let Some((file, header)) = self.logs.get(&generation) else { break };
            let mut wrong = logs::place_in_stream(file, header, before);
            let broken = wrong.iter().any(|f| f.kind == "sequence");
            let verified = logs::verify(&RealFileSystem, file, header);
            wrong.extend(verified.findings);
            before = Some((header, verified.check.as_ref().map(|c| c.checksum)));
            findings.append(&mut wrong);
            if broken {
                break;
            }
            walked.push(ReplayLog {
                path: file.path.clone(),
                generation,
                current: file.named.is_none(),
                length: file.length,
            });
        }
        Ok(walked)
    }
}

/// Files with the stream's name that are not of it: foreign, or without a readable header.
pub fn strangers(set: &Set) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in set.stream.iter().flat_map(|s| &s.files) {
        let (kind, code, message) = match &file.header {
            Ok(h) if h.log_signature() == set.signature => continue,
            Ok(h) => {
                let whose = text::signature(h.log_signature());
                ("foreign", ErrorCode::BadLogSignature, format!("belongs to another log stream: {whose}"))
            }
            Err(e) => ("damaged", e.code(), e.to_string()),
        };
        let generations = file.generation().map(|g| (g, g));
        findings.push(Finding { kind, code, file: Some(file.path.clone()), generations, message });
    }
    findings
}

/// Adds a gap to a plan, as finding and in the list of what is missing.
pub fn missing(plan: &mut Plan, first: u32, last: u32) {
    if first > last || plan.generations.missing.contains(&(first, last)) {
        return;
    }
    plan.generations.missing.push((first, last));
    plan.findings.push(Finding {
        kind: "missing",
        code: ErrorCode::MissingLogFile,
        file: None,
        generations: Some((first, last)),
        message: format!("{} missing", words(first, last)),
    });
}

/// Why a plan gets no further than the generation before this one, when a file is to blame.
pub fn cause(plan: &Plan, generation: u32) -> String {
    let to_blame = |f: &&Finding| {
        f.kind != "missing" && f.file.is_some() && f.generations.is_some_and(|g| (g.0..=g.1).contains(&generation))
    };
    match plan.findings.iter().find(to_blame) {
        Some(f) => {
            let file = f.file.as_deref().map(text::path).unwrap_or_default();
            format!(": {file}: {}", f.message)
        }
        None => String::new(),
    }
}

/// Blocks a plan for every damaged log among those that are replayed.
pub fn refuse_damaged(plan: &mut Plan) {
    let Some((first, last)) = plan.replayed() else { return };
    let inside = |f: &&Finding| f.kind == "damaged" && f.generations.is_some_and(|g| g.0 >= first && g.1 <= last);
    let messages: Vec<String> = plan
        .findings
        .iter()
        .filter(inside)
        .map(|f| format!("{}: {}", f.file.as_deref().map(text::path).unwrap_or_default(), f.message))
        .collect();
    for message in messages {
        plan.block(message, Some("another copy of this log may be good"));
    }
}

/// `generation 0x51 is`, `generations 0x51-0x53 are`.
pub fn words(first: u32, last: u32) -> String {
    let verb = if first == last { "is" } else { "are" };
    format!("{} {verb}", generations(first, last))
}

/// `generation 0x51`, `generations 0x51-0x53`.
pub fn generations(first: u32, last: u32) -> String {
    let range = range(first, last);
    if first == last { format!("generation {range}") } else { format!("generations {range}") }
}

/// `0x51`, `0x51-0x53`.
pub fn range(first: u32, last: u32) -> String {
    if first == last { format!("0x{first:X}") } else { format!("0x{first:X}-0x{last:X}") }
}

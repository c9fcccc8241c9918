//! A plan in words and as JSON.

use serde_json::{Value, json};

use super::{Action, Plan, is_dirty, line};
use crate::discover::Database;
use crate::failure::Failure;
use crate::output::{Output, Tone};
use crate::streams::finding_json;
use crate::text;

/// Width of the words at the left.
const LEFT: usize = 11;

fn entry(left: &str, right: impl AsRef<str>) -> String {
    format!("{left:<LEFT$}{}", right.as_ref())
}

pub fn print(plan: &Plan, output: &mut Output) -> Result<(), Failure> {
    for database in &plan.set.databases {
        for line in database_lines(plan, database, output) {
            output.line(line)?;
        }
    }
    for line in log_lines(plan) {
        output.line(line)?;
    }
    for finding in &plan.findings {
        let file = finding.file.as_deref().map_or(String::new(), |f| format!("{}: ", text::path(f)));
        output
            .line(entry("Found", format!("{} {file}{}", output.paint(Tone::Warning, finding.kind), finding.message)))?;
    }
    for remark in &plan.remarks {
        output.line(entry("Note", remark))?;
    }
    output.line(entry("Verdict", verdict(plan, output)))?;
    for blocker in &plan.blockers {
        output.line(entry("", format!("- {}", blocker.message)))?;
        if let Some(hint) = &blocker.hint {
            output.line(entry("", format!("  {}", output.paint(Tone::Quiet, hint))))?;
        }
    }
    if plan.action == Action::Nothing || !plan.possible() {
        return Ok(());
    }
    output.line("")?;
    output.line(format!("What esentutl {} will do:", plan.action.word()))?;
    for (i, step) in steps(plan).iter().enumerate() {
        output.line(format!(" {:>2}. {step}", i + 1))?;
    }
    output.line("What will be lost:")?;
    if plan.lost.is_empty() {
        output.line("     nothing that was committed")?;
    }
    for sentence in &plan.lost {
        output.line(format!("   - {}", output.paint(Tone::Warning, sentence)))?;
    }
    Ok(())
}

fn database_lines(plan: &Plan, d: &Database, output: &Output) -> Vec<String> {
    let h = &d.facts.header;
    let tone = if is_dirty(d) { Tone::Warning } else { Tone::Good };
    let state = output.paint(tone, text::state(h.state_number()));
    let size = text::bytes(d.facts.length);
    let mut l =
        vec![entry("Database", format!("{}: {state}, {size}, pages of {} bytes", text::path(&d.path), h.page_size()))];
    if let Some(name) = plan.old_name(d) {
        l.push(entry("", format!("known to its logs as {}", text::safe(name))));
    }
    if !is_dirty(d) {
        return l;
    }
    let backup = h.backup_full_current();
    if backup.first_generation != 0 {
        let last = d.facts.trailer.map_or(backup.last_generation, |t| t.backup.last_generation);
        let range = line::generations(backup.first_generation, last);
        l.push(entry("", format!("copy out of a streaming backup of {range}")));
    } else if h.min_required() != 0 {
        let range = line::generations(h.min_required(), h.max_required());
        l.push(entry("", format!("needs {range}; has committed work up to 0x{:X}", h.max_committed())));
    }
    l
}

fn log_lines(plan: &Plan) -> Vec<String> {
    let Some(stream) = &plan.set.stream else { return Vec::new() };
    let g = &plan.generations;
    let base = text::safe(&stream.base);
    let runs: Vec<String> = g.present.iter().map(|r| line::range(r.0, r.1)).collect();
    let word = if matches!(&g.present[..], [(a, b)] if a == b) { "generation" } else { "generations" };
    let there = if runs.is_empty() { "none of its own".to_owned() } else { runs.join(", ") };
    let mut l = Vec::new();
    if plan.action == Action::Nothing {
        let n = text::count(plan.set.logs().count() as u64, "log");
        l.push(entry("Logs", format!("{n} of stream {base} in {}; not needed", text::path(&stream.directory))));
        return l;
    }
    l.push(entry("Logs", format!("stream {base} in {}", text::path(&stream.directory))));
    let current = match g.current {
        Some(c) => format!("; 0x{c:X} is the current log"),
        None => "; there is no current log".to_owned(),
    };
    l.push(entry("", format!("{word} {there}{current}")));
    if let Some(h) = plan.set.logs().last().map(|(_, h)| h) {
        l.push(entry("", format!("files of {}, format {}", text::bytes(h.file_length()), h.version())));
    }
    if let Some(place) = g.checkpoint {
        l.push(entry("", format!("checkpoint {}", text::lgpos(place))));
    }
    l
}

fn verdict(plan: &Plan, output: &Output) -> String {
    match (plan.action, plan.possible()) {
        (Action::Nothing, _) => output.paint(Tone::Good, "clean: nothing to do"),
        (action, true) => output.paint(Tone::Good, format!("esentutl {} can be done", action.word())),
        (action, false) => output.paint(Tone::Bad, format!("esentutl {} cannot be done:", action.word())),
    }
}

/// What will be done, in order.
fn steps(plan: &Plan) -> Vec<String> {
    let mut s = Vec::new();
    let logs: u64 = plan.replay.iter().map(|l| l.length).sum();
    let databases: u64 = plan.set.databases.iter().map(|d| d.facts.length).sum();
    let what = text::count(plan.set.databases.len() as u64, "database");
    let with = text::count(plan.replay.len() as u64, "log");
    let both = if plan.set.databases.is_empty() { with } else { format!("{what} and {with}") };
    let size = text::bytes(logs + databases);
    s.push(if plan.in_place {
        format!("change the originals: {both} ({size})")
    } else {
        format!("copy {both} ({size}); the originals stay as they are")
    });
    if let Some((first, last)) = plan.replayed() {
        let from = match &plan.checkpoint {
            Some(_) => " from the checkpoint on",
            None => "",
        };
        let records = text::count(plan.reading.records, "record");
        s.push(format!("replay {}{from}: {records} in {}", line::generations(first, last), text::bytes(logs)));
    }
    match &plan.reading.open[..] {
        [] => s.push("roll back nothing: no transaction is open where the logs end".into()),
        open => {
            let n = text::count(open.len() as u64, "transaction");
            let sentences: Vec<_> = open.iter().take(5).map(|t| t.sentence()).collect();
            let more = if open.len() > 5 { "; …" } else { "" };
            s.push(format!("roll back {n} that never committed ({}{more})", sentences.join("; ")));
        }
    }
    s.push("mark the databases clean".into());
    s.push("write a report: every file with its SHA-256, every page that changed".into());
    s
}

fn database_json(plan: &Plan, d: &Database) -> Value {
    let h = &d.facts.header;
    json!({
        "file": text::path(&d.path),
        "name_in_logs": plan.old_name(d),
        "state": text::state(h.state_number()),
        "clean": !is_dirty(d),
        "bytes": d.facts.length,
        "page_size": h.page_size(),
        "signature": text::signature_json(h.signature()),
        "log_required": { "first": h.min_required(), "last": h.max_required() },
        "log_committed": h.max_committed(),
        "backup": (h.backup_full_current().first_generation != 0).then(|| json!({
            "first": h.backup_full_current().first_generation,
            "last": d.facts.trailer.map_or(h.backup_full_current().last_generation, |t| t.backup.last_generation),
        })),
    })
}

pub fn to_json(plan: &Plan) -> Value {
    let g = &plan.generations;
    let range = |r: &(u32, u32)| json!({ "first": r.0, "last": r.1 });
    let header = plan.set.logs().last().map(|(_, h)| h);
    json!({
        "action": plan.action.word(),
        "possible": plan.possible(),
        "databases": plan.set.databases.iter().map(|d| database_json(plan, d)).collect::<Vec<_>>(),
        "creates": plan.creates(),
        "logs": plan.set.stream.as_ref().map(|s| json!({
            "base_name": s.base,
            "directory": text::path(&s.directory),
            "signature": text::signature_json(plan.set.signature),
            "file_bytes": header.as_ref().map(|h| h.file_length()),
            "page_size": header.as_ref().map(|h| h.page_size()),
            "version": header.as_ref().map(|h| h.version().to_string()),
        })),
        "generations": {
            "present": g.present.iter().map(range).collect::<Vec<_>>(),
            "current": g.current,
            "required": g.required.as_ref().map(range),
            "committed": (g.committed != 0).then_some(g.committed),
            "checkpoint": g.checkpoint.map(|p| p.to_string()),
            "checkpoint_file": plan.checkpoint.as_deref().map(text::path),
            "missing": g.missing.iter().map(range).collect::<Vec<_>>(),
            "backup": plan.backup.as_ref().map(range),
            "replayed": plan.replayed().as_ref().map(range),
        },
        "replay": plan.replay.iter().map(|l| json!({
            "file": text::path(&l.path),
            "generation": l.generation,
            "current": l.current,
            "bytes": l.length,
        })).collect::<Vec<_>>(),
        "records": plan.reading.records,
        "roll_back": plan.reading.open.iter().map(|t| t.to_json()).collect::<Vec<_>>(),
        "findings": plan.findings.iter().map(finding_json).collect::<Vec<_>>(),
        "blockers": plan.blockers.iter().map(|b| json!({ "message": b.message, "hint": b.hint })).collect::<Vec<_>>(),
        "remarks": plan.remarks,
        "steps": if plan.action == Action::Nothing || !plan.possible() { Vec::new() } else { steps(plan) },
        "lost": plan.lost,
    })
}

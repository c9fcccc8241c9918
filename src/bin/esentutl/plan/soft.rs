//! The plan of a soft recovery.
//!
//! Replay begins at the checkpoint when there is one and it does not lie behind what the databases need, else with
//! the first log that they need, else with the first one that is there. It goes on as long as generation follows
//! generation.

use std::path::PathBuf;

use esent::error::ErrorCode;
use esent::format::primitives::Lgpos;
use esent::storage::checkpoint_file;
use esent::storage::fs::RealFileSystem;

use super::line::{self, Line};
use super::{Action, Options, Plan, is_dirty};
use crate::discover::Set;
use crate::failure::Failure;
use crate::streams::Finding;
use crate::text;

pub fn plan(set: Set, options: Options, step: &mut dyn FnMut(u64)) -> Result<Plan, Failure> {
    let mut plan = Plan::new(Action::Recover, set);
    needs(&mut plan);
    if plan.set.stream.is_none() {
        let hint = "--logs names the directory that they are in";
        plan.block("no log of the databases' stream was found", Some(hint));
        return Ok(plan);
    }
    plan.findings = line::strangers(&plan.set);
    let checkpoint = checkpoint(&mut plan);
    let line = Line::of(&plan.set);
    let (runs, current, highest) = (line.runs(), line.current(), line.highest().unwrap_or(0));
    let start = start(&line, plan.generations.required, checkpoint.as_ref().map(|c| c.1));
    let Some(start) = start else {
        plan.generations.present = runs;
        no_start(&mut plan);
        return Ok(plan);
    };
    let mut found = Vec::new();
    let replay = line.walk(start.0, highest, &mut found)?;
    plan.findings.extend(found);
    plan.generations.present = runs;
    plan.generations.current = current;
    plan.replay = replay;
    if let Some((path, place)) = checkpoint {
        plan.generations.checkpoint = Some(place);
        if start.1 {
            plan.checkpoint = Some(path);
        } else {
            let at = text::lgpos(place);
            let message = format!("the checkpoint {at} lies behind what the databases need");
            if options.in_place {
                plan.block(message, Some("without --in-place the copy is made without it"));
            } else {
                plan.remarks.push(message + "; it is not used");
            }
        }
    }
    line::refuse_damaged(&mut plan);
    reach(&mut plan, highest, options);
    plan.read_logs(step)?;
    absent_databases(&mut plan, options);
    Ok(plan)
}

/// What the dirty databases need.
fn needs(plan: &mut Plan) {
    let mut required: Option<(u32, u32)> = None;
    for h in plan.set.databases.iter().filter(|d| is_dirty(d)).map(|d| &d.facts.header) {
        if h.min_required() != 0 {
            let (low, high) = required.unwrap_or((u32::MAX, 0));
            required = Some((low.min(h.min_required()), high.max(h.max_required())));
        }
        plan.generations.committed = plan.generations.committed.max(h.max_committed()).max(h.max_required());
    }
    plan.generations.required = required;
}

/// The stream's checkpoint, when it is good and its own.
fn checkpoint(plan: &mut Plan) -> Option<(PathBuf, Lgpos)> {
    let path = plan.set.stream.as_ref()?.checkpoint.clone()?;
    let read = checkpoint_file::read(&RealFileSystem, &path);
    let checked = read.and_then(|c| c.check_belongs_to(&plan.set.signature).map(|()| c.lgpos()));
    match checked {
        Ok(place) => Some((path, place)),
        Err(e) => {
            let message = format!("the checkpoint is not used: {}", e.message());
            let (kind, code) = ("damaged", e.code());
            plan.findings.push(Finding { kind, code, file: Some(path), generations: None, message });
            None
        }
    }
}

/// The first generation to replay, and whether the checkpoint says so.
fn start(line: &Line, required: Option<(u32, u32)>, checkpoint: Option<Lgpos>) -> Option<(u32, bool)> {
    let needed = required.map(|r| r.0);
    if let Some(place) = checkpoint
        && line.has(place.generation)
        && needed.is_none_or(|n| place.generation <= n)
    {
        return Some((place.generation, true));
    }
    let first = match needed {
        Some(n) => line.has(n).then_some(n),
        None => line.lowest(),
    };
    first.map(|g| (g, false))
}

/// The first log that is needed is not there.
fn no_start(plan: &mut Plan) {
    let (low, high) = plan.generations.required.unwrap_or((1, 1));
    let is_there = |g: u32| plan.generations.present.iter().any(|r| (r.0..=r.1).contains(&g));
    let last = (low..=high).take_while(|&g| !is_there(g)).last().unwrap_or(low);
    line::missing(plan, low, last);
    let cause = line::cause(plan, low);
    let message = format!("{} required and missing, so that nothing can be replayed{cause}", line::words(low, last));
    plan.block(
        message,
        Some("look for it in backups, shadow copies and deleted files; --logs names another directory"),
    );
}

/// How far replay gets, and what that means.
fn reach(plan: &mut Plan, highest: u32, options: Options) {
    let last = plan.replay.last().map_or(0, |l| l.generation);
    let required = plan.generations.required.map_or(0, |r| r.1);
    let committed = plan.generations.committed;
    let next = plan.generations.present.iter().map(|r| r.0).find(|&g| g > last);
    let gap = match next {
        // Present, but it does not continue the one before it: said already.
        Some(g) if g == last + 1 => None,
        Some(g) => Some((last + 1, g - 1)),
        None if last < committed => Some((last + 1, committed)),
        None => None,
    };
    if let Some((a, b)) = gap {
        line::missing(plan, a, b);
    }
    if last < required {
        let cause = line::cause(plan, last + 1);
        let message = format!("replay ends with generation 0x{last:X}, but the databases need 0x{required:X}{cause}");
        plan.block(message, Some("find the missing or damaged logs; without them the databases stay inconsistent"));
    } else if last < committed {
        let range = line::generations(last + 1, committed);
        plan.lost.push(format!("what was committed in {range}"));
        if !options.allow_loss {
            let message = format!("committed work in {range} would be lost{}", line::cause(plan, last + 1));
            plan.block(message, Some("--allow-loss recovers without it"));
        }
    } else if highest > last {
        let range = line::generations(last + 1, highest);
        plan.lost.push(format!("what is in {range}, which cannot be joined to 0x{last:X}"));
        if !options.allow_loss {
            let message = format!("{range} cannot be replayed{}", line::cause(plan, last + 1));
            plan.block(message, Some("--allow-loss recovers without them"));
        }
    }
}

/// Databases that the logs change and that are not here.
fn absent_databases(plan: &mut Plan, options: Options) {
    let created_from_nothing = plan.replayed().is_some_and(|(first, _)| first == 1);
    let ours: Vec<_> = plan.set.databases.iter().map(|d| d.facts.header.signature()).collect();
    let mut absent: Vec<String> = Vec::new();
    for (signature, name) in plan.reading.attached.values() {
        if !ours.contains(signature) && !absent.contains(name) {
            absent.push(name.clone());
        }
    }
    for name in absent {
        if created_from_nothing && plan.reading.created.contains(&name) {
            plan.remarks.push(format!("{} is not here; the logs create it anew", text::safe(&name)));
            continue;
        }
        let shown = text::safe(&name);
        plan.findings.push(Finding {
            kind: "missing",
            code: ErrorCode::AttachedDatabaseMismatch,
            file: None,
            generations: None,
            message: format!("the database {shown}, which was in use with these logs, is not here"),
        });
        if plan.set.databases.is_empty() {
            plan.block(format!("the database {shown} is not here"), Some("name it, or the directory it is in"));
        } else if !options.ignore_missing {
            plan.remarks.push(format!("{shown} is not here and is left out"));
        }
    }
    if plan.set.databases.is_empty() && plan.blockers.is_empty() && plan.reading.created.is_empty() {
        plan.block("there is no database, and the logs create none", None);
    }
}

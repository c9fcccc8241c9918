//! The plan of a hard restore: a database out of a streaming backup, the logs of that backup, and the logs behind it.

use std::path::PathBuf;

use super::line::{self, Line};
use super::{Action, Options, Plan};
use crate::discover::Set;
use crate::failure::Failure;
use crate::text;

pub fn plan(set: Set, options: Options, step: &mut dyn FnMut(u64)) -> Result<Plan, Failure> {
    let mut plan = Plan::new(Action::Restore, set);
    let Some((low, high)) = range(&mut plan) else { return Ok(plan) };
    plan.backup = Some((low, high));
    plan.generations.required = Some((low, high));
    plan.generations.committed = high;
    if plan.set.stream.is_none() {
        plan.block("no log of the backup was found", Some("--logs names the directory that they are in"));
        return Ok(plan);
    }
    plan.findings = line::strangers(&plan.set);
    let line = Line::of(&plan.set);
    let highest = line.highest().unwrap_or(0);
    let mut found = Vec::new();
    let replay = line.walk(low, highest, &mut found)?;
    let (runs, current) = (line.runs(), line.current());
    plan.findings.extend(found);
    plan.generations.present = runs;
    plan.generations.current = current;
    plan.replay = replay;
    let last = plan.replay.last().map_or(low.saturating_sub(1), |l| l.generation);
    line::refuse_damaged(&mut plan);
    if last < high {
        let present = |g: u32| plan.generations.present.iter().any(|r| (r.0..=r.1).contains(&g));
        let end = (last + 1..=high).take_while(|&g| !present(g)).last();
        if let Some(end) = end {
            line::missing(&mut plan, last + 1, end);
        }
        let needs = line::generations(low, high);
        let cause = line::cause(&plan, last + 1);
        let message = if last < low {
            format!("the backup needs {needs}; the first of them is not there{cause}")
        } else {
            format!("the backup needs {needs}; the logs end with 0x{last:X}{cause}")
        };
        plan.block(message, Some("the logs that were backed up together with the database are needed"));
    } else if highest > last {
        let range = line::generations(last + 1, highest);
        let message = format!("{range} cannot be joined to 0x{last:X}{}", line::cause(&plan, last + 1));
        plan.lost.push(format!("what is in {range}"));
        if !options.allow_loss {
            plan.block(message, Some("--allow-loss restores without them"));
        }
    }
    plan.read_logs(step)?;
    Ok(plan)
}

/// The generations of the backup, from headers and trailers.
fn range(plan: &mut Plan) -> Option<(u32, u32)> {
    let mut range: Option<(u32, u32)> = None;
    let mut wrong: Vec<(PathBuf, &str)> = Vec::new();
    for d in &plan.set.databases {
        let h = &d.facts.header;
        let of_header = if h.is_from_snapshot() { h.backup_snapshot() } else { h.backup_full_current() };
        let info = d.facts.trailer.map_or(of_header, |t| t.backup);
        let last = info.last_generation.max(if h.is_from_snapshot() { h.max_committed() } else { 0 });
        if of_header.first_generation == 0 && !h.is_from_snapshot() {
            wrong.push((d.path.clone(), "is no copy out of a backup"));
        } else if last == 0 {
            wrong.push((d.path.clone(), "has lost its trailer: the backup was not completed, or the file was cut"));
        } else {
            let first = if info.first_generation != 0 { info.first_generation } else { h.min_required() };
            let (low, high) = range.unwrap_or((u32::MAX, 0));
            range = Some((low.min(first), high.max(last)));
        }
    }
    for (path, what) in wrong {
        plan.block(format!("{} {what}", text::path(&path)), Some("esentutl recover is for databases that were in use"));
    }
    if plan.set.databases.is_empty() {
        plan.block("there is no database to restore", None);
    }
    range
}

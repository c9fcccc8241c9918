//! `recover` and `restore`: a plan, a copy, the engine, a report. The originals are only touched with `--in-place`.
//!
//! | step | what                                                                                            |
//! |------|-------------------------------------------------------------------------------------------------|
//! | 1    | the plan, and an end when something is in the way                                               |
//! | 2    | `NAME.unfinished` with verified copies ([`workspace`])                                          |
//! | 3    | the engine works on the copies ([`engine`])                                                     |
//! | 4    | which pages differ, what was written ([`pages`], [`report`])                                    |
//! | 5    | the directory gets its name                                                                     |

mod engine;
mod pages;
mod report;
mod workspace;

use crate::cli::ActArgs;
use crate::discover::{Found, Set};
use crate::failure::{Exit, Failure};
use crate::output::{Output, Tone};
use crate::plan::{self, Action, Options, Plan};
use crate::{interrupt, progress, text};

use report::Report;
use workspace::Workspace;

/// Runs `action` as the command line says.
pub fn run(action: Action, arguments: &ActArgs, output: &mut Output) -> Result<Exit, Failure> {
    let found = plan::look(&arguments.place)?;
    let set = choose(found, arguments)?;
    let logs: u64 = set.logs().map(|(f, _)| f.length).sum();
    let bar = progress::bytes(output, "reading logs", logs);
    let options = Options {
        action: Some(action),
        allow_loss: arguments.allow_loss,
        ignore_missing: arguments.ignore_missing,
        in_place: arguments.in_place,
    };
    let plan = plan::build(set, options, &mut |n| bar.inc(n))?;
    bar.finish_and_clear();
    if !output.quiet {
        plan::print(&plan, output)?;
    }
    if arguments.dry_run {
        output.json(|| plan::to_json(&plan));
        return Ok(if plan.possible() { Exit::Done } else { Exit::Findings });
    }
    if plan.action == Action::Nothing {
        // Whoever names a place wants the databases there.
        if arguments.output.is_some() {
            return perform(&plan, arguments, output, |_, _, _, _| Ok(engine::Outcome::default()));
        }
        output.json(|| plan::to_json(&plan));
        return Ok(Exit::Done);
    }
    if let Err(failure) = refuse(&plan, arguments) {
        output.json(|| plan::to_json(&plan));
        return Err(failure);
    }
    if !output.quiet {
        output.line("")?;
    }
    output.flush()?;
    perform(&plan, arguments, output, engine::run)
}

/// The one set that is meant.
fn choose(found: Found, arguments: &ActArgs) -> Result<Set, Failure> {
    let Found { sets, broken } = found;
    let with_databases = sets.iter().filter(|s| !s.databases.is_empty()).count();
    let mut candidates: Vec<Set> =
        sets.into_iter().filter(|s| with_databases == 0 || !s.databases.is_empty()).collect();
    let dirty = candidates.iter().filter(|s| s.databases.iter().any(plan::is_dirty)).count();
    if dirty == 1 {
        // Clean ones beside it need nothing.
        candidates.retain(|s| s.databases.iter().any(plan::is_dirty));
    }
    match candidates.len() {
        1 => Ok(candidates.remove(0)),
        0 => match broken.into_iter().next() {
            Some((_, failure)) => Err(failure),
            None => Err(Failure::new(Exit::NotFound, "no database and no log was found")),
        },
        n => {
            let shown: Vec<String> = candidates.iter().map(describe).collect();
            let message = format!("{n} log streams and their databases are here: {}", shown.join("; "));
            let hint = if arguments.place.base.is_some() {
                "name the database that is meant"
            } else {
                "name the database that is meant, or the stream with --base"
            };
            Err(Failure::new(Exit::Ambiguous, message).hint(hint))
        }
    }
}

fn describe(set: &Set) -> String {
    let databases: Vec<_> = set.databases.iter().map(|d| text::path(&d.path)).collect();
    let stream = set.stream.as_ref().map_or("no logs".to_owned(), |s| format!("logs {}", text::safe(&s.base)));
    if databases.is_empty() { stream } else { format!("{} ({stream})", databases.join(", ")) }
}

fn refuse(plan: &Plan, arguments: &ActArgs) -> Result<(), Failure> {
    if arguments.anyway {
        return Ok(());
    }
    let Some(first) = plan.blockers.first() else { return Ok(()) };
    let more = match plan.blockers.len() {
        1 => String::new(),
        n => format!(" (and {} more, see above)", n - 1),
    };
    let failure = Failure::new(Exit::Refused, format!("nothing was begun: {}{more}", first.message));
    Err(match &first.hint {
        Some(hint) => failure.hint(hint.clone()),
        None => failure,
    })
}

/// Does what was planned. `engine` is [`engine::run`], or something else in tests.
fn perform(
    plan: &Plan,
    arguments: &ActArgs,
    output: &mut Output,
    engine: impl FnOnce(&Plan, &Workspace, &ActArgs, &Output) -> Result<engine::Outcome, Failure>,
) -> Result<Exit, Failure> {
    let mut report = Report::begin(plan);
    let mut space = if arguments.in_place {
        Workspace::in_place(plan)?
    } else {
        Workspace::create(plan, arguments.output.as_deref())?
    };
    let bar = progress::bytes(output, if arguments.in_place { "hashing" } else { "copying" }, space.work_ahead(plan));
    let prepared = space.fill(plan, &mut report, &mut |n| bar.inc(n));
    bar.finish_and_clear();
    prepared?;
    let done = engine(plan, &space, arguments, output);
    let failed = match done {
        Ok(outcome) => {
            report.engine = Some(outcome);
            None
        }
        Err(failure) => Some(failure),
    };
    if let Some(failure) = failed {
        report.end(Some(&failure));
        save_extra(&report, arguments)?;
        if arguments.in_place && interrupt::asked() {
            output.note("The databases are as after a crash: run the same command again to finish.");
        }
        return Err(failure);
    }
    let bar = progress::bytes(output, "comparing", space.work_behind()?);
    let compared = space.compare(&mut report, &mut |n| bar.inc(n));
    bar.finish_and_clear();
    compared?;
    report.end(None);
    space.write_report(&report)?;
    save_extra(&report, arguments)?;
    let place = space.finish()?;
    for line in report.summary(&place) {
        output.line(line)?;
    }
    let clean = report.all_clean();
    output.line(if clean {
        output.paint(Tone::Good, "All databases are clean.")
    } else {
        output.paint(Tone::Bad, "Not every database is clean; see the report.")
    })?;
    output.json(|| report.to_json());
    Ok(if clean { Exit::Done } else { Exit::Findings })
}

/// The report that `--report` asks for.
fn save_extra(report: &Report, arguments: &ActArgs) -> Result<(), Failure> {
    match &arguments.report {
        Some(path) => report.save(path),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;

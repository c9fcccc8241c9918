//! `plan`: what a recovery would do, in words and as JSON, before a byte is touched. `recover` and `restore` begin with
//! the same plan and refuse when it finds something in the way.
//!
//! | module   | subject                                                          |
//! |----------|------------------------------------------------------------------|
//! | soft     | a database that was in use, and its logs (JetInit)               |
//! | hard     | a database out of a streaming backup (JetExternalRestore)        |
//! | line     | the generations of a stream: present, missing, foreign, damaged  |
//! | rollback | what never committed                                             |
//! | show     | words and JSON                                                   |

mod hard;
pub mod line;
pub mod rollback;
mod show;
mod soft;

pub use show::{print, to_json};

use std::path::{Path, PathBuf};

use esent::format::database_header::DatabaseState;
use esent::format::primitives::Lgpos;
use esent::storage::page_guard;
use serde_json::json;

use crate::cli::{PlaceArgs, PlanArgs};
use crate::discover::{self, Database, Found, Set};
use crate::failure::{Exit, Failure};
use crate::output::{Output, Tone};
use crate::streams::Finding;
use crate::text;
use rollback::Reading;

/// What is to be done with a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// All databases are clean.
    Nothing,
    /// Soft recovery.
    Recover,
    /// Hard recovery.
    Restore,
}

impl Action {
    pub fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Recover => "recover",
            Self::Restore => "restore",
        }
    }
}

/// What the person allows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Asked for by name; otherwise the databases decide.
    pub action: Option<Action>,
    pub allow_loss: bool,
    pub ignore_missing: bool,
    /// The originals will be changed.
    pub in_place: bool,
}

/// Something that keeps the action from being done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    pub message: String,
    pub hint: Option<String>,
}

/// One log that will be replayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayLog {
    pub path: PathBuf,
    pub generation: u32,
    pub current: bool,
    pub length: u64,
}

/// The generations of a set's stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Generations {
    /// Runs without a gap.
    pub present: Vec<(u32, u32)>,
    /// The one in the current log.
    pub current: Option<u32>,
    pub required: Option<(u32, u32)>,
    /// The last one that has committed work of the databases.
    pub committed: u32,
    pub checkpoint: Option<Lgpos>,
    pub missing: Vec<(u32, u32)>,
}

/// What would be done with one set, and what is in the way.
pub struct Plan {
    pub action: Action,
    pub set: Set,
    pub generations: Generations,
    /// In order.
    pub replay: Vec<ReplayLog>,
    /// For a restore: first and last generation of the backup.
    pub backup: Option<(u32, u32)>,
    /// The checkpoint that replay begins at; `None` when it begins with the first log.
    pub checkpoint: Option<PathBuf>,
    pub findings: Vec<Finding>,
    pub blockers: Vec<Blocker>,
    /// Sentences: what was committed and cannot be had.
    pub lost: Vec<String>,
    pub remarks: Vec<String>,
    /// What the logs to be replayed say.
    pub reading: Reading,
    /// The originals will be changed.
    pub in_place: bool,
}

impl Plan {
    fn new(action: Action, set: Set) -> Self {
        Self {
            action,
            set,
            generations: Generations::default(),
            replay: Vec::new(),
            backup: None,
            checkpoint: None,
            findings: Vec::new(),
            blockers: Vec::new(),
            lost: Vec::new(),
            remarks: Vec::new(),
            reading: Reading::default(),
            in_place: false,
        }
    }

    pub fn possible(&self) -> bool {
        self.blockers.is_empty()
    }

    fn block(&mut self, message: impl Into<String>, hint: Option<&str>) {
        self.blockers.push(Blocker { message: message.into(), hint: hint.map(str::to_owned) });
    }

    /// First and last generation that will be replayed.
    pub fn replayed(&self) -> Option<(u32, u32)> {
        Some((self.replay.first()?.generation, self.replay.last()?.generation))
    }

    /// The databases that will be made anew out of the logs, by their old names: only where none is left.
    pub fn creates(&self) -> &[String] {
        if self.set.databases.is_empty() { &self.reading.created } else { &[] }
    }

    /// The path by which the logs know a database: the latest of several.
    pub fn old_name(&self, database: &Database) -> Option<&str> {
        let signature = database.facts.header.signature();
        self.reading.names.iter().rev().find(|(s, _)| *s == signature).map(|(_, name)| &**name)
    }

    /// Reads the logs that will be replayed, for what they undo and the names they use.
    fn read_logs(&mut self, step: &mut dyn FnMut(u64)) -> Result<(), Failure> {
        let paths: Vec<&Path> = self.replay.iter().map(|l| &*l.path).collect();
        self.reading = rollback::read(&paths, step)?;
        if let Some(e) = &self.reading.broken {
            let message = format!("the logs cannot be read to their end: {e}");
            self.block(message, Some("another copy of this log may be good"));
        }
        Ok(())
    }
}

/// A database that is not clean.
pub fn is_dirty(database: &Database) -> bool {
    database.facts.header.state() != Some(DatabaseState::Clean)
}

/// What the databases of a set call for.
fn action_for(set: &Set) -> Action {
    let mut dirty = set.databases.iter().filter(|d| is_dirty(d)).peekable();
    if dirty.peek().is_none() && !set.databases.is_empty() {
        Action::Nothing
    } else if dirty.any(|d| d.facts.header.backup_full_current().first_generation != 0) {
        Action::Restore
    } else {
        Action::Recover
    }
}

/// Plans one set. `step` hears of the bytes of log that were read.
pub fn build(set: Set, options: Options, step: &mut dyn FnMut(u64)) -> Result<Plan, Failure> {
    let fitting = action_for(&set);
    // Clean databases need nothing, whatever was asked for.
    let action = options.action.filter(|_| fitting != Action::Nothing).unwrap_or(fitting);
    let mut plan = match action {
        Action::Nothing => Plan::new(action, set),
        Action::Recover => soft::plan(set, options, step)?,
        Action::Restore => hard::plan(set, options, step)?,
    };
    plan.in_place = options.in_place;
    if action != Action::Nothing {
        refuse_copies(&mut plan);
    }
    for database in plan.set.databases.iter().filter(|_| action != Action::Nothing) {
        let guard = page_guard::path_of(&database.path);
        if guard.is_file() {
            let guard = text::path(&guard);
            plan.remarks.push(format!("an earlier run was cut short and left {guard}; its pages are written first"));
        }
    }
    Ok(plan)
}

/// Two files that are the same database: nobody but the person knows which one is meant.
fn refuse_copies(plan: &mut Plan) {
    let signature = |d: &Database| d.facts.header.signature();
    let databases = &plan.set.databases;
    let mut copies = Vec::new();
    for (i, database) in databases.iter().enumerate() {
        if let Some(first) = databases[..i].iter().find(|d| signature(d) == signature(database)) {
            let (one, other) = (text::path(&first.path), text::path(&database.path));
            copies.push(format!("{one} and {other} are copies of one database"));
        }
    }
    for message in copies {
        plan.block(message, Some("name the file that is meant, or move the other one away"));
    }
}

/// What there is to plan for, as the command line says it.
pub fn look(place: &PlaceArgs) -> Result<Found, Failure> {
    let here = [PathBuf::from(".")];
    let mut paths = &place.paths[..];
    if paths.is_empty() {
        paths = match (&place.databases, &place.logs[..]) {
            (Some(d), _) => std::slice::from_ref(d),
            (None, []) => &here,
            (None, logs) => logs,
        };
    }
    discover::look(
        paths,
        &discover::Where {
            logs: place.logs.clone(),
            base: place.base.clone(),
            databases: place.databases.clone(),
            system: place.system.clone(),
        },
    )
}

/// The command.
pub fn run(arguments: &PlanArgs, output: &mut Output) -> Result<Exit, Failure> {
    let found = look(&arguments.place)?;
    let mut plans = Vec::new();
    for set in found.sets {
        let options = Options { action: None, allow_loss: arguments.allow_loss, ..Options::default() };
        plans.push(build(set, options, &mut |_| {})?);
    }
    let mut findings = found.broken.len();
    for (i, plan) in plans.iter().enumerate() {
        if i > 0 {
            output.line("")?;
        }
        show::print(plan, output)?;
        findings += plan.findings.len() + plan.blockers.len();
    }
    for (path, failure) in &found.broken {
        output.line("")?;
        output.line(format!("{} {}: {}", output.paint(Tone::Bad, "unreadable"), text::path(path), failure.message))?;
    }
    output.json(|| {
        json!({
            "plans": plans.iter().map(show::to_json).collect::<Vec<_>>(),
            "unreadable": found.broken.iter().map(|(p, e)| json!({
                "file": text::path(p),
                "error": e.to_json(),
            })).collect::<Vec<_>>(),
        })
    });
    Ok(if findings == 0 { Exit::Done } else { Exit::Findings })
}

//! `restore begin|add|complete|status`: a restore from several backups, step by step, in a folder of its own.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use esent::restore_process::{
    Completion, Contents, DatabaseCopy, Environment, RestoreFolder, RollForward, SetKind, Stage,
};
use esent::storage::fs::RealFileSystem;
use esent::storage::log_files::{LogNames, OLD_EXTENSIONS};
use serde_json::{Value, json};

use crate::cli::generations;
use crate::failure::{Exit, Failure};
use crate::output::{Output, Tone};
use crate::text;

/// A restore from several backups, step by step.
#[derive(Debug, Subcommand)]
pub enum Step {
    /// Bring in a full or copy backup: databases to their targets, logs to the restore's folder
    #[command(after_help = "\
Example:
  esentutl restore begin work --logs /backup/monday/logs --database /backup/monday/mail.edb --into /restored")]
    Begin(BeginArgs),
    /// Bring in the logs of an incremental or differential backup
    #[command(after_help = "Example:\n  esentutl restore add work --logs /backup/tuesday/logs")]
    Add(AddArgs),
    /// Play the logs that were brought in; the databases become clean
    #[command(after_help = "\
Examples:
  esentutl restore complete work
  esentutl restore complete work --roll-forward /live/logs")]
    Complete(CompleteArgs),
    /// Show what was brought in so far
    Status {
        /// The restore's folder
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct BeginArgs {
    #[command(flatten)]
    backup: BackupArgs,

    /// A database of the backup; may be given several times
    #[arg(long, short, required = true, value_name = "FILE")]
    database: Vec<PathBuf>,

    /// Where the databases go [default: they lie in their places already]
    #[arg(long, short, value_name = "DIR")]
    into: Option<PathBuf>,

    /// The path of a database when it was backed up, one for each --database [default: as the logs say]
    #[arg(long, value_name = "PATH")]
    was: Vec<String>,

    /// It is a copy backup
    #[arg(long)]
    copy: bool,

    /// Give up another restore in the folder, and replace databases
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, Args)]
pub struct AddArgs {
    #[command(flatten)]
    backup: BackupArgs,

    #[arg(long, value_enum, default_value = "incremental")]
    kind: AddedKind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AddedKind {
    Incremental,
    Differential,
}

#[derive(Debug, Args)]
struct BackupArgs {
    /// The restore's folder
    folder: PathBuf,

    /// The backup's logs are in this directory
    #[arg(long, short, value_name = "DIR")]
    logs: PathBuf,

    /// The storage group (instance) that was backed up
    #[arg(long, short, value_name = "NAME", default_value = "")]
    group: String,

    /// The three characters that the logs' names begin with [default: as the files say]
    #[arg(long, short, value_name = "BASE")]
    base: Option<String>,

    /// The backup's generations [default: all in the directory]
    #[arg(long, value_name = "RANGE", value_parser = generations)]
    generations: Option<(u32, u32)>,
}

#[derive(Debug, Args)]
pub struct CompleteArgs {
    /// The restore's folder
    folder: PathBuf,

    /// Go on with the logs of the storage group itself, in this directory; it must not be running
    #[arg(long, short, value_name = "DIR")]
    roll_forward: Option<PathBuf>,

    /// The storage group's checkpoint is in this directory [default: that of its logs]
    #[arg(long, short, value_name = "DIR", requires = "roll_forward")]
    system: Option<PathBuf>,

    /// Leave logs and Restore.env in the folder
    #[arg(long)]
    keep: bool,
}

/// Does one step.
pub fn run(step: &Step, output: &mut Output) -> Result<Exit, Failure> {
    let fs = RealFileSystem;
    match step {
        Step::Begin(arguments) => {
            let contents = begin_contents(arguments)?;
            let environment = RestoreFolder::new(&fs, &arguments.backup.folder).begin(&contents, arguments.replace)?;
            show(&environment, output)?;
        }
        Step::Add(arguments) => {
            let kind = match arguments.kind {
                AddedKind::Incremental => SetKind::Incremental,
                AddedKind::Differential => SetKind::Differential,
            };
            let contents = contents(&arguments.backup, kind, Vec::new())?;
            show(&RestoreFolder::new(&fs, &arguments.backup.folder).add(&contents)?, output)?;
        }
        Step::Complete(arguments) => {
            let roll_forward = arguments.roll_forward.as_ref().map(|log_path| RollForward::Stopped {
                log_path: absolute(log_path),
                system_path: absolute(arguments.system.as_ref().unwrap_or(log_path)),
            });
            let completion = Completion { roll_forward, keep: arguments.keep, ..Completion::default() };
            show(&RestoreFolder::new(&fs, &arguments.folder).complete(completion)?.environment, output)?;
        }
        Step::Status { folder } => {
            let Some(environment) = RestoreFolder::new(&fs, folder).status()? else {
                let message = format!("{}: no restore has begun here", folder.display());
                return Err(Failure::new(Exit::NotFound, message).hint("esentutl restore begin"));
            };
            show(&environment, output)?;
        }
    }
    Ok(Exit::Done)
}

fn begin_contents(arguments: &BeginArgs) -> Result<Contents, Failure> {
    if !arguments.was.is_empty() && arguments.was.len() != arguments.database.len() {
        let (was, databases) = (arguments.was.len(), arguments.database.len());
        return Err(Failure::usage(format!("--was is given {was} times and --database {databases} times")));
    }
    let mut databases = Vec::new();
    for (i, path) in arguments.database.iter().enumerate() {
        let target = match (&arguments.into, path.file_name()) {
            (None, _) => None,
            (Some(into), Some(name)) => Some(into.join(name)),
            (Some(_), None) => return Err(Failure::usage(format!("{} is no file", path.display()))),
        };
        databases.push(DatabaseCopy {
            name: arguments.was.get(i).cloned().unwrap_or_default(),
            copy: target.is_some().then(|| path.clone()),
            target: target.unwrap_or_else(|| path.clone()),
        });
    }
    let kind = if arguments.copy { SetKind::Copy } else { SetKind::Full };
    contents(&arguments.backup, kind, databases)
}

fn contents(backup: &BackupArgs, kind: SetKind, databases: Vec<DatabaseCopy>) -> Result<Contents, Failure> {
    let base_name = match &backup.base {
        Some(base) => base.clone(),
        None => find_base(&backup.logs)?,
    };
    let names = LogNames::new(&base_name, OLD_EXTENSIONS).as_in(&RealFileSystem, &backup.logs)?;
    let Some((low, high)) = names.range(&RealFileSystem, &backup.logs)? else {
        let message = format!("{}: no log begins with {base_name}", backup.logs.display());
        return Err(Failure::new(Exit::NotFound, message));
    };
    let (first, last) = backup.generations.unwrap_or((low, high));
    Ok(Contents {
        kind,
        storage_group: backup.group.clone(),
        base_name,
        log_path: absolute(&backup.logs),
        generations: (first.max(1), last.min(high.max(first))),
        databases,
    })
}

/// The base name that all logs of a directory have.
fn find_base(logs: &Path) -> Result<String, Failure> {
    let entries = std::fs::read_dir(logs).map_err(|e| Failure::reading(&e, logs))?;
    let mut found: Vec<String> = Vec::new();
    for entry in entries {
        let name = entry.map_err(|e| Failure::reading(&e, logs))?.file_name();
        let Some(base) = name.to_str().and_then(|n| n.get(..3)) else { continue };
        let old = LogNames::new(base, OLD_EXTENSIONS);
        let new = old.clone().with_extensions(old.extensions().other());
        let is_log = name.to_str().is_some_and(|n| [&old, &new].iter().any(|names| names.parse(n).is_some()));
        if is_log && !found.iter().any(|f| f.eq_ignore_ascii_case(base)) {
            found.push(base.to_owned());
        }
    }
    match found.as_slice() {
        [] => Err(Failure::new(Exit::NotFound, format!("{}: there is no log", logs.display()))),
        [base] => Ok(base.clone()),
        several => {
            let message = format!("several log streams are here: {}", several.join(", "));
            Err(Failure::new(Exit::Ambiguous, message).hint("name the one that is meant with --base"))
        }
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn show(environment: &Environment, output: &mut Output) -> Result<(), Failure> {
    output.json(|| to_json(environment));
    let tone = match environment.stage {
        Stage::Completed => Tone::Good,
        Stage::Collecting => Tone::Heading,
        Stage::Copying | Stage::Completing => Tone::Warning,
    };
    let (low, high) = environment.generations;
    let stage = output.paint(tone, environment.stage.name());
    let base = text::safe(&environment.base_name);
    output.line(format!("{stage}: generations {low:#x} to {high:#x} of {base}"))?;
    for database in &environment.databases {
        output.line(format!("  {} <- {}", text::path(&database.path), text::safe(&database.name)))?;
    }
    for set in &environment.sets {
        let (low, high) = set.generations;
        output.line(format!(
            "  {:<12} {low:#x} to {high:#x}, brought in {}",
            set.kind.name(),
            text::safe(&set.when)
        ))?;
    }
    Ok(())
}

fn to_json(environment: &Environment) -> Value {
    let range = |(low, high): (u32, u32)| json!({ "first": low, "last": high });
    let databases = environment.databases.iter().map(|d| {
        json!({
            "backed_up_as": d.name,
            "restored_to": d.path.display().to_string(),
            "streaming_file": d.streaming_file.as_ref().map(|p| p.display().to_string()),
        })
    });
    let sets = environment
        .sets
        .iter()
        .map(|s| json!({ "kind": s.kind.name(), "generations": range(s.generations), "brought_in": s.when }));
    json!({
        "stage": environment.stage.name(),
        "storage_group": environment.storage_group,
        "base_name": environment.base_name,
        "page_size": environment.page_size,
        "generations": range(environment.generations),
        "roll_forward": environment.roll_forward.as_ref().map(|p| p.display().to_string()),
        "roll_forward_to": environment.roll_forward_to,
        "databases": databases.collect::<Vec<_>>(),
        "sets": sets.collect::<Vec<_>>(),
    })
}

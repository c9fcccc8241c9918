//! The plain spelling: `esentutl plan|recover|restore|info|logs|check|copy …`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::failure::EXIT_CODES;
use crate::process::Step;

const EXAMPLES: &str = "\
Examples:
  esentutl plan .                         what is here, what it needs, what can be done
  esentutl recover .                      a clean copy of a dirty database
  esentutl info SRUDB.dat                 its state, and which logs it needs
  esentutl logs .                         all log streams of this directory
  esentutl check SRUDB.dat SRU*.log       every checksum
  esentutl copy /mnt/image/SRUDB.dat .    a verified copy

Windows' own spelling works too:
  esentutl /r SRU /l logs /d db /i
  esentutl /mh SRUDB.dat    esentutl /ml SRU    esentutl /k SRUDB.dat";

/// Looks at, checks, copies and recovers ESE (ESENT, JET Blue) databases: SRUDB.dat, ntds.dit, WebCacheV01.dat,
/// Windows.edb and their like.
#[derive(Debug, Parser)]
#[command(name = "esentutl", version, max_term_width = 100, after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
#[command(propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Print JSON instead of text
    #[arg(long, global = true, help_heading = "Output")]
    pub json: bool,

    /// Only results and errors: no progress, no remarks
    #[arg(long, short, global = true, help_heading = "Output")]
    pub quiet: bool,

    /// Tell what the engine does, on standard error (-vv: in detail)
    #[arg(long, short, global = true, action = clap::ArgAction::Count, help_heading = "Output")]
    pub verbose: u8,

    /// When to use colours; NO_COLOR is heeded
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: ColorChoice,

    /// Set by the translation of Windows' spelling.
    #[arg(long = "windows-spelling", global = true, hide = true)]
    pub windows: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal only
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Plan(PlanArgs),
    /// Soft recovery: bring databases that were in use to the end of their logs (Windows: /r)
    #[command(after_help = "\
Examples:
  esentutl recover /cases/7/sru             into ./sru-recovered
  esentutl recover SRUDB.dat -o clean       one database, into ./clean
  esentutl recover . --in-place             change the originals, as Windows' esentutl does
  esentutl recover . --dry-run              only the plan")]
    Recover(ActArgs),
    /// Hard recovery: a database out of a streaming backup and the logs of that backup
    #[command(after_help = "\
Examples:
  esentutl restore /backup/2026-11          databases and logs below this directory
  esentutl restore db0.edb --logs logs -o restored
  esentutl restore backup --logs backup/logs --logs live    and on through the logs behind it

From several backups, step by step:
  esentutl restore begin work --logs monday/logs --database monday/db0.edb --into restored
  esentutl restore add work --logs tuesday/logs
  esentutl restore complete work")]
    Restore(RestoreArgs),
    Info(InfoArgs),
    Logs(LogsArgs),
    Check(CheckArgs),
    Copy(CopyArgs),
    /// Write the man page
    #[command(after_help = "Example:\n  esentutl man | man -l -\n  esentutl man --directory ~/.local/share/man/man1")]
    Man {
        /// Write one page per command into this directory, instead of the main page to standard output
        #[arg(long, short, value_name = "DIR")]
        directory: Option<PathBuf>,
    },
    /// Write completions for a shell
    #[command(
        after_help = "Example:\n  esentutl completions bash > ~/.local/share/bash-completion/completions/esentutl"
    )]
    Completions {
        shell: clap_complete::Shell,
    },
}

/// Where databases and logs are. Without any of it: in the current directory.
#[derive(Debug, Args)]
pub struct PlaceArgs {
    /// Directories, databases or logs; what belongs together is found
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// The logs are in this directory; may be given several times
    #[arg(long, short, value_name = "DIR", help_heading = "Where things are")]
    pub logs: Vec<PathBuf>,

    /// The checkpoint is in this directory [default: that of the logs]
    #[arg(long, short, value_name = "DIR", help_heading = "Where things are")]
    pub system: Option<PathBuf>,

    /// The three characters that the logs' names begin with
    #[arg(long, short, value_name = "BASE", help_heading = "Where things are")]
    pub base: Option<String>,

    /// The databases are in this directory
    #[arg(long, short, value_name = "DIR", help_heading = "Where things are")]
    pub databases: Option<PathBuf>,
}

/// Say what a recovery needs, finds and would do; nothing is changed
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  esentutl plan                             of what is in this directory
  esentutl plan SRUDB.dat --logs ../logs    of one database
  esentutl plan . --json | jq '.plans[].blockers'")]
pub struct PlanArgs {
    #[command(flatten)]
    pub place: PlaceArgs,

    /// Plan for losing committed work in logs that are missing
    #[arg(long)]
    pub allow_loss: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct RestoreArgs {
    #[command(subcommand)]
    pub step: Option<Step>,

    #[command(flatten)]
    pub act: ActArgs,
}

#[derive(Debug, Args)]
pub struct ActArgs {
    #[command(flatten)]
    pub place: PlaceArgs,

    /// Write the result into this new directory [default: NAME-recovered or NAME-restored, here, if there is work]
    #[arg(long, short, value_name = "DIR", conflicts_with = "in_place", help_heading = "What to write")]
    pub output: Option<PathBuf>,

    /// Change the original files
    #[arg(long, help_heading = "What to write")]
    pub in_place: bool,

    /// Write the report here too, also when recovery fails (.json or .txt)
    #[arg(long, value_name = "FILE", help_heading = "What to write")]
    pub report: Option<PathBuf>,

    /// Only the plan
    #[arg(long)]
    pub dry_run: bool,

    /// Lose committed work in logs that are missing
    #[arg(long)]
    pub allow_loss: bool,

    /// Leave out databases that the logs speak of and that are not here
    #[arg(long)]
    pub ignore_missing: bool,

    /// Begin although the plan found something in the way: the engine decides
    #[arg(long)]
    pub anyway: bool,
}

/// Show the header of a database, log or checkpoint (Windows: /mh, /ml, /mk)
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  esentutl info SRUDB.dat SRU.chk SRU.log\n  esentutl info --json ntds.dit | jq .state"
)]
pub struct InfoArgs {
    /// Files; what each one is shows in itself
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Take the files for this, whatever they say
    #[arg(long = "as", value_name = "KIND")]
    pub kind: Option<FileKind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileKind {
    Database,
    Log,
    Checkpoint,
}

/// Verify logs, one file or a whole stream, and show their records (Windows: /ml)
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  esentutl logs .                          every stream of this directory, verified
  esentutl logs /cases/7/SRU               the stream SRU, as Windows' /ml takes it
  esentutl logs SRU.log --records          its records, one on a line
  esentutl logs . --records --json         the same, one JSON object on a line")]
pub struct LogsArgs {
    /// Log files, directories of logs, or base names of streams (`SRU`, `/cases/7/SRU`)
    #[arg(required = true, value_name = "LOG")]
    pub logs: Vec<PathBuf>,

    /// Also show every record, one on a line; with --json one object on a line
    #[arg(long, short)]
    pub records: bool,

    /// Only these generations: `17`, `0x11-0x1F`, `17-`
    #[arg(long, short, value_name = "RANGE", value_parser = generations)]
    pub generations: Option<(u32, u32)>,
}

/// Verify every checksum of databases, logs and checkpoints (Windows: /k)
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  esentutl check SRUDB.dat\n  esentutl check --json *.edb *.log | jq '.[].damaged'")]
pub struct CheckArgs {
    /// Databases, logs, checkpoints, or base names of log streams
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Copy a file: shared blocks where the file system can, holes kept, verified (Windows: /y)
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  esentutl copy /mnt/image/Windows/System32/sru/SRUDB.dat .\n  esentutl copy big.edb /cases/big.edb --json"
)]
pub struct CopyArgs {
    pub source: PathBuf,

    /// A directory, or the new file's name
    #[arg(default_value = ".")]
    pub destination: PathBuf,

    /// Replace the destination when it exists
    #[arg(long)]
    pub overwrite: bool,

    /// Write zeros for what the device cannot read, and say so
    #[arg(long)]
    pub ignore_read_errors: bool,

    /// Never share blocks with the source: the copy is written byte by byte
    #[arg(long)]
    pub no_reflink: bool,
}

impl Cli {
    /// Shows the engine's own words when they are wanted.
    pub fn start_tracing(&self) {
        use tracing_subscriber::filter::LevelFilter;
        let level = match self.verbose {
            0 => return,
            1 => LevelFilter::INFO,
            2 => LevelFilter::DEBUG,
            _ => LevelFilter::TRACE,
        };
        let _ = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).try_init();
    }
}

/// `17`, `0x11-0x1F`, `17-`, `-31`.
pub fn generations(text: &str) -> Result<(u32, u32), String> {
    let number = |s: &str, open: u32| match s.trim() {
        "" => Ok(open),
        s => match s.strip_prefix("0x").or_else(|| s.strip_prefix("0X")) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => s.parse(),
        }
        .map_err(|_| format!("{s:?} is no generation")),
    };
    let (low, high) = match text.split_once('-') {
        Some(("", "")) => return Err("a range needs at least one end".into()),
        Some((low, high)) => (number(low, 1)?, number(high, u32::MAX)?),
        None if text.trim().is_empty() => return Err("a generation is a number".into()),
        None => (number(text, 0)?, number(text, 0)?),
    };
    if low > high { Err(format!("{low} comes after {high}")) } else { Ok((low, high)) }
}

/// The command line when the program was called without any argument it knows.
pub fn program() -> OsString {
    "esentutl".into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn ranges_of_generations() {
        assert_eq!(generations("17"), Ok((17, 17)));
        assert_eq!(generations("0x11-0x1F"), Ok((17, 31)));
        assert_eq!(generations("17-"), Ok((17, u32::MAX)));
        assert_eq!(generations("-31"), Ok((1, 31)));
        for bad in ["", "-", "x", "9-3", "0xg"] {
            assert!(generations(bad).is_err(), "{bad}");
        }
    }
}

//! `esentutl`: looks at, checks, copies and recovers ESE databases and their logs.
//!
//! ```text
//! windows   Windows' spelling (/r, /mh …) becomes the plain one
//! cli       the plain spelling
//! failure   what can go wrong, and the exit codes
//! output    where words and JSON go
//! files     what a file is, hashes, sizes
//! info      headers: /mh, /mk, /ml
//! streams   the logs with one base name in a directory
//! logs      sets of logs, record by record
//! discover  what belongs together
//! plan      what a recovery would do
//! act       recover and restore
//! check     every checksum: /k
//! copy      /y, and the copies that recovery works on
//! process   restore begin, add, complete, status
//! manual    man page, completions
//! ```
//!
//! Everything here stands on the library's public API; nothing in the library knows of it.

mod act;
mod check;
mod cli;
mod copy;
mod discover;
mod disk;
mod failure;
mod files;
mod info;
mod interrupt;
mod logs;
mod manual;
mod output;
mod plan;
mod process;
mod progress;
mod streams;
mod text;
mod windows;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use failure::{Exit, Failure};
use output::Output;

fn main() -> ExitCode {
    let arguments = match windows::translate(std::env::args_os().collect()) {
        Ok(arguments) => arguments,
        Err(failure) => return report(&mut Output::plain(), failure),
    };
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(e) => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { Exit::Usage as u8 } else { Exit::Done as u8 });
        }
    };
    cli.start_tracing();
    interrupt::install();
    let mut output = Output::new(&cli);
    let started = std::time::Instant::now();
    let done = run(&cli, &mut output).and_then(|exit| output.completed(started.elapsed()).map(|()| exit));
    match done.and_then(|exit| output.finish().map(|()| exit)) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(failure) => report(&mut output, failure),
    }
}

fn run(cli: &Cli, output: &mut Output) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Plan(a) => plan::run(a, output),
        Command::Recover(a) => act::run(plan::Action::Recover, a, output),
        Command::Restore(a) => match &a.step {
            Some(step) => process::run(step, output),
            None => act::run(plan::Action::Restore, &a.act, output),
        },
        Command::Info(a) => info::run(a, output),
        Command::Logs(a) => logs::run(a, output),
        Command::Check(a) => check::run(a, output),
        Command::Copy(a) => copy::run(a, output),
        Command::Man { directory } => manual::man(directory.as_deref(), output),
        Command::Completions { shell } => manual::completions(*shell, output),
    }
}

/// Says what went wrong, where it belongs.
fn report(output: &mut Output, failure: Failure) -> ExitCode {
    if failure.is_broken_pipe() {
        // Whoever read our output has seen enough.
        return ExitCode::from(Exit::Done as u8);
    }
    output.failure(&failure);
    ExitCode::from(failure.exit as u8)
}

//! The man page and the completions, made from the command line's own definition.

use std::path::Path;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::failure::{Exit, Failure};
use crate::output::Output;

/// The main page to standard output, or a page for every command into a directory.
pub fn man(directory: Option<&Path>, output: &mut Output) -> Result<Exit, Failure> {
    let Some(directory) = directory else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page).map_err(|e| Failure::printing(&e))?;
        output.raw(&page)?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(directory).map_err(|e| Failure::writing(&e, directory))?;
    clap_mangen::generate_to(Cli::command(), directory).map_err(|e| Failure::writing(&e, directory))?;
    Ok(Exit::Done)
}

pub fn completions(shell: clap_complete::Shell, output: &mut Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "esentutl", &mut script);
    output.raw(&script)?;
    Ok(Exit::Done)
}

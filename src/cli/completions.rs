//! `huashu completions SHELL`: prints a completion script.

use super::console::Console;
use super::failure::{Outcome, Verdict};
use clap::CommandFactory;

/// `huashu completions`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 哪种 shell · which shell
    shell: clap_complete::Shell,
}

/// Prints the script for one shell.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "huashu", &mut script);
    console.print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Clean)
}

//! `huashu fmt`

use super::console::Console;
use super::failure::{Failure, Outcome};
use std::path::PathBuf;

/// `huashu fmt`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 文件、文件夹或脚本包 · files, folders or packages
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// To come.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let _ = (args, console);
    Err(Failure::new("还没有做好", "not there yet"))
}

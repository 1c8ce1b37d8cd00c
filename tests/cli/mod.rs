//! The command as people and machines meet it: exit status, what is printed, what is written.

mod baseline;
mod changed;
mod check;
mod ci;
mod docs;
mod files;
mod fmt;
mod hits;
mod prove;
mod reports;
mod run;
mod status;
mod test;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run of the command gave.
pub(crate) struct Ran {
    /// Exit status.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// Runs `huashu` in a folder, in Chinese.
pub(crate) fn huashu(folder: &Path, args: &[&str]) -> Ran {
    with_input(folder, args, "")
}

/// Runs `huashu` with something on standard input.
pub(crate) fn with_input(folder: &Path, args: &[&str], input: &str) -> Ran {
    let mut child = command(folder, args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command");
    // A command that does not read its input may have gone already.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    ran(child.wait_with_output().expect("an end"))
}

/// The command, deaf to the environment it is tested in.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huashu"));
    command.args(args).current_dir(folder).env("LC_ALL", "zh_CN.UTF-8").env_remove("NO_COLOR");
    for name in ["CI", "GITHUB_ACTIONS", "GITHUB_BASE_REF", "GITLAB_CI", "CI_MERGE_REQUEST_DIFF_BASE_SHA"] {
        command.env_remove(name);
    }
    command
}

pub(crate) fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code().expect("a status"), out: text(output.stdout), err: text(output.stderr) }
}

/// The package's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A new folder with the package that `huashu new` makes, in `店`.
pub(crate) fn fresh() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = huashu(folder.path(), &["new", "店"]);
    assert_eq!(made.code, 0, "{}", made.err);
    folder
}

/// Writes a file below a folder.
pub(crate) fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

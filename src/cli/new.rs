//! `huashu new DIR`: a small package that checks, tests and plays.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::{files, write};
use std::path::PathBuf;

/// The script a new package begins with.
const SCRIPT: &str = include_str!("template/来电.hua");

/// `huashu new`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 要建的文件夹 · the folder to make
    dir: PathBuf,
}

/// Makes the folder with its two files; refuses one that holds anything.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let dir = &args.dir;
    let fail = |e: &std::io::Error| Failure::file(dir, e, "建不了", "cannot make");
    std::fs::create_dir_all(dir).map_err(|e| fail(&e))?;
    if std::fs::read_dir(dir).map_err(|e| fail(&e))?.next().is_some() {
        let path = dir.display();
        return Err(Failure::new(format!("{path} 里已经有东西，请换一个空文件夹"), format!("{path} is not empty; name a new folder")));
    }
    let full = std::fs::canonicalize(dir).map_err(|e| fail(&e))?;
    let name = full.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let manifest = format!("name = {}\nedition = \"{}\"\nstatus = \"草案\"\n", toml::Value::String(name), crate::api::EDITION);
    write::whole(&dir.join("huashu.toml"), manifest.as_bytes())?;
    write::whole(&dir.join("来电.hua"), SCRIPT.as_bytes())?;
    let shown = files::shown(dir);
    let (zh, en) = (format!("建好了 {shown}。接下来："), format!("Made {shown}. Next:"));
    console.line(console.say(&zh, &en).to_owned().as_str())?;
    for (verb, zh, en) in [("check", "找毛病", "find faults"), ("test ", "跑场景", "run its scenarios"), ("run  ", "打一通", "play a call")]
    {
        let line = format!("  huashu {verb} {shown}    # {}", console.say(zh, en));
        console.line(&line)?;
    }
    Ok(Verdict::Clean)
}

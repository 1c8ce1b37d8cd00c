//! `huashu explain [CODE]`: the page of a code, or the list of all.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use crate::api::codes;
use crate::base::Level;

/// `huashu explain`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 编号或名字，例如 E0301、gap；不写就列出全部 · a code or its name; without it, all are listed
    code: Option<String>,
}

/// Prints one page or the list.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let Some(text) = &args.code else { return list(console) };
    let Some(code) = codes::find(text) else {
        let near: Vec<String> = codes::nearest(text).iter().map(|c| format!("{} {}", c.id, c.name)).collect();
        let (zh, en) = match near.is_empty() {
            true => ("；不写编号可以列出全部".to_owned(), "; leave it out to list them all".to_owned()),
            false => (format!("；是不是 {}？", near.join("、")), format!("; did you mean {}?", near.join(", "))),
        };
        return Err(Failure::new(format!("没有“{text}”这个编号{zh}"), format!("there is no code `{text}`{en}")));
    };
    console.print(code.page)?;
    Ok(Verdict::Clean)
}

fn list(console: &mut Console) -> Outcome {
    for code in codes::all() {
        let level = match code.level {
            Level::Off => "off",
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
            Level::Forbid => "forbid",
        };
        console.line(&format!("{:<6} {level:<6} {:<22} {}", code.id, code.name, code.title(console.lang)))?;
    }
    Ok(Verdict::Clean)
}

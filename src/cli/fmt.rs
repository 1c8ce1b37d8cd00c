//! `huashu fmt PATH…`: files in their one spelling, in place.

use super::console::{Console, LangArg};
use super::failure::{Failure, Outcome, Verdict};
use super::report::{self, Found};
use super::{files, write};
use crate::api;
use crate::base::Lang;
use std::io::Read;
use std::path::{Path, PathBuf};

/// `huashu fmt`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 文件、文件夹或脚本包；- 是从标准输入读，写到标准输出 · files, folders or packages; - reads standard input
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 只看要不要改，不动文件 · write nothing; fail if anything would change
    #[arg(long)]
    check: bool,
    /// 把关键字换成中文或英文 · translate the keywords
    #[arg(long, value_enum, value_name = "zh|en")]
    keywords: Option<LangArg>,
}

/// Formats files.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let keywords = args.keywords.map(|k| match k {
        LangArg::Zh => Lang::Zh,
        LangArg::En => Lang::En,
    });
    if args.paths.iter().any(|p| p == Path::new("-")) {
        if args.paths.len() > 1 {
            return Err(Failure::new("- 要单独写", "- stands alone"));
        }
        return standard_input(keywords, args.check, console);
    }
    let (mut changed, mut refused) = (0, Vec::new());
    let all = files::scripts(&args.paths)?;
    for path in &all {
        let bytes = files::read(path)?;
        match api::format(&files::shown(path), &bytes, keywords) {
            Err(u) => refused.push(Found::new(u.sources, u.diagnostics)),
            Ok(text) if text.as_bytes() == bytes => {}
            Ok(text) => {
                changed += 1;
                if args.check {
                    let (zh, en) = (format!("要排版：{}", files::shown(path)), format!("would change: {}", files::shown(path)));
                    let line = console.say(&zh, &en).to_owned();
                    console.line(&line)?;
                } else {
                    write::whole(path, text.as_bytes())?;
                }
            }
        }
    }
    if !refused.is_empty() {
        report::show(&refused, refused.len(), console)?;
    }
    let (zh, en) = match args.check {
        true => (format!("{} 个文件，{changed} 个要排版", all.len()), format!("{} files, {changed} would change", all.len())),
        false => (format!("{} 个文件，{changed} 个排了版", all.len()), format!("{} files, {changed} changed", all.len())),
    };
    let line = console.say(&zh, &en).to_owned();
    console.line(&line)?;
    Ok(Verdict::findings_if(!refused.is_empty() || (args.check && changed > 0)))
}

fn standard_input(keywords: Option<Lang>, check: bool, console: &mut Console) -> Outcome {
    let mut bytes = Vec::new();
    let fail = |e: std::io::Error| Failure::new(format!("读不了标准输入：{e}"), format!("cannot read standard input: {e}"));
    std::io::stdin().read_to_end(&mut bytes).map_err(fail)?;
    match api::format("-", &bytes, keywords) {
        Ok(text) if check => Ok(Verdict::findings_if(text.as_bytes() != bytes)),
        Ok(text) => {
            console.print(&text)?;
            Ok(Verdict::Clean)
        }
        Err(u) => {
            let found = Found::new(u.sources, u.diagnostics);
            console.note(&report::plain(&[found], console));
            Ok(Verdict::Findings)
        }
    }
}

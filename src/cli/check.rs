//! `huashu check PATH…`

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::files::{self, Target};
use super::report::{self, Found, Sink};
use super::write;
use crate::api::{self, Checked};
use crate::base::Level;
use std::path::{Path, PathBuf};

/// Rounds of `--fix`; a change that begets another for ever is stopped.
const ROUNDS: usize = 10;

/// `huashu check`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 文件、文件夹或脚本包 · files, folders or packages
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 报告的样子，可写几个：human、json、json=FILE · how to report; may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<Sink>,
    /// 改掉改法唯一的毛病，再检查 · mend what has one safe mending, then check
    #[arg(long)]
    fix: bool,
    /// 到哪一级算没通过；不写就看各包的 huashu.toml，再不然是 error · from which level on the check fails
    #[arg(long, value_enum, value_name = "info|warn|error")]
    fail_level: Option<FailLevel>,
}

/// `--fail-level`
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum FailLevel {
    /// 提醒
    Info,
    /// 警告
    Warn,
    /// 错误
    Error,
}

impl FailLevel {
    /// The level meant.
    pub(crate) fn level(self) -> Level {
        match self {
            Self::Info => Level::Info,
            Self::Warn => Level::Warn,
            Self::Error => Level::Error,
        }
    }
}

/// Checks packages and reports.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let (mut found, mut files, mut failed) = (Vec::new(), 0, false);
    if args.fix {
        mend(args, console)?;
    }
    for target in files::targets(&args.paths)? {
        let checked = checked(&target)?;
        let level = args.fail_level.map(FailLevel::level).or(checked.config.fail_level).unwrap_or(Level::Error);
        let (part, count) = asked_for(checked, &target);
        failed |= part.diagnostics.iter().any(|d| d.level >= level);
        files += count;
        found.push(part);
    }
    report::emit(&found, files, &args.report, console)?;
    Ok(Verdict::findings_if(failed))
}

/// Applies safe changes, round after round, until none is left: one may make room for the next.
fn mend(args: &Args, console: &mut Console) -> Outcome<()> {
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let mut round = 0;
        for target in files::targets(&args.paths)? {
            let (part, _) = asked_for(checked(&target)?, &target);
            let (texts, n) = api::fix(&part.diagnostics, &part.sources);
            round += n;
            for (file, text) in texts {
                if let Some(source) = part.sources.get(file) {
                    write::whole(Path::new(&source.name), text.as_bytes())?;
                }
            }
        }
        mended += round;
        if round == 0 {
            break;
        }
    }
    if mended > 0 {
        let (zh, en) = (format!("改好了 {mended} 处"), format!("mended {mended}"));
        let line = console.say(&zh, &en).to_owned();
        console.note(&line);
    }
    Ok(())
}

/// Checks one package; a `huashu.toml` that cannot be used is a failure.
pub(crate) fn checked(target: &Target) -> Outcome<Checked> {
    api::check(&target.input).map_err(|e| {
        let place = format!("{}huashu.toml:{}:{}", target.input.package.root, e.at.line, e.at.column);
        Failure::new(format!("{place}：{}", e.message.zh), format!("{place}: {}", e.message.en))
    })
}

/// What was found in the files that were asked for, and how many they are.
fn asked_for(mut checked: Checked, target: &Target) -> (Found, usize) {
    let files = match &target.only {
        None => checked.files,
        Some(only) => {
            let (root, sources) = (&checked.root, &checked.sources);
            checked.diagnostics.retain(|d| {
                let name = sources.get(d.span.file).and_then(|s| s.name.strip_prefix(root.as_str()));
                name.is_some_and(|n| only.contains(n))
            });
            only.len()
        }
    };
    (Found { sources: checked.sources, diagnostics: checked.diagnostics }, files)
}

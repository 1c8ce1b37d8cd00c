//! `huashu check PATH…`

mod baseline;
mod changed;
mod mend;

use super::ci::{self, Ci};
use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::files::{self, Target};
use super::report::{self, Counts, Format, Found, Marked, Sink};
use crate::api::{self, Checked, ConfigError, Fingerprint};
use crate::base::Level;
use baseline::Book;
use changed::Changed;
use std::path::{Path, PathBuf};

/// What a check may be reported in.
const FORMATS: [Format; 6] = [Format::Human, Format::Json, Format::Sarif, Format::Junit, Format::Github, Format::Gitlab];

/// `huashu check`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 文件、文件夹或脚本包 · files, folders or packages
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 报告的样子，可写几个：human、json、sarif、junit、github、gitlab，后面可接 =FILE · how to report; may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<Sink>,
    /// 改掉改法唯一的毛病，再检查 · mend what has one safe mending, then check
    #[arg(long)]
    fix: bool,
    /// 到哪一级算没通过；不写就看各包的 huashu.toml，再不然是 error · from which level on the check fails
    #[arg(long, value_enum, value_name = "info|warn|error")]
    fail_level: Option<FailLevel>,
    /// 这份文件里记下的老毛病不算 · findings that this file knows are not counted
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// 基线还没有就建一份；有了就只去掉改好的 · make the baseline, or take what is mended off it
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    /// 只报改过的文件，由 git 说了算；不写 BASE 就和上一次提交比 · only files that git calls changed since BASE
    #[arg(long, value_name = "BASE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    changed: Option<String>,
    /// 在哪种构建服务器上 · which build server this is
    #[arg(long, value_enum, default_value = "auto", value_name = "auto|github|gitlab|none")]
    ci: Ci,
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

/// A package with what was found in it.
struct Part {
    checked: Checked,
    /// The fingerprint of each finding, in their order.
    prints: Vec<Fingerprint>,
    target: Target,
}

/// Checks packages and reports.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    let sinks = ci::sinks(&args.report, args.ci);
    report::refuse(&sinks, &FORMATS)?;
    if args.fix {
        mend::mend(args, console)?;
    }
    let mut parts = Vec::new();
    for target in files::targets(&args.paths)? {
        let checked = proved(&target)?;
        parts.push(Part { prints: api::fingerprints(&checked), checked, target });
    }
    let book = args.baseline.as_deref().map(|path| Book::open(path, args.update_baseline, &parts)).transpose()?;
    let (mut found, mut counts) = (Vec::new(), Counts::default());
    for part in &parts {
        found.push(counted(part, args, book.as_ref(), &mut counts)?);
    }
    report::emit(&found, counts, &sinks, console)?;
    let failed = found.iter().any(|f| f.findings.iter().any(|m| m.diagnostic.level >= f.fails));
    if let Some(book) = book {
        book.close(args.update_baseline, failed, &parts, console)?;
    }
    Ok(Verdict::findings_if(failed))
}

/// What of a package is asked for and not known.
fn counted(part: &Part, args: &Args, book: Option<&Book>, counts: &mut Counts) -> Outcome<Found> {
    let Part { checked, prints, target } = part;
    let changed = match &args.changed {
        Some(base) => Some(Changed::since(Path::new(&checked.root), Some(base.as_str()).filter(|b| !b.is_empty()))?),
        None => None,
    };
    // What a package says of itself may change what is found in any of its files.
    let changed = changed.filter(|c| !c.has(Path::new(&format!("{}huashu.toml", checked.root))));
    let looked_at = |name: &str| {
        let inside = name.strip_prefix(checked.root.as_str());
        target.only.as_ref().is_none_or(|only| inside.is_some_and(|n| only.contains(n)))
            && changed.as_ref().is_none_or(|c| c.has(Path::new(name)))
    };
    let package = &target.input.package;
    let names = package.files.iter().chain(&package.tables).map(|f| format!("{}{}", checked.root, f.name));
    counts.files += names.filter(|n| looked_at(n)).count();
    let mut findings = Vec::new();
    for (diagnostic, print) in checked.diagnostics.iter().zip(prints) {
        if !checked.sources.get(diagnostic.span.file).is_some_and(|s| looked_at(&s.name)) {
            continue;
        }
        if book.is_some_and(|b| b.knows(print, diagnostic.level)) {
            counts.known += 1;
        } else {
            findings.push(Marked { diagnostic: diagnostic.clone(), fingerprint: Some(print.clone()) });
        }
    }
    let fails = args.fail_level.map(FailLevel::level).or(checked.config.fail_level).unwrap_or(Level::Error);
    Ok(Found { sources: checked.sources.clone(), findings, fails })
}

/// Checks one package, its guarantees included; a `huashu.toml` that cannot be used is a failure.
pub(crate) fn proved(target: &Target) -> Outcome<Checked> {
    api::check(&target.input).map_err(|e| unusable(target, &e))
}

/// Checks one package as far as it takes to play it.
pub(crate) fn checked(target: &Target) -> Outcome<Checked> {
    api::understand(&target.input).map_err(|e| unusable(target, &e))
}

/// Checks one package as far as it takes to compare it: what runs, without its scenarios.
pub(crate) fn compared(target: &Target) -> Outcome<Checked> {
    api::program(&target.input).map_err(|e| unusable(target, &e))
}

fn unusable(target: &Target, e: &ConfigError) -> Failure {
    let place = format!("{}huashu.toml:{}:{}", target.input.package.root, e.at.line, e.at.column);
    Failure::new(format!("{place}：{}", e.message.zh), format!("{place}: {}", e.message.en))
}

/// Leaves only what was found in the files that were asked for.
fn asked_for(checked: &mut Checked, target: &Target) {
    if let Some(only) = &target.only {
        let (root, sources) = (&checked.root, &checked.sources);
        checked.diagnostics.retain(|d| {
            let name = sources.get(d.span.file).and_then(|s| s.name.strip_prefix(root.as_str()));
            name.is_some_and(|n| only.contains(n))
        });
    }
}

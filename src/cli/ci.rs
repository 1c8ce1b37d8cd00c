//! Build servers: which one runs the command, and what report it wants beside those that were asked for.

use super::report::{Format, Sink};
use std::path::PathBuf;

/// The file that GitLab's examples call a code quality report.
const GITLAB_REPORT: &str = "gl-code-quality-report.json";

/// `--ci`
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Ci {
    /// 看环境变量 · what the environment says
    Auto,
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// 不是 · none
    None,
}

/// Whether a build server runs the command: then nothing moves on the screen and nothing is in colour.
pub(crate) fn runs() -> bool {
    set("CI") || set("GITHUB_ACTIONS") || set("GITLAB_CI")
}

/// The reports asked for, or the one for people, and that of the build server where it has a place to go: lines for GitHub stand below what
/// people read, and never among what a machine reads.
pub(crate) fn sinks(asked: &[Sink], ci: Ci) -> Vec<Sink> {
    let mut sinks = asked.to_vec();
    if sinks.is_empty() {
        sinks.push(Sink::new(Format::Human, None));
    }
    let has = |format| sinks.iter().any(|s: &Sink| s.format() == format);
    let (github, gitlab) = match ci {
        Ci::Auto => (set("GITHUB_ACTIONS"), set("GITLAB_CI")),
        Ci::Github => (true, false),
        Ci::Gitlab => (false, true),
        Ci::None => (false, false),
    };
    let free = sinks.iter().all(|s| s.file().is_some() || s.format() == Format::Human);
    let more = [
        (github && free && !has(Format::Github)).then(|| Sink::new(Format::Github, None)),
        (gitlab && !has(Format::Gitlab)).then(|| Sink::new(Format::Gitlab, Some(PathBuf::from(GITLAB_REPORT)))),
    ];
    sinks.extend(more.into_iter().flatten());
    sinks
}

/// What a change is held against on a build server that says it.
pub(crate) fn base() -> Option<String> {
    let named = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
    named("CI_MERGE_REQUEST_DIFF_BASE_SHA").or_else(|| named("GITHUB_BASE_REF").map(|branch| format!("origin/{branch}")))
}

fn set(name: &str) -> bool {
    std::env::var(name).is_ok_and(|v| !v.is_empty() && v != "false" && v != "0")
}

//! `--report`: findings for people and machines, one format a file.

mod github;
mod gitlab;
mod human;
mod junit;
mod sarif;

use super::console::Console;
use super::failure::{Failure, Outcome};
use super::write;
use crate::api::Fingerprint;
use crate::api::report::{Finding, Report};
use crate::base::{Diagnostic, Level, Sources};
use std::path::{Path, PathBuf};
use std::str::FromStr;

pub(crate) use human::plain;

/// `--report FORMAT[=FILE]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sink {
    format: Format,
    file: Option<PathBuf>,
}

/// What a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Human,
    /// Our own object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
}

/// Every format by its name.
const FORMATS: [(&str, Format); 6] = [
    ("human", Format::Human),
    ("json", Format::Json),
    ("sarif", Format::Sarif),
    ("junit", Format::Junit),
    ("github", Format::Github),
    ("gitlab", Format::Gitlab),
];

impl Sink {
    /// A report that nobody asked for by name.
    pub(crate) fn new(format: Format, file: Option<PathBuf>) -> Self {
        Self { format, file }
    }

    /// What it is written in.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// The file it goes to; none for standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Writes a report into its file, or to standard output.
    fn put(&self, text: &str, console: &mut Console) -> Outcome<()> {
        match &self.file {
            Some(path) => write::whole(path, text.as_bytes()),
            None => console.print(text),
        }
    }
}

/// Gives a report to every sink, written in its format; without one, to the person.
pub(crate) fn give(sinks: &[Sink], console: &mut Console, written: impl Fn(Format, &Console) -> Outcome<String>) -> Outcome<()> {
    if sinks.is_empty() {
        let text = written(Format::Human, console)?;
        return console.print(&text);
    }
    for sink in sinks {
        let text = written(sink.format, console)?;
        sink.put(&text, console)?;
    }
    Ok(())
}

/// Gives a report that machines read as one line of JSON, and everybody else as `human` writes it.
pub(crate) fn give_value<T: serde::Serialize>(
    sinks: &[Sink],
    console: &mut Console,
    value: &T,
    human: impl Fn(&T, &Console) -> String,
) -> Outcome<()> {
    give(sinks, console, |format, console| if format == Format::Json { json_line(value) } else { Ok(human(value, console)) })
}

impl FromStr for Sink {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = text.split_once('=').map_or((text, None), |(f, p)| (f, Some(PathBuf::from(p))));
        match FORMATS.iter().find(|(n, _)| *n == name) {
            Some((_, format)) if file.as_ref().is_none_or(|f| !f.as_os_str().is_empty()) => Ok(Self { format: *format, file }),
            _ => {
                let names = FORMATS.map(|(n, _)| n).join(", ");
                Err(format!("可写 {}，后面可以接 =FILE · one of {names}, and =FILE behind it", names.replace(", ", "、")))
            }
        }
    }
}

/// Refuses formats that a verb has no report in, and more than one report on standard output. What GitHub reads are lines of their
/// own, so that they may stand below what people read.
pub(crate) fn refuse(sinks: &[Sink], known: &[Format]) -> Outcome<()> {
    if let Some(other) = sinks.iter().find(|s| !known.contains(&s.format)) {
        let names = |of: &dyn Fn(&Format) -> bool| FORMATS.iter().filter(|(_, f)| of(f)).map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
        let (it, others) = (names(&|f| *f == other.format), names(&|f| known.contains(f)));
        let zh = format!("这里没有 {it} 报告，可写 {}", others.replace(", ", "、"));
        return Err(Failure::new(zh, format!("there is no {it} report here; it is one of {others}")));
    }
    let here: Vec<Format> = sinks.iter().filter(|s| s.file.is_none()).map(|s| s.format).collect();
    if here.len() > 1 && !matches!(here.as_slice(), [Format::Human, Format::Github]) {
        let (zh, en) = (
            "只能有一种报告写到标准输出，其余用 FORMAT=FILE",
            "only one report can go to standard output; write the others to FORMAT=FILE",
        );
        return Err(Failure::new(zh, en));
    }
    Ok(())
}

/// A finding with what it is known by.
pub(crate) struct Marked {
    /// The finding.
    pub(crate) diagnostic: Diagnostic,
    /// What it is known by; only a check says.
    pub(crate) fingerprint: Option<Fingerprint>,
}

/// What was found in one package.
pub(crate) struct Found {
    /// Its texts.
    pub(crate) sources: Sources,
    /// In order of file and place.
    pub(crate) findings: Vec<Marked>,
    /// From which level on a finding fails the check.
    pub(crate) fails: Level,
}

impl Found {
    /// Findings without fingerprints, of which errors fail.
    pub(crate) fn new(sources: Sources, diagnostics: Vec<Diagnostic>) -> Self {
        let findings = diagnostics.into_iter().map(|diagnostic| Marked { diagnostic, fingerprint: None }).collect();
        Self { sources, findings, fails: Level::Error }
    }
}

/// What is not listed and yet told.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    /// Files looked at.
    pub(crate) files: usize,
    /// Findings that the baseline knows.
    pub(crate) known: usize,
}

/// A finding as machines are told of it.
struct Told {
    finding: Finding,
    fails: bool,
}

/// Gives the findings to the person.
pub(crate) fn show(found: &[Found], files: usize, console: &mut Console) -> Outcome<()> {
    let text = human::text(found, Counts { files, known: 0 }, true, console);
    console.print(&text)
}

/// Gives the findings to every sink; without one, to the person.
pub(crate) fn emit(found: &[Found], counts: Counts, sinks: &[Sink], console: &mut Console) -> Outcome<()> {
    let told: Vec<Told> = found.iter().flat_map(|part| part.findings.iter().map(|m| tell(m, part, console))).collect();
    for sink in sinks {
        let text = match sink.format {
            Format::Human => human::text(found, counts, sink.file.is_none(), console),
            Format::Json => {
                let findings = told.iter().map(|t| t.finding.clone()).collect();
                json_line(&Report::new(findings, counts.files, counts.known))?
            }
            Format::Sarif => json_line(&sarif::log(&told, console.lang))?,
            Format::Junit => junit::xml(&told, found)?,
            Format::Github => github::commands(&told),
            Format::Gitlab => json_line(&gitlab::issues(&told))?,
        };
        sink.put(&text, console)?;
    }
    Ok(())
}

fn tell(marked: &Marked, part: &Found, console: &Console) -> Told {
    let mut finding = Finding::new(&marked.diagnostic, &part.sources, console.lang);
    finding.fingerprint = marked.fingerprint.as_ref().map(Fingerprint::id);
    Told { finding, fails: marked.diagnostic.level >= part.fails }
}

/// A value as one line of JSON.
pub(crate) fn json_line(value: &impl serde::Serialize) -> Outcome<String> {
    serde_json::to_string(value).map(|s| s + "\n").map_err(|e| Failure::new(format!("写不成 JSON：{e}"), format!("cannot write JSON: {e}")))
}

/// What is wrong and what to do, the one below the other.
fn message(finding: &Finding) -> String {
    let help = finding.help.as_deref().unwrap_or_default();
    format!("{}\n{help}", finding.message).trim_end().to_owned()
}

/// A text without the characters that move a terminal's cursor or that XML has no place for.
fn printable(text: &str) -> String {
    let unseen = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.replace("\r\n", "\n").replace(unseen, "\u{fffd}")
}

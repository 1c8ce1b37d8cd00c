//! `--report`: findings for people and machines.

use super::console::Console;
use super::failure::{Failure, Outcome};
use super::write;
use crate::api::report::{Report, Summary};
use crate::base::{self, Diagnostic, Sources};
use std::path::PathBuf;
use std::str::FromStr;

/// `--report FORMAT[=FILE]`
#[derive(Debug, Clone)]
pub(crate) struct Sink {
    format: Format,
    file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Human,
    Json,
    Junit,
}

impl Sink {
    /// Whether it takes JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether it takes the JUnit XML that build servers read.
    pub(crate) fn is_junit(&self) -> bool {
        self.format == Format::Junit
    }

    /// Where it goes; standard output without one.
    pub(crate) fn file(&self) -> Option<&std::path::Path> {
        self.file.as_deref()
    }
}

impl FromStr for Sink {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text.split_once('=').map_or((text, None), |(f, p)| (f, Some(PathBuf::from(p))));
        let format = match format {
            "human" => Format::Human,
            "json" => Format::Json,
            "junit" => Format::Junit,
            _ => return Err("human、json，test 还有 junit，可写 json=FILE · human, json, for test also junit; json=FILE".to_owned()),
        };
        Ok(Self { format, file })
    }
}

/// What was found in one package.
pub(crate) struct Found {
    /// Its texts.
    pub(crate) sources: Sources,
    /// In order of file and place.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Gives the findings to every sink; without one, to the person.
pub(crate) fn emit(found: &[Found], files: usize, sinks: &[Sink], console: &mut Console) -> Outcome<()> {
    let human = [Sink { format: Format::Human, file: None }];
    let sinks = if sinks.is_empty() { &human } else { sinks };
    if sinks.iter().filter(|s| s.file.is_none()).count() > 1 {
        let (zh, en) = (
            "只能有一种报告写到标准输出，其余用 FORMAT=FILE",
            "only one report can go to standard output; write the others to FORMAT=FILE",
        );
        return Err(Failure::new(zh, en));
    }
    for sink in sinks {
        let text = match sink.format {
            Format::Human => human_text(found, files, sink.file.is_none(), console),
            Format::Json => json_text(found, files, console)?,
            Format::Junit => return Err(Failure::new("junit 报告的是场景，只有 test 有", "junit reports scenarios: only test has it")),
        };
        match &sink.file {
            Some(path) => write::whole(path, text.as_bytes())?,
            None => console.print(&text)?,
        }
    }
    Ok(())
}

/// A value as one line of JSON.
pub(crate) fn json_line(value: &impl serde::Serialize) -> Outcome<String> {
    serde_json::to_string(value).map(|s| s + "\n").map_err(|e| Failure::new(format!("写不成 JSON：{e}"), format!("cannot write JSON: {e}")))
}

/// Findings in words, without colour.
pub(crate) fn plain(found: &[Found], console: &Console) -> String {
    human_text(found, found.len(), false, console)
}

fn json_text(found: &[Found], files: usize, console: &Console) -> Outcome<String> {
    let all = found.iter().flat_map(|f| f.diagnostics.iter().map(|d| (d, &f.sources)));
    json_line(&Report::new(all, files, console.lang))
}

fn human_text(found: &[Found], files: usize, here: bool, console: &Console) -> String {
    let handler = if here { console.handler() } else { Console::plain_handler() };
    let mut summary = Summary { files, ..Summary::default() };
    let mut text = String::new();
    for part in found {
        for diagnostic in &part.diagnostics {
            summary.count(diagnostic.level);
            text.push_str(&base::Report::new(diagnostic, &part.sources, console.lang).draw(&handler));
            text.push('\n');
        }
    }
    text.push_str(&summary_line(&summary, here, console));
    text.push('\n');
    text
}

fn summary_line(s: &Summary, here: bool, console: &Console) -> String {
    let count = |n: usize, zh: &str, one: &str, many: &str| {
        let en = format!("{n} {}", if n == 1 { one } else { many });
        (n > 0).then(|| console.say(&format!("{n} 处{zh}"), &en).to_owned())
    };
    let parts: Vec<String> = [
        count(s.errors, "错误", "error", "errors"),
        count(s.warnings, "警告", "warning", "warnings"),
        count(s.infos, "提醒", "remark", "remarks"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let files_en = format!("{} file{}", s.files, if s.files == 1 { "" } else { "s" });
    let files = console.say(&format!("{} 个文件", s.files), &files_en).to_owned();
    let line = match parts.is_empty() {
        true => format!("{files}{}", console.say("，没有发现问题", ", nothing found")),
        false => format!("{files}{}{}", console.say("：", ": "), parts.join(console.say("，", ", "))),
    };
    let style = if s.errors > 0 {
        "1;31"
    } else if s.warnings > 0 {
        "1;33"
    } else {
        "1;32"
    };
    if here { console.paint(style, &line) } else { line }
}

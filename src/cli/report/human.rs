//! Findings for people: drawn with their lines, and counted below.

use super::{Counts, Found};
use crate::api::report::Summary;
use crate::base;
use crate::cli::console::Console;

/// Findings in words, without colour.
pub(crate) fn plain(found: &[Found], console: &Console) -> String {
    text(found, Counts { files: found.len(), known: 0 }, false, console)
}

/// Findings in words; in colour where they go `here`, to the terminal.
pub(super) fn text(found: &[Found], counts: Counts, here: bool, console: &Console) -> String {
    let handler = if here { console.handler() } else { Console::plain_handler() };
    let mut summary = Summary { files: counts.files, known: counts.known, ..Summary::default() };
    let mut text = String::new();
    for part in found {
        for marked in &part.findings {
            summary.count(marked.diagnostic.level);
            text.push_str(&base::Report::new(&marked.diagnostic, &part.sources, console.lang).draw(&handler));
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
    let known = match s.known {
        0 => String::new(),
        n => console.say(&format!("（另有 {n} 处在基线里）"), &format!(" ({n} more in the baseline)")).to_owned(),
    };
    let line = match parts.is_empty() {
        true if s.known > 0 => format!("{files}{}{known}", console.say("，没有发现新问题", ", nothing new found")),
        true => format!("{files}{}", console.say("，没有发现问题", ", nothing found")),
        false => format!("{files}{}{}{known}", console.say("：", ": "), parts.join(console.say("，", ", "))),
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

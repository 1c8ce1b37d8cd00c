//! Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change.

use super::{Told, message, printable};
use crate::api::codes;
use crate::base::Level;

/// A command a line.
pub(super) fn commands(told: &[Told]) -> String {
    told.iter().map(command).collect()
}

fn command(told: &Told) -> String {
    let f = &told.finding;
    let word = match f.severity {
        Level::Off | Level::Info => "notice",
        Level::Warn => "warning",
        Level::Error | Level::Forbid => "error",
    };
    let mut properties = vec![format!("file={}", property(&f.file)), format!("line={}", f.start.line), format!("endLine={}", f.end.line)];
    // GitHub takes columns only within one line.
    if f.start.line == f.end.line {
        properties.push(format!("col={},endColumn={}", f.start.column, f.end.column));
    }
    let name = codes::find(&f.code).map_or(f.name.as_str(), |c| c.name);
    properties.push(format!("title={}", property(&format!("{} {name}", f.code))));
    format!("::{word} {}::{}\n", properties.join(","), data(&message(f)))
}

/// What stands behind `::`: a line break would end the command.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands behind `=`: a colon or comma would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

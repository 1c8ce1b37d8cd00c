//! What no scenario touched, for people and for tools that read lcov.

use super::console::Console;
use super::failure::Outcome;
use super::write;
use crate::api::{Coverage, Missing, Touched};
use crate::base::Message;
use std::path::PathBuf;
use std::str::FromStr;

/// Things that no scenario touched, shown of each kind.
const MISSING: usize = 12;

/// `--coverage lcov=FILE`
#[derive(Debug, Clone)]
pub(crate) struct Records {
    file: PathBuf,
}

impl FromStr for Records {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some(("lcov", file)) if !file.is_empty() => Ok(Self { file: PathBuf::from(file) }),
            _ => Err("写成 lcov=文件 · write lcov=FILE".to_owned()),
        }
    }
}

impl Records {
    /// Writes the records.
    pub(crate) fn write(&self, records: &str) -> Outcome<()> {
        write::whole(&self.file, records.as_bytes())
    }
}

/// How much is touched, and what is not, with lines that would touch it.
pub(crate) fn told(coverage: &Coverage, all_missing: bool, console: &Console) -> String {
    let (covered, total) = coverage.total();
    if total == 0 {
        return String::new();
    }
    let percent = covered * 100 / total;
    let mut out = format!(
        "{}\n",
        console.say(&format!("测到 {covered}/{total}（{percent}%）"), &format!("{covered} of {total} touched ({percent} %)"))
    );
    for (kind, touched) in coverage.kinds().iter().filter(|(_, touched)| touched.total > 0) {
        of_kind(kind.get(console.lang), touched, all_missing, console, &mut out);
    }
    if covered < total {
        let hint = console.say(
            "没测到的地方，下面缩进的几行可以抄进场景，# 后面的要自己安排",
            "the indented lines below what is missing can go into a scenario; what stands behind # is yours to arrange",
        );
        out.push_str(&format!("{}\n", console.paint("2", hint)));
    }
    out
}

fn of_kind(kind: &str, touched: &Touched, all_missing: bool, console: &Console, out: &mut String) {
    out.push_str(&format!("  {kind} {}/{}", touched.covered, touched.total));
    if touched.missing.is_empty() {
        out.push('\n');
        return;
    }
    out.push_str(&format!("{}\n", console.say("，没有测到：", ", not touched:")));
    let shown = if all_missing { touched.missing.len() } else { MISSING };
    for Missing { file, line, name, ready } in touched.missing.iter().take(shown) {
        out.push_str(&format!("    {name}  {}\n", console.paint("2", &format!("{file}:{line}"))));
        for line in ready {
            let style = if line.trim_start().starts_with('#') { "2" } else { "36" };
            out.push_str(&format!("        {}\n", console.paint(style, line)));
        }
    }
    if let Some(rest) = touched.missing.len().checked_sub(shown).filter(|n| *n > 0) {
        let (zh, en) = (format!("还有 {rest} 处，加 --missing 列全"), format!("and {rest} more; --missing lists them all"));
        out.push_str(&format!("    {}\n", console.say(&zh, &en)));
    }
}

/// Whether less was touched than is asked for, which is said.
pub(crate) fn thin(coverage: &Coverage, least: u8, console: &mut Console) -> bool {
    let (covered, total) = coverage.total();
    let thin = covered * 100 < usize::from(least) * total;
    if thin {
        let zh = format!("测到 {covered}/{total}，不到 {least}%");
        let en = format!("{covered} of {total} are touched, less than {least} %");
        console.complain(&Message::new(zh, en));
    }
    thin
}

//! `huashu match PATH [TEXT…]`: which forbidden phrases a text hits, marked under it.

use super::console::Console;
use super::failure::{Failure, Outcome, Verdict};
use super::report::{self, Format, Sink, json_line};
use super::text::width;
use super::{build, check, files, load};
use crate::api::{PhraseBook, Severity, TextHit, TextHits};
use crate::base::Lang;
use std::io::Read;
use std::path::PathBuf;

/// `huashu match`
#[derive(clap::Args)]
pub(crate) struct Args {
    /// 脚本包、文件或 .huac · a package, file or .huac
    path: PathBuf,
    /// 要试的话；不写就从标准输入读，一行一句 · what to try; without it, standard input, a text a line
    texts: Vec<String>,
    /// 报告的样子：human、json 或 json=FILE · how to report
    #[arg(long, value_name = "FORMAT[=FILE]")]
    report: Vec<Sink>,
}

/// Prints each text with its hits. Exits with 1 where there is one.
pub(crate) fn run(args: &Args, console: &mut Console) -> Outcome {
    report::refuse(&args.report, &[Format::Human, Format::Json])?;
    let Some(book) = book(args, console)? else { return Ok(Verdict::Findings) };
    let all: Vec<TextHits> = texts(args)?.iter().map(|text| book.hits(text)).collect();
    report::give(&args.report, console, |format, console| match format {
        Format::Json => all.iter().map(json_line).collect(),
        _ => Ok(drawn(&all, console)),
    })?;
    if args.report.is_empty() {
        let (texts, phrases) = (all.iter().filter(|t| !t.hits.is_empty()).count(), book.phrases());
        let tried = all.iter().filter(|t| !t.text.trim().is_empty()).count();
        let (zh, en) = (
            format!("{tried} 句里有 {texts} 句碰到禁语（脚本里共 {phrases} 个词）"),
            format!("{texts} of {tried} texts hit one of {phrases} forbidden phrases"),
        );
        console.note(console.say(&zh, &en));
    }
    Ok(if all.iter().any(|t| !t.hits.is_empty()) { Verdict::Findings } else { Verdict::Clean })
}

fn book(args: &Args, console: &mut Console) -> Outcome<Option<PhraseBook>> {
    if args.path.extension().is_some_and(|e| e == "huac") {
        return Ok(load::load(&args.path, console)?.map(|loaded| PhraseBook::new(&loaded.machine.program.forbids)));
    }
    let checked = check::checked(&files::target(&args.path)?)?;
    Ok(build::built(&checked, console)?.map(|built| PhraseBook::new(&built.program.forbids)))
}

/// What to try, a text a line: the answer to the third line is the third, so an empty line is a text without words.
fn texts(args: &Args) -> Outcome<Vec<String>> {
    if !args.texts.is_empty() {
        return Ok(args.texts.clone());
    }
    let mut bytes = Vec::new();
    let fail = |zh: &str, en: &str| Failure::new(format!("标准输入{zh}"), format!("standard input {en}"));
    std::io::stdin().read_to_end(&mut bytes).map_err(|_| fail("读不了", "cannot be read"))?;
    let text = String::from_utf8(bytes).map_err(|_| fail("不是 UTF-8 文本", "is not UTF-8"))?;
    Ok(text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect())
}

/// Every text, with marks under the characters that are hit and a line for each hit.
fn drawn(all: &[TextHits], console: &Console) -> String {
    let mut out = String::new();
    for one in all.iter().filter(|one| !one.text.trim().is_empty()) {
        // A tab or an escape would move what stands below it.
        let shown: Vec<char> = one.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        out.extend(&shown);
        out.push('\n');
        for row in rows(&one.hits) {
            let mark = |at: usize| match row.iter().position(|hit| hit.start <= at && at < hit.end) {
                // Hits side by side are told apart.
                Some(hit) => ["^", "~"].get(hit % 2).copied().unwrap_or("^"),
                None => " ",
            };
            let marks: String = shown.iter().enumerate().map(|(at, c)| mark(at).repeat(width(c.encode_utf8(&mut [0; 4])))).collect();
            out.push_str(&format!("{}\n", console.paint("31", marks.trim_end())));
        }
        for hit in &one.hits {
            let said = shown.get(hit.start..hit.end).unwrap_or_default().iter().map(visible).collect::<String>();
            out.push_str(&format!("  {}\n", told(hit, &said, console)));
        }
    }
    out
}

/// A character as a reader sees it: one that takes no room is told by its number.
fn visible(c: &char) -> String {
    if width(c.encode_utf8(&mut [0; 4])) == 0 { format!("<U+{:04X}>", u32::from(*c)) } else { c.to_string() }
}

/// Hits in rows in which none overlap: several sets may hit the same words.
fn rows(hits: &[TextHit]) -> Vec<Vec<&TextHit>> {
    let mut rows: Vec<Vec<&TextHit>> = Vec::new();
    for hit in hits {
        match rows.iter_mut().find(|row| row.last().is_none_or(|last| last.end <= hit.start)) {
            Some(row) => row.push(hit),
            None => rows.push(vec![hit]),
        }
    }
    rows
}

/// A hit in words: the set, the phrase, what to say instead, and what was said where it is written otherwise.
fn told(hit: &TextHit, said: &str, console: &Console) -> String {
    let grave = match hit.severity {
        Severity::Minor => console.say("轻微", "minor"),
        Severity::Ordinary => console.say("一般", "ordinary"),
        Severity::Serious => console.say("严重", "serious"),
    };
    let sort = hit.category.as_ref().map_or_else(String::new, |c| format!("{c}{}", console.say("，", ", ")));
    let open = if hit.open { console.say("，开放", ", open list") } else { "" };
    let mut out = match console.lang {
        Lang::Zh => format!("禁语“{}”的“{}”（{sort}{grave}{open}）", hit.set, hit.phrase),
        Lang::En => format!("“{}” of {} ({sort}{grave}{open})", hit.phrase, hit.set),
    };
    if let Some(instead) = &hit.replacement {
        out.push_str(&format!(" → {instead}"));
    }
    let folds: Vec<&str> = hit.folds.iter().map(|fold| fold.words()).map(|(zh, en)| console.say(zh, en)).collect();
    if !folds.is_empty() {
        out.push_str(&match console.lang {
            Lang::Zh => format!("；说的是“{said}”，写法不同：{}", folds.join("、")),
            Lang::En => format!("; said as “{said}”, written otherwise: {}", folds.join(", ")),
        });
    }
    out
}

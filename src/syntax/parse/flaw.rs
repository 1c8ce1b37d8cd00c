//! A line that is damaged before it is read: a text that is not closed, a size beyond its limit.

use crate::base::{Diagnostic, Edit, Span, limits};
use crate::syntax::codes;
use crate::syntax::keyword;
use crate::syntax::lines::{Flaw, Lines};

/// A line that is damaged as a line.
pub(crate) fn flaw(lines: &Lines<'_>, at: usize, flaw: Flaw) -> Diagnostic {
    let span = lines.span(at);
    match flaw {
        Flaw::Open(byte) => {
            let len = lines.src.get(byte as usize..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8);
            let open = Span { file: lines.file, start: byte, end: byte + len as u32 };
            let finding = Diagnostic::new(&codes::OPEN_QUOTE, open, "这里的引号没有合上", "the quotation mark here is not closed")
                .label("从这里起，一直没有合上", "open from here on");
            match closing(lines, at, open) {
                Some(edit) => {
                    let finding = finding.help(
                        "话太长可以换行，下一行缩进得更深就行，后一半引号写在最后",
                        "a long text may go on in deeper lines, with the mark that closes it at its very end",
                    );
                    finding.safe_fix("在行末补上后一半引号", "close it at the end of the line", vec![edit])
                }
                None => finding.help(
                    "在这句话说完的地方补上后一半引号（”），像 说 “您好，请讲。” 这样；话太长可以换行，下一行缩进得更深就行",
                    "close the text where the words end, as in: say “Good morning.”; a long text may go on in deeper lines",
                ),
            }
        }
        Flaw::Long | Flaw::Nested | Flaw::Deep => flaw_at(span, flaw),
    }
}

/// The mark that closes an open text at the end of its line, where all that follows can only be the words: no clause, remark or further
/// line that would become one.
fn closing(lines: &Lines<'_>, at: usize, open: Span) -> Option<Edit> {
    let line = lines.get(at)?;
    let end = lines.span(at).end as usize;
    let (mark, words) = (lines.src.get(open.range())?, lines.src.get(open.end as usize..end)?);
    let close = match mark {
        "“" | "”" => "”",
        "「" => "」",
        "\"" | "＂" => "\"",
        _ => return None,
    };
    let spaces = [' ', '\t', '\u{3000}'];
    let clause = |at: usize| {
        let next = words.get(at..).unwrap_or("").trim_start_matches(spaces);
        next.starts_with(['#', '＃']) || keyword::head(next).is_some()
    };
    let plain = !words.trim().is_empty()
        && !words.contains(['“', '”', '"', '＂', '「', '」', '\n'])
        && !words.match_indices(spaces).any(|(i, _)| clause(i));
    let last = line.until as usize <= at + 1;
    (plain && last).then(|| Edit { span: Span { file: lines.file, start: end as u32, end: end as u32 }, text: close.to_owned() })
}

/// A size beyond its limit.
pub(crate) fn flaw_at(span: Span, flaw: Flaw) -> Diagnostic {
    match flaw {
        Flaw::Long | Flaw::Open(_) => too_big(span, "一行", "a line", limits::LINE_BYTES, "字节", "bytes"),
        Flaw::Nested => too_big(span, "一行里的括号", "the brackets of a line", limits::NESTING, "层", "levels"),
        Flaw::Deep => too_big(span, "缩进", "the indentation", limits::DEPTH, "层", "levels"),
    }
}

fn too_big(span: Span, zh: &str, en: &str, most: usize, unit_zh: &str, unit_en: &str) -> Diagnostic {
    let zh = format!("{zh}最多 {most} {unit_zh}，这里超过了");
    Diagnostic::new(&codes::BEYOND_LIMIT, span, zh, format!("{en} may have {most} {unit_en} at most, and this has more")).help(
        "拆开来写：长的话分成几句；括号太多的条件，取个名字写成“判定”，这里写 若 判定名(…)；套得太深的，挪到另一个环节再“转”过去",
        "split it: long words into several lines; a condition with many brackets into a `decide` of its own, asked here as `if name(…)`; what is nested too deep into another step, with a `goto`",
    )
}

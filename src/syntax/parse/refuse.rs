//! What a line that cannot be read is told: the code, the place, and what to do.

pub(crate) use super::place::Place;

use super::cx::Cx;
use super::flaw::flaw;
use super::habit;
use super::text::quotes;
use super::usage;
use crate::base::{Diagnostic, Edit, Span};
use crate::syntax::codes;
use crate::syntax::grammar::Rule;
use crate::syntax::keyword::{self, Keyword};
use crate::syntax::lines::{Flaw, Lines};
use crate::syntax::token::Refused;
use std::collections::BTreeSet;

impl Cx<'_> {
    /// Reports a line whose first word has no business in its place.
    pub(crate) fn strange(&mut self, at: usize, place: Place) {
        // A line at an uneven depth was reported as that, and may stand in another place than was meant.
        if self.lines.uneven.binary_search(&(at as u32)).is_ok() {
            return;
        }
        if let Some(finding) = stranger(self.lines, at, place) {
            self.report(finding);
        }
    }
}

/// A line that its own rule does not read.
pub(crate) fn line(lines: &Lines<'_>, at: usize, rule: Rule, refused: &Refused) -> Diagnostic {
    if matches!(rule, Rule::say_line | Rule::ask_line)
        && let Some(finding) = unquoted_line(lines, at)
    {
        return finding;
    }
    let Some(line) = lines.get(at) else { return Diagnostic::new(&codes::WORDS_LEFT_OVER, lines.span(at), "", "") };
    if let Some(open) = line.suspect {
        return flaw(lines, at, Flaw::Open(open));
    }
    let text: &str = &line.text.text;
    let head = keyword::head(text);
    // A line refused at its very keyword wants what should follow it.
    let stopped = head.map_or(refused.at, |(_, len)| refused.at.max(len));
    let from = stopped + text.get(stopped..).map_or(0, |r| r.len() - r.trim_start().len());
    let rest = text.get(from..).unwrap_or("");
    let finding = if rest.is_empty() {
        let end = lines.span(at).after();
        Diagnostic::new(&codes::WORDS_LEFT_OVER, end, "这一行没有写完", "the line is not finished")
            .label("后面还缺内容", "something is missing")
    } else {
        let len = token_len(rest);
        let span = line.text.span(lines.file, from, from + len);
        // As it was typed: the text that is read has its wide marks folded.
        let word = lines.src.get(span.range()).unwrap_or("");
        let (zh, en) = match word.starts_with(['“', '”', '"', '「']) {
            true => ("这里不该再有一段话".to_owned(), "no further text belongs here".to_owned()),
            false => (format!("这里不该有“{word}”"), format!("`{word}` does not belong here")),
        };
        Diagnostic::new(&codes::WORDS_LEFT_OVER, span, zh, en).label("从这里起看不懂", "cannot be read from here on")
    };
    if let Some((zh, en)) = habit::of(rule, text, rest) {
        return finding.help(zh, en);
    }
    if let Some(joined) = usage::split_name(rule, text, stopped) {
        return finding.help(format!("名字里不能有空格：写成 {joined}"), format!("a name has no spaces: write {joined}"));
    }
    match (usage::of(rule, head.map(|(k, _)| k.rule)), expected(&refused.expected)) {
        (Some((zh, en)), _) if zh.contains('[') => finding
            .help(format!("写作 {zh}（方括号里的可写可不写）"), format!("it is written {en}; what stands in brackets may be left out")),
        (Some((zh, en)), _) => finding.help(format!("写作 {zh}"), format!("it is written {en}")),
        (None, Some((zh, en))) => finding.help(format!("这里可以写{zh}"), format!("here may stand {en}")),
        (None, None) if rest.is_empty() => finding,
        (None, None) => finding.help(
            "一行只写一句；给话务员看的话写在“提示”后面，备注写在“#”后面",
            "a line is one statement; a wish for the agent goes into a `tip`, a remark behind `#`",
        ),
    }
}

/// Words of what happens in a call, which somebody waits for.
const HAPPENS: [Rule; 10] = [
    Rule::k_incoming,
    Rule::k_ring,
    Rule::k_answer,
    Rule::k_begin,
    Rule::k_finish,
    Rule::k_hold,
    Rule::k_mute,
    Rule::k_transfer,
    Rule::k_hang_up,
    Rule::k_call_ended,
];

/// A line that begins with something that happens.
fn happening(finding: Diagnostic, typed: &str, k: &Keyword) -> Diagnostic {
    finding.help(
        format!("“{typed}”不是一句话的开头。等一件事来，写：等 …；来了怎么办，写：当 …；打完了，写：结束 名字"),
        format!("no line begins with `{}`: what is awaited is written `wait …`, what to do then `on …`; a call ends with `end name`", k.en),
    )
}

/// What a 判定 holds.
fn deciding(finding: Diagnostic) -> Diagnostic {
    finding.help(
        "“判定”下面先写“按”和要看的值，再缩进去一行写一种情况，如 18小时以上  可办",
        "a `decide` holds a `match` with the values that count; below it, indented, a line a case: 18 hours or more  allowed",
    )
}

fn token_len(rest: &str) -> usize {
    let word = keyword::word(rest).len();
    if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) }
}

/// What the grammar would have taken, in words; at most six.
fn expected(rules: &[Rule]) -> Option<(String, String)> {
    let (mut zh, mut en) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules {
        // What any line may carry is no help.
        if matches!(rule, Rule::basis | Rule::floor | Rule::formerly) {
            continue;
        }
        let Some((a, b)) = describe(*rule) else { continue };
        zh.insert(a);
        en.insert(b);
    }
    if zh.is_empty() || zh.len() > 6 {
        return None;
    }
    let join = |set: BTreeSet<String>, by: &str| set.into_iter().collect::<Vec<_>>().join(by);
    Some((join(zh, "、"), join(en, ", ")))
}

fn describe(rule: Rule) -> Option<(String, String)> {
    let words = match rule {
        Rule::name | Rule::path | Rule::package | Rule::arg_name | Rule::alias => ("名字", "a name"),
        Rule::code => ("编号", "a code"),
        Rule::text => ("带引号的话", "a quoted text"),
        Rule::expr | Rule::value | Rule::conj => ("一个值", "a value"),
        Rule::num => ("数字", "a number"),
        Rule::unit => ("单位", "a unit"),
        Rule::date => ("日期", "a date"),
        Rule::type_ | Rule::type_word => ("类型", "a type"),
        Rule::before | Rule::after => ("比较词", "a comparison word"),
        Rule::rest => ("要说的话", "the words"),
        Rule::line => ("带引号的话或用语", "a quoted text or a class"),
        Rule::cell => ("一格", "a cell"),
        _ => {
            let name = format!("{rule:?}");
            let word = keyword::by_id(&format!("k_{}", name.trim_end_matches('_')))?;
            return Some((format!("“{}”", word.zh), format!("`{}`", word.en)));
        }
    };
    Some((words.0.to_owned(), words.1.to_owned()))
}

/// A spoken line without quotation marks.
fn unquoted_line(lines: &Lines<'_>, at: usize) -> Option<Diagnostic> {
    let line = lines.get(at)?;
    let text: &str = &line.text.text;
    let (_, head) = keyword::head(text)?;
    let start = head + text.get(head..).map_or(0, |r| r.len() - r.trim_start().len());
    let rest = text.get(start..)?;
    let class = keyword::word(rest).len();
    let spoken = !rest.is_empty()
        && !rest.contains(['“', '”', '"', '「'])
        && rest.get(class..).is_some_and(|r| r.starts_with([',', '?', '!', '。', '、', '{', '…', '【', ';', '：']));
    if !spoken {
        return None;
    }
    // The words go on up to the first clause that may follow a line.
    let end = rest.match_indices([' ', '\t']).map(|(i, _)| i).find(|i| clause_follows(rest, *i)).unwrap_or(rest.len());
    let span = line.text.span(lines.file, start, start + rest.get(..end)?.trim_end().len());
    Some(
        Diagnostic::new(&codes::UNQUOTED_LINE, span, "要说的话没有加引号", "the words to be said are not quoted")
            .help(
                "说出口的话要放在“”里，或者写一个用语的名字",
                "words that are spoken stand in quotation marks, or a phrase class is named",
            )
            .safe_fix("加上引号", "add the quotation marks", quotes(span)),
    )
}

fn clause_follows(rest: &str, at: usize) -> bool {
    let next = rest.get(at..).unwrap_or("").trim_start();
    matches!(
        keyword::head(next).map(|(k, _)| k.rule),
        Some(
            Rule::k_into
                | Rule::k_verbatim
                | Rule::k_gist
                | Rule::k_key_points
                | Rule::k_pace
                | Rule::k_pause
                | Rule::k_asserts
                | Rule::k_promises
                | Rule::k_basis
        )
    )
}

/// A line whose first word has no business in its place.
pub(crate) fn stranger(lines: &Lines<'_>, at: usize, place: Place) -> Option<Diagnostic> {
    let line = lines.get(at)?;
    if let Some(damage) = line.flaw {
        return Some(flaw(lines, at, damage));
    }
    let text: &str = &line.text.text;
    let (here_zh, here_en) = place.words();
    if let Some((k, len)) = keyword::head(text) {
        if place == Place::Any {
            return None;
        }
        let span = line.text.span(lines.file, 0, len);
        if matches!(k.rule, Rule::k_else | Rule::k_else_if)
            && let Some(first) = keyword::of(Rule::k_if)
        {
            let zh = format!("“{}”前面没有“{}”", k.zh, first.zh);
            return Some(Diagnostic::new(&codes::MISPLACED, span, zh, format!("no `{}` stands before `{}`", first.en, k.en)).help(
                format!("“{}”要紧跟在“{}”后面，和它对齐，中间不能隔着别的语句", k.zh, first.zh),
                format!("`{}` follows its `{}` at the same depth, with no other statement between", k.en, first.en),
            ));
        }
        // As it was typed, unless that was the English word.
        let typed = text.get(..len).filter(|word| !word.is_ascii()).unwrap_or(k.zh);
        let finding = Diagnostic::new(
            &codes::MISPLACED,
            span,
            format!("“{typed}”不能写在{here_zh}"),
            format!("`{}` does not belong {here_en}", k.en),
        );
        let homes: Vec<(&str, &str)> = Place::of(k.rule).map(Place::words).collect();
        if homes.is_empty() {
            return Some(match place {
                _ if HAPPENS.contains(&k.rule) => happening(finding, typed, k),
                Place::Decide => deciding(finding),
                _ => finding,
            });
        }
        let (zh, en): (Vec<&str>, Vec<&str>) = homes.into_iter().unzip();
        // At the outermost level the line is mostly one that was not indented.
        let (deeper_zh, deeper_en) = match place {
            Place::File => ("，比那一行缩得更深", ", indented deeper"),
            _ => ("", ""),
        };
        return Some(
            finding
                .help(format!("“{}”写在{}{deeper_zh}", k.zh, zh.join("、")), format!("`{}` stands {}{deeper_en}", k.en, en.join(" or "))),
        );
    }
    let len = token_len(text);
    let word = text.get(..len).unwrap_or("");
    let span = line.text.span(lines.file, 0, len);
    let (zh, en) = if word.starts_with(char::is_alphanumeric) {
        (format!("认不出开头的“{word}”"), format!("no statement begins with `{word}`"))
    } else {
        ("这一行开头没有写要做什么".to_owned(), "the line does not begin with what to do".to_owned())
    };
    let finding = Diagnostic::new(&codes::UNKNOWN_STATEMENT, span, zh, en);
    Some(match near(word, place) {
        Some((k, Some(stuck))) => {
            let gap = line.text.span(lines.file, stuck, stuck);
            finding.help(format!("“{}”和后面的词之间要空一格", k.zh), format!("a space belongs after `{}`", k.en)).suggest(
                "空一格",
                "add the space",
                vec![Edit { span: gap, text: " ".to_owned() }],
            )
        }
        Some((k, None)) => {
            let shown = if word.is_ascii() { k.en } else { k.zh };
            finding.suggest(format!("是不是“{}”？", k.zh), format!("did you mean `{}`?", k.en), vec![Edit { span, text: shown.to_owned() }])
        }
        None if place.heads().contains(&Rule::k_say) => match habit::begun(text) {
            Some(habit::Begun { advice: (zh, en), instead }) => {
                let finding = finding.help(zh, en);
                let edit = instead.and_then(|(len, rule)| {
                    let k = keyword::of(rule)?;
                    let head = if text.is_ascii() { k.en } else { k.zh };
                    Some(Edit { span: line.text.span(lines.file, 0, len), text: format!("{head} ") })
                });
                match edit {
                    Some(edit) => finding.suggest("写上关键词", "write the keyword", vec![edit]),
                    None => finding,
                }
            }
            // Most often somebody wrote down what is to be said, as a manual does.
            None => finding.help(
                format!("{here_zh}每一行先写要做什么：说、问、选项、转……要说的话写成：说 “{word}…”"),
                format!("each line {here_en} begins with what to do (say, ask, option, goto); write what is said as: say “{word}…”"),
            ),
        },
        None if place == Place::Decide => deciding(finding),
        None => {
            let (zh, en) = some_heads(place);
            finding.help(
                format!("{here_zh}每一行都以一个关键词开头，比如{zh}"),
                format!("each line {here_en} begins with a keyword, such as {en}"),
            )
        }
    })
}

/// Keywords that lines of a place begin with; not all, where there are many.
fn some_heads(place: Place) -> (String, String) {
    let heads = || place.heads().iter().filter_map(|r| keyword::of(*r)).take(8);
    let zh = heads().map(|k| format!("“{}”", k.zh)).collect::<String>();
    (zh, heads().map(|k| format!("`{}`", k.en)).collect::<Vec<_>>().join(", "))
}

/// The keyword nearest to a word among those of a place; where the word begins with it, also where it ends.
fn near(word: &str, place: Place) -> Option<(&'static Keyword, Option<usize>)> {
    let words = || place.heads().iter().filter_map(|r| keyword::of(*r));
    let stuck = words()
        .flat_map(|k| k.aliases.iter().copied().chain([k.zh]).map(move |w| (k, w)))
        .filter(|(_, w)| word.len() > w.len() && word.starts_with(w))
        .max_by_key(|(_, w)| w.len());
    if let Some((k, w)) = stuck {
        return Some((k, (!habit::lengthened(word, w)).then_some(w.len())));
    }
    words()
        .flat_map(|k| k.aliases.iter().copied().chain([k.zh, k.en]).map(move |w| (strsim::osa_distance(word, w), w, k)))
        .filter(|(distance, w, _)| *distance * 2 <= w.chars().count())
        .min_by_key(|(distance, w, _)| (*distance, w.chars().count().abs_diff(word.chars().count())))
        .map(|(_, _, k)| (k, None))
}

/// More than one entry of a 用语 or 禁语 on a line: taken as it stands, it would be one entry that nobody says.
pub(crate) fn several_entries(second: Span) -> Diagnostic {
    Diagnostic::new(&codes::WORDS_LEFT_OVER, second, "一行只写一条，这里又来一条", "a line holds one entry, and here is another")
        .label("挪到下一行", "this goes on a line of its own")
        .help("一条写一行，引号可以不写", "write one entry a line; quotation marks may be left out")
}

/// A setting of a whole 用语 or 禁语 that is indented below one of its entries.
pub(crate) fn setting_below(lines: &Lines<'_>, entry: usize, setting: usize, keyword: &Keyword) -> Diagnostic {
    let (zh, en) = (keyword.zh, keyword.en);
    Diagnostic::new(
        &codes::MISPLACED,
        lines.span(setting),
        format!("“{zh}”管的是整组，不能缩在一条的下面"),
        format!("`{en}` is of the whole set and cannot be indented below one entry"),
    )
    .label("这样会算成上面那一条里的字", "as it stands it is more words of the entry above")
    .related(lines.span(entry), "上面这一条", "the entry above")
    .help(
        "减少缩进，让它和上面那一条对齐；只想管这一条的，给这一条另立一组。真是要说的话，就接在上一行后面写。",
        "Indent it like the entry above. Where it is meant for that entry alone, give the entry a set of its own; where these are words to be said, write them on the line above.",
    )
}

/// A line below one that takes no block.
pub(crate) fn under(lines: &Lines<'_>, parent: usize, child: usize) -> Diagnostic {
    let head = keyword::head(lines.get(parent).map_or("", |l| &l.text.text)).map(|(k, _)| k);
    let (zh, en) = match head {
        Some(k) => (format!("“{}”这一行下面不能再缩进别的行", k.zh), format!("nothing may be indented below a `{}` line", k.en)),
        None => ("上面那一行下面不能再缩进别的行".to_owned(), "nothing may be indented below the line above".to_owned()),
    };
    Diagnostic::new(&codes::MISPLACED, lines.span(child), zh, en)
        .related(lines.span(parent), "属于这一行", "it belongs to this line")
        .help("减少缩进，让它和上面那一行对齐", "indent it like the line above")
}

/// An inline statement and a block.
pub(crate) fn both(lines: &Lines<'_>, parent: usize, inline: Span, child: usize) -> Diagnostic {
    let _ = parent;
    Diagnostic::new(
        &codes::INLINE_AND_BLOCK,
        lines.span(child),
        "行末已经写了一句，下面又缩进了别的行",
        "the line already ends in a statement, and a block follows",
    )
    .related(inline, "行末的这一句", "the statement at the end of the line")
    .help("把行末的这一句也移到下面，每句一行", "move the statement at the end of the line into the block")
}

/// A second 超时, 到顶 or the like.
pub(crate) fn second(lines: &Lines<'_>, at: usize, first: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::new(&codes::MISPLACED, lines.span(at), format!("这里已经有一个“{zh}”"), format!("there is already a `{en}`"))
        .related(first, "第一个在这里", "the first one")
        .help(format!("把两个“{zh}”并成一个"), "join the two into one")
}

/// A second 逐行.
pub(crate) fn second_rows(at: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&codes::MISPLACED, at, "一个场景只能有一个“逐行”", "a scenario has one `rows` at most")
        .related(first, "第一个在这里", "the first one")
        .help("把两张表并成一张，或者分成两个场景", "join the two tables, or make two scenarios")
}

/// A 放过 with nothing below it.
pub(crate) fn nothing_allowed(at: Span) -> Diagnostic {
    Diagnostic::new(&codes::MISPLACED, at, "“放过”下面没有它说的那一行", "nothing stands below this `allow`")
        .help("把“放过”写在要放过的那一行上面，和它对齐", "an `allow` stands above the line it speaks of, at the same depth")
}

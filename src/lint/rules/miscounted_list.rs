//! L13: a list that says how many things it has, and has more or fewer.

use crate::base::{Decimal, Diagnostic, Span};
use crate::lint::{Rule, codes::MISCOUNTED_LIST, cx::Cx};
use crate::sema::model::Meta;
use crate::syntax::word;

pub(crate) static RULE: Rule = Rule { run };

/// What is counted in lists.
const COUNTED: &[&str] =
    &["方面", "个方面", "个阶段", "阶段", "大类", "类", "种", "项", "条", "步", "词", "个词", "句", "档", "级", "个岗位", "岗"];
/// What stands before a count in a remark that speaks of the whole list.
const WHOLE: &[&str] = &["共", "共有", "分", "分为", "分成", "包括", "有", "列出", "以下", "下列"];

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let model = cx.model;
    for tree in model.taxonomies.iter().filter(|t| !t.name.is_empty() && !t.open) {
        let mut above: Vec<&str> = tree.leaves.iter().map(|l| l.within.first().unwrap_or(&l.name).as_str()).collect();
        above.dedup();
        look(&tree.name, &tree.meta, tree.span, &[tree.leaves.len(), above.len()], out);
    }
    for class in model.phrases.iter().filter(|c| !c.open && c.includes.is_empty()) {
        look(&class.name, &class.meta, class.span, &[class.entries.len()], out);
    }
}

/// Compares what a name or its remark says with the counts that are right.
fn look(name: &str, meta: &Meta, span: Span, right: &[usize], out: &mut Vec<Diagnostic>) {
    let told = counts(name).next().or_else(|| meta.doc.as_deref().and_then(|doc| counts(doc).find(|told| told.whole)));
    let Some(told) = told.filter(|told| told.number > 1 && !right.contains(&told.number)) else { return };
    let mut is: Vec<String> = right.iter().map(usize::to_string).collect();
    is.dedup();
    let (text, is_zh, is_en) = (told.text, is.join("或"), is.join(" or "));
    out.push(
        Diagnostic::new(
            &MISCOUNTED_LIST,
            span,
            format!("“{name}”说的是{text}，下面写了{is_zh}样"),
            format!("`{name}` says “{text}”, and {is_en} are listed"),
        )
        .help("漏了的补上；数错了的，改名字或者说明里的数。", "Add what is missing, or mend the number in the name or the remark."),
    );
}

/// A count in a text.
struct Told<'t> {
    number: usize,
    /// As it is written.
    text: &'t str,
    /// It is said of the whole list.
    whole: bool,
}

fn counts(text: &str) -> impl Iterator<Item = Told<'_>> {
    let numeral = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c);
    text.char_indices().filter(move |(_, c)| numeral(*c)).filter_map(move |(at, _)| {
        let (before, rest) = (text.get(..at)?, text.get(at..)?);
        let digits = rest.get(..rest.find(|c| !numeral(c)).unwrap_or(rest.len()))?;
        let behind = rest.get(digits.len()..)?;
        let unit = COUNTED.iter().filter(|u| behind.starts_with(**u)).max_by_key(|u| u.len())?;
        let number = Decimal::parse(digits).or_else(|| word::numeral(digits))?.to_int().and_then(|n| usize::try_from(n).ok())?;
        let whole = WHOLE.iter().any(|w| before.ends_with(w));
        (!before.ends_with(numeral)).then_some(Told { number, text: rest.get(..digits.len() + unit.len())?, whole })
    })
}

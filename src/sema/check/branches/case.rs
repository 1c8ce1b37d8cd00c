//! Cases that no branch or two branches take, put into words.

use crate::base::{Diagnostic, Message, Sources, Span};
use crate::sema::check::domain::{Reader, Region, Trouble};
use crate::sema::codes::branches::NOT_DECIDED;
use crate::sema::model::Expr;

/// Cases named at most; the rest is counted.
const NAMED: usize = 3;

/// Cases in words: at most three, then the count. The places are those of conditions too hard to follow, where a case leans on one.
pub(super) fn cases(reader: &Reader<'_>, regions: &[Region], sources: &Sources) -> Result<Message, Option<Span>> {
    let real: Vec<&Region> = regions.iter().filter(|r| reader.leans_on_loose(r).is_none()).collect();
    if real.is_empty() {
        return Err(regions.iter().find_map(|r| reader.leans_on_loose(r)));
    }
    let mut found: Vec<_> = real.into_iter().map(|r| reader.witness(r, sources)).collect();
    found.sort_by(|a, b| (&a.values.choices, &a.values.numbers).cmp(&(&b.values.choices, &b.values.numbers)));
    found.dedup_by(|a, b| a.text == b.text);
    let more = found.len().saturating_sub(NAMED);
    let named = |get: fn(&Message) -> &str| found.iter().take(NAMED).map(|w| get(&w.text)).collect::<Vec<_>>();
    let (mut zh, mut en) = (named(|m| &m.zh).join("；"), named(|m| &m.en).join("; "));
    if zh.is_empty() {
        (zh, en) = ("任何情况".to_owned(), "any case at all".to_owned());
    }
    if more > 0 {
        zh.push_str(&format!("；另有 {more} 种情况"));
        en.push_str(&format!("; and {more} more"));
    }
    Ok(Message::new(zh, en))
}

/// A row that takes the first of those cases, where it can be written.
pub(super) fn row(reader: &Reader<'_>, columns: &[Expr], regions: &[Region], sources: &Sources) -> Option<Message> {
    let real = regions.iter().filter(|r| reader.leans_on_loose(r).is_none());
    let first = real.min_by_key(|r| {
        let values = reader.witness(r, sources).values;
        (values.choices, values.numbers)
    });
    reader.row(columns, first?, sources)
}

/// Completeness is not decided, and why.
pub(super) fn undecided(at: Span, trouble: Option<&Trouble>, hard: Option<Span>) -> Option<Diagnostic> {
    let (zh, en, place) = match trouble {
        Some(Trouble::Bad) => return None,
        Some(Trouble::Symbols(place)) => (
            "这里同一项要和五个以上不知大小的值比，没有逐一去试",
            "one item is compared with more than four values of unknown order",
            Some(*place),
        ),
        Some(Trouble::TooMany) | None if hard.is_none() => {
            ("这里的情况太多，没有逐一去数", "there are too many cases here to go through", None)
        }
        _ => ("这里的条件没法一一数清", "the conditions here cannot be counted out", hard),
    };
    let finding = Diagnostic::new(
        &NOT_DECIDED,
        at,
        format!("{zh}，所以没有判定是不是每种情况都恰好有一支接住"),
        format!("{en}, so it is not decided whether every case is taken exactly once"),
    )
    .help(
        "加一行“其余”或“否则”接住剩下的；或者先把它变成一个分类，再按分类来分。",
        "Take the rest with `otherwise` or `else`, or turn it into a `taxonomy` first and branch on that.",
    );
    Some(match place {
        // A mark inside the head's line takes its place: two marks one in the other cannot be read.
        Some(place) if place.start >= at.start && place.end <= at.end => {
            Diagnostic { span: place, ..finding }.label("难在这里", "the hard part")
        }
        Some(place) => finding.related(place, "难在这里", "the hard part"),
        None => finding,
    })
}

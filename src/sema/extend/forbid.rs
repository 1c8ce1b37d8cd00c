//! 禁语: more phrases, fewer exceptions, in more places, no less grave.

use super::answer::{Cover, Fault, Held, refuse, same};
use super::pair::{Pair, Side};
use super::phrase::folded;
use super::value;
use crate::base::phrase::{Fold, Folds, Matcher, Options, Set, Text as Folded, holds};
use crate::base::{Message, Span};
use crate::sema::model::{Expr, Forbid, Line, LineSource, Severity, TextPart};
use std::collections::HashSet;

/// Every 禁语 that is a 底线.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.forbids, &child.forbids, |pair, floor, own| {
        let (a, b) = pair.sides();
        let lost = phrases((b, own), (a, floor))
            .held(own.span, floor.span, |what| Message::new(format!("漏了{}", what.zh), format!("{} is not forbidden any more", what.en)));
        let shields = shields((b, own), (a, floor)).held(own.span, floor.span, |what| {
            Message::new(format!("多了例外“除非 {}”", what.zh), format!("the exception `unless {}` is new", what.en))
        });
        let places = places((b, own), (a, floor)).held(own.span, floor.span, |what| {
            Message::new(format!("{}不管了", what.zh), format!("it does not hold for {} any more", what.en))
        });
        let writing = writing(own, floor).held(own.span, floor.span, |what| {
            Message::new(format!("换个写法就碰不上了：{}", what.zh), format!("it misses other ways of writing: {}", what.en))
        });
        vec![lost, shields, places, writing, gravity(floor, own)]
    });
}

/// Whether whatever hits `inner` hits `outer`.
pub(super) fn covers(outer: (Side<'_>, &Forbid), inner: (Side<'_>, &Forbid)) -> Cover {
    phrases(outer, inner).and(|| shields(outer, inner)).and(|| places(outer, inner)).and(|| writing(outer.1, inner.1))
}

/// 不分, 区分, 跳过: whether all that hits a phrase as one set compares it hits it as the other does.
fn writing(outer: &Forbid, inner: &Forbid) -> Cover {
    let (wide, narrow) = (outer.options(), inner.options());
    let near = |folds: Folds| if folds.has(Fold::NearSound) { folds.with(Fold::Sound) } else { folds };
    let lost: Vec<_> = narrow.folds.iter().filter(|fold| !near(wide.folds).has(*fold)).map(Fold::words).collect();
    let list = |words: Vec<&str>, by: &str| words.join(by);
    Cover::when(lost.is_empty(), || {
        Message::new(list(lost.iter().map(|w| w.0).collect(), "、"), list(lost.iter().map(|w| w.1).collect(), ", "))
    })
    .and(|| {
        let words = |n: u8| Message::new(format!("夹 {n} 个符号"), format!("{n} marks between"));
        Cover::when(wide.skip >= narrow.skip, || words(narrow.skip))
    })
}

/// Whether every way of saying a line hits a 禁语.
pub(super) fn covers_line(outer: (Side<'_>, &Forbid), inner: (Side<'_>, &Line)) -> Cover {
    let unknown = || Cover::Unknown(Message::new("一边是禁语，一边是一句话", "one side is a forbidden set, the other a line"));
    let LineSource::Text(text) = &inner.1.source else { return unknown() };
    let [TextPart::Plain(words)] = text.parts.as_slice() else { return unknown() };
    if matcher(outer.1, all(outer.0, outer.1)).hits(words, false).is_empty() { unknown() } else { Cover::Yes }
}

/// The phrases of a set, with those of the classes it includes.
fn all(side: Side<'_>, forbid: &Forbid) -> Vec<String> {
    let included = forbid.includes.iter().filter_map(|id| side.model.phrases.get(id.index()));
    let included = included.flat_map(|class| &class.entries).map(|(text, _)| side.text(text));
    forbid.entries.iter().map(|e| e.phrase.to_string()).chain(included).collect()
}

/// The phrases of a set made ready.
fn matcher(forbid: &Forbid, phrases: Vec<String>) -> Matcher {
    Matcher::of(vec![Set::new(phrases).folding(forbid.options())])
}

fn phrases(outer: (Side<'_>, &Forbid), inner: (Side<'_>, &Forbid)) -> Cover {
    let (wide, narrow) = (all(outer.0, outer.1), all(inner.0, inner.1));
    let folded = |p: &String| Folded::of(p, outer.1.options()).folded().collect::<String>();
    let listed: HashSet<String> = wide.iter().map(folded).collect();
    let unlisted: Vec<&String> = narrow.iter().filter(|p| !listed.contains(&folded(p))).collect();
    if unlisted.is_empty() {
        return Cover::Yes;
    }
    // A phrase that another one stands in is hit by that one; where other words may come between or behind, only by itself.
    let matcher = matcher(outer.1, wide);
    let lost = unlisted.into_iter().find(|p| p.contains('…') || matcher.hits(p, false).is_empty());
    Cover::when(lost.is_none(), || same(format!("“{}”", lost.cloned().unwrap_or_default())))
}

fn shields((_, outer): (Side<'_>, &Forbid), (a, inner): (Side<'_>, &Forbid)) -> Cover {
    let known: Vec<String> = inner.unless.iter().map(|(text, _)| folded(text)).collect();
    let guarded = all(a, inner);
    let options = Options { skip: Options::ANY_MARKS, ..inner.options() };
    // A shield around nothing that is forbidden there takes nothing away.
    let more = outer.unless.iter().find(|(text, _)| !known.contains(&folded(text)) && guarded.iter().any(|p| holds(text, p, options)));
    Cover::when(more.is_none(), || same(more.map(|(text, _)| text.to_string()).unwrap_or_default()))
}

/// 只对, 范围, 位置, 当, 引述也算.
fn places((b, outer): (Side<'_>, &Forbid), (a, inner): (Side<'_>, &Forbid)) -> Cover {
    roles((b, outer), (a, inner))
        .and(|| scope((b, outer), (a, inner)))
        .and(|| match (outer.position, inner.position) {
            (None, _) => Cover::Yes,
            (x, y) if x == y => Cover::Yes,
            (Some(_), None) => Cover::No(Message::new("句子里别的位置", "other positions in a sentence")),
            (Some(_), Some(_)) => Cover::Unknown(Message::new("“位置”不一样", "the positions are not the same")),
        })
        .and(|| {
            let (x, y): (Vec<&Expr>, Vec<&Expr>) = (outer.when.iter().collect(), inner.when.iter().collect());
            value::conditions((b, &x), (a, &y)).or(|| Message::new("“当”以外的时候", "the time outside its condition"))
        })
        .and(|| Cover::when(outer.quotes_count || !inner.quotes_count, || Message::new("引述", "quotation")))
}

fn roles((b, outer): (Side<'_>, &Forbid), (a, inner): (Side<'_>, &Forbid)) -> Cover {
    let names = |side: Side<'_>, forbid: &Forbid| -> Vec<String> {
        let spoken = if forbid.spoken_by.is_empty() { vec![crate::sema::model::AGENT] } else { forbid.spoken_by.clone() };
        spoken.iter().filter_map(|r| side.model.roles.get(r.index())).map(|r| r.name.to_string()).collect()
    };
    let kept = names(b, outer);
    let lost = names(a, inner).into_iter().find(|r| !kept.contains(r));
    Cover::when(lost.is_none(), || at(lost.clone()))
}

/// A place or a person that is let off.
fn at(name: Option<String>) -> Message {
    let name = name.unwrap_or_default();
    Message::new(format!("对“{name}”"), format!("`{name}`"))
}

fn scope((b, outer): (Side<'_>, &Forbid), (a, inner): (Side<'_>, &Forbid)) -> Cover {
    let (wide, narrow) = (Places::of(b, outer), Places::of(a, inner));
    if wide.is_everywhere() {
        return Cover::Yes;
    }
    if narrow.is_everywhere() {
        return Cover::No(Message::new("“范围”以外的地方", "what lies outside its range"));
    }
    let flow = |step: &str| step.split_once('.').map(|(flow, _)| flow.to_owned()).unwrap_or_default();
    let lost = narrow.flows.iter().find(|f| !wide.flows.contains(f));
    let lost = lost.or_else(|| narrow.steps.iter().find(|s| !wide.steps.contains(s) && !wide.flows.contains(&flow(s))));
    let lost = lost.or_else(|| narrow.phases.iter().find(|p| !wide.phases.contains(p)));
    Cover::when(lost.is_none(), || at(lost.cloned()))
}

/// Where a set is in force, by name.
struct Places {
    flows: Vec<String>,
    steps: Vec<String>,
    phases: Vec<String>,
}

impl Places {
    fn of(side: Side<'_>, forbid: &Forbid) -> Self {
        let flow = |f: &crate::sema::model::FlowId| side.model.flows.get(f.index()).map(|f| f.name.to_string());
        let leaf = |(t, l): &(crate::sema::model::TaxonomyId, crate::sema::model::LeafId)| {
            side.model.taxonomies.get(t.index()).and_then(|t| t.leaves.get(l.index())).map(|l| l.name.to_string())
        };
        Self {
            flows: forbid.scope.flows.iter().filter_map(flow).collect(),
            steps: forbid.scope.steps.iter().filter_map(|(f, s)| super::event::step(side, *f, *s)).collect(),
            phases: forbid.scope.phases.iter().filter_map(leaf).collect(),
        }
    }

    fn is_everywhere(&self) -> bool {
        self.flows.is_empty() && self.steps.is_empty() && self.phases.is_empty()
    }
}

/// 严重, 扣, 一票否决.
fn gravity(floor: &Forbid, own: &Forbid) -> Held {
    severities(floor.severity, own.severity, own.span, floor.span)?;
    for entry in &floor.entries {
        let now = own.entries.iter().find(|e| folded(&e.phrase) == folded(&entry.phrase));
        if let Some(now) = now {
            severities(entry.severity.unwrap_or(floor.severity), now.severity.unwrap_or(own.severity), now.span, entry.span)?;
        }
    }
    refuse(own.veto || !floor.veto, || Fault::looser(own.span, floor.span, "去掉了“一票否决”", "the veto is gone"))?;
    refuse(own.points.unwrap_or_default() >= floor.points.unwrap_or_default(), || {
        let (was, is) = (floor.points.unwrap_or_default(), own.points.unwrap_or_default());
        Fault::looser(own.span, floor.span, format!("原来扣 {was}分，这里扣 {is}分"), format!("{was} points there, {is} here"))
    })
}

/// 轻微 < 一般 < 严重.
pub(super) fn severities(was: Severity, is: Severity, at: Span, floor: Span) -> Held {
    let word = |s: Severity| match s {
        Severity::Minor => ("轻微", "minor"),
        Severity::Ordinary => ("一般", "ordinary"),
        Severity::Serious => ("严重", "serious"),
    };
    let ((a, x), (b, y)) = (word(was), word(is));
    refuse(weight(is) >= weight(was), || Fault::looser(at, floor, format!("原来是“{a}”，这里是“{b}”"), format!("`{x}` there, `{y}` here")))
}

fn weight(s: Severity) -> u8 {
    match s {
        Severity::Minor => 0,
        Severity::Ordinary => 1,
        Severity::Serious => 2,
    }
}

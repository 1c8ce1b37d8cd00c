//! What is said: whether saying the one is always saying the other, and 用语 as a 底线.

use super::answer::{Cover, Fault, Held, refuse, same};
use super::pair::{Pair, Side};
use crate::base::Message;
use crate::base::phrase::{Fold, Folding, Options, Text as Folded};
use crate::sema::hash::Map;
use crate::sema::model::{Line, LineSource, MatchMode, Phrases, PhrasesId, Quantifier};

/// A line as a set of texts.
struct Said {
    /// The texts, folded as they are compared, with their words as written.
    texts: Map<String, String>,
    /// How many of them must be said.
    quantifier: Quantifier,
    /// How they are matched.
    mode: MatchMode,
    /// How they are written.
    folding: Folding,
    /// More counts than is listed.
    open: bool,
}

/// A text as phrases are compared.
pub(super) fn folded(text: &str) -> String {
    Folded::of(text, Options::default()).folded().collect()
}

/// Whether whoever says `inner` says `outer` too.
pub(super) fn covers(pair: &Pair<'_>, outer: (Side<'_>, &Line), inner: (Side<'_>, &Line)) -> Cover {
    let (Some(wide), Some(narrow)) = (said(outer.0, outer.1), said(inner.0, inner.1)) else {
        let (x, y) = (pair.words(outer.1.span), pair.words(inner.1.span));
        return if x == y {
            Cover::Yes
        } else {
            Cover::Unknown(Message::new("说的话要到通话里才知道", "what is said is known in a call only"))
        };
    };
    // Of what is forbidden only what is listed counts, so 开放 matters where something has to be said.
    said_covers(&wide, &narrow, pair.is_parent(outer.0))
}

fn said_covers(wide: &Said, narrow: &Said, required: bool) -> Cover {
    let any = |s: &Said| s.quantifier == Quantifier::Any || s.texts.len() <= 1;
    let first = |texts: &Map<String, String>, lacks: &Map<String, String>| {
        texts.iter().filter(|(k, _)| !lacks.contains_key(*k)).map(|(_, t)| t).min().cloned()
    };
    let texts = if !any(wide) {
        // Every text of the one has to be said for the other; a choice of several says but one of them.
        let choice = any(narrow) && narrow.texts.len() > 1;
        let missing = if choice { wide.texts.values().min().cloned() } else { first(&wide.texts, &narrow.texts) };
        let ordered = wide.quantifier != Quantifier::InOrder || narrow.quantifier == Quantifier::InOrder;
        match missing {
            Some(text) => Cover::No(Message::new(format!("不带“{text}”的说法"), format!("saying it without “{text}”"))),
            None => Cover::when(ordered, || Message::new("不按次序的说法", "saying them in another order")),
        }
    } else if any(narrow) {
        // Any text of the one has to be enough for the other.
        first(&narrow.texts, &wide.texts).map_or(Cover::Yes, |text| Cover::No(same(format!("“{text}”"))))
    } else {
        let known = narrow.texts.keys().any(|k| wide.texts.contains_key(k));
        Cover::when(known, || narrow.texts.values().min().map(|text| same(format!("“{text}”"))).unwrap_or_default())
    };
    let open = Cover::when(!required || wide.open || !narrow.open, || {
        Message::new("“开放”的、没有列出来的说法", "whatever is not listed (`open`)")
    });
    let others = narrow.options().folds.iter().find(|fold| !wide.options().folds.has(*fold)).map(Fold::words);
    let writing = Cover::when(others.is_none(), || {
        let (zh, en) = others.unwrap_or_default();
        Message::new(format!("换了写法（{zh}）的说法"), format!("other ways of writing it ({en})"))
    });
    texts.and(|| open).and(|| modes(wide.mode, narrow.mode)).and(|| writing)
}

impl Said {
    fn options(&self) -> Options {
        self.folding.change(Options::words_alone())
    }
}

/// 逐字 is the strictest; 大意 and 要点 ask for different things.
fn modes(wide: MatchMode, narrow: MatchMode) -> Cover {
    match (wide, narrow) {
        (x, y) if x == y => Cover::Yes,
        (_, MatchMode::Verbatim) => Cover::Yes,
        (MatchMode::Verbatim, _) => Cover::No(Message::new("只说到大意或要点的说法", "saying the gist or the key points alone")),
        (_, _) => Cover::Unknown(Message::new("一边按大意、一边按要点", "one side asks for the gist, the other for key points")),
    }
}

/// The texts of a line; none where a parameter names its class.
fn said(side: Side<'_>, line: &Line) -> Option<Said> {
    match &line.source {
        LineSource::Text(text) => {
            let words = side.text(text);
            let texts = [(folded(&words), words)].into_iter().collect();
            Some(Said {
                texts,
                quantifier: Quantifier::Any,
                mode: line.mode.unwrap_or(MatchMode::Gist),
                folding: Folding::default(),
                open: false,
            })
        }
        LineSource::Class(id, args) => {
            let class = side.model.phrases.get(id.index())?;
            let mut said = class_said(side, class);
            said.mode = line.mode.unwrap_or(said.mode);
            if !args.is_empty() {
                let args: Vec<String> = args.iter().map(|a| side.key(a)).collect();
                said.texts = said.texts.into_iter().map(|(k, t)| (format!("{k}({})", args.join(",")), t)).collect();
            }
            Some(said)
        }
        LineSource::Var(_) | LineSource::Bad => None,
    }
}

fn class_said(side: Side<'_>, class: &Phrases) -> Said {
    let mut texts = Map::default();
    gather(side, class, &mut texts, &mut Vec::new());
    Said { texts, quantifier: class.quantifier, mode: class.mode.unwrap_or(MatchMode::Gist), folding: class.folding, open: class.open }
}

/// The texts of a class and of those it includes.
fn gather(side: Side<'_>, class: &Phrases, texts: &mut Map<String, String>, seen: &mut Vec<PhrasesId>) {
    for (text, _) in &class.entries {
        let words = side.text(text);
        texts.insert(folded(&words), words);
    }
    for id in &class.includes {
        if !seen.contains(id)
            && let Some(inner) = side.model.phrases.get(id.index())
        {
            seen.push(*id);
            gather(side, inner, texts, seen);
        }
    }
}

/// 用语: fewer texts do, or they are matched more strictly.
pub(super) fn check(pair: &mut Pair<'_>) {
    let (parent, child) = (pair.parent, pair.child);
    pair.each(&parent.phrases, &child.phrases, |pair, floor, own| {
        let (a, b) = pair.sides();
        let wide = class_said(a, floor);
        let said = said_covers(&wide, &class_said(b, own), true);
        let told = |what: Message| Message::new(format!("多认了{}", what.zh), format!("{} is accepted as well", what.en));
        vec![said.held(own.span, floor.span, told), promises(pair, floor, own)]
    });
}

/// 断言, 承诺, 语速, 不算插话 and the parameters.
fn promises(pair: &Pair<'_>, floor: &Phrases, own: &Phrases) -> Held {
    let (a, b) = pair.sides();
    let slots = |s: Side<'_>, p: &Phrases| p.params.iter().map(|p| super::form::type_name(s, &p.slot.ty)).collect::<Vec<_>>();
    refuse(slots(a, floor) == slots(b, own), || Fault::unknown(own.span, floor.span, "参数不一样", "the parameters are not the same"))?;
    let asserts: Vec<String> = own.asserts.iter().map(|e| b.key(e)).collect();
    refuse(floor.asserts.iter().all(|e| asserts.contains(&a.key(e))), || {
        Fault::looser(own.span, floor.span, "少了“断言”", "an assertion is missing")
    })?;
    let flows = |s: Side<'_>, p: &Phrases| {
        p.promises.iter().filter_map(|f| s.model.flows.get(f.index())).map(|f| f.name.clone()).collect::<Vec<_>>()
    };
    let kept = flows(b, own);
    refuse(flows(a, floor).iter().all(|f| kept.contains(f)), || Fault::looser(own.span, floor.span, "少了“承诺”", "a promise is missing"))?;
    refuse(floor.pace.is_none() || floor.pace == own.pace, || Fault::looser(own.span, floor.span, "少了“语速”", "the pace is missing"))?;
    refuse(floor.no_interruption || !own.no_interruption, || {
        Fault::looser(own.span, floor.span, "多了“不算插话”", "it no longer counts as an interruption")
    })
}

//! L15: a rule bounds 通话时长, and a call that keeps to the script takes longer.

use crate::base::{Diagnostic, Span, duration};
use crate::lint::{Rule, codes::LONG_CALL, cx::Cx};
use crate::sema::check::domain::{Scale, constant};
use crate::sema::length::{self, Talk, Way};
use crate::sema::model::{
    BinaryOp, CompareOp, EventAtom, EventKind, Expr, ExprKind, FlowId, ModalWord, Nth, Pattern, Sentence, StretchRef, Test, TimeLine,
    Trigger,
};

pub(crate) static RULE: Rule = Rule { run };

/// A bound on the length of a call.
struct Most<'m> {
    /// The rule's name.
    rule: &'m str,
    ms: i64,
    /// The flow it speaks of; none for all.
    flow: Option<FlowId>,
    /// Where the sentence stands.
    span: Span,
}

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let bounds = bounds(cx);
    if bounds.is_empty() {
        return;
    }
    let calls = length::calls(cx.model);
    for bound in &bounds {
        for talk in calls.iter().filter(|t| bound.flow.is_none_or(|f| f == t.flow)) {
            out.extend(judged(cx, bound, talk));
        }
    }
}

/// A call that is too long however it goes, or too long as it usually goes.
fn judged(cx: &Cx<'_>, bound: &Most<'_>, talk: &Talk) -> Option<Diagnostic> {
    let long = |way: &&Way| way.ms > bound.ms;
    let (way, zh, en) = match (talk.shortest.as_ref().filter(long), talk.usual.as_ref().filter(long)) {
        (Some(way), _) => (way, "照脚本最短的走法也", "even the shortest way through the script"),
        (None, Some(way)) => (way, "照脚本平常的走法", "the usual way through the script"),
        (None, None) => return None,
    };
    let flow = cx.model.flows.get(talk.flow.index())?;
    let (name, rule, took, most) = (&flow.name, bound.rule, rounded(way.ms), bound.ms);
    let (zh_most, en_most) = (duration::zh(most), duration::en(most));
    let finding = Diagnostic::new(
        &LONG_CALL,
        bound.span,
        format!("“{rule}”最长只让说 {zh_most}，可是“{name}”{zh}要大约 {}", duration::zh(took)),
        format!("“{rule}” allows a call of {en_most}, but {en} of “{name}” takes about {}", duration::en(took)),
    );
    let slow = way.hops.iter().max_by_key(|h| h.ms)?;
    let step = flow.steps.get(slow.step.index())?;
    let (in_zh, in_en) = (duration::zh(rounded(slow.ms)), duration::en(rounded(slow.ms)));
    let name = &step.name;
    Some(finding.related(step.span, format!("“{name}”最费时间，大约 {in_zh}"), format!("“{name}” takes most of it, about {in_en}")).help(
        format!("把“{name}”里的话说短一点、少问几样，或者把上限放宽；一步一步怎么算的：huashu trace --length。"),
        format!("Say less in “{name}”, ask for less, or allow more; `huashu trace --length` shows how it adds up."),
    ))
}

/// The sentences that forbid calls longer than a known length, without conditions.
fn bounds<'m>(cx: &Cx<'m>) -> Vec<Most<'m>> {
    let rules = cx.model.rules.iter().filter_map(|r| Some((r.name.as_str(), r.body.as_ref()?)));
    let calls = rules.filter(|(_, body)| body.line == TimeLine::Call && !body.advice);
    calls.flat_map(|(name, body)| body.sentences.iter().filter_map(move |s| bound(cx, name, s))).collect()
}

fn bound<'m>(cx: &Cx<'m>, rule: &'m str, sentence: &'m Sentence) -> Option<Most<'m>> {
    let within = &sentence.within;
    let forbids = matches!(sentence.modal, ModalWord::MustNot | ModalWord::ShouldNot | ModalWord::Inadvisable);
    let always = within.provided.is_empty() && within.between.is_none() && within.every.is_none() && sentence.unless.is_none();
    let flow = match within.during.as_slice() {
        [] => None,
        [(StretchRef::InFlow(flow), _)] => Some(*flow),
        _ => return None,
    };
    let most = most(&sentence.pattern).filter(|_| forbids && always)?;
    Some(Most { rule, ms: ms(cx, most)?, flow, span: sentence.span })
}

/// `通话时长 超过 5分钟` after 不得, or `通话中 持续 不得 超过 5分钟`.
fn most(pattern: &Pattern) -> Option<&Expr> {
    match pattern {
        Pattern::Lasts { of: StretchRef::Connected, most, .. } => most.as_ref(),
        Pattern::Never(Trigger { on, nth: Nth::Any }) => match on.event.atoms.as_slice() {
            [
                EventAtom {
                    kind: EventKind::CallTime, filter: None, test: Some(Test::Compare(CompareOp::Gt | CompareOp::Ge, most)), ..
                },
            ] => Some(most),
            _ => None,
        },
        _ => None,
    }
}

/// The ms of a bound. What a host gives is known at the call; until then its default stands for it.
fn ms(cx: &Cx<'_>, most: &Expr) -> Option<i64> {
    match &most.kind {
        ExprKind::Param(id) => ms(cx, cx.model.params.get(id.index())?.default.as_ref()?),
        ExprKind::Binary(BinaryOp::Add, a, b) => ms(cx, a)?.checked_add(ms(cx, b)?),
        ExprKind::Binary(BinaryOp::Sub, a, b) => ms(cx, a)?.checked_sub(ms(cx, b)?),
        _ => constant(cx.model, most).filter(|a| a.scale == Scale::Ms).and_then(|a| i64::try_from(a.ticks).ok()),
    }
}

/// To the second: it is an estimate.
fn rounded(ms: i64) -> i64 {
    ms / 1000 * 1000
}

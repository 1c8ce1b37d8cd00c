//! 计量: what derived events are measured by. Whether a larger measure is tighter depends on the sentence, so for a 底线 it stays the same.

use super::answer::{Fault, Held, refuse};
use super::pair::Pair;
use crate::base::Span;
use crate::sema::model::{EventKind, MeasureKind, MeasureSetting, Model, Pattern, RuleBody, Sentence, StretchRef, Until};
use crate::sema::rule::{each_event, measure_word};

/// The measures that a floor rule is judged by are those of the parent.
pub(super) fn same_for(pair: &Pair<'_>, was: &RuleBody, is: &RuleBody, at: Span, floor: Span) -> Held {
    for kind in was.sentences.iter().flat_map(used) {
        let (x, y) = (in_force(pair.parent, was, kind), in_force(pair.child, is, kind));
        let same = match (x, y) {
            (None, None) => true,
            (Some(x), Some(y)) => x.ms == y.ms && x.words == y.words,
            _ => false,
        };
        refuse(same, || {
            let at = y.map_or(at, |s| s.span);
            let floor = x.map_or(floor, |s| s.span);
            Fault::unknown(at, floor, "它靠“计量”里的数来判，这个数改了", "it is judged by a `measure` that was changed")
        })?;
    }
    Ok(())
}

/// 计量 that is a 底线: as it is.
pub(super) fn check(pair: &mut Pair<'_>) {
    for floor in pair.parent.measure.iter().filter(|s| s.floor) {
        let own = pair.child.measure.iter().find(|s| s.kind == floor.kind);
        if own.is_some_and(|s| s.ms == floor.ms && s.words == floor.words) {
            continue;
        }
        let (zh, en) = measure_word(floor.kind);
        let at = own.map_or(floor.span, |s| s.span);
        let fault = Fault::unknown(
            at,
            floor.span,
            format!("“{zh}”改了，哪边更严要看用在哪里"),
            format!("`{en}` was changed, and which is tighter depends on its use"),
        );
        pair.report(("计量", "measure"), "", at, *fault);
    }
}

fn in_force<'m>(model: &'m Model, rule: &'m RuleBody, kind: MeasureKind) -> Option<&'m MeasureSetting> {
    rule.measure.iter().chain(&model.measure).find(|s| s.kind == kind)
}

/// The measures that decide whether the events of a sentence come about.
fn used(sentence: &Sentence) -> Vec<MeasureKind> {
    use MeasureKind as M;
    let mut kinds = vec![M::TranscriptLag];
    each_event(sentence, &mut |event| {
        for atom in &event.atoms {
            match atom.kind {
                EventKind::Ring | EventKind::Answer => kinds.push(M::RingPeriod),
                EventKind::NoReply | EventKind::Reply => kinds.extend([M::ReplyCap, M::PauseCap]),
                EventKind::Backchannel | EventKind::TalkOver | EventKind::CutIn => {
                    kinds.extend([M::BackchannelWords, M::BackchannelCap, M::PauseCap]);
                }
                EventKind::Says(_) | EventKind::Finish => kinds.push(M::PaceMinimum),
                EventKind::Silence => kinds.push(M::PauseCap),
                _ => {}
            }
        }
    });
    if let Pattern::After(_, _, Some(bound)) | Pattern::Barred(_, _, Some(bound)) = &sentence.pattern
        && bound.most.iter().chain(&bound.least).any(|u| matches!(u, Until::Count(..)))
    {
        kinds.push(M::RingPeriod);
    }
    let stretches = sentence.within.during.iter().map(|(s, _)| *s).chain(match &sentence.pattern {
        Pattern::Lasts { of, .. } | Pattern::EachIn(of, ..) | Pattern::Only(_, of, _) => Some(*of),
        _ => None,
    });
    for s in stretches {
        match s {
            StretchRef::Speaking(_) | StretchRef::Silence(_) => kinds.push(M::PauseCap),
            StretchRef::Ringing => kinds.push(M::RingPeriod),
            _ => {}
        }
    }
    kinds
}

//! Whether a 保证 has a form that can be proved: what people and hosts do is promised by nobody.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::guarantees::NOT_PROVABLE;
use crate::sema::model::{Actor, Event, EventKind, Keyed, Model, Pattern, RuleKind, Sentence, StretchRef};

/// Reports guarantees of a form that leaves nothing to prove.
pub(crate) fn provable(model: &Model, out: &mut Vec<Diagnostic>) {
    for rule in model.rules.iter().filter(|r| r.kind == RuleKind::Guarantee) {
        let Some(body) = rule.body.as_ref().filter(|b| !b.monitor && !b.advice) else { continue };
        out.extend(body.sentences.iter().filter_map(free).map(|span| finding(span, &rule.name)));
    }
}

fn finding(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(
        &NOT_PROVABLE,
        span,
        format!("“{name}”保证不了：这件事要看人和外面的系统，脚本管不着"),
        format!("`{name}` cannot be guaranteed: what people and hosts do is not in the script's power"),
    )
    .label("谁也不能保证", "nobody can promise this")
    .help(
        "写上不来的时候怎么办：“… 多久以内 必须 … 否则 做 …”；只想事后看有没有做到，就写成“规则”，或者加上“可监控”。",
        "Say what is done when it does not come: `… or within must … else do …`; to watch it only, write a `rule` or add `or monitor`.",
    )
}

/// The part of a sentence that would have to be promised and cannot be.
fn free(sentence: &Sentence) -> Option<Span> {
    let unheld = |k: &Keyed| (!held(&k.event)).then_some(k.event.span);
    let either = |a: &Keyed, b: &Keyed| if held(&a.event) || held(&b.event) { None } else { Some(b.event.span) };
    match &sentence.pattern {
        Pattern::Never(on) | Pattern::Always(on) | Pattern::Times(on, ..) | Pattern::Apart(on, _) | Pattern::Only(on, ..) => unheld(&on.on),
        Pattern::First(_, must) | Pattern::Last(_, must) | Pattern::Next(_, must) | Pattern::Between(_, must) => unheld(must),
        Pattern::Before { of, must, .. } => either(&of.on, must),
        Pattern::Barred(on, then, _) | Pattern::Implies(on, then) => either(&on.on, then),
        Pattern::After(_, must, _) | Pattern::By { must, .. } => {
            if sentence.otherwise.is_empty() {
                unheld(must)
            } else {
                None
            }
        }
        Pattern::Lasts { of, .. } | Pattern::EachIn(of, ..) => (!positioned(*of)).then_some(sentence.span),
    }
}

/// Whether the machine makes an event, or the script orders it.
fn held(event: &Event) -> bool {
    event.atoms.iter().all(|atom| match &atom.kind {
        EventKind::Enter(..)
        | EventKind::Leave(..)
        | EventKind::Do(_)
        | EventKind::HandTo(_)
        | EventKind::End(_)
        | EventKind::CaseClosed
        | EventKind::Submit(_)
        | EventKind::EnterValue(..)
        | EventKind::Complete(_)
        | EventKind::Changed(..)
        | EventKind::ReadBack(_)
        | EventKind::Bad => true,
        EventKind::Says(_) | EventKind::SaysForbidden(_) => matches!(atom.actor, None | Some(Actor::Agent | Actor::Role(_))),
        EventKind::Incoming
        | EventKind::Outgoing
        | EventKind::Ring
        | EventKind::Answer
        | EventKind::Begin
        | EventKind::Finish
        | EventKind::NoReply
        | EventKind::Backchannel
        | EventKind::TalkOver
        | EventKind::CutIn
        | EventKind::Reply
        | EventKind::Silence
        | EventKind::Stay
        | EventKind::CallTime
        | EventKind::Noise(_)
        | EventKind::Hold
        | EventKind::Resume
        | EventKind::Mute
        | EventKind::Unmute
        | EventKind::Transfer(_)
        | EventKind::Transferred(_)
        | EventKind::HangUp
        | EventKind::CallEnded
        | EventKind::Mood(_)
        | EventKind::MoodRise
        | EventKind::MoodFall
        | EventKind::Chose(_)
        | EventKind::Declared(..) => false,
    })
}

/// A stretch that a timer of the machine can end.
fn positioned(stretch: StretchRef) -> bool {
    match stretch {
        StretchRef::InStep(..) | StretchRef::InFlow(_) | StretchRef::InPhase(..) | StretchRef::OnHold | StretchRef::Bad => true,
        StretchRef::Named(_)
        | StretchRef::Ringing
        | StretchRef::Connected
        | StretchRef::Speaking(_)
        | StretchRef::Silence(_)
        | StretchRef::OnMute
        | StretchRef::Calendar(..) => false,
    }
}

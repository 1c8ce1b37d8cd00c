//! The events of a sentence: what opens it, what it orders or forbids, and in which forms.

use super::key::KeyRef;
use crate::base::{Decimal, Diagnostic, Span};
use crate::sema::check::domain::constant_ticks;
use crate::sema::codes::types::OUT_OF_RANGE;
use crate::sema::cx::Cx;
use crate::sema::model::{Actor, Counts, Event, EventKind, Keyed, Nth, Trigger, Ty};
use crate::syntax::ast::{self, ModalWord, Ordered, Ordinal};

impl Cx<'_> {
    pub(super) fn trigger(&mut self, event: &ast::Event, ordinal: Option<&Ordinal>, key: &KeyRef) -> Trigger {
        let on = self.with_key(event, key);
        let nth = match ordinal {
            None | Some(Ordinal::Each(_)) => Nth::Any,
            Some(Ordinal::First(_)) => Nth::First,
            Some(Ordinal::Repeated(_)) => Nth::Again,
            Some(Ordinal::Nth(n, span)) => self.nth(n, *span),
        };
        Trigger { on, nth }
    }

    fn nth(&mut self, n: &ast::Expr, span: Span) -> Nth {
        let read = self.expr(n, Some(&Ty::Times));
        let whole = constant_ticks(self.model, &read).and_then(|t| i64::try_from(t).ok()).and_then(|t| Decimal(t).to_int());
        match whole.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0) {
            Some(n) => Nth::Exactly(n),
            None => {
                if read.ty != Ty::Bad {
                    let d = Diagnostic::new(&OUT_OF_RANGE, span, "“第”后面写第几次，从 1 数起", "nth counts from 1");
                    self.report(d.help("写成 第 3次。", "Write `第 3次`."));
                }
                Nth::Any
            }
        }
    }

    /// Events behind a modal, the subject before it taken in.
    pub(super) fn ordered(&mut self, ordered: &Ordered, key: &KeyRef) -> Keyed {
        match &ordered.actor {
            None => self.with_key(&ordered.event, key),
            Some(actor) => {
                let mut event = ordered.event.clone();
                for atom in event.atoms.iter_mut().filter(|a| a.actor.is_none()) {
                    atom.actor = Some(actor.clone());
                }
                self.with_key(&event, key)
            }
        }
    }

    /// What must come, in a form that only orders.
    pub(super) fn must(&mut self, ordered: &Ordered, key: &KeyRef, zh: &str, en: &str) -> Option<Keyed> {
        let must = self.ordered(ordered, key);
        self.orders(Some(&ordered.modal), zh, en)?;
        Some(must)
    }

    pub(super) fn orders(&mut self, modal: Option<&ast::Modal>, zh: &str, en: &str) -> Option<()> {
        let Some(modal) = modal.filter(|m| forbids(m.word) || m.word == ModalWord::May) else { return Some(()) };
        let word = self.env.sources.slice(modal.span).to_owned();
        self.no_such_sentence(
            modal.span,
            &format!("“{zh}”的句子里不能写“{word}”"),
            &format!("a sentence with `{en}` holds no `{word}`"),
            (
                "写“必须”“应”或“宜”；要禁止什么，换一种说法，例如“不得 …”“… 之后 不得 …”。",
                "Write `must`, `should` or `advisable`; to forbid something use another form, such as `… afterwards must not …`.",
            ),
        );
        None
    }

    /// What is said in a 句: a line, a noise, no answer. Nobody named is the agent.
    pub(super) fn spoken(&mut self, mut must: Keyed) -> Option<Keyed> {
        for atom in &mut must.event.atoms {
            let fits = matches!(
                atom.kind,
                EventKind::Says(_)
                    | EventKind::SaysForbidden(_)
                    | EventKind::Noise(_)
                    | EventKind::NoReply
                    | EventKind::Begin
                    | EventKind::Finish
                    | EventKind::CutIn
                    | EventKind::TalkOver
                    | EventKind::Bad
            );
            if !fits {
                let (span, zh, en) = (atom.span, "这里要写谁说什么，不是别的事", "a line that somebody says is needed here");
                let help = ("第几句、下一句说的都是话：写成“必须 话务员 说 …”。", "These forms speak of lines: write `must agent say …`.");
                self.no_such_sentence(span, zh, en, help);
                return None;
            }
            atom.actor = atom.actor.or(Some(Actor::Agent));
        }
        Some(must)
    }
}

/// Whether a modal forbids.
pub(super) fn forbids(word: ModalWord) -> bool {
    matches!(word, ModalWord::MustNot | ModalWord::ShouldNot | ModalWord::Inadvisable)
}

/// Where an event comes from: what 首先 and 最后 are counted among.
pub(super) fn source(event: &Event) -> Counts {
    let derived = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::Says(_)
                | EventKind::SaysForbidden(_)
                | EventKind::NoReply
                | EventKind::Backchannel
                | EventKind::TalkOver
                | EventKind::CutIn
                | EventKind::Reply
                | EventKind::Silence
                | EventKind::Stay
                | EventKind::CallTime
                | EventKind::ReadBack(_)
                | EventKind::MoodRise
                | EventKind::MoodFall
        )
    };
    let machine = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::Enter(..)
                | EventKind::Leave(..)
                | EventKind::Do(_)
                | EventKind::HandTo(_)
                | EventKind::End(_)
                | EventKind::CaseClosed
                | EventKind::Complete(_)
                | EventKind::Changed(..)
        )
    };
    match event.atoms.first().map(|a| &a.kind) {
        Some(kind) if derived(kind) => Counts::Derived,
        Some(kind) if machine(kind) => Counts::Machine,
        _ => Counts::Host,
    }
}

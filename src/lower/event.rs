//! Event patterns.

use super::Lowering;
use crate::base::Span;
use crate::program::{self, EventKind, EventPattern};
use crate::sema::model::{self, Actor};
use smol_str::SmolStr;

impl Lowering<'_> {
    /// Alternatives, in order.
    pub(super) fn event(&mut self, event: &model::Event) -> Vec<EventPattern> {
        event.atoms.iter().map(|atom| self.atom(atom)).collect()
    }

    fn atom(&mut self, atom: &model::EventAtom) -> EventPattern {
        EventPattern {
            kind: self.kind(&atom.kind, atom.span),
            actor: atom.actor.map(|a| self.actor(a)),
            test: atom.test.as_ref().map(|t| self.test(t)),
            filter: atom.filter.as_ref().map(|e| self.expr(e)),
        }
    }

    fn kind(&mut self, kind: &model::EventKind, span: Span) -> EventKind {
        use model::EventKind as M;
        match kind {
            M::Incoming => EventKind::Incoming,
            M::Outgoing => EventKind::Outgoing,
            M::Ring => EventKind::Ring,
            M::Answer => EventKind::Answer,
            M::Begin => EventKind::Begin,
            M::Finish => EventKind::Finish,
            M::Says(line) => self.words(line, span).map_or(EventKind::Never(SmolStr::new("说")), EventKind::Says),
            M::Silence => EventKind::Silence,
            M::Stay => EventKind::Stay,
            M::CallTime => EventKind::CallTime,
            M::Noise(which) => EventKind::Noise(which.clone()),
            M::Hold => EventKind::Hold,
            M::Resume => EventKind::Resume,
            M::Mute => EventKind::Mute,
            M::Unmute => EventKind::Unmute,
            M::Transfer(target) => EventKind::Transfer(target.clone()),
            M::HangUp => EventKind::HangUp,
            M::CallEnded => EventKind::CallEnded,
            M::Mood(leaves) => EventKind::Mood(leaves.iter().map(|l| l.0).collect()),
            M::MoodRise => EventKind::MoodRise,
            M::MoodFall => EventKind::MoodFall,
            M::Chose(label) => EventKind::Chose(self.label(label)),
            M::EnterValue(form, field) => EventKind::EnterValue(form.0, field.0),
            M::Submit(form) => EventKind::Submit(form.0),
            M::Complete(form) => EventKind::Complete(form.0),
            M::Changed(form, field) => EventKind::Changed(form.0, field.map(|f| f.0)),
            M::Enter(flow, step) => EventKind::Enter(flow.0, step.0),
            M::Leave(flow, step) => EventKind::Leave(flow.0, step.0),
            M::Do(action) => EventKind::Do(action.0),
            M::Declared(event, args) => EventKind::Declared(event.0, args.iter().map(|a| a.as_ref().map(|e| self.expr(e))).collect()),
            M::SaysForbidden(forbid) => EventKind::SaysForbidden(forbid.0),
            M::Transferred(done) => EventKind::Transferred(*done),
            M::NoReply => EventKind::NoReply,
            M::Backchannel => EventKind::Backchannel,
            M::TalkOver => EventKind::TalkOver,
            M::CutIn => EventKind::CutIn,
            M::Reply => EventKind::Reply,
            M::ReadBack(form) => EventKind::ReadBack(form.0),
            M::HandTo(role) => EventKind::HandOver(Some(role.0)),
            M::End(result) => EventKind::End(result.as_ref().map(|r| self.result(r))),
            M::CaseClosed => EventKind::Close,
            // A model with a fault is not lowered.
            M::Bad => EventKind::Never(SmolStr::default()),
        }
    }

    pub(super) fn actor(&mut self, actor: Actor) -> program::Actor {
        match actor {
            Actor::Customer => program::Actor::Customer,
            Actor::Agent => program::Actor::Agent,
            Actor::Third => program::Actor::Third,
            Actor::System => program::Actor::System,
            Actor::Role(role) => {
                let name = self.model.roles.get(role.index()).map(|r| r.name.clone()).unwrap_or_default();
                program::Actor::Role(name)
            }
        }
    }
}

//! Event patterns.

use super::cx::Cx;
use super::expr::{is_atom, missing};
use crate::syntax::ast::{Actor, Event, EventAtom, EventKind, Test};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::{keyword, word};

impl Cx<'_> {
    /// The events that come next.
    pub(crate) fn next_events(&mut self, c: &mut Cursor<'_>) -> Event {
        let here = c.here();
        let Some(node) = c.eat(Rule::events) else { return Event { atoms: Vec::new(), span: here } };
        let atoms = node.inner().map(|n| self.occurrence(n)).collect();
        Event { atoms, span: node.span() }
    }

    /// One event pattern.
    pub(crate) fn occurrence(&mut self, node: Node<'_>) -> EventAtom {
        let mut c = node.inner();
        let who = c.eat(Rule::actor).map(|n| word::actor(n.str()));
        let who = who.or_else(|| c.eat(Rule::role_name).map(|n| Actor::Role(n.inner().name().text)));
        let mut atom = EventAtom { actor: who, kind: EventKind::CallEnded, test: None, filter: None, span: node.span() };
        if let Some(n) = c.next() {
            self.happening(n, &mut atom);
        }
        if c.peek().is_some_and(|r| is_atom(r) || matches!(r, Rule::before | Rule::dots)) {
            atom.test = Some(self.measured(&mut c));
        }
        if let Some(n) = c.eat(Rule::filter) {
            atom.filter = Some(n.inner().next().map_or_else(|| missing(n.span()), |e| self.expr(e)));
        }
        atom
    }

    fn measured(&mut self, c: &mut Cursor<'_>) -> Test {
        self.bound(c)
    }

    fn happening(&mut self, node: Node<'_>, atom: &mut EventAtom) {
        let mut c = node.inner();
        let first = keyword::head(node.str()).map(|(k, _)| k.rule);
        atom.kind = match node.rule {
            Rule::plain => plain(first, atom),
            Rule::measure => match first {
                Some(Rule::k_ring) => EventKind::Ring,
                Some(Rule::k_talk_over) => EventKind::TalkOver,
                Some(Rule::k_reply) => EventKind::Reply,
                Some(Rule::k_stay) => EventKind::Stay,
                Some(Rule::k_call_time) => EventKind::CallTime,
                _ => EventKind::Silence,
            },
            Rule::says => match c.eat(Rule::line) {
                Some(n) => EventKind::Says(self.said(n)),
                None => return,
            },
            Rule::mood => match c.peek() {
                Some(Rule::rise) => EventKind::MoodRise,
                Some(Rule::fall) => EventKind::MoodFall,
                Some(_) => EventKind::Mood(Some(c.path())),
                None => EventKind::Mood(None),
            },
            Rule::chose => EventKind::Chose(self.label(&mut c)),
            Rule::operand => {
                let path = c.path();
                match first {
                    Some(Rule::k_fill) => EventKind::Fill(path),
                    Some(Rule::k_read_back) => EventKind::ReadBack(path),
                    Some(Rule::k_enter) => EventKind::Enter(path),
                    Some(Rule::k_leave) => EventKind::Leave(path),
                    Some(Rule::k_hand_to) => EventKind::HandTo(path),
                    _ => EventKind::EnterValue(path),
                }
            }
            Rule::done => {
                let action = c.path();
                EventKind::Do(action, self.next_args(&mut c))
            }
            Rule::noise => EventKind::Noise(c.peek().map(|_| c.path())),
            Rule::transfer => EventKind::Transfer(c.peek().map(|_| c.path())),
            Rule::ended => EventKind::End(c.peek().map(|_| c.path())),
            Rule::agreed => EventKind::Confirms(c.peek().map(|_| c.path())),
            Rule::changed => {
                let path = c.path();
                if c.eat(Rule::complete).is_some() { EventKind::Complete(path) } else { EventKind::Changed(path) }
            }
            _ => {
                let path = c.path();
                EventKind::Declared(path, self.next_args(&mut c))
            }
        };
    }
}

fn plain(rule: Option<Rule>, atom: &mut EventAtom) -> EventKind {
    match rule {
        Some(Rule::k_incoming) => EventKind::Incoming,
        Some(Rule::k_outgoing) => EventKind::Outgoing,
        Some(Rule::k_answer) => EventKind::Answer,
        Some(Rule::k_begin) => EventKind::Begin,
        Some(Rule::k_finish) => EventKind::Finish,
        Some(Rule::k_give_no_reply) => EventKind::NoReply,
        Some(Rule::k_backchannel) => EventKind::Backchannel,
        Some(Rule::k_cut_in) => EventKind::CutIn,
        Some(Rule::k_hold) => EventKind::Hold,
        Some(Rule::k_resume) => EventKind::Resume,
        Some(Rule::k_mute) => EventKind::Mute,
        Some(Rule::k_unmute) => EventKind::Unmute,
        Some(Rule::k_hang_up) => EventKind::HangUp,
        Some(Rule::k_customer_hang_up) => {
            atom.actor = Some(Actor::Customer);
            EventKind::HangUp
        }
        Some(Rule::k_agent_hang_up) => {
            atom.actor = Some(Actor::Agent);
            EventKind::HangUp
        }
        Some(Rule::k_case_closed) => EventKind::CaseClosed,
        _ => EventKind::CallEnded,
    }
}

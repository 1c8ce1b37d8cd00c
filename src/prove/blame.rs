//! Of which sentences of a rule a script decides by itself: what it does, what it asks for and what it orders to be said.

use crate::program::{Actor, Counts, Duty, EventKind, KeyedEvent, Modality, Op, Pattern, Program, Sentence, StretchRef};
use std::mem::{Discriminant, discriminant};

/// What of a sentence is the script's to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Blame {
    /// What breaks it may be a line that was ordered.
    pub(super) said: bool,
    /// What breaks it may be something that the machine does or asks for.
    pub(super) done: bool,
    /// What breaks it may be something that people and hosts do by themselves.
    pub(super) free: bool,
    /// Something has to happen: whoever it is that breaks it, it did not.
    pub(super) missing: bool,
    /// It is judged at the end of a call, and by the last line that was said.
    pub(super) whole: bool,
    pub(super) last: bool,
    /// People who take their time break it: the script does only where nobody can keep it.
    pub(super) hasty: bool,
    /// What is missing is a line, which agents may say by themselves.
    pub(super) voluntary: bool,
    /// What breaks it comes before a line that is to come first.
    pub(super) unsaid: bool,
}

/// The sentences of rules, by rule and place, that a script may break by itself: it decides of them, and what they speak of can come to
/// pass where nothing happens but what the script does and waits for.
pub(super) fn candidates(p: &Program) -> Vec<(u32, usize)> {
    let numbered = p.rules.iter().enumerate().filter(|(_, r)| !r.guarantee);
    let all = numbered.flat_map(|(rule, r)| r.sentences.iter().enumerate().map(move |(at, s)| (rule as u32, at, s)));
    let mut found: Vec<_> = all.filter(|(.., s)| blame(p, s).is_some()).collect();
    if !found.is_empty() {
        let script = Script::of(p);
        found.retain(|(.., s)| script.lets(s));
    }
    found.into_iter().map(|(rule, at, _)| (rule, at)).collect()
}

/// What can come to pass on calls that follow a script.
struct Script<'p> {
    p: &'p Program,
    /// Sorts of events that flows and limits wait for, and declared ones by their number.
    waits: Vec<Discriminant<EventKind>>,
    declared: Vec<u32>,
    does: Vec<u32>,
    says: bool,
}

impl<'p> Script<'p> {
    fn of(p: &'p Program) -> Self {
        let mut script = Self { p, waits: Vec::new(), declared: Vec::new(), does: Vec::new(), says: false };
        let mut alone = p.clone();
        alone.rules.clear();
        alone.stretches.clear();
        alone.each_event(&mut |event| match event.kind {
            EventKind::Declared(event, _) => script.declared.push(event),
            ref kind => script.waits.push(discriminant(kind)),
        });
        for op in &p.code {
            match op {
                Op::Do(action) => script.does.push(action.action),
                Op::Say(_) | Op::Ask(_) => script.says = true,
                _ => {}
            }
        }
        let remedies = p.rules.iter().flat_map(|r| &r.sentences).flat_map(Sentence::remedies);
        script.does.extend(remedies.map(|(action, _)| action));
        script
    }

    /// Whether all that a sentence needs to be broken can come to pass.
    fn lets(&self, sentence: &Sentence) -> bool {
        let within = &sentence.within;
        let opened = within.from.is_empty() || self.any(&within.from);
        opened && within.during.iter().all(|of| self.lasts(of)) && self.breaks(&sentence.pattern)
    }

    fn breaks(&self, pattern: &Pattern) -> bool {
        match pattern {
            Pattern::Always(_) | Pattern::Times(_, Some(_), _) => true,
            Pattern::Never(on) | Pattern::Times(on, ..) | Pattern::Apart(on, _) | Pattern::Only(on, ..) => self.any(&on.on),
            Pattern::Before(before) => self.any(&before.of.on),
            Pattern::Barred(on, never, _) => self.any(&on.on) && self.any(never),
            Pattern::After(on, ..) | Pattern::Next(on, _) | Pattern::Between(on, _) | Pattern::Implies(on, _) => self.any(&on.on),
            Pattern::First(..) | Pattern::Last(..) => true,
            Pattern::Lasts(lasts) => self.lasts(&lasts.of),
            Pattern::EachIn(of, ..) => self.lasts(of),
            Pattern::By(by) => self.any(&by.arms),
        }
    }

    fn any(&self, on: &[KeyedEvent]) -> bool {
        on.iter().any(|keyed| match &keyed.event.kind {
            EventKind::Do(action) => self.does.contains(action),
            EventKind::Declared(event, _) => self.declared.contains(event),
            EventKind::Says(_) if heard(keyed) => self.says,
            EventKind::Chose(_) | EventKind::EnterValue(..) | EventKind::Changed(..) | EventKind::HangUp | EventKind::CallEnded => true,
            kind => made(kind) || self.waits.contains(&discriminant(kind)),
        })
    }

    fn lasts(&self, of: &StretchRef) -> bool {
        match of {
            StretchRef::InStep(..) | StretchRef::InFlow(_) | StretchRef::InPhase(..) | StretchRef::Calendar(..) => true,
            StretchRef::Named(at) => self.p.stretches.get(*at as usize).is_some_and(|stretch| self.any(&stretch.from)),
            StretchRef::Connected => self.waits.contains(&discriminant(&EventKind::Answer)),
            StretchRef::Ringing | StretchRef::OnHold | StretchRef::Muted(_) | StretchRef::Speaking(_) | StretchRef::Silence(_) => false,
        }
    }
}

/// What of a sentence is the script's to keep; nothing where people and hosts alone decide.
pub(super) fn blame(p: &Program, sentence: &Sentence) -> Option<Blame> {
    if sentence.duty == Duty::May {
        return None;
    }
    let none = Blame::default();
    let breaks = |on: &[KeyedEvent]| {
        let of = |wanted: fn(&KeyedEvent) -> bool| on.iter().any(wanted);
        let free = on.iter().any(|k| !made(&k.event.kind) && !spoken(k));
        let blame = Blame { said: of(heard) && orders(p), done: of(|k| made(&k.event.kind)), free, ..none };
        (blame.said || blame.done).then_some(blame)
    };
    let asks = |must: &[KeyedEvent]| {
        // Where a script orders no lines, agents speak as they like.
        let all = !must.is_empty() && must.iter().all(|k| made(&k.event.kind) || spoken(k) && orders(p));
        all.then(|| Blame { missing: true, voluntary: must.iter().any(spoken), ..none })
    };
    let lines = |must: &[KeyedEvent]| must.iter().all(spoken) && orders(p);
    match &sentence.pattern {
        Pattern::Never(on) | Pattern::Apart(on, _) | Pattern::Only(on, ..) => breaks(&on.on),
        Pattern::Barred(_, never, _) => breaks(never),
        Pattern::Times(on, least, most) => {
            let at_end = least.as_ref().and_then(|_| asks(&on.on)).is_some();
            match (most.as_ref().and_then(|_| breaks(&on.on)), at_end) {
                (Some(blame), whole) => Some(Blame { whole, ..blame }),
                (None, true) => asks(&on.on).map(|blame| Blame { whole: true, ..blame }),
                (None, false) => None,
            }
        }
        Pattern::Before(before) => {
            let blame = breaks(&before.of.on).filter(|_| asks(&before.must).is_some());
            blame.map(|blame| Blame { unsaid: before.must.iter().any(spoken), ..blame })
        }
        Pattern::Between(on, must) => breaks(&on.on).filter(|_| asks(must).is_some()),
        Pattern::First(Counts::Turn, must) | Pattern::Next(_, must) => lines(must).then_some(Blame { said: true, ..none }),
        Pattern::Last(Counts::Turn, must) => lines(must).then_some(Blame { said: true, whole: true, last: true, ..none }),
        Pattern::First(Counts::Machine, _) => Some(Blame { done: true, ..none }),
        Pattern::Last(Counts::Machine, _) => Some(Blame { done: true, whole: true, ..none }),
        Pattern::First(..) | Pattern::Last(..) => None,
        Pattern::Always(on) => asks(&on.on).map(|blame| Blame { whole: true, ..blame }),
        Pattern::After(_, must, None) | Pattern::Implies(_, must) => asks(must).map(|blame| Blame { whole: true, ..blame }),
        _ if !sentence.otherwise.is_empty() => None,
        Pattern::After(_, must, Some(_)) | Pattern::EachIn(_, _, must) => asks(must).map(|blame| Blame { hasty: true, ..blame }),
        Pattern::By(by) => asks(&by.must).map(|blame| Blame { hasty: true, ..blame }),
        Pattern::Lasts(lasts) => positioned(&lasts.of).then_some(Blame { missing: true, hasty: true, ..none }),
    }
}

/// Whether the machine does it, or asks for it: nobody does it by himself.
fn made(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Enter(..)
            | EventKind::Leave(..)
            | EventKind::Do(_)
            | EventKind::HandOver(_)
            | EventKind::End(_)
            | EventKind::Close
            | EventKind::Submit(_)
            | EventKind::Complete(_)
            | EventKind::ReadBack(_)
    )
}

/// Whether it is a line of the agent.
fn spoken(keyed: &KeyedEvent) -> bool {
    matches!(keyed.event.kind, EventKind::Says(_)) && keyed.event.actor == Some(Actor::Agent)
}

/// Whether a line of the agent can be it.
fn heard(keyed: &KeyedEvent) -> bool {
    let who = matches!(keyed.event.actor, None | Some(Actor::Agent));
    // What a 禁语 forbids is looked for in every line as it is written.
    who && matches!(keyed.event.kind, EventKind::Says(_))
}

/// Whether a program orders lines.
fn orders(p: &Program) -> bool {
    p.code.iter().any(|op| matches!(op, Op::Say(say) if say.modality == Modality::Must))
}

/// Whether a stretch is a place in the script.
fn positioned(of: &StretchRef) -> bool {
    matches!(of, StretchRef::InStep(..) | StretchRef::InFlow(_) | StretchRef::InPhase(..))
}

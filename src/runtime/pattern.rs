//! Whether something that happens is what a pattern is for.

use super::eval::{Eval, Hand, Scope};
use super::machine::Machine;
use super::occur::Occur;
use super::run::Run;
use super::state::{Frame, Thread, Who};
use super::value::Val;
use crate::program::{Actor, EventKind, EventPattern, Expr, Test};

impl Run<'_> {
    /// Something to evaluate with, in the scope of an invocation.
    pub(crate) fn eval_at(&mut self, t: usize, owner: u32) -> Eval<'_> {
        self.st.eval(self.m, &mut self.fuel, &self.faults, |threads| invocation(self.m, threads, t, owner))
    }

    /// Whether any of the patterns is for what happens, seen from an invocation.
    pub(crate) fn any_matches(&mut self, t: usize, owner: u32, patterns: &[EventPattern], what: &Occur) -> bool {
        patterns.iter().any(|p| self.matches(t, owner, p, what))
    }

    fn matches(&mut self, t: usize, owner: u32, p: &EventPattern, what: &Occur) -> bool {
        if !self.heard_so(t, owner) || !self.kind(t, owner, p, what) || !self.m.is_by(p.actor.as_ref(), what.who(), || self.acting(t)) {
            return false;
        }
        p.filter.as_ref().is_none_or(|filter| self.passes_filter(t, owner, p, what, filter))
    }

    /// Whether what is derived by one measure is heard by an invocation that may have its own.
    fn heard_so(&self, t: usize, owner: u32) -> bool {
        let Some(measure) = self.about.measure else { return true };
        measure == measure_of(self.m, self.st.threads.get(t).and_then(|th| th.frames.get(owner as usize)))
    }

    /// 其中: it reads the event in hand as if it were already the latest one.
    fn passes_filter(&mut self, t: usize, owner: u32, p: &EventPattern, what: &Occur, filter: &Expr) -> bool {
        let note = self.noted(t, what);
        let captured = match (&p.kind, what) {
            (EventKind::Says(words), Occur::Says(_, text)) => self.eval_at(t, owner).captured(words, text),
            _ => Vec::new(),
        };
        let (args, mut events) = match what {
            Occur::Declared(event, args, _) => (args.as_slice(), vec![(*event, args.clone())]),
            Occur::Do(_, args) => (args.as_slice(), Vec::new()),
            _ => (&[][..], Vec::new()),
        };
        events.extend(self.st.threads.get(t).into_iter().flat_map(|th| th.events.iter().cloned()));
        let m = self.m;
        let scope = |threads| {
            let seen = invocation(m, threads, t, owner);
            Scope { args, events: &events, hand: Hand { note: Some(&note), captured: &captured, ..seen.hand }, ..seen }
        };
        self.st.eval(m, &mut self.fuel, &self.faults, scope).holds(filter)
    }

    fn kind(&mut self, t: usize, owner: u32, p: &EventPattern, what: &Occur) -> bool {
        let test = p.test.as_ref();
        match (&p.kind, what) {
            (EventKind::Ring, Occur::Ring(n)) => self.passes(t, owner, test, &super::eval::whole(i64::from(*n))),
            (EventKind::Reply, Occur::Reply(_, ms)) => self.passes(t, owner, test, &Val::Duration(*ms)),
            (EventKind::TalkOver, Occur::TalkOver(_, ms)) => match test {
                None => *ms == super::observe::TALK_OVER,
                test => self.reaches(t, owner, test) == Some(*ms),
            },
            (EventKind::Says(words), Occur::Says(_, text)) => self.eval_at(t, owner).said(words, text),
            (EventKind::Declared(event, cells), Occur::Declared(e, args, given)) => {
                event == e
                    && cells.iter().enumerate().all(|(i, cell)| {
                        let Some(cell) = cell else { return true };
                        // What the host did not say cannot speak against it.
                        if !given.get(i).copied().unwrap_or(false) {
                            return true;
                        }
                        let mut eval = self.eval_at(t, owner);
                        let wanted = eval.eval(cell);
                        args.get(i).is_some_and(|arg| eval.same(&wanted, arg))
                    })
            }
            (EventKind::Stay, Occur::Stay(ms)) | (EventKind::CallTime, Occur::CallTime(ms)) => self.reaches(t, owner, test) == Some(*ms),
            (EventKind::Silence, Occur::Silence(whose, ms)) => {
                silence_of(p.actor.as_ref()) == *whose && self.reaches(t, owner, test) == Some(*ms)
            }
            (kind, what) => plain(kind, what).unwrap_or(false),
        }
    }

    fn passes(&mut self, t: usize, owner: u32, test: Option<&Test>, value: &Val) -> bool {
        test.is_none_or(|test| self.eval_at(t, owner).test(value, test))
    }

    /// The least length, in ms, that passes the bound of a pattern.
    pub(crate) fn reaches(&mut self, t: usize, owner: u32, test: Option<&Test>) -> Option<i64> {
        use crate::program::CompareOp::{Eq, Ge, Gt};
        let mut ms = |e| self.eval_at(t, owner).eval(e).as_ms();
        let least = match test {
            Some(Test::Compare(Gt, e)) => ms(e)?.checked_add(1)?,
            Some(Test::Compare(Ge | Eq, e)) => ms(e)?,
            Some(Test::Range(range)) => match &range.low {
                Some(e) => ms(e)?,
                None => 0,
            },
            _ => 0,
        };
        Some(least.max(0))
    }
}

/// What an invocation sees.
fn invocation<'b>(m: &Machine, threads: &'b [Thread], t: usize, owner: u32) -> Scope<'b> {
    let Some(thread) = threads.get(t) else { return Scope::default() };
    let frame = thread.frames.get(owner as usize);
    let hand = Hand { measure: measure_of(m, frame), ..Hand::default() };
    Scope { vars: frame.map_or(&[][..], |f| thread.locals_of(f)), events: &thread.events, hand, ..Scope::default() }
}

/// The measure of the flow that an invocation is of; the program's where it has none of its own.
pub(crate) fn measure_of(m: &Machine, frame: Option<&Frame>) -> u8 {
    let flow = frame.and_then(|f| m.step(f.step)).map(|(flow, _)| flow);
    flow.and_then(|flow| m.rules.of_flows.get(flow as usize).copied()).unwrap_or(0)
}

/// Which silence a pattern means.
pub(crate) fn silence_of(actor: Option<&Actor>) -> u8 {
    match actor {
        Some(Actor::Customer) => 1,
        Some(Actor::Agent | Actor::Role(_)) => 2,
        None | Some(Actor::Third | Actor::System) => 0,
    }
}

/// Whether a pattern is for what happens, where nothing need be evaluated to tell; none where it must be.
pub(crate) fn plain(kind: &EventKind, what: &Occur) -> Option<bool> {
    Some(match (kind, what) {
        (EventKind::Incoming, Occur::Incoming)
        | (EventKind::Outgoing, Occur::Outgoing)
        | (EventKind::Answer, Occur::Answer)
        | (EventKind::Begin, Occur::Begin(_))
        | (EventKind::Finish, Occur::Finish(_))
        | (EventKind::Hold, Occur::Hold(_))
        | (EventKind::Resume, Occur::Resume(_))
        | (EventKind::Mute, Occur::Mute(_))
        | (EventKind::Unmute, Occur::Unmute(_))
        | (EventKind::HangUp, Occur::HangUp(_))
        | (EventKind::CallEnded, Occur::CallEnded) => true,
        (EventKind::Noise(kind), Occur::Noise(_, made)) => kind.as_ref().is_none_or(|k| k == made),
        (EventKind::Transfer(target), Occur::Transfer(to)) => target.as_ref().is_none_or(|t| t == to),
        (EventKind::Mood(leaves), Occur::Mood(from, to)) => {
            if leaves.is_empty() {
                from.is_none_or(|from| from != *to)
            } else {
                leaves.contains(to) && from.is_none_or(|from| !leaves.contains(&from))
            }
        }
        (EventKind::MoodRise, Occur::Mood(Some(from), to)) => to > from,
        (EventKind::MoodFall, Occur::Mood(Some(from), to)) => to < from,
        (EventKind::Chose(label), Occur::Chose(chosen)) => label == chosen,
        (EventKind::EnterValue(form, field), Occur::EnterValue(f, i)) => (form, field) == (f, i),
        (EventKind::Submit(form), Occur::Submit(f)) | (EventKind::Complete(form), Occur::Complete(f)) => form == f,
        (EventKind::Changed(form, field), Occur::Changed(f, i)) => form == f && field.is_none_or(|field| field == *i),
        (EventKind::Enter(flow, step), Occur::Enter(f, s)) | (EventKind::Leave(flow, step), Occur::Leave(f, s)) => (flow, step) == (f, s),
        (EventKind::Do(action), Occur::Do(done, _)) => action == done,
        (EventKind::Transferred(done), Occur::Transferred(was)) => done == was,
        (EventKind::ReadBack(form), Occur::ReadBack(f)) => form == f,
        (EventKind::HandOver(role), Occur::HandOver(to)) => role.is_none_or(|r| r == *to),
        (EventKind::End(result), Occur::End(with)) => result.is_none() || result == with,
        (EventKind::NoReply, Occur::NoReply(_))
        | (EventKind::Backchannel, Occur::Backchannel(_))
        | (EventKind::CutIn, Occur::CutIn(..))
        | (EventKind::Gap, Occur::Gap(..))
        | (EventKind::Close, Occur::Close) => true,
        _ => return None,
    })
}

impl Machine {
    /// Whether the one who acts is the one a pattern names; what nobody does is anybody's. 话务员 is whoever is on the line, in the role
    /// that `acting` tells.
    pub(crate) fn is_by(&self, named: Option<&Actor>, who: Option<Who>, acting: impl FnOnce() -> Option<u32>) -> bool {
        let (Some(named), Some(who)) = (named, who) else { return true };
        match named {
            Actor::Customer => who == Who::Customer,
            Actor::Agent => matches!(who, Who::Agent | Who::Role(_)),
            Actor::Third => who == Who::Third,
            Actor::System => who == Who::System,
            Actor::Role(name) => match who {
                Who::Role(role) => self.role(name) == Some(role),
                Who::Agent => acting().is_some_and(|acting| self.role(name) == Some(acting)),
                Who::Customer | Who::Third | Who::System => false,
            },
        }
    }
}

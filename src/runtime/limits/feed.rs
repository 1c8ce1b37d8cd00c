//! What happens, as limits take it: after the machine has had it, in order of declaration.

use super::index::Of;
use super::state::{Invocation, Key};
use crate::program::{Expr, KeyedEvent};
use crate::runtime::eval::{Eval, Scope};
use crate::runtime::occur::Occur;
use crate::runtime::run::{Halt, Run};
use crate::runtime::state::NONE;
use crate::runtime::value::Val;

/// Of no thread in particular.
pub(crate) const ALL: u32 = u32::MAX;

/// Something that happened: of which thread, what.
pub(crate) type Happened = (u32, Occur);

/// The values of an event in hand: those of a declared one, those of an action.
pub(super) struct Hand<'a> {
    pub(super) vars: &'a [Val],
    pub(super) events: &'a [(u32, Vec<Val>)],
    pub(super) args: &'a [Val],
}

impl Run<'_> {
    /// Notes something of a thread for the limits; of no thread in particular where it has none.
    pub(crate) fn note_limits(&mut self, t: usize, what: &Occur) {
        if self.m.index.limits.any {
            let case = self.st.threads.get(t).map_or(ALL, |th| th.id);
            self.log.push_back((case, what.clone()));
        }
    }

    /// Limits take something.
    pub(crate) fn limits_take(&mut self, (case, what): &Happened) -> Result<(), Halt> {
        for of in self.m.index.limits.touched(what) {
            match of {
                Of::Deadline(i) => self.deadline_takes(i, *case, what)?,
                Of::Ladder(i) => self.ladder_takes(i, *case, what)?,
                Of::Schedule(i) => self.schedule_takes(i, *case, what)?,
                Of::Retain(i) => self.retain_takes(i, *case, what),
            }
        }
        self.look_for_jumps()
    }

    /// Evaluates something in the scope of an invocation, or of what stands outside any.
    pub(super) fn eval_limit<T>(&mut self, of: Invocation, hand: &Hand<'_>, f: impl FnOnce(&mut Eval<'_>) -> T) -> T {
        f(&mut self.st.eval(self.m, &mut self.fuel, &self.faults, |threads| {
            let thread = of.and_then(|(id, _)| threads.iter().find(|t| t.id == id));
            let frame = of.zip(thread).and_then(|((_, frame), t)| t.frames.get(frame as usize).map(|f| t.locals_of(f)));
            let vars = frame.unwrap_or(hand.vars);
            let events = if hand.events.is_empty() { thread.map_or(&[][..], |t| t.events.as_slice()) } else { hand.events };
            Scope { vars, args: hand.args, events, ..Scope::default() }
        }))
    }

    /// The key that an event carries for a limit, where the event is one of these; none for an event that does not carry it.
    pub(super) fn keyed(&mut self, list: &[KeyedEvent], of: Invocation, case: u32, what: &Occur) -> Option<Key> {
        let (id, owner) = of.unwrap_or((case, 0));
        let t = self.st.threads.iter().position(|t| t.id == id).unwrap_or(usize::MAX);
        for keyed in list {
            if !self.any_matches(t, owner, std::slice::from_ref(&keyed.event), what) {
                continue;
            }
            let Some(e) = &keyed.key else { return Some(Key::default()) };
            let val = if matches!(e, Expr::Case) {
                self.case_in_hand(of, case)
            } else {
                let hand = Hand { vars: &[], events: &in_hand(what), args: args_of(what) };
                self.eval_limit(of, &hand, |eval| eval.eval(e))
            };
            if val.is_known() {
                return Some(Key::of(self.m, val));
            }
        }
        None
    }

    /// The number of the case that something belongs to; of what belongs to none, that of the only one there is.
    fn case_in_hand(&self, of: Invocation, case: u32) -> Val {
        let id = of.map_or(case, |(id, _)| id);
        let mut open = self.st.threads.iter().filter(|t| !t.ended && t.aside.is_none());
        let only = open.next().map(|t| t.id).filter(|_| open.next().is_none());
        let id = if id == ALL { only } else { Some(id) };
        id.map_or(Val::Unknown, |id| crate::runtime::eval::whole(i64::from(id)))
    }

    /// Where a limit lives that stands in a flow: the innermost invocation of it in each thread that something is for.
    pub(super) fn invocations(&self, flow: Option<u32>, case: u32) -> Vec<Invocation> {
        let Some(flow) = flow else { return vec![None] };
        let threads = self.st.threads.iter().filter(|t| case == ALL || t.id == case);
        let inner = threads.filter_map(|t| {
            let at = t.frames.iter().rposition(|f| f.handler == NONE && self.m.step(f.step).is_some_and(|(f, _)| f == flow))?;
            Some(Some((t.id, at as u32)))
        });
        inner.collect()
    }
}

/// The declared event in hand, as the latest of its sort.
pub(super) fn in_hand(what: &Occur) -> Vec<(u32, Vec<Val>)> {
    match what {
        Occur::Declared(event, args, _) => vec![(*event, args.clone())],
        _ => Vec::new(),
    }
}

/// The arguments of the action in hand.
pub(super) fn args_of(what: &Occur) -> &[Val] {
    match what {
        Occur::Do(_, args) => args,
        _ => &[],
    }
}

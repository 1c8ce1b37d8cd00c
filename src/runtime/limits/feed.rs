//! What happens, as limits take it: after the machine has had it, in order of declaration.

use super::index::Of;
use super::state::{Invocation, Key};
use crate::program::{Expr, KeyedEvent, Line};
use crate::runtime::eval::{Eval, Scope, whole};
use crate::runtime::observe::{ALL, Note};
use crate::runtime::occur::Occur;
use crate::runtime::run::{Halt, Run};
use crate::runtime::state::NONE;
use crate::runtime::value::Val;

/// The values of an event in hand: those of a declared one, those of an action.
pub(super) struct Hand<'a> {
    pub(super) vars: &'a [Val],
    pub(super) events: &'a [(u32, Vec<Val>)],
    pub(super) args: &'a [Val],
}

impl Run<'_> {
    /// Limits take something; of those outside a flow the ones whose time line the session keeps.
    pub(crate) fn limits_take(&mut self, happened: &Note) -> Result<(), Halt> {
        for of in self.m.index.limits.touched(&happened.what) {
            if !self.keeps(of) {
                continue;
            }
            match of {
                Of::Deadline(i) => self.deadline_takes(i, happened)?,
                Of::Ladder(i) => self.ladder_takes(i, happened)?,
                Of::Schedule(i) => self.schedule_takes(i, happened)?,
                Of::Retain(i) => self.retain_takes(i, happened),
            }
        }
        if matches!(happened.what, Occur::Close) {
            self.close_case_limits(happened);
        }
        self.look_for_jumps()
    }

    /// Whether the session keeps the line on which a limit lives. A ladder lives where it was started.
    fn keeps(&self, of: Of) -> bool {
        let line = match of {
            Of::Deadline(i) => match self.m.program.deadlines.get(i as usize) {
                Some(d) if d.flow.is_none() => d.line,
                _ => return true,
            },
            Of::Ladder(_) => return true,
            Of::Schedule(_) | Of::Retain(_) => Line::Organisation,
        };
        self.st.core.keeps(line)
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

    /// The keys that an event carries for a limit, where the event is one of these; none for an event that does not carry it. What
    /// happens on a call's line is of every case of the call.
    pub(super) fn keyed(&mut self, list: &[KeyedEvent], of: Invocation, happened: &Note) -> Vec<Key> {
        let (id, owner) = of.unwrap_or((happened.case, 0));
        let t = self.st.threads.iter().position(|t| t.id == id).unwrap_or(usize::MAX);
        for keyed in list {
            if !self.any_matches(t, owner, std::slice::from_ref(&keyed.event), &happened.what) {
                continue;
            }
            let Some(e) = &keyed.key else { return vec![Key::default()] };
            if matches!(e, Expr::Case) {
                let cases = match of {
                    Some((id, _)) => vec![id],
                    None => {
                        happened.scene.as_ref().map_or_else(|| self.st.cases_of(self.m, happened.case, &happened.what), |s| s.cases.clone())
                    }
                };
                return cases.into_iter().map(|case| Key::of(self.m, whole(i64::from(case)))).collect();
            }
            let hand = Hand { vars: &[], events: &in_hand(&happened.what), args: args_of(&happened.what) };
            let val = self.eval_limit(of, &hand, |eval| eval.eval(e));
            if val.is_known() {
                return vec![Key::of(self.m, val)];
            }
        }
        Vec::new()
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

//! 不得 在 W, 只能 在 W: whether each way to what is done asks for W first, or is a limit that 顺延 has moved out of it. Dates and times of
//! day are too many to be tried; that nothing happens between the question and the deed is read off the program.

use crate::program::{CalendarSet, EventKind, Expr, Op, Otherwise, Pattern, Pc, Program, Shift, StretchRef, Test};
use std::collections::{BTreeMap, BTreeSet};

/// What must hold of the present instant: that it lies in a set of a calendar, or that it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    calendar: u32,
    set: CalendarSet,
    inside: bool,
}

/// Whether every sentence of a rule holds because whatever does it has asked for the hours at the same instant.
pub(super) fn guarded(p: &Program, rule: u32) -> bool {
    let sentences = p.rules.get(rule as usize).map_or(&[][..], |r| &r.sentences);
    !sentences.is_empty() && sentences.iter().all(|s| holds(p, &s.pattern))
}

fn holds(p: &Program, pattern: &Pattern) -> bool {
    let Pattern::Only(on, StretchRef::Calendar(calendar, set), never) = pattern else { return false };
    // The zone of a called number is not known before the call.
    if p.calendars.get(*calendar as usize).is_none_or(|c| c.reckon(None).is_err()) {
        return false;
    }
    let done: Option<BTreeSet<u32>> =
        on.on.iter().map(|k| if let EventKind::Do(action) = k.event.kind { Some(action) } else { None }).collect();
    let Some(done) = done else { return false };
    let remedies = p.rules.iter().flat_map(|r| &r.sentences).flat_map(|s| &s.otherwise);
    let mut remedies = remedies.filter_map(|o| if let Otherwise::Do(action, _) = o { Some(action) } else { None });
    if remedies.any(|action| done.contains(action)) {
        return false;
    }
    let known = known(p, Wanted { calendar: *calendar, set: *set, inside: !never });
    let does = |op: &Op| matches!(op, Op::Do(action) if done.contains(&action.action));
    p.code.iter().enumerate().filter(|(_, op)| does(op)).all(|(pc, _)| known.contains(&(pc as Pc)))
}

/// Operations before which it is known, on every way to them, that it holds at that instant. What nothing leads to is begun by something
/// that asks for nothing.
fn known(p: &Program, wanted: Wanted) -> BTreeSet<Pc> {
    let begun = begun(p);
    let mut into: BTreeMap<Pc, Vec<(Pc, Edge)>> = BTreeMap::new();
    for (pc, op) in p.code.iter().enumerate() {
        let pc = pc as Pc;
        edges(p, wanted, pc, op, &mut |to, edge| into.entry(to).or_default().push((pc, edge)));
    }
    let mut known: BTreeSet<Pc> = into.keys().copied().filter(|pc| !begun.contains(pc)).collect();
    loop {
        let holds = |(from, edge): &(Pc, Edge)| match edge {
            Edge::Asked => true,
            Edge::Same => known.contains(from),
            Edge::Later => false,
        };
        let left: BTreeSet<Pc> = known.iter().copied().filter(|pc| into.get(pc).is_some_and(|all| all.iter().all(holds))).collect();
        if left == known {
            return known;
        }
        known = left;
    }
}

/// How one operation follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// What is wanted holds here, whatever was known before.
    Asked,
    /// At the same instant.
    Same,
    /// Time may have passed.
    Later,
}

fn edges(p: &Program, wanted: Wanted, pc: Pc, op: &Op, f: &mut dyn FnMut(Pc, Edge)) {
    let after = pc.saturating_add(1);
    match op {
        Op::Unless(cond, target) => {
            let edge = |truth| if implies(cond, truth, wanted) { Edge::Asked } else { Edge::Same };
            f(after, edge(true));
            f(*target, edge(false));
        }
        Op::Wait(wait) => {
            let moved = op.limit().is_some_and(|l| {
                let counts = l.calendar.or(p.calendar) == Some(wanted.calendar) && l.shift == Some(Shift::Postpone);
                counts && wanted.set == CalendarSet::Rest && !wanted.inside
            });
            // Only a limit of a case is moved.
            let moved = moved && !of_call(p, pc);
            wait.timeout.into_iter().for_each(|to| f(to, if moved { Edge::Asked } else { Edge::Later }));
            f(wait.then, Edge::Later);
            wait.arms.iter().for_each(|arm| f(arm.body, Edge::Later));
        }
        Op::Say(_)
        | Op::Tip(_)
        | Op::ReadBack(..)
        | Op::Set(..)
        | Op::Climb(..)
        | Op::OpenCase(..)
        | Op::Branch(_)
        | Op::Jump(_)
        | Op::Continue(_) => op.next(pc, |to| f(to, Edge::Same)),
        Op::Do(action) if action.into.is_none() && action.limit.is_none() => f(after, Edge::Same),
        _ => op.next(pc, |to| f(to, Edge::Later)),
    }
}

/// Whether a condition that comes out so says that what is wanted holds.
fn implies(cond: &Expr, truth: bool, wanted: Wanted) -> bool {
    match cond {
        Expr::Test(subject, test) => match (&**subject, &**test) {
            (Expr::Now, Test::InCalendar(calendar, set)) => *calendar == wanted.calendar && *set == wanted.set && truth == wanted.inside,
            _ => false,
        },
        Expr::Not(inner) => implies(inner, !truth, wanted),
        Expr::And(all) => truth && all.iter().any(|e| implies(e, true, wanted)),
        Expr::Or(any) => !truth && any.iter().any(|e| implies(e, false, wanted)),
        _ => false,
    }
}

/// Where something else than the operation before leads: steps, handlers, options, and what limits and 周期 do.
fn begun(p: &Program) -> BTreeSet<Pc> {
    let flows = p.flows.iter().flat_map(|flow| {
        let handlers = flow.handlers.iter().chain(flow.steps.iter().flat_map(|s| &s.handlers)).map(|h| h.body);
        let options = flow.options.iter().chain(flow.steps.iter().flat_map(|s| &s.options)).map(|o| o.body);
        flow.steps.iter().map(|s| s.entry).chain(handlers).chain(options).collect::<Vec<Pc>>()
    });
    let limits = p.deadlines.iter().flat_map(|d| d.bodies().collect::<Vec<Pc>>()).chain(p.ladders.iter().map(|l| l.top));
    flows.chain(limits).chain(p.schedules.iter().filter_map(|s| s.missed)).collect()
}

/// Whether an operation may be one of a flow that is no case.
pub(super) fn of_call(p: &Program, pc: Pc) -> bool {
    let calls = p.flows.iter().filter(|f| !f.case).flat_map(|flow| {
        let handlers = flow.handlers.iter().chain(flow.steps.iter().flat_map(|s| &s.handlers)).map(|h| h.body);
        let options = flow.options.iter().chain(flow.steps.iter().flat_map(|s| &s.options)).map(|o| o.body);
        flow.steps.iter().map(|s| s.entry).chain(handlers).chain(options).collect::<Vec<Pc>>()
    });
    let mut todo: Vec<Pc> = calls.collect();
    let mut seen = BTreeSet::new();
    while let Some(at) = todo.pop() {
        if at == pc {
            return true;
        }
        if let Some(op) = p.code.get(at as usize).filter(|_| seen.insert(at)) {
            op.next(at, |to| todo.push(to));
        }
    }
    false
}

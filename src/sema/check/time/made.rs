//! Who makes the events that a 期限 names: whether all of them come of one flow, and which of its statements they come of.

use crate::sema::check::paths::{LinkKind, Links};
use crate::sema::model::{
    Anytime, Event, EventAtom, EventKind, Flow, FlowId, Key, Label, LadderId, Model, Opt, Remedy, Stmt, StmtKind, each_stmt, remedies,
};

/// What a machine does at one point.
pub(super) enum Point<'m> {
    Enter(usize),
    Leave(usize),
    At(&'m StmtKind),
    Chose(&'m Label),
    /// The host tells one of these, and the flow takes it.
    Came(&'m Event),
}

/// The flow in which everything about a 期限 without a flow of its own happens within one invocation: the one that is entered, or, where
/// that is a case, the one that opens it.
pub(super) fn flow_of(model: &Model, key: &Key, atoms: &[&EventAtom]) -> Option<FlowId> {
    let entered = atoms.iter().find_map(|atom| match atom.kind {
        EventKind::Enter(flow, _) | EventKind::Leave(flow, _) => Some(flow),
        _ => None,
    });
    let flow = entered.or_else(|| climber(model, atoms))?;
    let case = model.flows.get(flow.index()).is_some_and(|f| f.case);
    let links = Links::of(model);
    let once = |flow: FlowId| !links.all.iter().any(|l| l.to == flow && l.kind != LinkKind::Open);
    match key {
        Key::Case => case.then_some(flow),
        Key::None if case => opener(model, flow).filter(|from| once(*from)),
        Key::None => once(flow).then_some(flow),
        Key::Period | Key::Named(_) => None,
    }
}

/// The one flow that starts the ladder of which a role that is named is handed something.
fn climber(model: &Model, atoms: &[&EventAtom]) -> Option<FlowId> {
    let role = atoms.iter().find_map(|atom| if let EventKind::HandTo(role) = atom.kind { Some(role) } else { None })?;
    let climbs = |f: &Flow| {
        let mut found = false;
        f.each_stmt(&mut |stmt| {
            found |= matches!(stmt.kind, StmtKind::Escalate { ladder, .. } if rung(model, ladder, &EventKind::HandTo(role)).is_some())
        });
        found
    };
    let mut all = model.flows.iter().enumerate().filter(|(_, f)| climbs(f)).map(|(i, _)| FlowId(i as u32));
    all.next().filter(|_| all.next().is_none())
}

/// The one flow, no case itself, that alone opens a case.
fn opener(model: &Model, case: FlowId) -> Option<FlowId> {
    let links = Links::of(model);
    let mut to = links.all.iter().filter(|l| l.to == case);
    let first = to.next().filter(|l| l.kind == LinkKind::Open)?.from;
    let whole = to.all(|l| l.kind == LinkKind::Open && l.from == first);
    (whole && model.flows.get(first.index()).is_some_and(|f| !f.case)).then_some(first)
}

/// Whether an event is made by statements, options and waits of this flow alone, or by the cases and ladders that it alone starts.
pub(super) fn only_in(model: &Model, flow: FlowId, kind: &EventKind) -> bool {
    let made = |stmt: &Stmt| at_once(model, kind, &stmt.kind) || in_time(model, kind, &stmt.kind);
    let elsewhere = || {
        let mut found = false;
        for (f, other) in model.flows.iter().enumerate() {
            let mut look = |stmt: &Stmt| found |= made(stmt);
            if f != flow.index() {
                other.each_stmt(&mut look);
            } else {
                other.limits.iter().for_each(|a| each_stmt(&a.body, &mut look));
            }
        }
        model.loose_bodies().for_each(|arm| each_stmt(&arm.body, &mut |stmt| found |= made(stmt)));
        let by_rule = remedies(model).any(|r| match (r, kind) {
            (Remedy::Do(a, ..), EventKind::Do(action)) => a == action,
            (Remedy::Escalate(ladder, _), EventKind::HandTo(_)) => rung(model, *ladder, kind).is_some(),
            _ => false,
        });
        found || by_rule
    };
    match kind {
        EventKind::Enter(f, _) | EventKind::Leave(f, _) => *f == flow || opener(model, *f) == Some(flow),
        EventKind::Do(_) | EventKind::Submit(_) | EventKind::End(Some(_)) | EventKind::HandTo(_) => !elsewhere(),
        EventKind::Declared(..) => {
            let mut takers = model.flows.iter().enumerate().filter(|(_, f)| takes(f, kind)).map(|(f, _)| f);
            takers.next() == Some(flow.index()) && takers.next().is_none()
        }
        EventKind::Chose(label) => {
            let has = |o: &Opt| o.label == *label;
            let others = model.flows.iter().enumerate().filter(|(f, _)| *f != flow.index());
            !others.into_iter().any(|(_, f)| f.steps.iter().flat_map(|s| &s.options).chain(f.anytime.iter().filter_map(option)).any(has))
        }
        _ => false,
    }
}

/// An option at any time.
pub(super) fn option(anytime: &Anytime) -> Option<&Opt> {
    if let Anytime::Option(option) = anytime { Some(option) } else { None }
}

/// Whether a pattern is for what is done.
pub(super) fn is(model: &Model, flow: FlowId, kind: &EventKind, what: &Point<'_>) -> bool {
    match (kind, what) {
        (EventKind::Enter(f, step), Point::Enter(at)) | (EventKind::Leave(f, step), Point::Leave(at)) => *f == flow && step.index() == *at,
        (EventKind::Chose(label), Point::Chose(chosen)) => label == *chosen,
        (_, Point::At(stmt)) => at_once(model, kind, stmt),
        (_, Point::Came(on)) => on.atoms.iter().any(|atom| tells(&atom.kind, kind)),
        _ => false,
    }
}

/// Whether a statement makes an event as it is reached.
fn at_once(model: &Model, kind: &EventKind, stmt: &StmtKind) -> bool {
    match (kind, stmt) {
        (EventKind::Do(action), StmtKind::Do { action: done, .. }) => action == done,
        (EventKind::Submit(form), StmtKind::Fill { form: filled, .. }) => form == filled,
        (EventKind::End(Some(name)), StmtKind::End(result)) => name == result,
        // A case is in its first step as soon as it is opened, a ladder on its first rung.
        (EventKind::Enter(f, step), StmtKind::OpenCase { flow, .. }) => f == flow && step.index() == 0,
        (EventKind::HandTo(_), StmtKind::Escalate { ladder, .. }) => rung(model, *ladder, kind) == Some(0),
        _ => false,
    }
}

/// Whether what a statement sets going makes an event at some time behind it.
pub(super) fn in_time(model: &Model, kind: &EventKind, stmt: &StmtKind) -> bool {
    match (kind, stmt) {
        (EventKind::Enter(f, _) | EventKind::Leave(f, _), StmtKind::OpenCase { flow, .. }) => f == flow && !at_once(model, kind, stmt),
        (EventKind::HandTo(_), StmtKind::Escalate { ladder, .. }) => rung(model, *ladder, kind).is_some_and(|n| n > 0),
        _ => false,
    }
}

/// Whether somebody starts a ladder.
pub(super) fn starts(model: &Model, ladder: LadderId) -> bool {
    let mut found = false;
    let mut look = |stmt: &Stmt| found |= matches!(stmt.kind, StmtKind::Escalate { ladder: l, .. } if l == ladder);
    model.flows.iter().for_each(|f| f.each_stmt(&mut look));
    model.loose_bodies().for_each(|arm| each_stmt(&arm.body, &mut look));
    found || remedies(model).any(|r| matches!(r, Remedy::Escalate(l, _) if *l == ladder))
}

/// The rung of a ladder at which a role is handed something; one that may be left out, or that is reached in several ways, comes in time.
fn rung(model: &Model, ladder: LadderId, kind: &EventKind) -> Option<usize> {
    let EventKind::HandTo(role) = kind else { return None };
    let rungs = &model.ladders.get(ladder.index())?.rungs;
    let at = rungs.iter().position(|r| r.role == Some(*role))?;
    Some(if rungs.first().is_some_and(|r| r.optional) { at.max(1) } else { at })
}

/// Whether a flow waits for what a host tells.
fn takes(flow: &Flow, kind: &EventKind) -> bool {
    let on = |event: &Event| event.atoms.iter().any(|atom| tells(&atom.kind, kind));
    let mut found = flow.steps.iter().flat_map(|s| &s.whens).any(|w| on(&w.on));
    found |= flow.anytime.iter().any(|a| matches!(a, Anytime::When(when) if on(&when.on)));
    flow.each_stmt(&mut |stmt| {
        if let StmtKind::Wait(wait) = &stmt.kind {
            found |= wait.on.iter().chain(wait.whens.iter().map(|w| &w.on)).any(on);
        }
    });
    found
}

/// Whether a flow that takes the one has been told the other.
fn tells(taken: &EventKind, wanted: &EventKind) -> bool {
    match (taken, wanted) {
        (EventKind::Declared(event, _), EventKind::Declared(of, args)) => event == of && args.iter().all(Option::is_none),
        _ => false,
    }
}

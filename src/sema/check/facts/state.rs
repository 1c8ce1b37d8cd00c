//! Everything that holds at one point of a flow.

use super::clause::{Clause, Clauses};
use super::effects::Changes;
use super::mentions::Shapes;
use super::path::{Path, Root};
use super::record::RecordFacts;
use crate::sema::check::domain::Points;
use crate::sema::model::{FieldId, FormId, VarId};
use std::sync::Arc;

/// A state that many points share until one of them changes it.
pub(crate) type Shared = Arc<State>;

/// Everything that holds at one point of a flow, whatever way led there.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// Variables that hold a value.
    pub(crate) vars: Points,
    /// Other values that may be absent and are not.
    pub(crate) others: Vec<Path>,
    /// What is known of records.
    pub(crate) records: Vec<(Path, RecordFacts)>,
    /// Conditions that hold.
    pub(crate) holds: Clauses,
    /// Actions that the customer agreed to.
    pub(crate) consents: Points,
    /// 视为 本人
    pub(crate) identified: bool,
    /// Events that were taken.
    pub(crate) events: Points,
    /// Cases that were opened in this invocation.
    pub(crate) opened: Points,
    /// Limits that some way has begun: of these alone, what either way holds counts.
    pub(crate) begun: Points,
    /// Roles that some way has acted in on the line, as far as they exclude another; behind the last role, that it is no call. As with
    /// limits, what either way holds counts.
    pub(crate) acted: Points,
    /// What is given back holds a value.
    pub(crate) result: bool,
}

impl State {
    /// Keeps what holds on both ways; true if something was lost. `plainly` is that of the conditions that hold.
    pub(crate) fn keep(&mut self, shapes: &Shapes<'_>, other: &Self, plainly: bool) -> bool {
        let mut lost = false;
        for (mine, theirs) in [
            (&mut self.vars, &other.vars),
            (&mut self.consents, &other.consents),
            (&mut self.events, &other.events),
            (&mut self.opened, &other.opened),
        ] {
            if mine.exceeds(theirs) {
                mine.keep(theirs);
                lost = true;
            }
        }
        for (mine, theirs) in [(&mut self.identified, other.identified), (&mut self.result, other.result)] {
            lost |= *mine && !theirs;
            *mine &= theirs;
        }
        for (mine, theirs) in [(&mut self.begun, &other.begun), (&mut self.acted, &other.acted)] {
            if theirs.exceeds(mine) {
                mine.add(theirs);
                lost = true;
            }
        }
        if self.others.iter().any(|p| other.others.binary_search(p).is_err()) {
            self.others.retain(|p| other.others.binary_search(p).is_ok());
            lost = true;
        }
        lost |= self.keep_records(shapes, other);
        lost |= self.holds.keep(&other.holds, plainly);
        lost
    }

    fn keep_records(&mut self, shapes: &Shapes<'_>, other: &Self) -> bool {
        let mut lost = false;
        // A record inside another one is as good as that one says, so what only the other way tells apart is told apart first.
        for (path, theirs) in &other.records {
            if self.records.binary_search_by(|(p, _)| p.cmp(path)).is_err() {
                let mine = self.record(shapes, path, theirs.form);
                self.put(path.clone(), mine);
            }
        }
        for (path, mine) in &mut self.records {
            lost |= mine.keep(&other.record(shapes, path, mine.form));
        }
        lost
    }

    /// What is known of a record.
    pub(crate) fn record(&self, shapes: &Shapes<'_>, path: &Path, form: FormId) -> RecordFacts {
        if let Ok(at) = self.records.binary_search_by(|(p, _)| p.cmp(path))
            && let Some((_, facts)) = self.records.get(at)
        {
            return facts.clone();
        }
        let whole = match path.parent() {
            Some(parent) => path.fields.last().is_some_and(|(form, _)| self.record(shapes, &parent, *form).whole),
            None => matches!(path.root, Root::Param(_) | Root::Event(..)),
        };
        if whole { shapes.host(form) } else { RecordFacts::none(form) }
    }

    /// Sets what is known of a record.
    pub(crate) fn put(&mut self, path: Path, facts: RecordFacts) {
        match self.records.binary_search_by(|(p, _)| p.cmp(&path)) {
            Ok(at) => {
                if let Some((_, slot)) = self.records.get_mut(at) {
                    *slot = facts;
                }
            }
            Err(at) => self.records.insert(at, (path, facts)),
        }
    }

    /// Changes what is known of a record.
    pub(crate) fn change(&mut self, shapes: &Shapes<'_>, path: &Path, form: FormId, change: impl FnOnce(&mut RecordFacts)) {
        let mut facts = self.record(shapes, path, form);
        change(&mut facts);
        self.put(path.clone(), facts);
    }

    /// Notes that a value which may be absent is there.
    pub(crate) fn note(&mut self, path: Path) {
        if let Err(at) = self.others.binary_search(&path) {
            self.others.insert(at, path);
        }
    }

    /// A variable gets another value: nothing that was known of the old one holds.
    pub(crate) fn renew(&mut self, var: VarId) {
        self.vars.take(var.index());
        self.records.retain(|(p, _)| p.root != Root::Var(var));
        self.holds.forget(|m| m.vars.contains(&var));
    }

    /// A field of some record of the form gets another value.
    pub(crate) fn renew_field(&mut self, shapes: &Shapes<'_>, form: FormId, field: FieldId) {
        self.holds.forget(|m| m.fields.contains(&(form, field)));
        self.records.retain(|(p, _)| !p.fields.contains(&(form, field)));
        for (_, facts) in self.records.iter_mut().filter(|(_, r)| r.form == form) {
            facts.confirmed = false;
            shapes.hang_on(form, field).iter().for_each(|f| facts.submitted.take(f.index()));
        }
    }

    /// An event is taken: its latest arguments are others now.
    pub(crate) fn renew_event(&mut self, event: crate::sema::model::EventId) {
        self.holds.forget(|m| m.events.contains(&event));
        let of_event = |root: Root| matches!(root, Root::Event(e, _) if e == event);
        self.others.retain(|p| !of_event(p.root));
        self.records.retain(|(p, _)| !of_event(p.root));
    }

    /// Adds a condition that holds.
    pub(crate) fn add(&mut self, clause: Clause) {
        self.holds.add(Arc::new(clause));
    }
}

/// Time passes, and what may break into the wait does.
pub(crate) fn pass(shapes: &Shapes<'_>, state: &mut Shared, changes: Option<&Changes>) {
    if state.holds.any(super::mentions::Mentions::passes) {
        Arc::make_mut(state).holds.forget(super::mentions::Mentions::passes);
    }
    if let Some(changes) = changes {
        change(shapes, state, changes);
    }
}

/// Something else ran: what it changes is no longer known to be as it was.
pub(crate) fn change(shapes: &Shapes<'_>, state: &mut Shared, changes: &Changes) {
    let touched = |s: &State| {
        changes.consents.meets(&s.consents)
            || changes.vars.iter().any(|v| s.holds.any(|m| m.vars.contains(&VarId(v as u32))))
            || changes.events.iter().any(|e| s.holds.any(|m| m.events.iter().any(|x| x.index() == e)))
            || changes.fields.iter().any(|f| s.holds.any(|m| m.fields.contains(f)) || s.records.iter().any(|(_, r)| r.form == f.0))
    };
    if !touched(state) {
        return;
    }
    let state = Arc::make_mut(state);
    state.consents.remove(&changes.consents);
    for (form, field) in &changes.fields {
        state.renew_field(shapes, *form, *field);
    }
    changes.events.iter().for_each(|e| state.renew_event(crate::sema::model::EventId(e as u32)));
    // A variable that is set anew still holds a value.
    state.holds.forget(|m| m.vars.iter().any(|v| changes.vars.has(v.index())));
}

/// What holds on either of two ways.
pub(crate) fn join(shapes: &Shapes<'_>, a: Option<Shared>, b: Option<Shared>) -> Option<Shared> {
    match (a, b) {
        (Some(a), Some(b)) if Arc::ptr_eq(&a, &b) => Some(a),
        (Some(mut a), Some(b)) => {
            Arc::make_mut(&mut a).keep(shapes, &b, false);
            Some(a)
        }
        (one, other) => one.or(other),
    }
}

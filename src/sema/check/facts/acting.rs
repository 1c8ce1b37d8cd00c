//! Who acts in each step of a call. Whoever is on the line does so to the end, unless he puts the call through.

use super::solve::roots;
use crate::sema::check::domain::Points;
use crate::sema::model::{AGENT, Event, EventKind, Flow, FlowId, Kinds, Model, RoleId, Step};

/// What of this can matter: roles that exclude each other.
#[derive(Debug, Default)]
pub(crate) struct Acting {
    /// Of each role, those that exclude it; empty where none does.
    excluded: Vec<Points>,
    /// Flows in which nobody has acted before.
    first: Points,
}

impl Acting {
    /// Looks through the roles.
    pub(crate) fn of(model: &Model) -> Self {
        let mut excluded = vec![Points::default(); model.roles.len()];
        for (i, role) in model.roles.iter().enumerate() {
            for other in &role.exclusive {
                for (one, another) in [(i, other.index()), (other.index(), i)] {
                    excluded.get_mut(one).into_iter().for_each(|e| e.insert(another));
                }
            }
        }
        let first =
            if excluded.iter().all(Points::is_empty) { Points::default() } else { roots(model).iter().map(|f| f.index()).collect() };
        Self { excluded, first }
    }

    /// The roles that one person may not act in who acts in this one.
    pub(crate) fn excluded(&self, role: RoleId) -> Option<&Points> {
        self.excluded.get(role.index()).filter(|e| !e.is_empty())
    }

    /// The role that a step is done in, where it excludes another: its own, its flow's, else that of whoever takes the call, if the step
    /// has anything to do for him.
    pub(crate) fn in_step(&self, id: FlowId, flow: &Flow, step: &Step) -> Option<RoleId> {
        let busy = step.holds.meets(Kinds::SPOKEN.or(Kinds::READ_BACK).or(Kinds::DO)) || !step.options.is_empty();
        let role = step.by.or(flow.by).or_else(|| (busy && self.first.has(id.index())).then_some(AGENT));
        role.filter(|r| self.excluded(*r).is_some())
    }

    /// What is noted of a case: several people may act in it.
    pub(crate) fn of_case(&self) -> Points {
        if self.first.is_empty() { Points::default() } else { Points::one(self.excluded.len()) }
    }

    /// Whether this is noted.
    pub(crate) fn is_case(&self, acted: &Points) -> bool {
        acted.has(self.excluded.len())
    }

    /// Whether somebody else is on the line once this has happened.
    pub(crate) fn hands_over(&self, on: &Event) -> bool {
        on.atoms.iter().any(|a| matches!(a.kind, EventKind::Transfer(_) | EventKind::Transferred(_) | EventKind::HandTo(_)))
    }

    /// Nobody who is on the line now has acted before.
    pub(crate) fn somebody_else(&self, acted: &mut Points) {
        *acted = if self.is_case(acted) { self.of_case() } else { Points::default() };
    }
}

//! What holds wherever a path may come from: values that are known, conditions that were tested, records that were confirmed, what the
//! customer agreed to, who he is, which cases were opened.
//!
//! One forward analysis over the steps and handlers of all flows, to a fixed point. What holds at a step is what holds on every way in;
//! a flow begins with what all its callers have in common, and comes back with what it did not change and what holds at each of its ends.
//! Where something is not proved, the single ways are followed to find the shortest one on which it is wrong ([`way`]).

mod acting;
mod assign;
mod assume;
mod call;
mod clause;
mod effects;
mod look;
mod mentions;
mod nodes;
mod path;
mod prove;
mod record;
mod replace;
mod solve;
mod starts;
mod state;
mod trace;
mod walk;
mod way;

pub(crate) use assume::assume;
pub(crate) use clause::of_condition;
pub(crate) use effects::shown;
pub(crate) use look::Look;
pub(crate) use nodes::Node;
pub(crate) use prove::{about, known_within, subjects};
pub(crate) use replace::{test_on, with_args};
pub(crate) use state::Shared;
pub(crate) use trace::{Trace, Traces};
pub(crate) use way::{How, Way};

use crate::sema::model::{FlowId, Model};
use mentions::Shapes;
use nodes::Nodes;

/// What holds at each step of a model.
#[derive(Debug)]
pub(crate) struct Facts<'m> {
    /// The declarations.
    pub(crate) shapes: Shapes<'m>,
    /// Where steps and handlers are.
    pub(crate) nodes: Nodes,
    /// What holds where each begins; nothing for one that no way reaches.
    entries: Vec<Option<Shared>>,
    /// What holds where each flow comes back.
    exits: Vec<Option<Shared>>,
    /// The flows that a call or case may begin with.
    roots: Vec<FlowId>,
}

impl<'m> Facts<'m> {
    /// Nothing holds.
    pub(crate) fn empty(&self) -> Shared {
        Shared::default()
    }

    /// What holds where a step or handler begins; nothing for one that no way reaches.
    pub(crate) fn entry(&self, node: usize) -> Option<&Shared> {
        self.entries.get(node)?.as_ref()
    }

    /// Finds out.
    pub(crate) fn of(model: &'m Model) -> Self {
        solve::solve(model)
    }
}

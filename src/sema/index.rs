//! Names inside things: leaves of a 分类, fields of a 登记表, steps of a 流程, found without a search.

use super::hash::Map;
use super::model::{FieldId, FlowId, FormId, LeafId, Model, StepId, TaxonomyId};
use super::names::duplicate;
use super::scope::{Item, Symbol};
use crate::base::{Diagnostic, Span};
use crate::syntax::ast::DeclKind;
use smol_str::SmolStr;

/// What a name inside a 分类 stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Node {
    /// A leaf.
    Leaf(LeafId),
    /// An inner node, by its place in the list of nodes.
    Inner(usize),
}

/// The tables.
#[derive(Debug, Default)]
pub(crate) struct Index {
    taxonomies: Vec<Map<SmolStr, Node>>,
    forms: Vec<Map<SmolStr, FieldId>>,
    flows: Vec<Map<SmolStr, StepId>>,
    /// Flows and steps that have a step of a name, in order.
    steps: Map<SmolStr, Vec<(FlowId, StepId)>>,
    /// The 分类 with a name that have a leaf of a name or alias, in order.
    leaves: Map<SmolStr, Vec<(TaxonomyId, LeafId)>>,
}

impl Index {
    /// Reads the names of everything that the shells hold. Steps come from the trees, for flows are read last.
    pub(crate) fn new(model: &Model, items: &[Item<'_>], out: &mut Vec<Diagnostic>) -> Self {
        let mut index = Self::default();
        for (at, t) in model.taxonomies.iter().enumerate() {
            if !t.name.is_empty() {
                for (i, leaf) in t.leaves.iter().enumerate() {
                    for name in std::iter::once(&leaf.name).chain(&leaf.aliases) {
                        index.leaves.entry(name.clone()).or_default().push((TaxonomyId(at as u32), LeafId(i as u32)));
                    }
                }
            }
            let leaves = t.leaves.iter().enumerate().flat_map(|(i, leaf)| {
                let node = Node::Leaf(LeafId(i as u32));
                std::iter::once(&leaf.name).chain(&leaf.aliases).map(move |n| (n.clone(), node))
            });
            let nodes = t.nodes.iter().enumerate().map(|(i, (name, _))| (name.clone(), Node::Inner(i)));
            let mut names = Map::default();
            for (name, node) in leaves.chain(nodes) {
                names.entry(name).or_insert(node);
            }
            index.taxonomies.push(names);
        }
        for form in &model.forms {
            let mut names = Map::default();
            for (i, field) in form.fields.iter().enumerate() {
                for name in std::iter::once(&field.name).chain(&field.aliases) {
                    names.entry(name.clone()).or_insert(FieldId(i as u32));
                }
            }
            index.forms.push(names);
        }
        index.flows.resize_with(model.flows.len(), Map::default);
        for item in items {
            let (Symbol::Flow(id), DeclKind::Flow(flow)) = (item.symbol, &item.decl.kind) else { continue };
            let Some(names) = index.flows.get_mut(id.index()) else { continue };
            let mut places: Vec<Span> = Vec::new();
            for (i, step) in flow.steps.iter().enumerate() {
                places.push(step.name.span);
                let step_id = StepId(i as u32);
                if let Some(first) = names.get(&step.name.text) {
                    let first: &StepId = first;
                    let place = places.get(first.index()).copied().unwrap_or(step.name.span);
                    out.push(duplicate(&step.name.text, step.name.span, place, false));
                    continue;
                }
                names.insert(step.name.text.clone(), step_id);
                index.steps.entry(step.name.text.clone()).or_default().push((id, step_id));
            }
        }
        index
    }

    /// A leaf or inner node.
    pub(crate) fn node(&self, taxonomy: TaxonomyId, name: &str) -> Option<Node> {
        self.taxonomies.get(taxonomy.index())?.get(name).copied()
    }

    /// A field.
    pub(crate) fn field(&self, form: FormId, name: &str) -> Option<FieldId> {
        self.forms.get(form.index())?.get(name).copied()
    }

    /// A step of a flow.
    pub(crate) fn step(&self, flow: FlowId, name: &str) -> Option<StepId> {
        self.flows.get(flow.index())?.get(name).copied()
    }

    /// The names of a flow's steps, in order.
    pub(crate) fn steps_of(&self, flow: FlowId) -> Vec<&str> {
        let Some(names) = self.flows.get(flow.index()) else { return Vec::new() };
        let mut names: Vec<(&StepId, &str)> = names.iter().map(|(n, id)| (id, n.as_str())).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, n)| n).collect()
    }

    /// The steps of this name in all flows.
    pub(crate) fn steps(&self, name: &str) -> &[(FlowId, StepId)] {
        self.steps.get(name).map_or(&[], Vec::as_slice)
    }

    /// The leaves of this name or alias in all 分类 that have a name.
    pub(crate) fn leaves(&self, name: &str) -> &[(TaxonomyId, LeafId)] {
        self.leaves.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of all steps, in no order.
    pub(crate) fn step_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.steps.keys().map(SmolStr::as_str).collect();
        names.sort_unstable();
        names
    }
}

/// The leaves that an inner node stands for.
pub(crate) fn leaves_of(model: &Model, taxonomy: TaxonomyId, node: Node) -> Vec<LeafId> {
    match node {
        Node::Leaf(leaf) => vec![leaf],
        Node::Inner(i) => {
            model.taxonomies.get(taxonomy.index()).and_then(|t| t.nodes.get(i)).map_or_else(Vec::new, |(_, leaves)| leaves.clone())
        }
    }
}

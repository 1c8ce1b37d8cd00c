//! Leaves of a 分类.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::AMBIGUOUS_NAME;
use crate::sema::cx::Cx;
use crate::sema::index::{Node, leaves_of};
use crate::sema::model::{Expr, ExprKind, LeafId, TaxonomyId, Ty, Value};
use crate::sema::names::{Wanted, unknown};
use crate::syntax::ast::{self, Name};

impl Cx<'_> {
    /// A bare name as a leaf of this 分类, where it is one.
    pub(super) fn bare_leaf(&self, taxonomy: TaxonomyId, name: &Name) -> Option<Expr> {
        match self.env.index.node(taxonomy, &name.text)? {
            Node::Leaf(leaf) => Some(Expr::new(ExprKind::Value(Value::Leaf(taxonomy, leaf)), Ty::Leaf(taxonomy), name.span)),
            Node::Inner(_) => None,
        }
    }

    /// `类.叶` as a value.
    pub(super) fn leaf_value(&mut self, taxonomy: TaxonomyId, name: &Name, span: Span) -> Expr {
        match self.leaf(taxonomy, name) {
            Some(leaf) => Expr::new(ExprKind::Value(Value::Leaf(taxonomy, leaf)), Ty::Leaf(taxonomy), span),
            None => Expr::bad(span),
        }
    }

    /// A leaf by name; anything else is reported.
    pub(crate) fn leaf(&mut self, taxonomy: TaxonomyId, name: &Name) -> Option<LeafId> {
        match self.env.index.node(taxonomy, &name.text) {
            Some(Node::Leaf(leaf)) => Some(leaf),
            Some(node @ Node::Inner(_)) => {
                let below = leaves_of(self.model, taxonomy, node);
                let t = self.model.taxonomies.get(taxonomy.index());
                let names: Vec<&str> = below.iter().filter_map(|l| t?.leaves.get(l.index())).map(|l| l.name.as_str()).collect();
                let d = Diagnostic::new(
                    &crate::sema::codes::types::TYPE_MISMATCH,
                    name.span,
                    format!("“{}”下面还有几项，这里要写其中一项", name.text),
                    format!("`{}` stands for several entries; one of them is needed here", name.text),
                )
                .help(format!("有这些：{}。", names.join("、")), format!("There are: {}.", names.join(", ")));
                self.report(d);
                None
            }
            None => {
                self.unknown_leaf(taxonomy, name);
                None
            }
        }
    }

    /// Reports a name that is no leaf of the 分类.
    pub(super) fn unknown_leaf(&mut self, taxonomy: TaxonomyId, name: &Name) {
        let Some(t) = self.model.taxonomies.get(taxonomy.index()) else { return };
        let names = t.leaves.iter().map(|l| l.name.as_str()).chain(t.nodes.iter().map(|(n, _)| n.as_str()));
        let d = if t.name.is_empty() {
            let (zh, en) = Ty::Leaf(taxonomy).called(self.model);
            let d = unknown(name, Wanted::Leaf, None, names);
            Diagnostic {
                message: crate::base::Message::new(
                    format!("这里要{zh}之一，没有“{}”", name.text),
                    format!("{en} is needed here; there is no `{}`", name.text),
                ),
                ..d
            }
        } else {
            unknown(name, Wanted::Leaf, Some(&t.name), names)
        };
        let d = if t.span.is_empty() { d } else { d.related(t.span, "这个分类", "the taxonomy") };
        self.report(d);
    }

    /// The leaves that a value in a test means where it names an inner node of the 分类.
    pub(super) fn inner_node(&self, taxonomy: TaxonomyId, e: &ast::Expr) -> Option<Vec<LeafId>> {
        let ast::ExprKind::Path(path) = &e.kind else { return None };
        let name = match path.parts.as_slice() {
            [name] => name,
            [_, name] => name,
            _ => return None,
        };
        match self.env.index.node(taxonomy, &name.text)? {
            Node::Leaf(_) => None,
            node @ Node::Inner(_) => Some(leaves_of(self.model, taxonomy, node)),
        }
    }

    /// 阶段: a leaf that a step names without its 分类.
    pub(crate) fn phase(&mut self, name: &Name) -> Option<(TaxonomyId, LeafId)> {
        let index = self.env.index;
        let model = self.model;
        let called_phase =
            |(t, _): &&(TaxonomyId, LeafId)| model.taxonomies.get(t.index()).is_some_and(|t| t.name == "阶段" || t.name == "phase");
        let found = index.leaves(&name.text);
        match found {
            [] => {
                let names = model.taxonomies.iter().filter(|t| !t.name.is_empty()).flat_map(|t| t.leaves.iter().map(|l| l.name.as_str()));
                self.report(unknown(name, Wanted::Leaf, None, names).help(
                    format!("阶段要写某个分类里的一项：在分类里补上“{}”，或者写成其中一项的“别名”。", name.text),
                    format!("A phase is an entry of a taxonomy: add `{}` to one, or make it the `alias` of an entry.", name.text),
                ));
                None
            }
            [one] => Some(*one),
            [first, second, ..] => {
                if let Some(one) = found.iter().find(called_phase) {
                    return Some(*one);
                }
                let mut d = Diagnostic::new(
                    &AMBIGUOUS_NAME,
                    name.span,
                    format!("两个分类里都有“{}”", name.text),
                    format!("two taxonomies have an entry `{}`", name.text),
                )
                .label("是哪一个？", "which one?");
                for (t, l) in [first, second] {
                    if let Some(leaf) = model.taxonomies.get(t.index()).and_then(|t| t.leaves.get(l.index())) {
                        d = d.related(leaf.span, "这里一个", "one here");
                    }
                }
                self.report(
                    d.help("把表示阶段的分类叫作“阶段”，或者换个名字。", "Call the taxonomy of phases `phase`, or rename one entry."),
                );
                Some(*first)
            }
        }
    }
}

//! 分类: a tree of leaves, flattened in order.

use super::meta;
use crate::base::{Diagnostic, Span};
use crate::sema::hash::Map;
use crate::sema::model::{self, LeafId, Model};
use crate::sema::names::{check_name, duplicate};
use crate::sema::scope::{Item, Symbol};
use crate::syntax::ast::{self, DeclKind, Name};
use smol_str::SmolStr;

/// The built-in 情绪: 平静 < 玩笑 < 不满 < 激动.
pub(crate) fn mood() -> model::Taxonomy {
    let leaf = |name: &'static str| model::Leaf {
        name: SmolStr::new_static(name),
        aliases: Vec::new(),
        within: Vec::new(),
        span: Span::default(),
        meta: model::Meta::default(),
    };
    model::Taxonomy {
        name: SmolStr::new_static("情绪"),
        open: false,
        leaves: ["平静", "玩笑", "不满", "激动"].map(leaf).to_vec(),
        nodes: Vec::new(),
        span: Span::default(),
        meta: model::Meta::default(),
    }
}

/// Whether a 分类 of this name replaces the built-in one.
pub(crate) fn is_mood(name: &str) -> bool {
    matches!(name, "情绪" | "mood")
}

/// The leaves written out after 得.
pub(crate) fn anonymous(names: &[Name], span: Span, out: &mut Vec<Diagnostic>) -> model::Taxonomy {
    let mut flat = Flat::new(out);
    for name in names {
        flat.leaf(name, &[], model::Meta::default());
    }
    model::Taxonomy { name: SmolStr::default(), open: false, leaves: flat.leaves, nodes: Vec::new(), span, meta: model::Meta::default() }
}

/// Fills in the leaves of every 分类.
pub(crate) fn taxonomies(items: &[Item<'_>], model: &mut Model, out: &mut Vec<Diagnostic>) {
    for item in items {
        let (Symbol::Taxonomy(id), DeclKind::Taxonomy(t)) = (item.symbol, &item.decl.kind) else { continue };
        let mut flat = Flat::new(out);
        for leaf in &t.leaves {
            flat.add(leaf);
        }
        let (leaves, nodes) = (flat.leaves, flat.nodes);
        if let Some(slot) = model.taxonomies.get_mut(id.index()) {
            slot.leaves = leaves;
            slot.nodes = nodes;
        }
    }
}

/// A tree being flattened.
struct Flat<'o> {
    leaves: Vec<model::Leaf>,
    nodes: Vec<(SmolStr, Vec<LeafId>)>,
    within: Vec<SmolStr>,
    /// Where each name stands, and whether it is an alias.
    seen: Map<SmolStr, (Span, bool)>,
    out: &'o mut Vec<Diagnostic>,
}

impl<'o> Flat<'o> {
    fn new(out: &'o mut Vec<Diagnostic>) -> Self {
        Self { leaves: Vec::new(), nodes: Vec::new(), within: Vec::new(), seen: Map::default(), out }
    }

    fn add(&mut self, leaf: &ast::Leaf) {
        if leaf.children.is_empty() {
            self.leaf(&leaf.name, &leaf.aliases, meta(&leaf.meta));
            return;
        }
        self.see(&leaf.name, false);
        for alias in &leaf.aliases {
            self.see(alias, true);
        }
        let first = self.leaves.len();
        self.within.push(leaf.name.text.clone());
        for child in &leaf.children {
            self.add(child);
        }
        self.within.pop();
        let below: Vec<LeafId> = (first..self.leaves.len()).map(|i| LeafId(i as u32)).collect();
        for name in std::iter::once(&leaf.name).chain(&leaf.aliases) {
            self.nodes.push((name.text.clone(), below.clone()));
        }
    }

    fn leaf(&mut self, name: &Name, aliases: &[Name], meta: model::Meta) {
        let fresh = self.see(name, false);
        for alias in aliases {
            self.see(alias, true);
        }
        if fresh {
            self.leaves.push(model::Leaf {
                name: name.text.clone(),
                aliases: aliases.iter().map(|a| a.text.clone()).collect(),
                within: self.within.clone(),
                span: name.span,
                meta,
            });
        }
    }

    /// Reports a name that stands in the tree already.
    fn see(&mut self, name: &Name, alias: bool) -> bool {
        check_name(name, self.out);
        if let Some((first, was_alias)) = self.seen.get(&name.text) {
            self.out.push(duplicate(&name.text, name.span, *first, alias || *was_alias));
            return false;
        }
        self.seen.insert(name.text.clone(), (name.span, alias));
        true
    }
}

//! What every rule looks at: the model, the texts, and all lines that the agent says.

use super::text::Words;
use crate::base::{Sources, Span};
use crate::sema::model::{ConstState, Expr, ExprKind, Flow, Kinds, LineSource, Model, PhrasesId, Say, Stmt, StmtKind, Text, Value};
use std::collections::BTreeMap;

/// What every rule looks at.
pub(crate) struct Cx<'m> {
    /// The package.
    pub(crate) model: &'m Model,
    /// The texts.
    pub(crate) sources: &'m Sources,
    /// All lines that are said, in source order: quoted ones, and the entries of classes that are said.
    pub(crate) spoken: Vec<Spoken<'m>>,
}

/// A line that the agent says.
pub(crate) struct Spoken<'m> {
    /// As it was understood.
    pub(crate) text: &'m Text,
    /// As it was written, placeholders blanked.
    pub(crate) words: Words,
    /// What stands behind it.
    pub(crate) backing: Backing,
    /// The class whose entry it is.
    pub(crate) class: Option<PhrasesId>,
}

/// What stands behind a line wherever it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Backing {
    /// 断言, on the line or its class.
    pub(crate) asserts: bool,
    /// 承诺, on the line or its class.
    pub(crate) promises: bool,
}

impl Backing {
    fn of(say: &Say) -> Self {
        Self { asserts: !say.asserts.is_empty(), promises: !say.promises.is_empty() }
    }
}

impl<'m> Cx<'m> {
    /// Gathers the lines.
    pub(crate) fn new(model: &'m Model, sources: &'m Sources) -> Self {
        let mut cx = Self { model, sources, spoken: Vec::new() };
        let mut open = Vec::new();
        for flow in &model.flows {
            flow.each_stmt(&mut |stmt| {
                if let Some(say) = said(stmt) {
                    cx.quoted(say);
                }
                named(stmt, &mut open);
            });
        }
        // A class is said with what the line and the class say of it; what some line leaves out is missing.
        let mut classes: BTreeMap<PhrasesId, Backing> = BTreeMap::new();
        while let Some((id, line)) = open.pop() {
            let Some(class) = model.phrases.get(id.index()) else { continue };
            let here =
                Backing { asserts: line.asserts || !class.asserts.is_empty(), promises: line.promises || !class.promises.is_empty() };
            let before = classes.get(&id).copied();
            let both = before.map_or(here, |b| Backing { asserts: b.asserts && here.asserts, promises: b.promises && here.promises });
            if before != Some(both) {
                classes.insert(id, both);
                open.extend(class.includes.iter().map(|c| (*c, both)));
            }
        }
        for (id, backing) in classes {
            for (text, _) in model.phrases.get(id.index()).into_iter().flat_map(|c| &c.entries) {
                cx.keep(text, backing, Some(id));
            }
        }
        cx.spoken.sort_by_key(|s| (s.text.span.file, s.text.span.start));
        cx
    }

    fn quoted(&mut self, say: &'m Say) {
        for line in &say.lines {
            if let LineSource::Text(text) = &line.source {
                self.keep(text, Backing::of(say), None);
            }
        }
    }

    fn keep(&mut self, text: &'m Text, backing: Backing, class: Option<PhrasesId>) {
        let words = Words::new(text.span, self.sources.slice(text.span));
        self.spoken.push(Spoken { text, words, backing, class });
    }

    /// Whether a constant of this name has a value.
    pub(crate) fn is_bound(&self, name: &str) -> bool {
        self.model.consts.iter().any(|c| c.name == name && matches!(c.state, ConstState::Value(_)))
    }

    /// Every expression of the package outside constants and scenarios, with everything inside it.
    pub(crate) fn each_expr(&self, visit: &mut dyn FnMut(&'m Expr, Option<&'m Flow>)) {
        let model = self.model;
        for flow in &model.flows {
            let mut here = |e: &'m Expr| e.each(&mut |e| visit(e, Some(flow)));
            flow.each_stmt_of(Kinds::VALUE, &mut |s| s.exprs(&mut here));
            flow.handlers(&mut here);
        }
        let mut out = |e: &'m Expr| e.each(&mut |e| visit(e, None));
        for decision in &model.decisions {
            decision.table.exprs(&mut out);
            decision.table.rows.iter().for_each(|r| out(&r.then));
        }
        model.forms.iter().for_each(|f| f.exprs(&mut out));
        model.actions.iter().filter_map(|a| a.provided.as_ref()).for_each(&mut out);
        for class in &model.phrases {
            class.asserts.iter().for_each(&mut out);
            class.entries.iter().for_each(|(text, _)| text.exprs(&mut out));
        }
        model.forbids.iter().filter_map(|f| f.when.as_ref()).for_each(&mut out);
    }

    /// The text of a place.
    pub(crate) fn slice(&self, span: Span) -> &'m str {
        self.sources.slice(span)
    }
}

/// What a statement says.
pub(crate) fn said(stmt: &Stmt) -> Option<&Say> {
    match &stmt.kind {
        StmtKind::Say(say) | StmtKind::Ask { say, .. } => Some(say),
        _ => None,
    }
}

/// Classes that a statement has said, by itself or as an argument: what they are passed to may say them without anything behind.
fn named(stmt: &Stmt, classes: &mut Vec<(PhrasesId, Backing)>) {
    if let Some(say) = said(stmt) {
        let ids = say.lines.iter().filter_map(|line| if let LineSource::Class(id, _) = line.source { Some(id) } else { None });
        classes.extend(ids.map(|id| (id, Backing::of(say))));
    }
    stmt.exprs(&mut |e| {
        if let ExprKind::Value(Value::Phrases(id)) = e.kind {
            classes.push((id, Backing { asserts: false, promises: false }));
        }
    });
}

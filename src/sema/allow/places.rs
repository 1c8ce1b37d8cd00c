//! Where 放过 lines stand, and the statement below each.

use crate::base::{Sources, Span};
use crate::sema::package::Workspace;
use crate::syntax::ast::{Allow, Anytime, Block, Branch, Decl, DeclKind, Flow, FormRow, Leaf, Meta};
use crate::syntax::may_allow;

/// Every 放过 with the line that it covers.
pub(super) fn places<'a>(workspace: &'a Workspace, sources: &'a Sources) -> impl Iterator<Item = (&'a Allow, Span)> {
    let mut walk = Walk { found: Vec::new() };
    for file in workspace.packages.iter().flat_map(|p| &p.files) {
        // Most files have none, and a look at the text is cheaper than a walk over the tree.
        let text = sources.get(file.id).map_or("", |s| s.text.as_str());
        if may_allow(text) {
            file.tree.decls.iter().for_each(|d| walk.decl(d));
        }
    }
    walk.found.into_iter().map(|(allow, span)| (allow, lines(sources, span)))
}

/// The span with the whole of the lines it touches.
fn lines(sources: &Sources, span: Span) -> Span {
    let text = sources.get(span.file).map_or("", |s| s.text.as_str());
    let start = text.get(..span.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let end = text.get(span.end as usize..).and_then(|t| t.find('\n')).map_or(text.len(), |i| span.end as usize + i);
    Span::new(span.file, start, end)
}

/// Collects them from a tree.
struct Walk<'a> {
    found: Vec<(&'a Allow, Span)>,
}

impl<'a> Walk<'a> {
    fn meta(&mut self, meta: &'a Meta, span: Span) {
        self.found.extend(meta.allows.iter().map(|a| (a, span)));
    }

    fn decl(&mut self, decl: &'a Decl) {
        self.meta(&decl.meta, decl.span);
        match &decl.kind {
            DeclKind::Params(params) => params.iter().for_each(|p| self.meta(&p.meta, p.name.span)),
            DeclKind::Consts(consts) => consts.iter().for_each(|c| self.meta(&c.meta, c.name.span)),
            DeclKind::Taxonomy(t) => t.leaves.iter().for_each(|l| self.leaf(l)),
            DeclKind::Decide(d) => d.table.iter().flat_map(|t| &t.rows).for_each(|r| self.meta(&r.meta, r.span)),
            DeclKind::Form(f) => f.rows.iter().for_each(|row| {
                if let FormRow::Field(field) = row {
                    self.meta(&field.meta, field.name.span);
                }
            }),
            DeclKind::Phrases(p) => p.entries.iter().for_each(|(text, meta)| self.meta(meta, text.span)),
            DeclKind::Forbid(f) => f.entries.iter().for_each(|e| self.meta(&e.meta, e.phrase.span)),
            DeclKind::Flow(f) => self.flow(f),
            DeclKind::Scenario(s) => s.plays.iter().for_each(|p| self.meta(&p.meta, p.span)),
            DeclKind::Use(_)
            | DeclKind::Document(_)
            | DeclKind::Role(_)
            | DeclKind::Action(_)
            | DeclKind::Event(_)
            | DeclKind::Stretch(_)
            | DeclKind::Measure(_)
            | DeclKind::Metric(_)
            | DeclKind::Score(_)
            | DeclKind::Calendar(_)
            | DeclKind::Retain(_)
            | DeclKind::Extends(_) => {}
            DeclKind::Deadline(d) => {
                d.warnings.iter().map(|w| &w.body).chain(&d.late).chain(&d.breach).for_each(|t| self.branch(t.branch()));
            }
            DeclKind::Escalate(e) => {
                e.rungs.iter().for_each(|r| self.meta(&r.meta, r.span));
                e.top.iter().for_each(|t| self.branch(t.branch()));
            }
            DeclKind::Schedule(s) => s.missed.iter().for_each(|t| self.branch(t.branch())),
            DeclKind::Rule(r) => r.sentences.iter().for_each(|s| self.meta(&s.meta, s.span)),
        }
    }

    fn leaf(&mut self, leaf: &'a Leaf) {
        self.meta(&leaf.meta, leaf.name.span);
        leaf.children.iter().for_each(|l| self.leaf(l));
    }

    fn flow(&mut self, flow: &'a Flow) {
        for line in &flow.anytime {
            self.branch(match line {
                Anytime::Option(option) => option.branch(),
                Anytime::When(when) => when.branch(),
            });
        }
        flow.limits.iter().for_each(|d| self.decl(d));
        for step in &flow.steps {
            self.meta(&step.meta, step.span);
            self.block(&step.body);
        }
    }

    fn block(&mut self, block: &'a Block) {
        for stmt in block {
            self.meta(&stmt.meta, stmt.span);
            stmt.branches(&mut |branch| self.branch(branch));
        }
    }

    fn branch(&mut self, branch: Branch<'a>) {
        if let Some((meta, span)) = branch.head {
            self.meta(meta, span);
        }
        self.block(branch.body);
    }
}

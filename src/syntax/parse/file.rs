//! The outermost lines of a file: one declaration each.

use super::cx::{Cx, Item};
use super::refuse::Place;
use crate::syntax::ast::{Decl, DeclKind, File};
use crate::syntax::grammar::Rule;

impl Cx<'_> {
    /// All declarations.
    pub(crate) fn file_tree(&mut self) -> File {
        let items = self.block(None);
        let decls = self.map(items, |cx, item| cx.decl(item));
        File { decls: decls.into_iter().flatten().collect() }
    }

    fn decl(&mut self, item: Item) -> Option<Decl> {
        let Item { at, head, mut meta } = item;
        let m = &mut meta;
        let kind = match head {
            Some(Rule::k_use) => self.use_decl(at, m)?,
            Some(Rule::k_param) => DeclKind::Params(self.params_block(at, m)),
            Some(Rule::k_const) => DeclKind::Consts(self.consts_block(at, m)),
            Some(Rule::k_taxonomy) => DeclKind::Taxonomy(self.taxonomy(at, m)),
            Some(Rule::k_decide) => DeclKind::Decide(self.decide(at, m)),
            Some(Rule::k_form) => DeclKind::Form(self.form(at, m)),
            Some(Rule::k_role) => DeclKind::Role(self.role(at, m)),
            Some(Rule::k_action) => DeclKind::Action(self.action(at, m)),
            Some(Rule::k_event) => DeclKind::Event(self.event_decl(at, m)),
            Some(Rule::k_phrases) => DeclKind::Phrases(self.phrases(at, m)),
            Some(Rule::k_forbid) => DeclKind::Forbid(self.forbid(at, m)),
            Some(Rule::k_flow) => DeclKind::Flow(self.flow(at, m)),
            Some(Rule::k_calendar) => DeclKind::Calendar(self.calendar(at, m)),
            Some(Rule::k_scenario) => DeclKind::Scenario(self.scenario(at, m)),
            Some(head @ (Rule::k_rule | Rule::k_guarantee)) => DeclKind::Rule(Box::new(self.rule(at, head == Rule::k_guarantee, m))),
            Some(Rule::k_stretch) => DeclKind::Stretch(Box::new(self.stretch_decl(at, m))),
            Some(Rule::k_measure) => DeclKind::Measure(self.measure(at)),
            Some(Rule::k_metric) => DeclKind::Metric(Box::new(self.metric(at, m))),
            Some(Rule::k_score) => DeclKind::Score(self.score(at, m)),
            Some(Rule::k_deadline) => DeclKind::Deadline(Box::new(self.deadline(at, m))),
            Some(Rule::k_escalate) => DeclKind::Escalate(Box::new(self.escalate(at, m))),
            Some(Rule::k_schedule) => DeclKind::Schedule(Box::new(self.schedule(at, m))),
            Some(Rule::k_retain) => DeclKind::Retain(Box::new(self.retain(at, m))),
            Some(Rule::k_extends) => DeclKind::Extends(self.extends(at, m)?),
            _ => {
                self.strange(at, Place::File);
                self.guess_block(at);
                return None;
            }
        };
        Some(Decl { kind, meta, span: self.span(at) })
    }
}

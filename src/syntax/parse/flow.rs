//! 流程, 环节, 随时.

use super::clause::nameless;
use super::cx::{Cx, Item};
use super::refuse::Place;
use crate::syntax::ast::{Anytime, Decl, DeclKind, Flow, Measure, Meta, Step, When};
use crate::syntax::grammar::Rule;
use crate::syntax::placed;
use crate::syntax::token::Cursor;

/// What a line of a flow turned out to be.
enum Part {
    Step(Box<Step>),
    Anytime(Box<Anytime>),
    Limit(Box<Decl>),
    Measure(Measure),
    Clauses(usize),
    Bad,
}

impl Cx<'_> {
    /// 流程
    pub(crate) fn flow(&mut self, at: usize, meta: &mut Meta) -> Flow {
        let mut flow = Flow {
            name: nameless(self, at),
            params: Vec::new(),
            gives: None,
            case: false,
            by: None,
            using: None,
            anytime: Vec::new(),
            measure: None,
            limits: Vec::new(),
            steps: Vec::new(),
        };
        if let Some(toks) = self.read_head(at, Rule::flow_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            flow.name = c.name();
            flow.params = self.params(&mut c);
            self.flow_clauses(&mut c, &mut flow, meta);
        }
        let items = self.block(Some(at));
        for part in self.map(items, |cx, item| cx.flow_part(item)) {
            match part {
                Part::Step(step) => flow.steps.push(*step),
                Part::Anytime(anytime) => flow.anytime.push(*anytime),
                Part::Limit(limit) => flow.limits.push(*limit),
                Part::Measure(measure) => match &mut flow.measure {
                    Some(first) => first.settings.extend(measure.settings),
                    None => flow.measure = Some(measure),
                },
                Part::Clauses(line) => {
                    if let Some(toks) = self.read(line, Rule::flow_clause_line)
                        && let Some(mut c) = self.cursor(line, &toks)
                    {
                        self.flow_clauses(&mut c, &mut flow, meta);
                    }
                    self.no_block(line);
                }
                Part::Bad => {}
            }
        }
        flow
    }

    fn flow_clauses(&mut self, c: &mut Cursor<'_>, flow: &mut Flow, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            match node.rule {
                Rule::gives => flow.gives = Some(self.gives(node)),
                Rule::case => flow.case = true,
                Rule::by => flow.by = Some(node.inner().name()),
                Rule::using => flow.using = Some(node.inner().name()),
                _ => {}
            }
        }
    }

    fn flow_part(&mut self, item: Item) -> Part {
        let at = item.at;
        match item.head {
            Some(Rule::k_step) => Part::Step(Box::new(self.step(item))),
            Some(Rule::k_anytime) => self.anytime(item).map_or(Part::Bad, |a| Part::Anytime(Box::new(a))),
            Some(Rule::k_measure) => Part::Measure(self.measure(at)),
            Some(Rule::k_deadline | Rule::k_escalate) => {
                let mut meta = item.meta;
                let kind = match item.head {
                    Some(Rule::k_deadline) => DeclKind::Deadline(Box::new(self.deadline(at, &mut meta))),
                    _ => DeclKind::Escalate(Box::new(self.escalate(at, &mut meta))),
                };
                Part::Limit(Box::new(Decl { kind, meta, span: self.span(at) }))
            }
            Some(Rule::k_gives | Rule::k_case | Rule::k_by | Rule::k_using | Rule::k_basis | Rule::k_floor | Rule::k_formerly) => {
                Part::Clauses(at)
            }
            _ => {
                self.strange(at, Place::Flow);
                self.guess_block(at);
                Part::Bad
            }
        }
    }

    fn step(&mut self, item: Item) -> Step {
        let Item { at, meta, .. } = item;
        let name = nameless(self, at);
        let mut step = Step { name, only: Vec::new(), by: None, phase: None, using: None, body: Vec::new(), meta, span: self.span(at) };
        if let Some(toks) = self.read_head(at, Rule::step_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            step.name = c.name();
            self.step_clauses(&mut c, &mut step);
        }
        let (mut items, mut rest) = (Vec::new(), Vec::new());
        for item in self.block(Some(at)) {
            let clause = matches!(
                item.head,
                Some(Rule::k_only | Rule::k_by | Rule::k_phase | Rule::k_using | Rule::k_basis | Rule::k_floor | Rule::k_formerly)
            );
            if clause { items.push(item) } else { rest.push(item) }
        }
        for item in items {
            if let Some(toks) = self.read(item.at, Rule::step_clause_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
            {
                self.step_clauses(&mut c, &mut step);
            }
            self.no_block(item.at);
        }
        step.body = self.stmts(rest, Place::Step);
        placed::step(&mut step.body, &mut self.found);
        step
    }

    fn step_clauses(&mut self, c: &mut Cursor<'_>, step: &mut Step) {
        while c.peek().is_some() {
            if self.meta(c, &mut step.meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            match node.rule {
                Rule::only => step.only.extend(node.inner().names()),
                Rule::by => step.by = Some(node.inner().name()),
                Rule::phase => step.phase = Some(node.inner().name()),
                Rule::using => step.using = Some(node.inner().name()),
                _ => {}
            }
        }
    }

    fn anytime(&mut self, item: Item) -> Option<Anytime> {
        let Item { at, mut meta, .. } = item;
        let span = self.span(at);
        let toks = self.read(at, Rule::anytime_line);
        let Some(toks) = toks else {
            self.guess_block(at);
            return None;
        };
        let mut c = self.cursor(at, &toks)?;
        Some(match c.peek() {
            Some(Rule::option) => {
                let node = c.next()?;
                let mut option = self.option(node, at, meta);
                self.metas(&mut c, &mut option.meta);
                option.body = self.body(at, option.body, &mut option.meta);
                Anytime::Option(option)
            }
            _ => {
                let events = self.next_events(&mut c);
                let inline = self.inline(&mut c, at);
                self.metas(&mut c, &mut meta);
                let body = self.body(at, inline, &mut meta);
                Anytime::When(When { events, body, meta, span })
            }
        })
    }
}

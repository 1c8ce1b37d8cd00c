//! 依据: every clause with every place that carries it.

use super::Lowering;
use crate::base::Span;
use crate::program::{Citation, LineId};
use crate::sema::model::{self, Anytime, Kinds, Label, Meta, Stmt, StmtKind};
use smol_str::{SmolStr, ToSmolStr};
use std::fmt;

/// The clauses of a declaration or statement, without their places.
pub(super) fn clauses(meta: &Meta) -> Vec<SmolStr> {
    meta.basis.iter().map(|(clause, _)| clause.clone()).collect()
}

/// Citations as they are found, with their places.
struct Found {
    at: Span,
    citation: Citation,
}

/// What carries a citation, told from the outside in. Most things carry none, so it is spelt out only where one stands.
#[derive(Clone, Copy)]
enum Carrier<'c> {
    /// A declaration.
    Decl(&'c str, &'c str),
    /// A part of what carries it: its word, and its name where it has one.
    Part(&'c Carrier<'c>, &'c str, &'c str),
    /// A handler of what carries it: its word, and its events.
    When(&'c Carrier<'c>, &'c str, &'c model::Model, &'c model::Event),
}

impl fmt::Display for Carrier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decl(word, name) => write!(f, "{word} {name}"),
            Self::Part(within, word, "") => write!(f, "{within} / {word}"),
            Self::Part(within, "", name) => write!(f, "{within} / {name}"),
            Self::Part(within, word, name) => write!(f, "{within} / {word} {name}"),
            Self::When(within, word, model, on) => write!(f, "{within} / {word} {}", super::words::event(model, on)),
        }
    }
}

/// Walks a model and collects citations.
struct Collector<'l, 'a> {
    lowering: &'l Lowering<'a>,
    found: Vec<Found>,
    step: Option<(u32, u32)>,
}

impl Lowering<'_> {
    /// Collects all citations in source order.
    pub(super) fn citations(&mut self) {
        let mut collector = Collector { lowering: self, found: Vec::new(), step: None };
        collector.declarations();
        collector.flows();
        collector.limits();
        let mut found = collector.found;
        found.sort_by_key(|f| f.at);
        for Found { at, citation } in found {
            let place = self.place(at);
            self.map.citations.push(place);
            self.program.citations.push(citation);
        }
    }
}

impl Collector<'_, '_> {
    fn add(&mut self, meta: &Meta, carrier: Carrier<'_>, words: Option<LineId>) {
        for (clause, at) in &meta.basis {
            let citation = Citation { clause: clause.clone(), carrier: carrier.to_smolstr(), step: self.step, words };
            self.found.push(Found { at: *at, citation });
        }
    }

    fn declarations(&mut self) {
        let model = self.lowering.model;
        for p in &model.params {
            self.add(&p.meta, Carrier::Decl("参数", &p.name), None);
        }
        for c in &model.consts {
            self.add(&c.meta, Carrier::Decl("常量", &c.name), None);
        }
        for t in &model.taxonomies {
            let carrier = Carrier::Decl("分类", &t.name);
            self.add(&t.meta, carrier, None);
            for leaf in &t.leaves {
                self.add(&leaf.meta, Carrier::Part(&carrier, "", &leaf.name), None);
            }
        }
        for form in &model.forms {
            let carrier = Carrier::Decl("登记表", &form.name);
            self.add(&form.meta, carrier, None);
            for field in &form.fields {
                self.add(&field.meta, Carrier::Part(&carrier, "", &field.name), None);
            }
        }
        for role in &model.roles {
            self.add(&role.meta, Carrier::Decl("角色", &role.name), None);
        }
        for action in &model.actions {
            self.add(&action.meta, Carrier::Decl("动作", &action.name), None);
        }
        for event in &model.events {
            self.add(&event.meta, Carrier::Decl("事件", &event.name), None);
        }
        for decision in &model.decisions {
            let carrier = Carrier::Decl("判定", &decision.name);
            self.add(&decision.meta, carrier, None);
            for row in &decision.table.rows {
                self.add(&row.meta, Carrier::Part(&carrier, "行", ""), None);
            }
        }
        for class in &model.phrases {
            let words = |text: &model::Text| self.lowering.spoken.get(&text.span).copied();
            let first = class.entries.first().and_then(|(text, _)| words(text));
            let entries: Vec<_> = class.entries.iter().map(|(text, meta)| (words(text), meta)).collect();
            let carrier = Carrier::Decl("用语", &class.name);
            self.add(&class.meta, carrier, first);
            for (line, meta) in entries {
                self.add(meta, carrier, line);
            }
        }
        for forbid in &model.forbids {
            let carrier = Carrier::Decl("禁语", &forbid.name);
            self.add(&forbid.meta, carrier, None);
            for entry in &forbid.entries {
                self.add(&entry.meta, carrier, None);
            }
        }
        for rule in &model.rules {
            let carrier = Carrier::Decl(super::words::timed(rule.kind), &rule.name);
            self.add(&rule.meta, carrier, None);
            rule.body.iter().flat_map(|b| &b.sentences).for_each(|s| self.add(&s.meta, carrier, None));
        }
        for stretch in &model.stretches {
            self.add(&stretch.meta, Carrier::Decl("情形", &stretch.name), None);
        }
        for calendar in &model.calendars {
            self.add(&calendar.meta, Carrier::Decl("日历", &calendar.data.name), None);
        }
        for metric in &model.metrics {
            self.add(&metric.meta, Carrier::Decl("指标", &metric.name), None);
        }
        if let Some(score) = &model.score {
            self.add(&score.meta, Carrier::Decl("评分", ""), None);
        }
    }

    fn flows(&mut self) {
        let model = self.lowering.model;
        for (f, flow) in model.flows.iter().enumerate() {
            let carrier = Carrier::Decl("流程", &flow.name);
            self.add(&flow.meta, carrier, None);
            for line in &flow.anytime {
                match line {
                    Anytime::Option(option) => self.option(option, &carrier),
                    Anytime::When(when) => self.when(when, &carrier, "随时"),
                }
            }
            for (s, step) in flow.steps.iter().enumerate() {
                self.step = Some((f as u32, s as u32));
                let carrier = Carrier::Part(&carrier, "环节", &step.name);
                self.add(&step.meta, carrier, None);
                if step.holds.meets(Kinds::BASIS) {
                    self.stmts(&step.body, &carrier);
                    step.options.iter().for_each(|o| self.option(o, &carrier));
                    step.whens.iter().for_each(|w| self.when(w, &carrier, "当"));
                }
                self.step = None;
            }
        }
    }

    /// 期限, 升级, 周期, 留存, with what they do when they run out.
    fn limits(&mut self) {
        let model = self.lowering.model;
        for d in &model.deadlines {
            let carrier = Carrier::Decl("期限", &d.name);
            self.add(&d.meta, carrier, None);
            d.bodies().for_each(|arm| self.stmts(&arm.body, &carrier));
        }
        for ladder in &model.ladders {
            let carrier = Carrier::Decl("升级", &ladder.name);
            self.add(&ladder.meta, carrier, None);
            for rung in &ladder.rungs {
                let role = rung.role.and_then(|r| model.roles.get(r.index())).map_or("", |r| r.name.as_str());
                self.add(&rung.meta, Carrier::Part(&carrier, "级", role), None);
            }
            ladder.top.iter().for_each(|arm| self.stmts(&arm.body, &carrier));
        }
        for s in &model.schedules {
            let carrier = Carrier::Decl("周期", &s.name);
            self.add(&s.meta, carrier, None);
            s.missed.iter().for_each(|arm| self.stmts(&arm.body, &carrier));
        }
        for r in &model.retains {
            let form = model.forms.get(r.form.index()).map_or("", |f| f.name.as_str());
            self.add(&r.meta, Carrier::Decl("留存", form), None);
        }
    }

    fn option(&mut self, option: &model::Opt, within: &Carrier<'_>) {
        let label = match &option.label {
            Label::Name(name) => name.as_str(),
            Label::Other => "其他",
        };
        let carrier = Carrier::Part(within, "选项", label);
        self.add(&option.meta, carrier, None);
        self.stmts(&option.body, &carrier);
    }

    fn when(&mut self, when: &model::When, within: &Carrier<'_>, word: &str) {
        let carrier = Carrier::When(within, word, self.lowering.model, &when.on);
        self.add(&when.meta, carrier, None);
        self.stmts(&when.body, &carrier);
    }

    fn stmts(&mut self, stmts: &[Stmt], within: &Carrier<'_>) {
        for stmt in stmts {
            if !stmt.meta.basis.is_empty() {
                let words = self.lowering.spoken.get(&stmt.span).copied().or_else(|| self.class_words(stmt));
                self.add(&stmt.meta, Carrier::Part(within, super::words::statement(&stmt.kind), ""), words);
            }
            match &stmt.kind {
                StmtKind::Wait(wait) => {
                    wait.whens.iter().for_each(|w| self.when(w, within, "当"));
                    wait.timeout.iter().for_each(|t| self.stmts(&t.body, within));
                }
                StmtKind::Match(table) => {
                    for row in &table.rows {
                        self.add(&row.meta, Carrier::Part(within, "行", ""), None);
                        self.stmts(&row.then, within);
                    }
                }
                _ => stmt.blocks().into_iter().for_each(|block| self.stmts(block, within)),
            }
        }
    }

    /// The first entry of the class that a line names.
    fn class_words(&self, stmt: &Stmt) -> Option<LineId> {
        let (StmtKind::Say(say) | StmtKind::Ask { say, .. }) = &stmt.kind else { return None };
        say.lines.iter().find_map(|line| match &line.source {
            model::LineSource::Class(class, _) => {
                let (text, _) = self.lowering.model.phrases.get(class.index())?.entries.first()?;
                self.lowering.spoken.get(&text.span).copied()
            }
            _ => None,
        })
    }
}

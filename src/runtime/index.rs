//! What playing needs to find fast: operations in eight bytes, steps and options in flat tables, what patterns the program has at all.

use super::heard::{Heard, derived};
use super::limits::LimitIndex;
use super::quick::Runs;
use crate::program::{Handler, Op, Opt, Program, Say, SayWords, TemplatePart};
use smol_str::SmolStr;
use std::collections::HashMap;

/// An operation as the hot loop sees it; `Slow` is looked up in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quick {
    /// A line whose words are fixed.
    Say,
    /// A tip whose words are fixed.
    Tip,
    /// 转 to a step by its number in the whole program.
    Goto(u32),
    Jump(u32),
    Rest,
    Resume,
    Slow,
}

/// A step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StepIx {
    pub(crate) flow: u32,
    pub(crate) step: u32,
    pub(crate) entry: u32,
    /// Into [`Index::opts`].
    pub(crate) opts: (u32, u32),
    /// The number of its first 当.
    pub(crate) handlers: u32,
    /// Every role may enter it.
    pub(crate) free: bool,
}

/// An option.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OptIx {
    pub(crate) label: u32,
    pub(crate) body: u32,
    /// It has no condition and counts as nothing.
    pub(crate) quick: bool,
    /// It has a condition.
    pub(crate) guarded: bool,
}

/// Where a flow's options and handlers are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FlowIx {
    pub(crate) first_step: u32,
    pub(crate) opts: (u32, u32),
    pub(crate) handlers: u32,
}

/// The indices of a program.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) ops: Vec<Quick>,
    pub(crate) steps: Vec<StepIx>,
    pub(crate) flows: Vec<FlowIx>,
    pub(crate) opts: Vec<OptIx>,
    pub(crate) heard: Heard,
    pub(crate) limits: LimitIndex,
    pub(crate) runs: Runs,
    /// Some rule or limit sees everything.
    pub(crate) watched: bool,
    /// Something ought to be said.
    pub(crate) orders: bool,
    pub(crate) labels: HashMap<SmolStr, u32>,
    /// The 分类 情绪, where the program has one.
    pub(crate) mood: Option<u32>,
    /// The role named 话务员, where the program declares it.
    pub(crate) agent: Option<u32>,
}

/// The mark that sets a handler's number apart from an option's.
pub(crate) const HANDLER: u32 = 1 << 31;

impl Index {
    /// Makes the indices of a valid program.
    pub(crate) fn new(p: &Program) -> Self {
        let mut ix = Self {
            ops: Vec::new(),
            steps: Vec::new(),
            flows: Vec::new(),
            opts: Vec::new(),
            heard: Heard::default(),
            limits: LimitIndex::default(),
            runs: Runs::default(),
            watched: false,
            orders: Self::orders(&p.code),
            labels: p.labels.iter().enumerate().map(|(i, l)| (SmolStr::new(l), i as u32)).collect(),
            mood: p.taxonomies.iter().position(|t| t.name == "情绪").map(|i| i as u32),
            agent: p.roles.iter().position(|r| r.name == "话务员").map(|i| i as u32),
        };
        ix.number(p);
        ix.ops = vec![Quick::Slow; p.code.len()];
        let flow_of = ix.flows_of_code(p);
        for (pc, op) in p.code.iter().enumerate() {
            let quick = ix.quick(p, op, flow_of.get(pc).copied().unwrap_or(0));
            if let Some(slot) = ix.ops.get_mut(pc) {
                *slot = quick;
            }
        }
        ix.heard = Heard::of(p);
        ix.limits = LimitIndex::new(p);
        let ruled = !p.metrics.is_empty() || p.rules.iter().any(|r| !r.sentences.is_empty());
        ix.watched = ix.limits.any || ruled || !derived(p).is_empty();
        ix.runs = Runs::new(&ix);
        ix
    }

    fn number(&mut self, p: &Program) {
        let mut handlers = HANDLER;
        for (f, flow) in p.flows.iter().enumerate() {
            let opts = self.add_opts(&flow.options);
            self.flows.push(FlowIx { first_step: self.steps.len() as u32, opts, handlers });
            handlers += flow.handlers.len() as u32;
            for (s, step) in flow.steps.iter().enumerate() {
                let opts = self.add_opts(&step.options);
                self.steps.push(StepIx { flow: f as u32, step: s as u32, entry: step.entry, opts, handlers, free: step.only.is_empty() });
                handlers += step.handlers.len() as u32;
            }
        }
    }

    fn add_opts(&mut self, options: &[Opt]) -> (u32, u32) {
        let start = self.opts.len() as u32;
        self.opts.extend(options.iter().map(|o| OptIx {
            label: o.label,
            body: o.body,
            quick: o.provided.is_none() && o.only.is_empty() && o.acts.is_empty(),
            guarded: o.provided.is_some() || !o.only.is_empty(),
        }));
        (start, self.opts.len() as u32)
    }

    /// Which flow each operation belongs to; only 转 needs it, and it is found from every place where code begins.
    fn flows_of_code(&self, p: &Program) -> Vec<u32> {
        let mut of = vec![u32::MAX; p.code.len()];
        for (f, flow) in p.flows.iter().enumerate() {
            let mut todo: Vec<u32> = Vec::new();
            let bodies = |h: &[Handler], o: &[Opt]| h.iter().map(|h| h.body).chain(o.iter().map(|o| o.body)).collect::<Vec<_>>();
            todo.extend(bodies(&flow.handlers, &flow.options));
            todo.extend(p.deadlines.iter().filter(|d| d.flow == Some(f as u32)).flat_map(crate::program::Deadline::bodies));
            todo.extend(p.ladders.iter().filter(|l| l.flow == Some(f as u32)).map(|l| l.top));
            for step in &flow.steps {
                todo.push(step.entry);
                todo.extend(bodies(&step.handlers, &step.options));
            }
            while let Some(pc) = todo.pop() {
                if let Some(slot) = of.get_mut(pc as usize).filter(|slot| **slot == u32::MAX) {
                    *slot = f as u32;
                    if let Some(op) = p.code.get(pc as usize) {
                        op.next(pc, |next| todo.push(next));
                    }
                }
            }
        }
        of
    }

    fn quick(&self, p: &Program, op: &Op, flow: u32) -> Quick {
        match op {
            Op::Say(say) if fixed_say(p, say) => Quick::Say,
            Op::Tip(line) if fixed_line(p, *line) => Quick::Tip,
            Op::Goto(step) => self.flows.get(flow as usize).map_or(Quick::Slow, |f| Quick::Goto(f.first_step.saturating_add(*step))),
            Op::Jump(pc) => Quick::Jump(*pc),
            Op::Rest => Quick::Rest,
            Op::Resume => Quick::Resume,
            _ => Quick::Slow,
        }
    }
}

/// Whether a line's words never change.
pub(crate) fn fixed_say(p: &Program, say: &Say) -> bool {
    say.pause.is_none()
        && say.words.iter().all(|w| match w {
            SayWords::Line(line, _) => fixed_line(p, *line),
            SayWords::Class(class, _, _) => p.phrases.get(*class as usize).is_some_and(|c| c.entries.iter().all(|e| fixed_line(p, *e))),
            SayWords::ClassVar(_) => false,
        })
}

/// Whether a template holds no value.
pub(crate) fn fixed_line(p: &Program, line: u32) -> bool {
    fn fixed(parts: &[TemplatePart]) -> bool {
        parts.iter().all(|part| match part {
            TemplatePart::Value(..) => false,
            TemplatePart::Key(inner) => fixed(inner),
            TemplatePart::Plain(_) | TemplatePart::Capture(..) | TemplatePart::Gap => true,
        })
    }
    p.lines.get(line as usize).is_some_and(|t| fixed(&t.parts))
}

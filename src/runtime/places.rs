//! Names of the places in a program where a session may wait, so that a snapshot holds no index.

use super::index::HANDLER;
use super::limits::BODY;
use super::machine::Machine;
use crate::program::{Handler, Op, Opt, Param, Pc};
use smol_str::{SmolStr, format_smolstr};
use std::collections::{BTreeSet, HashMap};

/// Whose code a place stands in: a step's with its options and handlers, or what a flow answers at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    Step(u32, u32),
    Flow(u32),
    /// What a limit does, by the body's number.
    Body(u32),
}

/// An option or handler: its number, where its code begins.
pub(crate) struct Answer {
    pub(crate) id: u32,
    pub(crate) home: Home,
    pub(crate) name: SmolStr,
}

/// The names of variables, told apart by a number where a flow has one name twice.
pub(crate) fn var_names(vars: &[Param]) -> Vec<SmolStr> {
    let mut times: HashMap<&SmolStr, u32> = HashMap::new();
    let numbered = vars.iter().map(|v| {
        let count = times.entry(&v.name).or_insert(0);
        *count += 1;
        if *count == 1 { v.name.clone() } else { format_smolstr!("{} {count}", v.name) }
    });
    numbered.collect()
}

impl Machine {
    /// The named places of a home, in order of the code.
    pub(crate) fn places(&self, home: Home) -> Vec<(SmolStr, Pc)> {
        let mut seen: BTreeSet<Pc> = BTreeSet::new();
        let mut todo = self.begins(home);
        while let Some(pc) = todo.pop() {
            if let Some(op) = self.program.code.get(pc as usize)
                && seen.insert(pc)
            {
                op.next(pc, |next| todo.push(next));
            }
        }
        let mut times: HashMap<SmolStr, u32> = HashMap::new();
        let named = seen.into_iter().filter_map(|pc| Some((self.place_word(pc)?, pc)));
        named
            .map(|(name, pc)| {
                let count = times.entry(name.clone()).or_insert(0);
                *count += 1;
                (if *count == 1 { name } else { format_smolstr!("{name} {count}") }, pc)
            })
            .collect()
    }

    /// Every option and handler of a flow and its steps, by home and name.
    pub(crate) fn answers(&self, home: Home) -> Vec<Answer> {
        let Some((options, first, handlers, number)) = self.home_parts(home) else { return Vec::new() };
        let options = options.iter().enumerate().map(|(i, o)| Answer {
            id: first + i as u32,
            home,
            name: format_smolstr!("选项 {}", self.label_name(o.label)),
        });
        let handlers = (0..handlers.len() as u32).map(|i| Answer { id: number + i, home, name: format_smolstr!("当 {}", i + 1) });
        options.chain(handlers).collect()
    }

    /// The home of an option or handler by its number.
    pub(crate) fn home_of(&self, id: u32) -> Option<Answer> {
        if let Some(body) = self.index.limits.body_of(id) {
            return Some(Answer { id, home: Home::Body(id), name: body.name.clone() });
        }
        let inside = |(from, to): (u32, u32)| (from..to).contains(&id);
        let flow = self.index.flows.iter().enumerate().find(|(f, ix)| {
            let handlers = self.program.flows.get(*f).map_or(0, |f| f.handlers.len() as u32);
            inside(ix.opts) || (id >= HANDLER && inside((ix.handlers, ix.handlers + handlers)))
        });
        let home = match flow {
            Some((f, _)) => Home::Flow(f as u32),
            None => {
                let step = self.index.steps.iter().find(|ix| {
                    let step = self.program.flows.get(ix.flow as usize).and_then(|f| f.steps.get(ix.step as usize));
                    let handlers = step.map_or(0, |s| s.handlers.len() as u32);
                    inside(ix.opts) || (id >= HANDLER && inside((ix.handlers, ix.handlers + handlers)))
                })?;
                Home::Step(step.flow, step.step)
            }
        };
        self.answers(home).into_iter().find(|a| a.id == id)
    }

    /// The number of a limit's body by its name.
    pub(crate) fn body_named(&self, name: &str) -> Option<u32> {
        self.index.limits.bodies.iter().position(|b| b.name == name).map(|i| BODY | i as u32)
    }

    fn begins(&self, home: Home) -> Vec<Pc> {
        if let Home::Body(id) = home {
            return self.index.limits.body_of(id).map(|b| b.pc).into_iter().collect();
        }
        let Some((options, _, handlers, _)) = self.home_parts(home) else { return Vec::new() };
        let bodies = options.iter().map(|o| o.body).chain(handlers.iter().map(|h| h.body));
        let entry = match home {
            Home::Step(flow, step) => self.program.flows.get(flow as usize).and_then(|f| f.steps.get(step as usize)).map(|s| s.entry),
            Home::Flow(_) | Home::Body(_) => None,
        };
        bodies.chain(entry).collect()
    }

    /// Options and handlers of a home with the numbers of their first ones.
    fn home_parts(&self, home: Home) -> Option<(&[Opt], u32, &[Handler], u32)> {
        match home {
            Home::Body(_) => None,
            Home::Flow(f) => {
                let (flow, ix) = (self.program.flows.get(f as usize)?, self.index.flows.get(f as usize)?);
                Some((&flow.options, ix.opts.0, &flow.handlers, ix.handlers))
            }
            Home::Step(f, s) => {
                let step = self.program.flows.get(f as usize)?.steps.get(s as usize)?;
                let ix = self.index.steps.get(self.index.flows.get(f as usize)?.first_step.checked_add(s)? as usize)?;
                Some((&step.options, ix.opts.0, &step.handlers, ix.handlers))
            }
        }
    }

    fn place_word(&self, pc: Pc) -> Option<SmolStr> {
        let flow = |f: u32| self.program.flows.get(f as usize).map_or("", |f| f.name.as_str());
        Some(match self.program.code.get(pc as usize)? {
            Op::Ask(ask) => ask.at.clone(),
            Op::Fill(fill) => fill.at.clone(),
            Op::Do(action) if action.into.is_some() => action.at.clone(),
            Op::Wait(wait) => wait.at.clone(),
            Op::Call(callee, ..) => format_smolstr!("调用 {}", flow(*callee)),
            Op::Again(..) => SmolStr::new("重等"),
            Op::Rest => SmolStr::new("歇"),
            Op::Resume => SmolStr::new("回"),
            _ => return None,
        })
    }
}

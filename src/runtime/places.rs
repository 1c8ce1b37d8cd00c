//! Names of the places in a program where a session may wait, so that a snapshot holds no index.

use super::index::HANDLER;
use super::limits::BODY;
use super::lines::opens_duty;
use super::machine::Machine;
use crate::program::spell::{For, Speller};
use crate::program::{Handler, Opt, Param, Pc};
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
    pub(crate) body: Pc,
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

/// Tells equal names apart, every one of them: `等 事件「到货」 1/2`. A program that has another number of them has none of these names,
/// so that nothing is taken for its neighbour.
fn apart<T>(named: Vec<(String, T)>) -> Vec<(SmolStr, T)> {
    let mut times: HashMap<String, (u32, u32)> = HashMap::new();
    named.iter().for_each(|(name, _)| times.entry(name.clone()).or_insert((0, 0)).1 += 1);
    let told = named.into_iter().map(|(name, what)| match times.get_mut(&name) {
        Some((at, of)) if *of > 1 => {
            *at += 1;
            (format_smolstr!("{name} {at}/{of}"), what)
        }
        _ => (SmolStr::new(&name), what),
    });
    told.collect()
}

impl Machine {
    /// The named places of the code that begins at `start`, in its order.
    pub(crate) fn places(&self, home: Home, start: Pc) -> Vec<(SmolStr, Pc)> {
        let speller = self.speller_in(home);
        let named = self.reach(start).into_iter().filter_map(|pc| Some((speller.waits(self.program.code.get(pc as usize)?)?, pc)));
        apart(named.collect())
    }

    /// The operations that order something to be said, by their words, in the order of the code that begins at `start`.
    pub(crate) fn orders(&self, home: Home, start: Pc) -> Vec<(SmolStr, Pc)> {
        let speller = self.speller_in(home);
        let ops =
            self.reach(start).into_iter().filter_map(|pc| Some((self.program.code.get(pc as usize).filter(|op| opens_duty(op))?, pc)));
        apart(ops.filter_map(|(op, pc)| Some((speller.op(op)?, pc))).collect())
    }

    /// Every operation that the code from `start` on can come to, in order.
    pub(crate) fn reach(&self, start: Pc) -> BTreeSet<Pc> {
        let mut seen: BTreeSet<Pc> = BTreeSet::new();
        let mut todo = vec![start];
        while let Some(pc) = todo.pop() {
            if let Some(op) = self.program.code.get(pc as usize)
                && seen.insert(pc)
            {
                op.next(pc, |next| todo.push(next));
            }
        }
        seen
    }

    /// Every option and handler of a step, or of a flow at any time.
    pub(crate) fn answers(&self, home: Home) -> Vec<Answer> {
        let Some((options, first, handlers, number)) = self.home_parts(home) else { return Vec::new() };
        let (Home::Step(flow, _) | Home::Flow(flow)) = home else { return Vec::new() };
        let speller = Speller::new(&self.program, For::Names).in_flow(Some(flow));
        let options = options.iter().enumerate().map(|(i, o)| (format!("选项 {}", speller.label(o.label)), (first + i as u32, o.body)));
        let handlers = handlers.iter().enumerate().map(|(i, h)| (format!("当 {}", speller.events(&h.on)), (number + i as u32, h.body)));
        apart(options.chain(handlers).collect()).into_iter().map(|(name, (id, body))| Answer { id, home, name, body }).collect()
    }

    /// The home of an option or handler by its number.
    pub(crate) fn home_of(&self, id: u32) -> Option<Answer> {
        if let Some(body) = self.index.limits.body_of(id) {
            return Some(Answer { id, home: Home::Body(id), name: body.name.clone(), body: body.pc });
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

    /// Where the code of a step begins.
    pub(crate) fn entry_of(&self, flow: u32, step: u32) -> Option<Pc> {
        self.program.flows.get(flow as usize)?.steps.get(step as usize).map(|s| s.entry)
    }

    /// A speller that knows the variables of a home.
    pub(crate) fn speller_in(&self, home: Home) -> Speller<'_> {
        let speller = Speller::new(&self.program, For::Names);
        match home {
            Home::Step(flow, _) | Home::Flow(flow) => speller.in_flow(Some(flow)),
            Home::Body(id) => match self.index.limits.body_of(id).and_then(|b| b.of.flow(&self.program)) {
                Some(flow) => speller.in_flow(Some(flow)),
                None => speller.with_vars(self.body_vars(id)),
            },
        }
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
}

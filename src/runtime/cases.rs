//! 工单: each has a stack of its own and lives on after the call.

use super::effect::EffectKind;
use super::machine::Machine;
use super::observe::{ALL, Invoked, Scene};
use super::occur::Occur;
use super::run::{Halt, Run};
use super::start::Line;
use super::state::{NONE, State, Thread};
use super::value::Val;
use crate::base::limits::OPEN_CASES;
use crate::program::Program;
use std::sync::Arc;

impl Run<'_> {
    /// 立单: the case's place among the threads and its first operation.
    pub(crate) fn open_case(&mut self, t: usize, pc: u32, flow: u32, args: Vec<Val>) -> Result<(usize, u32), Halt> {
        if self.st.threads.iter().filter(|t| !t.ended && t.id != 0).count() >= OPEN_CASES {
            return Err(Halt::ManyCases);
        }
        let acting = self.acting(t);
        let (consents, identified) = self.st.threads.get(t).map(|th| (th.consents.clone(), th.identified)).unwrap_or_default();
        self.st.core.opened += 1;
        let id = self.st.core.opened;
        self.emit(t, pc, EffectKind::Open(id));
        self.st.threads.push(Thread { id, flow, acting, consents, identified, ..Thread::default() });
        let case = self.st.threads.len() - 1;
        let entry = self.call(case, flow, args)?;
        Ok((case, entry))
    }

    /// The place of an open thread by its number.
    pub(crate) fn thread_of(&self, id: u32) -> Option<usize> {
        self.st.threads.iter().position(|t| t.id == id && !t.ended)
    }
}

impl State {
    /// Whose an event is while it happens, where rules or limits of the program ask for that.
    pub(crate) fn scene(&self, m: &Machine, case: u32, what: &Occur) -> Option<Arc<Scene>> {
        let asks = &m.asks;
        if !asks.cases && asks.flows.is_empty() {
            return None;
        }
        let cases = if asks.cases { self.cases_of(m, case, what) } else { Vec::new() };
        let threads = self.threads.iter().filter(|t| !t.ended && (case == ALL || t.id == case));
        let invoked = threads.flat_map(|t| {
            t.frames.iter().rev().filter(|f| f.handler == NONE).filter_map(|frame| {
                let (flow, _) = m.step(frame.step).filter(|(flow, _)| asks.flows.contains(flow))?;
                let declared = m.program.flows.get(flow as usize).map_or(0, |f| f.vars.len());
                let vars = t.locals_of(frame).get(..declared).unwrap_or(&[]).to_vec();
                Some(Invoked { case: t.id, flow, vars })
            })
        });
        Some(Arc::new(Scene { cases, flows: invoked.collect() }))
    }

    /// The cases on whose lines an event lies. What the host does not say of a declared event, its arguments may: they name the case that
    /// was opened with the same. What happens on the call's line is of every case that is open.
    pub(crate) fn cases_of(&self, m: &Machine, case: u32, what: &Occur) -> Vec<u32> {
        let is_case = |t: &&Thread| m.program.flows.get(t.flow as usize).is_some_and(|f| f.case);
        if case != ALL {
            let call = self.threads.iter().find(|t| t.id == case).is_some_and(|t| !is_case(&t));
            return if call && self.core.line == Line::Flow { Vec::new() } else { vec![case] };
        }
        // A session without a flow is the one case there is.
        if self.core.line != Line::Flow {
            return vec![0];
        }
        let open: Vec<&Thread> = self.threads.iter().filter(|t| !t.ended && t.aside.is_none()).filter(is_case).collect();
        match what {
            Occur::Declared(event, args, _) if open.len() > 1 => {
                open.into_iter().filter(|t| named(m, t, *event, args)).map(|t| t.id).collect()
            }
            _ => open.into_iter().map(|t| t.id).collect(),
        }
    }
}

/// Whether the arguments of an event agree with all that a case was opened with under the same names, of which there is one at least.
fn named(m: &Machine, case: &Thread, event: u32, args: &[Val]) -> bool {
    let flow = case.frames.first().and_then(|f| m.step(f.step)).and_then(|(flow, _)| m.program.flows.get(flow as usize));
    let Some(flow) = flow else { return false };
    let own = flow.vars.iter().take(flow.params as usize).zip(&case.vars);
    let declared = m.program.events.get(event as usize).map_or(&[][..], |e| &e.params);
    let shared = own.filter_map(|(param, own)| {
        let at = declared.iter().position(|p| p.name == param.name && p.slot.ty == param.slot.ty)?;
        args.get(at).filter(|arg| arg.is_known() && !matches!(arg, Val::Record(_))).map(|arg| arg == own)
    });
    let shared: Vec<bool> = shared.collect();
    !shared.is_empty() && shared.into_iter().all(|same| same)
}

/// What the rules and limits of a program ask of the scene of an event.
#[derive(Debug, Default)]
pub(crate) struct Asks {
    /// Something is kept by case.
    pub(crate) cases: bool,
    /// Flows whose values are read when an event is judged, in order.
    pub(crate) flows: Vec<u32>,
}

impl Asks {
    /// What a program asks.
    pub(crate) fn of(p: &Program) -> Self {
        let by_case = |line: crate::program::Line| line == crate::program::Line::Case;
        let rules = p.rules.iter().filter(|r| by_case(r.line));
        let deadlines = p.deadlines.iter().filter(|d| d.flow.is_none() && by_case(d.line));
        let keys: Vec<&str> = rules.clone().filter_map(|r| r.key.as_deref()).chain(deadlines.clone().map(|d| d.key.as_str())).collect();
        let told_by = |key: &&str| key.split('.').next().unwrap_or_default().to_owned();
        let keys: Vec<String> = keys.iter().map(told_by).collect();
        let read = |flow: u32| p.rules.iter().flat_map(|r| &r.sentences).any(|s| s.flow == Some(flow));
        let tells = |f: &crate::program::Flow| f.case && f.vars.iter().take(f.params as usize).any(|v| keys.iter().any(|k| v.name == *k));
        let flows = p.flows.iter().enumerate().filter(|(at, f)| read(*at as u32) || tells(f)).map(|(at, _)| at as u32);
        Self { cases: rules.count() + deadlines.count() > 0, flows: flows.collect() }
    }
}

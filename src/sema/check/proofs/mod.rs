//! What must hold where it stands, held against what holds on every way there: values that are read, what is asserted, agreed, promised.
//!
//! Each check names its doubts: places where something is not proved. A doubt is reported where a single way shows it, with that way.

mod asserted;
mod consent;
mod disabled;
mod known;
mod never_asked;
mod promise;
mod secret;
mod separate;
mod tainted;

use super::Context;
use super::facts::{Facts, How, Look, Shared, Trace, Traces};
use crate::base::{Diagnostic, Level, Message, Sources};
use crate::sema::model::{Flow, FlowId, Model, Step, Stmt};
use std::collections::HashSet;

/// Doubts whose ways are followed one by one; of what a script has beyond that, the way is told less exactly.
const FOLLOWED: usize = 100;

/// Runs every check.
pub(crate) fn check<'m>(cx: &Context<'m>, facts: &Facts<'m>, traces: &Traces<'_, 'm>, out: &mut Vec<Diagnostic>) {
    let tainted = tainted::flows(cx);
    let sites: Vec<Site<'_, 'm>> = (0..facts.nodes.count()).filter_map(|node| Site::of(cx, facts, traces, node, &tainted)).collect();
    let guards = asserted::guards(cx.model);
    let kept = promise::kept(cx, facts);
    let mut doubts = Vec::new();
    for site in &sites {
        known::doubts(site, &mut doubts);
        consent::doubts(site, &mut doubts);
        asserted::doubts(site, &guards, &mut doubts);
        promise::doubts(site, &kept, &mut doubts);
        secret::doubts(site, &mut doubts);
        disabled::doubts(site, &mut doubts);
        separate::doubts(site, &mut doubts);
    }
    never_asked::check(&sites, out);
    separate::duties(cx, facts, &tainted, out);
    promise::words_of(cx, out);
    let mut told = HashSet::new();
    let mut followed = 0;
    for doubt in doubts {
        if told.contains(&doubt.once) {
            continue;
        }
        followed += 1;
        if let Some(found) = doubt.settled(facts, cx.sources, followed > FOLLOWED) {
            out.push(found);
            told.insert(doubt.once);
        }
    }
}

/// One step or handler, with what holds along it.
struct Site<'a, 'm> {
    cx: &'a Context<'m>,
    facts: &'a Facts<'m>,
    node: usize,
    id: FlowId,
    flow: &'m Flow,
    trace: &'a Trace<'a, 'm>,
}

/// A point of a step or handler.
#[derive(Debug, Clone, Copy)]
enum Spot<'m> {
    /// Before a statement.
    Stmt(&'m Stmt),
    /// Where its options wait.
    Rest,
}

/// Whether the package promises anything, or claims anything that a line may say by the way: then every line is looked at.
pub(crate) fn promises(model: &Model) -> bool {
    !asserted::guards(model).is_empty() || promise::promised(model)
}

impl<'a, 'm> Site<'a, 'm> {
    fn of(cx: &'a Context<'m>, facts: &'a Facts<'m>, traces: &'a Traces<'_, 'm>, node: usize, tainted: &[bool]) -> Option<Self> {
        let (id, _) = facts.nodes.at(node)?;
        let flow = cx.model.flows.get(id.index())?;
        if tainted.get(id.index()) == Some(&true) {
            return None;
        }
        let trace = traces.all.get(node)?.as_ref()?;
        Some(Self { cx, facts, node, id, flow, trace })
    }

    fn look<'b>(&'b self, state: &'b Shared) -> Look<'b, 'm> {
        Look { shapes: &self.facts.shapes, flow: self.flow, state }
    }

    /// That something is wrong at a point of it on some way; one of those with the same `once` is told.
    fn doubt(
        &self,
        spot: Spot<'m>,
        once: String,
        wrong: impl Fn(&Look<'_, 'm>) -> bool + 'a,
        tell: impl Fn(&Message, &Look<'_, 'm>) -> Diagnostic + 'a,
    ) -> Doubt<'a, 'm> {
        Doubt { flow: self.flow, node: self.node, spot, warns: false, once, wrong: Box::new(wrong), tell: Box::new(tell) }
    }

    /// The statements, each with what is known before it.
    fn stmts<'b>(&'b self) -> impl Iterator<Item = (&'m Stmt, Look<'b, 'm>)> {
        self.trace.at.iter().map(|(stmt, state)| (*stmt, self.look(state)))
    }

    /// The step whose options wait, with what is known there.
    fn rest<'b>(&'b self) -> Option<(&'m Step, Look<'b, 'm>)> {
        self.trace.rest.as_ref().map(|(step, state)| (*step, self.look(state)))
    }
}

/// Something that is not proved at a point.
struct Doubt<'a, 'm> {
    flow: &'m Flow,
    node: usize,
    spot: Spot<'m>,
    /// It is only a warning where nothing but what breaks into a wait can bring it about.
    warns: bool,
    /// Of doubts with the same text here, one is told.
    once: String,
    /// Whether it is wrong where this is known.
    wrong: Box<dyn Fn(&Look<'_, 'm>) -> bool + 'a>,
    /// What is said of it: the way there, and what is known at its end.
    tell: Box<Tell<'a, 'm>>,
}

/// What is said of a way and of what is known at its end.
type Tell<'a, 'm> = dyn Fn(&Message, &Look<'_, 'm>) -> Diagnostic + 'a;

impl<'m> Doubt<'_, 'm> {
    fn settled(&self, facts: &Facts<'m>, sources: &Sources, roughly: bool) -> Option<Diagnostic> {
        let here = |state: &Shared| -> Option<Shared> {
            let (_, trace) = facts.trace_from(self.node, state.clone())?;
            match self.spot {
                Spot::Stmt(stmt) => trace.before(stmt).cloned(),
                Spot::Rest => trace.rest.map(|(_, s)| s),
            }
        };
        let look = |state: &Shared| -> bool { (self.wrong)(&Look { shapes: &facts.shapes, flow: self.flow, state }) };
        let mut wrong = |state: &Shared| here(state).is_some_and(|s| look(&s));
        let straight = if roughly { None } else { facts.way(self.node, How::Straight, &mut wrong) };
        let broken = straight.is_none();
        let way = match straight {
            Some(way) => way,
            None => facts.way(self.node, if roughly { How::Roughly } else { How::Each }, &mut wrong)?,
        };
        let state = here(&way.state).filter(look)?;
        let found = (self.tell)(&facts.path(&way, sources), &Look { shapes: &facts.shapes, flow: self.flow, state: &state });
        Some(if broken && self.warns && !roughly { Diagnostic { level: Level::Warn, ..found } } else { found })
    }
}

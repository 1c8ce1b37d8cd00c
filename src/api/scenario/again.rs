//! Scenarios played again on a script that was changed: whether any of them notices.

use super::hits::Hits;
use super::player;
use super::report::Ending;
use super::script;
use crate::program::{LoadError, Program, SourceMap};
use crate::runtime::Machine;
use crate::sema::model::{Model, Scenario};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// A scenario that passes, and the steps it came by.
#[derive(Debug)]
pub(in crate::api) struct Passing {
    /// Its place in the model.
    pub(in crate::api) scenario: usize,
    /// Flow and step.
    pub(in crate::api) steps: BTreeSet<(SmolStr, SmolStr)>,
}

/// The scenarios that pass, of those that `pick` picks.
pub(in crate::api) fn passing(
    model: &Model,
    program: Program,
    sources: SourceMap,
    pick: impl Fn(&Scenario) -> bool,
) -> Result<Vec<Passing>, LoadError> {
    let machine = Machine::watched(program, sources)?;
    let mut found = Vec::new();
    for (index, scenario) in model.scenarios.iter().enumerate().filter(|(_, s)| pick(s)) {
        let (ending, _) = player::play(script(model, &machine, scenario), scenario, &mut Hits::new(&machine));
        let ops = machine.touched().ops;
        let flows = machine.program.flows.iter();
        let steps = flows.flat_map(|f| f.steps.iter().map(move |s| (f, s)));
        let steps = steps.filter(|(_, s)| ops.contains(&s.entry)).map(|(f, s)| (f.name.clone(), s.name.clone())).collect();
        if matches!(ending, Ending::Passed) {
            found.push(Passing { scenario: index, steps });
        }
    }
    Ok(found)
}

/// The first of some scenarios that does not pass with this program.
pub(in crate::api) fn first_not_passing(
    model: &Model,
    program: Program,
    sources: SourceMap,
    mut among: impl Iterator<Item = usize>,
) -> Result<Option<usize>, LoadError> {
    let machine = Machine::new(program, sources)?;
    let mut hits = Hits::new(&machine);
    Ok(among.find(|index| {
        let Some(scenario) = model.scenarios.get(*index) else { return true };
        let (ending, _) = player::play(script(model, &machine, scenario), scenario, &mut hits);
        !matches!(ending, Ending::Passed)
    }))
}

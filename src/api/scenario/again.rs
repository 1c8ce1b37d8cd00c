//! Scenarios played again on a script that was changed: whether any of them notices.

use super::player;
use super::report::Ending;
use super::script;
use crate::program::{LoadError, Program, SourceMap};
use crate::runtime::{Machine, Point};
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
        let ending = player::play(script(model, &machine, scenario), scenario).ending;
        let entered = machine.touched().into_keys().filter_map(|point| if let Point::Step(step) = point { Some(step) } else { None });
        let steps = entered.filter_map(|step| machine.step_names(step)).map(|(f, s)| (f.into(), s.into())).collect();
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
    Ok(among.find(|index| {
        let Some(scenario) = model.scenarios.get(*index) else { return true };
        let ending = player::play(script(model, &machine, scenario), scenario).ending;
        !matches!(ending, Ending::Passed)
    }))
}

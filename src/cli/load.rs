//! A program from a source path or a `.huac` alike.

use super::console::Console;
use super::failure::{Failure, Outcome};
use super::files::Target;
use super::{build, check, files};
use crate::api::{Built, Checked};
use crate::base::Message;
use crate::runtime::Machine;
use std::path::Path;
use std::sync::Arc;

/// A program and, where it came from source, what it was made of.
pub(crate) struct Loaded {
    /// Ready to be played.
    pub(crate) machine: Arc<Machine>,
    /// The package and what was built of it, where the path named source.
    pub(crate) source: Option<(Checked, Built)>,
}

/// Loads or compiles; where findings stand in the way they are printed and there is no program.
pub(crate) fn load(path: &Path, console: &mut Console) -> Outcome<Option<Loaded>> {
    read(path, check::checked, console)
}

/// As [`load`], but for scenarios, whose faults are no part of what runs.
pub(crate) fn program(path: &Path, console: &mut Console) -> Outcome<Option<Arc<Machine>>> {
    Ok(read(path, check::compared, console)?.map(|loaded| loaded.machine))
}

fn read(path: &Path, how: fn(&Target) -> Outcome<Checked>, console: &mut Console) -> Outcome<Option<Loaded>> {
    if path.extension().is_some_and(|e| e == "huac") {
        let machine = Machine::load(&files::read(path)?).map_err(|e| refused(path, &e.message()))?;
        return Ok(Some(Loaded { machine, source: None }));
    }
    let checked = how(&files::target(path)?)?;
    let Some(built) = build::built(&checked, console)? else { return Ok(None) };
    let machine = Machine::new(built.program.clone(), built.source_map.clone()).map_err(|e| refused(path, &e.message()))?;
    Ok(Some(Loaded { machine, source: Some((checked, built)) }))
}

fn refused(path: &Path, why: &Message) -> Failure {
    let path = path.display();
    Failure::new(format!("{path} 不能用：{}", why.zh), format!("{path} cannot be used: {}", why.en))
}

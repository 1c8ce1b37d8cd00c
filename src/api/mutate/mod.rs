//! `test --mutate`: the script changed in one place at a time, and whether a scenario notices.

mod report;

pub use report::{Changed, Fate, MutationReport, MutationSummary};

use super::build::Built;
use super::check::{Checked, Read};
use super::input::Input;
use super::report::VERSION;
use super::scenario::{Passing, first_not_passing, passing};
use crate::base::{Diagnostic, FileId, Lang, Position, Span};
use crate::lower;
use crate::mutate::{self, Mutant, Ruled};
use crate::program::LoadError;
use crate::sema::model::{Model, Scenario};
use crate::syntax::{
    self,
    ast::{DeclKind, File},
};
use rayon::prelude::*;
use smol_str::SmolStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What became of every change.
#[derive(Debug)]
pub struct Mutation {
    tried: Vec<Tried>,
    /// How many changes could be made; more than were tried where there were too many.
    possible: usize,
}

/// One change that was tried.
#[derive(Debug)]
struct Tried {
    mutant: Mutant,
    end: End,
    /// A scenario that came by the place, the first in source order.
    near: Option<usize>,
}

/// What noticed a change.
#[derive(Debug)]
enum End {
    /// A scenario, by its place in the model: it does not pass any more.
    Scenario(usize),
    /// A scenario, by its name: it speaks of what is not there any more.
    Named(SmolStr),
    /// The checker, with a code.
    Checker(&'static str),
    /// Nothing did.
    Unnoticed,
}

/// Changes a package in one place at a time, at most `most` places, and plays the scenarios that `pick` picks each time. The package must
/// be the one that was checked and built; scenarios that do not pass as it stands are left out. `done` hears how many changes were tried,
/// of how many.
pub fn mutate(
    input: &Input,
    checked: &Checked,
    built: &Built,
    pick: impl Fn(&Scenario) -> bool,
    most: usize,
    done: &(dyn Fn(usize, usize) + Sync),
) -> Result<Mutation, LoadError> {
    let passing = passing(&checked.model, built.program.clone(), built.source_map.clone(), pick)?;
    let Ok(read) = Read::of(input) else { return Ok(Mutation { tried: Vec::new(), possible: 0 }) };
    let own: Vec<(FileId, Arc<File>)> =
        read.workspace.packages.first().map(|p| p.files.iter().map(|f| (f.id, f.tree.clone())).collect()).unwrap_or_default();
    let ruled = Ruled::of(own.iter().map(|(_, tree)| &**tree));
    let of_file = |(id, tree): &(FileId, Arc<File>)| {
        let source = read.sources.get(*id);
        source.map(|source| mutate::mutants(tree, source, &ruled)).unwrap_or_default()
    };
    // What is inherited is for the scenarios of the package that wrote it.
    let here: Vec<&(FileId, Arc<File>)> = own.iter().filter(|(id, _)| !read.is_inherited(*id)).collect();
    let all: Vec<Mutant> = here.into_par_iter().flat_map_iter(of_file).collect();
    let possible = all.len();
    let chosen = spread(all, most);
    let (total, count) = (chosen.len(), AtomicUsize::new(0));
    let scenes = scenes(&read);
    let cx = Cx { read: &read, own: &own, ruled: &ruled, passing: &passing, scenes: &scenes };
    let tried = chosen.into_par_iter().map(|mutant| {
        let tried = cx.tried(mutant);
        done(count.fetch_add(1, Ordering::Relaxed) + 1, total);
        tried
    });
    Ok(Mutation { tried: tried.collect(), possible })
}

/// At most so many of them, taken evenly from all over.
fn spread(all: Vec<Mutant>, most: usize) -> Vec<Mutant> {
    let total = all.len();
    if total <= most {
        return all;
    }
    let taken = |i: usize| (i + 1) * most / total > i * most / total;
    all.into_iter().enumerate().filter(|(i, _)| taken(*i)).map(|(_, m)| m).collect()
}

/// Where the scenarios stand, with their names.
fn scenes(read: &Read) -> Vec<(Span, SmolStr)> {
    let files = read.workspace.packages.iter().flat_map(|p| &p.files);
    let decls = files.flat_map(|f| &f.tree.decls);
    decls
        .filter_map(|d| match &d.kind {
            DeclKind::Scenario(s) => {
                let lines = s.plays.iter().map(|p| p.span).chain(s.rows.iter().flat_map(|r| &r.rows).map(|r| r.2));
                Some((lines.fold(d.span, Span::to), s.name.text.clone()))
            }
            _ => None,
        })
        .collect()
}

/// What trying a change needs to know.
struct Cx<'a> {
    read: &'a Read,
    own: &'a [(FileId, Arc<File>)],
    ruled: &'a Ruled,
    passing: &'a [Passing],
    scenes: &'a [(Span, SmolStr)],
}

impl Cx<'_> {
    fn tried(&self, mutant: Mutant) -> Tried {
        // A change inside a step is seen by those calls alone that come to this step.
        let comes_by = |p: &&Passing| mutant.step.as_ref().is_none_or(|step| p.steps.contains(step));
        let near: Vec<usize> = self.passing.iter().filter(comes_by).map(|p| p.scenario).collect();
        let end = self.end(&mutant, &near);
        let near = mutant.step.is_some().then(|| near.first().copied()).flatten();
        Tried { mutant, end, near }
    }

    fn end(&self, mutant: &Mutant, near: &[usize]) -> End {
        let file = mutant.span.file;
        let (Some((_, tree)), Some(source)) = (self.own.iter().find(|(id, _)| *id == file), self.read.sources.get(file)) else {
            return End::Unnoticed;
        };
        let model = match self.read.with(file, mutate::changed(tree, mutant, source, self.ruled)) {
            Ok(model) => model,
            Err(found) => return self.refused(&found),
        };
        self.played(&model, near)
    }

    /// What the checker found: faults of the script, or of a scenario that names what is gone.
    fn refused(&self, found: &[Diagnostic]) -> End {
        let scene =
            |d: &Diagnostic| self.scenes.iter().find(|(s, _)| s.file == d.span.file && s.range().contains(&(d.span.start as usize)));
        match found.iter().find(|d| scene(d).is_none()) {
            Some(outside) => End::Checker(outside.code.id),
            None => found.iter().find_map(scene).map_or(End::Unnoticed, |(_, name)| End::Named(name.clone())),
        }
    }

    fn played(&self, model: &Model, near: &[usize]) -> End {
        let lowered = lower::lower(model, &self.read.sources);
        match first_not_passing(model, lowered.program, lowered.sources, near.iter().copied()) {
            Ok(Some(scenario)) => End::Scenario(scenario),
            Ok(None) => End::Unnoticed,
            // A program that no runtime would read.
            Err(_) => End::Checker(crate::syntax::codes::BEYOND_LIMIT.id),
        }
    }
}

impl Mutation {
    /// What became of every change, in one language.
    pub fn report(&self, checked: &Checked, lang: Lang) -> MutationReport {
        let mut report = MutationReport { version: VERSION, changes: Vec::new(), summary: MutationSummary::default() };
        report.summary.possible = self.possible;
        for tried in &self.tried {
            report.summary.count(&tried.end);
            report.changes.push(tried.told(checked, lang));
        }
        report
    }
}

impl Tried {
    fn told(&self, checked: &Checked, lang: Lang) -> Changed {
        let scenario = |index: usize| {
            let scenario = checked.model.scenarios.get(index)?;
            let row = scenario.row.as_ref().map_or(String::new(), |row| format!("[{row}]"));
            Some(format!("{}{row}", scenario.name))
        };
        let (fate, by) = match self.end {
            End::Scenario(index) => (Fate::Noticed, scenario(index)),
            End::Named(ref name) => (Fate::Noticed, Some(name.to_string())),
            End::Checker(code) => (Fate::Refused, Some(code.to_owned())),
            End::Unnoticed => (Fate::Unnoticed, None),
        };
        let source = checked.sources.get(self.mutant.span.file);
        let position = |at: u32| source.map_or(Position { line: 1, column: 1, offset: 0 }, |s| s.position(at as usize));
        let start = position(self.mutant.span.start);
        let change = &self.mutant.change;
        Changed {
            kind: self.mutant.kind.name.to_owned(),
            file: source.map(|s| s.name.clone()).unwrap_or_default(),
            start,
            end: position(self.mutant.span.end),
            source: source.and_then(|s| s.text.lines().nth(start.line.saturating_sub(1) as usize)).unwrap_or_default().trim().to_owned(),
            change: change.what.get(lang).to_owned(),
            fate,
            by,
            step: self.mutant.step.as_ref().map(|(flow, step)| format!("{flow} / {step}")),
            scenario: self.near.and_then(scenario),
            advice: change.advice.get(lang).to_owned(),
            lines: lines(&change.lines, lang),
        }
    }
}

/// Lines of a scenario in the keywords of a language; those that are no whole lines yet stay as they are.
fn lines(lines: &[String], lang: Lang) -> Vec<String> {
    let scene = lines.iter().fold(String::from("场景 例\n"), |scene, line| format!("{scene}  {line}\n"));
    match syntax::format(&scene, Some(lang)) {
        Ok(text) if text.lines().count() == lines.len() + 1 => text.lines().skip(1).map(|l| l.trim().to_owned()).collect(),
        _ => lines.to_vec(),
    }
}

impl MutationSummary {
    fn count(&mut self, end: &End) {
        match end {
            End::Scenario(_) | End::Named(_) => self.noticed += 1,
            End::Checker(_) => self.refused += 1,
            End::Unnoticed => self.unnoticed += 1,
        }
    }
}

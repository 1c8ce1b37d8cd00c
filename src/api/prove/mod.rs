//! `prove`: every guarantee of a package, proved, refuted by a call, or neither.

mod assume;
mod breach;
mod call;
mod finding;
mod own;
mod report;
mod scene;
mod written;

pub use own::{OwnRule, Undecided};
pub use report::{Assumed, Guarantee, ProofLine, ProofReport, ProofSummary, Proved};

use self::assume::Assuming;
use super::build::Built;
use super::check::Checked;
use super::config::Config;
use crate::base::{Diagnostic, Sources};
use crate::lower::{self, Lowered};
use crate::program::LoadError;
use crate::prove::{Looked, Outcome, Proof, Prover, Why};
use crate::runtime::Machine;
use crate::sema::codes::guarantees::NOT_PROVABLE;
use crate::sema::model::{Model, Rule, RuleBody, RuleKind};
use rayon::prelude::*;
use std::sync::Arc;

pub use crate::prove::Bounds;

/// What a check looks at in passing; `huashu prove` looks at all there is.
const QUICK: Bounds = Bounds { states: 1_000, clocks: 16, steps: 20_000 };

/// The same of each sentence of a rule: there are many more of them, and what is not found here is watched in every call.
const PASSING: Bounds = Bounds { states: 200, clocks: 16, steps: 4_000 };

/// What came of the guarantees of a package.
#[derive(Debug)]
pub struct ProofRun {
    machine: Arc<Machine>,
    /// One a guarantee, in source order.
    proofs: Vec<Proof>,
    /// What the script by itself does against rules, by sentence: as far as a check looks.
    looked: Vec<(u32, usize, Looked)>,
    /// What there is to be mended, in the same order.
    pub findings: Vec<Diagnostic>,
}

/// Tries to prove the guarantees of a package whose name `pick` picks.
pub fn prove(checked: &Checked, built: &Built, pick: impl Fn(&str) -> bool) -> Result<ProofRun, LoadError> {
    let machine = Machine::new(built.program.clone(), built.source_map.clone())?;
    let prover = Prover::new(&built.program);
    let proofs = proofs(&checked.model, &checked.sources, &prover, &checked.config.bounds, &pick);
    let named = |rule: u32| checked.model.rules.get(rule as usize).is_some_and(|r| pick(&r.name));
    let looked = breach::looked(&prover, &checked.config.bounds.within(&PASSING), named);
    let of =
        |p: &Proof| finding::of(&checked.model, &machine, p).into_iter().chain(assume::findings(&checked.model, p)).collect::<Vec<_>>();
    let findings = proofs.iter().flat_map(of).collect();
    Ok(ProofRun { machine, proofs, looked, findings })
}

/// Takes out of what was found the guarantees of a form that nobody can prove (E0801): the others can be looked at all the same.
pub fn unprovable(checked: &mut Checked) -> Vec<Diagnostic> {
    let (found, rest) = std::mem::take(&mut checked.diagnostics).into_iter().partition(|d| d.code.id == NOT_PROVABLE.id);
    checked.diagnostics = rest;
    found
}

/// Whether there is anything to prove, or a rule that the script may break by itself.
pub(super) fn has_any(model: &Model) -> bool {
    guarantees(model).next().is_some() || breach::has_any(model)
}

/// What the guarantees and rules of a package without faults come to, and the program that was looked at. What nobody can play yet is not proved yet.
pub(super) fn findings(model: &Model, sources: &Sources, config: &Config) -> (Vec<Diagnostic>, Option<Lowered>) {
    if !crate::sema::unbound(model).is_empty() {
        return (Vec::new(), None);
    }
    let lowered = lower::lower(model, sources);
    let quick = config.bounds.within(&QUICK);
    let prover = Prover::new(&lowered.program);
    let proofs = proofs(model, sources, &prover, &quick, |_| true);
    let mut found = Vec::new();
    // Nearly every guarantee holds, and then there is no call to be told.
    if proofs.iter().any(|p| p.outcome != Outcome::Proved || !p.needless.is_empty())
        && let Ok(machine) = Machine::new(lowered.program.clone(), lowered.sources.clone())
    {
        for proof in &proofs {
            let finding = finding::of(model, &machine, proof);
            found.extend(finding.map(|d| match proof.outcome {
                Outcome::Unproved(Why::States | Why::Steps) if quick != config.bounds => finding::hasty(d),
                Outcome::Unproved(_) => finding::in_passing(d),
                Outcome::Proved | Outcome::Refuted(_) => d,
            }));
            found.extend(assume::findings(model, proof));
        }
    }
    found.extend(breach::findings(model, sources, &lowered, &prover, &config.bounds.within(&PASSING)));
    (found, Some(lowered))
}

fn proofs(model: &Model, sources: &Sources, prover: &Prover<'_>, bounds: &Bounds, pick: impl Fn(&str) -> bool) -> Vec<Proof> {
    let assuming = Assuming::new(model, sources);
    let proof = |rule| assuming.as_ref().and_then(|a| a.prove(rule, bounds)).unwrap_or_else(|| prover.prove(rule, &[], bounds));
    let all: Vec<u32> = guarantees(model).filter(|(_, r)| pick(&r.name)).map(|(at, _)| at).collect();
    all.into_par_iter().map(proof).collect()
}

fn guarantees(model: &Model) -> impl Iterator<Item = (u32, &Rule)> {
    let rules = model.rules.iter().enumerate().map(|(at, r)| (at as u32, r));
    rules.filter(|(_, r)| r.kind == RuleKind::Guarantee && r.body.as_ref().is_some_and(|b| !b.advice))
}

/// The rule of a proof, and what it says.
fn body<'a>(model: &'a Model, proof: &Proof) -> Option<(&'a Rule, &'a RuleBody)> {
    let rule = model.rules.get(proof.rule as usize)?;
    Some((rule, rule.body.as_ref()?))
}

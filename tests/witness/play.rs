//! Whether any call comes to what a probe asks for, and what really happens in that call.

use super::tried;
use huashu::api::{self, Checked, Input, InputFile, InputPackage};
use huashu::base::Level;
use huashu::lower;
use huashu::program::{Program, SourceMap};
use huashu::prove::{Bounds, Counterexample, Outcome, Prover};
use huashu::runtime::{Effect, EffectKind, Finding, Machine, Session, Start};
use std::sync::Arc;

/// States that are looked at for one witness.
const BOUNDS: Bounds = Bounds { states: 500, clocks: 16, steps: 8_000 };
/// The name of the guarantee that the call is to break.
const ASKED: &str = "没有证人";

/// What a call is to break that does what a probe does.
pub(super) const NEVER: &str = "不得 做 证人";

/// What a call came to.
pub(super) struct Seen {
    pub(super) machine: Arc<Machine>,
    pub(super) effects: Vec<Effect>,
}

/// A text as a package by itself, its guarantees left to the test.
pub(super) fn understood(text: &str) -> Checked {
    api::understand(&input(text)).expect("no huashu.toml")
}

/// The same, with what its proofs find.
pub(super) fn proved(text: &str) -> Checked {
    api::check(&input(text)).expect("no huashu.toml")
}

fn input(text: &str) -> Input {
    let file = InputFile { name: "例.hua".to_owned(), bytes: text.as_bytes().to_vec() };
    let package = InputPackage { name: "例".into(), files: vec![file], ..InputPackage::default() };
    Input { package, library: Vec::new(), today: Some((2026, 1, 5)) }
}

/// Plays a call that breaks the guarantee which stands behind the text. The text may have faults: that is what is being looked at.
pub(super) fn call(text: &str, guarantee: &str) -> Result<Seen, String> {
    let text = format!("{}\n保证 {ASKED}\n  {guarantee}\n", text.trim_end());
    let checked = understood(&text);
    // A number that nobody has settled is none that the probe could have spoilt.
    let unread = |d: &&huashu::base::Diagnostic| {
        d.code.id != "E0203" && d.level >= Level::Error && ["E00", "E01", "E02"].iter().any(|g| d.code.id.starts_with(g))
    };
    if let Some(fault) = checked.diagnostics.iter().find(unread) {
        let line = checked.sources.get(fault.span.file).map_or(0, |s| s.line_of(fault.span.start as usize));
        return Err(format!("unread: {line}: {} {}\n{text}", fault.code.id, fault.message.zh));
    }
    let lowered = lower::lower(&checked.model, &checked.sources);
    let rule = lowered.program.rules.iter().position(|r| r.name == ASKED).ok_or("no guarantee")?;
    match Prover::new(&lowered.program).prove(rule as u32, &[], &BOUNDS).outcome {
        Outcome::Refuted(call) => Ok(replayed(lowered.program, lowered.sources, &call)),
        Outcome::Proved => Err(format!("never: {guarantee}\n{text}")),
        // What a proof cannot tell apart is tried.
        Outcome::Unproved(why) if guarantee == NEVER => {
            tried::call(lowered.program, lowered.sources).ok_or_else(|| format!("open: {why:?}\n{text}"))
        }
        Outcome::Unproved(why) => Err(format!("open: {why:?}\n{text}")),
    }
}

fn replayed(program: Program, sources: SourceMap, call: &Counterexample) -> Seen {
    let machine = Machine::new(program, sources).expect("a sound program");
    let start =
        Start { flow: Some(call.flow.clone()), args: call.args.clone(), params: call.params.clone(), at: call.start, ..Start::default() };
    let mut session = Session::new(Arc::clone(&machine), start).expect("a call that begins");
    for (at, event) in &call.moves {
        session.advance(*at).expect("time passes");
        if let Some(event) = event {
            session.send(event, *at).expect("an event that fits");
        }
    }
    let effects = session.effects().to_vec();
    Seen { machine, effects }
}

impl Seen {
    /// The steps of the call, in order.
    pub(super) fn steps(&self) -> Vec<&str> {
        let entered = self.effects.iter().filter(|e| matches!(e.kind, EffectKind::Enter));
        entered.filter_map(|e| self.machine.step_names(e.step)).map(|(_, step)| step).collect()
    }

    /// Whether the call goes through these steps, in this order.
    pub(super) fn takes(&self, way: &[&str]) -> bool {
        let mut steps = self.steps().into_iter();
        way.iter().all(|want| steps.any(|step| step == *want))
    }

    /// Whether the machine itself found something amiss.
    pub(super) fn found(&self, is: impl Fn(&Finding) -> bool) -> bool {
        self.effects.iter().any(|e| matches!(&e.kind, EffectKind::Finding(f) if is(f)))
    }
}

//! Proves guarantees over all paths and all times of a program, or finds a call that breaks one.
//!
//! The machine that is searched is the runtime itself: a state of the proof is what a snapshot of a session holds, a step of it is an
//! event sent to a session or time passing in one. What is abstract is time alone: of the instants still to come only their order and
//! their bounds are kept, as zones. `docs/decisions/032-what-is-proved.md` says why that is exact and where it is not.

mod begin;
mod blame;
mod cells;
mod civil;
mod clock;
mod coarse;
mod cone;
mod distances;
mod effort;
mod free;
mod guarded;
mod leaves;
mod lengths;
mod live;
mod narrow;
mod node;
mod orders;
mod owed;
mod passed;
mod path;
mod people;
mod periods;
mod reads;
mod ready;
mod script;
mod search;
mod starts;
mod told;
mod trim;
mod world;
mod zone;

use crate::program::{Otherwise, Program};
use crate::runtime::{Event, Line};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// How much may be looked at for one guarantee: counts, never seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// States of machine, data and observer.
    pub states: usize,
    /// Instants still to come in one state.
    pub clocks: usize,
    /// Steps from one zone to the next; what takes longer counts for more than one.
    pub steps: usize,
}

impl Bounds {
    /// No more than either.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        Self { states: self.states.min(other.states), clocks: self.clocks.min(other.clocks), steps: self.steps.min(other.steps) }
    }
}

impl Default for Bounds {
    fn default() -> Self {
        Self { states: 100_000, clocks: 16, steps: 300_000 }
    }
}

/// What came of one guarantee.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Index into the program's rules.
    pub rule: u32,
    /// The result.
    pub outcome: Outcome,
    /// States that were looked at.
    pub states: usize,
    /// Zones that were looked at: in one state time may stand differently.
    pub zones: usize,
    /// Assumptions that the proof does without, by their places; whoever asks for it fills it in.
    pub needless: Vec<usize>,
    /// It was taken for granted that agents say and fill in what is ordered, and that a turn is over as it begins.
    pub speech: bool,
    /// It was taken for granted that the calendars know each day that a call needs.
    pub days: bool,
}

/// Whether a guarantee holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// 已证: on every path, at all times.
    Proved,
    /// 反例: a call breaks it.
    Refuted(Box<Counterexample>),
    /// 未证明: nobody can tell, and why.
    Unproved(Why),
}

/// Why a proof was not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// More states than may be looked at.
    States,
    /// More clocks run at once than may be followed.
    Clocks,
    /// More steps than may be made.
    Steps,
    /// Calls go too deep, or one event sets off too much.
    Depth,
    /// It depends on the date or the time of day.
    Calendar,
    /// It depends on which of two values is the greater one.
    Compared,
    /// It depends on lengths that are added up, or on clocks that are stopped.
    Total,
    /// An event or a form has too many ways to come.
    Values,
    /// It depends on what is reckoned with values that people and hosts give.
    Reckoned,
    /// A value that is asked for cannot be tried in all its sorts.
    Untried,
    /// 粗化: the call that was found does not break it when it is played on the whole program.
    Coarse,
    /// A rule could not be judged.
    Unjudged,
    /// No call agrees with what is assumed.
    Impossible,
    /// No flow begins by itself, or none can begin.
    Start,
    /// What a call or a session is begun with can be given in too many ways.
    Starts,
    /// The same is owed more than once, and it is not known from when on.
    Owed,
    /// Some calls need days of a year that a calendar does not know.
    Years,
    /// What is done from period to period has a say in it.
    Periods,
}

/// A call that breaks a guarantee.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterexample {
    /// What it follows: a flow, or all that goes on in an organisation.
    pub line: Line,
    /// The flow it begins with.
    pub flow: SmolStr,
    /// The flow's arguments by name.
    pub args: Json,
    /// The session's parameters by name.
    pub params: Json,
    /// When it begins.
    pub start: i64,
    /// What happens, in order; nothing but time where there is no event.
    pub moves: Vec<(i64, Option<Event>)>,
    /// The number of the sentence that is broken, from 1; of 否则 the one that orders it.
    pub sentence: u32,
    /// What 否则 orders was not done.
    pub undone: Vec<Otherwise>,
}

/// What a script does against a sentence of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// Index into the program's rules.
    pub rule: u32,
    /// The sentence's number in it, from 1.
    pub sentence: u32,
    /// A call that follows the script and breaks it.
    pub call: Counterexample,
    /// Every whole call that it speaks of breaks it.
    pub always: bool,
    /// It is broken by what does not happen.
    pub missing: bool,
    /// What does not happen is a line that nothing keeps an agent from saying.
    pub voluntary: bool,
    /// Time runs out for it.
    pub late: bool,
    /// A line is to come before something, and it is not said yet when that happens.
    pub unsaid: bool,
}

/// What came of looking for what a script does against a sentence of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Looked {
    /// All that was to be looked at keeps it.
    Kept,
    /// A call that follows the script breaks it.
    Broken(Box<Breach>),
    /// Nobody can tell: why, and how many states were looked at.
    Undecided(Why, usize),
}

/// Looks at the rules of one program; what does not depend on the rule is looked at once.
#[derive(Debug)]
pub struct Prover<'p> {
    program: &'p Program,
    reaches: civil::Reaches,
}

impl<'p> Prover<'p> {
    /// For the rules of a program.
    pub fn new(program: &'p Program) -> Self {
        Self { program, reaches: civil::Reaches::default() }
    }

    /// Tries to prove one rule. Calls that break one of the rules that are assumed are not looked at.
    pub fn prove(&self, rule: u32, assumed: &[u32], bounds: &Bounds) -> Proof {
        search::prove(self, rule, assumed, bounds)
    }

    /// The sentences of rules, by rule and place, of which [`Prover::breach`] may tell something: none where nobody calls.
    pub fn candidates(&self) -> Vec<(u32, usize)> {
        if self.program.flows.is_empty() { Vec::new() } else { blame::candidates(self.program) }
    }

    /// What a script by itself does against a sentence of a rule, by its place; it keeps it where people and hosts alone decide.
    pub fn breach(&self, rule: u32, sentence: usize, bounds: &Bounds) -> Looked {
        script::breach(self, rule, sentence, bounds)
    }
}

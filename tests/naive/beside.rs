//! What goes on beside a flow: limits, and what rules have done where something was left out.

use super::flow::Seen;
use super::ledger::{Done, Late, Ledger};
use super::script::{KEYS, Script, Stream, What};
use super::stream::START;

/// 否则: what is to be done, when, and since when it was owed. Which obligation that is the judge finds, not the play.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    pub at: i64,
    /// Where it was too late from the beginning: what it is done right behind, by its place in what was seen.
    pub behind: Option<usize>,
    /// What is due sooner is done sooner, also where it became known too late.
    pub due: i64,
    /// The rule, by its place.
    pub rule: usize,
    /// The number by which the obligation is kept apart.
    pub of: Option<usize>,
    /// The number that the action is done with.
    pub key: usize,
    /// What opened the obligation, by its place in what was seen.
    pub since: usize,
}

/// What is due beside a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    Limit(Late),
    /// By its place in what is still to be done.
    Act(usize),
}

pub struct Beside<'a> {
    ledger: Ledger<'a>,
    /// What is still to be done, in the order in which it is due.
    acts: Vec<&'a Act>,
}

impl<'a> Beside<'a> {
    pub fn new(script: &'a Script, stream: &'a Stream, acts: &'a [Act]) -> Self {
        let mut acts: Vec<&Act> = acts.iter().collect();
        acts.sort();
        Self { ledger: Ledger::new(script, stream, START), acts }
    }

    /// The first thing due: limits before rules.
    pub fn due(&self, seen: usize) -> Option<(i64, Which)> {
        let act = self.acts.iter().position(|a| a.since < seen).map(|i| (self.acts[i].at, Which::Act(i)));
        self.ledger.due().map(|(at, late)| (at, Which::Limit(late))).into_iter().chain(act).min()
    }

    /// Does what is due first.
    pub fn fire(&mut self, now: i64, which: Which, seen: &[Seen]) {
        match which {
            Which::Limit(late) => self.ledger.fire(now, late),
            Which::Act(i) => {
                let act = self.acts.remove(i);
                // Whoever did the same since it was owed has done it,
                // but not what opened the obligation.
                let since = seen[act.since].at + i64::from(seen[act.since].what == What::Did(act.key));
                if !seen.iter().any(|s| s.at >= since && s.what == What::Did(act.key)) {
                    self.ledger.tells(Done::Line(format!("做 办 {}", KEYS[act.key])));
                    self.ledger.tells(Done::Seen(What::Did(act.key)));
                    self.takes(now, vec![What::Did(act.key)], Vec::new());
                }
            }
        }
    }

    /// Limits take what happened; then begins what was asked for.
    pub fn takes(&mut self, now: i64, all: Vec<What>, asked: Vec<usize>) {
        self.ledger.takes(now, all, asked);
    }

    /// What was too late from the beginning is done at once.
    pub fn at_once(&self, now: i64, seen: usize) -> Option<Which> {
        self.acts.iter().position(|a| a.behind.is_some() && a.since < seen && a.at <= now).map(Which::Act)
    }

    /// Which flows run.
    pub fn in_flows(&mut self, flows: Vec<usize>) {
        self.ledger.in_flows(flows);
    }

    /// A flow is left.
    pub fn left(&mut self, frame: usize) {
        self.ledger.left(frame);
    }

    /// The limits, for what a 期限 in a flow does to itself.
    pub fn ledger(&mut self) -> &mut Ledger<'a> {
        &mut self.ledger
    }

    /// What has been done since somebody last looked.
    pub fn done(&mut self) -> Vec<Done> {
        self.ledger.done()
    }

    /// Whether a limit takes events of this kind.
    pub fn listens(&self, what: &What) -> bool {
        self.ledger.listens(what)
    }
}

//! What a step's effects say of the guarantee, and the call that breaks it, for a reader.

use super::live::{Lived, Start, filled};
use super::path::{self, Dice, Made, Step};
use super::script::Aim;
use super::search::Search;
use super::{Counterexample, Why};
use crate::base::calendar::Fault;
use crate::program::Pattern;
use crate::runtime::{EffectKind, Event, Finding, Machine, Session};

/// How often whole minutes and seconds are tried for a reader.
const ROUNDED: usize = 32;

/// What was found of the guarantee in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    Unjudged,
    /// It breaks what is assumed.
    LeftOut,
    /// A calendar does not know a day of it.
    NoYear,
    Broken(u32),
}

impl Search<'_> {
    /// What a step's effects say of the guarantee, and whether 否则 can come no more.
    pub(super) fn broken(&self, session: &Session) -> Found {
        let mut found = Found::Nothing;
        if let Some((_, sentence)) = session.withdrawn().iter().find(|(rule, _)| *rule == self.rule && self.aim == Aim::Guarantee) {
            found = Found::Broken(*sentence);
        }
        for effect in session.effects() {
            let EffectKind::Finding(finding) = &effect.kind else { continue };
            if let Finding::Calendar(_, Fault::MissingYear(_)) = &**finding {
                return Found::NoYear;
            }
            let Finding::Rule(finding) = &**finding else { continue };
            if finding.broken && self.narrowed.assumed.contains(&finding.rule) {
                return Found::LeftOut;
            }
            if self.aim.sentence().is_some_and(|only| finding.sentence != only) {
                continue;
            }
            if finding.rule != self.rule || matches!(found, Found::Broken(_)) {
                continue;
            }
            if !finding.broken {
                found = Found::Unjudged;
            } else if self.aim != Aim::Guarantee || !self.is_remedied(finding.sentence) {
                found = Found::Broken(finding.sentence);
            }
        }
        found
    }

    /// Whether a sentence with a bound says what is done when it runs out: then that alone is promised.
    fn is_remedied(&self, sentence: u32) -> bool {
        let sentence = self.narrowed.program.sentence(self.rule, sentence);
        sentence.is_some_and(|s| !s.otherwise.is_empty() && matches!(s.pattern, Pattern::After(_, _, Some(_)) | Pattern::By(_)))
    }

    /// The call that a broken guarantee was found on, played once more at instants that are easy to read.
    pub(super) fn told(&mut self, begun: usize, steps: &[Step], found: Lived, sentence: u32) -> Result<Counterexample, Why> {
        let start = self.starts.get(begun).cloned().ok_or(Why::Start)?;
        let breaks = |lived: &Lived| matches!(self.broken(&lived.session), Found::Broken(_));
        let readable = path::readable(&start, steps, &self.reads).filter(breaks);
        // Where it must last long in all, that is not the soonest there is.
        let mut dice = Dice::new();
        let rounded = || (0..ROUNDED).find_map(|_| path::rounded(&start, steps, &self.reads, &mut dice).filter(breaks));
        let readable = readable.or_else(rounded);
        let lived = readable.unwrap_or(found);
        let start = Start { at: lived.instant(0), ..start };
        self.on_the_whole(&start, steps, &lived)?;
        // Where it does not matter to which case it belongs, nobody says so.
        let plain: Vec<Step> = steps.iter().map(unaddressed).collect();
        let steps = if self.on_the_whole(&start, &plain, &lived).is_ok() { &plain } else { steps };
        let mut moves = Vec::new();
        for step in steps {
            let at = lived.instant(step.at);
            match &step.made {
                Made::Begin(_) => {}
                Made::Pass => moves.push((at, None)),
                Made::Turn(turn) => {
                    let open = turn.within.map(|_| lived.instant(step.at + 1));
                    moves.extend(turn.events.iter().map(|e| (at, Some(filled(e, open)))));
                }
            }
        }
        let remedied = self.is_remedied(sentence) && self.aim == Aim::Guarantee;
        let undone = self.narrowed.program.sentence(self.rule, sentence).filter(|_| remedied);
        let (args, params) = start.given(&lived.at, &lived.lengths);
        Ok(Counterexample {
            params,
            line: start.line,
            flow: start.flow,
            args,
            start: start.at,
            moves,
            sentence,
            undone: undone.map_or(Vec::new(), |s| s.otherwise.clone()),
        })
    }

    /// Plays the call on the program as it is, all its rules in it: there too the guarantee must be broken.
    fn on_the_whole(&self, start: &Start, steps: &[Step], found: &Lived) -> Result<(), Why> {
        let machine = Machine::proving(self.whole.clone()).map_err(|_| Why::Start)?;
        let start = Start { machine, ..start.clone() };
        let at = found.at.iter().copied().take(1 + usize::from(start.within.is_some())).collect();
        let mut lived = Lived::begin(&start, at, found.lengths.clone()).ok_or(Why::Coarse)?;
        lived.at = found.at.clone();
        for step in steps {
            lived.make(step).map_err(|_| Why::Coarse)?;
        }
        let broken = matches!(self.broken(&lived.session), Found::Broken(_));
        if broken { Ok(()) } else { Err(Why::Coarse) }
    }
}

/// The same without saying to which case anything belongs.
fn unaddressed(step: &Step) -> Step {
    let mut step = step.clone();
    if let Made::Turn(turn) = &mut step.made {
        for event in &mut turn.events {
            if let Event::Choose { case, .. } | Event::Fill { case, .. } | Event::Submit { case, .. } | Event::Host { case, .. } = event {
                *case = None;
            }
        }
    }
    step
}

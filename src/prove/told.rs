//! What a step's effects say of the guarantee, and the call that breaks it, for a reader.

use super::live::{Lived, Start, filled};
use super::path::{self, Made, Step};
use super::search::Search;
use super::{Counterexample, Why};
use crate::program::SourceMap;
use crate::runtime::{Effect, EffectKind, Finding, Machine};

/// What was found of the guarantee in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    Unjudged,
    /// It breaks what is assumed.
    LeftOut,
    Broken(u32),
}

impl Search<'_> {
    /// What a step's effects say of the guarantee.
    pub(super) fn broken(&self, effects: &[Effect]) -> Found {
        let mut found = Found::Nothing;
        for effect in effects {
            let EffectKind::Finding(finding) = &effect.kind else { continue };
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
            let at = finding.sentence.saturating_sub(1) as usize;
            if !finding.broken {
                found = Found::Unjudged;
            } else if let Some(of) = at.checked_sub(self.narrowed.written).and_then(|i| self.narrowed.of.get(i)) {
                found = Found::Broken(*of as u32 + 1);
            } else if !self.narrowed.of.contains(&at) {
                found = Found::Broken(finding.sentence);
            }
        }
        found
    }

    /// The call that a broken guarantee was found on, played once more at instants that are easy to read.
    pub(super) fn told(&mut self, begun: usize, steps: &[Step], found: Lived, sentence: u32) -> Result<Counterexample, Why> {
        let start = self.starts.get(begun).cloned().ok_or(Why::Start)?;
        let readable = path::readable(&start, steps, &self.reads);
        let readable = readable.filter(|lived| matches!(self.broken(lived.session.effects()), Found::Broken(_)));
        let lived = readable.unwrap_or(found);
        let start = Start { at: lived.instant(0), ..start };
        self.on_the_whole(&start, steps, &lived)?;
        let mut moves = Vec::new();
        for step in steps {
            let at = lived.instant(step.at);
            match &step.made {
                Made::Begin => {}
                Made::Pass => moves.push((at, None)),
                Made::Turn(turn) => {
                    let open = turn.within.map(|_| lived.instant(step.at + 1));
                    moves.extend(turn.events.iter().map(|e| (at, Some(filled(e, open)))));
                }
            }
        }
        let sentences = &self.narrowed.program.rules.get(self.rule as usize).map_or(&[][..], |r| &r.sentences);
        let remedied = self.narrowed.of.contains(&(sentence.saturating_sub(1) as usize));
        let undone = sentences.get(sentence.saturating_sub(1) as usize).filter(|_| remedied);
        Ok(Counterexample {
            params: start.params(&lived.lengths),
            flow: start.flow,
            args: start.args,
            start: start.at,
            moves,
            sentence,
            undone: undone.iter().flat_map(|s| s.remedies()).map(|(action, _)| action).collect(),
        })
    }

    /// Plays the call on the program as it is, all its rules in it: there too the guarantee must be broken, and nothing of 否则 be done.
    fn on_the_whole(&self, start: &Start, steps: &[Step], found: &Lived) -> Result<(), Why> {
        let machine = Machine::new(self.whole.clone(), SourceMap::default()).map_err(|_| Why::Start)?;
        let start = Start { machine, ..start.clone() };
        let mut lived = Lived::begin(&start, start.at, found.lengths.clone()).ok_or(Why::Coarse)?;
        lived.at = found.at.clone();
        for step in steps {
            lived.make(step).map_err(|_| Why::Coarse)?;
        }
        let effects = lived.session.effects();
        let broken = matches!(self.broken(effects), Found::Broken(_));
        // That a remedy is never done is seen by its not being there.
        let sentences = self.whole.rules.get(self.rule as usize).map_or(&[][..], |r| &r.sentences);
        let remedies: Vec<u32> = sentences.iter().flat_map(|s| s.remedies()).map(|(action, _)| action).collect();
        let undone = !remedies.is_empty() && !effects.iter().any(|e| matches!(&e.kind, EffectKind::Do(d) if remedies.contains(&d.action)));
        if broken || undone { Ok(()) } else { Err(Why::Coarse) }
    }
}

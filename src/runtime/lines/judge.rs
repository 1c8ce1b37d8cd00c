//! What was said, held against what was ordered.

use super::duty::{Duty, DutyKind, Ended, Lines, Turn, is_agent};
use super::finding::{LineFault, LineFinding, Quote};
use crate::base::phrase::{Amount, Comparison, Place, Speech, Wanted, closest};
use crate::program::Modality;
use crate::runtime::effect::{Effect, EffectKind, Finding};
use crate::runtime::observe::Reason;
use crate::runtime::session::Session;
use smol_str::SmolStr;

/// Turns that are quoted where none comes close.
const QUOTED: usize = 2;

impl Session {
    /// When a duty can be judged next.
    pub(crate) fn lines_due(&self) -> i64 {
        self.lines.as_ref().map_or(crate::runtime::state::NEVER, |lines| lines.due(self.m.program.measure.lag))
    }

    /// Judges what can be judged by now.
    pub(crate) fn judge_lines(&mut self) {
        let now = self.st.core.now;
        while self.lines_due() <= now {
            let Some(lines) = &mut self.lines else { return };
            if lines.ended.is_empty() {
                return;
            }
            let ended = lines.ended.remove(0);
            for (duty, finding) in lines.judge(&ended) {
                let kind = EffectKind::Finding(Box::new(Finding::Line(Box::new(finding))));
                self.out.push(Effect { at: now, pc: duty.pc, step: duty.step, case: duty.case, kind });
            }
        }
    }
}

impl Lines {
    /// What is wrong with the lines of a stretch, in their order.
    fn judge<'d>(&self, ended: &'d Ended) -> Vec<(&'d Duty, LineFinding)> {
        let first = ended.duties.iter().map(|d| (d.at, d.seq)).min().unwrap_or((ended.at, ended.seq));
        let turns = self.turns.iter().filter(|t| t.until > first.0 || t.until == first.0 && t.seq > first.1);
        let turns: Vec<&Turn> = turns.filter(|t| t.from < ended.at || t.from == ended.at && t.seq < ended.seq).collect();
        let (mine, speech) = speech(&turns);
        let mut found = Vec::new();
        // The line that was said last of those before.
        let mut last: Option<(Place, SmolStr)> = None;
        for duty in &ended.duties {
            let heard = mine.iter().position(|t| t.until > duty.at || t.until == duty.at && t.seq > duty.seq);
            let from = (heard.unwrap_or(mine.len()), 0);
            let Some((choice, line, compared)) = closest(&duty.choices, &speech, Some(from)) else { continue };
            let told = Told { duty, ended, turns: &mine, since: from.0, choice, line };
            if !compared.said {
                let open = duty.choices.iter().any(|c| c.open);
                let fault = match (open, ended.cut_off) {
                    (true, _) => LineFault::Unknown(Reason::Fact),
                    (false, true) => LineFault::Unknown(Reason::Open),
                    (false, false) => LineFault::Missing,
                };
                found.push((duty, told.finding(&compared, fault, duty.modality)));
                continue;
            }
            let Some(place) = compared.place.filter(|_| duty.kind == DutyKind::Say) else { continue };
            match &last {
                Some((before, words)) if place.from < before.from => {
                    // It may have been said once more, in its place.
                    let again = closest(&duty.choices, &speech, Some(before.to.max(from))).filter(|(.., c)| c.said);
                    match again.and_then(|(.., c)| c.place) {
                        Some(place) => last = Some((place, told.words())),
                        None => {
                            if let Some(lower) = lower(duty.modality) {
                                found.push((duty, told.finding(&compared, LineFault::Early(words.clone()), lower)));
                            }
                        }
                    }
                }
                _ => last = Some((place, told.words())),
            }
        }
        found
    }
}

/// One level lower.
fn lower(modality: Modality) -> Option<Modality> {
    match modality {
        Modality::Must => Some(Modality::Should),
        Modality::Should => Some(Modality::May),
        Modality::May => None,
    }
}

/// The agent's turns, and their words: a line runs over from one to the next where the customer said nothing but 应和 between.
fn speech<'t>(turns: &[&'t Turn]) -> (Vec<&'t Turn>, Speech) {
    let (mut mine, mut speech, mut runs_on) = (Vec::new(), Speech::default(), true);
    for turn in turns {
        if is_agent(turn.who) {
            speech.push(&turn.text, runs_on);
            mine.push(*turn);
            runs_on = true;
        } else if !turn.back {
            runs_on = false;
        }
    }
    (mine, speech)
}

/// A duty and the line that comes closest.
struct Told<'a> {
    duty: &'a Duty,
    ended: &'a Ended,
    turns: &'a [&'a Turn],
    /// The first turn that counts.
    since: usize,
    choice: usize,
    line: usize,
}

impl Told<'_> {
    /// The line, or all lines of a class of which all are to be said.
    fn words(&self) -> SmolStr {
        let Some(choice) = self.duty.choices.get(self.choice) else { return SmolStr::default() };
        if choice.amount == Amount::Any {
            return choice.lines.get(self.line).map_or_else(SmolStr::default, |w| w.text().into());
        }
        choice.lines.iter().map(Wanted::text).collect::<Vec<_>>().join("、").into()
    }

    fn finding(&self, compared: &Comparison, fault: LineFault, modality: Modality) -> LineFinding {
        let id = self.duty.ids.get(self.choice).and_then(|ids| ids.get(self.line)).cloned().unwrap_or_default();
        let all: usize = self.duty.choices.iter().map(|c| if c.amount == Amount::Any { c.lines.len() } else { 1 }).sum();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        LineFinding {
            modality,
            fault,
            line: self.words(),
            id,
            others: count(all.saturating_sub(1)),
            missing: compared.missing.clone(),
            wrong: compared.wrong.clone(),
            contrary: compared.contrary,
            misplaced: compared.misplaced.clone(),
            differing: (count(compared.differing), count(compared.forgiven)),
            between: (self.duty.at, self.ended.at),
            said: self.quotes(compared.place),
            basis: self.duty.basis.clone(),
        }
    }

    fn quotes(&self, place: Option<Place>) -> Vec<Quote> {
        let Some(place) = place else {
            let last = self.turns.len().saturating_sub(QUOTED).max(self.since);
            return self.turns.iter().skip(last).map(|t| Quote { at: t.from, text: t.text.clone(), part: None }).collect();
        };
        let inside = self.turns.iter().enumerate().skip(place.from.0).take(place.to.0.saturating_sub(place.from.0) + 1);
        let part = |(i, turn): (usize, &&Turn)| {
            let chars = |byte: usize| turn.text.get(..byte).map_or(0, |t| t.chars().count() as u32);
            let from = if i == place.from.0 { chars(place.from.1) } else { 0 };
            let to = if i == place.to.0 { chars(place.to.1) } else { chars(turn.text.len()) };
            Quote { at: turn.from, text: turn.text.clone(), part: Some((from, to)) }
        };
        inside.map(part).collect()
    }
}

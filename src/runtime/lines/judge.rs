//! What was said, held against what was ordered.

use super::duty::{Duty, DutyKind, Ended, Lines};
use super::finding::{Closest, LineFault, LineFinding};
use super::talk::{Asked, is_agent, speech};
use crate::base::phrase::Place;
use crate::program::Modality;
use crate::runtime::effect::{Effect, EffectKind, Finding};
use crate::runtime::observe::Reason;
use crate::runtime::session::Session;
use crate::runtime::state::NEVER;
use smol_str::SmolStr;

impl Session {
    /// When a duty can be judged next.
    pub(crate) fn lines_due(&self) -> i64 {
        // Nothing more is said once the call has ended.
        let lag = if self.st.core.closed { 0 } else { self.m.program.measure.lag };
        self.lines.as_ref().map_or(NEVER, |lines| lines.due(lag))
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
        let turns = turns.filter(|t| t.from < ended.at || t.from == ended.at && t.seq < ended.seq);
        let (mine, speech) = speech(turns, is_agent);
        let mut found = Vec::new();
        // The line that was said last of those before.
        let mut last: Option<(Place, SmolStr)> = None;
        for duty in &ended.duties {
            let heard = mine.iter().position(|t| t.until > duty.at || t.until == duty.at && t.seq > duty.seq);
            let from = (heard.unwrap_or(mine.len()), 0);
            let asked = Asked { choices: &duty.choices, ids: &duty.ids };
            let Some(compared) = asked.compare(&speech, from) else { continue };
            let found_as = |fault, modality| duty.finding(ended, compared.told(&mine, from.0), fault, modality);
            if !compared.by.said {
                let open = duty.choices.iter().any(|c| c.open);
                let fault = match (open, ended.cut_off) {
                    (true, _) => LineFault::Unknown(Reason::Fact),
                    (false, true) => LineFault::Unknown(Reason::Open),
                    (false, false) => LineFault::Missing,
                };
                found.push((duty, found_as(fault, duty.modality)));
                continue;
            }
            let Some(place) = compared.by.place.filter(|_| duty.kind == DutyKind::Say) else { continue };
            match &last {
                Some((before, words)) if place.from < before.from => {
                    // It may have been said once more, in its place.
                    let again = asked.compare(&speech, before.to.max(from)).filter(|again| again.by.said);
                    match again.and_then(|again| again.by.place) {
                        Some(place) => last = Some((place, compared.words())),
                        None => {
                            if let Some(lower) = lower(duty.modality) {
                                found.push((duty, found_as(LineFault::Early(words.clone()), lower)));
                            }
                        }
                    }
                }
                _ => last = Some((place, compared.words())),
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

impl Duty {
    fn finding(&self, ended: &Ended, closest: Closest, fault: LineFault, modality: Modality) -> LineFinding {
        LineFinding { modality, fault, closest, between: (self.at, ended.at), basis: self.basis.clone() }
    }
}

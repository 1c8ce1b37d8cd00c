//! Findings: their gravity, their price, their evidence.

use super::finding::{EventRef, Reason, RuleFinding, Uttered};
use super::judge::Judge;
use super::on::In;
use super::state::{Gap, Inst, InstKey, Tally};
use super::trace::Note;
use crate::base::Decimal;
use crate::program::{Duty, EventKind, Pattern, Rule, Sentence, Severity};
use crate::runtime::effect::{Effect, EffectKind, Finding};
use crate::runtime::occur::Occur;
use crate::runtime::state::NONE;

/// What bears witness to a finding.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    pub(super) triggers: Vec<EventRef>,
    pub(super) missing: Option<(i64, i64)>,
    pub(super) bound: Option<i64>,
    pub(super) observed: Option<i64>,
    /// No event is to blame: something did not happen.
    pub(super) silent: bool,
    /// The event to blame, where it is not the one in hand.
    pub(super) event: Option<EventRef>,
}

impl Judge<'_> {
    /// A sentence is broken for certain.
    pub(super) fn broken(&mut self, hand: In<'_>, inst: &mut Inst, seen: Evidence) {
        // What was reckoned from the end of a turn that nobody heard breaks nothing.
        // A length that a transcript marks is known without it.
        let marked = hand.note.more.as_ref().is_some_and(|more| more.marked);
        if !hand.note.timed && !marked && (hand.note.measure.is_some() || matches!(hand.note.what, Occur::Silence(..))) {
            self.found(hand, inst, Some(Reason::Time), Vec::new(), seen);
            return;
        }
        self.found(hand, inst, None, Vec::new(), seen);
    }

    /// Nobody can tell.
    pub(super) fn unknown(&mut self, hand: In<'_>, inst: &mut Inst, reason: Reason, seen: Evidence) {
        self.found(hand, inst, Some(reason), Vec::new(), seen);
    }

    /// A sentence is broken, unless a gap may hold what would have kept it.
    pub(super) fn judged(&mut self, hand: In<'_>, inst: &mut Inst, gaps: Vec<(i64, i64)>, seen: Evidence) {
        if gaps.is_empty() { self.broken(hand, inst, seen) } else { self.found(hand, inst, Some(Reason::Gap), gaps, seen) }
    }

    fn found(&mut self, hand: In<'_>, inst: &mut Inst, reason: Option<Reason>, gaps: Vec<(i64, i64)>, seen: Evidence) {
        let m = self.m;
        let (Some(ix), Some(sentence)) = (m.rules.sentences.get(hand.q as usize), self.sentence(hand.q)) else { return };
        let Some(rule) = m.program.rules.get(ix.rule as usize) else { return };
        let (mut severity, points) = price(rule, inst);
        let blamed = seen.event.is_none() && !seen.silent;
        let uttered = if blamed && reason.is_none() { self.uttered(sentence, hand.note) } else { None };
        // A phrase may be graver or less grave than the others of its list.
        let own = uttered.and_then(|u| u.entry(&m.program)).and_then(|(_, entry)| entry.severity);
        severity = own.unwrap_or(severity);
        severity = match sentence.duty {
            Duty::Must | Duty::May => severity,
            Duty::Should => severity.min(Severity::Ordinary),
            Duty::Advise => Severity::Minor,
        };
        // 开放: something else may have been said that would have done, and that nobody wrote down.
        let reason = reason.or_else(|| m.program.asks_open(&sentence.pattern).then_some(Reason::Fact));
        let broken = reason.is_none();
        if broken {
            inst.found += 1;
            inst.points = inst.points.plus(points).unwrap_or(inst.points);
        }
        let closest = self.closest(sentence, inst, hand.note, &seen).map(Box::new);
        let event = seen.event.or_else(|| (!seen.silent).then(|| self.mention(hand.note)));
        let by_words = hand.note.more.as_ref().is_some_and(|more| more.by_words);
        let whole = matches!(hand.note.what, Occur::TalkOver(..) | Occur::CutIn(..)) && !by_words;
        self.w.found.push(RuleFinding {
            rule: ix.rule,
            sentence: ix.number + 1,
            broken,
            duty: sentence.duty,
            severity,
            points,
            veto: rule.veto,
            case: hand.key.case,
            key: hand.key.key.clone(),
            triggers: seen.triggers,
            event,
            uttered,
            closest,
            missing: seen.missing,
            bound: seen.bound,
            observed: seen.observed,
            gaps,
            reason,
            late: hand.late,
            merged: inst.merged,
            whole,
        });
    }

    /// The phrase that was said in the turn in hand where a sentence forbids saying it.
    fn uttered(&self, sentence: &Sentence, note: &Note) -> Option<Uttered> {
        let Occur::Says(_, text) = &note.what else { return None };
        let barred = match &sentence.pattern {
            Pattern::Never(trigger) => &trigger.on,
            Pattern::Barred(_, barred, _) => barred,
            _ => return None,
        };
        let said = barred.iter().filter_map(|keyed| match keyed.event.kind {
            EventKind::SaysForbidden(forbid) => Some((forbid, self.held.phrase(forbid)?)),
            _ => None,
        });
        let (forbid, hit) = said.min_by_key(|(_, hit)| hit.start)?;
        let characters = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count()) as u32;
        Some(Uttered { forbid, entry: hit.phrase as u32, start: characters(hit.start), end: characters(hit.end), folds: hit.folds })
    }

    /// Tells what was found on the event in hand. A rule that is part of another costs nothing where the other has a finding too.
    pub(super) fn tell(&mut self) {
        if self.w.found.is_empty() {
            return;
        }
        let m = self.m;
        let mut found = std::mem::take(&mut self.w.found);
        let of: Vec<(u32, EventRef)> = found.iter().filter(|f| f.broken).filter_map(|f| Some((f.rule, f.event.clone()?))).collect();
        for finding in &mut found {
            let into = m.program.rules.get(finding.rule as usize).map_or(&[][..], |r| &r.into);
            if of.iter().any(|(rule, event)| into.contains(rule) && finding.event.as_ref() == Some(event)) {
                self.spare(finding);
            }
            let Some(tally) = self.w.tally.get_mut(finding.rule as usize) else { continue };
            tally.triggered = true;
            if finding.broken {
                tally.broken += 1;
                tally.points = tally.points.plus(finding.points).unwrap_or(tally.points);
            } else {
                tally.unknown += 1;
                tally.risk = tally.risk.plus(finding.points).unwrap_or(tally.risk);
            }
        }
        let at = self.st.core.now;
        for finding in found {
            let case = finding.case;
            let kind = EffectKind::Finding(Box::new(Finding::Rule(Box::new(finding))));
            self.out.push(Effect { at, pc: NONE, step: NONE, case, kind });
        }
    }

    /// A finding costs nothing, and takes nothing from what its rule may cost at most.
    fn spare(&mut self, finding: &mut RuleFinding) {
        let points = std::mem::replace(&mut finding.points, Decimal(0));
        let q = self.m.rules.place(finding.rule, finding.sentence.saturating_sub(1));
        let key = InstKey { key: finding.key.clone(), case: finding.case };
        let instances = q.and_then(|q| self.w.instances.get_mut(q as usize));
        if let (Some(inst), true) = (instances.and_then(|all| all.get_mut(&key)), finding.broken) {
            inst.points = inst.points.minus(points).unwrap_or(inst.points);
        }
    }

    /// Something triggered a rule.
    pub(super) fn triggered(&mut self, q: u32) {
        if let Some(tally) = self.tally_of(q) {
            tally.triggered = true;
        }
    }

    pub(super) fn tally_of(&mut self, q: u32) -> Option<&mut Tally> {
        let rule = self.m.rules.sentences.get(q as usize)?.rule;
        self.w.tally.get_mut(rule as usize)
    }

    /// The channels that can hide a trigger, an answer of a sentence.
    pub(super) fn hides(&self, q: u32) -> (u8, u8) {
        self.m.rules.sentences.get(q as usize).map_or((0, 0), |s| s.hides)
    }

    /// The gaps that may hold something a sentence asks for, after an event and up to an instant: those of the recording, and the time
    /// before the sentence was judged.
    pub(super) fn hidden(&self, q: u32, seq: u32, from: i64, to: i64, channels: u8) -> Vec<(i64, i64)> {
        let late = self.w.late.get(&q).filter(|g| meets(g, seq, from, to));
        let mut all = self.unheard(seq, from, to, channels);
        all.extend(late.map(|g| (g.from, g.to.min(to.max(g.from)))));
        all
    }

    /// The gaps of the recording alone.
    pub(super) fn unheard(&self, seq: u32, from: i64, to: i64, channels: u8) -> Vec<(i64, i64)> {
        let heard = self.w.gaps.iter().filter(|g| g.channels & channels != 0 && meets(g, seq, from, to));
        heard.map(|g| (g.from, g.to.min(to.max(g.from)))).collect()
    }
}

fn meets(gap: &Gap, seq: u32, from: i64, to: i64) -> bool {
    (gap.seq > seq || gap.to > from) && gap.from <= to
}

/// How grave the next finding of an instance is, and what it costs.
fn price(rule: &Rule, inst: &Inst) -> (Severity, Decimal) {
    let none = Decimal(0);
    let Some(deduct) = &rule.deduct else { return (rule.severity, none) };
    let (severity, points) = match (&deduct.again, inst.found) {
        (Some(again), 1..) => (again.severity.unwrap_or(rule.severity), again.points),
        (_, 0) => (rule.severity, deduct.points),
        (None, 1..) => (rule.severity, if deduct.each { deduct.points } else { none }),
    };
    let left = deduct.most.and_then(|most| most.minus(inst.points)).unwrap_or(points);
    (severity, points.min(left.max(none)))
}

//! Duties as the machine orders them.

use super::duty::{Duty, DutyKind, Heard};
use super::talk::Turn;
use crate::base::phrase::{Amount, Choice, Closeness, Part, Wanted};
use crate::program::{Modality, Op, Say};
use crate::runtime::event::Who;
use crate::runtime::index::Index;
use crate::runtime::observe::is_back;
use crate::runtime::run::Run;
use crate::runtime::state::NONE;
use smol_str::SmolStr;

/// Whether an operation opens a duty.
pub(crate) fn opens_duty(op: &Op) -> bool {
    match op {
        Op::Say(say) => say.modality != Modality::May,
        Op::Ask(_) | Op::ReadBack(..) => true,
        _ => false,
    }
}

impl Index {
    /// Whether there is any operation that opens a duty.
    pub(crate) fn orders(code: &[Op]) -> bool {
        code.iter().any(opens_duty)
    }
}

impl Run<'_> {
    /// The line of an operation is ordered.
    pub(crate) fn ordered(&mut self, t: usize, pc: u32) {
        let m = self.m;
        match m.program.code.get(pc as usize) {
            Some(Op::Say(say)) if say.modality != Modality::May => self.ordered_words(t, pc, say, say.modality),
            Some(Op::Ask(ask)) => self.ordered_words(t, pc, &ask.say, Modality::Must),
            _ => {}
        }
    }

    fn ordered_words(&mut self, t: usize, pc: u32, say: &Say, modality: Modality) {
        let (choices, ids) = self.eval(t, &[]).choices(&say.words);
        self.duty((t, pc), modality, DutyKind::Say, (choices, ids), &say.basis);
    }

    /// What is to be read back: of each field its name, and its value.
    pub(crate) fn ordered_fields(&mut self, t: usize, pc: u32, fields: Vec<(SmolStr, String, Vec<Part>)>) {
        let mut parts = Vec::new();
        for (i, (name, text, values)) in fields.into_iter().enumerate() {
            let head = if i == 0 { name.to_string() } else { format!("、{name}") };
            parts.extend([Part::Words(head), Part::Key(format!("{name} {text}"))]);
            parts.extend(values);
            parts.push(Part::KeyEnd);
        }
        if parts.is_empty() {
            return;
        }
        let lines = vec![Wanted::of(parts)];
        let choice = Choice { lines, closeness: Closeness::KeyPoints, amount: Amount::Any, open: false };
        self.duty((t, pc), Modality::Must, DutyKind::ReadBack, (vec![choice], Vec::new()), &[]);
    }

    fn duty(
        &mut self,
        (t, pc): (usize, u32),
        modality: Modality,
        kind: DutyKind,
        words: (Vec<Choice>, Vec<Vec<SmolStr>>),
        basis: &[SmolStr],
    ) {
        let core = &self.st.core;
        let thread = self.st.threads.get(t);
        let case = thread.map_or(0, |th| th.case());
        let (step, handler) = thread.and_then(|th| th.top()).map_or((NONE, NONE), |f| (f.step, f.handler));
        // Nobody speaks on a line that is down.
        if case == 0 && core.over.is_some() {
            return;
        }
        let duty =
            Duty { case, step, pc, handler, at: core.now, seq: 0, modality, kind, choices: words.0, ids: words.1, basis: basis.to_vec() };
        self.lines.push(Heard::Ordered(Box::new(duty)));
    }

    /// The machine moves on: what was ordered before had to be said by now.
    pub(crate) fn moved(&mut self, t: usize) {
        if self.hears
            && let Some(thread) = self.st.threads.get(t)
        {
            self.lines.push(Heard::Moved(thread.case()));
        }
    }

    /// The words of a turn are known.
    pub(crate) fn words_said(&mut self, who: Who, text: &SmolStr, from: i64, until: Option<i64>) {
        if self.m.index.orders {
            let until = until.unwrap_or(from).max(from);
            let measure = &self.m.program.measure;
            let back = is_back(text, measure) && until.saturating_sub(from) <= measure.backchannel_cap;
            self.lines.push(Heard::Said(Turn { who, from, until, seq: 0, text: text.clone(), back }));
        }
    }
}

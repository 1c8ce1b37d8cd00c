//! What a call gives to the metrics: their items, each with its instant and whether it counts.

use super::judge::Judge;
use super::trace::Note;
use crate::base::Decimal;
use crate::program::{self, CompareOp, Counted, KeyedEvent, Metric};
use crate::runtime::machine::Machine;
use crate::runtime::occur::Occur;
use crate::runtime::session::Session;
use crate::runtime::start::Line;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A metric over many calls and one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// The metric's name.
    pub metric: SmolStr,
    /// Items that count.
    pub part: u64,
    /// All items.
    pub of: u64,
    /// The rate, in percent; none where there are fewer items than the metric asks for, or none.
    pub percent: Option<Decimal>,
    /// Whether it is reached; none where it cannot be told or nothing is asked for.
    pub reached: Option<bool>,
}

/// One of what a metric counts among.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// The instant by which it belongs to a period.
    at: i64,
    /// When it came.
    from: i64,
    counts: bool,
    /// 归属 has come for it.
    dated: bool,
}

impl Judge<'_> {
    /// A metric sees an event.
    pub(super) fn measure(&mut self, at: u32, note: &Note) {
        let m = self.m;
        let Some(metric) = m.program.metrics.get(at as usize) else { return };
        if !self.keeps_metric(metric) {
            return;
        }
        let (comes, counts) = (self.counts(&metric.of, note), self.counts(&metric.part, note));
        let dates = self.any(&metric.by, note);
        let Some(items) = self.w.items.get_mut(at as usize) else { return };
        if comes {
            items.push(Item { at: note.at, from: note.at, counts: false, dated: false });
        }
        if counts {
            // A breach is one of what came when its limit was opened.
            let from = if let Occur::Overdue(_, opened) = note.what { opened } else { note.at };
            let free = |item: &&mut Item| !item.counts;
            let before = items.iter().rposition(|item| !item.counts && item.from <= from);
            let item = match before {
                Some(i) => items.get_mut(i),
                None => items.iter_mut().find(free),
            };
            item.into_iter().for_each(|item| item.counts = true);
        }
        if dates && let Some(item) = items.iter_mut().rev().find(|item| !item.dated) {
            (item.at, item.dated) = (note.at, true);
        }
    }

    /// Of several sessions one counts: that of the organisation, or the one in which the limit runs whose breaches are counted.
    fn keeps_metric(&self, metric: &Metric) -> bool {
        let core = &self.st.core;
        let Counted::Breaches(deadline) = metric.part else { return core.keeps(program::Line::Organisation) };
        match self.m.program.deadlines.get(deadline as usize) {
            Some(d) if d.flow.is_none() => core.keeps(d.line),
            _ => !core.shared || core.line == Line::Flow,
        }
    }

    fn counts(&mut self, counted: &Counted, note: &Note) -> bool {
        match counted {
            Counted::Events(events) => self.any(events, note),
            Counted::EventsIn(events, stretch, ms) => {
                let m = self.m;
                let slot = m.rules.stretches.iter().position(|s| s.of == *stretch);
                let state = slot.and_then(|slot| self.w.stretches.get(slot));
                // What ends a stretch is still of it here: 接听 is answered while it rings.
                let since = state.and_then(|s| s.since.or(s.last));
                self.any(events, note) && since.is_some_and(|since| note.at.saturating_sub(since) <= *ms)
            }
            Counted::Breaches(deadline) => matches!(note.what, Occur::Overdue(d, _) if d == *deadline),
        }
    }

    fn any(&mut self, events: &[KeyedEvent], note: &Note) -> bool {
        events.iter().any(|k| self.matches(&k.event, note) && self.filtered(&k.event, note, (None, 0, None), &[]))
    }
}

impl Session {
    /// What this call gives to each metric of the program: the instants of its items and whether each counts.
    pub fn metric_items(&self) -> Vec<Vec<(i64, bool)>> {
        let items = self.watch.as_deref().map_or(&[][..], |w| &w.items);
        items.iter().map(|items| items.iter().map(|item| (item.at, item.counts)).collect()).collect()
    }
}

impl Machine {
    /// A metric over the items of many calls.
    pub fn rate(&self, metric: usize, items: impl Iterator<Item = (i64, bool)>) -> Option<Rate> {
        let declared = self.program.metrics.get(metric)?;
        let (mut part, mut of) = (0_u64, 0_u64);
        for (_, counts) in items {
            of += 1;
            part += u64::from(counts);
        }
        let enough = of > 0 && of >= u64::from(declared.sample.unwrap_or(0));
        let percent = i64::try_from(u128::from(part) * 100 * 1_000_000 / u128::from(of.max(1))).ok().map(Decimal).filter(|_| enough);
        Some(Rate { metric: declared.name.clone(), part, of, percent, reached: percent.and_then(|p| reached(declared, p)) })
    }
}

fn reached(metric: &Metric, percent: Decimal) -> Option<bool> {
    let (op, wanted) = metric.reach?;
    Some(match op {
        CompareOp::Eq => percent == wanted,
        CompareOp::Ne => percent != wanted,
        CompareOp::Ge => percent >= wanted,
        CompareOp::Gt => percent > wanted,
        CompareOp::Le => percent <= wanted,
        CompareOp::Lt => percent < wanted,
    })
}

//! How a search begins: a way to begin a call.

use super::live::Lived;
use super::path::{Made, Step};
use super::search::{Came, Search, TRIES};
use super::zone::{Limit, Zone};
use super::{Counterexample, Why};

impl Search<'_> {
    /// Begins a call, and breaks off where that alone breaks the guarantee.
    pub(super) fn begin(&mut self, begun: usize) -> Result<Option<Counterexample>, Why> {
        let Some(start) = self.starts.get(begun).cloned() else { return Ok(None) };
        let within = start.within;
        let limits = within.map(|(low, high)| vec![Limit::at_least(1, 0, low), Limit::at_most(1, 0, high)]);
        let step = Step { made: Made::Begin(within.is_some()), at: 0, limits: limits.unwrap_or_default(), found: Vec::new() };
        let mut zone = Zone::new(0);
        if within.is_some() {
            zone = zone.with(1);
            zone.limit_all(&step.limits);
        }
        for _ in 0..TRIES {
            self.effort.left()?;
            let from = [self.first(&start), self.first(&start)].map(|at| {
                let open = within.map(|(low, high)| self.dice.between(at.saturating_add(low), at.saturating_add(high)));
                std::iter::once(at).chain(open).collect::<Vec<i64>>()
            });
            let lengths = [(); 2].map(|()| start.lengths.iter().map(|l| l.choose(&mut |low, high| self.dice.between(low, high))).collect());
            let ([one, other], [its, others]) = (from, lengths);
            let [Some(one), Some(other)] = [Lived::begin(&start, one, its), Lived::begin(&start, other, others)] else {
                // It may be begun with other values than those that are tried.
                self.cut = self.cut.or(Some(Why::Untried));
                return Ok(None);
            };
            let pair = [one, other];
            let Some(owed) = self.owed(&[], &step, &pair) else { return Ok(None) };
            match self.settled((None, owed), begun, &step, &zone, pair)? {
                Some(Came::Broken(sentence, lived)) => return self.told(begun, &[step], *lived, sentence).map(Some),
                Some(Came::State(node, reading)) => {
                    self.keep(*node, &reading);
                    return Ok(None);
                }
                Some(Came::Nowhere | Came::Parted(_)) => return Ok(None),
                None => {}
            }
        }
        Err(if within.is_some() { Why::Starts } else { self.unclear() })
    }

    /// Why two calls on one path do not agree.
    pub(super) fn unclear(&self) -> Why {
        let pauses = self.narrowed.program.deadlines.iter().any(|d| !d.pauses.is_empty());
        if self.reads.remedies && !self.stands && !pauses && self.reads.sums.is_empty() { Why::Owed } else { Why::Total }
    }
}

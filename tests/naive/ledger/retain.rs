//! 留存: how long a record is kept.

use super::{Ledger, carried};
use crate::naive::calendar::{Calendar, DAY};
use crate::naive::script::limits::Length;
use crate::naive::script::{Pat, What};
use crate::naive::stream::START;

/// A record that is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    decl: usize,
    key: usize,
    since: i64,
    /// When its clock stood.
    stood: Vec<(i64, Option<i64>)>,
    extended: i64,
}

impl Ledger<'_> {
    pub(super) fn retain_takes(&mut self, r: usize, what: &What) {
        if let What::Erased(key) = what {
            while let Some(i) = self.kept.iter().position(|k| k.decl == r && k.key == *key) {
                self.kept.remove(i);
                self.line("单子", Some(*key), "erased_early");
            }
            return;
        }
        let decl = &self.limits.retains[r];
        let of = |event: usize| carried(true, &[Pat::Host(event, None)], what).flatten();
        if let Some((from, to)) = decl.pause {
            for (event, hold) in [(to, false), (from, true)] {
                if let Some(key) = of(event)
                    && let Some(i) = self.kept.iter().position(|k| k.decl == r && k.key == key)
                {
                    self.hold_kept(i, hold);
                }
            }
        }
        if let Some(key) = of(decl.from)
            && !self.kept.iter().any(|k| k.decl == r && k.key == key)
        {
            self.kept.push(Kept { decl: r, key, since: self.now, stood: Vec::new(), extended: 0 });
            self.kept.sort_by_key(|k| (k.decl, k.key));
            if let Some(i) = self.kept.iter().position(|k| k.decl == r && k.key == key) {
                self.tell_kept(i);
            }
        }
    }

    fn hold_kept(&mut self, i: usize, hold: bool) {
        let now = self.now;
        let stood = &mut self.kept[i].stood;
        match (stood.last_mut().filter(|(_, to)| to.is_none()), hold) {
            (Some(piece), false) => piece.1 = Some(now),
            (None, true) => stood.push((now, None)),
            _ => return,
        }
        self.tell_kept(i);
    }

    fn tell_kept(&mut self, i: usize) {
        let key = Some(self.kept[i].key);
        match self.kept_until(&self.kept[i]) {
            Some(due) => self.line("单子", key, format!("timer {}", due - START)),
            None => self.line("单子", key, "paused"),
        }
    }

    /// Up to when, counted from the first instant, and so many days later as its clock stood; none while it stands.
    pub(super) fn kept_until(&self, kept: &Kept) -> Option<i64> {
        let decl = &self.limits.retains[kept.decl];
        let mut days = 0;
        for (from, to) in &kept.stood {
            days += Calendar::date((*to)?) - Calendar::date(*from);
        }
        let plus = |t: i64, of: Length, times: i64| match of {
            Length::Ms(ms) => t + ms * times,
            Length::Days(n) => t + n * times * DAY,
            Length::Months(n) => Calendar::plus_months(t, n * times),
            Length::Work(_) | Length::Workdays(_) => unreachable!("no record is kept for working time"),
        };
        let until = match (decl.length, decl.more) {
            (Length::Months(n), Length::Months(more)) => plus(kept.since, Length::Months(n + more * kept.extended), 1),
            (length, more) => plus(plus(kept.since, length, 1), more, kept.extended),
        };
        Some(until + days * DAY)
    }

    pub(super) fn expire(&mut self, i: usize) {
        let (decl, key) = (&self.limits.retains[self.kept[i].decl], Some(self.kept[i].key));
        match decl.expiry {
            Some(word) => {
                self.kept.remove(i);
                self.line("单子", key, format!("expired {word}"));
            }
            None => {
                self.line("单子", key, "expired 续存");
                self.kept[i].extended += 1;
                self.tell_kept(i);
            }
        }
    }
}

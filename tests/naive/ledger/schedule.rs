//! 周期: a duty for every period.

use super::{Ledger, carried};
use crate::naive::calendar::{Calendar, NoYear, Shift};
use crate::naive::script::limits::{Every, SCHEDULES, Schedule};
use crate::naive::script::{Pat, What};
use crate::naive::stream::START;

/// The present period.
#[derive(Debug, Clone)]
pub struct Occurrence {
    name: String,
    stage: Stage,
    /// The last instant for its duty.
    last: i64,
    opens: i64,
    /// When the next one begins, and when that one's turn comes.
    ends: i64,
    next: i64,
    at: usize,
    count: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Open,
    Over,
    /// The calendar does not know what comes next.
    Unknown,
}

impl Occurrence {
    /// When something is due of it.
    pub fn turns(&self) -> i64 {
        match self.stage {
            Stage::Waiting => self.opens,
            Stage::Open => self.last + 1,
            Stage::Over => self.next,
            Stage::Unknown => i64::MAX,
        }
    }
}

impl Ledger<'_> {
    pub(super) fn begin_schedules(&mut self) {
        for (i, s) in self.limits.schedules.iter().enumerate() {
            let mut first = self.occurrence(s, Calendar::date(self.now)).expect("the year in which it begins is known");
            // What was due before anybody watched was nobody's.
            if first.last < self.now {
                first.stage = Stage::Over;
            }
            self.schedules.push(first);
            self.open_period(i);
        }
    }

    /// The period that holds a date.
    fn occurrence(&self, s: &Schedule, date: i64) -> Result<Occurrence, NoYear> {
        let (first, after, name) = period(s.every, date);
        let due = self.due_date(s, first, after)?;
        // 提前 may bring the next duty forward into this period, which then gives way.
        let next_due = self.due_date(s, after, period(s.every, after).1).ok().flatten();
        let ends = Calendar::on(after, 0);
        let brought = next_due.filter(|_| s.on_rest == Some(Shift::Advance)).map(|date| Calendar::on(date, 0));
        let next = brought.map_or(ends, |at| at.min(ends));
        let Some(due) = due else {
            return Ok(Occurrence { name, stage: Stage::Over, last: ends, opens: ends, ends, next, at: 0, count: 0 });
        };
        let (opens, last) =
            if s.from { (Calendar::on(due, s.clock), ends - 1) } else { (Calendar::on(first.min(due), 0), Calendar::on(due, s.clock) - 1) };
        Ok(Occurrence { name, stage: Stage::Waiting, last, opens, ends, next, at: 0, count: 0 })
    }

    /// The date of a period's duty.
    fn due_date(&self, s: &Schedule, first: i64, after: i64) -> Result<Option<i64>, NoYear> {
        let calendar = self.calendar();
        let back = |date: i64| if calendar.works(date)? { Ok(date) } else { calendar.nth_working(date, -1) };
        let date = match s.every {
            Every::Day => first,
            Every::Workday => return Ok(calendar.works(first)?.then_some(first)),
            Every::Week(day) => first + day,
            Every::Month(day) => (first + day - 1).min(after - 1),
            Every::MonthEnd => after - 1,
            Every::LastWorkday => return back(after - 1).map(Some),
            Every::NthWorkday(n) => return calendar.nth_working(first - 1, n).map(Some),
        };
        Ok(Some(match s.on_rest {
            Some(Shift::Advance) => back(date)?,
            Some(Shift::Postpone) if !calendar.works(date)? => calendar.nth_working(date, 1)?,
            _ => date,
        }))
    }

    fn open_period(&mut self, i: usize) {
        let (o, s) = (&self.schedules[i], &self.limits.schedules[i]);
        if o.stage != Stage::Waiting || o.opens > self.now {
            return;
        }
        let holds = s.provided.as_ref().is_none_or(|c| self.holds(c));
        self.schedules[i].stage = if holds { Stage::Open } else { Stage::Over };
        if holds {
            let (name, last) = (self.schedules[i].name.clone(), self.schedules[i].last);
            self.line(SCHEDULES[i], None, format!("{name} timer {}", last - START));
        }
    }

    pub(super) fn schedule_takes(&mut self, i: usize, what: &What) {
        let s = &self.limits.schedules[i];
        let o = &mut self.schedules[i];
        if o.stage != Stage::Open || carried(false, &[Pat::Host(s.duties[o.at], None)], what).is_none() {
            return;
        }
        o.count += 1;
        match s.times {
            Some(times) if o.count > times => self.miss(i),
            Some(_) => {}
            None if o.at + 1 < s.duties.len() => o.at += 1,
            None => self.keep(i),
        }
    }

    fn keep(&mut self, i: usize) {
        self.schedules[i].stage = Stage::Over;
        let name = self.schedules[i].name.clone();
        self.line(SCHEDULES[i], None, format!("{name} closed false"));
    }

    fn miss(&mut self, i: usize) {
        self.schedules[i].stage = Stage::Over;
        let name = self.schedules[i].name.clone();
        self.line(SCHEDULES[i], None, format!("{name} missed"));
        self.body(&self.limits.schedules[i].missed, None, None);
    }

    pub(super) fn turn(&mut self, i: usize) {
        let (s, o) = (&self.limits.schedules[i], &self.schedules[i]);
        match o.stage {
            Stage::Waiting => self.open_period(i),
            Stage::Open if s.times == Some(o.count) => self.keep(i),
            Stage::Open => self.miss(i),
            Stage::Over => match self.occurrence(s, Calendar::date(o.ends)) {
                Ok(next) => {
                    self.schedules[i] = next;
                    self.open_period(i);
                }
                Err(NoYear) => {
                    self.schedules[i].stage = Stage::Unknown;
                    self.no_year();
                }
            },
            Stage::Unknown => {}
        }
    }
}

/// First date, the date after the last, and the name of the period that holds a date.
fn period(every: Every, date: i64) -> (i64, i64, String) {
    let (year, month, day) = Calendar::civil(date);
    match every {
        Every::Day | Every::Workday => (date, date + 1, format!("{year}-{month:02}-{day:02}")),
        Every::Week(_) => {
            let monday = date - Calendar::weekday(date);
            // A week belongs to the year that holds its fourth day.
            let (year, _, _) = Calendar::civil(monday + 3);
            let thursdays = (monday + 3 - Calendar::of_month((year - 2025) * 12, 1)) / 7 + 1;
            (monday, monday + 7, format!("{year}-W{thursdays:02}"))
        }
        Every::Month(_) | Every::MonthEnd | Every::LastWorkday | Every::NthWorkday(_) => {
            let months = (year - 2025) * 12 + month - 1;
            (Calendar::of_month(months, 1), Calendar::of_month(months + 1, 1), format!("{year}-{month:02}"))
        }
    }
}

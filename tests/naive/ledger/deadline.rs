//! 期限: opened, held, warned of, broken, ended.

use super::{BREACH, Declared, Done, Late, Ledger, Of, carried};
use crate::naive::calendar::{Calendar, NoYear, Shift};
use crate::naive::script::limits::{Bound, Length};
use crate::naive::script::{Block, Stmt, What};
use crate::naive::stream::START;
use std::collections::BTreeSet;

/// One that was opened and has not been ended.
#[derive(Debug, Clone)]
pub struct Open {
    pub decl: usize,
    pub key: Option<usize>,
    /// The invocation that it lives with.
    pub of: Option<usize>,
    /// From when it counts; none while 自 has not come.
    begun: Option<i64>,
    bound: Bound,
    shift: Option<Shift>,
    /// The instant that the event promised which opened it.
    promised: i64,
    /// When its clock stood, the last piece perhaps still open.
    stood: Vec<(i64, Option<i64>)>,
    /// Which 停表 hold it.
    holding: BTreeSet<usize>,
    warned: BTreeSet<usize>,
    pub broken: bool,
    pub rounds: u32,
}

impl Open {
    fn stands(&self) -> bool {
        self.stood.last().is_some_and(|(_, to)| to.is_none())
    }

    /// Since when its clock runs.
    fn since(&self) -> i64 {
        self.stood.last().and_then(|(_, to)| *to).or(self.begun).unwrap_or(START)
    }
}

impl<'a> Ledger<'a> {
    pub(super) fn deadline_takes(&mut self, d: usize, what: &What) {
        let Declared { decl, flow, .. } = self.declared[d];
        // In the innermost invocation of its flow.
        let of = flow.and_then(|flow| self.flows.iter().rposition(|f| *f == flow));
        if flow.is_some() && of.is_none() {
            return;
        }
        if let Some(key) = carried(decl.keyed, &decl.stop, what)
            && let Some(i) = self.open_at((d, key, of))
        {
            self.end(i);
        }
        for (n, (from, to)) in decl.pauses.iter().enumerate() {
            for (on, hold) in [(to, false), (from, true)] {
                if let Some(key) = carried(decl.keyed, std::slice::from_ref(on), what)
                    && let Some(i) = self.open_at((d, key, of))
                {
                    self.hold(i, n, hold);
                }
            }
        }
        // 自 has no key of its own: whatever waits for it begins.
        if decl.from.as_ref().is_some_and(|f| carried(false, std::slice::from_ref(f), what).is_some()) {
            let waiting: Vec<Option<usize>> =
                self.deadlines.iter().filter(|o| (o.decl, o.of) == (d, of) && o.begun.is_none()).map(|o| o.key).collect();
            for key in waiting {
                if let Some(i) = self.open_at((d, key, of)) {
                    self.begin(i);
                }
            }
        }
        if let Some(key) = carried(decl.keyed, &decl.start, what) {
            self.open((d, key, of), what);
        }
    }

    fn open_at(&self, (d, key, of): Of) -> Option<usize> {
        self.deadlines.iter().position(|o| (o.decl, o.key, o.of) == (d, key, of))
    }

    fn open(&mut self, (d, key, of): Of, what: &What) {
        let decl = self.declared[d].decl;
        let promised = if let What::Promise(_, at) = what { *at } else { START };
        match self.open_at((d, key, of)) {
            Some(i) => {
                let open = &mut self.deadlines[i];
                if decl.latest && !open.broken && open.begun.is_some() {
                    (open.promised, open.bound, open.shift) = (promised, decl.bound, decl.shift);
                    open.warned.clear();
                    self.begin(i);
                }
            }
            None => {
                let (stood, holding, warned) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
                self.deadlines.push(Open {
                    decl: d,
                    key,
                    of,
                    begun: None,
                    bound: decl.bound,
                    shift: decl.shift,
                    promised,
                    stood,
                    holding,
                    warned,
                    broken: false,
                    rounds: 0,
                });
                self.deadlines.sort_by_key(|o| (o.decl, o.key, o.of));
                if let (None, Some(i)) = (&decl.from, self.open_at((d, key, of))) {
                    self.begin(i);
                }
            }
        }
    }

    /// Its clock begins to run; what was past before it began goes the way of 已过.
    fn begin(&mut self, i: usize) {
        let now = self.now;
        let open = &mut self.deadlines[i];
        (open.begun, open.broken) = (Some(now), false);
        open.stood.clear();
        let (d, key) = (open.decl, open.key);
        let decl = self.declared[d].decl;
        if !self.deadlines[i].holding.is_empty() {
            self.stand(i);
            return;
        }
        let last = self.last_of(&self.deadlines[i]).map(|last| last.expect("it runs"));
        if matches!(self.deadlines[i].bound, Bound::Promised(_)) && last.is_ok_and(|last| last < now) && !decl.past.is_empty() {
            self.deadlines.remove(i);
            self.line(self.declared[d].name, key, "past");
            self.body(&decl.past, key, None);
            return;
        }
        self.runs_up_to(d, key, last);
    }

    /// It is told up to when it runs, where that can be said.
    fn runs_up_to(&mut self, d: usize, key: Option<usize>, last: Result<i64, NoYear>) {
        match last {
            Ok(last) => self.line(self.declared[d].name, key, format!("timer {}", last - START)),
            Err(NoYear) => {
                self.line(self.declared[d].name, key, "timer");
                self.no_year();
            }
        }
    }

    /// The last instant in time, from its beginning and all that its clock stood; none while it stands.
    pub(super) fn last_of(&self, open: &Open) -> Result<Option<i64>, NoYear> {
        let Some(begun) = open.begun.filter(|_| !open.stands()) else { return Ok(None) };
        let decl = self.declared[open.decl].decl;
        let pieces = || open.stood.iter().filter_map(|(from, to)| Some((*from, (*to)?)));
        // What ran between the pauses is used up.
        let ran = |measure: &dyn Fn(i64, i64) -> Result<i64, NoYear>| {
            let mut from = begun;
            let mut sum = 0;
            for (stop, go) in pieces() {
                sum += measure(from, stop)?;
                from = go;
            }
            Ok(sum)
        };
        let days = |count: &dyn Fn(i64, i64) -> Result<i64, NoYear>| {
            pieces().map(|(a, b)| count(Calendar::date(a), Calendar::date(b))).sum::<Result<i64, NoYear>>()
        };
        let last = match open.bound {
            Bound::Promised(less) => open.promised - less,
            Bound::For(Length::Ms(ms)) => open.since() + (ms - ran(&|a, b| Ok(b - a))?).max(0),
            Bound::For(Length::Work(ms)) => {
                let calendar = self.calendar();
                calendar.after_work(open.since(), ms - ran(&|a, b| calendar.work(a, b))?)?
            }
            Bound::For(Length::Days(n)) => self.calendar().end_of(Calendar::date(begun) + n + days(&|a, b| Ok(b - a))?)?,
            Bound::For(Length::Workdays(n)) => {
                let calendar = self.calendar();
                let moved = days(&|a, b| (a + 1..=b).map(|date| calendar.works(date).map(i64::from)).sum())?;
                calendar.end_of(calendar.nth_working(Calendar::date(begun), n + moved)?)?
            }
            Bound::For(Length::Months(_)) => unreachable!("no 期限 is drawn in months"),
        };
        let elapsed = matches!(open.bound, Bound::For(Length::Ms(_)));
        let counted = !elapsed && !matches!(open.bound, Bound::Promised(_));
        // Without a key it is of the call, as one in a flow is: those are never moved.
        let of_call = !self.house && (!decl.keyed || self.declared[open.decl].flow.is_some());
        let moved = if of_call { last } else { self.shifted(last, open.shift, counted || disturbs(&decl.breach)) };
        // Brought forward before its own beginning an elapsed length stays where it is.
        let stays = elapsed && moved < open.since();
        Ok(Some(if stays { last } else { moved }))
    }

    fn hold(&mut self, i: usize, n: usize, hold: bool) {
        let now = self.now;
        let open = &mut self.deadlines[i];
        let stood = !open.holding.is_empty();
        if hold {
            open.holding.insert(n);
        } else {
            open.holding.remove(&n);
        }
        let stands = !open.holding.is_empty();
        if open.broken || open.begun.is_none() || stood == stands {
            return;
        }
        let (d, key) = (open.decl, open.key);
        if stands {
            self.stand(i);
        } else {
            open.stood.last_mut().expect("it stands").1 = Some(now);
            let last = self.last_of(&self.deadlines[i]).map(|last| last.expect("it runs"));
            self.runs_up_to(d, key, last);
        }
    }

    /// Its clock stands from now on.
    fn stand(&mut self, i: usize) {
        let now = self.now;
        let open = &mut self.deadlines[i];
        open.stood.push((now, None));
        let (d, key) = (open.decl, open.key);
        self.line(self.declared[d].name, key, "paused");
        // What is used up of working time has to be known while the clock stands.
        if matches!(self.deadlines[i].bound, Bound::For(Length::Work(_))) && self.used(&self.deadlines[i]).is_err() {
            self.no_year();
        }
    }

    /// 止, or 到此为止.
    pub(super) fn end(&mut self, i: usize) {
        let open = self.deadlines.remove(i);
        self.line(self.declared[open.decl].name, open.key, format!("closed {}", open.broken));
    }

    /// The first of the warnings that have not come, and when.
    pub(super) fn next_warning(&self, open: &Open) -> Option<(i64, usize)> {
        let last = self.last_of(open).ok().flatten().filter(|_| !open.broken)?;
        let all = self.declared[open.decl].decl.warnings.iter().enumerate().filter(|(n, _)| !open.warned.contains(n));
        all.filter_map(|(n, (left, _))| Some((self.when_left(open, last, *left).ok()?.max(open.since()), n))).min()
    }

    /// When so much is left.
    fn when_left(&self, open: &Open, last: i64, left: Length) -> Result<i64, NoYear> {
        let days_before = |date: i64| {
            let end = self.calendar().end_of(date)?;
            // With 班终 a day off ends with the shift after it, which may be that of the limit itself.
            if end < last { Ok(end) } else { self.calendar().end_of(self.calendar().nth_working(date, -1)?) }
        };
        match left {
            Length::Ms(ms) => Ok(last - ms),
            Length::Work(ms) => {
                let Bound::For(Length::Work(whole)) = open.bound else { unreachable!("of its own sort") };
                let calendar = self.calendar();
                calendar.after_work(open.since(), whole - self.used(open)? - ms)
            }
            Length::Days(n) => days_before(Calendar::date(last) - n),
            Length::Workdays(n) => days_before(self.calendar().nth_working(Calendar::date(last), -n)?),
            Length::Months(_) => unreachable!("no warning is drawn in months"),
        }
    }

    /// The working time used up before the clock stood.
    fn used(&self, open: &Open) -> Result<i64, NoYear> {
        let mut from = open.begun.unwrap_or(START);
        let mut used = 0;
        for (stop, go) in &open.stood {
            used += self.calendar().work(from, *stop)?;
            from = go.unwrap_or(from);
        }
        Ok(used)
    }

    pub(super) fn warn(&mut self, i: usize, n: usize) {
        debug_assert!(n != BREACH);
        let open = &mut self.deadlines[i];
        open.warned.insert(n);
        let of = (open.decl, open.key, open.of);
        self.line(self.declared[of.0].name, of.1, "warning");
        self.late_body(Late::Deadline(i, n), of);
    }

    pub(super) fn breach(&mut self, i: usize) {
        let open = &mut self.deadlines[i];
        open.broken = true;
        let of = (open.decl, open.key, open.of);
        self.line(self.declared[of.0].name, of.1, "overdue");
        self.late_body(Late::Deadline(i, BREACH), of);
    }

    /// What is done: in a flow by the flow, else at once.
    fn late_body(&mut self, late: Late, of: Of) {
        if of.2.is_some() {
            return self.done.push(Done::Body(late, of));
        }
        let body = self.body_of(late, of);
        self.body(body, of.1, Some(of));
    }

    /// What a 期限 does when something of it is due.
    pub fn body_of(&self, late: Late, of: Of) -> &'a Block {
        let decl = self.declared[of.0].decl;
        match late {
            Late::Deadline(_, BREACH) => &decl.breach,
            Late::Deadline(_, n) => &decl.warnings[n].1,
            other => unreachable!("{other:?} is no 期限"),
        }
    }

    /// 到此为止 in what a 期限 does.
    pub fn settle(&mut self, of: Of) {
        if let Some(i) = self.open_at(of) {
            self.end(i);
        }
    }

    /// 重等; whether it does.
    pub fn anew(&mut self, of: Of, limit: Option<Length>, most: Option<u32>) -> bool {
        let Some(i) = self.open_at(of) else { return false };
        let open = &mut self.deadlines[i];
        if most.is_some_and(|most| open.rounds >= most) {
            return false;
        }
        open.rounds += 1;
        open.warned.clear();
        let decl = self.declared[of.0].decl;
        (open.bound, open.shift) = limit.map_or((decl.bound, decl.shift), |length| (Bound::For(length), None));
        self.begin(i);
        true
    }
}

/// Whether a breach does something to somebody.
fn disturbs(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::Do(_) | Stmt::DoOfKey | Stmt::Climb(_) => true,
        Stmt::If(arms, _) => arms.iter().any(|(_, body)| disturbs(body)),
        _ => false,
    })
}

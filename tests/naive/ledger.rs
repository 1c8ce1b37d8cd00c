//! 期限, 升级, 周期 and 留存 as the reference tells them: what is open is a list, and when it is due is counted anew whenever somebody asks.

mod body;
mod deadline;
mod ladder;
mod retain;
mod schedule;

use super::calendar::{Calendar, NoYear, Shift};
use super::script::limits::{DEADLINES, Deadline, IN_FLOWS, Length, Limits};
use super::script::{Cond, Flow, KEYS, Pat, Script, Stream, What};
use deadline::Open;
use ladder::Climb;
use retain::Kept;
use schedule::Occurrence;
use std::collections::VecDeque;

/// What a limit does.
pub enum Done {
    /// A line of what is to be seen.
    Line(String),
    /// It happens, so that others see it.
    Seen(What),
    /// What a 期限 in a flow does is the flow's to do.
    Body(Late, Of),
}

/// The 期限 in hand: which, its key, the invocation that it lives with.
pub type Of = (usize, Option<usize>, Option<usize>);

/// A 期限 as it is declared, and the flow that it stands in.
pub struct Declared<'a> {
    pub name: &'static str,
    pub flow: Option<usize>,
    pub decl: &'a Deadline,
}

/// All that runs.
pub struct Ledger<'a> {
    limits: &'a Limits,
    house: bool,
    /// Those outside flows first, as they are written.
    declared: Vec<Declared<'a>>,
    /// Which flows run, the outermost first.
    flows: Vec<usize>,
    given: bool,
    absent: &'a [usize],
    now: i64,
    deadlines: Vec<Open>,
    ladders: Vec<Climb>,
    schedules: Vec<Occurrence>,
    kept: Vec<Kept>,
    /// What limits have not taken yet.
    notes: VecDeque<What>,
    /// Ladders that something asked for: they begin when all else has come to rest.
    asked: VecDeque<(usize, Option<usize>)>,
    done: Vec<Done>,
}

/// What is due; of several at one instant the first goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Late {
    /// Which of the open ones, which warning; the breach comes after them.
    Deadline(usize, usize),
    Ladder(usize),
    Schedule(usize),
    Kept(usize),
}

/// The number of a breach among warnings.
const BREACH: usize = usize::MAX;

impl<'a> Ledger<'a> {
    pub fn new(script: &'a Script, stream: &'a Stream, now: i64) -> Self {
        let outside = script.limits.deadlines.iter().zip(DEADLINES).map(|(decl, name)| Declared { name, flow: None, decl });
        let of_flow =
            |(f, flow): (usize, &'a Flow)| flow.deadlines.iter().map(move |decl| Declared { name: IN_FLOWS[f], flow: Some(f), decl });
        let inside = script.flows.iter().enumerate().flat_map(of_flow);
        let mut ledger = Self {
            limits: &script.limits,
            house: script.house,
            declared: outside.chain(inside).collect(),
            flows: Vec::new(),
            given: stream.given,
            absent: &stream.absent,
            now,
            deadlines: Vec::new(),
            ladders: Vec::new(),
            schedules: Vec::new(),
            kept: Vec::new(),
            notes: VecDeque::new(),
            asked: VecDeque::new(),
            done: Vec::new(),
        };
        ledger.begin_schedules();
        ledger
    }

    /// Which flows run.
    pub fn in_flows(&mut self, flows: Vec<usize>) {
        self.flows = flows;
    }

    /// A flow is left, and what lives with it is over.
    pub fn left(&mut self, frame: usize) {
        self.deadlines.retain(|o| o.of != Some(frame));
    }

    /// What has been done since somebody last looked.
    pub fn done(&mut self) -> Vec<Done> {
        std::mem::take(&mut self.done)
    }

    /// Something done beside the limits.
    pub fn tells(&mut self, done: Done) {
        self.done.push(done);
    }

    /// Something happens: whoever opens, holds or ends by it does so, and what follows from that. Then begins what was asked for.
    pub fn takes(&mut self, now: i64, all: Vec<What>, asked: Vec<usize>) {
        self.now = now;
        self.notes.extend(all);
        self.asked.extend(asked.into_iter().map(|ladder| (ladder, None)));
        self.rest();
    }

    fn rest(&mut self) {
        loop {
            if let Some(what) = self.notes.pop_front() {
                (0..self.declared.len()).for_each(|d| self.deadline_takes(d, &what));
                (0..self.limits.ladders.len()).for_each(|l| self.ladder_takes(l, &what));
                (0..self.schedules.len()).for_each(|s| self.schedule_takes(s, &what));
                (0..self.limits.retains.len()).for_each(|r| self.retain_takes(r, &what));
                self.jump();
            } else if let Some((ladder, key)) = self.asked.pop_front() {
                self.climb(ladder, key);
            } else {
                return;
            }
        }
    }

    /// Whether a limit takes events of this kind, so that one which no handler takes is not left lying.
    pub fn listens(&self, what: &What) -> bool {
        let Limits { ladders, schedules, retains, .. } = self.limits;
        let mut all: Vec<Pat> = Vec::new();
        for Declared { decl: d, .. } in &self.declared {
            all.extend(d.start.iter().chain(&d.stop).chain(&d.from).cloned());
            all.extend(d.pauses.iter().flat_map(|(a, b)| [a.clone(), b.clone()]));
        }
        for l in ladders {
            all.extend(l.raises.iter().map(|(on, _)| on).chain([&l.stop]).cloned());
        }
        let duties = schedules.iter().flat_map(|s| &s.duties);
        let of_records = retains.iter().flat_map(|r| r.pause.iter().flat_map(|(a, b)| [a, b]).chain([&r.from]));
        all.extend(duties.chain(of_records).map(|event| Pat::Host(*event, None)));
        all.iter().any(|on| match (on, what) {
            (Pat::Host(a, _), What::Host(b, _)) => a == b,
            (on, what) => super::flow::fits(on, what),
        })
    }

    /// The first thing due.
    pub fn due(&self) -> Option<(i64, Late)> {
        let mut all: Vec<(i64, Late)> = Vec::new();
        for (i, open) in self.deadlines.iter().enumerate() {
            let last = self.last_of(open).ok().flatten();
            all.extend(last.filter(|_| !open.broken).map(|last| (last + 1, Late::Deadline(i, BREACH))));
            all.extend(self.next_warning(open).map(|(at, n)| (at, Late::Deadline(i, n))));
        }
        all.extend(self.ladders.iter().enumerate().filter_map(|(i, c)| Some((self.last_of_rung(c).ok()? + 1, Late::Ladder(i)))));
        all.extend(self.schedules.iter().enumerate().map(|(i, o)| (o.turns(), Late::Schedule(i))));
        all.extend(self.kept.iter().enumerate().filter_map(|(i, k)| Some((self.kept_until(k)?, Late::Kept(i)))));
        all.into_iter().min()
    }

    /// Does what is due first.
    pub fn fire(&mut self, now: i64, late: Late) {
        self.now = now;
        match late {
            Late::Deadline(i, BREACH) => self.breach(i),
            Late::Deadline(i, n) => self.warn(i, n),
            Late::Ladder(i) => self.enter_rung(i, self.ladders[i].rung + 1),
            Late::Schedule(i) => self.turn(i),
            Late::Kept(i) => self.expire(i),
        }
        self.rest();
    }

    fn line(&mut self, name: &str, key: Option<usize>, what: impl std::fmt::Display) {
        let key = key.map_or(String::new(), |k| format!(" 号{}", KEYS[k]));
        self.done.push(Done::Line(format!("{name}{key} {what}")));
    }

    fn happens(&mut self, what: What) {
        self.notes.push_back(what.clone());
        self.done.push(Done::Seen(what));
    }

    fn calendar(&self) -> &'a Calendar {
        self.limits.calendar.as_ref().expect("what counts days has a calendar")
    }

    /// The last instant of a length from an instant, without a pause.
    fn last(&self, from: i64, of: Length) -> Result<i64, NoYear> {
        match of {
            Length::Ms(ms) => Ok(from + ms),
            Length::Work(ms) => self.calendar().after_work(from, ms),
            Length::Days(n) => self.calendar().end_of(Calendar::date(from) + n),
            Length::Workdays(n) => self.calendar().end_of(self.calendar().nth_working(Calendar::date(from), n)?),
            Length::Months(n) => Ok(Calendar::plus_months(from, n)),
        }
    }

    /// What the calendar could not answer is told; what was asked stays open.
    fn no_year(&mut self) {
        self.done.push(Done::Line("日历缺年".into()));
    }

    /// 顺延, 提前, and 落入休息 for what counts by the calendar or does something to somebody.
    fn shifted(&self, last: i64, own: Option<Shift>, counted: bool) -> i64 {
        let Some(calendar) = &self.limits.calendar else { return last };
        own.or(calendar.in_rest.filter(|_| counted)).map_or(last, |by| calendar.moved(last, by))
    }

    fn holds(&self, c: &Cond) -> bool {
        match c {
            Cond::Given => self.given,
            Cond::Not(inner) => !self.holds(inner),
            Cond::Both(a, b) => self.holds(a) && self.holds(b),
            Cond::Number(..) | Cond::Mood(_) => unreachable!("a limit outside a flow knows the parameter alone"),
        }
    }
}

/// The key that an event carries for a limit: none where it is not of these, or does not carry one that is asked for.
#[expect(clippy::option_option, reason = "an event may be taken without a key")]
fn carried(keyed: bool, on: &[Pat], what: &What) -> Option<Option<usize>> {
    if !on.iter().any(|p| super::flow::fits(p, what)) {
        return None;
    }
    match what {
        _ if !keyed => Some(None),
        What::Host(_, key) | What::Promise(key, _) | What::Did(key) => Some(Some(*key)),
        _ => None,
    }
}

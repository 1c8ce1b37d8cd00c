//! Draws 期限, 升级, 周期 and 留存.

use super::rules::same;
use crate::naive::calendar::{Calendar, DAY, HOUR, Shift};
use crate::naive::dice::Dice;
use crate::naive::script::limits::{Bound, Deadline, Every, Ladder, Length, Limits, Retain, Rung, Schedule};
use crate::naive::script::{Block, Cond, Pat, Stmt};
use crate::naive::stream::START;

/// Limits of a call: they count seconds. Some have a calendar by whose rest hours a call goes on: what is of the call alone is not moved.
pub(super) fn of_call(dice: &mut Dice) -> Limits {
    // The first minutes of a call.
    let begun = (START - Calendar::on(Calendar::date(START), 0)) / 60_000 * 60_000;
    let calendar = dice.chance(30).then(|| Calendar { rest: vec![(begun, begun + 60_000 * dice.between(1, 2) as i64)], ..calendar(dice) });
    let ladders = dice.below(2);
    let mut drawn = Drawn { dice, house: false, rest: calendar.is_some(), ladders: Vec::new(), lines: 900 };
    let ladders: Vec<Ladder> = (0..ladders).map(|_| drawn.ladder()).collect();
    drawn.ladders = ladders.iter().map(|l| l.keyed).collect();
    let count = drawn.dice.between(1, 2);
    let deadlines = (0..count).map(|_| drawn.deadline()).collect();
    Limits { calendar, ladders, deadlines, ..Limits::default() }
}

/// A 期限 in a flow: it may lead back into it.
pub(super) fn in_flow(dice: &mut Dice, back: Stmt, lines: usize) -> Deadline {
    let mut drawn = Drawn { dice, house: false, rest: false, ladders: Vec::new(), lines };
    let mut deadline = loop {
        let drawn = drawn.deadline();
        if matches!(drawn.bound, Bound::For(_)) {
            break drawn;
        }
    };
    // The number in hand is known outside flows alone.
    deadline.warnings.iter_mut().map(|(_, body)| body).chain([&mut deadline.breach]).for_each(|body| {
        body.iter_mut().filter(|s| matches!(s, Stmt::DoOfKey)).for_each(|s| *s = Stmt::Do(0));
    });
    if matches!(deadline.breach.last(), Some(Stmt::Stay | Stmt::End(_))) && drawn.dice.chance(50) {
        deadline.breach.pop();
        deadline.breach.push(back);
    }
    deadline
}

/// Limits of the house: they count hours, working time and days.
pub(super) fn of_house(dice: &mut Dice) -> Limits {
    let calendar = calendar(dice);
    let ladders = dice.below(3);
    let mut drawn = Drawn { dice, house: true, rest: true, ladders: Vec::new(), lines: 900 };
    let ladders: Vec<Ladder> = (0..ladders).map(|_| drawn.ladder()).collect();
    drawn.ladders = ladders.iter().map(|l| l.keyed).collect();
    let count = drawn.dice.between(1, 3);
    let deadlines = (0..count).map(|_| drawn.deadline()).collect();
    let schedules = (0..drawn.dice.below(3)).map(|_| drawn.schedule()).collect();
    let retains = (0..drawn.dice.below(2)).map(|_| drawn.retain()).collect();
    Limits { calendar: Some(calendar), deadlines, ladders, schedules, retains }
}

fn calendar(dice: &mut Dice) -> Calendar {
    let today = Calendar::date(START);
    let hours = [vec![(9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR)], vec![(8 * HOUR + HOUR / 2, 12 * HOUR), (13 * HOUR, 17 * HOUR)]];
    let rest = [Vec::new(), vec![(21 * HOUR, 32 * HOUR)], vec![(12 * HOUR, 13 * HOUR), (21 * HOUR, 32 * HOUR)]];
    // A year has at least one of them: the first of October.
    let far = today + 210;
    let holidays = [vec![far], vec![today + 1, far], vec![today + 4, today + 5, far], (today + 4..today + 9).chain([far]).collect()];
    let makeup = [Vec::new(), vec![today + 2], vec![today + 3, today + 10]];
    let rest = dice.pick(&rest);
    Calendar {
        hours: dice.pick(&hours),
        // What would wake somebody says which way it goes.
        in_rest: (!rest.is_empty() || dice.chance(30)).then(|| dice.pick(&[Shift::Postpone, Shift::Advance])),
        rest,
        holidays: dice.pick(&holidays),
        makeup: dice.pick(&makeup),
        shift_end: dice.chance(60),
    }
}

struct Drawn<'a> {
    dice: &'a mut Dice,
    house: bool,
    /// There is a calendar that says when it rests.
    rest: bool,
    /// Those there are to climb, and whether each is kept apart by key.
    ladders: Vec<bool>,
    lines: usize,
}

impl Drawn<'_> {
    fn deadline(&mut self) -> Deadline {
        let keyed = self.house || self.dice.chance(50);
        let promised = self.dice.chance(15);
        let mut start = if promised { vec![Pat::Promise] } else { self.pats(keyed) };
        // What begins by what limits do themselves need never come to rest.
        start.retain(|p| *p != Pat::Do);
        if start.is_empty() {
            start.push(Pat::Host(self.dice.below(4), None));
        }
        let shifts = self.rest && self.dice.chance(20);
        let stop = loop {
            let stop = self.pats(keyed);
            if !stop.iter().any(|s| start.iter().any(|p| same(p, s))) {
                break stop;
            }
        };
        let bound = if promised {
            Bound::Promised(if self.house { self.dice.pick(&[0, HOUR]) } else { self.dice.pick(&[0, 1000]) })
        } else {
            Bound::For(self.length())
        };
        let elapsed = |b: &Bound| matches!(b, Bound::For(Length::Ms(_)));
        let from = (!promised && self.dice.chance(12)).then(|| self.pat(false));
        let pauses = if promised { 0 } else { self.dice.below(3) };
        let pauses = (0..pauses).map(|_| (self.pat(keyed), self.pat(keyed))).collect();
        let warnings = (0..self.dice.below(3)).map(|_| (self.left(&bound), self.body(keyed, true, None))).collect();
        Deadline {
            keyed,
            stop,
            shift: (shifts && !(self.house && elapsed(&bound))).then(|| self.dice.pick(&[Shift::Postpone, Shift::Advance])),
            bound,
            from,
            latest: self.dice.chance(20),
            start,
            pauses,
            warnings,
            past: if promised { self.body(keyed, true, None) } else { Block::new() },
            // After 重等 with a length of its own a pause goes by the first length's 顺延 or 提前: that is not settled.
            breach: self.body(keyed, false, (!shifts).then_some(bound)),
        }
    }

    fn ladder(&mut self) -> Ladder {
        let keyed = self.house || self.dice.chance(50);
        let first = self.dice.below(2);
        let rungs: Vec<Rung> = (first..3).map(|role| Rung { role, limit: self.length(), optional: self.dice.chance(30) }).collect();
        let to = |dice: &mut Dice| dice.between(1, rungs.len() - 1);
        let raises = (0..self.dice.below(3)).map(|_| (self.pat(keyed), self.dice.chance(40).then(|| to(self.dice)))).collect();
        let jumps = if self.dice.chance(20) { vec![(to(self.dice), Cond::Given)] } else { Vec::new() };
        let top = self.body(keyed, false, None);
        Ladder { keyed, rungs, raises, jumps, stop: self.pat(keyed), top }
    }

    fn schedule(&mut self) -> Schedule {
        let every = match self.dice.below(9) {
            0 | 1 => Every::Day,
            2 => Every::Workday,
            3..=5 => Every::Week(self.dice.below(7) as i64),
            6 => Every::Month(self.dice.pick(&[5, 6, 10, 31])),
            7 => Every::MonthEnd,
            _ => self.dice.pick(&[Every::LastWorkday, Every::NthWorkday(4), Every::NthWorkday(6)]),
        };
        let by_work = matches!(every, Every::Workday | Every::LastWorkday | Every::NthWorkday(_));
        let times = self.dice.chance(30).then(|| self.dice.between(1, 2));
        let duties = if times.is_some() { 1 } else { self.dice.between(1, 2) };
        Schedule {
            every,
            clock: self.dice.pick(&[9, 12, 17]) * HOUR,
            from: self.dice.chance(20),
            on_rest: if by_work { None } else { self.dice.pick(&[None, Some(Shift::Postpone), Some(Shift::Advance)]) },
            duties: (0..duties).map(|_| self.dice.below(4)).collect(),
            times,
            provided: self.dice.chance(15).then_some(Cond::Given),
            missed: {
                let mut body = self.body(false, false, None);
                body.retain(|s| !matches!(s, Stmt::Climb(_)));
                if body.last().is_none_or(|s| !matches!(s, Stmt::Stay | Stmt::End(_))) {
                    body.push(Stmt::Stay);
                }
                body
            },
        }
    }

    fn retain(&mut self) -> Retain {
        let (length, more) = match self.dice.below(3) {
            0 => (Length::Days(self.dice.between(2, 9) as i64), Length::Days(3)),
            1 => (Length::Months(1), Length::Months(1)),
            _ => (Length::Ms(30 * HOUR), Length::Ms(5 * HOUR)),
        };
        let expiry = self.dice.pick(&[Some("归档"), Some("删除"), Some("封存"), None]);
        let pause = self.dice.chance(50).then(|| (self.dice.below(4), self.dice.below(4)));
        Retain { length, from: self.dice.below(4), pause, expiry, more }
    }

    /// What is done: a warning goes on, all else ends somewhere. What is bounded may be waited for anew.
    fn body(&mut self, keyed: bool, warns: bool, bound: Option<Bound>) -> Block {
        let mut body = Block::new();
        if self.dice.chance(40) {
            self.lines += 1;
            body.push(Stmt::Tip(self.lines));
        }
        if self.dice.chance(50) {
            body.push(if keyed && self.dice.chance(80) { Stmt::DoOfKey } else { Stmt::Do(self.dice.below(2)) });
        }
        if self.dice.chance(15) {
            self.lines += 1;
            body.push(Stmt::If(vec![(Cond::Given, vec![Stmt::Tip(self.lines)])], None));
        }
        if warns {
            if body.is_empty() {
                body.push(Stmt::Do(0));
            }
            return body;
        }
        match self.dice.below(8) {
            0 | 1 if self.ladders.iter().any(|by_key| keyed || !by_key) => {
                let all: Vec<usize> = (0..self.ladders.len()).filter(|l| keyed || !self.ladders[*l]).collect();
                body.push(Stmt::Climb(self.dice.pick(&all)));
            }
            // An instant that is past stays past.
            // In the house it would fill weeks.
            2 if self.house && matches!(bound, Some(Bound::For(_))) => body.extend([Stmt::Anew(None, Some(2)), Stmt::Stay]),
            2 if matches!(bound, Some(Bound::For(_))) => body.push(Stmt::Anew(None, None)),
            3 | 4 if bound.is_some() => {
                let limit = match bound {
                    Some(Bound::For(of)) if self.dice.chance(50) => Some(self.length_like(of)),
                    _ => None,
                };
                body.push(Stmt::Anew(limit, Some(self.dice.between(1, 2) as u32)));
                body.push(Stmt::Stay);
            }
            5 => body.push(Stmt::End(self.dice.below(3))),
            _ => body.push(Stmt::Stay),
        }
        body
    }

    fn length(&mut self) -> Length {
        if !self.house {
            return Length::Ms(self.dice.pick(&super::LENGTHS));
        }
        match self.dice.below(7) {
            0 | 1 => Length::Ms(self.dice.pick(&[HOUR, 4 * HOUR, 24 * HOUR])),
            2 | 3 => Length::Work(self.dice.pick(&[HOUR / 2, 2 * HOUR, 8 * HOUR, 12 * HOUR])),
            4 => Length::Days(self.dice.between(1, 3) as i64),
            _ => Length::Workdays(self.dice.between(1, 3) as i64),
        }
    }

    /// Another length of the same sort.
    fn length_like(&mut self, of: Length) -> Length {
        loop {
            let length = self.length();
            if std::mem::discriminant(&length) == std::mem::discriminant(&of) {
                return length;
            }
        }
    }

    /// What is left when a warning comes.
    fn left(&mut self, bound: &Bound) -> Length {
        match bound {
            Bound::For(Length::Work(_)) => Length::Work(HOUR / 2),
            Bound::For(Length::Days(_)) => Length::Days(1),
            Bound::For(Length::Workdays(_)) => Length::Workdays(1),
            _ if self.house => Length::Ms(HOUR / 2),
            _ => Length::Ms(self.dice.pick(&[500, 1000])),
        }
    }

    fn pats(&mut self, keyed: bool) -> Vec<Pat> {
        let first = self.pat(keyed);
        if self.dice.chance(20) { vec![first, self.pat(keyed)] } else { vec![first] }
    }

    fn pat(&mut self, keyed: bool) -> Pat {
        match self.dice.below(12) {
            0 => Pat::Do,
            1 if !keyed => self.dice.pick(&[Pat::Hold, Pat::Resume]),
            2 if !keyed => Pat::Answer,
            3 if !keyed => Pat::Host(self.dice.below(4), Some(self.dice.below(2))),
            _ => Pat::Host(self.dice.below(4), None),
        }
    }
}

/// The instants of a day at which something begins or ends.
pub fn marks(calendar: &Calendar) -> Vec<i64> {
    let pieces = calendar.hours.iter().chain(&calendar.rest).flat_map(|(a, b)| [*a % DAY, *b % DAY]);
    pieces.chain([0, 9 * HOUR, 12 * HOUR, 17 * HOUR]).collect()
}

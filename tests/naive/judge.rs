//! Judges rules by their definition: for every event and every pair of events that the sentence speaks of, over all that was seen.

mod count;
mod gap;
mod order;
mod owed;
mod rank;
mod speech;
mod stretch;

use super::beside::Act;
use super::calendar::Calendar;
use super::flow::{Seen, fits};
use super::script::{EVENTS, Pat, Price, Rule, Script, Sentence, Trigger, What, Who};
use super::stream::START;
use super::write::rule_name;
use rank::Rest;
pub use rank::{asked, rank};

/// What is found, sorted, and how every rule stands in the end.
pub fn judge(script: &Script, given: bool, seen: &[Seen], now: i64) -> (Vec<String>, Vec<String>) {
    let (all, now) = (seen, settled(seen, now));
    let upto: Vec<Seen> = seen.iter().filter(|s| s.at <= now).cloned().collect();
    let seen = &upto[..];
    let end = seen.iter().position(|s| s.what == What::Ended);
    let (mut found, mut verdicts) = (Vec::new(), Vec::new());
    // Of every rule, in every scope, what each breach was found on.
    let mut breaches: Vec<Vec<Vec<Option<usize>>>> = Vec::new();
    for (i, rule) in script.rules.iter().enumerate() {
        // What is kept apart by a number of its own belongs to no call: the line of the house has no end.
        let end = end.filter(|_| !rule.keyed);
        let rests = rank::rests(script, i, given, seen, now);
        let line = Line { rests: &rests, ..Line::whole(script, &seen[..end.map_or(seen.len(), |i| i + 1)], now, end.map(|i| seen[i].at)) };
        let before = found.len();
        breaches.push(Vec::new());
        let applies = (given || !rule.provided) && line.rule(rule, rule_name(i), all, &mut found, &mut breaches[i]);
        let broken = found[before..].iter().any(|f| f.contains(" 违规"));
        // A gap may hide what would have to be judged.
        let open = line.end.is_none() || seen.iter().any(|s| matches!(s.what, What::Gap(_)));
        let verdict = match (broken, !open, applies) {
            (true, ..) => "违规",
            (_, false, _) => "未定",
            (_, _, true) if !rule.provided => "合规",
            // Whether a rule that a condition limits was ever in force is not compared.
            _ if rule.provided => "未破",
            _ => "不适用",
        };
        verdicts.push(format!("{} {verdict}", rule_name(i)));
    }
    found.sort();
    let gaps = seen.iter().any(|s| matches!(s.what, What::Gap(_)));
    if let (Some(score), Some(_), false) = (&script.score, end, gaps) {
        let vetoed = script.rules.iter().zip(&verdicts).any(|(r, v)| r.price.as_ref().is_some_and(|p| p.veto) && v.ends_with("违规"));
        let cost = |(rule, mine): (&Rule, &Vec<Vec<Option<usize>>>)| {
            let other = rule.into.and_then(|i| breaches.get(i));
            let told = |on: &usize| other.is_some_and(|all| all.iter().flatten().flatten().any(|n| n == on));
            let counts: Vec<i64> = mine.iter().map(|all| all.iter().filter(|on| !on.as_ref().is_some_and(told)).count() as i64).collect();
            cost(rule.price.as_ref(), &counts)
        };
        let costs: Vec<i64> = script.rules.iter().zip(&breaches).map(cost).collect();
        let first = costs.first().map_or(0, |c| score.most.map_or(*c, |most| most.min(*c)));
        let left = (100 - first - costs.iter().skip(1).sum::<i64>()).max(0);
        let points = if vetoed { score.veto } else { left };
        verdicts.push(format!("得分 {points} {:?}", Some(!vetoed && left >= score.pass)));
    }
    (found, verdicts)
}

/// What rules would have done, in the order in which it is due.
pub fn acts(script: &Script, given: bool, seen: &[Seen], now: i64) -> Vec<Act> {
    let mut all = Vec::new();
    let end = seen.iter().position(|s| s.what == What::Ended);
    for (i, rule) in script.rules.iter().enumerate().filter(|(_, r)| given || !r.provided) {
        let Some(key) = rule.otherwise else { continue };
        let rests = rank::rests(script, i, given, seen, now);
        for (of, mine) in keyed(rule, &seen[..end.filter(|_| !rule.keyed).map_or(seen.len(), |i| i + 1)]) {
            let end = end.filter(|_| !rule.keyed).map(|i| seen[i].at);
            let line = Line { rests: &rests, ..Line::whole(script, &mine, now, end) };
            let key = key.or(of).unwrap_or(0);
            all.extend(line.owing(&rule.sentence).into_iter().map(|o| {
                let Seen { at, n: since, .. } = mine[o.from];
                Act { at: o.at, behind: (o.at == at).then_some(since), due: o.due, rule: i, of, key, since }
            }));
        }
    }
    all.sort();
    all
}

/// What of a line a rule sees: all of it, or what bears each number.
fn keyed(rule: &Rule, seen: &[Seen]) -> Vec<(Option<usize>, Vec<Seen>)> {
    let keys: Vec<Option<usize>> = if rule.keyed { vec![Some(0), Some(1)] } else { vec![None] };
    let of = |key: Option<usize>, s: &Seen| match (key, &s.what) {
        (None, _) | (_, What::Gap(_)) => true,
        (Some(k), What::Host(_, of) | What::Promise(of, _) | What::Did(of)) => *of == k,
        _ => false,
    };
    let mine = |key| seen.iter().filter(|s| of(key, s)).cloned().collect();
    keys.into_iter().map(|key| (key, mine(key))).collect()
}

/// What so many breaches in each scope cost.
fn cost(price: Option<&Price>, breaches: &[i64]) -> i64 {
    let Some(Price { points, each, most, again, .. }) = price else { return 0 };
    let of = |n: i64| match (n, again, each) {
        (0, ..) => 0,
        (n, Some(again), _) => points + (n - 1) * again,
        (n, None, true) => most.map_or(n * points, |most| most.min(n * points)),
        (_, None, false) => *points,
    };
    breaches.iter().map(|n| of(*n)).sum()
}

/// Speech counts at its begin, but is known at its end: what is judged goes no further than the begin of a turn that is still open.
fn settled(seen: &[Seen], now: i64) -> i64 {
    let begins = |who: Who| {
        let last = seen.iter().rfind(|s| matches!(s.what, What::Begin(w) | What::Finish(w) if w == who))?;
        matches!(last.what, What::Begin(_)).then_some(last.at)
    };
    [Who::Customer, Who::Agent].into_iter().filter_map(begins).fold(now, i64::min)
}

/// When it can be known what was at an instant: when every turn begun before it has ended.
fn known(all: &[Seen], at: i64) -> i64 {
    let mut open: Vec<(Who, i64)> = Vec::new();
    let mut when = at;
    for seen in all {
        if seen.at >= at && open.iter().all(|(_, begin)| *begin >= at) {
            break;
        }
        match seen.what {
            What::Begin(who) => open.push((who, seen.at)),
            What::Finish(who) => open.retain(|(w, _)| *w != who),
            _ => {}
        }
        when = seen.at.max(at);
    }
    when
}

/// A time line, or a part of it that is judged by itself.
struct Line<'a> {
    seen: &'a [Seen],
    /// Judged up to here.
    now: i64,
    /// When it closed.
    end: Option<i64>,
    /// When it began.
    begin: i64,
    /// The end of the last gap that began before it.
    gap: i64,
    /// Its end is no part of it: the period behind it begins there.
    open: bool,
    /// The event that ends it.
    closes: Option<usize>,
    calendar: Option<&'a Calendar>,
    /// When the rule rests.
    rests: &'a [Rest],
}

/// What takes a finding: its instant, whether a gap hides it, its evidence.
type Tell<'t> = &'t mut dyn FnMut(i64, bool, Proof);

/// What bears witness to a finding: in words, and the event that it is found on, where there is one.
#[derive(Debug, Default)]
struct Proof {
    text: String,
    on: Option<usize>,
    /// Why nobody can tell, where that is no gap.
    why: Option<&'static str>,
}

impl std::ops::Add for Proof {
    type Output = Self;

    fn add(self, with: Self) -> Self {
        Self { text: self.text + &with.text, on: self.on.or(with.on), why: self.why.or(with.why) }
    }
}

/// From one event to before another.
struct Span {
    from: usize,
    to: usize,
    begin: i64,
    end: Option<i64>,
}

impl<'a> Line<'a> {
    /// A time line of which nothing is cut off, and on which no rule rests.
    fn whole(script: &'a Script, seen: &'a [Seen], now: i64, end: Option<i64>) -> Self {
        let closes = end.and_then(|_| seen.iter().rfind(|s| s.what == What::Ended)).map(|s| s.n);
        let calendar = script.limits.calendar.as_ref();
        Self { seen, now, end, begin: START, gap: START, open: false, closes, calendar, rests: &[] }
    }
}

impl Line<'_> {
    /// Judges one rule; whether there was anything to judge.
    /// In each scope instance what each breach is found on is told.
    fn rule(&self, rule: &Rule, name: &str, all: &[Seen], found: &mut Vec<String>, breaches: &mut Vec<Vec<Option<usize>>>) -> bool {
        let counts = std::cell::RefCell::new(Vec::<Vec<Option<usize>>>::new());
        let mut applies = false;
        for (key, mine) in keyed(rule, self.seen) {
            if key.is_some() && !mine.iter().any(|s| !matches!(s.what, What::Gap(_))) {
                continue;
            }
            let mut tell = |at: i64, hidden: bool, proof: Proof| {
                let verdict = proof.why.unwrap_or(if hidden { "缺段" } else { "违规" });
                let key = key.map_or(String::new(), |k| format!(" 号{}", k + 1));
                found.push(format!("{} {name} {verdict}{key}{}", known(all, at) - START, proof.text));
                if let (Some(breaches), false) = (counts.borrow_mut().last_mut(), hidden || proof.why.is_some()) {
                    breaches.push(proof.on);
                }
            };
            match (&rule.within, rule.every) {
                (None, None) => {
                    let line = Line { seen: &mine, ..*self };
                    counts.borrow_mut().push(Vec::new());
                    applies |= line.sentence(&rule.sentence, START, &mut tell);
                }
                (None, Some(every)) => {
                    let (mut from, until) = (START, self.end.unwrap_or(self.now).min(self.now));
                    while from <= until {
                        let to = from + every;
                        let (a, b) = (mine.partition_point(|s| s.at < from), mine.partition_point(|s| s.at < to));
                        // The line may end in it.
                        let closed = self.now >= to && self.end.is_none_or(|end| end >= to);
                        let end = if closed { Some(to) } else { self.end };
                        let line =
                            Line { seen: &mine[a..b], begin: from, end, open: closed, closes: None, gap: self.gap_before(a), ..*self };
                        counts.borrow_mut().push(Vec::new());
                        applies |= line.sentence(&rule.sentence, from, &mut tell);
                        from = to;
                    }
                }
                (Some(stretch), _) => {
                    for span in self.spans(stretch) {
                        let line = self.part(&span);
                        counts.borrow_mut().push(Vec::new());
                        applies |= line.sentence(&rule.sentence, span.begin, &mut tell);
                    }
                }
            }
        }
        *breaches = counts.into_inner();
        applies
    }

    /// What lies between two events.
    fn part(&self, span: &Span) -> Line<'_> {
        let closes = self.seen.get(span.to).map(|s| s.n).or(self.closes);
        Line { seen: &self.seen[span.from..span.to], begin: span.begin, end: span.end, closes, gap: self.gap_before(span.from), ..*self }
    }

    /// The events of a pattern, by their place.
    fn all(&self, on: &Pat) -> Vec<usize> {
        (0..self.seen.len()).filter(|i| fits(on, &self.seen[*i].what)).collect()
    }

    /// Those that open an obligation: none while the rule rests.
    fn opening(&self, of: &Trigger) -> Vec<usize> {
        let all = self.all(&of.on);
        let all: Vec<usize> = match of.nth {
            "首次 " => all.into_iter().take(1).collect(),
            "再次 " => all.into_iter().skip(1).collect(),
            "第 2次 " => all.into_iter().skip(1).take(1).collect(),
            _ => all,
        };
        all.into_iter().filter(|i| !self.rests_at(*i)).collect()
    }

    fn at(&self, i: usize) -> i64 {
        self.seen[i].at
    }

    /// The last instant of what ends so.
    fn last(&self, end: i64) -> i64 {
        end - i64::from(self.open)
    }

    /// Whether the line, or this part of it, lasted to an instant.
    fn reaches(&self, at: i64) -> bool {
        self.now >= at && self.end.is_none_or(|end| end >= at)
    }
    fn sentence(&self, sentence: &Sentence, start: i64, tell: Tell<'_>) -> bool {
        match sentence {
            // A permission binds nobody.
            Sentence::May(_) => false,
            Sentence::Never(..) | Sentence::Must(..) | Sentence::Times(..) => self.counted(sentence, start, tell),
            Sentence::Before { .. } | Sentence::Until(..) | Sentence::Between(..) | Sentence::Then(..) => {
                self.ordered(sentence, start, tell)
            }
            Sentence::After(..) | Sentence::Within { .. } | Sentence::By { .. } | Sentence::Barred(..) | Sentence::Apart(..) => {
                self.owed(sentence, tell)
            }
            Sentence::First(..) | Sentence::FirstOf(_) | Sentence::LastOf(_) | Sentence::Last(..) | Sentence::Next(..) => {
                self.spoken(sentence, start, tell)
            }
            _ => self.lasting(sentence, tell),
        }
    }

    fn event(&self, i: usize) -> Proof {
        let what = match &self.seen[i].what {
            What::Host(event, _) => EVENTS[*event],
            _ => "",
        };
        Proof { text: format!(" {what}@{}", self.at(i) - START), on: Some(self.seen[i].n), why: None }
    }

    fn since(&self, i: usize) -> Proof {
        since(self.at(i))
    }
}

fn since(at: i64) -> Proof {
    Proof { text: format!(" ←{}", at - START), on: None, why: None }
}

fn missing(from: i64, to: i64) -> Proof {
    Proof { text: format!(" 缺[{},{}]", from - START, to - START), on: None, why: None }
}

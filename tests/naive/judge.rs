//! Judges rules by their definition: for every event and every pair of events that the sentence speaks of, over all that was seen.

use super::flow::{Seen, fits};
use super::script::{EVENTS, Pat, Rule, Script, Sentence, Stretch, Trigger, What, Who};
use super::stream::START;
use super::write::rule_name;

/// What is found, sorted, and how every rule stands in the end.
pub fn judge(script: &Script, seen: &[Seen], now: i64) -> (Vec<String>, Vec<String>) {
    let (all, now) = (seen, settled(seen, now));
    let upto: Vec<Seen> = seen.iter().filter(|s| s.at <= now).cloned().collect();
    let seen = &upto[..];
    let end = seen.iter().position(|s| s.what == What::Ended);
    let (mut found, mut verdicts) = (Vec::new(), Vec::new());
    for (i, rule) in script.rules.iter().enumerate() {
        // What is kept apart by a number of its own belongs to no call: the line of the house has no end.
        let end = end.filter(|_| !rule.keyed);
        let line = Line { seen: &seen[..end.map_or(seen.len(), |i| i + 1)], now, end: end.map(|i| seen[i].at), gap: START };
        let before = found.len();
        let applies = line.rule(rule, rule_name(i), all, &mut found);
        let broken = found[before..].iter().any(|f| f.contains(" 违规"));
        // A gap may hide what would have to be judged.
        let open = line.end.is_none() || seen.iter().any(|s| matches!(s.what, What::Gap(_)));
        let verdict = match (broken, !open, applies) {
            (true, ..) => "违规",
            (_, false, _) => "未定",
            (_, _, true) => "合规",
            _ => "不适用",
        };
        verdicts.push(format!("{} {verdict}", rule_name(i)));
    }
    found.sort();
    (found, verdicts)
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
    /// The end of the last gap that began before it.
    gap: i64,
}

/// 答话上限 and 停顿上限, where a script says nothing else.
const REPLY: i64 = 5000;
const PAUSE: i64 = 1000;

/// From one event to before another.
struct Span {
    from: usize,
    to: usize,
    begin: i64,
    end: Option<i64>,
}

impl Line<'_> {
    /// Judges one rule; whether there was anything to judge.
    fn rule(&self, rule: &Rule, name: &str, all: &[Seen], found: &mut Vec<String>) -> bool {
        let keys: Vec<Option<usize>> = if rule.keyed { vec![Some(0), Some(1)] } else { vec![None] };
        let mut applies = false;
        for key in keys {
            let of_key = |s: &&Seen| key.is_none_or(|k| matches!(s.what, What::Host(_, of) if of == k) || matches!(s.what, What::Gap(_)));
            let mine: Vec<Seen> = self.seen.iter().filter(of_key).cloned().collect();
            if key.is_some() && !mine.iter().any(|s| matches!(s.what, What::Host(..))) {
                continue;
            }
            let mut tell = |at: i64, hidden: bool, evidence: String| {
                let verdict = if hidden { "缺段" } else { "违规" };
                let key = key.map_or(String::new(), |k| format!(" 号{}", k + 1));
                found.push(format!("{} {name} {verdict}{key}{evidence}", known(all, at) - START));
            };
            match &rule.within {
                None => {
                    let line = Line { seen: &mine, now: self.now, end: self.end, gap: self.gap };
                    applies |= line.sentence(&rule.sentence, START, &mut tell);
                }
                Some(stretch) => {
                    for span in self.spans(stretch) {
                        let seen = &self.seen[span.from..span.to];
                        let line = Line { seen, now: self.now, end: span.end, gap: self.gap_before(span.from) };
                        applies |= line.sentence(&rule.sentence, span.begin, &mut tell);
                    }
                }
            }
        }
        applies
    }

    /// The events of a pattern, by their place.
    fn all(&self, on: &Pat) -> Vec<usize> {
        (0..self.seen.len()).filter(|i| fits(on, &self.seen[*i].what)).collect()
    }

    /// Those that open an obligation.
    fn opening(&self, of: &Trigger) -> Vec<usize> {
        let all = self.all(&of.on);
        match of.nth {
            "首次 " => all.into_iter().take(1).collect(),
            "再次 " => all.into_iter().skip(1).collect(),
            "第 2次 " => all.into_iter().skip(1).take(1).collect(),
            _ => all,
        }
    }

    fn at(&self, i: usize) -> i64 {
        self.seen[i].at
    }

    /// Whether a gap lies behind an event, up to an instant.
    fn hidden(&self, behind: usize, upto: i64) -> bool {
        self.runs_at(behind) || (behind..self.seen.len()).any(|i| matches!(self.seen[i].what, What::Gap(_)) && self.at(i) <= upto)
    }

    /// Whether a gap lies between two events.
    fn hidden_between(&self, from: usize, to: usize) -> bool {
        let between = &self.seen[from.min(self.seen.len())..to.min(self.seen.len())];
        self.runs_at(from) || between.iter().any(|s| matches!(s.what, What::Gap(_)))
    }

    /// Whether a gap meets a piece of time.
    fn hides(&self, from: i64, to: i64) -> bool {
        self.gap > from || self.seen.iter().any(|s| matches!(s.what, What::Gap(ms) if s.at <= to && s.at + ms > from))
    }

    /// Whether a gap that began before goes on at an event: the machine may act while nothing is known.
    fn runs_at(&self, i: usize) -> bool {
        self.seen.get(i).is_some_and(|s| self.gap_before(i) > s.at)
    }

    /// The end of the last gap that began before an event.
    fn gap_before(&self, i: usize) -> i64 {
        let ends = self.seen[..i].iter().filter_map(|s| if let What::Gap(ms) = s.what { Some(s.at + ms) } else { None });
        ends.fold(self.gap, i64::max)
    }

    /// Whether the line, or this part of it, lasted to an instant.
    fn reaches(&self, at: i64) -> bool {
        self.now >= at && self.end.is_none_or(|end| end >= at)
    }

    fn sentence(&self, sentence: &Sentence, start: i64, tell: &mut impl FnMut(i64, bool, String)) -> bool {
        match sentence {
            Sentence::Never(a) => {
                self.all(a).into_iter().for_each(|i| tell(self.at(i), false, self.event(i)));
                true
            }
            Sentence::Must(a) => {
                if let (Some(end), true) = (self.end, self.all(a).is_empty()) {
                    tell(end, self.hidden(0, end), missing(start, end));
                }
                true
            }
            Sentence::Times(a, bound, n) => {
                let all = self.all(a);
                if let (Some(i), true) = (all.get(*n), *bound != "至少") {
                    tell(self.at(*i), false, self.event(*i));
                } else if let (Some(end), true) = (self.end, *bound != "至多" && all.len() < *n) {
                    tell(end, self.hidden(0, end), missing(start, end));
                }
                true
            }
            Sentence::Before { each, of, must } => {
                let (of, must) = (self.all(of), self.all(must));
                for (n, b) in of.iter().enumerate() {
                    let since = if *each && n > 0 { of[n - 1] } else { 0 };
                    if !must.iter().any(|a| (since..*b).contains(a)) {
                        tell(self.at(*b), self.hidden_between(since, *b), self.event(*b));
                    }
                }
                !of.is_empty()
            }
            Sentence::Until(a, b) => {
                let (a, b) = (self.all(a), self.all(b));
                b.iter().filter(|b| !a.iter().any(|a| a < b)).for_each(|b| tell(self.at(*b), self.hidden_between(0, *b), self.event(*b)));
                !b.is_empty()
            }
            Sentence::After(a, b) => {
                let (a, b) = (self.opening(a), self.all(b));
                for a in &a {
                    if let (Some(end), false) = (self.end, b.iter().any(|b| b > a)) {
                        tell(end, self.hidden(*a, end), self.since(*a) + &missing(self.at(*a), end));
                    }
                }
                !a.is_empty()
            }
            Sentence::Within { after, ms, must, unless, latest } => {
                let opens = self.opening(after);
                let ends = |i: usize, on: &Pat| self.all(on).into_iter().any(|j| j > i && self.at(j) <= self.at(i) + ms);
                for a in &opens {
                    let last = self.at(*a) + ms;
                    let again = *latest && opens.iter().any(|b| b > a && self.at(*b) <= last);
                    let withdrawn = unless.as_ref().is_some_and(|d| ends(*a, d));
                    if self.reaches(last + 1) && !again && !withdrawn && !ends(*a, must) {
                        tell(last + 1, self.hidden(*a, last), self.since(*a) + &missing(self.at(*a), last));
                    }
                }
                !opens.is_empty()
            }
            Sentence::Between(a, b) => {
                let (all, b) = (self.all(a), self.all(b));
                for pair in all.windows(2) {
                    if !b.iter().any(|b| (pair[0] + 1..pair[1]).contains(b)) {
                        let evidence = self.since(pair[0]) + &self.event(pair[1]) + &missing(self.at(pair[0]), self.at(pair[1]));
                        tell(self.at(pair[1]), self.hidden_between(pair[0], pair[1]), evidence);
                    }
                }
                !all.is_empty()
            }
            Sentence::Barred(a, ms, b) => {
                let opens = self.opening(a);
                for b in self.all(b) {
                    let bars = |a: &&usize| **a < b && ms.is_none_or(|ms| self.at(b) <= self.at(**a) + ms);
                    if let Some(a) = opens.iter().rfind(bars) {
                        tell(self.at(b), false, self.since(*a) + &self.event(b));
                    }
                }
                !opens.is_empty()
            }
            Sentence::Apart(a, ms) => {
                let all = self.all(a);
                for pair in all.windows(2) {
                    let (near, hidden) = (self.at(pair[1]) - self.at(pair[0]) < *ms, self.hidden_between(pair[0], pair[1]));
                    if near || hidden {
                        tell(self.at(pair[1]), !near, self.since(pair[0]) + &self.event(pair[1]));
                    }
                }
                !all.is_empty()
            }
            Sentence::Then(a, b) => {
                let (a, b) = (self.all(a), self.all(b));
                if let (Some(end), Some(first), true) = (self.end, a.first(), b.is_empty()) {
                    tell(end, self.hidden(0, end), self.since(*first) + &missing(start, end));
                }
                !a.is_empty()
            }
            Sentence::Only(a, inside, stretch) => {
                let (all, spans) = (self.all(a), self.spans(stretch));
                for a in &all {
                    if spans.iter().any(|s| (s.from..s.to).contains(a)) != *inside {
                        tell(self.at(*a), false, self.event(*a));
                    }
                }
                !all.is_empty()
            }
            Sentence::First(who, words) => {
                let turns = self.turns(*who);
                if let Some((i, at, _)) = turns.first().filter(|t| t.2 != Some(*words)) {
                    tell(*at, self.hidden_between(0, *i), format!(" @{}", at - START));
                }
                !turns.is_empty()
            }
            Sentence::Last(who, words) => {
                let turns = self.turns(*who);
                if let (Some(end), last) = (self.end, turns.last()) {
                    let hidden = self.hidden(last.map_or(0, |t| t.0), end);
                    if hidden || last.is_none_or(|t| t.2 != Some(*words)) {
                        let event = last.map_or(String::new(), |t| format!(" @{}", t.1 - START));
                        tell(end, hidden, event + &missing(start, end));
                    }
                }
                true
            }
            Sentence::Next(a, who, words) => {
                let (opens, turns) = (self.opening(a), self.turns(*who));
                for (n, (i, at, said)) in turns.iter().enumerate() {
                    let since = if n > 0 { turns[n - 1].0 } else { 0 };
                    let asked: Vec<usize> = opens.iter().copied().filter(|a| *a < *i && (n == 0 || *a >= since)).collect();
                    if let (Some(first), true) = (asked.first(), *said != Some(*words)) {
                        let triggers: String = asked.iter().map(|a| self.since(*a)).collect();
                        tell(*at, self.hidden_between(*first, *i), format!("{triggers} @{}", at - START));
                    }
                }
                !opens.is_empty()
            }
            Sentence::Lasts(..) | Sentence::Totals(..) | Sentence::LastsLeast(..) => self.length(sentence, tell),
            Sentence::WhileNever(stretch, a) | Sentence::WhileMust(stretch, a) | Sentence::WhileEvery(stretch, _, a) => {
                let spans = self.spans(stretch);
                for span in &spans {
                    let line = Line { seen: &self.seen[span.from..span.to], now: self.now, end: span.end, gap: self.gap_before(span.from) };
                    match sentence {
                        Sentence::WhileNever(..) => line.sentence(&Sentence::Never(a.clone()), span.begin, tell),
                        Sentence::WhileEvery(_, ms, _) => line.every(span.begin, *ms, a, tell),
                        _ => line.sentence(&Sentence::Must(a.clone()), span.begin, tell),
                    };
                }
                !spans.is_empty()
            }
        }
    }

    /// The 句 of somebody: where in the order, when, which words. That the other side got no answer is one as well.
    fn turns(&self, who: Who) -> Vec<(usize, i64, Option<usize>)> {
        let mut all: Vec<(usize, i64, Option<usize>)> = Vec::new();
        for (i, seen) in self.seen.iter().enumerate() {
            match seen.what {
                What::Say(by, words) if by == who => all.push((i, seen.at, Some(words))),
                What::Say(..) => {
                    // Nothing comes back until it is too long, or until the one who waits speaks anew.
                    let late = seen.at + REPLY + 1;
                    let next = (i + 1..self.seen.len()).find(|j| matches!(self.seen[*j].what, What::Say(..)));
                    match next {
                        Some(j) if self.at(j) < late => {
                            let other = matches!(self.seen[j].what, What::Say(by, _) if by != who);
                            if other && self.at(j) > seen.at + PAUSE && self.connected(i, j) {
                                all.push((j, self.at(j), None));
                            }
                        }
                        _ if self.reaches(late) => {
                            let place = (i..self.seen.len()).find(|j| self.at(*j) >= late).unwrap_or(self.seen.len());
                            if self.connected(i, place) {
                                all.push((place, late, None));
                            }
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        all.sort();
        all
    }

    /// Whether the line was up between two places, and all that was said is known: else nobody has to answer, or it cannot be told.
    fn connected(&self, from: usize, to: usize) -> bool {
        let answered = self.seen[..from].iter().any(|s| s.what == What::Answer);
        answered && !self.seen[..to].iter().any(|s| matches!(s.what, What::Hangup(_))) && !self.hidden_between(from, to)
    }

    /// Every window of so much time holds an A.
    fn every(&self, begin: i64, ms: i64, a: &Pat, tell: &mut impl FnMut(i64, bool, String)) -> bool {
        let all = self.all(a);
        let mut since = begin;
        while self.reaches(since + ms + 1) {
            if let Some(a) = all.iter().find(|a| self.at(**a) >= since && self.at(**a) <= since + ms && self.at(**a) > since - 1) {
                let next = all.iter().rfind(|b| self.at(**b) <= since + ms).unwrap_or(a);
                if self.at(*next) > since {
                    since = self.at(*next);
                    continue;
                }
            }
            tell(since + ms + 1, self.hides(since, since + ms), missing(since, since + ms));
            since += ms + 1;
        }
        true
    }

    fn length(&self, sentence: &Sentence, tell: &mut impl FnMut(i64, bool, String)) -> bool {
        let (Sentence::Lasts(stretch, ms) | Sentence::Totals(stretch, ms) | Sentence::LastsLeast(stretch, ms)) = sentence else {
            return false;
        };
        let spans = self.spans(stretch);
        let mut before = 0;
        for span in &spans {
            let trigger = format!(" ←{}", span.begin - START);
            let end = span.end.unwrap_or(self.now);
            match sentence {
                Sentence::Lasts(..) if end > span.begin + ms => tell(span.begin + ms + 1, self.hidden(span.from, span.begin + ms), trigger),
                Sentence::Totals(..) => {
                    let passes = span.begin + ms - before + 1;
                    if before <= *ms && end >= passes {
                        tell(passes, self.hidden(span.from, passes - 1), trigger);
                    }
                    before += end - span.begin;
                }
                Sentence::LastsLeast(..) if span.end.is_some_and(|end| end - span.begin < *ms) => {
                    let name = self.seen.get(span.to).map_or(String::new(), |_| self.event(span.to));
                    tell(
                        end,
                        self.hidden_between(span.from, span.to),
                        trigger + &if name.is_empty() { format!(" @{}", end - START) } else { name },
                    );
                }
                _ => {}
            }
        }
        !spans.is_empty()
    }

    /// The pieces of the line in which a stretch holds.
    fn spans(&self, stretch: &Stretch) -> Vec<Span> {
        let (mut spans, mut inside): (Vec<Span>, i32) = (Vec::new(), 0);
        for (i, seen) in self.seen.iter().enumerate() {
            let (opens, closes) = match (stretch, &seen.what) {
                (Stretch::OnHold, what) => (matches!(what, What::Hold(_)), matches!(what, What::Resume(_) | What::Hangup(_))),
                (Stretch::Connected, what) => (*what == What::Answer, matches!(what, What::Hangup(_))),
                // A step may be entered again by a flow that a handler calls while it waits: it is left when all of them have left it.
                (Stretch::InStep(step), What::Entered(into)) if into == step => {
                    inside += 1;
                    (true, false)
                }
                (Stretch::InStep(step), What::Left(from)) if from == step => {
                    inside -= 1;
                    (false, inside == 0)
                }
                (Stretch::Named(n), What::Host(event, _)) => (*event == n * 2, *event == n * 2 + 1),
                _ => (false, false),
            };
            let open = spans.last_mut().filter(|s| s.end.is_none());
            match (open, opens, closes) {
                (Some(span), _, true) => (span.to, span.end) = (i, Some(seen.at)),
                (None, true, _) => spans.push(Span { from: i, to: self.seen.len(), begin: seen.at, end: None }),
                _ => {}
            }
        }
        if let (Some(span), Some(end)) = (spans.last_mut(), self.end) {
            span.end.get_or_insert(end);
        }
        spans
    }

    fn event(&self, i: usize) -> String {
        let what = match &self.seen[i].what {
            What::Host(event, _) => EVENTS[*event],
            _ => "",
        };
        format!(" {what}@{}", self.at(i) - START)
    }

    fn since(&self, i: usize) -> String {
        format!(" ←{}", self.at(i) - START)
    }
}

fn missing(from: i64, to: i64) -> String {
    format!(" 缺[{},{}]", from - START, to - START)
}

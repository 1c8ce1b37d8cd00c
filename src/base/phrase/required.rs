//! Lines that stand for one another, and how many of them ought to be said.

use super::speech::Speech;
use super::wanted::{Closeness, Comparison, Place, Wanted};

/// A line or class of which something ought to be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its lines.
    pub lines: Vec<Wanted>,
    /// How closely each is to be said.
    pub closeness: Closeness,
    /// How many of them.
    pub amount: Amount,
    /// 开放: others would do as well, which nobody wrote down.
    pub open: bool,
}

/// How many lines of a class ought to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Amount {
    /// 任一
    #[default]
    Any,
    /// 全部
    All,
    /// 依次
    InOrder,
}

impl Choice {
    /// Compares what was said with the lines; which of them comes closest.
    pub fn compare(&self, speech: &Speech, from: Option<(usize, usize)>) -> (usize, Comparison) {
        match self.amount {
            Amount::Any => self.any(speech, from),
            Amount::All => (0, self.all(speech, from, false)),
            Amount::InOrder => (0, self.all(speech, from, true)),
        }
    }

    /// Whether enough of it was said.
    pub fn is_said(&self, speech: &Speech) -> bool {
        self.may_be_in(speech) && self.compare(speech, None).1.said
    }

    /// Whether the last of turns that run on from one another says it, alone or with what those before it left unsaid: words that an
    /// earlier turn has completed are not said again by what follows.
    pub fn is_completed(&self, turns: &[&str]) -> bool {
        let Some((last, before)) = turns.split_last() else { return false };
        let mut speech = Speech::default();
        turns.iter().for_each(|turn| speech.push(turn, true));
        if before.is_empty() || !self.may_be_in(&speech) {
            return self.is_said(&Speech::of(last));
        }
        let (mut speech, mut from, mut said) = (Speech::default(), None, false);
        for turn in turns {
            speech.push(turn, true);
            let found = self.compare(&speech, from).1;
            said = found.said;
            from = found.place.filter(|_| said).map(|place| place.to).or(from);
        }
        said
    }

    /// Whether it could have been said for all that its characters tell.
    fn may_be_in(&self, speech: &Speech) -> bool {
        let whole = |wanted: &Wanted| wanted.may_be_in(speech, self.closeness);
        match self.amount {
            Amount::Any => self.lines.iter().any(whole),
            Amount::All | Amount::InOrder => !self.lines.is_empty() && self.lines.iter().all(whole),
        }
    }

    fn any(&self, speech: &Speech, from: Option<(usize, usize)>) -> (usize, Comparison) {
        let mut best: Option<(usize, Comparison)> = None;
        for (i, wanted) in self.lines.iter().enumerate().filter(|(_, w)| !w.is_empty()) {
            let one = wanted.compare(speech, self.closeness, from);
            let rank = |c: &Comparison| (c.said, c.place.is_some(), c.share);
            if best.as_ref().is_none_or(|(_, known)| rank(&one) > rank(known)) {
                best = Some((i, one));
            }
        }
        // A class whose lines have no words asks for nothing.
        best.unwrap_or((0, Comparison { said: true, ..Comparison::default() }))
    }

    fn all(&self, speech: &Speech, from: Option<(usize, usize)>, in_order: bool) -> Comparison {
        let mut all = Comparison { said: true, ..Comparison::default() };
        let mut after = from;
        for wanted in &self.lines {
            let mut one = wanted.compare(speech, self.closeness, after);
            if !one.said && in_order && after != from {
                let anywhere = wanted.compare(speech, self.closeness, from);
                if anywhere.said {
                    all.misplaced.push(wanted.text().to_owned());
                    all.said = false;
                    one = anywhere;
                }
            }
            if in_order && one.said {
                after = after.max(one.place.map(|p| p.to));
            }
            all.said &= one.said;
            all.differing += one.differing;
            all.forgiven += one.forgiven;
            all.share += one.share / self.lines.len().max(1);
            all.contrary |= one.contrary;
            all.wrong.append(&mut one.wrong);
            all.misplaced.append(&mut one.misplaced);
            match one.place {
                // Of a line that was not begun all is missing.
                None if !one.said => all.missing.push(wanted.text().to_owned()),
                _ => all.missing.append(&mut one.missing),
            }
            if let Some(place) = one.place {
                all.place = Some(all.place.map_or(place, |p| Place { from: p.from.min(place.from), to: p.to.max(place.to) }));
            }
        }
        all
    }
}

/// Compares what was said with alternatives: which of them, and which of its lines, comes closest.
pub fn closest(choices: &[Choice], speech: &Speech, from: Option<(usize, usize)>) -> Option<(usize, usize, Comparison)> {
    let mut best: Option<(usize, usize, Comparison)> = None;
    for (i, choice) in choices.iter().enumerate() {
        let (line, one) = choice.compare(speech, from);
        let rank = |c: &Comparison| (c.said, c.place.is_some(), c.share);
        if best.as_ref().is_none_or(|(_, _, known)| rank(&one) > rank(known)) {
            best = Some((i, line, one));
        }
    }
    best
}

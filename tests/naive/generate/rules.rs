//! Draws rules over a script's flows.

use super::LENGTHS;
use crate::naive::calendar::HOUR;
use crate::naive::dice::Dice;
use crate::naive::judge::{asked, rank};
use crate::naive::script::limits::Length;
use crate::naive::script::{Flow, Pat, Price, Rule, Score, Sentence, Stmt, Stretch, Trigger, Who};

/// One or two rules that do not order what the other forbids.
pub(super) fn rules(dice: &mut Dice, flows: &[Flow], house: bool) -> Vec<Rule> {
    let fills = flows.iter().any(|f| super::any(f, &|s| matches!(s, Stmt::Fill)));
    let steps: Vec<String> = flows.iter().flat_map(|f| &f.steps).map(|s| s.name.clone()).collect();
    let mut rules: Vec<Rule> = Vec::new();
    let count = if dice.chance(20) { 3 } else { dice.between(1, 2) };
    for _ in 0..count {
        let mut drawn = Drawn { dice, steps: &steps, house, fills };
        // Against one that there is, or beside all of them.
        let other = (!rules.is_empty() && drawn.dice.chance(40)).then(|| drawn.dice.below(rules.len()));
        let opposed = other.and_then(|at| drawn.against(&rules[at]).map(|rule| (at, rule)));
        let (other, rule) = opposed.map_or_else(|| (None, drawn.rule()), |(at, rule)| (Some(at), rule));
        let beside = rules.iter().enumerate().filter(|(at, _)| Some(*at) != other);
        if beside.into_iter().any(|(_, r)| conflict(&r.sentence, &rule.sentence) || conflict(&rule.sentence, &r.sentence)) {
            continue;
        }
        rules.push(rule);
        let last = rules.len() - 1;
        if let Some(at) = other.filter(|at| rank(&rules[*at]) == rank(&rules[last])) {
            let (higher, lower) = if dice.chance(50) { (last, at) } else { (at, last) };
            if !matches!(rules[last].sentence, Sentence::May(_)) {
                rules[higher].over.push(lower);
            }
        }
        if last > 0 && rules[last].price.as_ref().is_some_and(|p| p.each) && dice.chance(30) {
            rules[last].into = Some(dice.below(last));
        }
    }
    rules
}

/// Whether one orders what the other forbids, or they leave nothing between them: which of them gives way is not judged here.
fn conflict(orders: &Sentence, forbids: &Sentence) -> bool {
    if matches!(
        (orders, forbids),
        (Sentence::Before { .. }, Sentence::Before { .. })
            | (Sentence::WhileEvery(..), Sentence::Apart(..))
            | (Sentence::LastsLeast(..), Sentence::Lasts(..))
    ) {
        return true;
    }
    if let (Sentence::May(a), Sentence::Never(b) | Sentence::WhileNever(_, b)) = (orders, forbids) {
        return same(a, b);
    }
    let ordered = match orders {
        Sentence::Must(a) | Sentence::Before { must: a, .. } | Sentence::After(_, a, _) | Sentence::Within { must: a, .. } => a,
        Sentence::Between(_, a) | Sentence::WhileMust(_, a) | Sentence::WhileEvery(_, _, a) | Sentence::Then(_, a) => a,
        Sentence::By { must: a, .. } | Sentence::FirstOf(a) | Sentence::LastOf(a) => a,
        Sentence::Times(a, ..) => a,
        _ => return false,
    };
    let forbidden = match forbids {
        Sentence::Never(a) | Sentence::Until(_, a) | Sentence::Barred(_, _, a) | Sentence::WhileNever(_, a) => a,
        Sentence::Times(a, ..) | Sentence::Only(a, ..) => a,
        _ => return false,
    };
    same(ordered, forbidden)
}

/// Whether both may be one event.
pub(super) fn same(a: &Pat, b: &Pat) -> bool {
    match (a, b) {
        (Pat::Host(a, _), Pat::Host(b, _)) => a == b,
        (a, b) => a == b,
    }
}

/// 评分
pub(super) fn score(dice: &mut Dice) -> Score {
    let most = dice.chance(40).then(|| dice.between(1, 12) as i64);
    Score { pass: dice.between(70, 99) as i64, veto: dice.below(60) as i64, most }
}

struct Drawn<'a> {
    dice: &'a mut Dice,
    steps: &'a [String],
    /// On the line of the house everything has a number, and days are counted.
    house: bool,
    /// Some flow fills in a form: what becomes of the form then is something that the machine does, and is not followed here.
    fills: bool,
}

impl Drawn<'_> {
    fn rule(&mut self) -> Rule {
        let keyed = self.house || self.dice.chance(25);
        let within = (!keyed && self.dice.chance(25)).then(|| self.scope());
        let sentence = loop {
            let drawn = self.sentence(keyed);
            let lasts = matches!(
                drawn,
                Sentence::Lasts(..)
                    | Sentence::Totals(..)
                    | Sentence::LastsLeast(..)
                    | Sentence::WhileNever(..)
                    | Sentence::WhileMust(..)
                    | Sentence::WhileEvery(..)
                    | Sentence::Only(..)
                    | Sentence::FirstOf(..)
                    | Sentence::LastOf(..)
                    | Sentence::First(..)
                    | Sentence::Last(..)
                    | Sentence::Next(..)
            );
            // A stretch has no key; what is said, and a stretch, in a stretch are another matter.
            if !(lasts && (keyed || within.is_some())) {
                break drawn;
            }
        };
        let owes = matches!(sentence, Sentence::Within { .. } | Sentence::By { .. });
        // What is done for want of an answer asks for none itself: it would go on for ever.
        let asks_anew = matches!(&sentence, Sentence::Within { after: Trigger { on: Pat::Do, .. }, .. });
        let otherwise = (owes && !asks_anew && within.is_none() && self.dice.chance(40)).then(|| {
            let fixed = !keyed || self.dice.chance(20);
            fixed.then(|| self.dice.below(2))
        });
        let plain = matches!(
            sentence,
            Sentence::Never(_)
                | Sentence::Must(_)
                | Sentence::Times(..)
                | Sentence::Before { .. }
                | Sentence::Until(..)
                | Sentence::After(..)
                | Sentence::Within { .. }
                | Sentence::Between(..)
                | Sentence::Barred(..)
                | Sentence::Apart(..)
                | Sentence::Then(..)
        );
        let every = (plain && !keyed && within.is_none() && otherwise.is_none() && self.dice.chance(20)).then(|| self.dice.pick(&LENGTHS));
        let modality = if self.dice.chance(70) { 0 } else { self.dice.between(1, 2) };
        let price = (modality < 2 && self.dice.chance(50)).then(|| self.price(plain));
        let provided = self.dice.chance(12);
        Rule { keyed, provided, within, every, modality, price, sentence, otherwise, over: Vec::new(), into: None }
    }

    /// A rule that asks for what another forbids, forbids what it asks for, or permits it.
    fn against(&mut self, other: &Rule) -> Option<Rule> {
        let between = |r: &Rule| matches!(r.within, Some(Stretch::From(..)));
        if other.every.is_some() {
            return None;
        }
        let keyed = other.keyed;
        let sentence = match &other.sentence {
            Sentence::Never(a) => {
                let (x, a) = (self.pat(keyed), a.clone());
                match self.dice.below(8) {
                    0 | 1 => Sentence::May(a),
                    2 => Sentence::Must(a),
                    3 => Sentence::After(self.trigger(x), a, None),
                    4 => Sentence::Between(x, a),
                    5 => Sentence::Then(x, a),
                    6 => Sentence::Times(a, "至少", self.dice.between(1, 2)),
                    _ => Sentence::Within {
                        after: self.trigger(x),
                        length: self.length(),
                        must: a,
                        unless: None,
                        latest: self.dice.chance(20),
                    },
                }
            }
            Sentence::Barred(on, None, b) => Sentence::After(on.clone(), b.clone(), None),
            Sentence::After(on, b, _) if self.dice.chance(40) => Sentence::Barred(on.clone(), None, b.clone()),
            asks => Sentence::Never(asked(asks)?.clone()),
        };
        let may = matches!(sentence, Sentence::May(_));
        // Two that both lie between events of their own may be told apart by them.
        let within = (!keyed && self.dice.chance(60)).then(|| self.scope()).filter(|s| !(between(other) && matches!(s, Stretch::From(..))));
        // A permission says when.
        let provided = self.dice.chance(25) || may && within.is_none();
        let price = (!may && self.dice.chance(50)).then(|| self.price(true));
        Some(Rule { keyed, provided, within, every: None, modality: 0, price, sentence, otherwise: None, over: Vec::new(), into: None })
    }

    /// What a rule costs. A stretch is a scope of its own, in which only what each breach costs is told.
    fn price(&mut self, plain: bool) -> Price {
        let points = self.dice.between(1, 9) as i64;
        let each = !plain || self.dice.chance(60);
        let most = (plain && each && self.dice.chance(50)).then(|| self.dice.between(1, 20) as i64);
        let again = (plain && !each && self.dice.chance(30)).then(|| self.dice.between(1, 9) as i64);
        Price { points, each, most, again, veto: self.dice.chance(15) }
    }

    /// What stands before a sentence.
    fn scope(&mut self) -> Stretch {
        if self.dice.chance(30) { Stretch::From(self.pat(false), self.pat(false)) } else { self.stretch() }
    }

    fn sentence(&mut self, keyed: bool) -> Sentence {
        let (a, b) = (self.pat(keyed), self.pat(keyed));
        let ms = if self.house { self.dice.pick(&[HOUR, 4 * HOUR, 24 * HOUR]) } else { self.dice.pick(&LENGTHS) };
        match self.dice.below(if keyed { 24 } else { 30 }) {
            22 | 23 if keyed => {
                let unless = self.dice.chance(25).then(|| self.pat(keyed));
                Sentence::By { ms, window: self.dice.chance(50), must: b, unless }
            }
            26 | 27 if self.fills || self.steps.is_empty() => Sentence::Never(a),
            28 | 29 if self.fills || self.steps.is_empty() => Sentence::Must(a),
            26 | 27 => Sentence::FirstOf(self.of_machine()),
            28 | 29 => Sentence::LastOf(self.of_machine()),
            22 => Sentence::First(self.who(), self.dice.below(3)),
            23 => Sentence::Last(self.who(), self.dice.below(3)),
            24 | 25 => Sentence::Next(self.trigger(a), self.who(), self.dice.below(3)),
            0 => Sentence::Never(a),
            1 => Sentence::Must(a),
            2 => Sentence::Times(a, ["至多", "至少", "恰好"][self.dice.below(3)], self.dice.between(1, 2)),
            3 | 4 => Sentence::Before { each: self.dice.chance(50), of: a, must: b },
            5 => Sentence::Until(a, b),
            6 => {
                let unless = self.dice.chance(30).then(|| self.pat(keyed));
                Sentence::After(self.trigger(a), b, unless)
            }
            7..=10 => {
                let unless = self.dice.chance(30).then(|| self.pat(keyed));
                Sentence::Within { after: self.trigger(a), length: self.length(), must: b, unless, latest: self.dice.chance(20) }
            }
            11 => Sentence::Between(a, b),
            12 | 13 => Sentence::Barred(self.trigger(a), self.dice.chance(70).then_some(ms), b),
            14 => Sentence::Apart(a, ms),
            15 => Sentence::Lasts(self.stretch(), ms),
            16 => Sentence::Totals(self.stretch(), ms),
            17 => Sentence::LastsLeast(self.stretch(), ms),
            18 => Sentence::WhileNever(self.stretch(), a),
            19 => Sentence::WhileMust(self.stretch(), a),
            20 => Sentence::WhileEvery(self.stretch(), ms, a),
            _ if self.dice.chance(50) => Sentence::Only(a, self.dice.chance(50), self.stretch()),
            _ => Sentence::Then(a, b),
        }
    }

    fn length(&mut self) -> Length {
        if !self.house {
            return Length::Ms(self.dice.pick(&LENGTHS));
        }
        match self.dice.below(5) {
            0 => Length::Work(self.dice.pick(&[HOUR / 2, 2 * HOUR, 9 * HOUR])),
            1 => Length::Days(self.dice.between(1, 2) as i64),
            2 | 3 => Length::Workdays(self.dice.between(1, 2) as i64),
            _ => Length::Ms(self.dice.pick(&[HOUR, 4 * HOUR, 24 * HOUR])),
        }
    }

    /// Of what the machine does; whether the host's answers to a question count as its events is not settled.
    fn of_machine(&mut self) -> Pat {
        match self.dice.below(3) {
            0 => Pat::Enter(self.dice.pick(self.steps)),
            1 => Pat::Leave(self.dice.pick(self.steps)),
            _ => Pat::Do,
        }
    }

    fn who(&mut self) -> Who {
        self.dice.pick(&[Who::Customer, Who::Agent])
    }

    fn trigger(&mut self, on: Pat) -> Trigger {
        let nth = if self.dice.chance(30) { self.dice.pick(&["首次 ", "再次 ", "第 2次 "]) } else { "" };
        Trigger { nth, on }
    }

    fn stretch(&mut self) -> Stretch {
        match self.dice.below(6) {
            0 | 1 => Stretch::OnHold,
            2 => Stretch::Connected,
            3 if !self.steps.is_empty() => Stretch::InStep(self.dice.pick(self.steps)),
            _ => Stretch::Named(self.dice.below(2)),
        }
    }

    fn pat(&mut self, keyed: bool) -> Pat {
        if keyed {
            return if self.dice.chance(10) { Pat::Do } else { Pat::Host(self.dice.below(4), None) };
        }
        let who = self.dice.pick(&[Who::Customer, Who::Agent]);
        match self.dice.below(16) {
            0 => Pat::Enter(self.dice.pick(self.steps)),
            1 => Pat::Leave(self.dice.pick(self.steps)),
            2 => Pat::Do,
            3 => self.dice.pick(&[Pat::Hold, Pat::Resume]),
            4 => Pat::Begin(who),
            5 => Pat::Finish(who),
            6 => Pat::Hangup(None),
            7 => Pat::Answer,
            8 | 9 => Pat::Host(self.dice.below(4), Some(self.dice.below(2))),
            _ => Pat::Host(self.dice.below(4), None),
        }
    }
}

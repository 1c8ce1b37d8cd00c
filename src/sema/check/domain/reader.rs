//! From expressions to conditions over the numbers and choices of a space.

use super::amount::Scale;
use super::formula::Formula;
use super::key::key;
use super::points::Points;
use super::region::Space;
use super::scope::{Scope, whole};
use super::term::Term;
use crate::base::Span;
use crate::sema::model::{Expr, LeafId, TaxonomyId, Ty};
use std::collections::{HashMap, HashSet};

/// What a number stands for.
#[derive(Debug)]
pub(crate) struct Number {
    /// Its type, for printing.
    pub(crate) ty: Ty,
    /// Its place in the script.
    pub(crate) span: Span,
    /// Its ticks are whole units.
    pub(crate) whole: bool,
    low: Option<i128>,
    high: Option<i128>,
    /// Its ties to other numbers are not known, so a gap that needs it may not be real.
    pub(crate) loose: bool,
    /// Keys of the values it is computed from.
    made_of: Vec<String>,
    /// Its own key.
    key: String,
    /// Some condition speaks of it.
    used: bool,
    /// The family of lengths it was compared with, where it is a civil length.
    family: Option<Scale>,
}

impl Number {
    fn of(key: String, ty: Ty, span: Span, (low, high): (Option<i128>, Option<i128>)) -> Self {
        let whole = whole(&ty);
        Self { ty, span, whole, low, high, loose: false, made_of: Vec::new(), key, used: false, family: None }
    }
}

/// What a choice stands for.
#[derive(Debug, Clone)]
pub(crate) enum Kinds {
    /// 是, 否
    YesNo,
    /// The leaves of a 分类; one more point where it is 开放.
    Leaves(TaxonomyId),
    /// Quoted values, by key and as written; one more point for any other.
    Quoted(Vec<(String, Span)>),
    /// 已知, 未知
    Known,
}

/// A choice.
#[derive(Debug)]
pub(crate) struct Choice {
    /// Its points.
    pub(crate) points: Kinds,
    /// Its place in the script.
    pub(crate) span: Span,
    /// Its ties to other conditions are not known.
    pub(crate) loose: bool,
}

/// Why a question is left open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Trouble {
    /// A fault already reported.
    Bad,
    /// More than four values of unknown order in one column.
    Symbols(Span),
    /// Too many values or too many boxes.
    TooMany,
}

/// Values of unknown order in one column, at most.
pub(crate) const SYMBOLS: usize = 4;
/// Numbers in one table or chain, at most.
const NUMBERS: usize = 64;
/// Choices in one table or chain, at most.
const CHOICES: usize = 512;

/// Reads the conditions of one table or chain.
#[derive(Debug)]
pub(crate) struct Reader<'m> {
    pub(crate) scope: Scope<'m>,
    /// Numbers by index; the first is zero and stands for nothing.
    pub(crate) numbers: Vec<Number>,
    pub(crate) choices: Vec<Choice>,
    /// What is tested, in the order it was met.
    pub(crate) terms: Vec<Term>,
    number_ids: HashMap<String, usize>,
    choice_ids: HashMap<String, usize>,
    pub(super) term_ids: HashMap<String, usize>,
    /// Keys that may be 未知 because something asks whether they are; filled by a first reading.
    pub(super) asked: HashSet<String>,
    /// Differences that meet a third number and so are numbers themselves; filled by a first reading.
    pub(super) pairs: HashSet<(String, String)>,
    symbols: HashMap<String, HashSet<usize>>,
    /// Values that were asked whether a calendar's set holds them, with the question.
    pub(super) calendars: Vec<(String, Formula)>,
    /// How what is tested is called, where that is not what stands in the text.
    pub(super) called: HashMap<String, String>,
    /// Why nothing can be decided.
    pub(crate) trouble: Option<Trouble>,
}

impl<'m> Reader<'m> {
    fn new(scope: Scope<'m>, asked: HashSet<String>, pairs: HashSet<(String, String)>) -> Self {
        let zero = Number::of(String::new(), Ty::Bad, Span::default(), (Some(0), Some(0)));
        Self {
            scope,
            numbers: vec![zero],
            choices: Vec::new(),
            terms: Vec::new(),
            number_ids: HashMap::new(),
            choice_ids: HashMap::new(),
            term_ids: HashMap::new(),
            asked,
            pairs,
            symbols: HashMap::new(),
            calendars: Vec::new(),
            called: HashMap::new(),
            trouble: None,
        }
    }

    /// Reads twice: the first time finds out what may be unknown and which differences are numbers of their own.
    pub(crate) fn read<T>(scope: Scope<'m>, mut read: impl FnMut(&mut Self) -> T) -> (Self, T) {
        let mut first = Self::new(scope, HashSet::new(), HashSet::new());
        let result = read(&mut first);
        let (mut reader, result) = if first.asked.is_empty() && first.pairs.is_empty() {
            (first, result)
        } else {
            let mut second = Self::new(scope, first.asked, first.pairs);
            let result = read(&mut second);
            (second, result)
        };
        reader.tie();
        (reader, result)
    }

    /// A computed number whose parts also stand for themselves is tied to them in ways that are not followed.
    fn tie(&mut self) {
        let used: HashSet<&String> = self.numbers.iter().filter(|n| n.used).map(|n| &n.key).collect();
        let loose: Vec<bool> = self.numbers.iter().map(|n| n.made_of.iter().any(|k| used.contains(k))).collect();
        self.numbers.iter_mut().zip(loose).for_each(|(n, l)| n.loose |= l);
        // Sets of calendars exclude or hold each other in ways that are not followed.
        let choice = |f: &Formula| if let Formula::OneOf(choice, _) = f { Some(*choice) } else { None };
        let asked: Vec<(&String, usize)> = self.calendars.iter().filter_map(|(k, f)| Some((k, choice(f)?))).collect();
        let loose: Vec<usize> =
            asked.iter().filter(|(k, c)| asked.iter().any(|(other, d)| k == other && c != d)).map(|(_, c)| *c).collect();
        self.choices.iter_mut().enumerate().for_each(|(i, c)| c.loose |= loose.contains(&i));
    }

    /// The values there are.
    pub(crate) fn space(&self) -> Space {
        let size = |c: &Choice| match &c.points {
            Kinds::YesNo | Kinds::Known => 2,
            Kinds::Leaves(id) => self.scope.model.taxonomies.get(id.index()).map_or(1, |t| t.leaves.len() + usize::from(t.open)),
            Kinds::Quoted(values) => values.len() + 1,
        };
        Space { numbers: self.numbers.iter().map(|n| (n.low, n.high)).collect(), choices: self.choices.iter().map(size).collect() }
    }

    /// The number that an expression stands for as a whole.
    pub(super) fn number(&mut self, expr: &Expr, loose: bool, made_of: Vec<String>) -> usize {
        let id = key(self.scope.model, expr);
        let number = Number::of(id, expr.ty.clone(), expr.span, self.scope.ends(expr));
        self.keep_number(Number { loose, made_of, ..number })
    }

    /// The number that a difference stands for.
    pub(super) fn pair(&mut self, span: Span, ty: Ty, a: usize, b: usize) -> usize {
        let made_of = [a, b].map(|n| self.number_key(n)).to_vec();
        let number = Number::of(made_of.join(" - "), ty, span, (None, None));
        let whole = self.numbers.get(a).is_some_and(|n| n.whole);
        self.keep_number(Number { whole, made_of, ..number })
    }

    /// The key of a number.
    pub(super) fn number_key(&self, number: usize) -> String {
        self.numbers.get(number).map_or_else(String::new, |n| n.key.clone())
    }

    /// Notes that a condition speaks of a number, as an amount of this family.
    pub(super) fn used(&mut self, number: usize, scale: Scale) {
        if let Some(n) = self.numbers.get_mut(number) {
            n.used = true;
            n.loose |= n.family.is_some_and(|f| f != scale);
            n.family = Some(scale);
        }
    }

    fn keep_number(&mut self, number: Number) -> usize {
        let next = self.numbers.len();
        let at = *self.number_ids.entry(number.key.clone()).or_insert(next);
        if at == next {
            self.numbers.push(number);
            if next > NUMBERS {
                self.trouble = Some(Trouble::TooMany);
            }
        }
        at
    }

    /// A choice by key.
    pub(super) fn choice(&mut self, id: String, points: impl FnOnce() -> Kinds, span: Span, loose: bool) -> usize {
        let next = self.choices.len();
        let at = *self.choice_ids.entry(id).or_insert(next);
        if at == next {
            self.choices.push(Choice { points: points(), span, loose });
            if next > CHOICES {
                self.trouble = Some(Trouble::TooMany);
            }
        }
        at
    }

    /// A condition that is true or false as a whole.
    pub(super) fn opaque(&mut self, id: String, span: Span, loose: bool) -> Formula {
        let choice = self.choice(id.clone(), || Kinds::YesNo, span, loose);
        self.term(id, || Term::choice(choice, span));
        Formula::OneOf(choice, Points::one(0))
    }

    /// The point of a quoted value among those of its choice.
    pub(super) fn quoted(&mut self, choice: usize, id: String, span: Span) -> usize {
        let Some(Choice { points: Kinds::Quoted(values), .. }) = self.choices.get_mut(choice) else { return 0 };
        values.iter().position(|(k, _)| *k == id).unwrap_or_else(|| {
            values.push((id, span));
            values.len() - 1
        })
    }

    /// The choice over the leaves of a 分类.
    pub(super) fn leaves(&mut self, expr: &Expr, taxonomy: TaxonomyId) -> usize {
        let id = key(self.scope.model, expr);
        self.choice(id, || Kinds::Leaves(taxonomy), expr.span, false)
    }

    /// The leaves from which `keeps` picks.
    pub(super) fn pick(&self, taxonomy: TaxonomyId, keeps: impl Fn(LeafId) -> bool) -> Points {
        let count = self.scope.model.taxonomies.get(taxonomy.index()).map_or(0, |t| t.leaves.len());
        (0..count).filter(|n| keeps(LeafId(*n as u32))).collect()
    }

    /// What is tested, by key; the first mention counts.
    pub(super) fn term(&mut self, id: String, make: impl FnOnce() -> Term) -> usize {
        let next = self.terms.len();
        let at = *self.term_ids.entry(id).or_insert(next);
        if at == next {
            self.terms.push(make());
        }
        at
    }

    /// Has a value called so wherever a case names it.
    pub(crate) fn call(&mut self, expr: &Expr, name: String) {
        self.called.insert(key(self.scope.model, expr), name);
    }

    /// A term that may be unknown says so.
    pub(super) fn note_known(&mut self, id: &str, known: Option<usize>) {
        if let Some(term) = self.term_ids.get(id).and_then(|at| self.terms.get_mut(*at)) {
            term.known = known;
        }
    }

    /// Notes the numbers of unknown order that a column is compared with.
    pub(super) fn compared(&mut self, column: String, with: impl Iterator<Item = usize>, span: Span) {
        let symbols = self.symbols.entry(column).or_default();
        symbols.extend(with);
        if symbols.len() > SYMBOLS && self.trouble.is_none() {
            self.trouble = Some(Trouble::Symbols(span));
        }
    }

    /// Notes that something that was read was faulty.
    pub(super) fn bad(&mut self) -> Formula {
        self.trouble = Some(Trouble::Bad);
        Formula::never()
    }
}

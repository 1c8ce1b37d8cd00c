//! One concrete case of a region, said as a sentence.

use super::formula::{Formula, Values};
use super::linear::Linear;
use super::reader::{Kinds, Number, Reader};
use super::region::{Fact, Region};
use super::round::round;
use super::show;
use super::term::{Term, TermKind};
use super::zone::{Difference, Zone};
use crate::base::{Message, Sources, Span};
use crate::sema::model::{Expr, Model, Ty};
use std::collections::HashSet;

/// A concrete case.
#[derive(Debug)]
pub(crate) struct Witness {
    /// A value for everything.
    pub(crate) values: Values,
    /// The case in words; empty where any case will do.
    pub(crate) text: Message,
    /// What is said of each place, as a cell of a table; none for what cannot be written there.
    pub(crate) told: Vec<(Span, Option<Message>)>,
}

/// What a region speaks of.
#[derive(Debug, Default)]
struct Spoken {
    numbers: HashSet<usize>,
    choices: HashSet<usize>,
}

impl Spoken {
    fn of(region: &Region) -> Self {
        let mut spoken = Self::default();
        for fact in &region.facts {
            match fact {
                Fact::OneOf(choice, _) => {
                    spoken.choices.insert(*choice);
                }
                Fact::AtMost(d) => spoken.numbers.extend([d.a, d.b].into_iter().filter(|n| *n != 0)),
            }
        }
        spoken
    }

    fn touches(&self, formula: &Formula) -> bool {
        match formula {
            Formula::OneOf(choice, _) => self.choices.contains(choice),
            Formula::AtMost(d) => self.numbers.contains(&d.a) || self.numbers.contains(&d.b),
            Formula::All(list) | Formula::Any(list) => list.iter().any(|f| self.touches(f)),
            Formula::Not(inner) => self.touches(inner),
        }
    }

    fn mentions(&self, term: &Term) -> bool {
        term.known.is_some_and(|k| self.choices.contains(&k))
            || match &term.kind {
                TermKind::Number { value, .. } => value.parts.iter().any(|(n, _)| self.numbers.contains(n)),
                TermKind::Choice(choice) => self.choices.contains(choice),
                TermKind::Condition(formula) => self.touches(formula),
                TermKind::Nothing => false,
            }
    }
}

impl Reader<'_> {
    /// Whether the region leans on something whose ties to other things are not followed.
    pub(crate) fn leans_on_loose(&self, region: &Region) -> Option<Span> {
        let spoken = Spoken::of(region);
        let numbers = self.numbers.iter().enumerate().filter(|(i, n)| n.loose && spoken.numbers.contains(i)).map(|(_, n)| n.span);
        let choices = self.choices.iter().enumerate().filter(|(i, c)| c.loose && spoken.choices.contains(i)).map(|(_, c)| c.span);
        numbers.chain(choices).min()
    }

    /// A case of the region: on a boundary if it can be, else zero, else a round number.
    pub(crate) fn witness(&self, region: &Region, sources: &Sources) -> Witness {
        let mut spoken = Spoken::of(region);
        let mut region = region.clone();
        let terms: Vec<&Term> = self.terms.iter().filter(|t| spoken.mentions(t)).collect();
        let mut symbolic: Vec<(Span, Span)> = Vec::new();
        for term in &terms {
            let TermKind::Number { value, ty, cuts } = &term.kind else { continue };
            if let Some((fixed, cut)) = self.on_a_cut(&region, value, cuts) {
                region = fixed;
                if let Some((place, numbers)) = cut {
                    symbolic.push((term.span, place));
                    spoken.numbers.retain(|n| !numbers.contains(n));
                }
            } else if let Some(fixed) = self.round_off(&region, value, ty) {
                region = fixed;
            }
        }
        let values = region.values(|n, zone| self.any(n, zone));
        let mut text = Message::default();
        let mut told = Vec::new();
        for term in &terms {
            let boundary = symbolic.iter().find(|(t, _)| *t == term.span).map(|(_, place)| *place);
            let said = self.say(term, boundary, &values, sources);
            join(&mut text, said.words(self.called_as(term).unwrap_or_else(|| one_line(sources.slice(term.span)))));
            told.push((term.span, said.cell()));
            if let TermKind::Number { value, .. } = &term.kind {
                spoken.numbers.retain(|n| value.parts.iter().all(|(p, _)| p != n));
            }
        }
        for (n, number) in self.numbers.iter().enumerate().filter(|(n, _)| spoken.numbers.contains(n)) {
            let name = sources.slice(number.span);
            let said = Said::Exactly(show::amount(values.number(n), &number.ty, number.scale(), number.whole));
            join(&mut text, said.words(name.to_owned()));
            told.push((number.span, None));
        }
        Witness { values, text, told }
    }

    /// A row that takes a case of the region: a cell a column, `_` where it does not matter; none where a cell cannot be written.
    pub(crate) fn row(&self, columns: &[Expr], region: &Region, sources: &Sources) -> Option<Message> {
        if self.leans_on_loose(region).is_some() {
            return None;
        }
        let case = self.witness(region, sources);
        let cells = columns.iter().map(|column| match case.told.iter().find(|(at, _)| *at == column.span) {
            Some((_, cell)) => cell.clone(),
            None => Some(Message::new("_", "_")),
        });
        let cells: Vec<Message> = cells.collect::<Option<_>>()?;
        let told = cells.iter().filter(|c| c.zh != "_").count() == case.told.len();
        let join = |get: fn(&Message) -> &str| cells.iter().map(get).collect::<Vec<_>>().join(", ");
        (told && !case.told.is_empty()).then(|| Message::new(join(|m| &m.zh), join(|m| &m.en)))
    }

    /// The region where the value is exactly one of the cuts: known ones from the least up, then those of unknown size.
    #[allow(clippy::type_complexity, reason = "a pair of what is fixed and what it is called")]
    fn on_a_cut(&self, region: &Region, value: &Linear, cuts: &[(Linear, Span)]) -> Option<(Region, Option<(Span, Vec<usize>)>)> {
        let mut known: Vec<&Linear> = cuts.iter().filter(|(c, _)| c.parts.is_empty()).map(|(c, _)| c).collect();
        known.sort_by_key(|c| c.plus);
        let known = known.into_iter().find_map(|cut| Some((self.equal(region, value, cut)?, None)));
        known.or_else(|| {
            let open = cuts.iter().filter(|(c, _)| !c.parts.is_empty());
            let mut fixed = open.filter_map(|(cut, place)| Some((self.equal(region, value, cut)?, Some((*place, numbers(cut))))));
            fixed.next()
        })
    }

    fn equal(&self, region: &Region, value: &Linear, cut: &Linear) -> Option<Region> {
        let sum = value.plus(cut, -1)?;
        let unit = self.unit(&sum);
        let (a, b, factor) = match sum.parts.as_slice() {
            [(n, f)] => (*n, 0, *f),
            [(n, f), (m, g)] if *f == -*g => (*n, *m, *f),
            _ => return None,
        };
        let factor = factor.checked_mul(unit)?;
        let most = if sum.plus % factor == 0 { -sum.plus / factor } else { return None };
        region.with(&Fact::AtMost(Difference { a, b, most }))?.with(&Fact::AtMost(Difference { a: b, b: a, most: -most }))
    }

    /// The region where the value is a round number of those that are left.
    fn round_off(&self, region: &Region, value: &Linear, ty: &Ty) -> Option<Region> {
        let unit = self.unit(value);
        let (a, b) = match value.parts.as_slice() {
            [(n, 1)] => (*n, 0),
            [(n, -1)] => (0, *n),
            _ => value.difference()?,
        };
        let shift = value.plus.div_euclid(unit);
        let ends = |n: Option<i128>| n.map(|n| n + shift);
        let (low, high) = (ends(region.zone().least(a, b)), ends(region.zone().most(a, b)));
        let most = round(low, high, ty, unit > 1) - shift;
        region.with(&Fact::AtMost(Difference { a, b, most }))?.with(&Fact::AtMost(Difference { a: b, b: a, most: -most }))
    }

    fn unit(&self, sum: &Linear) -> i128 {
        let whole = sum.parts.iter().any(|(n, _)| self.numbers.get(*n).is_some_and(|n| n.whole));
        if whole && sum.scale == super::amount::Scale::Millionth { super::amount::ONE } else { 1 }
    }

    fn any(&self, number: usize, zone: &Zone) -> i128 {
        let Some(n) = self.numbers.get(number) else { return 0 };
        round(zone.least(number, 0), zone.most(number, 0), &n.ty, n.whole)
    }

    fn say(&self, term: &Term, boundary: Option<Span>, values: &Values, sources: &Sources) -> Said {
        let point = |choice: usize| values.choices.get(choice).copied().unwrap_or(0);
        if term.known.is_some_and(|k| point(k) == 1) {
            return Said::Unknown;
        }
        match &term.kind {
            TermKind::Nothing => Said::Known,
            TermKind::Condition(formula) => Said::Is(yes_no(values.meet(formula))),
            TermKind::Choice(choice) => self.point(*choice, point(*choice), sources),
            TermKind::Number { value, ty, .. } => match boundary {
                Some(place) => {
                    let cut = one_line(sources.slice(place));
                    Said::Exactly(Message::new(cut.clone(), cut))
                }
                None => {
                    let unit = self.unit(value);
                    let ticks: i128 = value.parts.iter().map(|(n, f)| f * values.number(*n)).sum();
                    let ticks = ticks + value.plus.div_euclid(unit);
                    let amount = show::amount(ticks, ty, value.scale, unit > 1);
                    if ticks < 0 { Said::Negative(amount) } else { Said::Exactly(amount) }
                }
            },
        }
    }

    fn called_as(&self, term: &Term) -> Option<String> {
        let at = self.terms.iter().position(|t| std::ptr::eq(t, term))?;
        self.called.get(self.term_ids.iter().find(|(_, n)| **n == at)?.0).cloned()
    }

    fn point(&self, choice: usize, point: usize, sources: &Sources) -> Said {
        let Some(kind) = self.choices.get(choice).map(|c| &c.points) else { return Said::Other(Message::default()) };
        match kind {
            Kinds::YesNo | Kinds::Known => Said::Is(yes_no(point == 0)),
            Kinds::Leaves(id) => leaf(self.scope.model, id.index(), point),
            Kinds::Quoted(values) => match values.get(point) {
                Some((_, span)) => Said::Is(Message::new(one_line(sources.slice(*span)), one_line(sources.slice(*span)))),
                None => Said::Other(Message::new("其他内容", "anything else")),
            },
        }
    }
}

/// What a case says of one thing.
enum Said {
    Unknown,
    Known,
    Is(Message),
    /// None of the values that have a name.
    Other(Message),
    Exactly(Message),
    /// Below zero, which no cell can say but 已过.
    Negative(Message),
}

impl Said {
    /// In words, of something with a name.
    fn words(&self, name: String) -> Message {
        match self {
            Self::Unknown => Message::new(format!("{name} 未知"), format!("{name} unknown")),
            Self::Known => Message::new(format!("{name} 已知"), format!("{name} known")),
            Self::Is(value) | Self::Other(value) => Message::new(format!("{name} 为 {}", value.zh), format!("{name} is {}", value.en)),
            Self::Exactly(value) | Self::Negative(value) => {
                Message::new(format!("{name} 恰好 {}", value.zh), format!("{name} exactly {}", value.en))
            }
        }
    }

    /// As a cell of a table.
    fn cell(&self) -> Option<Message> {
        match self {
            Self::Unknown => Some(Message::new("未知", "unknown")),
            Self::Is(value) | Self::Exactly(value) => Some(value.clone()),
            Self::Negative(_) => Some(Message::new("已过", "past")),
            Self::Known | Self::Other(_) => None,
        }
    }
}

fn leaf(model: &Model, taxonomy: usize, point: usize) -> Said {
    match model.taxonomies.get(taxonomy).and_then(|t| t.leaves.get(point)) {
        Some(leaf) => Said::Is(Message::new(leaf.name.as_str(), leaf.name.as_str())),
        None => Said::Other(Message::new("别的值", "another value")),
    }
}

fn numbers(sum: &Linear) -> Vec<usize> {
    sum.parts.iter().map(|(n, _)| *n).collect()
}

fn yes_no(yes: bool) -> Message {
    if yes { Message::new("是", "yes") } else { Message::new("否", "no") }
}

fn join(text: &mut Message, next: Message) {
    if !text.zh.is_empty() {
        text.zh.push('、');
        text.en.push_str(", ");
    }
    text.zh.push_str(&next.zh);
    text.en.push_str(&next.en);
}

/// The text on one line: an expression may go on below its statement.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Number {
    fn scale(&self) -> super::amount::Scale {
        super::amount::scale(&self.ty).unwrap_or(super::amount::Scale::Millionth)
    }
}

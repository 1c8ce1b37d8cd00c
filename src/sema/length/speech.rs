//! How long it takes to say something.

use super::{Gait, Meter};
use crate::base::width::is_spoken;
use crate::sema::check::domain::{Scale, constant};
use crate::sema::model::{
    ConstState, Expr, ExprKind, FieldId, FormId, LineSource, Opt, Pace, PhrasesId, Quantifier, Required, Say, Text, TextPart, Ty, Value,
};

/// Characters a minute, as scenarios reckon.
const PACE: i64 = 240;
/// The same where a line is said slowly.
const SLOW: i64 = 120;
/// The same where a line is said fast.
const FAST: i64 = 300;
/// ms before somebody begins to answer.
const PAUSE: i64 = 1000;
/// Characters of an answer nobody wrote an example of.
const ANSWER: i64 = 4;

impl Meter<'_> {
    /// A line with its pause.
    pub(super) fn say(&self, say: &Say) -> i64 {
        let lines = say.lines.iter().map(|line| match &line.source {
            LineSource::Text(text) => time(self.text(text), say.pace),
            LineSource::Class(id, _) => self.class(*id, say.pace, &mut vec![]),
            LineSource::Var(_) | LineSource::Bad => time(ANSWER, say.pace),
        });
        let pause = say.pause.as_ref().and_then(|e| self.length(e)).unwrap_or(0);
        self.one(lines).saturating_add(pause)
    }

    /// The customer's answer to an option.
    pub(super) fn answer(&self, option: &Opt) -> i64 {
        let samples = option.samples.iter().map(|(sample, _)| count(sample));
        let chars = if option.samples.is_empty() { ANSWER } else { self.one(samples) };
        PAUSE + time(chars, None)
    }

    /// The customer tells a value.
    pub(super) fn told(&self, ty: &Ty) -> i64 {
        PAUSE + time(self.value(ty), None)
    }

    /// The customer does something that is waited for.
    pub(super) fn reaction(&self) -> i64 {
        if self.gait == Gait::Shortest { 0 } else { PAUSE + time(ANSWER, None) }
    }

    /// The customer tells what a form asks: the shortest and the usual way only what it must.
    pub(super) fn fill(&self, form: FormId, fields: &[FieldId]) -> i64 {
        self.fields(form, fields).map(|(_, ty)| self.told(ty)).sum()
    }

    /// The agent reads a form back: each field's name and value.
    pub(super) fn read_back(&self, form: FormId, fields: &[FieldId]) -> i64 {
        self.fields(form, fields).map(|(name, ty)| time(count(name) + self.value(ty), None)).sum()
    }

    /// A length that is known beforehand, in ms.
    pub(super) fn length(&self, expr: &Expr) -> Option<i64> {
        let amount = constant(self.model, expr).filter(|a| a.scale == Scale::Ms)?;
        i64::try_from(amount.ticks).ok().filter(|ms| *ms >= 0)
    }

    fn fields<'a>(&'a self, form: FormId, fields: &'a [FieldId]) -> impl Iterator<Item = (&'a str, &'a Ty)> {
        let all = self.model.forms.get(form.index()).map_or(&[][..], |f| &f.fields);
        let asked = move |i: usize| if fields.is_empty() { true } else { fields.iter().any(|f| f.index() == i) };
        let needed = |required: &Required| matches!(required, Required::Always) || self.gait == Gait::Longest;
        let entered = all.iter().enumerate().filter(move |(i, f)| asked(*i) && f.derived.is_none() && !f.system);
        entered.filter(move |(_, f)| needed(&f.required)).map(|(_, f)| (f.name.as_str(), &f.slot.ty))
    }

    /// One of several: the least, the first or the most.
    fn one(&self, all: impl Iterator<Item = i64>) -> i64 {
        let mut all = all;
        let one = match self.gait {
            Gait::Shortest => all.min(),
            Gait::Usual => all.next(),
            Gait::Longest => all.max(),
        };
        one.unwrap_or(0)
    }

    /// A class: one of its texts, or all of them.
    fn class(&self, id: PhrasesId, pace: Option<Pace>, open: &mut Vec<PhrasesId>) -> i64 {
        let Some(class) = self.model.phrases.get(id.index()).filter(|_| !open.contains(&id)) else { return 0 };
        open.push(id);
        let pace = pace.or(class.pace);
        let mut all: Vec<i64> = class.entries.iter().map(|(text, _)| time(self.text(text), pace)).collect();
        all.extend(class.includes.iter().map(|other| self.class(*other, pace, open)));
        open.pop();
        match class.quantifier {
            Quantifier::Any => self.one(all.into_iter()),
            Quantifier::All | Quantifier::InOrder => all.into_iter().fold(0, i64::saturating_add),
        }
    }

    /// The characters of a text that are spoken.
    fn text(&self, text: &Text) -> i64 {
        self.parts(&text.parts)
    }

    fn parts(&self, parts: &[TextPart]) -> i64 {
        let one = |part: &TextPart| match part {
            TextPart::Plain(plain) => count(plain),
            TextPart::Value(expr, _) => self.filled(expr),
            TextPart::Capture(_, ty) => self.value(ty),
            TextPart::Key(inner) => self.parts(inner),
            TextPart::Gap => 0,
        };
        parts.iter().map(one).fold(0, i64::saturating_add)
    }

    /// What stands in a placeholder: a constant's own words, else as long as values of its type are.
    fn filled(&self, expr: &Expr) -> i64 {
        if let ExprKind::Const(id) = &expr.kind
            && let Some(ConstState::Value(value)) = self.model.consts.get(id.index()).map(|c| &c.state)
            && let ExprKind::Value(Value::Text(text)) = &value.kind
        {
            return count(text);
        }
        self.value(&expr.ty)
    }

    /// Characters of a value when it is said.
    fn value(&self, ty: &Ty) -> i64 {
        match ty {
            Ty::Bool => 1,
            Ty::Integer | Ty::Number | Ty::Times | Ty::Rings | Ty::Chars | Ty::Points | Ty::Pace => 2,
            Ty::Text | Ty::Person(_) | Ty::Role | Ty::Money | Ty::Duration | Ty::Civil | Ty::Working | Ty::Clock | Ty::Bad => 4,
            Ty::Date => 6,
            Ty::Phone => 8,
            Ty::Instant => 10,
            Ty::Mobile => 11,
            Ty::Leaf(id) => {
                let leaves = self.model.taxonomies.get(id.index()).map_or(&[][..], |t| &t.leaves);
                self.one(leaves.iter().map(|l| count(&l.name)))
            }
            Ty::List(inner) => self.value(inner).saturating_mul(2),
            Ty::Phrases => 12,
            // A record is read out by 复述, a recording or signature by nobody.
            Ty::Record(_) | Ty::Recording | Ty::Signature => 0,
        }
    }
}

fn count(text: &str) -> i64 {
    text.chars().filter(|c| is_spoken(*c)).count() as i64
}

/// ms for so many characters.
fn time(chars: i64, pace: Option<Pace>) -> i64 {
    let pace = match pace {
        None => PACE,
        Some(Pace::Slow) => SLOW,
        Some(Pace::Fast) => FAST,
    };
    chars.saturating_mul(60_000) / pace
}

//! Expressions, tests, values, types and lines.

use super::{Check, Checked, count, index};
use crate::program::{
    Cell, Expr, Format, LineId, LoadError, LoadErrorKind, Param, Place, Range, Say, SayWords, Slot, TemplatePart, Test, Type, Value,
};

/// Levels of JSON an expression may take; a document that holds more cannot be read.
const DEPTH: usize = 100;

impl Check<'_> {
    pub(super) fn exprs(&mut self, all: &[Expr]) -> Checked {
        all.iter().try_for_each(|e| self.expr(e))
    }

    pub(super) fn expr(&mut self, e: &Expr) -> Checked {
        self.deeper(levels(e), |check| check.node(e))
    }

    /// Goes down so many levels.
    fn deeper(&mut self, levels: usize, f: impl FnOnce(&mut Self) -> Checked) -> Checked {
        if self.depth + levels > DEPTH {
            return Err(LoadError::new(LoadErrorKind::Limit, format!("{DEPTH}")));
        }
        self.depth += levels;
        let checked = f(self);
        self.depth -= levels;
        checked
    }

    fn node(&mut self, e: &Expr) -> Checked {
        match e {
            Expr::Value(value) => self.value(value),
            Expr::Param(i) => index(*i, self.p.params.len(), "params"),
            Expr::Var(i) => index(*i, self.vars, "vars"),
            Expr::Arg(i) => index(*i, self.args, "args"),
            Expr::Field(base, field) => {
                index(*field, self.fields, "fields")?;
                self.expr(base)
            }
            Expr::EventArg(event, arg) => {
                index(*event, self.p.events.len(), "events")?;
                index(*arg, self.p.events.get(*event as usize).map_or(0, |e| e.params.len()), "event params")
            }
            Expr::Now | Expr::Today | Expr::Ring | Expr::Mood | Expr::OfCall(_) | Expr::Key | Expr::Case | Expr::Attr(_) => Ok(()),
            Expr::Due(deadline, _, key) => {
                index(*deadline, self.p.deadlines.len(), "deadlines")?;
                key.as_ref().map_or(Ok(()), |e| self.expr(e))
            }
            Expr::Decide(decision, args) => {
                index(*decision, self.p.decisions.len(), "decisions")?;
                count(args.len(), self.p.decisions.get(*decision as usize).map_or(0, |d| d.params.len()), "decision args")?;
                self.exprs(args)
            }
            Expr::Count(e) | Expr::Chars(e) | Expr::ClockOf(e) | Expr::DateOf(e) | Expr::Not(e) | Expr::Moved(_, e) => self.expr(e),
            Expr::In(calendar, e) => {
                index(*calendar, self.p.calendars.len(), "calendars")?;
                self.expr(e)
            }
            Expr::DayCount(a, b) | Expr::WorkingTime(a, b) | Expr::Arith(_, a, b) | Expr::At(a, b) => {
                self.expr(a)?;
                self.expr(b)
            }
            Expr::With(base, changes) => {
                self.expr(base)?;
                changes.iter().try_for_each(|(field, e)| {
                    index(*field, self.fields, "fields")?;
                    self.expr(e)
                })
            }
            Expr::And(all) | Expr::Or(all) => self.exprs(all),
            Expr::Test(e, test) => {
                self.expr(e)?;
                self.test(test)
            }
            Expr::Text(line) => self.line(*line),
        }
    }

    pub(super) fn test(&mut self, test: &Test) -> Checked {
        match test {
            Test::Compare(_, e) | Test::Within(e) | Test::Contains(e) => self.deeper(2, |check| check.expr(e)),
            Test::OneOf(leaves) => leaves.iter().try_for_each(|l| index(*l, self.leaves, "leaves")),
            Test::InRole(role) => index(*role, self.p.roles.len(), "roles"),
            Test::InCalendar(calendar, _) => index(*calendar, self.p.calendars.len(), "calendars"),
            Test::Range(range) => self.range(range),
            Test::Known | Test::Unknown | Test::Confirmed | Test::Complete | Test::Past => Ok(()),
        }
    }

    pub(super) fn cells(&mut self, cells: &[Cell], columns: usize) -> Checked {
        if !cells.is_empty() {
            count(cells.len(), columns, "cells")?;
        }
        for cell in cells {
            if let Cell::Of(any) = cell {
                any.iter().flatten().try_for_each(|test| self.test(test))?;
            }
        }
        Ok(())
    }

    fn range(&mut self, range: &Range) -> Checked {
        [&range.low, &range.high].into_iter().flatten().try_for_each(|e| self.deeper(2, |check| check.expr(e)))
    }

    fn value(&self, value: &Value) -> Checked {
        match value {
            Value::Leaf(t, l) => self.leaf(*t, *l),
            Value::Role(r) => index(*r, self.p.roles.len(), "roles"),
            Value::Phrases(c) => index(*c, self.p.phrases.len(), "phrases"),
            Value::Unknown
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Duration(_)
            | Value::Civil(..)
            | Value::Text(_)
            | Value::Date(_)
            | Value::Clock(_)
            | Value::Local(..) => Ok(()),
        }
    }

    pub(super) fn leaf(&self, taxonomy: u32, leaf: u32) -> Checked {
        index(taxonomy, self.p.taxonomies.len(), "taxonomies")?;
        index(leaf, self.p.taxonomies.get(taxonomy as usize).map_or(0, |t| t.leaves.len()), "leaves")
    }

    fn ty(&self, ty: &Type, depth: usize) -> Checked {
        match ty {
            Type::List(inner) if depth < DEPTH => self.ty(inner, depth + 1),
            Type::List(_) => Err(LoadError::new(LoadErrorKind::Limit, format!("{DEPTH}"))),
            Type::Taxonomy(t) => index(*t, self.p.taxonomies.len(), "taxonomies"),
            Type::Form(f) => index(*f, self.p.forms.len(), "forms"),
            Type::Person(Some(r)) => index(*r, self.p.roles.len(), "roles"),
            Type::Person(None)
            | Type::Text
            | Type::Integer
            | Type::Number
            | Type::Bool
            | Type::Duration
            | Type::Civil
            | Type::Times
            | Type::Rings
            | Type::Chars
            | Type::Money
            | Type::Points
            | Type::Pace
            | Type::Date
            | Type::Clock
            | Type::Instant
            | Type::Mobile
            | Type::Phone
            | Type::Recording
            | Type::Signature
            | Type::Role
            | Type::Phrases => Ok(()),
        }
    }

    pub(super) fn slot(&mut self, slot: &Slot) -> Checked {
        self.ty(&slot.ty, 0)?;
        slot.range.as_ref().map_or(Ok(()), |range| self.range(range))
    }

    pub(super) fn params(&mut self, params: &[Param]) -> Checked {
        params.iter().try_for_each(|p| {
            self.slot(&p.slot)?;
            p.default.as_ref().map_or(Ok(()), |e| self.expr(e))
        })
    }

    /// A line, with what may be referred to here. A line that holds itself ends at the nesting limit.
    pub(super) fn line(&mut self, line: LineId) -> Checked {
        index(line, self.p.lines.len(), "lines")?;
        if !self.lines.insert((line, self.vars, self.args)) {
            return Ok(());
        }
        let p = self.p;
        p.lines.get(line as usize).map_or(Ok(()), |template| self.parts(&template.parts))
    }

    fn parts(&mut self, parts: &[TemplatePart]) -> Checked {
        for part in parts {
            match part {
                TemplatePart::Value(e, format) => {
                    self.expr(e)?;
                    if let Format::Plain(ty) = format {
                        self.ty(ty, 0)?;
                    }
                }
                TemplatePart::Capture(_, ty) => self.ty(ty, 0)?,
                TemplatePart::Key(inner) => self.deeper(2, |check| check.parts(inner))?,
                TemplatePart::Plain(_) | TemplatePart::Gap => {}
            }
        }
        Ok(())
    }

    pub(super) fn say(&mut self, say: &Say) -> Checked {
        say.words.iter().try_for_each(|words| self.words(words))?;
        say.pause.as_ref().map_or(Ok(()), |e| self.expr(e))?;
        say.promises.iter().try_for_each(|f| index(*f, self.p.flows.len(), "flows"))
    }

    pub(super) fn words(&mut self, words: &SayWords) -> Checked {
        match words {
            SayWords::Line(line, _) => self.line(*line),
            SayWords::Class(class, args, _) => {
                index(*class, self.p.phrases.len(), "phrases")?;
                count(args.len(), self.p.phrases.get(*class as usize).map_or(0, |c| c.params.len()), "phrase args")?;
                self.exprs(args)
            }
            SayWords::ClassVar(var) => index(*var, self.vars, "vars"),
        }
    }

    pub(super) fn place(&mut self, place: &Place) -> Checked {
        match place {
            Place::Var(var) => index(*var, self.vars, "vars"),
            Place::Field(record, field) => {
                index(*field, self.fields, "fields")?;
                self.expr(record)
            }
        }
    }
}

/// How many levels of JSON a node takes before the next one begins.
fn levels(e: &Expr) -> usize {
    match e {
        Expr::With(..) => 4,
        Expr::Decide(..) | Expr::Due(..) => 3,
        Expr::Field(..)
        | Expr::DayCount(..)
        | Expr::WorkingTime(..)
        | Expr::Moved(..)
        | Expr::In(..)
        | Expr::Arith(..)
        | Expr::At(..)
        | Expr::And(_)
        | Expr::Or(_)
        | Expr::Test(..) => 2,
        Expr::Count(_) | Expr::Chars(_) | Expr::ClockOf(_) | Expr::DateOf(_) | Expr::Not(_) => 1,
        Expr::Value(_) | Expr::Param(_) | Expr::Var(_) | Expr::Arg(_) | Expr::EventArg(..) | Expr::Text(_) => 1,
        Expr::Now | Expr::Today | Expr::Ring | Expr::Mood | Expr::Key | Expr::Case => 1,
        Expr::Attr(_) | Expr::OfCall(_) => 2,
    }
}

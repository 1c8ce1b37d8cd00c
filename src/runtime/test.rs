//! Tests of values, and rows of tables.

use super::eval::Eval;
use super::form::missing_fields;
use super::value::Val;
use crate::program::{Cell, CompareOp, Range, Test};
use std::cmp::Ordering;

impl Eval<'_> {
    /// Whether a row holds for the columns' values; a row without cells always does.
    pub(crate) fn row(&mut self, columns: &[Val], cells: &[Cell]) -> bool {
        cells.iter().zip(columns).all(|(cell, value)| self.cell(value, cell))
    }

    fn cell(&mut self, value: &Val, cell: &Cell) -> bool {
        match cell {
            Cell::Any => true,
            Cell::Of(any) => any.iter().any(|all| all.iter().all(|test| self.test(value, test))),
        }
    }

    /// Notes the values that the guards of a table compared, those of every row all of whose other cells hold.
    pub(crate) fn note_rows<'t>(&mut self, columns: &[Val], rows: impl Iterator<Item = &'t [Cell]>) {
        let Some(seen) = &self.m.seen else { return };
        // A row that was not asked costs the call nothing.
        let (fuel, faults) = (*self.fuel, self.faults.borrow().len());
        for cells in rows {
            let holds: Vec<bool> = cells.iter().zip(columns).map(|(cell, value)| self.cell(value, cell)).collect();
            let fails = holds.iter().filter(|h| !**h).count();
            for ((cell, value), holds) in cells.iter().zip(columns).zip(&holds) {
                if let Cell::Of(any) = cell
                    && fails == usize::from(!*holds)
                {
                    any.iter().flatten().for_each(|test| seen.compared(test, value, self.now()));
                }
            }
        }
        *self.fuel = fuel;
        self.faults.borrow_mut().truncate(faults);
    }

    /// Whether a value passes a test. One that is 未知 passes none but that for it.
    pub(crate) fn test(&mut self, value: &Val, test: &Test) -> bool {
        match test {
            Test::Unknown => !value.is_known(),
            _ if !value.is_known() => false,
            Test::Known => true,
            Test::Compare(op, e) => {
                let other = self.eval(e);
                self.compare(*op, value, &other)
            }
            Test::Within(e) => {
                let high = self.eval(e);
                not_negative(value) && value.order(&high).is_some_and(Ordering::is_le)
            }
            Test::OneOf(leaves) => matches!(value, Val::Leaf(_, leaf) if leaves.contains(leaf)),
            Test::InRole(role) => match value {
                Val::Role(r) => self.below(*r, *role),
                Val::Person(person) => person.role.is_some_and(|r| self.below(r, *role)),
                _ => false,
            },
            Test::InCalendar(calendar, set) => self.in_set(value, *calendar, *set),
            Test::Range(range) => self.in_range(value, range),
            Test::Contains(e) => {
                let part = self.eval(e);
                match (value, &part) {
                    (Val::Text(text), Val::Text(part)) => text.contains(part.as_str()),
                    (Val::List(items), part) => items.iter().any(|item| self.same(item, part)),
                    _ => false,
                }
            }
            Test::Confirmed => self.records.get(value).is_some_and(|r| r.confirmed),
            Test::Complete => missing_fields(self, value, &[]).is_empty(),
            Test::Past => match value {
                Val::Duration(ms) => *ms < 0,
                Val::Civil(n, _) => *n < 0,
                Val::Instant(at) => *at < self.now(),
                _ => false,
            },
        }
    }

    /// Whether a value lies in a range; an end that is 未知 bounds nothing.
    pub(crate) fn in_range(&mut self, value: &Val, range: &Range) -> bool {
        let low = range.low.as_ref().map(|e| self.eval(e)).filter(Val::is_known);
        let high = range.high.as_ref().map(|e| self.eval(e)).filter(Val::is_known);
        let above = low.is_none_or(|low| value.order(&low).is_some_and(Ordering::is_ge));
        above && high.is_none_or(|high| value.order(&high).is_some_and(|o| if range.open { o.is_lt() } else { o.is_le() }))
    }

    fn compare(&self, op: CompareOp, a: &Val, b: &Val) -> bool {
        if !b.is_known() {
            return false;
        }
        match op {
            CompareOp::Eq => self.same(a, b),
            CompareOp::Ne => !self.same(a, b),
            CompareOp::Ge => a.order(b).is_some_and(Ordering::is_ge),
            CompareOp::Gt => a.order(b).is_some_and(Ordering::is_gt),
            CompareOp::Le => a.order(b).is_some_and(Ordering::is_le),
            CompareOp::Lt => a.order(b).is_some_and(Ordering::is_lt),
        }
    }

    /// Whether two values are one. Records are one where they are the same record, or where all they both know is the same.
    pub(crate) fn same(&self, a: &Val, b: &Val) -> bool {
        match (self.records.get(a), self.records.get(b)) {
            (Some(x), Some(y)) => a == b || (x.form == y.form && self.agree(&x.values, &y.values, 8)),
            _ => self.alike(a, b),
        }
    }

    fn agree(&self, a: &[Val], b: &[Val], depth: u32) -> bool {
        a.iter().zip(b).all(|(a, b)| match (self.records.get(a), self.records.get(b)) {
            (Some(x), Some(y)) => a == b || (depth > 0 && x.form == y.form && self.agree(&x.values, &y.values, depth - 1)),
            _ => !a.is_known() || !b.is_known() || self.alike(a, b),
        })
    }

    /// A person is known by name, so a role that one side does not know does not part them.
    fn alike(&self, a: &Val, b: &Val) -> bool {
        match (a, b) {
            (Val::Person(a), Val::Person(b)) => a.name == b.name,
            (Val::Civil(..), Val::Civil(..)) => a.order(b) == Some(Ordering::Equal),
            _ => a == b,
        }
    }

    /// Whether a role is another or stands below it.
    pub(crate) fn below(&self, role: u32, other: u32) -> bool {
        let mut at = Some(role);
        for _ in 0..=self.m.program.roles.len() {
            match at {
                Some(r) if r == other => return true,
                Some(r) => at = self.m.program.roles.get(r as usize).and_then(|r| r.superior),
                None => return false,
            }
        }
        false
    }
}

fn not_negative(value: &Val) -> bool {
    match value {
        Val::Number(n) => n.0 >= 0,
        Val::Duration(ms) => *ms >= 0,
        Val::Civil(n, _) => *n >= 0,
        _ => true,
    }
}

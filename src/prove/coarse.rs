//! Where it cannot be told exactly what a program decides, and why.

use super::Why;
use super::free::Free;
use super::reads::told_apart;
use crate::program::{Attr, Cell, CompareOp, DuePart, EventKind, Expr, Limit, LimitBound, Op, Pattern, Program, Test, Until, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What cannot be told exactly: wherever a call goes, and where an operation is played.
pub(super) fn found<'p>(
    p: &'p Program,
    asked: &dyn Fn(u32, u32) -> bool,
    plain: &'p dyn Fn(u32) -> bool,
) -> (Option<Why>, BTreeMap<u32, Why>) {
    let mut look = Look { p, plain, free: Free::of(p), told: told_apart(p), tables: Vec::new() };
    look.tables();
    let ops = p.code.iter().enumerate().filter_map(|(pc, op)| Some((pc as u32, look.op(op)?))).collect();
    (look.beside(asked), ops)
}

struct Look<'p> {
    p: &'p Program,
    /// Whether a parameter is a length that bounds limits alone.
    plain: &'p dyn Fn(u32) -> bool,
    free: Free<'p>,
    /// Actions that are told from each other by their arguments.
    told: BTreeSet<u32>,
    /// Of each 判定.
    tables: Vec<Option<Why>>,
}

impl<'p> Look<'p> {
    /// A 判定 may ask another; as many rounds as there are reach all.
    fn tables(&mut self) {
        for round in 0..=self.p.decisions.len().min(8) {
            let tables: Vec<Option<Why>> = self
                .p
                .decisions
                .iter()
                .map(|d| {
                    let mut found = self.rows(&d.table.columns, d.table.rows.iter().map(|r| r.cells.as_slice()));
                    d.each(&mut |e| found = found.or(self.alone(e)));
                    let values = d.table.rows.iter().any(|row| self.free.reckons(&row.value));
                    found.or(values.then_some(Why::Reckoned))
                })
                .collect();
            let settled = round > 0 && tables == self.tables;
            self.tables = tables;
            if settled {
                break;
            }
        }
    }

    fn op(&self, op: &'p Op) -> Option<Why> {
        let mut found = None;
        op.each_deciding(&mut |e| found = found.or(self.alone(e)));
        let kept = |e: &Expr| self.free.reckons(e).then_some(Why::Reckoned);
        found.or(match op {
            Op::Branch(b) => self.rows(&b.columns, b.rows.iter().map(|(cells, _)| cells.as_slice())),
            Op::Set(_, e) => kept(e),
            Op::OpenCase(_, args) | Op::Call(_, args, _) | Op::GotoFlow(_, args) => args.iter().find_map(kept),
            Op::Return(e) => e.iter().find_map(|e| kept(e)),
            Op::Do(action) => {
                let told = action.args.iter().filter(|_| self.told.contains(&action.action)).find_map(kept);
                told.or(op.limit().and_then(|l| self.limit(l)))
            }
            op => op.limit().and_then(|l| self.limit(l)),
        })
    }

    /// All but the code and the 判定.
    fn beside(&self, asked: &dyn Fn(u32, u32) -> bool) -> Option<Why> {
        let p = self.p;
        let mut found = None;
        p.each_beside(&mut |e| found = found.or(self.alone(e)));
        for (form, declared) in p.forms.iter().enumerate() {
            let fields = declared.fields.iter().enumerate().filter(|(at, _)| asked(form as u32, *at as u32));
            let reckoned = fields.filter_map(|(_, f)| f.derived.as_ref()).any(|e| self.free.reckons(e));
            found = found.or(reckoned.then_some(Why::Reckoned));
        }
        let limits = p.deadlines.iter().map(|d| &d.limit).chain(p.ladders.iter().flat_map(|l| &l.rungs).filter_map(|r| r.limit.as_ref()));
        found = limits.fold(found, |found, limit| found.or(self.limit(limit)));
        for sentence in p.rules.iter().flat_map(|r| &r.sentences) {
            let given = |e: &Expr| self.free.holds(e).then_some(Why::Compared);
            let of = match &sentence.pattern {
                Pattern::Apart(_, e) | Pattern::EachIn(_, e, _) => given(e),
                Pattern::Lasts(lasts) => lasts.most.iter().chain(&lasts.least).find_map(given),
                Pattern::Times(_, least, most) => least.iter().chain(most).find_map(given),
                Pattern::By(by) => {
                    let civil = |e: &Expr| (!matches!(e, Expr::Value(Value::Duration(_)))).then_some(Why::Calendar);
                    let lengths = || by.less.iter().chain(&by.window);
                    let reckoned = self.free.reckons(&by.instant).then_some(Why::Reckoned);
                    lengths().find_map(given).or(lengths().find_map(civil)).or(reckoned)
                }
                pattern => pattern.bound().and_then(|b| {
                    b.most.iter().chain(&b.least).find_map(|until| match until {
                        Until::Length(e) => self.open(e).then_some(Why::Compared),
                        Until::Count(_, e) => given(e),
                        Until::Instant(e) => self.free.reckons(e).then_some(Why::Reckoned),
                        Until::Day(..) => None,
                    })
                }),
            };
            found = found.or(of);
        }
        p.each_event(&mut |event| {
            let grows = matches!(event.kind, EventKind::Stay | EventKind::CallTime | EventKind::Silence | EventKind::Reply);
            let constant = |e: &Expr| matches!(e, Expr::Value(_));
            if grows && event.test.as_ref().is_some_and(|test| !test.bounds().all(constant)) {
                found = found.or(Some(Why::Compared));
            }
        });
        found
    }

    /// A limit whose length people or hosts give: how it stands to other limits is not cut into few ways.
    fn limit(&self, limit: &Limit) -> Option<Why> {
        match &limit.bound {
            LimitBound::Length(e) => self.open(e).then_some(Why::Compared),
            LimitBound::Until(e) => self.free.reckons(e).then_some(Why::Reckoned),
        }
    }

    /// Whether a length is one that people or hosts give, of which chance alone does not choose enough.
    fn open(&self, e: &Expr) -> bool {
        !matches!(e, Expr::Param(param) if (self.plain)(*param)) && self.free.holds(e)
    }

    /// Why an expression alone cannot be told exactly.
    fn alone(&self, e: &Expr) -> Option<Why> {
        match e {
            Expr::Today
            | Expr::ClockOf(_)
            | Expr::DateOf(_)
            | Expr::DayCount(..)
            | Expr::WorkingTime(..)
            | Expr::Moved(..)
            | Expr::In(..)
            | Expr::At(..)
            | Expr::Value(Value::Local(..))
            | Expr::Due(_, DuePart::Left, _) => Some(Why::Calendar),
            Expr::Arith(_, a, b) if [a, b].iter().any(|e| matches!(***e, Expr::Value(Value::Civil(..)))) => Some(Why::Calendar),
            Expr::OfCall(_) => Some(Why::Total),
            Expr::Attr(attr) => (*attr != Attr::Ring).then_some(Why::Untried),
            Expr::Decide(table, args) => {
                let reckoned = args.iter().any(|e| self.free.reckons(e)).then_some(Why::Reckoned);
                reckoned.or(self.tables.get(*table as usize).copied().flatten())
            }
            Expr::Test(subject, test) => self.test(subject, test),
            _ => None,
        }
    }

    fn test(&self, subject: &Expr, test: &Test) -> Option<Why> {
        if let Test::InCalendar(..) = test {
            return Some(Why::Calendar);
        }
        let sides = || std::iter::once(subject).chain(test.bounds());
        let mut due = false;
        sides().for_each(|e| e.each(&mut |e| due |= matches!(e, Expr::Due(_, DuePart::Last, _))));
        if due && !matches!(test, Test::Known | Test::Unknown) {
            return Some(Why::Calendar);
        }
        if sides().any(|e| self.free.reckons(e)) {
            return Some(Why::Reckoned);
        }
        let equal = matches!(test, Test::Compare(CompareOp::Eq | CompareOp::Ne, _));
        let known = |e: &Expr| matches!(e, Expr::Value(_) | Expr::Now);
        // Whether two values are the same is told by the few that are tried, but of instants; which is the greater one is not.
        let apart = test.bounds().any(|e| !known(e) && (!equal || self.free.instant(e) || self.free.instant(subject)));
        apart.then_some(Why::Compared)
    }

    fn rows(&self, columns: &[Expr], rows: impl Iterator<Item = &'p [Cell]>) -> Option<Why> {
        let mut found = None;
        for (column, cell) in rows.flat_map(|cells| columns.iter().zip(cells)) {
            if let Cell::Of(any) = cell {
                any.iter().flatten().for_each(|test| found = found.or(self.test(column, test)));
            }
        }
        found
    }
}

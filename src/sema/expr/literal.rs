//! Literals: numbers, quantities, dates, texts as values, lists.

use crate::base::{Decimal, Diagnostic, Span};
use crate::sema::codes::types::{MIXED_DURATIONS, OUT_OF_RANGE, TYPE_MISMATCH, UNIT_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::model::{CivilUnit, Expr, ExprKind, Slot, Ty, Value};
use crate::sema::types::{Measure, civil_ty, days, measure};
use crate::syntax::ast::{self, Text, Unit};

impl Cx<'_> {
    /// A plain number; where a phone number is wanted its digits are kept as they stand.
    pub(super) fn number(&mut self, n: Decimal, span: Span, want: Option<&Ty>) -> Expr {
        match want {
            Some(ty @ (Ty::Mobile | Ty::Phone)) => {
                let digits: String = self.env.sources.slice(span).chars().map(crate::base::width::fold).collect();
                self.phone(&digits, ty, span)
            }
            Some(Ty::Number) => Expr::new(ExprKind::Value(Value::Number(n)), Ty::Number, span),
            _ => {
                let ty = if n.to_int().is_some() { Ty::Integer } else { Ty::Number };
                Expr::new(ExprKind::Value(Value::Number(n)), ty, span)
            }
        }
    }

    fn phone(&mut self, digits: &str, ty: &Ty, span: Span) -> Expr {
        let only: Vec<char> = digits.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        let number = only.strip_prefix(&['+']).unwrap_or(&only);
        let fits = !number.is_empty() && number.iter().all(char::is_ascii_digit) && (*ty != Ty::Mobile || number.len() == 11);
        if !fits {
            let (zh, en) = ty.called(self.model);
            let d = Diagnostic::new(&TYPE_MISMATCH, span, format!("“{digits}”不是{zh}"), format!("`{digits}` is not {en}"));
            self.report(d.help(
                "手机号是十一位数字；电话号码只有数字、“-”和开头的“+”。",
                "A mobile number has eleven digits; a phone number has digits, `-` and a leading `+` only.",
            ));
            return Expr::bad(span);
        }
        Expr::new(ExprKind::Value(Value::Text(digits.into())), ty.clone(), span)
    }

    /// A number with its unit, or several that add up.
    pub(super) fn quantity(&mut self, parts: &[(Decimal, Unit)], span: Span) -> Expr {
        let mut sum: Option<(Ty, Value)> = None;
        for (n, unit) in parts {
            let Some(next) = self.part(*n, *unit, span) else { return Expr::bad(span) };
            sum = Some(match sum {
                None => next,
                Some(before) => match join(before, next) {
                    Ok(joined) => joined,
                    Err(d) => {
                        self.report(d(span));
                        return Expr::bad(span);
                    }
                },
            });
        }
        sum.map_or(Expr::bad(span), |(ty, value)| Expr::new(ExprKind::Value(value), ty, span))
    }

    fn part(&mut self, n: Decimal, unit: Unit, span: Span) -> Option<(Ty, Value)> {
        match measure(unit) {
            Measure::Exact(ms) => {
                let Some(ms) = Decimal::from_int(ms).and_then(|ms| n.times(ms)).and_then(Decimal::to_int) else {
                    self.report(size(span));
                    return None;
                };
                Some((Ty::Duration, Value::Duration(ms)))
            }
            Measure::Civil(unit) => match n.to_int() {
                Some(whole) => Some((civil_ty(unit), Value::Civil(whole, unit))),
                None => {
                    self.report(
                        Diagnostic::new(&UNIT_MISMATCH, span, "按日历算的时长要写整数", "a length by the calendar is a whole number")
                            .help("半天写成“12小时”，半年写成“6个月”。", "Half a day is `12h`, half a year `6mo`."),
                    );
                    None
                }
            },
            Measure::Count(ty) => Some((ty(), Value::Number(n))),
            Measure::Ordinal => {
                self.report(
                    Diagnostic::new(&UNIT_MISMATCH, span, "“号”是日子，不是数量", "`th` is a day of the month, not a quantity")
                        .help("多少天写“天”。", "A number of days is written `3d`."),
                );
                None
            }
        }
    }

    /// A text where a value stands.
    pub(super) fn text_value(&mut self, text: &Text, want: Option<&Ty>) -> Expr {
        if let Some(plain) = super::text::only_plain(text) {
            if let Some(ty @ (Ty::Mobile | Ty::Phone)) = want {
                return self.phone(&plain, ty, text.span);
            }
            self.documents(text);
            return Expr::new(ExprKind::Value(Value::Text(plain.into())), Ty::Text, text.span);
        }
        let read = self.text(text);
        Expr::new(ExprKind::Text(read), Ty::Text, text.span)
    }

    /// `甲、乙` where a list is wanted.
    pub(super) fn list(&mut self, items: &[ast::Expr], span: Span, want: Option<&Ty>) -> Expr {
        let of = match want {
            Some(Ty::List(of)) => (**of).clone(),
            _ => Ty::Bad,
        };
        let slot = Slot::of(of.clone());
        let mut values = Vec::new();
        for item in items {
            let read = self.value_for(item, &slot);
            match read.kind {
                ExprKind::Value(value) => values.push(value),
                ExprKind::Bad => return Expr::bad(span),
                _ => {
                    self.report(Diagnostic::new(&TYPE_MISMATCH, read.span, "列表里只能写定的值", "a list holds plain values only"));
                    return Expr::bad(span);
                }
            }
        }
        Expr::new(ExprKind::Value(Value::List(values)), Ty::List(Box::new(of)), span)
    }
}

/// Dates, times of day, instants.
pub(super) fn calendar(e: &ast::Expr) -> Expr {
    let day = |d: &ast::Date| days(i32::from(d.year), u32::from(d.month), u32::from(d.day));
    let (value, ty) = match &e.kind {
        ast::ExprKind::Date(d) => (Value::Date(day(d)), Ty::Date),
        ast::ExprKind::Clock(c) => (Value::Clock(c.0), Ty::Clock),
        ast::ExprKind::Instant(d, c) => (Value::Local(day(d), c.0), Ty::Instant),
        _ => return Expr::bad(e.span),
    };
    Expr::new(ExprKind::Value(value), ty, e.span)
}

type Refusal = fn(Span) -> Diagnostic;

fn join(a: (Ty, Value), b: (Ty, Value)) -> Result<(Ty, Value), Refusal> {
    match (a, b) {
        ((Ty::Duration, Value::Duration(a)), (_, Value::Duration(b))) => {
            a.checked_add(b).map(|ms| (Ty::Duration, Value::Duration(ms))).ok_or(size)
        }
        ((ty, Value::Civil(a, u)), (_, Value::Civil(b, v))) => {
            let total = |unit: CivilUnit, x: i64, y: i64| {
                let sum = a.checked_mul(x).zip(b.checked_mul(y)).and_then(|(a, b)| a.checked_add(b));
                sum.map(|n| (ty.clone(), Value::Civil(n, unit))).ok_or(size as Refusal)
            };
            match (u, v) {
                _ if u == v => total(u, 1, 1),
                (CivilUnit::WorkHours, CivilUnit::WorkMinutes) => total(CivilUnit::WorkMinutes, 60, 1),
                (CivilUnit::Weeks, CivilUnit::Days) => total(CivilUnit::Days, 7, 1),
                (CivilUnit::Years, CivilUnit::Months) => total(CivilUnit::Months, 12, 1),
                (CivilUnit::Quarters, CivilUnit::Months) => total(CivilUnit::Months, 3, 1),
                (CivilUnit::Years, CivilUnit::Quarters) => total(CivilUnit::Months, 12, 3),
                _ => Err(mixed),
            }
        }
        ((a, Value::Number(x)), (b, Value::Number(y))) if a == b => x.plus(y).map(|n| (a, Value::Number(n))).ok_or(size),
        ((a, _), (b, _)) if a.is_length() && b.is_length() => Err(mixed),
        _ => Err(units),
    }
}

fn size(span: Span) -> Diagnostic {
    Diagnostic::new(&OUT_OF_RANGE, span, "这个数太大，或者比一毫秒还细", "this number is too large, or finer than a millisecond")
}

fn mixed(span: Span) -> Diagnostic {
    Diagnostic::new(&MIXED_DURATIONS, span, "两种时长写在了一个数里", "two sorts of duration in one number").help(
        "“天、周、个月、个工作日”按日历算，毫秒到小时按钟表算：全写成一种。",
        "Days, weeks, months and workdays go by the calendar, hours and less by the clock: write all of it in one of them, such as `48h` for `2d`.",
    )
}

fn units(span: Span) -> Diagnostic {
    Diagnostic::new(&UNIT_MISMATCH, span, "一个数里的单位不是一种", "the units in one number differ")
}

//! Sums, differences, products, quotients, and the units they keep.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::{MIXED_DURATIONS, TYPE_MISMATCH, UNIT_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::model::{Expr, ExprKind, Ty};
use crate::syntax::ast::{self, BinaryOp};

impl Cx<'_> {
    /// `a op b` with `+ - * /`.
    pub(super) fn arith(&mut self, op: BinaryOp, a: &ast::Expr, b: &ast::Expr, span: Span, want: Option<&Ty>) -> Expr {
        // A bare number in a sum takes the type that is wanted only if that is a plain number.
        let want = want.filter(|t| t.is_plain_number());
        let (a, b) = (self.expr(a, want), self.expr(b, want));
        if a.ty == Ty::Bad || b.ty == Ty::Bad {
            return Expr::bad(span);
        }
        match result(op, &a.ty, &b.ty) {
            Ok(ty) => {
                let optional = a.optional || b.optional;
                Expr { kind: ExprKind::Binary(op, Box::new(a), Box::new(b)), ty, optional, span }
            }
            Err(fault) => {
                let d = self.refuse(&fault, op, &a, &b);
                self.report(d);
                Expr::bad(span)
            }
        }
    }

    fn refuse(&self, fault: &Fault, op: BinaryOp, a: &Expr, b: &Expr) -> Diagnostic {
        let called = |ty: &Ty| match fault {
            Fault::Mixed => ty.sort_of_length(self.model),
            Fault::Units | Fault::Sort => ty.called(self.model),
        };
        let ((a_zh, a_en), (b_zh, b_en)) = (called(&a.ty), called(&b.ty));
        let (sign_zh, sign_en) = match op {
            BinaryOp::Sub => ("相减", "subtracted from each other"),
            BinaryOp::Mul => ("相乘", "multiplied"),
            BinaryOp::Div => ("相除", "divided"),
            BinaryOp::Add | BinaryOp::And | BinaryOp::Or => ("相加", "added"),
        };
        let code = match fault {
            Fault::Units => &UNIT_MISMATCH,
            Fault::Mixed => &MIXED_DURATIONS,
            Fault::Sort => &TYPE_MISMATCH,
        };
        let d = Diagnostic::new(code, a.span, format!("{a_zh}和{b_zh}不能{sign_zh}"), format!("{a_en} and {b_en} cannot be {sign_en}"))
            .label(a_zh, a_en)
            .related(b.span, b_zh, b_en);
        match fault {
            Fault::Units => d.help(
                "一样的单位才能加减；一个量可以乘、除以一个不带单位的数；两个时刻相减得到时长。",
                "Like units add and subtract; a quantity may be multiplied or divided by a plain number; one instant minus another is a duration.",
            ),
            Fault::Mixed => d.help(
                "“天、周、个月、个工作日”按日历算，毫秒到小时按钟表算：全写成一种。",
                "Days, weeks, months and workdays go by the calendar, hours and less by the clock: write all of it in one of them, such as `48h` for `2d`.",
            ),
            Fault::Sort => d.help("只有数和时间能加减乘除。", "Only numbers and times can be calculated with."),
        }
    }
}

/// Why two values cannot be combined.
enum Fault {
    Units,
    Mixed,
    Sort,
}

fn result(op: BinaryOp, a: &Ty, b: &Ty) -> Result<Ty, Fault> {
    let sum = matches!(op, BinaryOp::Add | BinaryOp::Sub);
    match (a, b) {
        (Ty::Integer, Ty::Integer) if op != BinaryOp::Div => Ok(Ty::Integer),
        (a, b) if a.is_plain_number() && b.is_plain_number() => Ok(Ty::Number),
        (Ty::Instant, Ty::Instant) if op == BinaryOp::Sub => Ok(Ty::Duration),
        (Ty::Instant, b) if b.is_length() && sum => Ok(Ty::Instant),
        (a, Ty::Instant) if a.is_length() && op == BinaryOp::Add => Ok(Ty::Instant),
        (Ty::Date, Ty::Civil) if sum => Ok(Ty::Date),
        (Ty::Civil, Ty::Date) if op == BinaryOp::Add => Ok(Ty::Date),
        (a, b) if a.is_length() && b.is_length() && a != b => Err(Fault::Mixed),
        // Two civil lengths need not have one unit, so their quotient has no meaning.
        (Ty::Civil, Ty::Civil) if op == BinaryOp::Div => Err(Fault::Units),
        (a, b) if a == b && a.is_quantity() => match op {
            BinaryOp::Add | BinaryOp::Sub => Ok(a.clone()),
            BinaryOp::Div => Ok(Ty::Number),
            BinaryOp::Mul | BinaryOp::And | BinaryOp::Or => Err(Fault::Units),
        },
        (a, b) if a.is_quantity() && b.is_plain_number() && !sum => Ok(a.clone()),
        (a, b) if a.is_plain_number() && b.is_quantity() && op == BinaryOp::Mul => Ok(b.clone()),
        (a, b) if timed(a) && timed(b) => Err(Fault::Units),
        _ => Err(Fault::Sort),
    }
}

/// Whether a value of this type can take part in any calculation.
fn timed(ty: &Ty) -> bool {
    ty.is_quantity() || matches!(ty, Ty::Instant | Ty::Date | Ty::Clock)
}

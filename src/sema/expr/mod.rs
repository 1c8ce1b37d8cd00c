//! Expressions: every name found, every type known.

mod arith;
mod bound;
mod call;
mod cell;
mod leaf;
mod literal;
mod member;
mod path;
mod range;
mod test;
pub(crate) mod text;

pub(crate) use cell::cell_span;
pub(crate) use range::scalar;

use super::codes::types::TYPE_MISMATCH;
use super::cx::Cx;
use super::model::{Expr, ExprKind, MOOD, OfCall, Slot, Ty, Value};
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::ast::{self, BinaryOp};

impl Cx<'_> {
    /// Reads an expression. `want` helps to read a bare leaf or a bare number; it is not checked here.
    pub(crate) fn expr(&mut self, e: &ast::Expr, want: Option<&Ty>) -> Expr {
        use ast::ExprKind as K;
        let span = e.span;
        match &e.kind {
            K::Number(n) => self.number(*n, span, want),
            K::Quantity(parts) => self.quantity(parts, span),
            K::Text(text) => self.text_value(text, want),
            K::Bool(b) => Expr::new(ExprKind::Value(Value::Bool(*b)), Ty::Bool, span),
            K::Unknown => Expr { kind: ExprKind::Value(Value::Unknown), ty: want.cloned().unwrap_or(Ty::Bad), optional: true, span },
            K::Now => Expr::new(ExprKind::Now, Ty::Instant, span),
            K::Today => Expr::new(ExprKind::Today, Ty::Date, span),
            K::Ring => Expr::new(ExprKind::Ring, Ty::Rings, span),
            K::Mood => Expr::new(ExprKind::Mood, Ty::Leaf(MOOD), span),
            K::OfCall(what) => Expr::new(ExprKind::OfCall(*what), if *what == OfCall::TalkShare { Ty::Number } else { Ty::Duration }, span),
            K::Date(_) | K::Clock(_) | K::Instant(..) => literal::calendar(e),
            K::Path(path) => self.path(path, want),
            K::Call(path, args) => self.call(path, args, span),
            K::List(items) => self.list(items, span, want),
            K::With(base, fields) => self.with_fields(base, fields, span),
            K::Not(inner) => {
                let inner = self.condition(inner);
                let optional = inner.optional;
                Expr { kind: ExprKind::Not(Box::new(inner)), ty: Ty::Bool, optional, span }
            }
            K::Binary(op @ (BinaryOp::And | BinaryOp::Or), a, b) => {
                let (a, b) = (self.condition(a), self.condition(b));
                Expr::new(ExprKind::Binary(*op, Box::new(a), Box::new(b)), Ty::Bool, span)
            }
            K::Binary(op, a, b) => self.arith(*op, a, b, span, want),
            K::Test(subject, test) => self.tested(subject, test, span),
        }
    }

    /// Reads a condition: 是 or 否.
    pub(crate) fn condition(&mut self, e: &ast::Expr) -> Expr {
        let read = self.expr(e, Some(&Ty::Bool));
        if !read.ty.fits(&Ty::Bool) {
            let (zh, en) = read.ty.called(self.model);
            let d = Diagnostic::new(
                &TYPE_MISMATCH,
                read.span,
                format!("这里要一个条件，写的是{zh}"),
                format!("a condition is needed here, and this is {en}"),
            )
            .label(zh, en)
            .help("写清楚问什么，比如“等于多少”“已知”“超过多少”。", "Say what is asked of it: `== …`, `known`, `more than …`.");
            self.report(d);
            return Expr::bad(span_of(e));
        }
        read
    }

    /// Reads a value for a place of a type, checking type, absence and range.
    pub(crate) fn value_for(&mut self, e: &ast::Expr, slot: &Slot) -> Expr {
        let read = self.expr(e, Some(&slot.ty));
        self.fit(read, slot, &TYPE_MISMATCH)
    }

    /// Checks that a value fits a place; a value that does not becomes bad, so that nothing else complains of it.
    pub(crate) fn fit(&mut self, read: Expr, slot: &Slot, code: &'static Code) -> Expr {
        if !read.ty.fits(&slot.ty) {
            let d = self.mismatch(code, &read, &slot.ty);
            self.report(d);
            return Expr::bad(read.span);
        }
        if matches!(read.kind, ExprKind::Value(Value::Unknown)) && !slot.optional && slot.ty != Ty::Bad {
            let d = Diagnostic::new(
                code,
                read.span,
                "这里总要有一个值，不能是“未知”",
                "there must always be a value here; it cannot be `unknown`",
            )
            .help("确实可以没有，就在声明的类型后面加“可空”。", "If it may be absent, add `optional` after the declared type.");
            self.report(d);
            return Expr::bad(read.span);
        }
        if let Some(range) = &slot.range {
            self.within(&read, &slot.ty, range);
        }
        read
    }

    /// The finding for a value of another type than the place asks for.
    pub(crate) fn mismatch(&self, code: &'static Code, read: &Expr, want: &Ty) -> Diagnostic {
        let mixed = want.is_length() && read.ty.is_length();
        let called = |ty: &Ty| if mixed { ty.sort_of_length(self.model) } else { ty.called(self.model) };
        let ((want_zh, want_en), (got_zh, got_en)) = (called(want), called(&read.ty));
        let d = Diagnostic::new(
            code,
            read.span,
            format!("这里要{want_zh}，写的是{got_zh}"),
            format!("{want_en} is needed here, and this is {got_en}"),
        )
        .label(got_zh, got_en);
        if mixed {
            return Diagnostic { code: &super::codes::types::MIXED_DURATIONS, ..d }.help(
                "“天、周、个月、个工作日”按日历算，毫秒到小时按钟表算，两种不能混用：全写成一种。",
                "Days, weeks, months and workdays go by the calendar, hours and less by the clock: write all of it in one of them, such as `48h` for `2d`.",
            );
        }
        if want.is_quantity() && read.ty.is_plain_number() && !want.is_plain_number() {
            return d.help("在数后面写上单位。", "Write the unit after the number.");
        }
        if let Some(example) = want.example(self.model) {
            return d.help(
                format!("这里写{want_zh}，比如 {example}；或者看看名字是不是写错了。"),
                format!("Write {want_en}, such as `{example}`; or a name is wrong here."),
            );
        }
        d
    }
}

fn span_of(e: &ast::Expr) -> Span {
    e.span
}

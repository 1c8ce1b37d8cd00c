//! Expressions, tests, cells, types.

use super::Lowering;
use crate::program::{self, ArithOp};
use crate::sema::model::{self, BinaryOp, Builtin, ConstState, ExprKind, Ty};

impl Lowering<'_> {
    /// The calendar by which what follows is counted; none for the program's own.
    pub(super) fn in_force(&mut self, calendar: Option<model::CalendarId>) {
        self.calendar = calendar.map(|c| c.0).filter(|c| Some(*c) != self.program.calendar);
    }

    /// An expression of the program; constants become their values. One that depends on another calendar than the program's says so.
    pub(super) fn expr(&mut self, e: &model::Expr) -> program::Expr {
        let lowered = self.node(e);
        match self.calendar {
            Some(calendar) if by_calendar(e) => program::Expr::In(calendar, Box::new(lowered)),
            _ => lowered,
        }
    }

    fn node(&mut self, e: &model::Expr) -> program::Expr {
        use program::Expr as P;
        match &e.kind {
            ExprKind::Value(v) => literal(v),
            ExprKind::Text(text) => self.text_value(text),
            ExprKind::Param(id) => P::Param(id.0),
            ExprKind::Const(id) => {
                let model = self.model;
                match model.consts.get(id.index()).map(|c| &c.state) {
                    Some(ConstState::Value(value)) => self.expr(value),
                    _ => P::Value(program::Value::Unknown),
                }
            }
            ExprKind::Var(id) => P::Var(id.0),
            ExprKind::Arg(n) => P::Arg(*n),
            ExprKind::Field(base, field) => P::Field(Box::new(self.expr(base)), field.0),
            ExprKind::EventArg(event, n) => P::EventArg(event.0, *n),
            ExprKind::Attr(attr) => P::Attr(super::rule::attr(attr)),
            ExprKind::Key => P::Key,
            ExprKind::Case => P::Case,
            ExprKind::Now => P::Now,
            ExprKind::Today => P::Today,
            ExprKind::Ring => P::Ring,
            ExprKind::Mood => P::Mood,
            ExprKind::OfCall(what) => P::OfCall(of_call(*what)),
            ExprKind::Decide(id, args) => P::Decide(id.0, self.exprs(args)),
            ExprKind::Call(function, args) => self.builtin(*function, args),
            ExprKind::Due(deadline, part, key) => {
                let part = match part {
                    model::DuePart::Last => program::DuePart::Last,
                    model::DuePart::Left => program::DuePart::Left,
                    model::DuePart::Overdue => program::DuePart::Overdue,
                };
                P::Due(deadline.0, part, key.as_ref().map(|k| Box::new(self.expr(k))))
            }
            ExprKind::With(base, fields) => {
                let base = Box::new(self.expr(base));
                P::With(base, fields.iter().map(|(f, v)| (f.0, self.expr(v))).collect())
            }
            ExprKind::Not(inner) => P::Not(Box::new(self.expr(inner))),
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b),
            ExprKind::Test(subject, test) => P::Test(Box::new(self.expr(subject)), Box::new(self.test(test))),
            ExprKind::Action(_) | ExprKind::Bad => P::Value(program::Value::Unknown),
        }
    }

    /// Several expressions, in order.
    pub(super) fn exprs(&mut self, list: &[model::Expr]) -> Vec<program::Expr> {
        list.iter().map(|e| self.expr(e)).collect()
    }

    fn builtin(&mut self, function: Builtin, args: &[model::Expr]) -> program::Expr {
        use program::Expr as P;
        let mut lowered = self.exprs(args).into_iter();
        let (first, second) = (lowered.next(), lowered.next());
        match (function, first, second) {
            (Builtin::Count, Some(a), _) => P::Count(Box::new(a)),
            (Builtin::Clock, Some(a), _) => P::ClockOf(Box::new(a)),
            (Builtin::Date, Some(a), _) => P::DateOf(Box::new(a)),
            (Builtin::Chars, Some(a), _) => P::Chars(Box::new(a)),
            (Builtin::DayCount, Some(a), Some(b)) => P::DayCount(Box::new(a), Box::new(b)),
            (Builtin::WorkingTime, Some(a), Some(b)) => P::WorkingTime(Box::new(a), Box::new(b)),
            (Builtin::Postpone, Some(a), _) => P::Moved(program::Shift::Postpone, Box::new(a)),
            (Builtin::Advance, Some(a), _) => P::Moved(program::Shift::Advance, Box::new(a)),
            // The elaborator reports a call with missing arguments; such a model is not lowered.
            _ => P::Value(program::Value::Unknown),
        }
    }

    fn binary(&mut self, op: BinaryOp, a: &model::Expr, b: &model::Expr) -> program::Expr {
        use program::Expr as P;
        let arith = match op {
            BinaryOp::And => return P::And(self.chain(BinaryOp::And, a, b)),
            BinaryOp::Or => return P::Or(self.chain(BinaryOp::Or, a, b)),
            BinaryOp::Add => ArithOp::Add,
            BinaryOp::Sub => ArithOp::Sub,
            BinaryOp::Mul => ArithOp::Mul,
            BinaryOp::Div => ArithOp::Div,
        };
        P::Arith(arith, Box::new(self.expr(a)), Box::new(self.expr(b)))
    }

    /// `a 且 b 且 c` as one list.
    fn chain(&mut self, op: BinaryOp, a: &model::Expr, b: &model::Expr) -> Vec<program::Expr> {
        let mut list = Vec::new();
        for side in [a, b] {
            match &side.kind {
                ExprKind::Binary(same, x, y) if *same == op => list.extend(self.chain(op, x, y)),
                _ => list.push(self.expr(side)),
            }
        }
        list
    }

    /// What is asked of a value.
    pub(super) fn test(&mut self, test: &model::Test) -> program::Test {
        use program::Test as P;
        match test {
            model::Test::Compare(op, value) => P::Compare(compare(*op), self.expr(value)),
            model::Test::Within(value) => P::Within(self.expr(value)),
            model::Test::Leaves(leaves) => P::OneOf(leaves.iter().map(|l| l.0).collect()),
            model::Test::InRole(role) => P::InRole(role.0),
            model::Test::InCalendar(calendar, set) => P::InCalendar(
                calendar.0,
                match *set {
                    "节假日" => program::CalendarSet::Holidays,
                    "休息时间" => program::CalendarSet::Rest,
                    _ => program::CalendarSet::Hours,
                },
            ),
            model::Test::Range(range) => P::Range(self.range(range)),
            model::Test::Contains(value) => P::Contains(self.expr(value)),
            model::Test::Known => P::Known,
            model::Test::Unknown => P::Unknown,
            model::Test::Confirmed => P::Confirmed,
            model::Test::Complete => P::Complete,
            model::Test::Past => P::Past,
        }
    }

    /// A cell of a row.
    pub(super) fn cell(&mut self, cell: &model::Cell) -> program::Cell {
        match cell {
            model::Cell::Any => program::Cell::Any,
            model::Cell::Of(atoms) => {
                program::Cell::Of(atoms.iter().map(|(tests, _)| tests.iter().map(|t| self.test(t)).collect()).collect())
            }
        }
    }

    /// A range.
    pub(super) fn range(&mut self, range: &model::Range) -> program::Range {
        let mut end = |e: &Option<Box<model::Expr>>| e.as_ref().map(|e| Box::new(self.expr(e)));
        program::Range { low: end(&range.low), high: end(&range.high), open: range.open }
    }

    /// A typed place.
    pub(super) fn slot(&mut self, slot: &model::Slot) -> program::Slot {
        program::Slot { ty: ty(&slot.ty), optional: slot.optional, range: slot.range.as_ref().map(|r| self.range(r)) }
    }
}

fn literal(value: &model::Value) -> program::Expr {
    use program::Value as P;
    program::Expr::Value(match value {
        model::Value::Unknown => P::Unknown,
        model::Value::Bool(b) => P::Bool(*b),
        model::Value::Number(n) => P::Number(*n),
        model::Value::Duration(ms) => P::Duration(*ms),
        model::Value::Civil(n, unit) => P::Civil(*n, *unit),
        model::Value::Text(text) => P::Text(text.clone()),
        model::Value::Date(days) => P::Date(*days),
        model::Value::Clock(ms) => P::Clock(*ms),
        model::Value::Local(days, ms) => P::Local(*days, *ms),
        model::Value::Leaf(taxonomy, leaf) => P::Leaf(taxonomy.0, leaf.0),
        model::Value::Role(role) => P::Role(role.0),
        model::Value::Phrases(class) => P::Phrases(class.0),
        model::Value::List(_) | model::Value::Record(..) => P::Unknown,
    })
}

fn of_call(what: model::OfCall) -> program::OfCall {
    match what {
        model::OfCall::Length => program::OfCall::Length,
        model::OfCall::Held => program::OfCall::Held,
        model::OfCall::Silent => program::OfCall::Silent,
        model::OfCall::TalkShare => program::OfCall::TalkShare,
    }
}

/// Whether what an expression gives depends on the calendar in force, its parts apart.
fn by_calendar(e: &model::Expr) -> bool {
    match &e.kind {
        ExprKind::Today | ExprKind::Value(model::Value::Local(..)) => true,
        ExprKind::Call(function, _) => !matches!(function, Builtin::Count | Builtin::Chars),
        ExprKind::Binary(_, a, b) => {
            matches!(e.ty, Ty::Instant | Ty::Date) && [a, b].iter().any(|x| matches!(x.ty, Ty::Civil | Ty::Working))
        }
        _ => false,
    }
}

/// A type of the program.
pub(super) fn ty(ty_: &Ty) -> program::Type {
    use program::Type as P;
    match ty_ {
        Ty::Text | Ty::Bad => P::Text,
        Ty::Integer => P::Integer,
        Ty::Number => P::Number,
        Ty::Bool => P::Bool,
        Ty::Duration => P::Duration,
        Ty::Civil | Ty::Working => P::Civil,
        Ty::Times => P::Times,
        Ty::Rings => P::Rings,
        Ty::Chars => P::Chars,
        Ty::Money => P::Money,
        Ty::Points => P::Points,
        Ty::Pace => P::Pace,
        Ty::Date => P::Date,
        Ty::Clock => P::Clock,
        Ty::Instant => P::Instant,
        Ty::Mobile => P::Mobile,
        Ty::Phone => P::Phone,
        Ty::Recording => P::Recording,
        Ty::Signature => P::Signature,
        Ty::Person(role) => P::Person(role.map(|r| r.0)),
        Ty::Role => P::Role,
        Ty::List(item) => P::List(Box::new(ty(item))),
        Ty::Leaf(taxonomy) => P::Taxonomy(taxonomy.0),
        Ty::Record(form) => P::Form(form.0),
        Ty::Phrases => P::Phrases,
    }
}

/// Comparison.
pub(super) fn compare(op: model::CompareOp) -> program::CompareOp {
    match op {
        model::CompareOp::Eq => program::CompareOp::Eq,
        model::CompareOp::Ne => program::CompareOp::Ne,
        model::CompareOp::Ge => program::CompareOp::Ge,
        model::CompareOp::Gt => program::CompareOp::Gt,
        model::CompareOp::Le => program::CompareOp::Le,
        model::CompareOp::Lt => program::CompareOp::Lt,
    }
}

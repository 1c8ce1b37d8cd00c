//! Where an expression stands: what its variables and arguments are, and which values each may have.

use super::amount::{self, ONE, Scale};
use crate::sema::model::{Builtin, Expr, ExprKind, Flow, Model, OfCall, Param, Range, Slot, Ty};

/// The surroundings of an expression.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'m> {
    /// The package.
    pub(crate) model: &'m Model,
    /// The flow whose variables are meant.
    pub(crate) flow: Option<&'m Flow>,
    /// What arguments are meant, in a 判定.
    pub(crate) args: &'m [Param],
}

impl<'m> Scope<'m> {
    /// The declared place that an expression reads, if it reads one.
    pub(crate) fn slot(&self, expr: &Expr) -> Option<&'m Slot> {
        match &expr.kind {
            ExprKind::Param(id) => self.model.params.get(id.index()).map(|p| &p.slot),
            ExprKind::Var(id) => self.flow?.vars.get(id.index()).map(|v| &v.slot),
            ExprKind::Arg(n) => self.args.get(*n as usize).map(|p| &p.slot),
            ExprKind::Field(base, id) => {
                let Ty::Record(form) = base.ty else { return None };
                self.model.forms.get(form.index())?.fields.get(id.index()).map(|f| &f.slot)
            }
            ExprKind::EventArg(event, n) => self.model.events.get(event.index())?.params.get(*n as usize).map(|p| &p.slot),
            ExprKind::Decide(id, _) => self.model.decisions.get(id.index()).map(|d| &d.gives),
            _ => None,
        }
    }

    /// Whether it always holds a value, whatever happens: then 未知 can never be true of it.
    pub(crate) fn always_known(&self, expr: &Expr) -> bool {
        let firm = self.slot(expr).is_none_or(|s| !s.optional);
        match &expr.kind {
            ExprKind::Var(id) => firm && self.flow.is_some_and(|f| id.index() < f.params.len()),
            // A limit that is not open has no instant, and nothing is left of it.
            ExprKind::Field(..) | ExprKind::EventArg(..) | ExprKind::Due(..) => false,
            _ => firm,
        }
    }

    /// The least and the greatest value of a number, in ticks of its own.
    pub(crate) fn ends(&self, expr: &Expr) -> (Option<i128>, Option<i128>) {
        let (mut low, high) = match &expr.ty {
            Ty::Rings | Ty::Times | Ty::Chars => (Some(0), None),
            Ty::Clock => (Some(0), Some(amount::DAY - 1)),
            _ => (None, None),
        };
        let range = match &expr.kind {
            ExprKind::Ring => {
                low = Some(1);
                None
            }
            // A share is one of a whole; a length of the call is never below zero.
            ExprKind::OfCall(what) => return (Some(0), (*what == OfCall::TalkShare).then_some(ONE)),
            ExprKind::Call(Builtin::Chars, _) => {
                low = Some(0);
                None
            }
            ExprKind::Call(Builtin::Count, args) => {
                low = Some(0);
                args.first().and_then(|list| self.slot(list)).and_then(|s| s.range.as_ref())
            }
            _ => self.slot(expr).filter(|s| amount::scale(&s.ty).is_some()).and_then(|s| s.range.as_ref()),
        };
        let (from, to) = range.map_or((None, None), |r| self.range(r, whole(&expr.ty)));
        (from.or(low), to.or(high))
    }

    fn range(&self, range: &Range, whole: bool) -> (Option<i128>, Option<i128>) {
        let known = |e: &Option<Box<Expr>>| e.as_ref().and_then(|e| amount::constant(self.model, e));
        let unit = |scale: Scale| if whole && scale == Scale::Millionth { ONE } else { 1 };
        let low = known(&range.low).map(|a| -(-a.ticks).div_euclid(unit(a.scale)));
        let high = known(&range.high).map(|a| (a.ticks - i128::from(range.open)).div_euclid(unit(a.scale)));
        (low, high)
    }
}

/// Whether a type's values are whole numbers of its unit.
pub(crate) fn whole(ty: &Ty) -> bool {
    matches!(ty, Ty::Integer | Ty::Times | Ty::Rings | Ty::Chars)
}

//! Comparisons of amounts.

use super::amount::{self, ONE, Scale};
use super::formula::Formula;
use super::key::key;
use super::linear::Linear;
use super::reader::Reader;
use super::term::{Term, TermKind};
use super::zone::Difference;
use crate::base::Span;
use crate::sema::model::{BinaryOp, CompareOp, Expr, ExprKind, Ty};

impl Reader<'_> {
    /// A side of a comparison as a sum; nothing where it is faulty.
    pub(super) fn side(&mut self, expr: &Expr) -> Option<Linear> {
        let sum = self.sum(expr)?;
        let Some((a, b)) = sum.difference() else {
            // Any other sum of several numbers is a number of its own.
            return Some(if sum.parts.len() < 2 { sum } else { self.computed(expr, sum.scale) });
        };
        let (ka, kb) = (self.number_key(a), self.number_key(b));
        // One of two opposite differences is the number, the other its negative.
        let (number, sign) = if self.pairs.contains(&(ka.clone(), kb.clone())) {
            (self.pair(expr.span, expr.ty.clone(), a, b), 1)
        } else if self.pairs.contains(&(kb, ka)) {
            (self.pair(expr.span, expr.ty.clone(), b, a), -1)
        } else {
            return Some(sum);
        };
        Some(Linear { parts: vec![(number, sign)], ..sum })
    }

    fn sum(&mut self, expr: &Expr) -> Option<Linear> {
        let model = self.scope.model;
        if let Some(known) = amount::constant(model, expr) {
            return Some(Linear::known(known.ticks, known.scale));
        }
        if matches!(expr.kind, ExprKind::Bad) || expr.ty == Ty::Bad {
            self.bad();
            return None;
        }
        let scale = amount::scale(&expr.ty)?;
        match &expr.kind {
            ExprKind::Binary(op @ (BinaryOp::Add | BinaryOp::Sub), left, right) => {
                let (l, r) = (self.sum(left)?, self.sum(right)?);
                let factor = if *op == BinaryOp::Add { 1 } else { -1 };
                let like = l.scale == r.scale && l.scale == scale;
                if let Some(sum) = l.plus(&r, factor).filter(|_| like) {
                    return Some(sum);
                }
            }
            ExprKind::Binary(BinaryOp::Mul, left, right) => {
                let factor = |e: &Expr| amount::constant(model, e).filter(|a| a.scale == Scale::Millionth && a.ticks % ONE == 0);
                let (factor, other) = match (factor(left), factor(right)) {
                    (_, Some(n)) => (n.ticks / ONE, left),
                    (Some(n), None) => (n.ticks / ONE, right),
                    (None, None) => return Some(self.computed(expr, scale)),
                };
                if let Some(sum) = self.sum(other)?.times(factor) {
                    return Some(sum);
                }
            }
            _ => {}
        }
        Some(self.computed(expr, scale))
    }

    /// A number as a whole, with what it is computed from.
    fn computed(&mut self, expr: &Expr, scale: Scale) -> Linear {
        let mut made_of = Vec::new();
        let mut paths = Vec::new();
        expr.children(&mut |child| paths.push(child));
        while let Some(part) = paths.pop() {
            if self.scope.slot(part).is_some()
                || matches!(part.kind, ExprKind::Now | ExprKind::Today | ExprKind::Ring | ExprKind::OfCall(_))
            {
                made_of.push(key(self.scope.model, part));
            } else {
                part.children(&mut |child| paths.push(child));
            }
        }
        let path = self.scope.slot(expr).is_some();
        made_of.sort_unstable();
        made_of.dedup();
        // Arithmetic on several values is a number of its own whose ties to them are not followed.
        let loose = matches!(expr.kind, ExprKind::Binary(..)) && made_of.len() > 1;
        let number = self.number(expr, loose, if path { Vec::new() } else { made_of });
        Linear::number(number, scale)
    }

    /// `left op right` for counted types.
    pub(super) fn compare(&mut self, left: &Expr, op: CompareOp, right: &Expr, span: Span) -> Formula {
        let (Some(mut l), Some(mut r)) = (self.side(left), self.side(right)) else { return Formula::never() };
        match (l.scale, r.scale) {
            (Scale::Civil(_), Scale::Civil(_)) if l.parts.is_empty() => r.scale = l.scale,
            (Scale::Civil(_), Scale::Civil(_)) if r.parts.is_empty() => l.scale = r.scale,
            _ => {}
        }
        let together = (l.scale == r.scale).then(|| l.plus(&r, -1)).flatten();
        let Some(apart) = together.filter(|d| d.parts.len() < 3) else { return self.three(left, op, right, (&l, &r), span) };
        let column = self.column(left, &l, &r, right.span);
        self.compared(column, r.parts.iter().map(|(n, _)| *n), span);
        self.bound(&apart, op).unwrap_or_else(|| self.apart(left, op, right, span))
    }

    /// Three numbers or more: a difference becomes a number of its own at the next reading.
    fn three(&mut self, left: &Expr, op: CompareOp, right: &Expr, (l, r): (&Linear, &Linear), span: Span) -> Formula {
        for (a, b) in [l, r].into_iter().filter_map(Linear::difference) {
            self.pairs.insert((self.number_key(a), self.number_key(b)));
        }
        self.apart(left, op, right, span)
    }

    /// A comparison that is not followed: it holds or not.
    fn apart(&mut self, left: &Expr, op: CompareOp, right: &Expr, span: Span) -> Formula {
        let id = format!("{} {op:?} {}", key(self.scope.model, left), key(self.scope.model, right));
        self.opaque(id, span, true)
    }

    /// Notes what is tested and what it is compared with.
    fn column(&mut self, expr: &Expr, value: &Linear, cut: &Linear, place: Span) -> String {
        let id = key(self.scope.model, expr);
        if value.parts.is_empty() {
            return id;
        }
        let at = self.term(id.clone(), || {
            let kind = TermKind::Number { value: value.clone(), ty: expr.ty.clone(), cuts: Vec::new() };
            Term { span: expr.span, kind, known: None }
        });
        if let Some(Term { kind: TermKind::Number { cuts, .. }, .. }) = self.terms.get_mut(at) {
            cuts.push((cut.clone(), place));
        }
        id
    }

    /// `sum op 0` as a bound on at most two numbers; nothing where it is not one.
    fn bound(&mut self, sum: &Linear, op: CompareOp) -> Option<Formula> {
        let whole = sum.parts.iter().all(|(n, _)| self.numbers.get(*n).is_some_and(|n| n.whole));
        let mixed = !whole && sum.parts.iter().any(|(n, _)| self.numbers.get(*n).is_some_and(|n| n.whole));
        let unit = if whole && sum.scale == Scale::Millionth { ONE } else { 1 };
        let (a, b, factor) = match sum.parts.as_slice() {
            [] => (0, 0, 1),
            [(n, f)] if *f > 0 => (*n, 0, *f),
            [(n, f)] => (0, *n, -*f),
            [(n, f), (m, g)] if *f == -*g && !mixed => {
                if *f > 0 {
                    (*n, *m, *f)
                } else {
                    (*m, *n, *g)
                }
            }
            _ => return None,
        };
        sum.parts.iter().for_each(|(n, _)| self.used(*n, sum.scale));
        let unit = unit.checked_mul(factor)?;
        let at_most = |k: i128| Formula::AtMost(Difference { a, b, most: k.div_euclid(unit) });
        let (le, lt) = (at_most(-sum.plus), at_most(-sum.plus - 1));
        Some(match op {
            CompareOp::Le => le,
            CompareOp::Lt => lt,
            CompareOp::Ge => lt.negated(),
            CompareOp::Gt => le.negated(),
            CompareOp::Eq => le.and(lt.negated()),
            CompareOp::Ne => le.and(lt.negated()).negated(),
        })
    }
}

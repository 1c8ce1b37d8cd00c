//! Conditions and cells, read into formulas.

use super::amount;
use super::formula::Formula;
use super::key::key;
use super::points::Points;
use super::reader::{Kinds, Reader};
use super::term::{Term, TermKind};
use crate::base::Span;
use crate::sema::model::{BinaryOp, Cell, CompareOp, ConstState, Expr, ExprKind, LeafId, Range, TaxonomyId, Test, Ty, Value};

impl Reader<'_> {
    /// A condition.
    pub(crate) fn condition(&mut self, expr: &Expr) -> Formula {
        match &expr.kind {
            ExprKind::Bad => self.bad(),
            ExprKind::Value(Value::Bool(holds)) => Formula::known(*holds),
            ExprKind::Const(id) => match self.scope.model.consts.get(id.index()).map(|c| &c.state) {
                Some(ConstState::Value(value)) => self.condition(value),
                _ => self.yes(expr),
            },
            ExprKind::Not(inner) => self.condition(inner).negated(),
            ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), ..) => {
                let list = operands(expr, *op).into_iter().map(|e| self.condition(e)).collect();
                if *op == BinaryOp::And { Formula::All(list) } else { Formula::Any(list) }
            }
            ExprKind::Test(subject, test) => self.test(subject, test, expr.span),
            _ if expr.ty == Ty::Bad => self.bad(),
            _ => self.yes(expr),
        }
    }

    /// A value of 是否 that is read as a condition.
    fn yes(&mut self, expr: &Expr) -> Formula {
        let id = key(self.scope.model, expr);
        let choice = self.choice(id.clone(), || Kinds::YesNo, expr.span, false);
        let known = self.presence(expr);
        self.term(id, || Term { known: known.as_ref().map(|k| k.0), ..Term::choice(choice, expr.span) });
        let yes = Formula::OneOf(choice, Points::one(0));
        known.map_or(yes.clone(), |(_, f)| f.and(yes))
    }

    /// Notes a column, so that cases name the columns in their order.
    pub(crate) fn note_column(&mut self, expr: &Expr) {
        let id = key(self.scope.model, expr);
        match &expr.ty {
            Ty::Bool => drop(self.column_condition(expr)),
            Ty::Leaf(taxonomy) => {
                let choice = self.leaves(expr, *taxonomy);
                self.term(id, || Term::choice(choice, expr.span));
            }
            ty if amount::scale(ty).is_some() => {
                let Some(value) = self.side(expr) else { return };
                let kind = TermKind::Number { value, ty: ty.clone(), cuts: Vec::new() };
                self.term(id, || Term { span: expr.span, kind, known: None });
            }
            Ty::Bad => drop(self.bad()),
            Ty::Text | Ty::Mobile | Ty::Phone | Ty::List(_) => {
                let choice = self.choice(id.clone(), || Kinds::Quoted(Vec::new()), expr.span, false);
                self.term(id, || Term::choice(choice, expr.span));
            }
            _ => {}
        }
        self.mark_known(expr);
    }

    /// One cell of a row against its column; nothing for a cell that takes everything.
    pub(crate) fn cell(&mut self, column: &Expr, cell: &Cell) -> Formula {
        let Cell::Of(alternatives) = cell else { return Formula::always() };
        let any = alternatives.iter().map(|(tests, span)| Formula::All(tests.iter().map(|t| self.test(column, t, *span)).collect()));
        Formula::Any(any.collect())
    }

    /// A test of a value; what is unknown passes none but 未知.
    fn test(&mut self, subject: &Expr, test: &Test, span: Span) -> Formula {
        let faulty = matches!(subject.kind, ExprKind::Bad) || subject.ty == Ty::Bad;
        if faulty || test.values().iter().any(|e| matches!(e.kind, ExprKind::Bad) || e.ty == Ty::Bad) {
            return self.bad();
        }
        match test {
            Test::Known => self.is_known(subject),
            Test::Unknown => self.is_known(subject).negated(),
            Test::Compare(op, right) if matches!(right.kind, ExprKind::Value(Value::Unknown)) => {
                let known = self.is_known(subject);
                if *op == CompareOp::Eq { known.negated() } else { known }
            }
            Test::Confirmed | Test::Complete => self.opaque(self.test_key(subject, test), span, false),
            Test::InRole(_) => self.opaque(self.test_key(subject, test), span, false),
            Test::Contains(_) => self.opaque(self.test_key(subject, test), span, true),
            Test::InCalendar(..) => {
                let holds = self.opaque(self.test_key(subject, test), span, false);
                self.calendars.push((key(self.scope.model, subject), holds.clone()));
                holds
            }
            _ => {
                let known: Vec<Formula> =
                    std::iter::once(subject).chain(test.values()).filter_map(|e| self.presence(e).map(|k| k.1)).collect();
                let holds = self.plain(subject, test, span);
                self.mark_known(subject);
                known.into_iter().fold(holds, |f, k| k.and(f))
            }
        }
    }

    /// A test of values that are known.
    fn plain(&mut self, subject: &Expr, test: &Test, span: Span) -> Formula {
        match test {
            Test::Compare(op, right) => self.relation(subject, *op, right, span),
            Test::Within(right) => {
                let zero = self.zero(right);
                self.compare(subject, CompareOp::Ge, &zero, span).and(self.compare(subject, CompareOp::Le, right, span))
            }
            Test::Past => {
                let edge = if subject.ty == Ty::Instant { Expr { kind: ExprKind::Now, ..subject.clone() } } else { self.zero(subject) };
                self.compare(subject, CompareOp::Lt, &edge, span)
            }
            Test::Range(Range { low, high, open }) => {
                let low = low.as_deref().map(|e| self.relation(subject, CompareOp::Ge, e, span));
                let below = if *open { CompareOp::Lt } else { CompareOp::Le };
                let high = high.as_deref().map(|e| self.relation(subject, below, e, span));
                Formula::All(low.into_iter().chain(high).collect())
            }
            Test::Leaves(leaves) => match subject.ty {
                Ty::Leaf(taxonomy) => {
                    let points = self.pick(taxonomy, |leaf| leaves.contains(&leaf));
                    self.leaf(subject, taxonomy, points)
                }
                _ => self.opaque(self.test_key(subject, test), span, true),
            },
            Test::Known | Test::Unknown | Test::Confirmed | Test::Complete | Test::InRole(_) | Test::InCalendar(..) | Test::Contains(_) => {
                Formula::always()
            }
        }
    }

    fn relation(&mut self, left: &Expr, op: CompareOp, right: &Expr, span: Span) -> Formula {
        match &left.ty {
            ty if amount::scale(ty).is_some() && amount::scale(&right.ty).is_some() => self.compare(left, op, right, span),
            Ty::Bool => {
                let (l, r) = (self.column_condition(left), self.condition(right));
                let same = Formula::Any(vec![l.clone().and(r.clone()), l.negated().and(r.negated())]);
                if op == CompareOp::Ne { same.negated() } else { same }
            }
            Ty::Leaf(taxonomy) => self.leaf_relation(left, op, right, *taxonomy, span),
            _ => self.equality(left, op, right, span),
        }
    }

    /// A column of 是否: shown as a whole, whatever it is made of.
    fn column_condition(&mut self, expr: &Expr) -> Formula {
        let formula = self.condition(expr);
        let id = key(self.scope.model, expr);
        self.term(id, || Term { span: expr.span, kind: TermKind::Condition(formula.clone()), known: None });
        formula
    }

    fn leaf(&mut self, expr: &Expr, taxonomy: TaxonomyId, points: Points) -> Formula {
        if let ExprKind::Value(Value::Leaf(_, leaf)) = expr.kind {
            return Formula::known(points.has(leaf.index()));
        }
        let choice = self.leaves(expr, taxonomy);
        self.term(key(self.scope.model, expr), || Term::choice(choice, expr.span));
        Formula::OneOf(choice, points)
    }

    fn leaf_relation(&mut self, left: &Expr, op: CompareOp, right: &Expr, taxonomy: TaxonomyId, span: Span) -> Formula {
        let test = |leaf: LeafId, other: LeafId| holds(op, leaf.0.cmp(&other.0));
        if let ExprKind::Value(Value::Leaf(_, other)) = right.kind {
            let points = self.pick(taxonomy, |leaf| test(leaf, other));
            return self.leaf(left, taxonomy, points);
        }
        let count = self.scope.model.taxonomies.get(taxonomy.index()).map_or(0, |t| t.leaves.len());
        if count > 32 {
            return self.opaque(format!("{} {op:?} {}", key(self.scope.model, left), key(self.scope.model, right)), span, true);
        }
        let each = (0..count as u32).map(|n| {
            let points = self.pick(taxonomy, |leaf| test(leaf, LeafId(n)));
            self.leaf(left, taxonomy, points).and(self.leaf(right, taxonomy, Points::one(n as usize)))
        });
        Formula::Any(each.collect())
    }

    /// Texts, lists, records, persons: equal to a quoted value or to any other.
    fn equality(&mut self, left: &Expr, op: CompareOp, right: &Expr, span: Span) -> Formula {
        let (l, r) = (key(self.scope.model, left), key(self.scope.model, right));
        let quoted = |e: &Expr| matches!(&e.kind, ExprKind::Value(_)) || matches!(&e.kind, ExprKind::Text(t) if plain_text(t));
        let same = match (quoted(left), quoted(right)) {
            _ if !matches!(op, CompareOp::Eq | CompareOp::Ne) => return self.opaque(format!("{l} {op:?} {r}"), span, true),
            (true, true) => Formula::known(l == r),
            (false, false) => self.opaque(if l < r { format!("{l} = {r}") } else { format!("{r} = {l}") }, span, true),
            (one, _) => {
                let (value, path, value_key, path_key) = if one { (left, right, l, r) } else { (right, left, r, l) };
                let choice = self.choice(path_key.clone(), || Kinds::Quoted(Vec::new()), path.span, false);
                self.term(path_key, || Term::choice(choice, path.span));
                let point = self.quoted(choice, value_key, value.span);
                Formula::OneOf(choice, Points::one(point))
            }
        };
        if op == CompareOp::Ne { same.negated() } else { same }
    }

    /// Whether a value is there.
    fn is_known(&mut self, expr: &Expr) -> Formula {
        if self.scope.always_known(expr) {
            return Formula::always();
        }
        self.asked.insert(key(self.scope.model, expr));
        let Some((choice, known)) = self.presence(expr) else { return Formula::always() };
        self.term(key(self.scope.model, expr), || Term { span: expr.span, kind: TermKind::Nothing, known: Some(choice) });
        self.mark_known(expr);
        known
    }

    /// The choice between known and unknown of a value that may be absent, and the condition that it is there.
    fn presence(&mut self, expr: &Expr) -> Option<(usize, Formula)> {
        let id = key(self.scope.model, expr);
        let absent = self.scope.slot(expr).is_some_and(|s| s.optional) || self.asked.contains(&id);
        if !absent {
            return None;
        }
        let choice = self.choice(format!("{id}?"), || Kinds::Known, expr.span, false);
        Some((choice, Formula::OneOf(choice, Points::one(0))))
    }

    /// A term that may be unknown says so.
    fn mark_known(&mut self, expr: &Expr) {
        let known = self.presence(expr).map(|k| k.0);
        self.note_known(&key(self.scope.model, expr), known);
    }

    fn zero(&self, like: &Expr) -> Expr {
        let value = match amount::scale(&like.ty) {
            Some(amount::Scale::Ms) => Value::Duration(0),
            Some(amount::Scale::Civil(_)) => Value::Civil(0, crate::sema::model::CivilUnit::Days),
            _ => Value::Number(crate::base::Decimal::ZERO),
        };
        Expr { kind: ExprKind::Value(value), ty: like.ty.clone(), optional: false, span: like.span }
    }

    fn test_key(&self, subject: &Expr, test: &Test) -> String {
        let whole = Expr {
            kind: ExprKind::Test(Box::new(subject.clone()), Box::new(test.clone())),
            ty: Ty::Bool,
            optional: false,
            span: subject.span,
        };
        key(self.scope.model, &whole)
    }
}

/// The operands of a row of 且 or 或, without going down its left side call by call.
fn operands(expr: &Expr, op: BinaryOp) -> Vec<&Expr> {
    let mut list = Vec::new();
    let mut here = expr;
    while let ExprKind::Binary(o, left, right) = &here.kind {
        if *o != op {
            break;
        }
        list.push(right.as_ref());
        here = left;
    }
    list.push(here);
    list.reverse();
    list
}

fn holds(op: CompareOp, order: std::cmp::Ordering) -> bool {
    match op {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Ge => order.is_ge(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Lt => order.is_lt(),
    }
}

fn plain_text(text: &crate::sema::model::Text) -> bool {
    text.parts.iter().all(|p| matches!(p, crate::sema::model::TextPart::Plain(_)))
}

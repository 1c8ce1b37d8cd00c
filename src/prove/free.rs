//! Values that people, hosts and clocks give, and what is reckoned with them: no few values stand for all that such a sum can be.

use crate::program::{ArithOp, Attr, Expr, Field, Op, Place, Program, Required, TemplatePart, Type, Value};
use std::collections::BTreeSet;

/// What of a program's variables is not told by the path alone. A variable is its place in any flow: what one flow keeps there may make
/// another's be taken for free, never the other way round.
#[derive(Debug)]
pub(super) struct Free<'p> {
    p: &'p Program,
    vars: BTreeSet<u32>,
}

impl<'p> Free<'p> {
    /// Finds them.
    pub(super) fn of(p: &'p Program) -> Self {
        let mut free = Self { p, vars: BTreeSet::new() };
        free.vars.extend(p.flows.iter().flat_map(|f| 0..f.params));
        loop {
            let before = free.vars.len();
            for op in &p.code {
                let (place, given) = match op {
                    Op::Ask(ask) => (Some(&ask.into), true),
                    Op::Do(action) => (action.into.as_ref(), true),
                    Op::Call(_, _, into) => (into.as_deref(), true),
                    Op::Set(place, e) => (Some(&**place), free.holds(e)),
                    _ => (None, false),
                };
                if let (Some(Place::Var(at)), true) = (place, given) {
                    free.vars.insert(*at);
                }
            }
            if free.vars.len() == before {
                return free;
            }
        }
    }

    /// Whether such a value is anywhere in an expression.
    pub(super) fn holds(&self, e: &Expr) -> bool {
        let mut found = false;
        e.each(&mut |e| found |= self.leaf(e));
        found
    }

    fn leaf(&self, e: &Expr) -> bool {
        match e {
            Expr::Param(_) | Expr::Arg(_) | Expr::Field(..) | Expr::EventArg(..) | Expr::OfCall(_) => true,
            Expr::Attr(attr) => *attr != Attr::Ring,
            Expr::Var(at) => self.vars.contains(at) || self.instant(e),
            Expr::Due(..) => true,
            _ => false,
        }
    }

    /// Whether something is reckoned with such a value: only an instant may be shifted by what is constant, or told from now.
    pub(super) fn reckons(&self, e: &Expr) -> bool {
        let mut found = false;
        e.each(&mut |e| {
            found |= match e {
                Expr::Arith(..) => self.holds(e) && !self.shifts(e),
                Expr::Chars(of) | Expr::Count(of) => self.holds(of),
                Expr::Text(line) => self.p.lines.get(*line as usize).is_some_and(|l| l.parts.iter().any(open)),
                _ => false,
            };
        });
        found
    }

    fn shifts(&self, e: &Expr) -> bool {
        let (mut instants, mut others) = (0, false);
        e.each(&mut |e| match e {
            Expr::Arith(op, ..) => others |= !matches!(op, ArithOp::Add | ArithOp::Sub),
            e if self.leaf(e) && self.instant(e) => instants += 1,
            e if self.leaf(e) => others |= !matches!(e, Expr::EventArg(..) | Expr::Var(_)) || !self.record(e),
            _ => {}
        });
        instants <= 1 && !others
    }

    /// Whether an expression names an instant.
    pub(super) fn instant(&self, e: &Expr) -> bool {
        self.is(e, &|ty| *ty == Type::Instant)
    }

    /// Whether an expression names a leaf of a 分类.
    pub(super) fn leaf_value(&self, e: &Expr) -> bool {
        self.is(e, &|ty| matches!(ty, Type::Taxonomy(_)))
    }

    fn record(&self, e: &Expr) -> bool {
        self.is(e, &|ty| matches!(ty, Type::Form(_)))
    }

    fn is(&self, e: &Expr, wanted: &dyn Fn(&Type) -> bool) -> bool {
        let p = self.p;
        match e {
            Expr::Param(at) => p.params.get(*at as usize).is_some_and(|x| wanted(&x.slot.ty)),
            Expr::Var(at) => p.flows.iter().filter_map(|f| f.vars.get(*at as usize)).any(|v| wanted(&v.slot.ty)),
            Expr::EventArg(event, arg) => {
                p.events.get(*event as usize).and_then(|e| e.params.get(*arg as usize)).is_some_and(|v| wanted(&v.slot.ty))
            }
            Expr::Arg(at) => {
                let params = p.decisions.iter().map(|d| &d.params).chain(p.actions.iter().map(|a| &a.params));
                params.filter_map(|params| params.get(*at as usize)).any(|v| wanted(&v.slot.ty))
            }
            Expr::Field(base, at) => {
                let of = forms_of(p, base).into_iter().filter_map(|f| p.forms.get(f as usize)?.fields.get(*at as usize));
                of.into_iter().any(|f| wanted(&f.slot.ty))
            }
            Expr::Now | Expr::Due(..) | Expr::Value(Value::Local(..)) => wanted(&Type::Instant),
            _ => false,
        }
    }
}

fn open(part: &TemplatePart) -> bool {
    match part {
        TemplatePart::Key(inner) => inner.iter().any(open),
        TemplatePart::Value(..) => true,
        TemplatePart::Plain(_) | TemplatePart::Capture(..) | TemplatePart::Gap => false,
    }
}

/// The forms of which an expression may give a record; more than there are where nobody can tell.
pub(super) fn forms_of(p: &Program, e: &Expr) -> Vec<u32> {
    let form = |ty: &Type| match ty {
        Type::Form(form) => Some(*form),
        _ => None,
    };
    match e {
        Expr::Var(at) => {
            let slots = p.flows.iter().filter_map(|f| f.vars.get(*at as usize)).map(|v| &v.slot.ty);
            slots.filter_map(form).collect()
        }
        Expr::EventArg(event, arg) => {
            let slot = p.events.get(*event as usize).and_then(|e| e.params.get(*arg as usize));
            slot.and_then(|v| form(&v.slot.ty)).into_iter().collect()
        }
        Expr::Param(at) => p.params.get(*at as usize).and_then(|v| form(&v.slot.ty)).into_iter().collect(),
        Expr::Field(base, at) => {
            let of = forms_of(p, base).into_iter().filter_map(|f| p.forms.get(f as usize));
            of.filter_map(|f| f.fields.get(*at as usize)).filter_map(|f| form(&f.slot.ty)).collect()
        }
        Expr::With(base, _) | Expr::In(_, base) => forms_of(p, base),
        Expr::Arg(at) => {
            let given = p.decisions.iter().map(|d| &d.params).chain(p.actions.iter().map(|a| &a.params));
            let slots = given.filter_map(|params| params.get(*at as usize)).filter_map(|v| form(&v.slot.ty));
            // The record whose field is computed is its argument.
            let own = p.forms.iter().enumerate().filter(|(_, f)| *at == 0 && f.fields.iter().any(computed)).map(|(f, _)| f as u32);
            slots.chain(own).collect()
        }
        _ => (0..p.forms.len() as u32).collect(),
    }
}

/// Whether a field looks at its record.
fn computed(field: &Field) -> bool {
    field.derived.is_some() || matches!(field.required, Required::When(_))
}

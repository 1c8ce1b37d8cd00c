//! What is known at one point: whether an expression has a value there, and which of the values it reads may be absent.

use super::clause;
use super::mentions::Shapes;
use super::path::{Path, Root};
use super::record::RecordFacts;
use super::replace::with_args;
use super::state::State;
use crate::sema::model::{BinaryOp, CompareOp, Expr, ExprKind, Field, FieldId, Flow, Form, FormId, Param, Required, Slot, Test, Ty, Value};

/// One point of a flow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look<'a, 'm> {
    /// The declarations.
    pub(crate) shapes: &'a Shapes<'m>,
    /// Whose variables are meant.
    pub(crate) flow: &'m Flow,
    /// What holds.
    pub(crate) state: &'a State,
}

impl<'a, 'm> Look<'a, 'm> {
    /// The same flow where something else holds.
    pub(crate) fn at<'b>(&self, state: &'b State) -> Look<'b, 'm>
    where
        'a: 'b,
    {
        Look { shapes: self.shapes, flow: self.flow, state }
    }

    fn form(&self, id: FormId) -> Option<&'m Form> {
        self.shapes.model.forms.get(id.index())
    }

    /// The declared place that a path reads.
    pub(crate) fn slot(&self, expr: &Expr) -> Option<&'m Slot> {
        self.scope().slot(expr)
    }

    /// Whether it is of a type that allows it to be absent, or of none that is always there.
    pub(crate) fn may_be_absent(&self, expr: &Expr) -> bool {
        expr.optional || self.slot(expr).is_some_and(|s| s.optional)
    }

    /// Whether an expression has a value here, whatever the way.
    pub(crate) fn known(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Value(value) => *value != Value::Unknown,
            ExprKind::Param(id) => {
                let firm = self.shapes.model.params.get(id.index()).is_none_or(|p| !p.slot.optional);
                firm || self.noted(expr)
            }
            ExprKind::Var(id) => {
                let own = self.flow.vars.get(id.index()).is_some_and(|v| v.record_of.is_some());
                own || self.state.vars.has(id.index())
            }
            ExprKind::EventArg(event, n) => {
                let declared = self.shapes.model.events.get(event.index()).and_then(|e| e.params.get(*n as usize));
                self.state.events.has(event.index()) && (declared.is_none_or(|p| !p.slot.optional) || self.noted(expr))
            }
            ExprKind::Field(base, field) => match base.ty {
                Ty::Record(form) => self.known(base) && self.known_field(base, form, *field),
                _ => true,
            },
            ExprKind::With(base, _) => self.known(base),
            ExprKind::Decide(id, args) => {
                let params = self.shapes.model.decisions.get(id.index()).map_or(&[][..], |d| &d.params);
                !expr.optional && self.all_known(args, params)
            }
            ExprKind::Call(_, args) => args.iter().all(|a| self.known(a)),
            ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..) | ExprKind::Not(_) | ExprKind::Test(..) => true,
            ExprKind::Binary(_, left, right) => self.known(left) && self.known(right),
            ExprKind::Text(_)
            | ExprKind::Const(_)
            | ExprKind::Arg(_)
            | ExprKind::Attr(_)
            | ExprKind::Key
            | ExprKind::Case
            | ExprKind::Due(..)
            | ExprKind::OfCall(_)
            | ExprKind::Now
            | ExprKind::Today
            | ExprKind::Ring
            | ExprKind::Mood
            | ExprKind::Action(_)
            | ExprKind::Bad => true,
        }
    }

    fn all_known(&self, args: &[Expr], params: &[Param]) -> bool {
        args.iter().zip(params).all(|(a, p)| p.slot.optional || self.known(a))
    }

    fn noted(&self, expr: &Expr) -> bool {
        Path::of(expr).is_some_and(|p| self.state.others.binary_search(&p).is_ok())
    }

    /// What is known of the record that an expression is.
    pub(crate) fn record(&self, base: &Expr, form: FormId) -> RecordFacts {
        match &base.kind {
            ExprKind::Value(Value::Unknown) => RecordFacts::absent(form, self.form(form).map_or(0, |f| f.fields.len())),
            ExprKind::With(inner, changes) => {
                let mut facts = self.record(inner, form);
                facts.confirmed = false;
                for (field, value) in changes {
                    Self::settle(&mut facts, *field, self.known(value));
                }
                facts
            }
            _ => Path::of(base).map_or_else(|| RecordFacts::none(form), |p| self.state.record(self.shapes, &p, form)),
        }
    }

    /// A field gets a value, or one that may be absent.
    pub(crate) fn settle(facts: &mut RecordFacts, field: FieldId, known: bool) {
        if known {
            facts.known.insert(field.index());
        } else {
            facts.known.take(field.index());
            facts.submitted.take(field.index());
        }
    }

    fn known_field(&self, base: &Expr, form: FormId, field: FieldId) -> bool {
        let facts = self.record(base, form);
        let Some(declared) = self.form(form) else { return true };
        let Some(of) = declared.fields.get(field.index()) else { return true };
        facts.known.has(field.index())
            || facts.submitted.has(field.index()) && self.required(of, base)
            || of.default.is_some() && !of.slot.optional
            || of.derived.as_ref().is_some_and(|e| self.computed(e, base))
    }

    /// Whether a field must be filled, as far as is known here.
    fn required(&self, field: &Field, base: &Expr) -> bool {
        match &field.required {
            Required::Always => true,
            Required::When(condition) => self.proves(&with_args(condition, std::slice::from_ref(base))),
            Required::Never => false,
        }
    }

    fn computed(&self, derived: &Expr, base: &Expr) -> bool {
        let mut known = true;
        with_args(derived, std::slice::from_ref(base)).each(&mut |e| {
            known &= !matches!(e.kind, ExprKind::Field(..)) || self.known(e);
        });
        known
    }

    /// Whether 已确认 or 填齐 holds of a record here, whatever the way.
    pub(crate) fn holds_of(&self, base: &Expr, test: &Test) -> bool {
        let Ty::Record(form) = base.ty else { return false };
        match test {
            Test::Confirmed => self.record(base, form).confirmed,
            Test::Complete => {
                let fields = self.form(form).map_or(&[][..], |f| &f.fields);
                self.known(base)
                    && fields.iter().enumerate().all(|(i, f)| match f.required {
                        Required::Never => true,
                        Required::Always => self.known_field(base, form, FieldId(i as u32)),
                        Required::When(_) => {
                            let facts = self.record(base, form);
                            facts.submitted.has(i) || facts.known.has(i)
                        }
                    })
            }
            _ => false,
        }
    }

    /// The values that an expression reads here and that may be absent, each where it stands.
    pub(crate) fn unread<'e>(&self, expr: &'e Expr, out: &mut Vec<&'e Expr>) {
        match &expr.kind {
            ExprKind::Test(subject, test) => match &**test {
                Test::Known | Test::Unknown | Test::Confirmed | Test::Complete => self.inside(subject, out),
                Test::Compare(CompareOp::Eq | CompareOp::Ne, right) if matches!(right.kind, ExprKind::Value(Value::Unknown)) => {
                    self.inside(subject, out);
                }
                _ => {
                    self.unread(subject, out);
                    test.values().into_iter().for_each(|v| self.unread(v, out));
                }
            },
            ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) => {
                self.unread(left, out);
                // The right side is looked at only where the left one does not decide.
                let mut state = self.state.clone();
                super::assume::assume(self, &mut state, clause::of_condition(self.shapes, left, *op == BinaryOp::And));
                self.at(&state).unread(right, out);
            }
            ExprKind::Var(_) | ExprKind::Param(_) | ExprKind::EventArg(..) => {
                if !self.known(expr) {
                    out.push(expr);
                }
            }
            ExprKind::Field(base, _) => {
                let before = out.len();
                self.unread(base, out);
                if out.len() == before && !self.known(expr) {
                    out.push(expr);
                }
            }
            ExprKind::Decide(id, args) => {
                let params = self.shapes.model.decisions.get(id.index()).map_or(&[][..], |d| &d.params);
                args.iter().zip(params).for_each(|(a, p)| self.passed(a, &p.slot, out));
            }
            ExprKind::With(base, changes) => {
                self.unread(base, out);
                for (field, value) in changes {
                    let slot = match base.ty {
                        Ty::Record(form) => self.form(form).and_then(|f| f.fields.get(field.index())).map(|f| &f.slot),
                        _ => None,
                    };
                    slot.map_or_else(|| self.unread(value, &mut Vec::new()), |s| self.passed(value, s, out));
                }
            }
            _ => expr.children(&mut |child| self.unread(child, out)),
        }
    }

    /// What is passed where something of this type is expected: it may be absent where that is allowed.
    pub(crate) fn passed<'e>(&self, arg: &'e Expr, slot: &Slot, out: &mut Vec<&'e Expr>) {
        if slot.optional { self.inside(arg, out) } else { self.unread(arg, out) }
    }

    /// What is read to get at a value, not the value.
    fn inside<'e>(&self, expr: &'e Expr, out: &mut Vec<&'e Expr>) {
        match &expr.kind {
            ExprKind::Var(_) | ExprKind::Param(_) | ExprKind::EventArg(..) | ExprKind::Value(_) => {}
            ExprKind::Field(base, _) => self.unread(base, out),
            _ => self.unread(expr, out),
        }
    }

    /// What a path is called.
    pub(crate) fn name(&self, expr: &Expr) -> Option<String> {
        Path::of(expr).map(|p| self.name_of(&p))
    }

    /// What a path is called.
    pub(crate) fn name_of(&self, path: &Path) -> String {
        let model = self.shapes.model;
        let mut name = match path.root {
            Root::Var(id) => self.flow.vars.get(id.index()).map(|v| v.name.to_string()),
            Root::Param(id) => model.params.get(id.index()).map(|p| p.name.to_string()),
            Root::Event(id, n) => {
                let event = model.events.get(id.index());
                event.and_then(|e| Some(format!("{}.{}", e.name, e.params.get(n as usize)?.name)))
            }
            Root::Result => None,
        }
        .unwrap_or_default();
        for (form, field) in &path.fields {
            if let Some(field) = model.forms.get(form.index()).and_then(|f| f.fields.get(field.index())) {
                name.push('.');
                name.push_str(&field.name);
            }
        }
        name
    }
}

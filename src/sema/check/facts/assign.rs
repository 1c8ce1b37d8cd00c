//! Values that are put somewhere, and what is known of them there.

use super::look::Look;
use super::path::{Path, Root};
use super::record::RecordFacts;
use super::replace::{replace, test_on};
use super::state::State;
use crate::sema::model::{CompareOp, Expr, ExprKind, FieldId, FormId, Place, Test, Ty, Value, VarId};

/// What is put somewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source<'a> {
    /// Some value that is there.
    Some,
    /// A value from the host, which may be absent.
    Host(bool),
    /// An expression.
    Value(&'a Expr),
    /// What a flow gives back.
    Result(&'a State),
}

/// What is known of a value before it is put anywhere.
struct Taken {
    known: bool,
    records: Vec<(Path, RecordFacts)>,
}

impl Look<'_, '_> {
    /// What is known of what is put: its records begin at [`Root::Result`].
    fn taken(&self, source: Source<'_>, ty: &Ty) -> Taken {
        let form = if let Ty::Record(form) = ty { Some(*form) } else { None };
        let here = Path::at(Root::Result);
        match source {
            Source::Some => Taken { known: true, records: Vec::new() },
            Source::Host(optional) => Taken { known: !optional, records: form.map(|f| (here, self.shapes.host(f))).into_iter().collect() },
            Source::Value(value) => Taken { known: self.known(value), records: self.records_of(value, form, &here) },
            Source::Result(exit) => {
                let own = exit.records.iter().filter(|(p, _)| p.root == Root::Result);
                Taken { known: exit.result, records: own.cloned().collect() }
            }
        }
    }

    /// What is known of a record and of the records in it, as if it stood at `at`.
    pub(crate) fn records_of(&self, value: &Expr, form: Option<FormId>, at: &Path) -> Vec<(Path, RecordFacts)> {
        let Some(form) = form else { return Vec::new() };
        let mut out = vec![(at.clone(), self.record(value, form))];
        let from = match &value.kind {
            ExprKind::With(base, _) => Path::of(base),
            _ => Path::of(value),
        };
        let Some(from) = from else { return out };
        for (path, facts) in self.state.records.iter().filter(|(p, _)| *p != from) {
            let Some(path) = path.moved(&from, at) else { continue };
            let replaced = match &value.kind {
                ExprKind::With(_, changes) => path.fields.get(at.fields.len()).is_some_and(|(_, f)| changes.iter().any(|(c, _)| c == f)),
                _ => false,
            };
            if !replaced {
                out.push((path, facts.clone()));
            }
        }
        out
    }
}

/// Puts a value into a variable or field.
pub(crate) fn assign(look: &Look<'_, '_>, state: &mut State, place: &Place, source: Source<'_>) {
    match place {
        Place::Var(id) => variable(look, state, *id, source),
        Place::Field(base, id) => {
            if let Ty::Record(form) = base.ty {
                field(look, state, base, form, *id, source);
            }
        }
        Place::Bad => {}
    }
}

fn variable(look: &Look<'_, '_>, state: &mut State, id: VarId, source: Source<'_>) {
    let Some(ty) = look.flow.vars.get(id.index()).map(|v| &v.slot.ty) else { return };
    let value = look.at(state).taken(source, ty);
    let target = |span| Expr { kind: ExprKind::Var(id), ty: ty.clone(), optional: false, span };
    let said = match source {
        Source::Value(value) if !reads(value, id) => copied(look, state, value, &target(value.span)),
        _ => Vec::new(),
    };
    state.renew(id);
    if value.known {
        state.vars.insert(id.index());
    }
    put(state, value.records, &Path::at(Root::Var(id)));
    said.into_iter().for_each(|clause| state.add(clause));
    if let Source::Value(value) = source
        && !reads(value, id)
    {
        equal(look, state, &target(value.span), value);
    }
}

fn field(look: &Look<'_, '_>, state: &mut State, base: &Expr, form: FormId, id: FieldId, source: Source<'_>) {
    let Some(ty) = look.shapes.model.forms.get(form.index()).and_then(|f| f.fields.get(id.index())).map(|f| &f.slot.ty) else { return };
    let value = look.at(state).taken(source, ty);
    state.renew_field(look.shapes, form, id);
    let Some(path) = Path::of(base) else { return };
    let mut facts = state.record(look.shapes, &path, form);
    Look::settle(&mut facts, id, value.known);
    state.put(path.clone(), facts);
    let mut inner = path;
    inner.fields.push((form, id));
    put(state, value.records, &inner);
    if let Source::Value(value) = source {
        let target = Expr { kind: ExprKind::Field(Box::new(base.clone()), id), ty: ty.clone(), optional: false, span: value.span };
        let mut own = false;
        value.each(&mut |e| own |= matches!(&e.kind, ExprKind::Field(b, f) if *f == id && b.ty == base.ty));
        if !own {
            equal(look, state, &target, value);
        }
    }
}

fn put(state: &mut State, records: Vec<(Path, RecordFacts)>, at: &Path) {
    let from = Path::at(Root::Result);
    for (path, facts) in records {
        if let Some(path) = path.moved(&from, at) {
            state.put(path, facts);
        }
    }
}

fn reads(value: &Expr, id: VarId) -> bool {
    let mut found = false;
    value.each(&mut |e| found |= matches!(e.kind, ExprKind::Var(v) if v == id));
    found
}

/// What is known of the fields of a record, said of its copy; nothing of those that the copy changes.
fn copied(look: &Look<'_, '_>, state: &State, value: &Expr, target: &Expr) -> Vec<super::clause::Clause> {
    let Ty::Record(form) = value.ty else { return Vec::new() };
    let (base, changes) = match &value.kind {
        ExprKind::With(base, changes) => (&**base, changes.as_slice()),
        _ => (value, &[][..]),
    };
    let Some(from) = Path::of(base) else { return Vec::new() };
    let swap = |e: &Expr| (Path::of(e).as_ref() == Some(&from)).then(|| Expr { span: e.span, ..target.clone() });
    let kept = |m: &super::mentions::Mentions| !changes.iter().any(|(f, _)| m.fields.contains(&(form, *f)));
    let about = state.holds.iter().filter(|c| !c.mentions(|m| !kept(m)));
    let made = about.filter_map(|c| {
        let speaks = c.literals().iter().any(|l| {
            let mut found = false;
            l.expr.each(&mut |e| found |= Path::of(e).as_ref() == Some(&from));
            found
        });
        speaks.then(|| c.made(look.shapes, &|l| Some(replace(&l.expr, &swap)))).flatten()
    });
    made.collect()
}

/// Notes that a place now equals what was put into it.
fn equal(look: &Look<'_, '_>, state: &mut State, target: &Expr, value: &Expr) {
    let plain = !matches!(target.ty, Ty::Record(_) | Ty::List(_) | Ty::Recording | Ty::Signature | Ty::Phrases | Ty::Role | Ty::Bad);
    if !plain || value.ty == Ty::Bad || matches!(value.kind, ExprKind::Value(Value::Unknown)) || !look.at(state).known(value) {
        return;
    }
    let test = test_on(target, &Test::Compare(CompareOp::Eq, value.clone()), value.span);
    for clause in super::clause::of_condition(look.shapes, &test, true) {
        state.add(clause);
    }
}

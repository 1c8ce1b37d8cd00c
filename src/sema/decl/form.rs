//! 登记表: its fields, what they are computed from, and when they are required.

use super::meta;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::{Cx, Inner};
use crate::sema::hash::Map;
use crate::sema::model::{self, FieldId, FormId, Model, Required, Slot, Ty};
use crate::sema::names::{Wanted, check_name, duplicate, unknown};
use crate::sema::pass::Pass;
use crate::sema::scope::{Item, Symbol};
use crate::syntax::ast::{self, DeclKind, FormRow, Name};

/// Gives every field its place, before anything is typed.
pub(crate) fn field_shells(items: &[Item<'_>], model: &mut Model, out: &mut Vec<Diagnostic>) {
    for item in items {
        let (Symbol::Form(id), DeclKind::Form(form)) = (item.symbol, &item.decl.kind) else { continue };
        let mut seen: Map<&str, (Span, bool)> = Map::default();
        let mut fields = Vec::new();
        for field in own_fields(form) {
            let names = std::iter::once((&field.name, false)).chain(field.aliases.iter().map(|a| (a, true)));
            for (name, alias) in names {
                check_name(name, out);
                if let Some((first, was_alias)) = seen.get(name.text.as_str()) {
                    out.push(duplicate(&name.text, name.span, *first, alias || *was_alias));
                } else {
                    seen.insert(&name.text, (name.span, alias));
                }
            }
            fields.push(shell(field));
        }
        if let Some(form) = model.forms.get_mut(id.index()) {
            form.fields = fields;
        }
    }
}

/// The types of the fields, without ranges.
pub(crate) fn field_types(pass: &mut Pass<'_>) {
    for item in pass.items {
        let (Symbol::Form(id), DeclKind::Form(form)) = (item.symbol, &item.decl.kind) else { continue };
        let slots: Vec<Slot> = pass.read(item.file, |cx| own_fields(form).map(|f| cx.slot(&f.ty)).collect());
        let Some(form) = pass.model.forms.get_mut(id.index()) else { continue };
        for (field, slot) in form.fields.iter_mut().zip(slots) {
            field.slot = slot;
        }
    }
}

/// What a field gets from its expressions.
struct Body {
    range: Option<model::Range>,
    required: Required,
    derived: Option<model::Expr>,
    default: Option<model::Expr>,
}

/// Ranges, conditions, derived values, 必填其一 and 不得同人.
pub(crate) fn form_bodies(pass: &mut Pass<'_>) {
    for item in pass.items {
        let (Symbol::Form(id), DeclKind::Form(form)) = (item.symbol, &item.decl.kind) else { continue };
        let (bodies, require_one, distinct) = pass.read(item.file, |cx| {
            cx.inner = Inner::Record(id);
            let bodies: Vec<Body> = own_fields(form).enumerate().map(|(i, f)| cx.field_body(id, i, f)).collect();
            let mut require_one = Vec::new();
            let mut distinct = Vec::new();
            for row in &form.rows {
                match row {
                    FormRow::Field(_) => {}
                    FormRow::RequireOne(names, _) => require_one.push(cx.fields(id, names)),
                    FormRow::Distinct(names, _) => {
                        let fields = cx.fields(id, names);
                        cx.persons(id, names);
                        distinct.push(fields);
                    }
                }
            }
            (bodies, require_one, distinct)
        });
        let Some(form) = pass.model.forms.get_mut(id.index()) else { continue };
        for (field, body) in form.fields.iter_mut().zip(bodies) {
            field.slot.range = body.range;
            field.required = body.required;
            field.derived = body.derived;
            field.default = body.default;
        }
        form.require_one = require_one;
        form.distinct = distinct;
    }
}

impl Cx<'_> {
    fn field_body(&mut self, form: FormId, i: usize, field: &ast::Field) -> Body {
        let model = self.model;
        let mut slot = model.forms.get(form.index()).and_then(|f| f.fields.get(i)).map_or(Slot::of(Ty::Bad), |f| f.slot.clone());
        slot.range = field.ty.range.as_ref().map(|r| self.slot_range(r, &slot.ty));
        let required = match &field.required {
            None => Required::Never,
            Some(None) => Required::Always,
            Some(Some(condition)) => Required::When(self.condition(condition)),
        };
        let derived = field.derived.as_ref().map(|d| self.value_for(d, &slot));
        let default = field.default.as_ref().map(|d| self.value_for(d, &slot));
        Body { range: slot.range, required, derived, default }
    }

    /// The fields of a form by name; an unknown one is reported.
    pub(crate) fn fields(&mut self, form: FormId, names: &[Name]) -> Vec<FieldId> {
        names.iter().filter_map(|n| self.field(form, n)).collect()
    }

    /// A field of a form by name; an unknown one is reported.
    pub(crate) fn field(&mut self, form: FormId, name: &Name) -> Option<FieldId> {
        if let Some(id) = self.env.index.field(form, &name.text) {
            return Some(id);
        }
        if let Some(f) = self.model.forms.get(form.index()) {
            let d = unknown(name, Wanted::Field, Some(&f.name), f.fields.iter().map(|f| f.name.as_str()));
            self.report(d.related(f.span, "这张表", "the form"));
        }
        None
    }

    fn persons(&mut self, form: FormId, names: &[Name]) {
        for name in names {
            let Some(field) = self.env.index.field(form, &name.text) else { continue };
            let Some(ty) = self.model.forms.get(form.index()).and_then(|f| f.fields.get(field.index())).map(|f| &f.slot.ty) else {
                continue;
            };
            if !matches!(ty, Ty::Person(_) | Ty::Bad) {
                let (zh, en) = ty.called(self.model);
                let d = Diagnostic::new(
                    &TYPE_MISMATCH,
                    name.span,
                    format!("“不得同人”说的是人，“{}”是{zh}", name.text),
                    format!("`distinct` speaks of persons; `{}` is {en}", name.text),
                );
                self.report(d.help("这个字段的类型写“人员”或者一个角色。", "Give the field the type `person` or a role."));
            }
        }
    }
}

fn own_fields(form: &ast::Form) -> impl Iterator<Item = &ast::Field> {
    form.rows.iter().filter_map(|row| match row {
        FormRow::Field(field) => Some(field.as_ref()),
        FormRow::RequireOne(..) | FormRow::Distinct(..) => None,
    })
}

fn shell(field: &ast::Field) -> model::Field {
    model::Field {
        name: field.name.text.clone(),
        aliases: field.aliases.iter().map(|a| a.text.clone()).collect(),
        slot: Slot::of(Ty::Bad),
        required: Required::Never,
        derived: None,
        default: None,
        grouped: field.grouped.clone(),
        pattern: field.pattern.as_ref().map(crate::sema::expr::text::plain),
        system: field.system,
        secret: field.secret,
        span: field.name.span,
        meta: meta(&field.meta),
    }
}

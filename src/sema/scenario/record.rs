//! `预订单(手机: “…”, 人数: 2)`: a record as a host would give it, field by field.

use super::given::is_none;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::BAD_ARGUMENTS;
use crate::sema::cx::{Cx, Inner};
use crate::sema::model::{ConstState, Expr, ExprKind, FieldId, FormId, Slot, Ty, Value};
use crate::sema::names::duplicate;
use crate::syntax::ast::{self, Arg, Name};

impl Cx<'_> {
    /// Whether a scenario is read: there alone a record is written out.
    pub(crate) fn in_scenario(&self) -> bool {
        matches!(self.inner, Inner::Row(_))
    }

    /// The record; what is not named has no value.
    pub(crate) fn written_record(&mut self, form: FormId, args: &[Arg], span: Span) -> Expr {
        let mut fields: Vec<(FieldId, Value)> = Vec::new();
        let mut named: Vec<&Name> = Vec::new();
        let mut whole = true;
        for arg in args {
            let read = self.named_field(form, arg, &mut named).and_then(|(id, slot)| Some((id, self.field_value(&arg.value, &slot)?)));
            whole &= read.is_some();
            fields.extend(read);
        }
        if whole { Expr::new(ExprKind::Value(Value::Record(form, fields)), Ty::Record(form), span) } else { Expr::bad(span) }
    }

    fn named_field<'a>(&mut self, form: FormId, arg: &'a Arg, named: &mut Vec<&'a Name>) -> Option<(FieldId, Slot)> {
        let Some(name) = &arg.name else {
            let form = self.model.forms.get(form.index())?;
            let example = form.fields.iter().find(|f| f.derived.is_none()).map_or("", |f| f.name.as_str());
            let d = Diagnostic::new(
                &BAD_ARGUMENTS,
                arg.value.span,
                format!("没有写这是“{}”的哪一项", form.name),
                format!("nothing says which field of “{}” this is", form.name),
            )
            .related(form.span, "这张表", "the form")
            .help(
                format!("每一项都写上名字和冒号：{}({example}: …)", form.name),
                format!("Each field is written with its name and a colon: `{}({example}: …)`.", form.name),
            );
            self.report(d);
            return None;
        };
        if let Some(first) = named.iter().find(|n| n.text == name.text) {
            self.report(duplicate(&name.text, name.span, first.span, false));
            return None;
        }
        named.push(name);
        let field = self.field(form, name)?;
        let model = self.model;
        let declared = model.forms.get(form.index())?.fields.get(field.index())?;
        if declared.derived.is_some() {
            let d = Diagnostic::new(
                &BAD_ARGUMENTS,
                name.span,
                format!("“{}”是算出来的，不能填", declared.name),
                format!("“{}” is worked out and cannot be given", declared.name),
            )
            .related(declared.span, "在这里写了怎么算", "it is worked out here")
            .help("删掉这一项，填它用到的那几项。", "Leave it out, and give what it is worked out from.");
            self.report(d);
            return None;
        }
        // A host may leave out any field.
        Some((field, Slot { optional: true, ..declared.slot.clone() }))
    }

    fn field_value(&mut self, written: &ast::Expr, slot: &Slot) -> Option<Value> {
        let mut read = match &slot.ty {
            Ty::List(_) if is_none(written) => return Some(Value::List(Vec::new())),
            // One item stands for the list of it.
            Ty::List(of) if !matches!(written.kind, ast::ExprKind::List(_)) => self.value_for(written, &Slot::of((**of).clone())),
            _ => self.value_for(written, slot),
        };
        while let ExprKind::Const(id) = read.kind {
            let model = self.model;
            match model.consts.get(id.index()).map(|c| &c.state) {
                Some(ConstState::Value(value)) => read = Expr { span: read.span, ..value.clone() },
                _ => return None,
            }
        }
        match (read.kind, &slot.ty) {
            (ExprKind::Bad, _) => None,
            (ExprKind::Value(value @ (Value::List(_) | Value::Unknown)), _) => Some(value),
            (ExprKind::Value(value), Ty::List(_)) => Some(Value::List(vec![value])),
            (ExprKind::Value(value), _) => Some(value),
            _ => {
                let d = Diagnostic::new(&BAD_ARGUMENTS, read.span, "这里要写现成的值", "a plain value is needed here")
                    .help("写数、词、“文字”、日期，或者逐行里的一列。", "Write a number, a word, a text, a date, or a column of the rows.");
                self.report(d);
                None
            }
        }
    }
}

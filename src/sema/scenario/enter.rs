//! 填 and 登记: what the agent types, what the agent submits.

use super::Run;
use crate::sema::model::{FormId, PlayKind, Slot, Ty};
use crate::sema::names::{Wanted, unknown};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Name, Path};
use smol_str::SmolStr;

impl Run<'_, '_> {
    /// `填 path = value`
    pub(super) fn enter(&mut self, path: &Path, value: &ast::Expr) -> Option<PlayKind> {
        let first = path.parts.first()?;
        let (form, field, slot) = match path.parts.get(1) {
            None => (None, first.text.clone(), self.answer(first)?),
            Some(_) => {
                let mut form = self.form_named(first)?;
                let model = self.model();
                let (last, between) = path.parts.get(1..)?.split_last()?;
                for name in between {
                    let field = self.cx.field(form, name)?;
                    form = match model.forms.get(form.index())?.fields.get(field.index())?.slot.ty {
                        Ty::Record(inner) => inner,
                        _ => return None,
                    };
                }
                let id = self.cx.field(form, last)?;
                let field = model.forms.get(form.index())?.fields.get(id.index())?;
                (Some(form), field.name.clone(), field.slot.clone())
            }
        };
        // The agent may also empty a field.
        let value = self.value(value, &Slot { optional: true, ..slot });
        Some(PlayKind::Enter { form, field, value })
    }

    /// The type of the variable that a question asks for.
    fn answer(&mut self, name: &Name) -> Option<Slot> {
        if let Some(slot) = self.known.slot(&name.text) {
            return Some(slot.clone());
        }
        let mut names: Vec<&str> = self.known.vars.keys().copied().collect();
        names.sort_unstable();
        let d = unknown(name, Wanted::Variable, None, names.into_iter());
        self.cx.report(d);
        None
    }

    /// `登记 form`
    pub(super) fn submit(&mut self, path: &Path) -> Option<PlayKind> {
        let path = self.cx.name_in_row(path);
        self.form_named(path.parts.first()?).map(PlayKind::Submit)
    }

    /// A form by its name, or by a variable that holds a record of it.
    fn form_named(&mut self, name: &Name) -> Option<FormId> {
        match self.cx.global(name).map(|e| e.symbol) {
            Some(Symbol::Form(form)) => return Some(form),
            _ => {
                if let Some(Ty::Record(form)) = self.known.slot(&name.text).map(|s| &s.ty) {
                    return Some(*form);
                }
            }
        }
        let forms: Vec<SmolStr> = self.model().forms.iter().map(|f| f.name.clone()).collect();
        let d = unknown(name, Wanted::Form, None, forms.iter().map(SmolStr::as_str));
        self.cx.report(d);
        None
    }
}

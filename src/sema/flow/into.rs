//! Where a value is put: 记, and 记入 of 问, 做 and 调用.

use crate::base::{Diagnostic, Label, Message};
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::model::{Expr, ExprKind, Place, Slot, Ty};
use crate::sema::names::{Wanted, unknown, wrong_kind};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Name, Path, TypeRef};
use smol_str::SmolStr;

impl Cx<'_> {
    /// The place that a path names, with its type. `given` is what will be put there, where that is known beforehand.
    pub(super) fn target(&mut self, path: &Path, ty: Option<&TypeRef>, given: Option<&Slot>) -> (Place, Slot) {
        let bad = (Place::Bad, Slot::of(Ty::Bad));
        let Some(first) = path.parts.first() else { return bad };
        let written = ty.map(|ty| self.full_slot(ty));
        let base = match self.variable(&first.text, first.span) {
            Some(var) => var,
            None => match self.global(first).map(|e| (e.symbol, e.span)) {
                Some((Symbol::Form(form), _)) => self.record(form, first.span).unwrap_or_else(|| Expr::bad(first.span)),
                Some((symbol @ (Symbol::Param(_) | Symbol::Const(_)), span)) => {
                    let d = wrong_kind(&first.text, first.span, symbol, span, Wanted::Variable).help(
                        "参数和常量在通话里不变；换个名字记下来。",
                        "Parameters and constants do not change during a call; write to another name.",
                    );
                    self.report(d);
                    return bad;
                }
                _ => {
                    self.undeclared(first, path);
                    return bad;
                }
            },
        };
        let (place, slot) = self.place_of(base, path.parts.get(1..).unwrap_or_default());
        if let Some(written) = &written
            && !(written.ty.fits(&slot.ty) && slot.ty.fits(&written.ty))
        {
            let span = ty.map_or(path.span, |t| t.span);
            self.clash(span, &written.ty, &slot.ty, &place);
        }
        if let Some(given) = given
            && !given.ty.fits(&slot.ty)
        {
            self.clash(path.span, &given.ty, &slot.ty, &place);
            return bad;
        }
        (place, slot)
    }

    /// Adds to the findings from `from` on where the place got its type.
    pub(super) fn declared_as(&mut self, place: &Place, slot: &Slot, from: usize) {
        let at = match place {
            Place::Var(id) => self.locals().and_then(|l| l.vars.get(id.index())).map(|v| v.span),
            Place::Field(record, field) => {
                let form = self.form_of(record).and_then(|f| self.model.forms.get(f.index()));
                form.and_then(|f| f.fields.get(field.index())).map(|f| f.span)
            }
            Place::Bad => None,
        };
        let Some(at) = at else { return };
        let (zh, en) = slot.ty.called(self.model);
        for d in self.out.iter_mut().skip(from).filter(|d| d.span != at && d.related.is_empty()) {
            d.related.push(Label { span: at, message: Message::new(format!("这里定的是{zh}"), format!("settled here as {en}")) });
        }
    }

    fn place_of(&mut self, base: Expr, rest: &[Name]) -> (Place, Slot) {
        let Some((last, before)) = rest.split_last() else {
            return match &base.kind {
                ExprKind::Var(id) => {
                    let slot = self.locals().and_then(|l| l.vars.get(id.index())).map_or(Slot::of(Ty::Bad), |v| v.slot.clone());
                    (Place::Var(*id), slot)
                }
                _ => (Place::Bad, Slot::of(Ty::Bad)),
            };
        };
        let base = self.parts(base, before);
        let end = self.parts(base, std::slice::from_ref(last));
        match end.kind {
            ExprKind::Field(record, field) => {
                let model = self.model;
                let declared = self.form_of(&record).and_then(|f| model.forms.get(f.index())).and_then(|f| f.fields.get(field.index()));
                let slot = declared.map_or(Slot::of(Ty::Bad), |f| f.slot.clone());
                if let Some(f) = declared.filter(|f| f.derived.is_some()) {
                    let d = Diagnostic::new(
                        &TYPE_MISMATCH,
                        last.span,
                        format!("“{}”是算出来的，不能填", f.name),
                        format!("`{}` is computed and cannot be entered", f.name),
                    )
                    .related(f.span, "在这里声明的", "declared here");
                    self.report(d);
                    return (Place::Bad, slot);
                }
                (Place::Field(*record, field), slot)
            }
            _ => (Place::Bad, Slot::of(Ty::Bad)),
        }
    }

    fn clash(&mut self, span: crate::base::Span, got: &Ty, want: &Ty, place: &Place) {
        let ((got_zh, got_en), (want_zh, want_en)) = (got.called(self.model), want.called(self.model));
        let mut d = Diagnostic::new(
            &TYPE_MISMATCH,
            span,
            format!("这里放的是{want_zh}，不能放{got_zh}"),
            format!("{want_en} is kept here, not {got_en}"),
        )
        .help("换个名字记下来，或者把类型改成一样的。", "Write to another name, or make the types the same.");
        let first = match place {
            Place::Var(id) => self.locals().and_then(|l| l.vars.get(id.index())).map(|v| v.span),
            Place::Field(..) | Place::Bad => None,
        };
        if let Some(first) = first.filter(|s| *s != span) {
            d = d.related(first, want_zh, want_en);
        }
        self.report(d);
    }

    fn undeclared(&mut self, name: &Name, path: &Path) {
        let names: Vec<SmolStr> = self.inner_names();
        let scopes = self.env.scopes;
        let forms = scopes.visible(self.file).filter(|(_, e)| matches!(e.symbol, Symbol::Form(_))).map(|(n, _)| n.as_str());
        let d = unknown(name, Wanted::Variable, None, names.iter().map(SmolStr::as_str).chain(forms));
        let text = &name.text;
        let d = if d.fix.is_none() && path.parts.len() == 1 {
            d.help(
                format!("第一次记下的东西要写明类型：记入 {text}: 文本。"),
                format!("What is written for the first time needs its type: `into {text}: text`."),
            )
        } else {
            d
        };
        self.report(d);
    }
}

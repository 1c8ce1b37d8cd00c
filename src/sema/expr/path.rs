//! Paths: a name and its parts, looked up from the inside out.

use crate::base::Diagnostic;
use crate::sema::codes::names::UNKNOWN_NAME;
use crate::sema::codes::types::{DEGREE_WORD_LIMIT, TYPE_MISMATCH};
use crate::sema::cx::{Cx, Inner};
use crate::sema::flow::in_hand::Names;
use crate::sema::model::{ConstState, Expr, ExprKind, FieldId, FormId, Ty, Value};
use crate::sema::names::{Wanted, unknown, wrong_kind};
use crate::sema::scope::{Entry, Symbol};
use crate::syntax::ast::{Name, Path};
use smol_str::SmolStr;

impl Cx<'_> {
    /// A path as a value.
    pub(super) fn path(&mut self, path: &Path, want: Option<&Ty>) -> Expr {
        let Some(first) = path.parts.first() else { return Expr::bad(path.span) };
        if let Some(cell) = self.column(&first.text) {
            return self.column_value(cell, path, want);
        }
        // Where the type is known a leaf is written bare, whatever else bears its name.
        if let (Some(Ty::Leaf(taxonomy)), [name]) = (want, path.parts.as_slice())
            && let Some(leaf) = self.bare_leaf(*taxonomy, name)
        {
            return leaf;
        }
        if let (Some(Ty::Role), [name]) = (want, path.parts.as_slice())
            && self.inner_value(name).is_none()
        {
            return self.role_value(name);
        }
        if let Some(base) = self.inner_value(first) {
            return self.parts(base, path.parts.get(1..).unwrap_or_default());
        }
        match self.global_path(path) {
            Some((entry, used)) => self.global_value(path, entry, used, want),
            None => {
                self.unknown_value(path, want);
                Expr::bad(path.span)
            }
        }
    }

    /// What a name is inside the body: a parameter, a field of the form's own record, a variable.
    pub(crate) fn inner_value(&mut self, name: &Name) -> Option<Expr> {
        if let Some(known) = self.filter.as_ref().and_then(|names| names.find(&name.text, name.span)) {
            return Some(known);
        }
        if let Some(known) = self.named.find(&name.text, name.span) {
            return Some(known);
        }
        match &self.inner {
            Inner::Params(params) => {
                let i = params.iter().position(|p| p.name == name.text)?;
                let slot = &params.get(i)?.slot;
                Some(Expr { kind: ExprKind::Arg(i as u32), ty: slot.ty.clone(), optional: slot.optional, span: name.span })
            }
            Inner::Record(form) => {
                let form = *form;
                let field = self.env.index.field(form, &name.text)?;
                let own = Expr::new(ExprKind::Arg(0), Ty::Record(form), name.span);
                Some(self.field_of(own, form, field, name))
            }
            Inner::Flow(_) => self.variable(&name.text, name.span),
            Inner::None | Inner::Row(_) => None,
        }
    }

    fn global_value(&mut self, path: &Path, entry: &Entry, used: usize, want: Option<&Ty>) -> Expr {
        let rest = path.parts.get(used..).unwrap_or_default();
        let Some(name) = path.parts.get(used.saturating_sub(1)) else { return Expr::bad(path.span) };
        let span = path.parts.first().map_or(name.span, |f| f.span.to(name.span));
        let model = self.model;
        match entry.symbol {
            Symbol::Param(id) => {
                let Some(param) = model.params.get(id.index()) else { return Expr::bad(path.span) };
                let base = Expr { kind: ExprKind::Param(id), ty: param.slot.ty.clone(), optional: param.slot.optional, span };
                self.parts(base, rest)
            }
            Symbol::Const(id) => {
                let ty = match model.consts.get(id.index()).map(|c| &c.state) {
                    Some(ConstState::Value(value)) => value.ty.clone(),
                    Some(ConstState::Advice) if !self.in_text => {
                        self.report(degree_word(&name.text, name.span, entry));
                        return Expr::bad(path.span);
                    }
                    _ => Ty::Bad,
                };
                self.parts(Expr::new(ExprKind::Const(id), ty, span), rest)
            }
            Symbol::Form(form) => match self.record(form, name.span) {
                Some(base) => self.parts(Expr { span, ..base }, rest),
                None => {
                    let text = &name.text;
                    let d = Diagnostic::new(
                        &TYPE_MISMATCH,
                        name.span,
                        format!("这里看不到正在填的“{text}”"),
                        format!("the record of `{text}` that is being filled in cannot be seen from here"),
                    )
                    .help(format!("把它当参数传进来：单: {text}。"), format!("Pass it as a parameter: `order: {text}`."));
                    self.report(d);
                    Expr::bad(path.span)
                }
            },
            Symbol::Event(id) => self.event_value(id, rest, span, name, entry),
            Symbol::Taxonomy(id) => match rest {
                [leaf] => self.leaf_value(id, leaf, path.span),
                _ => self.not_a_value(path, name, entry),
            },
            Symbol::Role(id) if rest.is_empty() && matches!(want, None | Some(Ty::Role | Ty::Person(_) | Ty::Bad)) => {
                Expr::new(ExprKind::Value(Value::Role(id)), Ty::Role, span)
            }
            Symbol::Phrases(id) if rest.is_empty() => Expr::new(ExprKind::Value(Value::Phrases(id)), Ty::Phrases, span),
            Symbol::Action(id) if rest.is_empty() => Expr::new(ExprKind::Action(id), Ty::Bad, span),
            Symbol::Deadline(id) if !rest.is_empty() => self.due_value(id, rest, path.span),
            Symbol::Role(_)
            | Symbol::Phrases(_)
            | Symbol::Action(_)
            | Symbol::Deadline(_)
            | Symbol::Ladder(_)
            | Symbol::Stretch(_)
            | Symbol::Decision(_)
            | Symbol::Forbid(_)
            | Symbol::Flow(_)
            | Symbol::Calendar(_) => self.not_a_value(path, name, entry),
        }
    }

    fn not_a_value(&mut self, path: &Path, name: &Name, entry: &Entry) -> Expr {
        let d = wrong_kind(&name.text, name.span, entry.symbol, entry.span, Wanted::Value);
        let (zh, en) = entry.symbol.word();
        let d = Diagnostic {
            message: crate::base::Message::new(
                format!("“{}”是{zh}，不是一个值", name.text),
                format!("`{}` is {en}, not a value", name.text),
            ),
            ..d
        };
        let d = match entry.symbol {
            Symbol::Decision(_) => d.help("判定后面写上括号和参数。", "Write the arguments of a decision in brackets after it."),
            Symbol::Taxonomy(_) => d.help("写成“类.叶”，比如“称谓.先生”。", "Write `taxonomy.leaf`."),
            _ => d,
        };
        self.report(d);
        Expr::bad(path.span)
    }

    /// Follows the parts of a path after its base.
    pub(crate) fn parts(&mut self, mut base: Expr, rest: &[Name]) -> Expr {
        for name in rest {
            base = match base.ty {
                Ty::Record(form) => match self.field(form, name) {
                    Some(field) => self.field_of(base, form, field, name),
                    None => Expr::bad(base.span.to(name.span)),
                },
                Ty::Bad => Expr::bad(base.span.to(name.span)),
                _ => {
                    let (zh, en) = base.ty.called(self.model);
                    let d = Diagnostic::new(
                        &UNKNOWN_NAME,
                        name.span,
                        format!("{zh}里没有“{}”这样的部分", name.text),
                        format!("{en} has no part `{}`", name.text),
                    )
                    .help("只有登记表的记录才有字段。", "Only records of a form have fields.");
                    self.report(d);
                    return Expr::bad(base.span.to(name.span));
                }
            };
        }
        base
    }

    fn field_of(&mut self, base: Expr, form: FormId, field: FieldId, name: &Name) -> Expr {
        let slot = self.model.forms.get(form.index()).and_then(|f| f.fields.get(field.index())).map(|f| &f.slot);
        let (ty, optional) = slot.map_or((Ty::Bad, false), |s| (s.ty.clone(), s.optional));
        let span = base.span.to(name.span);
        Expr { kind: ExprKind::Field(Box::new(base), field), ty, optional, span }
    }

    fn event_value(&mut self, id: crate::sema::model::EventId, rest: &[Name], span: crate::base::Span, name: &Name, entry: &Entry) -> Expr {
        let model = self.model;
        let (Some(event), Some(part)) = (model.events.get(id.index()), rest.first()) else {
            let path = Path { parts: vec![name.clone()], span };
            return self.not_a_value(&path, name, entry);
        };
        let Some(i) = event.params.iter().position(|p| p.name == part.text) else {
            let names = event.params.iter().map(|p| p.name.as_str());
            self.report(unknown(part, Wanted::Argument, Some(&event.name), names).related(event.span, "这个事件", "the event"));
            return Expr::bad(span.to(part.span));
        };
        let ty = event.params.get(i).map_or(Ty::Bad, |p| p.slot.ty.clone());
        let base = Expr::new(ExprKind::EventArg(id, i as u32), ty, span.to(part.span));
        self.parts(base, rest.get(1..).unwrap_or_default())
    }

    fn role_value(&mut self, name: &Name) -> Expr {
        match self.role(name) {
            Some(role) => Expr::new(ExprKind::Value(Value::Role(role)), Ty::Role, name.span),
            None => Expr::bad(name.span),
        }
    }

    /// Reports a path that names nothing, with the names that could stand there.
    fn unknown_value(&mut self, path: &Path, want: Option<&Ty>) {
        let Some(first) = path.parts.first() else { return };
        if let (Some(Ty::Leaf(taxonomy)), [name]) = (want, path.parts.as_slice()) {
            self.unknown_leaf(*taxonomy, name);
            return;
        }
        if path.parts.len() > 1 && self.env.scopes.opener(self.file, &first.text).is_some() {
            self.unknown_path(path, Wanted::Value, |_| true);
            return;
        }
        let inner: Vec<SmolStr> = self.inner_names();
        let scopes = self.env.scopes;
        let outer = scopes.visible(self.file).filter(|(_, e)| is_value(e.symbol)).map(|(n, _)| n.as_str());
        let mut d = unknown(first, Wanted::Value, None, inner.iter().map(SmolStr::as_str).chain(outer));
        let leaves = self.env.index.leaves(&first.text);
        if let (Some((t, _)), None) = (leaves.first(), &d.fix)
            && let Some(t) = self.model.taxonomies.get(t.index())
        {
            d = d.help(
                format!("“{}”是分类“{}”里的一项；这里看不出要哪个分类，写成 {}.{}。", first.text, t.name, t.name, first.text),
                format!("`{}` is an entry of `{}`; the type is not known here, so write `{}.{}`.", first.text, t.name, t.name, first.text),
            );
        }
        self.report(d);
    }

    /// The names of the body itself, in order.
    pub(crate) fn inner_names(&self) -> Vec<SmolStr> {
        let hand: Vec<SmolStr> = self.filter.iter().flat_map(Names::iter).chain(self.named.iter()).cloned().collect();
        let own: Vec<SmolStr> = match &self.inner {
            Inner::None => Vec::new(),
            Inner::Params(params) => params.iter().map(|p| p.name.clone()).collect(),
            Inner::Record(form) => {
                self.model.forms.get(form.index()).map_or_else(Vec::new, |f| f.fields.iter().map(|f| f.name.clone()).collect())
            }
            Inner::Flow(locals) => locals.vars.iter().map(|v| v.name.clone()).collect(),
            Inner::Row(columns) => {
                let mut names: Vec<SmolStr> = columns.keys().cloned().collect();
                names.sort_unstable();
                names
            }
        };
        hand.into_iter().chain(own).collect()
    }
}

fn degree_word(name: &str, span: crate::base::Span, entry: &Entry) -> Diagnostic {
    Diagnostic::new(
        &DEGREE_WORD_LIMIT,
        span,
        format!("“{name}”没有数，不能用来计算或计时"),
        format!("`{name}` has no number behind it and cannot be used as one"),
    )
    .label("仅指导", "advice only")
    .related(entry.span, "在这里声明为仅指导", "declared as advice here")
    .help(format!("要计时，就给它一个数：{name} = 30秒。"), format!("To be timed it needs a number: `{name} = 30s`."))
}

fn is_value(symbol: Symbol) -> bool {
    match symbol {
        Symbol::Param(_) | Symbol::Const(_) | Symbol::Form(_) | Symbol::Event(_) | Symbol::Phrases(_) | Symbol::Taxonomy(_) => true,
        Symbol::Decision(_)
        | Symbol::Role(_)
        | Symbol::Action(_)
        | Symbol::Forbid(_)
        | Symbol::Flow(_)
        | Symbol::Deadline(_)
        | Symbol::Ladder(_)
        | Symbol::Stretch(_)
        | Symbol::Calendar(_) => false,
    }
}

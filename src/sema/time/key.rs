//! 按: by what instances are kept apart, and which events carry it.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::NO_COMMON_KEY;
use crate::sema::cx::Cx;
use crate::sema::model::{ActionId, Event, EventKind, Expr, ExprKind, Key, Model, NamedKey, Param, Slot, Ty};
use crate::sema::names::{Wanted, unknown};
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, DeclKind, Name, Path};

/// What a 按 says, before the types of arguments are known.
pub(crate) fn shell(key: Option<&ast::Key>) -> Key {
    match key {
        None | Some(ast::Key::Organisation(_)) => Key::None,
        Some(ast::Key::Case(_)) => Key::Case,
        Some(ast::Key::Period(_)) => Key::Period,
        Some(ast::Key::Path(path)) => {
            let name = path.parts.first().map(|n| n.text.clone()).unwrap_or_default();
            Key::Named(NamedKey { name, field: None, slot: Slot::of(Ty::Bad), span: path.span })
        }
    }
}

/// Gives every key its type, from the events that carry it.
pub(crate) fn keys(pass: &mut Pass<'_>) {
    let mut deadlines = Vec::new();
    let mut ladders = Vec::new();
    for item in pass.items {
        let limits: Vec<(&DeclKind, Option<Symbol>)> = match &item.decl.kind {
            DeclKind::Flow(flow) => flow.limits.iter().map(|d| (&d.kind, None)).collect(),
            kind => vec![(kind, Some(item.symbol))],
        };
        let (mut d, mut l) = (0, 0);
        for (kind, symbol) in limits {
            let (key, events): (Option<&ast::Key>, Vec<&ast::Event>) = match kind {
                DeclKind::Deadline(w) => (w.key.as_ref(), w.start.iter().chain(&w.stop).collect()),
                DeclKind::Escalate(w) => (w.key.as_ref(), w.stop.iter().chain(w.raises.iter().map(|r| &r.events)).collect()),
                _ => continue,
            };
            let key = pass.read(item.file, |cx| cx.key(key, &events));
            match (kind, symbol, item.symbol) {
                (_, Some(Symbol::Deadline(id)), _) => deadlines.push((id.index(), key)),
                (_, Some(Symbol::Ladder(id)), _) => ladders.push((id.index(), key)),
                (DeclKind::Deadline(_), None, Symbol::Flow(flow)) => {
                    let of = pass.model.deadlines.iter().enumerate().filter(|(_, m)| m.flow == Some(flow)).nth(d);
                    deadlines.extend(of.map(|(i, _)| (i, key)));
                    d += 1;
                }
                (DeclKind::Escalate(_), None, Symbol::Flow(flow)) => {
                    let of = pass.model.ladders.iter().enumerate().filter(|(_, m)| m.flow == Some(flow)).nth(l);
                    ladders.extend(of.map(|(i, _)| (i, key)));
                    l += 1;
                }
                _ => {}
            }
        }
    }
    for (at, key) in deadlines {
        pass.model.deadlines.get_mut(at).into_iter().for_each(|d| d.key = key.clone());
    }
    for (at, key) in ladders {
        pass.model.ladders.get_mut(at).into_iter().for_each(|l| l.key = key.clone());
    }
}

impl<'a> Cx<'a> {
    /// A key with its type.
    fn key(&mut self, written: Option<&ast::Key>, events: &[&ast::Event]) -> Key {
        let (Key::Named(mut key), Some(ast::Key::Path(path))) = (shell(written), written) else { return shell(written) };
        let model = self.model;
        let found = events.iter().flat_map(|e| &e.atoms).find_map(|atom| {
            let params = self.carried(&atom.kind)?;
            params.iter().find(|p| is_key(model, p, &key.name))
        });
        let Some(param) = found else { return Key::Named(key) };
        key.slot = Slot { optional: false, ..param.slot.clone() };
        if let (Some(name), Ty::Record(form)) = (path.parts.get(1), &param.slot.ty) {
            let form = *form;
            if let Some(field) = self.field(form, name) {
                let slot = model.forms.get(form.index()).and_then(|f| f.fields.get(field.index())).map(|f| f.slot.clone());
                key.slot = slot.unwrap_or(key.slot);
                key.field = Some((form, field));
            }
        }
        Key::Named(key)
    }

    /// The arguments that an event carries; none for one that has none of its own.
    fn carried(&mut self, kind: &ast::EventKind) -> Option<&'a [Param]> {
        let (ast::EventKind::Declared(path, _) | ast::EventKind::Do(path, _)) = kind else { return None };
        let model = self.model;
        match self.global_path_quietly(path)? {
            Symbol::Event(id) => model.events.get(id.index()).map(|e| e.params.as_slice()),
            Symbol::Action(id) => model.actions.get(id.index()).map(|a| a.params.as_slice()),
            _ => None,
        }
    }

    /// Reports events that carry arguments but not the key.
    pub(super) fn carry(&mut self, key: &Key, events: &[&Event]) {
        let Key::Named(key) = key else { return };
        let model = self.model;
        let mut any = false;
        for atom in events.iter().flat_map(|e| &e.atoms) {
            let (name, declared, params) = match &atom.kind {
                EventKind::Declared(id, _) => match model.events.get(id.index()) {
                    Some(e) => (&e.name, e.span, e.params.as_slice()),
                    None => continue,
                },
                EventKind::Do(ActionId(id)) => match model.actions.get(*id as usize) {
                    Some(a) => (&a.name, a.span, a.params.as_slice()),
                    None => continue,
                },
                EventKind::Bad => {
                    any = true;
                    continue;
                }
                _ => continue,
            };
            any |= params.iter().any(|p| is_key(model, p, &key.name));
            if !params.iter().any(|p| is_key(model, p, &key.name)) {
                let d = Diagnostic::new(
                    &NO_COMMON_KEY,
                    atom.span,
                    format!("“{name}”不带“{}”，分不清是哪一个的", key.name),
                    format!("`{name}` does not carry `{}`, so it says nothing about which one is meant", key.name),
                )
                .related(declared, "在这里声明的", "declared here")
                .related(key.span, "按它分开", "kept apart by it")
                .help(
                    format!("给“{name}”加一个参数：{}: 文本；或者换一个它带着的键。", key.name),
                    format!("Give `{name}` a parameter `{}`, or take a key that it carries.", key.name),
                );
                self.report(d);
                any = true;
            }
        }
        if !any {
            let d = Diagnostic::new(
                &NO_COMMON_KEY,
                key.span,
                format!("没有一件事带着“{}”", key.name),
                format!("none of the events carries `{}`", key.name),
            )
            .help(
                "按事件的参数分开；机器自己的事（进入、离开、做）属于一张工单时，写“按 工单”。",
                "Keys are arguments of the events; for what the machine does within a case write `match case`.",
            );
            self.report(d);
        }
    }

    /// The value of a key where something is started: the variable, or the key in hand, of that name.
    pub(crate) fn key_value(&mut self, key: &Key, at: Span) -> Option<Expr> {
        let Key::Named(key) = key else {
            let period = matches!(key, Key::Period).then(|| Name { text: "期间".into(), span: at });
            return period.and_then(|name| self.inner_value(&name));
        };
        let name = Name { text: key.name.clone(), span: at };
        let path = Path { parts: vec![name.clone()], span: at };
        let value = match self.inner_value(&name) {
            Some(value) => Some(value),
            None => match self.global_path_quietly(&path) {
                Some(Symbol::Param(_)) => Some(self.expr(&ast::Expr { kind: ast::ExprKind::Path(path), span: at }, None)),
                _ => None,
            },
        };
        let Some(value) = value else {
            let names = self.inner_names();
            let d = unknown(&name, Wanted::Value, None, names.iter().map(|n| n.as_str()));
            self.report(d.help(
                format!("它按“{}”分开，这里要有一个叫“{}”的值：加成流程的参数。", key.name, key.name),
                format!("It is kept by `{}`, so a value of that name is needed here: make it a parameter of the flow.", key.name),
            ));
            return Some(Expr::bad(at));
        };
        Some(match key.field {
            Some((form, field)) if value.ty == Ty::Record(form) => {
                let ty = key.slot.ty.clone();
                Expr::new(ExprKind::Field(Box::new(value), field), ty, at)
            }
            _ => value,
        })
    }
}

/// Whether an argument is the key, or the record that holds it.
fn is_key(model: &Model, param: &Param, name: &str) -> bool {
    param.name == name || matches!(param.slot.ty, Ty::Record(form) if model.forms.get(form.index()).is_some_and(|f| f.name == name))
}

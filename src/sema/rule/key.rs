//! 按: where each event of a sentence carries the key of its rule.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::NO_COMMON_KEY;
use crate::sema::cx::Cx;
use crate::sema::model::{EventAtom, EventKind, Expr, ExprKind, FlowId, Keyed, Param, Pattern, Ty, VarId};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Key, Name, Path};
use smol_str::SmolStr;

/// The key of a rule.
#[derive(Debug, Clone)]
pub(super) enum KeyRef {
    /// None: one call, or one case.
    None,
    /// 工单
    Case,
    /// 机构: one for all.
    Organisation,
    /// An argument of the events.
    Path(Path),
}

impl KeyRef {
    /// As it is written. 期间 keys ladders alone.
    pub(super) fn of(key: Option<&Key>) -> Self {
        match key {
            None => Self::None,
            Some(Key::Case(_)) => Self::Case,
            Some(Key::Organisation(_) | Key::Period(_)) => Self::Organisation,
            Some(Key::Path(path)) => Self::Path(path.clone()),
        }
    }

    /// The name that stands in findings.
    pub(super) fn written(&self) -> Option<SmolStr> {
        match self {
            Self::None | Self::Organisation => None,
            Self::Case => Some(SmolStr::new_static("工单")),
            Self::Path(path) => Some(SmolStr::from(path.parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("."))),
        }
    }
}

impl Cx<'_> {
    /// Events with the key of the rule.
    pub(super) fn with_key(&mut self, event: &ast::Event, key: &KeyRef) -> Keyed {
        let event = self.event(event);
        let keys = event.atoms.iter().map(|atom| self.key_of(atom, key)).collect();
        Keyed { event, keys }
    }

    /// The key out of an event in hand; an event without it is reported, for it would never be seen.
    pub(super) fn key_of(&mut self, atom: &EventAtom, key: &KeyRef) -> Option<Expr> {
        let path = match key {
            KeyRef::None | KeyRef::Organisation => return None,
            KeyRef::Case => return Some(Expr::new(ExprKind::Case, Ty::Text, atom.span)),
            KeyRef::Path(path) => path,
        };
        let model = self.model;
        let (params, owner): (&[Param], Option<(&str, Span)>) = match &atom.kind {
            EventKind::Declared(id, _) => {
                let event = model.events.get(id.index())?;
                (&event.params, Some((&event.name, event.span)))
            }
            EventKind::Do(id) => {
                let action = model.actions.get(id.index())?;
                (&action.params, Some((&action.name, action.span)))
            }
            EventKind::Bad => return None,
            kind if in_case(kind) => match self.case_var(path) {
                Some((_, value)) => return Some(Expr { span: atom.span, ..value }),
                None => (&[], None),
            },
            _ => (&[], None),
        };
        if let Some((i, param)) = self.param_of(params, path) {
            let kind = match &atom.kind {
                EventKind::Declared(id, _) => ExprKind::EventArg(*id, i as u32),
                _ => ExprKind::Arg(i as u32),
            };
            let base = Expr::new(kind, param.slot.ty.clone(), atom.span);
            return Some(match path.parts.get(1) {
                Some(field) => self.parts(base, std::slice::from_ref(field)),
                None => base,
            });
        }
        self.report(no_key(path, atom.span, owner));
        None
    }

    /// The parameter that carries the key: by its name, or by its type.
    fn param_of<'p>(&mut self, params: &'p [Param], path: &Path) -> Option<(usize, &'p Param)> {
        let first = path.parts.first()?;
        if let Some(i) = params.iter().position(|p| p.name == first.text) {
            return params.get(i).map(|p| (i, p));
        }
        let ty = match self.global_quietly(&first.text)? {
            Symbol::Form(id) => Ty::Record(id),
            Symbol::Taxonomy(id) => Ty::Leaf(id),
            Symbol::Role(id) => Ty::Person(Some(id)),
            _ => return None,
        };
        params.iter().enumerate().find(|(_, p)| p.slot.ty == ty)
    }

    /// The 工单 that is told by a key of this name, and the parameter of that name that it takes.
    pub(super) fn case_key(&self, name: &str) -> Option<(FlowId, VarId, &Ty)> {
        self.model.flows.iter().enumerate().filter(|(_, f)| f.case).find_map(|(at, f)| {
            let i = f.params.iter().position(|p| p.name == name)?;
            Some((FlowId(at as u32), VarId(i as u32), &f.params.get(i)?.slot.ty))
        })
    }

    fn case_var(&self, path: &Path) -> Option<(FlowId, Expr)> {
        let (flow, var, ty) = self.case_key(&path.parts.first()?.text)?;
        Some((flow, Expr::new(ExprKind::Var(var), ty.clone(), path.span)))
    }

    /// The flow whose parameter is the key of an event of this pattern.
    pub(super) fn case_of(&self, key: &KeyRef, pattern: &Pattern) -> Option<FlowId> {
        let KeyRef::Path(path) = key else { return None };
        let keys = super::line::of_pattern(pattern).into_iter().flat_map(|k| &k.keys).flatten();
        keys.into_iter().any(|e| matches!(e.kind, ExprKind::Var(_))).then(|| self.case_var(path).map(|(flow, _)| flow)).flatten()
    }

    /// The key as a name that 否则 and conditions may use, with its type.
    pub(super) fn key_name(&self, key: &KeyRef) -> Option<(Name, Ty)> {
        let KeyRef::Path(path) = key else { return None };
        let [name] = path.parts.as_slice() else { return None };
        let model = self.model;
        let params = model.events.iter().flat_map(|e| &e.params).chain(model.actions.iter().flat_map(|a| &a.params));
        let ty = params.filter(|p| p.name == name.text).map(|p| p.slot.ty.clone()).next()?;
        Some((name.clone(), ty))
    }
}

/// What the machine does, and people do with the machine: it happens in the case in hand.
fn in_case(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Chose(_)
            | EventKind::EnterValue(..)
            | EventKind::Submit(_)
            | EventKind::ReadBack(_)
            | EventKind::Complete(_)
            | EventKind::Changed(..)
            | EventKind::Enter(..)
            | EventKind::Leave(..)
            | EventKind::HandTo(_)
            | EventKind::End(_)
            | EventKind::CaseClosed
    )
}

fn no_key(path: &Path, span: Span, owner: Option<(&str, Span)>) -> Diagnostic {
    let key = path.parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(".");
    let d = Diagnostic::new(
        &NO_COMMON_KEY,
        span,
        format!("规则按“{key}”分开算，这件事却不带“{key}”"),
        format!("the rule is kept by `{key}`, and this event carries no `{key}`"),
    )
    .label("看不出是哪一个", "which one is not known")
    .related(path.span, "按它分开算", "kept apart by this");
    match owner {
        Some((name, declared)) => d.related(declared, "在这里声明的", "declared here").help(
            format!("给“{name}”加上这样东西（{name}({key}: …)），或者换一个两件事都带的键。"),
            format!("Let `{name}` carry it (`{name}({key}: …)`), or choose a key that both events carry."),
        ),
        None => d.help(
            "通话里的事不带这个键：去掉“按”，或者写成带这个键的事件。",
            "What happens in a call carries no such key: leave out `match`, or write an event that carries it.",
        ),
    }
}

//! 参数 of the session, and the parameters of flows, decisions, actions, events and classes.

use crate::sema::cx::Cx;
use crate::sema::model::{self, Model, Slot, Ty};
use crate::sema::names::{Wanted, check_name, check_value_name, duplicate, unknown};
use crate::sema::pass::Pass;
use crate::sema::scope::{FileIx, Item, Symbol};
use crate::syntax::ast::{DeclKind, Gives, Param};

/// The types of every parameter and of what 得 gives, without ranges.
pub(crate) fn param_types(pass: &mut Pass<'_>, session: &[(FileIx, &Param)]) {
    // Decisions first, for their results may be types of parameters.
    for item in pass.items {
        let (Symbol::Decision(id), Some(Gives::Type(ty))) = (item.symbol, gives(item)) else { continue };
        let slot = pass.read(item.file, |cx| cx.slot(ty));
        if let Some(d) = pass.model.decisions.get_mut(id.index()) {
            d.gives = slot;
        }
    }
    for (i, (file, p)) in session.iter().enumerate() {
        let slot = pass.read(*file, |cx| cx.param_slot(p));
        if let Some(param) = pass.model.params.get_mut(i) {
            param.slot = slot;
        }
    }
    for item in pass.items {
        let Some(params) = params(item) else { continue };
        let slots = pass.read(item.file, |cx| {
            distinct_names(cx, params);
            params.iter().map(|p| cx.param_slot(p)).collect::<Vec<_>>()
        });
        let given = match (item.symbol, gives(item)) {
            (Symbol::Action(_) | Symbol::Flow(_), Some(Gives::Type(ty))) => Some(pass.read(item.file, |cx| cx.slot(ty))),
            _ => None,
        };
        for (param, slot) in params_mut(&mut pass.model, item.symbol).iter_mut().zip(slots) {
            param.slot = slot;
        }
        match (item.symbol, given) {
            (Symbol::Action(id), Some(slot)) => {
                pass.model.actions.get_mut(id.index()).into_iter().for_each(|a| a.gives = Some(slot.clone()))
            }
            (Symbol::Flow(id), Some(slot)) => pass.model.flows.get_mut(id.index()).into_iter().for_each(|f| f.gives = Some(slot.clone())),
            _ => {}
        }
    }
}

/// Ranges and 默认 of every parameter, and the ranges of what 得 gives: these may use constants.
pub(crate) fn param_values(pass: &mut Pass<'_>, session: &[(FileIx, &Param)]) {
    for (i, (file, p)) in session.iter().enumerate() {
        let Some(slot) = pass.model.params.get(i).map(|p| p.slot.clone()) else { continue };
        let (range, default) = pass.read(*file, |cx| cx.param_value(p, slot));
        if let Some(param) = pass.model.params.get_mut(i) {
            param.slot.range = range;
            param.default = default;
        }
    }
    for item in pass.items {
        if let Some(params) = params(item)
            && params.iter().any(|p| p.default.is_some() || p.ty.as_ref().is_some_and(|t| t.range.is_some()))
        {
            let slots: Vec<Slot> = params_mut(&mut pass.model, item.symbol).iter().map(|p| p.slot.clone()).collect();
            let values: Vec<_> = pass.read(item.file, |cx| params.iter().zip(slots).map(|(p, slot)| cx.param_value(p, slot)).collect());
            for (param, (range, default)) in params_mut(&mut pass.model, item.symbol).iter_mut().zip(values) {
                param.slot.range = range;
                param.default = default;
            }
        }
        let Some(Gives::Type(ty)) = gives(item) else { continue };
        let Some(range) = &ty.range else { continue };
        let Some(slot) = gives_mut(&mut pass.model, item.symbol).map(|s| s.ty.clone()) else { continue };
        let range = pass.read(item.file, |cx| cx.slot_range(range, &slot));
        if let Some(slot) = gives_mut(&mut pass.model, item.symbol) {
            slot.range = Some(range);
        }
    }
}

impl Cx<'_> {
    fn param_slot(&mut self, p: &Param) -> Slot {
        if let Some(ty) = &p.ty {
            return self.slot(ty);
        }
        // A parameter whose name is a form's may leave out its type.
        match self.global(&p.name).map(|e| e.symbol) {
            Some(Symbol::Form(id)) => Slot::of(Ty::Record(id)),
            _ => {
                let forms =
                    self.env.scopes.visible(self.file).filter(|(_, e)| matches!(e.symbol, Symbol::Form(_))).map(|(n, _)| n.as_str());
                let name = &p.name.text;
                let d = unknown(&p.name, Wanted::Form, None, forms).help(
                    format!("只有和登记表同名的参数可以不写类型，别的要写：{name}: 文本。"),
                    format!("Only a parameter named like a form may leave out its type; else write it: `{name}: text`."),
                );
                self.report(d);
                Slot::of(Ty::Bad)
            }
        }
    }

    fn param_value(&mut self, p: &Param, mut slot: Slot) -> (Option<model::Range>, Option<model::Expr>) {
        slot.range = p.ty.as_ref().and_then(|t| t.range.as_ref()).map(|r| self.slot_range(r, &slot.ty));
        let default = p.default.as_ref().map(|d| self.value_for(d, &slot));
        (slot.range, default)
    }
}

/// Two parameters of one list must not share a name.
fn distinct_names(cx: &mut Cx<'_>, params: &[Param]) {
    for (i, p) in params.iter().enumerate() {
        check_name(&p.name, &mut cx.out);
        check_value_name(&p.name, &mut cx.out);
        // Lists are a handful long, so that looking back is cheaper than a table.
        if let Some(first) = params.iter().take(i).find(|q| q.name.text == p.name.text) {
            cx.report(duplicate(&p.name.text, p.name.span, first.name.span, false));
        }
    }
}

fn params<'a>(item: &Item<'a>) -> Option<&'a [Param]> {
    Some(match &item.decl.kind {
        DeclKind::Decide(d) => &d.params,
        DeclKind::Action(a) => &a.params,
        DeclKind::Event(e) => &e.params,
        DeclKind::Phrases(p) => &p.params,
        DeclKind::Flow(f) => &f.params,
        _ => return None,
    })
}

fn params_mut(model: &mut Model, symbol: Symbol) -> &mut [model::Param] {
    let params = match symbol {
        Symbol::Decision(id) => model.decisions.get_mut(id.index()).map(|d| &mut d.params),
        Symbol::Action(id) => model.actions.get_mut(id.index()).map(|a| &mut a.params),
        Symbol::Event(id) => model.events.get_mut(id.index()).map(|e| &mut e.params),
        Symbol::Phrases(id) => model.phrases.get_mut(id.index()).map(|p| &mut p.params),
        Symbol::Flow(id) => model.flows.get_mut(id.index()).map(|f| &mut f.params),
        _ => None,
    };
    params.map_or(&mut [], Vec::as_mut_slice)
}

fn gives<'a>(item: &Item<'a>) -> Option<&'a Gives> {
    match &item.decl.kind {
        DeclKind::Decide(d) => d.gives.as_ref(),
        DeclKind::Action(a) => a.gives.as_ref(),
        DeclKind::Flow(f) => f.gives.as_ref(),
        _ => None,
    }
}

fn gives_mut(model: &mut Model, symbol: Symbol) -> Option<&mut Slot> {
    match symbol {
        Symbol::Decision(id) => model.decisions.get_mut(id.index()).map(|d| &mut d.gives),
        Symbol::Action(id) => model.actions.get_mut(id.index()).and_then(|a| a.gives.as_mut()),
        Symbol::Flow(id) => model.flows.get_mut(id.index()).and_then(|f| f.gives.as_mut()),
        _ => None,
    }
}

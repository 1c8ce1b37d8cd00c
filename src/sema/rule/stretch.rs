//! 情形, and the stretches that sentences speak of.

use crate::base::Diagnostic;
use crate::sema::codes::names::AMBIGUOUS_NAME;
use crate::sema::cx::Cx;
use crate::sema::model::{Event, Expr, StretchRef};
use crate::sema::names::{Wanted, unknown};
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, DeclKind, Path, StretchKind};

/// The sets of a calendar by their Chinese word, with the English one.
const SETS: &[(&str, &str)] = &[("工作时间", "hours"), ("休息时间", "rest"), ("节假日", "holidays")];

/// The bodies of all 情形.
pub(crate) fn stretches(pass: &mut Pass<'_>) {
    let all: Vec<_> = pass
        .items
        .iter()
        .filter_map(|item| match (item.symbol, &item.decl.kind) {
            (Symbol::Stretch(id), DeclKind::Stretch(s)) => Some((item.file, id, s)),
            _ => None,
        })
        .collect();
    for (file, id, stretch) in all {
        let (from, to, given) = pass.read(file, |cx| cx.stretch_body(stretch));
        if let Some(slot) = pass.model.stretches.get_mut(id.index()) {
            slot.from = from;
            slot.to = to;
            slot.given = given;
        }
    }
}

impl Cx<'_> {
    fn stretch_body(&mut self, stretch: &ast::StretchDecl) -> (Event, Event, Option<Expr>) {
        let span = stretch.name.span;
        let nothing = || Event { atoms: Vec::new(), span };
        let read = |cx: &mut Self, event: &Option<ast::Event>| event.as_ref().map_or_else(nothing, |e| cx.event(e));
        let (from, to) = (read(self, &stretch.from), read(self, &stretch.to));
        let given = stretch.given.as_ref().map(|e| self.condition(e));
        if !stretch.unread && (stretch.from.is_none() || stretch.to.is_none()) {
            let (zh, en) = if stretch.from.is_none() { ("自", "from") } else { ("至", "to") };
            let name = &stretch.name.text;
            let d = Diagnostic::new(
                &crate::syntax::codes::WORDS_LEFT_OVER,
                span,
                format!("情形“{name}”没有写“{zh}”什么事"),
                format!("the stretch `{name}` has no `{en}`"),
            )
            .help(
                "情形要写两行：自 什么事开始，至 什么事结束；一直到通话结束的，写“至 通话结束”。",
                "A stretch has two lines: `from` what begins it, `to` what ends it; for the rest of the call write `to call ended`.",
            );
            self.report(d);
        }
        (from, to, given)
    }

    /// A stretch by name.
    pub(super) fn stretch_ref(&mut self, stretch: &ast::Stretch) -> StretchRef {
        let span = stretch.span;
        match &stretch.kind {
            StretchKind::Speaking(ast::Actor::Anyone) => {
                let (zh, en) = ("“说话 时”要写明是谁说话", "`speaking` needs somebody who speaks");
                self.no_such_sentence(
                    span,
                    zh,
                    en,
                    ("写成“客户 说话 时”或“话务员 说话 时”。", "Write `客户 说话 时` or `话务员 说话 时`."),
                );
                StretchRef::Bad
            }
            StretchKind::Speaking(actor) => self.actor(actor, span).map_or(StretchRef::Bad, StretchRef::Speaking),
            StretchKind::Silence(actor) => StretchRef::Silence(actor.as_ref().and_then(|a| self.actor(a, span))),
            StretchKind::Ringing => StretchRef::Ringing,
            StretchKind::Connected => StretchRef::Connected,
            StretchKind::OnHold => StretchRef::OnHold,
            StretchKind::OnMute => StretchRef::OnMute,
            StretchKind::InFlow(path) => self.flow(path).map_or(StretchRef::Bad, StretchRef::InFlow),
            StretchKind::InStep(path) => self.one_step(path),
            StretchKind::InPhase(path) => self.phase_path(path).map_or(StretchRef::Bad, |(t, l)| StretchRef::InPhase(t, l)),
            StretchKind::Named(path) => self.named_stretch(path),
        }
    }

    fn one_step(&mut self, path: &Path) -> StretchRef {
        if let ([name], Some(flow)) = (path.parts.as_slice(), self.here())
            && let Some(step) = self.env.index.step(flow, &name.text)
        {
            return StretchRef::InStep(flow, step);
        }
        match self.steps_named(path).as_slice() {
            [(flow, step)] => StretchRef::InStep(*flow, *step),
            [] => {
                if let Some(name) = path.parts.last() {
                    let names = self.env.index.step_names();
                    self.report(unknown(name, Wanted::Step, None, names.into_iter()));
                }
                StretchRef::Bad
            }
            [(flow, step), ..] => {
                let name = path.parts.last().map_or("", |n| n.text.as_str());
                let owner = self.model.flows.get(flow.index()).map_or("", |f| f.name.as_str());
                let d = Diagnostic::new(
                    &AMBIGUOUS_NAME,
                    path.span,
                    format!("好几个流程里都有环节“{name}”"),
                    format!("more than one flow has a step `{name}`"),
                )
                .label("是哪一个？", "which one?")
                .help(format!("写明是哪个流程的：{owner}.{name}。"), format!("Say whose: `{owner}.{name}`."));
                self.report(d);
                StretchRef::InStep(*flow, *step)
            }
        }
    }

    /// A 情形, or a set of a calendar.
    fn named_stretch(&mut self, path: &Path) -> StretchRef {
        let fits = |s: Symbol| matches!(s, Symbol::Stretch(_) | Symbol::Calendar(_));
        let Some((entry, used)) = self.global_path(path) else {
            self.unknown_path(path, Wanted::Stretch, fits);
            return StretchRef::Bad;
        };
        match (entry.symbol, path.parts.get(used..).unwrap_or_default()) {
            (Symbol::Stretch(id), []) => StretchRef::Named(id),
            (Symbol::Calendar(id), [set]) => match SETS.iter().find(|(zh, en)| set.text == *zh || set.text == *en) {
                Some((word, _)) => StretchRef::Calendar(id, word),
                None => {
                    let owner = path.parts.first().map(|n| n.text.as_str());
                    self.report(unknown(set, Wanted::Value, owner, SETS.iter().map(|(zh, _)| *zh)));
                    StretchRef::Bad
                }
            },
            (symbol, _) => {
                let name = path.parts.first().map_or("", |n| n.text.as_str());
                self.report(crate::sema::names::wrong_kind(name, path.span, symbol, entry.span, Wanted::Stretch));
                StretchRef::Bad
            }
        }
    }
}

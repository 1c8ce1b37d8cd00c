//! The lines of a scenario.

use super::Run;
use super::derived::Told;
use crate::base::Diagnostic;
use crate::sema::codes::types::BAD_ARGUMENTS;
use crate::sema::decl::meta;
use crate::sema::model::{Expr, ExprKind, Label, Play, PlayKind, Scenario, Slot, Ty, Value};
use crate::sema::names::{Wanted, unknown, wrong_kind};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Arg, OptionLabel, Path};

impl Run<'_, '_> {
    /// One line: 设 and 开始 say what the run is given, the others happen.
    pub(super) fn play(&mut self, play: &ast::Play, scenario: &mut Scenario) {
        let span = play.span;
        let kind = match &play.kind {
            ast::PlayKind::Given(pairs) => {
                scenario.given.extend(pairs.iter().filter_map(|(path, value)| self.given(path, value)));
                None
            }
            ast::PlayKind::Starting(value, using) => {
                if let Some(id) = self.cx.calendar(using.as_ref()) {
                    self.calendar = self.model().scenario_calendar(Some(id));
                    scenario.calendar = Some(id);
                }
                if let Some(value) = value {
                    let read = self.value(value, &Slot::of(Ty::Instant));
                    let start = match read.kind {
                        ExprKind::Value(Value::Local(day, ms)) => Some((day, ms)),
                        _ => None,
                    };
                    self.begin(start, span);
                    scenario.start = Some(read);
                }
                None
            }
            ast::PlayKind::StartingFlow(path, args) => {
                scenario.flow = self.cx.flow(path).map(|id| (id, self.cx.flow_args(id, args, path.span)));
                None
            }
            happening => Some(happening),
        };
        let time = play.time.as_ref().and_then(|(t, at)| self.time(t, *at));
        let until = play.until.as_ref().and_then(|(t, at)| self.until(t, *at));
        let Some(kind) = kind else { return };
        let told = if scenario.audit {
            Told::Recording
        } else if scenario.line.is_some() || self.model().flows.is_empty() {
            Told::Line
        } else {
            Told::Flow
        };
        if let Some(kind) = self.happening(kind, span, told) {
            scenario.plays.push(Play { time, until, kind, span, meta: meta(&play.meta) });
        } else if time.is_some() {
            // The line was refused, but its time still passes.
            scenario.plays.push(Play { time, until, kind: PlayKind::Tick, span, meta: meta(&play.meta) });
        }
    }

    fn happening(&mut self, kind: &ast::PlayKind, span: crate::base::Span, told: Told) -> Option<PlayKind> {
        use ast::PlayKind as K;
        Some(match kind {
            K::Tick | K::Given(_) | K::Starting(..) | K::StartingFlow(..) => PlayKind::Tick,
            K::Speech { who, tone, marks, text } => self.speech(who, tone.as_ref(), marks, text, span),
            K::Choose(label) => PlayKind::Choose(self.label(label)?),
            K::Enter(path, value) => self.enter(path, value)?,
            K::Submit(path) => self.submit(path)?,
            K::Erased(path, args) => self.erased(path, args)?,
            K::Host(path, args) => self.host(path, args)?,
            K::Event(atom) => self.event(atom, told)?,
            K::Gap(of) => PlayKind::Gap(of.as_ref().and_then(|of| self.cx.actor(of, span))),
            K::Called(zone) => self.called(zone),
            K::Unfinished => PlayKind::Unfinished,
            K::Expect(list) => PlayKind::Expect(list.iter().filter_map(|e| self.expectation(e)).collect()),
        })
    }

    /// An option that some step has, or the one that the row names.
    pub(super) fn label(&mut self, label: &OptionLabel) -> Option<Label> {
        let OptionLabel::Name(name) = label else { return Some(Label::Other) };
        let path = self.cx.name_in_row(&Path { parts: vec![name.clone()], span: name.span });
        let name = path.parts.last()?;
        if matches!(name.text.as_str(), "其他" | "other") {
            return Some(Label::Other);
        }
        if !self.known.labels.contains(name.text.as_str()) {
            let names = self.known.labels.iter().copied();
            let d = unknown(name, Wanted::Option, None, names);
            self.cx.report(d);
            return None;
        }
        Some(Label::Name(name.text.clone()))
    }

    /// `事件 name(args)`: a declared event, or an action's answer.
    fn host(&mut self, path: &Path, args: &[Arg]) -> Option<PlayKind> {
        let path = self.cx.name_in_row(path);
        let Some((entry, _)) = self.cx.global_path(&path) else {
            self.cx.unknown_path(&path, Wanted::Event, |s| matches!(s, Symbol::Event(_) | Symbol::Action(_)));
            return None;
        };
        match entry.symbol {
            Symbol::Event(id) => {
                let event = self.model().events.get(id.index())?;
                let given = self.cx.event_args(id, args, path.span);
                // An event may come without what the scenario does not care for, as a whole; leaving out one of several is a slip.
                if !args.is_empty() && args.len() < event.params.len() {
                    let missing: Vec<&str> =
                        event.params.iter().zip(&given).filter(|(_, g)| g.is_none()).map(|(p, _)| p.name.as_str()).collect();
                    let d = Diagnostic::new(
                        &BAD_ARGUMENTS,
                        path.span,
                        format!("“{}”还差：{}", event.name, missing.join("、")),
                        format!("`{}` lacks: {}", event.name, missing.join(", ")),
                    )
                    .related(event.span, "在这里声明的", "declared here");
                    self.cx.report(d);
                }
                let values =
                    given.into_iter().zip(&event.params).map(|(value, param)| value.unwrap_or_else(|| absent(&param.slot, path.span)));
                Some(PlayKind::Host(id, values.collect()))
            }
            Symbol::Action(id) => {
                let action = self.model().actions.get(id.index())?;
                let (Some(slot), [arg]) = (&action.gives, args) else {
                    let d = Diagnostic::new(
                        &BAD_ARGUMENTS,
                        path.span,
                        format!("动作的回答写成：事件 {}(结果)", action.name),
                        format!("the answer of an action is written `event {}(answer)`", action.name),
                    )
                    .related(action.span, "在这里声明的", "declared here");
                    self.cx.report(d);
                    return None;
                };
                Some(PlayKind::Answer(id, self.value(&arg.value, slot)))
            }
            symbol => {
                let name = path.parts.last().map_or("", |n| n.text.as_str());
                self.cx.report(wrong_kind(name, path.span, symbol, entry.span, Wanted::Event));
                None
            }
        }
    }
}

fn absent(slot: &Slot, span: crate::base::Span) -> Expr {
    Expr { kind: ExprKind::Value(Value::Unknown), ty: slot.ty.clone(), optional: true, span }
}

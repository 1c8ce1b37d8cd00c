//! Lines of a scenario that are no doing of a person or a host: what a recording marks, and what only the machine can tell.

use super::Run;
use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::BAD_ARGUMENTS;
use crate::sema::model::{EventAtom, EventKind, Model, PlayKind, Slot, Ty};
use crate::sema::names::Wanted;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Arg, Path};
use crate::syntax::codes::MISPLACED;

/// To whom the lines of a scenario are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Nobody acts on them: a recording is judged.
    Recording,
    /// A time line without a flow.
    Line,
    /// A flow is played.
    Flow,
}

impl Run<'_, '_> {
    /// An event of the alphabet as a line.
    pub(super) fn event(&mut self, written: &ast::EventAtom, told: Told) -> Option<PlayKind> {
        let atom = self.cx.event_atom(written);
        match filtered(written).or_else(|| refused(&atom, told)) {
            None => Some(PlayKind::Event(atom)),
            Some(found) => {
                self.cx.report(found);
                None
            }
        }
    }

    /// `删除 form(key)`: the host erases the record of a key, or all.
    pub(super) fn erased(&mut self, path: &Path, args: &[Arg]) -> Option<PlayKind> {
        let path = self.cx.name_in_row(path);
        let form = self.cx.named(&path, Wanted::Form, |s| if let Symbol::Form(id) = s { Some(id) } else { None })?;
        let key = match args {
            [] => None,
            [key] => Some(self.value(&key.value, &kept_by(self.model(), form).unwrap_or_else(|| Slot::of(Ty::Text)))),
            [_, more, ..] => {
                let d = Diagnostic::new(&BAD_ARGUMENTS, more.value.span, "括号里只写是哪一条", "the brackets hold one key");
                self.cx.report(
                    d.help("写成：删除 登记表(“甲”)；不写括号是全删。", "Write `erase form(\"key\")`; without brackets it is all of them."),
                );
                return None;
            }
        };
        Some(PlayKind::Erased(form, key))
    }
}

/// What the records of a form are kept apart by: the first argument of the event from which they are kept.
fn kept_by(model: &Model, form: crate::sema::model::FormId) -> Option<Slot> {
    let retain = model.retains.iter().find(|r| r.form == form)?;
    let EventKind::Declared(event, _) = retain.from.as_ref()?.atoms.first()?.kind else { return None };
    model.events.get(event.index())?.params.first().map(|p| p.slot.clone())
}

/// Why an event cannot stand as a line.
fn refused(atom: &EventAtom, told: Told) -> Option<Diagnostic> {
    let says = |zh: &str, en: &str| Some(found(atom.span, zh, en));
    match &atom.kind {
        EventKind::Enter(..)
        | EventKind::Leave(..)
        | EventKind::Do(_)
        | EventKind::HandTo(_)
        | EventKind::End(Some(_))
        | EventKind::CaseClosed
            if told == Told::Flow =>
        {
            says("这里的流程由机器走，它做了什么不用告诉它", "the machine plays the flow here, and need not be told what it does").map(|d| {
                d.help(
                    "要看它做没做到，写“期望 处于 …”“期望 做过 …”“期望 移交 …”“期望 结束 …”；只有“稽核”“工单”“机构”里才告诉它。",
                    "To ask whether it did, write `expect in step …`, `did …`, `handed to …` or `ended …`; only an audit, a case or an organisation is told.",
                )
            })
        }
        EventKind::Silence | EventKind::Stay | EventKind::CallTime if told != Told::Recording => {
            Some(found(atom.span, "这里机器自己看着钟，不用告诉它", "the machine watches the clock itself here").help(
                "写一行时间，让钟走到那一刻；只有“稽核”里，录音标了什么才写什么。",
                "Write a time, and let the clock pass to it; only in an audit is it written as the recording marks it.",
            ))
        }
        EventKind::MoodRise | EventKind::MoodFall | EventKind::Mood(_) if !matches!(&atom.kind, EventKind::Mood(l) if l.len() == 1) => {
            says("情绪要写明是哪一种", "a mood needs its name").map(|d| d.help("写成：情绪 激动。", "Write the mood that it comes to."))
        }
        EventKind::EnterValue(..) | EventKind::Changed(..) => says("填了什么没有写", "what was entered is not said")
            .map(|d| d.help("写成：填 单.姓名 = “张”。", "Write `enter value form.field = …`.")),
        EventKind::Complete(_) => says("填齐是填出来的", "a record becomes complete as it is filled in")
            .map(|d| d.help("写“填 …”或“登记 …”。", "Write `enter value …` or `fill …`.")),
        EventKind::End(None) => {
            says("结束要写明结果", "an end needs its result").map(|d| d.help("写成：结束 受理完成。", "Write the result behind it."))
        }
        EventKind::Chose(_) => says("选了哪一个", "which option?").map(|d| d.help("写成：选项 名字。", "Write `option name`.")),
        _ => None,
    }
}

/// 其中 chooses among events; a line is one event.
fn filtered(written: &ast::EventAtom) -> Option<Diagnostic> {
    let at = written.filter.as_ref()?.span;
    let (zh, en) = ("“其中”是挑哪一些事，场景里的一行就是一件事", "`where` chooses among events, and a line of a scenario is one event");
    Some(found(at, zh, en).help("把值写在括号里，比如：派单(“甲”)。", "Write its values in the brackets, for example `event(\"A\")`."))
}

fn found(at: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::new(&MISPLACED, at, zh, en)
}

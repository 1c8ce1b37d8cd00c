//! What an event in hand offers by name inside 其中: its arguments, and what else is known of it.

use crate::base::Span;
use crate::sema::cx::Cx;
use crate::sema::model::{Attr, EventKind, Expr, ExprKind, LineSource, Model, PhrasesId, TextPart, Ty};
use smol_str::SmolStr;

/// Names that stand for something where a body is read, beside those that are declared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    all: Vec<(SmolStr, ExprKind, Ty)>,
}

impl Names {
    /// Adds a name; the first of a name counts.
    pub(crate) fn add(&mut self, name: impl Into<SmolStr>, kind: ExprKind, ty: Ty) {
        self.all.push((name.into(), kind, ty));
    }

    /// What a name stands for.
    pub(crate) fn find(&self, name: &str, span: Span) -> Option<Expr> {
        let (_, kind, ty) = self.all.iter().find(|(n, ..)| n == name)?;
        Some(Expr::new(kind.clone(), ty.clone(), span))
    }

    /// All names, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SmolStr> {
        self.all.iter().map(|(name, ..)| name)
    }

    fn attr(&mut self, zh: &'static str, en: &'static str, attr: Attr, ty: Ty) {
        for word in [zh, en] {
            self.add(SmolStr::new_static(word), ExprKind::Attr(attr.clone()), ty.clone());
        }
    }
}

impl Cx<'_> {
    /// The names of an event of this kind.
    pub(crate) fn in_hand(&self, kind: &EventKind) -> Names {
        let model = self.model;
        let mut names = Names::default();
        match kind {
            EventKind::Declared(id, _) => {
                for (i, p) in model.events.get(id.index()).map_or(&[][..], |e| &e.params).iter().enumerate() {
                    names.add(p.name.clone(), ExprKind::EventArg(*id, i as u32), p.slot.ty.clone());
                }
            }
            EventKind::Do(id) => {
                for (i, p) in model.actions.get(id.index()).map_or(&[][..], |a| &a.params).iter().enumerate() {
                    names.add(p.name.clone(), ExprKind::Arg(i as u32), p.slot.ty.clone());
                }
            }
            EventKind::Says(line) => {
                match &line.source {
                    LineSource::Text(text) => captures(&text.parts, &mut names),
                    LineSource::Class(class, _) => class_captures(model, *class, &mut names, 0),
                    LineSource::Var(_) | LineSource::Bad => {}
                }
                names.attr("语速", "pace", Attr::Pace, Ty::Pace);
            }
            EventKind::SaysForbidden(_) => names.attr("语速", "pace", Attr::Pace, Ty::Pace),
            EventKind::Ring | EventKind::Answer => names.attr("声", "rings", Attr::Ring, Ty::Rings),
            EventKind::HangUp => names.attr("原因", "reason", Attr::Reason, Ty::Text),
            EventKind::Transfer(_) => names.attr("目标", "target", Attr::Target, Ty::Text),
            EventKind::Noise(_) => names.attr("种类", "kind", Attr::Kind, Ty::Text),
            EventKind::Incoming | EventKind::Outgoing => {
                names.attr("号码", "number", Attr::Number, Ty::Phone);
                names.attr("任务", "campaign", Attr::Campaign, Ty::Text);
            }
            EventKind::Reply
            | EventKind::TalkOver
            | EventKind::CutIn
            | EventKind::Backchannel
            | EventKind::Silence
            | EventKind::Stay
            | EventKind::CallTime => names.attr("时长", "length", Attr::Length, Ty::Duration),
            // How fast a turn is spoken is told by its words, and the event of those is 说.
            EventKind::Begin
            | EventKind::Finish
            | EventKind::NoReply
            | EventKind::Hold
            | EventKind::Resume
            | EventKind::Mute
            | EventKind::Unmute
            | EventKind::Transferred(_)
            | EventKind::CallEnded
            | EventKind::Mood(_)
            | EventKind::MoodRise
            | EventKind::MoodFall
            | EventKind::Chose(_)
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
            | EventKind::Bad => {}
        }
        names
    }
}

/// The values that the entries of a class, and of those it includes, capture.
fn class_captures(model: &Model, id: PhrasesId, names: &mut Names, depth: usize) {
    let Some(class) = model.phrases.get(id.index()).filter(|_| depth < crate::base::limits::NESTING) else { return };
    for (text, _) in &class.entries {
        captures(&text.parts, names);
    }
    for included in &class.includes {
        class_captures(model, *included, names, depth + 1);
    }
}

fn captures(parts: &[TextPart], names: &mut Names) {
    for part in parts {
        match part {
            TextPart::Capture(name, ty) => names.add(name.clone(), ExprKind::Attr(Attr::Captured(name.clone())), ty.clone()),
            TextPart::Key(inner) => captures(inner, names),
            TextPart::Plain(_) | TextPart::Value(..) | TextPart::Gap => {}
        }
    }
}

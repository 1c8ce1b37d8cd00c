//! What someone says in a scenario.

use super::Run;
use crate::base::Diagnostic;
use crate::sema::decl::no_zone;
use crate::sema::model::{Actor, ExprKind, MOOD, PlayKind, TextPart, Value};
use crate::sema::names::{Wanted, unknown};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Name, Path, Speaker, Text, TextPart as TextPiece, TurnMark};
use crate::syntax::word;

impl Run<'_, '_> {
    /// `speaker（tone）〔marks〕: words`
    pub(super) fn speech(
        &mut self,
        who: &Speaker,
        tone: Option<&Name>,
        marks: &[TurnMark],
        text: &Text,
        span: crate::base::Span,
    ) -> PlayKind {
        let who = match who {
            Speaker::Actor(actor) => self.cx.actor(actor, span),
            Speaker::Column(name) => {
                let path = self.cx.name_in_row(&Path { parts: vec![name.clone()], span: name.span });
                let named = path.parts.last().unwrap_or(name);
                self.cx.actor(&word::actor(&named.text), named.span)
            }
        };
        let who = who.unwrap_or(Actor::Third);
        if let Some(tone) = tone
            && self.cx.env.index.node(MOOD, &tone.text).is_none()
            && let Some(moods) = self.model().taxonomies.get(MOOD.index())
        {
            let d: Diagnostic = unknown(tone, Wanted::Leaf, Some(&moods.name), moods.leaves.iter().map(|l| l.name.as_str()));
            self.cx.report(d);
        }
        for mark in marks {
            if let TurnMark::Unknown(name) = mark {
                let d = unknown(name, Wanted::Mark, None, word::MARKS.into_iter());
                self.cx.report(d);
            }
        }
        let words = Text { parts: text.parts.iter().map(|p| self.word(p)).collect(), span: text.span };
        let mut text = self.cx.text(&words);
        self.classes(&mut text.parts);
        PlayKind::Speech { who, tone: tone.map(|t| t.text.clone()), marks: marks.to_vec(), text }
    }

    /// `外呼 “zone”`
    pub(super) fn called(&mut self, zone: &Text) -> PlayKind {
        let read = self.cx.text(zone);
        if let [TextPart::Plain(name)] = read.parts.as_slice()
            && name.parse::<chrono_tz::Tz>().is_err()
        {
            self.cx.report(no_zone(&Name { text: name.clone(), span: zone.span }));
        }
        PlayKind::Called(read)
    }

    /// A column may hold a bare word that names no value: then the word itself is said.
    fn word(&mut self, part: &TextPiece) -> TextPiece {
        if let TextPiece::Value(value) = part
            && let ast::ExprKind::Path(column) = &value.kind
            && let Some(ast::ExprKind::Path(path)) = self.cx.path_column(column).map(|e| e.kind)
            && let [name] = path.parts.as_slice()
        {
            let value = |s| matches!(s, Symbol::Param(_) | Symbol::Const(_) | Symbol::Phrases(_));
            if !self.cx.global_path_quietly(&path).is_some_and(value) {
                return TextPiece::Plain(name.text.clone());
            }
        }
        part.clone()
    }

    /// A column may hold a class: then its first entry is what is said.
    fn classes(&self, parts: &mut Vec<TextPart>) {
        let model = self.model();
        let mut out = Vec::with_capacity(parts.len());
        for part in parts.drain(..) {
            match &part {
                TextPart::Value(value, _) => match &value.kind {
                    ExprKind::Value(Value::Phrases(id)) => {
                        let entry = model.phrases.get(id.index()).and_then(|c| c.entries.first());
                        out.extend(entry.map(|(text, _)| text.parts.clone()).unwrap_or_default());
                    }
                    _ => out.push(part),
                },
                TextPart::Plain(_) | TextPart::Capture(..) | TextPart::Key(_) | TextPart::Gap => out.push(part),
            }
        }
        *parts = out;
    }
}

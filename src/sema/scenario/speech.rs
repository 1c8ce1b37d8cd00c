//! What someone says in a scenario.

use super::Run;
use crate::base::Diagnostic;
use crate::sema::decl::no_zone;
use crate::sema::model::{Actor, ExprKind, MOOD, PlayKind, TextPart, Value};
use crate::sema::names::{Wanted, unknown};
use crate::syntax::ast::{self, Name, Text};

impl Run<'_, '_> {
    /// `speaker（tone）〔marks〕: words`
    pub(super) fn speech(
        &mut self,
        who: &ast::Actor,
        tone: Option<&Name>,
        marks: &[Name],
        text: &Text,
        span: crate::base::Span,
    ) -> PlayKind {
        let who = self.cx.actor(who, span).unwrap_or(Actor::Third);
        if let Some(tone) = tone
            && self.cx.env.index.node(MOOD, &tone.text).is_none()
            && let Some(moods) = self.model().taxonomies.get(MOOD.index())
        {
            let d: Diagnostic = unknown(tone, Wanted::Leaf, Some(&moods.name), moods.leaves.iter().map(|l| l.name.as_str()));
            self.cx.report(d);
        }
        let mut text = self.cx.text(text);
        self.classes(&mut text.parts);
        PlayKind::Speech { who, tone: tone.map(|t| t.text.clone()), marks: marks.iter().map(|m| m.text.clone()).collect(), text }
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

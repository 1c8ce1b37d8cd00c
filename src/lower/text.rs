//! Texts with placeholders, in the table of lines.

use super::Lowering;
use super::expr::ty;
use crate::program::{Expr, Format, LineId, Template, TemplatePart, Value};
use crate::sema::model::{self, ExprKind, OfCall, TextPart, Ty};
use smol_str::{SmolStr, format_smolstr};

impl Lowering<'_> {
    /// Puts a text into the table of lines. The same words at the same place of the script share one line.
    pub(super) fn line(&mut self, text: &model::Text) -> LineId {
        let parts = self.parts(&text.parts);
        let mut words = String::new();
        spell(&parts, &mut words);
        let id = format_smolstr!("{}#{:08x}", self.here, fnv(&words));
        if let Some(&known) = self.lines.get(&id)
            && self.program.lines.get(known as usize).is_some_and(|l| l.parts == parts)
        {
            return known;
        }
        let line = self.program.lines.len() as LineId;
        self.lines.insert(id.clone(), line);
        self.program.lines.push(Template { id, parts });
        let place = self.place(text.span);
        self.map.lines.push(place);
        line
    }

    /// A text as a value: its characters where nothing is to be put in, else a line.
    pub(super) fn text_value(&mut self, text: &model::Text) -> Expr {
        match plain(&text.parts) {
            Some(words) => Expr::Value(Value::Text(words)),
            None => Expr::Text(self.line(text)),
        }
    }

    /// A value to be put into a text: a time is read off the clocks of the calendar in force.
    fn printed(&mut self, value: &model::Expr) -> Expr {
        match (self.expr(value), self.calendar) {
            (lowered @ Expr::In(..), _) | (lowered, None) => lowered,
            (lowered, Some(calendar)) if value.ty == Ty::Instant => Expr::In(calendar, Box::new(lowered)),
            (lowered, Some(_)) => lowered,
        }
    }

    fn parts(&mut self, parts: &[TextPart]) -> Vec<TemplatePart> {
        parts.iter().map(|part| self.part(part)).collect()
    }

    fn part(&mut self, part: &TextPart) -> TemplatePart {
        match part {
            TextPart::Plain(words) => TemplatePart::Plain(words.clone()),
            TextPart::Value(value, grouped) if grouped.is_empty() => {
                let share = matches!(value.kind, ExprKind::OfCall(OfCall::TalkShare));
                let format = if share { Format::Percent } else { Format::Plain(ty(&value.ty)) };
                TemplatePart::Value(self.printed(value), format)
            }
            TextPart::Value(value, grouped) => TemplatePart::Value(self.expr(value), Format::Grouped(grouped.clone())),
            TextPart::Capture(name, of) => TemplatePart::Capture(name.clone(), ty(of)),
            TextPart::Key(inner) => TemplatePart::Key(self.parts(inner)),
            TextPart::Gap => TemplatePart::Gap,
        }
    }
}

/// The characters of a text that has nothing to put in.
pub(super) fn plain(parts: &[TextPart]) -> Option<SmolStr> {
    match parts {
        [] => Some(SmolStr::default()),
        [TextPart::Plain(words)] => Some(words.clone()),
        _ => None,
    }
}

/// The words of a line as they are counted for its id: values are `{}`.
fn spell(parts: &[TemplatePart], out: &mut String) {
    for part in parts {
        match part {
            TemplatePart::Plain(words) => out.push_str(words),
            TemplatePart::Value(..) | TemplatePart::Capture(..) => out.push_str("{}"),
            TemplatePart::Key(inner) => {
                out.push('【');
                spell(inner, out);
                out.push('】');
            }
            TemplatePart::Gap => out.push('…'),
        }
    }
}

/// FNV-1a, 32 bit: short, and the same on every machine (<http://www.isthe.com/chongo/tech/comp/fnv/>).
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

//! What is known of the event in hand: its ring, its pace, what its words say.

use super::trace::{More, Note};
use crate::base::Decimal;
use crate::base::width::spoken;
use crate::program::{Attr, MatchMode, SayWords, TemplatePart, Test, Type};
use crate::runtime::eval::{Eval, whole};
use crate::runtime::occur::Occur;
use crate::runtime::value::Val;
use serde_json::Value as Json;
use smol_str::SmolStr;

impl Eval<'_> {
    /// An attribute of the event in hand.
    pub(crate) fn attr(&mut self, attr: &Attr) -> Val {
        if let Attr::Captured(name) = attr {
            return self.hand.captured.iter().find(|(n, _)| n == name).map_or(Val::Unknown, |(_, v)| v.clone());
        }
        let Some(note) = self.hand.note else { return Val::Unknown };
        let more = note.more.as_deref();
        let text = |text: Option<&SmolStr>| text.map_or(Val::Unknown, |t| Val::Text(t.clone()));
        match (attr, &note.what) {
            (Attr::Ring, Occur::Ring(n)) => whole(i64::from(*n)),
            (Attr::Ring, Occur::Answer) => whole(self.ring()),
            (Attr::Pace, Occur::Says(_, said)) => {
                let least = self.measure().rate_min;
                pace(note, said, least).map_or(Val::Unknown, Val::Number)
            }
            (
                Attr::Length,
                Occur::TalkOver(_, ms) | Occur::Reply(_, ms) | Occur::Silence(_, ms) | Occur::Stay(ms) | Occur::CallTime(ms),
            ) => Val::Duration(*ms),
            (Attr::Length, Occur::CutIn(_, ms)) if *ms > 0 => Val::Duration(*ms),
            (Attr::Length, Occur::Says(..)) => {
                more.and_then(|m| m.until).map_or(Val::Unknown, |u| Val::Duration(u.saturating_sub(note.at)))
            }
            (Attr::Reason, _) => text(more.and_then(|m| m.reason.as_ref())),
            (Attr::Number, _) => text(more.and_then(|m| m.number.as_ref())),
            (Attr::Campaign, _) => text(more.and_then(|m| m.campaign.as_ref())),
            (Attr::Target, Occur::Transfer(to)) => Val::Text(to.clone()),
            (Attr::Kind, Occur::Noise(_, kind)) => Val::Text(kind.clone()),
            _ => Val::Unknown,
        }
    }

    /// The least length, in ms, that passes a bound.
    pub(crate) fn least_of(&mut self, test: Option<&Test>) -> Option<i64> {
        use crate::program::CompareOp::{Eq, Ge, Gt};
        let least = match test {
            Some(Test::Compare(Gt, e)) => self.eval(e).as_ms()?.checked_add(1)?,
            Some(Test::Compare(Ge | Eq, e)) => self.eval(e).as_ms()?,
            Some(Test::Range(range)) => match &range.low {
                Some(e) => self.eval(e).as_ms()?,
                None => 0,
            },
            _ => 0,
        };
        Some(least.max(0))
    }

    /// The values that words capture out of a text.
    pub(crate) fn captured(&mut self, words: &SayWords, text: &str) -> Vec<(SmolStr, Val)> {
        let lines: Vec<u32> = match words {
            SayWords::Line(line, MatchMode::Verbatim | MatchMode::Gist | MatchMode::KeyPoints) => vec![*line],
            SayWords::Class(class, ..) => self.m.program.phrases.get(*class as usize).map(|c| c.entries.clone()).unwrap_or_default(),
            SayWords::ClassVar(_) => Vec::new(),
        };
        for line in lines {
            let m = self.m;
            let Some(template) = m.program.lines.get(line as usize) else { continue };
            if !template.parts.iter().any(|p| matches!(p, TemplatePart::Capture(..))) {
                continue;
            }
            let mut out = Vec::new();
            let mut rest = text;
            let mut wanted: Option<(&SmolStr, &Type)> = None;
            let mut fits = true;
            for part in &template.parts {
                match part {
                    TemplatePart::Capture(name, ty) => wanted = Some((name, ty)),
                    TemplatePart::Plain(piece) => {
                        let Some((before, after)) = split_folded(rest, piece) else {
                            fits = false;
                            break;
                        };
                        if let Some((name, ty)) = wanted.take() {
                            out.push((name.clone(), self.read_text(ty, before)));
                        }
                        rest = after;
                    }
                    _ => {}
                }
            }
            if let Some((name, ty)) = wanted {
                let end = rest.find(['。', '，', '！', '？', '；', ',', '.', '!', '?']).unwrap_or(rest.len());
                out.push((name.clone(), self.read_text(ty, rest.get(..end).unwrap_or(rest))));
            }
            if fits {
                return out;
            }
        }
        Vec::new()
    }

    fn read_text(&mut self, ty: &Type, text: &str) -> Val {
        let slot = crate::program::Slot { ty: ty.clone(), optional: false, range: None };
        self.read_slot(&slot, &Json::String(text.trim().to_owned())).unwrap_or_default()
    }
}

/// What stands before and after a piece in a text, marks and width apart.
fn split_folded<'t>(text: &'t str, piece: &str) -> Option<(&'t str, &'t str)> {
    let piece: Vec<char> = spoken(piece).chars().collect();
    if piece.is_empty() {
        return Some(("", text));
    }
    let mut chars: Vec<(char, usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        chars.extend(spoken(c.encode_utf8(&mut [0; 4])).chars().map(|f| (f, at, at + c.len_utf8())));
    }
    let start = chars.windows(piece.len()).position(|w| w.iter().zip(&piece).all(|((c, ..), p)| c == p))?;
    let (_, from, _) = chars.get(start)?;
    let (.., to) = chars.get(start + piece.len() - 1)?;
    Some((text.get(..*from)?, text.get(*to..)?))
}

/// 语速: characters a minute; none for a turn too short, or whose length is not known.
pub(crate) fn pace(note: &Note, text: &str, least: i64) -> Option<Decimal> {
    let more: &More = note.more.as_deref()?;
    let until = more.until.filter(|_| note.timed && !more.guessed)?;
    let whole = until.saturating_sub(note.at);
    if whole < least || whole <= 0 {
        return None;
    }
    let spoken: i64 = more.words.iter().map(|w| w.until.saturating_sub(w.from).max(0)).sum();
    let ms = if spoken > 0 { spoken } else { whole };
    let millionths = i128::from(characters(text)) * 60_000 * 1_000_000 / i128::from(ms);
    i64::try_from(millionths).ok().map(Decimal)
}

/// Each Han character, digit and word of letters is one.
pub(crate) fn characters(text: &str) -> i64 {
    let mut n = 0;
    let mut in_word = false;
    for c in text.chars() {
        let letter = c.is_ascii_alphabetic();
        if letter && !in_word || !letter && c.is_alphanumeric() {
            n += 1;
        }
        in_word = letter;
    }
    n
}

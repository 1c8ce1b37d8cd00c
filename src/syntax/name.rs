//! Names as the tree keeps them.

use super::ast::{Name, Path};
use super::grammar::Rule;
use super::keyword;
use super::token::Node;
use smol_str::SmolStr;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

impl Node<'_> {
    /// The token as a name. A built-in role keeps its Chinese word, so that a script means the same in both languages.
    pub(crate) fn name(&self) -> Name {
        let text = match self.rule {
            Rule::actor => keyword::find(self.str()).map_or(self.str(), |k| k.zh),
            _ => self.str(),
        };
        Name { text: normal(text), span: self.span() }
    }

    /// The token as a path. The parts that are words of the language (a limit's 到期, a calendar's 工作时间) keep their Chinese word.
    pub(crate) fn path(&self) -> Path {
        let text = self.str();
        let mut parts = Vec::with_capacity(1 + text.bytes().filter(|b| *b == b'.').count());
        let mut at = self.start;
        for (n, part) in text.split('.').enumerate() {
            let span = self.part(at, at + part.len());
            parts.push(Name { text: if n == 0 { normal(part) } else { member(part) }, span });
            at += part.len() + 1;
        }
        Path { parts, span: self.span() }
    }
}

/// A field's name; the words that may follow a dot keep their Chinese word.
pub(crate) fn member(part: &str) -> SmolStr {
    match keyword::find(part) {
        Some(k) if is_member(k.rule) => SmolStr::new_static(k.zh),
        _ => normal(part),
    }
}

/// Whether a word of the language may stand after a dot.
pub(crate) fn is_member(rule: Rule) -> bool {
    matches!(rule, Rule::k_due | Rule::k_remaining | Rule::k_overdue | Rule::k_hours | Rule::k_rest | Rule::k_holidays)
}

/// NFC.
pub(crate) fn normal(text: &str) -> SmolStr {
    SmolStr::new(composed(text))
}

fn composed(text: &str) -> Cow<'_, str> {
    let plain = text.chars().all(|c| c.is_ascii() || ('一'..='龥').contains(&c));
    if plain { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

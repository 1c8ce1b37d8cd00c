//! Words as they stand in the source, for rules that look for words.

use crate::base::Span;

/// A text as it was written, with its placeholders blanked and every byte in its place.
pub(crate) struct Words {
    span: Span,
    text: String,
}

impl Words {
    /// The text of a place.
    pub(crate) fn new(span: Span, text: &str) -> Self {
        let mut blank = String::with_capacity(text.len());
        let mut depth = 0_u32;
        for c in text.chars() {
            match c {
                '{' | '｛' => depth += 1,
                '}' | '｝' => depth = depth.saturating_sub(1),
                _ if depth == 0 => {
                    blank.push(c);
                    continue;
                }
                _ => {}
            }
            (0..c.len_utf8()).for_each(|_| blank.push(PLACEHOLDER));
        }
        Self { span, text: blank }
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a piece of the text stands.
    pub(crate) fn place(&self, start: usize, len: usize) -> Span {
        let at = self.span.start as usize + start;
        Span::new(self.span.file, at, at + len)
    }

    /// The places of a word.
    pub(crate) fn find<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.text.match_indices(word).map(|(at, _)| at)
    }

    /// What stands before and after a piece.
    pub(crate) fn around(&self, start: usize, len: usize) -> (&str, &str) {
        (self.text.get(..start).unwrap_or(""), self.text.get(start + len..).unwrap_or(""))
    }

    /// Whether the sentence around a place is a question.
    pub(crate) fn asks(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or("");
        rest.chars().find(|c| matches!(c, '。' | '！' | '!' | '？' | '?' | '；' | '”')).is_some_and(|c| matches!(c, '？' | '?'))
    }
}

/// What a placeholder is blanked with: one byte that no text has.
pub(crate) const PLACEHOLDER: char = '\u{1}';

//! Words as they stand in the source, for rules that look for words.

use crate::base::Span;

/// A text as it was written, with its placeholders blanked and every byte in its place.
pub(crate) struct Words {
    span: Span,
    text: String,
    /// The characters that occur, each as one bit of [`SIEVE`]: most words that are looked for do not, and need no search.
    seen: [u64; SIEVE / 64],
}

/// Bits of the sieve; a spoken line has some thirty characters.
const SIEVE: usize = 256;

impl Words {
    /// The text of a place.
    pub(crate) fn new(span: Span, text: &str) -> Self {
        let mut blank = String::with_capacity(text.len());
        let mut seen = [0; SIEVE / 64];
        let mut depth = 0_u32;
        for c in text.chars() {
            match c {
                '{' | '｛' => depth += 1,
                '}' | '｝' => depth = depth.saturating_sub(1),
                _ if depth == 0 => {
                    blank.push(c);
                    let (word, bit) = sieve(c);
                    seen.get_mut(word).into_iter().for_each(|w| *w |= bit);
                    continue;
                }
                _ => {}
            }
            (0..c.len_utf8()).for_each(|_| blank.push(PLACEHOLDER));
        }
        Self { span, text: blank, seen }
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
        let text = if self.may_have(word) { self.text.as_str() } else { "" };
        text.match_indices(word).map(|(at, _)| at)
    }

    /// Whether a word stands in the text.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.may_have(word) && self.text.contains(word)
    }

    fn may_have(&self, word: &str) -> bool {
        word.chars().map(sieve).all(|(word, bit)| self.seen.get(word).is_some_and(|w| w & bit != 0))
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

/// The bit of a character: the low bits of Han characters that are used together differ.
fn sieve(c: char) -> (usize, u64) {
    let n = c as usize % SIEVE;
    (n / 64, 1 << (n % 64))
}

/// What a placeholder is blanked with: one byte that no text has.
pub(crate) const PLACEHOLDER: char = '\u{1}';

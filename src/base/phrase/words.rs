//! The characters of an utterance as phrases are compared with them.

use crate::base::width;

/// Stands where a value or `…` is: no phrase reaches over it.
const BREAK: char = '\u{fffc}';

/// Characters folded in width and case, spaces left out, each with the byte where it was written.
#[derive(Debug, Clone, Default)]
pub struct Words {
    folded: Vec<char>,
    /// Where each character begins; one more than there are characters.
    at: Vec<usize>,
    bytes: usize,
}

impl Words {
    /// Of plain characters.
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.push(text);
        words
    }

    /// Appends characters.
    pub fn push(&mut self, text: &str) {
        for (i, c) in text.char_indices() {
            let folded = width::fold(c);
            if !folded.is_whitespace() {
                self.folded.extend(folded.to_lowercase().next());
                self.at.push(self.bytes + i);
            }
        }
        self.bytes += text.len();
    }

    /// Appends a place whose words are not known: no phrase reaches over it.
    pub fn push_break(&mut self) {
        self.folded.push(BREAK);
        self.at.push(self.bytes);
    }

    /// The characters as they are compared.
    pub fn folded(&self) -> &[char] {
        &self.folded
    }

    /// The bytes of the text on which a range of characters stands.
    pub fn bytes(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.at.get(start).copied().unwrap_or(self.bytes);
        let last = end.checked_sub(1).and_then(|i| self.at.get(i)).copied().unwrap_or(from);
        // A character that was folded away may stand behind the last one, so its own length decides.
        let width = end.checked_sub(1).and_then(|i| self.folded.get(i)).map_or(0, |_| self.width(end - 1));
        (from, (last + width).max(from))
    }

    /// The bytes up to the next character, at most four.
    fn width(&self, index: usize) -> usize {
        let next = self.at.get(index + 1).copied().unwrap_or(self.bytes);
        next.saturating_sub(self.at.get(index).copied().unwrap_or(next)).min(4)
    }

    /// Whether each character stands inside quotation marks.
    pub(super) fn quoted(&self) -> Vec<bool> {
        let mut open: Vec<char> = Vec::new();
        let mut inside = Vec::with_capacity(self.folded.len());
        for c in &self.folded {
            let closing = open.last() == Some(c);
            if closing {
                open.pop();
            }
            inside.push(!open.is_empty());
            if let Some(close) = closer(*c) {
                open.push(close);
            }
        }
        // What is never closed is no quotation.
        if !open.is_empty() {
            inside.iter_mut().for_each(|q| *q = false);
        }
        inside
    }
}

fn closer(open: char) -> Option<char> {
    Some(match open {
        '‘' => '’',
        '“' => '”',
        '「' => '」',
        '『' => '』',
        _ => return None,
    })
}

//! Finding phrases in a line as it is written. Folds width and case and skips spaces; everything beyond that belongs to the matcher that also hears calls.

use crate::base::width;
use crate::sema::model::{Forbid, Position, Text, TextPart};

/// Stands where a value or `…` is: no phrase reaches over it.
const BREAK: char = '\u{fffc}';

/// The characters of a line, folded, with the originals beside them.
pub(super) struct Words {
    folded: Vec<char>,
    original: Vec<char>,
}

/// A phrase found in a line.
pub(super) struct Hit {
    /// The phrase as the set has it.
    pub(super) phrase: String,
    /// The characters of the line that it stands on.
    pub(super) words: String,
}

impl Words {
    /// Of plain characters.
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self { folded: Vec::new(), original: Vec::new() };
        words.push(text);
        words
    }

    /// Of a text with placeholders.
    pub(super) fn of_text(text: &Text) -> Self {
        let mut words = Self { folded: Vec::new(), original: Vec::new() };
        words.parts(&text.parts);
        words
    }

    /// The characters as they are compared.
    pub(super) fn folded(&self) -> &[char] {
        &self.folded
    }

    fn parts(&mut self, parts: &[TextPart]) {
        for part in parts {
            match part {
                TextPart::Plain(plain) => self.push(plain),
                TextPart::Key(inner) => self.parts(inner),
                TextPart::Value(..) | TextPart::Capture(..) | TextPart::Gap => {
                    self.folded.push(BREAK);
                    self.original.push(BREAK);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let folded = width::fold(c);
            if !folded.is_whitespace() {
                self.folded.extend(folded.to_lowercase().next());
                self.original.push(c);
            }
        }
    }
}

/// A text folded as phrases are compared.
pub(super) fn folded(text: &str) -> String {
    Words::of(text).folded.into_iter().collect()
}

/// The character that a phrase begins with, folded.
pub(super) fn head(phrase: &str) -> Option<char> {
    phrase.split('…').find_map(|piece| Words::of(piece).folded.first().copied())
}

/// Whether `phrase` stands in `text`, `…` standing for anything up to the end of the sentence.
pub(super) fn contains(text: &str, phrase: &str) -> bool {
    let words = Words::of(text);
    find_all(&words.folded, phrase).next().is_some()
}

/// The phrases of a set that a line hits, exceptions, A-not-A questions and position heeded.
pub(super) fn hits<'p>(words: &Words, forbid: &Forbid, phrases: impl Iterator<Item = &'p str>) -> Vec<Hit> {
    let shields: Vec<(usize, usize)> = forbid.unless.iter().flat_map(|(text, _)| find_all(&words.folded, text)).collect();
    let mut found = Vec::new();
    for phrase in phrases {
        for (start, end) in find_all(&words.folded, phrase) {
            let shielded = shields.iter().any(|(s, e)| *s <= start && end <= *e);
            if !shielded && !is_question(&words.folded, start) && in_position(&words.folded, start, end, forbid.position) {
                let original = words.original.get(start..end).unwrap_or_default().iter().collect();
                found.push(Hit { phrase: phrase.to_owned(), words: original });
                break;
            }
        }
    }
    found
}

/// All places of a phrase, as half-open ranges of characters.
fn find_all<'w>(words: &'w [char], phrase: &str) -> impl Iterator<Item = (usize, usize)> + 'w {
    let pieces: Vec<Vec<char>> = phrase.split('…').map(|piece| Words::of(piece).folded).filter(|p| !p.is_empty()).collect();
    (0..words.len()).filter_map(move |start| {
        let (first, rest) = pieces.split_first()?;
        let mut end = match_at(words, start, first)?;
        for piece in rest {
            let at = (end..words.len())
                .take_while(|i| !words.get(*i).is_some_and(|c| ends_sentence(*c)))
                .find_map(|i| match_at(words, i, piece))?;
            end = at;
        }
        Some((start, end))
    })
}

/// The end of `piece` if it stands at `start`.
fn match_at(words: &[char], start: usize, piece: &[char]) -> Option<usize> {
    let end = start + piece.len();
    (words.get(start..end)? == piece).then_some(end)
}

/// Whether the hit is the second half of an A-not-A question: 能不能, 有没有, 知不知道.
fn is_question(words: &[char], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|i| words.get(i));
    matches!(words.get(start), Some('不' | '没')) && before.is_some() && before == words.get(start + 1)
}

fn in_position(words: &[char], start: usize, end: usize, position: Option<Position>) -> bool {
    match position {
        None => true,
        Some(Position::SentenceStart) => start.checked_sub(1).and_then(|i| words.get(i)).is_none_or(|c| ends_sentence(*c)),
        Some(Position::SentenceEnd) => words.get(end).is_none_or(|c| ends_sentence(*c)),
        // Which turn is the first is known in a call only.
        Some(Position::FirstTurn) => false,
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';')
}

#[cfg(test)]
mod tests {
    use super::{Words, contains, find_all, is_question};

    fn question(text: &str, phrase: &str) -> bool {
        let words = Words::of(text);
        find_all(&words.folded, phrase).all(|(start, _)| is_question(&words.folded, start))
    }

    #[test]
    fn a_not_a_questions_are_not_their_negatives() {
        for (text, phrase) in [("能不能快一点", "不能"), ("行不行", "不行"), ("还有没有", "没有"), ("您知不知道", "不知道")]
        {
            assert!(question(text, phrase), "{text}");
        }
        assert!(!question("这样不行", "不行"));
        assert!(!question("您能说不能吗", "不能"));
    }

    #[test]
    fn a_gap_ends_with_the_sentence() {
        assert!(contains("你能不能稍微快一点呢", "你能不能…快一点"));
        assert!(!contains("你能不能。快一点", "你能不能…快一点"));
        assert!(!contains("快一点", "你能不能…快一点"));
    }

    #[test]
    fn width_case_and_spaces_do_not_matter() {
        assert!(contains("请 加 ＶＩＰ 群", "加vip群"));
    }
}

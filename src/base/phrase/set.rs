//! A set of forbidden phrases, and which of them an utterance hits.

use super::Words;
use std::collections::HashMap;

/// Where in an utterance a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum At {
    /// Anywhere.
    #[default]
    Anywhere,
    /// 句首
    SentenceStart,
    /// 首句: in the first turn alone.
    FirstTurn,
    /// 句尾
    SentenceEnd,
}

/// A phrase found: its number in the set, and the characters it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// First character.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// Which phrase of the set.
    pub phrase: usize,
}

/// Phrases prepared for finding, with what shields them.
#[derive(Debug, Clone, Default)]
pub struct Set {
    phrases: Vec<Phrase>,
    shields: Vec<Phrase>,
    /// Phrases by the character they begin with.
    heads: HashMap<char, Vec<usize>>,
    at: At,
    quotes_count: bool,
}

/// A phrase between its gaps.
#[derive(Debug, Clone, Default)]
struct Phrase {
    pieces: Vec<Vec<char>>,
    /// It ends in `…`: other words may follow it.
    open: bool,
}

impl Phrase {
    fn of(text: &str) -> Self {
        let pieces = text.split('…').map(|piece| Words::of(piece).folded().to_vec()).filter(|p| !p.is_empty()).collect();
        Self { pieces, open: text.trim_end().ends_with('…') }
    }

    /// Where it ends if it begins at `start`.
    fn end(&self, words: &[char], start: usize) -> Option<usize> {
        let (first, rest) = self.pieces.split_first()?;
        let mut end = match_at(words, start, first)?;
        for piece in rest {
            end = (end..words.len())
                .take_while(|i| !words.get(*i).is_some_and(|c| ends_sentence(*c)))
                .find_map(|i| match_at(words, i, piece))?;
        }
        Some(end)
    }

    fn places<'w>(&'w self, words: &'w [char]) -> impl Iterator<Item = (usize, usize)> + 'w {
        (0..words.len()).filter_map(|start| self.end(words, start).map(|end| (start, end)))
    }
}

impl Set {
    /// A set of phrases that count anywhere.
    pub fn new<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Self {
        let phrases: Vec<Phrase> = phrases.into_iter().map(Phrase::of).collect();
        let mut heads: HashMap<char, Vec<usize>> = HashMap::new();
        for (i, phrase) in phrases.iter().enumerate() {
            if let Some(head) = phrase.pieces.first().and_then(|p| p.first()) {
                heads.entry(*head).or_default().push(i);
            }
        }
        Self { phrases, heads, ..Self::default() }
    }

    /// 除非: longer texts inside which nothing counts.
    #[must_use]
    pub fn unless<'p>(mut self, texts: impl IntoIterator<Item = &'p str>) -> Self {
        self.shields = texts.into_iter().map(Phrase::of).collect();
        self
    }

    /// 位置
    #[must_use]
    pub fn at(mut self, at: At) -> Self {
        self.at = at;
        self
    }

    /// 引述也算
    #[must_use]
    pub fn counting_quotes(mut self, count: bool) -> Self {
        self.quotes_count = count;
        self
    }

    /// The characters that its phrases begin with, in no order.
    pub fn heads(&self) -> impl Iterator<Item = char> + '_ {
        self.heads.keys().copied()
    }

    /// Whether an utterance has a character that a phrase begins with; nearly every one has none.
    pub fn may_hit(&self, words: &Words) -> bool {
        words.folded().iter().any(|c| self.heads.contains_key(c))
    }

    /// The phrases that an utterance hits, in order of place; `first_turn` tells whether it is the first one of its speaker.
    pub fn hits(&self, words: &Words, first_turn: bool) -> Vec<Hit> {
        if !self.may_hit(words) || self.at == At::FirstTurn && !first_turn {
            return Vec::new();
        }
        let chars = words.folded();
        let shields: Vec<(usize, usize)> = self.shields.iter().flat_map(|s| s.places(chars)).collect();
        let quoted = if self.quotes_count { Vec::new() } else { words.quoted() };
        let mut found = Vec::new();
        for (start, head) in chars.iter().enumerate() {
            for index in self.heads.get(head).into_iter().flatten() {
                let Some(phrase) = self.phrases.get(*index) else { continue };
                let Some(end) = phrase.end(chars, start) else { continue };
                let counts = !shields.iter().any(|(s, e)| *s <= start && end <= *e)
                    && !is_question(chars, start)
                    && (phrase.open || ends_whole(chars, end))
                    && !quoted.get(start).copied().unwrap_or(false)
                    && self.in_position(chars, start, end);
                if counts {
                    found.push(Hit { start, end, phrase: *index });
                }
            }
        }
        found
    }

    fn in_position(&self, words: &[char], start: usize, end: usize) -> bool {
        match self.at {
            At::Anywhere | At::FirstTurn => true,
            At::SentenceStart => start.checked_sub(1).and_then(|i| words.get(i)).is_none_or(|c| ends_sentence(*c)),
            At::SentenceEnd => words.get(after_particles(words, end)).is_none_or(|c| ends_sentence(*c)),
        }
    }
}

/// Whether a phrase stands in an utterance, whatever follows it.
pub(super) fn stands_in(words: &Words, phrase: &str) -> bool {
    Phrase::of(phrase).places(words.folded()).next().is_some()
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

/// Whether a phrase that ends here was said whole: a mark, the end, or a particle follows. 没有声音 is another phrase than 没有.
fn ends_whole(words: &[char], end: usize) -> bool {
    let marked = end.checked_sub(1).and_then(|i| words.get(i)).is_none_or(|c| !c.is_alphanumeric());
    marked || {
        let behind = after_particles(words, end);
        let boundary = words.get(behind).is_none_or(|c| is_mark(*c));
        boundary || words.get(end..behind).is_some_and(|run| run.iter().any(|c| CLOSING.contains(*c)))
    }
}

/// Behind the particles that follow a phrase.
fn after_particles(words: &[char], end: usize) -> usize {
    let run = words.get(end..).unwrap_or_default().iter().take_while(|c| CLOSING.contains(**c) || LOOSE.contains(**c)).count();
    end + run
}

/// Particles that end what is said, whatever comes then.
const CLOSING: &str = "啊呀吧呢吗啦哦嘛噢咯喽呐哟呗嘞";
/// Particles that also begin words: they end what is said only where nothing but a mark or another particle follows.
const LOOSE: &str = "了的哈么哪";

fn is_mark(c: char) -> bool {
    // A value whose words are not known is no mark.
    !c.is_alphanumeric() && c != '\u{fffc}'
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';')
}

#[cfg(test)]
mod tests {
    use super::{At, Set, Words};
    use crate::base::phrase::contains;

    fn hit(set: &Set, text: &str) -> bool {
        !set.hits(&Words::of(text), false).is_empty()
    }

    #[test]
    fn a_not_a_questions_are_not_their_negatives() {
        let set = Set::new(["不能", "不行", "没有", "不知道"]);
        for text in ["能不能", "行不行", "还有没有", "您知不知道"] {
            assert!(!hit(&set, text), "{text}");
        }
        assert!(hit(&set, "这样不行"));
        assert!(hit(&set, "您能说不能吗"));
    }

    #[test]
    fn a_phrase_counts_where_it_ends_what_is_said() {
        let set = Set::new(["没有", "不行", "还要接待下一位"]);
        for text in ["没有。", "今天不行", "不行，已经来不及了。", "不行了，", "没有啊您再看看", "我还要接待下一位啦", "没有的。"]
        {
            assert!(hit(&set, text), "{text}");
        }
        for text in ["您的电话没有声音", "不行贿", "没有了解", "您说‘不行’是指什么"] {
            assert!(!hit(&set, text), "{text}");
        }
        let open = Set::new(["不能…"]);
        assert!(hit(&open, "不能退。"));
        assert!(!hit(&open, "能不能退。"));
    }

    #[test]
    fn quotation_counts_where_it_is_said_to() {
        assert!(!hit(&Set::new(["不行"]), "您说“不行”，是吧"));
        assert!(hit(&Set::new(["不行"]).counting_quotes(true), "您说“不行”，是吧"));
    }

    #[test]
    fn shields_and_positions_are_heeded() {
        let set = Set::new(["不行"]).unless(["行不行", "说不行的"]);
        assert!(!hit(&set, "不是说不行的。"));
        assert!(hit(&set, "这不行的。"));
        let first = Set::new(["不行"]).at(At::SentenceStart);
        assert!(hit(&first, "好的。不行，"));
        assert!(!hit(&first, "今天不行"));
        let last = Set::new(["再说"]).at(At::SentenceEnd);
        assert!(hit(&last, "以后再说吧。好"));
        assert!(!hit(&last, "以后再说，好"));
        let turn = Set::new(["不行"]).at(At::FirstTurn);
        assert!(turn.hits(&Words::of("不行"), false).is_empty());
        assert_eq!(turn.hits(&Words::of("不行"), true).len(), 1);
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
        let words = Words::of("请 加 ＶＩＰ 群");
        let hit = Set::new(["vip群"]).hits(&words, false).first().copied();
        let (start, end) = hit.map(|h| words.bytes(h.start, h.end)).unwrap_or_default();
        assert_eq!("请 加 ＶＩＰ 群".get(start..end), Some("ＶＩＰ 群"));
    }
}

//! Which differences of writing do not count, and the characters that remain.

use super::hanzi;
use serde::{Deserialize, Serialize};
use unicode_normalization::char::decompose_compatible;

/// A set of differences between two ways of writing the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Folds(u16);

/// One difference of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// 全半角: `Ａ` and `A`.
    Width,
    /// 大小写: `A` and `a`.
    Case,
    /// 异体: other characters for the same letter, `①` and `1`, `ﬁ` and `fi`.
    Form,
    /// 繁简: 電話 and 电话.
    Script,
    /// 数字: 零零七, 〇〇七 and 007.
    Digits,
    /// 跳过: marks, spaces and invisible characters between.
    Skipped,
    /// 重复: a character said or typed several times.
    Repeated,
    /// 同音: other characters that are read the same.
    Sound,
    /// 近音: characters whose sounds recognisers confuse.
    NearSound,
}

impl Fold {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 9] =
        [Self::Width, Self::Case, Self::Form, Self::Script, Self::Digits, Self::Skipped, Self::Repeated, Self::Sound, Self::NearSound];

    /// What it is called: the words of 不分 and 区分.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Width => ("全半角", "character width"),
            Self::Case => ("大小写", "letter case"),
            Self::Form => ("异体字符", "variant forms"),
            Self::Script => ("繁简", "traditional forms"),
            Self::Digits => ("数字写法", "digit style"),
            Self::Skipped => ("夹了符号", "marks between"),
            Self::Repeated => ("叠字", "repetition"),
            Self::Sound => ("同音", "homophones"),
            Self::NearSound => ("近音", "near sounds"),
        }
    }
}

impl Folds {
    /// None: every character counts as written.
    pub const NONE: Self = Self(0);
    /// What never changes the words: all but the two that go by sound.
    pub const DEFAULT: Self = Self(0b0_0111_1111);
    /// The two that go by sound.
    pub const SOUNDS: Self = Self(0b1_1000_0000);
    /// Everything.
    pub const ALL: Self = Self(0b1_1111_1111);

    /// Whether it has none.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// Whether it has all of another.
    pub fn holds(self, other: Self) -> bool {
        self.and(other) == self
    }

    /// Whether it has a difference.
    pub fn has(self, fold: Fold) -> bool {
        self.0 & Self::bit(fold) != 0
    }

    /// With one more.
    #[must_use]
    pub fn with(self, fold: Fold) -> Self {
        Self(self.0 | Self::bit(fold))
    }

    /// With one less.
    #[must_use]
    pub fn without(self, fold: Fold) -> Self {
        Self(self.0 & !Self::bit(fold))
    }

    /// With all of another.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Its differences, in the order of [`Fold::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Fold> {
        Fold::ALL.into_iter().filter(move |fold| self.has(*fold))
    }

    fn bit(fold: Fold) -> u16 {
        1 << fold as u16
    }
}

impl FromIterator<Fold> for Folds {
    fn from_iter<T: IntoIterator<Item = Fold>>(folds: T) -> Self {
        folds.into_iter().fold(Self::NONE, Self::with)
    }
}

/// How a character takes part in what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It is a word or part of one.
    Word,
    /// A mark or space that divides nothing.
    Mark,
    /// A mark at which speech pauses.
    Pause,
    /// It cannot be seen.
    Invisible,
    /// It ends a sentence.
    End,
}

/// How a character takes part.
pub(super) fn part(c: char) -> Part {
    match c {
        c if hanzi::is_han(c) => Part::Word,
        '。' | '！' | '？' | '!' | '?' | '；' | ';' | '\n' | '\u{2028}' | '\u{2029}' => Part::End,
        '，' | ',' | '、' | '：' | ':' | '—' => Part::Pause,
        // Soft hyphen, joiners and direction marks, variation selectors, the byte order mark.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => Part::Invisible,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' => Part::Invisible,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}' => Part::Invisible,
        // Marks that are drawn over a letter or around it spell no other word: 垃̶圾̶.
        '\u{332}'..='\u{338}' | '\u{20d0}'..='\u{20f0}' => Part::Invisible,
        c if c.is_alphanumeric() || matches!(c, UNKNOWN | '○') || is_combining(c) || is_framed(c) => Part::Word,
        _ => Part::Mark,
    }
}

/// Stands where a value is whose words are not known: no phrase has it.
pub(super) const UNKNOWN: char = '\u{fffc}';

/// What a character is compared as, one or more, and the differences that were taken to get there.
pub(super) fn fold(c: char, folds: Folds, mut each: impl FnMut(char, Folds)) {
    if hanzi::is_han(c) {
        let (c, took) = han(c, folds);
        return each(c, took);
    }
    if c.is_ascii() {
        let small = c.to_ascii_lowercase();
        return if small != c && folds.has(Fold::Case) { each(small, Folds::NONE.with(Fold::Case)) } else { each(c, Folds::NONE) };
    }
    if let ('〇' | '○', true) = (c, folds.has(Fold::Digits)) {
        return each('0', Folds::NONE.with(Fold::Digits));
    }
    let half = half_width(c);
    let kind = if half == c { Fold::Form } else { Fold::Width };
    if !folds.has(kind) {
        return cased(c, folds, Folds::NONE, &mut each);
    }
    decompose_compatible(c, |d| {
        let took = if d == c { Folds::NONE } else { Folds::NONE.with(kind) };
        if hanzi::is_han(d) {
            let (d, more) = han(d, folds);
            each(d, took.and(more));
        } else {
            cased(d, folds, took, &mut each);
        }
    });
}

fn cased(c: char, folds: Folds, took: Folds, each: &mut impl FnMut(char, Folds)) {
    let mut small = c.to_lowercase();
    match (folds.has(Fold::Case), small.next(), small.next()) {
        (true, Some(small), None) if small != c => each(small, took.with(Fold::Case)),
        _ => each(c, took),
    }
}

fn han(c: char, folds: Folds) -> (char, Folds) {
    let simple = if folds.has(Fold::Script) { hanzi::simplified(c) } else { c };
    let took = if simple == c { Folds::NONE } else { Folds::NONE.with(Fold::Script) };
    match digit(simple) {
        Some(digit) if folds.has(Fold::Digits) => (digit, took.with(Fold::Digits)),
        _ => (simple, took),
    }
}

/// The digit that a Han character is read as in a number told digit by digit.
fn digit(c: char) -> Option<char> {
    Some(match c {
        '零' => '0',
        '一' | '壹' | '幺' => '1',
        '二' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}

/// The Han character that a digit is read as, whose readings are the digit's.
pub(super) fn spoken_digit(c: char) -> char {
    match c {
        '0' => '零',
        '1' => '一',
        '2' => '二',
        '3' => '三',
        '4' => '四',
        '5' => '五',
        '6' => '六',
        '7' => '七',
        '8' => '八',
        '9' => '九',
        _ => c,
    }
}

/// The half-width twin of a full-width character of ASCII's repertoire, else the character.
fn half_width(c: char) -> char {
    crate::base::width::fold(c)
}

/// Whether a sign is another way to write a character: a radical, ⽕, or one that is framed, ㊙.
fn is_framed(c: char) -> bool {
    let mut words = matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3200}'..='\u{33ff}' | '\u{1f100}'..='\u{1f2ff}');
    if words {
        decompose_compatible(c, |d| words &= d != c && (hanzi::is_han(d) || d.is_alphanumeric()));
    }
    words
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

//! What stands around a phrase and decides whether it counts: questions, quotation, the place in the sentence, what follows.

use super::fold::{Folds, fold, spoken_digit};
use super::letters::Letters;
use super::negation::is_filler;
use super::set::At;
use super::symbols::alike;
use super::text::{Text, Unit};

/// Whether the place is the second half of an A-not-A question: 能不能, 有没有, 知不知道, 知道不知道; however often the negation is stuttered.
pub(super) fn is_question(text: &Text, first: usize, folds: Folds) -> bool {
    let Some(negation) = text.units.get(first).filter(|u| matches!(u.c, '不' | '没')) else { return false };
    let same = |u: &&Unit| u.c == negation.c;
    let (before, from) = text.units.split_at_checked(first).unwrap_or_default();
    let before = before.get(..before.len() - before.iter().rev().take_while(same).count()).unwrap_or_default();
    let after = from.get(from.iter().take_while(same).count()..).unwrap_or_default();
    // What was asked is over where a sentence ends: 行不行？不行。
    let fresh = |u: Option<&Unit>| u.is_some_and(|u| !u.after_end);
    if !fresh(from.first()) || !fresh(after.first()) {
        return false;
    }
    let asked = |n: usize| {
        let (a, b) = (before.get(before.len().wrapping_sub(n)..), after.get(..n));
        let chars = |units: &[Unit]| units.iter().map(|u| u.c).collect::<String>();
        let (Some(a), Some(b)) = (a, b) else { return false };
        let same = a.iter().zip(b).all(|(a, b)| alike(a.c, b.c, folds).is_some());
        // 不 between two halves of 可能 … 能 asks nothing: the first belongs to a word.
        let word = before.get(before.len().wrapping_sub(n + 1)..).map(chars);
        same && !word.is_some_and(|word| n == 1 && WORDS.contains(&word.as_str()))
    };
    // Of a verb of two characters nothing is asked where the voice rests: 能换，不能换 says it.
    asked(1) || asked(2) && from.first().is_some_and(|u| !u.paused)
}

/// Words whose last character is no verb that is asked about: 可能不能 is no 能不能.
const WORDS: [&str; 24] = [
    "可能", "功能", "性能", "职能", "智能", "技能", "节能", "所有", "只有", "具有", "拥有", "含有", "银行", "执行", "进行", "运行", "机会",
    "社会", "误会", "协会", "费用", "使用", "作用", "应用",
];

/// Whether a number told in words goes on over an end of the place: 三天 in 十三天, 二百五 in 二百五十.
pub(super) fn in_longer_number(text: &Text, first: usize, behind: usize) -> bool {
    let goes_on = |at: usize| {
        let (a, b) = (at.checked_sub(1).and_then(|i| text.units.get(i)), text.units.get(at));
        let (Some(a), Some(b)) = (a, b) else { return false };
        let unit = |u: &Unit| "十百千万亿".contains(u.c);
        let numeral = |u: &Unit| unit(u) || u.c.is_ascii_digit() || "零〇一二三四五六七八九两".contains(u.c);
        // 一千 and 千一 are one number; 一一 need not be.
        b.is_next() && numeral(a) && numeral(b) && (unit(a) || unit(b))
    };
    goes_on(first) || goes_on(behind)
}

/// Whether a phrase is a bare negation, two characters that also begin other words and sentences: 没有 in 没有声音, 不行 in 不行贿.
pub(super) fn is_bare_negation(phrase: &Text) -> bool {
    phrase.units.len() == 2 && phrase.units.first().is_some_and(|u| negates(u.c))
}

/// Whether a phrase has a character with which a bare negation begins: few have.
pub(super) fn may_negate(words: &str, letters: Letters, folds: Folds) -> bool {
    words.chars().any(|c| {
        if letters.keeps(c) {
            return negates(c);
        }
        let mut any = false;
        fold(c, folds, |c, _| any |= negates(c));
        any
    })
}

fn negates(c: char) -> bool {
    matches!(c, '不' | '没' | '无' | '别' | '勿')
}

/// Whether what is said stops behind the place: a mark, the end or a particle follows.
pub(super) fn stops(text: &Text, behind: usize) -> bool {
    let run = text.units.get(behind..).unwrap_or_default();
    let mut said_so = false;
    for (at, unit) in (behind..).zip(run) {
        if unit.gap > 0 || unit.after_end {
            return true;
        }
        if closes(text, at) {
            said_so = true;
        } else if !LOOSE.contains(unit.c) {
            return said_so;
        }
    }
    true
}

/// Whether the phrase is said once more right behind the place: 不行不行.
pub(super) fn again(text: &Text, behind: usize, phrase: &Text) -> bool {
    let next = text.units.get(behind..).unwrap_or_default().iter().map(|u| u.c);
    phrase.units.len() <= next.len() && phrase.folded().zip(next).all(|(a, b)| a == b)
}

/// Whether a place is where a set looks.
pub(super) fn in_position(text: &Text, at: At, first: usize, behind: usize) -> bool {
    let ends = |i: usize| text.units.get(i).is_none_or(|u| u.after_end);
    match at {
        At::Anywhere | At::FirstTurn => true,
        At::SentenceStart => {
            // 嗯，不行 begins with 不行.
            let hesitant = |i: &usize| !ends(*i) && i.checked_sub(1).and_then(|b| text.units.get(b)).is_some_and(|u| is_filler(u.c));
            let start = first - (0..=first).rev().take_while(hesitant).count();
            start == 0 || ends(start)
        }
        At::SentenceEnd => {
            let particle = |(i, u): &(usize, &Unit)| !u.after_end && (closes(text, *i) || LOOSE.contains(u.c));
            let run = (behind..).zip(text.units.get(behind..).unwrap_or_default()).take_while(particle).count();
            ends(behind + run)
        }
    }
}

/// Whether a place stands inside quotation marks, or behind words that tell what the other one said: 您刚才说不行是指….
pub(super) fn is_quoted(text: &Text, first: usize, behind: usize) -> bool {
    text.units.get(first).is_some_and(|unit| in_marks(text, unit.start)) || is_told(text, first, behind)
}

/// Whether a byte stands between quotation marks that are closed.
fn in_marks(text: &Text, at: usize) -> bool {
    let before = text.quoted.partition_point(|(from, _)| *from < at);
    before.checked_sub(1).and_then(|b| text.quoted.get(b)).is_some_and(|(_, to)| at < *to)
}

/// What stands between quotation marks that are closed, from the first to the last: of marks inside others the outer ones.
pub(super) fn quoted(marks: &[(usize, char)]) -> Vec<(usize, usize)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut straight: Option<usize> = None;
    let mut all: Vec<(usize, usize)> = Vec::new();
    for (i, c) in marks.iter().copied() {
        if open.last().is_some_and(|(close, _)| *close == c) {
            all.extend(open.pop().map(|(_, from)| (from, i)));
        } else if let Some(close) = closer(c) {
            open.push((close, i));
        } else if c == '"' {
            match straight.take() {
                Some(from) => all.push((from, i)),
                None => straight = Some(i),
            }
        }
    }
    all.sort_unstable();
    all.dedup_by(|(from, to), (_, outer)| {
        let inside = *from < *outer;
        *outer = if inside { (*outer).max(*to) } else { *outer };
        inside
    });
    all
}

/// Whether a character is a quotation mark, one that opens or one that closes.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '’' | '”' | '」' | '』' | '》') || closer(c).is_some()
}

fn closer(open: char) -> Option<char> {
    Some(match open {
        '‘' => '’',
        '“' => '”',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        _ => return None,
    })
}

/// Whether the words right before tell what the customer said: who, perhaps when, a verb of saying, perhaps a particle.
fn is_told(text: &Text, first: usize, behind: usize) -> bool {
    // Nearly always the character before is none of these.
    let before = first.checked_sub(1).and_then(|i| text.units.get(i));
    if !before.is_some_and(|unit| ends_telling(unit.c)) || text.units.get(first).is_some_and(|unit| unit.after_end) {
        return false;
    }
    let from = first.saturating_sub(TOLD_REACH);
    let before: Vec<&Unit> = text.units.get(from..first).unwrap_or_default().iter().collect();
    // Only what is said in the same breath.
    let fresh = before.iter().rposition(|u| u.after_end).unwrap_or(0);
    let words: String = before.iter().skip(fresh).map(|u| spoken_digit(u.c)).collect();
    let small = SMALL.iter().find(|small| words.ends_with(**small));
    // 您反映的不归我管 says it of what was told; 您说的没有，是没有收到吗 asks about the word.
    let asks = text.units.get(behind).is_some_and(|next| !next.after_end && ASKING.contains(next.c));
    if small == Some(&"的") && !asks {
        return false;
    }
    let words = small.and_then(|small| words.strip_suffix(small)).unwrap_or(&words);
    let Some(words) = SAYING.iter().find_map(|verb| words.strip_suffix(verb)) else { return false };
    let words = WHEN.iter().find_map(|when| words.strip_suffix(when)).unwrap_or(words);
    // Who says to somebody, or asks him to say, says it himself.
    WHO.iter().filter_map(|who| words.strip_suffix(who)).any(|before| !TO.iter().any(|to| before.ends_with(to)))
}

/// Whether [`SAYING`] or [`SMALL`] has a word that ends so.
fn ends_telling(c: char) -> bool {
    matches!(c, '说' | '讲' | '到' | '映' | '示' | '话' | '思' | '的' | '过' | '了' | '是' | '句')
}

/// How it goes on where a word that was told is asked about or named.
const ASKING: &str = "是指算这那";
/// The longest that tells of words before them: who, when, a verb, a particle.
const TOLD_REACH: usize = 10;
const WHO: [&str; 12] = ["您", "你", "客户", "对方", "先生", "女士", "小姐", "顾客", "用户", "系统", "材料", "手册"];
const TO: [&str; 13] = ["跟", "对", "给", "和", "向", "同", "与", "替", "听", "请", "麻烦", "让", "告诉"];
const WHEN: [&str; 14] = ["刚才", "刚刚", "之前", "上次", "前面", "方才", "所", "来电", "昨天", "今天", "刚", "里", "上", "的"];
const SAYING: [&str; 9] = ["说", "讲", "提到", "反映", "讲到", "说到", "提示", "原话", "意思"];
const SMALL: [&str; 6] = ["的是", "的", "过", "了", "是", "那句"];

/// Particles that end what is said, whatever comes then.
const CLOSING: &str = "啊呀吧呢吗啦哦嘛噢咯喽呐哟呗嘞哇诶欸";
/// What such a character is the beginning of, where these follow: 吧台, 吗啡, 呢绒.
const BEGINS: [(char, &str); 6] = [('吧', "台女丽"), ('吗', "啡"), ('呢', "绒喃"), ('啦', "啦"), ('咯', "血"), ('哇', "哈")];

/// Whether a particle ends what is said at a place.
fn closes(text: &Text, at: usize) -> bool {
    let Some(unit) = text.units.get(at).filter(|u| CLOSING.contains(u.c)) else { return false };
    let next = text.units.get(at + 1).filter(|next| next.is_next());
    !next.is_some_and(|next| BEGINS.iter().any(|(c, tails)| *c == unit.c && tails.contains(next.c)))
}

/// Particles that also begin words: they end what is said only where nothing but a mark or another particle follows.
const LOOSE: &str = "了的哈么哪";

#[cfg(test)]
mod tests {
    use super::{SAYING, SMALL, ends_telling};

    #[test]
    fn the_words_that_tell_are_known_by_their_ends() {
        let ends: Vec<char> = SAYING.iter().chain(&SMALL).filter_map(|word| word.chars().last()).collect();
        assert_eq!(ends.len(), SAYING.len() + SMALL.len());
        assert!(('\u{4e00}'..='\u{9fff}').all(|c| ends_telling(c) == ends.contains(&c)));
    }
}

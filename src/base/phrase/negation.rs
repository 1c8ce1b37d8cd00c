//! Characters whose presence turns a sentence into another.

use super::english;
use super::speech::Letter;

/// Marks the characters that negate: not those of 非常 or 不好意思, nor those of a question such as 能不能.
pub(super) fn mark(letters: &mut [Letter]) {
    let said: Vec<char> = letters.iter().map(|l| l.c).collect();
    for (i, letter) in letters.iter_mut().enumerate() {
        letter.negates = NEGATIONS.contains(letter.c) && !is_harmless(&said, i) && !is_question(&said, i);
    }
    english::mark(letters);
}

/// Whether what is said from a letter on is denied: a negation stands right before it, or with nothing but words between that carry it on (不会, 不需要,
/// 没有给您); two of them say the thing again.
pub(super) fn is_denied(said: &[Letter], at: usize) -> bool {
    let (mut at, mut denied) = (at, false);
    loop {
        let before = said.get(..at).unwrap_or_default();
        if said.get(at).is_some_and(|l| l.paused) {
            return denied;
        }
        let Some(last) = before.last() else { return denied };
        // The first letter of an English word tells whether it negates.
        let word = english::word_at(|i| before.get(i).copied(), before.len() - 1);
        if before.get(word.start).is_some_and(|l| l.negates) {
            // English denies what is English: before a line in Chinese `no` is another sentence.
            if last.is_latin() && said.get(at).is_some_and(|l| !l.is_latin() && l.value.is_none()) {
                return denied;
            }
            denied = !denied;
            at = word.start;
            continue;
        }
        let ends = |word: &&&str| {
            let from = before.len().checked_sub(word.chars().count());
            from.and_then(|from| before.get(from..)).is_some_and(|here| {
                here.iter().map(|l| l.c).eq(word.chars()) && here.iter().skip(1).all(|l| !l.paused) && begins_word(here)
            })
        };
        let Some(word) = CARRYING.iter().filter(ends).map(|word| word.chars().count()).max() else { return denied };
        at -= word;
    }
}

/// Whether a row of letters begins with a word of an alphabet, not inside one.
fn begins_word(here: &[Letter]) -> bool {
    here.first().is_none_or(|l| !l.is_latin() || l.apart)
}

/// Words between a negation and what it denies.
const CARRYING: [&str; 59] = [
    "会", "用", "需", "要", "需要", "必", "能", "能够", "可以", "可能", "得", "该", "应", "应该", "应当", "想", "愿意", "肯", "准", "许",
    "允许", "让", "给", "为", "替", "帮", "向", "对", "跟", "被", "把", "将", "再", "是", "有", "去", "来", "您", "你", "我", "们", "他",
    "她", "任何", "另外", "额外", "to", "need", "have", "has", "be", "do", "you", "the", "a", "an", "any", "going", "want",
];

const NEGATIONS: &str = "不没无未别勿非否";

/// Words in which such a character negates nothing, or that are politeness.
const HARMLESS: [&str; 38] = [
    "非常",
    "除非",
    "特别",
    "分别",
    "区别",
    "级别",
    "类别",
    "性别",
    "个别",
    "别的",
    "别人",
    "告别",
    "无论",
    "无非",
    "无线",
    "无锡",
    "没关系",
    "没问题",
    "没错",
    "没事",
    "不好意思",
    "对不起",
    "不客气",
    "不用谢",
    "不过",
    "不但",
    "不仅",
    "不同",
    "不然",
    "不管",
    "不论",
    "差不多",
    "是否",
    "能否",
    "可否",
    "否则",
    "未来",
    "未免",
];

/// What such a word is not, where these characters follow: 不同意 is no 不同, 没事先说 no 没事.
const GOES_ON: [(&str, &str); 7] =
    [("不同", "意步"), ("不过", "期敏户滤夜"), ("不管", "用理"), ("没事", "先"), ("未来", "得及"), ("没错", "过"), ("不但", "误")];

fn is_harmless(said: &[char], at: usize) -> bool {
    let goes_on = |word: &str, next: Option<&char>| {
        let next = next.copied();
        GOES_ON.iter().any(|(w, tails)| *w == word && next.is_some_and(|c| tails.contains(c)))
    };
    let stands = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        let inside = letters.iter().enumerate().filter(|(_, c)| said.get(at) == Some(c));
        let mut starts =
            inside.filter_map(|(i, _)| at.checked_sub(i)).filter(|from| said.get(*from..*from + letters.len()) == Some(&letters[..]));
        starts.any(|from| !goes_on(word, said.get(from + letters.len())))
    };
    HARMLESS.iter().any(|word| stands(word))
}

/// 能不能, 有没有, 知不知道
fn is_question(said: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| said.get(i));
    before.is_some() && before == said.get(at + 1)
}

/// Sounds of hesitation, which are said into any line.
pub(super) fn is_filler(c: char) -> bool {
    matches!(c, '嗯' | '呃' | '啊' | '哦' | '噢' | '额' | '诶' | '哎' | '唔')
}

//! Characters whose presence turns a sentence into another.

use super::speech::Letter;

/// Marks the characters that negate: not those of 非常 or 不好意思, nor those of a question such as 能不能.
pub(super) fn mark(letters: &mut [Letter]) {
    let said: Vec<char> = letters.iter().map(|l| l.c).collect();
    for (i, letter) in letters.iter_mut().enumerate() {
        letter.negates = NEGATIONS.contains(letter.c) && !is_harmless(&said, i) && !is_question(&said, i);
    }
}

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

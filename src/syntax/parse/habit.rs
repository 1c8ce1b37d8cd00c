//! Habits of writing that the language does not share, and what to write instead.

use crate::syntax::grammar::Rule;
use crate::syntax::keyword;

/// Advice on a line that a rule refuses: the whole line and what was refused of it.
pub(super) fn of(rule: Rule, line: &str, rest: &str) -> Option<(String, String)> {
    let found = match rule {
        Rule::sentence_line => Some(sentence(line, rest)),
        Rule::play_line => Some(play(line, rest)),
        _ => None,
    };
    found.or_else(|| glued(rest)).or_else(|| anywhere(line, rest).map(|(zh, en)| (zh.to_owned(), en.to_owned())))
}

/// A line of a step that begins as people write elsewhere.
pub(super) struct Begun {
    /// What to write, in both languages.
    pub(super) advice: (String, String),
    /// How many bytes of its beginning are replaced, and by which keyword.
    pub(super) instead: Option<(usize, Rule)>,
}

/// Advice on how a line of a step begins: with what is said, an arrow, a bullet, or with who speaks.
pub(super) fn begun(line: &str) -> Option<Begun> {
    let both = |zh: String, en: String, instead| Some(Begun { advice: (zh, en), instead });
    if line.starts_with(['“', '"']) {
        return both(
            format!("要人说的话，前面写“说”，一定要说的写“必说”：说 {line}"),
            format!("what is said begins with `say`, what must be said with `must say`: say {line}"),
            Some((0, Rule::k_say)),
        );
    }
    let arrow = ["->", "=>", "→", "⇒"].iter().find_map(|arrow| line.strip_prefix(arrow).map(str::trim_start));
    if let Some(target) = arrow {
        return both(
            format!("接着走哪个环节，写“转”：转 {target}"),
            format!("where the call goes on is written `goto`: goto {target}"),
            Some((line.len() - target.len(), Rule::k_goto)),
        );
    }
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[char] = if numbered.len() < line.len() { &['.', '、', ')'] } else { &['-', '*', '•', '·'] };
    if numbered.starts_with(marks) {
        return both(
            "行首不写编号和“-”：先后就是从上到下，直接写要做什么".to_owned(),
            "no number or bullet stands before a statement: they are done from top to bottom".to_owned(),
            None,
        );
    }
    let (_, said) = line.split_once(':').filter(|(who, _)| !who.is_empty() && who.chars().all(char::is_alphabetic))?;
    let said = said.trim_matches([' ', '“', '”', '"']);
    both(
        format!("谁说的不写在前面：话务员要说的写成 说 “{said}”；客户会怎么答，写成 选项 名字 例如 “{said}”"),
        format!(
            "who speaks is not written first: what the agent says is: say “{said}”; what a customer answers is: option name like “{said}”"
        ),
        None,
    )
}

/// Advice on a line of a 场景.
fn play(line: &str, rest: &str) -> (String, String) {
    let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    if line.starts_with("期望") || line.starts_with("expect") {
        return both(
            "期望这样写：期望 结束 受理完成；期望 说过 “您好”；期望 没说过 “…”；期望 违反 规则名；期望 单.字段 == 值",
            "what is expected is written like: expect end done; expect said “…”; expect broken rule; expect form.field == value",
        );
    }
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return both(
            "时刻写成 00:05（打来以后五秒）或者 +5秒（上一行以后五秒），后面写出了什么事：+5秒 客户挂机",
            "an instant is written 00:05 (five seconds into the call) or +5s (after the line above), then what happens",
        );
    }
    both(
        "场景一行写一件事：00:05 客户: 我要报修；00:08 选项 报修；+5秒 客户挂机；期望 结束 受理完成",
        "a line of a scenario is one thing: 00:05 customer: …; 00:08 option …; +5s customer hang up; expect end done",
    )
}

/// A keyword and a number written together: 限时30秒.
fn glued(rest: &str) -> Option<(String, String)> {
    let word = keyword::word(rest);
    let (head, number) = word.split_at(word.find(|c: char| c.is_ascii_digit())?);
    let known = keyword::find(head)?;
    Some((format!("词和词之间要空一格：{head} {number}"), format!("a space belongs after `{}`: {head} {number}", known.en)))
}

/// Words of duty, which stand by themselves.
const DUTIES: [&str; 8] = ["必须", "不得", "禁止", "严禁", "应当", "不应", "不宜", "最好"];
/// What people write for 不得 and for 必须.
const FORBIDS: [&str; 7] = ["不许", "不准", "不能", "不要", "不可以", "不可", "别"];
const DEMANDS: [&str; 7] = ["务必", "一定", "一定要", "需要", "需", "要", "得"];

/// Advice on a sentence of 规则 or 保证. Nobody knows all its forms by heart, so there is always some.
fn sentence(line: &str, rest: &str) -> (String, String) {
    let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    let words = || line.split([' ', ',']).filter(|w| !w.starts_with(['“', '"']));
    if let Some((word, duty)) = words().find_map(|w| DUTIES.iter().find(|d| w.len() > d.len() && w.starts_with(**d)).map(|d| (w, *d))) {
        let tail = word.get(duty.len()..).unwrap_or("");
        let apart = match tail.strip_prefix('说').filter(|said| !said.is_empty() || tail == "说") {
            Some(said) => format!("{duty} 说 {said}"),
            None => format!("{duty} {tail}"),
        };
        let apart = apart.trim_end();
        return (format!("词和词之间要空一格：{apart}"), format!("a space stands between words: {apart}"));
    }
    if words().any(|w| FORBIDS.contains(&w)) {
        return both("不让做的写“不得”：不得 话务员 说 …", "what is not allowed is written: must not agent say …");
    }
    if words().any(|w| DEMANDS.contains(&w)) {
        return both("一定要做的写“必须”：必须 话务员 说 …", "what has to be done is written: must agent say …");
    }
    let next = rest.split([' ', ',']).next().unwrap_or("");
    match next {
        "后" | "以后" | "过后" => return both("写作“之后”：接听 之后 必须 …", "it is written: answer afterwards must …"),
        "以前" => return both("写作“之前”：通话结束 之前 必须 …", "it is written: call ended beforehand must …"),
        "内" | "里" | "之间" => return both("写作“以内”：3秒 以内", "it is written: 3s or within"),
        _ => {}
    }
    if rest.starts_with('扣') {
        return both("扣几分写在规则那一行：规则 名字 扣 2分", "points stand on the line of the rule: rule name deduct 2 points");
    }
    if words().any(|w| w == "超过") && !words().any(|w| w == "持续" || w == "累计") {
        return both(
            "不让太长写成：通话中 持续 不得 超过 10分钟；加起来算的写“累计”：保持中 累计 不得 超过 2分钟",
            "what must not last is written: connected lasting must not more than 10min; what is summed up: on hold in total must not more than 2min",
        );
    }
    let after = words().any(|w| ["之后", "之前", "前", "后"].contains(&w));
    if line.starts_with("在 ") && after {
        return both(
            "先说出了什么事，前面不用“在”：接听 之后 必须 …；走到一个环节也是一件事：进入 流程.环节 之后 必须 …",
            "what has happened comes first, without `at`: answer afterwards must …; to come to a step is such a thing too: enter flow.step afterwards must …",
        );
    }
    both(
        "一条规矩这样写：接听 之后 3秒以内 必须 话务员 说 问候；转接 之前 必须 话务员 说 致歉；不得 话务员 说 …。词和词之间空一格",
        "a sentence is written like: answer afterwards 3s or within must agent say greeting; transfer beforehand must agent say apology; must not agent say …; a space stands between words",
    )
}

/// Advice that holds for any line.
fn anywhere(line: &str, rest: &str) -> Option<(&'static str, &'static str)> {
    if rest.starts_with(',') && ["若", "如果", "否则若", "if", "else if"].iter().any(|word| line.starts_with(word)) {
        return Some(("条件后面不用逗号：空一格，直接写要做什么", "no comma follows a condition: write the statement after a space"));
    }
    if ["则", "就", "那么", "then"].iter().any(|word| rest.strip_prefix(word).is_some_and(ends)) {
        return Some((
            "不用写“则”“就”：空一格，直接写要做什么，或者换一行缩进去写",
            "no word stands before what is done: write the statement after a space, or below, indented",
        ));
    }
    if ["到", "至", "-", "~", "—"].iter().any(|word| rest.strip_prefix(word).is_some_and(|r| r.starts_with(digit))) {
        return Some(("一段范围写成 1..10，两头都算", "a range is written 1..10, both ends included"));
    }
    let hour = rest.split_once(':').map(|(hour, _)| hour).filter(|h| h.len() == 1 && h.starts_with(|c: char| c.is_ascii_digit()));
    if hour.is_some() {
        return Some((
            "钟点写足两位：09:00；从几点到几点写成 09:00-18:00",
            "a clock has two digits: 09:00; from one to another is 09:00-18:00",
        ));
    }
    if rest.starts_with('周')
        && ["至", "到", "-", "~"].iter().any(|word| keyword::word(rest).contains(word) || rest.contains(&format!("{word}周")))
    {
        return Some(("一段写成 周一..周五，两头都算", "a range is written Monday..Friday, both ends included"));
    }
    // Text marks are as typed; only what stands between two texts is folded.
    if ["”、“", "”,“", "\"、\"", "\",\""].iter().any(|joint| line.contains(joint)) {
        return Some((
            "几句里任选一句，中间写“或”；一句接一句都要说的，写成两行",
            "between texts of which one is said stands `or`; texts that are all said are a line each",
        ));
    }
    None
}

/// Whether a word that does not belong is a keyword with one more character, as 等待 is 等: nothing is named 待.
pub(super) fn lengthened(word: &str, keyword: &str) -> bool {
    word.strip_prefix(keyword).is_some_and(|tail| ["待", "候", "到", "着", "了", "下", "出", "至", "成", "于"].contains(&tail))
}

fn ends(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| c == ' ' || c == ',')
}

fn digit(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十".contains(c)
}

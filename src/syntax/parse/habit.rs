//! Habits of writing that the language does not share, and what to write instead.

/// Advice on a refused line: the whole line and what was refused of it.
pub(super) fn of(line: &str, rest: &str) -> Option<(&'static str, &'static str)> {
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

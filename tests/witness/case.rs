//! The sentence of a witness as a condition of the language: what a trainer reads is what is put to the test.

/// A condition that holds in every case.
pub(super) const ANY: &str = "1 == 1";

/// The cases that a sentence names; none where one of them names no value.
pub(super) fn cases(sentence: &str, quoted: &[String]) -> Option<Vec<String>> {
    let named = sentence.split('；').filter(|part| !part.starts_with("另有 "));
    named.map(|case| condition(case, quoted)).collect()
}

/// One case as a condition.
pub(super) fn condition(case: &str, quoted: &[String]) -> Option<String> {
    if case == "任何情况" {
        return Some(ANY.to_owned());
    }
    let all: Option<Vec<String>> = parts(case).into_iter().map(|part| one(part, quoted)).collect();
    Some(all?.iter().map(|c| format!("({c})")).collect::<Vec<_>>().join(" 且 "))
}

/// The parts of a case: what stands in quotes or brackets is not parted.
fn parts(case: &str) -> Vec<&str> {
    let (mut depth, mut from, mut out) = (0, 0, Vec::new());
    for (at, c) in case.char_indices() {
        match c {
            '“' | '(' => depth += 1,
            '”' | ')' => depth -= 1,
            '、' if depth == 0 => {
                out.push(&case[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(&case[from..]);
    out
}

fn one(part: &str, quoted: &[String]) -> Option<String> {
    if let Some((name, value)) = part.rsplit_once(" 恰好 ") {
        // A length below nothing is written as what is left of a longer one.
        let value = value.strip_prefix('-').map_or(value.to_owned(), |v| format!("({v} - {v} - {v})"));
        return Some(format!("({name}) == {value}"));
    }
    if let Some((name, value)) = part.rsplit_once(" 为 ") {
        return match value {
            "是" => Some(format!("({name})")),
            "否" => Some(format!("非 ({name})")),
            "其他内容" => Some(quoted.iter().fold(format!("({name}) 已知"), |all, q| format!("{all} 且 ({name}) != {q}"))),
            // What the script has no name for: only that it is there can be asked.
            "别的值" => Some(format!("({name}) 已知")),
            _ => Some(format!("({name}) == {value}")),
        };
    }
    (part.ends_with(" 未知") || part.ends_with(" 已知")).then(|| part.to_owned())
}

/// Every text in quotes of a piece of script.
pub(super) fn quoted(text: &str) -> Vec<String> {
    let mut out: Vec<String> =
        text.split('“').skip(1).filter_map(|rest| rest.split_once('”')).map(|(inside, _)| format!("“{inside}”")).collect();
    out.sort();
    out.dedup();
    out
}

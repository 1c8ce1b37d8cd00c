//! Why a `huashu.toml` cannot be read, in words for the person who wrote it.

use super::ConfigError;
use crate::base::{Message, Source};

/// toml speaks English only; the commonest faults are said again in Chinese.
pub(super) fn unreadable(source: &Source, fault: &toml::de::Error) -> ConfigError {
    let raw = fault.message().replace('\n', " ");
    let mut ticked = raw.split('`').skip(1).step_by(2);
    let (quoted, known) = (ticked.next().unwrap_or_default(), ticked.collect::<Vec<_>>());
    let (zh, en) = if raw.starts_with("unknown field") {
        let (zh, en) =
            near(quoted, &known).map_or_else(Default::default, |n| (format!("，是不是 {n}？"), format!(", did you mean `{n}`?")));
        (
            format!("不认识的项“{quoted}”{zh}（可写 {}）", known.join("、")),
            format!("there is no key `{quoted}`{en} (it may be {})", known.join(", ")),
        )
    } else if raw.starts_with("unknown variant") {
        (format!("不认识的值“{quoted}”，可写 草案、生效"), raw)
    } else if raw.starts_with("invalid unquoted key") {
        ("等号左边和方括号里的中文要加引号，例如 \"及时\" = \"2小时\"".to_owned(), raw)
    } else if raw.starts_with("string values must be quoted") {
        ("等号右边的值要加引号，例如 name = \"家庭服务\"".to_owned(), raw)
    } else if raw.starts_with("duplicate key") {
        ("同一项写了两次".to_owned(), raw)
    } else if let Some(said) = wrong_sort(&raw) {
        said
    } else {
        (format!("这一行读不懂（{raw}）"), raw)
    };
    error(source, fault.span().map_or(0, |s| s.start), zh, en)
}

/// A value of another sort than the key takes: what is written and what belongs there, in both languages.
fn wrong_sort(raw: &str) -> Option<(String, String)> {
    let rest = raw.strip_prefix("invalid type: ").or_else(|| raw.strip_prefix("invalid value: "))?;
    let (given, wanted) = rest.rsplit_once(", expected ")?;
    let (given, value) = GIVEN.iter().find_map(|(name, zh, en)| Some(((*zh, *en), given.strip_prefix(name)?.trim())))?;
    let value = value.trim_matches(['`', '"']);
    let (zh, en) = match value {
        "" => (format!("这里不能写{}", given.0), format!("{} does not belong here", given.1)),
        value => (format!("这里不能写{} {value}", given.0), format!("{} `{value}` does not belong here", given.1)),
    };
    Some(match WANTED.iter().find(|(names, ..)| names.iter().any(|n| wanted.starts_with(n))) {
        Some((_, wanted_zh, wanted_en)) => (format!("{zh}，要写{wanted_zh}"), format!("{en}; write {wanted_en}")),
        None => (zh, en),
    })
}

/// What toml calls the sorts of values that are written.
const GIVEN: [(&str, &str, &str); 7] = [
    ("string", "文字", "the text"),
    ("integer", "整数", "the number"),
    ("floating point", "小数", "the number"),
    ("boolean", "是非值", "the value"),
    ("sequence", "一串值", "a list"),
    ("map", "一组项", "a table"),
    ("datetime", "日期", "a date"),
];

/// What it calls those that a key takes.
const WANTED: [(&[&str], &str, &str); 4] = [
    (&["a string", "string"], "加引号的文字，例如 \"家庭服务\"", "text in quotation marks, such as \"home service\""),
    (
        &["u8", "u16", "u32", "u64", "usize", "i64", "a nonzero"],
        "不带引号的正整数，例如 1000",
        "a whole number without quotation marks, such as 1000",
    ),
    (&["a map", "struct", "a table"], "一组项，各项写在方括号的标题下面", "a table: a heading in square brackets and its keys below"),
    (&["a boolean"], "true 或 false", "true or false"),
];

/// A fault at a byte of the file.
pub(super) fn error(source: &Source, at: usize, zh: impl Into<String>, en: impl Into<String>) -> ConfigError {
    ConfigError { message: Message::new(zh, en), at: source.position(at) }
}

/// The key that comes nearest, if one comes near.
fn near<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |k: &str| strsim::damerau_levenshtein(&written.to_lowercase().replace('-', "_"), k);
    known.iter().copied().map(|k| (distance(k), k)).filter(|(d, k)| *d <= 2 && *d < k.chars().count()).min().map(|(_, k)| k)
}

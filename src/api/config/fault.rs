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
    } else {
        (format!("这一行读不懂（{raw}）"), raw)
    };
    error(source, fault.span().map_or(0, |s| s.start), zh, en)
}

/// A fault at a byte of the file.
pub(super) fn error(source: &Source, at: usize, zh: impl Into<String>, en: impl Into<String>) -> ConfigError {
    ConfigError { message: Message::new(zh, en), at: source.position(at) }
}

/// The key that comes nearest, if one comes near.
fn near<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |k: &str| strsim::damerau_levenshtein(&written.to_lowercase().replace('-', "_"), k);
    known.iter().copied().map(|k| (distance(k), k)).filter(|(d, k)| *d <= 2 && *d < k.chars().count()).min().map(|(_, k)| k)
}

//! E0104: a name that reads as a number with a unit, or as a comparison word with a number.

use crate::base::Diagnostic;
use crate::sema::codes::names::NUMBER_LIKE_NAME;
use crate::syntax::ast::Name;

/// Words that may follow a number, longest first where one begins another.
const UNITS: &[&str] = &[
    "个工作小时",
    "个工作分钟",
    "个工作日",
    "字/分钟",
    "个小时",
    "个星期",
    "个季度",
    "毫秒",
    "秒钟",
    "分钟",
    "小时",
    "钟头",
    "星期",
    "个月",
    "声",
    "响",
    "次",
    "回",
    "遍",
    "秒",
    "天",
    "日",
    "周",
    "季",
    "年",
    "号",
    "元",
    "块",
    "分",
    "字",
];

/// Comparison words that may touch a number.
const BOUNDS: &[&str] = &[
    "超过",
    "不足",
    "至少",
    "至多",
    "恰好",
    "超出",
    "大于",
    "多于",
    "高于",
    "不满",
    "未满",
    "小于",
    "少于",
    "低于",
    "不少于",
    "不低于",
    "不小于",
    "不超过",
    "不多于",
    "不大于",
    "最多",
    "等于",
    "满",
];

/// Comparison words after a number.
const AFTER: &[&str] = &["以上", "以下", "以内", "之内", "以外"];

/// Reports a declared name that can be read as a number.
pub(crate) fn check_name(name: &Name, out: &mut Vec<Diagnostic>) {
    if !reads_as_number(&name.text) {
        return;
    }
    out.push(
        Diagnostic::new(
            &NUMBER_LIKE_NAME,
            name.span,
            format!("名字“{}”读起来是一个数", name.text),
            format!("the name `{}` reads as a number", name.text),
        )
        .label("会被读成数", "would be read as a number")
        .help("换个名字，比如在前面加上它是什么。", "Choose another name, for example by adding what it is."),
    );
}

fn reads_as_number(name: &str) -> bool {
    // Nearly every name is turned away by its first character.
    let Some(first) = name.chars().next() else { return false };
    if is_digit(first) {
        let mut rest = number(name).unwrap_or(name);
        if rest.len() == name.len() {
            return false;
        }
        rest = AFTER.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
        return is_units(rest);
    }
    if !"超不至恰大多高未小少低最等满".contains(first) {
        return false;
    }
    BOUNDS.iter().any(|word| name.strip_prefix(word).is_some_and(|rest| number(rest).is_some_and(|left| left.is_empty() || is_units(left))))
}

/// `小时30分钟`: a unit, then perhaps more numbers with units.
fn is_units(text: &str) -> bool {
    UNITS
        .iter()
        .any(|unit| text.strip_prefix(unit).is_some_and(|rest| rest.is_empty() || rest == "半" || number(rest).is_some_and(is_units)))
}

/// What follows the number at the head of a text.
fn number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c| is_digit(c) || c == '.');
    (rest.len() < text.len()).then_some(rest)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "零〇一二两三四五六七八九十百千万半".contains(c)
}

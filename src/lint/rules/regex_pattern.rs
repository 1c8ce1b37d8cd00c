//! L17: a 格式 written as a regular expression, whose signs are taken literally here.

use crate::base::Diagnostic;
use crate::lint::{Rule, codes::REGEX_PATTERN, cx::Cx};

pub(crate) static RULE: Rule = Rule { run };

/// What nobody writes who means the signs themselves.
const SIGNS: [&str; 8] = ["\\d", "\\w", "\\s", "\\.", ".*", ".+", "(?", "]+"];

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for field in cx.model.forms.iter().flat_map(|f| &f.fields) {
        let Some(pattern) = field.pattern.as_ref().filter(|p| is_regular(p)) else { continue };
        let fits: String = pattern.chars().map(|c| if c == '9' { '0' } else { c }).collect();
        let name = &field.name;
        out.push(
            Diagnostic::new(
                &REGEX_PATTERN,
                field.span,
                format!("“{name}”的格式是按正则表达式写的，这里照字面读：只有“{fits}”这样的才填得进去"),
                format!("the pattern of `{name}` is written as a regular expression and read literally: only “{fits}” and the like can be filled in"),
            )
            .help(
                "格式里 9 是一个数字，A 是一个字母，* 是任意几个字，别的照原样：四位数字写“9999”，楼号和房号写“*-*”。",
                "In a pattern 9 is a digit, A a letter, * any characters or none, all else itself: four digits are “9999”, house and room “*-*”.",
            ),
        );
    }
}

/// Whether a pattern has signs of a regular expression: classes in brackets, escapes, repetition, anchors.
fn is_regular(pattern: &str) -> bool {
    let class = pattern.split_once('[').and_then(|(_, rest)| rest.split_once(']')).is_some_and(|(inside, _)| inside.contains('-'));
    class || SIGNS.iter().any(|s| pattern.contains(s)) || (pattern.starts_with('^') && pattern.ends_with('$'))
}

//! L01: an employee number or company name written out in a line.

use crate::base::{Diagnostic, Edit};
use crate::lint::{Rule, codes::LITERAL_IDENTITY, cx::Cx, text::PLACEHOLDER, text::Words};

pub(crate) static RULE: Rule = Rule { run };

/// What follows a number that is a person's.
const PERSONS: &[&str] = &["话务员", "客服", "坐席", "专员", "服务员", "接线员"];
/// What a person goes on with after telling the number: 001号祝您生活愉快.
const SPEAKS: &[&str] = &["为您", "祝您", "祝你", "将", "已", "深感"];
/// What a company's name ends in.
const HOUSES: &[&str] = &["公司", "客服中心", "服务中心", "集团", "热线", "影楼", "酒店", "银行", "医院"];
/// Words that name no company in particular.
const COMMON: &[&str] = &["客户", "客服", "服务", "售后", "投诉", "中心", "公司", "热线", "的", "本", "我们", "我"];

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for line in &cx.spoken {
        if let Some((start, len)) = number(&line.words) {
            let written = line.words.as_str().get(start..start + len).unwrap_or("");
            out.push(
                Diagnostic::new(
                    &LITERAL_IDENTITY,
                    line.words.place(start, len),
                    format!("工号“{written}”写死在话里，换个人就说错"),
                    format!("the employee number “{written}” is written out; with another agent it is wrong"),
                )
                .help("把工号声明成参数，话里写 `{工号}`。", "Declare the number as a `param` and write `{number}` in the line."),
            );
            by_name(cx, "工号", out.last_mut());
        }
        if let Some((start, len)) = house(&line.words) {
            let written = line.words.as_str().get(start..start + len).unwrap_or("");
            out.push(
                Diagnostic::new(
                    &LITERAL_IDENTITY,
                    line.words.place(start, len),
                    format!("公司名“{written}”写死在话里，换一家就说错"),
                    format!("the company's name “{written}” is written out; in another house it is wrong"),
                )
                .help("把公司名声明成参数，话里写 `{公司}`。", "Declare the name as a `param` and write `{company}` in the line."),
            );
            by_name(cx, "公司", out.last_mut());
        }
    }
}

/// Proposes the parameter in place of what is written out, where there is one of that name.
fn by_name(cx: &Cx<'_>, name: &str, found: Option<&mut Diagnostic>) {
    if let Some(found) = found.filter(|_| cx.model.params.iter().any(|p| p.name == name)) {
        let edits = vec![Edit { span: found.span, text: format!("{{{name}}}") }];
        *found = found.clone().suggest(format!("改成 {{{name}}}"), format!("write {{{name}}}"), edits);
    }
}

/// A number before 号 that is a person's: three digits, or a leading zero, or the person follows.
fn number(words: &Words) -> Option<(usize, usize)> {
    words.find("号").find_map(|at| {
        let (before, after) = words.around(at, "号".len());
        let digits = before.chars().rev().take_while(|c| digit(*c)).collect::<Vec<_>>();
        let start = before.len() - digits.iter().map(|c| c.len_utf8()).sum::<usize>();
        let named = PERSONS.iter().any(|p| after.starts_with(p));
        let numbered = SPEAKS.iter().any(|word| after.starts_with(word))
            && (digits.len() >= 3 || digits.last().is_some_and(|c| matches!(c, '0' | '零' | '〇' | '０')));
        let called = before.get(..start).is_some_and(|b| b.ends_with("工号") || b.ends_with("工号是"));
        (!digits.is_empty() && (named || numbered || called)).then_some((start, at - start))
    })
}

fn digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "零〇一二三四五六七八九".contains(c)
}

/// The name after 这里是.
fn house(words: &Words) -> Option<(usize, usize)> {
    words.find("这里是").find_map(|at| {
        let (_, after) = words.around(at, "这里是".len());
        let end = after.find(['，', ',', '。', '！', '；', PLACEHOLDER, ' ', '”']).unwrap_or(after.len());
        let called = after.get(..end)?;
        let name = HOUSES.iter().filter_map(|h| called.find(h).map(|i| called.get(..i + h.len()).unwrap_or(""))).max_by_key(|n| n.len())?;
        let own = COMMON.iter().fold(name.to_owned(), |rest, word| rest.replace(word, ""));
        let own = HOUSES.iter().fold(own, |rest, word| rest.replace(word, ""));
        (!own.trim().is_empty()).then_some((at + "这里是".len(), name.len()))
    })
}

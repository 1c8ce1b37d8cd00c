//! L02: the value of a constant written out again.

use crate::base::{Decimal, Diagnostic, Edit, Span};
use crate::lint::{Rule, codes::LITERAL_CONSTANT, cx::Cx};
use crate::sema::check::domain::{Scale, amount_in_words, constant};
use crate::sema::model::{Const, ConstState, ExprKind, Ty, Value};
use crate::syntax::word;
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule { run };

/// An amount with its unit: plain numbers have none and are left alone.
type Key = (u8, Scale, i128);

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut consts: HashMap<Key, &Const> = HashMap::new();
    for c in &cx.model.consts {
        if let ConstState::Value(value) = &c.state
            && let (Some(unit), Some(amount)) = (unit(&value.ty), constant(cx.model, value))
        {
            consts.entry((unit, amount.scale, amount.ticks)).or_insert(c);
        }
    }
    if consts.is_empty() {
        return;
    }
    cx.each_expr(&mut |e, _| {
        let literal = matches!(e.kind, ExprKind::Value(Value::Number(_) | Value::Duration(_) | Value::Civil(..)));
        if let (true, Some(unit), Some(amount)) = (literal, unit(&e.ty), constant(cx.model, e))
            && let Some(c) = consts.get(&(unit, amount.scale, amount.ticks)).filter(|_| amount.ticks != 0)
        {
            out.push(twice(cx, c, e.span, false));
        }
    });
    for line in &cx.spoken {
        for (at, len, key) in amounts(line.words.as_str()) {
            if let Some(c) = consts.get(&key) {
                let span = line.words.place(at, len);
                out.push(twice(cx, c, span, true));
            }
        }
    }
}

fn twice(cx: &Cx<'_>, c: &Const, span: Span, spoken: bool) -> Diagnostic {
    let name = &c.name;
    let value = if let ConstState::Value(value) = &c.state { amount_in_words(cx.model, value) } else { None }.unwrap_or_default();
    let write = if spoken { format!("{{{name}}}") } else { name.to_string() };
    Diagnostic::new(
        &LITERAL_CONSTANT,
        span,
        format!("常量“{name}”就是{}，这里又写了一遍", value.zh),
        format!("the constant “{name}” is {}, and it is written out again here", value.en),
    )
    .related(c.span, "常量在这里", "the constant")
    .help(
        format!("是同一回事就写 `{write}`；碰巧一样就不用管。"),
        format!("If they mean the same, write `{write}`; if they only happen to agree, leave it."),
    )
    .suggest(format!("改成 {write}"), format!("write {write}"), vec![Edit { span, text: write.clone() }])
}

fn unit(ty: &Ty) -> Option<u8> {
    Some(match ty {
        Ty::Duration => 0,
        Ty::Times => 1,
        Ty::Rings => 2,
        Ty::Chars => 3,
        Ty::Money => 4,
        Ty::Points => 5,
        Ty::Pace => 6,
        Ty::Civil | Ty::Working => 7,
        _ => return None,
    })
}

/// Units in speech, longer ones first, with their type and their ticks (of a millionth, or of a millisecond).
const SPOKEN: &[(&str, u8, i128)] = &[
    ("个小时", 0, 3_600_000),
    ("个钟头", 0, 3_600_000),
    ("小时", 0, 3_600_000),
    ("钟头", 0, 3_600_000),
    ("分钟", 0, 60_000),
    ("秒钟", 0, 1_000),
    ("秒", 0, 1_000),
    ("次", 1, 1_000_000),
    ("声", 2, 1_000_000),
    ("元", 4, 1_000_000),
    ("块", 4, 1_000_000),
];

/// The amounts in a spoken text: place, length, amount.
fn amounts(text: &str) -> Vec<(usize, usize, Key)> {
    let numeral = |c: char| c.is_ascii_digit() || "零〇一二两三四五六七八九十百千半.".contains(c);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(start) = rest.find(numeral).map(|i| at + i) else { break };
        let from = text.get(start..).unwrap_or("");
        let digits = from.get(..from.find(|c| !numeral(c)).unwrap_or(from.len())).unwrap_or("");
        at = start + digits.len();
        let after = text.get(at..).unwrap_or("");
        let Some((word, unit, ticks)) = SPOKEN.iter().find(|(w, _, _)| after.starts_with(w)) else { continue };
        let Some(n) = Decimal::parse(digits).or_else(|| word::numeral(digits)) else { continue };
        let scale = if *unit == 0 { Scale::Ms } else { Scale::Millionth };
        found.push((start, digits.len() + word.len(), (*unit, scale, i128::from(n.0) * ticks / 1_000_000)));
    }
    found
}

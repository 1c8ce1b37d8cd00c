//! Records and forms: new ones, what a field takes, what is still missing.

use super::eval::Eval;
use super::machine::Machine;
use super::print::{Reader, write_typed};
use super::value::{Record, Val};
use crate::program::{Expr, Field, Required, Slot, Type};
use serde_json::Value as Json;
use smol_str::SmolStr;

impl Eval<'_> {
    /// A new record of a form, with the values its fields begin with.
    pub(crate) fn new_record(&mut self, form: u32) -> Val {
        let Some(declared) = self.m.program.forms.get(form as usize) else { return Val::Unknown };
        if self.records.items.len() >= super::eval::RECORDS {
            *self.fuel = 0;
            return Val::Unknown;
        }
        let values = declared.fields.iter().map(|f| f.default.as_ref().map_or(Val::Unknown, |e| self.eval(e))).collect();
        self.records.add(Record { form, values, confirmed: false })
    }

    /// The value that people enter into a field; none where the field does not take it.
    pub(crate) fn enter(&mut self, field: &Field, json: &Json) -> Option<Val> {
        if json.is_null() || json.as_str().is_some_and(|s| s.trim().is_empty()) {
            return Some(Val::Unknown);
        }
        let value = self.read_slot(&field.slot, json)?;
        let Val::Text(text) = &value else { return Some(value) };
        let grouped = field.grouped.is_empty() || text.chars().count() == field.grouped.iter().map(|n| *n as usize).sum::<usize>();
        let shaped = field.pattern.as_ref().is_none_or(|pattern| fits_format(pattern, text));
        (grouped && shaped).then_some(value)
    }

    /// What a field or place takes: the leaves of a 分类, else its type and range in words.
    pub(crate) fn wanted(&mut self, slot: &Slot) -> Vec<SmolStr> {
        let words = self.m.takes(&slot.ty);
        let ([word], Some(range)) = (words.as_slice(), &slot.range) else { return words };
        let reader = Reader { m: self.m, now: self.core.now, zone: self.zone() };
        let mut end = |e: &Option<Box<Expr>>| {
            let mut out = String::new();
            if let Some(e) = e {
                let value = self.eval(e);
                write_typed(&mut out, reader, &value, &slot.ty);
            }
            out
        };
        let (low, high) = (end(&range.low), end(&range.high));
        let dots = if range.open { "..<" } else { ".." };
        vec![SmolStr::new(format!("{word} {low}{dots}{high}"))]
    }
}

impl Machine {
    /// What a place of a type takes, in words.
    pub fn takes(&self, ty: &Type) -> Vec<SmolStr> {
        let p = &self.program;
        let one = |text: &str| vec![SmolStr::new(text)];
        match ty {
            Type::Taxonomy(t) => {
                p.taxonomies.get(*t as usize).map(|t| t.leaves.iter().map(|l| l.name.clone()).collect()).unwrap_or_default()
            }
            Type::Bool => vec!["是".into(), "否".into()],
            Type::Text => one("文本"),
            Type::Integer => one("整数"),
            Type::Number => one("数"),
            Type::Duration => one("时长，如 18小时"),
            Type::Civil => one("如 3天"),
            Type::Times => one("次数"),
            Type::Rings => one("声数"),
            Type::Chars => one("字数"),
            Type::Money => one("金额"),
            Type::Points => one("分值"),
            Type::Pace => one("语速"),
            Type::Date => one("日期，如 2026-10-01"),
            Type::Clock => one("钟点，如 18:00"),
            Type::Instant => one("时刻，如 2026-10-01 18:00"),
            Type::Mobile => one("手机号，11 位"),
            Type::Phone => one("电话号码"),
            Type::Recording => one("录音"),
            Type::Signature => one("签名"),
            Type::Person(_) => one("人员"),
            Type::Role => p.roles.iter().map(|r| r.name.clone()).collect(),
            Type::List(_) => one("列表"),
            Type::Form(f) => p.forms.get(*f as usize).map(|f| vec![f.name.clone()]).unwrap_or_default(),
            Type::Phrases => p.phrases.iter().map(|c| c.name.clone()).collect(),
        }
    }
}

/// Names of what a record still lacks. Only the shown fields count, all where none are named; a group of which one must be known is
/// named by its fields joined with `或`.
pub(crate) fn missing_fields(eval: &mut Eval<'_>, record: &Val, shown: &[u32]) -> Vec<SmolStr> {
    let Some(form) = eval.records.get(record).map(|r| r.form) else { return vec!["记录".into()] };
    let Some(declared) = eval.m.program.forms.get(form as usize) else { return Vec::new() };
    let counts = |field: u32| shown.is_empty() || shown.contains(&field);
    let mut missing = Vec::new();
    for (i, field) in declared.fields.iter().enumerate() {
        let i = i as u32;
        let required = match &field.required {
            Required::Never => false,
            Required::Always => counts(i),
            Required::When(e) => counts(i) && eval.with_args(std::slice::from_ref(record), |eval| eval.holds(e)),
        };
        // The host fills system fields when it makes the record, so a form that people fill cannot lack them.
        if required && !field.system && !eval.field(record, i).is_known() {
            missing.push(field.name.clone());
        }
    }
    for group in &declared.require_one {
        if group.iter().any(|f| counts(*f)) && !group.iter().any(|f| eval.field(record, *f).is_known()) {
            let names: Vec<&str> = group.iter().filter_map(|f| declared.fields.get(*f as usize)).map(|f| f.name.as_str()).collect();
            missing.push(SmolStr::new(names.join("或")));
        }
    }
    missing
}

/// Names of fields that must be different persons and are one.
pub(crate) fn same_persons(eval: &mut Eval<'_>, record: &Val) -> Vec<SmolStr> {
    let Some(form) = eval.records.get(record).map(|r| r.form) else { return Vec::new() };
    let Some(declared) = eval.m.program.forms.get(form as usize) else { return Vec::new() };
    for group in &declared.distinct {
        for (i, a) in group.iter().enumerate() {
            for b in group.iter().skip(i + 1) {
                let (x, y) = (eval.field(record, *a), eval.field(record, *b));
                if x.is_known() && y.is_known() && eval.same(&x, &y) {
                    return [a, b].iter().filter_map(|f| declared.fields.get(**f as usize)).map(|f| f.name.clone()).collect();
                }
            }
        }
    }
    Vec::new()
}

/// 格式: `9` is a digit, `A` a letter, `*` any characters or none, all else itself.
pub(crate) fn fits_format(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t, mut star) = (0, 0, None);
    while let Some(c) = text.get(t) {
        let fits = match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            Some('9') => c.is_ascii_digit(),
            Some('A') => c.is_alphabetic(),
            Some(other) => other == c,
            None => false,
        };
        if fits {
            (p, t) = (p + 1, t + 1);
        } else if let Some((at, from)) = star {
            star = Some((at, from + 1));
            (p, t) = (at + 1, from + 1);
        } else {
            return false;
        }
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}

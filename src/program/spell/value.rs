//! Values, types, lines.

use super::{For, Kind, Speller};
use crate::base::calendar::text::{clock, date};
use crate::base::{Decimal, duration};
use crate::program::{CivilUnit, Format, Range, Slot, TemplatePart, Type, Value};

impl Speller<'_> {
    /// A value as a script writes it; `ty` says which unit a number has.
    pub fn value(&self, value: &Value, ty: Option<&Type>) -> String {
        match value {
            Value::Unknown => self.word("未知", "unknown").into(),
            Value::Bool(true) => self.word("是", "yes").into(),
            Value::Bool(false) => self.word("否", "no").into(),
            Value::Number(n) => self.number(*n, ty),
            Value::Duration(ms) => self.elapsed(*ms),
            Value::Civil(n, unit) => self.civil(*n, *unit),
            Value::Text(text) => format!("“{text}”"),
            Value::Date(days) => date(*days),
            Value::Clock(ms) => clock(*ms),
            Value::Local(days, ms) => format!("{} {}", date(*days), clock(*ms)),
            Value::Leaf(t, l) => self.leaf(*t, *l),
            Value::Role(role) => self.role(*role),
            Value::Phrases(class) => self.class(*class),
        }
    }

    /// A number with the unit of its type.
    fn number(&self, n: Decimal, ty: Option<&Type>) -> String {
        let (zh, en) = ty.map_or(("", ""), Type::unit);
        let unit = self.word(zh, en);
        format!("{n}{unit}")
    }

    /// An elapsed length.
    pub fn elapsed(&self, ms: i64) -> String {
        if self.to == For::En { duration::en(ms) } else { duration::zh(ms) }
    }

    /// A civil or working length.
    pub(super) fn civil(&self, n: i64, unit: CivilUnit) -> String {
        let (zh, en) = unit.words();
        format!("{n}{}", self.word(zh, en))
    }

    /// A type with its range: `整数 1..10`.
    pub fn slot(&self, slot: &Slot) -> String {
        let mut out = self.ty(&slot.ty);
        if let Some(range) = &slot.range {
            out.push_str(&format!(" {}", self.range(range, Some(&slot.ty))));
        }
        if slot.optional {
            out.push_str(self.word(" 可空", " optional"));
        }
        out
    }

    fn ty(&self, ty: &Type) -> String {
        let (zh, en) = match ty {
            Type::Text => ("文本", "text"),
            Type::Integer => ("整数", "integer"),
            Type::Number => ("数", "number"),
            Type::Bool => ("是否", "yesno"),
            Type::Duration => ("时长", "duration"),
            Type::Civil => ("日历时长", "civil length"),
            Type::Times => ("次数", "times count"),
            Type::Rings => ("声数", "ring count"),
            Type::Chars => ("字数", "char count"),
            Type::Money => ("金额", "money"),
            Type::Points => ("分值", "mark"),
            Type::Pace => ("语速", "pace"),
            Type::Date => ("日期", "date"),
            Type::Clock => ("钟点", "clock"),
            Type::Instant => ("时刻", "instant"),
            Type::Mobile => ("手机号", "mobile"),
            Type::Phone => ("电话号码", "phone"),
            Type::Recording => ("录音", "recording"),
            Type::Signature => ("签名", "signature"),
            Type::Person(None) => ("人员", "person"),
            Type::Role => ("角色", "role"),
            Type::Phrases => ("用语", "phrases"),
            Type::Person(Some(role)) => return self.role(*role),
            Type::List(inner) => return format!("{} {}", self.word("列表", "list"), self.ty(inner)),
            Type::Form(form) => return self.form(*form),
            Type::Taxonomy(t) => return self.taxonomy(*t),
        };
        self.word(zh, en).into()
    }

    /// A 分类; one written out after 得 has no name, and is its leaves.
    fn taxonomy(&self, t: u32) -> String {
        match self.program.taxonomies.get(t as usize) {
            Some(t) if t.name.is_empty() => self.list(t.leaves.iter().map(|l| l.name.to_string())),
            Some(t) => self.name(Kind::Taxonomy, &t.name),
            None => String::new(),
        }
    }

    pub(super) fn range(&self, range: &Range, ty: Option<&Type>) -> String {
        let end = |e: &Option<Box<crate::program::Expr>>| e.as_ref().map_or_else(String::new, |e| self.typed(e, ty));
        format!("{}..{}{}", end(&range.low), if range.open { "<" } else { "" }, end(&range.high))
    }

    /// A line of the program without its quotation marks, its values in braces.
    pub fn line(&self, line: u32) -> String {
        let mut out = String::new();
        if let Some(line) = self.program.lines.get(line as usize) {
            self.parts(&line.parts, &mut out);
        }
        out
    }

    fn parts(&self, parts: &[TemplatePart], out: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push_str(text),
                TemplatePart::Value(e, Format::Plain(ty)) => out.push_str(&format!("{{{}}}", self.typed(e, Some(ty)))),
                TemplatePart::Value(e, Format::Grouped(_) | Format::Percent) => out.push_str(&format!("{{{}}}", self.expr(e))),
                TemplatePart::Capture(name, _) => out.push_str(&format!("{{{name}}}")),
                TemplatePart::Key(inner) => {
                    out.push('【');
                    self.parts(inner, out);
                    out.push('】');
                }
                TemplatePart::Gap => out.push('…'),
            }
        }
    }
}

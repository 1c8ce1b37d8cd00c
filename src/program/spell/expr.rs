//! Expressions, tests, cells.

use super::{Kind, Speller};
use crate::program::{ArithOp, Attr, CalendarSet, Cell, CompareOp, DuePart, Expr, OfCall, Shift, Test, Type, Value};

impl Speller<'_> {
    /// An expression.
    pub fn expr(&self, e: &Expr) -> String {
        self.typed(e, None)
    }

    /// An expression of a type, which says the unit of its numbers.
    pub(super) fn typed(&self, e: &Expr, ty: Option<&Type>) -> String {
        let call = |name: &str, args: &[&Expr]| format!("{name}({})", args.iter().map(|a| self.expr(a)).collect::<Vec<_>>().join(", "));
        match e {
            Expr::Value(value) => self.value(value, ty),
            Expr::Param(i) => self.param(Kind::Param, self.program.params.get(*i as usize)),
            Expr::Var(i) => self.param(Kind::Var, self.vars.get(*i as usize)),
            Expr::Arg(i) => self.param(Kind::Var, self.args.get(*i as usize)),
            Expr::Field(base, field) => {
                let base_text = self.expr(base);
                match self.form_of(base) {
                    Some(form) => format!("{base_text}.{}", self.field(form, *field)),
                    None => format!("{base_text}.{field}"),
                }
            }
            Expr::EventArg(event, i) => {
                let param = self.program.events.get(*event as usize).and_then(|e| e.params.get(*i as usize));
                format!("{}.{}", self.declared(*event), self.param(Kind::Var, param))
            }
            Expr::Attr(attr) => self.attr(attr),
            Expr::Key => self.word("键", "key").into(),
            Expr::Case => self.word("工单", "case").into(),
            Expr::Due(deadline, part, key) => {
                let name = self.name(Kind::Deadline, self.program.deadlines.get(*deadline as usize).map_or("", |d| &d.name));
                let part = match part {
                    DuePart::Last => self.word("到期", "due"),
                    DuePart::Left => self.word("剩余", "remaining"),
                    DuePart::Overdue => self.word("违期", "overdue"),
                };
                let key = key.as_ref().map_or_else(String::new, |k| format!("({})", self.expr(k)));
                format!("{name}{key}.{part}")
            }
            Expr::Now => self.word("现在", "now").into(),
            Expr::Today => self.word("今天", "today").into(),
            Expr::Ring => self.word("振铃", "ring").into(),
            Expr::Mood => self.word("情绪", "mood").into(),
            Expr::OfCall(OfCall::Length) => self.word("通话时长", "call time").into(),
            Expr::OfCall(OfCall::Held) => self.word("保持累计", "hold total").into(),
            Expr::OfCall(OfCall::Silent) => self.word("沉默累计", "silence total").into(),
            Expr::OfCall(OfCall::TalkShare) => self.word("说话占比", "talk share").into(),
            Expr::Decide(d, args) => {
                let name = self.name(Kind::Decision, self.program.decisions.get(*d as usize).map_or("", |d| &d.name));
                call(&name, &args.iter().collect::<Vec<_>>())
            }
            Expr::Count(e) => call(self.word("个数", "count"), &[e]),
            Expr::Chars(e) => call(self.word("字数", "length"), &[e]),
            Expr::ClockOf(e) => call(self.word("钟点", "clock"), &[e]),
            Expr::DateOf(e) => call(self.word("日期", "date"), &[e]),
            Expr::DayCount(a, b) => call(self.word("日差", "day count"), &[a, b]),
            Expr::WorkingTime(a, b) => call(self.word("工作差", "working time"), &[a, b]),
            Expr::Moved(shift, e) => call(self.shift(*shift), &[e]),
            Expr::In(calendar, e) => format!("{} {} {}", self.expr(e), self.word("用", "using"), self.calendar(*calendar)),
            Expr::With(base, fields) => {
                let form = self.form_of(base);
                let name = |f: u32| form.map_or_else(|| f.to_string(), |form| self.field(form, f));
                let fields: Vec<String> = fields.iter().map(|(f, e)| format!("{}: {}", name(*f), self.expr(e))).collect();
                format!("{} {}({})", self.expr(base), self.word("改", "with"), fields.join(", "))
            }
            Expr::Not(e) => format!("{} {}", self.word("非", "not"), self.bracketed(e)),
            Expr::And(all) => self.joined(all, self.word(" 且 ", " and ")),
            Expr::Or(all) => self.joined(all, self.word(" 或 ", " or ")),
            Expr::Arith(op, a, b) => {
                let sign = match op {
                    ArithOp::Add => "+",
                    ArithOp::Sub => "-",
                    ArithOp::Mul => "*",
                    ArithOp::Div => "/",
                };
                format!("{} {sign} {}", self.bracketed(a), self.bracketed(b))
            }
            Expr::Test(e, test) => {
                let ty = self.type_of(e);
                self.tested(&self.bracketed(e), test, ty.as_ref())
            }
            Expr::Text(line) => format!("“{}”", self.line(*line)),
            Expr::At(date, clock) => format!("{} {}", self.expr(date), self.expr(clock)),
        }
    }

    fn joined(&self, all: &[Expr], word: &str) -> String {
        all.iter().map(|e| self.bracketed(e)).collect::<Vec<_>>().join(word)
    }

    /// In brackets where it is made of several.
    fn bracketed(&self, e: &Expr) -> String {
        match e {
            Expr::And(all) | Expr::Or(all) if all.len() > 1 => format!("({})", self.expr(e)),
            Expr::Arith(..) => format!("({})", self.expr(e)),
            _ => self.expr(e),
        }
    }

    pub(super) fn shift(&self, shift: Shift) -> &'static str {
        match shift {
            Shift::Postpone => self.word("顺延", "postpone"),
            Shift::Advance => self.word("提前", "advance"),
        }
    }

    fn attr(&self, attr: &Attr) -> String {
        let (zh, en) = match attr {
            Attr::Ring => ("声", "rings"),
            Attr::Pace => ("语速", "pace"),
            Attr::Length => ("时长", "duration"),
            Attr::Reason => ("原因", "reason"),
            Attr::Target => ("目标", "target"),
            Attr::Kind => ("种类", "kind"),
            Attr::Number => ("号码", "number"),
            Attr::Campaign => ("任务", "campaign"),
            Attr::Captured(name) => return name.to_string(),
        };
        self.word(zh, en).into()
    }

    /// A test of what `of` says; of nothing in a cell or a bound.
    pub(super) fn tested(&self, of: &str, test: &Test, ty: Option<&Type>) -> String {
        let of = if of.is_empty() { String::new() } else { format!("{of} ") };
        match test {
            Test::Compare(CompareOp::Eq, e) if of.is_empty() => self.typed(e, ty),
            Test::Compare(op, e) => {
                let e = self.typed(e, ty);
                match op {
                    CompareOp::Eq => format!("{of}== {e}"),
                    CompareOp::Ne => format!("{of}!= {e}"),
                    CompareOp::Ge => format!("{of}{} {e}", self.word("至少", "at least")),
                    CompareOp::Gt => format!("{of}{} {e}", self.word("超过", "more than")),
                    CompareOp::Le => format!("{of}{} {e}", self.word("至多", "at most")),
                    CompareOp::Lt => format!("{of}{} {e}", self.word("不足", "less than")),
                }
            }
            Test::Within(e) => format!("{of}{} {}", self.typed(e, ty), self.word("以内", "or within")),
            Test::OneOf(leaves) => {
                let leaf = |l: &u32| match ty {
                    Some(Type::Taxonomy(t)) => self.leaf(*t, *l),
                    _ => l.to_string(),
                };
                let leaves = self.either(leaves.iter().map(leaf));
                if of.is_empty() { leaves } else { format!("{of}{} {leaves}", self.word("属", "in")) }
            }
            Test::InRole(role) => format!("{of}{} {}", self.word("属", "in"), self.role(*role)),
            Test::Range(range) => format!("{of}{}", self.range(range, ty)),
            Test::InCalendar(calendar, set) => format!("{of}{} {}", self.word("属", "in"), self.set(*calendar, *set)),
            Test::Contains(e) => format!("{of}{} {}", self.word("含", "contains"), self.expr(e)),
            Test::Known => format!("{of}{}", self.word("已知", "known")),
            Test::Unknown => format!("{of}{}", self.word("未知", "unknown")),
            Test::Confirmed => format!("{of}{}", self.word("已确认", "is confirmed")),
            Test::Complete => format!("{of}{}", self.word("填齐", "complete")),
            Test::Past => format!("{of}{}", self.word("已过", "past")),
        }
    }

    /// A set of a calendar.
    pub(super) fn set(&self, calendar: u32, set: CalendarSet) -> String {
        let word = match set {
            CalendarSet::Hours => self.word("工作时间", "hours"),
            CalendarSet::Rest => self.word("休息时间", "rest"),
            CalendarSet::Holidays => self.word("节假日", "holidays"),
        };
        format!("{}.{word}", self.calendar(calendar))
    }

    /// The cells of a row; none for 其余.
    pub fn cells(&self, cells: &[Cell], columns: &[Expr]) -> String {
        if cells.is_empty() {
            return self.word("其余", "otherwise").into();
        }
        let cell = |(i, cell): (usize, &Cell)| match cell {
            Cell::Any => "_".to_owned(),
            Cell::Of(alternatives) => {
                let ty = columns.get(i).and_then(|c| self.type_of(c));
                let all = |tests: &Vec<Test>| {
                    tests.iter().map(|t| self.tested("", t, ty.as_ref())).collect::<Vec<_>>().join(self.word(" 且 ", " and "))
                };
                self.either(alternatives.iter().map(all))
            }
        };
        cells.iter().enumerate().map(cell).collect::<Vec<_>>().join(", ")
    }

    /// The form whose record an expression gives.
    fn form_of(&self, e: &Expr) -> Option<u32> {
        match self.type_of(e)? {
            Type::Form(form) => Some(form),
            _ => None,
        }
    }

    /// The type of what an expression gives, where its parts say it.
    fn type_of(&self, e: &Expr) -> Option<Type> {
        let p = self.program;
        match e {
            Expr::Param(i) => p.params.get(*i as usize).map(|x| x.slot.ty.clone()),
            Expr::Var(i) => self.vars.get(*i as usize).map(|x| x.slot.ty.clone()),
            Expr::Arg(i) => self.args.get(*i as usize).map(|x| x.slot.ty.clone()),
            Expr::EventArg(event, i) => p.events.get(*event as usize)?.params.get(*i as usize).map(|x| x.slot.ty.clone()),
            Expr::Field(base, field) => {
                let form = self.form_of(base)?;
                p.forms.get(form as usize)?.fields.get(*field as usize).map(|x| x.slot.ty.clone())
            }
            Expr::With(base, _) | Expr::In(_, base) => self.type_of(base),
            Expr::Decide(d, _) => p.decisions.get(*d as usize).map(|d| d.gives.ty.clone()),
            Expr::Ring => Some(Type::Rings),
            Expr::OfCall(what) => Some(what.ty()),
            Expr::Mood => p.taxonomies.iter().position(|t| t.name == "情绪").map(|t| Type::Taxonomy(t as u32)),
            Expr::Value(Value::Leaf(t, _)) => Some(Type::Taxonomy(*t)),
            _ => None,
        }
    }
}

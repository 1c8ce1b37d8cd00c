//! What steps, handlers and limits do, an operation a line.

use super::{Kind, Speller};
use crate::base::calendar::text::clock;
use crate::program::{Ask, Deadline, Limit, LimitBound, Modality, Op, Pace, Pause, Place, Recurring, Say, Schedule, Warning};

impl Speller<'_> {
    /// An operation as the line of a script; none for one that no line stands for.
    pub fn op(&self, op: &Op) -> Option<String> {
        let of = |zh, en, what: String| Some(format!("{} {what}", self.word(zh, en)));
        match op {
            Op::Say(say) => Some(self.say(say)),
            Op::Tip(line) => of("提示", "tip", self.line(*line)),
            Op::Ask(ask) => Some(self.ask(ask)),
            Op::Fill(fill) => of("登记", "fill", self.form(fill.form) + &self.fields(fill.form, &fill.fields)),
            Op::ReadBack(record, _) => of("复述", "read back", self.expr(record)),
            Op::Set(place, e) => of("记", "set", format!("{} = {}", self.place(place), self.expr(e))),
            Op::Do(act) => {
                let into = act.into.as_ref().map_or_else(String::new, |p| format!(" {} {}", self.word("记入", "into"), self.place(p)));
                let limit = act.limit.as_ref().map_or_else(String::new, |l| format!(" {}", self.whole_limit(l)));
                of("做", "do", format!("{}{}{into}{limit}", self.action(act.action), self.args(&act.args)))
            }
            Op::OpenCase(flow, args) => of("立单", "open case", self.flow(*flow) + &self.args(args)),
            Op::Call(flow, args, into) => {
                let into = into.as_ref().map_or_else(String::new, |p| format!(" {} {}", self.word("记入", "into"), self.place(p)));
                of("调用", "call", format!("{}{}{into}", self.flow(*flow), self.args(args)))
            }
            Op::Return(None) => Some(self.word("返回", "return").into()),
            Op::Return(Some(e)) => of("返回", "return", self.expr(e)),
            Op::End(result) => of("结束", "end", self.result(*result).to_string()),
            Op::GotoFlow(flow, args) => of("转", "goto", self.flow(*flow) + &self.args(args)),
            Op::Wait(wait) => {
                let on = self.events(&wait.on);
                let limit = wait.limit.as_ref().map_or_else(String::new, |l| format!(" {}", self.whole_limit(l)));
                of("等", "wait", format!("{on}{limit}").trim_start().to_owned()).map(|t| t.trim_end().to_owned())
            }
            Op::Unless(e, _) => of("若", "if", self.expr(e)),
            Op::Branch(branch) => of("按", "match", branch.columns.iter().map(|c| self.expr(c)).collect::<Vec<_>>().join(", ")),
            Op::Again(_, limit, times) | Op::Anew(limit, times) => {
                let limit = limit.as_ref().map_or_else(String::new, |l| format!(" {}", self.whole_limit(l)));
                let times = times.as_ref().map_or_else(String::new, |e| {
                    format!(" {} {}{}", self.word("至多", "at most"), self.expr(e), self.word("次", " times"))
                });
                Some(format!("{}{limit}{times}", self.word("重等", "wait again")))
            }
            Op::Continue(_) => Some(self.word("继续", "continue").into()),
            Op::CloseHere(_) | Op::Settle => Some(self.word("到此为止", "close here").into()),
            Op::Climb(ladder, _) => of("升级", "escalate", self.ladder(*ladder)),
            // 转 to a step is written by who knows the flow; the others are made by the compiler.
            Op::Goto(_) | Op::Jump(_) | Op::Rest | Op::Resume => None,
        }
    }

    /// The place at which an operation waits, in the words that tell it from others; none for one that does not wait.
    pub fn waits(&self, op: &Op) -> Option<String> {
        let of = |zh, what: String| Some(format!("{zh} {what}").trim_end().to_owned());
        match op {
            Op::Ask(ask) => of("问", self.place(&ask.into)),
            Op::Fill(fill) => of("登记", self.form(fill.form)),
            Op::Do(act) => act.into.as_ref().and_then(|_| of("做", self.action(act.action))),
            Op::Wait(wait) => of("等", self.events(&wait.on)),
            Op::Call(flow, ..) => of("调用", self.flow(*flow)),
            Op::Again(..) => of("重等", String::new()),
            Op::Rest => of("等选项", String::new()),
            Op::Resume => of("办完", String::new()),
            _ => None,
        }
    }

    /// A ladder.
    pub fn ladder(&self, ladder: u32) -> String {
        self.name(Kind::Ladder, self.program.ladders.get(ladder as usize).map_or("", |l| &l.name))
    }

    /// A 期限.
    pub fn deadline(&self, deadline: u32) -> String {
        self.name(Kind::Deadline, self.program.deadlines.get(deadline as usize).map_or("", |d| &d.name))
    }

    /// A 周期.
    pub fn schedule(&self, schedule: u32) -> String {
        self.name(Kind::Schedule, self.program.schedules.get(schedule as usize).map_or("", |s| &s.name))
    }

    /// A warning of a 期限.
    pub fn warning(&self, of: &Deadline, warning: &Warning) -> String {
        let own = if of.flow.is_some() { self.in_flow(of.flow) } else { *self };
        format!("{} {}", self.word("预警 剩", "warn left"), own.expr(&warning.left))
    }

    /// A 停表 of a 期限 or 留存.
    pub fn pause(&self, pause: &Pause) -> String {
        let (from, to) = (self.keyed(&pause.from), self.keyed(&pause.to));
        format!("{} {from} {} {to}", self.word("停表 自", "stop clock from"), self.word("至", "to"))
    }

    fn say(&self, say: &Say) -> String {
        let word = match say.modality {
            Modality::Must => self.word("必说", "must say"),
            Modality::Should => self.word("应说", "should say"),
            Modality::May => self.word("说", "say"),
        };
        format!("{word} {}{}", self.either(say.words.iter().map(|w| self.words(w))), self.manner(say))
    }

    fn ask(&self, ask: &Ask) -> String {
        let words = self.either(ask.say.words.iter().map(|w| self.words(w)));
        format!("{} {words} {} {}: {}", self.word("问", "ask"), self.word("记入", "into"), self.place(&ask.into), self.slot(&ask.slot))
    }

    /// How a line is said.
    fn manner(&self, say: &Say) -> String {
        let pace = match say.pace {
            Some(Pace::Slow) => self.word(" 语速 慢", " pace slow"),
            Some(Pace::Fast) => self.word(" 语速 快", " pace fast"),
            None => "",
        };
        let pause = say.pause.as_ref().map_or_else(String::new, |e| format!(" {} {}", self.word("停顿", "pause"), self.expr(e)));
        let promises = say.promises.iter().map(|f| format!(" {} {}", self.word("承诺", "promises"), self.flow(*f)));
        format!("{pace}{pause}{}", promises.collect::<String>())
    }

    /// Where a value is put.
    fn place(&self, place: &Place) -> String {
        match place {
            Place::Var(var) => self.param(Kind::Var, self.vars.get(*var as usize)),
            Place::Field(record, field) => self.expr(&crate::program::Expr::Field(Box::new(record.clone()), *field)),
        }
    }

    fn fields(&self, form: u32, fields: &[u32]) -> String {
        if fields.is_empty() {
            return String::new();
        }
        format!("({})", self.list(fields.iter().map(|f| self.field(form, *f))))
    }

    fn args(&self, args: &[crate::program::Expr]) -> String {
        if args.is_empty() {
            return String::new();
        }
        format!("({})", args.iter().map(|a| self.expr(a)).collect::<Vec<_>>().join(", "))
    }

    /// A limit as it is written.
    pub fn whole_limit(&self, limit: &Limit) -> String {
        let retroactive = if limit.retroactive { self.word(" 追溯", " retroactive") } else { "" };
        format!("{}{retroactive}", self.limit(limit))
    }

    /// A limit as it counts: whether it is 追溯 tells nothing of that.
    pub fn limit(&self, limit: &Limit) -> String {
        let bound = match &limit.bound {
            LimitBound::Length(e) => format!("{} {}", self.word("限时", "limit"), self.expr(e)),
            LimitBound::Until(e) => format!("{} {}", self.word("限时 到", "limit until"), self.expr(e)),
        };
        let from =
            if limit.from.is_empty() { String::new() } else { format!(" {} {}", self.word("自", "from"), self.events(&limit.from)) };
        let shift = limit.shift.map_or_else(String::new, |s| format!(" {}", self.shift(s)));
        format!("{bound}{from}{}{shift}", self.counted_by(limit.calendar))
    }

    /// The row of a table.
    pub fn row(&self, branch: &crate::program::Branch, row: usize) -> String {
        branch.rows.get(row).map_or_else(String::new, |(cells, _)| self.cells(cells, &branch.columns))
    }

    /// How often and when a 周期 comes.
    pub fn occasion(&self, s: &Schedule) -> String {
        let every = match s.every {
            Recurring::Day => self.word("每日", "daily").to_owned(),
            Recurring::Workday => self.word("每个工作日", "each workday").to_owned(),
            Recurring::Week(day) => format!("{} {}", self.word("每周", "weekly"), self.weekday(day)),
            Recurring::MonthDay(n) => format!("{} {n}{}", self.word("每月", "monthly"), self.word("号", "th")),
            Recurring::MonthWorkday(n) => format!("{} {n} {}", self.word("每月 第", "monthly nth"), self.word("个工作日", "wd")),
            Recurring::MonthEnd => self.word("每月 末日", "monthly final day").to_owned(),
            Recurring::LastWorkday => self.word("每月 末个工作日", "monthly final workday").to_owned(),
            Recurring::Quarter => self.word("每季末", "quarter end").to_owned(),
            Recurring::Year(month, day) => format!("{} {month}-{day}", self.word("每年", "yearly")),
        };
        let side = if s.from { self.word("起", "start") } else { self.word("之前", "beforehand") };
        format!("{every} {} {side}{}", clock(s.clock), self.counted_by(Some(s.calendar)))
    }

    /// A day of the week, Monday 1.
    pub fn weekday(&self, day: u8) -> &'static str {
        match day {
            1 => self.word("周一", "Monday"),
            2 => self.word("周二", "Tuesday"),
            3 => self.word("周三", "Wednesday"),
            4 => self.word("周四", "Thursday"),
            5 => self.word("周五", "Friday"),
            6 => self.word("周六", "Saturday"),
            _ => self.word("周日", "Sunday"),
        }
    }
}

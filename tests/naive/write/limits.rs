//! Writes 期限, 升级, 周期 and 留存.

use super::{Out, cond, length, pat, pats};
use crate::naive::calendar::{Calendar, HOUR};
use crate::naive::script::limits::{
    Bound, DEADLINES, Deadline, Every, LADDERS, Ladder, Length, Limits, ROLES, Retain, Rung, SCHEDULES, Schedule,
};
use crate::naive::script::{Block, EVENTS};

impl Out<'_> {
    pub(super) fn limits(&mut self, limits: &Limits) {
        if !limits.any() {
            return;
        }
        for line in ["角色 总经理", "角色 经理  上级 总经理", "角色 主管  上级 经理"] {
            self.line(0, line);
        }
        if let Some(calendar) = &limits.calendar {
            self.calendar(calendar);
        }
        for (name, deadline) in DEADLINES.iter().zip(&limits.deadlines) {
            self.deadline(0, name, deadline);
        }
        for (name, ladder) in LADDERS.iter().zip(&limits.ladders) {
            self.ladder(name, ladder);
        }
        for (name, schedule) in SCHEDULES.iter().zip(&limits.schedules) {
            self.schedule(name, schedule);
        }
        for retain in &limits.retains {
            self.retain(retain);
        }
    }

    fn calendar(&mut self, calendar: &Calendar) {
        let pieces = |all: &[(i64, i64)]| all.iter().map(|(a, b)| format!("{}-{}", clock(*a), clock(*b))).collect::<Vec<_>>().join("、");
        let dates = |all: &[i64]| all.iter().map(|d| date(*d)).collect::<Vec<_>>().join("、");
        self.line(0, "日历 客服历 默认");
        self.line(1, "时区 Asia/Shanghai");
        self.line(1, "工作日 周一..周五");
        self.line(1, &format!("工作时间 {}", pieces(&calendar.hours)));
        if !calendar.rest.is_empty() {
            self.line(1, &format!("休息时间 {}", pieces(&calendar.rest)));
        }
        self.line(1, "年份 2026");
        if !calendar.holidays.is_empty() {
            self.line(1, &format!("节假日 {}", dates(&calendar.holidays)));
        }
        if !calendar.makeup.is_empty() {
            self.line(1, &format!("调休 {}", dates(&calendar.makeup)));
        }
        if let Some(shift) = calendar.in_rest {
            self.line(1, &format!("落入休息 {}", shift.word()));
        }
        self.line(1, "月末 取末日");
        self.line(1, if calendar.shift_end { "截止 班终" } else { "截止 日终" });
    }

    pub(super) fn deadline(&mut self, depth: usize, name: &str, d: &Deadline) {
        self.line(depth, &format!("期限 {name}{}", key(d.keyed)));
        self.line(depth + 1, &format!("起 {}", pats(&d.start)));
        self.line(depth + 1, &format!("止 {}", pats(&d.stop)));
        let bound = match d.bound {
            Bound::For(of) => of.text(),
            Bound::Promised(0) => "到 约.时刻".to_owned(),
            Bound::Promised(less) => format!("到 约.时刻 - {}", length(less)),
        };
        let from = d.from.as_ref().map_or(String::new(), |f| format!(" 自 {}", pat(f)));
        let shift = d.shift.map_or(String::new(), |s| format!(" {}", s.word()));
        self.line(depth + 1, &format!("限时 {bound}{from}{shift}"));
        if d.latest {
            self.line(depth + 1, "末次起算");
        }
        for (from, to) in &d.pauses {
            self.line(depth + 1, &format!("停表 自 {} 至 {}", pat(from), pat(to)));
        }
        for (left, body) in &d.warnings {
            self.headed(depth + 1, &format!("预警 剩 {}", left.text()), body);
        }
        self.part(depth + 1, "已过", &d.past);
        self.part(depth + 1, "超时", &d.breach);
    }

    fn ladder(&mut self, name: &str, l: &Ladder) {
        self.line(0, &format!("升级 {name}{}", key(l.keyed)));
        for Rung { role, limit, optional } in &l.rungs {
            let may = if *optional { " 可" } else { "" };
            self.line(1, &format!("级 {} 限时 {}{may}", ROLES[*role], limit.text()));
        }
        for (on, to) in &l.raises {
            let to = to.map_or(String::new(), |to| format!(" 级 {}", ROLES[l.rungs[to].role]));
            self.line(1, &format!("提级 {}{to}", pat(on)));
        }
        for (to, when) in &l.jumps {
            self.line(1, &format!("直达 {} 若 {}", ROLES[l.rungs[*to].role], cond(when)));
        }
        self.line(1, &format!("止 {}", pat(&l.stop)));
        self.part(1, "到顶", &l.top);
    }

    fn schedule(&mut self, name: &str, s: &Schedule) {
        self.line(0, &format!("周期 {name}"));
        let every = match s.every {
            Every::Day => "每日".to_owned(),
            Every::Workday => "每个工作日".to_owned(),
            Every::Week(day) => format!("每周 周{}", ["一", "二", "三", "四", "五", "六", "日"][day as usize]),
            Every::Month(day) => format!("每月 {day}号"),
            Every::MonthEnd => "每月 末日".to_owned(),
            Every::LastWorkday => "每月 末个工作日".to_owned(),
            Every::NthWorkday(n) => format!("每月 第{n}个工作日"),
        };
        let by_work = matches!(s.every, Every::Workday | Every::LastWorkday | Every::NthWorkday(_));
        let on_rest = if by_work { String::new() } else { format!(" 遇休 {}", s.on_rest.map_or("照常", |s| s.word())) };
        self.line(1, &format!("{every} {} {}{on_rest}", clock(s.clock), if s.from { "起" } else { "之前" }));
        self.line(1, "由 主管");
        let times = s.times.map_or(String::new(), |n| format!(" 恰好 {n}次"));
        self.line(1, &format!("须 {}{times}", s.duties.iter().map(|d| EVENTS[*d]).collect::<Vec<_>>().join(" 再 ")));
        if let Some(provided) = &s.provided {
            self.line(1, &format!("若 {}", cond(provided)));
        }
        self.part(1, "漏", &s.missed);
    }

    fn retain(&mut self, r: &Retain) {
        let pause = r.pause.map_or(String::new(), |(a, b)| format!(" 停表 自 {} 至 {}", EVENTS[a], EVENTS[b]));
        let expiry = r.expiry.map_or_else(|| format!("续存 {}", r.more.text()), str::to_owned);
        self.line(0, &format!("留存 单子 {} 自 {}{pause} 期满 {expiry}", r.length.text(), EVENTS[r.from]));
    }

    /// A part that stands only where it does something.
    fn part(&mut self, depth: usize, head: &str, body: &Block) {
        if !body.is_empty() {
            self.headed(depth, head, body);
        }
    }
}

impl Length {
    pub fn text(self) -> String {
        match self {
            Self::Ms(ms) => length(ms),
            Self::Work(ms) if ms % HOUR == 0 => format!("{}个工作小时", ms / HOUR),
            Self::Work(ms) => format!("{}个工作分钟", ms / 60_000),
            Self::Days(n) => format!("{n}天"),
            Self::Workdays(n) => format!("{n}个工作日"),
            Self::Months(n) => format!("{n}个月"),
        }
    }
}

fn key(keyed: bool) -> &'static str {
    if keyed { " 按 号" } else { "" }
}

/// A time of day; one behind midnight is of the next day.
fn clock(ms: i64) -> String {
    let (next, ms) = if ms > 24 * HOUR { ("次日 ", ms - 24 * HOUR) } else { ("", ms) };
    format!("{next}{:02}:{:02}", ms / HOUR, ms / 60_000 % 60)
}

fn date(date: i64) -> String {
    let (year, month, day) = Calendar::civil(date);
    format!("{year}-{month:02}-{day:02}")
}

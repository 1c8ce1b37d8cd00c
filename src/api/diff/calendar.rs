//! A calendar in lines.

use super::part::Parts;
use crate::base::calendar::text;
use crate::base::calendar::{Cutoff, Hours, MonthEnd, Move};
use crate::program::Calendar;

/// What a calendar says, a setting a line; each holiday has its own.
pub(super) fn lines(parts: &Parts<'_>, c: &Calendar) -> Vec<String> {
    let w = |zh, en| parts.word(zh, en);
    let hours = |all: &[Hours]| all.iter().map(|h| format!("{}-{}", clock(h.from), clock(h.to))).collect::<Vec<_>>().join("、");
    let days: Vec<&str> = c.workdays.iter().map(|d| parts.s.weekday(*d)).collect();
    let years = c.years.iter().map(|y| if y.from == y.to { y.from.to_string() } else { format!("{}..{}", y.from, y.to) });
    let mut lines = vec![
        format!("{} {}", w("时区", "zone"), c.zone.as_deref().unwrap_or(w("被叫", "callee"))),
        format!("{} {}", w("工作日", "workdays"), days.join("、")),
        format!("{} {}", w("工作时间", "hours"), hours(&c.hours)),
        format!("{} {}", w("休息时间", "rest"), hours(&c.rest)),
        format!("{} {}", w("年份", "years"), years.collect::<Vec<_>>().join("、")),
    ];
    lines.extend(c.holidays.iter().map(|h| {
        format!("{} {}..{} {}", w("节假日", "holidays"), text::date(h.from), text::date(h.to), h.name.as_deref().unwrap_or_default())
    }));
    lines.extend(c.makeup.iter().map(|d| format!("{} {}", w("调休", "makeup days"), text::date(*d))));
    lines.extend(c.rest_hit.map(|m| {
        let how = match m {
            Move::Postpone => w("顺延", "postpone"),
            Move::Advance => w("提前", "advance"),
        };
        format!("{} {how}", w("落入休息", "rest hit"))
    }));
    let month_end = match c.month_end {
        MonthEnd::LastDay => w("取末日", "last day"),
        MonthEnd::FollowingDay => w("取次日", "following day"),
        MonthEnd::Refuse => w("报错", "refuse"),
    };
    let cutoff = match c.cutoff {
        Cutoff::DayEnd => w("日终", "day end"),
        Cutoff::ShiftEnd => w("班终", "shift end"),
    };
    lines.push(format!("{} {month_end}", w("月末", "month end")));
    lines.push(format!("{} {}", w("周起始", "week start"), parts.s.weekday(c.week_start)));
    lines.push(format!("{} {cutoff}", w("截止", "cutoff")));
    lines
}

/// `09:00`; beyond midnight on the next date.
fn clock(ms: u32) -> String {
    match ms.checked_sub(86_400_000) {
        Some(next @ 1..) => format!("次日 {}", text::clock(next)),
        _ => text::clock(ms),
    }
}

//! Amounts as they are written in a script.

use super::amount::{DAY, ONE, Scale};
use crate::base::{Decimal, Message};
use crate::sema::model::{CivilUnit, Ty};

/// An amount in both languages; `whole` where a tick is a whole unit.
pub(crate) fn amount(ticks: i128, ty: &Ty, scale: Scale, whole: bool) -> Message {
    let same = |text: String| Message::new(text.clone(), text);
    match (scale, ty) {
        (Scale::Ms, Ty::Clock) => same(clock(ticks)),
        (Scale::Ms, Ty::Instant) => same(format!("{} {}", date(ticks.div_euclid(DAY)), clock(ticks.rem_euclid(DAY)))),
        (Scale::Ms, _) => duration(ticks),
        (Scale::Day, _) => same(date(ticks)),
        (Scale::Civil(CivilUnit::WorkMs), _) => working(ticks),
        (Scale::Civil(unit), _) => {
            let (zh, en) = civil(unit);
            Message::new(format!("{ticks}{zh}"), format!("{ticks}{en}"))
        }
        (Scale::Millionth, _) => {
            let number = if whole { ticks.to_string() } else { decimal(ticks) };
            let (zh, en) = unit(ty);
            let en = if number == "1" { en.trim_end_matches('s') } else { en };
            Message::new(format!("{number}{zh}"), format!("{number}{en}"))
        }
    }
}

fn unit(ty: &Ty) -> (&'static str, &'static str) {
    match ty {
        Ty::Times => ("次", " times"),
        Ty::Rings => ("声", " rings"),
        Ty::Chars => ("字", " chars"),
        Ty::Money => ("元", " yuan"),
        Ty::Points => ("分", " points"),
        Ty::Pace => ("字/分钟", "cpm"),
        _ => ("", ""),
    }
}

fn civil(unit: CivilUnit) -> (&'static str, &'static str) {
    match unit {
        CivilUnit::Days => ("天", "d"),
        CivilUnit::Weeks => ("周", "wk"),
        CivilUnit::Months => ("个月", "mo"),
        CivilUnit::Quarters => ("季", "qtr"),
        CivilUnit::Years => ("年", "yr"),
        CivilUnit::Workdays => ("个工作日", "wd"),
        CivilUnit::WorkHours => ("个工作小时", "wh"),
        CivilUnit::WorkMinutes => ("个工作分钟", "wmin"),
        CivilUnit::WorkMs => ("个工作毫秒", "ms of working time"),
    }
}

/// Working time in the units that a script has for it.
fn working(ms: i128) -> Message {
    let (sign, all) = (if ms < 0 { "-" } else { "" }, ms.unsigned_abs());
    let (hours, minutes, rest) = (all / 3_600_000, all / 60_000 % 60, all % 60_000);
    let mut message = Message::new(sign, sign);
    let mut add = |n: u128, zh: &str, en: &str| {
        message.zh.push_str(&format!("{n}{zh}"));
        message.en.push_str(&format!("{n}{en}"));
    };
    if hours > 0 {
        add(hours, "个工作小时", "wh");
    }
    if minutes > 0 || (hours == 0 && rest == 0) {
        add(minutes, "个工作分钟", "wmin");
    }
    if rest > 0 {
        let rest = duration(rest as i128);
        message.zh.push_str(&rest.zh);
        message.en.push_str(&rest.en);
    }
    message
}

fn decimal(ticks: i128) -> String {
    i64::try_from(ticks).map_or_else(|_| (ticks / ONE).to_string(), |t| Decimal(t).to_string())
}

fn duration(ms: i128) -> Message {
    let sign = if ms < 0 { "-" } else { "" };
    let mut rest = ms.unsigned_abs();
    let (mut zh, mut en) = (sign.to_owned(), sign.to_owned());
    for (length, word, twin) in [(3_600_000, "小时", "h"), (60_000, "分钟", "min"), (1_000, "秒", "s"), (1, "毫秒", "ms")] {
        let n = rest / length;
        rest %= length;
        if n > 0 || (ms == 0 && length == 1_000) {
            zh.push_str(&format!("{n}{word}"));
            en.push_str(&format!("{n}{twin}"));
        }
    }
    Message::new(zh, en)
}

fn clock(ms: i128) -> String {
    let (h, m, s, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
    match (s, rest) {
        (0, 0) => format!("{h:02}:{m:02}"),
        (_, 0) => format!("{h:02}:{m:02}:{s:02}"),
        _ => format!("{h:02}:{m:02}:{s:02}.{rest:03}"),
    }
}

fn date(days: i128) -> String {
    let known = i32::try_from(days).ok().and_then(|d| d.checked_add(719_163)).and_then(chrono::NaiveDate::from_num_days_from_ce_opt);
    known.map_or_else(|| format!("1970-01-01 + {days}"), |d| d.format("%Y-%m-%d").to_string())
}

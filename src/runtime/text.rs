//! Numbers, lengths, dates and times as a host writes them.

use super::value::Val;
use crate::base::Decimal;
use crate::base::calendar::zone::{Zone, from_ymd, ymd};
use crate::program::CivilUnit;

/// Units of elapsed lengths as hosts may write them, each before any that begins it.
const ELAPSED: [(&str, i64); 13] = [
    ("毫秒", 1),
    ("分钟", 60_000),
    ("个小时", 3_600_000),
    ("小时", 3_600_000),
    ("钟头", 3_600_000),
    ("秒钟", 1000),
    ("秒", 1000),
    ("分", 60_000),
    ("min", 60_000),
    ("ms", 1),
    ("s", 1000),
    ("h", 3_600_000),
    ("m", 60_000),
];
/// Units of civil lengths.
const CIVIL: [(&str, CivilUnit); 14] = [
    ("个工作毫秒", CivilUnit::WorkMs),
    ("个工作小时", CivilUnit::WorkHours),
    ("个工作分钟", CivilUnit::WorkMinutes),
    ("个工作日", CivilUnit::Workdays),
    ("个月", CivilUnit::Months),
    ("天", CivilUnit::Days),
    ("日", CivilUnit::Days),
    ("周", CivilUnit::Weeks),
    ("季", CivilUnit::Quarters),
    ("年", CivilUnit::Years),
    ("wd", CivilUnit::Workdays),
    ("d", CivilUnit::Days),
    ("mo", CivilUnit::Months),
    ("yr", CivilUnit::Years),
];
/// Units that may follow a number whose type says what it counts.
const COUNTED: [&str; 8] = ["字/分钟", "声", "次", "字", "元", "分", "块", "个"];

/// A number, a unit of its type behind it or not; `%` divides by a hundred.
pub(crate) fn read_number(text: &str) -> Option<Decimal> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let bare = COUNTED.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim_end();
    let (bare, percent) = bare.strip_suffix('%').map_or((bare, false), |b| (b, true));
    let mut n = Decimal::parse(bare)?;
    if percent {
        n = n.over(Decimal::from_int(100)?)?;
    }
    if negative { n.0.checked_neg().map(Decimal) } else { Some(n) }
}

/// `18小时`, `1小时30分钟`, `90s`; or a civil length, `3天`.
pub(crate) fn read_duration(text: &str) -> Option<Val> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if let Some(civil) = read_civil(rest, negative) {
        return Some(civil);
    }
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let (n, unit) = split_number(rest)?;
        let (word, length) = ELAPSED.iter().find(|(word, _)| unit.starts_with(word))?;
        let ms = n.times(Decimal::from_int(*length)?)?.to_int()?;
        total = total.checked_add(ms)?;
        rest = unit.get(word.len()..)?.trim_start();
    }
    (!text.is_empty()).then_some(Val::Duration(if negative { total.checked_neg()? } else { total }))
}

fn read_civil(text: &str, negative: bool) -> Option<Val> {
    let (n, unit) = split_number(text)?;
    let (_, unit) = CIVIL.iter().find(|(word, _)| *word == unit)?;
    let n = n.to_int()?;
    Some(Val::Civil(if negative { -n } else { n }, *unit))
}

fn split_number(text: &str) -> Option<(Decimal, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (n, rest) = text.split_at_checked(end)?;
    Some((Decimal::parse(n)?, rest.trim_start()))
}

/// `2026-10-01`
pub(crate) fn read_date(text: &str) -> Option<i32> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |t| (true, t));
    let mut parts = text.split('-');
    let mut next = || parts.next().filter(|p| !p.is_empty() && p.len() <= 6 && p.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, day) = (next()?.parse::<i32>().ok()?, next()?.parse().ok()?, next()?.parse().ok()?);
    if parts.next().is_some() {
        return None;
    }
    from_ymd(if negative { -year } else { year }, month, day)
}

/// `18:00`, `18:00:05`, `18:00:05.250`
pub(crate) fn read_clock(text: &str) -> Option<u32> {
    let (clock, fraction) = text.split_once('.').map_or((text, None), |(c, f)| (c, Some(f)));
    let mut parts = clock.split(':');
    let mut next = |limit: u32| {
        let part = parts.next().filter(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))?;
        part.parse::<u32>().ok().filter(|n| *n < limit)
    };
    let (hours, minutes) = (next(24)?, next(60)?);
    let seconds = match clock.split(':').count() {
        2 if fraction.is_none() => 0,
        3 => next(60)?,
        _ => return None,
    };
    let ms = match fraction {
        None => 0,
        Some(f) if (1..=3).contains(&f.len()) && f.bytes().all(|b| b.is_ascii_digit()) => {
            f.parse::<u32>().ok()? * 10u32.pow(3 - f.len() as u32)
        }
        Some(_) => return None,
    };
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + ms)
}

/// `2026-10-01 18:00`, in the program's zone.
pub(crate) fn read_instant(zone: Zone, text: &str) -> Option<i64> {
    let (date, clock) = text.split_once([' ', 'T'])?;
    zone.instant(read_date(date)?, read_clock(clock.trim_start())?)
}

/// `2026-10-01`
pub(crate) fn write_iso_date(date: i32) -> String {
    ymd(date).map_or_else(|| date.to_string(), |(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
}

/// `18:00`, with seconds and ms where there are any.
pub(crate) fn write_iso_clock(ms: u32) -> String {
    let (hours, minutes, seconds, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    match (seconds, rest) {
        (0, 0) => format!("{hours:02}:{minutes:02}"),
        (s, 0) => format!("{hours:02}:{minutes:02}:{s:02}"),
        (s, r) => format!("{hours:02}:{minutes:02}:{s:02}.{r:03}"),
    }
}

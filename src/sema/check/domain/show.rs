//! Amounts as they are written in a script.

use super::amount::{DAY, ONE, Scale};
use crate::base::calendar::text;
use crate::base::{Decimal, Message, duration};
use crate::sema::model::{CivilUnit, Ty};

/// An amount in both languages; `whole` where a tick is a whole unit.
pub(crate) fn amount(ticks: i128, ty: &Ty, scale: Scale, whole: bool) -> Message {
    let same = |text: String| Message::new(text.clone(), text);
    match (scale, ty) {
        (Scale::Ms, Ty::Clock) => same(clock(ticks)),
        (Scale::Ms, Ty::Instant) => same(format!("{} {}", date(ticks.div_euclid(DAY)), clock(ticks.rem_euclid(DAY)))),
        (Scale::Ms, _) => Message::new(duration::zh(ticks), duration::en(ticks)),
        (Scale::Day, _) => same(date(ticks)),
        (Scale::Civil(CivilUnit::WorkMs), _) => {
            let (zh, en) = duration::working(ticks);
            Message::new(zh, en)
        }
        (Scale::Civil(unit), _) => {
            let (zh, en) = unit.words();
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

fn decimal(ticks: i128) -> String {
    i64::try_from(ticks).map_or_else(|_| (ticks / ONE).to_string(), |t| Decimal(t).to_string())
}

fn clock(ms: i128) -> String {
    u32::try_from(ms).map_or_else(|_| duration::zh(ms), text::clock)
}

fn date(days: i128) -> String {
    i32::try_from(days).map_or_else(|_| format!("1970-01-01 + {days}"), text::date)
}

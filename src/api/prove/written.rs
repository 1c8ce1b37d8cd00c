//! Values as a scenario writes them.

use crate::base::calendar::zone::ymd;
use crate::program::{Slot, Type};
use serde_json::Value as Json;

/// A value of a declared place; none where a scenario cannot write it.
pub(super) fn value(slot: &Slot, json: &Json) -> Option<String> {
    if json.is_null() {
        return Some("未知".to_owned());
    }
    let text = json.as_str();
    Some(match &slot.ty {
        Type::Text | Type::Mobile | Type::Phone | Type::Recording | Type::Signature => format!("“{}”", text?),
        Type::Person(_) => format!("“{}”", text.or_else(|| json.get("name")?.as_str())?),
        Type::Bool => if json.as_bool()? { "是" } else { "否" }.to_owned(),
        Type::Integer | Type::Number => plain(json)?,
        Type::Times => format!("{}次", plain(json)?),
        Type::Rings => format!("{}声", plain(json)?),
        Type::Chars => format!("{}字", plain(json)?),
        Type::Money => format!("{}元", plain(json)?),
        Type::Points => format!("{}分", plain(json)?),
        Type::Pace => format!("{}字/分钟", plain(json)?),
        Type::Duration => json.as_i64().map_or_else(|| text.map(str::to_owned), |ms| Some(length(ms)))?,
        Type::Civil | Type::Date | Type::Clock | Type::Instant | Type::Taxonomy(_) | Type::Role | Type::Phrases => text?.to_owned(),
        Type::List(_) | Type::Form(_) => return None,
    })
}

/// A length in the fewest units.
pub(super) fn length(ms: i64) -> String {
    let mut left = ms.unsigned_abs();
    let mut out = if ms < 0 { "-".to_owned() } else { String::new() };
    for (word, size) in [("小时", 3_600_000), ("分钟", 60_000), ("秒", 1000), ("毫秒", 1)] {
        if left >= size || (size == 1 && ms == 0) {
            out.push_str(&format!("{}{word}", left / size));
            left %= size;
        }
    }
    out
}

/// A date and a time of day; seconds and ms only where there are any.
pub(super) fn instant(date: i32, ms: u32) -> String {
    let (year, month, day) = ymd(date).unwrap_or((0, 0, 0));
    let (h, m, s, f) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let fraction = if f > 0 { format!(".{f:03}") } else { String::new() };
    format!("{year:04}-{month:02}-{day:02} {h:02}:{m:02}:{s:02}{fraction}")
}

fn plain(json: &Json) -> Option<String> {
    match json {
        Json::Number(n) => Some(n.to_string()),
        Json::String(text) => Some(text.clone()),
        _ => None,
    }
}

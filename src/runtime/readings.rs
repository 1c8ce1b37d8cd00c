//! The ways in which a value may be read aloud: 18:00 is also 下午6点, 1小时30分钟 also 一个半小时.
//!
//! Numbers are told in digits here; that 十八 is 18 the comparison knows. The first way is the one in which the script writes the value.

use super::print::{Reader, write_value};
use super::value::Val;
use crate::program::{Format, Type};

/// The readings of each part of a value: of a time its date and its clock, of a list its items.
pub(crate) fn readings(r: Reader<'_>, value: &Val, format: &Format) -> Vec<Vec<String>> {
    let written = |value: &Val, format: &Format| {
        let mut out = String::new();
        write_value(&mut out, r, value, format);
        out
    };
    match (value, format) {
        (Val::Instant(at), _) => match r.zone.and_then(|zone| zone.local(*at)) {
            Some((date, ms)) => vec![dates(written(&Val::Date(date), format)), clocks(written(&Val::Clock(ms), format), ms)],
            None => vec![vec![written(value, format)]],
        },
        (Val::Date(_), _) => vec![dates(written(value, format))],
        (Val::Clock(ms), _) => vec![clocks(written(value, format), *ms)],
        (Val::Duration(ms), _) => vec![durations(written(value, format), *ms)],
        (Val::Number(_), Format::Plain(ty)) => vec![numbers(written(value, format), ty)],
        (Val::List(items), Format::Plain(ty)) => {
            let inner = if let Type::List(inner) = ty { (**inner).clone() } else { ty.clone() };
            let inner = Format::Plain(inner);
            items.iter().flat_map(|item| readings(r, item, &inner)).collect()
        }
        _ => vec![vec![written(value, format)]],
    }
}

/// 3月5日, 3月5号; the year need not be told.
fn dates(written: String) -> Vec<String> {
    let short = written.split_once('年').map(|(_, rest)| rest.to_owned());
    let days: Vec<String> = std::iter::once(written).chain(short).collect();
    let spoken: Vec<String> = days.iter().map(|day| day.replace('日', "号")).collect();
    [days, spoken].concat()
}

/// 18:00, 18点, 下午6点, 晚上6点整
fn clocks(written: String, ms: u32) -> Vec<String> {
    let (hour, minute) = (ms / 3_600_000, ms / 60_000 % 60);
    let mut all = vec![written];
    if !ms.is_multiple_of(60_000) {
        return all;
    }
    let twelve = if hour > 12 { hour - 12 } else { hour };
    let mut hours = vec![format!("{hour}点")];
    hours.extend(times_of_day(hour).iter().map(|word| format!("{word}{twelve}点")));
    let minutes: Vec<String> = match minute {
        0 => vec![String::new(), "整".to_owned(), "钟".to_owned()],
        15 => vec!["15".to_owned(), "15分".to_owned(), "一刻".to_owned()],
        30 => vec!["半".to_owned(), "30".to_owned(), "30分".to_owned()],
        45 => vec!["45".to_owned(), "45分".to_owned(), "三刻".to_owned()],
        1..=9 => vec![format!("0{minute}"), format!("0{minute}分"), format!("{minute}分")],
        _ => vec![minute.to_string(), format!("{minute}分")],
    };
    all.extend(hours.iter().flat_map(|hour| minutes.iter().map(move |minute| format!("{hour}{minute}"))));
    all
}

fn times_of_day(hour: u32) -> &'static [&'static str] {
    match hour {
        0..=4 => &["凌晨", "夜里"],
        5..=7 => &["早上", "早晨", "清晨", "上午"],
        8..=10 => &["上午", "早上"],
        11 => &["上午", "中午"],
        12 => &["中午", "下午"],
        13 => &["下午", "中午"],
        14..=17 => &["下午"],
        18..=19 => &["晚上", "下午", "傍晚"],
        _ => &["晚上", "夜里"],
    }
}

/// 18小时, 18个小时; 1小时30分钟, 1个半小时, 90分钟; 30分钟, 半小时
fn durations(written: String, ms: i64) -> Vec<String> {
    let mut all = vec![written.replace("小时", "个小时"), written.replace("小时", "个钟头"), written.replace("分钟", "分")];
    all.push(written.replace("小时", "个小时").replace("分钟", "分"));
    let (hours, rest) = (ms / 3_600_000, ms % 3_600_000);
    if rest == 1_800_000 {
        all.extend(match hours {
            0 => vec!["半小时".to_owned(), "半个小时".to_owned(), "半个钟头".to_owned()],
            hours => vec![format!("{hours}个半小时"), format!("{hours}个半钟头")],
        });
    }
    if hours > 0 && ms % 60_000 == 0 && ms < 6 * 3_600_000 {
        all.push(format!("{}分钟", ms / 60_000));
    }
    all.retain(|reading| *reading != written);
    all.dedup();
    all.insert(0, written);
    all
}

/// 3元, 3块钱; 0.5, 0点5
fn numbers(written: String, ty: &Type) -> Vec<String> {
    let mut all = vec![written.clone()];
    let spoken = written.replace('.', "点");
    if spoken != written {
        all.push(spoken.clone());
    }
    if let (Type::Money, Some(amount)) = (ty, spoken.strip_suffix('元')) {
        let whole = amount.split_once('点');
        all.extend(["块", "块钱", "元钱"].map(|unit| format!("{amount}{unit}")));
        if let Some((yuan, jiao)) = whole {
            all.extend([format!("{yuan}块{jiao}"), format!("{yuan}元{jiao}角")]);
        }
    }
    if matches!(ty, Type::Times) {
        all.extend(["回", "遍"].map(|unit| written.replace('次', unit)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{clocks, dates, durations, numbers};
    use crate::program::Type;

    #[test]
    fn times_and_lengths_are_read_as_people_do() {
        let clock = clocks("18:30".to_owned(), 18 * 3_600_000 + 30 * 60_000);
        for reading in ["18:30", "18点半", "下午6点半", "晚上6点30分"] {
            assert!(clock.iter().any(|c| c == reading), "{reading} in {clock:?}");
        }
        assert!(!clock.iter().any(|c| c == "上午6点半"));
        assert_eq!(dates("2027年3月5日".to_owned()), ["2027年3月5日", "3月5日", "2027年3月5号", "3月5号"]);
        let length = durations("1小时30分钟".to_owned(), 5_400_000);
        for reading in ["1个半小时", "90分钟", "1个小时30分"] {
            assert!(length.iter().any(|l| l == reading), "{reading} in {length:?}");
        }
        assert_eq!(length[0], "1小时30分钟");
        assert!(numbers("12.5元".to_owned(), &Type::Money).iter().any(|n| n == "12块5"));
    }
}

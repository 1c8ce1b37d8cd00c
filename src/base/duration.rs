//! Lengths of time in words.

/// A length in ms as a script writes it: `1小时30分钟`, `500毫秒`, `0秒`; a negative one with a minus.
pub fn zh(ms: impl Into<i128>) -> String {
    words(ms.into(), [("小时", 3_600_000), ("分钟", 60_000), ("秒", 1000), ("毫秒", 1)], "0秒")
}

/// The same with the English units: `1h30min`, `500ms`, `0s`.
pub fn en(ms: impl Into<i128>) -> String {
    words(ms.into(), [("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1)], "0s")
}

/// Working time in ms by the units that a script has for it, Chinese and English; what is less than a minute stands as it is.
pub fn working(ms: impl Into<i128>) -> (String, String) {
    let ms = ms.into();
    let minutes = ms / 60_000 * 60_000;
    let rest = ms - minutes;
    let mut text = (
        words(minutes, [("个工作小时", 3_600_000), ("个工作分钟", 60_000)], "0个工作分钟"),
        words(minutes, [("wh", 3_600_000), ("wmin", 60_000)], "0wmin"),
    );
    if rest != 0 {
        if minutes == 0 {
            return (zh(rest), en(rest));
        }
        text.0.push_str(&zh(rest.abs()));
        text.1.push_str(&en(rest.abs()));
    }
    text
}

fn words<const N: usize>(ms: i128, units: [(&str, u128); N], zero: &str) -> String {
    let mut rest = ms.unsigned_abs();
    if rest == 0 {
        return zero.to_owned();
    }
    let mut out = String::from(if ms < 0 { "-" } else { "" });
    for (unit, size) in units {
        if rest >= size {
            out.push_str(&format!("{}{unit}", rest / size));
            rest %= size;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_as_a_script_writes_it() {
        assert_eq!(super::zh(0), "0秒");
        assert_eq!(super::zh(5_400_000), "1小时30分钟");
        assert_eq!(super::zh(64_800_001), "18小时1毫秒");
        assert_eq!(super::en(-61_000), "-1min1s");
        assert_eq!(super::zh(i64::MIN), "-2562047788015小时12分钟55秒808毫秒");
    }

    #[test]
    fn working_time_is_counted_in_its_own_units() {
        let zh = |ms: i64| super::working(ms).0;
        assert_eq!(zh(0), "0个工作分钟");
        assert_eq!(zh(59_999), "59秒999毫秒");
        assert_eq!(zh(5_400_000), "1个工作小时30个工作分钟");
        assert_eq!(zh(-60_001), "-1个工作分钟1毫秒");
        assert_eq!(super::working(3_600_001_i64).1, "1wh1ms");
    }
}

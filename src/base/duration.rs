//! Lengths of time in words.

/// A length in ms as a script writes it: `1小时30分钟`, `500毫秒`, `0秒`; a negative one with a minus.
pub fn zh(ms: i64) -> String {
    words(ms, [("小时", 3_600_000), ("分钟", 60_000), ("秒", 1000), ("毫秒", 1)], "0秒")
}

/// The same with the English units: `1h30min`, `500ms`, `0s`.
pub fn en(ms: i64) -> String {
    words(ms, [("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1)], "0s")
}

fn words(ms: i64, units: [(&str, u64); 4], zero: &str) -> String {
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
}

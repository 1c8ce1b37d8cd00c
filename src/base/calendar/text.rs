//! Dates and times of day as a script writes them.

use super::zone::ymd;

/// `2026-03-05` for days since 1970-01-01; a date that no calendar has is told by its number.
pub fn date(days: i32) -> String {
    ymd(days).map_or_else(|| format!("1970-01-01 + {days}"), |(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
}

/// `09:00` for ms after midnight; seconds and ms only where they are not zero.
pub fn clock(ms: u32) -> String {
    let (h, m, s, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    match (s, rest) {
        (0, 0) => format!("{h:02}:{m:02}"),
        (_, 0) => format!("{h:02}:{m:02}:{s:02}"),
        _ => format!("{h:02}:{m:02}:{s:02}.{rest:03}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_as_a_script_writes_it() {
        assert_eq!(super::date(0), "1970-01-01");
        assert_eq!(super::date(20_517), "2026-03-05");
        assert_eq!(super::date(i32::MAX), "1970-01-01 + 2147483647");
        assert_eq!(super::clock(32_400_000), "09:00");
        assert_eq!(super::clock(32_401_000), "09:00:01");
        assert_eq!(super::clock(32_401_005), "09:00:01.005");
        assert_eq!(super::clock(86_400_000), "24:00");
    }
}

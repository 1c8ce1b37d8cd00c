//! Group E05: limits and what follows them.

crate::codes! {
    NO_WAY_OUT "E0502" "no-way-out" Error "超时之后没有出路" "a time-out without a way out";
    LIMIT_NOT_POSITIVE "E0503" "limit-not-positive" Error "时限不大于零" "a limit that is not above zero";
    NO_YEAR "E0511" "no-year" Error "日历缺了这一年" "a year without data";
    NO_CALENDAR "E0517" "no-calendar" Error "按日历算却没有日历" "a civil length without a calendar";
}

//! Group E05: limits and what follows them.

crate::codes! {
    NO_WAY_OUT "E0502" "no-way-out" Error "超时之后没有出路" "a time-out without a way out";
    LIMIT_NOT_POSITIVE "E0503" "limit-not-positive" Error "时限不大于零" "a limit that is not above zero";
    LANDS_IN_REST "E0510" "lands-in-rest" Error "到期会落在休息时间" "falls due in rest hours";
    NO_YEAR "E0511" "no-year" Error "日历缺了这一年" "a year without data";
    NEVER_STARTS "E0512" "never-starts" Error "期限开不了头，或先止后起" "can never start, or stops before it starts";
    LONGER_THAN_PARENT "E0513" "longer-than-parent" Error "里面的时限比外面的长" "a limit longer than the one around it";
    WARNING_TOO_LONG "E0515" "warning-too-long" Error "预警比时限还长" "a warning longer than its limit";
    PAST_WHEN_OPENED "E0516" "past-when-opened" Error "开始时可能已经过点" "may be past when it is opened";
    NO_CALENDAR "E0517" "no-calendar" Error "按日历算却没有日历" "a civil length without a calendar";
    NO_MOVE_RULE "E0519" "no-move-rule" Error "没有写遇到休息日或月末怎么办" "no rule for rest days or month ends";
    NO_TOP "E0520" "no-top" Error "升级没有到顶" "a ladder without a top";
}

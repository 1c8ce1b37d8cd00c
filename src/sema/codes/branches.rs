//! Group E03: tables, conditions, sets of options.

crate::codes! {
    GAP "E0301" "gap" Error "没有分支接住" "no branch takes it";
    OVERLAP "E0302" "overlap" Error "两行同时成立" "two rows hold together";
    NEVER_TAKEN "E0303" "never-taken" Error "永远走不到的分支" "a branch that is never taken";
    ALWAYS_OR_EMPTY "E0304" "always-or-empty" Warn "总是成立或已无剩余" "always true, or nothing left";
    IF_GAP "E0305" "if-gap" Warn "若 没有接住所有情况" "a chain of conditions with a gap";
    SINGLE_OPTION "E0306" "single-option" Error "只有一个选项" "a set of a single option";
    NO_OTHER_OPTION "E0307" "no-other-option" Warn "没有“其他”选项" "no option for any other answer";
    ALL_DISABLED "E0308" "all-disabled" Error "选项可能一个都选不了" "every option may be disabled";
    SAMPLE_TWICE "E0309" "sample-twice" Error "同一句例话归了两个选项" "one sample in two options";
    NOT_DECIDED "E0310" "not-decided" Warn "条件太难，没有判定" "completeness is not decided";
    ROW_WIDTH "E0311" "row-width" Error "这一行的格数不对" "a row with the wrong number of cells";
    READ_BACK_UNANSWERED "E0312" "read-back-unanswered" Error "复述之后没有问对不对" "a read-back without an answer";
}

//! Optional opinions: what a careful editor would remark.

crate::codes! {
    LITERAL_IDENTITY "L01" "literal-identity" Warn "工号或公司名写死在话里" "an employee number or company name written out";
    LITERAL_CONSTANT "L02" "literal-constant" Info "常量的值又写了一遍" "a constant's value written out again";
    TWIN_STEPS "L03" "twin-steps" Info "两个环节几乎一样" "two steps that are nearly the same";
    INFORMAL_YOU "L04" "informal-you" Warn "“你”应为“您”" "the informal you";
    BARE_ASSERTION "L05" "bare-assertion" Warn "说了“已经”却没有断言" "a claim without an assertion";
    ENDLESS_WAIT "L06" "endless-wait" Warn "等待没有时限" "a wait without a limit";
    UNUSED_NAME "L07" "unused-name" Warn "声明了却没有用到" "declared and never used";
    UNBOUND_DEGREE_WORD "L08" "unbound-degree-word" Warn "“马上”“尽快”没有数字" "a degree word without a number";
    TWIN_TEXTS "L09" "twin-texts" Info "两句话只差几个字" "two texts that are nearly the same";
    DAY_END_IN_REST "L10" "day-end-in-rest" Warn "按天的时限到半夜，半夜在休息" "limits in days that end at midnight, in rest";
    NEEDLESS_ASSUMPTION "L11" "needless-assumption" Warn "用不上的假定" "an assumption that is not needed";
    GROUPED_LENGTH "L12" "grouped-length" Warn "分段和号码的位数对不上" "groups that the number does not fit";
    MISCOUNTED_LIST "L13" "miscounted-list" Warn "说有几样，写的不是几样" "a list that says another number";
    TWIN_POLICY "L14" "twin-policy" Warn "一条规定两处写得不一样" "one policy written in two ways";
    LONG_CALL "L15" "long-call" Warn "照脚本说要超过通话时长" "a call that keeps to the script is longer than a rule allows";
    UNMOVED_LIMIT "L16" "unmoved-limit" Warn "通话里的时限不挪" "a limit of the call is never moved";
    REGEX_PATTERN "L17" "regex-pattern" Warn "格式写成了正则表达式" "a pattern written as a regular expression";
}

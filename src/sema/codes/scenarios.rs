//! Group E10: the tests in a script.

crate::codes! {
    UNKNOWN_EXPECTATION "E1001" "unknown-expectation" Error "期望里的名字不存在" "an expectation names nothing known";
    EQUAL_ROWS "E1002" "equal-rows" Error "两行测试一样" "two equal test rows";
    TIME_GOES_BACK "E1003" "time-goes-back" Error "时间往回走了" "time goes back";
    EXPECTATION_NOT_MET "E1004" "expectation-not-met" Error "期望没有达到" "an expectation is not met";
}

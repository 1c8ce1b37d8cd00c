//! Group E04: where a call can go.

crate::codes! {
    UNREACHABLE_STEP "E0401" "unreachable-step" Error "走不到的环节" "a step that is never reached";
    DEAD_END "E0402" "dead-end" Error "走到这里没有下一步" "a dead end";
    IDLE_CYCLE "E0403" "idle-cycle" Error "不等人的死循环" "a cycle that waits for nothing";
    AFTER_THE_END "E0404" "after-the-end" Error "后面的语句轮不到" "a statement after the end";
    NOT_KNOWN "E0405" "not-known" Error "还没有值就要用" "a value that is not known";
    NEVER_ASKED "E0406" "never-asked" Error "必填的却从来没有问" "a required field that is never asked";
    NO_CONSENT "E0407" "no-consent" Error "没有同意就做了不可逆的事" "an irreversible action without consent";
    RESULT_MISMATCH "E0408" "result-mismatch" Error "返回的和声明的对不上" "a result that does not match";
    RECURSION "E0409" "recursion" Error "流程调用成圈" "flows call each other in a circle";
    TWIN_ENTRY "E0410" "twin-entry" Warn "两个入口开头一样" "two entry flows with one first line";
    NO_END "E0411" "no-end" Error "进去了就出不来" "steps that no path leads out of";
}

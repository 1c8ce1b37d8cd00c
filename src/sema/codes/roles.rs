//! Group E07: who acts.

crate::codes! {
    NO_ACTOR "E0701" "no-actor" Error "没有人来做" "nobody acts here";
    NOT_ALLOWED "E0702" "not-allowed" Error "这个角色不能做" "this role may not do it";
    SEPARATION "E0703" "separation" Error "该分开的人成了一个" "people who must differ are one";
    BAD_ROLE "E0704" "bad-role" Error "角色没有声明或上级成圈" "an unknown role or a circle of superiors";
    RUNG_ORDER "E0705" "rung-order" Error "升级的级次乱了" "a rung out of order";
    NO_DUTY_HOLDER "E0706" "no-duty-holder" Error "周期没有写由谁" "a duty with nobody to do it";
}

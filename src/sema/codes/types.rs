//! Group E02: types, units, values.

crate::codes! {
    TYPE_MISMATCH "E0201" "type-mismatch" Error "类型对不上" "types do not match";
    UNIT_MISMATCH "E0202" "unit-mismatch" Error "单位不同，不能合算" "units that cannot be combined";
    UNBOUND_CONSTANT "E0203" "unbound-constant" Error "待定的常量还没有值" "a constant left unbound";
    CONTRADICTORY_BOUND "E0204" "contradictory-bound" Error "一个界限里有两个比较词" "two comparison words in one bound";
    OUT_OF_RANGE "E0205" "out-of-range" Error "超出声明的范围" "a value outside its declared range";
    BAD_ARGUMENTS "E0207" "bad-arguments" Error "给的内容和要的对不上" "arguments do not fit";
    DEGREE_WORD_LIMIT "E0208" "degree-word-limit" Error "没有数字的词不能当时限" "a degree word used as a limit";
    MIXED_DURATIONS "E0209" "mixed-durations" Error "两种时长不能混用" "two sorts of duration mixed";
    POINTS_ON_ADVICE "E0210" "points-on-advice" Error "只是建议，不能扣分" "points on what is only advised";
}

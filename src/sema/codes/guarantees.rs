//! Group E08: what is guaranteed, and rules against each other.

crate::codes! {
    NOT_PROVABLE "E0801" "not-provable" Error "这样的保证没法证明" "a guarantee that cannot be proved in this form";
    COUNTER_EXAMPLE "E0802" "counter-example" Error "有反例的保证" "a guarantee that a call breaks";
    RULES_CONFLICT "E0803" "rules-conflict" Error "两条规则打架" "two rules against each other";
    PERMISSION_WITHOUT_GUARD "E0804" "permission-without-guard" Error "许可没有写什么时候" "a permission without a guard";
    IMPOSSIBLE_ASSUMPTION "E0805" "impossible-assumption" Error "走不成的假定" "an assumption that no call agrees with";
    BROKEN_BY_SCRIPT "E0806" "broken-by-script" Error "照着脚本走会违反的规则" "a rule that the script itself breaks";
    NOT_PROVED "E0890" "not-proved" Error "没有证明的保证" "a guarantee that was not proved";
}

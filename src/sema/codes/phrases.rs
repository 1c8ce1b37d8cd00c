//! Group E06: what is said and what must not be said.

crate::codes! {
    OWN_LINE_FORBIDDEN "E0601" "own-line-forbidden" Error "脚本自己说了禁语" "the script's own line is forbidden";
    NOT_PROVED "E0602" "unproved-claim" Error "断言没有依据" "an assertion that is not proved";
    PROMISE_NOT_KEPT "E0603" "promise-not-kept" Error "许了诺却没有去办" "a promise that is not kept";
    SECRET_SPOKEN "E0604" "secret-spoken" Error "没有核实本人就说了保密的内容" "a secret is spoken before the customer is identified";
    IDLE_EXCEPTION "E0605" "idle-exception" Error "除非 里的词不起作用" "an exception that shields nothing";
    EMPTY_CLASS "E0606" "empty-class" Error "这一类里一句话也没有" "a class without an entry";
    SAME_TEXT_TWICE "E0607" "same-text-twice" Warn "同一句话在两类里" "one text in two classes";
    TWO_FIRST_LINES "E0608" "two-first-lines" Error "开头有两句不同的必说" "two mandatory first lines";
    DAMAGED_ROW "E0609" "damaged-row" Error "表格里这一行读不了" "a row of a table that cannot be read";
    NEVER_HIT "E0610" "never-hit" Error "这个词永远碰不上" "a phrase that is never hit";
    PHRASE_TWICE "E0611" "phrase-twice" Warn "一个词写了两次" "one phrase written twice";
    PHRASE_WITHIN "E0612" "phrase-within" Warn "多余的词：短的已经禁了" "a phrase within which another is forbidden already";
    CONTRADICTORY_FOLDING "E0613" "contradictory-folding" Error "写法又分又不分" "a difference told apart and not";
}

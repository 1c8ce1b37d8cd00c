//! Group E01: names, files, packages.

crate::codes! {
    UNKNOWN_NAME "E0101" "unknown-name" Error "没有这个名字" "unknown name";
    DUPLICATE_NAME "E0102" "duplicate-name" Error "同一个名字写了两次" "a name is declared twice";
    AMBIGUOUS_NAME "E0103" "ambiguous-name" Error "两处都有这个名字" "a name that two packages offer";
    NUMBER_LIKE_NAME "E0104" "number-like-name" Error "名字读起来像数字" "a name reads as a number";
    STEP_OR_FLOW "E0105" "step-or-flow" Error "环节和流程同名" "a step and a flow share a name";
    UNDECLARED_DOCUMENT "E0106" "undeclared-document" Warn "书名号里的文档没有声明" "a document in 《》 is not declared";
    BAD_IMPORT "E0107" "bad-import" Error "引用不到或引用成圈" "a missing or circular import";
    ALIAS_CLASH "E0108" "alias-clash" Error "别名撞了名字" "an alias clashes with a name";
    NO_COMMON_KEY "E0109" "no-common-key" Error "几件事没有共同的键" "events without a common key";
    UNUSED_ALLOW "E0110" "unused-allow" Warn "放过没有用上或已到期" "an allow that is unused or expired";
    FORBIDDEN_ALLOW "E0111" "forbidden-allow" Error "放过了谁也不能放过的编号" "an allow of a code that nobody may let pass";
    NAME_IS_WORD "E0112" "name-is-word" Error "名字和语言的词一样" "a name that is a word of the language";
}

//! What can be wrong with the text itself: group E00.

crate::codes! {
    NOT_UTF8 "E0001" "not-utf8" Error "文件不是 UTF-8 文字" "the file is not UTF-8 text";
    UNEVEN_INDENT "E0002" "uneven-indent" Error "缩进对不上任何一层" "the indentation matches no open level";
    UNKNOWN_STATEMENT "E0003" "unknown-statement" Error "认不出的开头词" "no statement begins like this";
    WORDS_LEFT_OVER "E0004" "words-left-over" Error "行里有多余的词" "words are left over";
    OPEN_QUOTE "E0005" "open-quote" Error "引号没有合上" "a quotation mark is not closed";
    UNQUOTED_LINE "E0006" "unquoted-line" Error "要说的话没有加引号" "a spoken line is not quoted";
    BAD_PLACEHOLDER "E0007" "bad-placeholder" Error "花括号里的内容看不懂" "a placeholder cannot be read";
    INLINE_AND_BLOCK "E0008" "inline-and-block" Error "行末和下面都写了内容" "both an inline statement and a block";
    MISPLACED "E0009" "misplaced-statement" Error "写错了地方" "a statement in the wrong place";
    BEYOND_LIMIT "E0010" "beyond-limit" Error "超出大小上限" "beyond the documented limits";
    EQUALS_IN_CONDITION "E0211" "equals-in-condition" Error "条件里用了一个等号" "`=` in a condition";
}

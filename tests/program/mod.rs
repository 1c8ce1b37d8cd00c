//! The compiled document: what is written, what is refused.

mod hostile;
mod schema;
mod seal;
mod sound;

#[test]
fn keywords_and_units_are_put_over_and_names_are_not() {
    use huashu::program::spell::english;
    assert_eq!(english("等 事件「到货」 限时 3个工作日 用 日历「客服历」 顺延"), "wait 到货 limit 3wd using 客服历 postpone");
    assert_eq!(english("说 “请等 10分钟”"), "say “请等 10分钟”");
    assert_eq!(english("说 “请等事件「到货」 10分钟”"), "say “请等到货 10分钟”");
    assert_eq!(english("事件「等」"), "等");
    assert_eq!(english("限时 10分钟"), "limit 10min");
    assert_eq!(english("没合上「的"), "没合上「的");
    assert_eq!(english("等选项"), "wait option");
    assert_eq!(english("3声、1次、2小时"), "3 rings、1 times、2h");
    assert_eq!(english("说不上是什么"), "说不上是什么");
    assert_eq!(english(""), "");
}

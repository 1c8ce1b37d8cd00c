//! `huashu prove`: what it tells of guarantees, and when it fails.

use super::{huashu, write};

/// A guarantee that nobody can keep, one that holds, and one that does not.
const SCRIPT: &str = "事件 派单(单: 文本)
事件 回单(单: 文本)
动作 登记
流程 来电
  环节 一
    做 登记
    结束 完
保证 派单必回 按 单
  派单 之后 24小时 以内 必须 回单
保证 登记一次
  做 登记 至多 1次
保证 不登记
  不得 做 登记
";

#[test]
fn what_nobody_can_promise_hides_no_other_guarantee() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "甲.hua", SCRIPT);
    let ran = huashu(folder.path(), &["prove", "甲.hua"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    for told in ["E0801", "✗ 派单必回 反例", "✓ 登记一次 已证", "✗ 不登记 反例", "1 条已证，2 条有反例，0 条未证明"]
    {
        assert!(ran.out.contains(told), "{told}\n{}", ran.out);
    }
}

#[test]
fn what_nobody_can_promise_fails_where_all_that_is_asked_for_is_proved() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "甲.hua", SCRIPT);
    let ran = huashu(folder.path(), &["prove", "甲.hua", "--only", "登记一次"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("E0801") && ran.out.contains("1 条已证，0 条有反例"), "{}", ran.out);
}

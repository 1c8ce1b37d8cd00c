//! How long a call takes that keeps to the script.

use crate::pages::{failing, input};
use crate::scripts::{as_written, package, read};
use huashu::api::{self, CallLength, Input, InputFile, InputPackage, lengths};

/// The first call of a script.
fn call(script: &str) -> CallLength {
    let files = vec![InputFile { name: "例.hua".into(), bytes: script.into() }];
    let package = InputPackage { name: "例".into(), files, ..InputPackage::default() };
    let checked = api::check(&Input { package, ..Input::default() }).expect("no huashu.toml");
    let faults: Vec<&str> = checked.diagnostics.iter().map(|d| d.message.zh.as_str()).collect();
    lengths(&checked).calls.into_iter().next().unwrap_or_else(|| panic!("no call: {faults:?}"))
}

/// Shortest, usual, longest in seconds.
fn seconds(script: &str) -> [f64; 3] {
    let call = call(script);
    [call.shortest, call.usual, call.longest].map(|way| way.map_or(-1.0, |w| w.ms as f64 / 1000.0))
}

#[test]
fn speech_counts_characters_pace_and_pauses() {
    // Eight characters are two seconds; marks are not said.
    let one = |line: &str| {
        seconds(&format!("常量\n  名 = “八个字的常量名字”\n参数\n  电话: 手机号\n流程 来电\n  环节 一\n    必说 {line}\n    结束 完\n"))
    };
    assert_eq!(one("“一二三四，五六七八。”"), [2.0; 3]);
    assert_eq!(one("“一二三四五六七八” 语速 慢"), [4.0; 3]);
    assert_eq!(one("“一二三四五六七八九十” 语速 快"), [2.0; 3]);
    assert_eq!(one("“一二三四五六七八” 停顿 3秒"), [5.0; 3]);
    assert_eq!(one("“{名}”"), [2.0; 3]);
    assert_eq!(one("“一{电话}”"), [3.0; 3]);
    assert_eq!(one("“一二三四” 或 “一二” 或 “一二三四五六七八”"), [0.5, 1.0, 2.0]);
}

#[test]
fn branches_are_taken_by_what_they_cost_or_by_their_order() {
    let script = "流程 来电\n  环节 一\n    选项 长  例如 “一二三四”、“一二三四五六七八”    转 二\n    选项 其他                                        转 三\n  环节 二\n    说 “一二三四五六七八一二三四五六七八”\n    转 三\n  环节 三\n    若 现在 不足 2026-01-01 00:00\n      说 “一二三四”\n    结束 完\n";
    // An answer takes a second more than its words, one without samples as long as four characters.
    assert_eq!(seconds(script), [2.0, 2.0 + 4.0, 3.0 + 4.0 + 1.0]);
    let ways = call(script);
    let steps =
        |way: &Option<api::Length>| way.as_ref().map(|w| w.steps.iter().map(|s| format!("{}{:?}", s.step, s.by)).collect::<String>());
    assert_eq!(steps(&ways.shortest).as_deref(), Some("一[\"其他\"]三[]"));
    assert_eq!(steps(&ways.longest).as_deref(), Some("一[\"长\"]二[]三[\"若 现在 不足 2026-01-01 00:00\"]"));
}

#[test]
fn limits_run_out_on_the_longest_way_alone_and_ringing_is_no_talk() {
    let script = "流程 来电\n  环节 响铃\n    等 接听 限时 1分钟\n      超时 结束 没人接\n    转 一\n  环节 一\n    等 客户 说完 限时 30秒\n      超时\n        说 “一二三四五六七八”\n        继续\n    结束 完\n";
    assert_eq!(seconds(script), [0.0, 2.0, 32.0]);
}

#[test]
fn a_loop_is_gone_through_once_and_told() {
    let script = "流程 来电\n  环节 一\n    说 “一二三四”\n    选项 再来  例如 “一二三四”    转 一\n    选项 往下  例如 “一二三四”    转 二\n    选项 其他                       转 一\n  环节 二\n    说 “一二三四”\n    选项 回去  例如 “一二三四”    转 一\n    选项 完了  例如 “一二三四”    结束 完\n    选项 其他                       结束 完\n";
    assert_eq!(seconds(script), [6.0; 3]);
    let loops: Vec<String> = call(script).loops.iter().map(|l| format!("{}{}", l.from, l.to)).collect();
    assert_eq!(loops, ["一一", "二一"]);
}

#[test]
fn flows_that_are_called_are_gone_through_and_told() {
    let script = "流程 来电\n  环节 一\n    调用 问好\n    说 “一二三四”\n    转 问候\n流程 问好\n  环节 甲\n    说 “一二三四五六七八”\n    返回\n流程 问候\n  环节 乙\n    说 “一二三四”\n    结束 挂了\n";
    let call = call(script);
    let usual = call.usual.expect("a way");
    let steps: Vec<String> = usual.steps.iter().map(|s| format!("{} {}", s.step, s.ms)).collect();
    assert_eq!(steps, ["一 1000", "问好.甲 2000", "问候.乙 1000"]);
    assert_eq!(usual.ms, 4000);
    // Flows that call each other for ever have no end, and that is found.
    assert_eq!(
        seconds(
            "流程 来电\n  环节 一\n    调用 甲\n    结束 完\n流程 甲\n  环节 一\n    调用 乙\n    返回\n流程 乙\n  环节 一\n    调用 甲\n    返回\n"
        ),
        [-1.0; 3]
    );
}

#[test]
fn the_shortest_is_never_longer_than_the_usual_nor_that_than_the_longest() {
    let scripts = ["callback", "courier", "home-office", "home-service", "home-service-east", "silent-caller"];
    let mut checked: Vec<_> = scripts.map(|name| read(package(name, as_written))).into_iter().collect();
    checked.extend(failing().into_iter().map(|(_, files)| api::check(&input(files)).expect("a readable huashu.toml")));
    let mut measured = 0;
    for call in checked.iter().flat_map(|c| lengths(c).calls) {
        let all = [&call.shortest, &call.usual, &call.longest];
        assert!(all.iter().all(|w| w.is_some()) || all.iter().all(|w| w.is_none()), "{call:?}");
        let ms: Vec<i64> = all.into_iter().flatten().map(|w| w.ms).collect();
        assert!(ms.is_sorted(), "{}: {ms:?}", call.flow);
        for way in all.into_iter().flatten() {
            assert_eq!(way.steps.iter().map(|s| s.ms).sum::<i64>(), way.ms, "{}", call.flow);
        }
        measured += ms.len();
    }
    assert!(measured > 100, "{measured}");
}

#[test]
fn what_is_asked_twice_comes_out_the_same() {
    // Whoever is greeted with an apology is a late one at the end as well: 4 and 2, or 8 and 6 characters.
    let rings = "流程 来电\n  环节 一\n    按 振铃\n      1声..3声    说 “一二三四”\n      4声..       说 “一二三四五六七八”\n    若 振铃 超过 3声\n      说 “一二三四五六”\n    否则\n      说 “一二”\n    结束 完\n";
    assert_eq!(seconds(rings), [1.5, 1.5, 3.5]);
    // The usual way goes on as it began; what is written anew in between may have changed.
    let asked = |anew: &str| {
        seconds(&format!(
            "登记表 单\n  会员: 是否  必填\n流程 来电\n  环节 一\n    登记 单\n    若 单.会员 说 “一二三四五六七八”\n    否则 说 “一二三四”\n    {anew}\n    若 非 单.会员 说 “一二三四五六七八”\n    否则 说 “一二三四”\n    结束 完\n"
        ))
    };
    let fill = asked("登记 单")[0] - 1.0 - 1.0;
    let once = asked("提示 往下。");
    assert_eq!(once, [once[0]; 3]);
    let twice = asked("登记 单");
    assert_eq!([twice[0], twice[2]], [fill + 2.0, fill + 4.0]);
    // An option that is not open to the customer is not taken.
    let option = "参数\n  会员: 是否\n流程 来电\n  环节 一\n    若 会员 说 “一二三四五六七八”\n    否则 说 “一二三四”\n    选项 减免  仅当 会员  例如 “一二三四”            转 二\n    选项 其他  例如 “一二三四五六七八一二三四五六七八”    转 二\n  环节 二\n    结束 完\n";
    assert_eq!(seconds(option), [4.0, 4.0, 7.0]);
}

//! The scripts that the benches make, each as large as it is asked for; a test builds the small ones, for a bench of a script with a fault says nothing.

use std::fmt::Write;

/// A call between two steps; each rule bounds the answer to an event of its own, and forbids phrases of its own.
pub(crate) fn rules(rules: usize, phrases: usize) -> String {
    let mut text = String::from("事件 无关(单: 文本)\n");
    for rule in 0..rules {
        let _ = writeln!(text, "事件 起{rule}(单: 文本)\n事件 止{rule}(单: 文本)");
        if phrases > 0 {
            let _ = writeln!(text, "禁语 禁{rule}");
            for phrase in 0..phrases / rules {
                let _ = writeln!(text, "  “{}”", words(rule * 10_000 + phrase));
            }
        }
    }
    for rule in 0..rules {
        let _ = writeln!(text, "规则 限{rule}\n  起{rule} 之后 10分钟 以内 必须 止{rule}");
        if phrases > 0 {
            let _ = writeln!(text, "  不得 话务员 说 禁{rule}");
        }
    }
    text.push_str("流程 来电\n  随时 客户挂机    结束 已离线\n");
    text.push_str("  环节 一\n    选项 去    转 二\n    选项 其他  转 一\n  环节 二\n    选项 回    转 一\n    选项 其他  转 二\n");
    text
}

/// Six characters that no greeting holds.
fn words(n: usize) -> String {
    let mut n = n.wrapping_mul(2_654_435_761) % 0xFFFF_FFFF;
    (0..6)
        .filter_map(|_| {
            n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from_u32(0x4E00 + (n >> 33) as u32 % 20_000)
        })
        .collect()
}

/// A call that forbids these phrases.
pub(crate) fn forbidding(phrases: &[String]) -> String {
    let mut text = String::from("流程 来电\n  环节 接听\n    必说 “Hello.”\n    结束 受理完成\n禁语 词表\n");
    for phrase in phrases {
        let _ = writeln!(text, "  “{phrase}”");
    }
    text
}

/// A call of so many steps with two ways on from each.
pub(crate) fn steps(count: usize) -> String {
    let mut out = String::from("动作 查单\n动作 收单\n流程 来电\n  随时 客户挂机 或 通话结束    结束 客户已挂\n");
    let step = |n: usize| if n < count { format!("转 第{n}步") } else { "转 收尾".to_owned() };
    for n in 0..count {
        let _ = writeln!(out, "  环节 第{n}步");
        if n == 0 {
            out.push_str("    做 查单\n");
        }
        let _ = writeln!(out, "    选项 是  例如 “是的”    {}\n    选项 其他    {}", step(n + 1), step(n + 2));
    }
    out.push_str("  环节 收尾\n    做 收单\n    结束 办完\n保证 先查后收\n  做 收单 之前 必须 做 查单\n");
    out
}

/// A call in which so many limits run side by side, each from an event of its own; all of them do what the guarantee speaks of.
pub(crate) fn clocks(count: usize) -> String {
    let mut out = String::from("动作 催\n");
    for n in 0..count {
        let _ = writeln!(
            out,
            "动作 开{n}\n事件 办好{n}\n期限 限{n}\n  起 做 开{n}\n  止 办好{n}\n  限时 {}分钟\n  超时\n    做 催\n    到此为止",
            10 + n * 7
        );
    }
    out.push_str("动作 收单\n流程 来电\n  环节 开头\n");
    for n in 0..count {
        let _ = writeln!(out, "    做 开{n}");
    }
    out.push_str("    选项 好了  例如 “好了”    转 收尾\n    选项 其他    转 收尾\n  环节 收尾\n    做 收单\n    结束 办完\n");
    out.push_str("保证 不早催\n  做 开0 之后 10分钟 以内 不得 做 催\n");
    out
}

/// A call of so many steps that each ask for two conditions.
pub(crate) fn conditional(count: usize) -> String {
    let mut out =
        String::from("登记表 单\n  件数: 整数 0..1000  必填\n  急: 是否  必填\n流程 来电\n  环节 登记\n    登记 单\n    转 第0步\n");
    for n in 0..count {
        let next = if n + 1 < count { format!("转 第{}步", n + 1) } else { "结束 办完".to_owned() };
        let _ = writeln!(
            out,
            "  环节 第{n}步\n    若 单.件数 超过 {} 且 单.急\n      提示 多。\n    若 单.件数 不足 {}\n      {next}\n    {next}",
            n % 900,
            n % 700 + 1
        );
    }
    out
}

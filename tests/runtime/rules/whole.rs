//! The recordings of the reference's script, told event by event.

use super::{Session, Start, feed, findings};
use serde_json::json;
use std::collections::BTreeMap;

/// How often each rule is broken, and those of which nobody can tell.
fn told(session: &Session) -> (BTreeMap<String, u32>, Vec<String>) {
    let verdicts = session.verdicts();
    let broken = verdicts.iter().filter(|v| v.broken > 0).map(|v| (v.rule.to_string(), v.broken)).collect();
    let unknown = verdicts.iter().filter(|v| v.verdict == huashu::runtime::Verdict::Unknown).map(|v| v.rule.to_string()).collect();
    (broken, unknown)
}

fn begin(params: serde_json::Value) -> Session {
    let machine = crate::runtime::compile_example("rules.hua");
    let at = 1_772_703_000_000;
    Session::new(machine, Start { at, params, audit: true, ..Start::default() }).expect("it begins")
}

/// Events by seconds from the beginning.
fn play(session: &mut Session, events: &str) {
    let begin = session.now();
    let at = |s: &str| begin + (s.parse::<f64>().expect("seconds") * 1000.0) as i64;
    let mut out = String::new();
    for line in events.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (when, what) = line.split_once(' ').expect("an instant and an event");
        let what = match what.rsplit_once('-').filter(|(_, until)| until.parse::<f64>().is_ok()) {
            Some((text, until)) => format!("{text}-{}", at(until)),
            None => what.to_owned(),
        };
        let when = if when == "?" { "?".to_owned() } else { at(when).to_string() };
        out.push_str(&format!("{when} {what}\n"));
    }
    feed(session, &out);
}

#[test]
fn the_cough() {
    let mut session =
        begin(json!({"公司": "某某", "工号": "001", "客户": "张", "时段": "上午", "已启动": false, "已打单": false, "已领单": false}));
    play(
        &mut session,
        r#"
        0 answer
        1 noise agent
        3 {"event":"mood","value":"玩笑"}
        3 customer:不是吧，一进来就给我这么大的见面礼？-6
        7 noise agent
        9 {"event":"mood","value":"正常"}
        9 customer:还来-10
        11 agent:您好，很高兴为您服务！-13
        14 {"event":"mood","value":"气愤"}
        14 customer:寄件-15
        16 enter 下单
        16 {"event":"gap"}
        ? customer:你工号是多少？
        ? no_reply agent
        ? customer:你的工号是多少？
        ? agent:我有病，不会传染。
        ? customer:你说什么？
        ? agent:我有病，不会传染。
        ? customer:我知道不会传染。
        ? {"event":"gap"}
        ? call_ended
        "#,
    );
    let (broken, unknown) = told(&session);
    let wanted = [
        ("不得不答", 1),
        ("不说消极话", 2),
        ("不重复消极话", 1),
        ("两咳之间有补救", 1),
        ("先致歉后业务", 1),
        ("再问仍须答", 1),
        ("咳前静音", 2),
        ("咳后致歉", 1),
        ("情绪上升要安抚", 1),
        ("接住玩笑", 1),
        ("接通不咳", 1),
        ("致歉带解释", 1),
        ("补致歉", 1),
        ("问工号即答", 1),
        ("首句是问候", 1),
    ];
    let of_case: BTreeMap<String, u32> =
        broken.iter().filter(|(name, _)| wanted.iter().any(|(w, _)| w == name)).map(|(n, c)| (n.clone(), *c)).collect();
    assert_eq!(of_case, wanted.map(|(n, c)| (n.to_owned(), c)).into(), "{}", findings(&session));
    assert!(unknown.contains(&"有结束语".to_owned()), "{unknown:?}");
}

#[test]
fn the_second_cancellation() {
    let mut session =
        begin(json!({"公司": "某某", "工号": "007", "客户": "张", "时段": "上午", "已启动": true, "已打单": true, "已领单": false}));
    play(
        &mut session,
        r#"
        0 incoming
        0 ring 5
        21 answer
        22 agent:您好，这里是某某客服中心，007号话务员为您服务，您请讲。-28
        29 customer:我要把明天上午九点的服务取消，因为——-34
        33 agent:不行，已经来不及了。-36
        37 customer:家里有急事，能不能通融一下？-40
        41 agent:张女士，我已核实过您上午的预订服务，电脑已经启动服务程序，工作单已经打出，我们的服务员也已经领走服务单。-50
        51 customer:那我也得取消。-53
        54 agent:若您执意要取消此次服务的，电脑仍将按起步服务时间2小时扣费。-59
        60 {"event":"mood","value":"激动"}
        60 customer:你们凭什么扣钱！我——-64
        63 agent:你能不能快一点，我还要接待下一位啦。-66
        67 {"event":"mood","value":"正常"}
        67 customer:算了，取消吧。-68
        69 agent:请问还有什么需要我们为您服务的吗？-72
        73 customer:没有了。-74
        75 agent:再见。-76
        77 hangup agent
        80 {"event":"host","name":"取消已发送","args":{"收件":"就近网店","原网店":"对应网店"}}
        81 call_ended
        "#,
    );
    let (broken, _) = told(&session);
    let wanted = [
        "二三声接听",
        "超声致歉问候",
        "四声可投诉",
        "用语得当",
        "不催促",
        "先核对后答复",
        "断言有据",
        "断言放慢",
        "扣费照原话",
        "扣费数对",
        "激动不插话",
        "平静解释",
        "解释编排",
        "取消收尾",
        "客户先挂",
        "早挂可投诉",
        "发对网店",
    ];
    let missing: Vec<&str> = wanted.into_iter().filter(|w| !broken.contains_key(*w)).collect();
    assert_eq!(missing, [""; 0], "{}", findings(&session));
    assert_eq!((broken.get("不抢话"), broken.get("用语得当")), (Some(&2), Some(&1)), "{}", findings(&session));
    assert!(!broken.contains_key("五声严禁") && !broken.contains_key("有追问"), "{broken:?}");
}

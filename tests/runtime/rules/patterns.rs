//! The eighteen patterns.

use super::{audit, e, findings, judged, machine, ms, n, on, plain, rule};
use serde_json::{Value as Json, json};

/// What is found, without the verdict.
fn found(rule: &Json, events: &str) -> Vec<String> {
    judged(rule.clone(), events).lines().filter(|l| !l.contains('：')).map(str::to_owned).collect()
}

/// The verdict.
fn verdict(rule: &Json, events: &str) -> String {
    judged(rule.clone(), events).lines().last().unwrap().split('：').nth(1).unwrap().to_owned()
}

#[test]
fn p1_never() {
    let rule = rule("规", json!({"never": on(0)}), &[]);
    assert_eq!(found(&rule, "1 甲\n2 乙\n3 甲"), ["1 规 违规 甲@1", "3 规 违规 甲@3"]);
    assert_eq!(verdict(&rule, "2 乙\n9 call_ended"), "合规");
    assert_eq!(verdict(&rule, "2 乙"), "无法判定", "the call goes on");
    assert_eq!(verdict(&rule, "2 gap 5\n9 call_ended"), "无法判定");
    assert_eq!(verdict(&rule, "1 甲\n2 gap 5\n9 call_ended"), "违规");
}

#[test]
fn ordinals() {
    let of = |nth: Json| rule("规", json!({"never": {"on": e(0), "nth": nth}}), &[]);
    let events = "1 甲\n2 甲\n3 甲\n4 call_ended";
    assert_eq!(found(&of(json!("first")), events), ["1 规 违规 甲@1"]);
    assert_eq!(found(&of(json!("again")), events), ["2 规 违规 甲@2", "3 规 违规 甲@3"]);
    assert_eq!(found(&of(json!({"exactly": 2})), events), ["2 规 违规 甲@2"]);
}

#[test]
fn p2_must() {
    let rule = rule("规", json!({"always": on(0)}), &[]);
    assert_eq!(found(&rule, "2 乙\n9 call_ended"), ["9 规 违规 缺[0,9]"]);
    assert_eq!(verdict(&rule, "2 甲\n9 call_ended"), "合规");
    assert_eq!(found(&rule, "2 gap 5\n9 call_ended"), ["9 规 缺段 缺[0,9]"]);
}

#[test]
fn p3_times() {
    let most = rule("规", json!({"times": [on(0), null, n(2)]}), &[]);
    assert_eq!(found(&most, "1 甲\n2 甲\n9 call_ended"), [""; 0]);
    assert_eq!(found(&most, "1 甲\n2 甲\n3 甲\n4 甲\n9 call_ended"), ["3 规 违规 甲@3 实3"]);
    let least = rule("规", json!({"times": [on(0), n(2), null]}), &[]);
    assert_eq!(found(&least, "1 甲\n2 甲\n9 call_ended"), [""; 0]);
    assert_eq!(found(&least, "1 甲\n9 call_ended"), ["9 规 违规 缺[0,9] 实1"]);
    assert_eq!(found(&least, "1 甲\n2 gap 3\n9 call_ended"), ["9 规 缺段 缺[0,9] 实1"]);
}

#[test]
fn p6_p7_before() {
    let once = rule("规", json!({"before": {"of": on(0), "must": e(1)}}), &[]);
    assert_eq!(found(&once, "1 甲\n2 乙\n3 甲\n4 甲"), ["1 规 违规 甲@1"]);
    let each = rule("规", json!({"before": {"of": on(0), "must": e(1), "each": true}}), &[]);
    assert_eq!(found(&each, "1 乙\n3 甲\n4 甲"), ["4 规 违规 甲@4"]);
    assert_eq!(found(&once, "1 gap 2\n3 甲"), ["3 规 缺段 甲@3"]);
    assert_eq!(verdict(&once, "2 乙\n9 call_ended"), "不适用");
}

#[test]
fn p8_after() {
    let rule = rule("规", json!({"after": [on(0), e(1), null]}), &[]);
    assert_eq!(found(&rule, "1 甲\n2 甲\n3 乙\n4 甲\n9 call_ended"), ["9 规 违规 ←甲@4 缺[4,9]"]);
    assert_eq!(found(&rule, "1 甲\n2 gap 3\n9 call_ended"), ["9 规 缺段 ←甲@1 缺[1,9]"]);
    assert_eq!(verdict(&rule, "1 甲"), "无法判定");
}

fn within(events: Json, bound: Json) -> Json {
    rule("规", json!({"after": [on(0), events, bound]}), &[("otherwise", json!([{"do": [0, [{"value": {"text": "补"}}]]}]))])
}

#[test]
fn p9_within_and_its_exact_ms() {
    let of = within(e(1), json!({"most": [{"length": ms(1000)}]}));
    for at in [1009, 1010] {
        assert_eq!(found(&of, &format!("10 甲\n{at} 乙\n5000 advance")), [""; 0], "at {at}");
    }
    let late = "1011 规 违规 ←甲@10 缺[10,1010]";
    assert_eq!(found(&of, "10 甲\n1011 乙\n5000 advance"), [late]);
    assert_eq!(found(&of, "10 甲\n5000 advance"), [late], "found at its instant, whenever time passes");
    assert_eq!(found(&of, "10 甲\n20 甲\n1012 乙\n5000 advance"), [late], "the second is answered in time");
    assert_eq!(found(&of, "10 甲\n500 call_ended\n5000 advance"), [""; 0], "not due yet when the call ends");
    assert_eq!(found(&of, "10 甲\n500 gap 600\n5000 advance"), ["1011 规 缺段 ←甲@10 缺[10,1010]"]);
    let open = within(e(1), json!({"most": [{"length": ms(1000)}], "open": true}));
    assert_eq!(found(&open, "10 甲\n1009 乙\n5000 advance"), [""; 0]);
    assert_eq!(found(&open, "10 甲\n1010 乙\n5000 advance").len(), 1, "不足 leaves the last ms out");
}

#[test]
fn p9_until_an_instant() {
    let of = within(e(1), json!({"most": [{"instant": {"event_arg": [0, 1]}}]}));
    let promise = r#"10 {"event":"host","name":"甲","args":{"数":700}}"#;
    assert_eq!(found(&of, &format!("{promise}\n700 乙\n5000 advance")), [""; 0]);
    assert_eq!(found(&of, &format!("{promise}\n701 乙\n5000 advance")), ["701 规 违规 ←甲@10 缺[10,700]"]);
}

#[test]
fn p9_counted_in_rings() {
    let rings = json!([{"event": {"kind": "ring"}}]);
    let bound = json!({"most": [{"count": [rings, n(3)]}], "least": {"count": [rings, n(2)]}});
    let of = rule("规", json!({"after": [{"on": plain("incoming")}, plain("answer"), bound]}), &[]);
    let call = |rings: u32| found(&of, &format!("0 incoming\n0 ring {rings}\n9 answer\n20 call_ended"));
    assert_eq!(call(1), ["9 规 违规 ←来电@0 接听@9 实1"]);
    assert_eq!(call(2), [""; 0]);
    assert_eq!(call(3), [""; 0]);
    assert_eq!(call(4), ["0 规 违规 ←来电@0 振铃 4@0 缺[0,0] 实4"]);
    // Without rings of the host they are counted, one each five seconds.
    let counted = |at: i64| found(&of, &format!("0 incoming\n{at} answer\n99999 call_ended"));
    assert_eq!(counted(4999).len(), 1);
    assert_eq!(counted(5000), [""; 0]);
    assert_eq!(counted(14_999), [""; 0]);
    assert_eq!(counted(15_000), ["15000 规 违规 ←来电@0 振铃 4@15000 缺[0,15000] 实4"]);
}

#[test]
fn p9_restarts_cancels_and_merges() {
    let bound = json!({"most": [{"length": ms(1000)}]});
    let last = rule("规", json!({"after": [on(0), e(1), bound]}), &[("restart", json!(true))]);
    assert_eq!(found(&last, "10 甲\n500 甲\n1400 乙\n9000 advance"), [""; 0]);
    let unless = rule("规", json!({"after": [on(0), e(1), bound]}), &[("unless", e(2))]);
    assert_eq!(found(&unless, "10 甲\n500 丙\n9000 advance"), [""; 0]);
    let plain = rule("规", json!({"after": [on(0), e(1), bound]}), &[]);
    let many: String = (0..70).map(|i| format!("{i} 甲\n")).collect();
    let session = audit(&machine(json!([plain])), &format!("{many}5000 advance"));
    let all = findings(&session);
    assert_eq!(all.lines().count(), 65, "64 are kept apart\n{all}");
}

#[test]
fn p10_next() {
    let greeting = json!([{"event": {"kind": {"says": {"line": [1, "gist"]}}, "actor": "agent"}}]);
    let of = rule("规", json!({"next": [on(0), greeting]}), &[]);
    assert_eq!(found(&of, "1 甲\n2 customer:您好\n3 agent:对不起。\n9 call_ended"), [""; 0]);
    assert_eq!(found(&of, "1 甲\n2 甲\n3 agent:请讲\n4 agent:对不起"), ["3 规 违规 ←甲@1 ←甲@2 话务员 说@3"]);
    assert_eq!(found(&of, "1 甲\n3 noise agent\n4 agent:对不起"), ["3 规 违规 ←甲@1 话务员 杂音 咳嗽@3"]);
    assert_eq!(found(&of, "1 甲\n3 no_reply agent"), ["3 规 违规 ←甲@1 话务员 不答@3"]);
    assert_eq!(found(&of, "1 甲\n2 agent:嗯\n3 agent:对不起"), [""; 0], "应和 alone is no 句");
    assert_eq!(found(&of, "1 甲\n2 gap 3\n4 agent:请讲"), ["4 规 缺段 ←甲@1 话务员 说@4"]);
    assert_eq!(found(&of, "1 甲\n9 call_ended"), [""; 0], "nobody spoke any more");
    // No answer is a 句, whether or not a rule names 不答; before the line is up, and after it is down, nobody has to answer.
    let silent = "3 甲\n4 customer:喂-5\n9000 advance";
    assert_eq!(found(&of, &format!("1 answer\n{silent}")), ["5006 规 违规 ←甲@3 话务员 不答@5006"]);
    assert_eq!(found(&of, silent), [""; 0]);
    assert_eq!(found(&of, &format!("1 answer\n2 hangup agent\n{silent}")), [""; 0]);
}

#[test]
fn p4_p5_first_and_last() {
    let greeting = |line: u32| json!([{"event": {"kind": {"says": {"line": [line, "gist"]}}, "actor": "agent"}}]);
    let first = rule("规", json!({"first": ["turn", greeting(0)]}), &[]);
    assert_eq!(found(&first, "1 customer:喂\n2 agent:您好，请讲。\n3 agent:哦"), [""; 0]);
    assert_eq!(found(&first, "2 noise agent\n3 agent:您好"), ["2 规 违规 话务员 杂音 咳嗽@2"]);
    assert_eq!(found(&first, "1 gap 2\n3 agent:哦"), ["3 规 缺段 话务员 说@3"]);
    assert_eq!(verdict(&first, "9 call_ended"), "不适用");
    let last = rule("规", json!({"last": ["turn", greeting(2)]}), &[]);
    assert_eq!(found(&last, "1 agent:您好\n2 agent:再见\n9 call_ended"), [""; 0]);
    assert_eq!(found(&last, "1 agent:再见\n2 agent:哦\n9 call_ended"), ["9 规 违规 话务员 说@2 缺[0,9]"]);
    assert_eq!(found(&last, "1 agent:再见\n2 gap 3\n9 call_ended"), ["9 规 缺段 话务员 说@1 缺[0,9]"]);
}

#[test]
fn p11_between() {
    let of = rule("规", json!({"between": [on(0), e(1)]}), &[]);
    assert_eq!(found(&of, "1 甲\n2 乙\n3 甲\n4 甲\n5 乙\n6 甲"), ["4 规 违规 ←甲@3 甲@4 缺[3,4]"]);
    assert_eq!(found(&of, "1 甲\n2 gap 3\n4 甲"), ["4 规 缺段 ←甲@1 甲@4 缺[1,4]"]);
}

#[test]
fn p12_barred() {
    let of = rule("规", json!({"barred": [on(0), e(1), {"most": [{"length": ms(100)}]}]}), &[]);
    assert_eq!(found(&of, "10 甲\n110 乙\n500 advance"), ["110 规 违规 ←甲@10 乙@110 实100"]);
    assert_eq!(found(&of, "10 甲\n111 乙"), [""; 0]);
    assert_eq!(found(&of, "10 甲\n100 甲\n200 乙").len(), 1, "the latest reaches furthest");
    let ever = rule("规", json!({"barred": [on(0), e(1), null]}), &[]);
    assert_eq!(found(&ever, "5 乙\n10 甲\n90000 乙"), ["90000 规 违规 ←甲@10 乙@90000 实89990"]);
}

#[test]
fn p13_apart() {
    let of = rule("规", json!({"apart": [on(0), ms(100)]}), &[]);
    assert_eq!(found(&of, "10 甲\n110 甲\n210 甲"), [""; 0]);
    assert_eq!(found(&of, "10 甲\n109 甲\n208 甲").len(), 2);
    assert_eq!(found(&of, "10 甲\n? 甲"), ["10 规 缺时间 ←甲@10 甲@10 实0"]);
}

#[test]
fn p14_lasts() {
    let of = rule("规", json!({"lasts": {"of": "on_hold", "most": ms(100)}}), &[]);
    assert_eq!(found(&of, "10 hold agent\n110 resume agent\n500 advance"), [""; 0]);
    assert_eq!(found(&of, "10 hold agent\n500 advance"), ["111 规 违规 ←保持@10 实101"]);
    let total = rule("规", json!({"lasts": {"of": "on_hold", "most": ms(100), "total": true}}), &[]);
    assert_eq!(found(&total, "10 hold agent\n70 resume agent\n100 hold agent\n140 resume agent\n900 advance"), [""; 0]);
    assert_eq!(found(&total, "10 hold agent\n70 resume agent\n100 hold agent\n900 advance"), ["141 规 违规 ←保持@100 实101"]);
    let least = rule("规", json!({"lasts": {"of": "on_hold", "least": ms(100)}}), &[]);
    assert_eq!(found(&least, "10 hold agent\n110 resume agent"), [""; 0]);
    assert_eq!(found(&least, "10 hold agent\n109 resume agent"), ["109 规 违规 ←保持@10 取回@109 实99"]);
    assert_eq!(found(&least, "10 hold agent\n50 call_ended"), ["50 规 违规 ←保持@10 通话结束@50 实40"], "it ends with its line");
}

#[test]
fn p15_while() {
    let held = ("within", json!({"during": ["on_hold"]}));
    let never = rule("规", json!({"never": on(0)}), std::slice::from_ref(&held));
    assert_eq!(found(&never, "1 甲\n10 hold agent\n11 甲\n20 resume agent\n21 甲"), ["11 规 违规 甲@11"]);
    let must = rule("规", json!({"always": on(0)}), &[held]);
    assert_eq!(found(&must, "10 hold agent\n11 甲\n20 resume agent\n30 hold agent\n40 resume agent"), ["40 规 违规 缺[30,40]"]);
    let each = rule("规", json!({"each_in": ["on_hold", ms(100), e(0)]}), &[]);
    assert_eq!(found(&each, "0 hold agent\n100 甲\n200 甲\n300 resume agent\n999 advance"), [""; 0]);
    assert_eq!(found(&each, "0 hold agent\n150 resume agent"), ["101 规 违规 缺[0,100]"]);
    assert_eq!(found(&each, "0 hold agent\n205 resume agent").len(), 2, "{:?}", found(&each, "0 hold agent\n205 resume agent"));
    // However long it goes on: 64 are told, and the next answer begins a new count.
    let told = |events: &str| found(&each, events).len();
    assert_eq!(told("0 hold agent\n6463 advance"), 63);
    assert_eq!(told("0 hold agent\n6464 advance"), 64);
    assert_eq!(told("0 hold agent\n864000000 advance"), 64, "ten days");
    assert_eq!(told("0 hold agent\n864000000 甲\n864000100 advance"), 64);
    assert_eq!(told("0 hold agent\n864000000 甲\n864000101 advance"), 65);
}

#[test]
fn p16_only() {
    let of = rule("规", json!({"only": [on(0), {"muted": "agent"}, false]}), &[]);
    assert_eq!(found(&of, "1 甲\n2 mute agent\n3 甲\n4 unmute agent\n5 甲"), ["1 规 违规 甲@1", "5 规 违规 甲@5"]);
}

#[test]
fn p17_implies() {
    let of = rule("规", json!({"implies": [on(0), e(1)]}), &[]);
    assert_eq!(found(&of, "1 乙\n3 甲\n9 call_ended"), [""; 0]);
    assert_eq!(found(&of, "3 甲\n9 call_ended"), ["9 规 违规 ←甲@3 缺[0,9]"]);
    assert_eq!(verdict(&of, "1 乙\n9 call_ended"), "不适用");
}

#[test]
fn p18_by() {
    let by = |more: Json| {
        let mut by = json!({"instant": {"event_arg": [0, 1]}, "arms": e(0), "must": e(1)});
        for (key, value) in more.as_object().unwrap() {
            by[key] = value.clone();
        }
        rule("规", json!({"by": by}), &[])
    };
    let known = |at: i64| format!(r#"10 {{"event":"host","name":"甲","args":{{"数":{at}}}}}"#);
    let less = by(json!({"less": ms(100)}));
    assert_eq!(found(&less, &format!("{}\n900 乙\n2000 advance", known(1000))), [""; 0]);
    assert_eq!(found(&less, &format!("{}\n901 乙\n2000 advance", known(1000))), ["901 规 违规 ←甲@10 缺[10,900]"]);
    let again = known(3000).replace("10 {", "20 {");
    assert_eq!(found(&less, &format!("{}\n{again}\n2800 乙\n9000 advance", known(1000))), [""; 0], "a change arms it anew");
    let window = by(json!({"window": ms(100)}));
    assert_eq!(found(&window, &format!("{}\n900 乙\n2000 advance", known(1000))), [""; 0]);
    assert_eq!(found(&window, &format!("{}\n899 乙\n2000 advance", known(1000))), ["1000 规 违规 ←甲@10 缺[900,999]"]);
    assert_eq!(found(&window, &format!("{}\n1000 乙\n2000 advance", known(1000))).len(), 1, "之前 is strict");
}

#[test]
fn keys_are_judged_apart() {
    let keyed = |event: u32| json!([{"event": {"kind": {"declared": [event, []]}}, "key": {"event_arg": [event, 0]}}]);
    let mut of = rule("规", json!({"after": [{"on": keyed(0)}, keyed(1), {"most": [{"length": ms(100)}]}]}), &[]);
    of["key"] = "号".into();
    of["line"] = "organisation".into();
    assert_eq!(found(&of, "1 甲 子\n2 甲 丑\n50 乙 丑\n900 advance"), ["102 规 违规 [子] ←甲@1 缺[1,101]"]);
    assert_eq!(found(&of, "1 甲\n900 advance"), [""; 0], "an event without the key is not seen");
    assert_eq!(found(&of, "1 甲 子\n50 call_ended\n900 advance").len(), 1, "the end of a call closes no customer");
}

#[test]
fn scopes_and_conditions() {
    let between = ("within", json!({"from": e(2), "to": e(3)}));
    let of = rule("规", json!({"always": on(0)}), &[between]);
    assert_eq!(found(&of, "1 丙\n2 甲\n3 丁\n5 丙\n6 丁\n9 call_ended"), ["6 规 违规 缺[5,6]"]);
    let told = json!({"test": [{"event_arg": [2, 0]}, {"compare": ["eq", {"value": {"text": "是"}}]}]});
    let of = rule("规", json!({"never": on(0)}), &[("within", json!({"provided": told}))]);
    assert_eq!(found(&of, "1 甲\n2 丙 否\n3 甲\n4 丙 是\n5 甲"), ["5 规 违规 甲@5"]);
}

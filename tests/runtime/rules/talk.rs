//! What is derived from turns: silence, replies, overlap, 应和.

use super::{judged, ms, rule, says};
use serde_json::{Value as Json, json};

fn never(event: Json) -> Json {
    rule("规", json!({"never": {"on": [{"event": event}]}}), &[])
}

fn found(rule: &Json, events: &str) -> Vec<String> {
    judged(rule.clone(), events).lines().filter(|l| !l.contains('：')).map(str::to_owned).collect()
}

fn beyond(length: i64) -> Json {
    json!({"compare": ["gt", ms(length)]})
}

#[test]
fn silence_passes_its_bound_one_ms_after_it() {
    let of = never(json!({"kind": "silence", "test": beyond(5000)}));
    assert_eq!(found(&of, "0 answer\n100 agent:您好-2000\n7000 customer:喂-8000\n9000 call_ended"), [""; 0]);
    assert_eq!(found(&of, "0 answer\n100 agent:您好-2000\n7001 customer:喂-8000\n9000 call_ended"), ["7001 规 违规 沉默@7001"]);
    let mine = never(json!({"kind": "silence", "actor": "agent", "test": beyond(5000)}));
    let events = "0 answer\n100 agent:您好-2000\n3000 customer:喂-4000\n9000 agent:在-9500\n9999 call_ended";
    assert_eq!(found(&of, events), [""; 0]);
    assert_eq!(found(&mine, events), ["7001 规 违规 话务员 沉默@7001"]);
}

#[test]
fn a_reply_is_late_or_does_not_come() {
    let late = never(json!({"kind": "reply", "actor": "agent", "test": beyond(5000)}));
    let none = never(json!({"kind": "no_reply", "actor": "agent"}));
    let call = |at: i64| format!("0 answer\n100 customer:喂-1000\n{at} agent:您好-9000\n9900 call_ended");
    assert_eq!(found(&late, &call(6000)), [""; 0]);
    assert_eq!(found(&late, &call(6001)), ["6001 规 违规 话务员 答话@6001"]);
    assert_eq!(found(&none, &call(6000)), [""; 0]);
    assert_eq!(found(&none, &call(6001)), ["6001 规 违规 话务员 不答@6001"]);
    let again = "0 answer\n100 customer:喂-1000\n2001 customer:有人吗-3000\n3500 agent:您好-4000\n9000 call_ended";
    assert_eq!(found(&none, again), ["2001 规 违规 话务员 不答@2001"]);
    assert_eq!(found(&none, &again.replace("2001", "2000")), [""; 0], "a pause of a second is still one speech");
    let marked = "0 answer\n100 customer:喂-1000\n1500 no_reply agent\n2500 customer:有人吗-3000\n3500 agent:您好-4000\n9000 call_ended";
    assert_eq!(found(&none, marked), ["1500 规 违规 话务员 不答@1500"], "mark and derivation are one");
}

#[test]
fn talking_over_and_cutting_in() {
    let over = never(json!({"kind": "talk_over", "actor": "agent"}));
    let long = never(json!({"kind": "talk_over", "actor": "agent", "test": beyond(1000)}));
    let cut = never(json!({"kind": "cut_in", "actor": "agent"}));
    let call = |end: i64| format!("0 answer\n1000 customer:我要取消因为-{end}\n3000 agent:来不及了-6000\n9000 call_ended");
    assert_eq!(found(&over, &call(3300)), [""; 0]);
    assert_eq!(found(&over, &call(3301)), ["3301 规 违规 话务员 插话@3301"]);
    assert_eq!(found(&long, &call(4000)), [""; 0]);
    assert_eq!(found(&long, &call(4001)), ["4001 规 违规 话务员 插话@4001"]);
    assert_eq!(found(&cut, &call(4000)), ["4000 规 违规 话务员 抢话@4000"]);
    assert_eq!(found(&cut, &call(4001)), [""; 0], "the other did not give way in time");
    let back = "0 answer\n1000 customer:我要取消因为-5000\n3000 agent:嗯-3900\n9000 call_ended";
    assert_eq!(found(&over, back), [""; 0], "应和 interrupts nobody");
    let long_back = "0 answer\n1000 customer:我要取消因为-5000\n3000 agent:嗯-4001\n9000 call_ended";
    assert_eq!(found(&over, long_back).len(), 1, "应和 longer than its cap is a turn");
    let marked = r#"0 answer
        1000 customer:我要-4000
        3500 {"event":"say","who":"agent","text":"不行","until":6000,"cut_in":true}
        9000 call_ended"#;
    assert_eq!(found(&cut, marked), ["3500 规 违规 话务员 抢话@3500"], "mark and derivation are one");
}

#[test]
fn words_that_come_late_count_from_their_beginning() {
    let of = rule(
        "规",
        json!({"after": [{"on": [{"event": {"kind": {"noise": null}}}]}, says("agent", 1), {"most": [{"length": ms(5000)}]}]}),
        &[],
    );
    let call = |begin: i64| {
        format!(
            "0 answer\n1000 noise agent\n{begin} begin agent\n9000 {{\"event\":\"say\",\"who\":\"agent\",\"text\":\"对不起\",\"from\":{begin},\"until\":9000}}\n20000 call_ended"
        )
    };
    assert_eq!(found(&of, &call(6000)), [""; 0], "begun in time, although its text comes later");
    assert_eq!(found(&of, &call(6001)), ["6001 规 违规 ←话务员 杂音 咳嗽@1000 缺[1000,6000]"]);
}

#[test]
fn pace_of_what_is_said() {
    let fast = json!({"test": [{"attr": "pace"}, {"compare": ["gt", {"value": {"number": 180_000_000}}]}]});
    let of = never(json!({"kind": {"says": {"line": [3, "gist"]}}, "actor": "agent", "filter": fast}));
    // Six characters in two seconds are 180 a minute.
    assert_eq!(found(&of, "0 answer\n1000 agent:请讲一二三四-3000"), [""; 0]);
    assert_eq!(found(&of, "0 answer\n1000 agent:请讲一二三四五-3000").len(), 1);
    assert_eq!(found(&of, "0 answer\n1000 agent:请讲一二三四五-2999"), [""; 0], "too short for a pace");
}

#[test]
fn overlap_is_measured_by_words_where_they_have_times() {
    let over = never(json!({"kind": "talk_over", "actor": "agent"}));
    let cut = never(json!({"kind": "cut_in", "actor": "agent"}));
    let say = |at: i64, who: &str, until: i64, words: Json| {
        let text: String = words.as_array().unwrap().iter().map(|w| w[0].as_str().unwrap()).collect();
        format!("{at} {}", json!({"event": "say", "who": who, "text": text, "until": until, "words": words}))
    };
    let call = |customer: Json, end: i64, agent: Json| {
        let (x, y) = (say(1000, "customer", end, customer), say(3000, "agent", 9000, agent));
        format!("0 answer\n{x}\n{y}\n9900 call_ended")
    };
    let agent = json!([["来不及", 3100, 3400], ["了", 3400, 3900]]);
    let customer = |last: i64| json!([["我要", 1000, 2000], ["取消", 3200, last]]);
    // The turns overlap for a second, the words for 300 and 301 ms.
    assert_eq!(found(&over, &call(customer(3500), 4000, agent.clone())), [""; 0]);
    assert_eq!(found(&over, &call(customer(3501), 4000, agent.clone())), ["3501 规 违规 话务员 插话@3501"]);
    assert_eq!(found(&cut, &call(customer(3500), 4000, agent.clone())), ["4000 规 违规 话务员 抢话@4000"]);
    assert_eq!(found(&cut, &call(json!([["我要", 1000, 2000]]), 4000, agent)), [""; 0], "no two words sounded at once");
    // A run of 应和 within a turn interrupts nobody; what comes after a pause does.
    let back = json!([["嗯", 3200, 3600], ["来不及了", 5200, 6000]]);
    let long = json!([["我要取消因为", 1000, 8000]]);
    assert_eq!(found(&over, &call(long, 8000, back)), ["5501 规 违规 话务员 插话@5501"]);
}

#[test]
fn what_rings_has_come_in() {
    let rings = json!([{"event": {"kind": "ring"}}]);
    let bound = json!({"most": [{"count": [rings, super::n(3)]}]});
    let of = rule("规", json!({"after": [{"on": super::plain("incoming")}, super::plain("answer"), bound]}), &[]);
    assert_eq!(found(&of, "0 ring 3\n9 answer\n20 call_ended"), [""; 0]);
    assert_eq!(found(&of, "0 ring 4\n9 answer\n20 call_ended").len(), 1);
    // What was called out does not come in.
    assert_eq!(found(&of, "0 outgoing\n0 ring 4\n9 answer\n20 call_ended"), [""; 0]);
}

#[test]
fn the_share_of_talk_is_taken_with_the_rules_own_pauses() {
    let more = json!({"test": [{"of_call": "talk_share"}, {"compare": ["gt", {"value": {"number": 600_000}}]}]});
    let mut of =
        rule("规", json!({"never": {"on": [{"event": {"kind": {"declared": [0, []]}}}]}}), &[("within", json!({"provided": more}))]);
    let words = r#"{"event":"say","who":"agent","text":"您好请讲","until":7000,"words":[["您好",0,3000],["请讲",4001,7000]]}"#;
    let call = format!("0 answer\n0 {words}\n7000 customer:好-11000\n11000 甲\n12000 call_ended");
    // 5,999 of 9,999 ms with the pause taken off, 7,000 of 11,000 with it.
    assert_eq!(found(&of, &call), [""; 0]);
    of["measure"] = json!({
        "ring_period": 5000, "pause_cap": 1001, "backchannels": [], "backchannel_cap": 1000, "reply_cap": 5000, "rate_min": 0, "lag": 0
    });
    assert_eq!(found(&of, &call).len(), 1, "a pause no longer than the rule's own cap is still speaking");
}

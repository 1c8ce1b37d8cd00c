//! Stopping and going on after any event is never having stopped, and any polling in between gives the same log.

use super::{e, machine, ms, n, on, plain, rule, says};
use huashu::runtime::{Machine, Session, Start};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// A rule of every pattern.
fn all() -> Arc<Machine> {
    let keyed = |event: u32| json!([{"event": {"kind": {"declared": [event, []]}}, "key": {"event_arg": [event, 0]}}]);
    let bound = |length: i64| json!({"most": [{"length": ms(length)}]});
    let otherwise = ("otherwise", json!([{"do": [0, [{"value": {"text": "补"}}]]}]));
    let mut by_key =
        rule("九键", json!({"after": [{"on": keyed(0)}, keyed(1), bound(300)]}), &[("otherwise", json!([{"do": [0, ["key"]]}]))]);
    by_key["key"] = "号".into();
    by_key["line"] = "organisation".into();
    let mut costly = rule("一", json!({"never": on(3)}), &[]);
    costly["deduct"] = json!({"points": 2_000_000, "each": true, "most": 5_000_000});
    let rings = json!([{"event": {"kind": "ring"}}]);
    let silence = json!({"kind": "silence", "test": {"compare": ["gt", ms(400)]}});
    let own = |name: &str, pattern: Json| {
        let mut made = rule(name, pattern, &[]);
        made["measure"] = json!({
            "ring_period": 90, "pause_cap": 10, "backchannels": [], "backchannel_cap": 10, "reply_cap": 40, "rate_min": 0, "lag": 0
        });
        made
    };
    let within = |name: &str, what: &str, least: Json| {
        let provided = json!({"test": [{"of_call": what}, {"compare": ["gt", least]}]});
        rule(name, json!({"never": on(0)}), &[("within", json!({"provided": provided}))])
    };
    let turns = |kind: &str| json!({"never": {"on": [{"event": {"kind": kind, "actor": "agent"}}]}});
    machine(json!([
        costly,
        rule("二", json!({"always": on(2)}), &[("within", json!({"during": ["on_hold"]}))]),
        rule("三", json!({"times": [on(0), n(1), n(3)]}), &[]),
        rule("四", json!({"first": ["turn", says("agent", 0)]}), &[]),
        rule("五", json!({"last": ["turn", says("agent", 2)]}), &[]),
        rule("六", json!({"before": {"of": on(0), "must": e(1), "each": true}}), &[]),
        rule("八", json!({"after": [on(0), e(1), null]}), &[]),
        rule("九", json!({"after": [on(0), e(1), bound(250)]}), &[otherwise, ("unless", e(2))]),
        by_key,
        rule("九声", json!({"after": [{"on": plain("incoming")}, plain("answer"), {"most": [{"count": [rings, n(3)]}]}]}), &[]),
        rule("十", json!({"next": [on(0), says("agent", 1)]}), &[]),
        rule("十一", json!({"between": [on(0), e(1)]}), &[]),
        rule("十二", json!({"barred": [on(0), e(1), bound(100)]}), &[]),
        rule("十三", json!({"apart": [on(0), ms(200)]}), &[]),
        rule("十四", json!({"lasts": {"of": "on_hold", "most": ms(150)}}), &[]),
        rule("十四累", json!({"lasts": {"of": "on_hold", "most": ms(300), "total": true}}), &[]),
        rule("十五", json!({"each_in": ["on_hold", ms(90), e(0)]}), &[]),
        rule("十六", json!({"only": [on(1), {"in_step": [0, 0]}, false]}), &[]),
        rule("十七", json!({"implies": [on(2), e(3)]}), &[]),
        rule("十八", json!({"by": {"instant": {"event_arg": [0, 1]}, "arms": e(0), "less": ms(50), "must": e(2)}}), &[]),
        rule("默", json!({"never": {"on": [{"event": silence}]}}), &[]),
        rule("不答", turns("no_reply"), &[]),
        rule("抢", turns("cut_in"), &[]),
        rule("插", turns("talk_over"), &[]),
        own("不答己", turns("no_reply")),
        own("插己", turns("talk_over")),
        own("铃己", json!({"never": {"on": [{"event": {"kind": "ring"}}]}})),
        rule("期", json!({"always": on(2)}), &[("within", json!({"every": {"length": 500}}))]),
        rule("期末", json!({"last": ["turn", says("agent", 0)]}), &[("within", json!({"every": {"length": 700}, "during": ["on_hold"]}))]),
        rule("期累", json!({"lasts": {"of": "on_hold", "most": ms(120), "total": true}}), &[("within", json!({"every": {"length": 300}}))]),
        within("长", "length", ms(2000)),
        within("持", "held", ms(300)),
        within("沉", "silent", ms(500)),
        within("比", "talk_share", n(0)),
        rule("期内", json!({"after": [on(0), e(1), bound(100)]}), &[("within", json!({"every": {"length": 150}}))]),
    ]))
}

/// One event a step of the stream: how long after the last, which.
fn event(at: i64, pick: u8, length: u8) -> Json {
    let until = at + i64::from(length) * 3;
    let host = |name: &str, args: Json| json!({"event": "host", "name": name, "args": args});
    let say = |who: &str, text: &str| json!({"event": "say", "who": who, "text": text, "until": until});
    let mut json = match pick % 32 {
        0 => json!({"event": "incoming"}),
        1 => json!({"event": "ring", "count": length % 6}),
        2 | 3 => json!({"event": "answer"}),
        4 => host("甲", json!([if length.is_multiple_of(2) { "子" } else { "丑" }])),
        5 => host("甲", json!({"数": at + i64::from(length)})),
        6 => host("甲", json!(["子", at + 400])),
        7 | 8 => host("乙", json!([if length.is_multiple_of(3) { "子" } else { "丑" }])),
        9 | 10 => host("丙", Json::Null),
        11 => host("丁", Json::Null),
        12 => json!({"event": "hold", "by": "agent"}),
        13 => json!({"event": "resume", "by": "agent"}),
        14 => json!({"event": "begin", "who": "agent"}),
        15 => json!({"event": "finish", "who": "agent"}),
        16 => json!({"event": "begin", "who": "customer"}),
        17 => json!({"event": "finish", "who": "customer"}),
        18 => json!({"event": "say", "who": "agent", "text": "对不起", "from": at - i64::from(length), "until": at}),
        19 => say("agent", "您好，请讲。"),
        20 => say("agent", "再见。"),
        21 => say("agent", "嗯"),
        22 | 23 => say("customer", "我要取消。"),
        24 => json!({"event": "noise", "by": "agent", "kind": "咳嗽"}),
        25 => json!({"event": "no_reply", "who": "agent"}),
        26 => json!({"event": "gap", "until": until}),
        27 => json!({"event": "gap"}),
        28 => json!({"event": "enter", "into": if length.is_multiple_of(2) { "一" } else { "二" }}),
        29 => json!({"event": "do", "action": "办", "args": ["补"]}),
        30 if length > 240 => json!({"event": "call_ended"}),
        _ => json!({"event": "mood", "value": "不满"}),
    };
    json["at"] = at.into();
    json
}

fn begin(machine: &Arc<Machine>, audit: bool) -> Session {
    let start = Start { id: "试".into(), ..Start::default() };
    Session::new(machine.clone(), Start { audit, ..start }).unwrap()
}

/// What the host is told, with how all rules stand in the end.
fn log(session: &Session, told: &mut Vec<String>) {
    told.extend(session.effects().iter().map(|e| session.effect_json(e).to_string()));
}

fn stands(session: &Session, told: &mut Vec<String>) {
    told.extend(session.verdicts().iter().map(|v| format!("{v:?}")));
    told.extend(session.obligations().iter().map(|o| format!("{o:?}")));
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Straight,
    Restored,
    Polled,
}

fn play(machine: &Arc<Machine>, audit: bool, stream: &[(u8, u8, u8)], how: How) -> Vec<String> {
    let mut session = begin(machine, audit);
    let mut told = Vec::new();
    log(&session, &mut told);
    session.clear_effects();
    let mut at = 0;
    for (wait, pick, length) in stream {
        let next = at + i64::from(*wait) * 2;
        if how == How::Polled {
            for poll in (at..=next).step_by(1 + usize::from(*length) / 8) {
                session.advance(poll).unwrap();
            }
        }
        at = next;
        let json = event(at, *pick, *length);
        let (at, event) = machine.event_from_json(&json).unwrap();
        if let Err(error) = session.send(&event, at) {
            told.push(error.kind.id().to_owned());
        }
        log(&session, &mut told);
        session.clear_effects();
        if how == How::Restored {
            session = Session::restore(machine.clone(), &session.snapshot()).unwrap();
        }
    }
    session.advance(at + 2_000).unwrap();
    log(&session, &mut told);
    stands(&session, &mut told);
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn restored_and_polled_sessions_say_the_same(
        stream in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..60),
        audit in any::<bool>(),
    ) {
        let machine = all();
        let straight = play(&machine, audit, &stream, How::Straight);
        assert_eq!(straight, play(&machine, audit, &stream, How::Restored), "restored after every event");
        assert_eq!(straight, play(&machine, audit, &stream, How::Polled), "polled in between");
    }
}

#[test]
fn a_snapshot_names_what_it_holds() {
    let machine = machine(json!([rule("规", json!({"after": [on(0), e(1), {"most": [{"length": ms(100)}]}]}), &[])]));
    let session = super::audit(&machine, "10 甲");
    let rules = &session.snapshot()["rules"];
    let observer = &rules["observers"][0];
    assert_eq!((&observer["rule"], &observer["sentence"], &observer["due"]), (&json!("规"), &json!(1), &json!(111)));
    assert_eq!(observer["pending"][0]["what"], json!({"at": 10, "what": "甲"}));
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let machine = machine(json!([rule("规", json!({"after": [on(0), e(1), {"most": [{"length": ms(100)}]}]}), &[])]));
    let whole = super::audit(&machine, "10 甲").snapshot();
    for part in ["settled", "observers", "talks", "gaps", "lengths", "found", "unsettled", "line"] {
        for value in [json!("x"), json!(true)] {
            let mut broken = whole.clone();
            broken["rules"][part] = value.clone();
            assert!(Session::restore(machine.clone(), &broken).is_err(), "{part} = {value}");
        }
    }
    let mut other = whole;
    other["rules"]["observers"][0]["rule"] = "无此规则".into();
    assert!(Session::restore(machine, &other).is_err());
}

//! Ranks, permissions, prices, scores, calendars, delay: what stands around the patterns.

use super::{audit, e, feed, findings, judged, machine, ms, on, program, rule, says};
use huashu::base::Decimal;
use huashu::base::calendar::{Calendar, Hours, Years};
use huashu::program::{Metric, Score, ScoreGroup, SourceMap};
use huashu::runtime::{Machine, Session, Start};
use serde_json::{Value as Json, json};

fn found(rules: Json, events: &str) -> Vec<String> {
    findings(&audit(&machine(rules), events)).lines().filter(|l| !l.contains('：')).map(str::to_owned).collect()
}

#[test]
fn what_is_permitted_while_it_holds_is_not_forbidden() {
    let never = rule("禁", json!({"never": on(0)}), &[("yields", json!([[1, 0]]))]);
    let may = rule("许", json!({"never": on(0)}), &[("duty", json!("may")), ("within", json!({"during": ["on_hold"]}))]);
    assert_eq!(found(json!([never, may]), "1 甲\n5 hold agent\n6 甲\n7 resume agent\n8 甲"), ["1 禁 违规 甲@1", "8 禁 违规 甲@8"]);
}

#[test]
fn what_gives_way_is_due_so_much_later() {
    let bound = json!({"most": [{"length": ms(100)}]});
    let lower = rule("低", json!({"after": [on(0), e(1), bound]}), &[("yields", json!([[1, 0]]))]);
    let higher = rule("高", json!({"never": on(1)}), &[("within", json!({"during": ["on_hold"]}))]);
    let rules = json!([lower, higher]);
    assert_eq!(found(rules.clone(), "10 甲\n900 advance"), ["111 低 违规 ←甲@10 缺[10,110]"]);
    let held = "10 甲\n50 hold agent\n550 resume agent\n900 advance";
    assert_eq!(found(rules.clone(), held), ["611 低 违规 ←甲@10 缺[10,610]"], "paused for half a second");
    assert_eq!(found(rules, "50 hold agent\n60 甲\n550 resume agent\n900 advance"), [""; 0], "not opened while it gives way");
}

#[test]
fn prices_and_what_is_part_of_another() {
    let mut first = rule("先", json!({"never": on(0)}), &[]);
    first["deduct"] = json!({"points": 2_000_000, "each": true, "most": 5_000_000});
    let mut part = rule("并", json!({"never": on(0)}), &[]);
    part["deduct"] = json!({"points": 9_000_000, "each": true});
    part["into"] = json!([0]);
    let mut again = rule("再", json!({"never": on(0)}), &[]);
    again["deduct"] = json!({"points": 0, "again": {"severity": "serious", "points": 5_000_000}});
    let session = audit(&machine(json!([first, part, again])), "1 甲\n2 甲\n3 甲");
    let points: Vec<Decimal> = session.verdicts().iter().map(|v| v.points).collect();
    assert_eq!(points, [Decimal(5_000_000), Decimal(0), Decimal(10_000_000)]);
}

fn scored(veto: bool, events: &str) -> (i64, i64, Option<bool>) {
    let mut sure = rule("甲禁", json!({"never": on(0)}), &[]);
    sure["deduct"] = json!({"points": 15_000_000, "each": true});
    let mut must = rule("丙须", json!({"always": on(2)}), &[]);
    must["deduct"] = json!({"points": 10_000_000});
    must["veto"] = veto.into();
    let mut p = program(json!([sure, must]));
    let group = ScoreGroup { name: "组".into(), most: Decimal(20_000_000), rules: vec![0] };
    p.score = Some(Score { full: Decimal(100_000_000), pass: Decimal(80_000_000), veto: Decimal(0), groups: vec![group] });
    let machine = Machine::new(p, SourceMap::default()).unwrap();
    let score = audit(&machine, events).score().unwrap();
    (score.low.0 / 1_000_000, score.high.0 / 1_000_000, score.passed)
}

#[test]
fn the_score_is_an_interval() {
    assert_eq!(scored(false, "1 丙\n9 call_ended"), (100, 100, Some(true)));
    assert_eq!(scored(false, "1 丙\n2 甲\n3 甲\n9 call_ended"), (80, 80, Some(true)), "a group costs no more than its cap");
    assert_eq!(scored(false, "2 甲\n3 甲\n9 call_ended"), (70, 70, Some(false)));
    assert_eq!(scored(false, "2 甲\n3 gap 5\n9 call_ended"), (75, 85, None));
    assert_eq!(scored(true, "9 call_ended"), (0, 0, Some(false)));
    assert_eq!(scored(true, "3 gap 5\n9 call_ended"), (0, 100, None), "a veto that nobody can judge is no pass");
}

/// 2026-03-06 is a Friday; 08:00 in Shanghai is midnight UTC.
const FRIDAY: i64 = 1_772_755_200_000;

#[test]
fn working_days_and_sets_of_a_calendar() {
    let calendar = Calendar {
        name: "历".into(),
        zone: Some("Asia/Shanghai".into()),
        workdays: vec![1, 2, 3, 4, 5],
        hours: vec![Hours { from: 9 * 3_600_000, to: 18 * 3_600_000 }],
        years: vec![Years { from: 2026, to: 2026 }],
        week_start: 1,
        ..Calendar::default()
    };
    let days = json!({"most": [{"length": {"value": {"civil": [1, "workdays"]}}}], "calendar": 0});
    let mut within = rule("工作日", json!({"after": [on(0), e(1), days]}), &[]);
    within["line"] = "organisation".into();
    let mut only = rule("工作时间", json!({"only": [on(2), {"calendar": [0, "hours"]}, false]}), &[]);
    only["line"] = "organisation".into();
    let mut p = program(json!([within, only]));
    p.calendars = vec![calendar];
    let machine = Machine::new(p, SourceMap::default()).unwrap();
    let last = FRIDAY - 8 * 3_600_000 + 4 * 86_400_000 - 1;
    let begin = || Session::new(machine.clone(), Start { at: FRIDAY, audit: true, ..Start::default() }).unwrap();
    for (at, broken) in [(last - 1, 0), (last, 0), (last + 1, 1)] {
        let mut session = begin();
        feed(&mut session, &format!("{FRIDAY} 甲\n{at} 乙"));
        assert_eq!(session.verdicts()[0].broken, broken, "at {at}: {}", findings(&session));
    }
    let nine = FRIDAY + 3_600_000;
    for (at, broken) in [(nine - 1, 1), (nine, 0), (nine + 9 * 3_600_000 - 1, 0), (nine + 9 * 3_600_000, 1)] {
        let mut session = begin();
        feed(&mut session, &format!("{at} 丙"));
        assert_eq!(session.verdicts()[1].broken, broken, "at {at}");
    }
    // A year that the calendar does not know is never guessed.
    let mut session = begin();
    feed(&mut session, &format!("{} 甲", FRIDAY + 365 * 86_400_000));
    assert!(findings(&session).contains("工作日 日历缺年"), "{}", findings(&session));
}

#[test]
fn a_transcript_that_lags_is_judged_when_it_is_there() {
    let of = rule(
        "规",
        json!({"after": [{"on": [{"event": {"kind": {"noise": null}}}]}, says("agent", 1), {"most": [{"length": ms(5000)}]}]}),
        &[],
    );
    let mut p = program(json!([of]));
    p.measure.lag = 4_000;
    let machine = Machine::new(p, SourceMap::default()).unwrap();
    let late = |from: i64, at: i64| {
        let mut session = Session::new(machine.clone(), Start { audit: true, ..Start::default() }).unwrap();
        let say = format!(r#"{at} {{"event":"say","who":"agent","text":"对不起","from":{from},"until":{at}}}"#);
        feed(&mut session, &format!("0 answer\n1000 noise agent\n{say}\n20000 advance"));
        findings(&session).lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(late(6000, 9000), "规：合规");
    assert_eq!(late(6001, 9000), "10001 规 违规 ←话务员 杂音 咳嗽@1000 缺[1000,6000]", "told 4 s after it was due");
}

#[test]
fn a_metric_counts_over_calls() {
    let metric: Metric = serde_json::from_value(json!({
        "name": "接通率",
        "part": {"events_in": [[{"event": {"kind": "answer"}}], "ringing", 15_000]},
        "of": {"events": [{"event": {"kind": "answer"}}, {"event": {"kind": {"declared": [3, []]}}}]},
        "reach": ["ge", 50_000_000],
        "period": {"every": {"length": 86_400_000}},
    }))
    .unwrap();
    let mut p = program(json!([]));
    p.metrics = vec![metric];
    let machine = Machine::new(p, SourceMap::default()).unwrap();
    let calls = ["0 incoming\n15000 answer", "0 incoming\n15001 answer", "0 incoming\n9000 丁"];
    let items: Vec<(i64, bool)> = calls.iter().flat_map(|call| audit(&machine, call).metric_items()[0].clone()).collect();
    assert_eq!(items, [(15_000, true), (15_001, false), (9_000, false)]);
    let rate = machine.rate(0, items.into_iter()).unwrap();
    assert_eq!((rate.part, rate.of, rate.reached), (1, 3, Some(false)));
}

#[test]
fn a_gap_hides_only_its_channel() {
    let never = rule("规", json!({"never": {"on": [{"event": {"kind": {"noise": null}, "actor": "agent"}}]}}), &[]);
    let gap = |of: &str| format!(r#"1 {{"event":"gap","until":5,"of":["{of}"]}}"#);
    assert!(judged(never.clone(), &format!("{}\n9 call_ended", gap("customer"))).contains("规：合规"));
    assert!(judged(never, &format!("{}\n9 call_ended", gap("agent"))).contains("规：无法判定"));
}

#[test]
fn periods_are_counted_apart() {
    let most = rule("规", json!({"times": [on(0), null, super::n(1)]}), &[("within", json!({"every": {"length": 100}}))]);
    assert_eq!(found(json!([most]), "10 甲\n99 甲\n100 甲\n250 甲\n299 甲\n300 甲").len(), 2);
    let must = rule("规", json!({"always": on(0)}), &[("within", json!({"every": {"length": 100}}))]);
    let all = found(json!([must.clone()]), "10 甲\n100 甲\n320 甲\n350 call_ended");
    assert_eq!(all.len(), 1, "{all:?}");
    assert!(all[0].contains("[200,299]"), "the period without any event: {all:?}");
    // Nothing ever comes: each whole period is broken at its end, the one that runs at the end of the call.
    assert_eq!(found(json!([must]), "99 advance").len(), 0);
    assert_eq!(found(json!([must]), "100 advance").len(), 1);
    assert_eq!(found(json!([must]), "250 call_ended").len(), 3);
    let least = rule("规", json!({"times": [on(0), super::n(2), null]}), &[("within", json!({"every": {"length": 100}}))]);
    assert_eq!(found(json!([least]), "10 甲\n20 甲\n110 甲\n250 advance").len(), 1);
    // What is owed past the end of its period is withdrawn with it.
    let after = json!({"after": [on(0), e(1), {"most": [{"length": ms(50)}]}]});
    let after = rule("规", after, &[("within", json!({"every": {"length": 100}}))]);
    assert_eq!(found(json!([after]), "40 甲\n60 甲\n300 advance").len(), 1);
}

//! `run`: event lists, lines, scenarios told.

use super::{fresh, huashu, root, with_input, write};
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_list_of_events_gives_effects_as_lines() {
    let folder = fresh();
    let events = [
        r#"{"at":0,"event":"ring","count":4}"#,
        r#"{"at":9000,"event":"answer"}"#,
        r#"{"at":9500,"event":"say","who":"agent","text":"您好","until":14000}"#,
        r#"{"at":15000,"event":"choose","option":"其他"}"#,
        r#"{"at":16000,"event":"fill","field":"内容","value":"门锁坏了"}"#,
        r#"{"at":21000,"event":"hangup","by":"customer"}"#,
        r#"{"at":22000,"event":"advance"}"#,
    ];
    write(folder.path(), "事件.jsonl", events.join("\n"));
    let ran = huashu(folder.path(), &["run", "店", "--events", "事件.jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for effect in lines(&ran.out) {
        let known = ["say", "tip", "ask", "options", "do", "record", "enter", "leave", "timer", "finding", "end", "error"];
        let name = effect["effect"].as_str().expect("a name");
        assert!(known.contains(&name), "{name}");
        assert!(effect["at"].is_i64() && effect["step"].is_string() && effect["line"].is_u64() && effect["file"] == "来电.hua", "{effect}");
    }
    insta::assert_snapshot!("events", ran.out);
    let piped = with_input(folder.path(), &["run", "店", "--events", "-"], &events.join("\n"));
    assert_eq!(piped.out, ran.out);
}

#[test]
fn what_is_refused_is_an_effect_and_changes_nothing() {
    let folder = fresh();
    let bad = [
        r#"{"at":1000,"event":"anser"}"#,
        r#"{"at":1000,"event":"choose","option":"没有这个"}"#,
        r#"{"at":1000,"event":"fill","field":"内容","value":"早了"}"#,
        r#"{"at":500,"event":"advance"}"#,
        "不是 JSON",
    ];
    let play = |middle: &[&str]| {
        let all: Vec<&str> =
            [&[r#"{"at":0,"event":"ring","count":1}"#, r#"{"at":1000,"event":"advance"}"#], middle, &[r#"{"at":2000,"event":"answer"}"#]]
                .concat();
        with_input(folder.path(), &["run", "店", "--events", "-"], &all.join("\n"))
    };
    let (with, without) = (play(&bad), play(&[]));
    assert_eq!((with.code, without.code), (1, 0));
    let (refused, rest): (Vec<Value>, Vec<Value>) = lines(&with.out).into_iter().partition(|e| e["effect"] == "error");
    assert_eq!(rest, lines(&without.out));
    let ids: Vec<&str> = refused.iter().map(|e| e["error"].as_str().expect("an id")).collect();
    assert_eq!(ids, ["unknown_event", "not_offered", "not_asked", "time_goes_back", "bad_event"]);
    assert_eq!(refused[0]["expected"][0], "answer", "the nearest comes first");
}

#[test]
fn a_start_line_names_flow_and_parameters_and_the_command_line_goes_before_it() {
    let folder = fresh();
    let start = r#"{"at":"2026-03-05 10:00","event":"start","flow":"来电","params":{"公司":"甲店","工号":"7"}}"#;
    let events = format!("{start}\n{{\"at\":\"2026-03-05 10:00\",\"event\":\"answer\"}}\n");
    let said = |args: &[&str]| with_input(folder.path(), &[&["run", "店", "--events", "-"], args].concat(), &events).out;
    assert!(said(&[]).contains("这里是甲店，7号"));
    assert!(said(&["--param", "工号=8"]).contains("这里是甲店，8号"));
    let wrong = with_input(folder.path(), &["run", "店", "--events", "-"], r#"{"event":"start","flow":"没有"}"#);
    assert!(wrong.code == 2 && wrong.err.contains("没有流程“没有”"), "{}", wrong.err);
    let unknown = with_input(folder.path(), &["run", "店", "--events", "-"], r#"{"event":"start","parms":{}}"#);
    assert!(unknown.code == 2 && unknown.err.contains("parms"), "{}", unknown.err);
}

#[test]
fn a_call_is_played_in_lines() {
    let folder = fresh();
    let commands = "振铃 5\n接听\n9\n其他\n填 内容 = 门锁坏了\n+10秒\n+19\n到期\n客户：喂？\n客户挂机\n";
    let ran = with_input(folder.path(), &["run", "店", "--at", "2026-03-05 10:00"], commands);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("plain", ran.out);
}

#[test]
fn commands_are_taken_in_english_too() {
    let folder = fresh();
    let commands = "ring 5\nanswer\n2\nfill 内容 = x\n+10s\n+19\ndue\ncustomer: hello\nhangup\n?\nquit\n";
    let ran = with_input(folder.path(), &["run", "店", "--lang", "en", "--at", "2026-03-05 10:00"], commands);
    assert!(ran.code == 0 && ran.out.contains("must say") && ran.out.contains("end 受理完成"), "{}", ran.out);
    assert!(!ran.out.contains('✗'), "{}", ran.out);
}

#[test]
fn a_scenario_is_told_as_the_call_it_is() {
    let ran = huashu(root(), &["run", "scripts/home-service", "--scenario", "预订一次成"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("story", ran.out);
}

#[test]
fn the_demonstration_plays_to_its_end_without_a_refusal() {
    let ran = huashu(root(), &["run", "scripts/home-service", "--events", "scripts/home-service/演示.jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let effects = lines(&ran.out);
    let results: Vec<&str> = effects.iter().filter(|e| e["effect"] == "end").map(|e| e["result"].as_str().expect("a result")).collect();
    assert_eq!(results, ["受理完成", "受理结束"]);
    let findings: Vec<&Value> = effects.iter().filter(|e| e["effect"] == "finding").collect();
    assert!(findings.is_empty(), "{findings:?}");
}

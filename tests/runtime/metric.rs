//! 指标 over what sessions counted: breaches of a 期限 among what opened it, each once, in the period it belongs to.

use super::files::compile;
use huashu::runtime::{Line, Machine, Session, Start};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

const MINUTE: i64 = 60_000;

fn machine() -> Arc<Machine> {
    compile(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/runtime/metric.hua"))
}

fn begin(machine: &Arc<Machine>, line: Line, shared: bool) -> Session {
    Session::new(machine.clone(), Start { line, shared, ..Start::default() }).unwrap()
}

/// Sends events of tasks, stopping and going on before each.
fn feed(session: &mut Session, events: &[(i64, &str, &str)]) {
    for (minute, name, task) in events {
        let args = if task.is_empty() { json!({}) } else { json!({"任务": task}) };
        let event = json!({"at": minute * MINUTE, "event": "host", "name": name, "args": args});
        let (at, event) = session.machine().event_from_json(&event).unwrap();
        session.send(&event, at).unwrap();
        *session = Session::restore(session.machine().clone(), &session.snapshot()).unwrap();
    }
}

fn tasks() -> [(i64, &'static str, &'static str); 7] {
    [
        (0, "任务下达", "甲"),
        (10, "任务下达", "乙"),
        (20, "任务下达", "丙"),
        (60, "任务完成", "甲"),
        (71, "任务完成", "乙"),
        (75, "开工", "丙"),
        (300, "任务下达", "丁"),
    ]
}

#[test]
fn a_breach_is_one_of_what_opened_its_limit() {
    let mut session = begin(&machine(), Line::Organisation, false);
    feed(&mut session, &tasks());
    // 甲 at the very last ms, 乙 a minute late, 丙 never and twice broken, 丁 still open.
    let late: Vec<_> = session.metric_items().swap_remove(0);
    assert_eq!(late, [(0, false), (10 * MINUTE, true), (20 * MINUTE, true), (300 * MINUTE, false)]);
    let rate = session.machine().rate(0, late.into_iter()).unwrap();
    assert_eq!((rate.part, rate.of, rate.reached), (2, 4, Some(false)));
}

#[test]
fn what_an_item_is_counted_by_says_when_it_was() {
    let mut session = begin(&machine(), Line::Organisation, false);
    feed(&mut session, &tasks());
    // An event carries no item: it is the latest one's that has not been counted or dated.
    assert_eq!(session.metric_items()[1], [(0, false), (10 * MINUTE, true), (75 * MINUTE, true), (300 * MINUTE, false)]);
}

#[test]
fn a_call_counts_the_breaches_of_its_own_limits() {
    let mut session = begin(&machine(), Line::Flow, false);
    session.advance(10_000).unwrap();
    assert_eq!(session.metric_items()[2], [(0, false)]);
    session.advance(10_001).unwrap();
    assert_eq!(session.metric_items()[2], [(0, true)]);
    feed(&mut session, &[(1, "接着说", "")]);
    assert_eq!(session.metric_items()[2], [(0, true), (MINUTE, false)]);
}

#[test]
fn of_several_sessions_one_counts() {
    let machine = machine();
    let counted = |line: Line| {
        let mut session = begin(&machine, line, true);
        feed(&mut session, &tasks());
        session.metric_items().iter().map(Vec::len).collect::<Vec<_>>()
    };
    let all: Vec<Vec<usize>> = [Line::Call, Line::Case, Line::Organisation].map(counted).to_vec();
    assert_eq!(all.iter().map(|s| s[0]).sum::<usize>(), 4);
    assert_eq!(all.iter().map(|s| s[1]).collect::<Vec<_>>(), [0, 0, 4]);
}

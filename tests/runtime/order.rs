//! Steps, options, waits, limits and handlers, on programs made by hand.

use super::make::{Make, arms, begin, beyond, by, choose, drain, param, pattern, play, send, wait, within};
use huashu::program::{Actor, EventKind, Expr, Op, Place, Type, Value};
use huashu::runtime::Machine;
use std::sync::Arc;

/// Two steps that lead to each other, and an answer at any time.
fn two_steps() -> Arc<Machine> {
    let mut m = Make::new();
    let say = m.say("您好。");
    let mut a = m.step("甲", vec![say, Op::Rest]);
    a.options.push(m.option("去乙", vec![Op::Goto(1)]));
    let tip = m.tip("再问一次。");
    a.options.push(m.option("没听清", vec![tip, Op::Resume]));
    let say = m.say("再见。");
    let mut b = m.step("乙", vec![say, Op::Rest]);
    b.options.push(m.option("回甲", vec![Op::Goto(0)]));
    let end = m.end("完");
    b.options.push(m.option("完", vec![end]));
    m.flow("来电", 0, vec![], vec![a, b]);
    m.machine()
}

#[test]
fn steps_and_options() {
    insta::assert_snapshot!(play(
        &two_steps(),
        r#"
        {"at":1,"event":"choose","option":"没听清"}
        {"at":2,"event":"choose","option":"去乙"}
        {"at":3,"event":"choose","option":"没听清"}
        {"at":2,"event":"choose","option":"完"}
        {"at":3,"event":"choose","option":"完"}
        {"at":4,"event":"choose","option":"没有这个"}
        {"at":4,"event":"chose","option":"完"}
        {"at":5,"event":"choose","option":"完"}
        {"at":6,"event":"choose","option":"完"}
        "#
    ));
}

/// A wait of one second for the customer to hang up, begun anew at most twice.
fn waits() -> Arc<Machine> {
    let mut m = Make::new();
    let say = m.say("再见。");
    let at = m.next();
    let tip = m.tip("客户仍在线。");
    let (still, done) = (m.end("客户未挂机"), m.end("受理完成"));
    let hung = by(EventKind::HangUp, Actor::Customer);
    let times = Some(Box::new(Expr::Value(Value::Number(huashu::base::Decimal(2_000_000)))));
    let ops = vec![say, wait(vec![hung], Some(within(1000)), Some(at + 2), at + 5), tip, Op::Again(at + 1, None, times), still, done];
    let step = m.step("再见", ops);
    m.flow("收尾", 0, vec![], vec![step]);
    m.machine()
}

#[test]
fn a_limit_includes_its_last_instant() {
    let machine = waits();
    for at in [999, 1000, 1001] {
        let mut session = begin(&machine);
        assert_eq!(session.next_deadline(), Some(1001));
        session.clear_effects();
        send(&mut session, &format!(r#"{{"at":{at},"event":"hangup","by":"customer"}}"#));
        let log = drain(&mut session);
        assert_eq!(log.contains("timeout"), at == 1001, "at {at}: {log}");
        assert!(log.contains("受理完成"), "the wait begun anew takes it: {log}");
    }
}

#[test]
fn a_wait_is_begun_anew_so_many_times_and_no_more() {
    let mut session = begin(&waits());
    session.clear_effects();
    session.advance(10_000).expect("time passes");
    insta::assert_snapshot!(drain(&mut session));
    assert!(session.is_over());
}

#[test]
fn any_polling_gives_the_same_log() {
    let machine = waits();
    let mut once = begin(&machine);
    once.advance(5_000).expect("time passes");
    for pace in [1, 7, 333, 1001] {
        let mut often = begin(&machine);
        for at in (0..=5_000).step_by(pace) {
            often.advance(at).expect("time passes");
        }
        assert_eq!(once.effects(), often.effects(), "every {pace} ms");
    }
}

/// A flow that calls another; an answer at any time that comes back; a handler of the step.
fn calls() -> Arc<Machine> {
    let mut m = Make::new();
    let say = m.say("请讲。");
    let mut listen = m.step("倾听", vec![say, Op::Call(1, vec![], Some(Box::new(Place::Var(0)))), Op::Rest]);
    let tip = m.tip("客户激动。");
    listen.handlers.push(m.handler(by(EventKind::Begin, Actor::Customer), vec![tip, Op::Resume]));
    m.flow("来电", 0, vec![param("果", Type::Text)], vec![listen]);
    let other = m.option("其他", vec![Op::Call(2, vec![], None), Op::Resume]);
    let tip = m.tip("通话不宜过长。");
    let long = m.handler(beyond(EventKind::CallTime, 5_000), vec![tip, Op::Resume]);
    m.p.flows[0].options.push(other);
    m.p.flows[0].handlers.push(long);
    let say = m.say("请稍等。");
    let at = m.next();
    let bell = m.event("铃", vec![]);
    let value = Expr::Value(Value::Text("好".into()));
    let body = vec![
        say,
        wait(vec![pattern(EventKind::Declared(bell, vec![]))], Some(within(1000)), Some(at + 3), at + 2),
        Op::Return(Some(Box::new(value))),
        Op::Return(None),
    ];
    let step = m.step("等铃", body);
    m.flow("等候", 0, vec![], vec![step]);
    let say = m.say("请您再讲一次。");
    let mut again = m.step("再问", vec![say, Op::Rest]);
    again.options.push(m.option("讲清了", vec![Op::Return(None)]));
    m.flow("问清", 0, vec![], vec![again]);
    m.machine()
}

#[test]
fn an_answer_at_any_time_comes_back_and_what_fell_due_meanwhile_fires_then() {
    insta::assert_snapshot!(play(
        &calls(),
        r#"
        {"at":100,"event":"answer"}
        {"at":200,"event":"choose","option":"其他"}
        {"at":300,"event":"choose","option":"其他"}
        {"at":1500,"event":"begin","who":"customer"}
        {"at":2500,"event":"choose","option":"讲清了"}
        {"at":2600,"event":"begin","who":"customer"}
        {"at":9000,"event":"advance"}
        "#
    ));
}

#[test]
fn a_called_flow_gives_its_result_back() {
    insta::assert_snapshot!(play(
        &calls(),
        r#"
        {"at":100,"event":"host","name":"铃"}
        {"at":200,"event":"host","name":"铃"}
        {"at":300,"event":"host","name":"玲"}
        {"at":400,"event":"hangup","by":"customer"}
        {"at":500,"event":"answer"}
        "#
    ));
}

#[test]
fn arms_of_a_wait_go_where_they_lead() {
    let mut m = Make::new();
    let at = m.next();
    let (yes, no) = (m.end("接通"), m.end("无人接"));
    let answer = (pattern(EventKind::Answer), at + 1);
    let gone = (by(EventKind::HangUp, Actor::System), at + 2);
    let step = m.step("拨打", vec![arms(vec![answer, gone], at + 2), yes, no]);
    m.flow("回访", 0, vec![], vec![step]);
    let machine = m.machine();
    let answered = play(&machine, r#"{"at":5,"event":"answer"}"#);
    assert!(answered.contains("接通"), "{answered}");
    let gone = play(&machine, r#"{"at":5,"event":"hangup","by":"system"}"#);
    assert!(gone.contains("无人接"), "{gone}");
}

#[test]
fn too_many_effects_are_undone() {
    let mut m = Make::new();
    let tip = m.tip("又来。");
    let mut a = m.step("甲", vec![Op::Rest]);
    a.options.push(m.option("转圈", vec![Op::Goto(1)]));
    let b = m.step("乙", vec![tip, Op::Goto(1)]);
    m.flow("来电", 0, vec![], vec![a, b]);
    let machine = m.machine();
    let mut session = begin(&machine);
    session.advance(5).expect("time goes on");
    let before = session.clone();
    let error = session.send(&choose(&machine, "转圈"), 5).expect_err("it never ends");
    assert_eq!(error.message().zh, "效果过多");
    assert_eq!(session.effects(), before.effects());
    assert_eq!(session.view(), before.view());
}

#[test]
fn the_last_instant_there_is_passes() {
    let mut session = begin(&waits());
    for _ in 0..2 {
        session.advance(i64::MAX).expect("time passes");
    }
    assert!(session.is_over());
}

#[test]
fn a_limit_that_cannot_be_played_is_let_go() {
    let mut m = Make::new();
    let at = m.next();
    let tip = m.tip("又来。");
    let end = m.end("完");
    let bell = m.event("铃", vec![]);
    let on = vec![pattern(EventKind::Declared(bell, vec![]))];
    let step = m.step("等", vec![wait(on, Some(within(10)), Some(at + 1), at + 3), tip, Op::Jump(at + 1), end]);
    m.flow("来电", 0, vec![], vec![step]);
    let mut session = begin(&m.machine());
    session.clear_effects();
    session.advance(100).expect("time passes");
    let log = drain(&mut session);
    assert!(log.contains(r#""at":11,"effect":"error","error":"too_much""#), "{log}");
    assert_eq!(session.next_deadline(), None);
    send(&mut session, r#"{"at":200,"event":"host","name":"铃"}"#);
    assert!(session.is_over());
}

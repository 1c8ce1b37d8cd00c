//! What happened in the words of a script.

use crate::runtime::event::Who;
use crate::runtime::machine::Machine;
use crate::runtime::occur::Occur;
use smol_str::{SmolStr, format_smolstr};

/// An event's name.
pub(crate) fn describe(m: &Machine, what: &Occur) -> SmolStr {
    let p = &m.program;
    let step =
        |flow: &u32, step: &u32| p.flows.get(*flow as usize).and_then(|f| f.steps.get(*step as usize)).map_or("", |s| s.name.as_str());
    let field = |form: &u32, field: &u32| {
        let form = p.forms.get(*form as usize);
        let name = form.and_then(|f| f.fields.get(*field as usize)).map_or("", |f| f.name.as_str());
        format_smolstr!("{}.{name}", form.map_or("", |f| f.name.as_str()))
    };
    let form = |form: &u32| p.forms.get(*form as usize).map_or("", |f| f.name.as_str());
    match what {
        Occur::Incoming => "来电".into(),
        Occur::Outgoing => "外呼".into(),
        Occur::Ring(n) => format_smolstr!("振铃 {n}"),
        Occur::Answer => "接听".into(),
        Occur::Begin(who) => format_smolstr!("{} 开口", name(m, *who)),
        Occur::Finish(who) | Occur::Turn(who) => format_smolstr!("{} 说完", name(m, *who)),
        Occur::Says(who, _) => format_smolstr!("{} 说", name(m, *who)),
        Occur::Noise(who, kind) => format_smolstr!("{} 杂音 {kind}", name(m, *who)),
        Occur::Hold(_) => "保持".into(),
        Occur::Resume(_) => "取回".into(),
        Occur::Mute(_) => "静音".into(),
        Occur::Unmute(_) => "取消静音".into(),
        Occur::Transfer(to) => format_smolstr!("转接 {to}"),
        Occur::Transferred(true) => "转接 成功".into(),
        Occur::Transferred(false) => "转接 失败".into(),
        Occur::HangUp(who) => format_smolstr!("{}挂机", name(m, *who)),
        Occur::CallEnded => "通话结束".into(),
        Occur::Mood(_, leaf) => format_smolstr!("情绪 {}", m.moods().get(*leaf as usize).cloned().unwrap_or_default()),
        Occur::Chose(label) => format_smolstr!("选项 {}", m.label_name(*label)),
        Occur::EnterValue(f, i) => format_smolstr!("填 {}", field(f, i)),
        Occur::Submit(f) => format_smolstr!("登记 {}", form(f)),
        Occur::Complete(f) => format_smolstr!("{} 填齐", form(f)),
        Occur::Changed(f, i) => format_smolstr!("{} 改动", field(f, i)),
        Occur::ReadBack(f) => format_smolstr!("复述 {}", form(f)),
        Occur::Enter(f, s) => format_smolstr!("进入 {}", step(f, s)),
        Occur::Leave(f, s) => format_smolstr!("离开 {}", step(f, s)),
        Occur::FlowIn(f) | Occur::FlowOut(f) => p.flows.get(*f as usize).map(|f| f.name.clone()).unwrap_or_default(),
        Occur::Do(action, _) => format_smolstr!("做 {}", p.actions.get(*action as usize).map_or("", |a| a.name.as_str())),
        Occur::HandOver(role) => format_smolstr!("移交 {}", p.roles.get(*role as usize).map_or("", |r| r.name.as_str())),
        Occur::End(result) => {
            format_smolstr!("结束 {}", result.and_then(|r| p.results.get(r as usize)).map_or("", |r| r.as_str()))
        }
        Occur::Close => "结案".into(),
        Occur::Overdue(d, _) => format_smolstr!("{} 违期", p.deadlines.get(*d as usize).map_or("", |d| d.name.as_str())),
        Occur::Declared(event, ..) => p.events.get(*event as usize).map(|e| e.name.clone()).unwrap_or_default(),
        Occur::Stay(_) => "停留".into(),
        Occur::CallTime(_) => "通话时长".into(),
        Occur::Silence(0, _) => "沉默".into(),
        Occur::Silence(1, _) => "客户 沉默".into(),
        Occur::Silence(..) => "话务员 沉默".into(),
        Occur::NoReply(who) => format_smolstr!("{} 不答", name(m, *who)),
        Occur::Reply(who, _) => format_smolstr!("{} 答话", name(m, *who)),
        Occur::Backchannel(who) => format_smolstr!("{} 应和", name(m, *who)),
        Occur::TalkOver(who, _) => format_smolstr!("{} 插话", name(m, *who)),
        Occur::CutIn(who, _) => format_smolstr!("{} 抢话", name(m, *who)),
        Occur::Gap(..) => "省略".into(),
    }
}

fn name(m: &Machine, who: Who) -> SmolStr {
    match who {
        Who::Customer => "客户".into(),
        Who::Agent => "话务员".into(),
        Who::Third => "第三方".into(),
        Who::System => "系统".into(),
        Who::Role(r) => m.program.roles.get(r as usize).map(|r| r.name.clone()).unwrap_or_default(),
    }
}

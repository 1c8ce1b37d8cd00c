//! What a recording tells, in words.

use crate::base::{Message, duration};
use crate::runtime::{Machine, Marked, Told, Who};

/// An event of a recording.
pub(super) fn told(machine: &Machine, told: &Told) -> Message {
    let p = &machine.program;
    let step = |flow: u32, step: u32| {
        p.flows.get(flow as usize).and_then(|f| f.steps.get(step as usize)).map_or(String::new(), |s| s.name.to_string())
    };
    let both = |zh: String, en: String| Message::new(zh, en);
    match told {
        Told::Incoming(_) => Message::new("来电", "incoming"),
        Told::HungUp(_, why) => both(format!("挂机（{why}）"), format!("hang up ({why})")),
        Told::Transferred(true) => Message::new("转接成功", "transferred"),
        Told::Transferred(false) => Message::new("转接失败", "transfer failed"),
        Told::NoReply(_) => Message::new("不答", "gives no reply"),
        Told::Marked(marked) => {
            let (zh, en, ms) = match marked {
                Marked::Silence(None, ms) => ("沉默", "silence", Some(ms)),
                Marked::Silence(Some(Who::Customer), ms) => ("客户 沉默", "customer silence", Some(ms)),
                Marked::Silence(Some(_), ms) => ("话务员 沉默", "agent silence", Some(ms)),
                Marked::Stay(ms) => ("停留", "stay", Some(ms)),
                Marked::CallTime(ms) => ("通话时长", "call time", Some(ms)),
                Marked::Reply(_, ms) => ("答话", "reply", Some(ms)),
                Marked::TalkOver(_, ms) => ("插话", "talk over", Some(ms)),
                Marked::CutIn(_) => ("抢话", "cut in", None),
                Marked::Backchannel(_) => ("应和", "backchannel", None),
            };
            let length = |words: fn(i64) -> String| ms.map_or(String::new(), |ms| format!(" {}", words(*ms)));
            both(format!("{zh}{}", length(duration::zh)), format!("{en}{}", length(duration::en)))
        }
        Told::ReadBack(form) => {
            let name = p.forms.get(*form as usize).map_or("", |f| f.name.as_str());
            both(format!("复述 {name}"), format!("read back {name}"))
        }
        Told::Enter(f, s) => both(format!("进入 {}", step(*f, *s)), format!("enters {}", step(*f, *s))),
        Told::Leave(f, s) => both(format!("离开 {}", step(*f, *s)), format!("leaves {}", step(*f, *s))),
        Told::Do(action, _) => {
            let name = p.actions.get(*action as usize).map_or("", |a| a.name.as_str());
            both(format!("做 {name}"), format!("does {name}"))
        }
        Told::HandOver(role) => {
            let name = p.roles.get(*role as usize).map_or("", |r| r.name.as_str());
            both(format!("移交 {name}"), format!("hands to {name}"))
        }
        Told::End(result) => {
            let name = p.results.get(*result as usize).map_or("", String::as_str);
            both(format!("结束 {name}"), format!("ends {name}"))
        }
        Told::Close => Message::new("结案", "closes"),
        Told::Gap(..) => Message::new("省略", "gap"),
    }
}

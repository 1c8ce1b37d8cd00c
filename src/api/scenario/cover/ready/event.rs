//! Events as lines of a scenario.

use super::Ready;
use crate::api::scenario::cover::words::value_text;
use crate::program::{Actor, CompareOp, EventKind, EventPattern, Expr, SayWords, Slot, Test, Type, Value};

impl Ready<'_> {
    /// The line that makes an event happen; of what a scenario cannot make happen by itself, what to make happen.
    pub(super) fn event(&self, on: &EventPattern) -> String {
        let p = &self.machine.program;
        let who = |default: &str| on.actor.as_ref().map_or(default.to_owned(), actor);
        match &on.kind {
            EventKind::Incoming => "来电".to_owned(),
            EventKind::Outgoing => "外呼".to_owned(),
            EventKind::Ring => format!("振铃 {}", self.ring(on.test.as_ref())),
            EventKind::Answer => "接听".to_owned(),
            EventKind::Begin => format!("{} 开口", who("客户")),
            EventKind::Finish => format!("{} 说完", who("客户")),
            EventKind::Says(words) => format!("{}: {}", who("话务员"), self.words(words)),
            EventKind::SaysForbidden(set) => {
                let entry = p.forbids.get(*set as usize).and_then(|f| f.entries.first()).map_or("…".to_owned(), |e| e.phrase.to_string());
                format!("{}: {entry}", who("话务员"))
            }
            EventKind::NoReply => format!("{} 不答", who("话务员")),
            EventKind::CutIn => format!("{}〔抢话〕: …", who("话务员")),
            EventKind::Noise(kind) => format!("{} 杂音 {}", who("话务员"), kind.as_deref().unwrap_or("咳嗽")),
            EventKind::Hold => format!("{} 保持", who("话务员")),
            EventKind::Resume => format!("{} 取回", who("话务员")),
            EventKind::Mute => format!("{} 静音", who("话务员")),
            EventKind::Unmute => format!("{} 取消静音", who("话务员")),
            EventKind::Transfer(_) => "转接 …".to_owned(),
            EventKind::HangUp => match &on.actor {
                Some(Actor::Agent) => "话务员挂机".to_owned(),
                _ => "客户挂机".to_owned(),
            },
            EventKind::CallEnded => "通话结束".to_owned(),
            EventKind::Mood(leaves) => {
                let mood = p.taxonomies.iter().find(|t| t.name == "情绪");
                let leaf = leaves.first().and_then(|l| mood?.leaves.get(*l as usize)).map_or("激动", |l| l.name.as_str());
                format!("情绪 {leaf}")
            }
            EventKind::Chose(label) => format!("选项 {}", self.machine.label_name(*label)),
            EventKind::Submit(form) => format!("登记 {}", p.forms.get(*form as usize).map_or("…", |f| f.name.as_str())),
            EventKind::Declared(event, wanted) => {
                let Some(event) = p.events.get(*event as usize) else { return "事件 …".to_owned() };
                let args = event.params.iter().enumerate().map(|(i, param)| {
                    let value = match wanted.get(i).and_then(Option::as_ref) {
                        Some(Expr::Value(value)) => value_text(self.machine, value, Some(&param.slot.ty)),
                        Some(_) | None => self.some(&param.slot),
                    };
                    format!("{}: {value}", param.name)
                });
                let args: Vec<String> = args.collect();
                if args.is_empty() { format!("事件 {}", event.name) } else { format!("事件 {}({})", event.name, args.join(", ")) }
            }
            EventKind::Enter(flow, step) => {
                let step = p.flows.get(*flow as usize).and_then(|f| f.steps.get(*step as usize));
                format!("{} {}", self.say("# 走到", "# come to"), step.map_or("…", |s| s.name.as_str()))
            }
            EventKind::Leave(flow, step) => {
                let step = p.flows.get(*flow as usize).and_then(|f| f.steps.get(*step as usize));
                format!("{} {}", self.say("# 离开", "# leave"), step.map_or("…", |s| s.name.as_str()))
            }
            EventKind::Transferred(done) => format!("转接 {}", if *done { "成功" } else { "失败" }),
            EventKind::MoodRise => "情绪 激动".to_owned(),
            EventKind::MoodFall => self.say("# 情绪 比前面平静", "# a calmer mood than before").to_owned(),
            EventKind::TalkOver => self.say("# 对方还没说完就开口", "# begin before the other has finished").to_owned(),
            EventKind::Backchannel => format!("{}: 嗯", who("话务员")),
            EventKind::Reply => self.say("# 对方说完，隔一阵才答", "# answer a while after the other has finished").to_owned(),
            EventKind::Silence => self.say("# 谁也不说话，过够时间", "# nobody speaks for long enough").to_owned(),
            EventKind::Stay | EventKind::CallTime => self.say("# 过够时间", "# let enough time pass").to_owned(),
            EventKind::EnterValue(form, _) | EventKind::Complete(form) | EventKind::Changed(form, _) => {
                format!("{} {}", self.say("# 填", "# enter"), p.forms.get(*form as usize).map_or("…", |f| f.name.as_str()))
            }
            EventKind::ReadBack(form) => format!("复述 {}", p.forms.get(*form as usize).map_or("…", |f| f.name.as_str())),
            EventKind::Do(action) => {
                format!("{} {}", self.say("# 做", "# do"), p.actions.get(*action as usize).map_or("…", |a| a.name.as_str()))
            }
            EventKind::HandOver(role) => {
                let role = role.and_then(|r| p.roles.get(r as usize)).map_or("…", |r| r.name.as_str());
                format!("{} {role}", self.say("# 移交", "# hand to"))
            }
            EventKind::End(result) => {
                let result = result.and_then(|r| p.results.get(r as usize)).map_or("…", String::as_str);
                format!("{} {result}", self.say("# 结束", "# end"))
            }
            EventKind::Close => self.say("# 结案", "# close the case").to_owned(),
            EventKind::Gap => "省略".to_owned(),
            EventKind::Never(what) => format!("# {what}"),
        }
    }

    /// The answer to an action.
    pub(super) fn answer(&self, action: u32) -> String {
        let Some(action) = self.machine.program.actions.get(action as usize) else { return "事件 …".to_owned() };
        let value = action.gives.as_ref().map_or("…".to_owned(), |slot| self.some(slot));
        format!("事件 {}({value})", action.name)
    }

    /// Some value of a type.
    fn some(&self, slot: &Slot) -> String {
        let p = &self.machine.program;
        match &slot.ty {
            Type::Text => "“甲”".to_owned(),
            Type::Bool => "是".to_owned(),
            Type::Integer | Type::Number => "1".to_owned(),
            Type::Times => "1次".to_owned(),
            Type::Rings => "1声".to_owned(),
            Type::Money => "1元".to_owned(),
            Type::Duration => "1分钟".to_owned(),
            Type::Clock => "09:00".to_owned(),
            Type::Date => "2026-01-05".to_owned(),
            Type::Instant => "2026-01-05 09:00".to_owned(),
            Type::Form(form) => p.forms.get(*form as usize).map_or("…".to_owned(), |f| f.name.to_string()),
            Type::Taxonomy(t) => {
                let leaf = p.taxonomies.get(*t as usize).and_then(|t| t.leaves.first());
                leaf.map_or("…".to_owned(), |l| l.name.to_string())
            }
            _ => "…".to_owned(),
        }
    }

    fn ring(&self, test: Option<&Test>) -> String {
        let bound = match test {
            Some(Test::Compare(op, Expr::Value(Value::Number(n)))) => n.to_int().map(|n| if *op == CompareOp::Gt { n + 1 } else { n }),
            Some(Test::Range(range)) => match range.low.as_deref().or(range.high.as_deref()) {
                Some(Expr::Value(Value::Number(n))) => n.to_int(),
                _ => None,
            },
            _ => None,
        };
        bound.unwrap_or(1).to_string()
    }

    fn words(&self, words: &SayWords) -> String {
        let p = &self.machine.program;
        let line = match words {
            SayWords::Line(line, _) => Some(*line),
            SayWords::Class(class, ..) => p.phrases.get(*class as usize).and_then(|c| c.entries.first()).copied(),
            SayWords::ClassVar(_) => None,
        };
        line.map_or("…".to_owned(), |line| self.plain(line))
    }
}

fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Customer => "客户".to_owned(),
        Actor::Agent => "话务员".to_owned(),
        Actor::Third => "第三方".to_owned(),
        Actor::System => "系统".to_owned(),
        Actor::Role(role) => role.to_string(),
    }
}

//! Event patterns.

use super::{Kind, Speller};
use crate::program::{Actor, EventKind, EventPattern, Expr, KeyedEvent, MatchMode, SayWords, Type};

impl Speller<'_> {
    /// Any of these events.
    pub fn events(&self, events: &[EventPattern]) -> String {
        self.either(events.iter().map(|e| self.event(e)))
    }

    /// Any of these events; where they carry the key follows from their names.
    pub fn keyed(&self, events: &[KeyedEvent]) -> String {
        self.either(events.iter().map(|e| self.event(&e.event)))
    }

    /// An event with who makes it, its bound, and what narrows it.
    pub(super) fn event(&self, event: &EventPattern) -> String {
        // 客户挂机 and 话务员挂机 are one word each.
        let gap = if event.kind == EventKind::HangUp && matches!(event.actor, Some(Actor::Customer | Actor::Agent)) {
            self.word("", " ")
        } else {
            " "
        };
        let who = event.actor.as_ref().map_or_else(String::new, |actor| format!("{}{gap}", self.actor(actor)));
        let mut out = format!("{who}{}", self.kind(&event.kind));
        if let Some(test) = &event.test {
            let ty = if event.kind == EventKind::Ring { Type::Rings } else { Type::Duration };
            out.push_str(&format!(" {}", self.tested("", test, Some(&ty))));
        }
        if let Some(filter) = &event.filter {
            let args = match &event.kind {
                EventKind::Do(action) => self.program.actions.get(*action as usize).map_or(&[][..], |a| &a.params),
                _ => &[],
            };
            out.push_str(&format!(" {} {}", self.word("其中", "where"), self.with_args(args).expr(filter)));
        }
        out
    }

    /// Who acts.
    pub(super) fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Customer => self.word("客户", "customer").into(),
            Actor::Agent => self.word("话务员", "agent").into(),
            Actor::Third => self.word("第三方", "third party").into(),
            Actor::System => self.word("系统", "system").into(),
            Actor::Role(role) => self.name(Kind::Role, role),
        }
    }

    fn kind(&self, kind: &EventKind) -> String {
        use EventKind as K;
        let of = |zh, en, name: String| format!("{} {name}", self.word(zh, en));
        let (zh, en) = match kind {
            K::Incoming => ("来电", "incoming"),
            K::Outgoing => ("外呼", "outgoing"),
            K::Ring => ("振铃", "ring"),
            K::Answer => ("接听", "answer"),
            K::Begin => ("开口", "begin"),
            K::Finish => ("说完", "finish"),
            K::NoReply => ("不答", "give no reply"),
            K::Reply => ("答话", "reply"),
            K::Backchannel => ("应和", "backchannel"),
            K::TalkOver => ("插话", "talk over"),
            K::CutIn => ("抢话", "cut in"),
            K::Silence => ("沉默", "silence"),
            K::Stay => ("停留", "stay"),
            K::CallTime => ("通话时长", "call time"),
            K::Hold => ("保持", "hold"),
            K::Resume => ("取回", "resume"),
            K::Mute => ("静音", "mute"),
            K::Unmute => ("取消静音", "unmute"),
            K::Transferred(true) => ("转接 成功", "transfer succeeded"),
            K::Transferred(false) => ("转接 失败", "transfer failed"),
            K::HangUp => ("挂机", "hang up"),
            K::CallEnded => ("通话结束", "call ended"),
            K::MoodRise => ("情绪 升高", "mood rise"),
            K::MoodFall => ("情绪 降低", "mood fall"),
            K::Close => ("结案", "case closed"),
            K::Gap => ("省略", "gap"),
            K::Noise(None) => ("杂音", "noise"),
            K::Transfer(None) => ("转接", "transfer"),
            K::HandOver(None) => ("移交", "hand to"),
            K::End(None) => ("结束", "end"),
            K::Noise(Some(what)) => return of("杂音", "noise", what.to_string()),
            K::Transfer(Some(to)) => return of("转接", "transfer", to.to_string()),
            K::HandOver(Some(role)) => return of("移交", "hand to", self.role(*role)),
            K::End(Some(result)) => return of("结束", "end", self.result(*result).to_string()),
            K::Says(words) => return of("说", "say", self.words(words)),
            K::SaysForbidden(f) => {
                let name = self.program.forbids.get(*f as usize).map_or("", |f| f.name.as_str());
                return of("说", "say", self.name(Kind::Forbid, name));
            }
            K::Mood(leaves) => {
                let mood = self.program.taxonomies.iter().position(|t| t.name == "情绪");
                let leaf = |l: &u32| mood.map_or_else(|| l.to_string(), |t| self.leaf(t as u32, *l));
                return of("情绪", "mood", self.either(leaves.iter().map(leaf))).trim_end().to_owned();
            }
            K::Chose(label) => return of("选项", "option", self.label(*label)),
            K::EnterValue(form, field) => return of("填", "enter value", self.field(*form, *field)),
            K::Submit(form) => return of("登记", "fill", self.form(*form)),
            K::Complete(form) => return format!("{} {}", self.form(*form), self.word("填齐", "complete")),
            K::Changed(form, field) => {
                let what = field.map_or_else(|| self.form(*form), |field| format!("{}.{}", self.form(*form), self.field(*form, field)));
                return format!("{what} {}", self.word("改动", "change"));
            }
            K::Enter(flow, step) => return of("进入", "enter", self.step(*flow, *step)),
            K::Leave(flow, step) => return of("离开", "leave", self.step(*flow, *step)),
            K::Do(action) => return of("做", "do", self.action(*action)),
            K::ReadBack(form) => return of("复述", "read back", self.form(*form)),
            K::Declared(event, cells) => return self.declared_with(*event, cells),
            K::Never(what) => return what.to_string(),
        };
        self.word(zh, en).into()
    }

    /// A declared event with what its arguments must be.
    fn declared_with(&self, event: u32, cells: &[Option<Expr>]) -> String {
        if cells.iter().all(Option::is_none) {
            return self.declared(event);
        }
        let cells: Vec<String> = cells.iter().map(|c| c.as_ref().map_or_else(|| "_".to_owned(), |e| self.expr(e))).collect();
        format!("{}({})", self.declared(event), cells.join(", "))
    }

    /// Words that are said.
    pub(super) fn words(&self, words: &SayWords) -> String {
        let (text, mode) = match words {
            SayWords::Line(line, mode) => (format!("“{}”", self.line(*line)), *mode),
            SayWords::Class(class, args, mode) => {
                let name = self.class(*class);
                let args: Vec<String> = args.iter().map(|a| self.expr(a)).collect();
                (if args.is_empty() { name } else { format!("{name}({})", args.join(", ")) }, *mode)
            }
            SayWords::ClassVar(var) => (self.param(Kind::Var, self.vars.get(*var as usize)), MatchMode::Gist),
        };
        match mode {
            MatchMode::Gist => text,
            MatchMode::Verbatim => format!("{text} {}", self.word("逐字", "verbatim")),
            MatchMode::KeyPoints => format!("{text} {}", self.word("要点", "key points")),
        }
    }
}

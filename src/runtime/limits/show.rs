//! Limits as a host sees them: what is told, and what runs.

use crate::program::Expiry;
use crate::runtime::machine::Machine;
use crate::runtime::session::Session;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use smol_str::SmolStr;

/// Which construct a limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// 期限
    Deadline,
    /// 升级
    Ladder,
    /// 周期
    Schedule,
    /// 留存
    Retain,
}

/// What is told of a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitNote {
    /// Which construct.
    pub kind: LimitKind,
    /// Which declaration of it.
    pub of: u32,
    /// The key, or the period; empty where there is one at a time.
    pub key: SmolStr,
    /// What.
    pub state: State,
}

/// What happened to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its clock runs, up to this last instant in time.
    Running(Option<i64>),
    /// Its clock stands.
    Paused,
    /// 预警
    Warned,
    /// It is broken, or missed.
    Broken,
    /// 已过: it was past when it was opened.
    Late,
    /// It is over; whether it was broken before.
    Closed(bool),
    /// A rung is entered: its role, the last instant of its limit.
    Rung(u32, Option<i64>),
    /// 到顶
    Top,
    /// 期满
    Expired,
}

/// A limit that runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitView {
    /// Its name.
    pub name: SmolStr,
    /// Which construct.
    pub kind: LimitKind,
    /// The key, or the period; empty where there is one at a time.
    pub key: SmolStr,
    /// Its last instant in time; none while its clock stands.
    pub due: Option<i64>,
    /// Where it stands.
    pub state: LimitState,
    /// Whose turn it is: the role of a rung, who has a duty.
    pub role: Option<SmolStr>,
}

/// Where a limit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitState {
    /// Its clock runs.
    Running,
    /// 停表
    Paused,
    /// It was broken and is not over.
    Overdue,
    /// A period's time has not come, or its duty is done.
    Waiting,
}

impl Machine {
    /// The name of a limit.
    pub fn limit_name(&self, kind: LimitKind, of: u32) -> &str {
        let (p, of) = (&self.program, of as usize);
        match kind {
            LimitKind::Deadline => p.deadlines.get(of).map_or("", |d| d.name.as_str()),
            LimitKind::Ladder => p.ladders.get(of).map_or("", |l| l.name.as_str()),
            LimitKind::Schedule => p.schedules.get(of).map_or("", |s| s.name.as_str()),
            LimitKind::Retain => p.retains.get(of).and_then(|r| p.forms.get(r.form as usize)).map_or("", |f| f.name.as_str()),
        }
    }

    /// What becomes of a record whose time is over: `archive`, `erase`, `seal`, `extend`.
    pub fn expiry(&self, retain: u32) -> &'static str {
        match self.program.retains.get(retain as usize).map(|r| &r.expiry) {
            Some(Expiry::Erase) => "erase",
            Some(Expiry::Seal) => "seal",
            Some(Expiry::Extend(_)) => "extend",
            Some(Expiry::Archive) | None => "archive",
        }
    }

    fn role_name(&self, role: u32) -> SmolStr {
        self.program.roles.get(role as usize).map(|r| r.name.clone()).unwrap_or_default()
    }
}

impl LimitNote {
    /// What an effect of it is called.
    pub(crate) fn effect_name(&self) -> &'static str {
        match self.state {
            State::Running(_) => "timer",
            State::Rung(..) => "hand_over",
            _ => "limit",
        }
    }

    /// Its members.
    pub(crate) fn json(&self, m: &Machine, o: &mut Map<String, Json>) {
        o.insert("limit".into(), m.limit_name(self.kind, self.of).into());
        o.insert("kind".into(), serde_json::to_value(self.kind).unwrap_or_default());
        if !self.key.is_empty() {
            o.insert("key".into(), self.key.as_str().into());
        }
        let state = match self.state {
            State::Running(last) => {
                o.insert("due".into(), last.into());
                return;
            }
            State::Rung(role, last) => {
                o.insert("role".into(), m.role_name(role).as_str().into());
                o.insert("due".into(), last.into());
                return;
            }
            State::Broken => return,
            State::Paused => "paused",
            State::Warned => "warning",
            State::Late => "past",
            State::Closed(late) => {
                o.insert("late".into(), late.into());
                "closed"
            }
            State::Top => "top",
            State::Expired => {
                o.insert("action".into(), m.expiry(self.of).into());
                "expired"
            }
        };
        o.insert("state".into(), state.into());
    }
}

impl Session {
    /// The limits that run, in order of kind, declaration and key.
    pub(crate) fn limit_views(&self) -> Vec<LimitView> {
        use super::state::Stage;
        let (m, limits) = (&self.m, &self.st.limits);
        let mut all = Vec::new();
        let name = |kind, of| SmolStr::new(m.limit_name(kind, of));
        for x in &limits.deadlines {
            let state = if x.overdue {
                LimitState::Overdue
            } else if x.clock.paused.is_some() || x.unstarted {
                LimitState::Paused
            } else {
                LimitState::Running
            };
            let (kind, due) = (LimitKind::Deadline, x.clock.last);
            all.push(LimitView { name: name(kind, x.deadline), kind, key: x.key.text.clone(), due, state, role: None });
        }
        for c in &limits.ladders {
            let rung = m.program.ladders.get(c.ladder as usize).and_then(|l| l.rungs.get(c.rung as usize));
            let role = rung.map(|r| m.role_name(r.role));
            let (kind, due) = (LimitKind::Ladder, c.clock.last);
            all.push(LimitView { name: name(kind, c.ladder), kind, key: c.key.text.clone(), due, state: LimitState::Running, role });
        }
        for (i, (s, o)) in m.program.schedules.iter().zip(&limits.schedules).enumerate() {
            let state = match o.stage {
                Stage::Open => LimitState::Running,
                Stage::Missed => LimitState::Overdue,
                Stage::Waiting | Stage::Kept | Stage::Left => LimitState::Waiting,
            };
            let (kind, role) = (LimitKind::Schedule, Some(m.role_name(s.by)));
            all.push(LimitView { name: name(kind, i as u32), kind, key: o.period.clone(), due: Some(o.last), state, role });
        }
        for k in &limits.kept {
            let state = if k.paused.is_some() { LimitState::Paused } else { LimitState::Running };
            let kind = LimitKind::Retain;
            all.push(LimitView { name: name(kind, k.retain), kind, key: k.key.text.clone(), due: k.due, state, role: None });
        }
        all
    }
}

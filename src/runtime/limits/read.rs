//! Limits as values: 到期, 剩余, 违期, and what a scenario asks of them.

use super::state::{Key, Limits};
use crate::program::DuePart;
use crate::runtime::eval::Eval;
use crate::runtime::run::Run;
use crate::runtime::session::Session;
use crate::runtime::value::Val;

/// Where a limit stands, as an expectation asks: its last instant, or what is left of the sort asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// Its last instant in time; none while its clock stands.
    pub last: Option<i64>,
    /// What is left.
    pub left: Option<Val>,
}

impl Eval<'_> {
    /// A part of a 期限, of a key.
    pub(crate) fn due(&mut self, deadline: u32, part: DuePart, key: Val) -> Val {
        let key = Key::of(self.m, key);
        let limits: &Limits = self.limits;
        let found =
            limits.deadlines.iter().find(|x| x.deadline == deadline && (x.key.text == key.text || x.of.is_some() && key.text.is_empty()));
        match (part, found) {
            (DuePart::Overdue, x) => Val::Bool(x.is_some_and(|x| x.overdue)),
            (_, None) => Val::Unknown,
            (DuePart::Last, Some(x)) => x.clock.last.map_or(Val::Unknown, Val::Instant),
            (DuePart::Left, Some(x)) => match (x.clock.last, &x.clock.bound) {
                (Some(last), _) => Val::Duration(last.saturating_sub(self.core.now)),
                (None, Val::Duration(whole)) if x.clock.paused.is_some() => Val::Duration(whole.saturating_sub(x.clock.used)),
                _ => Val::Unknown,
            },
        }
    }
}

impl Session {
    /// The running instances of a limit by its name, of any key; `sort` tells in which sort of length what is left is counted.
    pub fn limit_state(&self, name: &str, sort: &Val) -> Vec<Due> {
        let (m, mut st) = (self.m.clone(), self.st.clone());
        let mut out = Vec::new();
        let mut run = Run::new(&m, &mut st, &mut out);
        let p = &m.program;
        let now = run.st.core.now;
        let mut found = Vec::new();
        for x in run.st.limits.deadlines.clone() {
            let Some(decl) = p.deadlines.get(x.deadline as usize).filter(|d| d.name == name) else { continue };
            let left = run.by_reckoning(decl.limit.calendar, |r| x.clock.left(r, now, sort)).flatten();
            found.push(Due { last: x.clock.last, left });
        }
        for c in run.st.limits.ladders.clone() {
            let Some(decl) = p.ladders.get(c.ladder as usize).filter(|l| l.name == name) else { continue };
            let calendar = decl.rungs.get(c.rung as usize).and_then(|r| r.limit.as_ref()).and_then(|l| l.calendar);
            let left = run.by_reckoning(calendar, |r| c.clock.left(r, now, sort)).flatten();
            found.push(Due { last: c.clock.last, left });
        }
        for (_, o) in p.schedules.iter().zip(&run.st.limits.schedules).filter(|(s, _)| s.name == name) {
            if matches!(o.stage, super::state::Stage::Open | super::state::Stage::Waiting) {
                found.push(Due { last: Some(o.last), left: Some(Val::Duration(o.last.saturating_sub(now))) });
            }
        }
        for k in &run.st.limits.kept {
            let of = p.retains.get(k.retain as usize).and_then(|r| p.forms.get(r.form as usize)).is_some_and(|f| f.name == name);
            if of {
                found.push(Due { last: k.due, left: k.due.map(|due| Val::Duration(due.saturating_sub(now))) });
            }
        }
        found
    }
}

//! Event patterns and time limits.

use super::{Check, Checked, count, index};
use crate::program::{EventKind, EventPattern, Expr, Limit, LimitBound};

impl Check<'_> {
    pub(super) fn patterns(&mut self, patterns: &[EventPattern]) -> Checked {
        for pattern in patterns {
            self.kind(&pattern.kind)?;
            pattern.test.as_ref().map_or(Ok(()), |test| self.test(test))?;
            if let Some(filter) = &pattern.filter {
                self.in_hand(&pattern.kind, filter)?;
            }
        }
        Ok(())
    }

    /// An expression over the event in hand: the arguments of an action are seen as such.
    pub(super) fn in_hand(&mut self, kind: &EventKind, e: &Expr) -> Checked {
        match kind {
            EventKind::Do(action) => {
                let args = self.p.actions.get(*action as usize).map_or(0, |a| a.params.len());
                self.within(self.vars, args, |check| check.expr(e))
            }
            _ => self.expr(e),
        }
    }

    fn kind(&mut self, kind: &EventKind) -> Checked {
        let p = self.p;
        match kind {
            EventKind::Says(words) => self.words(words),
            EventKind::Mood(leaves) => leaves.iter().try_for_each(|l| index(*l, self.leaves, "leaves")),
            EventKind::Chose(label) => index(*label, p.labels.len(), "labels"),
            EventKind::EnterValue(form, field) | EventKind::Changed(form, Some(field)) => self.field(*form, *field),
            EventKind::Submit(form) | EventKind::Complete(form) | EventKind::ReadBack(form) | EventKind::Changed(form, None) => {
                index(*form, p.forms.len(), "forms")
            }
            EventKind::Enter(flow, step) | EventKind::Leave(flow, step) => self.step(*flow, *step),
            EventKind::Do(action) => index(*action, p.actions.len(), "actions"),
            EventKind::Declared(event, cells) => {
                index(*event, p.events.len(), "events")?;
                if !cells.is_empty() {
                    count(cells.len(), p.events.get(*event as usize).map_or(0, |e| e.params.len()), "event cells")?;
                }
                cells.iter().flatten().try_for_each(|e| self.expr(e))
            }
            EventKind::SaysForbidden(forbid) => index(*forbid, p.forbids.len(), "forbids"),
            EventKind::HandOver(role) => role.map_or(Ok(()), |r| index(r, p.roles.len(), "roles")),
            EventKind::End(result) => result.map_or(Ok(()), |r| index(r, p.results.len(), "results")),
            EventKind::Incoming
            | EventKind::Outgoing
            | EventKind::Ring
            | EventKind::Answer
            | EventKind::Begin
            | EventKind::Finish
            | EventKind::NoReply
            | EventKind::Reply
            | EventKind::Backchannel
            | EventKind::TalkOver
            | EventKind::CutIn
            | EventKind::Silence
            | EventKind::Stay
            | EventKind::CallTime
            | EventKind::Noise(_)
            | EventKind::Hold
            | EventKind::Resume
            | EventKind::Mute
            | EventKind::Unmute
            | EventKind::Transfer(_)
            | EventKind::Transferred(_)
            | EventKind::Close
            | EventKind::Gap
            | EventKind::HangUp
            | EventKind::CallEnded
            | EventKind::MoodRise
            | EventKind::MoodFall
            | EventKind::Never(_) => Ok(()),
        }
    }

    pub(super) fn field(&self, form: u32, field: u32) -> Checked {
        index(form, self.p.forms.len(), "forms")?;
        index(field, self.p.forms.get(form as usize).map_or(0, |f| f.fields.len()), "fields")
    }

    pub(super) fn limit(&mut self, limit: &Limit) -> Checked {
        self.patterns(&limit.from)?;
        limit.calendar.map_or(Ok(()), |c| index(c, self.p.calendars.len(), "calendars"))?;
        match &limit.bound {
            LimitBound::Length(e) | LimitBound::Until(e) => self.expr(e),
        }
    }
}

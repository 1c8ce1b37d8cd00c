//! The empty shells of what watches the clock.

use super::collect::Shell;
use crate::sema::model::{self, DeadlineId, Event, FlowId, LadderId, Meta};
use crate::sema::names::duplicate;
use crate::sema::time::key_shell;
use crate::syntax::ast::{Deadline, Decl, Escalate, Name, Retain, Schedule};

impl<'a> Shell<'_, 'a> {
    pub(super) fn deadline(&mut self, d: &Deadline, flow: Option<FlowId>, meta: Meta) -> DeadlineId {
        let id = DeadlineId(self.model.deadlines.len() as u32);
        let nothing = || Event { atoms: Vec::new(), span: d.name.span };
        self.model.deadlines.push(model::Deadline {
            name: d.name.text.clone(),
            key: key_shell(d.key.as_ref()),
            flow,
            line: model::TimeLine::default(),
            vars: Vec::new(),
            start: nothing(),
            stop: nothing(),
            limit: None,
            using: None,
            latest: false,
            pauses: Vec::new(),
            warnings: Vec::new(),
            late: None,
            breach: None,
            severity: None,
            veto: false,
            own: self.own,
            span: d.name.span,
            meta,
        });
        id
    }

    pub(super) fn ladder(&mut self, e: &Escalate, flow: Option<FlowId>, meta: Meta) -> LadderId {
        let id = LadderId(self.model.ladders.len() as u32);
        self.model.ladders.push(model::Ladder {
            name: e.name.text.clone(),
            key: key_shell(e.key.as_ref()),
            flow,
            vars: Vec::new(),
            rungs: Vec::new(),
            raises: Vec::new(),
            jumps: Vec::new(),
            stop: Event { atoms: Vec::new(), span: e.name.span },
            top: None,
            using: None,
            own: self.own,
            span: e.name.span,
            meta,
        });
        id
    }

    /// A 周期 has a name among the rules: nothing but an expectation refers to it.
    pub(super) fn schedule(&mut self, s: &'a Schedule, meta: Meta) {
        self.model.schedules.push(model::Schedule {
            name: s.name.text.clone(),
            occasion: None,
            counted_by: None,
            by: None,
            using: None,
            duties: Vec::new(),
            condition: None,
            missed: None,
            vars: Vec::new(),
            own: self.own,
            span: s.name.span,
            meta,
        });
        self.found.limits.schedules.push((self.file, s));
        self.rule_name(&s.name);
    }

    pub(super) fn retain(&mut self, decl: &'a Decl, r: &'a Retain) {
        self.found.limits.retains.push((self.file, decl, r, self.own));
    }

    /// Rules and their like have names of their own: a rule may bear the name of the event it speaks of.
    pub(super) fn rule_name(&mut self, name: &Name) {
        if name.text.is_empty() {
            return;
        }
        match self.table.rules.get(&name.text) {
            Some(first) => self.out.push(duplicate(&name.text, name.span, *first, false)),
            None => drop(self.table.rules.insert(name.text.clone(), name.span)),
        }
    }
}

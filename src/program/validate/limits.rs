//! 期限, 升级, 周期, 留存: their events, limits and bodies.

use super::{Check, Checked, index};
use crate::program::{Deadline, Expiry, Flow, Ladder, LoadError, LoadErrorKind, Pause, Pc, Retain, Schedule};

/// The latest that a clock of a 周期 may be, ms after midnight.
const DAY: u32 = 86_400_000;

impl Check<'_> {
    pub(super) fn limits(&mut self, owner: &mut [u32]) -> Checked {
        let p = self.p;
        // What stands outside a flow has code of its own: a number for each that no flow has.
        let mut loose = p.flows.len() as u32;
        for deadline in &p.deadlines {
            deadline.flow.map_or(Ok(()), |f| index(f, p.flows.len(), "flows"))?;
            let vars = deadline.flow.map_or(&deadline.vars, |f| p.flows.get(f as usize).map_or(&deadline.vars, |f| &f.vars));
            self.within(vars.len(), 0, |check| check.deadline(deadline))?;
            if deadline.flow.is_none() {
                self.loose(&deadline.vars, deadline.bodies().collect(), &mut loose, owner)?;
            }
        }
        for ladder in &p.ladders {
            ladder.flow.map_or(Ok(()), |f| index(f, p.flows.len(), "flows"))?;
            let vars = ladder.flow.map_or(&ladder.vars, |f| p.flows.get(f as usize).map_or(&ladder.vars, |f| &f.vars));
            self.within(vars.len(), 0, |check| check.ladder(ladder))?;
            if ladder.flow.is_none() {
                self.loose(&ladder.vars, vec![ladder.top], &mut loose, owner)?;
            }
        }
        for schedule in &p.schedules {
            self.schedule(schedule)?;
            self.loose(&schedule.vars, schedule.missed.into_iter().collect(), &mut loose, owner)?;
        }
        p.retains.iter().try_for_each(|retain| self.retain(retain))
    }

    /// Code outside a flow: it has variables and no step.
    fn loose(&mut self, vars: &[crate::program::Param], bodies: Vec<Pc>, number: &mut u32, owner: &mut [u32]) -> Checked {
        if vars.is_empty() {
            return Err(LoadError::new(LoadErrorKind::Index, "vars"));
        }
        let flow = Flow {
            name: Default::default(),
            formerly: Vec::new(),
            params: 1,
            vars: vars.to_vec(),
            gives: None,
            case: false,
            by: None,
            measure: None,
            handlers: Vec::new(),
            options: Vec::new(),
            steps: Vec::new(),
            basis: Vec::new(),
            doc: None,
        };
        self.within(vars.len(), 0, |check| {
            check.params(vars)?;
            check.reach(*number, &flow, bodies, owner)
        })?;
        *number = number.saturating_add(1);
        Ok(())
    }

    fn deadline(&mut self, deadline: &Deadline) -> Checked {
        self.keyed(&deadline.start)?;
        self.keyed(&deadline.stop)?;
        self.limit(&deadline.limit)?;
        self.pauses(&deadline.pauses)?;
        if deadline.warnings.len() > 32 {
            return Err(LoadError::new(LoadErrorKind::Limit, "32"));
        }
        deadline.warnings.iter().try_for_each(|w| self.expr(&w.left))
    }

    fn pauses(&mut self, pauses: &[Pause]) -> Checked {
        if pauses.len() > 32 {
            return Err(LoadError::new(LoadErrorKind::Limit, "32"));
        }
        pauses.iter().try_for_each(|p| {
            self.keyed(&p.from)?;
            self.keyed(&p.to)
        })
    }

    fn ladder(&mut self, ladder: &Ladder) -> Checked {
        if ladder.rungs.is_empty() {
            return Err(LoadError::new(LoadErrorKind::Index, "rungs"));
        }
        for rung in &ladder.rungs {
            index(rung.role, self.p.roles.len(), "roles")?;
            rung.limit.as_ref().map_or(Ok(()), |limit| self.limit(limit))?;
        }
        for raise in &ladder.raises {
            self.keyed(&raise.on)?;
            raise.to.map_or(Ok(()), |to| index(to, ladder.rungs.len(), "rungs"))?;
        }
        for jump in &ladder.jumps {
            index(jump.to, ladder.rungs.len(), "rungs")?;
            jump.when.as_ref().map_or(Ok(()), |e| self.expr(e))?;
        }
        self.keyed(&ladder.stop)
    }

    fn schedule(&mut self, schedule: &Schedule) -> Checked {
        index(schedule.by, self.p.roles.len(), "roles")?;
        index(schedule.calendar, self.p.calendars.len(), "calendars")?;
        if schedule.clock > DAY || schedule.duties.is_empty() {
            return Err(LoadError::new(LoadErrorKind::Index, format!("schedules: {}", schedule.name)));
        }
        self.patterns(&schedule.counted_by)?;
        schedule.duties.iter().try_for_each(|d| self.patterns(&d.on))?;
        schedule.when.as_ref().map_or(Ok(()), |e| self.expr(e))
    }

    fn retain(&mut self, retain: &Retain) -> Checked {
        index(retain.form, self.p.forms.len(), "forms")?;
        retain.calendar.map_or(Ok(()), |c| index(c, self.p.calendars.len(), "calendars"))?;
        self.keyed(&retain.from)?;
        self.pauses(&retain.pauses)?;
        self.expr(&retain.length)?;
        match &retain.expiry {
            Expiry::Extend(length) => self.expr(length),
            Expiry::Archive | Expiry::Erase | Expiry::Seal => Ok(()),
        }
    }
}

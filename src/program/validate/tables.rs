//! The tables of declarations.

use super::{Check, Checked, index};
use crate::program::{Form, LoadError, LoadErrorKind, Required, Table};
use std::collections::HashSet;

impl Check<'_> {
    pub(super) fn tables(&mut self) -> Checked {
        let p = self.p;
        let mut labels = HashSet::new();
        if let Some(twice) = p.labels.iter().find(|l| !labels.insert(l.as_str())) {
            return Err(LoadError::new(LoadErrorKind::Index, format!("labels: {twice}")));
        }
        p.calendar.map_or(Ok(()), |c| index(c, p.calendars.len(), "calendars"))?;
        if let Some(calendar) = p.calendars.iter().find(|c| !c.is_sound()) {
            return Err(LoadError::new(LoadErrorKind::Calendar, calendar.name.as_str()));
        }
        self.params(&p.params)?;
        p.forms.iter().try_for_each(|form| self.form(form))?;
        for role in &p.roles {
            self.roles(role.superior.as_slice())?;
            self.roles(&role.exclusive)?;
        }
        for action in &p.actions {
            self.params(&action.params)?;
            action.gives.as_ref().map_or(Ok(()), |slot| self.slot(slot))?;
            self.roles(&action.only)?;
            if let Some(provided) = &action.provided {
                self.within(0, action.params.len(), |check| check.expr(provided))?;
            }
        }
        p.events.iter().try_for_each(|event| self.params(&event.params))?;
        for decision in &p.decisions {
            self.params(&decision.params)?;
            self.slot(&decision.gives)?;
            self.within(0, decision.params.len(), |check| check.table(&decision.table))?;
        }
        for class in &p.phrases {
            self.params(&class.params)?;
            self.within(0, class.params.len(), |check| class.entries.iter().try_for_each(|line| check.line(*line)))?;
        }
        let mut foldings = p.phrases.iter().map(|c| (&c.name, c.folding)).chain(p.forbids.iter().map(|f| (&f.name, f.folding)));
        if let Some((name, _)) = foldings.find(|(_, folding)| !folding.is_sound()) {
            return Err(LoadError::new(LoadErrorKind::Shape, format!("{name}: folding")));
        }
        self.forbids()?;
        for citation in &p.citations {
            if let Some((flow, step)) = citation.step {
                self.step(flow, step)?;
            }
            citation.words.map_or(Ok(()), |line| index(line, p.lines.len(), "lines"))?;
        }
        p.entries.iter().try_for_each(|flow| index(*flow, p.flows.len(), "flows"))
    }

    fn form(&mut self, form: &Form) -> Checked {
        let fields = form.fields.len();
        for field in &form.fields {
            self.slot(&field.slot)?;
            self.within(0, 1, |check| {
                if let Required::When(e) = &field.required {
                    check.expr(e)?;
                }
                [&field.derived, &field.default].into_iter().flatten().try_for_each(|e| check.expr(e))
            })?;
        }
        form.require_one.iter().chain(&form.distinct).flatten().try_for_each(|f| index(*f, fields, "fields"))
    }

    fn table(&mut self, table: &Table) -> Checked {
        self.exprs(&table.columns)?;
        table.rows.iter().try_for_each(|row| {
            self.cells(&row.cells, table.columns.len())?;
            self.expr(&row.value)
        })
    }

    fn forbids(&mut self) -> Checked {
        for forbid in &self.p.forbids {
            forbid.when.as_ref().map_or(Ok(()), |e| self.expr(e))?;
            forbid.scope.flows.iter().try_for_each(|f| index(*f, self.p.flows.len(), "flows"))?;
            forbid.scope.steps.iter().try_for_each(|(flow, step)| self.step(*flow, *step))?;
            forbid.scope.phases.iter().try_for_each(|(taxonomy, leaf)| self.leaf(*taxonomy, *leaf))?;
        }
        Ok(())
    }

    /// A step of a flow.
    pub(super) fn step(&self, flow: u32, step: u32) -> Checked {
        index(flow, self.p.flows.len(), "flows")?;
        index(step, self.p.flows.get(flow as usize).map_or(0, |f| f.steps.len()), "steps")
    }
}

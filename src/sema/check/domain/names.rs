//! How the key of an expression calls the things of a model: by number, which is exact within one model, or by name, so that two models
//! can be held against each other. By name a 判定 and a 日历 are called by what they say.

use super::key;
use crate::sema::model::{
    ActionId, CalendarId, Cell, ConstId, DeadlineId, DecisionId, EventId, FieldId, LeafId, Model, ParamId, PhrasesId, RoleId, TaxonomyId,
    Ty, Var, VarId,
};
use std::fmt::Write;

/// How things are called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'m> {
    /// Where they stand.
    pub(crate) model: &'m Model,
    /// By name, with the variables of the flow that is read; else by number.
    vars: Option<&'m [Var]>,
    /// How many 判定 may still be opened: one may call another.
    depth: usize,
}

/// Decisions inside decisions that are looked into.
const DEPTH: usize = 8;

impl<'m> Names<'m> {
    /// By number.
    pub(crate) fn ids(model: &'m Model) -> Self {
        Self { model, vars: None, depth: 0 }
    }

    /// By name.
    pub(crate) fn named(model: &'m Model, vars: &'m [Var]) -> Self {
        Self { model, vars: Some(vars), depth: DEPTH }
    }

    fn call<T>(self, number: u32, thing: Option<&'m T>, name: impl Fn(&'m T) -> &'m str) -> String {
        match thing.filter(|_| self.vars.is_some()) {
            Some(thing) => format!("“{}”", name(thing)),
            None => number.to_string(),
        }
    }

    pub(super) fn param(self, id: ParamId) -> String {
        self.call(id.0, self.model.params.get(id.index()), |p| &p.name)
    }

    pub(super) fn constant(self, id: ConstId) -> String {
        self.call(id.0, self.model.consts.get(id.index()), |c| &c.name)
    }

    pub(super) fn var(self, id: VarId) -> String {
        self.call(id.0, self.vars.and_then(|vars| vars.get(id.index())), |v| &v.name)
    }

    pub(super) fn event(self, id: EventId) -> String {
        self.call(id.0, self.model.events.get(id.index()), |e| &e.name)
    }

    pub(super) fn deadline(self, id: DeadlineId) -> String {
        self.call(id.0, self.model.deadlines.get(id.index()), |d| &d.name)
    }

    pub(super) fn action(self, id: ActionId) -> String {
        self.call(id.0, self.model.actions.get(id.index()), |a| &a.name)
    }

    pub(super) fn role(self, id: RoleId) -> String {
        self.call(id.0, self.model.roles.get(id.index()), |r| &r.name)
    }

    pub(super) fn phrases(self, id: PhrasesId) -> String {
        self.call(id.0, self.model.phrases.get(id.index()), |p| &p.name)
    }

    pub(super) fn field(self, of: &Ty, id: FieldId) -> String {
        let Ty::Record(form) = of else { return id.0.to_string() };
        self.call(id.0, self.model.forms.get(form.index()).and_then(|f| f.fields.get(id.index())), |f| &f.name)
    }

    pub(super) fn leaf(self, taxonomy: TaxonomyId, id: LeafId) -> String {
        match self.vars {
            Some(_) => self.leaf_name(taxonomy, id).to_owned(),
            None => format!("{}.{}", taxonomy.0, id.0),
        }
    }

    pub(super) fn leaves(self, of: &Ty, leaves: &[LeafId]) -> String {
        match (self.vars, of) {
            (Some(_), Ty::Leaf(taxonomy)) => {
                let names: Vec<&str> = leaves.iter().map(|l| self.leaf_name(*taxonomy, *l)).collect();
                format!("{names:?}")
            }
            _ => format!("{leaves:?}"),
        }
    }

    fn leaf_name(self, taxonomy: TaxonomyId, id: LeafId) -> &'m str {
        let leaves = self.model.taxonomies.get(taxonomy.index()).map(|t| t.leaves.as_slice()).unwrap_or_default();
        leaves.get(id.index()).map_or("", |l| l.name.as_str())
    }

    pub(super) fn calendar(self, id: CalendarId) -> String {
        let calendar = self.model.calendars.get(id.index());
        match calendar.filter(|_| self.vars.is_some()) {
            Some(calendar) => {
                let nameless = crate::base::calendar::Calendar { name: "".into(), ..calendar.data.clone() };
                format!("{nameless:?}")
            }
            None => id.0.to_string(),
        }
    }

    pub(super) fn decision(self, id: DecisionId) -> String {
        let decision = self.model.decisions.get(id.index());
        let Some((decision, depth)) = decision.filter(|_| self.vars.is_some()).zip(self.depth.checked_sub(1)) else {
            return self.call(id.0, decision, |d| &d.name);
        };
        let inside = Self { vars: Some(&[]), depth, ..self };
        let table = &decision.table;
        let mut out = format!("{}{}", decision.name, table.in_order);
        for column in &table.columns {
            let _ = write!(out, "|{}", key::of(inside, column));
        }
        for row in &table.rows {
            out.push('\n');
            for (cell, column) in row.cells.iter().flatten().zip(&table.columns) {
                out.push(';');
                inside.cell(cell, &column.ty, &mut out);
            }
            let _ = write!(out, "→{}", key::of(inside, &row.then));
        }
        out
    }

    fn cell(self, cell: &Cell, of: &Ty, out: &mut String) {
        match cell {
            Cell::Any => out.push('_'),
            Cell::Of(alternatives) => {
                for (tests, _) in alternatives {
                    out.push('/');
                    tests.iter().for_each(|t| key::write_test(self, of, t, out));
                }
            }
        }
    }
}

//! The tables of names.

use super::Lowering;
use super::cite::clauses;
use super::expr::ty;
use crate::program::{self, Action, Decision, Event, Field, Form, Leaf, Measure, Param, Required, Role, Row, Table, Taxonomy};
use crate::sema::model;
use smol_str::SmolStr;

impl Lowering<'_> {
    /// Lowers every declaration that is not a flow or a phrase set.
    pub(super) fn tables(&mut self) {
        let model = self.model;
        self.program.measure = super::rule::measure(&Measure::default(), &model.measure);
        self.program.taxonomies = model.taxonomies.iter().map(taxonomy).collect();
        self.program.roles = model.roles.iter().map(role).collect();
        self.program.params = self.params(&model.params);
        self.program.forms = model.forms.iter().map(|f| self.form(f)).collect();
        self.program.events = model
            .events
            .iter()
            .map(|e| Event { name: e.name.clone(), formerly: former(&e.meta), params: self.params(&e.params) })
            .collect();
        self.program.actions = model.actions.iter().map(|a| self.action(a)).collect();
        self.program.decisions = model.decisions.iter().map(|d| self.decision(d)).collect();
    }

    /// Parameters, in order.
    pub(super) fn params(&mut self, params: &[model::Param]) -> Vec<Param> {
        params
            .iter()
            .map(|p| {
                let default = p.default.as_ref().map(|e| self.expr(e));
                Param { name: p.name.clone(), formerly: former(&p.meta), slot: self.slot(&p.slot), default }
            })
            .collect()
    }

    fn form(&mut self, form: &model::Form) -> Form {
        let groups = |groups: &[Vec<model::FieldId>]| groups.iter().map(|g| g.iter().map(|f| f.0).collect()).collect();
        Form {
            name: form.name.clone(),
            formerly: former(&form.meta),
            aliases: form.aliases.clone(),
            system: form.system,
            fields: form.fields.iter().map(|f| self.field(f)).collect(),
            require_one: groups(&form.require_one),
            distinct: groups(&form.distinct),
            basis: clauses(&form.meta),
        }
    }

    fn field(&mut self, field: &model::Field) -> Field {
        Field {
            name: field.name.clone(),
            formerly: former(&field.meta),
            aliases: field.aliases.clone(),
            slot: self.slot(&field.slot),
            required: match &field.required {
                model::Required::Never => Required::Never,
                model::Required::Always => Required::Always,
                model::Required::When(e) => Required::When(self.expr(e)),
            },
            derived: field.derived.as_ref().map(|e| self.expr(e)),
            default: field.default.as_ref().map(|e| self.expr(e)),
            grouped: field.grouped.clone(),
            pattern: field.pattern.clone(),
            system: field.system,
            secret: field.secret,
            basis: clauses(&field.meta),
        }
    }

    fn action(&mut self, action: &model::Action) -> Action {
        Action {
            name: action.name.clone(),
            formerly: former(&action.meta),
            params: self.params(&action.params),
            gives: action.gives.as_ref().map(|s| self.slot(s)),
            only: action.only.iter().map(|r| r.0).collect(),
            provided: action.provided.as_ref().map(|e| self.expr(e)),
            irreversible: action.irreversible,
            basis: clauses(&action.meta),
        }
    }

    fn decision(&mut self, decision: &model::Decision) -> Decision {
        let rows = decision
            .table
            .rows
            .iter()
            .map(|row| Row { cells: row.cells.iter().flatten().map(|c| self.cell(c)).collect(), value: self.expr(&row.then) })
            .collect();
        Decision {
            name: decision.name.clone(),
            formerly: former(&decision.meta),
            params: self.params(&decision.params),
            gives: self.slot(&decision.gives),
            table: Table { columns: self.exprs(&decision.table.columns), rows },
            basis: clauses(&decision.meta),
        }
    }
}

fn taxonomy(taxonomy: &model::Taxonomy) -> Taxonomy {
    let leaf =
        |l: &model::Leaf| Leaf { name: l.name.clone(), formerly: former(&l.meta), aliases: l.aliases.clone(), within: l.within.clone() };
    let mut leaves: Vec<Leaf> = taxonomy.leaves.iter().map(leaf).collect();
    if taxonomy.open {
        // Whatever else there may be is a value like any other: 其余 of a table takes it.
        let taken = |name: &str| taxonomy.leaves.iter().any(|l| l.name == name || l.aliases.iter().any(|a| a == name));
        let name = ["其余", "其他", "（其余）"].into_iter().find(|name| !taken(name)).unwrap_or_default();
        leaves.push(Leaf { name: name.into(), formerly: Vec::new(), aliases: Vec::new(), within: Vec::new() });
    }
    Taxonomy { name: taxonomy.name.clone(), formerly: former(&taxonomy.meta), leaves, open: taxonomy.open }
}

fn role(role: &model::Role) -> Role {
    Role {
        name: role.name.clone(),
        formerly: former(&role.meta),
        aliases: role.aliases.clone(),
        superior: role.superior.map(|r| r.0),
        exclusive: role.exclusive.iter().map(|r| r.0).collect(),
    }
}

/// 曾用名
pub(super) fn former(meta: &model::Meta) -> Vec<SmolStr> {
    meta.formerly.iter().map(|(name, _)| name.clone()).collect()
}

/// A variable of a flow as a named slot.
pub(super) fn var(lowering: &mut Lowering<'_>, var: &model::Var) -> Param {
    // A variable holds nothing before it is first written, so it may be 未知 whatever its type.
    let slot = program::Slot { ty: ty(&var.slot.ty), optional: true, range: var.slot.range.as_ref().map(|r| lowering.range(r)) };
    Param { name: var.name.clone(), formerly: Vec::new(), slot, default: None }
}

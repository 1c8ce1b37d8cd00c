//! What an expression looks at, so that what is known of it is forgotten when that changes.

use super::acting::Acting;
use super::effects::Effects;
use super::nodes::Nodes;
use super::record::RecordFacts;
use super::starts::Starts;
use crate::sema::model::{DecisionId, EventId, Expr, ExprKind, FieldId, FormId, Model, Required, Ty, VarId};
use std::cell::Cell;
use std::collections::HashMap;

/// 判定 inside 判定 that are looked into; they cannot go round in circles.
const DEPTH: usize = 32;
/// Questions whether a way is possible at all, in one package. Each costs about what a table costs.
const ASKED: usize = 5_000;

/// What an expression looks at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mentions {
    /// Variables of the flow.
    pub(crate) vars: Vec<VarId>,
    /// Fields, of whatever record of the form.
    pub(crate) fields: Vec<(FormId, FieldId)>,
    /// Arguments of events.
    pub(crate) events: Vec<EventId>,
    /// 现在, 今天, what is left of a 期限.
    pub(crate) clock: bool,
    /// 情绪
    pub(crate) mood: bool,
}

impl Mentions {
    /// What an expression looks at.
    pub(crate) fn of(shapes: &Shapes<'_>, expr: &Expr) -> Self {
        let mut found = Self::default();
        found.read(shapes.model, &shapes.decisions, expr);
        found
    }

    /// Whether it changes by itself while time passes.
    pub(crate) fn passes(&self) -> bool {
        self.clock || self.mood
    }

    fn read(&mut self, model: &Model, decisions: &HashMap<DecisionId, Self>, expr: &Expr) {
        expr.each(&mut |e| match &e.kind {
            ExprKind::Var(id) => self.vars.push(*id),
            ExprKind::Field(base, field) => {
                let Ty::Record(form) = base.ty else { return };
                self.fields.push((form, *field));
                let declared = model.forms.get(form.index()).and_then(|f| f.fields.get(field.index()));
                // A field that is computed changes with what it is computed from.
                if let Some(derived) = declared.and_then(|f| f.derived.as_ref()) {
                    self.read(model, decisions, derived);
                }
            }
            ExprKind::EventArg(event, _) => self.events.push(*event),
            ExprKind::Now | ExprKind::Today | ExprKind::Due(..) | ExprKind::OfCall(_) => self.clock = true,
            ExprKind::Mood => self.mood = true,
            ExprKind::Decide(id, _) => {
                if let Some(inside) = decisions.get(id) {
                    self.fields.extend(&inside.fields);
                    self.clock |= inside.clock;
                    self.mood |= inside.mood;
                }
            }
            _ => {}
        });
    }
}

/// What is found out once about the declarations of a model.
#[derive(Debug)]
pub(crate) struct Shapes<'m> {
    /// The package.
    pub(crate) model: &'m Model,
    /// What flows and handlers change.
    pub(crate) effects: Effects,
    /// When limits begin.
    pub(crate) starts: Starts,
    /// Who acts in each step, as far as not everybody may do everything.
    pub(crate) acting: Acting,
    /// Records of each form that came from the host.
    host: Vec<RecordFacts>,
    /// How often it may still be asked whether a way is possible at all.
    asked: Cell<usize>,
    decisions: HashMap<DecisionId, Mentions>,
    /// Fields that must be filled only where a condition holds, by what the condition looks at.
    hanging: HashMap<(FormId, FieldId), Vec<FieldId>>,
}

impl<'m> Shapes<'m> {
    /// Looks through the declarations.
    pub(crate) fn of(model: &'m Model, nodes: &Nodes) -> Self {
        let mut decisions = HashMap::new();
        for i in 0..model.decisions.len() {
            decide(model, DecisionId(i as u32), &mut decisions, DEPTH);
        }
        let mut hanging: HashMap<(FormId, FieldId), Vec<FieldId>> = HashMap::new();
        for (i, form) in model.forms.iter().enumerate() {
            for (j, field) in form.fields.iter().enumerate() {
                let Required::When(condition) = &field.required else { continue };
                let mut looks = Mentions::default();
                looks.read(model, &decisions, condition);
                for (of, on) in looks.fields.into_iter().filter(|(of, _)| of.index() == i) {
                    hanging.entry((of, on)).or_default().push(FieldId(j as u32));
                }
            }
        }
        let host = model.forms.iter().enumerate().map(|(i, f)| RecordFacts::host(FormId(i as u32), f)).collect();
        Self {
            model,
            effects: Effects::of(model),
            starts: Starts::of(model, nodes),
            acting: Acting::of(model),
            host,
            asked: Cell::new(ASKED),
            decisions,
            hanging,
        }
    }

    /// Whether it may be asked once more if a way is possible; what is not asked is taken for possible.
    pub(crate) fn may_ask(&self) -> bool {
        let left = self.asked.get();
        self.asked.set(left.saturating_sub(1));
        left > 0
    }

    /// A record that came from the host.
    pub(crate) fn host(&self, form: FormId) -> RecordFacts {
        self.host.get(form.index()).cloned().unwrap_or_else(|| RecordFacts::none(form))
    }

    /// The fields that must be filled or not as this one says.
    pub(crate) fn hang_on(&self, form: FormId, field: FieldId) -> &[FieldId] {
        self.hanging.get(&(form, field)).map_or(&[], Vec::as_slice)
    }
}

fn decide(model: &Model, id: DecisionId, done: &mut HashMap<DecisionId, Mentions>, depth: usize) {
    let Some(depth) = depth.checked_sub(1).filter(|_| !done.contains_key(&id)) else { return };
    let Some(decision) = model.decisions.get(id.index()) else { return };
    let mut parts: Vec<&Expr> = Vec::new();
    decision.table.exprs(&mut |e| parts.push(e));
    parts.extend(decision.table.rows.iter().map(|r| &r.then));
    for part in &parts {
        part.each(&mut |e| {
            if let ExprKind::Decide(inner, _) = &e.kind {
                decide(model, *inner, done, depth);
            }
        });
    }
    let mut found = Mentions::default();
    parts.iter().for_each(|part| found.read(model, done, part));
    done.insert(id, found);
}

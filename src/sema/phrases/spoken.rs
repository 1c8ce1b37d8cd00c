//! The lines a script orders, each with where it is ordered and who says it.

use super::opening::Opening;
use crate::base::Span;
use crate::sema::check::domain::expr_key;
use crate::sema::model::{
    AGENT, Actor, BinaryOp, Event, EventKind, Expr, ExprKind, FlowId, Forbid, ForbidId, Line, LineSource, ModalWord, Model, PhrasesId,
    Position, RoleId, StepId, Stmt, StmtKind, Text, TextPart, Value,
};
use std::collections::HashSet;

/// A text that the script has someone say.
pub(super) struct Said<'m> {
    /// The words.
    pub(super) text: &'m Text,
    /// The statement or sentence, where the words stand in a class elsewhere.
    pub(super) ordered_at: Option<Span>,
    /// What the class is told, in the order of its parameters.
    pub(super) args: &'m [Expr],
    /// Whether it is said in the first turn of a call.
    pub(super) opens: bool,
    /// Where it is ordered; a rule does everywhere.
    pub(super) place: Option<(FlowId, Option<StepId>)>,
    by: RoleId,
    /// What holds where it is said, by key.
    given: Vec<String>,
}

/// All lines that are ordered, classes by their entries.
pub(super) fn lines(model: &Model) -> Vec<Said<'_>> {
    let first_turn = model.forbids.iter().any(|f| f.position == Some(Position::FirstTurn));
    let opening = if first_turn { Opening::of(model) } else { Opening::default() };
    let conditions = model.forbids.iter().any(|f| f.when.is_some());
    let mut walk = Walk { model, opening, conditions, said: Vec::new(), place: None, by: AGENT, given: Vec::new() };
    for (f, flow) in model.flows.iter().enumerate() {
        let flow_id = FlowId(f as u32);
        walk.place = Some((flow_id, None));
        walk.by = flow.by.unwrap_or(AGENT);
        flow.anytime.iter().for_each(|line| walk.block(line.body()));
        flow.limits.iter().for_each(|limit| walk.block(&limit.body));
        for (s, step) in flow.steps.iter().enumerate() {
            walk.place = Some((flow_id, Some(StepId(s as u32))));
            walk.by = step.by.or(flow.by).unwrap_or(AGENT);
            step.blocks().for_each(|block| walk.block(block));
        }
    }
    walk.place = None;
    for said in model.rules.iter().filter_map(|r| r.body.as_ref()).flat_map(|body| &body.sentences) {
        if let Some(event) = said.pattern.wanted().filter(|_| said.modal != ModalWord::May) {
            walk.rule(event, said.span);
        }
    }
    walk.said
}

/// Whether a set is in force where the line is said, as far as a text alone can tell: a set with 当 is where that stands above the line.
/// Of a rule against another one tells who compares rules.
pub(super) fn in_force(model: &Model, id: ForbidId, forbid: &Forbid, said: &Said<'_>) -> bool {
    if said.place.is_none() && model.rule_against(id).is_some() {
        return false;
    }
    let mut needed = Vec::new();
    forbid.when.iter().for_each(|when| keys(model, when, &mut needed));
    if !speaks(forbid, said.by) || !needed.iter().all(|key| said.given.contains(key)) {
        return false;
    }
    let scope = &forbid.scope;
    let narrowed = !scope.flows.is_empty() || !scope.steps.is_empty() || !scope.phases.is_empty();
    let Some((flow_id, step_id)) = said.place else { return !narrowed };
    let step = step_id.and_then(|s| model.flows.get(flow_id.index())?.steps.get(s.index()));
    let inside = scope.flows.contains(&flow_id)
        || step_id.is_some_and(|s| scope.steps.contains(&(flow_id, s)))
        || step.and_then(|s| s.phase).is_some_and(|p| scope.phases.contains(&p));
    !narrowed || inside
}

/// The conditions that all hold where this one holds.
fn keys(model: &Model, e: &Expr, out: &mut Vec<String>) {
    match &e.kind {
        ExprKind::Binary(BinaryOp::And, a, b) => {
            keys(model, a, out);
            keys(model, b, out);
        }
        _ => out.push(expr_key(model, e)),
    }
}

/// Whether a set holds for the agent at every place.
pub(super) fn everywhere(forbid: &Forbid) -> bool {
    let scope = &forbid.scope;
    forbid.when.is_none() && scope.flows.is_empty() && scope.steps.is_empty() && scope.phases.is_empty() && speaks(forbid, AGENT)
}

/// The characters of a text without placeholders.
pub(crate) fn plain(text: &Text) -> Option<&str> {
    match text.parts.as_slice() {
        [TextPart::Plain(words)] => Some(words),
        _ => None,
    }
}

/// The characters of a line; no phrase reaches over a value, whose words are not known.
pub(crate) fn words(text: &Text) -> String {
    fn push(parts: &[TextPart], out: &mut String) {
        for part in parts {
            match part {
                TextPart::Plain(plain) => out.push_str(plain),
                TextPart::Key(inner) => push(inner, out),
                TextPart::Value(..) | TextPart::Capture(..) | TextPart::Gap => out.push('\u{fffc}'),
            }
        }
    }
    let mut out = String::new();
    push(&text.parts, &mut out);
    out
}

/// A person on the line in any role speaks as the agent unless the set names roles.
fn speaks(forbid: &Forbid, speaker: RoleId) -> bool {
    forbid.spoken_by.is_empty() || forbid.spoken_by.contains(&speaker)
}

/// Walks statements and collects what they have said.
struct Walk<'m> {
    model: &'m Model,
    opening: Opening,
    /// Whether any set waits for a condition: else nobody asks which hold.
    conditions: bool,
    said: Vec<Said<'m>>,
    place: Option<(FlowId, Option<StepId>)>,
    by: RoleId,
    given: Vec<String>,
}

impl<'m> Walk<'m> {
    fn block(&mut self, block: &'m [Stmt]) {
        for stmt in block {
            match &stmt.kind {
                StmtKind::Say(say) | StmtKind::Ask { say, .. } => say.lines.iter().for_each(|line| self.line(line, stmt.span)),
                StmtKind::Call { args, .. } | StmtKind::GotoFlow { args, .. } | StmtKind::OpenCase { args, .. } => {
                    self.passed(args, stmt.span)
                }
                StmtKind::If { arms, otherwise } => {
                    for arm in arms {
                        let before = self.given.len();
                        if self.conditions {
                            keys(self.model, &arm.condition, &mut self.given);
                        }
                        self.block(&arm.body);
                        self.given.truncate(before);
                    }
                    otherwise.iter().for_each(|arm| self.block(&arm.body));
                    continue;
                }
                _ => {}
            }
            stmt.blocks().into_iter().for_each(|inner| self.block(inner));
        }
    }

    /// What a sentence of a rule wants said.
    fn rule(&mut self, event: &'m Event, at: Span) {
        for atom in &event.atoms {
            let EventKind::Says(line) = &atom.kind else { continue };
            self.by = match atom.actor {
                Some(Actor::Customer | Actor::Third | Actor::System) => continue,
                Some(Actor::Role(role)) => role,
                Some(Actor::Agent) | None => AGENT,
            };
            self.line(line, at);
        }
    }

    fn line(&mut self, line: &'m Line, at: Span) {
        match &line.source {
            LineSource::Text(text) => self.push(text, &[], None, at),
            LineSource::Class(class, args) => self.class(*class, args, at),
            LineSource::Var(_) | LineSource::Bad => {}
        }
    }

    fn push(&mut self, text: &'m Text, args: &'m [Expr], ordered_at: Option<Span>, at: Span) {
        let opens = self.opening.has(at);
        self.said.push(Said { text, ordered_at, args, opens, place: self.place, by: self.by, given: self.given.clone() });
    }

    /// Classes passed to a flow are said there.
    fn passed(&mut self, args: &'m [Expr], at: Span) {
        for arg in args {
            if let ExprKind::Value(Value::Phrases(class)) = arg.kind {
                self.class(class, &[], at);
            }
        }
    }

    /// A class with those it includes, each once.
    fn class(&mut self, id: PhrasesId, args: &'m [Expr], at: Span) {
        let (mut todo, mut seen) = (vec![id], HashSet::new());
        while let Some(next) = todo.pop() {
            let Some(class) = self.model.phrases.get(next.index()).filter(|_| seen.insert(next)) else { continue };
            // What a class includes has parameters of its own.
            let args = if next == id { args } else { &[] };
            class.entries.iter().for_each(|(text, _)| self.push(text, args, Some(at), at));
            todo.extend(&class.includes);
        }
    }
}

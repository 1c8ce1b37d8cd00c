//! The lines a script orders, each with where it is ordered and who says it.

use crate::base::Span;
use crate::sema::model::{
    AGENT, Expr, ExprKind, FlowId, Forbid, LineSource, Model, PhrasesId, RoleId, Say, StepId, Stmt, StmtKind, Text, TextPart, Value,
    each_stmt,
};

/// A text that the script has someone say.
pub(super) struct Said<'m> {
    /// The words.
    pub(super) text: &'m Text,
    /// The statement, where the words stand in a class elsewhere.
    pub(super) ordered_at: Option<Span>,
    place: Option<(FlowId, Option<StepId>)>,
}

impl Said<'_> {
    /// The flow whose variables its words may hold: none where they stand in a class elsewhere.
    pub(super) fn flow(&self) -> Option<FlowId> {
        self.place.map(|(flow, _)| flow).filter(|_| self.ordered_at.is_none())
    }
}

/// All lines that are ordered, classes by their entries.
pub(super) fn lines(model: &Model) -> Vec<Said<'_>> {
    let mut walk = Walk { model, said: Vec::new(), place: None };
    for (f, flow) in model.flows.iter().enumerate() {
        let flow_id = FlowId(f as u32);
        walk.place = Some((flow_id, None));
        for line in &flow.anytime {
            each_stmt(line.body(), &mut |stmt| walk.stmt(stmt));
        }
        for (s, step) in flow.steps.iter().enumerate() {
            walk.place = Some((flow_id, Some(StepId(s as u32))));
            for block in step.blocks() {
                each_stmt(block, &mut |stmt| walk.stmt(stmt));
            }
        }
    }
    walk.said
}

/// Whether a set is in force where the line is said, as far as a text alone can tell: a set with 当 waits for the facts of a call.
pub(super) fn in_force(model: &Model, forbid: &Forbid, said: &Said<'_>) -> bool {
    if forbid.when.is_some() {
        return false;
    }
    let Some((flow_id, step_id)) = said.place else { return everywhere(forbid) };
    let flow = model.flows.get(flow_id.index());
    let step = step_id.and_then(|s| flow?.steps.get(s.index()));
    let speaker = step.and_then(|s| s.by).or(flow.and_then(|f| f.by)).unwrap_or(AGENT);
    let scope = &forbid.scope;
    let narrowed = !scope.flows.is_empty() || !scope.steps.is_empty() || !scope.phases.is_empty();
    let inside = scope.flows.contains(&flow_id)
        || step_id.is_some_and(|s| scope.steps.contains(&(flow_id, s)))
        || step.and_then(|s| s.phase).is_some_and(|p| scope.phases.contains(&p));
    speaks(forbid, speaker) && (!narrowed || inside)
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
    said: Vec<Said<'m>>,
    place: Option<(FlowId, Option<StepId>)>,
}

impl<'m> Walk<'m> {
    fn stmt(&mut self, stmt: &'m Stmt) {
        match &stmt.kind {
            StmtKind::Say(say) | StmtKind::Ask { say, .. } => self.say(say, stmt.span),
            StmtKind::Call { args, .. } | StmtKind::GotoFlow { args, .. } | StmtKind::OpenCase { args, .. } => self.passed(args, stmt.span),
            _ => {}
        }
    }

    fn say(&mut self, say: &'m Say, at: Span) {
        for line in &say.lines {
            match &line.source {
                LineSource::Text(text) => self.said.push(Said { text, ordered_at: None, place: self.place }),
                LineSource::Class(class, _) => self.class(*class, at),
                LineSource::Var(_) | LineSource::Bad => {}
            }
        }
    }

    /// Classes passed to a flow are said there.
    fn passed(&mut self, args: &'m [Expr], at: Span) {
        for arg in args {
            if let ExprKind::Value(Value::Phrases(class)) = arg.kind {
                self.class(class, at);
            }
        }
    }

    /// A class with those it includes, each once.
    fn class(&mut self, id: PhrasesId, at: Span) {
        let (mut todo, mut seen) = (vec![id], Vec::new());
        while let Some(id) = todo.pop() {
            let Some(class) = self.model.phrases.get(id.index()).filter(|_| !seen.contains(&id)) else { continue };
            seen.push(id);
            self.said.extend(class.entries.iter().map(|(text, _)| Said { text, ordered_at: Some(at), place: self.place }));
            todo.extend(&class.includes);
        }
    }
}

//! E0405: a value is read that some way has not set.

use super::{Doubt, Site, Spot};
use crate::base::{Diagnostic, Message, Span};
use crate::sema::check::facts::{Look, assume, of_condition, with_args};
use crate::sema::codes::paths::NOT_KNOWN;
use crate::sema::model::{
    Act, Cell, Event, EventKind, Expr, ExprKind, Line, LineSource, Model, Param, Place, Say, Slot, Stmt, StmtKind, Table, Test, Text,
};

/// A value that is read, and where that is written down.
struct Read {
    /// The path.
    expr: Expr,
    /// In a class: where it stands there.
    inside: Option<Span>,
    /// Where it is read.
    span: Span,
}

/// Names the values that may be absent where they are read.
pub(super) fn doubts<'a, 'm>(site: &'a Site<'a, 'm>, out: &mut Vec<Doubt<'a, 'm>>) {
    for (stmt, look) in site.stmts() {
        for read in of_stmt(&look, stmt) {
            out.push(doubt(site, Spot::Stmt(stmt), read, move |look| of_stmt(look, stmt)));
        }
    }
    if let Some((step, look)) = site.rest() {
        for read in of_rest(&look, step) {
            out.push(doubt(site, Spot::Rest, read, move |look| of_rest(look, step)));
        }
    }
}

fn doubt<'a, 'm>(site: &'a Site<'a, 'm>, spot: Spot<'m>, read: Read, again: impl Fn(&Look<'_, 'm>) -> Vec<Read> + 'a) -> Doubt<'a, 'm> {
    let name = site.look(&site.facts.empty()).name(&read.expr).unwrap_or_else(|| site.cx.sources.slice(read.expr.span).to_owned());
    let (span, inside, expr) = (read.span, read.inside, read.expr);
    let called = name.clone();
    Doubt {
        warns: true,
        ..site.doubt(
            spot,
            format!("E0405 {} {name}", site.id.0),
            move |look| again(look).iter().any(|r| r.span == span && look.name(&r.expr).as_ref() == Some(&called)),
            move |path, _| report(&name, span, inside, &expr, path),
        )
    }
}

fn report(name: &str, span: Span, inside: Option<Span>, expr: &Expr, path: &Message) -> Diagnostic {
    let finding = Diagnostic::new(
        &NOT_KNOWN,
        span,
        format!("走到这里时“{name}”可能还没有值：路径 {}", path.zh),
        format!("“{name}” may have no value yet when the call gets here: path {}", path.en),
    )
    .label("这里要用它", "it is needed here");
    let finding = match inside {
        Some(place) => finding.label("这一类话里要用它", "this class needs it").related(place, "话里在这里用它", "it is used here"),
        None => finding,
    };
    match &expr.kind {
        ExprKind::EventArg(..) => finding.help(
            "先“等”到这件事，或者写在它的“当”里面；另一条路上没有它的，分成两个环节。",
            "Wait for that event first, or write this under its `on`; where another way comes without it, make two steps.",
        ),
        ExprKind::Field(..) => finding.help(
            format!("在这条路上先“登记”它、或者“问 … 记入 {name}”；本来就可能没有的，用“若 {name} 已知”分开说。"),
            format!("On this way fill it first (`fill`, or `ask … into {name}`); if it may be missing, branch on `if {name} known`."),
        ),
        _ => finding.help(
            format!("在这条路上先给“{name}”一个值；本来就可能没有的，用“若 {name} 已知”分开说。"),
            format!("Give “{name}” a value on this way first; if it may be missing, branch on `if {name} known`."),
        ),
    }
}

fn of_rest(look: &Look<'_, '_>, step: &crate::sema::model::Step) -> Vec<Read> {
    let mut out = Vec::new();
    for option in &step.options {
        option.provided.iter().for_each(|e| plain(look, e, &mut out));
        for act in &option.acts {
            if let Act::Confirmed(record) = act {
                plain(look, record, &mut out);
            }
        }
    }
    step.whens.iter().for_each(|w| event(look, &w.on, &mut out));
    out
}

/// Every value that a statement itself reads and that may be absent.
fn of_stmt(look: &Look<'_, '_>, stmt: &Stmt) -> Vec<Read> {
    let mut out = Vec::new();
    let model = look.shapes.model;
    match &stmt.kind {
        StmtKind::Say(say) => said(look, say, &mut out),
        StmtKind::Tip(t) => text(look, t, &mut out),
        StmtKind::Ask { say, into, .. } => {
            said(look, say, &mut out);
            place(look, into, &mut out);
        }
        StmtKind::Fill { record, .. } | StmtKind::ReadBack { record, .. } => plain(look, record, &mut out),
        StmtKind::Set { place: to, value } => {
            place(look, to, &mut out);
            match slot_of(look, to) {
                Some(slot) => passed(look, value, slot, &mut out),
                None => plain(look, value, &mut out),
            }
        }
        StmtKind::Do { action, args, into, limit, .. } => {
            given(look, args, model.actions.get(action.index()).map_or(&[], |a| &a.params), &mut out);
            into.iter().for_each(|p| place(look, p, &mut out));
            limit.iter().for_each(|l| l.exprs(&mut |e| plain(look, e, &mut out)));
        }
        StmtKind::OpenCase { flow, args } | StmtKind::GotoFlow { flow, args, .. } => {
            given(look, args, params(model, *flow), &mut out);
        }
        StmtKind::Call { flow, args, into } => {
            given(look, args, params(model, *flow), &mut out);
            into.iter().for_each(|p| place(look, p, &mut out));
        }
        StmtKind::Return(value) => {
            if let Some(value) = value {
                match &look.flow.gives {
                    Some(slot) => passed(look, value, slot, &mut out),
                    None => plain(look, value, &mut out),
                }
            }
        }
        StmtKind::Wait(wait) => {
            wait.on.iter().chain(wait.whens.iter().map(|w| &w.on)).for_each(|on| event(look, on, &mut out));
            wait.limit.iter().for_each(|l| l.exprs(&mut |e| plain(look, e, &mut out)));
        }
        StmtKind::If { arms, .. } => {
            let mut state = look.state.clone();
            for arm in arms {
                let here = look.at(&state);
                plain(&here, &arm.condition, &mut out);
                let mut next = state.clone();
                if !assume(look, &mut next, of_condition(look.shapes, &arm.condition, false)) {
                    break;
                }
                state = next;
            }
        }
        StmtKind::Match(t) => table(look, t, &mut out),
        StmtKind::WaitAgain { limit, at_most } => {
            limit.iter().for_each(|l| l.exprs(&mut |e| plain(look, e, &mut out)));
            at_most.iter().for_each(|e| plain(look, e, &mut out));
        }
        StmtKind::Escalate { key, .. } => key.iter().for_each(|e| plain(look, e, &mut out)),
        StmtKind::End(_) | StmtKind::Goto(_) | StmtKind::Continue | StmtKind::CloseHere | StmtKind::Bad => {}
    }
    out
}

fn params(model: &Model, flow: crate::sema::model::FlowId) -> &[Param] {
    model.flows.get(flow.index()).map_or(&[], |f| &f.params)
}

fn keep(found: Vec<&Expr>, out: &mut Vec<Read>) {
    out.extend(found.into_iter().map(|e| Read { expr: e.clone(), inside: None, span: e.span }));
}

fn plain(look: &Look<'_, '_>, expr: &Expr, out: &mut Vec<Read>) {
    let mut found = Vec::new();
    look.unread(expr, &mut found);
    keep(found, out);
}

fn passed(look: &Look<'_, '_>, expr: &Expr, slot: &Slot, out: &mut Vec<Read>) {
    let mut found = Vec::new();
    look.passed(expr, slot, &mut found);
    keep(found, out);
}

fn given(look: &Look<'_, '_>, args: &[Expr], params: &[Param], out: &mut Vec<Read>) {
    for (i, arg) in args.iter().enumerate() {
        match params.get(i) {
            Some(param) => passed(look, arg, &param.slot, out),
            None => plain(look, arg, out),
        }
    }
}

fn place(look: &Look<'_, '_>, to: &Place, out: &mut Vec<Read>) {
    if let Place::Field(base, _) = to {
        plain(look, base, out);
    }
}

fn slot_of<'m>(look: &Look<'_, 'm>, to: &Place) -> Option<&'m Slot> {
    match to {
        Place::Var(id) => look.flow.vars.get(id.index()).map(|v| &v.slot),
        Place::Field(base, field) => {
            let crate::sema::model::Ty::Record(form) = base.ty else { return None };
            look.shapes.model.forms.get(form.index())?.fields.get(field.index()).map(|f| &f.slot)
        }
        Place::Bad => None,
    }
}

fn said(look: &Look<'_, '_>, say: &Say, out: &mut Vec<Read>) {
    say.lines.iter().for_each(|l| line(look, l, out));
    say.pause.iter().for_each(|e| plain(look, e, out));
}

fn text(look: &Look<'_, '_>, text: &Text, out: &mut Vec<Read>) {
    text.exprs(&mut |e| plain(look, e, out));
}

fn line(look: &Look<'_, '_>, line: &Line, out: &mut Vec<Read>) {
    match &line.source {
        LineSource::Text(t) => text(look, t, out),
        LineSource::Class(id, args) => {
            let Some(class) = look.shapes.model.phrases.get(id.index()) else { return };
            given(look, args, &class.params, out);
            let before = out.len();
            for (entry, _) in &class.entries {
                entry.exprs(&mut |e| {
                    let mut found = Vec::new();
                    let here = with_args(e, args);
                    look.unread(&here, &mut found);
                    out.extend(found.into_iter().map(|missing| Read {
                        expr: missing.clone(),
                        inside: Some(missing.span),
                        span: line.span,
                    }));
                });
            }
            // What is passed is reported as passed.
            if before > 0 && out.get(..before).is_some_and(|passed| passed.iter().any(|r| args.iter().any(|a| a.span == r.span))) {
                out.truncate(before);
            }
        }
        LineSource::Var(_) | LineSource::Bad => {}
    }
}

/// The cells and conditions of an event; what it brings is there when they are asked.
fn event(look: &Look<'_, '_>, on: &Event, out: &mut Vec<Read>) {
    for atom in &on.atoms {
        let mut state = look.state.clone();
        if let EventKind::Declared(id, args) = &atom.kind {
            args.iter().flatten().for_each(|e| plain(look, e, out));
            state.events.insert(id.index());
        }
        atom.test.iter().flat_map(Test::values).for_each(|e| plain(look, e, out));
        atom.filter.iter().for_each(|e| plain(&look.at(&state), e, out));
    }
}

/// A column that may be absent by its type is a case of the table; what the table itself asks whether it is there, too.
fn table<T>(look: &Look<'_, '_>, table: &Table<T>, out: &mut Vec<Read>) {
    for (i, column) in table.columns.iter().enumerate() {
        let cells = || table.rows.iter().filter_map(|r| r.cells.as_ref()?.get(i));
        if !look.may_be_absent(column) && !cells().any(asks) {
            plain(look, column, out);
        }
        cells().flat_map(Cell::values).for_each(|e| plain(look, e, out));
    }
}

fn asks(cell: &Cell) -> bool {
    let Cell::Of(alternatives) = cell else { return false };
    let mut tests = alternatives.iter().flat_map(|(tests, _)| tests);
    tests.any(|t| match t {
        Test::Known | Test::Unknown => true,
        Test::Compare(_, e) => matches!(e.kind, ExprKind::Value(crate::sema::model::Value::Unknown)),
        _ => false,
    })
}

//! E0602: what a line asserts or an action demands is not proved where it stands.

use super::{Doubt, Site, Spot};
use crate::base::phrase::contains;
use crate::base::{Diagnostic, Message, Span};
use crate::sema::check::facts::{Look, with_args};
use crate::sema::codes::phrases::NOT_PROVED;
use crate::sema::model::{Expr, ExprKind, LineSource, Model, Phrases, PhrasesId, Say, Stmt, StmtKind, Ty, Value, VarId};
use crate::sema::phrases::{plain, words};
use std::collections::HashSet;

/// What must be proved before a statement.
struct Claim<'m> {
    /// In the terms of the flow.
    condition: Expr,
    /// Where it has to hold.
    span: Span,
    /// Where it is written, if elsewhere.
    written: Option<Span>,
    /// Who demands it.
    by: By<'m>,
}

#[derive(Clone, Copy)]
enum By<'m> {
    Line,
    Class(&'m str),
    Action(&'m str),
    /// A line has words of the class in it.
    Words(&'m str),
}

/// Names every claim that is not proved.
pub(super) fn doubts<'a, 'm>(site: &'a Site<'a, 'm>, guards: &[&'m Phrases], out: &mut Vec<Doubt<'a, 'm>>) {
    for (stmt, look) in site.stmts() {
        let mut claims = claims(site.cx.model, stmt);
        by_the_way(site, stmt, guards, &mut claims);
        for claim in claims {
            if look.proves(&claim.condition) {
                continue;
            }
            out.push(doubt(site, stmt, claim));
        }
    }
}

fn doubt<'a, 'm>(site: &'a Site<'a, 'm>, stmt: &'m Stmt, claim: Claim<'m>) -> Doubt<'a, 'm> {
    let (sources, asked) = (site.cx.sources, claim.condition.clone());
    site.doubt(
        Spot::Stmt(stmt),
        format!("E0602 {:?} {:?}", claim.span, claim.condition.span),
        move |look| !look.proves(&asked),
        move |path, look| {
            let first = unproved(look, &claim.condition);
            let case = look.refutes(&first, sources);
            report(&claim, path, case.as_ref(), sources.slice(first.span))
        },
    )
}

/// Of several things that must all hold, the first that is not proved.
fn unproved(look: &Look<'_, '_>, condition: &Expr) -> Expr {
    match &condition.kind {
        ExprKind::Binary(crate::sema::model::BinaryOp::And, left, right) => {
            if look.proves(left) {
                unproved(look, right)
            } else {
                unproved(look, left)
            }
        }
        _ => condition.clone(),
    }
}

fn report(claim: &Claim<'_>, path: &Message, case: Option<&Message>, condition: &str) -> Diagnostic {
    let (zh, en) = match case {
        Some(case) => (format!("路径 {}，这时可以是：{}", path.zh, case.zh), format!("path {}, where it may be that {}", path.en, case.en)),
        None => {
            (format!("路径 {}，没有查过“{condition}”", path.zh), format!("path {}, on which nothing has tested “{condition}”", path.en))
        }
    };
    let (zh, en, mark) = match claim.by {
        By::Line => (
            format!("这句话断言的事没有查证：{zh}"),
            format!("what this line asserts is not proved: {en}"),
            ("这里要成立", "it must hold here"),
        ),
        By::Class(name) => (
            format!("用语“{name}”断言的事没有查证：{zh}"),
            format!("what the class “{name}” asserts is not proved: {en}"),
            ("在这里说它", "it is said here"),
        ),
        By::Words(name) => (
            format!("话里有用语“{name}”的话，它断言的事没有查证：{zh}"),
            format!("the line has words of the class “{name}”, and what that asserts is not proved: {en}"),
            ("这里说了", "said here"),
        ),
        By::Action(name) => (
            format!("动作“{name}”的“仅当”没有保证：{zh}"),
            format!("the `provided` of the action “{name}” is not assured: {en}"),
            ("在这里做它", "it is done here"),
        ),
    };
    let finding = Diagnostic::new(&NOT_PROVED, claim.span, zh, en).label(mark.0, mark.1);
    let finding = match claim.written {
        Some(place) => finding.related(place, "要求写在这里", "the demand is written here"),
        None => finding,
    };
    finding.help(
        "在前面用“若”或“按”把这件事查清，成立的那一支才走到这里；不成立的另说一句话。",
        "Test it before with `if` or `match`, let only the branch where it holds come here, and say something else on the other.",
    )
}

/// What must be proved before a statement.
fn claims<'m>(model: &'m Model, stmt: &'m Stmt) -> Vec<Claim<'m>> {
    let mut out = Vec::new();
    match &stmt.kind {
        StmtKind::Say(say) | StmtKind::Ask { say, .. } => said(model, say, &mut out),
        StmtKind::Do { action, args, .. } => {
            if let Some((action, provided)) = model.actions.get(action.index()).and_then(|a| Some((a, a.provided.as_ref()?))) {
                out.push(Claim {
                    condition: with_args(provided, args),
                    span: stmt.span,
                    written: Some(provided.span),
                    by: By::Action(&action.name),
                });
            }
        }
        // A class that is passed is said with nothing but what holds here behind it.
        StmtKind::Call { args, .. } | StmtKind::GotoFlow { args, .. } | StmtKind::OpenCase { args, .. } => {
            for arg in args {
                if let ExprKind::Value(Value::Phrases(id)) = arg.kind {
                    class(model, id, &[], arg.span, &mut out);
                }
            }
        }
        _ => {}
    }
    out
}

fn said<'m>(model: &'m Model, say: &'m Say, out: &mut Vec<Claim<'m>>) {
    out.extend(say.asserts.iter().map(|c| Claim { condition: c.clone(), span: c.span, written: None, by: By::Line }));
    for line in &say.lines {
        if let LineSource::Class(id, args) = &line.source {
            class(model, *id, args, line.span, out);
        }
    }
}

fn class<'m>(model: &'m Model, id: PhrasesId, args: &[Expr], span: Span, out: &mut Vec<Claim<'m>>) {
    let Some(class) = model.phrases.get(id.index()) else { return };
    out.extend(class.asserts.iter().map(|c| Claim {
        condition: with_args(c, args),
        span,
        written: Some(c.span),
        by: By::Class(&class.name),
    }));
}

/// The classes that nobody says as they stand: they are there for what they assert, wherever their words occur.
pub(super) fn guards(model: &Model) -> Vec<&Phrases> {
    if model.phrases.iter().all(|c| c.asserts.is_empty()) {
        return Vec::new();
    }
    let mut said: HashSet<PhrasesId> = model.phrases.iter().flat_map(|c| c.includes.iter().copied()).collect();
    for flow in &model.flows {
        flow.each_stmt(&mut |stmt| {
            if let StmtKind::Say(say) | StmtKind::Ask { say, .. } = &stmt.kind {
                said.extend(say.lines.iter().filter_map(|l| if let LineSource::Class(id, _) = l.source { Some(id) } else { None }));
            }
            stmt.exprs(&mut |e| {
                if let ExprKind::Value(Value::Phrases(id)) = e.kind {
                    said.insert(id);
                }
            });
        });
    }
    let free = model.phrases.iter().enumerate().filter(|(i, c)| !c.asserts.is_empty() && !said.contains(&PhrasesId(*i as u32)));
    free.map(|(_, c)| c).collect()
}

/// What a quoted line claims because words of such a class occur in it.
fn by_the_way<'m>(site: &Site<'_, 'm>, stmt: &'m Stmt, guards: &[&'m Phrases], out: &mut Vec<Claim<'m>>) {
    let (StmtKind::Say(say) | StmtKind::Ask { say, .. }) = &stmt.kind else { return };
    for line in &say.lines {
        let LineSource::Text(text) = &line.source else { continue };
        let text = words(text);
        for class in guards.iter().filter(|c| c.entries.iter().any(|(e, _)| plain(e).is_some_and(|p| contains(&text, p)))) {
            let Some(args) = records(site, class) else { continue };
            out.extend(class.asserts.iter().map(|c| Claim {
                condition: with_args(c, &args),
                span: line.span,
                written: Some(c.span),
                by: By::Words(&class.name),
            }));
        }
    }
}

/// What such a class speaks of: of each form, the one record that the flow has.
fn records(site: &Site<'_, '_>, class: &Phrases) -> Option<Vec<Expr>> {
    let one = |ty: &Ty| {
        let mut of = site.flow.vars.iter().enumerate().filter(|(_, v)| v.slot.ty == *ty);
        let (i, var) = of.next().filter(|_| matches!(ty, Ty::Record(_)))?;
        let expr = Expr { kind: ExprKind::Var(VarId(i as u32)), ty: ty.clone(), optional: var.slot.optional, span: var.span };
        of.next().is_none().then_some(expr)
    };
    class.params.iter().map(|p| one(&p.slot.ty)).collect()
}

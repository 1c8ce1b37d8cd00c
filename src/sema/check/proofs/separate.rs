//! E0703: two fields that must name different people get one, or one person acts in two roles that exclude each other.

use super::{Doubt, Site, Spot};
use crate::base::{Diagnostic, Message, Span};
use crate::sema::check::Context;
use crate::sema::check::domain::expr_key;
use crate::sema::check::facts::{Facts, How, Look, Node, Shared, Way};
use crate::sema::codes::roles::SEPARATION;
use crate::sema::model::{CompareOp, Expr, ExprKind, Field, FieldId, Flow, FlowId, Place, RoleId, Stmt, StmtKind, Test, Ty};
use std::collections::HashSet;

/// Names every field that some way gives the value of one which must differ from it.
pub(super) fn doubts<'a, 'm>(site: &'a Site<'a, 'm>, out: &mut Vec<Doubt<'a, 'm>>) {
    for (stmt, _) in site.stmts() {
        let StmtKind::Set { place, value } = &stmt.kind else { continue };
        let Place::Field(base, field) = &**place else { continue };
        let Ty::Record(form) = base.ty else { continue };
        let Some(form) = site.cx.model.forms.get(form.index()) else { continue };
        let others = form.distinct.iter().filter(|group| group.contains(field)).flatten().filter(|f| *f != field);
        for other in others.copied() {
            let (Some(mine), Some(theirs)) = (form.fields.get(field.index()), form.fields.get(other.index())) else { continue };
            let theirs_here = of(base, other, value);
            out.push(site.doubt(
                Spot::Stmt(stmt),
                format!("E0703 {:?} {}", stmt.span, field.0),
                move |look| equals(look, value).contains(&expr_key(look.shapes.model, &theirs_here)),
                move |path, _| one_person(stmt, mine, theirs, path),
            ));
        }
    }
}

fn one_person(stmt: &Stmt, mine: &Field, theirs: &Field, path: &Message) -> Diagnostic {
    Diagnostic::new(
        &SEPARATION,
        stmt.span,
        format!("“{}”和“{}”不得是同一个人，这里却填成了同一个：路径 {}", mine.name, theirs.name, path.zh),
        format!("“{}” and “{}” must not be one person, and here they become one: path {}", mine.name, theirs.name, path.en),
    )
    .label("这里填成同一个人", "one person from here on")
    .related(theirs.span, "要和它不同", "must differ from this")
    .help("换一个人来填；办这件事的人要回避的，先转给别人。", "Name another person; hand the matter over to somebody else first.")
}

fn of(base: &Expr, field: FieldId, like: &Expr) -> Expr {
    Expr { kind: ExprKind::Field(Box::new(base.clone()), field), ..like.clone() }
}

/// Everything that a value is known to equal, by key.
fn equals(look: &Look<'_, '_>, value: &Expr) -> HashSet<String> {
    let key = |e: &Expr| expr_key(look.shapes.model, e);
    let pairs: Vec<(String, String)> = look
        .state
        .holds
        .iter()
        .filter_map(|c| c.alone().filter(|l| l.holds))
        .filter_map(|l| match &l.expr.kind {
            ExprKind::Test(subject, test) => match &**test {
                Test::Compare(CompareOp::Eq, other) => Some((key(subject), key(other))),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let mut found = HashSet::from([key(value)]);
    loop {
        let before = found.len();
        for (a, b) in &pairs {
            if found.contains(a) || found.contains(b) {
                found.extend([a.clone(), b.clone()]);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Reports steps that one person comes to on the line who has acted before in a role that excludes theirs.
pub(super) fn duties(cx: &Context<'_>, facts: &Facts<'_>, tainted: &[bool], out: &mut Vec<Diagnostic>) {
    let acting = &facts.shapes.acting;
    let mut told = HashSet::new();
    for node in 0..facts.nodes.count() {
        let Some((id, flow, role, span)) = actor(facts, node).filter(|(id, ..)| tainted.get(id.index()) != Some(&true)) else { continue };
        for (n, _) in cx.model.roles.iter().enumerate() {
            let excluded = RoleId(n as u32);
            let both = (id, role.min(excluded), role.max(excluded));
            if !acting.excluded(role).is_some_and(|e| e.has(n)) || told.contains(&both) {
                continue;
            }
            let wrong = |state: &Shared| state.acted.has(n) && !acting.is_case(&state.acted);
            if !facts.entry(node).is_some_and(|s| s.acted.has(n)) {
                continue;
            }
            let way = facts.way(node, How::Straight, &mut { wrong }).or_else(|| facts.way(node, How::Each, &mut { wrong }));
            let Some(way) = way.filter(|way| wrong(&way.state)) else { continue };
            told.insert(both);
            out.push(one_line(cx, facts, &way, (excluded, role), earlier(facts, &way, excluded, flow), span));
        }
    }
}

/// Who acts in a step, where that excludes anyone, and where it is written.
fn actor<'m>(facts: &Facts<'m>, node: usize) -> Option<(FlowId, &'m Flow, RoleId, Span)> {
    let (id, Node::Step(step)) = facts.nodes.at(node)? else { return None };
    let flow = facts.shapes.model.flows.get(id.index())?;
    let step = flow.steps.get(step.index())?;
    let role = facts.shapes.acting.in_step(id, flow, step)?;
    Some((id, flow, role, if step.by.is_some() || flow.by.is_none() { step.span } else { flow.span }))
}

/// Where it is written that somebody acts in a role: on the way where it goes through there, else in a flow that it calls.
fn earlier(facts: &Facts<'_>, way: &Way, role: RoleId, flow: &Flow) -> Option<Span> {
    let in_role = |node: usize| actor(facts, node).filter(|(_, _, r, _)| *r == role);
    let on_way = way.nodes().iter().rev().find_map(|n| in_role(*n));
    let found = on_way.or_else(|| (0..facts.nodes.count()).filter_map(in_role).max_by_key(|(_, f, ..)| f.span == flow.span));
    found.map(|(.., span)| span)
}

fn one_line(cx: &Context<'_>, facts: &Facts<'_>, way: &Way, roles: (RoleId, RoleId), before: Option<Span>, span: Span) -> Diagnostic {
    let name = |role: RoleId| cx.model.roles.get(role.index()).map_or("", |r| r.name.as_str());
    let (a, b) = (name(roles.0), name(roles.1));
    let path = facts.path(way, cx.sources);
    let found = Diagnostic::new(
        &SEPARATION,
        span,
        format!("“{a}”和“{b}”不得兼任，一通电话里却是同一个人在办：路径 {}", path.zh),
        format!("“{a}” and “{b}” exclude each other, and within one call one person acts as both: path {}", path.en),
    )
    .label(format!("这里是“{b}”"), format!("here as “{b}”"));
    let found = match before.filter(|at| *at != span) {
        Some(at) => found.related(at, format!("这里是“{a}”"), format!("here as “{a}”")),
        None => found,
    };
    found.help(
        "要换人办的那一段写成“工单”，用“立单”交出去；或者改由同一个角色办完。",
        "Make the part that another person must do a `case` and open it with `open case`, or let one role do all of it.",
    )
}

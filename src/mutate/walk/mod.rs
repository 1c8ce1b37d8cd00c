//! Going through a tree that may be changed on the way: every node once, an outer one before those inside it. Scenarios are left alone.

mod expr;
mod limits;
mod sentence;
mod stmt;

pub(super) use stmt::only_tips;

use super::turn::Turn;
use crate::syntax::ast::{
    Anytime, Block, Calendar, ConstantValue, Decl, DeclKind, Event, EventAtom, Expr, Field, File, Flow, FormRow, Limit, Match, OptionDecl,
    Param, Range, Sentence, Stmt, Test, TypeRef, Wait,
};

/// A place in a tree.
pub(crate) enum Node<'a> {
    /// A declaration.
    Decl(&'a mut Decl),
    /// Statements that belong to one line.
    Block(&'a mut Block),
    /// One statement.
    Stmt(&'a mut Stmt),
    /// An option, in a step or 随时.
    Option(&'a mut OptionDecl),
    /// A 按 table.
    Table(&'a mut Match),
    /// 等
    Wait(&'a mut Wait),
    /// 限时
    Limit(&'a mut Limit),
    /// One event of a pattern.
    Event(&'a mut EventAtom),
    /// A value.
    Expr(&'a mut Expr),
    /// What is asked of a value.
    Test(&'a mut Test),
    /// The range of a type, which bounds what may be entered.
    Domain(&'a mut Range),
    /// A line of a rule.
    Sentence(&'a mut Sentence),
}

/// What is shown each node.
pub(super) type See<'s> = dyn FnMut(Node<'_>, &mut Turn<'_>) + 's;

/// Shows every node of a file.
pub(super) fn file(tree: &mut File, see: &mut See<'_>, turn: &mut Turn<'_>) {
    for decl in &mut tree.decls {
        self::decl(decl, see, turn);
    }
}

fn decl(decl: &mut Decl, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Decl(decl), turn);
    match &mut decl.kind {
        DeclKind::Params(params) => self::params(params, see, turn),
        DeclKind::Consts(consts) => {
            for constant in consts {
                if let ConstantValue::Value(value) = &mut constant.value {
                    expr::expr(value, see, turn);
                }
            }
        }
        DeclKind::Decide(decide) => {
            params(&mut decide.params, see, turn);
            decide.table.iter_mut().for_each(|t| stmt::table(t, see, turn));
        }
        DeclKind::Form(form) => {
            for row in &mut form.rows {
                if let FormRow::Field(field) = row {
                    self::field(field, see, turn);
                }
            }
        }
        DeclKind::Action(action) => {
            params(&mut action.params, see, turn);
            action.provided.iter_mut().for_each(|e| expr::expr(e, see, turn));
        }
        DeclKind::Event(event) => params(&mut event.params, see, turn),
        DeclKind::Flow(flow) => self::flow(flow, see, turn),
        DeclKind::Rule(rule) => sentence::rule(rule, see, turn),
        DeclKind::Stretch(stretch) => {
            stretch.from.iter_mut().chain(&mut stretch.to).for_each(|e| event(e, see, turn));
            stretch.given.iter_mut().for_each(|e| expr::expr(e, see, turn));
        }
        DeclKind::Measure(measure) => limits::measure(measure, see, turn),
        DeclKind::Deadline(deadline) => limits::deadline(deadline, see, turn),
        DeclKind::Escalate(ladder) => limits::escalate(ladder, see, turn),
        DeclKind::Schedule(schedule) => limits::schedule(schedule, see, turn),
        DeclKind::Retain(retain) => limits::retain(retain, see, turn),
        // Names, words and data: what can be changed in them is offered by the declaration itself.
        DeclKind::Use(_)
        | DeclKind::Document(_)
        | DeclKind::Taxonomy(_)
        | DeclKind::Role(_)
        | DeclKind::Phrases(_)
        | DeclKind::Forbid(_)
        | DeclKind::Calendar(Calendar { .. })
        | DeclKind::Extends(_) => {}
        // Rates over months and marks are not seen by any scenario.
        DeclKind::Metric(_) | DeclKind::Score(_) => {}
        DeclKind::Scenario(_) => {}
    }
}

fn flow(flow: &mut Flow, see: &mut See<'_>, turn: &mut Turn<'_>) {
    turn.flow = Some(flow.name.text.clone());
    params(&mut flow.params, see, turn);
    for line in &mut flow.anytime {
        match line {
            Anytime::Option(option) => stmt::option(option, see, turn),
            Anytime::When(when) => stmt::when(when, see, turn),
        }
    }
    flow.measure.iter_mut().for_each(|m| limits::measure(m, see, turn));
    flow.limits.iter_mut().for_each(|d| decl(d, see, turn));
    for step in &mut flow.steps {
        turn.step = Some(step.name.text.clone());
        stmt::block(&mut step.body, see, turn);
        turn.step = None;
    }
    turn.flow = None;
}

fn params(params: &mut [Param], see: &mut See<'_>, turn: &mut Turn<'_>) {
    for param in params {
        param.ty.iter_mut().for_each(|t| domain(t, see, turn));
        param.default.iter_mut().for_each(|e| expr::expr(e, see, turn));
    }
}

fn field(field: &mut Field, see: &mut See<'_>, turn: &mut Turn<'_>) {
    domain(&mut field.ty, see, turn);
    field.derived.iter_mut().chain(field.required.iter_mut().flatten()).for_each(|e| expr::expr(e, see, turn));
}

fn domain(ty: &mut TypeRef, see: &mut See<'_>, turn: &mut Turn<'_>) {
    if let Some(range) = &mut ty.range {
        see(Node::Domain(range), turn);
    }
}

fn event(event: &mut Event, see: &mut See<'_>, turn: &mut Turn<'_>) {
    event.atoms.iter_mut().for_each(|a| expr::atom(a, see, turn));
}

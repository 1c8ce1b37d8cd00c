//! One statement, whatever its kind, and blocks of them.

use crate::base::Span;
use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{Arm, Meta, Stmt, StmtKind};
use crate::syntax::ast::{self, Block};
use smol_str::SmolStr;

impl<'a> Cx<'a> {
    /// The statements of a block. 依据 on a line of its own goes to `owner`.
    pub(crate) fn block(&mut self, block: &'a Block, owner: &mut Meta) -> Vec<Stmt> {
        let mut out = Vec::with_capacity(block.len());
        for stmt in block {
            out.extend(self.stmt(stmt, owner));
        }
        out
    }

    /// One statement; none for 依据 alone.
    pub(crate) fn stmt(&mut self, stmt: &'a ast::Stmt, owner: &mut Meta) -> Option<Stmt> {
        use ast::StmtKind as K;
        let mut meta = meta(&stmt.meta);
        let kind = match &stmt.kind {
            K::Say { modality, lines, marks } => StmtKind::Say(Box::new(self.say(*modality, lines, marks))),
            K::Tip(text) => StmtKind::Tip(self.text(text)),
            K::Ask { line, target, ty, marks } => self.ask(line, target, ty.as_deref(), marks),
            K::Fill { record, fields } => self.fill(record, fields),
            K::ReadBack { record, fields } => self.read_back(record, fields),
            K::Set { target, ty, value } => self.set(target, ty.as_deref(), value),
            K::Do { action, args, into, limit, timeout } => {
                self.perform(action, args, into.as_deref(), limit.as_deref(), timeout.as_deref(), stmt.span)
            }
            K::OpenCase { flow, args } => self.open_case(flow, args, stmt.span),
            K::Call { flow, args, into } => self.call_flow(flow, args, into.as_deref(), stmt.span),
            K::Return(value) => self.leave_with(value.as_ref()),
            K::End(name) => StmtKind::End(name.as_ref().map_or_else(SmolStr::default, |n| n.text.clone())),
            K::Goto { target, args, and_return } => self.goto(target, args.as_deref(), *and_return, stmt.span),
            K::Wait(wait) => StmtKind::Wait(Box::new(self.wait(wait))),
            K::If(branch) => self.branch(branch, &mut meta),
            K::Match(table) => StmtKind::Match(Box::new(self.table(table))),
            K::Escalate(path) => self.escalate(path),
            K::WaitAgain { limit, at_most } => self.wait_again(limit.as_deref(), at_most.as_deref()),
            K::Continue => StmtKind::Continue,
            K::CloseHere => StmtKind::CloseHere,
            K::Basis => {
                owner.cite(&mut meta);
                return None;
            }
            // The tree has no room for these inside a block: the text was refused, and what they hold is read for its own faults.
            K::Option(option) => {
                self.option(option);
                StmtKind::Bad
            }
            K::When(when) => {
                self.when(when);
                StmtKind::Bad
            }
            K::Bad => StmtKind::Bad,
        };
        Some(Stmt { kind, span: stmt.span, meta })
    }

    /// 超时 and 否则: a body under a word.
    pub(crate) fn arm(&mut self, body: &'a Block, span: Span, owner: &mut Meta) -> Arm {
        Arm { body: self.block(body, owner), span }
    }
}

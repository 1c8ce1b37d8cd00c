//! Statements that stand alone on their line.

use super::cx::Cx;
use crate::syntax::ast::{Path, StmtKind, TypeRef};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};

impl Cx<'_> {
    /// 转 返回 结束 做 立单 调用 登记 复述 记 升级 继续 到此为止
    pub(crate) fn act(&mut self, node: Node<'_>) -> StmtKind {
        let mut c = node.inner();
        match node.rule {
            Rule::goto => {
                let target = c.path();
                let args = c.eat(Rule::args).map(|n| self.args(n));
                StmtKind::Goto { target, args, and_return: c.eat(Rule::and_return).is_some() }
            }
            Rule::return_ => StmtKind::Return(c.eat(Rule::expr).map(|n| self.expr(n))),
            Rule::finish => StmtKind::End(c.eat(Rule::name).map(|n| n.name())),
            Rule::do_ => {
                let action = c.path();
                let args = self.next_args(&mut c);
                let into = self.into(&mut c);
                let limit = c.eat(Rule::limit).map(|n| Box::new(self.limit(n)));
                StmtKind::Do { action, args, into: into.map(Box::new), limit, timeout: None }
            }
            Rule::open_case => {
                let flow = c.path();
                StmtKind::OpenCase { flow, args: self.next_args(&mut c) }
            }
            Rule::call => {
                let flow = c.path();
                let args = self.next_args(&mut c);
                StmtKind::Call { flow, args, into: self.into(&mut c).map(Box::new) }
            }
            Rule::fill | Rule::read_back => {
                let record = c.path();
                let fields = c.eat(Rule::fields).map(|n| n.inner().names()).unwrap_or_default();
                if node.rule == Rule::fill { StmtKind::Fill { record, fields } } else { StmtKind::ReadBack { record, fields } }
            }
            Rule::set => {
                let target = c.path();
                let ty = self.maybe_type(&mut c);
                StmtKind::Set { target, ty: ty.map(Box::new), value: Box::new(self.next_expr(&mut c)) }
            }
            Rule::climb => StmtKind::Escalate(c.path()),
            Rule::continue_ => StmtKind::Continue,
            Rule::close_here => StmtKind::CloseHere,
            _ => StmtKind::Bad,
        }
    }

    /// 记入
    pub(crate) fn into(&mut self, c: &mut Cursor<'_>) -> Option<(Path, Option<TypeRef>)> {
        let mut inner = c.eat(Rule::into)?.inner();
        let target = inner.path();
        Some((target, self.maybe_type(&mut inner)))
    }
}

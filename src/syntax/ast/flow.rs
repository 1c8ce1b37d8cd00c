//! 流程 and 环节.

use super::{Block, Decl, Measure, Name, OptionDecl, Param, Stmt, TypeRef, When};
use crate::base::Span;

/// `流程 名(…)`
#[derive(Debug, Clone)]
pub struct Flow {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Param>,
    /// 得
    pub gives: Option<Gives>,
    /// 工单: a case that lives apart from the call.
    pub case: bool,
    /// 由
    pub by: Option<Name>,
    /// 用: the calendar in force.
    pub using: Option<Name>,
    /// 随时, in source order.
    pub anytime: Vec<Anytime>,
    /// 计量: the measures that count in this flow.
    pub measure: Option<Measure>,
    /// 期限, 升级 inside the flow, in source order.
    pub limits: Vec<Decl>,
    /// The first is the entry.
    pub steps: Vec<Step>,
}

/// 得: a type, or leaves written out.
#[derive(Debug, Clone)]
pub enum Gives {
    /// A type.
    Type(TypeRef),
    /// An anonymous 分类; at least two leaves.
    Leaves(Vec<Name>, Span),
}

/// A 随时 line.
#[derive(Debug, Clone)]
pub enum Anytime {
    /// 随时 选项
    Option(OptionDecl),
    /// 随时 event
    When(When),
}

/// `环节 名`
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name.
    pub name: Name,
    /// 仅
    pub only: Vec<Name>,
    /// 由
    pub by: Option<Name>,
    /// 阶段
    pub phase: Option<Name>,
    /// 用
    pub using: Option<Name>,
    /// Statements, then options and handlers, in source order.
    pub body: Block,
    /// Documentation and citations.
    pub meta: super::Meta,
    /// The head line.
    pub span: Span,
}

impl Step {
    /// The statements in source order.
    pub fn stmts(&self) -> &[Stmt] {
        &self.body
    }
}

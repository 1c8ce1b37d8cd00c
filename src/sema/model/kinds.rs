//! What a step holds, in one word: who looks for one kind of statement passes by the steps without it.
//!
//! Most checks ask for something that most steps do not have, and going through a long script once for each of them costs more than
//! all that they find.

use super::{LineSource, Say, Step, Stmt, StmtKind, each_stmt};

/// A set of things that statements are or have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u32);

impl Kinds {
    /// 说, 问: something is said.
    pub const SPOKEN: Self = Self(1);
    /// A line that is no quoted text, but names a class.
    pub const CLASS: Self = Self(1 << 1);
    /// 复述
    pub const READ_BACK: Self = Self(1 << 2);
    /// 做
    pub const DO: Self = Self(1 << 3);
    /// 等
    pub const WAIT: Self = Self(1 << 4);
    /// 重等
    pub const WAIT_AGAIN: Self = Self(1 << 5);
    /// What may have a 限时.
    pub const LIMITED: Self = Self::DO.or(Self::WAIT).or(Self::WAIT_AGAIN);
    /// 若, 按
    pub const BRANCH: Self = Self(1 << 6);
    /// 立单
    pub const OPEN_CASE: Self = Self(1 << 7);
    /// 调用
    pub const CALL: Self = Self(1 << 8);
    /// 转 to a flow, with 之后返回 or without
    pub const GOTO_FLOW: Self = Self(1 << 9);
    /// What leads to another flow.
    pub const LINK: Self = Self::OPEN_CASE.or(Self::CALL).or(Self::GOTO_FLOW);
    /// 返回
    pub const RETURN: Self = Self(1 << 10);
    /// 结束
    pub const END: Self = Self(1 << 11);
    /// 升级
    pub const ESCALATE: Self = Self(1 << 12);
    /// An expression in a statement.
    pub const VALUE: Self = Self(1 << 13);
    /// An option with 仅当 or 视为, or a 当.
    pub const CONDITION: Self = Self(1 << 14);
    /// 依据 on a statement, a row, an option or a 当.
    pub const BASIS: Self = Self(1 << 15);

    const NONE: Self = Self(0);

    /// Both together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether both have something in common.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// This set where something holds, else none.
    const fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::NONE }
    }

    /// What the statements, options and handlers of a step are and have.
    pub(crate) fn within(step: &Step) -> Self {
        let mut kinds = Self::NONE;
        for option in &step.options {
            kinds = kinds.or(Self::CONDITION.when(option.provided.is_some() || !option.acts.is_empty()));
            kinds = kinds.or(Self::BASIS.when(!option.meta.basis.is_empty()));
        }
        for when in &step.whens {
            kinds = kinds.or(Self::CONDITION).or(Self::BASIS.when(!when.meta.basis.is_empty()));
        }
        step.blocks().for_each(|block| each_stmt(block, &mut |stmt| kinds = kinds.or(Self::of(stmt))));
        kinds
    }

    /// What one statement is and has, without those inside it.
    fn of(stmt: &Stmt) -> Self {
        let mut kinds = match &stmt.kind {
            StmtKind::Say(say) | StmtKind::Ask { say, .. } => Self::SPOKEN.or(Self::CLASS.when(names_class(say))),
            StmtKind::ReadBack { .. } => Self::READ_BACK,
            StmtKind::Do { .. } => Self::DO,
            StmtKind::Wait(wait) => Self::WAIT.or(Self::BASIS.when(wait.whens.iter().any(|w| !w.meta.basis.is_empty()))),
            StmtKind::WaitAgain { .. } => Self::WAIT_AGAIN,
            StmtKind::If { .. } => Self::BRANCH,
            StmtKind::Match(table) => Self::BRANCH.or(Self::BASIS.when(table.rows.iter().any(|r| !r.meta.basis.is_empty()))),
            StmtKind::OpenCase { .. } => Self::OPEN_CASE,
            StmtKind::Call { .. } => Self::CALL,
            StmtKind::GotoFlow { .. } => Self::GOTO_FLOW,
            StmtKind::Return(_) => Self::RETURN,
            StmtKind::End(_) => Self::END,
            StmtKind::Escalate { .. } => Self::ESCALATE,
            StmtKind::Tip(_)
            | StmtKind::Fill { .. }
            | StmtKind::Set { .. }
            | StmtKind::Goto(_)
            | StmtKind::Continue
            | StmtKind::CloseHere
            | StmtKind::Bad => Self::NONE,
        };
        stmt.exprs(&mut |_| kinds = kinds.or(Self::VALUE));
        kinds.or(Self::BASIS.when(!stmt.meta.basis.is_empty()))
    }
}

fn names_class(say: &Say) -> bool {
    say.lines.iter().any(|line| !matches!(line.source, LineSource::Text(_)))
}

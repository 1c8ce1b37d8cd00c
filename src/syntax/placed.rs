//! Statements that read well but belong inside another: 重等 inside 超时, 超时 beside 限时, 之后返回 in what is waited for, 选项 last in a step.

use super::ast::{Anytime, Block, DeclKind, File, Flow, Stmt, StmtKind, Timeout};
use super::codes;
use crate::base::{Diagnostic, Span};

/// Reports every statement of a file that stands outside the one it belongs to.
pub(crate) fn check(file: &File, found: &mut Vec<Diagnostic>) {
    let mut walk = Walk { found };
    for decl in &file.decls {
        if let DeclKind::Flow(flow) = &decl.kind {
            walk.flow(flow);
        }
    }
}

/// What encloses a block.
#[derive(Debug, Clone, Copy, Default)]
struct Within {
    /// Directly in a step, so options and handlers may stand here.
    step: bool,
    /// In a 超时, at any depth.
    timeout: bool,
    /// In a 选项, 当 or 随时, at any depth.
    handler: bool,
}

struct Walk<'a> {
    found: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    fn flow(&mut self, flow: &Flow) {
        let handler = Within { handler: true, ..Within::default() };
        for anytime in &flow.anytime {
            match anytime {
                Anytime::Option(o) => self.block(&o.body, handler),
                Anytime::When(w) => self.block(&w.body, handler),
            }
        }
        for step in &flow.steps {
            self.block(&step.body, Within { step: true, ..Within::default() });
        }
    }

    fn block(&mut self, block: &Block, within: Within) {
        for stmt in block {
            self.stmt(stmt, within);
        }
    }

    fn stmt(&mut self, stmt: &Stmt, within: Within) {
        let inner = Within { step: false, ..within };
        let handler = Within { handler: true, ..inner };
        match &stmt.kind {
            StmtKind::WaitAgain { .. } => self.only_in_timeout(stmt.span, within, "重等", "wait again"),
            StmtKind::Continue => self.only_in_timeout(stmt.span, within, "继续", "continue"),
            StmtKind::CloseHere => self.only_in_timeout(stmt.span, within, "到此为止", "close here"),
            StmtKind::Goto { and_return: true, .. } if !within.handler => self.returning(stmt.span),
            StmtKind::Option(option) => {
                self.last_in_step(stmt.span, within, "选项", "option");
                self.block(&option.body, handler);
            }
            StmtKind::When(when) => {
                self.last_in_step(stmt.span, within, "当", "on");
                self.block(&when.body, handler);
            }
            StmtKind::Wait(wait) => {
                for when in &wait.whens {
                    self.block(&when.body, handler);
                }
                self.timeout(wait.timeout.as_ref(), wait.limit.is_some(), inner);
            }
            StmtKind::Do { limit, timeout, .. } => self.timeout(timeout.as_ref(), limit.is_some(), inner),
            StmtKind::If(chain) => {
                for arm in &chain.arms {
                    self.block(&arm.body, inner);
                }
                if let Some((body, _)) = &chain.otherwise {
                    self.block(body, inner);
                }
            }
            StmtKind::Match(table) => {
                for row in &table.rows {
                    self.block(&row.body, inner);
                }
            }
            StmtKind::Say { .. }
            | StmtKind::Tip(_)
            | StmtKind::Ask { .. }
            | StmtKind::Fill { .. }
            | StmtKind::ReadBack { .. }
            | StmtKind::Set { .. }
            | StmtKind::OpenCase { .. }
            | StmtKind::Call { .. }
            | StmtKind::Return(_)
            | StmtKind::End(_)
            | StmtKind::Goto { .. }
            | StmtKind::Escalate(_)
            | StmtKind::Basis
            | StmtKind::Bad => {}
        }
    }

    fn timeout(&mut self, timeout: Option<&Timeout>, limited: bool, within: Within) {
        let Some(timeout) = timeout else { return };
        if !limited {
            self.found.push(
                Diagnostic::new(&codes::MISPLACED, timeout.span, "没有“限时”，就没有“超时”", "a `timeout` without a `limit`")
                    .help("在上面那一行写明等多久，例如“限时 10分钟”", "say on the line above how long to wait, such as `limit 10min`"),
            );
        }
        self.block(&timeout.body, Within { timeout: true, ..within });
    }

    fn only_in_timeout(&mut self, span: Span, within: Within, zh: &str, en: &str) {
        if within.timeout {
            return;
        }
        self.found.push(
            Diagnostic::new(
                &codes::MISPLACED,
                span,
                format!("“{zh}”只能写在“超时”里面，这里并没有在等"),
                format!("`{en}` belongs inside a `timeout`; nothing is being waited for here"),
            )
            .help(
                format!("先写“等 … 限时 …”，下面缩进写“超时”，“{zh}”再缩进写在它里面"),
                format!("write `wait … limit …`, a `timeout` below it, and `{en}` inside that"),
            ),
        );
    }

    fn returning(&mut self, span: Span) {
        self.found.push(
            Diagnostic::new(
                &codes::MISPLACED,
                span,
                "“之后返回”只能写在“选项”“当”“随时”里面",
                "`then return` belongs inside an `option`, an `on` or an `anytime`",
            )
            .help("去办完再回来接着往下走，用“调用”", "to go there, come back and go on below, use `call`"),
        );
    }

    fn last_in_step(&mut self, span: Span, within: Within, zh: &str, en: &str) {
        if within.step {
            return;
        }
        self.found.push(
            Diagnostic::new(
                &codes::MISPLACED,
                span,
                format!("“{zh}”要直接写在环节的末尾，不能写在别的语句里面"),
                format!("`{en}` stands at the end of a step, not inside another statement"),
            )
            .help("减少缩进；只在某种情况下才有的选项，后面加“仅当”", "indent it less; an option for some cases only takes `provided`"),
        );
    }
}

//! Statements that read well but belong inside another: 重等 inside 超时, 超时 beside 限时, 之后返回 in what is waited for, 选项 last in a step.

use super::ast::{Anytime, Decl, DeclKind, File, Flow, Stmt, StmtKind, Timeout};
use super::codes;
use crate::base::{Diagnostic, Span};

/// Reports every statement of a step that stands outside the one it belongs to, and leaves it unread, so that nothing follows from it.
pub(crate) fn step(body: &mut [Stmt], found: &mut Vec<Diagnostic>) {
    Walk { found }.block(body, Within { step: true, ..Within::default() });
}

/// The same for all of a file but the steps of its flows, which were looked at when they were read.
pub(crate) fn check(file: &mut File, found: &mut Vec<Diagnostic>) {
    let mut walk = Walk { found };
    for decl in &mut file.decls {
        match &mut decl.kind {
            DeclKind::Flow(flow) => walk.flow(flow),
            _ => walk.limit(decl),
        }
    }
}

/// What encloses a block.
#[derive(Debug, Clone, Copy, Default)]
struct Within {
    /// Directly in a step, so options and handlers may stand here.
    step: bool,
    /// Something can be begun anew: in a 超时, at any depth.
    again: bool,
    /// Something can go on as if it had been met: in the 超时 of a wait.
    onward: bool,
    /// Something can be closed as it is: in a 超时, 到顶 or 漏.
    close: bool,
    /// In a 选项, 当 or 随时, at any depth.
    handler: bool,
}

struct Walk<'a> {
    found: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    fn flow(&mut self, flow: &mut Flow) {
        let handler = Within { handler: true, ..Within::default() };
        for anytime in &mut flow.anytime {
            match anytime {
                Anytime::Option(o) => self.block(&mut o.body, handler),
                Anytime::When(w) => self.block(&mut w.body, handler),
            }
        }
        flow.limits.iter_mut().for_each(|decl| self.limit(decl));
    }

    /// The bodies of 期限, 升级 and 周期. A 期限 waits for its 止 and can be begun anew; there is nothing that could go on after it.
    fn limit(&mut self, decl: &mut Decl) {
        let closing = Within { close: true, ..Within::default() };
        let mut bodies: Vec<(&mut Timeout, Within)> = Vec::new();
        match &mut decl.kind {
            DeclKind::Deadline(deadline) => {
                bodies.extend(deadline.warnings.iter_mut().map(|w| (&mut w.body, Within::default())));
                bodies.extend(deadline.late.iter_mut().map(|b| (b, Within::default())));
                bodies.extend(deadline.breach.iter_mut().map(|b| (b, Within { again: true, ..closing })));
            }
            DeclKind::Escalate(ladder) => bodies.extend(ladder.top.iter_mut().map(|b| (b, closing))),
            DeclKind::Schedule(schedule) => bodies.extend(schedule.missed.iter_mut().map(|b| (b, closing))),
            _ => {}
        }
        for (body, within) in bodies {
            self.block(&mut body.body, within);
        }
    }

    fn block(&mut self, block: &mut [Stmt], within: Within) {
        for stmt in block {
            if let Some(finding) = stranger(stmt, within) {
                self.found.push(finding);
                stmt.kind = StmtKind::Bad;
            } else {
                self.inside(stmt, within);
            }
        }
    }

    fn inside(&mut self, stmt: &mut Stmt, within: Within) {
        let inner = Within { step: false, ..within };
        let handler = Within { handler: true, ..inner };
        match &mut stmt.kind {
            StmtKind::Option(option) => self.block(&mut option.body, handler),
            StmtKind::When(when) => self.block(&mut when.body, handler),
            StmtKind::Wait(wait) => {
                for when in &mut wait.whens {
                    self.block(&mut when.body, handler);
                }
                self.timeout(wait.timeout.as_mut(), wait.limit.is_some(), inner);
            }
            StmtKind::Do { limit, timeout, .. } => self.timeout(timeout.as_deref_mut(), limit.is_some(), inner),
            StmtKind::If(chain) => {
                for arm in &mut chain.arms {
                    self.block(&mut arm.body, inner);
                }
                if let Some((body, _)) = &mut chain.otherwise {
                    self.block(body, inner);
                }
            }
            StmtKind::Match(table) => {
                for row in &mut table.rows {
                    self.block(&mut row.body, inner);
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
            | StmtKind::WaitAgain { .. }
            | StmtKind::Continue
            | StmtKind::CloseHere
            | StmtKind::Basis
            | StmtKind::Bad => {}
        }
    }

    fn timeout(&mut self, timeout: Option<&mut Timeout>, limited: bool, within: Within) {
        let Some(timeout) = timeout else { return };
        if !limited {
            self.found.push(
                Diagnostic::new(&codes::MISPLACED, timeout.span, "没有“限时”，就没有“超时”", "a `timeout` without a `limit`")
                    .help("在上面那一行写明等多久，例如“限时 10分钟”", "say on the line above how long to wait, such as `limit 10min`"),
            );
        }
        self.block(&mut timeout.body, Within { again: true, onward: true, close: true, ..within });
    }
}

/// What is wrong with the place of a statement.
fn stranger(stmt: &Stmt, within: Within) -> Option<Diagnostic> {
    let at = stmt.span;
    match &stmt.kind {
        StmtKind::WaitAgain { .. } if !within.again => Some(only_in_timeout(at, "重等", "wait again")),
        StmtKind::Continue if !within.onward => Some(only_in_timeout(at, "继续", "continue")),
        StmtKind::CloseHere if !within.close => Some(only_in_timeout(at, "到此为止", "close here")),
        StmtKind::Goto { and_return: true, .. } if !within.handler => Some(
            Diagnostic::new(
                &codes::MISPLACED,
                at,
                "“之后返回”只能写在“选项”“当”“随时”里面",
                "`then return` belongs inside an `option`, an `on` or an `anytime`",
            )
            .help("去办完再回来接着往下走，用“调用”", "to go there, come back and go on below, use `call`"),
        ),
        StmtKind::Option(_) if !within.step => Some(last_in_step(at, "选项", "option")),
        StmtKind::When(_) if !within.step => Some(last_in_step(at, "当", "on")),
        _ => None,
    }
}

fn only_in_timeout(at: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::MISPLACED,
        at,
        format!("“{zh}”只能写在“超时”里面，这里并没有在等"),
        format!("`{en}` belongs inside a `timeout`; nothing is being waited for here"),
    )
    .help(
        format!("先写“等 … 限时 …”，下面缩进写“超时”，“{zh}”再缩进写在它里面"),
        format!("write `wait … limit …`, a `timeout` below it, and `{en}` inside that"),
    )
}

fn last_in_step(at: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::MISPLACED,
        at,
        format!("“{zh}”要直接写在环节的末尾，不能写在别的语句里面"),
        format!("`{en}` stands at the end of a step, not inside another statement"),
    )
    .help("减少缩进；只在某种情况下才有的选项，后面加“仅当”", "indent it less; an option for some cases only takes `provided`")
}

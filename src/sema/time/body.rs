//! The bodies of what stands outside a flow: they see the key they run for, and variables of their own.

use crate::base::{Diagnostic, Span};
use crate::sema::cx::{Cx, Inner};
use crate::sema::decl::meta;
use crate::sema::flow::vars::Locals;
use crate::sema::model::{Arm, Event, Key, Param, Slot, Stmt, StmtKind, Ty, Var, each_stmt};
use crate::syntax::ast;
use crate::syntax::codes::MISPLACED;

impl<'a> Cx<'a> {
    /// Reads the bodies of a construct outside a flow, where the key is the first variable.
    pub(super) fn keyed<T>(&mut self, key: &Key, span: Span, bodies: &[&'a ast::Timeout], f: impl FnOnce(&mut Self) -> T) -> (T, Vec<Var>) {
        let slot = match key {
            Key::Named(key) => key.slot.clone(),
            Key::Period => Slot::of(Ty::Text),
            Key::None | Key::Case => Slot { optional: true, ..Slot::of(Ty::Text) },
        };
        let first = Param { name: key.name().into(), slot, default: None, span, meta: Default::default() };
        let before = std::mem::replace(&mut self.inner, Inner::Flow(Box::new(Locals::outside(&[first]))));
        bodies.iter().for_each(|b| self.declare_block(&b.body));
        let read = f(self);
        let vars = self.locals().map(|l| std::mem::take(&mut l.vars)).unwrap_or_default();
        self.inner = before;
        (read, vars)
    }

    /// A body.
    pub(super) fn limit_body(&mut self, written: &'a ast::Timeout) -> Arm {
        // Citations of a body stand with the construct it belongs to.
        let mut own = meta(&written.meta);
        self.arm(&written.body, written.span, &mut own)
    }

    /// A body outside a flow: there is no step to go to and nothing to come back to.
    pub(super) fn loose_body(&mut self, written: &'a ast::Timeout) -> Arm {
        let arm = self.limit_body(written);
        each_stmt(&arm.body, &mut |stmt: &Stmt| {
            let (zh, en) = match &stmt.kind {
                StmtKind::GotoFlow { and_return: false, .. } => ("转", "goto"),
                StmtKind::Return(_) => ("返回", "return"),
                _ => return,
            };
            self.out.push(
                Diagnostic::new(
                    &MISPLACED,
                    stmt.span,
                    format!("这里不在流程里，没有地方可以“{zh}”"),
                    format!("this stands outside any flow: there is nothing to `{en}`"),
                )
                .help(
                    "要转到环节，就把它写在流程里面；在外面可以写：升级、结束、到此为止，或者再等一次并且限时。",
                    "Write it inside the flow to reach its steps; outside, use `escalate`, `end`, `close here`, or another `wait` with a limit.",
                ),
            );
        });
        arm
    }

    /// Several event lines as one list of alternatives.
    pub(super) fn any_event(&mut self, written: &[ast::Event], at: Span) -> Event {
        let mut all = Event { atoms: Vec::new(), span: written.first().map_or(at, |e| e.span) };
        for event in written {
            all.atoms.append(&mut self.event(event).atoms);
        }
        all
    }
}

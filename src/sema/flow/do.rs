//! 做: an action of the host.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::BAD_ARGUMENTS;
use crate::sema::cx::Cx;
use crate::sema::model::StmtKind;
use crate::sema::names::Wanted;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Arg, Limit, Path, Timeout, TypeRef};

impl<'a> Cx<'a> {
    /// `做 action(args) 记入 target 限时 …`
    pub(super) fn perform(
        &mut self,
        action: &Path,
        args: &[Arg],
        into: Option<&(Path, Option<TypeRef>)>,
        limit: Option<&Limit>,
        timeout: Option<&'a Timeout>,
        span: Span,
    ) -> StmtKind {
        let id = self.named(action, Wanted::Action, |s| match s {
            Symbol::Action(id) => Some(id),
            _ => None,
        });
        let model = self.model;
        let declared = id.and_then(|id| model.actions.get(id.index()));
        let args = match declared {
            Some(a) => self.args(&a.name, a.span, &a.params, args, if args.is_empty() { action.span } else { span }),
            None => Vec::new(),
        };
        let gives = declared.and_then(|a| a.gives.as_ref());
        let into = match (into, declared, gives) {
            (Some((target, ty)), Some(_), Some(slot)) => Some(self.target(target, ty.as_ref(), Some(slot)).0),
            (Some((target, _)), Some(a), None) => {
                let d = Diagnostic::new(
                    &BAD_ARGUMENTS,
                    target.span,
                    format!("“{}”没有声明“得”，没有结果可以记", a.name),
                    format!("`{}` gives nothing back, so there is nothing to keep", a.name),
                )
                .related(a.span, "在这里声明的", "declared here")
                .help("删掉“记入”，或者在动作后面写“得 类型”。", "Delete `into`, or declare with `gives` what the action gives.");
                self.report(d);
                None
            }
            (None, Some(a), Some(_)) => {
                let d = Diagnostic::new(
                    &BAD_ARGUMENTS,
                    action.span,
                    format!("“{}”有结果，要用“记入”接住", a.name),
                    format!("`{}` gives something back, which `into` must receive", a.name),
                )
                .related(a.span, "在这里声明的", "declared here")
                .help("后面写：记入 结果。", "Add: `记入 结果`.");
                self.report(d);
                None
            }
            (Some(_), None, _) | (None, _, _) => None,
        };
        let limit = limit.map(|l| self.limit(l));
        let timeout = timeout.map(|t| self.timeout(t));
        match id {
            Some(action) => {
                StmtKind::Do { action, args, into: into.map(Box::new), limit: limit.map(Box::new), timeout: timeout.map(Box::new) }
            }
            None => StmtKind::Bad,
        }
    }
}

//! 转: to a step of this flow, else to another flow.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::BAD_ARGUMENTS;
use crate::sema::cx::Cx;
use crate::sema::model::StmtKind;
use crate::sema::names::{Wanted, unknown, wrong_kind};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Arg, Path};

impl Cx<'_> {
    /// `转 target`
    pub(super) fn goto(&mut self, target: &Path, args: Option<&[Arg]>, and_return: bool, span: Span) -> StmtKind {
        let here = self.here();
        if let [name] = target.parts.as_slice()
            && let Some(step) = here.and_then(|flow| self.env.index.step(flow, &name.text))
        {
            if args.is_some_and(|a| !a.is_empty()) || and_return {
                let d = Diagnostic::new(
                    &BAD_ARGUMENTS,
                    target.span,
                    format!("“{}”是环节：进环节不带内容，也不“之后返回”", name.text),
                    format!("`{}` is a step: it takes no arguments and is not returned from", name.text),
                )
                .help("要带内容、要返回，就写成单独的流程。", "What takes arguments or returns is a flow of its own.");
                self.report(d);
            }
            return StmtKind::Goto(step);
        }
        let Some((entry, used)) = self.global_path(target) else {
            self.unknown_target(target);
            return StmtKind::Bad;
        };
        let Symbol::Flow(flow) = entry.symbol else {
            let name = target.parts.last().map_or("", |n| n.text.as_str());
            self.report(wrong_kind(name, target.span, entry.symbol, entry.span, Wanted::StepOrFlow));
            return StmtKind::Bad;
        };
        if used < target.parts.len() {
            self.unknown_target(target);
            return StmtKind::Bad;
        }
        self.not_a_case(flow, target, "转");
        let args = args.unwrap_or_default();
        let args = self.flow_args(flow, args, if args.is_empty() { target.span } else { span });
        StmtKind::GotoFlow { flow, args, and_return }
    }

    fn unknown_target(&mut self, target: &Path) {
        let Some(name) = target.parts.last() else { return };
        let model = self.model;
        let here = self.here();
        // The names of the steps are in the index; the model's flows are still empty.
        let steps = here.map_or_else(Vec::new, |flow| self.env.index.steps_of(flow));
        let flows = model.flows.iter().map(|f| f.name.as_str());
        self.report(unknown(name, Wanted::StepOrFlow, None, steps.into_iter().chain(flows)));
    }
}

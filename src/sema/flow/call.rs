//! 调用: a flow run inside this one.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::{BAD_ARGUMENTS, TYPE_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::model::{Expr, FlowId, StmtKind};
use crate::syntax::ast::{Arg, Path, TypeRef};

impl Cx<'_> {
    /// `调用 flow(args) 记入 target`
    pub(super) fn call_flow(&mut self, flow: &Path, args: &[Arg], into: Option<&(Path, Option<TypeRef>)>, span: Span) -> StmtKind {
        let Some(id) = self.flow(flow) else { return StmtKind::Bad };
        self.not_a_case(id, flow, "调用");
        let args = self.flow_args(id, args, if args.is_empty() { flow.span } else { span });
        let model = self.model;
        let declared = model.flows.get(id.index());
        let into = match (into, declared.and_then(|f| f.gives.as_ref())) {
            (Some((target, ty)), Some(slot)) => Some(self.target(target, ty.as_ref(), Some(slot)).0),
            (Some((target, _)), None) => {
                let name = declared.map_or("", |f| f.name.as_str());
                let mut d = Diagnostic::new(
                    &BAD_ARGUMENTS,
                    target.span,
                    format!("“{name}”没有声明“得”，没有结果可以记"),
                    format!("`{name}` gives nothing back, so there is nothing to keep"),
                )
                .help("删掉“记入”，或者在流程那一行写“得 …”。", "Delete `into`, or declare with `gives` what the flow gives.");
                if let Some(f) = declared {
                    d = d.related(f.span, "在这里声明的", "declared here");
                }
                self.report(d);
                None
            }
            (None, _) => None,
        };
        StmtKind::Call { flow: id, args, into: into.map(Box::new) }
    }

    /// Arguments of a flow.
    pub(crate) fn flow_args(&mut self, id: FlowId, args: &[Arg], span: Span) -> Vec<Expr> {
        let model = self.model;
        let Some(flow) = model.flows.get(id.index()) else { return Vec::new() };
        let args = self.args(&flow.name, flow.span, &flow.params, args, span);
        for arg in &args {
            self.class_argument(arg);
        }
        args
    }

    /// A case is opened, not entered.
    pub(crate) fn not_a_case(&mut self, id: FlowId, path: &Path, word: &str) {
        let Some(flow) = self.model.flows.get(id.index()).filter(|f| f.case) else { return };
        let d = Diagnostic::new(
            &TYPE_MISMATCH,
            path.span,
            format!("“{}”是工单，不能“{word}”", flow.name),
            format!("`{}` is a case and cannot be entered with {word}", flow.name),
        )
        .label("工单", "a case")
        .related(flow.span, "在这里声明的", "declared here")
        .help(format!("写成：立单 {}(…)。", flow.name), format!("Write `立单 {}(…)`.", flow.name));
        self.report(d);
    }
}

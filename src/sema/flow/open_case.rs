//! 立单: a case opened.

use crate::base::Span;
use crate::sema::cx::Cx;
use crate::sema::model::StmtKind;
use crate::syntax::ast::{Arg, Path};

impl Cx<'_> {
    /// `立单 flow(args)`
    pub(super) fn open_case(&mut self, flow: &Path, args: &[Arg], span: Span) -> StmtKind {
        match self.case(flow) {
            Some(id) => StmtKind::OpenCase { flow: id, args: self.flow_args(id, args, if args.is_empty() { flow.span } else { span }) },
            None => StmtKind::Bad,
        }
    }
}

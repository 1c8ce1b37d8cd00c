//! 登记 and 复述: a form opened, a form read back.

use crate::base::Diagnostic;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::model::{Expr, FieldId, FormId, StmtKind, Ty};
use crate::sema::names::Wanted;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Name, Path};

impl Cx<'_> {
    /// `登记 form-or-record (fields)`
    pub(super) fn fill(&mut self, record: &Path, fields: &[Name]) -> StmtKind {
        match self.record_and_fields(record, fields) {
            Some((record, form, fields)) => StmtKind::Fill { record: Box::new(record), form, fields },
            None => StmtKind::Bad,
        }
    }

    /// `复述 record (fields)`
    pub(super) fn read_back(&mut self, record: &Path, fields: &[Name]) -> StmtKind {
        match self.record_and_fields(record, fields) {
            Some((record, form, fields)) => StmtKind::ReadBack { record: Box::new(record), form, fields },
            None => StmtKind::Bad,
        }
    }

    fn record_and_fields(&mut self, record: &Path, fields: &[Name]) -> Option<(Expr, FormId, Vec<FieldId>)> {
        let (record, form) = self.record_path(record)?;
        let fields = self.fields(form, fields);
        Some((record, form, fields))
    }

    /// A path that must be a record of a form: a form's name, a variable, or a field that holds one.
    pub(crate) fn record_path(&mut self, path: &Path) -> Option<(Expr, FormId)> {
        let first = path.parts.first()?;
        let inner = self.inner_value(first);
        if inner.is_none() && self.global_path_quietly(path).is_none() {
            self.unknown_path(path, Wanted::Form, |s| matches!(s, Symbol::Form(_)));
            return None;
        }
        let e = crate::syntax::ast::Expr { kind: crate::syntax::ast::ExprKind::Path(path.clone()), span: path.span };
        let read = self.expr(&e, None);
        match read.ty {
            Ty::Record(form) => Some((read, form)),
            Ty::Bad => None,
            _ => {
                let (zh, en) = read.ty.called(self.model);
                let d = Diagnostic::new(
                    &TYPE_MISMATCH,
                    path.span,
                    format!("这里要一份登记表，写的是{zh}"),
                    format!("a record of a form is needed here, and this is {en}"),
                )
                .label(zh, en);
                self.report(d);
                None
            }
        }
    }

    /// What a path means at top level, without a finding.
    pub(crate) fn global_path_quietly(&mut self, path: &Path) -> Option<Symbol> {
        let before = self.out.len();
        let found = self.global_path(path).map(|(e, _)| e.symbol);
        self.out.truncate(before);
        found
    }
}

//! 留存: which record, how long, and what then.

use crate::base::Diagnostic;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{Expiry, Expr, Retain, Ty};
use crate::sema::names::Wanted;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Decl};
use crate::syntax::codes::MISPLACED;

impl Cx<'_> {
    /// A 留存.
    pub(super) fn retain(&mut self, decl: &Decl, written: &ast::Retain, own: bool) -> Option<Retain> {
        let form = self.named(&written.what, Wanted::Form, |s| match s {
            Symbol::Form(id) => Some(id),
            _ => None,
        });
        let length = self.kept_for(&written.length);
        let from = written.from.as_ref().map(|e| self.event(e));
        let pauses = self.pauses(&written.pauses);
        let using = self.calendar(written.using.as_ref()).or(self.model.default_calendar);
        let expiry = written.expiry.as_ref().map(|(expiry, _)| match expiry {
            ast::Expiry::Archive => Expiry::Archive,
            ast::Expiry::Erase => Expiry::Erase,
            ast::Expiry::Seal => Expiry::Seal,
            ast::Expiry::Extend(length) => Expiry::Extend(self.kept_for(length)),
        });
        let span = written.what.span;
        for (missing, zh, en) in
            [(from.is_none(), "自 什么时候", "since when (from …)"), (expiry.is_none(), "期满 怎么办", "what then (on expiry …)")]
        {
            if missing {
                let d = Diagnostic::new(&MISPLACED, span, format!("这条留存没有写“{zh}”"), format!("this does not say {en}")).help(
                    "写成：留存 登记表 4个月 自 事件 期满 归档（或 删除、封存、续存 1年）。",
                    "Write `retain form 4mo from event on expiry archive` (or erase, seal, extend 1yr).",
                );
                self.report(d);
            }
        }
        Some(Retain { form: form?, length, from, pauses, using, expiry, own, span, meta: meta(&decl.meta) })
    }

    fn kept_for(&mut self, length: &ast::Expr) -> Expr {
        let read = self.expr(length, Some(&Ty::Civil));
        if read.ty.is_length() || read.ty == Ty::Bad {
            return read;
        }
        let (zh, en) = read.ty.called(self.model);
        let d = Diagnostic::new(
            &TYPE_MISMATCH,
            read.span,
            format!("这里要写留多久，写的是{zh}"),
            format!("a length of time is needed here, and this is {en}"),
        );
        self.report(d.help("比如 4个月、3年。", "For example 4mo, 3yr."));
        Expr::bad(read.span)
    }
}

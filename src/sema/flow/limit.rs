//! 限时: how long, until when, from when.

use crate::base::Diagnostic;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::Cx;
use crate::sema::model::{Arm, Expr, ExprKind, Limit, LimitBound, Meta, Slot, StmtKind, Ty};
use crate::syntax::ast;

impl<'a> Cx<'a> {
    /// A limit.
    pub(crate) fn limit(&mut self, limit: &ast::Limit) -> Limit {
        let bound = match &limit.bound {
            ast::LimitBound::Length(length) => LimitBound::Length(self.length(length)),
            ast::LimitBound::Until(instant) => LimitBound::Until(self.value_for(instant, &Slot::of(Ty::Instant))),
        };
        let from = limit.from.as_ref().map(|e| self.event(e));
        let using = self.calendar(limit.using.as_ref());
        Limit { bound, from, using, shift: limit.shift, retroactive: limit.retroactive, span: limit.span }
    }

    /// A length of any sort.
    pub(crate) fn length(&mut self, length: &ast::Expr) -> Expr {
        let read = self.expr(length, Some(&Ty::Duration));
        if read.ty.is_length() || read.ty == Ty::Bad {
            return read;
        }
        let (zh, en) = read.ty.called(self.model);
        let mut d = Diagnostic::new(
            &TYPE_MISMATCH,
            read.span,
            format!("“限时”后面要一段时间，写的是{zh}"),
            format!("`limit` takes a length of time, and this is {en}"),
        )
        .label(zh, en);
        d = match read.ty {
            Ty::Instant => d.help("到某个时刻为止，写成“限时 到 …”。", "Up to an instant is written `limit until …`."),
            _ if matches!(read.kind, ExprKind::Value(_)) => {
                d.help("写上单位，比如 30秒、10分钟。", "Write the unit, for example 30s or 10min.")
            }
            _ => d,
        };
        self.report(d);
        Expr::bad(read.span)
    }

    /// 超时
    pub(super) fn timeout(&mut self, timeout: &'a ast::Timeout) -> Arm {
        // Citations under 超时 have no other place than the statement they stand beside.
        let mut lost = Meta::default();
        self.arm(&timeout.body, timeout.span, &mut lost)
    }

    /// `重等 限时 … 至多 n次`
    pub(super) fn wait_again(&mut self, limit: Option<&ast::Limit>, at_most: Option<&ast::Expr>) -> StmtKind {
        let limit = limit.map(|l| self.limit(l));
        let at_most = at_most.map(|n| {
            let read = self.expr(n, Some(&Ty::Times));
            match read.ty {
                // A plain number of times says what it means.
                Ty::Integer => Expr { ty: Ty::Times, ..read },
                _ => self.fit(read, &Slot::of(Ty::Times), &TYPE_MISMATCH),
            }
        });
        StmtKind::WaitAgain { limit: limit.map(Box::new), at_most: at_most.map(Box::new) }
    }
}

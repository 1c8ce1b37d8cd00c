//! 判定: a table of conditions whose rows end in a value.

use crate::sema::cx::Inner;
use crate::sema::model::DecisionRow;
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{DeclKind, RowHead};

/// The table of every decision.
pub(crate) fn decisions(pass: &mut Pass<'_>) {
    for item in pass.items {
        let (Symbol::Decision(id), DeclKind::Decide(decide)) = (item.symbol, &item.decl.kind) else { continue };
        let Some(table) = &decide.table else { continue };
        let read = pass.read(item.file, |cx| {
            let model = cx.model;
            let declared = model.decisions.get(id.index())?;
            cx.inner = Inner::Params(&declared.params);
            let columns = cx.columns(table);
            let mut rows = Vec::new();
            for row in &table.rows {
                let cells = match &row.head {
                    RowHead::Otherwise => None,
                    RowHead::Cells(cells) => Some(cx.cells(cells, &columns, row.span)),
                };
                let then = row.value.as_ref().map(|v| cx.value_for(v, &declared.gives));
                // A row of the wrong width, or without its value, was reported and is left out.
                let (Some(then), true) = (then, cells.as_ref().is_none_or(Option::is_some)) else { continue };
                rows.push(DecisionRow { cells: cells.flatten(), then, span: row.span, meta: super::meta(&row.meta) });
            }
            Some((columns, rows))
        });
        if let (Some((columns, rows)), Some(slot)) = (read, pass.model.decisions.get_mut(id.index())) {
            slot.table.in_order = table.in_order;
            slot.table.columns = columns;
            slot.table.rows = rows;
        }
    }
}

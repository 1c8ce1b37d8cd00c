//! 按 in a step.

use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{Row, Stmt, Table};
use crate::syntax::ast::{Match, RowHead};

impl<'a> Cx<'a> {
    /// A table whose rows end in statements.
    pub(super) fn table(&mut self, table: &'a Match) -> Table<Vec<Stmt>> {
        let columns = self.columns(table);
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let cells = match &row.head {
                RowHead::Otherwise => Some(None),
                RowHead::Cells(cells) => self.cells(cells, &columns, row.span).map(Some),
            };
            let mut meta = meta(&row.meta);
            let then = self.block(&row.body, &mut meta);
            // A row of the wrong width was reported and is left out.
            if let Some(cells) = cells {
                rows.push(Row { cells, then, span: row.span, meta });
            }
        }
        Table { in_order: table.in_order, columns, rows, span: table.span }
    }
}

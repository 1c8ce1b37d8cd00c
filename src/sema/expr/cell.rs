//! Columns and cells of a 按 table.

use crate::base::{Diagnostic, Span, counted};
use crate::sema::codes::branches::ROW_WIDTH;
use crate::sema::cx::Cx;
use crate::sema::model::{Cell, Expr};
use crate::syntax::ast;

impl Cx<'_> {
    /// The columns of a table.
    pub(crate) fn columns(&mut self, table: &ast::Match) -> Vec<Expr> {
        table.columns.iter().map(|c| self.expr(c, None)).collect()
    }

    /// The cells of a row, one a column; a row of another width is reported and gives none.
    pub(crate) fn cells(&mut self, cells: &[ast::Cell], columns: &[Expr], row: Span) -> Option<Vec<Cell>> {
        if cells.len() != columns.len() {
            let (n, m) = (cells.len(), columns.len());
            let span = cells.iter().map(cell_span).reduce(Span::to).unwrap_or(row);
            let head = columns.iter().map(|c| c.span).reduce(Span::to);
            let mut d = Diagnostic::new(
                &ROW_WIDTH,
                span,
                format!("这一行有 {n} 格，“按”后面写了 {m} 项"),
                format!("{} in this row, and {} after `match`", counted(n, "cell"), counted(m, "column")),
            )
            .label(format!("{n} 格"), counted(n, "cell"))
            .help(
                "格与格之间用逗号；哪一列无所谓，就写 _ 占住位置。",
                "Cells are separated by commas; `_` holds the place of a column that does not matter.",
            );
            if let Some(head) = head {
                d = d.related(head, format!("{m} 项"), counted(m, "column"));
            }
            self.report(d);
            return None;
        }
        Some(cells.iter().zip(columns).map(|(cell, column)| self.cell(cell, column)).collect())
    }

    /// One cell under its column.
    pub(crate) fn cell(&mut self, cell: &ast::Cell, column: &Expr) -> Cell {
        match cell {
            ast::Cell::Any(_) => Cell::Any,
            ast::Cell::Of(atoms, _) => Cell::Of(
                atoms
                    .iter()
                    .map(|atom| {
                        let tests = atom.tests.iter().map(|test| {
                            let read = self.test(column, test);
                            self.reachable(column, &read, atom.span);
                            read
                        });
                        (tests.collect(), atom.span)
                    })
                    .collect(),
            ),
        }
    }
}

/// Where a cell stands.
pub(crate) fn cell_span(cell: &ast::Cell) -> Span {
    match cell {
        ast::Cell::Any(span) | ast::Cell::Of(_, span) => *span,
    }
}

//! Columns of 逐行: a name that stands for the value of the row in hand.

use crate::sema::cx::{Cx, Inner};
use crate::sema::model::{Expr, Ty};
use crate::syntax::ast::{self, CompareOp, Path, Test};

impl<'a> Cx<'a> {
    /// The cell of a column, written bare or in braces.
    pub(crate) fn column(&self, name: &str) -> Option<&'a ast::Cell> {
        match &self.inner {
            Inner::Row(columns) => columns.get(bare(name)).copied(),
            _ => None,
        }
    }

    /// The value that a column has in this row.
    pub(crate) fn column_value(&mut self, cell: &ast::Cell, path: &Path, want: Option<&Ty>) -> Expr {
        // A cell sees no columns: its words are values of their own.
        let inner = std::mem::take(&mut self.inner);
        let value = match cell_value(cell) {
            Some(value) => self.expr(&value, want),
            None => Expr::bad(path.span),
        };
        self.inner = inner;
        value
    }
}

/// The value of a cell: one value, or a list where several are written.
pub(crate) fn cell_value(cell: &ast::Cell) -> Option<ast::Expr> {
    let ast::Cell::Of(atoms, span) = cell else { return None };
    let mut values = Vec::with_capacity(atoms.len());
    for atom in atoms {
        match atom.tests.as_slice() {
            [Test::Compare(CompareOp::Eq, value)] => values.push(value.clone()),
            [Test::Unknown] => values.push(ast::Expr { kind: ast::ExprKind::Unknown, span: atom.span }),
            _ => return None,
        }
    }
    match values.len() {
        0 | 1 => values.pop(),
        _ => Some(ast::Expr { kind: ast::ExprKind::List(values), span: *span }),
    }
}

/// A name without the braces that mark a column.
pub(crate) fn bare(name: &str) -> &str {
    name.strip_prefix('{').and_then(|n| n.strip_suffix('}')).map_or(name, str::trim)
}

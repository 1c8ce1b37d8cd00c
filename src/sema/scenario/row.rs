//! 逐行: columns, and a name that stands for the value of the row in hand.

use crate::base::{Diagnostic, Edit, Span, counted};
use crate::sema::codes::branches::ROW_WIDTH;
use crate::sema::codes::scenarios::EQUAL_ROWS;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::{Cx, Env, Inner};
use crate::sema::expr::cell_span;
use crate::sema::hash::Map;
use crate::sema::model::{Expr, Ty};
use crate::sema::names::duplicate;
use crate::syntax::ast::{self, CompareOp, ExprKind, Path, RowsTable, Test};
use smol_str::SmolStr;

/// Reports rows of the wrong width, equal rows, cells that hold no value, and columns of one name.
pub(super) fn check(env: Env<'_>, table: &RowsTable, out: &mut Vec<Diagnostic>) {
    for (i, column) in table.columns.iter().enumerate() {
        if let Some(first) = table.columns.iter().take(i).find(|c| c.text == column.text) {
            out.push(duplicate(&column.text, column.span, first.span, false));
        }
    }
    let mut seen: Map<String, Span> = Map::default();
    for (_, cells, span) in &table.rows {
        let at = cells.iter().map(cell_span).reduce(Span::to).unwrap_or(*span);
        if cells.len() != table.columns.len() {
            let (n, m) = (cells.len(), table.columns.len());
            out.push(
                Diagnostic::new(
                    &ROW_WIDTH,
                    at,
                    format!("这一行有 {n} 格，“逐行”写了 {m} 列"),
                    format!("{} in this row, and {} after `rows`", counted(n, "cell"), counted(m, "column")),
                )
                .label(format!("{n} 格"), counted(n, "cell"))
                .related(table.span, format!("{m} 列"), counted(m, "column"))
                .help("格与格之间用逗号。", "Cells are separated by commas."),
            );
            continue;
        }
        out.extend(cells.iter().filter(|c| cell_value(c).is_none()).map(|c| no_value(env, cell_span(c))));
        let written: Vec<String> = cells.iter().map(|c| env.sources.slice(cell_span(c)).split_whitespace().collect()).collect();
        match seen.get(&written.join(",")) {
            Some(first) => out.push(
                Diagnostic::new(&EQUAL_ROWS, at, "这一行和前面一行一模一样", "this row equals an earlier one")
                    .label("又是一样", "the same again")
                    .related(*first, "先写在这里", "first written here")
                    .help(
                        "同样的再测一遍也一样；本来想测别的，就改过来。",
                        "The same twice tells nothing more; change it if it was meant to test something else.",
                    )
                    .safe_fix("删掉后面这一行", "delete the later row", vec![Edit { span: *span, text: String::new() }]),
            ),
            None => {
                seen.insert(written.join(","), at);
            }
        }
    }
}

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
        let Some(value) = cell_value(cell) else { return Expr::bad(path.span) };
        self.in_cell(|cx| cx.expr(&value, want))
    }

    /// Reads something that stands in a cell: it sees no columns, its words are values of their own.
    pub(crate) fn in_cell<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let columns = std::mem::replace(&mut self.inner, Inner::Row(Map::default()));
        let value = read(self);
        self.inner = columns;
        value
    }

    /// An expression with a column replaced by its value in this row, where it is nothing but a column.
    pub(crate) fn in_row(&self, e: &ast::Expr) -> ast::Expr {
        match &e.kind {
            ExprKind::Path(path) => self.path_column(path).unwrap_or_else(|| e.clone()),
            _ => e.clone(),
        }
    }

    /// The names of all columns.
    pub(crate) fn row_columns(&self) -> Vec<SmolStr> {
        match &self.inner {
            Inner::Row(columns) => columns.keys().cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// The value of the column that a path is.
    pub(crate) fn path_column(&self, path: &Path) -> Option<ast::Expr> {
        match path.parts.as_slice() {
            [name] => self.column(&name.text).and_then(cell_value),
            _ => None,
        }
    }

    /// A name with a column replaced by what the row says.
    pub(crate) fn name_in_row(&self, path: &Path) -> Path {
        match self.path_column(path).map(|e| e.kind) {
            Some(ExprKind::Path(path)) => path,
            Some(ExprKind::Text(text)) => {
                let name = ast::Name { text: crate::sema::expr::text::plain(&text), span: text.span };
                Path { span: name.span, parts: vec![name] }
            }
            _ => path.clone(),
        }
    }
}

/// The value of a cell: one value, or a list where several are written.
fn cell_value(cell: &ast::Cell) -> Option<ast::Expr> {
    let ast::Cell::Of(atoms, span) = cell else { return None };
    let mut values = Vec::with_capacity(atoms.len());
    for atom in atoms {
        match atom.tests.as_slice() {
            [Test::Compare(CompareOp::Eq, value)] => values.push(value.clone()),
            [Test::Unknown] => values.push(ast::Expr { kind: ExprKind::Unknown, span: atom.span }),
            _ => return None,
        }
    }
    match values.len() {
        0 | 1 => values.pop(),
        _ => Some(ast::Expr { kind: ExprKind::List(values), span: *span }),
    }
}

/// A cell says what would fit rather than what is: `3声 以上`, `任意`.
fn no_value(env: Env<'_>, span: Span) -> Diagnostic {
    let written = env.sources.slice(span).trim();
    Diagnostic::new(
        &TYPE_MISMATCH,
        span,
        format!("“{written}”是一个范围，场景的一格里要写一个值"),
        format!("`{written}` is a range of values, and a cell of a scenario holds one value"),
    )
    .label("不是一个值", "not one value")
    .help(
        "写一个具体的值，比如“4声”；几个值都要试，就一个值写一行。",
        "Write one value, such as `4rings`; where several are to be tried, write a row for each.",
    )
}

/// A name without the braces that mark a column.
fn bare(name: &str) -> &str {
    name.strip_prefix('{').and_then(|n| n.strip_suffix('}')).map_or(name, str::trim)
}

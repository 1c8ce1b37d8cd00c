//! The rows of a 按 table.

use super::cx::{Cx, Item};
use crate::syntax::ast::{Cell, CellAtom, CompareOp, Row, RowHead, Test};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};

impl Cx<'_> {
    /// One row; in a 判定 it ends in a value.
    pub(crate) fn row(&mut self, item: Item, valued: bool) -> Option<Row> {
        let Item { at, mut meta, .. } = item;
        let Some(toks) = self.read(at, if valued { Rule::decide_row } else { Rule::row_line }) else {
            self.guess_block(at);
            return None;
        };
        let mut c = self.cursor(at, &toks)?;
        let head = self.row_head(&mut c);
        let value = c.eat(Rule::value).map(|n| self.expr(n));
        let inline = self.inline(&mut c, at);
        self.metas(&mut c, &mut meta);
        let body = if valued {
            self.clauses_below(at, &mut meta);
            inline
        } else {
            self.body(at, inline, &mut meta)
        };
        Some(Row { head, value, body, meta, span: self.span(at) })
    }

    fn row_head(&mut self, c: &mut Cursor<'_>) -> RowHead {
        if c.eat(Rule::otherwise).is_some() {
            return RowHead::Otherwise;
        }
        let mut cells = Vec::new();
        while let Some(n) = c.eat(Rule::cell).or_else(|| c.eat(Rule::last_cell)) {
            cells.push(self.cell(n));
        }
        RowHead::Cells(cells)
    }

    /// One cell.
    pub(crate) fn cell(&mut self, node: Node<'_>) -> Cell {
        let mut c = node.inner();
        if c.eat(Rule::any).is_some() {
            return Cell::Any(node.span());
        }
        let mut atoms = Vec::new();
        while c.peek().is_some() {
            let (start, mut tests) = (c.here(), Vec::new());
            loop {
                tests.push(self.cell_test(&mut c));
                if c.eat(Rule::and_).is_none() {
                    break;
                }
            }
            atoms.push(CellAtom { tests, span: start.to(c.passed()) });
            if c.eat(Rule::either).is_none() {
                break;
            }
        }
        Cell::Of(atoms, node.span())
    }

    fn cell_test(&mut self, c: &mut Cursor<'_>) -> Test {
        match c.peek() {
            Some(Rule::asked | Rule::sign | Rule::member) => self.test(c),
            Some(_) => self.bound(c),
            None => Test::Compare(CompareOp::Eq, super::expr::missing(c.here())),
        }
    }
}

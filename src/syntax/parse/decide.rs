//! 判定.

use super::clause::nameless;
use super::cx::Cx;
use super::refuse::Place;
use crate::syntax::ast::{Decide, Match, Meta};
use crate::syntax::grammar::Rule;

impl Cx<'_> {
    /// 判定 with its table.
    pub(crate) fn decide(&mut self, at: usize, meta: &mut Meta) -> Decide {
        let mut decide = Decide { name: nameless(self, at), params: Vec::new(), gives: None, table: None };
        if let Some(toks) = self.read_head(at, Rule::decide_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            decide.name = c.name();
            decide.params = self.params(&mut c);
            while c.peek().is_some() {
                if self.meta(&mut c, meta) {
                    continue;
                }
                if let Some(n) = c.next()
                    && n.rule == Rule::gives
                {
                    decide.gives = Some(self.gives(n));
                }
            }
        }
        for item in self.block(Some(at)) {
            match item.head {
                Some(Rule::k_match) if decide.table.is_none() => {
                    let mut own = item.meta;
                    decide.table = Some(self.table(item.at, true, &mut own));
                    meta.take_clauses(&mut own);
                }
                Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => self.clause_line(item.at, meta),
                _ => self.strange(item.at, Place::Decide),
            }
        }
        decide
    }

    /// 按 and its rows; in a 判定 a row ends in a value.
    pub(crate) fn table(&mut self, at: usize, valued: bool, meta: &mut Meta) -> Match {
        let mut table = Match { in_order: false, columns: Vec::new(), rows: Vec::new(), span: self.span(at) };
        if let Some(toks) = self.read(at, Rule::match_line)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            table.in_order = c.eat(Rule::in_order).is_some();
            while c.peek() == Some(Rule::expr) {
                table.columns.push(self.next_expr(&mut c));
            }
            self.metas(&mut c, meta);
        }
        for item in self.block(Some(at)) {
            if self.own_clause(item.at, item.head, &[]) {
                self.clause_line(item.at, meta);
            } else {
                table.rows.extend(self.row(item, valued));
            }
        }
        table
    }
}

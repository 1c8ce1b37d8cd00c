//! 分类.

use super::clause::nameless;
use super::cx::Cx;
use crate::syntax::ast::{Leaf, Meta, Name, Taxonomy};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Cursor;

impl Cx<'_> {
    /// 分类 with its leaves.
    pub(crate) fn taxonomy(&mut self, at: usize, meta: &mut Meta) -> Taxonomy {
        let mut tree = Taxonomy { name: nameless(self, at), aliases: Vec::new(), open: false, leaves: Vec::new() };
        if let Some(toks) = self.read_head(at, Rule::taxonomy_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            tree.name = c.name();
            tree.open |= self.node_clauses(&mut c, &mut tree.aliases, meta);
        }
        tree.leaves = self.leaves(at, &mut tree.aliases, &mut tree.open, meta);
        tree
    }

    fn leaves(&mut self, parent: usize, aliases: &mut Vec<Name>, open: &mut bool, meta: &mut Meta) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        for item in self.block(Some(parent)) {
            if self.own_clause(item.at, item.head, &[Rule::k_alias, Rule::k_open]) {
                if let Some(toks) = self.read(item.at, Rule::taxonomy_clause)
                    && let Some(mut c) = self.cursor(item.at, &toks)
                {
                    *open |= self.node_clauses(&mut c, aliases, meta);
                }
                self.no_block(item.at);
                continue;
            }
            let mut leaf = Leaf { name: nameless(self, item.at), aliases: Vec::new(), children: Vec::new(), meta: item.meta };
            let mut known = false;
            if let Some(toks) = self.read_head(item.at, Rule::leaf_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
            {
                leaf.name = c.name();
                self.node_clauses(&mut c, &mut leaf.aliases, &mut leaf.meta);
                known = true;
            }
            let mut inner_open = false;
            leaf.children = self.leaves(item.at, &mut leaf.aliases, &mut inner_open, &mut leaf.meta);
            *open |= inner_open;
            if known {
                leaves.push(leaf);
            } else {
                leaves.append(&mut leaf.children);
            }
        }
        leaves
    }

    /// 别名, 开放 and the clauses of any declaration; whether 开放 was among them.
    fn node_clauses(&mut self, c: &mut Cursor<'_>, aliases: &mut Vec<Name>, meta: &mut Meta) -> bool {
        let mut open = false;
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            match c.next() {
                Some(n) if n.rule == Rule::aliases => aliases.extend(n.inner().names()),
                Some(n) if n.rule == Rule::open => open = true,
                _ => {}
            }
        }
        open
    }
}

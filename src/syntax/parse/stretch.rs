//! 情形.

use super::clause::nameless;
use super::cx::Cx;
use crate::syntax::ast::{Meta, StretchDecl};
use crate::syntax::grammar::Rule;

impl Cx<'_> {
    /// 情形
    pub(crate) fn stretch_decl(&mut self, at: usize, meta: &mut Meta) -> StretchDecl {
        let mut stretch = StretchDecl { name: nameless(self, at), from: None, to: None, given: None, unread: false };
        if let Some(toks) = self.read_head(at, Rule::stretch_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            stretch.name = c.name();
            self.metas(&mut c, meta);
        }
        for item in self.block(Some(at)) {
            if matches!(item.head, Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly)) {
                self.clause_line(item.at, meta);
                continue;
            }
            if let Some(toks) = self.read(item.at, Rule::stretch_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
                && let Some(node) = c.next()
            {
                let mut inner = node.inner();
                match node.rule {
                    Rule::from => stretch.from = Some(self.next_events(&mut inner)),
                    Rule::closing => stretch.to = Some(self.next_events(&mut inner)),
                    _ => stretch.given = Some(self.next_expr(&mut inner)),
                }
                self.metas(&mut c, meta);
            } else {
                stretch.unread = true;
            }
            self.clauses_below(item.at, meta);
        }
        stretch
    }
}

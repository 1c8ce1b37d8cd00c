//! 留存.

use super::clause::nameless;
use super::cx::Cx;
use super::refuse::Place;
use crate::syntax::ast::{Expiry, Meta, Path, Retain};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Cursor;

impl Cx<'_> {
    /// 留存
    pub(crate) fn retain(&mut self, at: usize, meta: &mut Meta) -> Retain {
        let name = nameless(self, at);
        let what = Path { span: name.span, parts: vec![name] };
        let length = super::expr::missing(what.span);
        let mut made = Retain { what, length, from: None, pauses: Vec::new(), using: None, expiry: None };
        if let Some(toks) = self.read_head(at, Rule::retain_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            made.what = c.path();
            if let Some(n) = c.eat(Rule::kept_for) {
                made.length = self.sum(&mut n.inner());
            }
            self.retain_clauses(&mut c, &mut made, meta);
        }
        for item in self.block(Some(at)) {
            match item.head {
                Some(
                    Rule::k_from
                    | Rule::k_on_expiry
                    | Rule::k_stop_clock
                    | Rule::k_using
                    | Rule::k_basis
                    | Rule::k_floor
                    | Rule::k_formerly,
                ) => {
                    if let Some(toks) = self.read(item.at, Rule::retain_line)
                        && let Some(mut c) = self.cursor(item.at, &toks)
                    {
                        self.retain_clauses(&mut c, &mut made, meta);
                    }
                    self.no_block(item.at);
                }
                _ => {
                    self.strange(item.at, Place::Timed);
                    self.guess_block(item.at);
                }
            }
        }
        made
    }

    fn retain_clauses(&mut self, c: &mut Cursor<'_>, made: &mut Retain, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            let mut inner = node.inner();
            match node.rule {
                Rule::from => made.from = Some(self.next_events(&mut inner)),
                Rule::stopped => made.pauses.push(self.pause(node)),
                Rule::using => made.using = Some(inner.name()),
                Rule::expiry => {
                    let expiry = match inner.next() {
                        Some(n) if n.rule == Rule::prolong => Expiry::Extend(self.inside(n)),
                        Some(n) if n.rule == Rule::erase => Expiry::Erase,
                        Some(n) if n.rule == Rule::seal => Expiry::Seal,
                        _ => Expiry::Archive,
                    };
                    made.expiry = Some((expiry, node.span()));
                }
                _ => {}
            }
        }
    }
}

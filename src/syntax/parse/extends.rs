//! 继承.

use super::cx::Cx;
use crate::syntax::ast::{Extends, Meta};
use crate::syntax::grammar::Rule;

impl Cx<'_> {
    /// 继承
    pub(crate) fn extends(&mut self, at: usize, meta: &mut Meta) -> Option<Extends> {
        let toks = self.read_head(at, Rule::extends_head)?;
        let mut c = self.cursor(at, &toks)?;
        let path = c.path();
        self.metas(&mut c, meta);
        self.clauses_below(at, meta);
        Some(Extends { path })
    }
}

//! 场景.

use super::clause::nameless;
use super::cx::Cx;
use crate::syntax::ast::{Meta, Name, Scenario};
use crate::syntax::keyword;
use crate::syntax::name::normal;

impl Cx<'_> {
    /// 场景 with its lines.
    pub(crate) fn scenario(&mut self, at: usize, _meta: &mut Meta) -> Scenario {
        let words = self.words(at);
        let len = keyword::head(words).map_or(0, |(_, len)| len);
        let rest = words.get(len..).unwrap_or("").trim_start();
        let name = Name { text: normal(keyword::word(rest)), ..nameless(self, at) };
        Scenario { name, audit: false, line: None, rows: None, plays: Vec::new() }
    }
}

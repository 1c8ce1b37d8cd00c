//! 继承: kept by name and place.

use super::cx::Cx;
use super::refuse::Place;
use crate::syntax::ast::{Meta, Name, Path, Timed, TimedKind};
use crate::syntax::grammar::Rule;

impl Cx<'_> {
    /// 继承
    pub(crate) fn timed(&mut self, at: usize, kind: TimedKind, meta: &mut Meta) -> Timed {
        let until = self.line(at).map_or(at, |l| l.until as usize);
        let lines = (at + 1..until).map(|i| self.span(i)).collect();
        let mut timed = Timed { kind, name: None, lines };
        if let Some(toks) = self.read_head(at, Rule::extends_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            timed.name = c.next_if(|r| matches!(r, Rule::name | Rule::path | Rule::package)).map(|n| joined(n.path()));
            self.metas(&mut c, meta);
        }
        for item in self.block(Some(at)) {
            match item.head {
                Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => self.clause_line(item.at, meta),
                _ => {
                    self.strange(item.at, Place::Timed);
                    self.guess_block(item.at);
                }
            }
        }
        timed
    }
}

fn joined(path: Path) -> Name {
    let text = path.parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(".");
    Name { text: text.into(), span: path.span }
}

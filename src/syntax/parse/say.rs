//! 说 应说 必说 问.

use super::cx::Cx;
use crate::syntax::ast::{Line, LineSource, Mark, MatchMode, Modality, Path, StmtKind};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::word;

impl Cx<'_> {
    /// A line the agent says, or a question.
    pub(crate) fn say(&mut self, node: Node<'_>) -> StmtKind {
        let mut c = node.inner();
        let modality = c.eat(Rule::modality).map_or(Modality::May, |n| word::modality(n.str()));
        let mut lines = Vec::new();
        while let Some(n) = c.eat(Rule::line) {
            lines.push(self.said(n));
        }
        let into = self.into(&mut c);
        let (mode, marks) = self.marks(&mut c);
        for line in &mut lines {
            line.mode = mode;
        }
        if node.rule == Rule::say {
            return StmtKind::Say { modality, lines, marks };
        }
        let Some(line) = lines.into_iter().next() else { return StmtKind::Bad };
        let (target, ty) = into.unwrap_or((Path { parts: Vec::new(), span: node.span() }, None));
        StmtKind::Ask { line: Box::new(line), target, ty: ty.map(Box::new), marks }
    }

    /// A text or a class.
    pub(crate) fn said(&mut self, node: Node<'_>) -> Line {
        let mut c = node.inner();
        let source = match c.eat(Rule::text) {
            Some(n) => LineSource::Text(self.text(n)),
            None => {
                let class = c.path();
                LineSource::Class(class, self.next_args(&mut c))
            }
        };
        Line { source, mode: None, span: node.span() }
    }

    fn marks(&mut self, c: &mut Cursor<'_>) -> (Option<MatchMode>, Vec<Mark>) {
        let (mut mode, mut marks) = (None, Vec::new());
        for node in c.by_ref() {
            marks.push(match node.rule {
                Rule::mode => {
                    mode = Some(self.mode(node));
                    continue;
                }
                Rule::pace => Mark::Pace(self.pace(node)),
                Rule::pause => Mark::Pause(self.inside(node)),
                Rule::asserts => Mark::Asserts(self.inside(node)),
                Rule::promises => Mark::Promises(node.inner().path()),
                _ => continue,
            });
        }
        (mode, marks)
    }
}

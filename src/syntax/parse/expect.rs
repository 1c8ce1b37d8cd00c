//! 期望.

use super::cx::{Cx, unquoted};
use crate::syntax::ast::{ExpectKind, Expectation, Expr, LimitExpect, Line, LineSource, Meta, Name, Path, Stand};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use smol_str::SmolStr;

impl Cx<'_> {
    /// What is expected, from the token of a 期望.
    pub(crate) fn expectation(&mut self, node: Node<'_>) -> Option<Expectation> {
        let mut outer = node.inner();
        let what = outer.next()?;
        let mut meta = Meta::default();
        self.metas(&mut outer, &mut meta);
        let mut c = what.inner();
        let kind = match what.rule {
            Rule::be_in => ExpectKind::In(slot(&mut c)),
            Rule::said | Rule::never_said => {
                let line = match c.eat(Rule::line) {
                    Some(n) => self.said(n),
                    None => {
                        let class = slot(&mut c);
                        Line { span: class.span, source: LineSource::Class(class, Vec::new()), mode: None }
                    }
                };
                ExpectKind::Said { line, never: what.rule == Rule::never_said }
            }
            Rule::did | Rule::never_did => {
                let action = slot(&mut c);
                let args = self.next_args(&mut c);
                let times = c.eat(Rule::tally).map(|n| self.tally(n));
                ExpectKind::Did { action, args, times, never: what.rule == Rule::never_did }
            }
            Rule::ended_as => ExpectKind::Ended(slot(&mut c)),
            Rule::enabled | Rule::disabled => ExpectKind::Enabled { label: self.label(&mut c), off: what.rule == Rule::disabled },
            Rule::next_line => ExpectKind::NextLine(c.eat(Rule::text).map(|n| self.text(n))?),
            Rule::handed => ExpectKind::HandedTo(slot(&mut c)),
            Rule::limit_state => {
                let name = slot(&mut c);
                let state = match c.next() {
                    Some(n) if n.rule == Rule::due_at => LimitExpect::Until(self.inside(n)),
                    Some(n) if n.rule == Rule::due_left => LimitExpect::Left(self.inside(n)),
                    _ => LimitExpect::None,
                };
                ExpectKind::Limit(name, state)
            }
            Rule::breach | Rule::column => self.stand(c),
            _ => ExpectKind::Timed(names(c)),
        };
        Some(Expectation { kind, meta, span: node.span() })
    }

    /// 违反, 不违反, 只违反, 无法判定, or a column that holds one of them.
    fn stand(&mut self, mut c: Cursor<'_>) -> ExpectKind {
        let all = c;
        let Some(head) = c.next() else { return ExpectKind::Timed(Vec::new()) };
        let verdict = match head.rule {
            Rule::kept_to => Stand::Kept,
            Rule::only_broken => Stand::OnlyBroken,
            Rule::broken => Stand::Broken,
            Rule::not_known => Stand::Unknown,
            _ => match named(head).and_then(|p| p.parts.into_iter().next()) {
                Some(column) => Stand::Column(column),
                None => return ExpectKind::Timed(names(all)),
            },
        };
        if let Some(total) = c.eat(Rule::total) {
            let mut inside = total.inner();
            let times = inside.next().map_or_else(|| super::expr::missing(total.span()), |n| self.tally(n));
            let prefix = inside.next().map(|n| SmolStr::new(if n.rule == Rule::text { unquoted(n.str()) } else { n.str() }));
            return ExpectKind::Total { verdict, times, prefix };
        }
        let mut list = Vec::new();
        while let Some(name) = c.node().and_then(named).and_then(|p| p.parts.into_iter().next()) {
            c.next();
            list.push(name);
        }
        let times = c.eat(Rule::tally).map(|n| self.tally(n));
        // When and how gravely is not judged.
        if c.node().is_some() { ExpectKind::Timed(list) } else { ExpectKind::Stand { verdict, names: list, times } }
    }

    /// A count: a number with its unit, or a column in braces.
    fn tally(&mut self, node: Node<'_>) -> Expr {
        self.sum(&mut node.inner())
    }
}

fn names(c: Cursor<'_>) -> Vec<Name> {
    c.filter_map(|n| named(n).and_then(|p| p.parts.into_iter().next())).collect()
}

/// A path, or a column that keeps its braces.
fn slot(c: &mut Cursor<'_>) -> Path {
    let here = c.here();
    c.next().and_then(named).unwrap_or_else(|| Path { parts: Vec::new(), span: here })
}

fn named(node: Node<'_>) -> Option<Path> {
    match node.rule {
        Rule::path => Some(node.path()),
        Rule::name | Rule::actor => {
            let name = node.name();
            Some(Path { span: name.span, parts: vec![name] })
        }
        Rule::braced => {
            let inner = node.str().trim_start_matches('{').trim_end_matches('}').trim();
            let name = Name { text: format!("{{{inner}}}").into(), span: node.span() };
            Some(Path { span: name.span, parts: vec![name] })
        }
        _ => None,
    }
}

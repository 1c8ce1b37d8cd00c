//! 期望.

use super::cx::{Cx, unquoted};
use super::scenario::moment;
use crate::syntax::ast::{ExpectKind, Expectation, Expr, Judged, LimitExpect, Line, LineSource, Marks, Meta, Name, Path, Stand};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::word;
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
            Rule::mark => match c.next()? {
                n if n.rule == Rule::range => ExpectKind::Marks(Marks::Between(self.range(n))),
                n => ExpectKind::Marks(Marks::Exactly(self.expr(n))),
            },
            Rule::column => ExpectKind::Column(slot(&mut c).parts.pop()?, self.judged(c)),
            _ => self.stand(c)?,
        };
        Some(Expectation { kind, meta, span: node.span() })
    }

    /// 违反, 不违反, 只违反, 无法判定.
    fn stand(&mut self, mut c: Cursor<'_>) -> Option<ExpectKind> {
        let verdict = match c.next()?.rule {
            Rule::kept_to => Stand::Kept,
            Rule::only_broken => Stand::OnlyBroken,
            Rule::not_known => Stand::Unknown,
            _ => Stand::Broken,
        };
        if let Some(total) = c.eat(Rule::total) {
            let mut inside = total.inner();
            let times = inside.next().map_or_else(|| super::expr::missing(total.span()), |n| self.tally(n));
            let prefix = inside.next().map(|n| SmolStr::new(if n.rule == Rule::text { unquoted(n.str()) } else { n.str() }));
            return Some(ExpectKind::Total { times, prefix });
        }
        Some(ExpectKind::Stand(verdict, self.judged(c)))
    }

    /// Names of rules, how often, when and how gravely they are broken.
    fn judged(&mut self, mut c: Cursor<'_>) -> Judged {
        let mut names = Vec::new();
        while let Some(name) = c.node().and_then(named).and_then(|p| p.parts.into_iter().next()) {
            c.next();
            names.push(name);
        }
        let times = c.eat(Rule::tally).map(|n| self.tally(n));
        let at = c.eat(Rule::offset).or_else(|| c.eat(Rule::column_word)).map(moment);
        Judged { names, times, at, severity: c.eat(Rule::severity).map(|n| word::severity(n.str())) }
    }

    /// A count: a number with its unit, or a column in braces.
    fn tally(&mut self, node: Node<'_>) -> Expr {
        self.sum(&mut node.inner())
    }
}

/// A path, or a column that keeps its braces.
fn slot(c: &mut Cursor<'_>) -> Path {
    let here = c.here();
    c.next().and_then(named).unwrap_or_else(|| Path { parts: Vec::new(), span: here })
}

/// A name, an actor's word, or a column that keeps its braces.
pub(super) fn named(node: Node<'_>) -> Option<Path> {
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

//! 等 限时 超时 重等, and the 超时 of a 做.

use super::cx::{Cx, Item};
use super::refuse::Place;
use crate::syntax::ast::{Limit, LimitBound, Meta, StmtKind, Timeout, Wait, When};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Node;
use crate::syntax::word;

impl Cx<'_> {
    /// 等 or 重等 from its token.
    pub(crate) fn wait(&mut self, node: Node<'_>) -> StmtKind {
        let mut c = node.inner();
        let events = (c.peek() == Some(Rule::events)).then(|| self.next_events(&mut c));
        let limit = c.eat(Rule::limit).map(|n| self.limit(n));
        if node.rule == Rule::wait {
            return StmtKind::Wait(Box::new(Wait { events, limit, whens: Vec::new(), timeout: None }));
        }
        let at_most = c.eat(Rule::at_most).map(|n| self.inside(n));
        StmtKind::WaitAgain { limit: limit.map(Box::new), at_most: at_most.map(Box::new) }
    }

    /// 限时
    pub(crate) fn limit(&mut self, node: Node<'_>) -> Limit {
        let mut c = node.inner();
        let until = c.eat(Rule::until).is_some();
        let value = self.next_expr(&mut c);
        let mut limit = Limit {
            bound: if until { LimitBound::Until(value) } else { LimitBound::Length(value) },
            from: None,
            using: None,
            shift: None,
            retroactive: false,
            span: node.span(),
        };
        for n in c {
            match n.rule {
                Rule::from => limit.from = Some(self.next_events(&mut n.inner())),
                Rule::using => limit.using = Some(n.inner().name()),
                Rule::shift => limit.shift = Some(word::shift(n.str())),
                Rule::retroactive => limit.retroactive = true,
                _ => {}
            }
        }
        limit
    }

    /// The lines below a 等.
    pub(crate) fn wait_block(&mut self, at: usize, wait: &mut Wait, meta: &mut Meta) {
        for item in self.block(Some(at)) {
            match item.head {
                Some(Rule::k_on) => wait.whens.extend(self.when(item)),
                Some(Rule::k_timeout) => self.only(item, &mut wait.timeout, Rule::timeout_line, "超时", "timeout"),
                Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => self.clause_line(item.at, meta),
                _ => {
                    self.strange(item.at, Place::Wait);
                    self.guess_block(item.at);
                }
            }
        }
    }

    /// The lines below a 做.
    pub(crate) fn do_block(&mut self, at: usize, meta: &mut Meta) -> Option<Timeout> {
        let mut timeout = None;
        for item in self.block(Some(at)) {
            match item.head {
                Some(Rule::k_timeout) => self.only(item, &mut timeout, Rule::timeout_line, "超时", "timeout"),
                Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => self.clause_line(item.at, meta),
                _ => {
                    self.strange(item.at, Place::Do);
                    self.guess_block(item.at);
                }
            }
        }
        timeout
    }

    /// 超时 and its like with what they do.
    pub(crate) fn body_line(&mut self, item: Item, rule: Rule) -> Timeout {
        let Item { at, mut meta, .. } = item;
        let mut inline = Vec::new();
        if let Some(toks) = self.read(at, rule)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            inline = self.inline(&mut c, at);
            self.metas(&mut c, &mut meta);
        }
        let body = self.body(at, inline, &mut meta);
        Timeout { body, span: self.span(at), meta }
    }

    fn when(&mut self, item: Item) -> Option<When> {
        let Item { at, mut meta, .. } = item;
        let Some(toks) = self.read(at, Rule::when_line) else {
            self.guess_block(at);
            return None;
        };
        let mut c = self.cursor(at, &toks)?;
        let mut inner = c.next()?.inner();
        let events = self.next_events(&mut inner);
        let inline = self.inline(&mut inner, at);
        self.metas(&mut c, &mut meta);
        let body = self.body(at, inline, &mut meta);
        Some(When { events, body, meta, span: self.span(at) })
    }
}

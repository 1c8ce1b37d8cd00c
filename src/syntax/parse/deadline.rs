//! 期限.

use super::clause::nameless;
use super::cx::{Cx, Item};
use super::refuse::Place;
use crate::syntax::ast::{Deadline, Meta, Pause, Timeout, Warning};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Node;
use crate::syntax::word;

impl Cx<'_> {
    /// 期限
    pub(crate) fn deadline(&mut self, at: usize, meta: &mut Meta) -> Deadline {
        let mut made = Deadline {
            name: nameless(self, at),
            key: None,
            severity: None,
            veto: false,
            points: Vec::new(),
            start: Vec::new(),
            stop: Vec::new(),
            limit: None,
            latest: false,
            pauses: Vec::new(),
            warnings: Vec::new(),
            late: None,
            breach: None,
        };
        if let Some(toks) = self.read_head(at, Rule::deadline_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            made.name = c.name();
            while c.peek().is_some() {
                if self.meta(&mut c, meta) {
                    continue;
                }
                let Some(node) = c.next() else { break };
                match node.rule {
                    Rule::keyed => made.key = Some(self.key(node)),
                    Rule::severity => made.severity = Some(word::severity(node.str())),
                    Rule::veto => made.veto = true,
                    Rule::points_clause => made.points.push(self.points(node)),
                    _ => {}
                }
            }
        }
        for item in self.block(Some(at)) {
            self.deadline_line(item, &mut made, meta);
        }
        made
    }

    fn deadline_line(&mut self, item: Item, made: &mut Deadline, meta: &mut Meta) {
        let at = item.at;
        match item.head {
            Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => self.clause_line(at, meta),
            Some(Rule::k_timeout) => self.only(item, &mut made.breach, Rule::timeout_line, "超时", "timeout"),
            Some(Rule::k_past) => self.only(item, &mut made.late, Rule::late_line, "已过", "past"),
            Some(Rule::k_warn) => made.warnings.extend(self.warning(item)),
            Some(Rule::k_start | Rule::k_stop | Rule::k_limit | Rule::k_stop_clock | Rule::k_latest_counts) => {
                if let Some(toks) = self.read(at, Rule::deadline_line)
                    && let Some(mut c) = self.cursor(at, &toks)
                {
                    if let Some(node) = c.next() {
                        self.deadline_part(node, made);
                    }
                    self.metas(&mut c, meta);
                }
                self.clauses_below(at, meta);
            }
            _ => {
                self.strange(at, Place::Timed);
                self.guess_block(at);
            }
        }
    }

    fn deadline_part(&mut self, node: Node<'_>, made: &mut Deadline) {
        match node.rule {
            Rule::opens => made.start.push(self.next_events(&mut node.inner())),
            Rule::closes => made.stop.push(self.next_events(&mut node.inner())),
            Rule::limit => {
                let limit = self.limit(node);
                made.limit.get_or_insert(limit);
            }
            Rule::stopped => made.pauses.push(self.pause(node)),
            Rule::latest => made.latest = true,
            _ => {}
        }
    }

    /// `停表 自 A 至 B`
    pub(crate) fn pause(&mut self, node: Node<'_>) -> Pause {
        let mut c = node.inner();
        let from = self.next_events(&mut c);
        let to = self.next_events(&mut c);
        Pause { from, to, span: node.span() }
    }

    fn warning(&mut self, item: Item) -> Option<Warning> {
        let Item { at, mut meta, .. } = item;
        let Some(toks) = self.read(at, Rule::warn_line) else {
            self.guess_block(at);
            return None;
        };
        let mut c = self.cursor(at, &toks)?;
        let left = self.next_expr(&mut c);
        let inline = self.inline(&mut c, at);
        self.metas(&mut c, &mut meta);
        let body = self.body(at, inline, &mut meta);
        Some(Warning { left, body: Timeout { body, span: self.span(at), meta } })
    }

    /// A line with a body of which there is one; a second is reported.
    pub(crate) fn only(&mut self, item: Item, slot: &mut Option<Timeout>, rule: Rule, zh: &str, en: &str) {
        let (at, earlier) = (item.at, slot.as_ref().map(|t| t.span));
        let made = self.body_line(item, rule);
        match earlier {
            Some(first) => self.report(super::refuse::second(self.lines, at, first, zh, en)),
            None => *slot = Some(made),
        }
    }
}

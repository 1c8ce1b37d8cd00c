//! 指标.

use super::clause::nameless;
use super::cx::Cx;
use crate::syntax::ast::{Counted, Event, Meta, Metric, MetricWindow};
use crate::syntax::grammar::Rule;
use crate::syntax::keyword;
use crate::syntax::token::{Cursor, Node};

impl Cx<'_> {
    /// 指标
    pub(crate) fn metric(&mut self, at: usize, meta: &mut Meta) -> Metric {
        let span = self.span(at);
        let nothing = || Event { atoms: Vec::new(), span };
        let mut metric = Metric {
            name: nameless(self, at),
            counted: Counted::Events(nothing(), None),
            out_of: nothing(),
            target: None,
            windows: Vec::new(),
            sample: None,
            counted_by: None,
            using: None,
            span,
        };
        if let Some(toks) = self.read_head(at, Rule::metric_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            metric.name = c.name();
            if let Some(n) = c.eat(Rule::counted) {
                metric.counted = self.counted(n);
            }
            if let Some(n) = c.eat(Rule::out_of) {
                metric.out_of = self.next_events(&mut n.inner());
            }
            self.metric_clauses(&mut c, &mut metric, meta);
        }
        for item in self.block(Some(at)) {
            if let Some(toks) = self.read(item.at, Rule::metric_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
            {
                self.metric_clauses(&mut c, &mut metric, meta);
            }
            self.clauses_below(item.at, meta);
        }
        metric
    }

    fn counted(&mut self, node: Node<'_>) -> Counted {
        let mut c = node.inner();
        if let Some(n) = c.eat(Rule::overdue_limit) {
            return Counted::Overdue(n.inner().path());
        }
        let events = self.next_events(&mut c);
        let during = (c.peek() == Some(Rule::span)).then(|| {
            let stretch = self.stretch(&mut c);
            (stretch, self.bound(&mut c))
        });
        Counted::Events(events, during)
    }

    fn metric_clauses(&mut self, c: &mut Cursor<'_>, metric: &mut Metric, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            let mut inner = node.inner();
            let window = match node.rule {
                Rule::aimed => {
                    metric.target = Some(self.bound(&mut inner));
                    continue;
                }
                Rule::sample_size => {
                    metric.sample = Some(self.bound(&mut inner));
                    continue;
                }
                Rule::counted_by => {
                    metric.counted_by = Some(self.next_events(&mut inner));
                    continue;
                }
                Rule::using => {
                    metric.using = Some(inner.name());
                    continue;
                }
                Rule::every_scope => MetricWindow::Every(self.next_expr(&mut inner)),
                Rule::trailing_window => MetricWindow::Trailing(self.next_expr(&mut inner)),
                _ => match keyword::head(node.str()).map(|(k, _)| k.rule) {
                    Some(Rule::k_daily) => MetricWindow::Daily,
                    Some(Rule::k_weekly) => MetricWindow::Weekly,
                    Some(Rule::k_monthly) => MetricWindow::Monthly,
                    Some(Rule::k_quarter_end) => MetricWindow::Quarterly,
                    _ => MetricWindow::Yearly,
                },
            };
            metric.windows.push((window, node.span()));
        }
    }
}

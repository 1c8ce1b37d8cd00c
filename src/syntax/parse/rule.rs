//! 规则 and 保证: heads, clauses, 假定.

use super::clause::nameless;
use super::cx::{Cx, Item};
use crate::base::Decimal;
use crate::syntax::ast::{Assume, Bound, Key, Measure, Meta, Points, PointsOn, RuleDecl, Test};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::{keyword, word};

impl Cx<'_> {
    /// 规则, or 保证.
    pub(crate) fn rule(&mut self, at: usize, guarantee: bool, meta: &mut Meta) -> RuleDecl {
        let mut rule = RuleDecl {
            name: nameless(self, at),
            guarantee,
            key: None,
            severity: None,
            points: Vec::new(),
            veto: false,
            fold_into: Vec::new(),
            over: Vec::new(),
            advice: None,
            monitor: false,
            using: None,
            assumes: Vec::new(),
            measure: None,
            sentences: Vec::new(),
            empty: self.lines.below(Some(at)).is_empty(),
        };
        let head = if guarantee { Rule::guarantee_head } else { Rule::rule_head };
        if let Some(toks) = self.read_head(at, head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            rule.name = c.name();
            self.rule_clauses(&mut c, &mut rule, meta);
        }
        for item in self.block(Some(at)) {
            self.rule_line(item, &mut rule, meta);
        }
        rule
    }

    fn rule_line(&mut self, item: Item, rule: &mut RuleDecl, meta: &mut Meta) {
        let at = item.at;
        match item.head {
            Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => return self.clause_line(at, meta),
            Some(Rule::k_measure) => {
                let own = self.measure(at);
                let settings = rule.measure.get_or_insert_with(|| Measure { span: own.span, ..Measure::default() });
                settings.settings.extend(own.settings);
                return;
            }
            Some(Rule::k_assume) if rule.guarantee => rule.assumes.extend(self.assume(at)),
            Some(head) if is_clause(head) || self.is_points(at, head) => {
                let read_as = if rule.guarantee { Rule::guarantee_clause_line } else { Rule::rule_clause_line };
                if let Some(toks) = self.read(at, read_as)
                    && let Some(mut c) = self.cursor(at, &toks)
                {
                    self.rule_clauses(&mut c, rule, meta);
                }
            }
            _ => return rule.sentences.extend(self.sentence(item)),
        }
        self.no_block(at);
    }

    fn rule_clauses(&mut self, c: &mut Cursor<'_>, rule: &mut RuleDecl, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            match node.rule {
                Rule::keyed => rule.key = Some(self.key(node)),
                Rule::points_clause => rule.points.push(self.points(node)),
                Rule::severity => rule.severity = Some(word::severity(node.str())),
                Rule::veto => rule.veto = true,
                Rule::fold_into => rule.fold_into.extend(node.inner().paths()),
                Rule::over_rule => rule.over.extend(node.inner().paths()),
                Rule::advice => rule.advice = Some(node.span()),
                Rule::using => rule.using = Some(node.inner().name()),
                Rule::or_monitor => rule.monitor = true,
                _ => {}
            }
        }
    }

    /// 按
    pub(crate) fn key(&mut self, node: Node<'_>) -> Key {
        let mut c = node.inner();
        match c.eat(Rule::key_word) {
            Some(n) => match keyword::head(n.str()).map(|(k, _)| k.rule) {
                Some(Rule::k_case) => Key::Case(n.span()),
                Some(Rule::k_period) => Key::Period(n.span()),
                _ => Key::Organisation(n.span()),
            },
            None => Key::Path(c.path()),
        }
    }

    /// 扣, with its 每次 or 再次.
    pub(crate) fn points(&mut self, node: Node<'_>) -> Points {
        let mut c = node.inner();
        let on = if c.eat(Rule::each_time).is_some() {
            PointsOn::Each
        } else if c.eat(Rule::repeatedly).is_some() {
            PointsOn::Repeated(c.eat(Rule::severity).map(|n| word::severity(n.str())))
        } else {
            PointsOn::Once
        };
        let amount = c.eat(Rule::deduct).and_then(|n| n.inner().eat(Rule::num)).map_or(Decimal::ZERO, |n| self.number(n));
        let at_most = c.peek().map(|_| self.atom(&mut c));
        Points { on, amount, at_most, span: node.span() }
    }

    /// `每次 扣 2分` and `再次 严重 扣 5分` begin like a sentence.
    fn is_points(&self, at: usize, head: Rule) -> bool {
        if !matches!(head, Rule::k_each | Rule::k_repeated) {
            return false;
        }
        let words = self.words(at);
        let rest = keyword::head(words).and_then(|(_, len)| words.get(len..)).unwrap_or("").trim_start();
        let next = keyword::head(rest).map(|(k, _)| k.rule);
        matches!(next, Some(Rule::k_deduct | Rule::k_serious | Rule::k_ordinary | Rule::k_minor))
    }

    fn assume(&mut self, at: usize) -> Option<Assume> {
        let toks = self.read(at, Rule::assume_line)?;
        let node = self.cursor(at, &toks)?.next()?;
        let mut c = node.inner();
        let events = self.next_events(&mut c);
        let times = c.eat(Rule::times_bound).map(|n| self.times_bound(n));
        Some(Assume { events, times, span: node.span() })
    }

    /// `至多 2次`
    pub(crate) fn times_bound(&mut self, node: Node<'_>) -> Test {
        let (word, len) = keyword::head(node.str()).map_or((None, 0), |(k, len)| (word::bound(k.zh), len));
        let mut c = node.inner();
        let value = self.atom(&mut c);
        let words = word.map(|w| (w, node.part(node.start, node.start + len))).into_iter().collect();
        Test::Bound(Bound { words, value: Box::new(value), span: node.span() })
    }
}

fn is_clause(head: Rule) -> bool {
    matches!(
        head,
        Rule::k_fold_into
            | Rule::k_over_rule
            | Rule::k_serious
            | Rule::k_ordinary
            | Rule::k_minor
            | Rule::k_veto
            | Rule::k_deduct
            | Rule::k_match
            | Rule::k_advice
            | Rule::k_or_monitor
            | Rule::k_using
    )
}

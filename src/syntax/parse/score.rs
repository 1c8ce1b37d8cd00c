//! 评分.

use super::cx::Cx;
use crate::syntax::ast::{Meta, Score, ScoreGroup};
use crate::syntax::grammar::Rule;
use crate::syntax::keyword;

impl Cx<'_> {
    /// 评分
    pub(crate) fn score(&mut self, at: usize, meta: &mut Meta) -> Score {
        let mut score = Score { name: None, full: None, pass: None, veto: None, groups: Vec::new(), span: self.span(at) };
        if let Some(toks) = self.read_head(at, Rule::score_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            score.name = c.eat(Rule::name).map(|n| n.name());
            self.metas(&mut c, meta);
        }
        for item in self.block(Some(at)) {
            if matches!(item.head, Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly)) {
                self.clause_line(item.at, meta);
                continue;
            }
            self.score_line(item.at, &mut score, meta);
            self.clauses_below(item.at, meta);
        }
        score
    }

    fn score_line(&mut self, at: usize, score: &mut Score, meta: &mut Meta) {
        let Some(toks) = self.read(at, Rule::score_line) else { return };
        let Some(mut c) = self.cursor(at, &toks) else { return };
        let Some(node) = c.next() else { return };
        let mut inner = node.inner();
        if node.rule == Rule::score_group {
            let name = inner.name();
            let at_most = inner.peek().map(|_| self.atom(&mut inner));
            score.groups.push(ScoreGroup { name, at_most, rules: c.paths(), span: self.span(at) });
        } else {
            let mark = Some((self.atom(&mut inner), node.span()));
            match keyword::head(node.str()).map(|(k, _)| k.rule) {
                Some(Rule::k_full_mark) => score.full = mark,
                Some(Rule::k_pass_mark) => score.pass = mark,
                _ => score.veto = mark,
            }
        }
        self.metas(&mut c, meta);
    }
}

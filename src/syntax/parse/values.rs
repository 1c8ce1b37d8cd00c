//! 引用, 参数, 常量.

use super::cx::Cx;
use crate::syntax::ast::{Constant, ConstantValue, DeclKind, Meta, Param, Use};
use crate::syntax::grammar::Rule;

impl Cx<'_> {
    /// 引用
    pub(crate) fn use_decl(&mut self, at: usize, meta: &mut Meta) -> Option<DeclKind> {
        let toks = self.read_head(at, Rule::use_head)?;
        let mut c = self.cursor(at, &toks)?;
        let kind = if c.eat(Rule::document).is_some() {
            let text = c.eat(Rule::text).map(|n| self.text(n))?;
            DeclKind::Document(text)
        } else {
            let path = c.path();
            let alias = c.eat(Rule::alias).map(|n| n.inner().name());
            DeclKind::Use(Use { path, alias })
        };
        self.metas(&mut c, meta);
        self.clauses_below(at, meta);
        Some(kind)
    }

    /// 参数 and its lines.
    pub(crate) fn params_block(&mut self, at: usize, meta: &mut Meta) -> Vec<Param> {
        self.bare_head(at, Rule::param_head, meta);
        let mut params = Vec::new();
        for item in self.block(Some(at)) {
            if self.own_clause(item.at, item.head, &[]) {
                self.clause_line(item.at, meta);
                continue;
            }
            let Some(toks) = self.read_head(item.at, Rule::param_line) else { continue };
            let Some(mut c) = self.cursor(item.at, &toks) else { continue };
            let Some(node) = c.next() else { continue };
            let mut param = self.param(node);
            param.meta = item.meta;
            self.metas(&mut c, &mut param.meta);
            self.clauses_below(item.at, &mut param.meta);
            params.push(param);
        }
        params
    }

    /// 常量 and its lines.
    pub(crate) fn consts_block(&mut self, at: usize, meta: &mut Meta) -> Vec<Constant> {
        self.bare_head(at, Rule::const_head, meta);
        let mut consts = Vec::new();
        for item in self.block(Some(at)) {
            if self.own_clause(item.at, item.head, &[]) {
                self.clause_line(item.at, meta);
                continue;
            }
            let Some(toks) = self.read(item.at, Rule::const_line) else { continue };
            let Some(mut c) = self.cursor(item.at, &toks) else { continue };
            let name = c.name();
            let value = match c.node() {
                Some(n) if n.rule == Rule::unbound => ConstantValue::Unbound(n.span()),
                Some(n) if n.rule == Rule::advice => ConstantValue::Advice(n.span()),
                Some(n) => ConstantValue::Value(self.expr(n)),
                None => continue,
            };
            c.next();
            let mut own = item.meta;
            self.metas(&mut c, &mut own);
            self.clauses_below(item.at, &mut own);
            consts.push(Constant { name, value, meta: own });
        }
        consts
    }

    fn bare_head(&mut self, at: usize, rule: Rule, meta: &mut Meta) {
        if let Some(toks) = self.read_head(at, rule)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            self.metas(&mut c, meta);
        }
    }

    /// Whether a line of a block of names is a clause of the block itself: it begins with a clause's keyword, then a space and more.
    pub(crate) fn own_clause(&self, at: usize, head: Option<Rule>, more: &[Rule]) -> bool {
        let Some(head) = head else { return false };
        let words = self.words(at);
        let len = crate::syntax::keyword::head(words).map_or(0, |(_, len)| len);
        let rest = words.get(len..).unwrap_or("");
        let bare = matches!(head, Rule::k_floor) || more.contains(&head) && matches!(head, Rule::k_open | Rule::k_system);
        (matches!(head, Rule::k_basis | Rule::k_floor | Rule::k_formerly) || more.contains(&head))
            && (rest.is_empty() && bare || rest.starts_with([' ', '\t', '“', '"', '「']))
            && !rest.trim_start().starts_with(':')
            && !rest.trim_start().starts_with('=')
    }

    /// Takes the clause lines below a line that has no other block.
    pub(crate) fn clauses_below(&mut self, at: usize, meta: &mut Meta) {
        for below in self.lines.below(Some(at)) {
            if matches!(self.head_of(below), Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly)) {
                self.clause_line(below, meta);
            } else {
                let finding = super::refuse::under(self.lines, at, below);
                self.report(finding);
            }
        }
    }
}

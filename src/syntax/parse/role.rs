//! 角色, 动作, 事件.

use super::clause::nameless;
use super::cx::Cx;
use crate::syntax::ast::{Action, EventDecl, Meta, Role};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Cursor;

impl Cx<'_> {
    /// 角色
    pub(crate) fn role(&mut self, at: usize, meta: &mut Meta) -> Role {
        let mut role = Role { name: nameless(self, at), aliases: Vec::new(), superior: None, exclusive: Vec::new(), using: None };
        if let Some(toks) = self.read_head(at, Rule::role_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            role.name = c.name();
            self.role_clauses(&mut c, &mut role, meta);
        }
        for item in self.block(Some(at)) {
            if let Some(toks) = self.read(item.at, Rule::role_clause_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
            {
                self.role_clauses(&mut c, &mut role, meta);
            }
            self.no_block(item.at);
        }
        role
    }

    fn role_clauses(&mut self, c: &mut Cursor<'_>, role: &mut Role, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            let mut inner = node.inner();
            match node.rule {
                Rule::aliases => role.aliases.extend(inner.names()),
                Rule::superior => role.superior = Some(inner.name()),
                Rule::using => role.using = Some(inner.name()),
                Rule::exclusive => role.exclusive.extend(inner.names()),
                _ => {}
            }
        }
    }

    /// 动作
    pub(crate) fn action(&mut self, at: usize, meta: &mut Meta) -> Action {
        let mut action =
            Action { name: nameless(self, at), params: Vec::new(), gives: None, only: Vec::new(), provided: None, irreversible: false };
        if let Some(toks) = self.read_head(at, Rule::action_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            action.name = c.name();
            action.params = self.params(&mut c);
            self.action_clauses(&mut c, &mut action, meta);
        }
        for item in self.block(Some(at)) {
            if let Some(toks) = self.read(item.at, Rule::action_clause_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
            {
                self.action_clauses(&mut c, &mut action, meta);
            }
            self.no_block(item.at);
        }
        action
    }

    fn action_clauses(&mut self, c: &mut Cursor<'_>, action: &mut Action, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            match node.rule {
                Rule::gives => action.gives = Some(self.gives(node)),
                Rule::only => action.only.extend(node.inner().names()),
                Rule::provided => action.provided = Some(self.inside(node)),
                Rule::irreversible => action.irreversible = true,
                _ => {}
            }
        }
    }

    /// 事件
    pub(crate) fn event_decl(&mut self, at: usize, meta: &mut Meta) -> EventDecl {
        let mut event = EventDecl { name: nameless(self, at), params: Vec::new() };
        if let Some(toks) = self.read_head(at, Rule::event_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            event.name = c.name();
            event.params = self.params(&mut c);
            self.metas(&mut c, meta);
        }
        self.clauses_below(at, meta);
        event
    }
}

//! Parameters, types, results: the clauses several declarations share.

use super::cx::Cx;
use super::expr::missing;
use crate::syntax::ast::{Expr, Gives, Meta, Name, Param, Path, Range, TypeKind, TypeRef};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::{keyword, word};

impl Cx<'_> {
    /// The parameters in brackets that may come next.
    pub(crate) fn params(&mut self, c: &mut Cursor<'_>) -> Vec<Param> {
        let Some(node) = c.eat(Rule::params) else { return Vec::new() };
        node.inner().map(|n| self.param(n)).collect()
    }

    /// One parameter.
    pub(crate) fn param(&mut self, node: Node<'_>) -> Param {
        let mut c = node.inner();
        let name = c.name();
        let ty = self.maybe_type(&mut c);
        let default = c.eat(Rule::default).map(|n| self.next_expr(&mut n.inner()));
        Param { name, ty, default, meta: Meta::default() }
    }

    /// The type that may come next.
    pub(crate) fn maybe_type(&mut self, c: &mut Cursor<'_>) -> Option<TypeRef> {
        c.eat(Rule::type_).map(|n| self.type_of(n))
    }

    /// The type that comes next.
    pub(crate) fn type_ref(&mut self, c: &mut Cursor<'_>) -> TypeRef {
        let here = c.here();
        self.maybe_type(c).unwrap_or(TypeRef { kind: TypeKind::Text, range: None, optional: false, span: here })
    }

    fn type_of(&mut self, node: Node<'_>) -> TypeRef {
        let mut c = node.inner();
        let list = c.eat(Rule::list_of).is_some();
        let kind = match c.next() {
            Some(n) if n.rule == Rule::type_word => word::type_kind(n.str()).unwrap_or_else(|| TypeKind::Named(n.path())),
            Some(n) if n.rule == Rule::actor => {
                let name = n.name();
                TypeKind::Named(Path { span: name.span, parts: vec![name] })
            }
            Some(n) => TypeKind::Named(n.path()),
            None => TypeKind::Text,
        };
        let range = c.eat(Rule::range).map(|n| self.range(n));
        let optional = c.eat(Rule::optional).is_some();
        let kind = if list { TypeKind::List(Box::new(kind)) } else { kind };
        TypeRef { kind, range, optional, span: node.span() }
    }

    pub(super) fn range(&mut self, node: Node<'_>) -> Range {
        match self.bound(&mut node.inner()) {
            crate::syntax::ast::Test::Range(range) => range,
            _ => Range { low: None, high: None, open: false, span: node.span() },
        }
    }

    /// What 得 gives.
    pub(crate) fn gives(&mut self, node: Node<'_>) -> Gives {
        let mut c = node.inner();
        match c.peek() {
            Some(Rule::name) => Gives::Leaves(c.names(), node.span()),
            _ => Gives::Type(self.type_ref(&mut c)),
        }
    }

    /// The condition inside 仅当 and its like.
    pub(crate) fn inside(&mut self, node: Node<'_>) -> Expr {
        match node.inner().next() {
            Some(n) => self.expr(n),
            None => missing(node.span()),
        }
    }

    /// Reports lines below one that takes no block.
    pub(crate) fn no_block(&mut self, at: usize) {
        if let Some(first) = self.lines.below(Some(at)).next() {
            let finding = super::refuse::under(self.lines, at, first);
            self.report(finding);
        }
    }

    /// The keyword a line begins with.
    pub(crate) fn head_of(&self, at: usize) -> Option<Rule> {
        keyword::head(self.words(at)).map(|(k, _)| k.rule)
    }
}

/// A name that could not be read.
pub(crate) fn nameless(cx: &Cx<'_>, at: usize) -> Name {
    Name { text: smol_str::SmolStr::default(), span: cx.span(at).after() }
}

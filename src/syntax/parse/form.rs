//! 登记表.

use super::clause::nameless;
use super::cx::{Cx, Item};
use crate::syntax::ast::{Field, Form, FormRow, Meta};
use crate::syntax::grammar::Rule;
use crate::syntax::name::member;
use crate::syntax::token::{Cursor, Node};

impl Cx<'_> {
    /// 登记表 with its fields.
    pub(crate) fn form(&mut self, at: usize, meta: &mut Meta) -> Form {
        let mut form = Form { name: nameless(self, at), system: false, aliases: Vec::new(), rows: Vec::new() };
        if let Some(toks) = self.read_head(at, Rule::form_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            form.name = c.name();
            self.form_clauses(&mut c, &mut form, meta);
        }
        for item in self.block(Some(at)) {
            if self.own_clause(item.at, item.head, &[Rule::k_alias, Rule::k_system]) {
                if let Some(toks) = self.read(item.at, Rule::form_clause_line)
                    && let Some(mut c) = self.cursor(item.at, &toks)
                {
                    self.form_clauses(&mut c, &mut form, meta);
                }
                self.no_block(item.at);
            } else {
                form.rows.extend(self.form_row(item));
            }
        }
        form
    }

    fn form_clauses(&mut self, c: &mut Cursor<'_>, form: &mut Form, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            match c.next() {
                Some(n) if n.rule == Rule::system => form.system = true,
                Some(n) if n.rule == Rule::aliases => form.aliases.extend(n.inner().names()),
                _ => {}
            }
        }
    }

    fn form_row(&mut self, item: Item) -> Option<FormRow> {
        let Item { at, head, mut meta } = item;
        let several = matches!(head, Some(Rule::k_require_one | Rule::k_distinct))
            && self.own_clause(at, head, &[Rule::k_require_one, Rule::k_distinct]);
        if let (true, Some(head)) = (several, head) {
            let one = head == Rule::k_require_one;
            let toks = self.read(at, if one { Rule::require_one_line } else { Rule::distinct_line })?;
            let mut c = self.cursor(at, &toks)?;
            let names = c.next()?.inner().names();
            self.clauses_below(at, &mut meta);
            let span = self.span(at);
            return Some(if one { FormRow::RequireOne(names, span) } else { FormRow::Distinct(names, span) });
        }
        let toks = self.read_head(at, Rule::field_line)?;
        let mut c = self.cursor(at, &toks)?;
        let mut name = c.name();
        name.text = member(&name.text);
        let ty = self.type_ref(&mut c);
        let mut field = Field {
            name,
            ty,
            derived: None,
            required: None,
            grouped: Vec::new(),
            pattern: None,
            system: false,
            secret: false,
            aliases: Vec::new(),
            default: None,
            meta: Meta::default(),
        };
        while c.peek().is_some() {
            if self.meta(&mut c, &mut meta) {
                continue;
            }
            if let Some(node) = c.next() {
                self.field_clause(node, &mut field);
            }
        }
        self.clauses_below(at, &mut meta);
        field.meta = meta;
        Some(FormRow::Field(Box::new(field)))
    }

    fn field_clause(&mut self, node: Node<'_>, field: &mut Field) {
        let mut inner = node.inner();
        match node.rule {
            Rule::derived => field.derived = Some(self.inside(node)),
            Rule::required => field.required = Some(None),
            Rule::provided => field.required = Some(Some(self.inside(node))),
            Rule::grouped => field.grouped = inner.filter_map(|n| n.str().parse().ok()).collect(),
            Rule::pattern => field.pattern = inner.eat(Rule::text).map(|n| self.text(n)),
            Rule::system => field.system = true,
            Rule::secret => field.secret = true,
            Rule::aliases => field.aliases.extend(inner.names()),
            Rule::default => field.default = Some(self.inside(node)),
            _ => {}
        }
    }
}

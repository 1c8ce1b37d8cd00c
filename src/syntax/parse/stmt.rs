//! Blocks of statements: the first word of a line decides what it is.

use super::cx::{Cx, Item};
use super::refuse::{self, Place};
use crate::syntax::ast::{Block, Expr, ExprKind, If, IfArm, Meta, Path, Stmt, StmtKind, When};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};

impl Cx<'_> {
    /// The statements of some lines.
    pub(crate) fn stmts(&mut self, items: Vec<Item>, place: Place) -> Block {
        let mut block = Vec::with_capacity(items.len());
        let mut items = items.into_iter().peekable();
        while let Some(item) = items.next() {
            if item.head == Some(Rule::k_if) {
                let mut chain = vec![item];
                while let Some(next) = items.next_if(|i| matches!(i.head, Some(Rule::k_else_if | Rule::k_else))) {
                    let last = next.head == Some(Rule::k_else);
                    chain.push(next);
                    if last {
                        break;
                    }
                }
                self.if_chain(chain, &mut block);
            } else {
                self.stmt(item, place, &mut block);
            }
        }
        block
    }

    /// What stands below a line: its inline statement and its block, never both; clauses go to `meta`.
    pub(crate) fn body(&mut self, at: usize, inline: Block, meta: &mut Meta) -> Block {
        let mut block = inline;
        // The deeper lines of an inline tip continue it and were read with it; a 依据 among them belongs to the whole line.
        if let Some(Stmt { kind: StmtKind::Tip(_), meta: own, .. }) = block.first_mut() {
            meta.take_clauses(own);
            return block;
        }
        let mut rest = Vec::new();
        for item in self.block(Some(at)) {
            if matches!(item.head, Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly)) {
                self.clause_line(item.at, meta);
            } else {
                rest.push(item);
            }
        }
        if let (Some(stmt), Some(first)) = (block.first(), rest.first()) {
            let finding = refuse::both(self.lines, at, stmt.span, first.at);
            self.report(finding);
            // Which of the two was meant to come last is unknown, so nothing is said of what follows what.
            block.iter_mut().for_each(|s| s.kind = StmtKind::Bad);
        }
        block.extend(self.stmts(rest, Place::Block));
        block
    }

    /// The statement at the end of a line, if there is one.
    pub(crate) fn inline(&mut self, c: &mut Cursor<'_>, at: usize) -> Block {
        match c.node() {
            Some(node) if is_stmt(node.rule) => {
                c.next();
                let mut meta = Meta::default();
                let kind = self.simple(node, at, &mut meta);
                vec![Stmt { kind, meta, span: node.span() }]
            }
            _ => Vec::new(),
        }
    }

    fn stmt(&mut self, item: Item, place: Place, block: &mut Block) {
        let Item { at, head, mut meta } = item;
        let span = self.span(at);
        let Some(rule) = head.and_then(line_rule) else {
            let kind = self.special(at, head, place, &mut meta, block);
            block.push(Stmt { kind, meta, span });
            return;
        };
        let Some(toks) = self.read(at, rule) else {
            block.push(Stmt { kind: StmtKind::Bad, meta, span });
            self.salvage(at, block);
            return;
        };
        let Some(mut c) = self.cursor(at, &toks) else { return };
        let kind = match c.next() {
            Some(node) => self.simple(node, at, &mut meta),
            None => StmtKind::Bad,
        };
        self.metas(&mut c, &mut meta);
        let kind = match kind {
            StmtKind::Wait(mut wait) => {
                self.wait_block(at, &mut wait, &mut meta);
                StmtKind::Wait(wait)
            }
            StmtKind::Do { action, args, into, limit, .. } => {
                let timeout = self.do_block(at, &mut meta).map(Box::new);
                StmtKind::Do { action, args, into, limit, timeout }
            }
            StmtKind::Option(mut option) => {
                meta.take_clauses(&mut option.meta);
                option.body = self.body(at, option.body, &mut meta);
                option.meta = meta.clone();
                StmtKind::Option(option)
            }
            StmtKind::When(mut when) => {
                when.body = self.body(at, when.body, &mut meta);
                when.meta = meta.clone();
                StmtKind::When(when)
            }
            StmtKind::Tip(_) => kind,
            kind => {
                block.push(Stmt { kind, meta, span });
                self.only_clauses(at, block);
                return;
            }
        };
        block.push(Stmt { kind, meta, span });
    }

    /// Below a statement that takes no block stand clauses; other lines are reported and read as its siblings.
    fn only_clauses(&mut self, at: usize, block: &mut Block) {
        if self.lines.below(Some(at)).is_empty() {
            return;
        }
        let mut meta = Meta::default();
        let mut rest = Vec::new();
        for item in self.block(Some(at)) {
            if matches!(item.head, Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly)) {
                self.clause_line(item.at, &mut meta);
            } else {
                rest.push(item);
            }
        }
        if let Some(stmt) = block.last_mut() {
            stmt.meta.take_clauses(&mut meta);
        }
        if let Some(first) = rest.first() {
            let finding = refuse::under(self.lines, at, first.at);
            self.report(finding);
            block.extend(self.stmts(rest, Place::Block));
        }
    }

    /// Reads the block of a line that could not be read. Whether a call goes through it nobody knows: it stands as what may be done, and
    /// what belongs to a wait that could not be read is not held against it.
    fn salvage(&mut self, at: usize, block: &mut Block) {
        let items = self.block(Some(at));
        let mut body = self.stmts(items, Place::Any);
        for stmt in &mut body {
            if matches!(stmt.kind, StmtKind::WaitAgain { .. } | StmtKind::Continue | StmtKind::CloseHere) {
                stmt.kind = StmtKind::Bad;
            }
        }
        if body.is_empty() {
            return;
        }
        let span = self.span(at);
        let nothing = Expr { kind: ExprKind::Path(Path { parts: Vec::new(), span }), span };
        let arms = vec![IfArm { condition: nothing, body, span }];
        block.push(Stmt { kind: StmtKind::If(If { arms, otherwise: None }), meta: Meta::default(), span });
    }

    /// Reads the block of a line of unknown kind for its faults alone.
    pub(crate) fn guess_block(&mut self, at: usize) {
        let items = self.block(Some(at));
        self.stmts(items, Place::Any);
    }

    fn special(&mut self, at: usize, head: Option<Rule>, place: Place, meta: &mut Meta, block: &mut Block) -> StmtKind {
        match head {
            Some(Rule::k_match) => StmtKind::Match(self.table(at, false, meta)),
            Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => {
                self.clause_line(at, meta);
                StmtKind::Basis
            }
            _ => {
                self.strange(at, place);
                self.salvage(at, block);
                StmtKind::Bad
            }
        }
    }

    fn if_chain(&mut self, chain: Vec<Item>, block: &mut Block) {
        let mut made = If { arms: Vec::new(), otherwise: None };
        let mut meta = Meta::default();
        let mut head_span = None;
        for item in chain {
            let Item { at, head, meta: mut own } = item;
            let span = self.span(at);
            let rule = match head {
                Some(Rule::k_if) => Rule::if_line,
                Some(Rule::k_else_if) => Rule::else_if_line,
                _ => Rule::else_line,
            };
            let first = head_span.is_none();
            head_span = head_span.or(Some(span));
            let toks = self.read(at, rule);
            let mut c = toks.as_deref().and_then(|toks| self.cursor(at, toks));
            let condition = match (&mut c, rule) {
                (Some(c), Rule::if_line | Rule::else_if_line) => Some(self.next_expr(c)),
                (None, Rule::if_line | Rule::else_if_line) => Some(super::expr::missing(span)),
                _ => None,
            };
            let mut body = match &mut c {
                Some(c) => {
                    let inline = self.inline(c, at);
                    self.metas(c, &mut own);
                    inline
                }
                None => Vec::new(),
            };
            body = self.body(at, body, &mut own);
            if first {
                meta = own;
            } else if !own.basis.is_empty() {
                body.push(Stmt { kind: StmtKind::Basis, meta: own, span });
            }
            match condition {
                Some(condition) if c.is_some() => made.arms.push(IfArm { condition, body, span }),
                // The arm could not be read: its block is kept beside the others so that it is still checked.
                Some(_) => block.append(&mut body),
                None => made.otherwise = Some((body, span)),
            }
        }
        let span = head_span.unwrap_or_default();
        let kind = if made.arms.is_empty() { StmtKind::Bad } else { StmtKind::If(made) };
        block.push(Stmt { kind, meta, span });
    }

    /// One statement from its token; blocks come later.
    fn simple(&mut self, node: Node<'_>, at: usize, meta: &mut Meta) -> StmtKind {
        match node.rule {
            Rule::say | Rule::ask => self.say(node),
            Rule::tip => {
                let start = node.inner().next().map_or(node.end, |n| n.start);
                StmtKind::Tip(self.raw(at, start, meta))
            }
            Rule::wait | Rule::wait_again => self.wait(node),
            Rule::option => StmtKind::Option(Box::new(self.option(node, at, Meta::default()))),
            Rule::when => {
                let mut c = node.inner();
                let events = self.next_events(&mut c);
                let body = self.inline(&mut c, at);
                StmtKind::When(Box::new(When { events, body, meta: Meta::default(), span: self.span(at) }))
            }
            _ => self.act(node),
        }
    }
}

/// Whether a token is a statement that may stand at the end of a line.
pub(crate) fn is_stmt(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::goto
            | Rule::say
            | Rule::return_
            | Rule::finish
            | Rule::call
            | Rule::open_case
            | Rule::do_
            | Rule::set
            | Rule::ask
            | Rule::fill
            | Rule::read_back
            | Rule::wait_again
            | Rule::wait
            | Rule::climb
            | Rule::continue_
            | Rule::close_here
            | Rule::tip
    )
}

/// The rule for a line that begins with a keyword.
fn line_rule(head: Rule) -> Option<Rule> {
    Some(match head {
        Rule::k_say | Rule::k_should_say | Rule::k_must_say => Rule::say_line,
        Rule::k_tip => Rule::tip_line,
        Rule::k_ask => Rule::ask_line,
        Rule::k_fill => Rule::fill_line,
        Rule::k_read_back => Rule::read_back_line,
        Rule::k_set => Rule::set_line,
        Rule::k_do => Rule::do_line,
        Rule::k_open_case => Rule::open_case_line,
        Rule::k_call => Rule::call_line,
        Rule::k_escalate => Rule::climb_line,
        Rule::k_goto => Rule::goto_line,
        Rule::k_return => Rule::return_line,
        Rule::k_end => Rule::finish_line,
        Rule::k_wait => Rule::wait_line,
        Rule::k_wait_again => Rule::wait_again_line,
        Rule::k_continue => Rule::continue_line,
        Rule::k_close_here => Rule::close_here_line,
        Rule::k_option => Rule::option_line,
        Rule::k_on => Rule::when_line,
        _ => return None,
    })
}

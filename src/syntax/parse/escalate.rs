//! 升级 as a declaration.

use super::clause::nameless;
use super::cx::{Cx, Item};
use super::refuse::Place;
use crate::syntax::ast::{Escalate, Jump, Meta, Raise, Rung};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Node;

impl Cx<'_> {
    /// 升级
    pub(crate) fn escalate(&mut self, at: usize, meta: &mut Meta) -> Escalate {
        let mut made = Escalate {
            name: nameless(self, at),
            key: None,
            rungs: Vec::new(),
            raises: Vec::new(),
            jumps: Vec::new(),
            stop: Vec::new(),
            top: None,
        };
        if let Some(toks) = self.read_head(at, Rule::escalate_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            made.name = c.name();
            while c.peek().is_some() {
                if self.meta(&mut c, meta) {
                    continue;
                }
                if let Some(node) = c.next()
                    && node.rule == Rule::keyed
                {
                    made.key = Some(self.key(node));
                }
            }
        }
        for item in self.block(Some(at)) {
            self.escalate_line(item, &mut made, meta);
        }
        made
    }

    fn escalate_line(&mut self, item: Item, made: &mut Escalate, meta: &mut Meta) {
        let at = item.at;
        match item.head {
            Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => self.clause_line(at, meta),
            Some(Rule::k_top) => self.only(item, &mut made.top, Rule::top_line, "到顶", "top"),
            Some(Rule::k_rung | Rule::k_raise | Rule::k_straight_to | Rule::k_stop) => {
                let mut own = item.meta;
                if let Some(toks) = self.read(at, Rule::escalate_line)
                    && let Some(mut c) = self.cursor(at, &toks)
                {
                    if let Some(node) = c.next() {
                        self.escalate_part(node, made);
                    }
                    self.metas(&mut c, &mut own);
                }
                self.clauses_below(at, &mut own);
                match made.rungs.last_mut().filter(|_| item.head == Some(Rule::k_rung)) {
                    Some(rung) => rung.meta = own,
                    None => meta.basis.append(&mut own.basis),
                }
            }
            _ => {
                self.strange(at, Place::Timed);
                self.guess_block(at);
            }
        }
    }

    fn escalate_part(&mut self, node: Node<'_>, made: &mut Escalate) {
        let mut c = node.inner();
        let span = node.span();
        match node.rule {
            Rule::rung => {
                let mut rung = Rung { role: c.name(), limit: None, optional: false, meta: Meta::default(), span };
                for n in c {
                    match n.rule {
                        Rule::limit => rung.limit = Some(self.limit(n)),
                        _ => rung.optional = true,
                    }
                }
                made.rungs.push(rung);
            }
            Rule::raise => {
                let events = self.next_events(&mut c);
                let to = c.peek().is_some().then(|| c.name());
                made.raises.push(Raise { events, to, span });
            }
            Rule::straight => {
                let to = c.name();
                let when = c.peek().is_some().then(|| self.next_expr(&mut c));
                made.jumps.push(Jump { to, when, span });
            }
            Rule::closes => made.stop.push(self.next_events(&mut c)),
            _ => {}
        }
    }
}

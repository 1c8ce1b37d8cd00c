//! Constructs of part 2: kept by name and place, their lines checked for form.

use super::cx::{Cx, Item};
use super::refuse::Place;
use crate::syntax::ast::{Meta, Name, Path, Timed, TimedKind};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Cursor;

/// The construct a keyword begins.
pub(crate) fn kind(head: Rule) -> Option<TimedKind> {
    Some(match head {
        Rule::k_deadline => TimedKind::Deadline,
        Rule::k_escalate => TimedKind::Escalate,
        Rule::k_schedule => TimedKind::Schedule,
        Rule::k_retain => TimedKind::Retain,
        Rule::k_extends => TimedKind::Extends,
        _ => return None,
    })
}

impl Cx<'_> {
    /// A construct of part 2.
    pub(crate) fn timed(&mut self, at: usize, head: Rule, meta: &mut Meta) -> Timed {
        let kind = kind(head).unwrap_or(TimedKind::Extends);
        let until = self.line(at).map_or(at, |l| l.until as usize);
        let lines = (at + 1..until).map(|i| self.span(i)).collect();
        let mut timed = Timed { kind, name: None, lines };
        if let Some(toks) = self.read_head(at, head_rule(kind))
            && let Some(mut c) = self.cursor(at, &toks)
        {
            timed.name = c.next_if(|r| matches!(r, Rule::name | Rule::path | Rule::package)).map(|n| joined(n.path()));
            self.check_values(c);
            while c.peek().is_some() {
                if self.meta(&mut c, meta) {
                    continue;
                }
                c.next();
            }
        }
        for item in self.block(Some(at)) {
            self.timed_line(kind, item, meta);
        }
        timed
    }

    fn timed_line(&mut self, kind: TimedKind, item: Item, meta: &mut Meta) {
        let at = item.at;
        match item.head {
            Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => return self.clause_line(at, meta),
            _ => {}
        }
        let Some((rule, block)) = line_rule(kind, item.head) else {
            self.strange(at, Place::Timed);
            return self.guess_block(at);
        };
        let toks = self.read(at, rule);
        if let Some(toks) = &toks
            && let Some(mut c) = self.cursor(at, toks)
        {
            self.check_values(c);
            if block {
                // Only what stands below is still to be read; the inline statement was checked for form.
                let inline = self.inline(&mut c, at);
                self.body(at, inline, &mut Meta::default());
                return;
            }
        }
        if block { self.guess_block(at) } else { self.clauses_below(at, &mut Meta::default()) }
    }
}

/// Reads what a line of part 2 says in values and texts, for its faults alone.
impl Cx<'_> {
    fn check_values(&mut self, c: Cursor<'_>) {
        for node in c {
            match node.rule {
                Rule::expr | Rule::conj | Rule::value => drop(self.expr(node)),
                Rule::text => drop(self.text(node)),
                Rule::date => drop(self.date(node)),
                Rule::clock => drop(self.clock(node)),
                rule if super::stmt::is_stmt(rule) => {}
                _ => self.check_values(node.inner()),
            }
        }
    }
}

fn joined(path: Path) -> Name {
    let text = path.parts.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(".");
    Name { text: text.into(), span: path.span }
}

fn head_rule(kind: TimedKind) -> Rule {
    match kind {
        TimedKind::Deadline => Rule::deadline_head,
        TimedKind::Escalate => Rule::escalate_head,
        TimedKind::Schedule => Rule::schedule_head,
        TimedKind::Retain => Rule::retain_head,
        TimedKind::Extends => Rule::extends_head,
    }
}

/// The rule for a line of a construct, and whether statements may stand below it.
fn line_rule(kind: TimedKind, head: Option<Rule>) -> Option<(Rule, bool)> {
    let simple = |rule| Some((rule, false));
    match (kind, head) {
        (TimedKind::Deadline, Some(Rule::k_warn)) => Some((Rule::warn_line, true)),
        (TimedKind::Deadline, Some(Rule::k_timeout)) => Some((Rule::timeout_line, true)),
        (TimedKind::Deadline, Some(Rule::k_past)) => Some((Rule::late_line, true)),
        (TimedKind::Deadline, _) => simple(Rule::deadline_line),
        (TimedKind::Escalate, Some(Rule::k_top)) => Some((Rule::top_line, true)),
        (TimedKind::Escalate, _) => simple(Rule::escalate_line),
        (TimedKind::Schedule, Some(Rule::k_missed)) => Some((Rule::missed_line, true)),
        (TimedKind::Schedule, _) => simple(Rule::schedule_line),
        (TimedKind::Retain, _) => simple(Rule::retain_line),
        (TimedKind::Extends, _) => None,
    }
}

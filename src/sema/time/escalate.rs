//! 升级: rungs in order, and what moves between them.

use crate::base::Span;
use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{CalendarId, Event, Expr, Ladder, RoleId, Rung};
use crate::sema::names::{Wanted, unknown};
use crate::syntax::ast::{self, Name};

impl<'a> Cx<'a> {
    /// A 升级 outside a flow.
    pub(super) fn package_ladder(&mut self, written: &'a ast::Escalate, shell: Ladder) -> Ladder {
        let using = self.model.default_calendar;
        let mut made = self.ladder_events(written, shell);
        let (key, span) = (made.key.clone(), made.span);
        let bodies: Vec<&ast::Timeout> = written.top.iter().collect();
        let (made, vars) = self.keyed(&key, span, &bodies, |cx| {
            cx.rungs(written, &mut made, using);
            made.top = written.top.as_ref().map(|b| cx.loose_body(b));
            made
        });
        Ladder { vars, ..made }
    }

    /// A 升级 of the flow that is being read.
    pub(crate) fn flow_ladder(&mut self, written: &'a ast::Escalate, shell: Ladder, using: Option<CalendarId>) -> Ladder {
        let mut made = self.ladder_events(written, shell);
        let using = using.or(self.model.default_calendar);
        self.rungs(written, &mut made, using);
        made.top = written.top.as_ref().map(|b| self.limit_body(b));
        made
    }

    fn ladder_events(&mut self, written: &'a ast::Escalate, shell: Ladder) -> Ladder {
        let raises: Vec<(Event, Option<usize>)> =
            written.raises.iter().map(|r| (self.event(&r.events), r.to.as_ref().and_then(|n| self.rung_of(written, n)))).collect();
        let made = Ladder { stop: self.any_event(&written.stop, shell.span), raises, ..shell };
        let key = made.key.clone();
        let events: Vec<Event> = made.events().cloned().collect();
        self.carry(&key, &events.iter().collect::<Vec<_>>());
        made
    }

    fn rungs(&mut self, written: &'a ast::Escalate, made: &mut Ladder, using: Option<CalendarId>) {
        made.using = using;
        made.rungs = written
            .rungs
            .iter()
            .map(|r| Rung {
                role: self.role(&r.role),
                limit: r.limit.as_ref().map(|l| self.limit(l)),
                optional: r.optional,
                span: r.span,
                meta: meta(&r.meta),
            })
            .collect();
        let jumps: Vec<(usize, Option<Expr>)> = written
            .jumps
            .iter()
            .filter_map(|j| {
                let when = j.when.as_ref().map(|e| self.condition(e));
                Some((self.rung_of(written, &j.to)?, when))
            })
            .collect();
        made.jumps = jumps;
    }

    /// The rung of a role by its name, in this ladder.
    fn rung_of(&mut self, written: &ast::Escalate, name: &Name) -> Option<usize> {
        let role = self.role(name)?;
        let at = self.rung_place(written, role);
        if at.is_none() {
            let names: Vec<&str> = written.rungs.iter().map(|r| r.role.text.as_str()).collect();
            let d = unknown(name, Wanted::Role, Some(&written.name.text), names.into_iter());
            self.report(d.related(written.name.span, "这个阶梯的各级里没有它", "no rung of this ladder"));
        }
        at
    }

    fn rung_place(&mut self, written: &ast::Escalate, role: RoleId) -> Option<usize> {
        let before = self.out.len();
        let at = written.rungs.iter().position(|r| self.role(&r.role) == Some(role));
        self.out.truncate(before);
        at
    }

    /// The ladder of a statement, with the value of its key where it is started.
    pub(crate) fn climb(&mut self, path: &ast::Path) -> Option<(crate::sema::model::LadderId, Option<Expr>)> {
        use crate::sema::scope::Symbol;
        let id = self.named(path, Wanted::Ladder, |s| match s {
            Symbol::Ladder(id) => Some(id),
            _ => None,
        })?;
        let key = self.model.ladders.get(id.index()).map(|l| l.key.clone())?;
        let span: Span = path.span;
        let value = self.key_value(&key, span);
        Some((id, value))
    }
}

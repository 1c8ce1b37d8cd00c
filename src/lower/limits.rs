//! 期限, 升级, 周期, 留存: tables, and the code of what they do.

use super::Lowering;
use super::cite::clauses;
use super::flow::leaves;
use super::tables::{former, var};
use crate::program::{self, Expr, KeyedEvent, Op, Pc};
use crate::sema::model::Severity;
use crate::sema::model::{self, Arm, CalendarId, EventKind, Key, OnRest, Var};
use smol_str::SmolStr;

impl Lowering<'_> {
    /// Lowers all of them, in source order.
    pub(super) fn limits(&mut self) {
        let model = self.model;
        for deadline in &model.deadlines {
            let lowered = self.deadline(deadline);
            self.program.deadlines.extend(lowered);
        }
        for ladder in &model.ladders {
            let lowered = self.ladder(ladder);
            self.program.ladders.extend(lowered);
        }
        for schedule in &model.schedules {
            let lowered = self.schedule(schedule);
            self.program.schedules.extend(lowered);
        }
        for retain in &model.retains {
            let lowered = self.retain(retain);
            self.program.retains.extend(lowered);
        }
        self.in_force(None);
    }

    fn deadline(&mut self, d: &model::Deadline) -> Option<program::Deadline> {
        self.here = d.name.clone();
        self.moves = self.model.moves_deadline(d);
        self.of_limit = d.breach.as_ref().is_some_and(Arm::reaches);
        let limit = self.limit_of(d.limit.as_ref()?, d.using, self.of_limit);
        Some(program::Deadline {
            name: d.name.clone(),
            formerly: former(&d.meta),
            key: key_word(&d.key),
            flow: d.flow.map(|f| f.0),
            line: super::rule::line(d.line),
            vars: self.vars(d.flow.is_none(), &d.vars),
            start: self.keyed_events(&d.start, &d.key),
            stop: self.keyed_events(&d.stop, &d.key),
            limit,
            latest: d.latest,
            pauses: self.pauses(&d.pauses, &d.key),
            warnings: d.warnings.iter().map(|w| program::Warning { left: self.expr(&w.left), body: self.limit_body(&w.body) }).collect(),
            late: d.late.as_ref().map(|arm| self.limit_body(arm)),
            breach: d.breach.as_ref().map(|arm| self.limit_body(arm)),
            severity: d.severity.map(severity),
            veto: d.veto,
            basis: clauses(&d.meta),
        })
    }

    fn ladder(&mut self, l: &model::Ladder) -> Option<program::Ladder> {
        self.here = l.name.clone();
        self.moves = self.model.moves_ladder(l);
        let rungs = l
            .rungs
            .iter()
            .filter_map(|r| {
                Some(program::Rung {
                    role: r.role?.0,
                    // Above a rung somebody stands.
                    limit: r.limit.as_ref().map(|limit| self.limit_of(limit, l.using, true)),
                    optional: r.optional,
                    basis: clauses(&r.meta),
                })
            })
            .collect();
        Some(program::Ladder {
            name: l.name.clone(),
            formerly: former(&l.meta),
            key: key_word(&l.key),
            flow: l.flow.map(|f| f.0),
            vars: self.vars(l.flow.is_none(), &l.vars),
            rungs,
            raises: l
                .raises
                .iter()
                .map(|(on, to)| program::Raise { on: self.keyed_events(on, &l.key), to: to.map(|to| to as u32) })
                .collect(),
            jumps: l.jumps.iter().map(|(to, when)| program::Jump { to: *to as u32, when: when.as_ref().map(|e| self.expr(e)) }).collect(),
            stop: self.keyed_events(&l.stop, &l.key),
            top: self.limit_body(l.top.as_ref()?),
            basis: clauses(&l.meta),
        })
    }

    fn schedule(&mut self, s: &model::Schedule) -> Option<program::Schedule> {
        self.here = s.name.clone();
        self.moves = true;
        self.in_force(s.using);
        let occasion = s.occasion.as_ref()?;
        Some(program::Schedule {
            name: s.name.clone(),
            formerly: former(&s.meta),
            by: s.by?.0,
            calendar: s.using?.0,
            every: occasion.every,
            clock: occasion.clock,
            from: occasion.from,
            on_rest: match occasion.on_rest {
                Some(OnRest::Shift(shift)) => Some(shift.into()),
                Some(OnRest::AsUsual) | None => None,
            },
            counted_by: s.counted_by.as_ref().map(|e| self.event(e)).unwrap_or_default(),
            duties: s.duties.iter().map(|d| program::PeriodDuty { on: self.event(&d.events), times: d.times }).collect(),
            when: s.condition.as_ref().map(|e| self.expr(e)),
            missed: s.missed.as_ref().map(|arm| self.limit_body(arm)),
            vars: self.vars(true, &s.vars),
            basis: clauses(&s.meta),
        })
    }

    fn retain(&mut self, r: &model::Retain) -> Option<program::Retain> {
        self.in_force(r.using);
        let key = self.record_key(r.from.as_ref()?);
        Some(program::Retain {
            form: r.form.0,
            length: self.expr(&r.length),
            from: self.keyed_events(r.from.as_ref()?, &key),
            pauses: self.pauses(&r.pauses, &key),
            calendar: r.using.map(|c| c.0),
            expiry: match r.expiry.as_ref()? {
                model::Expiry::Archive => program::Expiry::Archive,
                model::Expiry::Erase => program::Expiry::Erase,
                model::Expiry::Seal => program::Expiry::Seal,
                model::Expiry::Extend(length) => program::Expiry::Extend(self.expr(length)),
            },
            basis: clauses(&r.meta),
        })
    }

    /// One record is told from another by the first argument of the event that begins its keeping.
    fn record_key(&self, from: &model::Event) -> Key {
        let first = from.atoms.iter().find_map(|atom| match &atom.kind {
            EventKind::Declared(id, _) => self.model.events.get(id.index())?.params.first(),
            EventKind::Do(id) => self.model.actions.get(id.index())?.params.first(),
            _ => None,
        });
        first.map_or(Key::Case, |p| Key::Named(model::NamedKey { name: p.name.clone(), field: None, slot: p.slot.clone(), span: p.span }))
    }

    /// A limit with its calendar.
    fn limit_of(&mut self, limit: &model::Limit, using: Option<CalendarId>, reaches: bool) -> program::Limit {
        self.in_force(using);
        self.limit(limit, reaches)
    }

    fn vars(&mut self, outside: bool, vars: &[Var]) -> Vec<program::Param> {
        if outside { vars.iter().map(|v| var(self, v)).collect() } else { Vec::new() }
    }

    fn pauses(&mut self, pauses: &[(model::Event, model::Event, crate::base::Span)], key: &Key) -> Vec<program::Pause> {
        pauses.iter().map(|(from, to, _)| program::Pause { from: self.keyed_events(from, key), to: self.keyed_events(to, key) }).collect()
    }

    /// Events with where each carries the key.
    fn keyed_events(&mut self, event: &model::Event, key: &Key) -> Vec<KeyedEvent> {
        let mut all = Vec::with_capacity(event.atoms.len());
        let patterns = self.event(event);
        for (pattern, atom) in patterns.into_iter().zip(&event.atoms) {
            let key = match key {
                Key::None | Key::Period => None,
                Key::Case => Some(Expr::Case),
                Key::Named(named) => Some(self.carried(&atom.kind, named)),
            };
            all.push(KeyedEvent { event: pattern, key });
        }
        all
    }

    /// Where an event carries the key; 未知 for one that does not.
    fn carried(&self, kind: &EventKind, key: &model::NamedKey) -> Expr {
        let model = self.model;
        let is = |p: &model::Param| {
            let form = match p.slot.ty {
                model::Ty::Record(form) => model.forms.get(form.index()),
                _ => None,
            };
            p.name == key.name || form.is_some_and(|f| f.name == key.name)
        };
        let base = match kind {
            EventKind::Declared(id, _) => {
                let at = model.events.get(id.index()).and_then(|e| e.params.iter().position(is));
                at.map(|at| Expr::EventArg(id.0, at as u32))
            }
            EventKind::Do(id) => {
                let at = model.actions.get(id.index()).and_then(|a| a.params.iter().position(is));
                at.map(|at| Expr::Arg(at as u32))
            }
            _ => None,
        };
        match (base, key.field) {
            (Some(base), Some((_, field))) => Expr::Field(Box::new(base), field.0),
            (Some(base), None) => base,
            (None, _) => Expr::Value(program::Value::Unknown),
        }
    }

    /// The code of a body: its statements, then the end of it.
    fn limit_body(&mut self, arm: &Arm) -> Pc {
        let start = self.next();
        self.stmts(&arm.body);
        if !arm.body.last().is_some_and(leaves) {
            self.emit(Op::Resume, arm.span);
        }
        start
    }
}

fn key_word(key: &Key) -> SmolStr {
    match key {
        Key::None => SmolStr::default(),
        Key::Case => SmolStr::new_static("工单"),
        Key::Period => SmolStr::new_static("期间"),
        Key::Named(key) => key.name.clone(),
    }
}

fn severity(severity: Severity) -> program::Severity {
    match severity {
        Severity::Serious => program::Severity::Serious,
        Severity::Ordinary => program::Severity::Ordinary,
        Severity::Minor => program::Severity::Minor,
    }
}

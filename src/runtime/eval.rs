//! What an expression gives. Evaluation is total: what cannot be computed is 未知.

use super::arith::arith;
use super::calendar::Unanswered;
use super::limits::Limits;
use super::machine::Machine;
use super::observe::Note;
use super::run::FUEL;
use super::seen::Point;
use super::state::{Core, State, Thread};
use super::totals::Sums;
use super::value::{Record, Records, Val};
use crate::base::Decimal;
use crate::base::calendar::zone::DAY;
use crate::program::{Expr, Measure, Value};
use smol_str::SmolStr;
use std::cell::RefCell;

/// How deep expressions, tables and derived fields may call each other.
const DEPTH: u32 = 200;
/// Records a session may hold.
pub(crate) const RECORDS: usize = 100_000;

/// Everything an expression may read.
pub(crate) struct Eval<'a> {
    pub(crate) m: &'a Machine,
    pub(crate) core: &'a Core,
    pub(crate) params: &'a [Val],
    pub(crate) records: &'a mut Records,
    pub(crate) limits: &'a Limits,
    pub(crate) vars: &'a [Val],
    pub(crate) args: &'a [Val],
    pub(crate) events: &'a [(u32, Vec<Val>)],
    /// How many nodes may still be looked at; at zero everything is 未知 and the event is undone.
    pub(crate) fuel: &'a mut u32,
    pub(crate) depth: u32,
    /// The calendar in force.
    pub(crate) calendar: Option<u32>,
    /// What calendars could not answer.
    pub(crate) faults: &'a RefCell<Vec<Unanswered>>,
    /// The event, key and case in hand.
    pub(crate) hand: Hand<'a>,
}

/// What a rule, limit or ladder has in hand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hand<'a> {
    pub(crate) note: Option<&'a Note>,
    /// Values out of the words of the turn.
    pub(crate) captured: &'a [(SmolStr, Val)],
    pub(crate) key: Option<&'a Val>,
    pub(crate) case: u32,
    /// With what measure its events are derived.
    pub(crate) measure: u8,
    /// The instant that is now, where it is not the session's.
    pub(crate) now: Option<i64>,
    /// What the call has come to then.
    pub(crate) sums: Option<Sums<'a>>,
}

/// What an expression sees besides the session: values in scope, and what is in hand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scope<'a> {
    pub(crate) vars: &'a [Val],
    pub(crate) args: &'a [Val],
    /// The latest arguments of declared events.
    pub(crate) events: &'a [(u32, Vec<Val>)],
    pub(crate) hand: Hand<'a>,
}

/// Something to evaluate with where there is no session yet: it sees the package's parameters alone.
pub(crate) fn with_params<T>(m: &Machine, core: &Core, params: &[Val], records: &mut Records, f: impl FnOnce(&mut Eval<'_>) -> T) -> T {
    let mut fuel = FUEL;
    f(&mut Eval {
        m,
        core,
        params,
        records,
        limits: &Limits::default(),
        vars: &[],
        args: &[],
        events: &[],
        fuel: &mut fuel,
        depth: 0,
        calendar: m.program.calendar,
        faults: &RefCell::default(),
        hand: Hand::default(),
    })
}

impl State {
    /// Something to evaluate with; `scope` finds among the threads what the expression sees.
    pub(crate) fn eval<'b>(
        &'b mut self,
        m: &'b Machine,
        fuel: &'b mut u32,
        faults: &'b RefCell<Vec<Unanswered>>,
        scope: impl FnOnce(&'b [Thread]) -> Scope<'b>,
    ) -> Eval<'b> {
        let Self { core, params, threads, records, limits, .. } = self;
        let Scope { vars, args, events, hand } = scope(threads);
        Eval { m, core, params, records, limits, vars, args, events, fuel, depth: 0, calendar: m.program.calendar, faults, hand }
    }
}

impl Eval<'_> {
    /// The value of an expression.
    pub(crate) fn eval(&mut self, e: &Expr) -> Val {
        if self.depth >= DEPTH || *self.fuel == 0 {
            *self.fuel = 0;
            return Val::Unknown;
        }
        *self.fuel -= 1;
        self.depth += 1;
        let value = self.node(e);
        self.depth -= 1;
        value
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&mut self, e: &Expr) -> bool {
        self.eval(e).is_yes()
    }

    fn node(&mut self, e: &Expr) -> Val {
        match e {
            Expr::Value(value) => self.constant(value),
            Expr::Param(i) => self.params.get(*i as usize).cloned().unwrap_or_default(),
            Expr::Var(i) => self.vars.get(*i as usize).cloned().unwrap_or_default(),
            Expr::Arg(i) => self.args.get(*i as usize).cloned().unwrap_or_default(),
            Expr::Field(base, field) => {
                let record = self.eval(base);
                self.field(&record, *field)
            }
            Expr::EventArg(event, arg) => {
                let args = self.events.iter().find(|(e, _)| e == event).map(|(_, args)| args);
                args.and_then(|args| args.get(*arg as usize)).cloned().unwrap_or_default()
            }
            Expr::Due(deadline, part, key) => {
                let key = key.as_ref().map_or(Val::Unknown, |key| self.eval(key));
                self.due(*deadline, *part, key)
            }
            Expr::Now => Val::Instant(self.now()),
            Expr::Today => self.zone().and_then(|z| z.local(self.now())).map_or(Val::Unknown, |(date, _)| Val::Date(date)),
            Expr::Attr(attr) => self.attr(attr),
            Expr::Key => self.hand.key.cloned().unwrap_or_default(),
            Expr::Case => whole(i64::from(self.hand.case)),
            Expr::Ring => whole(self.ring()),
            Expr::Mood => match (self.m.index.mood, self.core.mood) {
                (Some(taxonomy), Some(leaf)) => Val::Leaf(taxonomy, leaf),
                _ => Val::Unknown,
            },
            Expr::OfCall(what) => self.of_call(*what),
            Expr::Decide(decision, args) => self.decide(*decision, args),
            Expr::Count(list) => match self.eval(list) {
                Val::List(items) => whole(items.len() as i64),
                _ => Val::Unknown,
            },
            Expr::Chars(text) => match self.eval(text) {
                Val::Text(text) => whole(text.chars().count() as i64),
                _ => Val::Unknown,
            },
            Expr::ClockOf(at) => self.local(at, |_, ms| Val::Clock(ms)),
            Expr::DateOf(at) => self.local(at, |date, _| Val::Date(date)),
            Expr::DayCount(a, b) => match (self.date(a), self.date(b)) {
                (Some(a), Some(b)) => Val::Civil(i64::from(b) - i64::from(a), crate::program::CivilUnit::Days),
                _ => Val::Unknown,
            },
            Expr::WorkingTime(a, b) => {
                let (a, b) = (self.eval(a), self.eval(b));
                self.working_time(&a, &b)
            }
            Expr::Moved(by, t) => {
                let t = self.eval(t);
                self.moved(*by, &t)
            }
            Expr::In(calendar, e) => self.by_calendar(Some(*calendar), |eval| eval.eval(e)),
            Expr::With(base, changes) => self.with(base, changes),
            Expr::Not(e) => match self.eval(e) {
                Val::Bool(b) => Val::Bool(!b),
                _ => Val::Unknown,
            },
            Expr::And(all) => Val::Bool(all.iter().all(|e| self.holds(e))),
            Expr::Or(any) => Val::Bool(any.iter().any(|e| self.holds(e))),
            Expr::Arith(op, a, b) => {
                let (a, b) = (self.eval(a), self.eval(b));
                self.civil(*op, &a, &b).unwrap_or_else(|| arith(*op, &a, &b))
            }
            Expr::Test(e, test) => {
                let value = self.eval(e);
                if !value.is_known() {
                    self.not_told(e, test);
                }
                if let Some(seen) = &self.m.seen {
                    seen.compared(test, &value, self.now());
                }
                Val::Bool(self.test(&value, test))
            }
            Expr::Text(line) => {
                let mut out = String::new();
                self.render(*line, &mut out);
                Val::Text(SmolStr::new(out))
            }
            Expr::At(date, clock) => match (self.eval(date), self.eval(clock)) {
                (Val::Date(date), Val::Clock(ms)) => self.zone().and_then(|z| z.instant(date, ms)).map_or(Val::Unknown, Val::Instant),
                _ => Val::Unknown,
            },
        }
    }

    /// The instant that is now.
    pub(crate) fn now(&self) -> i64 {
        self.hand.now.unwrap_or(self.core.now)
    }

    /// A value that stands in the program.
    pub(crate) fn constant(&self, value: &Value) -> Val {
        match value {
            Value::Unknown => Val::Unknown,
            Value::Bool(b) => Val::Bool(*b),
            Value::Number(n) => Val::Number(*n),
            Value::Duration(ms) => Val::Duration(*ms),
            Value::Civil(n, unit) => Val::Civil(*n, *unit),
            Value::Text(text) => Val::Text(text.clone()),
            Value::Date(date) => Val::Date(*date),
            Value::Clock(ms) => Val::Clock(*ms),
            Value::Local(date, ms) => self.zone().and_then(|z| z.instant(*date, *ms)).map_or(Val::Unknown, Val::Instant),
            Value::Leaf(t, l) => Val::Leaf(*t, *l),
            Value::Role(r) => Val::Role(*r),
            Value::Phrases(c) => Val::Phrases(*c),
        }
    }

    /// A field of a record; a derived one is computed.
    pub(crate) fn field(&mut self, record: &Val, field: u32) -> Val {
        let Some(r) = self.records.get(record) else { return Val::Unknown };
        let declared = self.m.program.forms.get(r.form as usize).and_then(|f| f.fields.get(field as usize));
        match declared.and_then(|f| f.derived.as_ref()) {
            Some(derived) => self.with_args(std::slice::from_ref(record), |eval| eval.eval(derived)),
            None => r.values.get(field as usize).cloned().unwrap_or_default(),
        }
    }

    /// The measure in force.
    pub(crate) fn measure(&self) -> &Measure {
        let m = self.m;
        m.rules.measures.get(usize::from(self.hand.measure)).unwrap_or(&m.program.measure)
    }

    /// 振铃: the ring at pick-up; before that the last one. Where nobody told the rings, they are counted as the measure in force has it.
    pub(crate) fn ring(&self) -> i64 {
        let core = self.core;
        let n = match (core.rang, core.answered) {
            _ if core.picked == 0 => core.ring.max(1),
            (Some(rang), Some(answered)) if core.ring == 0 => self.measure().rings(rang, answered),
            _ => core.picked,
        };
        i64::from(n)
    }

    /// Evaluates something with other arguments.
    pub(crate) fn with_args<T>(&mut self, args: &[Val], f: impl FnOnce(&mut Eval<'_>) -> T) -> T {
        let mut inner = Eval {
            m: self.m,
            core: self.core,
            params: self.params,
            records: self.records,
            limits: self.limits,
            vars: self.vars,
            args,
            events: self.events,
            fuel: self.fuel,
            depth: self.depth,
            // What is declared outside a flow goes by the program's own calendar.
            calendar: self.m.program.calendar,
            faults: self.faults,
            hand: self.hand,
        };
        f(&mut inner)
    }

    fn decide(&mut self, index: u32, args: &[Expr]) -> Val {
        let Some(decision) = self.m.program.decisions.get(index as usize) else { return Val::Unknown };
        let args: Vec<Val> = args.iter().map(|a| self.eval(a)).collect();
        self.with_args(&args, |eval| {
            let columns: Vec<Val> = decision.table.columns.iter().map(|c| eval.eval(c)).collect();
            let row = decision.table.rows.iter().position(|row| eval.row(&columns, &row.cells));
            eval.note_rows(&columns, decision.table.rows.iter().map(|row| row.cells.as_slice()));
            if let Some(row) = row {
                eval.m.note(Point::Decision(index, row as u32), eval.now());
            }
            let row = row.and_then(|row| decision.table.rows.get(row));
            row.map_or(Val::Unknown, |row| eval.eval(&row.value))
        })
    }

    fn with(&mut self, base: &Expr, changes: &[(u32, Expr)]) -> Val {
        let base = self.eval(base);
        let Some(Record { form, values, .. }) = self.records.get(&base).cloned() else { return Val::Unknown };
        let mut copy = Record { form, values, confirmed: false };
        for (field, e) in changes {
            let value = self.eval(e);
            if let Some(slot) = copy.values.get_mut(*field as usize) {
                *slot = value;
            }
        }
        if self.records.items.len() >= RECORDS {
            *self.fuel = 0;
            return Val::Unknown;
        }
        self.records.add(copy)
    }

    fn local(&mut self, at: &Expr, f: impl FnOnce(i32, u32) -> Val) -> Val {
        match self.eval(at) {
            Val::Instant(at) => self.zone().and_then(|z| z.local(at)).map_or(Val::Unknown, |(date, ms)| f(date, ms)),
            _ => Val::Unknown,
        }
    }

    fn date(&mut self, e: &Expr) -> Option<i32> {
        match self.eval(e) {
            Val::Instant(at) => self.zone()?.local(at).map(|(date, _)| date),
            Val::Date(date) => Some(date),
            _ => None,
        }
    }
}

/// A whole number.
pub(crate) fn whole(n: i64) -> Val {
    Decimal::from_int(n).map_or(Val::Unknown, Val::Number)
}

/// Whether ms after midnight lie within a day.
pub(crate) fn in_day(ms: i64) -> Option<u32> {
    (0..DAY).contains(&ms).then_some(ms as u32)
}

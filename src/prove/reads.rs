//! What of the data and of the clock a program asks for: only that has to be told apart.

use super::Why;
use crate::program::{
    Cell, CompareOp, DuePart, EventKind, Expr, Field, Limit, LimitBound, Nth, Op, Pattern, Program, StretchRef, Test, Type, Until, Value,
};
use crate::runtime::{Point, Touched};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked for.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// Lengths after which 停留, 通话时长, 沉默 are something else, in ms.
    pub(super) stays: Vec<i64>,
    pub(super) calls: Vec<i64>,
    pub(super) silences: Vec<i64>,
    /// Lengths that the sentence measures between what it sees, in ms.
    pub(super) apart: Vec<i64>,
    /// How far values that are instants are from now where something asks for that, in ms.
    pub(super) distances: Vec<i64>,
    /// The bound of the sentence is one that a calendar counts, or it may stand still.
    pub(super) counted_bound: bool,
    /// Some sentence has 否则.
    pub(super) remedies: bool,
    /// Up to which number triggers are told apart, and what is counted.
    pub(super) counted: i64,
    pub(super) most: i64,
    /// Numbers, lengths, times of day, dates and texts that values are compared with.
    pub(super) numbers: BTreeSet<i64>,
    pub(super) lengths: BTreeSet<i64>,
    pub(super) clocks: BTreeSet<u32>,
    pub(super) dates: BTreeSet<i32>,
    pub(super) texts: BTreeSet<String>,
    /// Fields that something asks for: form, field.
    fields: BTreeSet<(u32, u32)>,
    /// Arguments of events that something asks for: event, argument.
    args: BTreeSet<(u32, u32)>,
    /// Parameters that something asks for.
    params: BTreeSet<u32>,
    /// What cannot be told apart exactly, wherever a call goes.
    pub(super) coarse: Option<Why>,
    /// The same where an operation is played.
    coarse_ops: BTreeMap<u32, Why>,
}

impl Reads {
    /// What a program asks for; it has the sentences to be proved and no others.
    pub(super) fn of(p: &Program) -> Self {
        let mut reads = Self { counted: 0, most: 1, ..Self::default() };
        let mut fields = Vec::new();
        p.each_deciding(&mut |e| match e {
            Expr::Value(value) => reads.constant(value),
            Expr::Field(base, field) => fields.push((&**base, *field)),
            Expr::EventArg(event, arg) => drop(reads.args.insert((*event, *arg))),
            Expr::Param(param) => drop(reads.params.insert(*param)),
            _ => {}
        });
        let until = reads.until_values(p);
        for (base, field) in fields {
            let forms = forms_of(p, base);
            reads.fields.extend(forms.into_iter().map(|form| (form, field)));
        }
        reads.coarseness(p);
        for (e, event) in p.events.iter().enumerate() {
            // What a key is found by is the argument of that name.
            let keyed = |name: &str| p.deadlines.iter().any(|d| d.key == name) || p.ladders.iter().any(|l| l.key == name);
            let asked = event.params.iter().enumerate().filter(|(_, param)| keyed(&param.name));
            reads.args.extend(asked.map(|(a, _)| (e as u32, a as u32)));
        }
        p.each_event(&mut |event| match &event.kind {
            EventKind::Stay => reads.stays.extend(passed(event.test.as_ref())),
            EventKind::CallTime => reads.calls.extend(passed(event.test.as_ref())),
            EventKind::Silence => reads.silences.extend(passed(event.test.as_ref())),
            EventKind::Declared(e, cells) => {
                let named = cells.iter().enumerate().filter(|(_, c)| c.is_some());
                reads.args.extend(named.map(|(a, _)| (*e, a as u32)));
            }
            _ => {}
        });
        reads.sentences(p);
        reads.counted_bound = super::civil::counts_bounds(p);
        reads.distances.extend(reads.asked_distances(p));
        if until {
            reads.distances.push(0);
        }
        for list in [&mut reads.stays, &mut reads.calls, &mut reads.silences, &mut reads.apart, &mut reads.distances] {
            list.sort_unstable();
            list.dedup();
        }
        reads
    }

    /// Whether something asks for a field.
    pub(super) fn asks_field(&self, form: u32, at: u32, field: &Field) -> bool {
        self.fields.contains(&(form, at)) || field.derived.is_some()
    }

    /// Whether something asks for an argument of an event.
    pub(super) fn asks_arg(&self, event: u32, arg: u32) -> bool {
        self.args.contains(&(event, arg))
    }

    /// Whether something asks for a parameter of the session.
    pub(super) fn asks_param(&self, param: u32) -> bool {
        self.params.contains(&param)
    }

    fn coarse(&mut self, why: Why) {
        self.coarse.get_or_insert(why);
    }

    fn constant(&mut self, value: &Value) {
        match value {
            Value::Number(n) => drop(self.numbers.insert(n.0)),
            Value::Duration(ms) => drop(self.lengths.insert(*ms)),
            Value::Clock(ms) => drop(self.clocks.insert(*ms)),
            Value::Date(days) => drop(self.dates.insert(*days)),
            Value::Text(text) => drop(self.texts.insert(text.to_string())),
            Value::Unknown
            | Value::Bool(_)
            | Value::Civil(..)
            | Value::Local(..)
            | Value::Leaf(..)
            | Value::Role(_)
            | Value::Phrases(_) => {}
        }
    }

    /// Why it cannot be told exactly what a program decides in an operation that it came by.
    pub(super) fn coarse_in(&self, touched: &Touched) -> Option<Why> {
        let played = self.coarse_ops.iter().filter(|(pc, _)| touched.contains_key(&Point::Op(**pc)));
        played.map(|(_, why)| *why).min()
    }

    /// Finds where the date, or which of two values is the greater one, decides something.
    fn coarseness(&mut self, p: &Program) {
        let mut tables: Vec<Option<Why>> = Vec::new();
        // A 判定 may ask another; as many rounds as there are reach all.
        for round in 0..=p.decisions.len().min(8) {
            let seen = tables.clone();
            tables = p
                .decisions
                .iter()
                .map(|d| {
                    let mut found = rows(&d.table.columns, d.table.rows.iter().map(|r| r.cells.as_slice()));
                    d.each(&mut |e| found = found.or(of(e, &seen)));
                    found
                })
                .collect();
            if round > 0 && seen == tables {
                break;
            }
        }
        for (pc, op) in p.code.iter().enumerate() {
            let mut found = match op {
                Op::Branch(b) => rows(&b.columns, b.rows.iter().map(|(cells, _)| cells.as_slice())),
                _ => None,
            };
            op.each_deciding(&mut |e| found = found.or(of(e, &tables)));
            self.coarse_ops.extend(found.map(|why| (pc as u32, why)));
        }
        let mut beside = None;
        p.each_beside(&mut |e| beside = beside.or(of(e, &tables)));
        if let Some(why) = beside {
            self.coarse(why);
        }
    }

    /// How far values that are instants are from the present where something is decided by that.
    fn asked_distances(&self, p: &Program) -> Vec<i64> {
        let mut found = Vec::new();
        let mut look = |subject: &Expr, test: &Test| {
            if matches!(test, Test::Past) {
                found.push(0);
            }
            if holds_now(subject) || test.bounds().any(holds_now) {
                found.extend([0, 1]);
                for bound in test.bounds() {
                    bound.each(&mut |e| {
                        if let Expr::Value(Value::Duration(ms)) = e {
                            found.extend([*ms, ms.saturating_neg()]);
                        }
                    });
                }
                subject.each(&mut |e| {
                    // What is added to an instant before it is compared shifts every distance; all of them are tried then.
                    if let Expr::Value(Value::Duration(_)) = e {
                        found.extend(self.lengths.iter().flat_map(|ms| [*ms, ms.saturating_neg()]));
                    }
                });
            }
        };
        let mut rows = |columns: &[Expr], cells: &[Cell]| {
            for (column, cell) in columns.iter().zip(cells) {
                if let Cell::Of(any) = cell {
                    any.iter().flatten().for_each(|test| look(column, test));
                }
            }
        };
        for decision in &p.decisions {
            decision.table.rows.iter().for_each(|row| rows(&decision.table.columns, &row.cells));
        }
        for op in &p.code {
            if let Op::Branch(branch) = op {
                branch.rows.iter().for_each(|(cells, _)| rows(&branch.columns, cells));
            }
        }
        let mut handed = false;
        p.each_deciding(&mut |e| match e {
            Expr::Test(subject, test) => look(subject, test),
            Expr::Decide(_, args) => handed |= args.iter().any(holds_now),
            _ => {}
        });
        // A distance that is handed on may be compared with anything.
        if handed {
            found.extend(self.lengths.iter().flat_map(|ms| [*ms, ms.saturating_neg()]).chain([0]));
        }
        found
    }

    /// Whether a limit runs up to a value.
    fn until_values(&self, p: &Program) -> bool {
        let limit = |l: &Limit| matches!(l.bound, LimitBound::Until(_));
        let waits = p.code.iter().any(|op| match op {
            Op::Wait(wait) => wait.limit.as_ref().is_some_and(limit),
            Op::Do(action) => action.limit.as_ref().is_some_and(limit),
            Op::Again(_, l, _) | Op::Anew(l, _) => l.as_deref().is_some_and(limit),
            _ => false,
        });
        let sentences = || p.rules.iter().flat_map(|r| &r.sentences);
        let bounds = sentences().filter_map(|s| s.pattern.bound()).flat_map(|b| &b.most);
        waits
            || p.deadlines.iter().any(|d| limit(&d.limit))
            || p.ladders.iter().flat_map(|l| &l.rungs).filter_map(|r| r.limit.as_ref()).any(limit)
            || sentences().any(|s| matches!(s.pattern, Pattern::By(_)))
            || bounds.into_iter().any(|u| matches!(u, Until::Instant(_)))
    }

    fn sentences(&mut self, p: &Program) {
        for sentence in p.rules.iter().flat_map(|r| &r.sentences) {
            self.remedies |= !sentence.otherwise.is_empty();
            if let Some(trigger) = sentence.pattern.trigger() {
                self.counted = self.counted.max(match trigger.nth {
                    Nth::Any => 0,
                    Nth::First | Nth::Again => 2,
                    Nth::Exactly(n) => i64::from(n) + 1,
                });
            }
            let ms = |e: &Expr| match e {
                Expr::Value(Value::Duration(ms)) => Some(*ms),
                _ => None,
            };
            match &sentence.pattern {
                Pattern::Times(_, least, most) => {
                    let bounds = least.iter().chain(most).map(|e| match e {
                        Expr::Value(Value::Number(n)) => n.to_int(),
                        _ => None,
                    });
                    for bound in bounds {
                        match bound {
                            Some(n) => self.most = self.most.max(n.saturating_add(1)),
                            None => self.coarse(Why::Compared),
                        }
                    }
                }
                Pattern::Apart(_, e) => match ms(e) {
                    Some(ms) => self.apart.push(ms),
                    None => self.coarse(Why::Compared),
                },
                Pattern::Lasts(lasts) => {
                    if lasts.total {
                        self.coarse(Why::Total);
                    }
                    self.apart.extend(lasts.least.iter().filter_map(ms));
                }
                Pattern::Only(_, StretchRef::Calendar(..), _) => self.coarse(Why::Calendar),
                _ => {}
            }
            if sentence.within.every.is_some() || sentence.within.during.iter().any(|s| matches!(s, StretchRef::Calendar(..))) {
                self.coarse(Why::Calendar);
            }
        }
    }
}

/// Why an expression alone cannot be told exactly.
fn of(e: &Expr, tables: &[Option<Why>]) -> Option<Why> {
    match e {
        Expr::Today
        | Expr::ClockOf(_)
        | Expr::DateOf(_)
        | Expr::DayCount(..)
        | Expr::WorkingTime(..)
        | Expr::Moved(..)
        | Expr::In(..)
        | Expr::At(..)
        | Expr::Due(_, DuePart::Left, _) => Some(Why::Calendar),
        Expr::OfCall(_) => Some(Why::Total),
        Expr::Decide(table, _) => tables.get(*table as usize).copied().flatten(),
        Expr::Test(_, test) => of_test(test),
        _ => None,
    }
}

fn of_test(test: &Test) -> Option<Why> {
    if let Test::InCalendar(..) = test {
        return Some(Why::Calendar);
    }
    let equal = matches!(test, Test::Compare(CompareOp::Eq | CompareOp::Ne, _));
    let known = |e: &Expr| matches!(e, Expr::Value(_) | Expr::Now);
    // Whether two values are the same is told by the few that are tried; which is the greater one is not.
    (!equal && test.bounds().any(|e| !known(e))).then_some(Why::Compared)
}

fn rows<'p>(columns: &[Expr], rows: impl Iterator<Item = &'p [Cell]>) -> Option<Why> {
    let mut found = None;
    for cell in rows.flat_map(|cells| cells.iter().take(columns.len())) {
        if let Cell::Of(any) = cell {
            any.iter().flatten().for_each(|test| found = found.or(of_test(test)));
        }
    }
    found
}

/// The lengths at which a bound on a growing length begins to hold.
fn passed(test: Option<&Test>) -> Vec<i64> {
    let Some(test) = test else { return vec![0, 1] };
    let ms = test.bounds().filter_map(|e| match e {
        Expr::Value(Value::Duration(ms)) => Some(*ms),
        _ => None,
    });
    ms.flat_map(|ms| [ms, ms.saturating_add(1)]).collect()
}

/// The forms of which an expression may give a record; more than there are where nobody can tell.
fn forms_of(p: &Program, e: &Expr) -> Vec<u32> {
    let form = |ty: &Type| match ty {
        Type::Form(form) => Some(*form),
        _ => None,
    };
    match e {
        Expr::Var(at) => {
            let slots = p.flows.iter().filter_map(|f| f.vars.get(*at as usize)).map(|v| &v.slot.ty);
            slots.filter_map(form).collect()
        }
        Expr::EventArg(event, arg) => {
            let slot = p.events.get(*event as usize).and_then(|e| e.params.get(*arg as usize));
            slot.and_then(|v| form(&v.slot.ty)).into_iter().collect()
        }
        Expr::Param(at) => p.params.get(*at as usize).and_then(|v| form(&v.slot.ty)).into_iter().collect(),
        Expr::Field(base, at) => {
            let of = forms_of(p, base).into_iter().filter_map(|f| p.forms.get(f as usize));
            of.filter_map(|f| f.fields.get(*at as usize)).filter_map(|f| form(&f.slot.ty)).collect()
        }
        Expr::With(base, _) | Expr::In(_, base) => forms_of(p, base),
        Expr::Arg(at) => {
            let given = p.decisions.iter().map(|d| &d.params).chain(p.actions.iter().map(|a| &a.params));
            let slots = given.filter_map(|params| params.get(*at as usize)).filter_map(|v| form(&v.slot.ty));
            // The record whose field is computed is its argument.
            let own = p.forms.iter().enumerate().filter(|(_, f)| *at == 0 && f.fields.iter().any(computed)).map(|(f, _)| f as u32);
            slots.chain(own).collect()
        }
        _ => (0..p.forms.len() as u32).collect(),
    }
}

/// Whether the present instant is in an expression.
fn holds_now(e: &Expr) -> bool {
    let mut found = false;
    e.each(&mut |e| found |= *e == Expr::Now);
    found
}

/// Whether a field looks at its record.
fn computed(field: &Field) -> bool {
    field.derived.is_some() || matches!(field.required, crate::program::Required::When(_))
}

//! What of the data and of the clock a program asks for: only that has to be told apart.

use super::free::forms_of;
use super::leaves::{self, Leaves};
use super::lengths::{self, Length};
use super::narrow::Narrowed;
use super::{Why, coarse, distances, owed, people};
use crate::program::{
    Cell, CompareOp, Deadline, EventKind, Expr, Field, KeyedEvent, Ladder, Nth, Op, Pattern, Program, SayWords, Sentence, StretchRef,
    TemplatePart, Test, Value,
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
    /// The same of how long a reply is waited for.
    pub(super) replies: Vec<i64>,
    /// Lengths that the sentence measures between what it sees, in ms.
    pub(super) apart: Vec<i64>,
    /// How far values that are instants are from now where something asks for that, in ms.
    pub(super) distances: Vec<i64>,
    /// The bound of the sentence is one that a calendar counts, or it may stand still.
    pub(super) counted_bound: bool,
    /// Some sentence has 否则.
    pub(super) remedies: bool,
    /// Sentences, by rule and number, of which all that is owed decides something, not what is owed longest alone.
    pub(super) apart_owed: BTreeSet<(String, i64)>,
    /// 累计: the longest that a stretch may last in all, by rule and number of the sentence.
    pub(super) sums: BTreeMap<(String, i64), i64>,
    /// Up to which number triggers are told apart, and what is counted.
    pub(super) counted: i64,
    pub(super) most: i64,
    /// Numbers, lengths, times of day, dates and texts that values are compared with.
    pub(super) numbers: BTreeSet<i64>,
    pub(super) lengths: BTreeSet<i64>,
    pub(super) clocks: BTreeSet<u32>,
    pub(super) dates: BTreeSet<i32>,
    pub(super) texts: BTreeSet<String>,
    /// Texts that others are to hold.
    pub(super) held_texts: BTreeSet<String>,
    /// How often values are compared that are both given.
    pub(super) likened: usize,
    /// Lengths that bound limits and nothing else, by the parameter.
    pub(super) plain_lengths: BTreeMap<u32, Length>,
    /// How leaves of 分类 are told apart.
    pub(super) leaves: Leaves,
    /// Somebody asks for the role of a person.
    pub(super) roles_of_persons: bool,
    /// Somebody asks for the mood; for the number of rings.
    pub(super) mood: bool,
    pub(super) rings: bool,
    /// How long it has rung when the next ring begins, in ms, for each ring that is told apart.
    pub(super) rung: Vec<i64>,
    /// Fields that something asks for: form, field.
    fields: BTreeSet<(u32, u32)>,
    /// Arguments of events that something asks for: event, argument.
    args: BTreeSet<(u32, u32)>,
    /// Parameters that something asks for.
    params: BTreeSet<u32>,
    /// Variables that something asks for, by their place in any flow.
    vars: BTreeSet<u32>,
    /// Events of which something recalls the latest arguments, by name.
    pub(super) recalled: BTreeSet<String>,
    /// What cannot be told apart exactly, wherever a call goes.
    pub(super) coarse: Option<Why>,
    /// The same where an operation is played.
    coarse_ops: BTreeMap<u32, Why>,
}

impl Reads {
    /// What a program asks for; it has the sentences to be proved and no others.
    pub(super) fn of<'p>(narrowed: &'p Narrowed) -> Self {
        let p = &narrowed.program;
        let mut reads = Self { counted: 0, most: 1, apart_owed: owed::apart(narrowed), ..Self::default() };
        let mut fields = Vec::new();
        let mut look = |e: &'p Expr| match e {
            Expr::Value(value) => reads.constant(value),
            Expr::Field(base, field) => fields.push((&**base, *field)),
            Expr::EventArg(event, arg) => drop(reads.args.insert((*event, *arg))),
            Expr::Param(param) => drop(reads.params.insert(*param)),
            Expr::Var(var) => drop(reads.vars.insert(*var)),
            Expr::Mood => reads.mood = true,
            Expr::Ring => reads.rings = true,
            Expr::Test(_, test) => reads.test(test),
            _ => {}
        };
        p.each_deciding(&mut look);
        told(p, &mut look);
        reads.cells(p);
        if reads.rings {
            reads.rung = people::told_rings(p).map(|n| n.saturating_mul(p.measure.ring_period)).collect();
        }
        if reads.likened > 0 || leaves::are_keys(p) {
            reads.leaves.each();
        }
        for (base, field) in fields {
            let forms = forms_of(p, base);
            reads.fields.extend(forms.into_iter().map(|form| (form, field)));
        }
        for (e, event) in p.events.iter().enumerate() {
            // What a key is found by is the argument of that name.
            let keyed = |name: &str| {
                p.deadlines.iter().any(|d| d.key == name && !d.start.is_empty())
                    || p.ladders.iter().any(|l| l.key == name && !l.stop.is_empty())
            };
            let asked = event.params.iter().enumerate().filter(|(_, param)| keyed(&param.name));
            reads.args.extend(asked.map(|(a, _)| (e as u32, a as u32)));
        }
        p.each_event(&mut |event| match &event.kind {
            EventKind::Stay => reads.stays.extend(passed(event.test.as_ref())),
            EventKind::CallTime => reads.calls.extend(passed(event.test.as_ref())),
            EventKind::Silence => reads.silences.extend(passed(event.test.as_ref())),
            EventKind::Reply => reads.replies.extend(passed(event.test.as_ref())),
            EventKind::EnterValue(form, field) | EventKind::Changed(form, Some(field)) => drop(reads.fields.insert((*form, *field))),
            EventKind::Complete(form) | EventKind::Changed(form, None) => {
                let fields = p.forms.get(*form as usize).map_or(0, |f| f.fields.len() as u32);
                reads.fields.extend((0..fields).map(|field| (*form, field)));
            }
            EventKind::Declared(e, cells) => {
                let named = cells.iter().enumerate().filter(|(_, c)| c.is_some());
                reads.args.extend(named.map(|(a, _)| (*e, a as u32)));
            }
            _ => {}
        });
        reads.recalled = recalled(p).into_iter().filter_map(|event| p.events.get(event as usize)).map(|e| e.name.to_string()).collect();
        reads.sentences(p);
        reads.distances.extend(distances::asked(p, &reads.lengths));
        reads.distances.extend(distances::until(p));
        let Self { stays, calls, silences, replies, apart, distances, .. } = &mut reads;
        for list in [stays, calls, silences, replies, apart, distances] {
            list.sort_unstable();
            list.dedup();
        }
        reads.plain_lengths = lengths::of(p, &reads.lengths);
        reads.counted_bound = super::civil::counts_bounds(p, &|e| reads.is_plain(e));
        let plain = |param: u32| reads.plain_lengths.contains_key(&param);
        let (wherever, ops) = coarse::found(p, &|form, field| reads.fields.contains(&(form, field)), &plain);
        reads.coarse = reads.coarse.or(wherever);
        reads.coarse_ops = ops;
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
        self.params.contains(&param) && !self.plain_lengths.contains_key(&param)
    }

    /// Whether something asks for a value with which a flow begins: by its place, or by its name as a key.
    pub(super) fn asks_var(&self, p: &Program, at: u32, name: &str) -> bool {
        let opened = |d: &Deadline| d.key == name && !d.start.is_empty();
        self.vars.contains(&at) || p.deadlines.iter().any(opened) || p.ladders.iter().any(|l| l.key == name)
    }

    /// Whether an expression is a length that is set for a session and bounds limits alone.
    pub(super) fn is_plain(&self, e: &Expr) -> bool {
        matches!(e, Expr::Param(param) if self.plain_lengths.contains_key(param))
    }

    fn coarse(&mut self, why: Why) {
        self.coarse.get_or_insert(why);
    }

    /// What a test asks of texts and persons.
    fn test(&mut self, test: &Test) {
        match test {
            Test::Contains(Expr::Value(Value::Text(text))) => drop(self.held_texts.insert(text.to_string())),
            Test::InRole(_) => self.roles_of_persons = true,
            Test::Compare(CompareOp::Eq | CompareOp::Ne, e) if !matches!(e, Expr::Value(_)) => self.likened += 1,
            Test::OneOf(leaves) => self.leaves.one_of(leaves),
            _ => {}
        }
    }

    /// The same in the cells of tables.
    fn cells(&mut self, p: &Program) {
        let tables = p.decisions.iter().flat_map(|d| &d.table.rows).map(|row| &row.cells);
        let branches = p.code.iter().filter_map(|op| if let Op::Branch(b) = op { Some(&b.rows) } else { None });
        for cell in tables.chain(branches.flatten().map(|(cells, _)| cells)).flatten() {
            if let Cell::Of(any) = cell {
                any.iter().flatten().for_each(|test| self.test(test));
            }
        }
    }

    fn constant(&mut self, value: &Value) {
        match value {
            Value::Number(n) => drop(self.numbers.insert(n.0)),
            Value::Duration(ms) => drop(self.lengths.insert(*ms)),
            Value::Clock(ms) => drop(self.clocks.insert(*ms)),
            Value::Date(days) => drop(self.dates.insert(*days)),
            Value::Text(text) => drop(self.texts.insert(text.to_string())),
            Value::Leaf(taxonomy, leaf) => self.leaves.named(*taxonomy, *leaf),
            Value::Unknown | Value::Bool(_) | Value::Civil(..) | Value::Local(..) | Value::Role(_) | Value::Phrases(_) => {}
        }
    }

    /// Why it cannot be told exactly what a program decides in an operation that it came by.
    pub(super) fn coarse_in(&self, touched: &Touched) -> Option<Why> {
        let played = self.coarse_ops.iter().filter(|(pc, _)| touched.contains_key(&Point::Op(**pc)));
        played.map(|(_, why)| *why).min()
    }

    fn sentences<'p>(&mut self, p: &'p Program) {
        let numbered = |sentences: &'p [Sentence]| sentences.iter().zip(1_i64..);
        for (rule, (sentence, number)) in p.rules.iter().flat_map(|r| numbered(&r.sentences).map(|s| (r.name.to_string(), s))) {
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
                    match lasts.most.as_ref().and_then(ms) {
                        Some(most) if lasts.total && lasts.least.is_none() => drop(self.sums.insert((rule.clone(), number), most)),
                        _ if lasts.total => self.coarse(Why::Total),
                        _ => {}
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

/// Events of which something recalls the latest arguments when another is in hand, or none.
fn recalled(p: &Program) -> BTreeSet<u32> {
    let mut all = BTreeSet::new();
    let mut look = |e: &Expr, own: Option<u32>| {
        if let Expr::EventArg(event, _) = e
            && own != Some(*event)
        {
            all.insert(*event);
        }
    };
    let declared = |kind: &EventKind| if let EventKind::Declared(event, _) = kind { Some(*event) } else { None };
    p.code.iter().for_each(|op| op.each_deciding(&mut |e| look(e, None)));
    words(p, &mut |e| look(e, None));
    p.decisions.iter().for_each(|d| d.each(&mut |e| look(e, None)));
    p.each_standing(&mut |e| look(e, None));
    told(p, &mut |e| look(e, None));
    p.each_event(&mut |event| event.each(&mut |e| look(e, declared(&event.kind))));
    p.each_keyed(&mut |keyed| keyed.key.iter().for_each(|key| key.each(&mut |e| look(e, declared(&keyed.event.kind)))));
    all
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

/// What the words are made of that agents are told to say.
fn words<'p>(p: &'p Program, f: &mut dyn FnMut(&'p Expr)) {
    let mut lines: BTreeSet<u32> = BTreeSet::new();
    for op in &p.code {
        let said = match op {
            Op::Say(say) => &say.words,
            Op::Ask(ask) => &ask.say.words,
            _ => continue,
        };
        for words in said {
            match words {
                SayWords::Line(line, _) => drop(lines.insert(*line)),
                SayWords::Class(class, args, _) => {
                    args.iter().for_each(|e| e.each(f));
                    lines.extend(p.phrases.get(*class as usize).iter().flat_map(|c| &c.entries));
                }
                SayWords::ClassVar(_) => lines.extend(p.phrases.iter().flat_map(|c| &c.entries)),
            }
        }
    }
    for line in lines.iter().filter_map(|line| p.lines.get(*line as usize)) {
        line.parts.iter().for_each(|part| in_part(part, f));
    }
}

fn in_part<'p>(part: &'p TemplatePart, f: &mut dyn FnMut(&'p Expr)) {
    match part {
        TemplatePart::Value(e, ..) => e.each(f),
        TemplatePart::Key(inner) => inner.iter().for_each(|part| in_part(part, f)),
        TemplatePart::Plain(_) | TemplatePart::Capture(..) | TemplatePart::Gap => {}
    }
}

/// What 做 tells and 否则 orders, of actions by whose arguments anybody tells one from another.
pub(super) fn told<'p>(p: &'p Program, f: &mut dyn FnMut(&'p Expr)) {
    let heard = told_apart(p);
    for op in &p.code {
        if let Op::Do(action) = op
            && heard.contains(&action.action)
        {
            action.args.iter().for_each(|e| e.each(f));
        }
    }
    for sentence in p.rules.iter().flat_map(|r| &r.sentences) {
        sentence.remedies().filter(|(action, _)| heard.contains(action)).for_each(|(_, args)| args.iter().for_each(|e| e.each(f)));
    }
}

/// Actions by whose arguments anybody tells one from another.
pub(super) fn told_apart(p: &Program) -> BTreeSet<u32> {
    let mut heard: BTreeSet<u32> = BTreeSet::new();
    let mut keyed = |k: &KeyedEvent| {
        if let (EventKind::Do(action), Some(_)) = (&k.event.kind, &k.key) {
            heard.insert(*action);
        }
    };
    p.deadlines.iter().flat_map(Deadline::events).for_each(&mut keyed);
    p.ladders.iter().flat_map(Ladder::events).for_each(&mut keyed);
    p.stretches.iter().flat_map(|s| s.from.iter().chain(&s.to)).for_each(&mut keyed);
    p.rules.iter().flat_map(|r| &r.sentences).for_each(|s| s.each_keyed(&mut keyed));
    p.each_event(&mut |event| {
        if let (EventKind::Do(action), Some(_)) = (&event.kind, &event.filter) {
            heard.insert(*action);
        }
    });
    heard
}

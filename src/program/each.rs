//! Walking through a program: every expression that may decide something, every event pattern.

use super::{
    Act, Bound, Cell, Decision, EventKind, EventPattern, Expr, KeyedEvent, Limit, LimitBound, Op, Otherwise, Pattern, Place, Program,
    Range, Sentence, Slot, Test, Trigger, Until,
};

impl Expr {
    /// Calls `f` with the expression and everything inside it, what it is compared with included.
    pub fn each<'a>(&'a self, f: &mut dyn FnMut(&'a Self)) {
        f(self);
        match self {
            Self::Field(e, _)
            | Self::Count(e)
            | Self::Chars(e)
            | Self::ClockOf(e)
            | Self::DateOf(e)
            | Self::Moved(_, e)
            | Self::In(_, e)
            | Self::Not(e) => e.each(f),
            Self::DayCount(a, b) | Self::WorkingTime(a, b) | Self::Arith(_, a, b) | Self::At(a, b) => {
                a.each(f);
                b.each(f);
            }
            Self::Due(_, _, key) => key.iter().for_each(|e| e.each(f)),
            Self::Decide(_, args) | Self::And(args) | Self::Or(args) => args.iter().for_each(|e| e.each(f)),
            Self::With(e, changes) => {
                e.each(f);
                changes.iter().for_each(|(_, e)| e.each(f));
            }
            Self::Test(e, test) => {
                e.each(f);
                test.each(f);
            }
            Self::Value(_)
            | Self::Param(_)
            | Self::Var(_)
            | Self::Arg(_)
            | Self::EventArg(..)
            | Self::Attr(_)
            | Self::Key
            | Self::Case
            | Self::Now
            | Self::Today
            | Self::Ring
            | Self::Mood
            | Self::OfCall(_)
            | Self::Text(_) => {}
        }
    }
}

impl Test {
    /// Calls `f` with everything inside what a value is compared with.
    pub fn each<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        self.bounds().for_each(|e| e.each(f));
        if let Self::Contains(e) = self {
            e.each(f);
        }
    }
}

impl Program {
    /// Calls `f` with every expression that may decide how a call goes on or what a rule says of it: not the words of lines, and not
    /// what actions are told.
    pub fn each_deciding<'p>(&'p self, f: &mut dyn FnMut(&'p Expr)) {
        self.code.iter().for_each(|op| op.each_deciding(f));
        self.decisions.iter().for_each(|d| d.each(f));
        self.each_beside(f);
    }

    /// As [`Program::each_deciding`], but for the code and the 判定.
    pub fn each_beside<'p>(&'p self, f: &mut dyn FnMut(&'p Expr)) {
        self.each_standing(f);
        self.each_event(&mut |event| event.each(f));
        self.each_keyed(&mut |keyed| keyed.key.iter().for_each(|e| e.each(f)));
    }

    /// As [`Program::each_beside`], but for what is asked of an event in hand.
    pub fn each_standing<'p>(&'p self, f: &mut dyn FnMut(&'p Expr)) {
        let steps = self.flows.iter().flat_map(|flow| &flow.steps);
        for option in self.flows.iter().flat_map(|flow| &flow.options).chain(steps.flat_map(|s| &s.options)) {
            option.provided.iter().for_each(|p| p.0.each(f));
            for act in &option.acts {
                if let Act::Confirmed(e) = act {
                    e.each(f);
                }
            }
        }
        self.actions.iter().filter_map(|a| a.provided.as_ref()).for_each(|e| e.each(f));
        for field in self.forms.iter().flat_map(|form| &form.fields) {
            field.derived.iter().for_each(|e| e.each(f));
            if let super::Required::When(e) = &field.required {
                e.each(f);
            }
            of_slot(&field.slot, f);
        }
        for deadline in &self.deadlines {
            of_limit(&deadline.limit, f);
            deadline.warnings.iter().for_each(|w| w.left.each(f));
        }
        for ladder in &self.ladders {
            ladder.rungs.iter().filter_map(|r| r.limit.as_ref()).for_each(|l| of_limit(l, f));
            ladder.jumps.iter().filter_map(|j| j.when.as_ref()).for_each(|e| e.each(f));
        }
        self.stretches.iter().filter_map(|s| s.provided.as_ref()).for_each(|e| e.each(f));
        self.schedules.iter().filter_map(|s| s.when.as_ref()).for_each(|e| e.each(f));
        for sentence in self.rules.iter().flat_map(|r| &r.sentences) {
            sentence.within.provided.iter().for_each(|e| e.each(f));
            of_pattern(&sentence.pattern, f);
        }
    }

    /// Every limit: those of flows, then those of 期限 and of 升级.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        let rungs = self.ladders.iter().flat_map(|l| &l.rungs).filter_map(|r| r.limit.as_ref());
        self.code.iter().filter_map(Op::limit).chain(self.deadlines.iter().map(|d| &d.limit)).chain(rungs)
    }

    /// Calls `f` with every event pattern that a flow, a limit, a stretch or a rule is for.
    pub fn each_event<'p>(&'p self, f: &mut dyn FnMut(&'p EventPattern)) {
        for flow in &self.flows {
            let handlers = flow.handlers.iter().chain(flow.steps.iter().flat_map(|s| &s.handlers));
            handlers.flat_map(|h| &h.on).for_each(&mut *f);
        }
        for op in &self.code {
            op.each_event(f);
        }
        self.deadlines.iter().flat_map(|d| &d.limit.from).for_each(&mut *f);
        let rungs = self.ladders.iter().flat_map(|l| &l.rungs).filter_map(|r| r.limit.as_ref());
        rungs.flat_map(|l| &l.from).for_each(&mut *f);
        self.schedules.iter().flat_map(|s| &s.duties).flat_map(|d| &d.on).for_each(&mut *f);
        self.each_keyed(&mut |keyed| f(&keyed.event));
    }

    /// Calls `f` with every event that carries a key.
    pub fn each_keyed<'p>(&'p self, f: &mut dyn FnMut(&'p KeyedEvent)) {
        self.deadlines.iter().flat_map(super::Deadline::events).for_each(&mut *f);
        self.ladders.iter().flat_map(super::Ladder::events).for_each(&mut *f);
        self.stretches.iter().flat_map(|s| s.from.iter().chain(&s.to)).for_each(&mut *f);
        self.rules.iter().flat_map(|r| &r.sentences).for_each(|s| s.each_keyed(f));
    }
}

impl EventPattern {
    /// Calls `f` with every expression of it.
    pub fn each<'p>(&'p self, f: &mut dyn FnMut(&'p Expr)) {
        self.test.iter().for_each(|t| t.each(f));
        self.filter.iter().for_each(|e| e.each(f));
        if let EventKind::Declared(_, cells) = &self.kind {
            cells.iter().flatten().for_each(|e| e.each(f));
        }
    }
}

impl Sentence {
    /// Calls `f` with every event it speaks of.
    pub fn each_keyed<'p>(&'p self, f: &mut dyn FnMut(&'p KeyedEvent)) {
        self.within.from.iter().chain(&self.within.to).chain(&self.unless).for_each(&mut *f);
        if let Some(trigger) = self.pattern.trigger() {
            trigger.on.iter().for_each(&mut *f);
        }
        self.pattern.wanted().iter().for_each(&mut *f);
        if let Some(bound) = self.pattern.bound() {
            for until in bound.most.iter().chain(&bound.least) {
                if let Until::Count(events, _) = until {
                    events.iter().for_each(&mut *f);
                }
            }
        }
        if let Pattern::By(by) = &self.pattern {
            by.arms.iter().for_each(&mut *f);
        }
    }

    /// The actions that 否则 orders.
    pub fn remedies(&self) -> impl Iterator<Item = (u32, &[Expr])> {
        self.otherwise.iter().filter_map(|o| match o {
            Otherwise::Do(action, args) => Some((*action, args.as_slice())),
            Otherwise::Escalate(_) => None,
        })
    }
}

impl Pattern {
    /// A: what triggers, where something does.
    pub fn trigger(&self) -> Option<&Trigger> {
        match self {
            Self::Never(on)
            | Self::Always(on)
            | Self::Times(on, ..)
            | Self::After(on, ..)
            | Self::Next(on, _)
            | Self::Between(on, _)
            | Self::Barred(on, ..)
            | Self::Apart(on, _)
            | Self::Only(on, ..)
            | Self::Implies(on, _) => Some(on),
            Self::Before(before) => Some(&before.of),
            Self::First(..) | Self::Last(..) | Self::Lasts(_) | Self::EachIn(..) | Self::By(_) => None,
        }
    }

    /// B: what is asked for or barred beside the trigger.
    pub fn wanted(&self) -> &[KeyedEvent] {
        match self {
            Self::First(_, must)
            | Self::Last(_, must)
            | Self::After(_, must, _)
            | Self::Next(_, must)
            | Self::Between(_, must)
            | Self::Barred(_, must, _)
            | Self::EachIn(_, _, must)
            | Self::Implies(_, must) => must,
            Self::Before(before) => &before.must,
            Self::By(by) => &by.must,
            Self::Never(_) | Self::Always(_) | Self::Times(..) | Self::Apart(..) | Self::Lasts(_) | Self::Only(..) => &[],
        }
    }

    /// Its bound in time.
    pub fn bound(&self) -> Option<&Bound> {
        match self {
            Self::After(_, _, bound) | Self::Barred(_, _, bound) => bound.as_ref(),
            _ => None,
        }
    }
}

impl Decision {
    /// Calls `f` with every expression of its table.
    pub fn each<'p>(&'p self, f: &mut dyn FnMut(&'p Expr)) {
        self.table.columns.iter().for_each(|e| e.each(f));
        for row in &self.table.rows {
            of_cells(&row.cells, f);
            row.value.each(f);
        }
    }
}

impl Op {
    /// Calls `f` with every event pattern that it waits for or that its limit is counted from.
    pub fn each_event<'p>(&'p self, f: &mut dyn FnMut(&'p EventPattern)) {
        if let Self::Wait(wait) = self {
            wait.on.iter().chain(wait.arms.iter().flat_map(|arm| &arm.on)).for_each(&mut *f);
        }
        self.limit().iter().flat_map(|l| &l.from).for_each(f);
    }

    /// Calls `f` with every expression of the operation that may decide something.
    pub fn each_deciding<'p>(&'p self, f: &mut dyn FnMut(&'p Expr)) {
        of_op(self, f);
    }
}

fn of_op<'p>(op: &'p Op, f: &mut dyn FnMut(&'p Expr)) {
    match op {
        Op::Ask(ask) => {
            of_place(&ask.into, f);
            of_slot(&ask.slot, f);
        }
        Op::Fill(fill) => fill.record.each(f),
        Op::ReadBack(e, _) => e.each(f),
        Op::Set(place, e) => {
            of_place(place, f);
            e.each(f);
        }
        Op::Do(action) => {
            action.into.iter().for_each(|place| of_place(place, f));
            action.limit.iter().for_each(|l| of_limit(l, f));
        }
        Op::OpenCase(_, args) | Op::Call(_, args, _) | Op::GotoFlow(_, args) => args.iter().for_each(|e| e.each(f)),
        Op::Return(e) => e.iter().for_each(|e| e.each(f)),
        Op::Wait(wait) => wait.limit.iter().for_each(|l| of_limit(l, f)),
        Op::Unless(e, _) => e.each(f),
        Op::Branch(branch) => {
            branch.columns.iter().for_each(|e| e.each(f));
            branch.rows.iter().for_each(|(cells, _)| of_cells(cells, f));
        }
        Op::Again(_, limit, times) | Op::Anew(limit, times) => {
            limit.iter().for_each(|l| of_limit(l, f));
            times.iter().for_each(|e| e.each(f));
        }
        Op::Climb(_, key) => key.iter().for_each(|e| e.each(f)),
        Op::Say(_)
        | Op::Tip(_)
        | Op::End(_)
        | Op::Goto(_)
        | Op::Jump(_)
        | Op::Continue(_)
        | Op::CloseHere(_)
        | Op::Settle
        | Op::Rest
        | Op::Resume => {}
    }
}

fn of_place<'p>(place: &'p Place, f: &mut dyn FnMut(&'p Expr)) {
    if let Place::Field(e, _) = place {
        e.each(f);
    }
}

fn of_slot<'p>(slot: &'p Slot, f: &mut dyn FnMut(&'p Expr)) {
    if let Some(Range { low, high, .. }) = &slot.range {
        low.iter().chain(high).for_each(|e| e.each(f));
    }
}

fn of_limit<'p>(limit: &'p Limit, f: &mut dyn FnMut(&'p Expr)) {
    match &limit.bound {
        LimitBound::Length(e) | LimitBound::Until(e) => e.each(f),
    }
}

fn of_cells<'p>(cells: &'p [Cell], f: &mut dyn FnMut(&'p Expr)) {
    for cell in cells {
        if let Cell::Of(any) = cell {
            any.iter().flatten().for_each(|test| test.each(f));
        }
    }
}

fn of_pattern<'p>(pattern: &'p Pattern, f: &mut dyn FnMut(&'p Expr)) {
    match pattern {
        Pattern::Times(_, least, most) => least.iter().chain(most).for_each(|e| e.each(f)),
        Pattern::Apart(_, e) | Pattern::EachIn(_, e, _) => e.each(f),
        Pattern::Lasts(lasts) => lasts.most.iter().chain(&lasts.least).for_each(|e| e.each(f)),
        Pattern::By(by) => {
            by.instant.each(f);
            by.less.iter().chain(&by.window).for_each(|e| e.each(f));
        }
        _ => {}
    }
    if let Some(bound) = pattern.bound() {
        for until in bound.most.iter().chain(&bound.least) {
            match until {
                Until::Length(e) | Until::Instant(e) | Until::Count(_, e) => e.each(f),
                Until::Day(..) => {}
            }
        }
    }
}

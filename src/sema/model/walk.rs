//! Going through a model: what an expression, a statement, a step is made of.

use super::{
    Act, Anytime, Arm, Cell, Deadline, Event, EventKind, Expr, ExprKind, Flow, Form, Kinds, Limit, LimitBound, Line, LineSource, Model,
    Opt, Place, Required, Step, Stmt, StmtKind, Table, Test, Text, TextPart,
};

/// Told of each part.
pub type Visit<'v, 'a, T> = &'v mut dyn FnMut(&'a T);

impl Expr {
    /// The expressions directly inside this one.
    pub fn children<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        match &self.kind {
            ExprKind::Field(inner, _) | ExprKind::Not(inner) => visit(inner),
            ExprKind::Decide(_, args) | ExprKind::Call(_, args) => args.iter().for_each(visit),
            ExprKind::Due(_, _, key) => key.iter().for_each(|k| visit(k)),
            ExprKind::With(base, changes) => {
                visit(base);
                changes.iter().for_each(|(_, value)| visit(value));
            }
            ExprKind::Binary(_, left, right) => {
                visit(left);
                visit(right);
            }
            ExprKind::Test(subject, test) => {
                visit(subject);
                test.values().into_iter().for_each(visit);
            }
            ExprKind::Text(text) => text.exprs(visit),
            ExprKind::Value(_)
            | ExprKind::Param(_)
            | ExprKind::Const(_)
            | ExprKind::Var(_)
            | ExprKind::Arg(_)
            | ExprKind::EventArg(..)
            | ExprKind::Attr(_)
            | ExprKind::Key
            | ExprKind::Case
            | ExprKind::Now
            | ExprKind::Today
            | ExprKind::Ring
            | ExprKind::Mood
            | ExprKind::OfCall(_)
            | ExprKind::Action(_)
            | ExprKind::Bad => {}
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        match &mut self.kind {
            ExprKind::Field(inner, _) | ExprKind::Not(inner) => visit(inner),
            ExprKind::Decide(_, args) | ExprKind::Call(_, args) => args.iter_mut().for_each(visit),
            ExprKind::Due(_, _, key) => key.iter_mut().for_each(|k| visit(k)),
            ExprKind::With(base, changes) => {
                visit(base);
                changes.iter_mut().for_each(|(_, value)| visit(value));
            }
            ExprKind::Binary(_, left, right) => {
                visit(left);
                visit(right);
            }
            ExprKind::Test(subject, test) => {
                visit(subject);
                test.values_mut().into_iter().for_each(visit);
            }
            ExprKind::Text(text) => parts_mut(&mut text.parts, visit),
            ExprKind::Value(_)
            | ExprKind::Param(_)
            | ExprKind::Const(_)
            | ExprKind::Var(_)
            | ExprKind::Arg(_)
            | ExprKind::EventArg(..)
            | ExprKind::Attr(_)
            | ExprKind::Key
            | ExprKind::Case
            | ExprKind::Now
            | ExprKind::Today
            | ExprKind::Ring
            | ExprKind::Mood
            | ExprKind::OfCall(_)
            | ExprKind::Action(_)
            | ExprKind::Bad => {}
        }
    }

    /// This expression and everything inside it, outermost first.
    pub fn each<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        let mut open = vec![self];
        while let Some(expr) = open.pop() {
            visit(expr);
            let from = open.len();
            expr.children(&mut |child| open.push(child));
            if let Some(new) = open.get_mut(from..) {
                new.reverse();
            }
        }
    }
}

impl Test {
    /// The values that the subject is compared with.
    pub fn values(&self) -> Vec<&Expr> {
        match self {
            Self::Compare(_, value) | Self::Within(value) | Self::Contains(value) => vec![value],
            Self::Range(range) => range.low.iter().chain(&range.high).map(AsRef::as_ref).collect(),
            Self::Leaves(_)
            | Self::InRole(_)
            | Self::InCalendar(..)
            | Self::Known
            | Self::Unknown
            | Self::Confirmed
            | Self::Complete
            | Self::Past => Vec::new(),
        }
    }

    fn values_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Self::Compare(_, value) | Self::Within(value) | Self::Contains(value) => vec![value],
            Self::Range(range) => range.low.iter_mut().chain(&mut range.high).map(AsMut::as_mut).collect(),
            Self::Leaves(_)
            | Self::InRole(_)
            | Self::InCalendar(..)
            | Self::Known
            | Self::Unknown
            | Self::Confirmed
            | Self::Complete
            | Self::Past => Vec::new(),
        }
    }
}

impl Cell {
    /// The values that the column is compared with.
    pub fn values(&self) -> Vec<&Expr> {
        match self {
            Self::Any => Vec::new(),
            Self::Of(alternatives) => alternatives.iter().flat_map(|(tests, _)| tests).flat_map(Test::values).collect(),
        }
    }
}

impl Text {
    /// The values in the text.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        parts(&self.parts, visit);
    }
}

fn parts<'a>(list: &'a [TextPart], visit: Visit<'_, 'a, Expr>) {
    for part in list {
        match part {
            TextPart::Value(value, _) => visit(value),
            TextPart::Key(inner) => parts(inner, visit),
            TextPart::Plain(_) | TextPart::Capture(..) | TextPart::Gap => {}
        }
    }
}

fn parts_mut(list: &mut [TextPart], visit: &mut dyn FnMut(&mut Expr)) {
    for part in list {
        match part {
            TextPart::Value(value, _) => visit(value),
            TextPart::Key(inner) => parts_mut(inner, visit),
            TextPart::Plain(_) | TextPart::Capture(..) | TextPart::Gap => {}
        }
    }
}

impl Line {
    /// The values in the line.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        match &self.source {
            LineSource::Text(text) => text.exprs(visit),
            LineSource::Class(_, args) => args.iter().for_each(visit),
            LineSource::Var(_) | LineSource::Bad => {}
        }
    }
}

impl Event {
    /// The values in the event's cells and conditions.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        for atom in &self.atoms {
            match &atom.kind {
                EventKind::Declared(_, args) => args.iter().flatten().for_each(&mut *visit),
                EventKind::Says(line) => line.exprs(&mut *visit),
                _ => {}
            }
            atom.test.iter().flat_map(Test::values).for_each(&mut *visit);
            atom.filter.iter().for_each(&mut *visit);
        }
    }
}

impl Limit {
    /// The length or the instant.
    pub fn bound(&self) -> &Expr {
        match &self.bound {
            LimitBound::Length(expr) | LimitBound::Until(expr) => expr,
        }
    }

    /// The values in the limit.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        visit(self.bound());
        self.from.iter().for_each(|e| e.exprs(&mut *visit));
    }
}

impl Place {
    fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        if let Self::Field(base, _) = self {
            visit(base);
        }
    }
}

impl Stmt {
    /// The blocks of statements directly inside this one, in source order.
    pub fn blocks(&self) -> Vec<&[Stmt]> {
        match &self.kind {
            StmtKind::Do { timeout, .. } => timeout.iter().map(|a| a.body.as_slice()).collect(),
            StmtKind::Wait(wait) => {
                wait.whens.iter().map(|w| w.body.as_slice()).chain(wait.timeout.iter().map(|a| a.body.as_slice())).collect()
            }
            StmtKind::If { arms, otherwise } => {
                arms.iter().map(|a| a.body.as_slice()).chain(otherwise.iter().map(|a| a.body.as_slice())).collect()
            }
            StmtKind::Match(table) => table.rows.iter().map(|r| r.then.as_slice()).collect(),
            _ => Vec::new(),
        }
    }

    /// The expressions of this statement itself, not those of statements inside it.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        match &self.kind {
            StmtKind::Say(say) => say_exprs(say, visit),
            StmtKind::Tip(text) => text.exprs(visit),
            StmtKind::Ask { say, into, .. } => {
                say_exprs(say, &mut *visit);
                into.exprs(visit);
            }
            StmtKind::Fill { record, .. } | StmtKind::ReadBack { record, .. } => visit(record),
            StmtKind::Set { place, value } => {
                place.exprs(&mut *visit);
                visit(value);
            }
            StmtKind::Do { args, into, limit, .. } => {
                args.iter().for_each(&mut *visit);
                into.iter().for_each(|p| p.exprs(&mut *visit));
                limit.iter().for_each(|l| l.exprs(&mut *visit));
            }
            StmtKind::OpenCase { args, .. } | StmtKind::GotoFlow { args, .. } => args.iter().for_each(visit),
            StmtKind::Call { args, into, .. } => {
                args.iter().for_each(&mut *visit);
                into.iter().for_each(|p| p.exprs(&mut *visit));
            }
            StmtKind::Return(value) => value.iter().for_each(|v| visit(v)),
            StmtKind::Wait(wait) => {
                wait.on.iter().for_each(|e| e.exprs(&mut *visit));
                wait.limit.iter().for_each(|l| l.exprs(&mut *visit));
                wait.whens.iter().for_each(|w| w.on.exprs(&mut *visit));
            }
            StmtKind::If { arms, .. } => arms.iter().for_each(|a| visit(&a.condition)),
            StmtKind::Match(table) => table.exprs(visit),
            StmtKind::WaitAgain { limit, at_most } => {
                limit.iter().for_each(|l| l.exprs(&mut *visit));
                at_most.iter().for_each(|e| visit(e));
            }
            StmtKind::Escalate { key, .. } => key.iter().for_each(|k| visit(k)),
            StmtKind::End(_) | StmtKind::Goto(_) | StmtKind::Continue | StmtKind::CloseHere | StmtKind::Bad => {}
        }
    }
}

fn say_exprs<'a>(say: &'a super::Say, visit: Visit<'_, 'a, Expr>) {
    say.lines.iter().for_each(|l| l.exprs(&mut *visit));
    say.pause.iter().chain(&say.asserts).for_each(visit);
}

/// Every statement of a block and of the blocks inside it, in source order.
pub fn each_stmt<'a>(block: &'a [Stmt], visit: Visit<'_, 'a, Stmt>) {
    for stmt in block {
        visit(stmt);
        stmt.blocks().into_iter().for_each(|inner| each_stmt(inner, &mut *visit));
    }
}

impl Step {
    /// Its body and the bodies of its options and handlers, in source order.
    pub fn blocks(&self) -> impl Iterator<Item = &[Stmt]> {
        let options = self.options.iter().map(|o| o.body.as_slice());
        std::iter::once(self.body.as_slice()).chain(options).chain(self.whens.iter().map(|w| w.body.as_slice()))
    }
}

impl Flow {
    /// Every statement of the flow, those of its 随时 lines and its limits first.
    pub fn each_stmt<'a>(&'a self, visit: Visit<'_, 'a, Stmt>) {
        self.each_outside(&mut *visit);
        self.steps.iter().flat_map(Step::blocks).for_each(|b| each_stmt(b, &mut *visit));
    }

    /// As [`Flow::each_stmt`], but the steps that hold none of these kinds are passed by.
    pub fn each_stmt_of<'a>(&'a self, kinds: Kinds, visit: Visit<'_, 'a, Stmt>) {
        self.each_outside(&mut *visit);
        self.steps_with(kinds).flat_map(Step::blocks).for_each(|b| each_stmt(b, &mut *visit));
    }

    /// The statements of its 随时 lines and its limits.
    pub fn each_outside<'a>(&'a self, visit: Visit<'_, 'a, Stmt>) {
        self.anytime.iter().for_each(|a| each_stmt(a.body(), &mut *visit));
        self.limits.iter().for_each(|a| each_stmt(&a.body, &mut *visit));
    }

    /// The steps that hold one of these kinds.
    pub fn steps_with(&self, kinds: Kinds) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.holds.meets(kinds))
    }

    /// The values in the conditions of its options and the events of its handlers.
    pub fn handlers<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        for anytime in &self.anytime {
            match anytime {
                Anytime::Option(option) => option.exprs(&mut *visit),
                Anytime::When(when) => when.on.exprs(&mut *visit),
            }
        }
        for step in self.steps_with(Kinds::CONDITION) {
            step.options.iter().for_each(|o| o.exprs(&mut *visit));
            step.whens.iter().for_each(|w| w.on.exprs(&mut *visit));
        }
    }
}

impl Opt {
    /// Its condition and the records it confirms.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        self.provided.iter().for_each(|e| visit(e));
        for act in &self.acts {
            if let Act::Confirmed(record) = act {
                visit(record);
            }
        }
    }
}

impl<T> Table<T> {
    /// The columns and the values in its cells.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        self.columns.iter().for_each(&mut *visit);
        self.rows.iter().flat_map(|r| &r.cells).flatten().flat_map(Cell::values).for_each(visit);
    }
}

impl Form {
    /// The values in its fields' conditions.
    pub fn exprs<'a>(&'a self, visit: Visit<'_, 'a, Expr>) {
        for field in &self.fields {
            field.derived.iter().chain(&field.default).for_each(&mut *visit);
            if let Required::When(condition) = &field.required {
                visit(condition);
            }
        }
    }
}

impl Model {
    /// What is done outside any flow: the bodies of 期限, 升级 and 周期.
    pub fn loose_bodies(&self) -> impl Iterator<Item = &Arm> {
        let deadlines = self.deadlines.iter().filter(|d| d.flow.is_none()).flat_map(Deadline::bodies);
        let ladders = self.ladders.iter().filter(|l| l.flow.is_none()).flat_map(|l| &l.top);
        deadlines.chain(ladders).chain(self.schedules.iter().flat_map(|s| &s.missed))
    }
}

/// What rules do where they are broken.
pub fn remedies(model: &Model) -> impl Iterator<Item = &super::Remedy> {
    model.rules.iter().filter_map(|r| r.body.as_ref()).flat_map(|b| &b.sentences).flat_map(|s| &s.otherwise)
}

impl Anytime {
    /// What it does.
    pub fn body(&self) -> &[Stmt] {
        match self {
            Self::Option(option) => &option.body,
            Self::When(when) => &when.body,
        }
    }
}

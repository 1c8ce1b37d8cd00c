//! The tree of a file: what was written, with places, before names mean anything.

mod calendar;
mod clause;
mod deadline;
mod decl;
mod escalate;
mod event;
mod expr;
mod flow;
mod measure;
mod metric;
mod phrase;
mod retain;
mod rule;
mod scenario;
mod schedule;
mod score;
mod sentence;
mod step;
mod stretch;
mod walk;

pub use calendar::{Calendar, CalendarLine, CalendarLineKind, Cutoff, DateRange, HoursOfDay, Listed, MonthEnd, Weekday};
pub use clause::{Allow, Clauses, Meta, Name, Path, Reference};
pub use deadline::{Deadline, Pause, Warning};
pub use decl::{
    Action, Constant, ConstantValue, Decide, Decl, DeclKind, EventDecl, Extends, Field, Form, FormRow, Leaf, Param, Role, Taxonomy,
    TypeKind, TypeRef, Use,
};
pub use escalate::{Escalate, Jump, Raise, Rung};
pub use event::{Event, EventAtom, EventKind};
pub use expr::{
    Actor, Arg, BinaryOp, Bound, BoundWord, Cell, CellAtom, Clock, CompareOp, Date, Expr, ExprKind, OfCall, Range, Test, Text, TextPart,
    Unit,
};
pub use flow::{Anytime, Flow, Gives, Step};
pub use measure::{Measure, MeasureKind, MeasureSetting};
pub use metric::{Counted, Metric, MetricWindow};
pub use phrase::{Forbid, ForbidEntry, ForbidSetting, MatchMode, Pace, PhraseClause, Phrases, Position, Quantifier, Severity};
pub use retain::{Expiry, Retain};
pub use rule::{Assume, Key, Points, PointsOn, RuleDecl};
pub use scenario::{
    ClockMark, DayMark, ExpectKind, Expectation, Judged, LimitExpect, Marks, PlacedTime, Play, PlayKind, RowsTable, Scenario, ScenarioLine,
    Speaker, Stand, TimeMark, TurnMark,
};
pub use schedule::{Duty, Occasion, OnRest, Recurring, Schedule};
pub use score::{Score, ScoreGroup};
pub use sentence::{
    DayWord, Edge, Modal, ModalWord, Ordered, Ordinal, Relation, Remedy, ScopeClause, Sentence, SentenceForm, Stretch, StretchKind,
    WithinTime,
};
pub use step::{
    Act, Block, If, IfArm, Limit, LimitBound, Line, LineSource, Mark, Match, Modality, OptionDecl, OptionLabel, Row, RowHead, Shift, Stmt,
    StmtKind, Timeout, Wait, When,
};
pub use stretch::StretchDecl;
pub use walk::Branch;

/// One file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// The declarations in source order, a bad one left out or kept as far as it could be read.
    pub decls: Vec<Decl>,
}

//! The tree of a file: what was written, with places, before names mean anything.

mod clause;
mod decl;
mod event;
mod expr;
mod flow;
mod phrase;
mod scenario;
mod step;

pub use clause::{Allow, Meta, Name, Path, Reference};
pub use decl::{
    Action, Constant, ConstantValue, Decide, Decl, DeclKind, EventDecl, Field, Form, FormRow, Leaf, Param, Role, Taxonomy, Timed,
    TimedKind, TypeKind, TypeRef, Use,
};
pub use event::{Event, EventAtom, EventKind};
pub use expr::{
    Actor, Arg, BinaryOp, Bound, BoundWord, Cell, CellAtom, Clock, CompareOp, Date, Expr, ExprKind, Range, Test, Text, TextPart, Unit,
};
pub use flow::{Anytime, Flow, Gives, Step};
pub use phrase::{Forbid, ForbidEntry, ForbidSetting, MatchMode, Pace, PhraseClause, Phrases, Position, Quantifier, Severity};
pub use scenario::{ExpectKind, Expectation, Play, PlayKind, RowsTable, Scenario, TimeMark};
pub use step::{
    Act, Block, If, IfArm, Limit, LimitBound, Line, LineSource, Mark, Match, Modality, OptionDecl, OptionLabel, Row, RowHead, Shift, Stmt,
    StmtKind, Timeout, Wait, When,
};

/// One file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// The declarations in source order, a bad one left out or kept as far as it could be read.
    pub decls: Vec<Decl>,
}

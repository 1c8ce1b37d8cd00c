//! Declarations other than flows, phrases and scenarios.

use super::{CalendarId, Cell, Expr, FieldId, RoleId, Slot};
use crate::base::Span;
use smol_str::SmolStr;

/// Documentation, citations and former names.
/// Most things carry none of them, so they lie apart: reading sees empty ones, writing makes room.
#[derive(Debug, Clone, Default)]
pub struct Meta(Option<Box<Clauses>>);

/// The clauses themselves.
#[derive(Debug, Clone, Default)]
pub struct Clauses {
    /// `##` lines.
    pub doc: Option<String>,
    /// 依据, each with its place.
    pub basis: Vec<(SmolStr, Span)>,
    /// 曾用名, each with its place.
    pub formerly: Vec<(SmolStr, Span)>,
    /// 底线
    pub floor: bool,
}

static NONE: Clauses = Clauses { doc: None, basis: Vec::new(), formerly: Vec::new(), floor: false };

impl Meta {
    /// What something carries.
    pub(crate) fn new(clauses: Clauses) -> Self {
        Self(Some(Box::new(clauses)))
    }

    /// Takes over the 依据 of another.
    pub(crate) fn cite(&mut self, other: &mut Self) {
        if let Some(other) = other.0.as_mut().filter(|o| !o.basis.is_empty()) {
            self.basis.append(&mut other.basis);
        }
    }
}

impl std::ops::Deref for Meta {
    type Target = Clauses;

    fn deref(&self) -> &Clauses {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl std::ops::DerefMut for Meta {
    fn deref_mut(&mut self) -> &mut Clauses {
        self.0.get_or_insert_default()
    }
}

/// A parameter of the session, a flow, a 判定, an action, an event or a class.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: SmolStr,
    /// Its type and range.
    pub slot: Slot,
    /// 默认
    pub default: Option<Expr>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A constant.
#[derive(Debug, Clone)]
pub struct Const {
    /// Its name.
    pub name: SmolStr,
    /// What it is.
    pub state: ConstState,
    /// Where `huashu.toml` gives it its value.
    pub bound: Option<Span>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// What a constant is.
#[derive(Debug, Clone)]
pub enum ConstState {
    /// A value, possibly from `huashu.toml` for 待定.
    Value(Expr),
    /// 待定 and bound nowhere (E0203 was reported).
    Unbound,
    /// 仅指导
    Advice,
}

/// A 分类, flattened: leaves in order, inner nodes as sets of leaves.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    /// Its name; empty for one written out after 得.
    pub name: SmolStr,
    /// 开放
    pub open: bool,
    /// In order of comparison.
    pub leaves: Vec<Leaf>,
    /// Inner nodes by name and alias: the leaves below them.
    pub nodes: Vec<(SmolStr, Vec<super::LeafId>)>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A leaf of a 分类.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// Canonical name.
    pub name: SmolStr,
    /// Accepted in data.
    pub aliases: Vec<SmolStr>,
    /// Inner nodes above it, outermost first.
    pub within: Vec<SmolStr>,
    /// Where.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A 登记表.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its name.
    pub name: SmolStr,
    /// 别名
    pub aliases: Vec<SmolStr>,
    /// 系统
    pub system: bool,
    /// In source order.
    pub fields: Vec<Field>,
    /// 必填其一
    pub require_one: Vec<Vec<FieldId>>,
    /// 不得同人
    pub distinct: Vec<Vec<FieldId>>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: SmolStr,
    /// 别名
    pub aliases: Vec<SmolStr>,
    /// Its type and range.
    pub slot: Slot,
    /// 必填
    pub required: Required,
    /// Computed, never entered.
    pub derived: Option<Expr>,
    /// 默认
    pub default: Option<Expr>,
    /// 分段
    pub grouped: Vec<u32>,
    /// 格式
    pub pattern: Option<SmolStr>,
    /// 系统
    pub system: bool,
    /// 保密
    pub secret: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// When a field must hold a value.
#[derive(Debug, Clone)]
pub enum Required {
    /// Never.
    Never,
    /// Always.
    Always,
    /// When this holds; the record is argument 0.
    When(Expr),
}

/// A 角色.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its name.
    pub name: SmolStr,
    /// 别名
    pub aliases: Vec<SmolStr>,
    /// 上级
    pub superior: Option<RoleId>,
    /// 不得兼任
    pub exclusive: Vec<RoleId>,
    /// 用: the calendar of who acts in it.
    pub using: Option<CalendarId>,
    /// Where its name stands; empty for a built-in one that the package does not name.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A 动作.
#[derive(Debug, Clone)]
pub struct Action {
    /// Its name.
    pub name: SmolStr,
    /// By position.
    pub params: Vec<Param>,
    /// 得
    pub gives: Option<Slot>,
    /// 仅
    pub only: Vec<RoleId>,
    /// 仅当, over the parameters as arguments.
    pub provided: Option<Expr>,
    /// 不可逆
    pub irreversible: bool,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A 事件.
#[derive(Debug, Clone)]
pub struct EventDecl {
    /// Its name.
    pub name: SmolStr,
    /// By position.
    pub params: Vec<Param>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A 判定.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Its name.
    pub name: SmolStr,
    /// By position.
    pub params: Vec<Param>,
    /// What it gives.
    pub gives: Slot,
    /// The table.
    pub table: Table<Expr>,
    /// Where its name stands.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A 按 table whose rows end in `T`: a value in a 判定, statements in a step.
#[derive(Debug, Clone)]
pub struct Table<T> {
    /// 依次
    pub in_order: bool,
    /// The columns.
    pub columns: Vec<Expr>,
    /// In source order.
    pub rows: Vec<DecisionRow<T>>,
    /// The head line.
    pub span: Span,
}

/// A row.
#[derive(Debug, Clone)]
pub struct DecisionRow<T> {
    /// One a column, none for 其余. A row of the wrong width was reported and is left out of the table.
    pub cells: Option<Vec<Cell>>,
    /// What it ends in.
    pub then: T,
    /// The row's line.
    pub span: Span,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A named construct of part 2.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: SmolStr,
    /// Which construct.
    pub kind: RuleKind,
    /// Where its name stands.
    pub span: Span,
    /// What a 规则 or 保证 says; none before it was read, and for other constructs.
    pub body: Option<Box<super::RuleBody>>,
    /// Citations and documentation.
    pub meta: Meta,
}

/// Which construct of part 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// 规则
    Rule,
    /// 保证
    Guarantee,
}

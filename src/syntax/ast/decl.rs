//! Declarations other than flows, phrases and scenarios.

use super::{
    Calendar, Deadline, Escalate, Expr, Flow, Forbid, Gives, Match, Measure, Meta, Metric, Name, Path, Phrases, Range, Retain, RuleDecl,
    Scenario, Schedule, Score, StretchDecl, Text,
};
use crate::base::Span;

/// One declaration.
#[derive(Debug, Clone)]
pub struct Decl {
    /// What is declared.
    pub kind: DeclKind,
    /// Documentation, citations, 底线, 曾用名, 放过.
    pub meta: Meta,
    /// The head line.
    pub span: Span,
}

/// The kinds of declaration.
#[derive(Debug, Clone)]
pub enum DeclKind {
    /// 引用 a file or package
    Use(Use),
    /// 引用 文档
    Document(Text),
    /// 参数
    Params(Vec<Param>),
    /// 常量
    Consts(Vec<Constant>),
    /// 分类
    Taxonomy(Taxonomy),
    /// 判定
    Decide(Decide),
    /// 登记表
    Form(Form),
    /// 角色
    Role(Role),
    /// 动作
    Action(Action),
    /// 事件
    Event(EventDecl),
    /// 用语
    Phrases(Phrases),
    /// 禁语
    Forbid(Forbid),
    /// 流程
    Flow(Flow),
    /// 场景
    Scenario(Scenario),
    /// 规则, 保证
    Rule(Box<RuleDecl>),
    /// 情形
    Stretch(Box<StretchDecl>),
    /// 计量
    Measure(Measure),
    /// 指标
    Metric(Box<Metric>),
    /// 评分
    Score(Score),
    /// 日历
    Calendar(Calendar),
    /// 期限
    Deadline(Box<Deadline>),
    /// 升级
    Escalate(Box<Escalate>),
    /// 周期
    Schedule(Box<Schedule>),
    /// 留存
    Retain(Box<Retain>),
    /// 继承 a package
    Extends(Extends),
}

/// `引用 通用.用语 为 甲`
#[derive(Debug, Clone)]
pub struct Use {
    /// The package, and perhaps one file of it.
    pub path: Path,
    /// 为
    pub alias: Option<Name>,
}

/// `继承 总店`: everything of that package belongs to this one, unless it is said anew here.
#[derive(Debug, Clone)]
pub struct Extends {
    /// The package.
    pub path: Path,
}

/// A parameter of the session, of a flow, a 判定, an action, an event or a phrase class.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its type; left out where the name is a form's.
    pub ty: Option<TypeRef>,
    /// 默认
    pub default: Option<Expr>,
    /// Citations and documentation.
    pub meta: Meta,
}

/// A type as written.
#[derive(Debug, Clone)]
pub struct TypeRef {
    /// Which.
    pub kind: TypeKind,
    /// The range that may follow, `整数 1..10`.
    pub range: Option<Range>,
    /// 可空
    pub optional: bool,
    /// Where.
    pub span: Span,
}

/// The types that have words, and named ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeKind {
    /// 文本
    Text,
    /// 整数
    Integer,
    /// 数
    Number,
    /// 是否
    Bool,
    /// 时长
    Duration,
    /// 次数
    Times,
    /// 声数
    Rings,
    /// 字数
    Chars,
    /// 金额
    Money,
    /// 分值
    Points,
    /// 语速
    Pace,
    /// 日期
    Date,
    /// 钟点
    Clock,
    /// 时刻
    Instant,
    /// 手机号
    Mobile,
    /// 电话号码
    Phone,
    /// 录音
    Recording,
    /// 签名
    Signature,
    /// 人员
    Person,
    /// 角色 as a type: any role.
    RoleName,
    /// 用语, as a flow's parameter
    Phrases,
    /// 列表 T
    List(Box<TypeKind>),
    /// A 分类, 登记表, 判定 or 角色.
    Named(Path),
}

/// One constant.
#[derive(Debug, Clone)]
pub struct Constant {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: ConstantValue,
    /// Citations and documentation.
    pub meta: Meta,
}

/// What a constant is given.
#[derive(Debug, Clone)]
pub enum ConstantValue {
    /// A value.
    Value(Expr),
    /// 待定: the manual gives none.
    Unbound(Span),
    /// 仅指导: a degree word that is no limit.
    Advice(Span),
}

/// `分类 名` with its leaves.
#[derive(Debug, Clone)]
pub struct Taxonomy {
    /// Its name.
    pub name: Name,
    /// 别名
    pub aliases: Vec<Name>,
    /// 开放
    pub open: bool,
    /// In source order, which is the order of comparison.
    pub leaves: Vec<Leaf>,
}

/// A leaf, or an inner node with leaves of its own.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// Its name.
    pub name: Name,
    /// 别名
    pub aliases: Vec<Name>,
    /// Empty for a leaf.
    pub children: Vec<Leaf>,
    /// Citations and documentation.
    pub meta: Meta,
}

/// `判定 名(…) 得 …`
#[derive(Debug, Clone)]
pub struct Decide {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Param>,
    /// What it gives.
    pub gives: Option<Gives>,
    /// The table, its rows ending in a value ([`super::Row::value`]).
    pub table: Option<Match>,
}

/// `登记表 名`
#[derive(Debug, Clone)]
pub struct Form {
    /// Its name.
    pub name: Name,
    /// 系统: filled by the host.
    pub system: bool,
    /// 别名
    pub aliases: Vec<Name>,
    /// Fields and conditions over several fields.
    pub rows: Vec<FormRow>,
}

/// A line of a form.
#[derive(Debug, Clone)]
pub enum FormRow {
    /// A field.
    Field(Box<Field>),
    /// 必填其一
    RequireOne(Vec<Name>, Span),
    /// 不得同人
    Distinct(Vec<Name>, Span),
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeRef,
    /// `= expr`: derived, never entered.
    pub derived: Option<Expr>,
    /// 必填, with the condition of 仅当.
    pub required: Option<Option<Expr>>,
    /// 分段: the lengths of the groups.
    pub grouped: Vec<u32>,
    /// 格式
    pub pattern: Option<Text>,
    /// 系统
    pub system: bool,
    /// 保密
    pub secret: bool,
    /// 别名
    pub aliases: Vec<Name>,
    /// 默认
    pub default: Option<Expr>,
    /// Citations and documentation.
    pub meta: Meta,
}

/// `角色 名`
#[derive(Debug, Clone)]
pub struct Role {
    /// Its name; a built-in role's word where that is given its clauses.
    pub name: Name,
    /// 别名
    pub aliases: Vec<Name>,
    /// 上级
    pub superior: Option<Name>,
    /// 不得兼任
    pub exclusive: Vec<Name>,
    /// 用
    pub using: Option<Name>,
}

/// `动作 名(…)`
#[derive(Debug, Clone)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Param>,
    /// 得
    pub gives: Option<Gives>,
    /// 仅: the roles that may do it.
    pub only: Vec<Name>,
    /// 仅当
    pub provided: Option<Expr>,
    /// 不可逆
    pub irreversible: bool,
}

/// `事件 名(…)`
#[derive(Debug, Clone)]
pub struct EventDecl {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Param>,
}

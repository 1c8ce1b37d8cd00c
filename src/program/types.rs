//! Types and values.

use super::Expr;
use crate::base::Decimal;
pub use crate::base::calendar::CivilUnit;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// What sort of value something is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// 文本
    Text,
    /// 整数
    Integer,
    /// 数
    Number,
    /// 是否
    Bool,
    /// 时长, in ms
    Duration,
    /// A length in days, months or working time.
    Civil,
    /// 次数
    Times,
    /// 声数
    Rings,
    /// 字数
    Chars,
    /// 金额, in 元
    Money,
    /// 分值
    Points,
    /// 语速, characters a minute
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
    /// 人员; with a role, a person in it
    Person(Option<u32>),
    /// A role itself.
    Role,
    /// 列表
    List(Box<Type>),
    /// A leaf of a 分类.
    Taxonomy(u32),
    /// A record of a 登记表.
    Form(u32),
    /// The name of a 用语.
    Phrases,
}

impl Type {
    /// What stands behind a number of this type, Chinese and English.
    pub fn unit(&self) -> (&'static str, &'static str) {
        match self {
            Type::Times => ("次", " times"),
            Type::Rings => ("声", " rings"),
            Type::Chars => ("字", " chars"),
            Type::Money => ("元", " yuan"),
            Type::Points => ("分", " points"),
            Type::Pace => ("字/分钟", " cpm"),
            _ => ("", ""),
        }
    }
}

/// A typed place: a parameter, a variable, a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// 可空
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// The declared range; of a list, of its length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
}

/// A range of values; the lower end is included, the upper end unless `open`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Lower end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<Box<Expr>>,
    /// Upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<Box<Expr>>,
    /// The upper end is not included.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// A value that stands in the program itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// 未知
    Unknown,
    /// 是, 否
    Bool(bool),
    /// A number of any counted type (整数, 数, 次数, 声数, 字数, 金额, 分值, 语速), in millionths.
    Number(Decimal),
    /// ms
    Duration(i64),
    /// A civil or working length.
    Civil(i64, CivilUnit),
    /// Characters.
    Text(SmolStr),
    /// Days since 1970-01-01.
    Date(i32),
    /// ms after midnight.
    Clock(u32),
    /// A wall-clock time in the program's zone: days since 1970-01-01 and ms after midnight.
    Local(i32, u32),
    /// Taxonomy and leaf.
    Leaf(u32, u32),
    /// A role.
    Role(u32),
    /// A phrase class.
    Phrases(u32),
}

/// How a value is written in a spoken line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "compiler", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// As its type is written: a duration as `1小时30分钟`, a count with its unit, a date as `3月6日`, a leaf by its name.
    Plain(Type),
    /// Digits in groups of these lengths (分段).
    Grouped(Vec<u32>),
    /// A share: `60%`.
    Percent,
}

//! Types.

pub use crate::base::calendar::CivilUnit;

use super::{FormId, Range, RoleId, TaxonomyId};

/// What sort of value something is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ty {
    /// 文本
    Text,
    /// 整数
    Integer,
    /// 数
    Number,
    /// 是否
    Bool,
    /// 时长: exact, ms
    Duration,
    /// 天, 周, 个月, 季, 年, 个工作日: a length on a calendar
    Civil,
    /// 个工作小时, 个工作分钟: a length of working time
    Working,
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
    /// 人员, or a person in a role
    Person(Option<RoleId>),
    /// A role itself, as an argument
    Role,
    /// 列表
    List(Box<Ty>),
    /// A leaf of a 分类
    Leaf(TaxonomyId),
    /// A record of a 登记表
    Record(FormId),
    /// The name of a 用语
    Phrases,
    /// Unknown because of a fault already reported; fits everything.
    Bad,
}

/// A typed place.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its type.
    pub ty: Ty,
    /// 可空
    pub optional: bool,
    /// The declared range; of a list, of its length.
    pub range: Option<Range>,
}

impl Slot {
    /// A place of this type that always holds a value.
    pub fn of(ty: Ty) -> Self {
        Self { ty, optional: false, range: None }
    }
}

//! 期限, 升级, 周期 and 留存 as plain data.

use super::{Block, Cond, Pat};
use crate::naive::calendar::{Calendar, Shift};

/// Who is above whom, from the lowest up.
pub const ROLES: [&str; 3] = ["主管", "经理", "总经理"];
pub const DEADLINES: [&str; 3] = ["限一", "限二", "限三"];
/// The one in each flow.
pub const IN_FLOWS: [&str; 3] = ["主限", "副限", "末限"];
pub const LADDERS: [&str; 2] = ["梯一", "梯二"];
pub const SCHEDULES: [&str; 2] = ["报一", "报二"];

#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// On the line of the house days are counted.
    pub calendar: Option<Calendar>,
    pub deadlines: Vec<Deadline>,
    pub ladders: Vec<Ladder>,
    pub schedules: Vec<Schedule>,
    pub retains: Vec<Retain>,
}

impl Limits {
    pub fn any(&self) -> bool {
        !(self.deadlines.is_empty() && self.ladders.is_empty() && self.schedules.is_empty() && self.retains.is_empty())
    }
}

/// A length of one of the sorts that are never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Ms(i64),
    /// 个工作小时
    Work(i64),
    Days(i64),
    Workdays(i64),
    Months(i64),
}

#[derive(Debug, Clone, Copy)]
pub enum Bound {
    For(Length),
    /// 到 约.时刻, less so much.
    Promised(i64),
}

#[derive(Debug, Clone)]
pub struct Deadline {
    /// 按 号
    pub keyed: bool,
    pub start: Vec<Pat>,
    pub stop: Vec<Pat>,
    pub bound: Bound,
    /// 自
    pub from: Option<Pat>,
    pub shift: Option<Shift>,
    pub latest: bool,
    pub pauses: Vec<(Pat, Pat)>,
    pub warnings: Vec<(Length, Block)>,
    /// 已过
    pub past: Block,
    pub breach: Block,
}

#[derive(Debug, Clone)]
pub struct Ladder {
    pub keyed: bool,
    pub rungs: Vec<Rung>,
    /// 提级, and to which rung; none: to the next.
    pub raises: Vec<(Pat, Option<usize>)>,
    /// 直达
    pub jumps: Vec<(usize, Cond)>,
    pub stop: Pat,
    pub top: Block,
}

#[derive(Debug, Clone)]
pub struct Rung {
    pub role: usize,
    pub limit: Length,
    pub optional: bool,
}

#[derive(Debug, Clone)]
pub struct Schedule {
    pub every: Every,
    /// In ms of the day.
    pub clock: i64,
    /// 起 rather than 之前.
    pub from: bool,
    /// 遇休: where it says nothing, 照常.
    pub on_rest: Option<Shift>,
    /// One after the other.
    pub duties: Vec<usize>,
    /// 恰好
    pub times: Option<usize>,
    pub provided: Option<Cond>,
    pub missed: Block,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    Day,
    Workday,
    /// Monday is 0.
    Week(i64),
    Month(i64),
    MonthEnd,
    LastWorkday,
    NthWorkday(i64),
}

#[derive(Debug, Clone)]
pub struct Retain {
    pub length: Length,
    pub from: usize,
    pub pause: Option<(usize, usize)>,
    /// 归档, 删除, 封存; none: 延长.
    pub expiry: Option<&'static str>,
    pub more: Length,
}

//! 周期: what is due again and again.

use super::{Clock, Event, Expr, Name, Shift, Timeout};
use crate::base::Span;

/// `周期 名`
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Its name, which is also a rule's.
    pub name: Name,
    /// When; the first where there are several.
    pub occasion: Option<Occasion>,
    /// 归属: by which event things are counted into a period.
    pub counted_by: Option<Event>,
    /// 由
    pub by: Option<Name>,
    /// 用
    pub using: Option<Name>,
    /// 须 … 再 …, in order.
    pub duties: Vec<Duty>,
    /// 若
    pub condition: Option<Expr>,
    /// 漏
    pub missed: Option<Timeout>,
}

/// `每周 周五 17:00 之前 遇休 提前`
#[derive(Debug, Clone)]
pub struct Occasion {
    /// How often, and on which day.
    pub every: Recurring,
    /// The time of day.
    pub clock: Clock,
    /// 起: from then on, rather than 之前.
    pub from: bool,
    /// 遇休
    pub on_rest: Option<OnRest>,
    /// Where.
    pub span: Span,
}

/// How often, and on which day.
#[derive(Debug, Clone)]
pub enum Recurring {
    /// 每日
    Daily,
    /// 每个工作日
    Workdays,
    /// 每周, Monday 1 to Sunday 7
    Weekly(u8),
    /// 每月 5号, or 第3个工作日 where `nth`
    Monthly {
        /// The number with its unit.
        day: Expr,
        /// 第
        nth: bool,
    },
    /// 每月 末日
    FinalDay,
    /// 每月 末个工作日
    FinalWorkday,
    /// 每季末
    QuarterEnd,
    /// 每年, month and day
    Yearly(u8, u8),
}

/// What to do when the day does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnRest {
    /// 顺延, 提前
    Shift(Shift),
    /// 照常
    AsUsual,
}

/// `须 事件 恰好 n次`
#[derive(Debug, Clone)]
pub struct Duty {
    /// What must come, or be done.
    pub events: Event,
    /// 恰好
    pub times: Option<Expr>,
    /// Where.
    pub span: Span,
}

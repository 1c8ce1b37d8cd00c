//! What a top-level name may stand for.

use crate::sema::model::{
    ActionId, CalendarId, ConstId, DeadlineId, DecisionId, EventId, FlowId, ForbidId, FormId, LadderId, ParamId, PhrasesId, RoleId,
    StretchId, TaxonomyId,
};

/// A declared thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Symbol {
    /// 参数
    Param(ParamId),
    /// 常量
    Const(ConstId),
    /// 分类
    Taxonomy(TaxonomyId),
    /// 判定
    Decision(DecisionId),
    /// 登记表
    Form(FormId),
    /// 角色
    Role(RoleId),
    /// 动作
    Action(ActionId),
    /// 事件
    Event(EventId),
    /// 用语
    Phrases(PhrasesId),
    /// 禁语
    Forbid(ForbidId),
    /// 流程
    Flow(FlowId),
    /// 情形
    Stretch(StretchId),
    /// 期限
    Deadline(DeadlineId),
    /// 升级
    Ladder(LadderId),
    /// 日历
    Calendar(CalendarId),
}

impl Symbol {
    /// The word of the construct, Chinese and English.
    pub(crate) fn word(self) -> (&'static str, &'static str) {
        match self {
            Self::Param(_) => ("参数", "a parameter"),
            Self::Const(_) => ("常量", "a constant"),
            Self::Taxonomy(_) => ("分类", "a taxonomy"),
            Self::Decision(_) => ("判定", "a decision"),
            Self::Form(_) => ("登记表", "a form"),
            Self::Role(_) => ("角色", "a role"),
            Self::Action(_) => ("动作", "an action"),
            Self::Event(_) => ("事件", "an event"),
            Self::Phrases(_) => ("用语", "a phrase class"),
            Self::Forbid(_) => ("禁语", "a forbidden class"),
            Self::Flow(_) => ("流程", "a flow"),
            Self::Stretch(_) => ("情形", "a stretch"),
            Self::Deadline(_) => ("期限", "a deadline"),
            Self::Ladder(_) => ("升级", "a ladder"),
            Self::Calendar(_) => ("日历", "a calendar"),
        }
    }
}

//! The kinds of things that have names.

/// A kind of named things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 参数
    Param,
    /// 分类
    Taxonomy,
    /// A leaf of a 分类: `分类/叶`.
    Leaf,
    /// 登记表
    Form,
    /// A field of a 登记表: `表/字段`.
    Field,
    /// 角色
    Role,
    /// 动作
    Action,
    /// 事件
    Event,
    /// 判定
    Decision,
    /// 用语
    Phrases,
    /// 禁语
    Forbid,
    /// 流程
    Flow,
    /// 环节: `流程/环节`.
    Step,
    /// A variable of a flow.
    Var,
    /// 选项
    Option,
    /// 情形
    Stretch,
    /// 规则 and 保证
    Rule,
    /// 指标
    Metric,
    /// 期限
    Deadline,
    /// 升级
    Ladder,
    /// 周期
    Schedule,
    /// 日历
    Calendar,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 22] = [
        Self::Param,
        Self::Taxonomy,
        Self::Leaf,
        Self::Form,
        Self::Field,
        Self::Role,
        Self::Action,
        Self::Event,
        Self::Decision,
        Self::Phrases,
        Self::Forbid,
        Self::Flow,
        Self::Step,
        Self::Var,
        Self::Option,
        Self::Stretch,
        Self::Rule,
        Self::Metric,
        Self::Deadline,
        Self::Ladder,
        Self::Schedule,
        Self::Calendar,
    ];

    /// Its word in both languages.
    pub fn word(self) -> (&'static str, &'static str) {
        match self {
            Self::Param => ("参数", "param"),
            Self::Taxonomy => ("分类", "taxonomy"),
            Self::Leaf => ("分类项", "leaf"),
            Self::Form => ("登记表", "form"),
            Self::Field => ("字段", "field"),
            Self::Role => ("角色", "role"),
            Self::Action => ("动作", "action"),
            Self::Event => ("事件", "event"),
            Self::Decision => ("判定", "decide"),
            Self::Phrases => ("用语", "phrases"),
            Self::Forbid => ("禁语", "forbid"),
            Self::Flow => ("流程", "flow"),
            Self::Step => ("环节", "step"),
            Self::Var => ("变量", "variable"),
            Self::Option => ("选项", "option"),
            Self::Stretch => ("情形", "stretch"),
            Self::Rule => ("规则", "rule"),
            Self::Metric => ("指标", "metric"),
            Self::Deadline => ("期限", "deadline"),
            Self::Ladder => ("升级", "escalate"),
            Self::Schedule => ("周期", "schedule"),
            Self::Calendar => ("日历", "calendar"),
        }
    }

    /// Its name in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Ladder => "ladder",
            other => other.word().1,
        }
    }
}

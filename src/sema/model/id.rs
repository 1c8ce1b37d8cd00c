//! Indices into the tables of a model, one type a table so that they cannot be mixed up.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl $name {
                /// As an index.
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )+
    };
}

ids! {
    /// A session parameter.
    ParamId
    /// A constant.
    ConstId
    /// A 分类.
    TaxonomyId
    /// A leaf of a 分类, counted in order over the whole tree.
    LeafId
    /// A 判定.
    DecisionId
    /// A 登记表.
    FormId
    /// A field of a form.
    FieldId
    /// A 角色.
    RoleId
    /// A 动作.
    ActionId
    /// A 事件.
    EventId
    /// A 用语.
    PhrasesId
    /// A 禁语.
    ForbidId
    /// A 流程.
    FlowId
    /// A 环节 of a flow.
    StepId
    /// A variable of a flow.
    VarId
    /// A 规则 or another named construct of part 2.
    RuleId
    /// A 期限.
    DeadlineId
    /// A 升级.
    LadderId
    /// A 情形.
    StretchId
    /// A 日历.
    CalendarId
}

//! What can be a 底线: each construct by its word, its name, its place and its clauses.

use crate::base::Span;
use crate::sema::model::{
    Action, Calendar, Const, Deadline, Decision, EventDecl, Flow, Forbid, Form, Ladder, Meta, Metric, Param, Phrases, Role, Rule, Schedule,
    Stretch, Taxonomy,
};

/// A construct that can be a 底线.
pub(super) trait Floor {
    /// The word of the construct, Chinese and English.
    const WORD: (&'static str, &'static str);
    /// Its name.
    fn name(&self) -> &str;
    /// Where its name stands.
    fn span(&self) -> Span;
    /// Its clauses.
    fn meta(&self) -> &Meta;
}

/// Constructs whose name, place and clauses are fields of that name.
macro_rules! floors {
    ($($of:ident $zh:literal $en:literal;)+) => {
        $(
            impl Floor for $of {
                const WORD: (&'static str, &'static str) = ($zh, $en);

                fn name(&self) -> &str {
                    &self.name
                }

                fn span(&self) -> Span {
                    self.span
                }

                fn meta(&self) -> &Meta {
                    &self.meta
                }
            }
        )+
    };
}

floors! {
    Deadline "期限" "deadline";
    Ladder "升级" "ladder";
    Flow "流程" "flow";
    Forbid "禁语" "forbidden set";
    Form "登记表" "form";
    Metric "指标" "metric";
    Phrases "用语" "class";
    Role "角色" "role";
    Action "动作" "action";
    Rule "规则" "rule";
    Schedule "周期" "schedule";
    Stretch "情形" "stretch";
    Const "常量" "constant";
    Param "参数" "parameter";
    Taxonomy "分类" "taxonomy";
    Decision "判定" "decision";
    EventDecl "事件" "event";
}

impl Floor for Calendar {
    const WORD: (&'static str, &'static str) = ("日历", "calendar");

    fn name(&self) -> &str {
        &self.data.name
    }

    fn span(&self) -> Span {
        self.span
    }

    fn meta(&self) -> &Meta {
        &self.meta
    }
}

//! Where each keyword may begin a line: what a refused line is told.

use crate::syntax::grammar::Rule;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The outermost level.
    File,
    /// In a 判定.
    Decide,
    /// In a 流程.
    Flow,
    /// In a 环节.
    Step,
    /// In a block of statements.
    Block,
    /// Below a 等.
    Wait,
    /// Below a 做.
    Do,
    /// In a construct of part 2.
    Timed,
    /// In a 场景.
    Scenario,
    /// Below a line that could not be read.
    Any,
}

impl Place {
    /// The place in words, Chinese and English.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::File => ("文件最外层", "at the outermost level of a file"),
            Self::Decide => ("“判定”里", "in a `decide`"),
            Self::Flow => ("“流程”里", "in a `flow`"),
            Self::Step => ("“环节”里", "in a `step`"),
            Self::Block => ("环节的语句里", "among the statements of a step"),
            Self::Wait => ("“等”下面", "below a `wait`"),
            Self::Do => ("“做”下面", "below a `do`"),
            Self::Timed => ("规则、期限一类的块里", "in a rule, a deadline or the like"),
            Self::Scenario => ("“场景”里", "in a `scenario`"),
            Self::Any => ("这里", "here"),
        }
    }

    /// The keywords that may begin a line here.
    pub(crate) fn heads(self) -> &'static [Rule] {
        match self {
            Self::File => FILE,
            Self::Decide => &[Rule::k_match, Rule::k_basis],
            Self::Flow => FLOW,
            Self::Step | Self::Block | Self::Any => STMT,
            Self::Wait => &[Rule::k_on, Rule::k_timeout, Rule::k_basis],
            Self::Do => &[Rule::k_timeout, Rule::k_basis],
            Self::Timed => TIMED,
            Self::Scenario => SCENARIO,
        }
    }

    /// The places where a keyword may begin a line.
    pub(crate) fn of(rule: Rule) -> impl Iterator<Item = Self> {
        [Self::File, Self::Flow, Self::Step, Self::Wait, Self::Do, Self::Decide, Self::Timed, Self::Scenario]
            .into_iter()
            .filter(move |p| p.heads().contains(&rule))
    }
}

const FILE: &[Rule] = &[
    Rule::k_use,
    Rule::k_extends,
    Rule::k_allow,
    Rule::k_param,
    Rule::k_const,
    Rule::k_taxonomy,
    Rule::k_decide,
    Rule::k_form,
    Rule::k_role,
    Rule::k_action,
    Rule::k_event,
    Rule::k_phrases,
    Rule::k_forbid,
    Rule::k_flow,
    Rule::k_rule,
    Rule::k_guarantee,
    Rule::k_stretch,
    Rule::k_measure,
    Rule::k_calendar,
    Rule::k_deadline,
    Rule::k_escalate,
    Rule::k_schedule,
    Rule::k_retain,
    Rule::k_metric,
    Rule::k_score,
    Rule::k_scenario,
];

const FLOW: &[Rule] = &[
    Rule::k_step,
    Rule::k_anytime,
    Rule::k_deadline,
    Rule::k_escalate,
    Rule::k_measure,
    Rule::k_by,
    Rule::k_using,
    Rule::k_gives,
    Rule::k_case,
    Rule::k_basis,
];

const STMT: &[Rule] = &[
    Rule::k_say,
    Rule::k_should_say,
    Rule::k_must_say,
    Rule::k_tip,
    Rule::k_ask,
    Rule::k_fill,
    Rule::k_read_back,
    Rule::k_set,
    Rule::k_do,
    Rule::k_open_case,
    Rule::k_call,
    Rule::k_return,
    Rule::k_end,
    Rule::k_goto,
    Rule::k_wait,
    Rule::k_if,
    Rule::k_else_if,
    Rule::k_else,
    Rule::k_match,
    Rule::k_escalate,
    Rule::k_option,
    Rule::k_on,
    Rule::k_wait_again,
    Rule::k_continue,
    Rule::k_close_here,
    Rule::k_basis,
];

const TIMED: &[Rule] = &[
    Rule::k_start,
    Rule::k_stop,
    Rule::k_limit,
    Rule::k_stop_clock,
    Rule::k_warn,
    Rule::k_timeout,
    Rule::k_past,
    Rule::k_rung,
    Rule::k_raise,
    Rule::k_straight_to,
    Rule::k_top,
    Rule::k_from,
    Rule::k_to,
    Rule::k_counted_by,
    Rule::k_duty,
    Rule::k_missed,
    Rule::k_zone,
    Rule::k_workdays,
    Rule::k_hours,
    Rule::k_rest,
    Rule::k_years,
    Rule::k_holidays,
    Rule::k_makeup_days,
    Rule::k_full_mark,
    Rule::k_pass_mark,
    Rule::k_group,
];

const SCENARIO: &[Rule] = &[
    Rule::k_audit,
    Rule::k_given,
    Rule::k_starting,
    Rule::k_starting_flow,
    Rule::k_rows,
    Rule::k_expect,
    Rule::k_gap,
    Rule::k_unfinished,
    Rule::k_option,
    Rule::k_fill,
    Rule::k_enter_value,
    Rule::k_event,
];

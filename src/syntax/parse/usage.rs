//! How a line is written: the pattern shown under a line that cannot be read.

use crate::syntax::grammar::Rule;
use crate::syntax::keyword;

/// The pattern of a line read by `rule` that begins with the keyword `head`, Chinese and English.
pub(super) fn of(rule: Rule, head: Option<Rule>) -> Option<(String, String)> {
    let pattern = by_line(rule).or_else(|| by_head(head?))?;
    Some((spelled(pattern, false), spelled(pattern, true)))
}

/// Lines that begin with no keyword.
fn by_line(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::param_line => "<name>: <type> [k_default <value>]",
        Rule::const_line => "<name> = <value>",
        Rule::leaf_line => "<name> [k_alias <name>]",
        Rule::field_line => "<name>: <type> [k_required] [k_alias <name>]",
        Rule::row_line => "<cell>, <cell> <statement>",
        Rule::decide_row => "<cell>, <cell> <value>",
        Rule::rows_row => "<value>, <value>",
        _ => return None,
    })
}

fn by_head(head: Rule) -> Option<&'static str> {
    Some(match head {
        Rule::k_say => "k_say <line> [k_verbatim] [k_pace k_slow] [k_pause <time>] [k_asserts <condition>] [k_promises <flow>]",
        Rule::k_should_say => "k_should_say <line> [k_verbatim] [k_asserts <condition>] [k_promises <flow>]",
        Rule::k_must_say => "k_must_say <line> [k_verbatim] [k_pace k_slow] [k_pause <time>] [k_asserts <condition>] [k_promises <flow>]",
        Rule::k_ask => "k_ask <line> k_into <name>",
        Rule::k_fill => "k_fill <form>[(<name>、<name>)]",
        Rule::k_read_back => "k_read_back <form>",
        Rule::k_set => "k_set <name> = <value>",
        Rule::k_do => "k_do <action>(<value>) [k_into <name>] [k_limit <time>]",
        Rule::k_open_case => "k_open_case <flow>(<value>)",
        Rule::k_call => "k_call <flow>(<value>) [k_into <name>]",
        Rule::k_return => "k_return [<value>]",
        Rule::k_end => "k_end <name>",
        Rule::k_goto => "k_goto <step> [k_then_return]",
        Rule::k_wait => "k_wait [<event>] [k_limit <time>]",
        Rule::k_wait_again => "k_wait_again [k_limit <time>] [k_at_most <count>]",
        Rule::k_if => "k_if <condition> [<statement>]",
        Rule::k_else_if => "k_else_if <condition> [<statement>]",
        Rule::k_else => "k_else [<statement>]",
        Rule::k_match => "k_match [k_in_order] <value>, <value>",
        Rule::k_option => {
            "k_option <name> [k_only <role>] [k_provided <condition>] [k_counts_as k_confirmed <form>] [k_such_as <text>、<text>] <statement>"
        }
        Rule::k_on => "k_on <event> [k_or <event>] <statement>",
        Rule::k_anytime => "k_anytime <event> <statement>",
        Rule::k_timeout => "k_timeout [<statement>]",
        Rule::k_step => "k_step <name> [k_only <role>] [k_by <role>] [k_phase <name>]",
        Rule::k_flow => "k_flow <name>[(<name>: <type>)] [k_gives <type>] [k_case] [k_by <role>]",
        Rule::k_use => "k_use <name> [k_as <name>]",
        Rule::k_extends => "k_extends <name>",
        Rule::k_taxonomy => "k_taxonomy <name> [k_open] [k_alias <name>]",
        Rule::k_decide => "k_decide <name>(<name>: <type>) k_gives <type>",
        Rule::k_form => "k_form <name> [k_system] [k_alias <name>]",
        Rule::k_role => "k_role <name> [k_superior <role>] [k_exclusive <role>]",
        Rule::k_action => "k_action <name>(<name>: <type>) [k_gives <type>] [k_only <role>] [k_provided <condition>] [k_irreversible]",
        Rule::k_event => "k_event <name>[(<name>: <type>)]",
        Rule::k_phrases => "k_phrases <name>[(<name>: <type>)] [k_any_of] [k_verbatim]",
        Rule::k_forbid => "k_forbid <name> [k_serious] [k_deduct <points>] [k_veto] [k_open]",
        Rule::k_rule => "k_rule <name> [k_match <key>] [k_serious] [k_deduct <points>] [k_advice]",
        Rule::k_guarantee => "k_guarantee <name> [k_match <key>] [k_or_monitor]",
        Rule::k_deadline => "k_deadline <name> [k_match <key>]",
        Rule::k_scenario => "k_scenario <name> [k_audit]",
        Rule::k_allow => "k_allow <code> <text> [k_until <date>]",
        Rule::k_basis => "k_basis <clause>、<clause>",
        Rule::k_given => "k_given <name> = <value>",
        Rule::k_starting => "k_starting <date> <clock>",
        Rule::k_rows => "k_rows <name>, <name>",
        _ => return None,
    })
}

fn spelled(pattern: &str, english: bool) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let word = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len());
        let (head, tail) = rest.split_at(word);
        match keyword::by_id(head) {
            Some(k) => out.push_str(if english { k.en } else { k.zh }),
            None if english => out.push_str(head),
            None => out.push_str(slot(head)),
        }
        let sign = tail.chars().next();
        // The marks around a slot are for this table alone.
        out.extend(sign.filter(|c| !matches!(c, '<' | '>')));
        rest = tail.get(sign.map_or(0, char::len_utf8)..).unwrap_or("");
    }
    out
}

fn slot(name: &str) -> &str {
    match name {
        "name" => "名字",
        "type" => "类型",
        "value" => "值",
        "cell" => "格",
        "statement" => "语句",
        "line" => "“要说的话”",
        "text" => "“……”",
        "time" => "时长",
        "condition" => "条件",
        "flow" => "流程",
        "step" => "环节",
        "form" => "登记表",
        "action" => "动作",
        "event" => "事件",
        "role" => "角色",
        "count" => "次数",
        "code" => "编号",
        "date" => "日期",
        "clock" => "钟点",
        "clause" => "条款",
        "points" => "分数",
        "key" => "键",
        other => other,
    }
}

/// A name that was written as several words: everything behind the keyword, joined.
pub(super) fn split_name(rule: Rule, text: &str, stopped: usize) -> Option<String> {
    let named = [
        Rule::scenario_head,
        Rule::rule_head,
        Rule::guarantee_head,
        Rule::flow_head,
        Rule::step_head,
        Rule::form_head,
        Rule::role_head,
        Rule::taxonomy_head,
        Rule::phrases_head,
        Rule::forbid_head,
    ];
    let (_, head) = keyword::head(text)?;
    let words: Vec<&str> = text.get(head..)?.split_whitespace().collect();
    // In Chinese a space parts clauses far more often than the words of a name; a scenario has hardly any.
    let spaced = rule == Rule::scenario_head || words.iter().all(|w| w.is_ascii());
    let plain = spaced && words.iter().all(|w| w.chars().all(|c| c.is_alphanumeric() || c == '_'));
    // Behind a name there may be clauses; two words of which the second is none are meant as one name.
    let named_already = stopped > head && text.get(head..stopped).is_some_and(|s| !s.trim().is_empty());
    let (second, others) = (words.get(1)?, words.get(1..)?);
    let clause = keyword::head(second).is_some() && !second.is_ascii();
    let meant = !clause && others.iter().any(|w| keyword::head(w).is_none());
    (named.contains(&rule) && plain && named_already && meant && words.len() <= 6).then(|| words.join("_"))
}

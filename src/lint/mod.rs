//! Optional opinions: what a careful editor would remark.

pub mod codes;
mod cx;
mod rules;
mod text;

use crate::base::{Diagnostic, Sources};
use crate::sema::model::Model;
use crate::sema::together;
use cx::Cx;

/// One opinion: what it remarks on, and how it is found.
pub(crate) struct Rule {
    run: fn(&Cx<'_>, &mut Vec<Diagnostic>),
}

/// Every rule, sorted by name.
const RULES: &[&Rule] = &[
    &rules::bare_assertion::RULE,
    &rules::day_end_in_rest::RULE,
    &rules::endless_wait::RULE,
    &rules::grouped_length::RULE,
    &rules::informal_you::RULE,
    &rules::literal_constant::RULE,
    &rules::literal_identity::RULE,
    &rules::long_call::RULE,
    &rules::miscounted_list::RULE,
    &rules::regex_pattern::RULE,
    &rules::twin_policy::RULE,
    &rules::twin_steps::RULE,
    &rules::twin_texts::RULE,
    &rules::unbound_degree_word::RULE,
    &rules::unmoved_limit::RULE,
    &rules::unused_name::RULE,
];

/// Runs every rule.
pub fn run(model: &Model, sources: &Sources) -> Vec<Diagnostic> {
    let cx = Cx::new(model, sources);
    let checks: Vec<_> = RULES.iter().map(|rule| |out: &mut Vec<Diagnostic>| (rule.run)(&cx, out)).collect();
    let mut out = Vec::new();
    together(&checks, &mut out);
    out
}

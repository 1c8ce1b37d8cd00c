//! The rules, a file each, named as their codes are.

pub(super) mod bare_assertion;
pub(super) mod day_end_in_rest;
pub(super) mod endless_wait;
pub(super) mod grouped_length;
pub(super) mod informal_you;
pub(super) mod literal_constant;
pub(super) mod literal_identity;
pub(super) mod long_call;
pub(super) mod miscounted_list;
pub(super) mod regex_pattern;
pub(super) mod twin_policy;
pub(super) mod twin_steps;
pub(super) mod twin_texts;
pub(super) mod unbound_degree_word;
pub(super) mod unmoved_limit;
pub(super) mod unused_name;

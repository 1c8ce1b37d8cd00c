//! One way to change a script a file.

pub(super) mod drop_act;
pub(super) mod drop_clause;
pub(super) mod drop_condition;
pub(super) mod drop_exception;
pub(super) mod drop_handler;
pub(super) mod drop_line;
pub(super) mod drop_option;
pub(super) mod drop_phrase;
pub(super) mod drop_required;
pub(super) mod drop_row;
pub(super) mod drop_rule;
pub(super) mod flip_guard;
pub(super) mod flip_shift;
pub(super) mod lengthen_limit;
pub(super) mod move_bound;
pub(super) mod move_points;
pub(super) mod swap_order;
pub(super) mod swap_result;
pub(super) mod swap_severity;
pub(super) mod swap_target;
pub(super) mod swap_value;
pub(super) mod swap_word;

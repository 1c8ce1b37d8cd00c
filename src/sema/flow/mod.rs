//! Flows: variables, steps and statements, a file a statement.

mod actor;
mod ask;
mod call;
mod r#do;
mod event;
mod fill;
#[expect(clippy::module_inception, reason = "the file is named after its construct")]
mod flow;
mod goto;
mod r#if;
pub(super) mod in_hand;
mod into;
mod leave;
mod limit;
mod r#match;
mod open_case;
mod option;
mod say;
mod set;
mod step;
mod stmt;
pub(super) mod vars;
mod wait;

pub(crate) use flow::flows;

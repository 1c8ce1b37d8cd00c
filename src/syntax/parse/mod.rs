//! From lines to the tree: one file for each construct.

mod act;
mod clause;
mod cx;
mod decide;
mod event;
mod expect;
mod expr;
mod file;
mod flow;
mod form;
mod habit;
mod option;
mod phrases;
mod place;
mod refuse;
mod role;
mod row;
mod say;
mod scenario;
mod stmt;
mod taxonomy;
mod text;
mod timed;
mod usage;
mod values;
mod wait;

pub(crate) use cx::{Cx, How};
pub(crate) use expr::is_function;
pub(crate) use stmt::is_stmt;

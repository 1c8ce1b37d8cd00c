//! From lines to the tree: one file for each construct.

mod act;
mod calendar;
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
mod measure;
mod metric;
mod option;
mod phrases;
mod place;
mod refuse;
mod role;
mod row;
mod rule;
mod say;
mod scenario;
mod score;
mod sentence;
mod stmt;
mod stretch;
mod taxonomy;
mod text;
mod timed;
mod usage;
mod values;
mod wait;

pub(crate) use cx::{Cx, How};
pub(crate) use expr::is_function;
pub(crate) use stmt::is_stmt;

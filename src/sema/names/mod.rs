//! Names: what is wrong with one, and which one was probably meant.

mod duplicate;
mod formerly;
mod glue;
mod number;
mod report;
mod suggest;
mod unread;

pub(crate) use duplicate::{doubled, duplicate};
pub(crate) use formerly::check as formerly;
pub(crate) use number::{check_event_name, check_name, check_value_name};
pub(crate) use report::{Wanted, ambiguous, unknown, wrong_kind};
pub(crate) use suggest::nearest;
pub(crate) use unread::forgive;

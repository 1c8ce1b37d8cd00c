//! 留存: counted by a calendar that knows what a month's end is.

use crate::base::Diagnostic;
use crate::sema::check::Context;
use crate::sema::model::{Expiry, Retain};

pub(super) fn check(cx: &Context<'_>, retain: &Retain, out: &mut Vec<Diagnostic>) {
    let extended = match &retain.expiry {
        Some(Expiry::Extend(length)) => Some(length),
        _ => None,
    };
    for length in [Some(&retain.length), extended].into_iter().flatten() {
        super::counted(length, retain.using, out);
        super::month_end(cx, length, retain.using, out);
    }
}

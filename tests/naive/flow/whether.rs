//! Whether a condition holds, and whether an event is of a kind.

use super::Call;
use crate::naive::script::{Cond, Pat, What};

impl Call<'_> {
    pub(super) fn holds(&self, depth: usize, c: &Cond) -> bool {
        match c {
            Cond::Number(op, n) => {
                let v = self.frames[depth].number;
                match *op {
                    "==" => v == *n,
                    "!=" => v != *n,
                    ">=" => v >= *n,
                    _ => v < *n,
                }
            }
            Cond::Mood(leaf) => self.mood == *leaf,
            Cond::Given => self.given,
            Cond::Not(inner) => !self.holds(depth, inner),
            Cond::Both(a, b) => self.holds(depth, a) && self.holds(depth, b),
        }
    }
}

/// Whether an event is of a kind.
pub fn fits(on: &Pat, told: &What) -> bool {
    match (on, told) {
        (Pat::Host(event, key), What::Host(e, k)) => event == e && key.is_none_or(|key| key == *k),
        (Pat::Answer, What::Answer) | (Pat::Ended, What::Ended) => true,
        (Pat::Begin(a), What::Begin(b)) | (Pat::Finish(a), What::Finish(b)) => a == b,
        (Pat::Mood(a), What::Mood(b)) => a == b,
        (Pat::Hangup(who), What::Hangup(by)) => who.is_none_or(|who| who == *by),
        (Pat::Ring(a), What::Ring(b)) => a == b,
        (Pat::Enter(a), What::Entered(b)) | (Pat::Leave(a), What::Left(b)) => a == b,
        (Pat::Do, What::Did(_)) | (Pat::Hold, What::Hold(_)) | (Pat::Resume, What::Resume(_)) => true,
        (Pat::Promise, What::Promise(..)) => true,
        _ => false,
    }
}

//! What is known of one record.

use crate::sema::check::domain::Points;
use crate::sema::model::{Form, FormId, Required};

/// What is known of one record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecordFacts {
    /// Its form.
    pub(crate) form: FormId,
    /// It came from the host, and so did the records in it.
    pub(crate) whole: bool,
    /// 视为 确认
    pub(crate) confirmed: bool,
    /// Fields that hold a value.
    pub(crate) known: Points,
    /// Fields that were asked for what they must be: those that must be filled where a condition holds are there where it holds.
    pub(crate) submitted: Points,
}

impl RecordFacts {
    /// Nothing is known.
    pub(crate) fn none(form: FormId) -> Self {
        Self { form, whole: false, confirmed: false, known: Points::default(), submitted: Points::default() }
    }

    /// It came from the host: what must be filled and what the host fills is there.
    pub(crate) fn host(id: FormId, form: &Form) -> Self {
        let there = |f: &&crate::sema::model::Field| form.system || f.system || matches!(f.required, Required::Always);
        let known = form.fields.iter().enumerate().filter(|(_, f)| there(f)).map(|(i, _)| i).collect();
        Self { form: id, whole: true, confirmed: false, known, submitted: Points::all(form.fields.len()) }
    }

    /// A field stood in a form that was submitted.
    pub(crate) fn submit(&mut self, field: usize, must: bool) {
        self.submitted.insert(field);
        if must {
            self.known.insert(field);
        }
    }

    /// Of a record that is not there everything holds.
    pub(crate) fn absent(form: FormId, fields: usize) -> Self {
        Self { form, whole: true, confirmed: true, known: Points::all(fields), submitted: Points::all(fields) }
    }

    /// Keeps what the other holds too; true if something was lost.
    pub(crate) fn keep(&mut self, other: &Self) -> bool {
        let lost = self.whole && !other.whole
            || self.confirmed && !other.confirmed
            || self.known.exceeds(&other.known)
            || self.submitted.exceeds(&other.submitted);
        if lost {
            self.whole &= other.whole;
            self.confirmed &= other.confirmed;
            self.known.keep(&other.known);
            self.submitted.keep(&other.submitted);
        }
        lost
    }

    /// Adds what the other holds.
    pub(crate) fn add(&mut self, other: &Self) {
        self.whole |= other.whole;
        self.confirmed |= other.confirmed;
        self.known.add(&other.known);
        self.submitted.add(&other.submitted);
    }
}

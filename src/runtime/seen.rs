//! Which rows of tables were taken, for those who want to know what a set of calls has touched.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A row of a 按, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowTaken {
    /// Of a step: the place of the table in the code, and the row.
    Step(u32, u32),
    /// Of a 判定: its index, and the row.
    Decision(u32, u32),
}

/// The rows taken by all sessions of a machine.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    rows: Mutex<BTreeSet<RowTaken>>,
}

impl Seen {
    /// Notes a row.
    pub(crate) fn note(&self, row: RowTaken) {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).insert(row);
    }

    /// All rows noted, and forgets them.
    pub(crate) fn take(&self) -> BTreeSet<RowTaken> {
        std::mem::take(&mut *self.rows.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

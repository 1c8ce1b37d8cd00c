//! Which operations were played and which rows of tables were taken, for those who want to know what a set of calls has touched.

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

/// What the sessions of a machine have touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Operations that were played.
    pub ops: BTreeSet<u32>,
    /// Rows that were taken.
    pub rows: BTreeSet<RowTaken>,
}

/// Where it is noted.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<Touched>);

impl Seen {
    /// Notes an operation.
    pub(crate) fn op(&self, pc: u32) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ops.insert(pc);
    }

    /// Notes a row.
    pub(crate) fn note(&self, row: RowTaken) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).rows.insert(row);
    }

    /// All that was noted; it is forgotten here.
    pub(crate) fn take(&self) -> Touched {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

//! Records nothing points at any more are let go.

use super::state::State;
use super::value::{Record, Records, Val};
use std::sync::Arc;

/// Fewer records than this are not worth the walk.
const FEW: usize = 256;

impl State {
    /// Lets unused records go when there are many and half may be unused.
    pub(crate) fn collect_some<'v>(&mut self, more: impl Iterator<Item = &'v mut Val>) {
        if self.records.items.len() >= FEW.max(2 * self.records.kept) {
            self.collect(more);
        }
    }

    /// Keeps the records that can be reached, in the order in which they are found; two states that say the same come out the same.
    pub(crate) fn collect<'v>(&mut self, more: impl Iterator<Item = &'v mut Val>) {
        let mut found = Found { old: std::mem::take(&mut self.records.items), at: Vec::new(), order: Vec::new() };
        found.at.resize(found.old.len(), u32::MAX);
        let mut params = self.params.to_vec();
        params.iter_mut().for_each(|v| found.value(v));
        self.params = Arc::from(params);
        for thread in &mut self.threads {
            thread.vars.iter_mut().for_each(|v| found.value(v));
            thread.events.iter_mut().flat_map(|(_, args)| args).for_each(|v| found.value(v));
        }
        more.for_each(|v| found.value(v));
        let mut items: Vec<Record> = Vec::new();
        for x in &mut self.limits.deadlines {
            x.events.iter_mut().flat_map(|(_, args)| args).for_each(|v| found.value(v));
        }
        while let Some(id) = found.order.get(items.len()).copied() {
            let mut record = found.old.get(id as usize).cloned().unwrap_or(Record { form: 0, values: Vec::new(), confirmed: false });
            record.values.iter_mut().for_each(|v| found.value(v));
            items.push(record);
        }
        let kept = items.len();
        self.records = Records { items, kept };
    }
}

/// What was reached so far.
struct Found {
    old: Vec<Record>,
    /// The new place of each old record.
    at: Vec<u32>,
    /// Old places in the order of the new ones.
    order: Vec<u32>,
}

impl Found {
    fn value(&mut self, value: &mut Val) {
        match value {
            Val::Record(id) => {
                let Some(at) = self.at.get_mut(*id as usize) else {
                    *value = Val::Unknown;
                    return;
                };
                if *at == u32::MAX {
                    *at = self.order.len() as u32;
                    self.order.push(*id);
                }
                *id = *at;
            }
            Val::List(items) if items.iter().any(|v| matches!(v, Val::Record(_) | Val::List(_))) => {
                let mut copy = items.to_vec();
                copy.iter_mut().for_each(|v| self.value(v));
                *items = Arc::from(copy);
            }
            _ => {}
        }
    }
}

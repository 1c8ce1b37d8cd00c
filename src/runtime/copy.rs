//! Copies of a state that keep what room the copy already has: one is made before most events, so that they can be undone.

use super::limits::Limits;
use super::state::{State, Thread};
use super::value::{Record, Records};
use std::sync::Arc;

impl Clone for State {
    fn clone(&self) -> Self {
        Self {
            core: self.core,
            params: self.params.clone(),
            threads: self.threads.clone(),
            records: self.records.clone(),
            limits: self.limits.clone(),
            turns: self.turns.clone(),
        }
    }

    fn clone_from(&mut self, from: &Self) {
        let Self { core, params, threads, records, limits, turns } = self;
        *core = from.core;
        params.clone_from(&from.params);
        threads.clone_from(&from.threads);
        records.clone_from(&from.records);
        limits.clone_from(&from.limits);
        turns.clone_from(&from.turns);
    }
}

impl Clone for Limits {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, from: &Self) {
        let Self { deadlines, ladders, schedules, kept, absent } = self;
        deadlines.clone_from(&from.deadlines);
        ladders.clone_from(&from.ladders);
        schedules.clone_from(&from.schedules);
        kept.clone_from(&from.kept);
        if !Arc::ptr_eq(absent, &from.absent) {
            absent.clone_from(&from.absent);
        }
    }
}

impl Clone for Thread {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, from: &Self) {
        let Self { id, flow, frames, vars, again, events, shown, aside, keys, acting, consents, identified, ended, told, shelf } = self;
        (*id, *flow, *acting, *identified, *ended, *told) = (from.id, from.flow, from.acting, from.identified, from.ended, from.told);
        *aside = from.aside;
        shelf.clone_from(&from.shelf);
        keys.clone_from(&from.keys);
        consents.clone_from(&from.consents);
        frames.clone_from(&from.frames);
        vars.clone_from(&from.vars);
        again.clone_from(&from.again);
        events.clone_from(&from.events);
        shown.clone_from(&from.shown);
    }
}

impl Clone for Records {
    fn clone(&self) -> Self {
        Self { items: self.items.clone(), kept: self.kept }
    }

    fn clone_from(&mut self, from: &Self) {
        self.kept = from.kept;
        self.items.clone_from(&from.items);
    }
}

impl Clone for Record {
    fn clone(&self) -> Self {
        Self { form: self.form, values: self.values.clone(), confirmed: self.confirmed }
    }

    fn clone_from(&mut self, from: &Self) {
        (self.form, self.confirmed) = (from.form, from.confirmed);
        self.values.clone_from(&from.values);
    }
}

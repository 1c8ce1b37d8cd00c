//! Which limit an event may touch, and which bodies limits have.

use crate::program::spell::{For, Speller};
use crate::program::{EventKind, EventPattern, KeyedEvent, Pc, Program};
use crate::runtime::heard::{bit, bit_of};
use crate::runtime::index::HANDLER;
use crate::runtime::occur::Occur;
use smol_str::{SmolStr, format_smolstr};
use std::collections::HashMap;

/// The mark that sets a body's number apart from those of handlers and options.
pub(crate) const BODY: u32 = HANDLER | 1 << 30;

/// A declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Of {
    Deadline(u32),
    Ladder(u32),
    Schedule(u32),
    Retain(u32),
}

impl Of {
    /// The flow it stands in.
    pub(crate) fn flow(self, p: &Program) -> Option<u32> {
        match self {
            Self::Deadline(i) => p.deadlines.get(i as usize)?.flow,
            Self::Ladder(i) => p.ladders.get(i as usize)?.flow,
            Self::Schedule(_) | Self::Retain(_) => None,
        }
    }
}

/// A body.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) of: Of,
    pub(crate) pc: Pc,
    /// What a snapshot calls it.
    pub(crate) name: SmolStr,
}

/// The indices.
#[derive(Debug, Default)]
pub(crate) struct LimitIndex {
    /// Whether there is any limit at all.
    pub(crate) any: bool,
    declared: HashMap<u32, Vec<Of>>,
    others: Vec<(u32, Of)>,
    pub(crate) bodies: Vec<Body>,
    by_pc: HashMap<Pc, u32>,
}

impl LimitIndex {
    /// Makes them.
    pub(crate) fn new(p: &Program) -> Self {
        let mut ix = Self::default();
        let named = Speller::new(p, For::Names);
        for (i, d) in p.deadlines.iter().enumerate() {
            let of = Of::Deadline(i as u32);
            ix.touches(of, d.events().map(|k| &k.event).chain(&d.limit.from));
            let name = named.deadline(i as u32);
            for w in &d.warnings {
                ix.body(of, w.body, format_smolstr!("{name} {}", named.warning(d, w)));
            }
            d.late.iter().for_each(|pc| ix.body(of, *pc, format_smolstr!("{name} 已过")));
            d.breach.iter().for_each(|pc| ix.body(of, *pc, format_smolstr!("{name} 超时")));
        }
        for (i, l) in p.ladders.iter().enumerate() {
            let of = Of::Ladder(i as u32);
            ix.touches(of, l.events().map(|k| &k.event));
            ix.body(of, l.top, format_smolstr!("{} 到顶", named.ladder(i as u32)));
        }
        for (i, s) in p.schedules.iter().enumerate() {
            let of = Of::Schedule(i as u32);
            ix.touches(of, s.counted_by.iter().chain(s.duties.iter().flat_map(|d| &d.on)));
            s.missed.iter().for_each(|pc| ix.body(of, *pc, format_smolstr!("{} 漏", named.schedule(i as u32))));
        }
        for (i, r) in p.retains.iter().enumerate() {
            ix.touches(Of::Retain(i as u32), r.events().map(|k: &KeyedEvent| &k.event));
        }
        ix.any = !(p.deadlines.is_empty() && p.ladders.is_empty() && p.schedules.is_empty() && p.retains.is_empty());
        ix
    }

    fn touches<'a>(&mut self, of: Of, events: impl Iterator<Item = &'a EventPattern>) {
        let mut bits = 0;
        for event in events {
            match &event.kind {
                EventKind::Declared(e, _) => {
                    let list = self.declared.entry(*e).or_default();
                    if list.last() != Some(&of) {
                        list.push(of);
                    }
                }
                kind => bits |= bit(kind),
            }
        }
        if bits != 0 {
            self.others.push((bits, of));
        }
    }

    fn body(&mut self, of: Of, pc: Pc, name: SmolStr) {
        self.by_pc.entry(pc).or_insert(self.bodies.len() as u32);
        self.bodies.push(Body { of, pc, name });
    }

    /// The number of the body that begins here.
    pub(crate) fn body_at(&self, pc: Pc) -> Option<u32> {
        self.by_pc.get(&pc).map(|i| BODY | i)
    }

    /// A body by its number.
    pub(crate) fn body_of(&self, id: u32) -> Option<&Body> {
        if id & BODY != BODY || id == u32::MAX {
            return None;
        }
        self.bodies.get((id & !BODY) as usize)
    }

    /// The declarations that something may be for, in order.
    pub(crate) fn touched(&self, what: &Occur) -> Vec<Of> {
        let others = |bits: u32| self.others.iter().filter(move |(mask, _)| mask & bits != 0).map(|(_, of)| *of);
        match what {
            Occur::Declared(event, ..) => self.declared.get(event).cloned().unwrap_or_default(),
            other => others(bit_of(other)).collect(),
        }
    }
}

//! Observers of a program that all wait for something, to ask another program about.

use super::finding::EventRef;
use super::state::{Inst, InstKey, Pending, Watch};
use crate::runtime::machine::Machine;
use crate::runtime::state::NEVER;
use crate::runtime::value::Val;

impl Watch {
    /// Every sentence is owed an answer.
    pub(crate) fn all(m: &Machine) -> Self {
        let mut watch = Self::new(m, 0, false);
        for instances in &mut watch.instances {
            let mut inst = Inst::new(Val::Unknown, 0, 0);
            let what = EventRef { at: 0, what: "例".into(), ..EventRef::default() };
            inst.pending.push(Pending {
                at: 0,
                seq: 0,
                timed: true,
                due: NEVER,
                least: 0,
                window: 0,
                counted: 0,
                early: 0,
                what,
                away: 0,
                unknown: false,
                args: None,
                did: None,
            });
            instances.insert(InstKey::default(), inst);
        }
        watch
    }
}

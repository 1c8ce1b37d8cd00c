//! What happened, as the rules see it.

use crate::runtime::event::Who;
use crate::runtime::machine::Machine;
use crate::runtime::occur::Occur;
use crate::runtime::told::Word;
use crate::runtime::value::Val;
use smol_str::SmolStr;
use std::sync::Arc;

/// Of no thread in particular.
pub(crate) const ALL: u32 = u32::MAX;

/// Something that happened at an instant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Note {
    pub(crate) at: i64,
    /// Its place among all that happened.
    pub(crate) seq: u32,
    /// The case it belongs to, 0 for the call, [`ALL`] for all.
    pub(crate) case: u32,
    pub(crate) what: Occur,
    pub(crate) more: Option<Arc<More>>,
    /// The measure by which it was derived; none: it is the same for all rules.
    pub(crate) measure: Option<u8>,
    /// Its instant is known, not only its place in the order.
    pub(crate) timed: bool,
    /// Whose it was when it happened, where rules or limits ask for that; none for what is derived later.
    pub(crate) scene: Option<Arc<Scene>>,
}

/// What is gone when an event is judged: its case may have ended with it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Scene {
    /// The cases on whose lines it lies.
    pub(crate) cases: Vec<u32>,
    /// The invocations of flows whose values are asked for, innermost first.
    pub(crate) flows: Vec<Invoked>,
}

/// An invocation of a flow, by its values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Invoked {
    /// The thread it was in.
    pub(crate) case: u32,
    pub(crate) flow: u32,
    pub(crate) vars: Vec<Val>,
}

impl Invoked {
    /// The value that the invocation was given under a name.
    pub(crate) fn opened_with(&self, m: &Machine, name: &str) -> Option<&Val> {
        let flow = m.program.flows.get(self.flow as usize)?;
        let at = flow.vars.iter().take(flow.params as usize).position(|v| v.name == name)?;
        self.vars.get(at)
    }
}

/// Who is to see a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    All,
    /// Limits have nothing to do with it.
    Rules,
    /// Rules have seen it already.
    Limits,
}

/// What else is known of an event.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(crate) struct More {
    pub(crate) until: Option<i64>,
    pub(crate) words: Vec<Word>,
    pub(crate) guessed: bool,
    pub(crate) cut_in: bool,
    /// It is derived elsewhere, and marked here.
    pub(crate) marked: bool,
    /// An overlap was measured by words, not by whole turns.
    pub(crate) by_words: bool,
    pub(crate) reason: Option<SmolStr>,
    pub(crate) number: Option<SmolStr>,
    pub(crate) campaign: Option<SmolStr>,
}

/// What is said of the host's event in hand while it is played.
#[derive(Debug, Clone, Default)]
pub(crate) struct About {
    pub(crate) more: Option<Arc<More>>,
    pub(crate) untimed: bool,
    /// Its instant, where it is not that of the event.
    pub(crate) at: Option<i64>,
    /// The measure by which it was derived, where not all measures agree on it.
    pub(crate) measure: Option<u8>,
}

/// The channels of a gap and of what may lie in it.
pub(crate) const CUSTOMER: u8 = 1;
pub(crate) const AGENT: u8 = 2;
pub(crate) const OTHERS: u8 = 4;
pub(crate) const EVERY: u8 = 7;

/// The channel of an actor.
pub(crate) fn channel(who: Option<Who>) -> u8 {
    match who {
        Some(Who::Customer) => CUSTOMER,
        Some(Who::Agent | Who::Role(_)) => AGENT,
        Some(Who::Third | Who::System) | None => OTHERS,
    }
}

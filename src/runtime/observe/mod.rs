//! The observers: one for each sentence and key, fed with what happened in the order of its instants.
//!
//! [`Watch`] is their state, [`Judge`] one step of it. The same observers judge a call that is played and a recording of one.

mod attr;
mod begun;
mod class;
mod close;
mod describe;
mod due;
mod finding;
mod follow;
mod freeze;
mod index;
mod judge;
mod listeners;
mod marked;
mod metric;
mod notes;
mod on;
mod overlap;
mod owed;
mod period;
mod places;
mod probe;
mod rank;
mod said;
mod session;
mod state;
mod stretch;
mod subject;
mod tell;
mod thaw;
mod touch;
mod trace;
mod turns;
mod verdict;
mod words;

pub use finding::{EventRef, Obligation, Reason, RuleFinding, Uttered, Verdict};
pub use follow::TALK_OVER;
pub(crate) use index::Rules;
pub use metric::Rate;
pub(crate) use session::held;
pub(crate) use state::Watch;
pub(crate) use trace::{ALL, About, EVERY, Invoked, More, Note, Scene, To, channel};
pub(crate) use turns::is_back;
pub use verdict::{RuleVerdict, Scored};

//! Plays a compiled program: session, timers, snapshot. No clock, no IO, no thread.
//!
//! [`Machine`] is a program ready to be played, shared by its sessions; [`Session`] takes [`Event`]s and gives [`Effect`]s.

mod arith;
mod calendar;
mod cases;
mod collect;
mod copy;
mod due;
mod effect;
mod error;
mod eval;
mod event;
mod exec;
mod fill;
mod form;
mod freeze;
mod heard;
mod host;
mod index;
mod json;
mod leave;
mod limits;
mod lines;
mod machine;
mod migrate;
mod observe;
mod occur;
mod offer;
mod pattern;
mod places;
mod print;
mod probe;
mod quick;
mod readings;
mod required;
mod run;
mod say;
mod seen;
mod session;
mod snapshot;
mod speech;
mod start;
mod state;
mod submit;
mod take;
mod tell;
mod test;
mod text;
mod told;
mod totals;
mod value;
mod view;
mod wait;
mod wire;
mod wire_line;
mod wire_out;
mod wire_rule;
mod wire_told;

pub use crate::program::{Modality, Slot, Type};
pub use effect::{Done, Effect, EffectKind, EndResult, Finding, OptionState};
pub use error::{ErrorKind, EventError};
pub use event::{Called, Event, Who};
pub(crate) use form::fits_format;
pub use limits::{Due, LimitKind, LimitNote, LimitState, LimitView, Showing};
pub use lines::{Closest, LineFault, LineFinding, Quote};
pub use machine::Machine;
pub use migrate::{Lost, LostKind, Migrated, Remark, RemarkKind, RestoreError};
pub use observe::{EventRef, Obligation, Rate, Reason, RuleFinding, RuleVerdict, Scored, TALK_OVER, Uttered, Verdict};
pub use probe::{Probe, Standing};
pub use seen::{Limited, OfLimit, Point, Touched};
pub use session::Session;
pub use start::{Line, Start, StartError};
pub use told::{Marked, Told, Turn, Word};
pub use value::{Person, Val};
pub use view::{FieldView, FormView, LineView, OptionView, ShelfView, ThreadView, View};
pub use wire::EVENTS;

/// The examples of the embedding page are run as tests.
#[cfg(all(doctest, feature = "compiler"))]
#[doc = include_str!("../../docs/embedding.md")]
struct Embedding;

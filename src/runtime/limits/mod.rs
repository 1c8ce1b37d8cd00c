//! 期限, 升级, 周期 and 留存 while a program is played: instances by key, each with a clock of its own.

mod body;
mod clock;
mod deadline;
mod due;
mod feed;
mod freeze;
mod index;
mod ladder;
mod period;
mod probe;
mod read;
mod recount;
mod retain;
mod schedule;
mod show;
mod state;
mod thaw;

pub use read::Due;
pub use show::{LimitKind, LimitNote, LimitState, LimitView, State as Showing};

pub(crate) use due::Late;
pub(crate) use index::{BODY, LimitIndex};
pub(crate) use ladder::Asked;
pub(crate) use state::{Key, Limits};

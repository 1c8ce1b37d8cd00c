//! A session from its snapshot, under the program it was taken of or under another one.
//!
//! There is one reader. It looks everything up by name, former names (曾用名) included, and lists what it does not find. Under the program
//! that the snapshot was taken of nothing can be missing, so whatever is makes the snapshot a damaged one.

mod again;
mod frame;
mod lost;
mod reader;
mod thread;
mod value;

pub(crate) use again::Recount;
pub use lost::{Lost, LostKind, Remark, RemarkKind};
pub(crate) use reader::{Read, Reader, Stop, flag, int, list, object, small, text};

use super::due::refresh;
use super::machine::Machine;
use super::observe::Watch;
use super::session::Session;
use super::snapshot::VERSION;
use crate::base::Message;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Why a snapshot is not a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestoreError {
    /// It was taken of another program: its hash. [`Session::migrate`] carries it over.
    OtherProgram(String),
    /// A part is missing or names what is not there.
    Damaged(&'static str),
    /// It would lose something, and the host did not consent.
    Loses(Vec<Lost>),
}

impl RestoreError {
    /// What is wrong, in both languages.
    pub fn message(&self) -> Message {
        match self {
            Self::OtherProgram(hash) => {
                Message::new(format!("快照属于另一个程序（{hash}）"), format!("the snapshot was taken of another program ({hash})"))
            }
            Self::Damaged(part) => Message::new(format!("快照已损坏：{part}"), format!("the snapshot is damaged: {part}")),
            Self::Loses(lost) => {
                let n = lost.len();
                Message::new(
                    format!("有 {n} 样带不过去，要点头才能丢下"),
                    format!("{n} things cannot be carried over; dropping them takes consent"),
                )
            }
        }
    }
}

/// A session that goes on under another program.
#[derive(Debug)]
pub struct Migrated {
    /// The session.
    pub state: Session,
    /// How many steps, values, records, limits and observers it has from the snapshot.
    pub kept: usize,
    /// What could not be carried over.
    pub lost: Vec<Lost>,
    /// What else there is to know.
    pub notes: Vec<Remark>,
}

impl Migrated {
    /// What was kept, lost, and is to be known, as data; without the session.
    pub fn to_json(&self) -> Json {
        json!({
            "kept": self.kept,
            "lost": self.lost.iter().map(Lost::to_json).collect::<Vec<_>>(),
            "notes": self.notes.iter().map(Remark::to_json).collect::<Vec<_>>(),
        })
    }
}

impl Session {
    /// Goes on where a snapshot was taken, as if it had never stopped.
    pub fn restore(m: Arc<Machine>, snapshot: &Json) -> Result<Self, RestoreError> {
        let hash = taken_of(snapshot)?;
        if hash != m.hash {
            return Err(RestoreError::OtherProgram(hash.to_owned()));
        }
        carry(m, snapshot, hash).map(|migrated| migrated.state)
    }

    /// Goes on where a snapshot was taken, under another program. What that program has no place for is lost, which takes the host's
    /// consent. Under the same program it is [`Session::restore`].
    pub fn migrate(m: Arc<Machine>, snapshot: &Json, consent: bool) -> Result<Migrated, RestoreError> {
        let migrated = carry(m, snapshot, taken_of(snapshot)?)?;
        if !consent && !migrated.lost.is_empty() {
            return Err(RestoreError::Loses(migrated.lost));
        }
        Ok(migrated)
    }
}

/// The hash of the program a snapshot was taken of.
fn taken_of(snapshot: &Json) -> Result<&str, RestoreError> {
    if snapshot.get("snapshot").and_then(Json::as_u64) != Some(u64::from(VERSION)) {
        return Err(RestoreError::Damaged("snapshot"));
    }
    snapshot.get("program").and_then(Json::as_str).ok_or(RestoreError::Damaged("program"))
}

fn carry(m: Arc<Machine>, snapshot: &Json, hash: &str) -> Result<Migrated, RestoreError> {
    let o = snapshot.as_object().ok_or(RestoreError::Damaged("snapshot"))?;
    let mut reader = Reader::new(&m, hash == m.hash);
    let mut st = reader.state(o).map_err(|stop| RestoreError::Damaged(stop.part()))?;
    let watch = reader.watch(o, &st).map_err(|stop| RestoreError::Damaged(stop.part()))?;
    let lines = reader.lines(o).map_err(|stop| RestoreError::Damaged(stop.part()))?.map(Box::new);
    reader.recount(&mut st);
    let Reader { kept, lost, notes, same, .. } = reader;
    refresh(&m, &mut st);
    let id = o.get("id").and_then(Json::as_str).unwrap_or("").into();
    let watch: Option<Box<Watch>> = watch.map(Box::new);
    let mut state =
        Session { m, st, out: Vec::new(), id, saved: None, watch, hears: lines.as_ref().is_some_and(|l| l.hears()), lines, run: 0 };
    if !same {
        // Sentences that are judged from now on begin their periods.
        state.begin_rules();
        state.take_up_stretches();
    }
    Ok(Migrated { state, kept, lost, notes })
}

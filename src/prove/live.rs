//! Sessions that are really played: no state is searched that no call has come to.

use super::Why;
use super::cells::HOLE;
use super::lengths::Length;
use super::path::{Made, Step};
use crate::runtime::{ErrorKind, Event, EventError, Line, Machine, Session, Start as Begin};
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::sync::Arc;

/// How a call begins.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub(super) machine: Arc<Machine>,
    /// A flow, or all that goes on in an organisation, where none is begun.
    pub(super) line: Line,
    pub(super) flow: SmolStr,
    pub(super) args: Json,
    pub(super) params: Json,
    pub(super) at: i64,
    /// How far an instant that is given lies from its beginning.
    pub(super) within: Option<(i64, i64)>,
    /// Parameters that are chosen as it begins.
    pub(super) lengths: Vec<Length>,
    /// Somebody is on the line: it is a call, not a case by itself.
    pub(super) called: bool,
}

impl Start {
    /// Its arguments and parameters, with those that were chosen.
    pub(super) fn given(&self, at: &[i64], lengths: &[i64]) -> (Json, Json) {
        let (mut args, mut params) = (self.args.clone(), self.params.clone());
        if let (Some(_), Some(open)) = (self.within, at.get(1)) {
            put(&mut args, *open);
            put(&mut params, *open);
        }
        if let Some(params) = params.as_object_mut() {
            params.extend(self.lengths.iter().zip(lengths).map(|(length, ms)| (length.name.to_string(), Json::from(*ms))));
        }
        (args, params)
    }
}

/// A call that took a path, and the instants at which it did.
#[derive(Debug, Clone)]
pub(super) struct Lived {
    pub(super) session: Session,
    /// By number.
    pub(super) at: Vec<i64>,
    /// What was chosen of the parameters, in their order.
    pub(super) lengths: Vec<i64>,
}

impl Lived {
    /// The beginning of a call, at the first of some instants; the second is the one that the host gives, where there is one.
    pub(super) fn begin(start: &Start, at: Vec<i64>, lengths: Vec<i64>) -> Option<Self> {
        let flow = (start.line == Line::Flow).then(|| start.flow.clone());
        let (args, params) = start.given(&at, &lengths);
        let begin = Begin { line: start.line, flow, args, params, at: at.first().copied()?, ..Begin::default() };
        let mut session = Session::new(Arc::clone(&start.machine), begin).ok()?;
        session.without_lines();
        Some(Self { session, at, lengths })
    }

    /// The instant of a number.
    pub(super) fn instant(&self, name: u32) -> i64 {
        self.at.get(name as usize).copied().unwrap_or_default()
    }

    /// Makes a step; its instants are among those known.
    pub(super) fn make(&mut self, step: &Step) -> Result<(), EventError> {
        let at = self.instant(step.at);
        match &step.made {
            Made::Begin(_) => Ok(()),
            Made::Pass => self.session.advance(at),
            Made::Turn(turn) => {
                self.session.advance(at)?;
                let open = turn.within.map(|_| self.instant(step.at + 1));
                for event in &turn.events {
                    self.session.send(&filled(event, open), at)?;
                }
                Ok(())
            }
        }
    }
}

/// Why a refusal is not the last word: the machine could not go on, or the value that was tried is none for it although others may be.
pub(super) fn unheard(error: &EventError) -> Option<Why> {
    match error.kind {
        ErrorKind::TooMuch | ErrorKind::TooDeep | ErrorKind::TooManyCases | ErrorKind::Unfinished => Some(Why::Depth),
        ErrorKind::BadEvent
        | ErrorKind::UnknownEvent
        | ErrorKind::BadValue
        | ErrorKind::SamePerson
        | ErrorKind::BadArgument
        | ErrorKind::UnknownWho
        | ErrorKind::UnknownMood
        | ErrorKind::UnknownZone => Some(Why::Untried),
        ErrorKind::TimeGoesBack
        | ErrorKind::Ended
        | ErrorKind::NotOffered
        | ErrorKind::Disabled
        | ErrorKind::NotAsked
        | ErrorKind::Incomplete
        | ErrorKind::NotAwaited => None,
    }
}

/// An event with the instant that was left open in its values.
pub(super) fn filled(event: &Event, open: Option<i64>) -> Event {
    let mut event = event.clone();
    if let Some(at) = open {
        match &mut event {
            Event::Fill { value, .. } => put(value, at),
            Event::Host { args, .. } => put(args, at),
            _ => {}
        }
    }
    event
}

fn put(value: &mut Json, at: i64) {
    match value {
        Json::String(text) if text == HOLE => *value = Json::from(at),
        Json::Array(items) => items.iter_mut().for_each(|item| put(item, at)),
        Json::Object(fields) => fields.values_mut().for_each(|item| put(item, at)),
        _ => {}
    }
}

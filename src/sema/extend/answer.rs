//! What comes of holding two things against each other.

use crate::base::{Message, Span};

/// Whether every event, value or moment of one thing is one of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cover {
    /// Each is.
    Yes,
    /// This one is not.
    No(Message),
    /// It cannot be told, for the sake of this.
    Unknown(Message),
}

impl Cover {
    /// That both are.
    pub(super) fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Yes => other(),
            Self::No(_) => self,
            Self::Unknown(_) => match other() {
                found @ Self::No(_) => found,
                _ => self,
            },
        }
    }

    /// The same answer, what is not covered told in other words.
    pub(super) fn or(self, told: impl FnOnce() -> Message) -> Self {
        match self {
            Self::No(_) => Self::No(told()),
            Self::Yes | Self::Unknown(_) => self,
        }
    }

    /// The best of several answers: one that is sure to be enough, else one that may be.
    pub(super) fn best(all: impl Iterator<Item = Self>, none: impl FnOnce() -> Message) -> Self {
        let mut best: Option<Self> = None;
        for answer in all {
            match (&answer, &best) {
                (Self::Yes, _) => return Self::Yes,
                (_, None) | (Self::Unknown(_), Some(Self::No(_))) => best = Some(answer),
                _ => {}
            }
        }
        best.unwrap_or_else(|| Self::No(none()))
    }

    /// Yes where this holds.
    pub(super) fn when(holds: bool, else_: impl FnOnce() -> Message) -> Self {
        if holds { Self::Yes } else { Self::No(else_()) }
    }

    /// As the outcome of a comparison: `tell` says what it means that one is not covered.
    pub(super) fn held(self, at: Span, floor: Span, tell: impl FnOnce(Message) -> Message) -> Held {
        match self {
            Self::Yes => Ok(()),
            Self::No(what) => Err(Fault::new(true, at, floor, tell(what))),
            Self::Unknown(why) => Err(Fault::new(false, at, floor, why)),
        }
    }
}

/// What keeps a construct from being known to be at least as tight as the floor it takes the place of.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// It is looser; else it cannot be told.
    pub(super) looser: bool,
    /// The part of the child.
    pub(super) at: Span,
    /// The part of the parent that it is held against.
    pub(super) floor: Span,
    /// What the one asks for and the other does not, or why it cannot be told.
    pub(super) told: Message,
    /// An instant or a value that the parent forbids and the child allows.
    pub(super) witness: Option<Message>,
}

/// Tighter or the same, or what is wrong with it.
pub(super) type Held = Result<(), Box<Fault>>;

impl Fault {
    pub(super) fn new(looser: bool, at: Span, floor: Span, told: Message) -> Box<Self> {
        Box::new(Self { looser, at, floor, told, witness: None })
    }

    /// It is looser.
    pub(super) fn looser(at: Span, floor: Span, zh: impl Into<String>, en: impl Into<String>) -> Box<Self> {
        Self::new(true, at, floor, Message::new(zh, en))
    }

    /// It cannot be told.
    pub(super) fn unknown(at: Span, floor: Span, zh: impl Into<String>, en: impl Into<String>) -> Box<Self> {
        Self::new(false, at, floor, Message::new(zh, en))
    }

    /// With what the parent forbids and the child allows.
    pub(super) fn witness(mut self: Box<Self>, witness: Message) -> Box<Self> {
        self.witness = Some(witness);
        self
    }
}

/// Refuses what is looser.
pub(super) fn refuse(holds: bool, fault: impl FnOnce() -> Box<Fault>) -> Held {
    if holds { Ok(()) } else { Err(fault()) }
}

/// The words of a text, the same in both languages.
pub(super) fn same(text: impl Into<String>) -> Message {
    let text = text.into();
    Message::new(text.clone(), text)
}

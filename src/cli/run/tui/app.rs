//! What the screen shows beside the call itself: where the cursor is, what is being typed, what was said last.

use super::input::Input;
use crate::cli::run::scene::Scene;

/// What the keys mean now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Choices and the clock.
    Call,
    /// A form or question: the field under the cursor.
    Entry,
    /// A line is being typed for something.
    Prompt(Prompt),
    /// One of several things is picked with the cursor.
    Pick(Pick, usize),
    /// The list of keys.
    Help,
}

/// What a typed line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Prompt {
    /// The answer to an action: its number and name.
    Answer(u32, String),
    /// What the customer says.
    Customer,
    /// What the agent says.
    Agent,
    /// Arguments of a declared event.
    Host(String),
    /// A parameter of the session, before it begins.
    Param(String),
}

/// What is picked from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pick {
    /// 情绪
    Mood,
    /// Declared events.
    Host,
    /// Awaited actions.
    Answer,
}

/// A line of what just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogLine {
    /// Since the beginning, ms.
    pub(crate) at: i64,
    /// How it is drawn.
    pub(crate) kind: LogKind,
    /// What happened.
    pub(crate) text: String,
}

/// How a line of the log is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogKind {
    /// The person did it.
    Given,
    /// The machine did it.
    Machine,
    /// Something went against a rule.
    Finding,
    /// Something was refused.
    Error,
}

/// The screen.
#[derive(Debug, Clone)]
pub(crate) struct Screen {
    /// The call.
    pub(crate) scene: Scene,
    /// What happened, oldest first.
    pub(crate) log: Vec<LogLine>,
    /// How many lines of the log are scrolled away at the bottom.
    pub(crate) scroll: usize,
    /// What the keys mean.
    pub(crate) mode: Mode,
    /// The field or option under the cursor.
    pub(crate) cursor: usize,
    /// What is being typed.
    pub(crate) input: Input,
    /// What was wrong with what was typed, or what to do.
    pub(crate) message: String,
    /// What a parameter takes, and how many are still to come.
    pub(crate) hint: String,
    /// The virtual clock runs by itself.
    pub(crate) running: bool,
    /// What [`Mode::Pick`] picks from.
    pub(crate) picks: Vec<String>,
    /// The language.
    pub(crate) lang: crate::base::Lang,
}

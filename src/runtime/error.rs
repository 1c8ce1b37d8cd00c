//! Why something the host asked for is refused. A refused thing changes nothing.

use crate::base::Message;
use smol_str::SmolStr;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventError {
    /// What sort it is.
    pub kind: ErrorKind,
    /// What was given, as it was given.
    pub given: SmolStr,
    /// What would have been taken, nearest first.
    pub expected: Vec<SmolStr>,
}

/// Sorts of refusals; their ids are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Not a JSON object of the known shape.
    BadEvent,
    /// No such event.
    UnknownEvent,
    /// Its time lies before the last one.
    TimeGoesBack,
    /// The call has ended.
    Ended,
    /// No such option in the program, or not offered now.
    NotOffered,
    /// The option's condition does not hold.
    Disabled,
    /// No such field, or nothing asks for it now.
    NotAsked,
    /// Not a value of the field's type.
    BadValue,
    /// Required fields of the form are missing.
    Incomplete,
    /// Fields that must name different persons name one.
    SamePerson,
    /// No action of this name waits for an answer.
    NotAwaited,
    /// A wrong argument of a host event.
    BadArgument,
    /// No such person in the call.
    UnknownWho,
    /// No such mood.
    UnknownMood,
    /// No such time zone.
    UnknownZone,
    /// 效果过多: more effects than one event may have.
    TooMuch,
    /// More flows called one in another than the limit.
    TooDeep,
    /// More open cases than the limit.
    TooManyCases,
    /// Much was due before this event; what was due first has been played. Take the effects and send it again.
    Unfinished,
}

impl ErrorKind {
    /// The stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::BadEvent => "bad_event",
            Self::UnknownEvent => "unknown_event",
            Self::TimeGoesBack => "time_goes_back",
            Self::Ended => "ended",
            Self::NotOffered => "not_offered",
            Self::Disabled => "disabled",
            Self::NotAsked => "not_asked",
            Self::BadValue => "bad_value",
            Self::Incomplete => "incomplete",
            Self::SamePerson => "same_person",
            Self::NotAwaited => "not_awaited",
            Self::BadArgument => "bad_argument",
            Self::UnknownWho => "unknown_who",
            Self::UnknownMood => "unknown_mood",
            Self::UnknownZone => "unknown_zone",
            Self::TooMuch => "too_much",
            Self::TooDeep => "too_deep",
            Self::TooManyCases => "too_many_cases",
            Self::Unfinished => "unfinished",
        }
    }
}

impl EventError {
    /// A refusal of something given.
    pub fn new(kind: ErrorKind, given: impl Into<SmolStr>) -> Self {
        Self { kind, given: given.into(), expected: Vec::new() }
    }

    /// Adds what would have been taken.
    #[must_use]
    pub fn expecting<T: Into<SmolStr>>(mut self, expected: impl IntoIterator<Item = T>) -> Self {
        self.expected = expected.into_iter().map(Into::into).collect();
        near_first(&self.given, &mut self.expected);
        self
    }

    /// What is wrong, in both languages.
    pub fn message(&self) -> Message {
        let g = &self.given;
        let (zh, en) = match self.kind {
            ErrorKind::BadEvent => (format!("事件写得不对：{g}"), format!("not an event: {g}")),
            ErrorKind::UnknownEvent => (format!("没有“{g}”这种事件"), format!("there is no event `{g}`")),
            ErrorKind::TimeGoesBack => (format!("时间 {g} 早于上一件事"), format!("time {g} lies before the last event")),
            ErrorKind::Ended => ("已经结束".to_owned(), "it has ended".to_owned()),
            ErrorKind::NotOffered => (format!("现在没有选项“{g}”"), format!("option `{g}` is not offered now")),
            ErrorKind::Disabled => (format!("选项“{g}”现在不可选"), format!("option `{g}` cannot be chosen now")),
            ErrorKind::NotAsked if g.is_empty() => ("现在没有要填的".to_owned(), "nothing is to be filled in now".to_owned()),
            ErrorKind::NotAsked => (format!("现在不填“{g}”"), format!("`{g}` is not asked for now")),
            ErrorKind::BadValue => (format!("“{g}”不合要求"), format!("`{g}` is not such a value")),
            ErrorKind::Incomplete => (format!("“{g}”还没有填齐"), format!("`{g}` is not complete")),
            ErrorKind::SamePerson => (format!("“{g}”不得是同一人"), format!("`{g}` must be different persons")),
            ErrorKind::NotAwaited => (format!("没有在等“{g}”的结果"), format!("no answer of `{g}` is awaited")),
            ErrorKind::BadArgument => (format!("参数“{g}”不合要求"), format!("argument `{g}` is wrong")),
            ErrorKind::UnknownWho => (format!("不知道“{g}”是谁"), format!("`{g}` is nobody known")),
            ErrorKind::UnknownMood => (format!("没有“{g}”这种情绪"), format!("there is no mood `{g}`")),
            ErrorKind::UnknownZone => (format!("没有“{g}”这个时区"), format!("there is no time zone `{g}`")),
            ErrorKind::TooMuch => ("效果过多".to_owned(), "too many effects".to_owned()),
            ErrorKind::TooDeep => ("流程调用过深".to_owned(), "too many flows called one in another".to_owned()),
            ErrorKind::TooManyCases => ("未结的工单过多".to_owned(), "too many open cases".to_owned()),
            ErrorKind::Unfinished => {
                ("到期的事情过多，请先取走效果再发一次".to_owned(), "much is due; take the effects and send it again".to_owned())
            }
        };
        Message::new(zh, en)
    }
}

/// Puts those that share most characters with what was given first; equal ones keep their order.
fn near_first(given: &str, names: &mut [SmolStr]) {
    names.sort_by_cached_key(|name| {
        let shared = given.chars().filter(|c| name.contains(*c)).count() * 2;
        let longest = given.chars().count() + name.chars().count();
        longest.saturating_sub(shared)
    });
}

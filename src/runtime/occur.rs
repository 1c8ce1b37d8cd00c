//! What happens, as patterns are matched against it.

use super::state::Who;
use super::value::Val;
use smol_str::SmolStr;

/// Something that happens at one instant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Occur {
    Incoming,
    Outgoing,
    Ring(u32),
    Answer,
    Begin(Who),
    Finish(Who),
    Says(Who, SmolStr),
    Noise(Who, SmolStr),
    Hold(Who),
    Resume(Who),
    Mute(Who),
    Unmute(Who),
    Transfer(SmolStr),
    HangUp(Who),
    CallEnded,
    /// From, to: leaves of 情绪.
    Mood(Option<u32>, u32),
    Chose(u32),
    EnterValue(u32, u32),
    Submit(u32),
    Complete(u32),
    Changed(u32, u32),
    Enter(u32, u32),
    Leave(u32, u32),
    Do(u32, Vec<Val>),
    ReadBack(u32),
    Transferred(bool),
    HandOver(u32),
    /// A result by its index; none for ends that no 结束 names.
    End(Option<u32>),
    Close,
    /// An instance of a 期限 is broken for the first time: the 期限, when it was opened. Metrics count it.
    Overdue(u32, i64),
    /// An invocation of a flow begins or ends; no pattern names it, stretches do.
    FlowIn(u32),
    FlowOut(u32),
    NoReply(Who),
    /// Who, how long the other waited.
    Reply(Who, i64),
    Backchannel(Who),
    /// By whom, how long both have been heard.
    TalkOver(Who, i64),
    /// By whom, how long both have been heard; 0 where a transcript marks it and nobody knows.
    CutIn(Who, i64),
    /// Nothing is known up to an instant, where that is known; of which channels.
    Gap(Option<i64>, u8),
    /// A turn without words that are known ends.
    Turn(Who),
    /// Event, its arguments, and which of them the host gave.
    Declared(u32, Vec<Val>, Vec<bool>),
    /// A length grows to this many ms.
    Stay(i64),
    CallTime(i64),
    /// Whose silence: nobody's in particular, the customer's, the agent's.
    Silence(u8, i64),
}

impl Occur {
    /// Who did it, where someone did.
    pub(crate) fn who(&self) -> Option<Who> {
        match self {
            Self::Begin(who)
            | Self::Finish(who)
            | Self::Says(who, _)
            | Self::Noise(who, _)
            | Self::Hold(who)
            | Self::Resume(who)
            | Self::Mute(who)
            | Self::Unmute(who)
            | Self::NoReply(who)
            | Self::Reply(who, _)
            | Self::Backchannel(who)
            | Self::TalkOver(who, _)
            | Self::CutIn(who, _)
            | Self::Turn(who)
            | Self::HangUp(who) => Some(*who),
            _ => None,
        }
    }
}

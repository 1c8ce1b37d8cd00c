//! What a host tells a session.

pub use super::state::Who;
use super::told::{Told, Turn};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// 来电
    Incoming,
    /// 外呼
    Outgoing(Called),
    /// 振铃: the ring's number
    Ring(u32),
    /// 接听
    Answer,
    /// 开口
    Begin(Who),
    /// 说完
    Finish(Who),
    /// A whole turn: it begins now; it ends at `until`, or at once where that is not known.
    Say {
        /// Who speaks.
        who: Who,
        /// The words.
        text: SmolStr,
        /// When the turn ends.
        until: Option<i64>,
    },
    /// An option is chosen: its label, and the case where it is not the call's (0) or the first that offers it.
    Choose {
        /// See [`super::Machine::label`].
        option: u32,
        /// The number of a case.
        case: Option<u32>,
    },
    /// A value for a field of the open form, or the answer to a question.
    Fill {
        /// The form's name, where the host says it.
        form: Option<SmolStr>,
        /// The field's name.
        field: SmolStr,
        /// The value; null for 未知.
        value: Json,
        /// The number of a case.
        case: Option<u32>,
    },
    /// The open form is done.
    Submit {
        /// The form's name, where the host says it.
        form: Option<SmolStr>,
        /// The number of a case.
        case: Option<u32>,
    },
    /// A declared 事件, or the answer to a 动作.
    Host {
        /// Its name.
        name: SmolStr,
        /// By name or by position; of an answer `result` or one value.
        args: Json,
        /// The number of the action that is answered, where the host says it.
        id: Option<u32>,
        /// The number of the case it belongs to, where the host says it.
        case: Option<u32>,
    },
    /// 挂机
    Hangup(Who),
    /// 通话结束
    CallEnded,
    /// 情绪: leaf
    Mood(u32),
    /// 保持
    Hold(Who),
    /// 取回
    Resume(Who),
    /// 静音
    Mute(Who),
    /// 取消静音
    Unmute(Who),
    /// 杂音
    Noise {
        /// Who made it.
        by: Who,
        /// 咳嗽, 键盘 …
        kind: SmolStr,
    },
    /// 转接
    Transfer(SmolStr),
    /// A whole turn with all that is known of it.
    Spoken(Box<Turn>),
    /// What a recording or a telephone system tells besides.
    Told(Box<Told>),
    /// Records are deleted: their form, and which of them; all where that is not said.
    Erased {
        /// The form's name.
        form: SmolStr,
        /// What tells one record from another: the first argument of the event since which it is kept.
        key: Option<SmolStr>,
    },
    /// Nothing but time.
    Advance,
}

/// What is known of a number that is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Called {
    /// The zone it lies in, by its IANA name.
    pub zone: Option<SmolStr>,
    /// The number called, or calling.
    pub number: Option<SmolStr>,
    /// The campaign.
    pub campaign: Option<SmolStr>,
}

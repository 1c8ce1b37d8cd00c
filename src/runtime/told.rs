//! Events that a recording or a telephone system tells with more than their name.

use super::event::{Called, Who};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// A whole turn with all that is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Turn {
    /// Who speaks.
    pub who: Who,
    /// The words.
    pub text: SmolStr,
    /// When it began, where that is before the event: the text comes late.
    pub from: Option<i64>,
    /// When it ended or will end.
    pub until: Option<i64>,
    /// Its words with their times, where they are known.
    pub words: Vec<Word>,
    /// Its end is reckoned from its length, not heard.
    pub guessed: bool,
    /// The transcript marks it as cutting in.
    pub cut_in: bool,
}

/// A word of a turn.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Word {
    /// The word.
    pub text: SmolStr,
    /// First instant.
    pub from: i64,
    /// The instant after the last.
    pub until: i64,
}

/// What a host or a recording tells besides.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// 来电 with what is known of it.
    Incoming(Called),
    /// 挂机 with its 原因.
    HungUp(Who, SmolStr),
    /// 转接 成功, 失败
    Transferred(bool),
    /// 不答, as the transcript marks it.
    NoReply(Who),
    /// What is derived where it can be, as a transcript marks it.
    Marked(Marked),
    /// 复述: the form was read back and confirmed.
    ReadBack(u32),
    /// 进入 flow, step
    Enter(u32, u32),
    /// 离开 flow, step
    Leave(u32, u32),
    /// 做: action, arguments by name or position
    Do(u32, Json),
    /// 移交
    HandOver(u32),
    /// 结束: index into the program's results
    End(u32),
    /// 结案
    Close,
    /// 省略, up to an instant, where it is known: else to the next event; of these actors alone, of all where none is named.
    Gap(Option<i64>, Vec<Who>),
}

/// What a transcript marks besides what was said. A length is how long it has lasted by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// 沉默, of one where one is named: ms.
    Silence(Option<Who>, i64),
    /// 停留 in the step: ms.
    Stay(i64),
    /// 通话时长: ms.
    CallTime(i64),
    /// 答话: who, after how many ms.
    Reply(Who, i64),
    /// 插话: by whom, how many ms both have been heard.
    TalkOver(Who, i64),
    /// 抢话: by whom.
    CutIn(Who),
    /// 应和: by whom.
    Backchannel(Who),
}

impl Marked {
    /// By whom, where somebody does it.
    pub(crate) fn who(self) -> Option<Who> {
        match self {
            Self::Silence(who, _) => who,
            Self::Reply(who, _) | Self::TalkOver(who, _) | Self::CutIn(who) | Self::Backchannel(who) => Some(who),
            Self::Stay(_) | Self::CallTime(_) => None,
        }
    }
}

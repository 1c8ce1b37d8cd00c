//! Which sorts of events some handler or wait of the program is for; others need not be made or offered.

use super::occur::Occur;
use crate::program::{EventKind, EventPattern, Op, Program};

/// A set of sorts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Heard(u32);

impl Heard {
    /// What a program listens to.
    pub(crate) fn of(p: &Program) -> Self {
        let mut bits = 0;
        each(p, |pattern| bits |= bit(&pattern.kind));
        Self(bits)
    }

    /// Whether anything may be for this.
    pub(crate) fn hears(self, what: &Occur) -> bool {
        self.0 & bit_of(what) != 0
    }

    /// 停留, 通话时长, 沉默
    pub(crate) fn lengths(self) -> bool {
        self.0 & (STAY | CALL_TIME | SILENCE) != 0
    }

    /// 填, 改动, 填齐, 登记
    pub(crate) fn forms(self) -> bool {
        self.0 & (ENTER_VALUE | SUBMIT | COMPLETE | CHANGED) != 0
    }

    /// 进入, 离开, 做
    pub(crate) fn machine(self) -> bool {
        self.0 & (ENTER | LEAVE | DO) != 0
    }

    /// 说
    pub(crate) fn words(self) -> bool {
        self.0 & SAYS != 0
    }
}

/// Every pattern that some flow waits for.
fn each<'p>(p: &'p Program, mut f: impl FnMut(&'p EventPattern)) {
    let mut hear = |patterns: &'p [EventPattern]| patterns.iter().for_each(&mut f);
    for flow in &p.flows {
        flow.handlers.iter().chain(flow.steps.iter().flat_map(|s| &s.handlers)).for_each(|h| hear(&h.on));
    }
    for op in &p.code {
        match op {
            Op::Wait(wait) => {
                hear(&wait.on);
                wait.arms.iter().for_each(|arm| hear(&arm.on));
                wait.limit.iter().for_each(|limit| hear(&limit.from));
            }
            Op::Do(action) => action.limit.iter().for_each(|limit| hear(&limit.from)),
            Op::Again(_, Some(limit), _) => hear(&limit.from),
            _ => {}
        }
    }
}

/// The patterns of flows for what is derived from turns.
pub(crate) fn derived(p: &Program) -> Vec<&EventPattern> {
    let mut found = Vec::new();
    each(p, |pattern| {
        if bit(&pattern.kind) == DERIVED {
            found.push(pattern);
        }
    });
    found
}

const SAYS: u32 = 1 << 6;
const SILENCE: u32 = 1 << 7;
const STAY: u32 = 1 << 8;
const CALL_TIME: u32 = 1 << 9;
const CHOSE: u32 = 1 << 18;
const ENTER_VALUE: u32 = 1 << 19;
const SUBMIT: u32 = 1 << 20;
const COMPLETE: u32 = 1 << 21;
const CHANGED: u32 = 1 << 22;
const ENTER: u32 = 1 << 23;
const LEAVE: u32 = 1 << 24;
const DO: u32 = 1 << 25;
const DECLARED: u32 = 1 << 26;
const DERIVED: u32 = 1 << 27;
const MOOD: u32 = 1 << 17;

/// The bit of a sort of pattern.
pub(crate) fn bit(kind: &EventKind) -> u32 {
    match kind {
        EventKind::Incoming => 1,
        EventKind::Outgoing => 1 << 1,
        EventKind::Ring => 1 << 2,
        EventKind::Answer => 1 << 3,
        EventKind::Begin => 1 << 4,
        EventKind::Finish => 1 << 5,
        EventKind::Says(_) | EventKind::SaysForbidden(_) => SAYS,
        EventKind::NoReply | EventKind::Reply | EventKind::Backchannel | EventKind::TalkOver | EventKind::CutIn => DERIVED,
        EventKind::Transferred(_) => 1 << 28,
        EventKind::ReadBack(_) => 1 << 16,
        EventKind::HandOver(_) | EventKind::End(_) | EventKind::Close => 1 << 29,
        EventKind::Gap => 1 << 30,
        EventKind::Silence => SILENCE,
        EventKind::Stay => STAY,
        EventKind::CallTime => CALL_TIME,
        EventKind::Noise(_) => 1 << 10,
        EventKind::Hold | EventKind::Resume => 1 << 11,
        EventKind::Mute | EventKind::Unmute => 1 << 12,
        EventKind::Transfer(_) => 1 << 13,
        EventKind::HangUp => 1 << 14,
        EventKind::CallEnded => 1 << 15,
        EventKind::Mood(_) | EventKind::MoodRise | EventKind::MoodFall => MOOD,
        EventKind::Chose(_) => CHOSE,
        EventKind::EnterValue(..) => ENTER_VALUE,
        EventKind::Submit(_) => SUBMIT,
        EventKind::Complete(_) => COMPLETE,
        EventKind::Changed(..) => CHANGED,
        EventKind::Enter(..) => ENTER,
        EventKind::Leave(..) => LEAVE,
        EventKind::Do(_) => DO,
        EventKind::Declared(..) => DECLARED,
        EventKind::Never(_) => 0,
    }
}

/// The bit of a sort of event.
pub(crate) fn bit_of(what: &Occur) -> u32 {
    match what {
        Occur::Incoming => 1,
        Occur::Outgoing => 1 << 1,
        Occur::Ring(_) => 1 << 2,
        Occur::Answer => 1 << 3,
        Occur::Begin(_) => 1 << 4,
        Occur::Finish(_) => 1 << 5,
        Occur::Says(..) => SAYS,
        Occur::Silence(..) => SILENCE,
        Occur::Stay(_) => STAY,
        Occur::CallTime(_) => CALL_TIME,
        Occur::Noise(..) => 1 << 10,
        Occur::Hold(_) | Occur::Resume(_) => 1 << 11,
        Occur::Mute(_) | Occur::Unmute(_) => 1 << 12,
        Occur::Transfer(_) => 1 << 13,
        Occur::HangUp(_) => 1 << 14,
        Occur::CallEnded => 1 << 15,
        Occur::Mood(..) => MOOD,
        Occur::Chose(_) => CHOSE,
        Occur::EnterValue(..) => ENTER_VALUE,
        Occur::Submit(_) => SUBMIT,
        Occur::Complete(_) => COMPLETE,
        Occur::Changed(..) => CHANGED,
        Occur::Enter(..) => ENTER,
        Occur::Leave(..) => LEAVE,
        Occur::Do(..) => DO,
        Occur::NoReply(_) | Occur::Reply(..) | Occur::Backchannel(_) | Occur::TalkOver(..) | Occur::CutIn(..) => DERIVED,
        Occur::Transferred(_) => 1 << 28,
        Occur::ReadBack(_) => 1 << 16,
        Occur::HandOver(_) | Occur::End(_) | Occur::Close => 1 << 29,
        Occur::Gap(..) => 1 << 30,
        Occur::FlowIn(_) | Occur::FlowOut(_) | Occur::Turn(_) | Occur::Overdue(..) => 0,
        Occur::Declared(..) => DECLARED,
    }
}

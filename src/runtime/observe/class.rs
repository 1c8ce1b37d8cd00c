//! Sorts of events: a pattern is looked at only for an event of its sort.

use super::trace::{AGENT, CUSTOMER, EVERY, OTHERS, channel};
use crate::program::{Actor, EventKind};
use crate::runtime::event::Who;
use crate::runtime::occur::Occur;

/// A sort: its number, and what it is of.
pub(crate) type Class = (u8, u32, u32);

/// The sort of turns that hold words, by the words' number.
pub(crate) const WORDS: u8 = 7;
/// The sort of turns that hold an entry of a 禁语.
pub(crate) const FORBIDDEN: u8 = 31;
/// The sort of 句, by channel.
pub(crate) const LINE: u8 = 40;
/// The sort of all that people and hosts make; that the machine makes; that is derived.
pub(crate) const SOURCE: u8 = 41;

/// The sort of breaches of a 期限.
pub(crate) const OVERDUE: u8 = 45;

/// The sort of a pattern; words are numbered by who asks.
pub(crate) fn of_kind(kind: &EventKind) -> Option<Class> {
    Some(match kind {
        EventKind::Incoming => (1, 0, 0),
        EventKind::Outgoing => (2, 0, 0),
        EventKind::Ring => (3, 0, 0),
        EventKind::Answer => (4, 0, 0),
        EventKind::Begin => (5, 0, 0),
        EventKind::Finish => (6, 0, 0),
        EventKind::SaysForbidden(forbid) => (FORBIDDEN, *forbid, 0),
        EventKind::Silence => (8, 0, 0),
        EventKind::Stay => (9, 0, 0),
        EventKind::CallTime => (10, 0, 0),
        EventKind::Noise(_) => (11, 0, 0),
        EventKind::Hold => (12, 0, 0),
        EventKind::Resume => (13, 0, 0),
        EventKind::Mute => (14, 0, 0),
        EventKind::Unmute => (15, 0, 0),
        EventKind::Transfer(_) => (16, 0, 0),
        EventKind::Mood(_) | EventKind::MoodRise | EventKind::MoodFall => (17, 0, 0),
        EventKind::HangUp => (18, 0, 0),
        EventKind::CallEnded => (19, 0, 0),
        EventKind::Chose(label) => (20, *label, 0),
        EventKind::EnterValue(form, field) => (21, *form, *field),
        EventKind::Submit(form) => (22, *form, 0),
        EventKind::Complete(form) => (23, *form, 0),
        EventKind::Changed(form, _) => (24, *form, 0),
        EventKind::Enter(flow, step) => (25, *flow, *step),
        EventKind::Leave(flow, step) => (26, *flow, *step),
        EventKind::Do(action) => (27, *action, 0),
        EventKind::Declared(event, _) => (28, *event, 0),
        EventKind::NoReply => (29, 0, 0),
        EventKind::Reply => (30, 0, 0),
        EventKind::Backchannel => (32, 0, 0),
        EventKind::TalkOver => (33, 0, 0),
        EventKind::CutIn => (34, 0, 0),
        EventKind::Transferred(_) => (35, 0, 0),
        EventKind::ReadBack(form) => (36, *form, 0),
        EventKind::HandOver(_) => (37, 0, 0),
        EventKind::End(_) => (38, 0, 0),
        EventKind::Close => (39, 0, 0),
        EventKind::Gap => (42, 0, 0),
        EventKind::Says(_) | EventKind::Never(_) => return None,
    })
}

/// The sort of something that happens, its words apart.
pub(crate) fn of(what: &Occur) -> Option<Class> {
    Some(match what {
        Occur::Incoming => (1, 0, 0),
        Occur::Outgoing => (2, 0, 0),
        Occur::Ring(_) => (3, 0, 0),
        Occur::Answer => (4, 0, 0),
        Occur::Begin(_) => (5, 0, 0),
        Occur::Finish(_) => (6, 0, 0),
        Occur::Silence(..) => (8, 0, 0),
        Occur::Stay(_) => (9, 0, 0),
        Occur::CallTime(_) => (10, 0, 0),
        Occur::Noise(..) => (11, 0, 0),
        Occur::Hold(_) => (12, 0, 0),
        Occur::Resume(_) => (13, 0, 0),
        Occur::Mute(_) => (14, 0, 0),
        Occur::Unmute(_) => (15, 0, 0),
        Occur::Transfer(_) => (16, 0, 0),
        Occur::Mood(..) => (17, 0, 0),
        Occur::HangUp(_) => (18, 0, 0),
        Occur::CallEnded => (19, 0, 0),
        Occur::Chose(label) => (20, *label, 0),
        Occur::EnterValue(form, field) => (21, *form, *field),
        Occur::Submit(form) => (22, *form, 0),
        Occur::Complete(form) => (23, *form, 0),
        Occur::Changed(form, _) => (24, *form, 0),
        Occur::Enter(flow, step) => (25, *flow, *step),
        Occur::Leave(flow, step) => (26, *flow, *step),
        Occur::Do(action, _) => (27, *action, 0),
        Occur::Declared(event, ..) => (28, *event, 0),
        Occur::NoReply(_) => (29, 0, 0),
        Occur::Reply(..) => (30, 0, 0),
        Occur::Backchannel(_) => (32, 0, 0),
        Occur::TalkOver(..) => (33, 0, 0),
        Occur::CutIn(..) => (34, 0, 0),
        Occur::Transferred(_) => (35, 0, 0),
        Occur::ReadBack(form) => (36, *form, 0),
        Occur::HandOver(_) => (37, 0, 0),
        Occur::End(_) => (38, 0, 0),
        Occur::Close => (39, 0, 0),
        Occur::Gap(..) => (42, 0, 0),
        Occur::FlowIn(flow) => (43, *flow, 0),
        Occur::FlowOut(flow) => (44, *flow, 0),
        Occur::Overdue(deadline, _) => (OVERDUE, *deadline, 0),
        Occur::Says(..) | Occur::Turn(_) => return None,
    })
}

/// Who makes an event: people and hosts, the machine, nobody.
pub(crate) fn source(what: &Occur) -> u32 {
    match what {
        Occur::Enter(..)
        | Occur::Leave(..)
        | Occur::Do(..)
        | Occur::HandOver(_)
        | Occur::End(_)
        | Occur::Close
        | Occur::Complete(_)
        | Occur::Changed(..) => 1,
        // No event of the alphabet: where stretches begin and end, and what metrics count.
        Occur::FlowIn(_) | Occur::FlowOut(_) | Occur::Overdue(..) => 3,
        Occur::Silence(..)
        | Occur::Stay(_)
        | Occur::CallTime(_)
        | Occur::Reply(..)
        | Occur::Backchannel(_)
        | Occur::TalkOver(..)
        | Occur::CutIn(..)
        | Occur::ReadBack(_)
        | Occur::Turn(_) => 2,
        _ => 0,
    }
}

/// Whether those who want to know of a sort want to know how a call goes from step to step.
pub(super) fn moves(class: Class) -> bool {
    matches!(class, (20 | 25 | 26, ..) | (SOURCE, 0 | 1, _))
}

/// The channels that can hide an event of a pattern.
pub(crate) fn channels(kind: &EventKind, actor: Option<&Actor>) -> u8 {
    match (kind, actor) {
        (EventKind::Mood(_) | EventKind::MoodRise | EventKind::MoodFall, _) | (_, Some(Actor::Customer)) => CUSTOMER,
        (_, Some(Actor::Agent | Actor::Role(_))) => AGENT,
        (_, Some(Actor::Third | Actor::System)) => OTHERS,
        (EventKind::Says(_) | EventKind::SaysForbidden(_) | EventKind::Begin | EventKind::Finish | EventKind::Noise(_), None) => EVERY,
        (EventKind::HangUp | EventKind::Hold | EventKind::Mute | EventKind::NoReply | EventKind::Reply, None) => EVERY,
        (EventKind::Backchannel | EventKind::TalkOver | EventKind::CutIn, None) => EVERY,
        _ => OTHERS,
    }
}

/// The 句 that counts for events of an actor.
pub(crate) fn line_of(actor: Option<&Actor>) -> Class {
    let channel = match actor {
        Some(Actor::Customer) => CUSTOMER,
        Some(Actor::Agent | Actor::Role(_)) => AGENT,
        Some(Actor::Third | Actor::System) => OTHERS,
        None => EVERY,
    };
    (LINE, u32::from(channel), 0)
}

/// Whose 句 something is, if it is one; 应和 alone is none, and noise inside one's own turn, as the caller knows.
pub(crate) fn is_line(what: &Occur) -> Option<Who> {
    match what {
        Occur::Says(who, _) | Occur::Noise(who, _) | Occur::NoReply(who) | Occur::Turn(who) => Some(*who),
        _ => None,
    }
}

/// The sorts of a 句 by its speaker.
pub(crate) fn line_classes(who: Who) -> [Class; 2] {
    [(LINE, u32::from(channel(Some(who))), 0), (LINE, u32::from(EVERY), 0)]
}

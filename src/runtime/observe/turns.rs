//! Turns of the customer and the agent, and what is derived from them: replies, overlap, 应和.

use super::follow::GIVES_WAY;
use super::judge::Judge;
use super::overlap::{Sounding, total};
use super::state::{Grows, Owes, Talk, Turn};
use super::trace::{AGENT, CUSTOMER, Note};
use crate::base::width::spoken_chars;
use crate::program::{EventKind, Measure};
use crate::runtime::event::Who;
use crate::runtime::occur::Occur;
use crate::runtime::speech::bit;

impl Judge<'_> {
    /// A turn begins, as one measure sees it.
    pub(super) fn turn_begins(&mut self, k: usize, me: usize, who: Who, note: &Note) {
        let other = 1 - me;
        let m = self.m;
        let Some(measure) = m.rules.measures.get(k) else { return };
        let Some(talk) = self.w.talks.get_mut(k) else { return };
        let at = note.at;
        let mut derived = Vec::new();
        if let Some(owed) = take(&mut talk.owes, me)
            && owed.timed
            && note.timed
            && !owed.guessed
        {
            derived.push(Occur::Reply(who, at.saturating_sub(owed.since)));
        }
        // The one who waits for a reply speaks again.
        if let Some(owed) = take(&mut talk.owes, other)
            && owed.timed
            && note.timed
            && !owed.failed
            && at.saturating_sub(owed.since) > measure.pause_cap
        {
            derived.push(Occur::NoReply(of_side(other)));
        }
        let theirs = talk.turns.get(other).copied().flatten();
        if note.timed
            && let Some(turn) = theirs
            && turn.ended.is_none()
            && turn.timed
            && turn.from < at
        {
            talk.over = Some((me as u8, at));
        }
        talk.share.turn(who, true, at, note.timed);
        (talk.cut, talk.both) = (false, None);
        if let Some(words) = talk.words.get_mut(me) {
            *words = Sounding::default();
        }
        if let Some(slot) = talk.turns.get_mut(me) {
            *slot = Some(Turn { from: at, ended: None, worded: false, back: false, timed: note.timed, guessed: false });
        }
        let over = talk.over.is_some_and(|(by, since)| usize::from(by) == me && since == at);
        let k8 = k as u8;
        self.drop_lengths(|grows| matches!(grows, Grows::Reply(_, of) if of == k8));
        if over {
            self.grow(at, note.timed, k8, |kind| matches!(kind, EventKind::TalkOver), None);
        }
        self.derive(k, note, derived);
    }

    /// The words of a turn are known.
    pub(super) fn says(&mut self, who: Who, text: &str, note: &Note) {
        let Some(me) = side(who) else { return };
        let more = note.more.as_deref();
        let finish = self.w.queue.iter().find(|n| matches!(n.what, Occur::Finish(w) if bit(w) == bit(who))).map(|n| n.at);
        let until = more.and_then(|m| m.until).or(finish).unwrap_or(note.at);
        for k in 0..self.w.talks.len() {
            let Some(measure) = self.m.rules.measures.get(k) else { continue };
            let back = is_back(text, measure) && until.saturating_sub(note.at) <= measure.backchannel_cap;
            let Some(talk) = self.w.talks.get_mut(k) else { continue };
            if let Some(turn) = talk.turns.get_mut(me).and_then(Option::as_mut) {
                turn.back = back;
                turn.worded = true;
                turn.guessed = more.is_some_and(|m| m.guessed);
            }
            if let Some(words) = talk.words.get_mut(me) {
                *words = Sounding::of(more.map_or(&[], |m| &m.words), measure);
            }
            talk.share.words(who, more.map_or(&[], |m| &m.words), measure.pause_cap);
            let mut derived = Vec::new();
            if back {
                if talk.over.is_some_and(|(by, _)| usize::from(by) == me) {
                    talk.over = None;
                }
                derived.push(Occur::Backchannel(who));
            } else if more.is_some_and(|m| m.cut_in) {
                talk.cut = true;
                derived.push(Occur::CutIn(who, 0));
            }
            self.overlap_by_words(k, me);
            self.derive(k, note, derived);
        }
    }

    /// A turn ends, as one measure sees it.
    pub(super) fn turn_ends(&mut self, k: usize, me: usize, note: &Note) {
        let other = 1 - me;
        let at = note.at;
        let m = self.m;
        let Some(measure) = m.rules.measures.get(k) else { return };
        let Some(talk) = self.w.talks.get_mut(k) else { return };
        let Some(turn) = talk.turns.get_mut(me).and_then(Option::as_mut).filter(|t| t.ended.is_none()) else { return };
        turn.ended = Some(at);
        let turn = *turn;
        talk.share.turn(of_side(me), false, at, note.timed && !turn.guessed);
        let mut derived = Vec::new();
        if let Some((by, since)) = talk.over.take()
            && usize::from(by) == other
            && at.saturating_sub(since) <= GIVES_WAY
            && !talk.cut
            && !turn.guessed
        {
            // By their words they may never have spoken at once.
            let length = talk.both.as_ref().map_or(at.saturating_sub(since), |both| total(both, at));
            if length > 0 {
                derived.push(Occur::CutIn(of_side(other), length));
            }
        }
        let speaking = talk.turns.get(other).copied().flatten().is_some_and(|t| t.ended.is_none());
        if !turn.back && !speaking && self.w.line.answered.is_some() && !self.w.line.over {
            if let Some(owes) = talk.owes.get_mut(other) {
                *owes = Some(Owes { since: at, timed: note.timed, guessed: turn.guessed, failed: false });
            }
            if note.timed && !turn.guessed && self.m.rules.talks {
                let due = at.saturating_add(measure.reply_cap).saturating_add(1);
                self.w.lengths.insert((due, Grows::Reply(other as u8, k as u8), at));
            }
        }
        self.drop_kind(|kind| matches!(kind, EventKind::TalkOver));
        self.derive(k, note, derived);
    }

    /// Something came from an actor: no reply is owed.
    pub(super) fn replied(&mut self, who: Who) {
        let Some(me) = side(who) else { return };
        for talk in &mut self.w.talks {
            take(&mut talk.owes, me);
        }
        self.drop_lengths(|grows| matches!(grows, Grows::Reply(side, _) if usize::from(side) == me));
    }

    /// A mark of 不答 is one with what was derived; whether it is new.
    pub(super) fn marks_no_reply(&mut self, who: Who) -> bool {
        let Some(me) = side(who) else { return true };
        let mut new = true;
        for talk in &mut self.w.talks {
            if let Some(owed) = talk.owes.get_mut(me).and_then(Option::as_mut) {
                new &= !std::mem::replace(&mut owed.failed, true);
            }
        }
        self.drop_lengths(|grows| matches!(grows, Grows::Reply(side, _) if usize::from(side) == me));
        new
    }
}

impl Talk {
    /// Whether the turn of an actor is 应和 and nothing else.
    pub(super) fn is_back(&self, who: Who) -> bool {
        side(who).and_then(|me| self.turns.get(me).copied().flatten()).is_some_and(|t| t.back)
    }
}

/// Whether a text is made of 应和词 alone, of which the longest that fits is taken each time.
pub(crate) fn is_back(text: &str, measure: &Measure) -> bool {
    let mut rest = spoken_chars(text);
    let mut any = false;
    while rest.clone().next().is_some() {
        let words = measure.backchannels.iter().filter_map(|word| past(rest.clone(), spoken_chars(word)));
        match words.max_by_key(|(length, _)| *length) {
            Some((_, after)) => rest = after,
            None => return false,
        }
        any = true;
    }
    any
}

/// How many characters a word has and what comes after it, where a text begins with it.
fn past<T: Iterator<Item = char>>(mut text: T, word: impl Iterator<Item = char>) -> Option<(usize, T)> {
    let mut length = 0;
    for c in word {
        if text.next() != Some(c) {
            return None;
        }
        length += 1;
    }
    (length > 0).then_some((length, text))
}

pub(super) fn side(who: Who) -> Option<usize> {
    match super::trace::channel(Some(who)) {
        CUSTOMER => Some(0),
        AGENT => Some(1),
        _ => None,
    }
}

pub(super) fn of_side(side: usize) -> Who {
    if side == 0 { Who::Customer } else { Who::Agent }
}

fn take(owes: &mut [Option<Owes>; 2], side: usize) -> Option<Owes> {
    owes.get_mut(side).and_then(Option::take)
}

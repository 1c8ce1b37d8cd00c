//! Follows the line: who rings, speaks, is silent; and what is derived from it.

use super::judge::Judge;
use super::state::Gap;
use super::trace::{ALL, Note};
use super::turns::{of_side, side};
use crate::program::{EventKind, EventPattern};
use crate::runtime::eval::Hand;
use crate::runtime::event::Who;
use crate::runtime::occur::Occur;
use crate::runtime::pattern::silence_of;
use crate::runtime::speech::bit;
use crate::runtime::state::NEVER;

/// Places of [`super::state::Watch::lengths`] that no pattern has: rings, and the reply that the customer, the agent owes.
pub(super) const RINGS: u32 = u32::MAX;
pub(super) const REPLIES: u32 = u32::MAX - 16;
/// Rings that are counted where nobody answers.
const MOST_RINGS: u32 = 100;
/// ms within which the other gives way after a cut-in.
pub(super) const GIVES_WAY: i64 = 1_000;
/// ms of overlap that 插话 alone means.
pub(crate) const TALK_OVER: i64 = 301;

impl Judge<'_> {
    /// Follows an event; whose 句 it is, if it is one.
    pub(super) fn follow(&mut self, note: &Note) -> Option<Who> {
        let at = note.at;
        match &note.what {
            Occur::Incoming | Occur::Outgoing => {
                self.w.line.rang = Some(at);
                self.ring_later(at, 1);
            }
            Occur::Ring(n) => {
                if note.more.is_none() && note.case == ALL {
                    self.w.line.told = true;
                    self.drop_lengths(|place| place == RINGS);
                }
                self.w.line.ring = *n;
            }
            Occur::Answer => {
                self.w.line.answered = Some(at);
                self.drop_lengths(|place| place == RINGS);
                self.hush(note);
                self.grow(at, note.timed, |kind| matches!(kind, EventKind::CallTime), None);
            }
            Occur::HangUp(_) | Occur::CallEnded => {
                self.w.line.over = true;
                self.hush(note);
                self.drop_lengths(|place| place >= REPLIES - 1);
                self.drop_kind(|kind| matches!(kind, EventKind::CallTime | EventKind::Silence | EventKind::TalkOver));
                self.w.talks.iter_mut().for_each(|t| t.owes = [None, None]);
            }
            Occur::Hold(_) => self.on_line(note, |l| l.held = true),
            Occur::Resume(_) => self.on_line(note, |l| l.held = false),
            Occur::Mute(who) => self.on_line(note, |l| l.muted |= bit(*who) & 3),
            Occur::Unmute(who) => self.on_line(note, |l| l.muted &= !bit(*who)),
            Occur::Begin(who) => self.begins(*who, note),
            Occur::Finish(who) => self.finishes(*who, note),
            Occur::Says(who, text) => self.says(*who, text, note),
            Occur::Noise(who, _) => self.replied(*who),
            Occur::Enter(flow, step) => {
                self.w.steps.push((note.case, *flow, *step, at));
                self.grow(at, note.timed, |kind| matches!(kind, EventKind::Stay), None);
            }
            Occur::Leave(flow, step) => self.w.steps.retain(|(c, f, s, _)| (c, f, s) != (&note.case, flow, step)),
            Occur::Gap(until, channels) => {
                self.w.gaps.push(Gap { from: at, to: until.unwrap_or(NEVER), channels: *channels, seq: note.seq });
                self.w.line.silent = [None; 3];
                self.drop_kind(|kind| matches!(kind, EventKind::Silence | EventKind::TalkOver));
                self.drop_lengths(|place| (REPLIES - 1..RINGS).contains(&place));
                for talk in &mut self.w.talks {
                    talk.owes = [None, None];
                    talk.over = None;
                }
            }
            Occur::Do(action, args) => {
                let from = at.saturating_sub(86_400_000);
                self.w.done.retain(|(t, ..)| *t >= from);
                let args = crate::runtime::observe::session::written(self.m, &self.st.records, args);
                self.w.done.push((at, *action, args));
            }
            _ => {}
        }
        let who = super::class::is_line(&note.what)?;
        let inside = matches!(note.what, Occur::Noise(..)) && self.w.line.speaking & bit(who) != 0;
        (!inside).then_some(who)
    }

    /// Whether the turn in hand is the first of its speaker.
    pub(super) fn first_turn(&mut self, note: &Note) -> bool {
        let Some(who) = note.what.who() else { return false };
        let at = bit(who).trailing_zeros() as usize;
        self.w.first.get_mut(at).is_some_and(|heard| !std::mem::replace(heard, true))
    }

    /// Gaps that end with the next event end here.
    pub(super) fn close_gaps(&mut self, note: &Note) {
        if matches!(note.what, Occur::Gap(..)) {
            return;
        }
        for gap in self.w.gaps.iter_mut().filter(|g| g.to == NEVER) {
            gap.to = note.at;
        }
    }

    fn on_line(&mut self, note: &Note, change: impl FnOnce(&mut super::state::LineState)) {
        change(&mut self.w.line);
        self.hush(note);
    }

    /// Looks anew at whether nobody speaks on an open line.
    fn hush(&mut self, note: &Note) {
        let line = self.w.line;
        let hidden = self.w.gaps.iter().any(|g| g.to > note.at);
        let open = line.answered.is_some() && !line.over && !line.held && line.muted != 3 && !hidden && note.timed;
        for whose in 0..3_u8 {
            let since = line.silent.get(usize::from(whose)).copied().flatten();
            if !open && since.is_some() {
                self.silence(whose, None, note);
            } else if open && line.speaking == 0 && since.is_none() {
                self.silence(whose, Some(note.at), note);
            }
        }
    }

    /// A silence begins or ends.
    fn silence(&mut self, whose: u8, since: Option<i64>, note: &Note) {
        if let Some(slot) = self.w.line.silent.get_mut(usize::from(whose)) {
            *slot = since;
        }
        self.drop_kind_of(|p| matches!(p.kind, EventKind::Silence) && silence_of(p.actor.as_ref()) == whose);
        if let Some(at) = since {
            self.grow(at, true, |kind| matches!(kind, EventKind::Silence), Some(whose));
        }
        self.silence_told(whose, since.is_some(), note);
    }

    fn begins(&mut self, who: Who, note: &Note) {
        let line = &mut self.w.line;
        line.speaking |= bit(who);
        line.guessed = false;
        for whose in 0..3_u8 {
            let mine = match whose {
                1 => who == Who::Customer,
                2 => matches!(who, Who::Agent | Who::Role(_)),
                _ => true,
            };
            if mine && self.w.line.silent.get(usize::from(whose)).copied().flatten().is_some() {
                self.silence(whose, None, note);
            }
        }
        let Some(me) = side(who) else { return };
        for k in 0..self.w.talks.len() {
            self.turn_begins(k, me, who, note);
        }
    }

    fn finishes(&mut self, who: Who, note: &Note) {
        self.w.line.speaking &= !bit(who);
        if let Some(me) = side(who) {
            let guessed = self.w.talks.first().and_then(|t| t.turns.get(me).copied().flatten()).is_some_and(|t| t.guessed);
            self.w.line.guessed = guessed;
            let mute =
                self.w.talks.first().and_then(|t| t.turns.get(me).copied().flatten()).is_some_and(|t| t.ended.is_none() && !t.worded);
            if mute {
                self.derive(0, note, vec![Occur::Turn(who)]);
            }
            for k in 0..self.w.talks.len() {
                self.turn_ends(k, me, note);
            }
        }
        self.hush(note);
    }

    /// A length has grown to its bound.
    pub(super) fn length(&mut self, at: i64, place: u32, since: i64) {
        let what = if place == RINGS {
            let n = self.w.line.ring + 1;
            self.ring_later(at, n);
            self.w.line.ring = n;
            Occur::Ring(n)
        } else if place >= REPLIES - 1 {
            let me = (REPLIES - place) as usize;
            for talk in &mut self.w.talks {
                if let Some(owed) = talk.owes.get_mut(me).and_then(Option::as_mut) {
                    owed.failed = true;
                }
            }
            Occur::NoReply(of_side(me))
        } else {
            let Some(pattern) = self.m.rules.lengths.get(place as usize) else { return };
            let ms = at.saturating_sub(since);
            match pattern.kind {
                EventKind::Silence => Occur::Silence(silence_of(pattern.actor.as_ref()), ms),
                EventKind::CallTime => Occur::CallTime(ms),
                EventKind::Stay => Occur::Stay(ms),
                _ => match self.w.talks.first().and_then(|t| t.over) {
                    Some((by, _)) => Occur::TalkOver(of_side(usize::from(by)), ms),
                    None => return,
                },
            }
        };
        if matches!(what, Occur::Stay(_)) && !self.w.steps.iter().any(|(.., entered)| *entered == since) {
            return;
        }
        let seq = self.next_seq();
        let guessed = self.w.line.guessed && matches!(what, Occur::Silence(..));
        // A ring of the host is told to all; one that is counted belongs to the call.
        let case = if matches!(what, Occur::Ring(_)) { 0 } else { ALL };
        let note = Note { at, seq, case, what, more: None, timed: !guessed, measure: None };
        self.see(&note, false);
        self.offer(&note);
        self.drain(false);
    }

    fn ring_later(&mut self, at: i64, n: u32) {
        if self.w.line.told || n > MOST_RINGS || self.m.rules.targets((3, 0, 0)).is_empty() {
            return;
        }
        self.w.line.ring = n;
        let period = self.m.program.measure.ring_period.max(1);
        self.w.lengths.insert((at.saturating_add(period), RINGS, at));
    }

    /// Lengths that grow from an instant.
    pub(super) fn grow(&mut self, since: i64, timed: bool, of: impl Fn(&EventKind) -> bool, whose: Option<u8>) {
        if !timed {
            return;
        }
        let m = self.m;
        for (place, pattern) in m.rules.lengths.iter().enumerate() {
            if !of(&pattern.kind) || whose.is_some_and(|w| w != silence_of(pattern.actor.as_ref())) {
                continue;
            }
            let bare = matches!(pattern.kind, EventKind::TalkOver) && pattern.test.is_none();
            let ms = if bare { Some(TALK_OVER) } else { self.eval(since, None, &[], Hand::default()).least_of(pattern.test.as_ref()) };
            let Some(due) = ms.map(|ms| since.saturating_add(ms)) else { continue };
            // Two bounds that come to one length are one event.
            let twin = |other: u32| m.rules.lengths.get(other as usize).is_some_and(|o| o.kind == pattern.kind && o.actor == pattern.actor);
            if !self.w.lengths.iter().any(|(at, other, from)| *at == due && *from == since && twin(*other)) {
                self.w.lengths.insert((due, place as u32, since));
            }
        }
    }

    pub(super) fn drop_lengths(&mut self, of: impl Fn(u32) -> bool) {
        self.w.lengths.retain(|(_, place, _)| !of(*place));
    }

    pub(super) fn drop_kind(&mut self, of: impl Fn(&EventKind) -> bool) {
        self.drop_kind_of(|p| of(&p.kind));
    }

    fn drop_kind_of(&mut self, of: impl Fn(&EventPattern) -> bool) {
        let m = self.m;
        self.w.lengths.retain(|(_, place, _)| m.rules.lengths.get(*place as usize).is_none_or(|p| !of(p)));
    }

    /// Adds what follows from an event, as one measure sees it.
    pub(super) fn derive(&mut self, k: usize, note: &Note, all: Vec<Occur>) {
        for what in all {
            let seq = self.next_seq();
            let measure = (self.w.talks.len() > 1 && !matches!(what, Occur::Turn(_))).then_some(k as u8);
            self.derived.push(Note { at: note.at, seq, case: ALL, what, more: None, timed: note.timed, measure });
        }
    }

    pub(super) fn next_seq(&mut self) -> u32 {
        self.w.seq = self.w.seq.wrapping_add(1);
        self.w.seq
    }
}

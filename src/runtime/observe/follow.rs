//! Follows the line: who rings, speaks, is silent; and what is derived from it.

use super::judge::Judge;
use super::state::{Gap, Grows};
use super::trace::{ALL, More, Note};
use super::turns::{of_side, side};
use crate::program::{EventKind, EventPattern};
use crate::runtime::eval::Hand;
use crate::runtime::event::Who;
use crate::runtime::occur::Occur;
use crate::runtime::pattern::silence_of;
use crate::runtime::speech::bit;
use crate::runtime::state::NEVER;
use crate::runtime::totals::Lasting;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Actions of which it is kept when they were last done, before it is asked who still needs that.
const DONE: usize = 256;
/// Rings that are counted where nobody answers.
const MOST_RINGS: u32 = 100;
/// ms within which the other gives way after a cut-in.
pub(super) const GIVES_WAY: i64 = 1_000;
/// ms of overlap that 插话 alone means: the first beyond 300.
pub const TALK_OVER: i64 = 301;

impl Judge<'_> {
    /// Follows an event; whose 句 it is, if it is one.
    pub(super) fn follow(&mut self, note: &Note) -> Option<Who> {
        let at = note.at;
        match &note.what {
            Occur::Incoming | Occur::Outgoing => {
                self.w.said.iter_mut().for_each(Vec::clear);
                self.w.line.rang = Some(at);
                self.ring_later(at);
            }
            Occur::Ring(n) => {
                if note.more.is_none() && note.case == ALL {
                    self.w.line.told = true;
                    self.drop_lengths(|grows| matches!(grows, Grows::Ring(_)));
                }
                self.w.line.ring = *n;
            }
            Occur::Answer => {
                self.w.line.answered = Some(at);
                self.drop_lengths(|grows| matches!(grows, Grows::Ring(_)));
                self.hush(note);
                self.grow(at, note.timed, 0, |kind| matches!(kind, EventKind::CallTime), None);
            }
            Occur::HangUp(_) | Occur::CallEnded => {
                self.w.line.over = true;
                self.hush(note);
                self.drop_lengths(|grows| !matches!(grows, Grows::Pattern(..)));
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
                self.grow(at, note.timed, 0, |kind| matches!(kind, EventKind::Stay), None);
            }
            Occur::Leave(flow, step) => self.w.steps.retain(|(c, f, s, _)| (c, f, s) != (&note.case, flow, step)),
            Occur::Gap(until, channels) => {
                self.w.gaps.push(Gap { from: at, to: until.unwrap_or(NEVER), channels: *channels, seq: note.seq });
                self.w.line.silent = [None; 3];
                self.w.line.totals.hide();
                self.drop_kind(|kind| matches!(kind, EventKind::Silence | EventKind::TalkOver));
                self.drop_lengths(|grows| matches!(grows, Grows::Reply(..)));
                for talk in &mut self.w.talks {
                    talk.owes = [None, None];
                    talk.over = None;
                    talk.share.hide();
                }
            }
            Occur::Do(action, args) => {
                let args = crate::runtime::observe::session::written(self.m, &self.st.records, args);
                self.did(at, *action, args);
            }
            _ => {}
        }
        let line = &mut self.w.line;
        let lasting = Lasting { connected: line.answered.is_some() && !line.over, held: line.held, silent: line.silent[0].is_some() };
        let reckoned = line.guessed && matches!(note.what, Occur::Finish(_));
        line.totals.follow(lasting, at, note.timed && !reckoned);
        let who = super::class::is_line(&note.what)?;
        let inside = matches!(note.what, Occur::Noise(..)) && self.w.line.speaking & bit(who) != 0;
        (!inside).then_some(who)
    }

    /// Keeps when an action was last done with these arguments, for as long as somebody is owed something since.
    fn did(&mut self, at: i64, action: u32, args: String) {
        self.w.done.retain(|(_, done, with)| (*done, with) != (action, &args));
        self.w.done.push((at, action, args));
        if self.w.done.len() > DONE {
            let owed = self.w.instances.iter().flat_map(BTreeMap::values).flat_map(|inst| &inst.pending);
            let since = owed.map(|p| p.at).min().unwrap_or(at);
            self.w.done.retain(|(t, ..)| *t >= since);
        }
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
            self.grow(at, true, 0, |kind| matches!(kind, EventKind::Silence), Some(whose));
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
    pub(super) fn length(&mut self, at: i64, grows: Grows, since: i64) {
        let (what, measure) = match grows {
            Grows::Ring(k) => {
                let n = self.m.rules.measures.get(usize::from(k)).map_or(1, |measure| measure.rings(since, at));
                self.next_ring(at, k, since, n);
                (Occur::Ring(n), Some(k))
            }
            Grows::Reply(side, k) => {
                let me = usize::from(side);
                if let Some(owed) = self.w.talks.get_mut(usize::from(k)).and_then(|t| t.owes.get_mut(me)).and_then(Option::as_mut) {
                    owed.failed = true;
                }
                (Occur::NoReply(of_side(me)), Some(k))
            }
            Grows::Pattern(place, k) => {
                let Some(pattern) = self.m.rules.lengths.get(place as usize) else { return };
                let ms = at.saturating_sub(since);
                match pattern.kind {
                    EventKind::Silence => (Occur::Silence(silence_of(pattern.actor.as_ref()), ms), None),
                    EventKind::CallTime => (Occur::CallTime(ms), None),
                    EventKind::Stay => (Occur::Stay(ms), None),
                    _ => match self.w.talks.get(usize::from(k)).and_then(|t| t.over) {
                        Some((by, _)) => (Occur::TalkOver(of_side(usize::from(by)), ms), Some(k)),
                        None => return,
                    },
                }
            }
        };
        if matches!(what, Occur::Stay(_)) && !self.w.steps.iter().any(|(.., entered)| *entered == since) {
            return;
        }
        let seq = self.next_seq();
        let guessed = self.w.line.guessed && matches!(what, Occur::Silence(..));
        // A ring of the host is told to all; one that is counted belongs to the call.
        let case = if matches!(what, Occur::Ring(_)) { 0 } else { ALL };
        let more = self.overlap_known(measure.unwrap_or(0).into(), &what);
        let measure = measure.filter(|_| self.w.talks.len() > 1);
        let note = Note { at, seq, case, what, more, timed: !guessed, measure, scene: None };
        self.see(&note, false);
        self.offer(&note);
        self.drain(false);
    }

    /// The rings of a call that comes in, each measure for itself, unless the host tells them.
    fn ring_later(&mut self, rang: i64) {
        if self.w.line.told || self.m.rules.targets((3, 0, 0)).is_empty() {
            return;
        }
        self.w.line.ring = 1;
        for k in 0..self.w.talks.len() {
            self.next_ring(rang, k as u8, rang, 1);
        }
    }

    /// The ring after the n-th, which began at an instant.
    fn next_ring(&mut self, at: i64, k: u8, rang: i64, n: u32) {
        if let Some(measure) = self.m.rules.measures.get(usize::from(k)).filter(|_| n <= MOST_RINGS) {
            self.w.lengths.insert((at.saturating_add(measure.ring_period.max(1)), Grows::Ring(k), rang));
        }
    }

    /// Lengths that grow from an instant, as a measure sees them.
    pub(super) fn grow(&mut self, since: i64, timed: bool, k: u8, of: impl Fn(&EventKind) -> bool, whose: Option<u8>) {
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
            let twin = |other: &Grows| {
                let Grows::Pattern(other, of) = other else { return false };
                *of == k && m.rules.lengths.get(*other as usize).is_some_and(|o| o.kind == pattern.kind && o.actor == pattern.actor)
            };
            if !self.w.lengths.iter().any(|(at, other, from)| *at == due && *from == since && twin(other)) {
                self.w.lengths.insert((due, Grows::Pattern(place as u32, k), since));
            }
        }
    }

    pub(super) fn drop_lengths(&mut self, of: impl Fn(Grows) -> bool) {
        self.w.lengths.retain(|(_, grows, _)| !of(*grows));
    }

    pub(super) fn drop_kind(&mut self, of: impl Fn(&EventKind) -> bool) {
        self.drop_kind_of(|p| of(&p.kind));
    }

    fn drop_kind_of(&mut self, of: impl Fn(&EventPattern) -> bool) {
        let m = self.m;
        self.drop_lengths(|grows| match grows {
            Grows::Pattern(place, _) => m.rules.lengths.get(place as usize).is_some_and(&of),
            Grows::Reply(..) | Grows::Ring(_) => false,
        });
    }

    /// Adds what follows from an event, as one measure sees it.
    pub(super) fn derive(&mut self, k: usize, note: &Note, all: Vec<Occur>) {
        for what in all {
            let seq = self.next_seq();
            let measure = (self.w.talks.len() > 1 && !matches!(what, Occur::Turn(_))).then_some(k as u8);
            let more = self.overlap_known(k, &what);
            self.derived.push(Note { at: note.at, seq, case: ALL, what, more, timed: note.timed, measure, scene: None });
        }
    }

    /// How an overlap was measured, where that was by words.
    fn overlap_known(&self, k: usize, what: &Occur) -> Option<Arc<More>> {
        let by_words = matches!(what, Occur::TalkOver(..) | Occur::CutIn(..)) && self.w.talks.get(k).is_some_and(|t| t.both.is_some());
        by_words.then(|| Arc::new(More { by_words, ..More::default() }))
    }

    pub(super) fn next_seq(&mut self) -> u32 {
        self.w.seq = self.w.seq.wrapping_add(1);
        self.w.seq
    }
}

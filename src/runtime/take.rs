//! One event from the host.

use super::effect::{EffectKind, EndResult};
use super::error::{ErrorKind, EventError};
use super::event::{Called, Event, Who};
use super::fill::Refused;
use super::lines::Heard;
use super::observe::{More, To};
use super::occur::Occur;
use super::run::{Halt, Run, option_at, place_of_option};
use super::seen::Point;
use super::speech::bit;
use super::state::NONE;
use super::told::Told;
use crate::base::calendar::zone::Zone;
use crate::program::{Act, Op};
use smol_str::SmolStr;
use std::sync::Arc;

impl Run<'_> {
    /// Takes an event.
    pub(crate) fn take(&mut self, event: &Event) -> Result<(), Refused> {
        if self.is_over(event) {
            return Err(EventError::new(ErrorKind::Ended, "").into());
        }
        self.names_known(event)?;
        if matches!(event, Event::Incoming | Event::Outgoing(_) | Event::Ring(_) | Event::Answer) {
            self.st.core.closed = false;
        }
        match event {
            Event::Advance => {}
            Event::Spoken(turn) => self.spoken(turn)?,
            Event::Told(told) => self.told(event, told)?,
            Event::Incoming => {
                self.st.core.rang = Some(self.st.core.now);
                self.offer_all(&Occur::Incoming)?;
            }
            Event::Outgoing(called) => {
                self.called(called)?;
                self.st.core.rang = Some(self.st.core.now);
                self.offer_all(&Occur::Outgoing)?;
            }
            Event::Ring(n) => {
                // What rings has come in, whether or not the host said so: rules count from there.
                if self.st.core.rang.is_none() && self.st.core.answered.is_none() {
                    self.st.core.rang = Some(self.st.core.now);
                    self.note(usize::MAX, &Occur::Incoming);
                }
                self.st.core.ring = *n;
                self.offer_all(&Occur::Ring(*n))?;
            }
            Event::Answer => self.pick_up()?,
            Event::Begin(who) => self.begin(*who)?,
            Event::Finish(who) => self.finish(*who)?,
            Event::Say { who, text, until } => {
                if until.is_some() {
                    self.about.more = Some(Arc::new(More { until: *until, ..More::default() }));
                }
                self.say(*who, text, *until)?;
            }
            Event::Choose { option, case } => self.choose(*option, *case)?,
            Event::Fill { form, field, value, case } => {
                let t = self.asking(*case, field)?;
                self.fill(t, form.as_deref(), field, value)?;
            }
            Event::Submit { form, case } => {
                let t = self.asking(*case, form.as_deref().unwrap_or(""))?;
                self.submit(t, form.as_deref())?;
            }
            Event::Host { name, args, id, case } => self.host(event, name, args, *id, *case)?,
            Event::Hangup(who) => self.hang_up(event, *who)?,
            Event::CallEnded => self.call_ended()?,
            Event::Mood(leaf) => {
                let from = self.st.core.mood.replace(*leaf);
                self.offer_all(&Occur::Mood(from, *leaf))?;
            }
            Event::Hold(who) => self.on_line(|core| core.held = true, &Occur::Hold(*who))?,
            Event::Resume(who) => self.on_line(|core| core.held = false, &Occur::Resume(*who))?,
            Event::Mute(who) => self.on_line(|core| core.muted |= bit(*who) & 3, &Occur::Mute(*who))?,
            Event::Unmute(who) => self.on_line(|core| core.muted &= !bit(*who), &Occur::Unmute(*who))?,
            Event::Noise { by, kind } => {
                self.offer_all(&Occur::Noise(*by, kind.clone()))?;
            }
            Event::Erased { form, key } => self.erase(form, key.as_deref())?,
            Event::Transfer(to) => {
                if !self.offer_all(&Occur::Transfer(to.clone()))? {
                    self.unhandled(event);
                }
            }
        }
        Ok(())
    }

    /// Whether nothing is left that could take an event. Rules and limits outlive the call: they see what the host goes on to tell. Where
    /// lines are ordered, the one with which a flow ends is still to be said, and a recording tells which were.
    fn is_over(&self, event: &Event) -> bool {
        if self.st.core.closed && of_the_line(event) {
            return true;
        }
        let words = matches!(event, Event::Begin(_) | Event::Finish(_) | Event::Say { .. } | Event::Spoken(_));
        // A recording is a call that nobody plays: it is heard to its end, whatever there is to judge.
        let heard = self.m.index.watched || self.st.core.audit || words && self.m.index.orders;
        self.st.threads.iter().all(|t| t.ended) && !heard && !matches!(event, Event::Advance | Event::Hangup(_) | Event::CallEnded)
    }

    /// Refuses a role or a mood by a number that the program has not.
    fn names_known(&self, event: &Event) -> Result<(), EventError> {
        let who = match event {
            Event::Spoken(turn) => &turn.who,
            Event::Mood(leaf) => {
                let moods = self.m.moods();
                let known = moods.len() > *leaf as usize;
                return if known { Ok(()) } else { Err(EventError::new(ErrorKind::UnknownMood, leaf.to_string()).expecting(moods)) };
            }
            Event::Begin(who)
            | Event::Finish(who)
            | Event::Say { who, .. }
            | Event::Hangup(who)
            | Event::Hold(who)
            | Event::Resume(who)
            | Event::Mute(who)
            | Event::Unmute(who)
            | Event::Noise { by: who, .. } => who,
            _ => return Ok(()),
        };
        match who {
            Who::Role(r) if *r as usize >= self.m.program.roles.len() => {
                let roles = self.m.program.roles.iter().map(|r| r.name.clone());
                Err(EventError::new(ErrorKind::UnknownWho, r.to_string()).expecting(roles))
            }
            _ => Ok(()),
        }
    }

    /// Notes where the called number lies.
    pub(crate) fn called(&mut self, called: &Called) -> Result<(), EventError> {
        let more = More { number: called.number.clone(), campaign: called.campaign.clone(), ..More::default() };
        self.about.more = Some(Arc::new(more));
        if let Some(name) = &called.zone {
            let zone =
                Zone::named(name).ok_or_else(|| EventError::new(ErrorKind::UnknownZone, name.clone()).expecting(["Asia/Shanghai"]))?;
            self.st.core.called = Some(zone);
        }
        Ok(())
    }

    /// Notes something, and offers it to the call, then to every case that was open before it; whether anything took it.
    pub(crate) fn offer_all(&mut self, what: &Occur) -> Result<bool, Halt> {
        self.note(usize::MAX, what);
        let mut taken = false;
        for t in 0..self.st.threads.len() {
            taken |= self.offer(t, what)?;
        }
        Ok(taken)
    }

    fn erase(&mut self, form: &SmolStr, key: Option<&str>) -> Result<(), EventError> {
        let forms = &self.m.program.forms;
        let Some(at) = forms.iter().position(|f| f.name == *form) else {
            return Err(EventError::new(ErrorKind::BadArgument, form.clone()).expecting(forms.iter().map(|f| f.name.clone())));
        };
        self.erased(at as u32, key);
        Ok(())
    }

    /// Says that nothing took an event, unless a limit is about to.
    pub(crate) fn unhandled(&mut self, event: &Event) {
        let limits = &self.m.index.limits;
        if limits.any && self.notes.last().is_some_and(|(_, note)| !limits.touched(&note.what).is_empty()) {
            return;
        }
        self.emit(0, NONE, EffectKind::Unhandled(Box::new(event.clone())));
    }

    fn pick_up(&mut self) -> Result<(), Halt> {
        let core = &mut self.st.core;
        core.answered.get_or_insert(core.now);
        let counted = core.rang.map_or(1, |rang| self.m.program.measure.rings(rang, core.now));
        core.picked = if core.ring > 0 { core.ring } else { counted };
        self.hush();
        self.offer_all(&Occur::Answer).map(|_| ())
    }

    fn begin(&mut self, who: Who) -> Result<(), Halt> {
        if self.st.core.speaking & bit(who) != 0 {
            self.finish(who)?;
        }
        self.begin_turn(who);
        if self.hears {
            self.lines.push(Heard::Begun(who, self.st.core.now));
        }
        self.offer_all(&Occur::Begin(who)).map(|_| ())
    }

    pub(crate) fn finish(&mut self, who: Who) -> Result<(), Halt> {
        self.st.turns.retain(|(_, speaker)| bit(*speaker) != bit(who));
        self.end_turn(who);
        if self.hears {
            self.lines.push(Heard::Finished(who));
        }
        self.offer_all(&Occur::Finish(who)).map(|_| ())
    }

    pub(crate) fn say(&mut self, who: Who, text: &SmolStr, until: Option<i64>) -> Result<(), Halt> {
        self.words_said(who, text, self.st.core.now, until);
        self.begin(who)?;
        self.words_known(who);
        if self.m.index.heard.words() || self.m.index.watched {
            self.offer_all(&Occur::Says(who, text.clone()))?;
        }
        match until.filter(|until| *until > self.st.core.now) {
            Some(until) => {
                self.ends_later(who, until);
                Ok(())
            }
            None => self.finish(who),
        }
    }

    /// A turn's end is known beforehand.
    pub(crate) fn ends_later(&mut self, who: Who, until: i64) {
        let at = self.st.turns.partition_point(|(t, _)| *t <= until);
        self.st.turns.insert(at, (until, who));
    }

    fn on_line(&mut self, change: impl FnOnce(&mut super::state::Core), what: &Occur) -> Result<(), Halt> {
        change(&mut self.st.core);
        self.hush();
        self.offer_all(what).map(|_| ())
    }

    fn hang_up(&mut self, event: &Event, who: Who) -> Result<(), Halt> {
        self.line_down(who)?;
        self.note(usize::MAX, &Occur::HangUp(who));
        if self.st.threads.first().is_none_or(|t| t.ended) {
            return Ok(());
        }
        if self.offer(0, &Occur::HangUp(who))? {
            return Ok(());
        }
        if who == Who::Customer {
            self.end(0, NONE, EndResult::HungUp);
        } else {
            self.unhandled(event);
        }
        Ok(())
    }

    fn call_ended(&mut self) -> Result<(), Halt> {
        self.line_down(Who::System)?;
        self.st.core.closed = true;
        self.note_to(To::Limits, usize::MAX, &Occur::CallEnded);
        self.note_to(To::Rules, 0, &Occur::CallEnded);
        if self.st.threads.first().is_some_and(|t| !t.ended) && !self.offer(0, &Occur::CallEnded)? {
            self.end(0, NONE, EndResult::CallEnded);
        }
        Ok(())
    }

    /// The line goes down: open turns end with it.
    fn line_down(&mut self, by: Who) -> Result<(), Halt> {
        for who in [Who::Customer, Who::Agent, Who::Third, Who::System] {
            if self.st.core.speaking & bit(who) != 0 {
                self.finish(who)?;
            }
        }
        if self.hears {
            self.lines.push(Heard::Down(by));
        }
        let core = &mut self.st.core;
        core.over.get_or_insert(core.now);
        self.hush();
        Ok(())
    }

    fn choose(&mut self, label: u32, case: Option<u32>) -> Result<(), Refused> {
        let name = SmolStr::new(self.m.label_name(label));
        let mut armed: Vec<SmolStr> = Vec::new();
        for t in 0..self.st.threads.len() {
            if self.st.threads.get(t).is_none_or(|th| th.ended || case.is_some_and(|case| case != th.id)) {
                continue;
            }
            for (id, owner, state) in self.offered(t) {
                if state.label != label {
                    armed.push(SmolStr::new(self.m.label_name(state.label)));
                    continue;
                }
                if let Some(why) = state.disabled {
                    return Err(EventError { kind: ErrorKind::Disabled, given: name, expected: vec![why] }.into());
                }
                let Some(option) = option_at(self.m, id) else { continue };
                if let Some((flow, step, at)) = place_of_option(self.m, id) {
                    self.m.note(Point::Option(flow, step, at), self.st.core.now);
                }
                self.note(t, &Occur::Chose(label));
                self.acts(t, owner, &option.acts);
                return Ok(self.run_handler(t, id, owner, option.body)?);
            }
            let before = self.notes.len();
            self.note(t, &Occur::Chose(label));
            if self.offer(t, &Occur::Chose(label))? {
                return Ok(());
            }
            self.notes.truncate(before);
        }
        Err(EventError::new(ErrorKind::NotOffered, name).expecting(armed).into())
    }

    /// 视为: what the choice counts as.
    fn acts(&mut self, t: usize, owner: u32, acts: &[Act]) {
        for act in acts {
            if let Act::Confirmed(e) = act {
                let record = self.eval_at(t, owner).eval(e);
                let Some(record) = self.st.records.get_mut(&record) else { continue };
                record.confirmed = true;
                let form = record.form;
                self.happened(t, Occur::ReadBack(form));
                continue;
            }
            let Some(thread) = self.st.threads.get_mut(t) else { return };
            match act {
                Act::Confirmed(_) => {}
                Act::Consent(actions) => actions.iter().for_each(|a| thread.agree(*a)),
                Act::Identity => thread.identified = true,
            }
        }
    }

    /// The thread that asks: the named case, else the first whose question or form is open.
    fn asking(&self, case: Option<u32>, given: &str) -> Result<usize, EventError> {
        let refused = || EventError::new(ErrorKind::NotAsked, given);
        if let Some(case) = case {
            return self.thread_of(case).ok_or_else(refused);
        }
        let asks =
            |t: &usize| self.top(*t).is_some_and(|f| matches!(self.m.program.code.get(f.pc as usize), Some(Op::Ask(_) | Op::Fill(_))));
        (0..self.st.threads.len()).find(asks).ok_or_else(refused)
    }
}

/// Whether an event can only happen while a call lasts.
fn of_the_line(event: &Event) -> bool {
    match event {
        Event::Told(told) => matches!(**told, Told::HungUp(..) | Told::Transferred(_) | Told::NoReply(_) | Told::Marked(_)),
        Event::Begin(_)
        | Event::Finish(_)
        | Event::Say { .. }
        | Event::Spoken(_)
        | Event::Hangup(_)
        | Event::CallEnded
        | Event::Mood(_)
        | Event::Hold(_)
        | Event::Resume(_)
        | Event::Mute(_)
        | Event::Unmute(_)
        | Event::Noise { .. }
        | Event::Transfer(_) => true,
        // A call that rings or is picked up is another one.
        Event::Incoming | Event::Outgoing(_) | Event::Ring(_) | Event::Answer => false,
        Event::Choose { .. } | Event::Fill { .. } | Event::Submit { .. } | Event::Host { .. } | Event::Erased { .. } | Event::Advance => {
            false
        }
    }
}

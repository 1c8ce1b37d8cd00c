//! Turns with all that is known of them, and what a recording tells besides.

use super::error::{ErrorKind, EventError};
use super::event::{Event, Who};
use super::fill::Refused;
use super::observe::{EVERY, More, To, channel};
use super::occur::Occur;
use super::run::{Halt, Run};
use super::speech::bit;
use super::start::Line;
use super::told::{Marked, Told, Turn};
use smol_str::SmolStr;
use std::sync::Arc;

impl Run<'_> {
    /// A whole turn; one that began before now gives its words to the turn that is open since then, or is over with.
    pub(crate) fn spoken(&mut self, turn: &Turn) -> Result<(), Halt> {
        let now = self.st.core.now;
        let until = turn.until.or((!turn.words.is_empty()).then(|| turn.words.iter().map(|w| w.until).max().unwrap_or(now)));
        self.about.more =
            Some(Arc::new(More { until, words: turn.words.clone(), guessed: turn.guessed, cut_in: turn.cut_in, ..More::default() }));
        let Some(from) = turn.from.filter(|from| *from < now) else { return self.say(turn.who, &turn.text, turn.until) };
        let open = self.st.core.speaking & bit(turn.who) != 0;
        self.about.at = Some(from);
        self.words_said(turn.who, &turn.text, from, turn.until.or(Some(now)));
        if !open {
            self.note(usize::MAX, &Occur::Begin(turn.who));
            self.st.core.spoken.turn(turn.who, true, from, true);
        }
        self.words_known(turn.who);
        self.offer_all(&Occur::Says(turn.who, turn.text.clone()))?;
        self.about.at = turn.until.filter(|until| *until < now);
        match turn.until {
            Some(until) if until > now => self.ends_later(turn.who, until),
            None if open => {}
            _ => self.finish(turn.who)?,
        }
        self.about.at = None;
        Ok(())
    }

    /// What a recording or a telephone system tells.
    pub(crate) fn told(&mut self, event: &Event, told: &Told) -> Result<(), Refused> {
        self.known(told)?;
        let more = |more: More| Some(Arc::new(more));
        match told {
            Told::Incoming(called) => {
                self.called(called)?;
                self.take(&Event::Incoming)?;
            }
            Told::HungUp(who, reason) => {
                self.about.more = more(More { reason: Some(reason.clone()), ..More::default() });
                self.take(&Event::Hangup(*who))?;
            }
            Told::Transferred(done) => {
                self.offer_all(&Occur::Transferred(*done))?;
            }
            Told::NoReply(who) => {
                self.offer_all(&Occur::NoReply(*who))?;
            }
            Told::Gap(until, actors) => {
                let channels = actors.iter().fold(0, |all, who| all | channel(Some(*who)));
                let channels = if channels == 0 { EVERY } else { channels };
                self.offer_all(&Occur::Gap(*until, channels))?;
            }
            Told::Marked(marked) => {
                let whose = |who: Option<Who>| match who {
                    Some(Who::Customer) => 1,
                    Some(Who::Agent | Who::Role(_)) => 2,
                    Some(Who::Third | Who::System) | None => 0,
                };
                let what = match *marked {
                    Marked::Silence(who, ms) => Occur::Silence(whose(who), ms),
                    Marked::Stay(ms) => Occur::Stay(ms),
                    Marked::CallTime(ms) => Occur::CallTime(ms),
                    Marked::Reply(who, ms) => Occur::Reply(who, ms),
                    Marked::TalkOver(who, ms) => Occur::TalkOver(who, ms),
                    Marked::CutIn(who) => Occur::CutIn(who, 0),
                    Marked::Backchannel(who) => Occur::Backchannel(who),
                };
                // What flows wait for of it they are offered when it has been judged.
                self.about.more = more(More { marked: true, ..More::default() });
                self.note_to(To::Rules, usize::MAX, &what);
            }
            Told::ReadBack(form) => {
                self.offer_all(&Occur::ReadBack(*form))?;
            }
            Told::Enter(..) | Told::Leave(..) | Told::Do(..) | Told::HandOver(_) | Told::End(_) | Told::Close => {
                self.machine_told(event, told)?
            }
        }
        Ok(())
    }

    /// What a machine does can be told where no flow is played: by a recording, or by the session that plays it.
    fn machine_told(&mut self, event: &Event, told: &Told) -> Result<(), Refused> {
        if self.st.core.line == Line::Flow {
            self.unhandled(event);
            return Ok(());
        }
        let what = match told {
            Told::Enter(flow, step) => Occur::Enter(*flow, *step),
            Told::Leave(flow, step) => Occur::Leave(*flow, *step),
            Told::Do(action, args) => {
                let params = self.m.program.actions.get(*action as usize).map_or(&[][..], |a| &a.params);
                let (args, _) = self.args_of(params, args)?;
                Occur::Do(*action, args)
            }
            Told::HandOver(role) => Occur::HandOver(*role),
            Told::End(result) => Occur::End(Some(*result)),
            _ => Occur::Close,
        };
        match what {
            Occur::Enter(flow, step) => self.told_to_enter(flow, step),
            Occur::Leave(..) => self.told_to_move(),
            _ => {}
        }
        self.note(usize::MAX, &what);
        Ok(())
    }

    /// Refuses what the program does not have.
    fn known(&self, told: &Told) -> Result<(), EventError> {
        let p = &self.m.program;
        let ok = match told {
            Told::Enter(flow, step) | Told::Leave(flow, step) => {
                p.flows.get(*flow as usize).is_some_and(|f| f.steps.len() > *step as usize)
            }
            Told::Do(action, _) => p.actions.len() > *action as usize,
            Told::HandOver(role) => p.roles.len() > *role as usize,
            Told::End(result) => p.results.len() > *result as usize,
            Told::ReadBack(form) => p.forms.len() > *form as usize,
            Told::HungUp(who, _) | Told::NoReply(who) => self.who_known(*who),
            Told::Marked(marked) => marked.who().is_none_or(|who| self.who_known(who)),
            Told::Gap(_, actors) => actors.iter().all(|who| self.who_known(*who)),
            Told::Incoming(_) | Told::Transferred(_) | Told::Close => true,
        };
        if ok { Ok(()) } else { Err(EventError::new(ErrorKind::BadEvent, SmolStr::default())) }
    }

    fn who_known(&self, who: Who) -> bool {
        !matches!(who, Who::Role(r) if r as usize >= self.m.program.roles.len())
    }
}

//! What a wait does with what happens.

use super::told::of_the_line;
use super::whether::fits;
use super::{Call, Clock, Got, Out, Run, Wants};
use crate::naive::script::{ANSWERS, Block, Entry, On, Pat, What, Who};

/// Numbers of 当 begin here, those of 随时 stand below.
const HERE: usize = 1000;

impl<'a> Call<'a> {
    /// Offers an event to the wait, then to 当, then to 随时 from the innermost flow outwards, each in source order.
    pub(super) fn offered(&mut self, depth: usize, wants: Wants<'a>, clock: &mut Clock, told: &What) -> Run<Option<Got>> {
        if self.ended && of_the_line(told) {
            self.note("refused");
            return Ok(None);
        }
        match told {
            What::Ended => {
                self.ended = true;
                self.answered = None;
            }
            // The length of a call grows no more when the line is down.
            What::Hangup(_) => self.answered = None,
            // Another call.
            What::Ring(_) | What::Answer => self.ended = false,
            _ => {}
        }
        if let What::Mood(mood) = told {
            // The mood that already is comes to nothing.
            if std::mem::replace(&mut self.mood, *mood) == *mood {
                return Ok(None);
            }
        }
        self.sees(told.clone());
        match told {
            What::Answer => self.answered = Some(self.now),
            What::Advance => return Ok(None),
            _ => {}
        }
        if let Some((from, ms)) = clock.from.clone()
            && fits(&from, told)
        {
            clock.from = None;
            self.start(clock, ms);
        }
        if let Some(got) = self.wanted(depth, wants, told)? {
            return Ok(got);
        }
        let chosen = if let What::Choose(label) = told { Some(*label) } else { None };
        if !self.handled(depth, |on| fits(on, told), chosen)? {
            self.untaken(told)?;
        }
        Ok(None)
    }

    /// Offers something to 当, then to 随时 from the innermost flow outwards; whether one took it.
    pub(super) fn handled(&mut self, depth: usize, comes: impl Fn(&Pat) -> bool, chosen: Option<usize>) -> Run<bool> {
        let script = self.script;
        let frame = &self.frames[depth];
        let step = &script.flows[frame.flow].steps[frame.step];
        for (i, handler) in step.handlers.iter().enumerate() {
            if handler.on.iter().any(&comes) && !self.off.contains(&(depth, HERE + i)) {
                self.handler(depth, depth, HERE + i, &handler.body)?;
                return Ok(true);
            }
        }
        for at in self.callers() {
            for (i, anytime) in script.flows[self.frames[at].flow].anytimes.iter().enumerate() {
                let comes = match &anytime.on {
                    On::Option(label) => chosen == Some(*label),
                    On::Events(on) => on.iter().any(&comes),
                };
                if comes && !self.off.contains(&(at, i)) {
                    self.handler(depth, at, i, &anytime.body)?;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether the wait itself takes it. `Some(None)`: it was taken, and the wait goes on.
    fn wanted(&mut self, depth: usize, wants: Wants<'a>, told: &What) -> Run<Option<Option<Got>>> {
        let met = |got| Ok(Some(Some(got)));
        match (wants, told) {
            (_, What::Result(answer)) => {
                // An answer belongs to the action that was done, whatever runs meanwhile.
                if let Some(asked) = self.queries.iter().rposition(|(come, due)| !come && due.is_none_or(|due| self.now < due)) {
                    self.queries[asked].0 = true;
                    self.note(format!("记 果 {}", ANSWERS[*answer]));
                    return Ok(Some(None));
                }
            }
            (Wants::Events(on, arms), told) => {
                if on.iter().any(|p| fits(p, told)) {
                    return met(Got::Met);
                }
                if let Some(i) = arms.iter().position(|a| a.on.iter().any(|p| fits(p, told))) {
                    return met(Got::Arm(i));
                }
            }
            (Wants::Answer, What::Reply(Some(answer))) => {
                self.top().answer = Some(*answer);
                self.note(format!("记 答 {}", ANSWERS[*answer]));
                return met(Got::Met);
            }
            (Wants::Form, What::Enter(entry)) => {
                match entry {
                    Entry::Text => {
                        self.top().named = true;
                        self.note("记 单子.名称 某某");
                    }
                    Entry::Number => self.note("记 单子.件数 3"),
                    Entry::Misfit => self.note("refused"),
                }
                return Ok(Some(None));
            }
            (Wants::Form, What::Submit) => {
                if self.top().named {
                    return met(Got::Met);
                }
                self.note("refused");
                return Ok(Some(None));
            }
            (Wants::Options, What::Choose(label)) => {
                let frame = &self.frames[depth];
                let options = &self.script.flows[frame.flow].steps[frame.step].options;
                if let Some(choice) = options.iter().find(|o| o.label == *label) {
                    if choice.provided.as_ref().is_some_and(|c| !self.holds(depth, c)) {
                        self.note("refused");
                        return Ok(Some(None));
                    }
                    self.block(depth, &choice.body)?;
                    self.resume(depth);
                    return Ok(Some(None));
                }
            }
            _ => {}
        }
        Ok(None)
    }

    /// Runs the body of a handler of the flow at `at`; while it waits or calls, it is off.
    fn handler(&mut self, depth: usize, at: usize, i: usize, body: &'a Block) -> Run<()> {
        self.off.push((at, i));
        let done = self.block(at, body);
        self.off.pop();
        done?;
        self.resume(depth);
        Ok(())
    }

    pub(super) fn resume(&mut self, depth: usize) {
        let name = self.step_name(depth);
        self.note(format!("resume {name}"));
    }

    /// Nothing took it.
    fn untaken(&mut self, told: &What) -> Run<()> {
        let event = self.next.saturating_sub(1);
        self.left.insert(event, None);
        match told {
            What::Ended if self.is_case => {}
            What::Hangup(Who::Customer) => return Err(Out::End("客户中途挂机".to_owned())),
            What::Ended => return Err(Out::End("通话结束".to_owned())),
            What::Host(..) | What::Promise(..) | What::Hangup(_) if self.beside.listens(told) => {}
            What::Host(..) | What::Promise(..) | What::Result(_) | What::Hangup(_) => {
                self.left.insert(event, Some(self.log.len()));
                self.note("unhandled");
            }
            What::Choose(_) | What::Reply(_) | What::Enter(_) | What::Submit => self.note("refused"),
            What::Answer
            | What::Begin(_)
            | What::Finish(_)
            | What::Mood(_)
            | What::Ring(_)
            | What::Hold(_)
            | What::Resume(_)
            | What::Advance => {}
            What::Say(..)
            | What::Gap(_)
            | What::Entered(_)
            | What::Left(_)
            | What::Did(_)
            | What::HandedOver(_)
            | What::Erased(_)
            | What::Asked
            | What::Closed => {}
        }
        Ok(())
    }
}

//! What a wait does with what happens, and what falls due while it waits.

use super::*;

/// Numbers of 当 begin here, those of 随时 stand below.
const HERE: usize = 1000;

/// What falls due while a flow waits; of several at one instant the first is done first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// The time of the innermost wait runs out.
    Limit,
    /// So long a stay is passed.
    Stay(i64),
    /// So long a call is passed.
    CallTime(i64),
}

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
    fn handled(&mut self, depth: usize, comes: impl Fn(&Pat) -> bool, chosen: Option<usize>) -> Run<bool> {
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

    fn resume(&mut self, depth: usize) {
        let name = self.step_name(depth);
        self.note(format!("resume {name}"));
    }

    /// Nothing took it.
    fn untaken(&mut self, told: &What) -> Run<()> {
        match told {
            What::Hangup(Who::Customer) => return Err(Out::End("客户中途挂机".to_owned())),
            What::Ended => return Err(Out::End("通话结束".to_owned())),
            What::Host(..) | What::Result(_) | What::Hangup(_) => self.note("unhandled"),
            What::Choose(_) | What::Reply(_) | What::Enter(_) | What::Submit => self.note("refused"),
            What::Answer
            | What::Begin(_)
            | What::Finish(_)
            | What::Mood(_)
            | What::Ring(_)
            | What::Hold(_)
            | What::Resume(_)
            | What::Advance => {}
            What::Say(..) | What::Gap(_) | What::Entered(_) | What::Left(_) | What::Did(_) => {}
        }
        Ok(())
    }

    /// The first thing due: a limit before anything that happens at its instant, then the lengths passed.
    fn due(&self, clock: &Clock) -> Option<(i64, Due)> {
        let script = self.script;
        let mut all: Vec<(i64, Due)> = clock.due.map(|due| (due, Due::Limit)).into_iter().collect();
        let frame = &self.frames[self.frames.len() - 1];
        for handler in &script.flows[frame.flow].steps[frame.step].handlers {
            for on in &handler.on {
                if let (Pat::Stay(ms), false) = (on, matches!(on, Pat::Stay(ms) if frame.stayed.contains(ms))) {
                    all.push((frame.since + ms + 1, Due::Stay(*ms)));
                }
            }
        }
        for at in self.callers() {
            for anytime in &script.flows[self.frames[at].flow].anytimes {
                let On::Events(on) = &anytime.on else { continue };
                for on in on {
                    let (Pat::CallTime(ms), Some(since)) = (on, self.answered) else { continue };
                    // What has passed does not happen again.
                    let due = since + ms + 1;
                    if (due > self.now || due == self.now && self.by_due) && !self.long.contains(ms) {
                        all.push((due, Due::CallTime(*ms)));
                    }
                }
            }
        }
        all.into_iter().min()
    }

    pub(super) fn first_due(&self, clock: &Clock) -> Option<i64> {
        self.due(clock).map(|(at, _)| at)
    }

    /// Fires the first thing due; over where nothing is.
    pub(super) fn fire(&mut self, depth: usize, clock: &mut Clock) -> Run<Option<Got>> {
        let Some((at, due)) = self.due(clock) else { return Err(Out::Over) };
        if self.next >= self.events.len() && at > self.now {
            return Err(Out::Over);
        }
        self.now = self.now.max(at);
        self.by_due = true;
        let passed = match due {
            Due::Limit => return Ok(Some(Got::Late)),
            Due::Stay(ms) => {
                self.top().stayed.push(ms);
                Pat::Stay(ms)
            }
            Due::CallTime(ms) => {
                self.long.push(ms);
                Pat::CallTime(ms)
            }
        };
        self.handled(depth, |on| *on == passed, None)?;
        Ok(None)
    }

    pub(super) fn holds(&self, depth: usize, c: &Cond) -> bool {
        match c {
            Cond::Number(op, n) => {
                let v = self.frames[depth].number;
                match *op {
                    "==" => v == *n,
                    "!=" => v != *n,
                    ">=" => v >= *n,
                    _ => v < *n,
                }
            }
            Cond::Mood(leaf) => self.mood == *leaf,
            Cond::Given => self.given,
            Cond::Not(inner) => !self.holds(depth, inner),
            Cond::Both(a, b) => self.holds(depth, a) && self.holds(depth, b),
        }
    }
}

/// What can only happen while a call lasts.
pub(super) fn of_the_line(what: &What) -> bool {
    matches!(
        what,
        What::Begin(_) | What::Say(..) | What::Finish(_) | What::Hold(_) | What::Resume(_) | What::Mood(_) | What::Hangup(_) | What::Ended
    )
}

/// Whether an event is of a kind.
pub fn fits(on: &Pat, told: &What) -> bool {
    match (on, told) {
        (Pat::Host(event, key), What::Host(e, k)) => event == e && key.is_none_or(|key| key == *k),
        (Pat::Answer, What::Answer) | (Pat::Ended, What::Ended) => true,
        (Pat::Begin(a), What::Begin(b)) | (Pat::Finish(a), What::Finish(b)) => a == b,
        (Pat::Mood(a), What::Mood(b)) => a == b,
        (Pat::Hangup(who), What::Hangup(by)) => who.is_none_or(|who| who == *by),
        (Pat::Ring(a), What::Ring(b)) => a == b,
        (Pat::Enter(a), What::Entered(b)) | (Pat::Leave(a), What::Left(b)) => a == b,
        (Pat::Do, What::Did(_)) | (Pat::Hold, What::Hold(_)) | (Pat::Resume, What::Resume(_)) => true,
        _ => false,
    }
}

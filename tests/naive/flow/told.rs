//! What the host tells, one thing after the other, with what follows from it.

use super::case::Cases;
use super::{Call, Clock};
use crate::naive::script::{What, Who};

impl Call<'_> {
    /// The next thing that happens, unless something is due before it: then none.
    pub(super) fn tell(&mut self, clock: &Clock) -> Option<What> {
        if !self.turn.is_empty() {
            return Some(self.turn.remove(0));
        }
        let event = self.events.get(self.next)?;
        if self.first_due(clock).is_some_and(|due| due <= event.at) {
            return None;
        }
        self.next += 1;
        self.now = event.at;
        self.by_due = false;
        let all = self.stands_for(&event.what);
        self.turn = all;
        Some(self.turn.remove(0))
    }

    /// What is told, after the turns it closes.
    pub(super) fn stands_for(&mut self, what: &What) -> Vec<What> {
        if self.ended && of_the_line(what) {
            return vec![what.clone()];
        }
        let mut all = Vec::new();
        let mut close = |open: &mut [bool; 2], who: Who| {
            if std::mem::take(&mut open[usize::from(who == Who::Agent)]) {
                all.push(What::Finish(who));
            }
        };
        match what {
            What::Begin(who) => {
                close(&mut self.open, *who);
                self.open[usize::from(*who == Who::Agent)] = true;
            }
            What::Finish(who) => self.open[usize::from(*who == Who::Agent)] = false,
            // A turn begins, something is said, the turn ends.
            What::Say(who, _) => {
                close(&mut self.open, *who);
                all.extend([What::Begin(*who), what.clone(), What::Finish(*who)]);
                return all;
            }
            What::Hangup(_) | What::Ended => {
                close(&mut self.open, Who::Customer);
                close(&mut self.open, Who::Agent);
            }
            _ => {}
        }
        all.push(what.clone());
        all
    }

    /// The flow is over: nobody can be asked any more. What the line does is told until it has ended; then everything is refused.
    pub(super) fn finish(&mut self, result: &str, cases: &Cases) {
        self.note(format!("end {result}"));
        self.sees(What::Closed);
        for what in std::mem::take(&mut self.turn) {
            self.sees(what);
        }
        self.rests();
        let watched = !self.script.rules.is_empty() || self.script.limited();
        // Where something ought to be said, what is said last is still heard.
        let orders = self.script.orders();
        let mut ended = self.events[..self.next].iter().any(|e| e.what == What::Ended);
        for (n, event) in self.events.iter().enumerate().skip(self.next) {
            while let Some((at, which)) = self.beside.due(self.seen.len()).filter(|(at, _)| *at <= event.at) {
                self.now = self.now.max(at);
                self.beside.fire(self.now, which, &self.seen);
                self.hears();
            }
            self.now = event.at;
            // Where nothing watches the line, nothing else is left that could take anything.
            let line = matches!(event.what, What::Hangup(_) | What::Ended);
            let asks = matches!(event.what, What::Choose(_) | What::Reply(_) | What::Enter(_) | What::Submit);
            let words = orders && matches!(event.what, What::Begin(_) | What::Finish(_) | What::Say(..));
            let heard = watched || cases.open(n);
            let refused = ended && of_the_line(&event.what) || asks || !heard && !line && !words;
            if event.what == What::Advance {
                continue;
            }
            if refused {
                self.note("refused");
                continue;
            }
            if matches!(event.what, What::Host(..) | What::Promise(..) | What::Result(_))
                && !self.beside.listens(&event.what)
                && !cases.take(n)
            {
                self.note("unhandled");
            }
            for what in self.stands_for(&event.what) {
                self.sees(what);
            }
            self.rests();
            ended |= event.what == What::Ended;
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

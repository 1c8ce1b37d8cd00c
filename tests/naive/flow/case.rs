//! A 工单 goes its own way from when it is opened: it is played by itself, on what happens from then on.

use super::{Call, Out};
use crate::naive::beside::Beside;
use crate::naive::script::{Event, Script, Stream, What};

/// When a case was opened, and what happened from then on.
pub(super) struct Opened {
    at: i64,
    rest: Vec<Event>,
}

impl Call<'_> {
    /// 立单: the call goes on at once.
    pub(super) fn opens_case(&mut self) {
        self.note("立单");
        let at = self.now;
        let down = |e: &Event| matches!(e.what, What::Hangup(_) | What::Ended);
        // Of its call a case learns that it is over, once: whoever hangs up, and at once where that has been.
        let mut over = self.events[..self.next].iter().any(down);
        let mut rest: Vec<Event> = over.then_some(Event { at, what: What::Ended }).into_iter().collect();
        for event in &self.events[self.next..] {
            match event.what {
                What::Hangup(_) | What::Ended if over => {}
                What::Hangup(_) | What::Ended => {
                    over = true;
                    rest.push(Event { at: event.at, what: What::Ended });
                }
                _ => rest.push(event.clone()),
            }
        }
        self.cases.push(Opened { at, rest });
    }
}

/// Plays a case to its end, or as far as anything happens.
pub(super) fn play(script: &Script, stream: &Stream, opened: Opened) -> Vec<String> {
    let alone = Script { flows: script.case.iter().cloned().collect(), ..Script::default() };
    let mut case = Call::new(&alone, &opened.rest, opened.at, stream.given, Beside::new(&alone, stream, &[]));
    case.is_case = true;
    match case.flow(0, None) {
        Err(Out::Over) => {}
        Err(Out::End(name)) => case.note(format!("end {name}")),
        _ => case.note("end -"),
    }
    case.log.retain(|line| !of_all(line));
    case.log
}

/// Whether an event is left lying, or refused, depends on the call and all its cases: that is not told apart here.
pub fn of_all(line: &str) -> bool {
    line.ends_with(" unhandled") || line.ends_with(" refused")
}

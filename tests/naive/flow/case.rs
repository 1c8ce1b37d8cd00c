//! A 工单 goes its own way from when it is opened: it is played by itself, on what happens from then on.

use super::{Call, Out};
use crate::naive::beside::Beside;
use crate::naive::script::{Event, Script, Stream, What};
use std::collections::BTreeSet;

/// When a case was opened, and what happened from then on.
pub(super) struct Opened {
    at: i64,
    rest: Vec<Event>,
    /// Which of the events of the stream each of these is; none for one that the host did not tell again.
    which: Vec<Option<usize>>,
}

/// A case that was played.
pub(super) struct Played {
    log: Vec<String>,
    /// Events of the stream that it took.
    took: BTreeSet<usize>,
    /// It was over before this event.
    over: usize,
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
        let mut which = vec![None; rest.len()];
        for (n, event) in self.events.iter().enumerate().skip(self.next) {
            match event.what {
                What::Hangup(_) | What::Ended if over => continue,
                What::Hangup(_) | What::Ended => {
                    over = true;
                    rest.push(Event { at: event.at, what: What::Ended });
                }
                _ => rest.push(event.clone()),
            }
            which.push(Some(n));
        }
        self.cases.push(Opened { at, rest, which });
    }
}

/// Plays a case to its end, or as far as anything happens.
fn play(script: &Script, stream: &Stream, opened: &Opened) -> Played {
    let alone = Script { flows: script.case.iter().cloned().collect(), ..Script::default() };
    let mut case = Call::new(&alone, &opened.rest, opened.at, stream.given, Beside::new(&alone, stream, &[]));
    case.is_case = true;
    match case.flow(0, None) {
        Err(Out::Over) => {}
        Err(Out::End(name)) => case.note(format!("end {name}")),
        _ => case.note("end -"),
    }
    // Whether an event is left lying depends on the call and all its cases: that is told of the call.
    case.log.retain(|line| !line.ends_with(" unhandled") && !line.ends_with(" refused"));
    let (told, ahead) = opened.which.split_at(case.next);
    let taken = |n: &usize| !case.left.contains_key(n) && opened.rest[*n].what != What::Ended;
    let took = told.iter().enumerate().filter(|(n, _)| taken(n)).filter_map(|(_, which)| *which).collect();
    Played { log: case.log, took, over: ahead.iter().flatten().next().copied().unwrap_or(usize::MAX) }
}

/// All that a call opened, beside which the call goes on.
#[derive(Default)]
pub(super) struct Cases(Vec<Played>);

impl Cases {
    pub(super) fn play(script: &Script, stream: &Stream, opened: &[Opened]) -> Self {
        Self(opened.iter().map(|case| play(script, stream, case)).collect())
    }

    /// Whether one takes this event of the stream.
    pub(super) fn take(&self, event: usize) -> bool {
        self.0.iter().any(|case| case.took.contains(&event))
    }

    /// Whether one is still open when this event comes.
    pub(super) fn open(&self, event: usize) -> bool {
        self.0.iter().any(|case| event < case.over)
    }

    /// What is to be seen of them, behind what is seen of their call.
    pub(super) fn log(self) -> impl Iterator<Item = String> {
        self.0.into_iter().enumerate().flat_map(|(n, case)| case.log.into_iter().map(move |line| format!("单{} {line}", n + 1)))
    }
}

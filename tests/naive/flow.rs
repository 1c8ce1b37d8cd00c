//! Plays a call as the reference tells it: a step is a function that runs its statements, a wait is a function that takes events until one
//! of them ends it, a call of a flow is a call. What the machine keeps in tables and a stack of its own is here the stack of the language.

mod case;
mod due;
mod offer;
mod told;
mod wait;
mod walk;
mod whether;

pub use whether::fits;

use super::beside::{Act, Beside};
use super::ledger::{Done, Late, Of};
use super::script::{Event, Handler, Pat, Script, Stmt, Stream, What};
use super::stream::START;
use case::Cases;
use std::collections::BTreeMap;

/// How control leaves a block; numbers are places on the stack of flows.
enum Out {
    Goto(usize, String),
    Chain(usize, usize),
    Return(usize, Option<usize>),
    End(String),
    /// Nothing more happens.
    Over,
}

type Run<T> = Result<T, Out>;

/// Why a wait is over.
enum Got {
    /// One of the events on its line came, or what it asked for.
    Met,
    /// The time ran out.
    Late,
    /// This arm is taken.
    Arm(usize),
}

/// What the innermost wait takes.
#[derive(Clone, Copy)]
enum Wants<'a> {
    Events(&'a [Pat], &'a [Handler]),
    Answer,
    Form,
    Result,
    /// The options of the step that stands.
    Options,
}

/// When the innermost wait is over.
struct Clock {
    due: Option<i64>,
    /// It does not run before this has come.
    from: Option<(Pat, i64)>,
}

/// One invocation of a flow.
struct Frame {
    flow: usize,
    step: usize,
    /// The invocation whose words called it; below a handler others wait in between.
    caller: Option<usize>,
    number: i64,
    answer: Option<usize>,
    /// When the step was entered, and which lengths of stay have come.
    since: i64,
    stayed: Vec<i64>,
    /// The form: its text is there.
    named: bool,
}

/// Something that rules see.
#[derive(Debug, Clone)]
pub struct Seen {
    pub at: i64,
    pub what: What,
    /// How many were seen before it.
    pub n: usize,
}

/// Plays a stream and gives what is to be seen of it, a line each, and what rules see.
pub fn play(script: &Script, stream: &Stream, acts: &[Act]) -> (Vec<String>, Vec<Seen>) {
    let mut call = Call::new(script, &stream.events, START, stream.given, Beside::new(script, stream, acts));
    let result = match call.flow(0, None) {
        Err(Out::Over) => None,
        Err(Out::End(name)) => Some(name),
        _ => Some("-".to_owned()),
    };
    // What the call leaves lying a case may take, though it is played afterwards.
    let cases = Cases::play(script, stream, &call.cases);
    call.given_up(&cases);
    if let Some(name) = result {
        call.finish(&name, &cases);
    }
    let (mut log, seen) = (call.log, call.seen);
    log.extend(cases.log());
    (log, seen)
}

struct Call<'a> {
    script: &'a Script,
    events: &'a [Event],
    next: usize,
    given: bool,
    now: i64,
    log: Vec<String>,
    frames: Vec<Frame>,
    /// Handlers whose own body runs: the frame and which of its flow's or step's.
    off: Vec<(usize, usize)>,
    /// Actions whose answer is awaited, the innermost last; whether it has come, and when it is late.
    queries: Vec<(bool, Option<i64>)>,
    mood: usize,
    open: [bool; 2],
    /// Events that one thing told stands for, not yet offered.
    turn: Vec<What>,
    /// 通话结束 has come.
    ended: bool,
    /// When the call was answered.
    answered: Option<i64>,
    /// Lengths of the call that have come.
    long: Vec<i64>,
    /// What rules see.
    seen: Vec<Seen>,
    /// What runs was set going by something due, not by an event.
    by_due: bool,
    /// Limits, and what rules have done.
    beside: Beside<'a>,
    /// What they have not taken yet, for the machine had it first.
    fresh: Vec<What>,
    /// Ladders that the flow asks for.
    asked: Vec<usize>,
    /// What 期限 in flows are to do.
    late: Vec<(Late, Of)>,
    /// What was opened beside it.
    cases: Vec<case::Opened>,
    /// Events that it left lying, and where in the log that is told of a call.
    left: BTreeMap<usize, Option<usize>>,
    /// It is a case itself: the end of the call is not its end.
    is_case: bool,
}

impl<'a> Call<'a> {
    fn new(script: &'a Script, events: &'a [Event], now: i64, given: bool, beside: Beside<'a>) -> Self {
        Self {
            script,
            events,
            next: 0,
            given,
            now,
            log: Vec::new(),
            frames: Vec::new(),
            off: Vec::new(),
            queries: Vec::new(),
            mood: 0,
            open: [false; 2],
            turn: Vec::new(),
            ended: false,
            answered: None,
            long: Vec::new(),
            seen: Vec::new(),
            by_due: false,
            beside,
            fresh: Vec::new(),
            asked: Vec::new(),
            late: Vec::new(),
            cases: Vec::new(),
            left: BTreeMap::new(),
            is_case: false,
        }
    }

    fn sees(&mut self, what: What) {
        self.fresh.push(what.clone());
        self.seen.push(Seen { at: self.now, what, n: self.seen.len() });
    }

    /// The machine has come to rest: limits take what happened.
    fn rests(&mut self) {
        self.beside.in_flows(self.frames.iter().map(|f| f.flow).collect());
        let (fresh, asked) = (std::mem::take(&mut self.fresh), std::mem::take(&mut self.asked));
        self.beside.takes(self.now, fresh, asked);
        self.hears();
        while let Some(which) = self.beside.at_once(self.now, self.seen.len()) {
            self.beside.fire(self.now, which, &self.seen);
            self.hears();
        }
    }

    /// What limits did.
    fn hears(&mut self) {
        for done in self.beside.done() {
            match done {
                Done::Line(line) => self.note(line),
                Done::Seen(what) => self.seen.push(Seen { at: self.now, what, n: self.seen.len() }),
                Done::Body(late, of) => self.late.push((late, of)),
            }
        }
    }

    /// Does what a 期限 in a flow does.
    fn runs_late(&mut self, depth: usize) -> Run<()> {
        for (late, of) in std::mem::take(&mut self.late) {
            let at = of.2.expect("it lives with an invocation");
            for stmt in self.beside.ledger().body_of(late, of) {
                match stmt {
                    Stmt::Anew(limit, most) => {
                        if self.beside.ledger().anew(of, *limit, *most) {
                            break;
                        }
                    }
                    Stmt::Stay => {
                        self.beside.ledger().settle(of);
                        break;
                    }
                    other => self.stmt(at, other)?,
                }
            }
            self.hears();
            self.resume(depth);
        }
        Ok(())
    }

    /// What the call left lying and a case took was taken.
    fn given_up(&mut self, cases: &Cases) {
        for line in self.left.iter().rev().filter(|(event, _)| cases.take(**event)).filter_map(|(_, line)| *line) {
            self.log.remove(line);
        }
    }

    fn note(&mut self, what: impl std::fmt::Display) {
        self.log.push(format!("{} {what}", self.now - START));
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a flow runs")
    }

    /// The invocation that waits, the one that called it, and so on.
    fn callers(&self) -> Vec<usize> {
        std::iter::successors(self.frames.len().checked_sub(1), |at| self.frames[*at].caller).collect()
    }

    fn step_name(&self, depth: usize) -> String {
        let frame = &self.frames[depth];
        self.script.flows[frame.flow].steps[frame.step].name.clone()
    }
}

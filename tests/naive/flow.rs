//! Plays a call as the reference tells it: a step is a function that runs its statements, a wait is a function that takes events until one
//! of them ends it, a call of a flow is a call. What the machine keeps in tables and a stack of its own is here the stack of the language.

use super::script::{ANSWERS, Block, Cond, Entry, Event, Handler, KEYS, OPTIONS, On, Pat, Script, Stmt, Stream, Sum, Wait, What, Who};
use super::stream::START;
use super::write::{line, result};

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
}

/// Plays a stream and gives what is to be seen of it, a line each, and what rules see.
pub fn play(script: &Script, stream: &Stream) -> (Vec<String>, Vec<Seen>) {
    let mut call = Call {
        script,
        events: &stream.events,
        next: 0,
        given: stream.given,
        now: START,
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
    };
    match call.flow(0, None) {
        Err(Out::Over) => {}
        Err(Out::End(name)) => call.finish(&name),
        _ => call.finish("-"),
    }
    (call.log, call.seen)
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
}

impl<'a> Call<'a> {
    fn sees(&mut self, what: What) {
        self.seen.push(Seen { at: self.now, what });
    }

    fn note(&mut self, what: impl std::fmt::Display) {
        self.log.push(format!("{} {what}", self.now - START));
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a flow runs")
    }

    /// The flow is over: nobody can be asked any more. What the line does is told until it has ended; then everything is refused.
    fn finish(&mut self, result: &str) {
        self.note(format!("end {result}"));
        for what in std::mem::take(&mut self.turn) {
            self.sees(what);
        }
        let mut ended = self.events[..self.next].iter().any(|e| e.what == What::Ended);
        for event in &self.events[self.next..] {
            self.now = event.at;
            // Where nothing watches the line, nothing else is left that could take anything.
            let line = matches!(event.what, What::Hangup(_) | What::Ended);
            let asks = matches!(event.what, What::Choose(_) | What::Reply(_) | What::Enter(_) | What::Submit);
            let refused = ended && offer::of_the_line(&event.what) || asks || self.script.rules.is_empty() && !line;
            if event.what == What::Advance {
                continue;
            }
            if refused {
                self.note("refused");
                continue;
            }
            if matches!(event.what, What::Host(..) | What::Result(_)) {
                self.note("unhandled");
            }
            for what in self.stands_for(&event.what) {
                self.sees(what);
            }
            ended |= event.what == What::Ended;
        }
    }

    /// Runs a flow from its first step; what it gives back.
    fn flow(&mut self, flow: usize, caller: Option<usize>) -> Run<Option<usize>> {
        let depth = self.frames.len();
        let (since, stayed) = (self.now, Vec::new());
        self.frames.push(Frame { flow, caller, step: 0, number: 0, answer: None, since, stayed, named: false });
        loop {
            let name = self.step_name(depth);
            self.note(format!("enter {name}"));
            self.sees(What::Entered(name.clone()));
            let now = self.now;
            self.frames[depth].since = now;
            self.frames[depth].stayed.clear();
            let Err(out) = self.step(depth) else { unreachable!("a step is left by a statement") };
            if matches!(out, Out::Over) {
                return Err(out);
            }
            self.note(format!("leave {name}"));
            self.sees(What::Left(name.clone()));
            match out {
                Out::Goto(at, to) if at == depth => {
                    let flow = &self.script.flows[self.frames[depth].flow];
                    self.frames[depth].step = flow.steps.iter().position(|s| s.name == to).expect("a step of this flow");
                }
                Out::Chain(at, to) if at == depth => {
                    let (since, stayed) = (self.now, Vec::new());
                    self.frames[depth] = Frame { flow: to, caller, step: 0, number: 0, answer: None, since, stayed, named: false };
                }
                Out::Return(at, value) if at == depth => {
                    self.frames.pop();
                    return Ok(value);
                }
                out => {
                    self.frames.pop();
                    return Err(out);
                }
            }
        }
    }

    /// The invocation that waits, the one that called it, and so on.
    fn callers(&self) -> Vec<usize> {
        std::iter::successors(self.frames.len().checked_sub(1), |at| self.frames[*at].caller).collect()
    }

    fn step_name(&self, depth: usize) -> String {
        let frame = &self.frames[depth];
        self.script.flows[frame.flow].steps[frame.step].name.clone()
    }

    fn step(&mut self, depth: usize) -> Run<()> {
        let script = self.script;
        let step = &script.flows[self.frames[depth].flow].steps[self.frames[depth].step];
        self.block(depth, &step.body)?;
        self.offer(depth);
        let mut clock = Clock { due: None, from: None };
        self.wait(depth, Wants::Options, &mut clock)?;
        unreachable!("nothing but a statement ends the wait for an answer")
    }

    /// Tells what may be chosen.
    fn offer(&mut self, depth: usize) {
        let script = self.script;
        let step = &script.flows[self.frames[depth].flow].steps[self.frames[depth].step];
        let mut all: Vec<String> = Vec::new();
        for choice in &step.options {
            let open = choice.provided.as_ref().is_none_or(|c| self.holds(depth, c));
            all.push(format!("{}{}", if open { "" } else { "!" }, OPTIONS[choice.label]));
        }
        for (_, _, label) in self.anytime_options() {
            if !step.options.iter().any(|o| o.label == label) && !all.iter().any(|a| a == OPTIONS[label]) {
                all.push(OPTIONS[label].to_owned());
            }
        }
        if !all.is_empty() {
            self.note(format!("options {}", all.join(" ")));
        }
    }

    /// The options of 随时, innermost flow first: frame, handler, label.
    fn anytime_options(&self) -> Vec<(usize, usize, usize)> {
        let mut all = Vec::new();
        for at in self.callers() {
            for (i, anytime) in self.script.flows[self.frames[at].flow].anytimes.iter().enumerate() {
                if let (On::Option(label), false) = (&anytime.on, self.off.contains(&(at, i))) {
                    all.push((at, i, *label));
                }
            }
        }
        all
    }

    fn block(&mut self, depth: usize, body: &'a Block) -> Run<()> {
        for stmt in body {
            self.stmt(depth, stmt)?;
        }
        Ok(())
    }

    fn stmt(&mut self, depth: usize, stmt: &'a Stmt) -> Run<()> {
        match stmt {
            Stmt::Say(level, n) => self.note(format!("{level} {}", line(*n))),
            Stmt::Tip(n) => self.note(format!("提示 {}", line(*n))),
            Stmt::Set(sum) => {
                let value = match sum {
                    Sum::Is(n) => *n,
                    Sum::Plus(n) => self.frames[depth].number + n,
                };
                self.frames[depth].number = value;
                self.note(format!("记 数 {value}"));
            }
            Stmt::If(arms, rest) => {
                let taken = arms.iter().find(|(c, _)| self.holds(depth, c)).map(|(_, body)| body).or(rest.as_ref());
                if let Some(body) = taken {
                    self.block(depth, body)?;
                }
            }
            Stmt::Match(first, second) => match self.frames[depth].answer {
                Some(0) => self.block(depth, first)?,
                Some(_) => self.block(depth, second)?,
                None => self.note("no_row"),
            },
            Stmt::Wait(wait) => self.waits(depth, wait)?,
            Stmt::Ask(n) => {
                self.note(format!("问 {}", line(*n)));
                let mut clock = Clock { due: None, from: None };
                self.wait(depth, Wants::Answer, &mut clock)?;
            }
            Stmt::Fill => {
                self.note("登记");
                let mut clock = Clock { due: None, from: None };
                self.wait(depth, Wants::Form, &mut clock)?;
            }
            Stmt::Do(key) => {
                self.note(format!("做 办 {}", KEYS[*key]));
                self.sees(What::Did(*key));
            }
            Stmt::Query(limit) => {
                self.note("做 查");
                self.limited(depth, Wants::Result, limit.as_ref().map(|(ms, body)| (*ms, None, body)))?;
            }
            Stmt::Call(flow, kept) => {
                let value = self.flow(*flow, Some(depth))?;
                if let (true, Some(value)) = (*kept, value) {
                    self.frames[depth].answer = Some(value);
                    self.note(format!("记 答 {}", ANSWERS[value]));
                }
            }
            Stmt::GoBack(flow) => {
                self.flow(*flow, Some(depth))?;
            }
            Stmt::Goto(step) => return Err(Out::Goto(depth, step.clone())),
            Stmt::Chain(flow) => return Err(Out::Chain(depth, *flow)),
            Stmt::Return(value) => return Err(Out::Return(depth, *value)),
            Stmt::End(n) => return Err(Out::End(result(*n))),
            Stmt::Again(_) | Stmt::GoOn | Stmt::Stay => unreachable!("only inside 超时, which reads them itself"),
        }
        Ok(())
    }

    fn waits(&mut self, depth: usize, wait: &'a Wait) -> Run<()> {
        let limit = wait.limit.as_ref().map(|l| (l.ms, l.from.clone(), &l.timeout));
        let got = self.limited(depth, Wants::Events(&wait.on, &wait.arms), limit)?;
        if let Got::Arm(i) = got {
            self.block(depth, &wait.arms[i].body)?;
        }
        Ok(())
    }

    /// A wait with its 限时 and 超时.
    fn limited(&mut self, depth: usize, wants: Wants<'a>, limit: Option<(i64, Option<Pat>, &'a Block)>) -> Run<Got> {
        let Some((ms, from, timeout)) = limit else {
            let mut clock = Clock { due: None, from: None };
            return self.wait(depth, wants, &mut clock);
        };
        let mut again = 0;
        'anew: loop {
            let mut clock = Clock { due: None, from: from.clone().map(|f| (f, ms)) };
            if from.is_none() {
                self.start(&mut clock, ms);
            }
            match self.wait(depth, wants, &mut clock)? {
                Got::Late => self.note("timeout"),
                got => return Ok(got),
            }
            for stmt in timeout {
                match stmt {
                    Stmt::Again(None) => continue 'anew,
                    Stmt::Again(Some(most)) if again < *most => {
                        again += 1;
                        continue 'anew;
                    }
                    Stmt::Again(Some(_)) => {}
                    Stmt::GoOn => return Ok(Got::Met),
                    Stmt::Stay => {
                        self.note("limit_broken");
                        let mut clock = Clock { due: None, from: None };
                        return self.wait(depth, wants, &mut clock);
                    }
                    other => self.stmt(depth, other)?,
                }
            }
            // The last statement was another wait with a limit of its own, and it was met.
            return Ok(Got::Met);
        }
    }

    fn start(&mut self, clock: &mut Clock, ms: i64) {
        let due = self.now + ms + 1;
        clock.due = Some(due);
        self.note(format!("timer {}", due - START));
    }

    /// Takes what happens until the wait is over. `depth` is the flow that waits.
    fn wait(&mut self, depth: usize, wants: Wants<'a>, clock: &mut Clock) -> Run<Got> {
        let asked = self.queries.len();
        if matches!(wants, Wants::Result) {
            self.queries.push((false, clock.due));
        }
        let got = self.until(depth, wants, clock, asked);
        self.queries.truncate(asked);
        got
    }

    fn until(&mut self, depth: usize, wants: Wants<'a>, clock: &mut Clock, asked: usize) -> Run<Got> {
        loop {
            if self.queries.get(asked).is_some_and(|(come, _)| *come) {
                return Ok(Got::Met);
            }
            let Some(told) = self.tell(clock) else {
                match self.fire(depth, clock)? {
                    Some(got) => return Ok(got),
                    None => continue,
                }
            };
            if let Some(got) = self.offered(depth, wants, clock, &told)? {
                return Ok(got);
            }
        }
    }

    /// The next thing that happens, unless something is due before it: then none.
    fn tell(&mut self, clock: &Clock) -> Option<What> {
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
    fn stands_for(&mut self, what: &What) -> Vec<What> {
        if self.ended && offer::of_the_line(what) {
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
}

mod offer;
pub use offer::fits;

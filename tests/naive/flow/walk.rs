//! A flow is run step after step, a step statement after statement.

use super::{Call, Clock, Frame, Out, Run, Wants};
use crate::naive::script::{ANSWERS, Block, KEYS, OPTIONS, On, Stmt, Sum, What};
use crate::naive::write::{line, result};

impl<'a> Call<'a> {
    /// Runs a flow from its first step; what it gives back.
    pub(super) fn flow(&mut self, flow: usize, caller: Option<usize>) -> Run<Option<usize>> {
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
                    self.beside.left(depth);
                    let (since, stayed) = (self.now, Vec::new());
                    self.frames[depth] = Frame { flow: to, caller, step: 0, number: 0, answer: None, since, stayed, named: false };
                }
                Out::Return(at, value) if at == depth => {
                    self.beside.left(depth);
                    self.frames.pop();
                    return Ok(value);
                }
                out => {
                    self.beside.left(depth);
                    self.frames.pop();
                    return Err(out);
                }
            }
        }
    }

    pub(super) fn step(&mut self, depth: usize) -> Run<()> {
        let script = self.script;
        let step = &script.flows[self.frames[depth].flow].steps[self.frames[depth].step];
        self.block(depth, &step.body)?;
        self.offer(depth);
        let mut clock = Clock { due: None, from: None };
        self.wait(depth, Wants::Options, &mut clock)?;
        unreachable!("nothing but a statement ends the wait for an answer")
    }

    /// Tells what may be chosen.
    pub(super) fn offer(&mut self, depth: usize) {
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
    pub(super) fn anytime_options(&self) -> Vec<(usize, usize, usize)> {
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

    pub(super) fn block(&mut self, depth: usize, body: &'a Block) -> Run<()> {
        for stmt in body {
            self.stmt(depth, stmt)?;
        }
        Ok(())
    }

    pub(super) fn stmt(&mut self, depth: usize, stmt: &'a Stmt) -> Run<()> {
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
                self.sees(What::Asked);
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
            Stmt::OpenCase => self.opens_case(),
            Stmt::Climb(ladder) => self.asked.push(*ladder),
            Stmt::DoOfKey | Stmt::Anew(..) => unreachable!("only in what a limit does"),
            Stmt::Again(_) | Stmt::GoOn | Stmt::Stay => unreachable!("only inside 超时, which reads them itself"),
        }
        Ok(())
    }
}

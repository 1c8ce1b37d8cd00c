//! Draws flows that mostly check without an error: every way leaves its step, names are known before they are read, no call goes in a circle.

mod case;
mod limits;
mod rules;

pub use limits::marks;

use super::dice::Dice;
use super::script::limits::{Deadline, Limits};
use super::script::{Anytime, Block, Choice, Cond, Flow, Handler, Limit, On, Pat, Script, Step, Stmt, Sum, Wait, Who};
use std::collections::BTreeSet;

const STEPS: [&str; 4] = ["东", "南", "西", "北"];
/// Lengths, few, so that limits fall due together.
const LENGTHS: [i64; 5] = [1000, 2000, 3000, 5000, 1500];

/// A script of a call, or of the house.
pub fn script(dice: &mut Dice) -> Script {
    if dice.chance(25) {
        return house(dice);
    }
    let count = dice.between(1, 3);
    let shapes: Vec<(bool, usize)> = (0..count).map(|i| (i > 0 && dice.chance(50), dice.between(1, 3))).collect();
    let flows: Vec<Flow> = (0..count).map(|i| Drawn { dice, shapes: &shapes, flow: i, step: 0, lines: i * 40 }.flow()).collect();
    let rules = if dice.chance(60) { rules::rules(dice, &flows, false) } else { Vec::new() };
    let limits = if dice.chance(30) { limits::of_call(dice) } else { Limits::default() };
    let alone = rules.is_empty() && !limits.any() && flows.iter().all(|f| f.deadlines.is_empty());
    let mut flows = flows;
    let case = (alone && dice.chance(50)).then(|| case::case(dice, &mut flows));
    let score = (!rules.is_empty() && dice.chance(40)).then(|| rules::score(dice));
    Script { flows, case, rules, limits, score, house: false }
}

/// Limits of days, and rules beside them.
fn house(dice: &mut Dice) -> Script {
    let limits = limits::of_house(dice);
    let rules = if dice.chance(70) { rules::rules(dice, &[], true) } else { Vec::new() };
    Script { flows: Vec::new(), case: None, rules, limits, score: None, house: true }
}

/// Where a block stands: that decides what may end it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// What a step runs at once: it goes forward only.
    Body,
    /// What follows a choice or an event.
    Answer,
    /// The same, in an 随时.
    Anytime,
}

struct Drawn<'a> {
    dice: &'a mut Dice,
    /// Of every flow: whether it gives an answer, how many steps it has.
    shapes: &'a [(bool, usize)],
    flow: usize,
    step: usize,
    /// Lines written so far: every line has words of its own.
    lines: usize,
}

impl Drawn<'_> {
    fn flow(&mut self) -> Flow {
        let (gives, count) = self.shapes[self.flow];
        let name = ["主", "副", "末"][self.flow].to_owned();
        let mut anytimes: Vec<Anytime> = Vec::new();
        for _ in 0..self.dice.below(3) {
            let on = if self.dice.chance(40) {
                let label = self.dice.below(4);
                if anytimes.iter().any(|a| matches!(a.on, On::Option(l) if l == label)) {
                    continue;
                }
                On::Option(label)
            } else {
                On::Events(self.pats(true))
            };
            let body = self.block(Place::Anytime, 0);
            anytimes.push(Anytime { on, body });
        }
        let mut steps: Vec<Step> = (0..count).map(|i| self.one_step(i)).collect();
        let deadlines = self.dice.chance(20).then(|| {
            let to = self.dice.below(count);
            let back = Stmt::Goto(self.step_name(to));
            limits::in_flow(self.dice, back, 700 + self.flow * 50)
        });
        let deadlines: Vec<Deadline> = deadlines.into_iter().collect();
        prune(&mut steps, &anytimes, &deadlines);
        Flow { name, gives, deadlines, anytimes, steps }
    }

    fn one_step(&mut self, i: usize) -> Step {
        self.step = i;
        let mut body = self.block(Place::Body, 0);
        if i == 0 {
            body.insert(0, Stmt::Set(Sum::Is(0)));
        }
        let mut step = Step { name: self.step_name(i), body, ..Step::default() };
        if leaves(&step.body) {
            return step;
        }
        let (options, handlers) = match self.dice.below(10) {
            0 | 1 => (0, 0),
            2 => (0, 1),
            _ => (self.dice.between(2, 3), self.dice.below(3)),
        };
        let mut labels = vec![0, 1, 2, 3];
        for _ in 0..options {
            let label = labels.remove(self.dice.below(labels.len()));
            let provided = self.dice.chance(20).then(|| self.cond(0));
            let body = self.block(Place::Answer, 0);
            step.options.push(Choice { label, provided, body });
        }
        for _ in 0..handlers {
            let on = if self.dice.chance(20) { vec![Pat::Stay(self.length())] } else { self.pats(false) };
            let body = self.block(Place::Answer, 0);
            step.handlers.push(Handler { on, body });
        }
        if options + handlers == 0 {
            let end = self.leave(Place::Body);
            step.body.push(end);
        }
        step
    }

    /// A few statements and, by chance, a way out.
    fn block(&mut self, place: Place, depth: usize) -> Block {
        let mut body = Block::new();
        for _ in 0..self.dice.below(if depth == 0 { 4 } else { 2 }) {
            self.statement(place, depth, &mut body);
            if leaves(&body) {
                return body;
            }
        }
        let out = match place {
            Place::Body => 15,
            Place::Answer | Place::Anytime => 55,
        };
        if self.dice.chance(out) {
            let end = if place != Place::Body && depth == 0 && self.flow + 1 < self.shapes.len() && self.dice.chance(30) {
                Stmt::GoBack(self.later())
            } else {
                self.leave(place)
            };
            body.push(end);
        } else if body.is_empty() {
            body.push(self.tip());
        }
        body
    }

    fn statement(&mut self, place: Place, depth: usize, body: &mut Block) {
        let quiet = place == Place::Anytime;
        match self.dice.below(if quiet { 3 } else { 20 }) {
            0 => body.push(self.tip()),
            1 => body.push(Stmt::Do(self.dice.below(2))),
            2 | 3 => {
                self.lines += 1;
                body.push(Stmt::Say(["说", "应说", "必说"][self.dice.below(3)], self.lines));
            }
            4 | 5 => body.push(Stmt::Set(if self.dice.chance(70) { Sum::Plus(1) } else { Sum::Is(self.dice.below(3) as i64) })),
            6 | 7 if depth < 2 => {
                let arms = (0..self.dice.between(1, 2)).map(|_| (self.cond(0), self.block(place, depth + 1))).collect();
                let rest = self.dice.chance(50).then(|| self.block(place, depth + 1));
                body.push(Stmt::If(arms, rest));
            }
            8 | 9 => {
                self.lines += 1;
                body.push(Stmt::Ask(self.lines));
                if depth < 2 {
                    body.push(Stmt::Match(self.block(place, depth + 1), self.block(place, depth + 1)));
                }
            }
            10 => body.push(Stmt::Fill),
            11 | 12 => {
                let limit = self.dice.chance(80).then(|| (self.length(), self.timeout(place, false)));
                body.push(Stmt::Query(limit));
            }
            13 | 14 if self.flow + 1 < self.shapes.len() => {
                let of = self.later();
                let kept = self.shapes[of].0;
                body.push(Stmt::Call(of, kept));
                if kept && depth < 2 && self.dice.chance(50) {
                    body.push(Stmt::Match(self.block(place, depth + 1), self.block(place, depth + 1)));
                }
            }
            _ => body.push(Stmt::Wait(self.wait(place, depth))),
        }
    }

    fn wait(&mut self, place: Place, depth: usize) -> Wait {
        let arms = if self.dice.chance(35) { self.dice.between(1, 2) } else { 0 };
        let on = if arms == 0 || self.dice.chance(15) { self.pats(false) } else { Vec::new() };
        let arms = (0..arms).map(|_| Handler { on: self.pats(false), body: self.block(after(place), depth + 1) }).collect();
        let limit = self.dice.chance(75).then(|| Limit {
            ms: self.length(),
            from: self.dice.chance(20).then(|| self.pat(false)),
            timeout: self.timeout(place, depth < 2),
        });
        Wait { on, arms, limit }
    }

    /// What follows a time-out; it ends in one of the ways out.
    fn timeout(&mut self, place: Place, nested: bool) -> Block {
        let mut body = Block::new();
        if self.dice.chance(50) {
            body.push(self.tip());
        }
        if self.dice.chance(20) {
            body.push(Stmt::Do(self.dice.below(2)));
        }
        if self.dice.chance(30) {
            body.push(Stmt::Again(Some(self.dice.between(1, 2) as u32)));
        }
        let end = match self.dice.below(10) {
            0 | 1 => Stmt::GoOn,
            2 | 3 => Stmt::Stay,
            4 if nested => {
                let limit = Some(Limit { ms: self.length(), from: None, timeout: self.timeout(place, false) });
                Stmt::Wait(Wait { on: self.pats(false), arms: Vec::new(), limit })
            }
            5 if !body.iter().any(|s| matches!(s, Stmt::Again(_))) => Stmt::Again(None),
            _ => self.leave(after(place)),
        };
        body.push(end);
        body
    }

    /// A statement that leaves the step.
    fn leave(&mut self, place: Place) -> Stmt {
        let (gives, count) = self.shapes[self.flow];
        let from = if place == Place::Body { self.step + 1 } else { 0 };
        match self.dice.below(10) {
            0..=5 if from < count => {
                let to = self.dice.between(from, count - 1);
                Stmt::Goto(self.step_name(to))
            }
            6 if self.flow + 1 < self.shapes.len() => {
                let same: Vec<usize> = (self.flow + 1..self.shapes.len()).filter(|f| self.shapes[*f].0 == gives).collect();
                if same.is_empty() { Stmt::End(self.dice.below(3)) } else { Stmt::Chain(self.dice.pick(&same)) }
            }
            7 | 8 => Stmt::Return(gives.then(|| self.dice.below(2))),
            _ => Stmt::End(self.dice.below(3)),
        }
    }

    fn step_name(&self, i: usize) -> String {
        format!("{}{}", STEPS[i], self.flow + 1)
    }

    fn later(&mut self) -> usize {
        self.dice.between(self.flow + 1, self.shapes.len() - 1)
    }

    fn tip(&mut self) -> Stmt {
        self.lines += 1;
        Stmt::Tip(self.lines)
    }

    fn length(&mut self) -> i64 {
        self.dice.pick(&LENGTHS)
    }

    fn pats(&mut self, anytime: bool) -> Vec<Pat> {
        let first = self.pat(anytime);
        if self.dice.chance(20) { vec![first, self.pat(anytime)] } else { vec![first] }
    }

    fn pat(&mut self, anytime: bool) -> Pat {
        let who = self.dice.pick(&[Who::Customer, Who::Agent]);
        match self.dice.below(20) {
            0 => Pat::Answer,
            1 => Pat::Begin(who),
            2 => Pat::Finish(who),
            3 => Pat::Mood(self.dice.below(4)),
            4 => Pat::Hangup(self.dice.pick(&[None, Some(Who::Customer), Some(Who::Agent)])),
            5 => Pat::Ended,
            6 => Pat::Ring(self.dice.between(1, 3) as u32),
            7 if anytime => Pat::CallTime(self.length()),
            8..=10 => Pat::Host(self.dice.below(4), Some(self.dice.below(2))),
            _ => Pat::Host(self.dice.below(4), None),
        }
    }

    fn cond(&mut self, depth: usize) -> Cond {
        match self.dice.below(if depth < 1 { 8 } else { 5 }) {
            0..=2 => Cond::Number(["==", ">=", "<", "!="][self.dice.below(4)], self.dice.below(3) as i64),
            3 => Cond::Mood(self.dice.below(4)),
            4 | 5 => Cond::Given,
            6 => Cond::Not(Box::new(self.cond(depth + 1))),
            _ => Cond::Both(Box::new(self.cond(depth + 1)), Box::new(self.cond(depth + 1))),
        }
    }
}

/// Behind an event even a step may be entered again.
fn after(place: Place) -> Place {
    if place == Place::Body { Place::Answer } else { place }
}

/// Whether nothing after the block can be reached.
pub fn leaves(body: &Block) -> bool {
    body.iter().any(|stmt| match stmt {
        Stmt::Goto(_) | Stmt::Chain(_) | Stmt::Return(_) | Stmt::End(_) | Stmt::Again(None) | Stmt::Stay => true,
        Stmt::If(arms, rest) => rest.as_ref().is_some_and(leaves) && arms.iter().all(|(_, body)| leaves(body)),
        Stmt::Match(a, b) => leaves(a) && leaves(b),
        Stmt::Wait(w) => w.on.is_empty() && w.arms.iter().all(|a| leaves(&a.body)) && w.limit.as_ref().is_none_or(|l| leaves(&l.timeout)),
        _ => false,
    })
}

/// Leaves out steps that nothing leads to.
fn prune(steps: &mut Vec<Step>, anytimes: &[Anytime], deadlines: &[Deadline]) {
    let mut seen: BTreeSet<String> = steps.first().map(|s| s.name.clone()).into_iter().collect();
    anytimes.iter().for_each(|a| targets(&a.body, &mut seen));
    deadlines.iter().for_each(|d| targets(&d.breach, &mut seen));
    loop {
        let before = seen.len();
        for step in steps.iter().filter(|s| seen.contains(&s.name)).cloned().collect::<Vec<_>>() {
            targets(&step.body, &mut seen);
            step.options.iter().for_each(|o| targets(&o.body, &mut seen));
            step.handlers.iter().for_each(|h| targets(&h.body, &mut seen));
        }
        if seen.len() == before {
            break;
        }
    }
    steps.retain(|s| seen.contains(&s.name));
}

fn targets(body: &Block, into: &mut BTreeSet<String>) {
    for stmt in body {
        if let Stmt::Goto(name) = stmt {
            into.insert(name.clone());
        }
        blocks(stmt).into_iter().for_each(|b| targets(b, into));
    }
}

/// Whether a flow has such a statement anywhere.
pub fn any(flow: &Flow, of: &impl Fn(&Stmt) -> bool) -> bool {
    fn inside(body: &Block, of: &impl Fn(&Stmt) -> bool) -> bool {
        body.iter().any(|s| of(s) || blocks(s).into_iter().any(|b| inside(b, of)))
    }
    let steps = flow
        .steps
        .iter()
        .flat_map(|s| [&s.body].into_iter().chain(s.options.iter().map(|o| &o.body)).chain(s.handlers.iter().map(|h| &h.body)));
    steps.chain(flow.anytimes.iter().map(|a| &a.body)).any(|b| inside(b, of))
}

/// The blocks inside a statement.
pub fn blocks(stmt: &Stmt) -> Vec<&Block> {
    match stmt {
        Stmt::If(arms, rest) => arms.iter().map(|(_, b)| b).chain(rest).collect(),
        Stmt::Match(a, b) => vec![a, b],
        Stmt::Wait(w) => w.arms.iter().map(|a| &a.body).chain(w.limit.as_ref().map(|l| &l.timeout)).collect(),
        Stmt::Query(Some((_, timeout))) => vec![timeout],
        _ => Vec::new(),
    }
}

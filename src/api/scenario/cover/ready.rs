//! Lines that a trainer can paste into a scenario, for what no scenario came by.

mod event;
mod given;
mod row;

use super::bounds::{Bound, Kind};
use super::words::Scope;
use super::{Hit, Hits};
use crate::api::check::Checked;
use crate::api::scenario::journal::elapsed;
use crate::base::Lang;
use crate::base::duration;
use crate::program::spell::english;
use crate::program::{Cell, Expr, Ladder, Limit, LimitBound, Op, Pattern, Pc, Program, Recurring, Rule, Schedule, Until, Value};
use crate::runtime::{Limited, Machine, OfLimit, Point};
use given::{Sample, witness};

/// What the lines are written from.
pub(super) struct Ready<'a> {
    checked: &'a Checked,
    machine: &'a Machine,
    hits: &'a Hits,
    /// Where runs of code begin, whose flow they belong to, and what they are called.
    runs: Vec<(Pc, Option<u32>, String)>,
    /// Whose words the remarks are in; lines of a script have Chinese keywords until they are given out.
    pub(super) lang: Lang,
}

impl<'a> Ready<'a> {
    /// Looks where the code of each part begins.
    pub(super) fn new(checked: &'a Checked, machine: &'a Machine, hits: &'a Hits, lang: Lang) -> Self {
        Self { checked, machine, hits, runs: runs(&machine.program, lang), lang }
    }

    /// A word of ours.
    pub(super) fn say<'s>(&self, zh: &'s str, en: &'s str) -> &'s str {
        if self.lang == Lang::En { en } else { zh }
    }

    /// An option by its label.
    pub(super) fn option_name(&self, label: &str) -> String {
        let other = self.say("其他", "other");
        format!("{} {}", self.say("选项", "option"), if label == "其他" { other } else { label })
    }

    /// A value or an expression inside a remark.
    fn told(&self, text: &str) -> String {
        if self.lang == Lang::En { english(text) } else { text.to_owned() }
    }

    /// Lines as they are given out, with the keywords of the language.
    pub(super) fn given_out(&self, lines: Vec<String>) -> Vec<String> {
        if self.lang == Lang::Zh {
            return lines;
        }
        let whole = lines.first().is_some_and(|line| line.starts_with("场景 "));
        let written = |text: &str| crate::syntax::format(text, Some(Lang::En)).ok();
        if whole {
            return written(&lines.join("\n")).map_or(lines, |text| text.lines().map(str::to_owned).collect());
        }
        // What is no line of a scenario by itself, as a row of values, stays as it is.
        let one = |line: String| match written(&format!("场景 例\n  {line}\n")) {
            Some(text) if !line.starts_with('#') => text.lines().nth(1).map_or(line, |line| line.trim_start().to_owned()),
            _ => line,
        };
        lines.into_iter().map(one).collect()
    }

    fn run(&self, pc: Pc) -> Option<&(Pc, Option<u32>, String)> {
        self.runs.get(self.runs.partition_point(|(start, ..)| *start <= pc).checked_sub(1)?)
    }

    /// The flow an operation belongs to.
    pub(super) fn flow_of(&self, pc: Pc) -> Option<u32> {
        self.run(pc)?.1
    }

    /// What the part is called that an operation stands in.
    pub(super) fn where_is(&self, pc: Pc) -> String {
        self.run(pc).map_or(String::new(), |(.., name)| name.clone())
    }

    /// The scenario that something was seen in.
    fn scenario(&self, hit: Hit) -> String {
        let Some(scenario) = self.checked.model.scenarios.get(hit.scenario) else { return String::new() };
        let row = scenario.row.as_ref().map_or(String::new(), |row| format!("（{row}）"));
        match self.lang {
            Lang::Zh => format!("# 写在场景“{}{row}”里", scenario.name),
            Lang::En => format!("# in the scenario `{}{row}`", scenario.name),
        }
    }

    /// A step: how to get there from the step before, where an option leads to it.
    pub(super) fn step(&self, number: u32, name: &str) -> Vec<String> {
        let mut lines = Vec::new();
        let flows = self.machine.program.flows.iter();
        let steps = flows.flat_map(|f| f.steps.iter().map(move |s| (f, s)));
        for (_, from) in steps {
            let leads = from.options.iter().find(|o| matches!(self.end_of(o.body), Some(Op::Goto(to)) if *to == number));
            if let Some(option) = leads {
                lines.push(format!("期望 处于 {}", from.name));
                lines.push(format!("选项 {}", self.machine.label_name(option.label)));
                break;
            }
        }
        if lines.is_empty() {
            let from = |op: &Op| matches!(op, Op::Goto(to) if *to == number);
            let before = self.machine.program.code.iter().position(from).map(|pc| self.where_is(pc as Pc));
            lines.extend(before.map(|before| match self.lang {
                Lang::Zh => format!("# 从“{before}”转过来"),
                Lang::En => format!("# come from `{before}`"),
            }));
        }
        lines.push(format!("期望 处于 {name}"));
        lines
    }

    /// An option, chosen where it is offered.
    pub(super) fn option(&self, step: Option<&str>, label: &str, body: Pc) -> Vec<String> {
        let mut lines: Vec<String> = step.map(|s| format!("期望 处于 {s}")).into_iter().collect();
        lines.push(format!("选项 {label}"));
        lines.extend(self.leads(body));
        lines
    }

    /// Values that a row of a table takes.
    pub(super) fn row(&self, scope: Scope<'a>, decision: Option<u32>, columns: &[Expr], cells: &[Cell]) -> Vec<String> {
        if cells.is_empty() {
            return vec![self.say("# 其余：给一组上面各行都不成立的值", "# else: values for which no row above holds").to_owned()];
        }
        let mut lines = Vec::new();
        for (cell, column) in cells.iter().zip(columns) {
            let Cell::Of(alternatives) = cell else { continue };
            let Some(test) = alternatives.first().and_then(|all| all.first()) else { continue };
            let sample = witness(&scope, column, test, true);
            let written = sample.as_ref().and_then(|sample| self.given(&scope, decision, column, sample, None));
            lines.extend(written.unwrap_or_else(|| {
                let value = sample.map_or("…".to_owned(), |s| s.text);
                vec![self.let_be(&scope.text(column, self.lang), &value)]
            }));
        }
        lines.dedup();
        lines
    }

    /// What a value has to be, where no line says so.
    fn let_be(&self, what: &str, value: &str) -> String {
        match self.lang {
            Lang::Zh => format!("# 让 {what} 为 {value}"),
            Lang::En => format!("# let {what} be {}", self.told(value)),
        }
    }

    /// A value by which a condition holds, or does not.
    pub(super) fn way(&self, scope: Scope<'a>, condition: &Expr, text: &str, holds: bool) -> Vec<String> {
        let found = match condition {
            Expr::Test(subject, test) => {
                witness(&scope, subject, test, holds).and_then(|sample| self.given(&scope, None, subject, &sample, None))
            }
            Expr::Not(inner) => return self.way(scope, inner, text, !holds),
            other => self.given(&scope, None, other, &Sample::of(&Value::Bool(holds), &scope, None), None),
        };
        found.unwrap_or_else(|| {
            vec![match self.lang {
                Lang::Zh => format!("# 让“{text}”{}", if holds { "成立" } else { "不成立" }),
                Lang::En => format!("# let `{text}` {}", if holds { "hold" } else { "not hold" }),
            }]
        })
    }

    /// The value at a boundary; where its guard was asked in some scenario, for that one.
    pub(super) fn bound(&self, bound: &Bound<'a>) -> Vec<String> {
        let decision = match bound.at {
            crate::program::GuardAt::Decision(d, ..) => Some(d),
            _ => None,
        };
        let elapsed = (bound.kind == Kind::Duration).then_some(bound.value);
        let sample = Sample { text: bound.text(), elapsed };
        let lines = self.given(&bound.scope, decision, bound.subject, &sample, bound.asked);
        let lines = lines.unwrap_or_else(|| vec![self.let_be(&bound.scope.text(bound.subject, self.lang), &sample.text)]);
        let Some(hit) = bound.asked else { return lines };
        let clock = matches!(bound.subject, Expr::ClockOf(_)).then_some(sample.text.as_str());
        if let Some(rows) = self.in_row(hit, &lines, clock) {
            return rows;
        }
        std::iter::once(self.scenario(hit)).chain(lines).collect()
    }

    /// A limit met at its last instant, or broken; where it ran in some scenario, at the time it ran up to there.
    pub(super) fn limit(&self, which: Limited, met: bool) -> Vec<String> {
        let p = &self.machine.program;
        let (limit, awaited, after) = match which {
            Limited::Wait(pc) => match p.code.get(pc as usize) {
                Some(Op::Wait(wait)) => {
                    let on = wait.on.first().or_else(|| wait.arms.first()?.on.first());
                    (wait.limit.as_ref(), on.map(|on| self.event(on)), wait.timeout)
                }
                Some(Op::Do(action)) => (action.limit.as_ref(), Some(self.answer(action.action)), action.timeout),
                _ => (None, None, None),
            },
            Limited::Deadline(d) => {
                let deadline = p.deadlines.get(d as usize);
                let stop = deadline.and_then(|d| d.stop.first().map(|e| self.event(&e.event)));
                (deadline.map(|d| &d.limit), stop, None)
            }
        };
        let then = match which {
            Limited::Deadline(d) => {
                let name = p.deadlines.get(d as usize).map_or("", |d| d.name.as_str());
                vec![format!("期望 {} {name}", if met { "不违反" } else { "违反" })]
            }
            Limited::Wait(_) => after.filter(|_| !met).and_then(|pc| self.leads(pc)).into_iter().collect(),
        };
        let ran = |last| Point::Limit(which, OfLimit::Ran(last));
        let ran = self.hits.between(ran(i64::MIN), ran(i64::MAX)).next();
        let mut lines = match (ran, limit) {
            (Some((Point::Limit(_, OfLimit::Ran(last)), hit)), _) => {
                let at = elapsed(last + i64::from(!met) - self.hits.start(hit.scenario));
                vec![self.scenario(*hit), at]
            }
            (_, Some(limit)) => self.after(limit, met),
            _ => Vec::new(),
        };
        if met {
            let event = awaited.unwrap_or_else(|| self.say("# 等的事在这一刻来", "# what is waited for comes now").to_owned());
            match lines.last_mut() {
                Some(last) if !last.starts_with('#') && !event.starts_with('#') => *last = format!("{last} {event}"),
                _ => lines.push(event),
            }
        }
        lines.extend(then);
        lines
    }

    /// So long after what starts it.
    fn after(&self, limit: &Limit, met: bool) -> Vec<String> {
        let start = self.say("# 先让它开始", "# let it begin").to_owned();
        if !met {
            return std::iter::once(start).chain(self.past(limit)).collect();
        }
        let text = |value: &Value| super::words::value_text(self.machine, value, None);
        let last = match &limit.bound {
            // Dates run to the end of a day, which the calendar alone can tell.
            LimitBound::Length(Expr::Value(value @ Value::Civil(_, unit))) if unit.work_ms().is_none() => match self.lang {
                Lang::Zh => format!("# 到第 {} 的最后一刻", text(value)),
                Lang::En => format!("# up to the last instant of {}", self.told(&text(value))),
            },
            LimitBound::Length(Expr::Value(value @ (Value::Duration(_) | Value::Civil(..)))) => format!("+{}", text(value)),
            LimitBound::Length(_) | LimitBound::Until(_) => return vec![start],
        };
        vec![start, last]
    }

    /// Time that is enough for a limit that has begun to be broken.
    fn past(&self, limit: &Limit) -> Vec<String> {
        let text = |value: &Value| super::words::value_text(self.machine, value, None);
        match &limit.bound {
            LimitBound::Length(Expr::Value(Value::Civil(n, unit))) if unit.work_ms().is_none() => {
                vec![format!("+{}", text(&Value::Civil(n.saturating_add(1), *unit)))]
            }
            LimitBound::Length(Expr::Value(value @ (Value::Duration(_) | Value::Civil(..)))) => {
                vec![format!("+{}", text(value)), "+1毫秒".to_owned()]
            }
            LimitBound::Length(_) | LimitBound::Until(_) => vec![self.say("# 过了点", "# let it run out").to_owned()],
        }
    }

    /// A rule that is asked for and kept, or broken: what its first sentence speaks of.
    pub(super) fn rule(&self, rule: &Rule, kept: bool) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(sentence) = rule.sentences.first() {
            let line = |events: &[crate::program::KeyedEvent]| events.first().map(|e| self.event(&e.event));
            match (&sentence.pattern, kept) {
                (Pattern::Never(a), false) => lines.extend(line(&a.on)),
                (Pattern::Always(a), true) => lines.extend(line(&a.on)),
                (Pattern::After(a, b, bound), _) => {
                    lines.extend(line(&a.on));
                    let most = bound.as_ref().and_then(|b| b.most.first());
                    if let (Some(Until::Length(Expr::Value(Value::Duration(ms)))), false) = (most, kept) {
                        lines.extend([format!("+{}", duration::zh(*ms)), "+1毫秒".to_owned()]);
                    }
                    if kept {
                        lines.extend(line(b));
                    }
                }
                (Pattern::Next(a, b) | Pattern::Implies(a, b), _) => {
                    lines.extend(line(&a.on));
                    if kept {
                        lines.extend(line(b));
                    }
                }
                (Pattern::Before(before), _) => {
                    if kept {
                        lines.extend(line(&before.must));
                    }
                    lines.extend(line(&before.of.on));
                }
                _ => {}
            }
        }
        lines.push(format!("期望 {} {}", if kept { "不违反" } else { "违反" }, rule.name));
        lines
    }

    /// A rung that is reached when the one below runs out; none: the top.
    pub(super) fn rung(&self, ladder: &Ladder, rung: Option<usize>) -> Vec<String> {
        let at = rung.unwrap_or(ladder.rungs.len());
        let mut lines = Vec::new();
        if at == 0 {
            lines.push(match self.lang {
                Lang::Zh => format!("# 走到“升级 {}”", ladder.name),
                Lang::En => format!("# come to `escalate {}`", ladder.name),
            });
        }
        if let Some(below) = at.checked_sub(1).and_then(|i| ladder.rungs.get(i)) {
            let role = self.machine.program.roles.get(below.role as usize).map_or("", |r| r.name.as_str());
            lines.push(format!("期望 移交 {role}"));
            lines.extend(below.limit.iter().flat_map(|limit| self.past(limit)));
        }
        match rung.and_then(|i| ladder.rungs.get(i)) {
            Some(rung) => {
                let role = self.machine.program.roles.get(rung.role as usize).map_or("", |r| r.name.as_str());
                lines.push(format!("期望 移交 {role}"));
            }
            None => lines.extend(self.leads(ladder.top)),
        }
        lines
    }

    /// A period in which the duty was done, or was not: a scenario of its own.
    pub(super) fn period(&self, schedule: &Schedule, kept: bool) -> Vec<String> {
        let name = &schedule.name;
        let mut lines =
            vec![format!("场景 {name}{}", if kept { self.say("做到", "_kept") } else { self.say("漏了", "_missed") }), "  机构".to_owned()];
        if kept {
            lines.extend(schedule.duties.iter().filter_map(|d| d.on.first()).map(|on| format!("  {}", self.event(on))));
        }
        let period = match schedule.every {
            Recurring::Day => "1天",
            Recurring::Workday => "1个工作日",
            Recurring::Week(_) => "1周",
            Recurring::MonthDay(_) | Recurring::MonthWorkday(_) | Recurring::MonthEnd | Recurring::LastWorkday => "1个月",
            Recurring::Quarter => "1季",
            Recurring::Year(..) => "1年",
        };
        lines.push(format!("  +{period}"));
        lines.push(format!("  期望 {} {name}", if kept { "不违反" } else { "违反" }));
        lines
    }

    /// What is to be expected where code leads that waits for nothing.
    fn leads(&self, pc: Pc) -> Option<String> {
        match self.end_of(pc)? {
            Op::Goto(step) => self.machine.step_names(*step).map(|(_, step)| format!("期望 处于 {step}")),
            Op::End(result) => self.machine.program.results.get(*result as usize).map(|r| format!("期望 结束 {r}")),
            _ => None,
        }
    }

    /// The operation that code comes to without a wait or a question.
    fn end_of(&self, pc: Pc) -> Option<&'a Op> {
        let mut pc = pc;
        for _ in 0..self.machine.program.code.len() {
            match self.machine.program.code.get(pc as usize)? {
                Op::Say(_) | Op::Tip(_) | Op::Set(..) | Op::OpenCase(..) | Op::Climb(..) | Op::ReadBack(..) => pc += 1,
                Op::Do(action) if action.into.is_none() => pc += 1,
                Op::Jump(to) => pc = *to,
                other => return Some(other),
            }
        }
        None
    }
}

/// Where the code of steps, of 随时, and of what limits do begins.
fn runs(p: &Program, lang: Lang) -> Vec<(Pc, Option<u32>, String)> {
    let word = |zh, en| if lang == Lang::En { en } else { zh };
    let mut all = Vec::new();
    for (f, flow) in p.flows.iter().enumerate() {
        let f = Some(f as u32);
        all.extend(flow.steps.iter().map(|s| (s.entry, f, format!("{} / {}", flow.name, s.name))));
        let bodies = flow.options.iter().map(|o| o.body).chain(flow.handlers.iter().map(|h| h.body));
        all.extend(bodies.map(|body| (body, f, format!("{} / {}", flow.name, word("随时", "anytime")))));
    }
    for d in &p.deadlines {
        all.extend(d.bodies().map(|body| (body, d.flow, format!("{} {}", word("期限", "deadline"), d.name))));
    }
    all.extend(p.ladders.iter().map(|l| (l.top, l.flow, format!("{} {}", word("升级", "escalate"), l.name))));
    all.extend(p.schedules.iter().filter_map(|s| Some((s.missed?, None, format!("{} {}", word("周期", "schedule"), s.name)))));
    all.sort_by_key(|(start, ..)| *start);
    all
}

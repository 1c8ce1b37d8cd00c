//! Everything that scenarios may come by, in source order of its kind.

use super::Hits;
use super::bounds::bounds;
use super::place::{Place, Places};
use super::ready::Ready;
use super::words::Scope;
use crate::api::check::Checked;
use crate::base::duration;
use crate::base::{Message, Span};
use crate::program::{Duty, Expr, GuardAt, Limit, LimitBound, Op, Value};
use crate::runtime::{Limited, Machine, OfLimit, Point};

/// One thing to be come by.
#[derive(Debug)]
pub(in crate::api::scenario) struct Item {
    pub(in crate::api::scenario) kind: Kind,
    /// File, as in the sources, and line.
    pub(in crate::api::scenario) file: u32,
    pub(in crate::api::scenario) line: u32,
    pub(in crate::api::scenario) name: Message,
    /// In how many scenarios it was.
    pub(in crate::api::scenario) times: u32,
    /// Where it was in none: lines for one that comes by it.
    pub(in crate::api::scenario) ready: Vec<String>,
}

/// What sort of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api::scenario) enum Kind {
    /// An operation's line; it is not told of by itself.
    Line,
    Step,
    Option,
    Row,
    Way,
    Bound,
    Limit,
    Rule,
    Rung,
    Period,
}

/// Lists everything of the package that is checked.
pub(in crate::api::scenario) fn items(checked: &Checked, machine: &Machine, hits: &Hits) -> Vec<Item> {
    let places = Places::new(checked, machine);
    let mut list = List { ready: Ready::new(checked, machine, hits), places, machine, hits, all: Vec::new() };
    list.lines();
    list.flows();
    list.decisions();
    list.code();
    list.bounds();
    list.limits();
    list.rules();
    list.ladders();
    list.schedules();
    list.all
}

struct List<'a> {
    places: Places<'a>,
    ready: Ready<'a>,
    machine: &'a Machine,
    hits: &'a Hits,
    all: Vec<Item>,
}

impl<'a> List<'a> {
    fn add(&mut self, kind: Kind, place: Option<Place>, name: Message, point: Point, ready: impl FnOnce(&Ready<'a>) -> Vec<String>) {
        let Some(place) = place.filter(|place| self.places.own(*place)) else { return };
        let times = self.hits.times(point);
        let ready = if times == 0 { ready(&self.ready) } else { Vec::new() };
        self.all.push(Item { kind, file: place.file, line: place.line, name, times, ready });
    }

    /// Lines with something to play on them.
    fn lines(&mut self) {
        for pc in 0..self.machine.program.code.len() as u32 {
            // What an indented block resumes or jumps to stands on no line of its own.
            if !matches!(self.machine.program.code.get(pc as usize), Some(Op::Jump(_) | Op::Resume | Op::Rest)) {
                self.add(Kind::Line, Some(self.places.op(pc)), Message::default(), Point::Op(pc), |_| Vec::new());
            }
        }
    }

    fn flows(&mut self) {
        let mut number = 0;
        for (f, flow) in self.machine.program.flows.iter().enumerate() {
            let at = |p: Option<&crate::program::SourcePlace>| p.map(|p| Place { file: p.0, line: p.1 });
            for (i, option) in flow.options.iter().enumerate() {
                let label = self.machine.label_name(option.label);
                let name = same(format!("{} / 随时 选项 {label}", flow.name));
                let place = self.places.option(f as u32, None, i as u32).map(|o| self.places.of(o.span));
                let body = option.body;
                self.add(Kind::Option, place, name, Point::Option(f as u32, None, i as u32), |r| r.option(None, label, body));
            }
            for (s, step) in flow.steps.iter().enumerate() {
                let place = at(self.machine.sources.steps.get(f).and_then(|all| all.get(s)));
                let name = same(format!("{} / {}", flow.name, step.name));
                self.add(Kind::Step, place, name, Point::Step(number), |r| r.step(number, &step.name));
                number += 1;
                for (i, option) in step.options.iter().enumerate() {
                    let label = self.machine.label_name(option.label);
                    let name = same(format!("{} / {} / 选项 {label}", flow.name, step.name));
                    let place = self.places.option(f as u32, Some(s as u32), i as u32).map(|o| self.places.of(o.span));
                    let point = Point::Option(f as u32, Some(s as u32), i as u32);
                    self.add(Kind::Option, place, name, point, |r| r.option(Some(&step.name), label, option.body));
                }
            }
        }
    }

    fn decisions(&mut self) {
        for (d, decision) in self.machine.program.decisions.iter().enumerate() {
            let d = d as u32;
            for (r, row) in decision.table.rows.iter().enumerate() {
                let r = r as u32;
                let Some(span) = self.places.decision_row(d, r) else { continue };
                let text = self.places.text(span);
                let name = same(format!("判定 {} / {text}", decision.name));
                let place = Some(self.places.of(span));
                let scope = Scope { args: &decision.params, ..Scope::outside(self.machine) };
                self.add(Kind::Row, place, name, Point::Decision(d, r), |ready| {
                    ready.row(scope, Some(d), &decision.table.columns, &row.cells)
                });
            }
        }
    }

    /// Rows of 按 and conditions of 若 in steps.
    fn code(&mut self) {
        for (pc, op) in self.machine.program.code.iter().enumerate() {
            let pc = pc as u32;
            let flow = self.ready.flow_of(pc);
            let scope = Scope::flow(self.machine, flow);
            match op {
                Op::Branch(table) => {
                    for (r, (cells, _)) in table.rows.iter().enumerate() {
                        let Some(span) = self.places.row(pc, r as u32) else { continue };
                        let name = same(format!("{} / 按 {}", self.ready.where_is(pc), self.places.text(span)));
                        let place = Some(self.places.of(span));
                        self.add(Kind::Row, place, name, Point::Row(pc, r as u32), |ready| ready.row(scope, None, &table.columns, cells));
                    }
                }
                Op::Unless(condition, _) => {
                    let text = self.places.condition(pc);
                    for way in [true, false] {
                        // The checker asks that the last arm of a chain without 否则 holds whenever it is reached.
                        if !way && self.places.is_last_arm(pc) {
                            continue;
                        }
                        let head = format!("{} / 若 {text}", self.ready.where_is(pc));
                        let name = if way {
                            Message::new(format!("{head}：成立"), format!("{head}: holds"))
                        } else {
                            Message::new(format!("{head}：不成立"), format!("{head}: does not hold"))
                        };
                        self.add(Kind::Way, Some(self.places.op(pc)), name, Point::Way(pc, way), |r| r.way(scope, condition, &text, way));
                    }
                }
                _ => {}
            }
        }
    }

    fn bounds(&mut self) {
        let found = bounds(&self.places, self.machine, self.hits, &|pc| self.ready.flow_of(pc));
        for bound in found {
            let subject = bound.scope.text(bound.subject);
            let head = match bound.at {
                GuardAt::If(pc) => self.ready.where_is(pc),
                GuardAt::Row(pc, row, _) => format!("{} / 按 {}", self.ready.where_is(pc), self.row_text(self.places.row(pc, row))),
                GuardAt::Decision(d, row, _) => {
                    let name = self.machine.program.decisions.get(d as usize).map_or("", |d| d.name.as_str());
                    format!("判定 {name} / {}", self.row_text(self.places.decision_row(d, row)))
                }
                GuardAt::Option(..) => "仅当".to_owned(),
                GuardAt::Action(a) => self.machine.program.actions.get(a as usize).map_or(String::new(), |a| format!("动作 {}", a.name)),
                GuardAt::Rule(r, _) => self.machine.program.rules.get(r as usize).map_or(String::new(), |r| format!("规则 {}", r.name)),
                GuardAt::Ladder(l) => self.machine.program.ladders.get(l as usize).map_or(String::new(), |l| format!("升级 {}", l.name)),
                GuardAt::Schedule(s) => {
                    self.machine.program.schedules.get(s as usize).map_or(String::new(), |s| format!("周期 {}", s.name))
                }
            };
            let text = bound.text();
            let name = Message::new(format!("{head} / {subject} 恰好 {text}"), format!("{head} / {subject} exactly {text}"));
            let ready = if bound.times == 0 { self.ready.bound(&bound) } else { Vec::new() };
            let Place { file, line } = bound.place;
            self.all.push(Item { kind: Kind::Bound, file, line, name, times: bound.times, ready });
        }
    }

    fn row_text(&self, row: Option<Span>) -> String {
        row.map_or(String::new(), |span| self.places.text(span))
    }

    fn limits(&mut self) {
        for (pc, op) in self.machine.program.code.iter().enumerate() {
            let pc = pc as u32;
            let (limit, awaited) = match op {
                Op::Wait(wait) => (wait.limit.as_ref(), !wait.on.is_empty() || !wait.arms.is_empty()),
                Op::Do(action) => (action.limit.as_ref(), true),
                _ => (None, false),
            };
            let Some(limit) = limit else { continue };
            let head = format!("{} / 限时 {}", self.ready.where_is(pc), self.bound(limit, self.ready.flow_of(pc)));
            self.limit(Limited::Wait(pc), Some(self.places.op(pc)), &head, awaited);
        }
        for (d, deadline) in self.machine.program.deadlines.iter().enumerate() {
            let place = self.places.model().deadlines.get(d).map(|d| self.places.of(d.span));
            let head = format!("期限 {} {}", deadline.name, self.bound(&deadline.limit, deadline.flow));
            self.limit(Limited::Deadline(d as u32), place, &head, true);
        }
    }

    fn limit(&mut self, which: Limited, place: Option<Place>, head: &str, awaited: bool) {
        if awaited {
            let name = Message::new(format!("{head}：最后一刻赶上"), format!("{head}: met at the last instant"));
            self.add(Kind::Limit, place, name, Point::Limit(which, OfLimit::Met), |r| r.limit(which, true));
        }
        let name = Message::new(format!("{head}：过点"), format!("{head}: broken"));
        self.add(Kind::Limit, place, name, Point::Limit(which, OfLimit::Broken), |r| r.limit(which, false));
    }

    fn bound(&self, limit: &Limit, flow: Option<u32>) -> String {
        let scope = Scope::flow(self.machine, flow);
        match &limit.bound {
            LimitBound::Length(Expr::Value(Value::Duration(ms))) => duration::zh(*ms),
            LimitBound::Length(e) => scope.text(e),
            LimitBound::Until(e) => format!("到 {}", scope.text(e)),
        }
    }

    fn rules(&mut self) {
        for (r, rule) in self.machine.program.rules.iter().enumerate() {
            // What is only permitted, or for the handbook alone, is never judged.
            if rule.sentences.iter().all(|s| s.duty == Duty::May) {
                continue;
            }
            let place = self.machine.sources.rules.get(r).map(|p| Place { file: p.0, line: p.1 });
            let word = if rule.guarantee { "保证" } else { "规则" };
            // Of words of an open class nobody can tell that none of them was said.
            let open = rule.sentences.iter().filter(|s| s.duty != Duty::May).all(|s| self.machine.program.asks_open(&s.pattern));
            for kept in [true, false] {
                // What is proved to hold on every path no played call can break.
                if (rule.guarantee || open) && !kept {
                    continue;
                }
                let head = format!("{word} {}", rule.name);
                let name = if kept {
                    Message::new(format!("{head}：用上了，没违反"), format!("{head}: asked for and kept"))
                } else {
                    Message::new(format!("{head}：违反"), format!("{head}: broken"))
                };
                self.add(Kind::Rule, place, name, Point::Rule(r as u32, kept), |ready| ready.rule(rule, kept));
            }
        }
    }

    fn ladders(&mut self) {
        for (l, ladder) in self.machine.program.ladders.iter().enumerate() {
            let Some(model) = self.places.model().ladders.get(l) else { continue };
            for (i, rung) in ladder.rungs.iter().enumerate() {
                let role = self.machine.program.roles.get(rung.role as usize).map_or("", |r| r.name.as_str());
                let place = model.rungs.get(i).map(|r| self.places.of(r.span));
                let name = same(format!("升级 {} / 级 {role}", ladder.name));
                self.add(Kind::Rung, place, name, Point::Rung(l as u32, Some(i as u32)), |r| r.rung(ladder, Some(i)));
            }
            let place = model.top.as_ref().map(|top| self.places.of(top.span));
            let name = same(format!("升级 {} / 到顶", ladder.name));
            self.add(Kind::Rung, place, name, Point::Rung(l as u32, None), |r| r.rung(ladder, None));
        }
    }

    fn schedules(&mut self) {
        for (s, schedule) in self.machine.program.schedules.iter().enumerate() {
            let place = self.places.model().schedules.get(s).map(|s| self.places.of(s.span));
            for kept in [true, false] {
                let head = format!("周期 {}", schedule.name);
                let name = if kept {
                    Message::new(format!("{head}：做到"), format!("{head}: kept"))
                } else {
                    Message::new(format!("{head}：漏了"), format!("{head}: missed"))
                };
                self.add(Kind::Period, place, name, Point::Period(s as u32, kept), |ready| ready.period(schedule, kept));
            }
        }
    }
}

/// A name out of the script's own words.
fn same(text: String) -> Message {
    Message::new(text.clone(), text)
}

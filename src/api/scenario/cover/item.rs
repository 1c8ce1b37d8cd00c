//! Everything that scenarios may come by, in source order of its kind.

use super::Hits;
use super::bounds::{Bound, bounds};
use super::place::{Place, Places};
use super::ready::Ready;
use super::words::Scope;
use crate::api::check::Checked;
use crate::base::duration;
use crate::base::{Lang, Message, Span};
use crate::program::spell::english;
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
    /// Where it was in none: lines for one that comes by it, with Chinese keywords and with English ones.
    pub(in crate::api::scenario) ready: [Vec<String>; 2],
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
    let ready = [Lang::Zh, Lang::En].map(|lang| Ready::new(checked, machine, hits, lang));
    let mut list = List { ready, places, machine, hits, all: Vec::new() };
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
    /// In both languages.
    ready: [Ready<'a>; 2],
    machine: &'a Machine,
    hits: &'a Hits,
    all: Vec<Item>,
}

impl<'a> List<'a> {
    fn add(&mut self, kind: Kind, place: Option<Place>, name: Message, point: Point, ready: impl Fn(&Ready<'a>) -> Vec<String>) {
        let Some(place) = place.filter(|place| self.places.own(*place)) else { return };
        let times = self.hits.times(point);
        let ready = if times == 0 { self.lines_of(ready) } else { Default::default() };
        self.all.push(Item { kind, file: place.file, line: place.line, name, times, ready });
    }

    /// Lines in both languages.
    fn lines_of(&self, ready: impl Fn(&Ready<'a>) -> Vec<String>) -> [Vec<String>; 2] {
        self.ready.each_ref().map(|r| r.given_out(ready(r)))
    }

    /// A name in both languages: the script's own words, and ours.
    fn named(&self, name: impl Fn(&Ready<'a>) -> String) -> Message {
        let [zh, en] = self.ready.each_ref().map(name);
        Message::new(zh, en)
    }

    /// The flow an operation belongs to.
    fn flow_of(&self, pc: u32) -> Option<u32> {
        self.ready[0].flow_of(pc)
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
                let name = self.named(|r| format!("{} / {} {}", flow.name, r.say("随时", "anytime"), r.option_name(label)));
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
                    let name = self.named(|r| format!("{} / {} / {}", flow.name, step.name, r.option_name(label)));
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
                let name = self.named(|r| format!("{} {} / {text}", r.say("判定", "decide"), decision.name));
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
            let flow = self.flow_of(pc);
            let scope = Scope::flow(self.machine, flow);
            match op {
                Op::Branch(table) => {
                    for (r, (cells, _)) in table.rows.iter().enumerate() {
                        let Some(span) = self.places.row(pc, r as u32) else { continue };
                        let name = self.named(|r| format!("{} / {} {}", r.where_is(pc), r.say("按", "match"), self.places.text(span)));
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
                        let name = self.named(|r| {
                            let end = if way { r.say("：成立", ": holds") } else { r.say("：不成立", ": does not hold") };
                            format!("{} / {} {text}{end}", r.where_is(pc), r.say("若", "if"))
                        });
                        self.add(Kind::Way, Some(self.places.op(pc)), name, Point::Way(pc, way), |r| r.way(scope, condition, &text, way));
                    }
                }
                _ => {}
            }
        }
    }

    fn bounds(&mut self) {
        let found = bounds(&self.places, self.machine, self.hits, &|pc| self.flow_of(pc));
        for bound in found {
            let name = self.named(|r| {
                let (subject, text) = (bound.scope.text(bound.subject, r.lang), bound.text());
                let text = if r.lang == Lang::En { english(&text) } else { text };
                format!("{} / {subject} {} {text}", self.guarded(&bound, r), r.say("恰好", "exactly"))
            });
            let ready = if bound.times == 0 { self.lines_of(|r| r.bound(&bound)) } else { Default::default() };
            let Place { file, line } = bound.place;
            self.all.push(Item { kind: Kind::Bound, file, line, name, times: bound.times, ready });
        }
    }

    /// What asks a guard.
    fn guarded(&self, bound: &Bound<'a>, r: &Ready<'a>) -> String {
        let p = &self.machine.program;
        let of = |zh, en, name: Option<&str>| name.map_or_else(String::new, |name| format!("{} {name}", r.say(zh, en)));
        match bound.at {
            GuardAt::If(pc) => r.where_is(pc),
            GuardAt::Row(pc, row, _) => {
                format!("{} / {} {}", r.where_is(pc), r.say("按", "match"), self.row_text(self.places.row(pc, row)))
            }
            GuardAt::Decision(d, row, _) => {
                let name = p.decisions.get(d as usize).map_or("", |d| d.name.as_str());
                format!("{} {name} / {}", r.say("判定", "decide"), self.row_text(self.places.decision_row(d, row)))
            }
            GuardAt::Option(..) => r.say("仅当", "provided").to_owned(),
            GuardAt::Action(a) => of("动作", "action", p.actions.get(a as usize).map(|a| a.name.as_str())),
            GuardAt::Rule(n, _) => of("规则", "rule", p.rules.get(n as usize).map(|r| r.name.as_str())),
            GuardAt::Ladder(l) => of("升级", "escalate", p.ladders.get(l as usize).map(|l| l.name.as_str())),
            GuardAt::Schedule(s) => of("周期", "schedule", p.schedules.get(s as usize).map(|s| s.name.as_str())),
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
            let flow = self.flow_of(pc);
            let head = self.named(|r| format!("{} / {} {}", r.where_is(pc), r.say("限时", "limit"), self.bound(limit, flow, r)));
            self.limit(Limited::Wait(pc), Some(self.places.op(pc)), &head, awaited);
        }
        for (d, deadline) in self.machine.program.deadlines.iter().enumerate() {
            let place = self.places.model().deadlines.get(d).map(|d| self.places.of(d.span));
            let head = self
                .named(|r| format!("{} {} {}", r.say("期限", "deadline"), deadline.name, self.bound(&deadline.limit, deadline.flow, r)));
            self.limit(Limited::Deadline(d as u32), place, &head, true);
        }
    }

    fn limit(&mut self, which: Limited, place: Option<Place>, head: &Message, awaited: bool) {
        if awaited {
            let name = Message::new(format!("{}：最后一刻赶上", head.zh), format!("{}: met at the last instant", head.en));
            self.add(Kind::Limit, place, name, Point::Limit(which, OfLimit::Met), |r| r.limit(which, true));
        }
        let name = Message::new(format!("{}：过点", head.zh), format!("{}: broken", head.en));
        self.add(Kind::Limit, place, name, Point::Limit(which, OfLimit::Broken), |r| r.limit(which, false));
    }

    fn bound(&self, limit: &Limit, flow: Option<u32>, r: &Ready<'a>) -> String {
        let scope = Scope::flow(self.machine, flow);
        match &limit.bound {
            LimitBound::Length(Expr::Value(Value::Duration(ms))) if r.lang == Lang::Zh => duration::zh(*ms),
            LimitBound::Length(e) => scope.text(e, r.lang),
            LimitBound::Until(e) => format!("{} {}", r.say("到", "until"), scope.text(e, r.lang)),
        }
    }

    fn rules(&mut self) {
        for (r, rule) in self.machine.program.rules.iter().enumerate() {
            // What is only permitted, or for the handbook alone, is never judged.
            if rule.sentences.iter().all(|s| s.duty == Duty::May) {
                continue;
            }
            let place = self.machine.sources.rules.get(r).map(|p| Place { file: p.0, line: p.1 });
            let (word, twin) = if rule.guarantee { ("保证", "guarantee") } else { ("规则", "rule") };
            // Of words of an open class nobody can tell that none of them was said.
            let open = rule.sentences.iter().filter(|s| s.duty != Duty::May).all(|s| self.machine.program.asks_open(&s.pattern));
            for kept in [true, false] {
                // What is proved to hold on every path no played call can break.
                if (rule.guarantee || open) && !kept {
                    continue;
                }
                let (zh, en) = if kept { ("用上了，没违反", "asked for and kept") } else { ("违反", "broken") };
                let name = Message::new(format!("{word} {}：{zh}", rule.name), format!("{twin} {}: {en}", rule.name));
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
                let name = self.named(|r| format!("{} {} / {} {role}", r.say("升级", "escalate"), ladder.name, r.say("级", "rung")));
                self.add(Kind::Rung, place, name, Point::Rung(l as u32, Some(i as u32)), |r| r.rung(ladder, Some(i)));
            }
            let place = model.top.as_ref().map(|top| self.places.of(top.span));
            let name = self.named(|r| format!("{} {} / {}", r.say("升级", "escalate"), ladder.name, r.say("到顶", "top")));
            self.add(Kind::Rung, place, name, Point::Rung(l as u32, None), |r| r.rung(ladder, None));
        }
    }

    fn schedules(&mut self) {
        for (s, schedule) in self.machine.program.schedules.iter().enumerate() {
            let place = self.places.model().schedules.get(s).map(|s| self.places.of(s.span));
            for kept in [true, false] {
                let (zh, en) = if kept { ("做到", "kept") } else { ("漏了", "missed") };
                let name = Message::new(format!("周期 {}：{zh}", schedule.name), format!("schedule {}: {en}", schedule.name));
                self.add(Kind::Period, place, name, Point::Period(s as u32, kept), |ready| ready.period(schedule, kept));
            }
        }
    }
}

/// A name out of the script's own words.
fn same(text: String) -> Message {
    Message::new(text.clone(), text)
}

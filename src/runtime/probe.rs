//! Sessions in which everything that may run under a program runs at once, so that another program can be asked beforehand what it
//! would strand. They are carried over like any other.

use super::limits::Limits;
use super::machine::Machine;
use super::observe::Watch;
use super::places::Home;
use super::session::Session;
use super::start::Line;
use super::state::{Core, Frame, NEVER, NONE, State, Thread};
use super::value::{Person, Record, Records, Val};
use crate::base::Decimal;
use crate::base::limits::OPEN_CASES;
use crate::program::{Act, CivilUnit, EventKind, Expr, Op, Pc, Slot, Type, Value};
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Sessions of one program: so many values are tried for one place.
const ROUNDS: usize = 64;

/// A place where a call or case may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Flow.
    pub flow: SmolStr,
    /// Step; empty for what a flow answers at any time.
    pub step: SmolStr,
    /// The option or handler whose body runs, marked.
    pub answer: Option<String>,
    /// What it waits at, marked.
    pub place: String,
}

/// A session and where its threads stand, by the number of the case.
#[derive(Debug)]
pub struct Probe {
    /// The session.
    pub session: Session,
    /// Where its threads stand; none for those that carry values.
    pub standings: Vec<Option<Standing>>,
}

impl Machine {
    /// Sessions that together stand at every place, hold every sort of value, and run every limit.
    pub fn probes(self: &Arc<Self>) -> Vec<Probe> {
        let mut all: Vec<(Option<Standing>, Thread)> = Vec::new();
        for (f, flow) in self.program.flows.iter().enumerate() {
            let first = self.index.flows.get(f).map_or(0, |ix| ix.first_step);
            for s in 0..flow.steps.len() as u32 {
                self.stand_in_step(f as u32, s, first + s, &mut all);
            }
            self.stand_in_answers(Home::Flow(f as u32), f as u32, 0, first, &mut all);
        }
        let mut probes: Vec<Probe> = Vec::new();
        let mut threads = all.into_iter().peekable();
        while threads.peek().is_some() {
            let some: Vec<_> = threads.by_ref().take(OPEN_CASES).collect();
            probes.push(self.probe(some, None));
        }
        let rounds = self.slots().map(|slot| self.samples(slot).len()).max().unwrap_or(0).clamp(1, ROUNDS);
        probes.extend((0..rounds).map(|round| self.probe(self.holders(round), Some(round))));
        probes
    }

    fn stand_in_step(&self, f: u32, s: u32, step: u32, all: &mut Vec<(Option<Standing>, Thread)>) {
        let Some(entry) = self.entry_of(f, s) else { return };
        for (place, pc) in self.stops(Home::Step(f, s), entry) {
            let frames = vec![self.waiting(Home::Step(f, s), step, pc)];
            let again = self.counts(Home::Step(f, s), entry, 0);
            all.push((Some(self.standing(f, s, None, &place)), Thread { flow: f, frames, again, ..self.blank(f) }));
        }
        self.stand_in_answers(Home::Step(f, s), f, s, step, all);
    }

    fn stand_in_answers(&self, home: Home, f: u32, s: u32, step: u32, all: &mut Vec<(Option<Standing>, Thread)>) {
        let below = self.entry_of(f, s).and_then(|entry| self.stops(Home::Step(f, s), entry).first().map(|(_, pc)| *pc));
        let Some(below) = below else { return };
        for answer in self.answers(home) {
            for (place, pc) in self.stops(home, answer.body) {
                let frames =
                    vec![self.waiting(Home::Step(f, s), step, below), Frame { handler: answer.id, ..self.waiting(home, step, pc) }];
                let again = self.counts(home, answer.body, 1);
                let mut standing = self.standing(f, s, Some(answer.name.to_string()), &place);
                if matches!(home, Home::Flow(_)) {
                    standing.step = SmolStr::default();
                }
                all.push((Some(standing), Thread { flow: f, frames, again, ..self.blank(f) }));
            }
        }
    }

    /// A frame whose limit runs, where it has one.
    fn waiting(&self, home: Home, step: u32, pc: Pc) -> Frame {
        let due = if self.limit_at(home, pc).is_some() { 1 } else { NEVER };
        Frame { due, pc, ..Frame::entered(0, step, 0) }
    }

    /// The places of some code where a call really comes to rest.
    fn stops(&self, home: Home, start: Pc) -> Vec<(SmolStr, Pc)> {
        let mut places = self.places(home, start);
        places.retain(|(_, pc)| !matches!(self.program.code.get(*pc as usize), Some(Op::Again(..) | Op::Resume)));
        places
    }

    /// How often each wait of some code was begun anew: once, in a frame.
    fn counts(&self, home: Home, start: Pc, frame: u32) -> Vec<(u32, Pc, u32)> {
        let counts = |pc: &Pc| matches!(self.program.code.get(*pc as usize), Some(Op::Again(..)));
        self.places(home, start).into_iter().map(|(_, pc)| pc).filter(counts).map(|pc| (frame, pc, 1)).collect()
    }

    fn standing(&self, f: u32, s: u32, answer: Option<String>, place: &str) -> Standing {
        let flow = self.program.flows.get(f as usize);
        let step = flow.and_then(|f| f.steps.get(s as usize)).map_or_else(SmolStr::default, |s| s.name.clone());
        Standing { flow: flow.map_or_else(SmolStr::default, |f| f.name.clone()), step, answer, place: place.to_owned() }
    }

    fn blank(&self, f: u32) -> Thread {
        let vars = self.program.flows.get(f as usize).map_or(0, |f| f.vars.len());
        Thread { vars: vec![Val::Unknown; vars], ..Thread::default() }
    }

    /// For each flow a thread that holds a value in each variable.
    fn holders(&self, round: usize) -> Vec<(Option<Standing>, Thread)> {
        let taken = self.taken();
        let flows = self.program.flows.iter().enumerate().filter_map(|(f, flow)| {
            let first = self.index.flows.get(f)?.first_step;
            // It stands in the first step in which anybody waits.
            let (at, pc) = (0..flow.steps.len() as u32).find_map(|s| {
                let (_, pc) = self.stops(Home::Step(f as u32, s), self.entry_of(f as u32, s)?).first().cloned()?;
                Some((s, pc))
            })?;
            let vars = flow.vars.iter().map(|v| self.sample(&v.slot, round)).collect();
            let events = self.program.events.iter().enumerate().filter(|(e, _)| taken.contains(&(*e as u32)));
            let events = events.map(|(e, event)| (e as u32, event.params.iter().map(|p| self.sample(&p.slot, round)).collect())).collect();
            let consents = self.agreed();
            Some((
                None,
                Thread {
                    flow: f as u32,
                    frames: vec![self.waiting(Home::Step(f as u32, at), first + at, pc)],
                    vars,
                    events,
                    consents,
                    ..Thread::default()
                },
            ))
        });
        flows.take(OPEN_CASES).collect()
    }

    /// A session of these cases; with a round also one that runs every limit and rule and holds every parameter.
    fn probe(self: &Arc<Self>, threads: Vec<(Option<Standing>, Thread)>, round: Option<usize>) -> Probe {
        let core = Core { due: NEVER, line: Line::Organisation, opened: threads.len() as u32, ..Core::default() };
        let (standings, cases): (Vec<_>, Vec<_>) = threads.into_iter().unzip();
        let mut all = vec![Thread { ended: true, flow: NONE, ..Thread::default() }];
        all.extend(cases.into_iter().enumerate().map(|(i, t)| Thread { id: i as u32 + 1, ..t }));
        let full = round.is_some();
        let params = self.program.params.iter().map(|p| round.map_or(Val::Unknown, |n| self.sample(&p.slot, n))).collect();
        let items = self.program.forms.iter().enumerate().filter(|_| full).map(|(f, form)| {
            let values = form.fields.iter().map(|x| round.map_or(Val::Unknown, |n| self.sample(&x.slot, n))).collect();
            Record { form: f as u32, values, confirmed: false }
        });
        let items: Vec<Record> = items.collect();
        let kept = items.len();
        let limits = if round == Some(0) { Limits::all(self) } else { Limits::none(self) };
        let st = State { core, params, threads: all, records: Records { items, kept }, limits, turns: Vec::new() };
        let watch = self.rules.any().then(|| Box::new(if round == Some(0) { Watch::all(self) } else { Watch::new(self, 0, false) }));
        let session = Session {
            m: Arc::clone(self),
            st,
            out: Vec::new(),
            id: SmolStr::default(),
            saved: None,
            watch,
            lines: None,
            hears: false,
            run: 0,
        };
        Probe { session, standings }
    }

    /// The actions that a customer may agree to: by an option.
    fn agreed(&self) -> Vec<u32> {
        let p = &self.program;
        let options = p.flows.iter().flat_map(|f| f.options.iter().chain(f.steps.iter().flat_map(|s| &s.options)));
        let acts = options.flat_map(|o| &o.acts).filter_map(|act| if let Act::Consent(all) = act { Some(all) } else { None });
        acts.flatten().copied().collect::<BTreeSet<u32>>().into_iter().collect()
    }

    /// The declared events that a flow takes, whose latest arguments it keeps.
    fn taken(&self) -> BTreeSet<u32> {
        let mut taken = BTreeSet::new();
        self.program.each_event(&mut |on| taken.extend(if let EventKind::Declared(event, _) = &on.kind { Some(*event) } else { None }));
        taken
    }

    /// Every place for a value.
    fn slots(&self) -> impl Iterator<Item = &Slot> {
        let p = &self.program;
        let fields = p.forms.iter().flat_map(|f| f.fields.iter().map(|x| &x.slot));
        let vars = p.flows.iter().flat_map(|f| f.vars.iter().map(|v| &v.slot));
        let taken = self.taken();
        let args = p
            .events
            .iter()
            .enumerate()
            .filter(move |(e, _)| taken.contains(&(*e as u32)))
            .flat_map(|(_, e)| e.params.iter().map(|x| &x.slot));
        p.params.iter().map(|x| &x.slot).chain(fields).chain(vars).chain(args)
    }

    fn sample(&self, slot: &Slot, round: usize) -> Val {
        let mut all = self.samples(slot);
        let at = round % all.len().max(1);
        if all.is_empty() { Val::Unknown } else { all.swap_remove(at) }
    }

    /// Values of a place: the ends of its range, each leaf, else one that is typical.
    fn samples(&self, slot: &Slot) -> Vec<Val> {
        let end = |e: &Option<Box<Expr>>| match e.as_deref() {
            Some(Expr::Value(value)) => known(value),
            _ => None,
        };
        if let Some(range) = slot.range.as_ref().filter(|_| !matches!(slot.ty, Type::List(_))) {
            let ends: Vec<Val> = [end(&range.low), end(&range.high).filter(|_| !range.open)].into_iter().flatten().collect();
            if !ends.is_empty() {
                return ends;
            }
        }
        match &slot.ty {
            Type::Text | Type::Recording | Type::Signature => vec![Val::Text("某".into())],
            Type::Mobile => vec![Val::Text("13800000000".into())],
            Type::Phone => vec![Val::Text("057488888888".into())],
            Type::Bool => vec![Val::Bool(true), Val::Bool(false)],
            Type::Integer | Type::Number | Type::Times | Type::Rings | Type::Chars | Type::Money | Type::Points | Type::Pace => {
                vec![Val::Number(Decimal(1_000_000))]
            }
            Type::Duration => vec![Val::Duration(3_600_000)],
            Type::Civil => vec![Val::Civil(1, CivilUnit::Days)],
            Type::Date => vec![Val::Date(20_454)],
            Type::Clock => vec![Val::Clock(36_000_000)],
            Type::Instant => vec![Val::Instant(1_767_232_800_000)],
            Type::Person(role) => vec![Val::Person(Arc::new(Person { name: "某人".into(), role: *role }))],
            Type::Role => (0..self.program.roles.len() as u32).map(Val::Role).collect(),
            Type::Phrases => (0..self.program.phrases.len() as u32).map(Val::Phrases).collect(),
            Type::Taxonomy(t) => {
                let leaves = self.program.taxonomies.get(*t as usize).map_or(0, |t| t.leaves.len());
                (0..leaves as u32).map(|leaf| Val::Leaf(*t, leaf)).collect()
            }
            Type::List(inner) => {
                let slot = Slot { ty: (**inner).clone(), optional: false, range: None };
                self.samples(&slot).into_iter().map(|v| Val::List(Arc::from([v]))).collect()
            }
            // The records of a probe stand in the order of the forms.
            Type::Form(form) => vec![Val::Record(*form)],
        }
    }
}

/// A value of the program as one of a session.
fn known(value: &Value) -> Option<Val> {
    Some(match value {
        Value::Number(n) => Val::Number(*n),
        Value::Duration(ms) => Val::Duration(*ms),
        Value::Clock(ms) => Val::Clock(*ms),
        Value::Date(days) => Val::Date(*days),
        _ => return None,
    })
}

//! Which parts of a program can have a say in a guarantee: what the flows that matter come by, and what is heard of there.

use crate::program::{Deadline, EventKind, EventPattern, Expr, Ladder, Op, Otherwise, Pattern, Pc, Program, Sentence, StretchRef};
use std::collections::BTreeSet;

/// The parts that count, by their places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cone {
    /// Flows with which a call may begin that can break the guarantee.
    pub(super) entries: BTreeSet<u32>,
    pub(super) flows: BTreeSet<u32>,
    pub(super) ops: BTreeSet<Pc>,
    pub(super) deadlines: BTreeSet<u32>,
    pub(super) ladders: BTreeSet<u32>,
    /// 周期 that do something of it when they are missed.
    pub(super) schedules: BTreeSet<u32>,
    /// Sentences by rule and place.
    pub(super) sentences: BTreeSet<(usize, usize)>,
}

/// Of whom a program is asked.
pub(super) struct Asked<'p> {
    pub(super) p: &'p Program,
    /// The guarantee.
    pub(super) rule: usize,
    /// Rules that are judged whatever they do: the guarantee, what it gives way to, what is assumed.
    pub(super) judged: BTreeSet<usize>,
    /// Whatever call agrees with what is assumed has to be found.
    pub(super) assumed: bool,
}

impl Cone {
    /// Everything that counts: more and more, until nothing new is heard of.
    pub(super) fn of(asked: &Asked<'_>) -> Self {
        let mut cone = Self { entries: asked.entries(), ..Self::default() };
        loop {
            let before = cone.clone();
            let (flows, ops) = reach(asked.p, &cone.entries, &cone);
            (cone.flows, cone.ops) = (flows, ops);
            cone.sentences = asked.sentences(&cone);
            let heard = Heard::of(asked, &cone);
            cone.deadlines.extend(asked.deadlines(&cone, &heard));
            cone.ladders.extend(asked.ladders(&cone, &heard));
            cone.schedules.extend(asked.schedules(&cone, &heard));
            if cone == before {
                return cone;
            }
        }
    }

    /// The 情形 of which a sentence that counts speaks.
    pub(super) fn stretches(&self, p: &Program) -> BTreeSet<u32> {
        let mut all = BTreeSet::new();
        for sentence in self.spoken(p) {
            let of = match &sentence.pattern {
                Pattern::Lasts(lasts) => Some(&lasts.of),
                Pattern::EachIn(of, ..) | Pattern::Only(_, of, _) => Some(of),
                _ => None,
            };
            all.extend(sentence.within.during.iter().chain(of).filter_map(|of| match of {
                StretchRef::Named(stretch) => Some(*stretch),
                _ => None,
            }));
        }
        all
    }

    fn spoken<'p>(&'p self, p: &'p Program) -> impl Iterator<Item = &'p Sentence> {
        self.sentences.iter().filter_map(|(r, s)| p.rules.get(*r)?.sentences.get(*s))
    }
}

/// What of the machine's own doing anything that counts takes notice of.
#[derive(Default)]
struct Heard {
    actions: BTreeSet<u32>,
    hand_over: bool,
    end: bool,
}

impl Heard {
    fn of(asked: &Asked<'_>, cone: &Cone) -> Self {
        let p = asked.p;
        let mut heard = Self::default();
        let mut look = |event: &EventPattern| match event.kind {
            EventKind::Do(action) => drop(heard.actions.insert(action)),
            EventKind::HandOver(_) => heard.hand_over = true,
            EventKind::End(_) | EventKind::Close => heard.end = true,
            _ => {}
        };
        for flow in cone.flows.iter().filter_map(|f| p.flows.get(*f as usize)) {
            let handlers = flow.handlers.iter().chain(flow.steps.iter().flat_map(|s| &s.handlers));
            handlers.flat_map(|h| &h.on).for_each(&mut look);
        }
        for op in cone.ops.iter().filter_map(|pc| p.code.get(*pc as usize)) {
            op.each_event(&mut look);
        }
        for deadline in cone.deadlines.iter().filter_map(|d| p.deadlines.get(*d as usize)) {
            deadline.events().map(|k| &k.event).chain(&deadline.limit.from).for_each(&mut look);
        }
        for ladder in cone.ladders.iter().filter_map(|l| p.ladders.get(*l as usize)) {
            let limits = ladder.rungs.iter().filter_map(|r| r.limit.as_ref());
            ladder.events().map(|k| &k.event).chain(limits.flat_map(|l| &l.from)).for_each(&mut look);
        }
        for stretch in cone.stretches(p).iter().filter_map(|s| p.stretches.get(*s as usize)) {
            stretch.from.iter().chain(&stretch.to).for_each(|k| look(&k.event));
        }
        p.schedules.iter().flat_map(|s| &s.duties).flat_map(|d| &d.on).for_each(&mut look);
        for sentence in cone.spoken(p) {
            sentence.each_keyed(&mut |k| look(&k.event));
        }
        // What was done already need not be done by 否则.
        heard.actions.extend(cone.spoken(p).flat_map(|s| s.remedies()).map(|(action, _)| action));
        heard
    }
}

impl Asked<'_> {
    /// The flows with which a call may begin that can break the guarantee; all of them where none can, or where something is assumed.
    fn entries(&self) -> BTreeSet<u32> {
        let p = self.p;
        // Of flows that only call each other, as those of a package that others use, a guarantee holds from wherever it is begun.
        let library = p.entries.is_empty() && p.rules.get(self.rule).is_some_and(|r| r.guarantee);
        let all: BTreeSet<u32> = if library { (0..p.flows.len() as u32).collect() } else { p.entries.iter().copied().collect() };
        if self.assumed {
            return all;
        }
        let whatever =
            Cone { deadlines: (0..p.deadlines.len() as u32).collect(), ladders: (0..p.ladders.len() as u32).collect(), ..Cone::default() };
        let breaks = |entry: &u32| {
            let (flows, ops) = reach(p, &BTreeSet::from([*entry]), &whatever);
            let sentences = p.rules.get(self.rule).map_or(&[][..], |r| &r.sentences);
            sentences.iter().any(|s| self.can_break(s, &flows, &ops))
        };
        let found: BTreeSet<u32> = all.iter().copied().filter(breaks).collect();
        if found.is_empty() { all } else { found }
    }

    /// Whether a sentence can be broken where a call comes by these flows and operations alone.
    fn can_break(&self, sentence: &Sentence, flows: &BTreeSet<u32>, ops: &BTreeSet<Pc>) -> bool {
        let within = sentence.within.during.iter().all(|stretch| match stretch {
            StretchRef::InFlow(flow) | StretchRef::InStep(flow, _) => flows.contains(flow),
            _ => true,
        });
        let pattern = &sentence.pattern;
        let opened = match pattern {
            Pattern::Never(_)
            | Pattern::Before(_)
            | Pattern::After(..)
            | Pattern::Next(..)
            | Pattern::Between(..)
            | Pattern::Barred(..)
            | Pattern::Apart(..)
            | Pattern::Only(..)
            | Pattern::Implies(..) => pattern.trigger(),
            _ => None,
        };
        within && opened.is_none_or(|trigger| trigger.on.iter().any(|k| self.can_come(&k.event.kind, flows, ops)))
    }

    /// Whether something can happen there.
    fn can_come(&self, kind: &EventKind, flows: &BTreeSet<u32>, ops: &BTreeSet<Pc>) -> bool {
        match kind {
            EventKind::Enter(flow, _) | EventKind::Leave(flow, _) => flows.contains(flow),
            EventKind::Do(action) => {
                let mut done = ops.iter().filter_map(|pc| self.p.code.get(*pc as usize));
                let ordered = || self.p.rules.iter().flat_map(|r| &r.sentences).flat_map(Sentence::remedies).any(|(a, _)| a == *action);
                done.any(|op| matches!(op, Op::Do(d) if d.action == *action)) || ordered()
            }
            _ => true,
        }
    }

    /// The sentences that count: those that are judged, and those whose 否则 somebody takes notice of.
    fn sentences(&self, cone: &Cone) -> BTreeSet<(usize, usize)> {
        let heard = Heard::of(self, cone);
        let takes = |remedy: &Otherwise| match remedy {
            Otherwise::Do(action, _) => heard.actions.contains(action),
            Otherwise::Escalate(ladder) => cone.ladders.contains(ladder),
        };
        let mut all = cone.sentences.clone();
        for (r, rule) in self.p.rules.iter().enumerate() {
            let counts = |s: &Sentence| self.judged.contains(&r) || s.otherwise.iter().any(takes);
            all.extend(rule.sentences.iter().enumerate().filter(|(_, s)| counts(s)).map(|(at, _)| (r, at)));
        }
        all
    }

    /// The 期限 that count: what they do is heard of, or leads on; or somebody asks for them by name.
    fn deadlines(&self, cone: &Cone, heard: &Heard) -> Vec<u32> {
        let mut named = BTreeSet::new();
        self.p.each_deciding(&mut |e| {
            if let Expr::Due(deadline, ..) = e {
                named.insert(*deadline);
            }
        });
        let runs = |d: &Deadline| d.flow.is_none_or(|f| cone.flows.contains(&f));
        let counts = |at: u32, d: &Deadline| named.contains(&at) || d.bodies().any(|body| self.tells(body, d.flow.is_none(), cone, heard));
        let all = self.p.deadlines.iter().enumerate().map(|(at, d)| (at as u32, d));
        all.filter(|(at, d)| runs(d) && counts(*at, d)).map(|(at, _)| at).collect()
    }

    /// The same of ladders; one that the guarantee itself starts counts as well.
    fn ladders(&self, cone: &Cone, heard: &Heard) -> Vec<u32> {
        let own = self.p.rules.get(self.rule).map_or(&[][..], |r| &r.sentences);
        let own = |at: u32| own.iter().flat_map(|s| &s.otherwise).any(|o| *o == Otherwise::Escalate(at));
        let runs = |l: &Ladder| l.flow.is_none_or(|f| cone.flows.contains(&f));
        let begun = self.begun();
        let alone = |at: u32, l: &Ladder| l.flow.is_none() && !begun.contains(&at);
        let counts = |at: u32, l: &Ladder| own(at) || heard.hand_over || self.tells(l.top, alone(at, l), cone, heard);
        let all = self.p.ladders.iter().enumerate().map(|(at, l)| (at as u32, l));
        all.filter(|(at, l)| runs(l) && counts(*at, l)).map(|(at, _)| at).collect()
    }

    /// The 周期 that count: what they do when they are missed is heard of, or leads on.
    fn schedules(&self, cone: &Cone, heard: &Heard) -> Vec<u32> {
        let all = self.p.schedules.iter().enumerate().map(|(at, s)| (at as u32, s));
        all.filter(|(_, s)| s.missed.is_some_and(|body| self.tells(body, true, cone, heard))).map(|(at, _)| at).collect()
    }

    /// Ladders that a call or a case starts, whose 结束 is then its own; those that only a 期限 outside any flow starts are nobody's.
    fn begun(&self) -> BTreeSet<u32> {
        let p = self.p;
        let flows = (0..p.flows.len() as u32).collect();
        let of_flows = |flow: Option<u32>| flow.is_some();
        let deadlines = p.deadlines.iter().enumerate().filter(|(_, d)| of_flows(d.flow)).map(|(at, _)| at as u32);
        let ladders = p.ladders.iter().enumerate().filter(|(_, l)| of_flows(l.flow)).map(|(at, _)| at as u32);
        let theirs = Cone { deadlines: deadlines.collect(), ladders: ladders.collect(), ..Cone::default() };
        let (_, ops) = reach(p, &flows, &theirs);
        let climbed = ops.iter().filter_map(|pc| match p.code.get(*pc as usize) {
            Some(Op::Climb(ladder, _)) => Some(*ladder),
            _ => None,
        });
        let remedies = p.rules.iter().flat_map(|r| &r.sentences).flat_map(|s| &s.otherwise);
        let ordered = remedies.filter_map(|o| if let Otherwise::Escalate(ladder) = o { Some(*ladder) } else { None });
        climbed.chain(ordered).collect()
    }

    /// Whether code that a limit runs does anything but what nobody hears of; alone it has no call and no case that it could end.
    fn tells(&self, body: Pc, alone: bool, cone: &Cone, heard: &Heard) -> bool {
        let (_, ops) = reach_from(self.p, vec![body], BTreeSet::new());
        ops.iter().filter_map(|pc| self.p.code.get(*pc as usize)).any(|op| match op {
            Op::Tip(_)
            | Op::Settle
            | Op::Anew(..)
            | Op::CloseHere(_)
            | Op::Jump(_)
            | Op::Unless(..)
            | Op::Branch(_)
            | Op::Rest
            | Op::Resume => false,
            Op::Do(action) => heard.actions.contains(&action.action) || action.into.is_some() || action.limit.is_some(),
            Op::Climb(ladder, _) => cone.ladders.contains(ladder),
            Op::End(_) => !alone || heard.end,
            _ => true,
        })
    }
}

/// What a call comes by that begins with one of these flows: flows and operations, what the limits of a cone do included.
fn reach(p: &Program, entries: &BTreeSet<u32>, cone: &Cone) -> (BTreeSet<u32>, BTreeSet<Pc>) {
    let of_limits = |flow: Option<u32>| {
        let deadlines = cone.deadlines.iter().filter_map(|d| p.deadlines.get(*d as usize)).filter(move |d| d.flow == flow);
        let ladders = cone.ladders.iter().filter_map(|l| p.ladders.get(*l as usize)).filter(move |l| l.flow == flow);
        deadlines.flat_map(Deadline::bodies).chain(ladders.map(|l| l.top)).collect::<Vec<Pc>>()
    };
    let missed = cone.schedules.iter().filter_map(|s| p.schedules.get(*s as usize)?.missed);
    let (mut flows, mut ops) = reach_from(p, of_limits(None).into_iter().chain(missed).collect(), entries.clone());
    loop {
        let bodies: Vec<Pc> = flows.iter().flat_map(|f| of_limits(Some(*f))).filter(|pc| !ops.contains(pc)).collect();
        if bodies.is_empty() {
            return (flows, ops);
        }
        let (more, by) = reach_from(p, bodies, flows.clone());
        flows.extend(more);
        ops.extend(by);
    }
}

/// Flows and operations that are come by from these, through calls, cases and handlers.
fn reach_from(p: &Program, mut todo: Vec<Pc>, mut flows: BTreeSet<u32>) -> (BTreeSet<u32>, BTreeSet<Pc>) {
    let mut ops = BTreeSet::new();
    let mut open: Vec<u32> = flows.iter().copied().collect();
    loop {
        for flow in open.drain(..).filter_map(|f| p.flows.get(f as usize)) {
            let handlers = flow.handlers.iter().chain(flow.steps.iter().flat_map(|s| &s.handlers)).map(|h| h.body);
            let options = flow.options.iter().chain(flow.steps.iter().flat_map(|s| &s.options)).map(|o| o.body);
            todo.extend(flow.steps.iter().map(|s| s.entry).chain(handlers).chain(options));
        }
        let Some(pc) = todo.pop() else { return (flows, ops) };
        let Some(op) = p.code.get(pc as usize).filter(|_| ops.insert(pc)) else { continue };
        if let Op::OpenCase(flow, _) | Op::Call(flow, ..) | Op::GotoFlow(flow, _) = op
            && flows.insert(*flow)
        {
            open.push(*flow);
        }
        op.next(pc, |next| todo.push(next));
    }
}

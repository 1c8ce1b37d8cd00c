//! What is known of a program's rules beforehand: which sentences each sort of event can touch, and in which of their places.

use super::class::{self, Class, FORBIDDEN, OVERDUE, WORDS, channels, of_kind};
use super::listeners::{Listeners, Target};
use super::places::{events_of, roles, turn_of};
use super::words::Heard;
use crate::program::{EventKind, EventPattern, Expr, KeyedEvent, Line, Measure, Pattern, Program, Rule, SayWords, Sentence, StretchRef};
use crate::runtime::heard::derived;
use crate::runtime::pattern::silence_of;

/// A triggers: A of P1–P3, P8–P17, B of P6.
pub(crate) const OPEN: u16 = 1;
/// What is asked for or forbidden.
pub(crate) const ANSWER: u16 = 2;
/// 除非
pub(crate) const CANCEL: u16 = 4;
/// 自
pub(crate) const FROM: u16 = 8;
/// 至
pub(crate) const TO: u16 = 16;
/// Counted by the upper bound.
pub(crate) const COUNT: u16 = 32;
/// Counted by the lower bound.
pub(crate) const LEAST: u16 = 64;
/// A 句, or what 首先 and 最后 count.
pub(crate) const TURN: u16 = 128;
/// Its arguments are remembered.
pub(crate) const FACT: u16 = 256;
/// It may make the instant of P18 known.
pub(crate) const ARM: u16 = 512;

/// The rules of a program.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub(crate) sentences: Vec<SentenceIx>,
    pub(crate) stretches: Vec<StretchIx>,
    pub(crate) words: Heard,
    /// Lengths that some pattern bounds.
    pub(crate) lengths: Vec<EventPattern>,
    pub(crate) metrics: bool,
    /// Flows wait for what is derived.
    pub(crate) flows: bool,
    /// Derived events of turns are listened for.
    pub(crate) talks: bool,
    /// The program's measure first, then those that rules and flows have of their own.
    pub(crate) measures: Vec<Measure>,
    /// For each flow, into [`Rules::measures`].
    pub(crate) of_flows: Vec<u8>,
    /// Stretches of silence: whose, their place.
    pub(crate) silences: Vec<(u8, u32)>,
    /// Somebody wants to know which step is entered or left, or what is chosen.
    pub(crate) moves: bool,
    /// Sentences that give way where a condition holds, whatever it reads.
    pub(crate) restless: Vec<u32>,
    by: Listeners,
}

/// A sentence.
#[derive(Debug)]
pub(crate) struct SentenceIx {
    pub(crate) rule: u32,
    /// From 0.
    pub(crate) number: u32,
    pub(crate) line: Line,
    pub(crate) keyed: bool,
    /// Into [`Rules::measures`].
    pub(crate) measure: u8,
    /// Its events, each with the place it has in the sentence.
    pub(crate) roles: Vec<(u16, KeyedEvent)>,
    /// The sort of 句 it counts.
    pub(crate) turn: Option<Class>,
    /// Into [`Rules::stretches`].
    pub(crate) during: Vec<u32>,
    /// The stretch it speaks of.
    pub(crate) subject: Option<u32>,
    /// Events whose arguments 若 reads.
    pub(crate) needs: Vec<u32>,
    /// The channels that can hide a trigger; an answer.
    pub(crate) hides: (u8, u8),
    /// Those that can hide the beginning of a stretch it speaks of.
    pub(crate) within: u8,
    /// Sentences that it gives way to, and those that give way to it.
    pub(crate) higher: Vec<u32>,
    pub(crate) lower: Vec<u32>,
}

/// A stretch some sentence speaks of.
#[derive(Debug)]
pub(crate) struct StretchIx {
    pub(crate) of: StretchRef,
    /// Sentences whose scope or subject it is.
    pub(crate) listeners: Vec<u32>,
    /// Sentences that give way while it lasts.
    pub(crate) pauses: Vec<u32>,
}

impl Rules {
    /// Makes the index of a valid program.
    pub(crate) fn new(p: &Program) -> Self {
        let mut rules = Self { measures: vec![p.measure.clone()], ..Self::default() };
        rules.of_flows = p.flows.iter().map(|f| rules.measure(f.measure.as_ref())).collect();
        for (r, rule) in p.rules.iter().enumerate() {
            for (s, sentence) in rule.sentences.iter().enumerate() {
                let ix = rules.sentence(p, r as u32, s as u32, rule, sentence);
                rules.sentences.push(ix);
            }
        }
        rules.pauses(p);
        for (i, metric) in p.metrics.iter().enumerate() {
            rules.metric(p, i as u32, metric);
        }
        rules.metrics = !p.metrics.is_empty();
        for pattern in derived(p) {
            rules.flows = true;
            rules.listen(p, pattern, Target::Flow);
        }
        rules.by.ready();
        rules.words.ready();
        rules.moves = rules.by.classes().any(class::moves)
            || rules.lengths.iter().any(|pattern| matches!(pattern.kind, EventKind::Stay))
            || p.forbids.iter().any(|forbid| !forbid.scope.is_everywhere());
        rules
    }

    /// Whether anything is watched.
    #[inline]
    pub(crate) fn any(&self) -> bool {
        !self.sentences.is_empty() || self.metrics || self.flows
    }

    /// Who wants to know of a sort.
    pub(crate) fn targets(&self, class: Class) -> &[Target] {
        self.by.of(class)
    }

    /// The place of a sentence in the index.
    pub(crate) fn place(&self, rule: u32, number: u32) -> Option<u32> {
        self.sentences.iter().position(|s| s.rule == rule && s.number == number).map(|i| i as u32)
    }

    fn sentence(&mut self, p: &Program, rule: u32, number: u32, of: &Rule, s: &Sentence) -> SentenceIx {
        let at = Target::Sentence(self.sentences.len() as u32);
        let mut ix = SentenceIx {
            rule,
            number,
            line: of.line,
            keyed: false,
            measure: self.measure(of.measure.as_ref()),
            roles: roles(s),
            turn: None,
            during: Vec::new(),
            subject: None,
            needs: Vec::new(),
            hides: (0, 0),
            within: 0,
            higher: Vec::new(),
            lower: Vec::new(),
        };
        // A rule by 工单 has an instance for each case as it is.
        ix.keyed = of.key.is_some() && !ix.roles.iter().any(|(_, k)| k.key == Some(Expr::Case));
        if let Some(e) = &s.within.provided {
            events_of(e, &mut ix.needs);
        }
        let facts = ix.needs.iter().filter_map(|event| fact(p, of, *event));
        let facts = facts.filter(|k| ix.roles.iter().all(|(_, known)| known.event.kind != k.event.kind));
        let facts: Vec<_> = facts.map(|k| (FACT, k)).collect();
        ix.roles.extend(facts);
        if s.duty == crate::program::Duty::May {
            // What is permitted is judged nowhere; its scope alone is asked for.
            ix.roles.retain(|(place, _)| *place & (FROM | TO | FACT) != 0);
        }
        for (place, keyed) in &ix.roles {
            self.listen(p, &keyed.event, at);
            let hidden = channels(&keyed.event.kind, keyed.event.actor.as_ref());
            if place & OPEN != 0 {
                ix.hides.0 |= hidden;
            }
            if place & ANSWER != 0 {
                ix.hides.1 |= hidden;
            }
        }
        ix.turn = turn_of(s);
        if let Some(class) = ix.turn {
            self.by.add(class, at);
            // No answer is a 句 as well, whether or not a rule names it.
            self.talks = true;
        }
        for stretch in &s.within.during {
            ix.during.push(self.stretch(p, stretch, Some(at)));
            ix.within |= hidden_by(p, stretch);
        }
        let subject = match &s.pattern {
            Pattern::Lasts(lasts) => Some((&lasts.of, true)),
            Pattern::EachIn(stretch, ..) => Some((stretch, true)),
            Pattern::Only(_, stretch, _) => Some((stretch, false)),
            _ => None,
        };
        if let Some((stretch, told)) = subject {
            ix.subject = Some(self.stretch(p, stretch, told.then_some(at)));
            ix.within |= hidden_by(p, stretch);
        }
        ix
    }

    /// The place of a measure; that of the program where there is no own one.
    fn measure(&mut self, own: Option<&Measure>) -> u8 {
        let Some(own) = own else { return 0 };
        let at = self.measures.iter().position(|m| m == own).unwrap_or_else(|| {
            self.measures.push(own.clone());
            self.measures.len() - 1
        });
        u8::try_from(at).unwrap_or(0)
    }

    /// A stretch, known from now on.
    fn stretch(&mut self, p: &Program, of: &StretchRef, listener: Option<Target>) -> u32 {
        let slot = self.stretches.iter().position(|s| s.of == *of).unwrap_or_else(|| {
            let slot = self.stretches.len() as u32;
            self.stretches.push(StretchIx { of: of.clone(), listeners: Vec::new(), pauses: Vec::new() });
            self.listen_stretch(p, of, slot);
            slot as usize
        });
        if let (Some(Target::Sentence(q)), Some(ix)) = (listener, self.stretches.get_mut(slot))
            && !ix.listeners.contains(&q)
        {
            ix.listeners.push(q);
        }
        slot as u32
    }

    fn listen_stretch(&mut self, p: &Program, of: &StretchRef, slot: u32) {
        let target = Target::Stretch(slot);
        let classes: Vec<Class> = match of {
            StretchRef::Named(named) => {
                for keyed in p.stretches.get(*named as usize).iter().flat_map(|s| s.from.iter().chain(&s.to)) {
                    self.listen(p, &keyed.event, target);
                }
                Vec::new()
            }
            StretchRef::Ringing => vec![(1, 0, 0), (4, 0, 0), (18, 0, 0), (19, 0, 0)],
            StretchRef::Connected => vec![(4, 0, 0), (18, 0, 0), (19, 0, 0)],
            StretchRef::Speaking(_) => vec![(5, 0, 0), (6, 0, 0)],
            StretchRef::OnHold => vec![(12, 0, 0), (13, 0, 0), (18, 0, 0), (19, 0, 0)],
            StretchRef::Muted(_) => vec![(14, 0, 0), (15, 0, 0), (18, 0, 0), (19, 0, 0)],
            StretchRef::InStep(flow, step) => vec![(25, *flow, *step), (26, *flow, *step)],
            StretchRef::InFlow(flow) => vec![(43, *flow, 0), (44, *flow, 0)],
            StretchRef::InPhase(taxonomy, leaf) => {
                let mut classes = Vec::new();
                for (f, flow) in p.flows.iter().enumerate() {
                    for (s, step) in flow.steps.iter().enumerate() {
                        if step.phase == Some((*taxonomy, *leaf)) {
                            classes.extend([(25, f as u32, s as u32), (26, f as u32, s as u32)]);
                        }
                    }
                }
                classes
            }
            StretchRef::Silence(actor) => {
                self.silences.push((silence_of(actor.as_ref()), slot));
                Vec::new()
            }
            StretchRef::Calendar(..) => Vec::new(),
        };
        for class in classes {
            self.by.add(class, target);
        }
    }

    /// Something wants to know of a pattern's events.
    fn listen(&mut self, p: &Program, pattern: &EventPattern, target: Target) {
        let class = match &pattern.kind {
            EventKind::Says(words @ (SayWords::Line(..) | SayWords::Class(..))) => Some((WORDS, self.words.add(p, words), 0)),
            EventKind::SaysForbidden(forbid) => {
                self.words.add_forbid(p, *forbid);
                Some((FORBIDDEN, *forbid, 0))
            }
            kind => of_kind(kind),
        };
        let Some(class) = class else { return };
        let bare = EventPattern { filter: None, ..pattern.clone() };
        match pattern.kind {
            EventKind::Silence | EventKind::Stay | EventKind::CallTime | EventKind::TalkOver if !self.lengths.contains(&bare) => {
                self.lengths.push(bare);
            }
            _ => {}
        }
        self.talks |=
            matches!(pattern.kind, EventKind::NoReply | EventKind::Reply | EventKind::Backchannel | EventKind::TalkOver | EventKind::CutIn);
        self.by.add(class, target);
    }

    /// Which sentences give way to which, and while a stretch lasts.
    fn pauses(&mut self, p: &Program) {
        let sentences = |(r, s): &(u32, u32)| p.rules.get(*r as usize).and_then(|rule| rule.sentences.get(*s as usize));
        for q in 0..self.sentences.len() {
            let Some(ix) = self.sentences.get(q) else { continue };
            let Some(sentence) = sentences(&(ix.rule, ix.number)) else { continue };
            let before = || sentence.yields.iter().filter_map(sentences);
            let during: Vec<StretchRef> = before().flat_map(|s| s.within.during.iter().cloned()).collect();
            if before().any(|s| s.within.provided.is_some()) {
                self.restless.push(q as u32);
            }
            let higher: Vec<u32> = sentence.yields.iter().filter_map(|(rule, number)| self.place(*rule, *number)).collect();
            for other in &higher {
                self.sentences.get_mut(*other as usize).into_iter().for_each(|ix| ix.lower.push(q as u32));
            }
            self.sentences.get_mut(q).into_iter().for_each(|ix| ix.higher.clone_from(&higher));
            for stretch in &mut self.stretches {
                if during.contains(&stretch.of) {
                    stretch.pauses.push(q as u32);
                }
            }
        }
    }

    fn metric(&mut self, p: &Program, at: u32, metric: &crate::program::Metric) {
        use crate::program::Counted;
        for counted in [&metric.part, &metric.of] {
            match counted {
                Counted::Events(events) | Counted::EventsIn(events, ..) => {
                    events.iter().for_each(|k| self.listen(p, &k.event, Target::Metric(at)));
                }
                Counted::Breaches(deadline) => self.by.add((OVERDUE, *deadline, 0), Target::Metric(at)),
            }
            if let Counted::EventsIn(_, stretch, _) = counted {
                self.stretch(p, stretch, None);
            }
        }
        metric.by.iter().for_each(|k| self.listen(p, &k.event, Target::Metric(at)));
    }
}

/// The channels that can hide that a stretch begins. When a call is answered and where a flow stands is known without them.
fn hidden_by(p: &Program, of: &StretchRef) -> u8 {
    match of {
        StretchRef::Named(named) => {
            let from = p.stretches.get(*named as usize).into_iter().flat_map(|s| &s.from);
            from.fold(0, |all, k| all | channels(&k.event.kind, k.event.actor.as_ref()))
        }
        StretchRef::Speaking(actor) => channels(&EventKind::Begin, Some(actor)),
        StretchRef::Muted(actor) => channels(&EventKind::Mute, actor.as_ref()),
        StretchRef::OnHold => channels(&EventKind::Hold, None),
        StretchRef::Silence(actor) => channels(&EventKind::Begin, actor.as_ref()),
        StretchRef::Ringing | StretchRef::Connected => 0,
        StretchRef::InStep(..) | StretchRef::InFlow(_) | StretchRef::InPhase(..) | StretchRef::Calendar(..) => 0,
    }
}

/// An event whose latest arguments 若 reads, with the key by the name that the rule gives it.
fn fact(p: &Program, rule: &Rule, event: u32) -> Option<KeyedEvent> {
    let declared = p.events.get(event as usize)?;
    let key = match &rule.key {
        Some(name) => {
            let first = name.split('.').next().unwrap_or_default();
            let at = declared.params.iter().position(|p| p.name == first);
            Some(Expr::EventArg(event, at? as u32))
        }
        None => None,
    };
    let pattern = EventPattern { kind: EventKind::Declared(event, Vec::new()), actor: None, test: None, filter: None };
    Some(KeyedEvent { event: pattern, key })
}

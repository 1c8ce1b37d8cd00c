//! What people do on the line: the events by which they make what the program is for.

use super::Why;
use super::reads::Reads;
use crate::program::{
    Actor, Attr, EventKind, EventPattern, Expr, Pattern, Program, SayWords, StretchRef, TemplatePart, Until, Value, Within,
};
use crate::runtime::{Called, Event, Machine, Told, Who};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Rings that are told at most.
const RINGS: i64 = 30;
/// Patterns of words of which any two may be said in one breath.
const PAIRED: usize = 6;
/// Phrases of one pattern that are said each.
const PHRASES: usize = 24;

/// What people do that anything in the program is for.
pub(super) struct People<'m> {
    machine: &'m Machine,
    reads: &'m Reads,
    /// Somebody hears what is said, or when.
    pub(super) speech: bool,
    /// Why not all of it is tried.
    pub(super) cut: Option<Why>,
    /// Patterns of words: who says them, and what is one of them.
    heard: Vec<(Vec<Who>, Vec<String>)>,
}

impl<'m> People<'m> {
    pub(super) fn of(machine: &'m Machine, reads: &'m Reads) -> Self {
        Self { machine, reads, speech: false, cut: None, heard: Vec::new() }
    }

    /// All of it.
    pub(super) fn all(&mut self) -> Vec<Event> {
        let p = &self.machine.program;
        let mut all = Vec::new();
        let mut kinds: BTreeSet<SmolStr> = BTreeSet::new();
        p.each_event(&mut |pattern| {
            if let EventKind::Noise(Some(kind)) = &pattern.kind {
                kinds.insert(kind.clone());
            }
        });
        p.each_event(&mut |pattern| all.extend(self.known(pattern, &kinds)));
        for of in stretches(p) {
            all.extend(self.stretch(&of));
        }
        if self.reads.rings {
            all.extend(self.rings());
        }
        if self.reads.mood {
            all.extend(self.moods());
        }
        if self.speech {
            // Who answers whom, and who is silent, is told of a line that is open.
            all.push(Event::Answer);
        }
        all.extend(self.words());
        all
    }

    /// The events by which people make what a pattern is for.
    fn known(&mut self, pattern: &EventPattern, kinds: &BTreeSet<SmolStr>) -> Vec<Event> {
        let p = &self.machine.program;
        let actors = who(p, pattern.actor.as_ref());
        let by = |make: &dyn Fn(Who) -> Event| actors.iter().map(|who| make(*who)).collect::<Vec<_>>();
        match &pattern.kind {
            EventKind::Incoming => vec![Event::Incoming],
            EventKind::Outgoing => vec![Event::Outgoing(Called::default())],
            EventKind::Ring => self.rings(),
            EventKind::Answer | EventKind::CallTime => vec![Event::Answer],
            EventKind::Noise(kind) => {
                let other = || kinds.iter().cloned().chain([SmolStr::new("咳嗽"), SmolStr::new("别的声音")]).collect();
                let all: Vec<SmolStr> = kind.as_ref().map_or_else(other, |kind| vec![kind.clone()]);
                all.iter().flat_map(|kind| by(&|by| Event::Noise { by, kind: kind.clone() })).collect()
            }
            EventKind::Hold | EventKind::Resume => by(&Event::Hold).into_iter().chain(by(&Event::Resume)).collect(),
            EventKind::Mute | EventKind::Unmute => by(&Event::Mute).into_iter().chain(by(&Event::Unmute)).collect(),
            EventKind::Transfer(to) => vec![Event::Transfer(to.clone().unwrap_or_else(|| SmolStr::new("某处")))],
            EventKind::Transferred(_) => {
                let told = |well| Event::Told(Box::new(Told::Transferred(well)));
                vec![Event::Transfer(SmolStr::new("某处")), told(true), told(false)]
            }
            EventKind::HangUp => by(&Event::Hangup).into_iter().filter(|e| *e != Event::Hangup(Who::Customer)).collect(),
            EventKind::Mood(_) | EventKind::MoodRise | EventKind::MoodFall => self.moods(),
            EventKind::Backchannel => {
                self.hears(actors, vec!["嗯".to_owned()]);
                Vec::new()
            }
            EventKind::Says(words) => {
                let free = actors.iter().any(|who| !matches!(who, Who::Agent | Who::Role(_)));
                let texts = if free { self.texts(words) } else { Vec::new() };
                self.hears(actors, texts);
                Vec::new()
            }
            EventKind::Begin
            | EventKind::Finish
            | EventKind::Silence
            | EventKind::SaysForbidden(_)
            | EventKind::NoReply
            | EventKind::Reply
            | EventKind::TalkOver
            | EventKind::CutIn => {
                self.hears(actors, Vec::new());
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// What begins and ends a stretch that is not the script's own.
    fn stretch(&mut self, of: &StretchRef) -> Vec<Event> {
        let by = |actors: &[Who], make: fn(Who) -> Event| actors.iter().map(|who| make(*who)).collect::<Vec<_>>();
        match of {
            StretchRef::Ringing => vec![Event::Incoming, Event::Answer],
            StretchRef::Connected => vec![Event::Answer],
            StretchRef::OnHold => vec![Event::Hold(Who::Agent), Event::Resume(Who::Agent)],
            StretchRef::Muted(actor) => {
                let actors = who(&self.machine.program, actor.as_ref());
                by(&actors, Event::Mute).into_iter().chain(by(&actors, Event::Unmute)).collect()
            }
            StretchRef::Speaking(actor) => {
                self.hears(who(&self.machine.program, Some(actor)), Vec::new());
                Vec::new()
            }
            StretchRef::Silence(actor) => {
                self.hears(who(&self.machine.program, actor.as_ref()), Vec::new());
                Vec::new()
            }
            StretchRef::Named(_) | StretchRef::InStep(..) | StretchRef::InFlow(_) | StretchRef::InPhase(..) | StretchRef::Calendar(..) => {
                Vec::new()
            }
        }
    }

    /// Rings up to one more than anything asks for.
    fn rings(&mut self) -> Vec<Event> {
        let p = &self.machine.program;
        if asked_rings(p).into_iter().any(|asked| asked > RINGS) {
            self.cut = self.cut.or(Some(Why::Values));
        }
        let rings = told_rings(p).filter_map(|n| u32::try_from(n).ok()).map(Event::Ring);
        [Event::Incoming, Event::Answer].into_iter().chain(rings).collect()
    }

    fn moods(&self) -> Vec<Event> {
        (0..self.machine.moods().len() as u32).map(Event::Mood).collect()
    }

    /// What the agent says is what the script orders; others say what they like.
    fn hears(&mut self, actors: Vec<Who>, texts: Vec<String>) {
        self.speech = true;
        let free: Vec<Who> = actors.into_iter().filter(|who| !matches!(who, Who::Agent | Who::Role(_))).collect();
        if !free.is_empty() {
            self.heard.push((free, texts));
        }
    }

    /// Of each pattern a phrase, and all that another pattern may be for as well; any two of them in one breath.
    fn words(&mut self) -> Vec<Event> {
        let heard = std::mem::take(&mut self.heard);
        let mut said: Vec<(Vec<Who>, String)> = Vec::new();
        for (i, (actors, texts)) in heard.iter().enumerate() {
            said.push((actors.clone(), "喂".to_owned()));
            let others = || heard.iter().enumerate().filter(|(j, _)| *j != i).flat_map(|(_, (_, texts))| texts);
            let shared = |text: &&String| others().any(|other| other.contains(text.as_str()) || text.contains(other.as_str()));
            let alone = texts.iter().find(|text| !shared(text));
            let together: Vec<&String> = texts.iter().filter(shared).collect();
            if together.len() > PHRASES {
                self.cut = self.cut.or(Some(Why::Values));
            }
            said.extend(alone.into_iter().chain(together.into_iter().take(PHRASES)).map(|text| (actors.clone(), text.clone())));
        }
        let firsts: Vec<(&Vec<Who>, &String)> = heard.iter().filter_map(|(actors, texts)| Some((actors, texts.first()?))).collect();
        if firsts.len() > PAIRED {
            self.cut = self.cut.or(Some(Why::Values));
        } else {
            for (i, (actors, one)) in firsts.iter().enumerate() {
                for (others, other) in firsts.iter().skip(i + 1).filter(|(_, other)| other != one) {
                    let both = actors.iter().filter(|who| others.contains(who)).copied().collect();
                    said.push((both, format!("{one}，{other}")));
                }
            }
        }
        let say = |who: Who, text: &str| Event::Say { who, text: SmolStr::new(text), until: None };
        said.iter().flat_map(|(actors, text)| actors.iter().map(move |who| say(*who, text))).collect()
    }

    /// Texts that a pattern of words is for.
    fn texts(&mut self, words: &SayWords) -> Vec<String> {
        let p = &self.machine.program;
        let lines: Vec<u32> = match words {
            SayWords::Line(line, _) => vec![*line],
            SayWords::Class(class, ..) => p.phrases.get(*class as usize).map_or(Vec::new(), |c| c.entries.clone()),
            SayWords::ClassVar(_) => p.phrases.iter().flat_map(|c| c.entries.iter().copied()).collect(),
        };
        let texts: Option<Vec<String>> = lines.iter().filter_map(|line| p.lines.get(*line as usize)).map(|t| plain(&t.parts)).collect();
        if texts.is_none() {
            // Nobody says a value by chance.
            self.cut = self.cut.or(Some(Why::Untried));
        }
        texts.unwrap_or_default()
    }
}

/// Rings that are told apart: up to one more than anything asks for.
pub(super) fn told_rings(p: &Program) -> std::ops::RangeInclusive<i64> {
    1..=asked_rings(p).into_iter().max().unwrap_or(0).clamp(5, RINGS) + 1
}

/// The numbers with which anything compares that of the rings; all there are where it goes on elsewhere.
fn asked_rings(p: &Program) -> Vec<i64> {
    let (mut found, mut all, mut seen, mut compared) = (Vec::new(), Vec::new(), 0_usize, 0_usize);
    let number = |e: &Expr| match e {
        Expr::Value(Value::Number(n)) => Some(n.0.div_euclid(1_000_000)),
        _ => None,
    };
    let ring = |e: &Expr| matches!(e, Expr::Ring | Expr::Attr(Attr::Ring));
    p.each_deciding(&mut |e| {
        seen += usize::from(ring(e));
        all.extend(number(e));
        if let Expr::Test(subject, test) = e
            && ring(subject)
        {
            compared += 1;
            found.extend(test.bounds().filter_map(number));
        }
    });
    p.each_event(&mut |event| {
        if event.kind == EventKind::Ring {
            found.extend(event.test.iter().flat_map(|t| t.bounds().filter_map(number).collect::<Vec<_>>()));
        }
    });
    for sentence in p.rules.iter().flat_map(|r| &r.sentences) {
        for until in sentence.pattern.bound().iter().flat_map(|b| b.most.iter().chain(&b.least)) {
            if let Until::Count(_, e) = until {
                found.extend(number(e));
            }
        }
    }
    if seen > compared { all } else { found }
}

/// The stretches that sentences speak of.
fn stretches(p: &Program) -> Vec<StretchRef> {
    let mut all = Vec::new();
    for sentence in p.rules.iter().flat_map(|r| &r.sentences) {
        let Within { during, .. } = &sentence.within;
        all.extend(during.iter().cloned());
        match &sentence.pattern {
            Pattern::Lasts(lasts) => all.push(lasts.of.clone()),
            Pattern::EachIn(of, ..) | Pattern::Only(_, of, _) => all.push(of.clone()),
            _ => {}
        }
    }
    all
}

/// Who may be meant.
fn who(p: &Program, actor: Option<&Actor>) -> Vec<Who> {
    match actor {
        Some(Actor::Customer) => vec![Who::Customer],
        Some(Actor::Agent) => vec![Who::Agent],
        Some(Actor::Third) => vec![Who::Third],
        Some(Actor::System) => vec![Who::System],
        Some(Actor::Role(name)) => p.roles.iter().position(|r| r.name == *name).map(|r| Who::Role(r as u32)).into_iter().collect(),
        None => vec![Who::Customer, Who::Agent, Who::Third],
    }
}

/// Words as they stand in the program; none where a value belongs into them.
fn plain(parts: &[TemplatePart]) -> Option<String> {
    let mut out = String::new();
    for part in parts {
        match part {
            TemplatePart::Plain(text) => out.push_str(text),
            TemplatePart::Key(inner) => out.push_str(&plain(inner)?),
            TemplatePart::Gap => out.push('…'),
            TemplatePart::Value(..) | TemplatePart::Capture(..) => return None,
        }
    }
    Some(out)
}

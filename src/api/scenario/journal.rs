//! What happened in a call so far: for expectations, and for the transcript of one that fails.

use super::report::CallLine;
use crate::api::narrate;
use crate::base::{Lang, Message};
use crate::program::{Op, Say, SayWords, Severity};
use crate::runtime::{Effect, EffectKind, Finding, Machine, Showing};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// What happened so far.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// The transcript.
    pub(super) call: Vec<Told>,
    /// Lines that the machine ordered.
    pub(super) said: Vec<Said>,
    /// Actions that were done.
    pub(super) did: Vec<Did>,
    /// Results of the call and of its cases.
    pub(super) ended: Vec<String>,
    /// Roles that a rung handed to.
    pub(super) handed: Vec<u32>,
    /// Breaches of rules and limits.
    pub(super) breaches: Vec<Breach>,
    start: i64,
}

/// A line of the transcript, in both languages.
#[derive(Debug)]
pub(super) struct Told {
    time: String,
    given: bool,
    text: Message,
}

/// A line that the machine ordered.
#[derive(Debug)]
pub(super) struct Said {
    /// Its alternatives, values put in.
    pub(super) words: Vec<String>,
    /// The classes it names.
    pub(super) classes: Vec<u32>,
}

/// A rule that was broken, or a limit.
#[derive(Debug, Clone)]
pub(super) struct Breach {
    /// The rule, 期限 or 周期.
    pub(super) name: SmolStr,
    /// When it happened, or up to when it should have.
    pub(super) at: i64,
    /// How grave it is.
    pub(super) severity: Severity,
}

impl Breach {
    /// The breach that a finding tells of; none for one that nobody is sure of, and for what the machine finds of itself.
    pub(super) fn of(machine: &Machine, found: &Finding, at: i64) -> Option<Self> {
        let program = &machine.program;
        match found {
            Finding::Rule(f) if f.broken => {
                let name = program.rules.get(f.rule as usize)?.name.clone();
                let at = f.event.as_ref().map(|e| e.at).or(f.missing.map(|(_, to)| to)).unwrap_or(at);
                Some(Self { name, at, severity: f.severity })
            }
            Finding::Overdue(note) | Finding::Missed(note) | Finding::ErasedEarly(note) => {
                let deadline = matches!(found, Finding::Overdue(_)).then(|| program.deadlines.get(note.of as usize)).flatten();
                let severity = deadline.and_then(|d| d.severity).unwrap_or_default();
                Some(Self { name: machine.limit_name(note.kind, note.of).into(), at, severity })
            }
            _ => None,
        }
    }
}

/// An action that was done.
#[derive(Debug)]
pub(super) struct Did {
    /// Which.
    pub(super) action: u32,
    /// By position.
    pub(super) args: Vec<Json>,
}

impl Journal {
    /// An empty one; times are counted from `start`.
    pub(super) fn new(start: i64) -> Self {
        Self { start, ..Self::default() }
    }

    /// Notes what the scenario did.
    pub(super) fn given(&mut self, at: i64, text: Message) {
        self.push(at, true, text);
    }

    /// Notes what the machine did.
    pub(super) fn effect(&mut self, machine: &Machine, effect: &Effect) {
        if let Some(text) = narrate::effect(machine, effect) {
            self.push(effect.at, false, text);
        }
        match &effect.kind {
            EffectKind::Say(_) | EffectKind::Ask(_) => {
                let say = match machine.program.code.get(effect.pc as usize) {
                    Some(Op::Say(say)) => Some(&**say),
                    Some(Op::Ask(ask)) => Some(&ask.say),
                    _ => None,
                };
                self.said.push(Said { words: narrate::words(machine, effect), classes: say.map(classes).unwrap_or_default() });
            }
            EffectKind::Do(done) => {
                self.did.push(Did { action: done.action, args: done.args.iter().map(|(_, v)| v.clone()).collect() });
            }
            EffectKind::Limit(note) => {
                if let Showing::Rung(role, _) = note.state {
                    self.handed.push(role);
                }
            }
            EffectKind::Finding(found) => {
                self.breaches.extend(Breach::of(machine, found, effect.at));
            }
            EffectKind::End(result) => self.ended.extend(machine.result_name(*result).map(str::to_owned)),
            _ => {}
        }
    }

    fn push(&mut self, at: i64, given: bool, text: Message) {
        self.call.push(Told { time: elapsed(at - self.start), given, text });
    }
}

impl Told {
    /// The line in one language.
    pub(super) fn line(&self, lang: Lang) -> CallLine {
        CallLine { time: self.time.clone(), given: self.given, text: self.text.get(lang).to_owned() }
    }
}

fn classes(say: &Say) -> Vec<u32> {
    let class = |words: &SayWords| match words {
        SayWords::Class(class, ..) => Some(*class),
        SayWords::Line(..) | SayWords::ClassVar(_) => None,
    };
    say.words.iter().filter_map(class).collect()
}

/// `mm:ss`, with hours and ms only where there are any.
pub(super) fn elapsed(ms: i64) -> String {
    let (h, m, s, f) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let whole = if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m:02}:{s:02}") };
    if f > 0 { format!("{whole}.{f:03}") } else { whole }
}
